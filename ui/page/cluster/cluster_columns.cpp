// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/cluster_columns.h"

#include "ui/model/columns.h"

#include <QStringList>

namespace qbm::ui {

using namespace widgets;
using namespace kubernetes;

namespace {

template <class Row>
using Shared = std::shared_ptr<const Row>;

template <class Row>
TableColumn<Shared<Row>> nameColumn()
{
    auto column = stretchColumn<Shared<Row>>("name", QT_TRANSLATE_NOOP("Ui", "Name"), 240, [](const Shared<Row>& row) { return qstr(row->meta.name); });
    column.mono = true;
    return column;
}

template <class Row>
TableColumn<Shared<Row>> createdColumn()
{
    return ageColumn<Shared<Row>>("age", QT_TRANSLATE_NOOP("Ui", "Age"), [](const Shared<Row>& row) { return row->meta.created; });
}

/// "2 / 3", sorted by the first number.
template <class Row>
TableColumn<Shared<Row>> ofColumn(const char* id, const char* title, int Row::*part, int Row::*whole)
{
    auto column = textColumn<Shared<Row>>(id, title, 90, [part, whole](const Shared<Row>& row) {
        return QStringLiteral("%1 / %2").arg((*row).*part).arg((*row).*whole);
    });
    column.sortKey = [part](const Shared<Row>& row) { return static_cast<double>((*row).*part); };
    column.numeric = true;
    return column;
}

template <class Row>
TableColumn<Shared<Row>> countColumn(const char* id, const char* title, int Row::*member)
{
    return quantityColumn<Shared<Row>>(id, title, 90, Unit::Count, [member](const Shared<Row>& row) { return static_cast<double>((*row).*member); });
}

QString imagesOf(const Deployment& deployment)
{
    QStringList images;
    for (const ContainerImage& image : deployment.images)
        images << qstr(image.image);
    return images.join(QStringLiteral(", "));
}

QString stateWord(const Deployment& deployment)
{
    if (deployment.paused)
        return Tr::tr("paused");
    if (deployment.desired == 0)
        return deployment.current == 0 ? Tr::tr("scaled to 0") : Tr::tr("stopping");
    const bool settled = deployment.observedGeneration >= deployment.meta.generation && deployment.updated == deployment.desired
        && deployment.current == deployment.updated && deployment.available == deployment.updated;
    if (settled)
        return Tr::tr("ready");
    const Condition* progressing = findCondition(deployment.conditions, "Progressing");
    return progressing != nullptr && progressing->status == "False" ? Tr::tr("stuck") : Tr::tr("progressing");
}

} // namespace

State stateOf(const Deployment& deployment)
{
    const Condition* progressing = findCondition(deployment.conditions, "Progressing");
    if (progressing != nullptr && progressing->status == "False")
        return State::Danger;
    if (deployment.desired == 0 || deployment.paused)
        return State::Warning;
    if (deployment.ready == 0)
        return State::Danger;
    return deployment.ready < deployment.desired || deployment.current > deployment.desired ? State::Warning : State::Ok;
}

State stateOf(const Pod& pod)
{
    if (pod.meta.deletion)
        return State::Stale;
    if (pod.status == "Running")
        return pod.ready ? State::Ok : State::Warning;
    if (pod.status == "Completed" || pod.status == "Succeeded")
        return State::Ok;
    return pod.status == "Pending" || pod.status == "ContainerCreating" || pod.status.starts_with("Init:") ? State::Warning : State::Danger;
}

SharedColumns<Deployment> deploymentColumns()
{
    using Row = Shared<Deployment>;
    auto state = textColumn<Row>("state", QT_TRANSLATE_NOOP("Ui", "State"), 130, [](const Row& row) { return stateWord(*row); });
    state.state = [](const Row& row) { return stateOf(*row); };
    auto images = textColumn<Row>("images", QT_TRANSLATE_NOOP("Ui", "Images"), 280, [](const Row& row) { return imagesOf(*row); });
    images.mono = true;
    auto revision = textColumn<Row>("revision", QT_TRANSLATE_NOOP("Ui", "Revision"), 80, [](const Row& row) { return qstr(row->revision); });
    revision.numeric = true;
    return {state, nameColumn<Deployment>(), ofColumn("ready", QT_TRANSLATE_NOOP("Ui", "Ready"), &Deployment::ready, &Deployment::desired),
        countColumn("updated", QT_TRANSLATE_NOOP("Ui", "Up to date"), &Deployment::updated),
        countColumn("available", QT_TRANSLATE_NOOP("Ui", "Available"), &Deployment::available), revision, images, createdColumn<Deployment>()};
}

SharedColumns<Pod> podColumns()
{
    using Row = Shared<Pod>;
    auto status = textColumn<Row>("status", QT_TRANSLATE_NOOP("Ui", "Status"), 170, [](const Row& row) { return qstr(row->status); });
    status.state = [](const Row& row) { return stateOf(*row); };
    status.toolTip = [](const Row& row) { return qstr(row->statusMessage); };
    auto owner = textColumn<Row>("owner", QT_TRANSLATE_NOOP("Ui", "Owner"), 200, [](const Row& row) { return qstr(row->meta.controller.name); });
    owner.hidden = true;
    auto address = textColumn<Row>("ip", QT_TRANSLATE_NOOP("Ui", "Address"), 120, [](const Row& row) { return qstr(row->ip); });
    address.mono = true;
    return {status, nameColumn<Pod>(), ofColumn("ready", QT_TRANSLATE_NOOP("Ui", "Ready"), &Pod::readyContainers, &Pod::containers),
        countColumn("restarts", QT_TRANSLATE_NOOP("Ui", "Restarts"), &Pod::restarts),
        textColumn<Row>("node", QT_TRANSLATE_NOOP("Ui", "Node"), 140, [](const Row& row) { return qstr(row->node); }), address, owner, createdColumn<Pod>()};
}

SharedColumns<Event> eventColumns()
{
    using Row = Shared<Event>;
    auto type = textColumn<Row>("type", QT_TRANSLATE_NOOP("Ui", "Type"), 110, [](const Row& row) { return qstr(row->type); });
    type.state = [](const Row& row) { return row->type == "Warning" ? State::Warning : State::Info; };
    return {type, ageColumn<Row>("last", QT_TRANSLATE_NOOP("Ui", "Last seen"), [](const Row& row) { return row->last; }),
        countColumn("count", QT_TRANSLATE_NOOP("Ui", "Count"), &Event::count),
        textColumn<Row>("reason", QT_TRANSLATE_NOOP("Ui", "Reason"), 170, [](const Row& row) { return qstr(row->reason); }),
        textColumn<Row>("object", QT_TRANSLATE_NOOP("Ui", "Object"), 260, [](const Row& row) { return qstr(row->object.kind + "/" + row->object.name); }),
        stretchColumn<Row>("message", QT_TRANSLATE_NOOP("Ui", "Message"), 360, [](const Row& row) { return qstr(row->message); })};
}

SharedColumns<Node> nodeColumns()
{
    using Row = Shared<Node>;
    auto state = textColumn<Row>("state", QT_TRANSLATE_NOOP("Ui", "State"), 150, [](const Row& row) {
        return !row->ready ? Tr::tr("not ready") : row->schedulable ? Tr::tr("ready") : Tr::tr("cordoned");
    });
    state.state = [](const Row& row) { return !row->ready ? State::Danger : row->schedulable ? State::Ok : State::Warning; };
    return {state, nameColumn<Node>(),
        quantityColumn<Row>("cores", QT_TRANSLATE_NOOP("Ui", "Cores"), 90, Unit::None, [](const Row& row) { return row->cpuAllocatableCores; }),
        quantityColumn<Row>("memory", QT_TRANSLATE_NOOP("Ui", "Memory"), 110, Unit::Bytes, [](const Row& row) { return row->memoryAllocatableBytes; }),
        countColumn("pods", QT_TRANSLATE_NOOP("Ui", "Pod places"), &Node::podCapacity),
        textColumn<Row>("version", QT_TRANSLATE_NOOP("Ui", "Kubelet"), 120, [](const Row& row) { return qstr(row->kubeletVersion); }), createdColumn<Node>()};
}

SharedColumns<HorizontalPodAutoscaler> autoscalerColumns()
{
    using Row = Shared<HorizontalPodAutoscaler>;
    return {nameColumn<HorizontalPodAutoscaler>(),
        textColumn<Row>("target", QT_TRANSLATE_NOOP("Ui", "Scales"), 220, [](const Row& row) { return qstr(row->target.kind + "/" + row->target.name); }),
        countColumn("minimum", QT_TRANSLATE_NOOP("Ui", "Minimum"), &HorizontalPodAutoscaler::minimum),
        countColumn("maximum", QT_TRANSLATE_NOOP("Ui", "Maximum"), &HorizontalPodAutoscaler::maximum),
        countColumn("current", QT_TRANSLATE_NOOP("Ui", "Now"), &HorizontalPodAutoscaler::current),
        countColumn("desired", QT_TRANSLATE_NOOP("Ui", "Wanted"), &HorizontalPodAutoscaler::desired), createdColumn<HorizontalPodAutoscaler>()};
}

} // namespace qbm::ui
