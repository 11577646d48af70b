// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/revision_columns.h"

#include "ui/model/columns.h"

#include <QStringList>

namespace qbm::ui {

using namespace widgets;
using service::Revision;

namespace {

QString imagesOf(const Revision& revision)
{
    QStringList images;
    for (const kubernetes::ContainerImage& image : revision.images)
        images << qstr(image.image);
    return images.join(QStringLiteral(", "));
}

QString numberToolTip(const Revision& revision)
{
    QStringList earlier;
    for (const std::int64_t number : revision.earlierNumbers)
        earlier << QString::number(number);
    return earlier.isEmpty()
        ? QString()
        : Tr::tr("The same template was revision %1 before.").arg(earlier.join(QStringLiteral(", ")));
}

QString moment(TimePoint at)
{
    return QDateTime::fromMSecsSinceEpoch(std::chrono::floor<std::chrono::milliseconds>(at.time_since_epoch()).count())
        .toString(QStringLiteral("MM-dd HH:mm"));
}

/// A share of requests reads better in percent.
ReadingText shown(const EffectPeriod& period, EffectQuantity quantity)
{
    Reading reading = period.reading(quantity);
    if (quantity == EffectQuantity::ErrorRatio && reading.unit == Unit::Ratio) {
        reading.value *= 100;
        reading.unit = Unit::Percent;
    }
    return describe(reading, systemClock().now());
}

TableColumn<EffectPeriod> effectColumn(const char* id, const char* title, EffectQuantity quantity)
{
    auto column = textColumn<EffectPeriod>(
        id, title, 110, [quantity](const EffectPeriod& row) { return shown(row, quantity).number; });
    column.unit = [quantity](const EffectPeriod& row) { return shown(row, quantity).unit; };
    column.state = [quantity](const EffectPeriod& row) { return row.verdict(quantity); };
    column.toolTip = [quantity](const EffectPeriod& row) { return effectToolTip(row.reading(quantity)); };
    column.sortKey = [quantity](const EffectPeriod& row) -> SortKey {
        const Reading& reading = row.reading(quantity);
        return reading.hasValue() ? SortKey(reading.value) : SortKey();
    };
    column.numeric = true;
    return column;
}

QString verdictWord(const EffectPeriod& row)
{
    const auto verdict = row.verdict();
    if (!verdict)
        return row.before ? Tr::tr("not comparable") : Tr::tr("first known");
    switch (*verdict) {
    case State::Ok:
        return Tr::tr("no worse");
    case State::Warning:
        return Tr::tr("worse");
    default:
        return Tr::tr("much worse");
    }
}

} // namespace

QString revisionName(const Revision& revision)
{
    return revision.current ? Tr::tr("Revision %1 (current)").arg(revision.number)
                            : Tr::tr("Revision %1").arg(revision.number);
}

QString effectToolTip(const Reading& reading)
{
    const ReadingText text = describe(reading, systemClock().now());
    return text.stateWord.isEmpty() ? text.toolTip : text.stateWord + QLatin1Char('\n') + text.toolTip;
}

std::vector<TableColumn<Revision>> revisionColumns()
{
    auto state = textColumn<Revision>("state", QT_TRANSLATE_NOOP("Ui", "State"), 120, [](const Revision& row) {
        return row.current ? Tr::tr("current") : row.desired > 0 ? Tr::tr("being replaced") : Tr::tr("kept");
    });
    state.state = [](const Revision& row) -> std::optional<State> {
        if (row.current)
            return row.ready >= row.desired ? State::Ok : State::Warning;
        return row.desired > 0 ? std::optional(State::Warning) : std::nullopt;
    };
    auto number = textColumn<Revision>("number", QT_TRANSLATE_NOOP("Ui", "Revision"), 80,
        [](const Revision& row) { return QString::number(row.number); });
    number.sortKey = [](const Revision& row) { return static_cast<double>(row.number); };
    number.toolTip = numberToolTip;
    number.numeric = true;
    auto images = stretchColumn<Revision>("images", QT_TRANSLATE_NOOP("Ui", "Images"), 260, imagesOf);
    images.mono = true;
    auto ready = textColumn<Revision>("ready", QT_TRANSLATE_NOOP("Ui", "Ready"), 72,
        [](const Revision& row) { return QStringLiteral("%1 / %2").arg(row.ready).arg(row.desired); });
    ready.sortKey = [](const Revision& row) { return static_cast<double>(row.ready); };
    ready.numeric = true;
    auto replicaSet = textColumn<Revision>("replicaset", QT_TRANSLATE_NOOP("Ui", "ReplicaSet"), 180,
        [](const Revision& row) { return qstr(row.replicaSet); });
    replicaSet.mono = true;
    replicaSet.hidden = true;
    return {state, number, images, ready,
        textColumn<Revision>("cause", QT_TRANSLATE_NOOP("Ui", "Change cause"), 220,
            [](const Revision& row) { return row.changeCause.empty() ? qstr(kUnknown) : qstr(row.changeCause); }),
        replicaSet, ageColumn<Revision>("created", QT_TRANSLATE_NOOP("Ui", "Created"), [](const Revision& row) {
            return row.created;
        })};
}

std::vector<TableColumn<EffectPeriod>> effectColumns()
{
    using Row = EffectPeriod;
    auto verdict = textColumn<Row>("verdict", QT_TRANSLATE_NOOP("Ui", "Against the one before"), 160, verdictWord);
    verdict.state = [](const Row& row) { return row.verdict().value_or(State::Unknown); };
    auto number = textColumn<Row>("number", QT_TRANSLATE_NOOP("Ui", "Revision"), 80,
        [](const Row& row) { return QString::number(row.effect.number); });
    number.sortKey = [](const Row& row) { return static_cast<double>(row.effect.number); };
    number.numeric = true;
    auto period = stretchColumn<Row>("period", QT_TRANSLATE_NOOP("Ui", "Served"), 200, [](const Row& row) {
        return row.effect.to ? Tr::tr("%1 to %2").arg(moment(row.effect.from), moment(*row.effect.to))
                             : Tr::tr("since %1").arg(moment(row.effect.from));
    });
    period.sortKey = [](const Row& row) { return sortSeconds(row.effect.from); };
    auto lasted = textColumn<Row>("lasted", QT_TRANSLATE_NOOP("Ui", "For"), 100, [](const Row& row) {
        return translated(durationText(row.effect.to.value_or(systemClock().now()) - row.effect.from));
    });
    lasted.sortKey = [](const Row& row) {
        return sortSeconds(row.effect.to.value_or(systemClock().now())) - sortSeconds(row.effect.from);
    };
    lasted.numeric = true;
    return {verdict, number, period, lasted, effectColumn("p95", QT_TRANSLATE_NOOP("Ui", "p95"), EffectQuantity::P95),
        effectColumn("errors", QT_TRANSLATE_NOOP("Ui", "Failed requests"), EffectQuantity::ErrorRatio),
        effectColumn("accuracy", QT_TRANSLATE_NOOP("Ui", "Model accuracy"), EffectQuantity::Accuracy)};
}

} // namespace qbm::ui
