// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/actions.h"
#include "core/cluster/apply_manifest.h"
#include "core/cluster/create_namespace.h"
#include "core/cluster/delete_object.h"
#include "core/cluster/pause.h"
#include "core/cluster/restart.h"
#include "core/cluster/reveal_secret.h"
#include "core/cluster/rollout_undo.h"
#include "core/cluster/run_command.h"
#include "core/cluster/scale_operation.h"
#include "core/cluster/set_image.h"
#include "core/service/cluster_service.h"

#include <charconv>

/// Operations on the cluster, made again from their journals.
namespace qbm::service {

namespace {

using cluster::WorkloadKind;
using operation::Values;
using Made = Result<std::unique_ptr<operation::Operation>>;

std::string valueOf(const Values& values, const char* key)
{
    const auto found = values.find(key);
    return found == values.end() ? std::string() : found->second;
}

template <class Number> Result<Number> numberOf(const Values& values, const char* key)
{
    const std::string text = valueOf(values, key);
    Number number = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc())
        return fail(ErrorKind::BadData,
            qbm::text(QT_TRANSLATE_NOOP("core", "The journal of the operation holds no number as \"%1\"."), key));
    return number;
}

/// Where it was begun, which need not be where the profile looks today.
Result<std::shared_ptr<ClusterService>> scopeOf(const std::shared_ptr<ClusterService>& service, const Values& values)
{
    const ClusterScope scope{valueOf(values, "context"), valueOf(values, "namespace")};
    const ClusterIdentity here = service->identity();
    if ((scope.context.empty() || scope.context == here.context)
        && (scope.nameSpace.empty() || scope.nameSpace == here.nameSpace))
        return service;
    TaskContext context; // reads files only
    return service->inScope(scope, context);
}

class Registration {
public:
    Registration(operation::Registry& registry, std::shared_ptr<ClusterService> service)
        : m_registry(registry)
        , m_service(std::move(service))
    {
    }

    template <class Make> void add(const std::string& kind, Make make)
    {
        m_registry.add(kind, [service = m_service, make](const Values& values) -> Made {
            QBM_TRY(scope, scopeOf(service, values));
            return make(*scope, values);
        });
    }

private:
    operation::Registry& m_registry;
    std::shared_ptr<ClusterService> m_service;
};

std::string pauseKind(const char* verb)
{
    return std::string(cluster::keyOf(WorkloadKind::Deployment)) + "." + verb;
}

void registerWorkloadOperations(Registration& kinds, WorkloadKind kind)
{
    const std::string key(cluster::keyOf(kind));
    const auto workloadOf = [kind, key](const Values& values) { return cluster::Workload(kind, valueOf(values, key.c_str())); };
    kinds.add(key + "." + cluster::ScaleOperation::kVerb,
        [workloadOf](ClusterService& scope, const Values& values) -> Made {
            QBM_TRY(replicas, numberOf<int>(values, "replicas"));
            return scope.makeScaleOperation(workloadOf(values), replicas);
        });
    kinds.add(key + "." + cluster::SetImage::kVerb, [workloadOf](ClusterService& scope, const Values& values) -> Made {
        return scope.actions()->makeSetImage(
            workloadOf(values), valueOf(values, "container"), valueOf(values, "image"));
    });
    kinds.add(key + "." + cluster::Restart::kVerb, [workloadOf](ClusterService& scope, const Values& values) -> Made {
        return scope.actions()->makeRestart(workloadOf(values));
    });
    kinds.add(key + "." + cluster::RolloutUndo::kVerb,
        [workloadOf](ClusterService& scope, const Values& values) -> Made {
            QBM_TRY(revision, numberOf<std::int64_t>(values, "revision"));
            return scope.actions()->makeRolloutUndo(workloadOf(values), revision);
        });
}

} // namespace

void registerClusterOperations(operation::Registry& registry, std::shared_ptr<ClusterService> service)
{
    Registration kinds(registry, std::move(service));
    for (const WorkloadKind kind : {WorkloadKind::Deployment, WorkloadKind::StatefulSet, WorkloadKind::DaemonSet})
        registerWorkloadOperations(kinds, kind);
    kinds.add(pauseKind(cluster::Pause::kPauseVerb), [](ClusterService& scope, const Values& values) -> Made {
        return scope.actions()->makePause(valueOf(values, "deployment"), true);
    });
    kinds.add(pauseKind(cluster::Pause::kResumeVerb), [](ClusterService& scope, const Values& values) -> Made {
        return scope.actions()->makePause(valueOf(values, "deployment"), false);
    });
    for (const std::string& kind : cluster::actionKinds()) {
        kinds.add(kind, [kind](ClusterService& scope, const Values& values) -> Made {
            QBM_TRY(request, cluster::actionFrom(kind, values));
            return scope.actions()->make(request);
        });
    }
    kinds.add(cluster::RevealSecret::kKind, [](ClusterService& scope, const Values& values) -> Made {
        return scope.actions()->makeReveal(valueOf(values, "secret"), valueOf(values, "key"));
    });
    kinds.add(cluster::RunCommand::kKind, [](ClusterService& scope, const Values& values) -> Made {
        QBM_TRY(command, cluster::podCommandFrom(values));
        return scope.actions()->makeCommand(command);
    });
    kinds.add(cluster::ApplyManifest::kKind, [](ClusterService& scope, const Values& values) -> Made {
        return scope.actions()->makeApply(valueOf(values, "manifest"), valueOf(values, "force") == "yes");
    });
    kinds.add(cluster::DeleteObject::kKind, [](ClusterService& scope, const Values& values) -> Made {
        return scope.actions()->makeDelete(
            {{valueOf(values, "group"), valueOf(values, "version"), valueOf(values, "plural"), valueOf(values, "kind"),
                 valueOf(values, "namespaced") == "yes"},
                valueOf(values, "name")});
    });
    kinds.add(cluster::CreateNamespace::kKind, [](ClusterService& scope, const Values& values) -> Made {
        return scope.actions()->makeCreateNamespace(valueOf(values, "name"));
    });
}

} // namespace qbm::service
