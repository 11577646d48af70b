// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace qbm::lab::kubernetes {

/// A bearer token and who it stands for, as in kube-apiserver's --token-auth-file.
struct StaticToken {
    Secret token;
    std::string user;
    std::string uid;
    std::vector<std::string> groups; ///< "system:masters" may do everything; system:authenticated is added
};

/// How a simulator is started.
struct SimulatorOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0; ///< 0: any free one
    /// Of the cluster admin; empty: the one in stateFolder/tokens.csv, made at random the first time.
    std::string token;
    std::vector<StaticToken> tokens; ///< further users
    /// Holds ca.crt, server.crt, server.key (0600) and tokens.csv (0600); made if absent.
    std::filesystem::path stateFolder;
    std::chrono::milliseconds podStart{1500}; ///< from bound to Ready, give or take a fifth
    /// From deleted to gone, give or take a fifth; never longer than the grace period.
    std::chrono::milliseconds podStop{800};
    /// The first wait before a crashed container starts again; it doubles up to thirty times this.
    std::chrono::milliseconds restartBackOff{10'000};
    /// How often the horizontal pod autoscaler looks at the metrics.
    std::chrono::milliseconds autoscalerInterval{15'000};
    bool metricsServer = true; ///< false: there is no metrics.k8s.io
    std::size_t historyPerKind = 10'000; ///< changes a watch can resume over; older ones are answered 410
    std::uint32_t seed = 1; ///< of names and jitter
    /// Called when the number of ready pods of a Deployment or StatefulSet changed.
    /// \thread the controllers' thread; must not block
    std::function<void(std::string_view nameSpace, std::string_view workload, int readyReplicas)> onReadyReplicas;
};

/// Whose token a kubeconfig carries.
enum class Identity {
    Admin, ///< group system:masters
    ServiceAccount, ///< system:serviceaccount:qbm-ai-system:qbm-service-account, limited to the seeded qbm-role
};

/// A Kubernetes API server (v1.32's behaviour) with its controllers, scheduler and nodes played in this process: TLS,
/// bearer tokens, RBAC, list, watch, patch, scale, Deployments that roll. Listens on one address; nothing outlives
/// stop(). \thread every member from any thread
class Simulator {
public:
    /// Returns when the port answers. \error Denied or Exhausted (state folder), Conflict (port taken)
    static Result<std::unique_ptr<Simulator>> start(SimulatorOptions options);
    ~Simulator();
    Simulator(const Simulator&) = delete;
    Simulator& operator=(const Simulator&) = delete;

    std::uint16_t port() const;
    std::string url() const; ///< "https://127.0.0.1:PORT"
    std::string caPem() const;
    /// The bearer token of an identity.
    Secret token(Identity identity = Identity::Admin) const;
    /// A kubeconfig (0600, certificate inlined) that kubectl takes as it is.
    Result<> writeKubeconfig(const std::filesystem::path& path, const std::string& contextName,
        const std::string& nameSpace, Identity identity = Identity::Admin) const;

    /// Creates the object or replaces what is there, with defaults and validation as for a request of the admin.
    /// \error InvalidInput (unknown kind, refused by validation), NotFound (namespace)
    Result<> apply(const nlohmann::json& object);
    /// The same for a YAML text of one or more documents.
    Result<> applyYaml(std::string_view yaml);
    /// Stores the object as it is, status included, past defaults, validation and the node agents: for seeds of many
    /// objects. \error InvalidInput (unknown kind)
    Result<> put(nlohmann::json object);
    /// The stored object, or NotFound. `resource` is "pods" or "deployments.apps".
    Result<nlohmann::json> object(
        std::string_view resource, const std::string& nameSpace, const std::string& name) const;

    /// All objects of a resource in a namespace, in the order of names; empty for an unknown resource.
    std::vector<nlohmann::json> list(std::string_view resource, const std::string& nameSpace) const;

    /// Turns a fault on or off. \error InvalidInput if there is none of that name
    Result<> setFault(std::string_view name, bool on);
    bool fault(std::string_view name) const;

    /// Ends open watches, closes connections and joins all threads; takes well under half a second. Idempotent.
    void stop();

private:
    struct Parts;
    explicit Simulator(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

/// A switch of Simulator::setFault.
struct FaultInfo {
    std::string_view name;
    std::string_view description;
};
/// All faults, in the order they are listed to people.
const std::vector<FaultInfo>& faults();

/// Passwords the seeded secret qbm-secrets holds.
struct QbmSecrets {
    Secret postgresPassword;
    Secret redisPassword;
    Secret secretKey;
    Secret jwtSecretKey;
};

/// Fills the simulator with the QBM system: nodes, namespace qbm-ai-system, its deployments, stateful set, services,
/// ingress, configuration, HPA, and the service account with its role. The controllers bring the pods up afterwards.
Result<> seedQbm(Simulator& simulator, const QbmSecrets& secrets);

/// Adds `count` running pods (namespace "load", pods load-00000 on) of usual size on nodes of their own: a big cluster
/// in a moment. \cost about 40 microseconds and 4 KB a pod
Result<> seedPods(Simulator& simulator, std::size_t count);
/// Changes `count` of the pods of seedPods from number `first` on (they restart once more), one watch event each.
Result<> churnPods(Simulator& simulator, std::size_t first, std::size_t count);

} // namespace qbm::lab::kubernetes
