// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/server_table.h"

#include "ui/async/feed.h"
#include "ui/model/columns.h"

#include <QSet>
#include <algorithm>

namespace qbm::ui {

using namespace widgets;
using kubernetes::TableColumnInfo;

namespace {

constexpr int kNameWidth = 240;
constexpr int kAgeWidth = 72;
constexpr int kNumberWidth = 84;
constexpr int kTextWidth = 130;

QString cellOf(const ServerRow& row, std::size_t index)
{
    return index < row->cells.size() ? qstr(row->cells[index]) : QString();
}

bool isNumeric(const TableColumnInfo& column)
{
    return column.type == "integer" || column.type == "number";
}

/// Whether a column of that name tells how its object is.
bool tellsState(const TableColumnInfo& column)
{
    return column.name == "Status" || column.name == "Phase" || column.name == "Ready" || column.name == "Completions";
}

TableColumn<ServerRow> makeAge(const TableColumnInfo& info)
{
    TableColumn<ServerRow> column;
    column.width = kAgeWidth;
    column.text = [](const ServerRow& row) {
        return row->meta.created == TimePoint{} ? qstr(kUnknown)
                                                : translated(qbm::ageText(systemClock().now() - row->meta.created));
    };
    column.sortKey = [](const ServerRow& row) { return -sortSeconds(row->meta.created); };
    column.toolTip = [](const ServerRow& row) { return localTimeText(row->meta.created); };
    column.numeric = true;
    column.ticks = info.showsAge();
    return column;
}

TableColumn<ServerRow> makeCell(const TableColumnInfo& info, std::size_t index)
{
    TableColumn<ServerRow> column;
    column.text = [index](const ServerRow& row) { return cellOf(row, index); };
    column.numeric = isNumeric(info);
    column.width = column.numeric ? kNumberWidth : kTextWidth;
    if (column.numeric) {
        column.sortKey = [index](const ServerRow& row) -> SortKey {
            bool isNumber = false;
            const double value = cellOf(row, index).toDouble(&isNumber);
            return isNumber ? SortKey(value) : SortKey();
        };
    }
    if (info.name == "Name") {
        column.mono = true;
        column.stretch = true;
        column.width = kNameWidth;
    }
    if (tellsState(info)) {
        column.state = [index](const ServerRow& row) {
            return index < row->cells.size() ? stateOfCell(row->cells[index]) : std::nullopt;
        };
    }
    return column;
}

} // namespace

std::optional<State> stateOfCell(const std::string& cell)
{
    static const QSet<QString> fine{QStringLiteral("Active"), QStringLiteral("Bound"), QStringLiteral("Running"),
        QStringLiteral("Complete"), QStringLiteral("Completed"), QStringLiteral("Succeeded"), QStringLiteral("Ready"),
        QStringLiteral("Available"), QStringLiteral("True")};
    static const QSet<QString> underWay{QStringLiteral("Pending"), QStringLiteral("Terminating"),
        QStringLiteral("Released"), QStringLiteral("Suspended"), QStringLiteral("ContainerCreating")};
    static const QSet<QString> wrong{QStringLiteral("Failed"), QStringLiteral("Lost"), QStringLiteral("NotReady"),
        QStringLiteral("False"), QStringLiteral("Error"), QStringLiteral("FailureTarget")};
    const QString text = qstr(cell);
    if (fine.contains(text))
        return State::Ok;
    if (underWay.contains(text))
        return State::Warning;
    if (wrong.contains(text) || text.endsWith(QLatin1String("BackOff")))
        return State::Danger;
    bool hasPart = false, hasWhole = false;
    const int part = text.section(QLatin1Char('/'), 0, 0).toInt(&hasPart);
    const int whole = text.section(QLatin1Char('/'), 1).toInt(&hasWhole);
    if (!hasPart || !hasWhole)
        return std::nullopt;
    return part >= whole ? State::Ok : part > 0 ? State::Warning : State::Danger;
}

std::vector<TableColumn<ServerRow>> serverColumns(const kubernetes::TableColumns& columns)
{
    std::vector<TableColumn<ServerRow>> out;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const TableColumnInfo& info = columns[i];
        TableColumn<ServerRow> column = info.showsAge() ? makeAge(info) : makeCell(info, i);
        column.id = qstr(info.name);
        column.title = [name = qstr(info.name)] { return name; };
        column.headerToolTip = [description = qstr(info.description)] { return description; };
        column.hidden = info.priority > 0;
        out.push_back(std::move(column));
    }
    const auto state = std::ranges::find_if(out, [](const auto& column) { return static_cast<bool>(column.state); });
    if (state != out.end())
        std::rotate(out.begin(), state, state + 1);
    return out;
}

ServerTable::ServerTable(ClusterKind kind, std::shared_ptr<kubernetes::LiveTable> live)
    : ObjectTable(std::move(kind))
    , m_live(std::move(live))
{
    new Feed(
        this, [live = m_live](std::function<void()> changed) { return live->subscribe(std::move(changed)); },
        [this] { deliver(); });
}

void ServerTable::deliver()
{
    const auto snapshot = m_live->snapshot();
    const auto columns = m_live->columns();
    if (!columns->empty() && (m_model == nullptr || *columns != m_columns)) {
        auto* model = new TableModel<ServerRow>(
            [](const ServerRow& row) { return keyOf(row->meta); }, serverColumns(*columns), this);
        model->setWorstFirst(true);
        setModel(model);
        delete std::exchange(m_model, model);
        m_columns = *columns;
    }
    const bool known = m_model != nullptr && (snapshot->heardAt != TimePoint{} || !snapshot->rows.empty());
    if (known)
        m_model->setRows(snapshot->rows);
    showState(snapshot->state, snapshot->error, snapshot->heardAt, known);
}

std::optional<int> ServerTable::count() const
{
    return m_model != nullptr ? std::optional(static_cast<int>(m_live->snapshot()->rows.size())) : std::nullopt;
}

bool ServerTable::isLoading() const
{
    return m_live->snapshot()->state == kubernetes::LiveState::Loading;
}

std::optional<ChosenObject> ServerTable::object(const QString& key) const
{
    const int at = m_model != nullptr ? m_model->rowOfKey(key) : -1;
    if (at < 0)
        return std::nullopt;
    return ChosenObject{kind(), m_model->rowAt(at)->meta, nullptr, nullptr, nullptr};
}

} // namespace qbm::ui
