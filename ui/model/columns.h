// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/unit.h"
#include "ui/text/tr.h"
#include "widgets/feedback/reading_label.h"
#include "widgets/table/table_model.h"

#include <QDateTime>

/// Columns as the pages' tables are made of them. Titles are given to QT_TRANSLATE_NOOP("Ui", ...) by the caller.
namespace qbm::ui {

/// Seconds since the epoch, to sort by.
inline double sortSeconds(TimePoint time)
{
    return std::chrono::duration<double>(time.time_since_epoch()).count();
}

template <class Row>
widgets::TableColumn<Row> textColumn(const char* id, const char* title, int width, std::function<QString(const Row&)> text)
{
    widgets::TableColumn<Row> column;
    column.id = QString::fromLatin1(id);
    column.title = [title] { return Tr::tr(title); };
    column.width = width;
    column.text = std::move(text);
    return column;
}

/// Takes the room that is left.
template <class Row>
widgets::TableColumn<Row> stretchColumn(const char* id, const char* title, int width, std::function<QString(const Row&)> text)
{
    auto column = textColumn<Row>(id, title, width, std::move(text));
    column.stretch = true;
    return column;
}

/// A number with its unit, right-aligned, sorted by value; NaN is a dash and sorts last.
template <class Row>
widgets::TableColumn<Row> quantityColumn(const char* id, const char* title, int width, Unit unit, std::function<double(const Row&)> value)
{
    auto column = textColumn<Row>(id, title, width, [value, unit](const Row& row) { return qstr(formatQuantity(value(row), unit).number); });
    column.unit = [value, unit](const Row& row) { return qstr(formatQuantity(value(row), unit).unit); };
    column.sortKey = [value](const Row& row) { return value(row); };
    column.numeric = true;
    return column;
}

/// A moment in local time, its zone in the tooltip; the epoch is "unknown".
template <class Row>
widgets::TableColumn<Row> timeColumn(const char* id, const char* title, std::function<TimePoint(const Row&)> time)
{
    auto column = textColumn<Row>(id, title, 150, [time](const Row& row) {
        if (time(row) == TimePoint{})
            return qstr(kUnknown);
        const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(time(row).time_since_epoch()).count();
        return QDateTime::fromMSecsSinceEpoch(milliseconds).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    });
    column.toolTip = [time](const Row& row) { return widgets::localTimeText(time(row)); };
    column.sortKey = [time](const Row& row) { return sortSeconds(time(row)); };
    return column;
}

/// How long ago a moment is: "3 h 12 min"; the exact time in the tooltip.
template <class Row>
widgets::TableColumn<Row> ageColumn(const char* id, const char* title, std::function<TimePoint(const Row&)> time)
{
    auto column = textColumn<Row>(id, title, 96, [time](const Row& row) {
        return time(row) == TimePoint{} ? qstr(kUnknown) : translated(qbm::ageText(systemClock().now() - time(row)));
    });
    column.sortKey = [time](const Row& row) { return -sortSeconds(time(row)); };
    column.toolTip = [time](const Row& row) { return widgets::localTimeText(time(row)); };
    column.numeric = true;
    column.ticks = true;
    return column;
}

} // namespace qbm::ui
