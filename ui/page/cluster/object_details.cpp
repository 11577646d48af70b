// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/object_details.h"

#include "core/base/unit.h"
#include "ui/page/cluster/cluster_columns.h"
#include "ui/layout/details_column.h"
#include "ui/page/cluster/scale_preview.h"
#include "ui/text/tr.h"
#include "widgets/feedback/reading_label.h"
#include "widgets/theme/style.h"

#include <QLabel>

namespace qbm::ui {

using namespace widgets;
using namespace kubernetes;

namespace {

QString agoText(TimePoint at)
{
    return Tr::tr("%1 ago").arg(translated(qbm::ageText(systemClock().now() - at)));
}

QString withUnit(const UsageText& usage)
{
    return usage.unit.isEmpty() ? usage.text : usage.text + QLatin1Char(' ') + usage.unit;
}

void addUsage(DetailsColumn& column, const std::optional<service::Usage>& usage, const PodResources& asked)
{
    const auto cpu = usage ? std::optional(usage->cpuCores) : std::nullopt;
    const auto memory = usage ? std::optional(usage->memoryBytes) : std::nullopt;
    const UsageText cpuUse = cpuText(cpu, asked.cpuRequestCores, asked.cpuLimitCores);
    const UsageText memoryUse = memoryText(memory, asked.memoryRequestBytes, asked.memoryLimitBytes);
    column.fact(Tr::tr("CPU"), withUnit(cpuUse), cpuUse.toolTip);
    column.fact(Tr::tr("Memory"), withUnit(memoryUse), memoryUse.toolTip);
}

/// What its pods suffer from stands above it already; "progressing" would deny it.
void addDeployment(DetailsColumn& column, const Deployment& deployment, bool troubled)
{
    const QString trouble = troubled ? Tr::tr("does not come on") : QString();
    column.line(stateOf(deployment, trouble), stateWord(deployment, trouble),
        Tr::tr("%1 wanted, %2 ready, %3 up to date").arg(deployment.desired).arg(deployment.ready).arg(deployment.updated));
}

void addPod(DetailsColumn& column, const Pod& pod, const ClusterUsage& usage)
{
    column.line(stateOf(pod), qstr(pod.status), qstr(pod.statusMessage));
    addUsage(column, usage.ofPod(pod.meta.name), pod.resources);
}

/// The facts as the core tells them, the same as `qbmctl cluster describe` prints.
void addDescription(DetailsColumn& column, const Description& description)
{
    for (const DescribedSection& section : description.sections) {
        column.section(translated(section.title));
        for (const DescribedFact& fact : section.facts)
            column.fact(translated(fact.name), translated(fact.value));
    }
}

void addMeta(DetailsColumn& column, const service::ObjectDetail& detail,
    const std::function<void(const QString&, const QString&)>& open)
{
    const ObjectMeta& meta = detail.meta;
    column.fact(Tr::tr("Namespace"), qstr(meta.nameSpace));
    if (meta.created != TimePoint{})
        column.fact(Tr::tr("Created"), agoText(meta.created), localTimeText(meta.created));
    if (meta.deletion)
        column.fact(Tr::tr("Deletion"), Tr::tr("under way"), localTimeText(*meta.deletion));
    for (const OwnerReference& owner : detail.owners) {
        const QString kind = qstr(owner.kind), name = qstr(owner.name);
        column.link(Tr::tr("Owner"), kind + QLatin1Char('/') + name, [open, kind, name] { open(kind, name); });
    }
}

QString pairs(const std::vector<std::pair<std::string, std::string>>& values)
{
    QStringList lines;
    for (const auto& [key, value] : values)
        lines << qstr(key + "=" + value);
    return lines.join(QLatin1Char('\n'));
}

void addPairs(
    DetailsColumn& column, const QString& title, const std::vector<std::pair<std::string, std::string>>& values)
{
    if (values.empty())
        return;
    column.section(title);
    QLabel* text = makeCodeLabel(pairs(values), nullptr, TypeRole::Caption);
    text->setWordWrap(true);
    column.widget(text);
}

void addConditions(DetailsColumn& column, const std::vector<Condition>& conditions)
{
    if (conditions.empty())
        return;
    column.section(Tr::tr("Conditions"));
    for (const Condition& condition : conditions) {
        QString text = qstr(condition.type) + QStringLiteral(": ") + qstr(condition.status);
        if (!condition.reason.empty())
            text += QStringLiteral(" · ") + qstr(condition.reason);
        QString note = qstr(condition.message);
        if (condition.changed)
            note += (note.isEmpty() ? QString() : QStringLiteral(" · ")) + agoText(*condition.changed);
        column.line(stateOf(condition), text, note);
    }
}

QString measuredText(const Reading& reading)
{
    const ReadingText text = describe(reading, systemClock().now());
    const QString value = text.unit.isEmpty() ? text.number : text.number + QLatin1Char(' ') + text.unit;
    return text.stateWord.isEmpty() ? value : value + QStringLiteral(" · ") + text.stateWord;
}

/// Whether the measurement lies in the band, as far as both are known.
State verdictOf(const service::ScaleOutcome& outcome)
{
    if (!outcome.predicted || !outcome.predicted->stable || !outcome.measuredP95.hasValue())
        return State::Unknown;
    const double measured = outcome.measuredP95.value;
    return measured >= outcome.predicted->lowSeconds && measured <= outcome.predicted->highSeconds ? State::Ok
                                                                                                   : State::Warning;
}

} // namespace

QWidget* makeSummary(const ChosenObject& object, const service::ObjectDetail& detail, const ClusterUsage& usage,
    const std::function<void(const QString& kind, const QString& name)>& open)
{
    DetailsColumn column;
    if (!detail.description.trouble.empty())
        column.line(State::Danger, translated(detail.description.trouble));
    if (object.deployment)
        addDeployment(column, *object.deployment, !detail.description.trouble.empty());
    if (object.pod)
        addPod(column, *object.pod, usage);
    if (object.node)
        addUsage(column, usage.ofNode(object.node->meta.name),
            {{}, {}, object.node->cpuAllocatableCores, object.node->memoryAllocatableBytes});
    addMeta(column, detail, open);
    for (const std::string& warning : detail.warnings)
        column.line(State::Warning, qstr(warning));
    addDescription(column, detail.description);
    addConditions(column, detail.conditions);
    addPairs(column, Tr::tr("Labels"), detail.meta.labels);
    addPairs(column, Tr::tr("Annotations"), detail.annotations);
    return column.finish();
}

QWidget* makeEvents(const service::ObjectDetail& detail)
{
    DetailsColumn column;
    if (detail.events.empty())
        column.note(Tr::tr("No events. The server forgets them after an hour."));
    for (const Event& event : detail.events) {
        QString note = agoText(event.last);
        if (event.count > 1)
            note += QStringLiteral(" · ") + Tr::tr("%n times", nullptr, event.count);
        if (!event.source.empty())
            note += QStringLiteral(" · ") + qstr(event.source);
        column.line(
            event.type == "Warning" ? State::Warning : State::Info, qstr(event.reason + ": " + event.message), note);
    }
    return column.finish();
}

QWidget* makeFieldOwners(const service::ObjectDetail& detail)
{
    DetailsColumn column;
    if (detail.fieldOwners.empty())
        column.note(Tr::tr("The server does not tell who manages which field."));
    for (const service::FieldOwner& owner : detail.fieldOwners) {
        QString title = qstr(owner.manager);
        if (!owner.subresource.empty())
            title += QLatin1Char('/') + qstr(owner.subresource);
        column.section(title);
        const QString when = owner.at == TimePoint{} ? QString() : QStringLiteral(" · ") + agoText(owner.at);
        column.note(qstr(owner.operation) + when);
        QStringList fields;
        for (const std::string& field : owner.fields)
            fields << qstr(field);
        QLabel* paths = makeCodeLabel(fields.join(QLatin1Char('\n')), nullptr, TypeRole::Caption);
        paths->setWordWrap(true);
        column.widget(paths);
    }
    return column.finish();
}

QWidget* makeScalings(const std::vector<service::ScaleOutcome>& outcomes)
{
    DetailsColumn column;
    if (outcomes.empty())
        column.note(Tr::tr("This console has not scaled it yet. After a scaling, the predicted p95 stands here beside "
                           "the measured one."));
    for (const service::ScaleOutcome& outcome : outcomes) {
        column.section(Tr::tr("%1 → %2 replicas").arg(outcome.from).arg(outcome.to));
        column.fact(Tr::tr("When"), agoText(outcome.at), localTimeText(outcome.at));
        column.fact(Tr::tr("p95 predicted"), predictionText(outcome.predicted));
        column.fact(Tr::tr("p95 measured"), measuredText(outcome.measuredP95),
            describe(outcome.measuredP95, systemClock().now()).toolTip);
        switch (verdictOf(outcome)) {
        case State::Ok:
            column.line(State::Ok, Tr::tr("The measurement lies in the predicted band."));
            break;
        case State::Warning:
            column.line(State::Warning, Tr::tr("The measurement lies outside the predicted band."));
            break;
        default:
            column.line(State::Unknown, Tr::tr("The two cannot be compared."));
            break;
        }
    }
    return column.finish();
}

} // namespace qbm::ui
