// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/analysis/capacity_columns.h"

#include "ui/text/tr.h"

#include <cmath>

namespace qbm::ui {

using namespace widgets;

namespace {

using Column = TableColumn<CapacityLine>;

/// A number of a row that exists only where the queue is stable.
Column numberColumn(const char* id, const char* title, Unit unit, std::function<double(const analysis::CapacityRow&)> value)
{
    Column column;
    column.id = QString::fromLatin1(id);
    column.title = [title] { return Tr::tr(title); };
    column.numeric = true;
    column.width = 92;
    column.text = [unit, value](const CapacityLine& line) { return qstr(formatQuantity(value(line.row), unit).number); };
    column.unit = [unit, value](const CapacityLine& line) { return qstr(formatQuantity(value(line.row), unit).unit); };
    column.sortKey = [value](const CapacityLine& line) -> SortKey {
        const double number = value(line.row);
        return std::isfinite(number) ? SortKey(number) : SortKey();
    };
    return column;
}

/// Nobody waits for less than a microsecond.
Column waitColumn()
{
    constexpr double kShortest = 1e-6;
    Column column = numberColumn("wait", QT_TRANSLATE_NOOP("Ui", "Mean wait"), Unit::Seconds, [](const auto& row) { return row.meanWaitSeconds; });
    column.text = [usual = column.text](const CapacityLine& line) { return line.row.meanWaitSeconds < kShortest ? QStringLiteral("< 1") : usual(line); };
    column.unit = [usual = column.unit](const CapacityLine& line) { return line.row.meanWaitSeconds < kShortest ? QStringLiteral("µs") : usual(line); };
    return column;
}

Column verdictColumn()
{
    Column column;
    column.id = QStringLiteral("verdict");
    column.title = [] { return Tr::tr("Target"); };
    column.width = 116;
    column.text = [](const CapacityLine& line) { return word(line.verdict); };
    column.state = [](const CapacityLine& line) { return std::optional(stateOf(line.verdict)); };
    column.sortKey = [](const CapacityLine& line) { return SortKey(static_cast<double>(line.verdict)); };
    return column;
}

Column replicasColumn()
{
    Column column;
    column.id = QStringLiteral("replicas");
    column.title = [] { return Tr::tr("Replicas"); };
    column.numeric = true;
    column.width = 84;
    column.text = [](const CapacityLine& line) { return QString::number(line.row.replicas); };
    column.sortKey = [](const CapacityLine& line) { return SortKey(static_cast<double>(line.row.replicas)); };
    return column;
}

Column bandColumn()
{
    Column column;
    column.id = QStringLiteral("band");
    column.title = [] { return Tr::tr("95 % band"); };
    column.headerToolTip = [] { return Tr::tr("From the sampling error of what was measured; it says nothing of how well the model fits."); };
    column.numeric = true;
    column.width = 150;
    column.text = [](const CapacityLine& line) {
        if (!line.row.stable)
            return qstr(kUnknown);
        const QString low = qstr(formatQuantity(line.row.lowSeconds, Unit::Seconds).joined());
        const QString high = std::isfinite(line.row.highSeconds) ? qstr(formatQuantity(line.row.highSeconds, Unit::Seconds).joined()) : Tr::tr("without end");
        return QStringLiteral("%1 – %2").arg(low, high);
    };
    column.sortKey = [](const CapacityLine& line) { return line.row.stable ? SortKey(line.row.lowSeconds) : SortKey(); };
    return column;
}

Column noteColumn()
{
    Column column;
    column.id = QStringLiteral("note");
    column.title = [] { return QString(); };
    column.stretch = true;
    column.width = 96;
    column.text = [](const CapacityLine& line) {
        QStringList notes;
        if (line.present)
            notes << Tr::tr("now");
        if (line.recommended)
            notes << Tr::tr("fewest");
        return notes.join(QStringLiteral(", "));
    };
    return column;
}

} // namespace

std::vector<Column> capacityColumns()
{
    return {verdictColumn(), replicasColumn(),
        numberColumn("utilisation", QT_TRANSLATE_NOOP("Ui", "Utilisation"), Unit::Percent, [](const auto& row) { return row.utilisation * 100; }),
        waitColumn(),
        numberColumn("p95", QT_TRANSLATE_NOOP("Ui", "p95"), Unit::Seconds, [](const auto& row) { return row.quantileSeconds; }), bandColumn(), noteColumn()};
}

} // namespace qbm::ui
