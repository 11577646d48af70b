// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/operation/operation_dialog.h"
#include "ui/page/cluster/action_builder.h"
#include "ui/page/cluster/drain_dialog.h"
#include "ui/page/cluster/object_actions.h"
#include "ui/page/cluster/words_dialog.h"
#include "ui/session/session.h"
#include "ui/text/tr.h"

#include <QRegularExpression>

/// What ObjectActions offers for StatefulSets, DaemonSets, nodes and CronJobs, and for objects of every kind.
namespace qbm::ui {

using namespace kubernetes::resource;
using Needs = ActionBuilder::Needs;

namespace {

QString problemOfCount(const QString& word)
{
    static const QRegularExpression count(QStringLiteral("^[0-9]{1,4}$"));
    return count.match(word).hasMatch() ? QString() : Tr::tr("%1 is no number of replicas.").arg(word);
}

std::vector<std::string> strings(const QStringList& words)
{
    std::vector<std::string> out;
    for (const QString& word : words)
        out.push_back(word.toStdString());
    return out;
}

} // namespace

void ObjectActions::ask(const WordsDialog::Question& question, const std::function<void(const QStringList&)>& then) const
{
    auto* dialog = new WordsDialog(question, m_page->window());
    connect(dialog, &WordsDialog::chosen, this, then);
    dialog->open();
}

void ObjectActions::addSetActions(ActionBuilder& builder, const ClusterKind& kind)
{
    const bool stateful = kind.resource == kStatefulSets;
    const auto workload = [stateful](const ChosenObject& chosen) {
        return service::Workload(stateful ? cluster::WorkloadKind::StatefulSet : cluster::WorkloadKind::DaemonSet, chosen.meta.name);
    };
    const service::PermissionQuestion change{"patch", kind.resource.qualifiedName(), {}};
    if (stateful) {
        builder.add("scale", Tr::tr("Scale…"), "transform-scale", Needs::Writing,
            service::PermissionQuestion{"patch", "statefulsets/scale", {}}, [this, workload](const ChosenObject& chosen) {
                ask({Tr::tr("Scale %1").arg(qstr(chosen.meta.name)),
                        Tr::tr("Its pods come and go one after the other; their volumes stay. The next step shows the plan."),
                        Tr::tr("Replicas"), {}, {}, problemOfCount, 1},
                    [this, workload, chosen](const QStringList& words) {
                        OperationDialog::propose(m_session, m_page->window(),
                            m_cluster->makeScaleOperation(workload(chosen), words.front().toInt()));
                    });
            });
        builder.inBar();
    }
    builder.add("restart", Tr::tr("Restart…"), "view-refresh", Needs::Writing, change, [this, workload](const ChosenObject& chosen) {
        propose([&](service::ClusterActions& actions) { return actions.makeRestart(workload(chosen)); });
    });
    builder.add("set-image", Tr::tr("Set image…"), "document-edit", Needs::Writing, change, [this, workload](const ChosenObject& chosen) {
        ask({Tr::tr("Set the image of %1").arg(qstr(chosen.meta.name)),
                Tr::tr("Pods with the new image replace the present ones. The next step shows the plan."), Tr::tr("Image"),
                Tr::tr("registry/name:1.4.0; container=registry/name:1.4.0 where there are several containers"), {},
                [](const QString&) { return QString(); }, 1},
            [this, workload, chosen](const QStringList& words) {
                const qsizetype sign = words.front().indexOf(QLatin1Char('='));
                propose([&](service::ClusterActions& actions) {
                    return actions.makeSetImage(workload(chosen), words.front().left(std::max<qsizetype>(sign, 0)).toStdString(),
                        words.front().mid(sign + 1).toStdString());
                });
            });
    });
    builder.add("undo", Tr::tr("Undo the last change…"), "edit-undo", Needs::Writing, change, [this, workload](const ChosenObject& chosen) {
        propose([&](service::ClusterActions& actions) { return actions.makeRolloutUndo(workload(chosen), 0); });
    });
}

void ObjectActions::addNodeActions(ActionBuilder& builder, const std::optional<ChosenObject>& object)
{
    const service::PermissionQuestion change{"patch", "nodes", {}};
    const bool open = !object || !object->node || object->node->schedulable;
    builder.add("cordon", open ? Tr::tr("Cordon…") : Tr::tr("Uncordon…"), open ? "lock" : "unlock", Needs::Writing, change,
        [this, open](const ChosenObject& chosen) { request(cluster::CordonRequest{chosen.meta.name, open}); });
    builder.inBar();
    builder.add("drain", Tr::tr("Drain…"), "go-next-view", Needs::Writing, service::PermissionQuestion{"create", "pods/eviction", {}},
        [this](const ChosenObject& chosen) {
            auto* dialog = new DrainDialog(chosen.meta.name, m_page->window());
            connect(dialog, &DrainDialog::chosen, this, [this](const cluster::DrainRequest& asked) { request(asked); });
            dialog->open();
        });
    builder.inBar();
    builder.add("taint", Tr::tr("Taints…"), "tag", Needs::Writing, change, [this](const ChosenObject& chosen) {
        ask({Tr::tr("Taints of %1").arg(qstr(chosen.meta.name)), Tr::tr("Pods that do not tolerate a taint stay away from the node."),
                Tr::tr("Changes"), Tr::tr("key=value:NoSchedule, key:NoExecute; key- removes; several with spaces between"), {},
                problemOfTaint, 0},
            [this, name = chosen.meta.name](const QStringList& words) { request(cluster::TaintRequest{name, strings(words)}); });
    });
}

void ObjectActions::addCronJobActions(ActionBuilder& builder)
{
    builder.add("run-now", Tr::tr("Run now…"), "media-playback-start", Needs::Writing, service::PermissionQuestion{"create", "jobs", {}},
        [this](const ChosenObject& chosen) { request(cluster::RunCronJobRequest{chosen.meta.name, {}}); });
    builder.inBar();
}

void ObjectActions::addGeneralActions(ActionBuilder& builder, const ClusterKind& kind, const std::optional<ChosenObject>& object)
{
    const service::PermissionQuestion change{"patch", kind.resource.qualifiedName(), {}};
    builder.separate();
    for (const bool annotations : {false, true}) {
        builder.add(annotations ? "annotate" : "label", annotations ? Tr::tr("Annotations…") : Tr::tr("Labels…"), "tag", Needs::Writing,
            change, [this, annotations](const ChosenObject& chosen) {
                ask({(annotations ? Tr::tr("Annotations of %1") : Tr::tr("Labels of %1")).arg(qstr(chosen.meta.name)),
                        Tr::tr("The next step shows what stands there now and what would."), Tr::tr("Changes"),
                        Tr::tr("key=value sets, key- removes; several with spaces between"), {}, problemOfEntry, 0},
                    [this, annotations, key = chosen.key()](const QStringList& words) {
                        request(cluster::MetadataRequest{key, annotations, strings(words)});
                    });
            });
    }
    builder.separate();
    builder.add("delete", Tr::tr("Delete…"), "edit-delete", Needs::Writing,
        service::PermissionQuestion{"delete", kind.resource.qualifiedName(), {}}, [this](const ChosenObject& chosen) {
            propose([&](service::ClusterActions& actions) { return actions.makeDelete(chosen.key()); });
        });
    if (!object || !object->meta.deletion)
        return;
    // It is going and has not gone: what people reach for then, each with a plan that says what it risks.
    builder.add("force-delete", Tr::tr("Delete without waiting…"), "edit-delete", Needs::Writing,
        service::PermissionQuestion{"delete", kind.resource.qualifiedName(), {}},
        [this](const ChosenObject& chosen) { request(cluster::ForceDeleteRequest{chosen.key()}); });
    builder.add("remove-finalizer", Tr::tr("Remove a finalizer…"), "edit-delete", Needs::Writing, change, [this](const ChosenObject& chosen) {
        ask({Tr::tr("Remove a finalizer of %1").arg(qstr(chosen.meta.name)),
                Tr::tr("What the finalizer stands for is not cleaned up then. The object's YAML lists them."), Tr::tr("Finalizer"), {}, {},
                [](const QString&) { return QString(); }, 1},
            [this, key = chosen.key()](const QStringList& words) {
                request(cluster::RemoveFinalizerRequest{key, words.front().toStdString()});
            });
    });
}

} // namespace qbm::ui
