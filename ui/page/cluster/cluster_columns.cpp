// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/cluster_columns.h"

#include "core/base/ascii.h"
#include "ui/model/columns.h"
#include "ui/page/cluster/pod_troubles.h"

#include <QStringList>
#include <array>
#include <set>
#include <string_view>

namespace qbm::ui {

using namespace widgets;
using namespace kubernetes;

namespace {

template <class Row> using Shared = std::shared_ptr<const Row>;

template <class Row> TableColumn<Shared<Row>> nameColumn()
{
    auto column = stretchColumn<Shared<Row>>(
        "name", QT_TRANSLATE_NOOP("Ui", "Name"), 240, [](const Shared<Row>& row) { return qstr(row->meta.name); });
    column.mono = true;
    return column;
}

template <class Row> TableColumn<Shared<Row>> createdColumn()
{
    auto column = ageColumn<Shared<Row>>(
        "age", QT_TRANSLATE_NOOP("Ui", "Age"), [](const Shared<Row>& row) { return row->meta.created; });
    column.width = 92;
    return column;
}

/// "2 / 3", sorted by the first number.
template <class Row>
TableColumn<Shared<Row>> ofColumn(const char* id, const char* title, int Row::*part, int Row::*whole)
{
    auto column = textColumn<Shared<Row>>(id, title, 72, [part, whole](const Shared<Row>& row) {
        return QStringLiteral("%1 / %2").arg((*row).*part).arg((*row).*whole);
    });
    column.sortKey = [part](const Shared<Row>& row) { return static_cast<double>((*row).*part); };
    column.numeric = true;
    return column;
}

template <class Row> TableColumn<Shared<Row>> countColumn(const char* id, const char* title, int Row::*member)
{
    return quantityColumn<Shared<Row>>(
        id, title, 80, Unit::Count, [member](const Shared<Row>& row) { return static_cast<double>((*row).*member); });
}

QString imagesOf(const Deployment& deployment)
{
    QStringList images;
    for (const ContainerImage& image : deployment.images)
        images << qstr(image.image);
    return images.join(QStringLiteral(", "));
}

/// A use beside what was asked for and what is allowed.
template <class Row>
TableColumn<Shared<Row>> usageColumn(const char* id, const char* title, int width,
    std::function<std::pair<UsageText, std::optional<double>>(const Row&)> read)
{
    auto column
        = textColumn<Shared<Row>>(id, title, width, [read](const Shared<Row>& row) { return read(*row).first.text; });
    column.unit = [read](const Shared<Row>& row) { return read(*row).first.unit; };
    column.toolTip = [read](const Shared<Row>& row) { return read(*row).first.toolTip; };
    column.state = [read](const Shared<Row>& row) { return read(*row).first.state; };
    column.bar = [read](const Shared<Row>& row) { return read(*row).first.share; };
    column.sortKey = [read](const Shared<Row>& row) -> SortKey {
        const auto used = read(*row).second;
        return used ? SortKey(*used) : SortKey();
    };
    column.numeric = true;
    return column;
}

std::optional<double> times(std::optional<double> value, int count)
{
    return value ? std::optional(*value * count) : std::nullopt;
}

constexpr int kCpuWidth = 104;
constexpr int kMemoryWidth = 116;

/// The columns CPU and memory over `used`, which gives the use of a row, and `asked`, which gives what it asks for.
template <class Row, class Used, class Asked>
std::array<TableColumn<Shared<Row>>, 2> usageColumns(Used used, Asked asked)
{
    const auto part = [](const std::optional<service::Usage>& usage, double service::Usage::*member) {
        return usage ? std::optional((*usage).*member) : std::nullopt;
    };
    return {usageColumn<Row>("cpu", QT_TRANSLATE_NOOP("Ui", "CPU"), kCpuWidth,
                [used, asked, part](const Row& row) {
                    const PodResources resources = asked(row);
                    const auto cores = part(used(row), &service::Usage::cpuCores);
                    return std::pair(cpuText(cores, resources.cpuRequestCores, resources.cpuLimitCores), cores);
                }),
        usageColumn<Row>(
            "memory", QT_TRANSLATE_NOOP("Ui", "Memory"), kMemoryWidth, [used, asked, part](const Row& row) {
                const PodResources resources = asked(row);
                const auto bytes = part(used(row), &service::Usage::memoryBytes);
                return std::pair(memoryText(bytes, resources.memoryRequestBytes, resources.memoryLimitBytes), bytes);
            })};
}

QString rolesOf(const Node& node)
{
    QStringList roles;
    for (const std::string& role : node.roles)
        roles << qstr(role);
    return roles.join(QStringLiteral(", "));
}

State stateOf(const HorizontalPodAutoscaler& autoscaler)
{
    if (autoscaler.maximum > 0 && autoscaler.desired >= autoscaler.maximum)
        return State::Warning;
    return State::Ok;
}

QString stateWord(const HorizontalPodAutoscaler& autoscaler)
{
    if (autoscaler.maximum > 0 && autoscaler.desired >= autoscaler.maximum)
        return Tr::tr("at its maximum");
    return autoscaler.current == autoscaler.desired ? Tr::tr("steady") : Tr::tr("scaling");
}

} // namespace

QString stateWord(const Deployment& deployment, const QString& trouble)
{
    if (deployment.paused)
        return Tr::tr("paused");
    if (deployment.desired == 0)
        return deployment.current == 0 ? Tr::tr("scaled to 0") : Tr::tr("stopping");
    if (!trouble.isEmpty())
        return trouble;
    const bool settled = deployment.observedGeneration >= deployment.meta.generation
        && deployment.updated == deployment.desired && deployment.current == deployment.updated
        && deployment.available == deployment.updated;
    if (settled)
        return Tr::tr("ready");
    const Condition* progressing = findCondition(deployment.conditions, "Progressing");
    if (progressing != nullptr && progressing->status == "False")
        return Tr::tr("stuck");
    // Its rollout has come to its end before: what is missing now was lost, or is still to come, without a rollout.
    const bool rolledOut = progressing != nullptr && progressing->reason == "NewReplicaSetAvailable"
        && deployment.observedGeneration >= deployment.meta.generation && deployment.updated == deployment.desired
        && deployment.current == deployment.updated;
    return rolledOut ? Tr::tr("not all ready") : Tr::tr("progressing");
}

State stateOf(const Deployment& deployment, const QString& trouble)
{
    const Condition* progressing = findCondition(deployment.conditions, "Progressing");
    if (progressing != nullptr && progressing->status == "False")
        return State::Danger;
    if (deployment.desired == 0 || deployment.paused)
        return State::Warning;
    if (deployment.ready == 0 || !trouble.isEmpty())
        return State::Danger;
    return deployment.ready < deployment.desired || deployment.current > deployment.desired ? State::Warning
                                                                                            : State::Ok;
}

State stateOf(const Pod& pod)
{
    if (pod.meta.deletion)
        return State::Stale;
    if (pod.status == "Running")
        return pod.ready ? State::Ok : State::Warning;
    if (pod.status == "Completed" || pod.status == "Succeeded")
        return State::Ok;
    constexpr std::string_view kInit = "Init:"; // "Init:0/1", but "Init:Error"
    const bool initializes = pod.status.starts_with(kInit) && pod.status.size() > kInit.size() && isAsciiDigit(pod.status[kInit.size()]);
    return initializes || pod.status == "Pending" || pod.status == "ContainerCreating" || pod.status == "PodInitializing"
        ? State::Warning
        : State::Danger;
}

State stateOf(const Condition& condition)
{
    if (condition.status == "Unknown")
        return State::Unknown;
    // These tell of trouble when they are true; all others when they are not.
    static const std::set<std::string_view> kTroubles{"DiskPressure", "MemoryPressure", "PIDPressure",
        "NetworkUnavailable", "ReplicaFailure", "Failed", "FailureTarget", "ScalingLimited", "DisruptionTarget"};
    const bool good = (condition.status == "True") != kTroubles.contains(condition.type);
    return good ? State::Ok : State::Warning;
}

SharedColumns<Deployment> deploymentColumns(const SharedUsage& usage, const std::shared_ptr<const PodTroubles>& troubles)
{
    using Row = Shared<Deployment>;
    auto state = textColumn<Row>(
        "state", QT_TRANSLATE_NOOP("Ui", "State"), 156,
        [troubles](const Row& row) { return stateWord(*row, troubles->ofDeployment(row->meta.name)); });
    state.state = [troubles](const Row& row) { return stateOf(*row, troubles->ofDeployment(row->meta.name)); };
    auto updated = countColumn("updated", QT_TRANSLATE_NOOP("Ui", "Up to date"), &Deployment::updated);
    auto available = countColumn("available", QT_TRANSLATE_NOOP("Ui", "Available"), &Deployment::available);
    auto images = textColumn<Row>(
        "images", QT_TRANSLATE_NOOP("Ui", "Images"), 190, [](const Row& row) { return imagesOf(*row); });
    images.mono = true;
    images.stretch = true; // longer than any deployment's name
    auto name = nameColumn<Deployment>();
    name.stretch = false;
    auto revision = textColumn<Row>(
        "revision", QT_TRANSLATE_NOOP("Ui", "Revision"), 72, [](const Row& row) { return qstr(row->revision); });
    revision.numeric = true;
    updated.hidden = available.hidden = revision.hidden = true;
    const auto [cpu, memory]
        = usageColumns<Deployment>([usage](const Deployment& row) { return usage->ofDeployment(row.meta.name); },
            [](const Deployment& row) {
                const PodResources& one = row.podResources;
                return PodResources{times(one.cpuRequestCores, row.desired), times(one.memoryRequestBytes, row.desired),
                    times(one.cpuLimitCores, row.desired), times(one.memoryLimitBytes, row.desired)};
            });
    return {state, std::move(name),
        ofColumn("ready", QT_TRANSLATE_NOOP("Ui", "Ready"), &Deployment::ready, &Deployment::desired), updated,
        available, cpu, memory, revision, images, createdColumn<Deployment>()};
}

SharedColumns<Pod> podColumns(const SharedUsage& usage)
{
    using Row = Shared<Pod>;
    auto status = textColumn<Row>(
        "status", QT_TRANSLATE_NOOP("Ui", "Status"), 160, [](const Row& row) { return qstr(row->status); });
    status.state = [](const Row& row) { return stateOf(*row); };
    status.toolTip = [](const Row& row) { return qstr(row->statusMessage); };
    auto owner = textColumn<Row>(
        "owner", QT_TRANSLATE_NOOP("Ui", "Owner"), 200, [](const Row& row) { return qstr(row->meta.controller.name); });
    auto address
        = textColumn<Row>("ip", QT_TRANSLATE_NOOP("Ui", "Address"), 120, [](const Row& row) { return qstr(row->ip); });
    address.mono = true;
    owner.hidden = address.hidden = true;
    const auto [cpu, memory] = usageColumns<Pod>(
        [usage](const Pod& row) { return usage->ofPod(row.meta.name); }, [](const Pod& row) { return row.resources; });
    return {status, nameColumn<Pod>(),
        ofColumn("ready", QT_TRANSLATE_NOOP("Ui", "Ready"), &Pod::readyContainers, &Pod::containers),
        countColumn("restarts", QT_TRANSLATE_NOOP("Ui", "Restarts"), &Pod::restarts), cpu, memory,
        textColumn<Row>("node", QT_TRANSLATE_NOOP("Ui", "Node"), 96, [](const Row& row) { return qstr(row->node); }),
        address, owner, createdColumn<Pod>()};
}

SharedColumns<Event> eventColumns()
{
    using Row = Shared<Event>;
    auto type
        = textColumn<Row>("type", QT_TRANSLATE_NOOP("Ui", "Type"), 100, [](const Row& row) { return qstr(row->type); });
    type.state = [](const Row& row) { return row->type == "Warning" ? State::Warning : State::Info; };
    return {type,
        ageColumn<Row>("last", QT_TRANSLATE_NOOP("Ui", "Last seen"), [](const Row& row) { return row->last; }),
        countColumn("count", QT_TRANSLATE_NOOP("Ui", "Count"), &Event::count),
        textColumn<Row>(
            "reason", QT_TRANSLATE_NOOP("Ui", "Reason"), 140, [](const Row& row) { return qstr(row->reason); }),
        textColumn<Row>("object", QT_TRANSLATE_NOOP("Ui", "Object"), 210,
            [](const Row& row) { return qstr(row->object.kind + "/" + row->object.name); }),
        stretchColumn<Row>(
            "message", QT_TRANSLATE_NOOP("Ui", "Message"), 360, [](const Row& row) { return qstr(row->message); })};
}

SharedColumns<Node> nodeColumns(const SharedUsage& usage)
{
    using Row = Shared<Node>;
    auto state = textColumn<Row>("state", QT_TRANSLATE_NOOP("Ui", "State"), 112, [](const Row& row) {
        return !row->ready ? Tr::tr("not ready") : row->schedulable ? Tr::tr("ready") : Tr::tr("cordoned");
    });
    state.state = [](const Row& row) {
        return !row->ready ? State::Danger : row->schedulable ? State::Ok : State::Warning;
    };
    // What a node can give is its limit.
    const auto [cpu, memory] = usageColumns<Node>([usage](const Node& row) { return usage->ofNode(row.meta.name); },
        [](const Node& row) {
            return PodResources{std::nullopt, std::nullopt, row.cpuAllocatableCores, row.memoryAllocatableBytes};
        });
    return {state, nameColumn<Node>(),
        textColumn<Row>("roles", QT_TRANSLATE_NOOP("Ui", "Roles"), 120, [](const Row& row) { return rolesOf(*row); }),
        cpu, memory, countColumn("pods", QT_TRANSLATE_NOOP("Ui", "Pod places"), &Node::podCapacity),
        textColumn<Row>("version", QT_TRANSLATE_NOOP("Ui", "Kubelet"), 100,
            [](const Row& row) { return qstr(row->kubeletVersion); }),
        createdColumn<Node>()};
}

SharedColumns<HorizontalPodAutoscaler> autoscalerColumns()
{
    using Row = Shared<HorizontalPodAutoscaler>;
    auto state = textColumn<Row>(
        "state", QT_TRANSLATE_NOOP("Ui", "State"), 130, [](const Row& row) { return stateWord(*row); });
    state.state = [](const Row& row) { return stateOf(*row); };
    return {state, nameColumn<HorizontalPodAutoscaler>(),
        textColumn<Row>("target", QT_TRANSLATE_NOOP("Ui", "Scales"), 180,
            [](const Row& row) { return qstr(row->target.kind + "/" + row->target.name); }),
        countColumn("minimum", QT_TRANSLATE_NOOP("Ui", "Minimum"), &HorizontalPodAutoscaler::minimum),
        countColumn("maximum", QT_TRANSLATE_NOOP("Ui", "Maximum"), &HorizontalPodAutoscaler::maximum),
        countColumn("current", QT_TRANSLATE_NOOP("Ui", "Now"), &HorizontalPodAutoscaler::current),
        countColumn("desired", QT_TRANSLATE_NOOP("Ui", "Wanted"), &HorizontalPodAutoscaler::desired),
        createdColumn<HorizontalPodAutoscaler>()};
}

} // namespace qbm::ui
