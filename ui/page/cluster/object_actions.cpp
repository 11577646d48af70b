// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/object_actions.h"

#include "ui/operation/operation_dialog.h"
#include "ui/operation/task_center.h"
#include "ui/page/cluster/action_builder.h"
#include "ui/page/cluster/apply_dialog.h"
#include "ui/page/cluster/command_dialog.h"
#include "ui/page/cluster/image_dialog.h"
#include "ui/page/cluster/namespace_dialog.h"
#include "ui/page/cluster/scale_dialog.h"
#include "ui/session/session.h"
#include "ui/text/tr.h"

namespace qbm::ui {

using namespace kubernetes::resource;

namespace {

const service::PermissionQuestion kScale{"patch", "deployments/scale", {}};
const service::PermissionQuestion kChangeDeployment{"patch", "deployments", {}};
const service::PermissionQuestion kReadLogs{"get", "pods/log", {}};
const service::PermissionQuestion kRunInPod{"create", "pods/exec", {}};
const service::PermissionQuestion kReadSecret{"get", "secrets", {}};
const service::PermissionQuestion kCreateNamespace{"create", "namespaces", {}};

service::PermissionQuestion deletionOf(const ClusterKind& kind)
{
    return {"delete", kind.resource.qualifiedName(), {}};
}

service::PermissionQuestion changeOf(const ClusterKind& kind)
{
    return {"patch", kind.resource.qualifiedName(), {}};
}

/// What a log stream takes: "deployment/backend", "pod/backend-7d9-x2x"; empty: it writes none.
QString workloadOf(const ClusterKind& kind, const std::string& name)
{
    for (const auto& resource : {kDeployments, kStatefulSets, kDaemonSets, kReplicaSets, kJobs, kPods}) {
        if (kind.resource.kind == resource.kind)
            return qstr(resource.kind).toLower() + QLatin1Char('/') + qstr(name);
    }
    return {};
}

} // namespace

ObjectActions::ObjectActions(Session& session, QWidget* page)
    : QObject(page)
    , m_session(session)
    , m_page(page)
    , m_permissions(new PermissionBook(session.pool(), this))
{
    connect(m_permissions, &PermissionBook::changed, this, &ObjectActions::changed);
}

void ObjectActions::setService(std::shared_ptr<service::ClusterService> cluster)
{
    m_permissions->setService(cluster);
    m_cluster = std::move(cluster);
}

void ObjectActions::prepare(const ClusterKind& kind)
{
    std::vector<service::PermissionQuestion> questions{deletionOf(kind), changeOf(kind), kCreateNamespace};
    if (!workloadOf(kind, {}).isEmpty())
        questions.push_back(kReadLogs);
    if (kind.resource == kDeployments) {
        questions.push_back(kScale);
        questions.push_back(kChangeDeployment);
    }
    if (kind.resource == kDeployments || kind.resource == kPods)
        questions.push_back(kRunInPod);
    if (kind.resource == kSecrets)
        questions.push_back(kReadSecret);
    if (kind.resource == kStatefulSets)
        questions.push_back({"patch", "statefulsets/scale", {}});
    if (kind.resource == kNodes)
        questions.push_back({"create", "pods/eviction", {}});
    if (kind.resource == kCronJobs)
        questions.push_back({"create", "jobs", {}});
    m_permissions->ask(questions);
}

void ObjectActions::refresh(const ClusterKind& kind)
{
    m_permissions->forget();
    prepare(kind);
}

void ObjectActions::propose(const Make& make) const
{
    OperationDialog::propose(m_session, m_page->window(), make(*m_cluster->actions()));
}

void ObjectActions::request(const service::ActionRequest& asked) const
{
    propose([&](service::ClusterActions& actions) { return actions.make(asked); });
}

void ObjectActions::scale(const ChosenObject& object)
{
    auto* dialog = new ScaleDialog(m_session.pool(), m_cluster, *object.deployment, m_page->window());
    connect(dialog, &ScaleDialog::chosen, this, [this, cluster = m_cluster, name = object.meta.name](int replicas) {
        OperationDialog::propose(m_session, m_page->window(), cluster->makeScaleOperation(name, replicas));
    });
    dialog->open();
}

void ObjectActions::reveal(const std::string& secret)
{
    std::shared_ptr<service::RevealOperation> operation = m_cluster->actions()->makeReveal(secret);
    auto* dialog = OperationDialog::propose(m_session, m_page->window(), operation);
    connect(dialog, &OperationDialog::began, this, [this, operation, secret](RunningOperation* running) {
        Q_EMIT revealBegan(qstr(secret));
        connect(running, &RunningOperation::ended, this, [this, operation, secret] {
            if (const auto values = operation->revealed())
                Q_EMIT secretRevealed(qstr(secret), values);
        });
    });
}

void ObjectActions::addRolloutActions(ActionBuilder& builder, const std::optional<ChosenObject>& object)
{
    using Needs = ActionBuilder::Needs;
    builder.add("restart", Tr::tr("Restart…"), "view-refresh", Needs::Writing, kChangeDeployment,
        [this](const ChosenObject& chosen) {
            propose([&](service::ClusterActions& actions) { return actions.makeRestart(chosen.meta.name); });
        });
    builder.add("set-image", Tr::tr("Set image…"), "document-edit", Needs::Writing, kChangeDeployment,
        [this](const ChosenObject& chosen) {
            auto* dialog = new ImageDialog(*chosen.deployment, m_page->window());
            connect(dialog, &ImageDialog::chosen, this,
                [this, name = chosen.meta.name](const QString& container, const QString& image) {
                    propose([&](service::ClusterActions& actions) {
                        return actions.makeSetImage(name, container.toStdString(), image.toStdString());
                    });
                });
            dialog->open();
        });
    const bool paused = object && object->deployment->paused;
    builder.add("pause", paused ? Tr::tr("Resume rollout…") : Tr::tr("Pause rollout…"),
        paused ? "media-playback-start" : "media-playback-pause", Needs::Writing, kChangeDeployment,
        [this, paused](const ChosenObject& chosen) {
            propose([&](service::ClusterActions& actions) { return actions.makePause(chosen.meta.name, !paused); });
        });
}

std::vector<ObjectAction> ObjectActions::forObject(const ClusterKind& kind, const std::optional<ChosenObject>& object)
{
    using Needs = ActionBuilder::Needs;
    ActionBuilder builder(m_session.isReadOnly(), *m_permissions, object);
    const bool deployment = kind.resource == kDeployments && (!object || object->deployment); // its row may be on its way
    if (deployment) {
        builder.add("scale", Tr::tr("Scale…"), "transform-scale", Needs::Writing, kScale,
            [this](const ChosenObject& chosen) { scale(chosen); });
        builder.inBar();
        builder.add("rollouts", Tr::tr("Rollouts"), "view-history", Needs::Reading, std::nullopt,
            [this](const ChosenObject& chosen) { Q_EMIT rolloutsRequested(qstr(chosen.meta.name)); });
        builder.inBar();
    }
    if (kind.resource == kStatefulSets || kind.resource == kDaemonSets)
        addSetActions(builder, kind);
    if (kind.resource == kNodes)
        addNodeActions(builder, object);
    if (kind.resource == kCronJobs)
        addCronJobActions(builder);
    if (kind.resource == kSecrets) {
        builder.add("reveal", Tr::tr("Reveal…"), "view-visible", Needs::Writing, kReadSecret,
            [this](const ChosenObject& chosen) { reveal(chosen.meta.name); });
        builder.inBar();
    }
    if (!workloadOf(kind, {}).isEmpty()) {
        builder.add("logs", Tr::tr("Logs"), "view-list-text", Needs::Reading, kReadLogs,
            [this](const ChosenObject& chosen) { Q_EMIT logsRequested(workloadOf(chosen.kind, chosen.meta.name)); });
        builder.inBar();
    }
    if (deployment)
        addRolloutActions(builder, object);
    if (deployment || kind.resource == kPods) {
        builder.separate();
        builder.add("command", Tr::tr("Run maintenance command…"), "run-build", Needs::Writing, kRunInPod,
            [this](const ChosenObject& chosen) {
                auto* dialog = new CommandDialog(m_cluster, chosen, m_page->window());
                connect(dialog, &CommandDialog::chosen, this, [this](const service::PodCommand& command) {
                    propose([&](service::ClusterActions& actions) { return actions.makeCommand(command); });
                });
                dialog->open();
            });
    }
    addGeneralActions(builder, kind, object);
    return builder.take();
}

namespace {

QString undoLabel(const std::optional<ObjectActions::WayBack>& back)
{
    if (!back)
        return Tr::tr("Undo to a revision…");
    return back->wasReady ? Tr::tr("Undo to revision %1 (last that was ready)…").arg(back->revision)
                          : Tr::tr("Undo to revision %1…").arg(back->revision);
}

} // namespace

std::vector<ObjectAction> ObjectActions::forRollout(const ChosenObject& deployment, std::optional<WayBack> back)
{
    const std::optional<ChosenObject> object = deployment;
    ActionBuilder builder(m_session.isReadOnly(), *m_permissions, object);
    builder.add("undo", undoLabel(back), "edit-undo",
        ActionBuilder::Needs::Writing, kChangeDeployment, [this, back](const ChosenObject& chosen) {
            propose([&](service::ClusterActions& actions) { return actions.makeRolloutUndo(chosen.meta.name, back->revision); });
        });
    if (!back)
        builder.disable(Tr::tr("Choose a revision that is not the current one."));
    addRolloutActions(builder, object);
    auto actions = builder.take();
    for (ObjectAction& action : actions) {
        action.inBar = true;
        action.primary = action.id == QLatin1String("undo") && back && back->recommended;
    }
    return actions;
}

std::vector<ObjectAction> ObjectActions::forScope()
{
    const std::optional<ChosenObject> none = ChosenObject{};
    ActionBuilder builder(m_session.isReadOnly(), *m_permissions, none);
    builder.add("apply", Tr::tr("Apply manifest…"), "document-open", ActionBuilder::Needs::Writing, std::nullopt,
        [this](const ChosenObject&) {
            auto* dialog = new ApplyDialog(m_page->window());
            connect(dialog, &ApplyDialog::chosen, this, [this](const QString& manifest, bool force) {
                propose(
                    [&](service::ClusterActions& actions) { return actions.makeApply(manifest.toStdString(), force); });
            });
            dialog->open();
        });
    builder.add("create-namespace", Tr::tr("Create namespace…"), "folder-new", ActionBuilder::Needs::Writing,
        kCreateNamespace, [this](const ChosenObject&) {
            auto* dialog = new NamespaceDialog(m_page->window());
            connect(dialog, &NamespaceDialog::chosen, this, [this](const QString& name) {
                propose(
                    [&](service::ClusterActions& actions) { return actions.makeCreateNamespace(name.toStdString()); });
            });
            dialog->open();
        });
    return builder.take();
}

} // namespace qbm::ui
