// SPDX-License-Identifier: GPL-3.0-or-later
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

    template <class Make> void add(const char* kind, Make make)
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

} // namespace

void registerClusterOperations(operation::Registry& registry, std::shared_ptr<ClusterService> service)
{
    Registration kinds(registry, std::move(service));
    kinds.add(cluster::ScaleOperation::kKind, [](ClusterService& scope, const Values& values) -> Made {
        QBM_TRY(replicas, numberOf<int>(values, "replicas"));
        return scope.makeScaleOperation(valueOf(values, "deployment"), replicas);
    });
    kinds.add(cluster::SetImage::kKind, [](ClusterService& scope, const Values& values) -> Made {
        return scope.actions()->makeSetImage(
            valueOf(values, "deployment"), valueOf(values, "container"), valueOf(values, "image"));
    });
    kinds.add(cluster::Restart::kKind, [](ClusterService& scope, const Values& values) -> Made {
        return scope.actions()->makeRestart(valueOf(values, "deployment"));
    });
    kinds.add(cluster::Pause::kPauseKind, [](ClusterService& scope, const Values& values) -> Made {
        return scope.actions()->makePause(valueOf(values, "deployment"), true);
    });
    kinds.add(cluster::Pause::kResumeKind, [](ClusterService& scope, const Values& values) -> Made {
        return scope.actions()->makePause(valueOf(values, "deployment"), false);
    });
    kinds.add(cluster::RolloutUndo::kKind, [](ClusterService& scope, const Values& values) -> Made {
        QBM_TRY(revision, numberOf<std::int64_t>(values, "revision"));
        return scope.actions()->makeRolloutUndo(valueOf(values, "deployment"), revision);
    });
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
