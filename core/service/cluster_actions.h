// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cluster/requests.h"
#include "core/cluster/scale_preview.h"
#include "core/cluster/workload.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qbm::service {

using cluster::ActionRequest;
using cluster::LatencyPrediction;
using cluster::ObjectKey;
using cluster::PodCommand;
using cluster::RevealedSecret;
using cluster::RevealOperation;
using cluster::ScalePreview;
using cluster::Workload;

/// A scaling of the past: what was predicted for it, and what came.
struct ScaleOutcome {
    std::string operationId;
    TimePoint at{};
    int from = 0, to = 0;
    std::optional<LatencyPrediction> predicted;
    Reading measuredP95; ///< over the minutes after it, until the next scaling or now
};

/// Operations on the objects of one scope, and the reading that goes before them.
/// \thread any; calls with a TaskContext block
class ClusterActions {
public:
    virtual ~ClusterActions() = default;

    virtual Result<ScalePreview> fetchScalePreview(const std::string& deployment, int replicas, TaskContext& context)
        = 0;
    /// From the ledger, newest first.
    virtual Result<std::vector<ScaleOutcome>> fetchScaleOutcomes(const std::string& deployment, TaskContext& context)
        = 0;

    /// "deployment.set-image", "statefulset.set-image", "daemonset.set-image". `container` empty: the only one.
    virtual std::unique_ptr<operation::Operation> makeSetImage(
        const Workload& workload, const std::string& container, const std::string& image)
        = 0;
    virtual std::unique_ptr<operation::Operation> makeRestart(const Workload& workload)
        = 0; ///< "deployment.restart" and so on
    /// "deployment.pause", "deployment.resume": of Deployments alone
    virtual std::unique_ptr<operation::Operation> makePause(const Workload& workload, bool paused) = 0;
    /// "deployment.undo" and so on. 0: the revision before the present one.
    virtual std::unique_ptr<operation::Operation> makeRolloutUndo(const Workload& workload, std::int64_t revision)
        = 0;

    /// "secret.reveal". `key` empty: all of them.
    virtual std::unique_ptr<RevealOperation> makeReveal(const std::string& secret, const std::string& key = {}) = 0;
    virtual std::unique_ptr<operation::Operation> makeCommand(const PodCommand& command) = 0; ///< "pod.command"
    /// Server-side apply of one or more YAML or JSON documents, with the diff of a server dry run; "manifest.apply".
    /// `force` takes fields over from the managers that hold them now.
    virtual std::unique_ptr<operation::Operation> makeApply(const std::string& manifest, bool force = false) = 0;
    virtual std::unique_ptr<operation::Operation> makeDelete(const ObjectKey& object) = 0; ///< "object.delete"
    virtual std::unique_ptr<operation::Operation> makeCreateNamespace(const std::string& name)
        = 0; ///< "namespace.create"
    /// Each its own kind: "node.cordon", "node.drain", "object.label" and so on.
    virtual std::unique_ptr<operation::Operation> make(const ActionRequest& request) = 0;
};

} // namespace qbm::service
