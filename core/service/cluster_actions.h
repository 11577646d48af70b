// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/reading.h"
#include "core/base/secret.h"
#include "core/kubernetes/resource.h"
#include "core/operation/operation.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qbm::service {

/// One object of the scope.
struct ObjectKey {
    kubernetes::Resource resource;
    std::string name;
    friend bool operator==(const ObjectKey&, const ObjectKey&) = default;
};

/// p95 as the queueing model sees it, in seconds.
struct LatencyPrediction {
    int replicas = 0;
    bool stable = true; ///< false: the queue would grow without end
    double seconds = 0, lowSeconds = 0, highSeconds = 0; ///< 95 % band
};

/// What scaling to a number of replicas would meet, before anything is asked of the cluster.
struct ScalePreview {
    int current = 0;
    int wanted = 0;
    /// Autoscaler, quota, node fit, disruption budget, connections against max_connections: one line each. What could not
    /// be found out is a warning that says so.
    std::vector<operation::Check> checks;
    Reading measuredP95; ///< now
    std::optional<LatencyPrediction> predictedNow; ///< beside measuredP95: how far to trust the model
    std::optional<LatencyPrediction> predictedThen;
    std::vector<Text> modelWarnings; ///< why there is no prediction, or what weakens it
};

/// A scaling of the past: what was predicted for it, and what came.
struct ScaleOutcome {
    std::string operationId;
    TimePoint at{};
    int from = 0, to = 0;
    std::optional<LatencyPrediction> predicted;
    Reading measuredP95; ///< over the minutes after it, until the next scaling or now
};

/// The values of a Secret that an operation made visible; wiped when the last holder lets go.
struct RevealedSecret {
    std::map<std::string, Secret> values;
};

/// Shows the values of a Secret; that it was done is in the ledger, the values are not.
class RevealOperation : public operation::Operation {
public:
    /// What the run brought; nullptr before.
    virtual std::shared_ptr<const RevealedSecret> revealed() const = 0;
};

/// A command to run in a container, and one that only looks at what it would touch.
struct PodCommand {
    std::string pod;
    std::string container; ///< empty: the pod's default
    std::vector<std::string> preview; ///< argv; its output stands in the plan; empty: none
    std::vector<std::string> command; ///< argv, never a shell line
    bool goneWithPod = false; ///< its effect lives as long as the pod (an installed package): the plan says so
};

/// Operations on the objects of one scope, and the reading that goes before them.
/// \thread any; calls with a TaskContext block
class ClusterActions {
public:
    virtual ~ClusterActions() = default;

    virtual Result<ScalePreview> fetchScalePreview(const std::string& deployment, int replicas, TaskContext& context) = 0;
    /// From the ledger, newest first.
    virtual Result<std::vector<ScaleOutcome>> fetchScaleOutcomes(const std::string& deployment, TaskContext& context) = 0;

    /// "deployment.set-image". `container` empty: the only one.
    virtual std::unique_ptr<operation::Operation> makeSetImage(
        const std::string& deployment, const std::string& container, const std::string& image) = 0;
    virtual std::unique_ptr<operation::Operation> makeRestart(const std::string& deployment) = 0; ///< "deployment.restart"
    /// "deployment.pause", "deployment.resume"
    virtual std::unique_ptr<operation::Operation> makePause(const std::string& deployment, bool paused) = 0;
    /// "deployment.undo". 0: the revision before the present one.
    virtual std::unique_ptr<operation::Operation> makeRolloutUndo(const std::string& deployment, std::int64_t revision) = 0;

    virtual std::unique_ptr<RevealOperation> makeReveal(const std::string& secret) = 0; ///< "secret.reveal"
    virtual std::unique_ptr<operation::Operation> makeCommand(const PodCommand& command) = 0; ///< "pod.command"
    /// Server-side apply of one or more YAML or JSON documents, with the diff of a server dry run; "manifest.apply".
    virtual std::unique_ptr<operation::Operation> makeApply(const std::string& manifest) = 0;
    virtual std::unique_ptr<operation::Operation> makeDelete(const ObjectKey& object) = 0; ///< "object.delete"
    virtual std::unique_ptr<operation::Operation> makeCreateNamespace(const std::string& name) = 0; ///< "namespace.create"
};

} // namespace qbm::service
