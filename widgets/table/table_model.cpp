// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/table/table_model.h"

#include "widgets/theme/style.h"
#include "widgets/theme/tr.h"

#include <QHash>
#include <QSet>
#include <algorithm>
#include <cmath>
#include <numeric>

namespace qbm::widgets {

namespace {

/// Above this many separate ranges, one wide signal is cheaper for every listener than many exact ones.
constexpr int kMaxRanges = 32;

std::size_t at(int index) { return static_cast<std::size_t>(index); }

/// Calls `range(first, last)` for each run of consecutive true entries.
template <class Function>
void forRuns(const std::vector<char>& flags, Function range)
{
    const int count = static_cast<int>(flags.size());
    for (int i = 0; i < count;) {
        if (!flags[at(i)]) {
            ++i;
            continue;
        }
        const int first = i;
        while (i < count && flags[at(i)])
            ++i;
        range(first, i - 1);
    }
}

int runCount(const std::vector<char>& flags)
{
    int runs = 0;
    forRuns(flags, [&](int, int) { ++runs; });
    return runs;
}

bool unknown(const SortKey& key)
{
    const auto* number = std::get_if<double>(&key);
    return std::holds_alternative<std::monostate>(key) || (number && std::isnan(*number));
}

/// < 0, 0, > 0; numbers stand before texts.
int compareKeys(const SortKey& a, const SortKey& b)
{
    if (a.index() != b.index())
        return a.index() < b.index() ? -1 : 1;
    if (const auto* number = std::get_if<double>(&a)) {
        const double other = std::get<double>(b);
        return *number < other ? -1 : *number > other ? 1 : 0;
    }
    if (const auto* text = std::get_if<QString>(&a))
        return text->compare(std::get<QString>(b), Qt::CaseInsensitive);
    return 0;
}

/// Two rows with one key would be taken for one another; the later ones get a suffix.
void makeUnique(std::vector<QString>& keys)
{
    QSet<QString> seen;
    seen.reserve(static_cast<qsizetype>(keys.size()));
    for (QString& key : keys) {
        const QString stem = key;
        for (int n = 2; seen.contains(key); ++n)
            key = stem + QStringLiteral("\x1f") + QString::number(n);
        seen.insert(key);
    }
}

} // namespace

TableModelBase::TableModelBase(QObject* parent)
    : QAbstractTableModel(parent)
{
}

int TableModelBase::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_visible.size());
}

int TableModelBase::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : columns();
}

QVariant TableModelBase::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const int row = storageRow(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return cellText(row, column);
    case Qt::ToolTipRole: {
        const QString toolTip = cellToolTip(row, column);
        return toolTip.isEmpty() ? QVariant() : QVariant(toolTip);
    }
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment((columnInfo(column).numeric ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    case Qt::AccessibleTextRole: {
        QString text = cellText(row, column);
        if (const QString unit = cellUnit(row, column); !unit.isEmpty())
            text += QLatin1Char(' ') + unit;
        const auto state = cellState(row, column);
        return state ? word(*state) + QStringLiteral(": ") + text : text;
    }
    case SortRole: {
        const SortKey key = cellSortKey(row, column);
        if (const auto* number = std::get_if<double>(&key))
            return *number;
        if (const auto* text = std::get_if<QString>(&key))
            return *text;
        return {};
    }
    case UnitRole: return cellUnit(row, column);
    case KeyRole: return m_keys[at(row)];
    case StateRole: {
        const auto state = cellState(row, column);
        return state ? QVariant(static_cast<int>(*state)) : QVariant();
    }
    case BarRole: {
        const auto bar = cellBar(row, column);
        return bar ? QVariant(*bar) : QVariant();
    }
    case MonoRole: return columnInfo(column).mono;
    case IconsRole: {
        const QStringList icons = cellIcons(row, column);
        return icons.isEmpty() ? QVariant() : QVariant(icons);
    }
    default: return {};
    }
}

QVariant TableModelBase::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columns())
        return {};
    const ColumnInfo& info = columnInfo(section);
    switch (role) {
    case Qt::DisplayRole: return info.title ? info.title() : info.id;
    case Qt::ToolTipRole: return info.headerToolTip ? QVariant(info.headerToolTip()) : QVariant();
    case Qt::TextAlignmentRole: return QVariant::fromValue(Qt::Alignment((info.numeric ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    default: return {};
    }
}

void TableModelBase::sort(int column, Qt::SortOrder order)
{
    if (column >= columns())
        return;
    m_sortColumn = column;
    m_sortOrder = order;
    refilter();
}

void TableModelBase::setFilterText(const QString& needle)
{
    if (needle == m_needle)
        return;
    m_needle = needle;
    refilter();
}

int TableModelBase::rowOfKey(const QString& key) const
{
    for (std::size_t row = 0; row < m_visible.size(); ++row) {
        if (m_keys[at(m_visible[row])] == key)
            return static_cast<int>(row);
    }
    return -1;
}

QString TableModelBase::keyOfRow(int visibleRow) const
{
    return visibleRow >= 0 && visibleRow < rowCount() ? m_keys[at(storageRow(visibleRow))] : QString();
}

void TableModelBase::retranslate()
{
    m_searchTexts.clear();
    if (columns() > 0)
        Q_EMIT headerDataChanged(Qt::Horizontal, 0, columns() - 1);
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columns() - 1));
}

void TableModelBase::refreshCells()
{
    m_searchTexts.clear();
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columns() - 1));
    if (m_sortColumn >= 0 || !m_needle.isEmpty())
        refilter();
}

bool TableModelBase::matchesNeedle(int row) const
{
    if (m_needle.isEmpty())
        return true;
    if (m_searchTexts.size() != m_keys.size())
        m_searchTexts.assign(m_keys.size(), QString());
    QString& text = m_searchTexts[at(row)];
    if (text.isNull()) {
        for (int column = 0; column < columns(); ++column)
            text += cellText(row, column) + QLatin1Char('\n');
        text = text.toCaseFolded();
    }
    return text.contains(m_needle.toCaseFolded());
}

void TableModelBase::setWorstFirst(bool worstFirst)
{
    m_worstFirst = worstFirst;
    refilter();
}

int TableModelBase::badness(int row) const
{
    int worst = 0;
    for (int column = 0; column < columns(); ++column) {
        const auto state = cellState(row, column);
        worst = std::max(worst, state == State::Danger ? 2 : state == State::Warning ? 1 : 0);
    }
    return worst;
}

std::vector<int> TableModelBase::computeVisible() const
{
    std::vector<int> visible;
    visible.reserve(m_keys.size());
    for (int row = 0; row < totalRows(); ++row) {
        if (passesFilter(row) && matchesNeedle(row))
            visible.push_back(row);
    }
    if (m_sortColumn < 0) {
        if (m_worstFirst) {
            std::vector<int> bad(m_keys.size(), 0);
            for (const int row : visible)
                bad[at(row)] = badness(row);
            std::ranges::stable_sort(visible, std::ranges::greater(), [&](int row) { return bad[at(row)]; });
        }
        return visible;
    }
    // Keys are read once a row, not once a comparison.
    std::vector<SortKey> keys(m_keys.size());
    for (const int row : visible)
        keys[at(row)] = cellSortKey(row, m_sortColumn);
    const bool ascending = m_sortOrder == Qt::AscendingOrder;
    std::stable_sort(visible.begin(), visible.end(), [&](int a, int b) {
        const SortKey &ka = keys[at(a)], &kb = keys[at(b)];
        const bool ua = unknown(ka), ub = unknown(kb);
        if (ua || ub)
            return !ua && ub; // unknown stays at the end in both orders
        const int order = compareKeys(ka, kb);
        return ascending ? order < 0 : order > 0;
    });
    return visible;
}

void TableModelBase::refilter()
{
    Q_EMIT aboutToUpdate();
    const std::vector<int> target = computeVisible();
    std::vector<char> wanted(m_keys.size(), 0);
    for (const int row : target)
        wanted[at(row)] = 1;
    std::vector<char> keep(m_visible.size());
    for (std::size_t i = 0; i < m_visible.size(); ++i)
        keep[i] = wanted[at(m_visible[i])];
    removeDoomed(keep);
    transitionTo(target);
    Q_EMIT updated();
}

void TableModelBase::replaceRows(std::vector<QString> keys, const std::function<void()>& swap,
    const std::function<bool(int, int)>& differs)
{
    Q_EMIT aboutToUpdate();
    makeUnique(keys);
    QHash<QString, int> newRowOfKey;
    newRowOfKey.reserve(static_cast<qsizetype>(keys.size()));
    for (std::size_t i = 0; i < keys.size(); ++i)
        newRowOfKey.insert(keys[i], static_cast<int>(i));

    // Rows that vanished go while the old storage still answers for them.
    std::vector<char> keep(m_visible.size());
    for (std::size_t i = 0; i < m_visible.size(); ++i)
        keep[i] = newRowOfKey.contains(m_keys[at(m_visible[i])]);
    removeDoomed(keep);

    // The others continue in the new storage, at the same visible place.
    std::vector<int> survivors(m_visible.size());
    std::vector<char> changed(m_visible.size());
    for (std::size_t i = 0; i < m_visible.size(); ++i) {
        survivors[i] = newRowOfKey.value(m_keys[at(m_visible[i])]);
        changed[i] = differs(m_visible[i], survivors[i]);
    }
    m_keys = std::move(keys);
    m_visible = std::move(survivors);
    m_searchTexts.clear();
    swap();
    emitChanged(changed);

    // A changed value may now be filtered out or sort elsewhere.
    const std::vector<int> target = computeVisible();
    std::vector<char> wanted(m_keys.size(), 0);
    for (const int row : target)
        wanted[at(row)] = 1;
    keep.assign(m_visible.size(), 0);
    for (std::size_t i = 0; i < m_visible.size(); ++i)
        keep[i] = wanted[at(m_visible[i])];
    removeDoomed(keep);
    transitionTo(target);
    Q_EMIT updated();
    Q_EMIT rowsReplaced();
}

void TableModelBase::emitChanged(const std::vector<char>& changed)
{
    const int lastColumn = columns() - 1;
    if (lastColumn < 0)
        return;
    if (runCount(changed) <= kMaxRanges) {
        forRuns(changed, [&](int first, int last) { Q_EMIT dataChanged(index(first, 0), index(last, lastColumn)); });
        return;
    }
    const auto first = std::find(changed.begin(), changed.end(), 1);
    const auto last = std::find(changed.rbegin(), changed.rend(), 1);
    Q_EMIT dataChanged(index(static_cast<int>(first - changed.begin()), 0),
        index(static_cast<int>(changed.rend() - last) - 1, lastColumn));
}

void TableModelBase::removeDoomed(const std::vector<char>& keep)
{
    std::vector<char> doomed(keep.size());
    std::transform(keep.begin(), keep.end(), doomed.begin(), [](char kept) { return static_cast<char>(!kept); });
    const int runs = runCount(doomed);
    if (runs == 0)
        return;
    if (runs <= kMaxRanges) {
        std::vector<std::pair<int, int>> ranges;
        forRuns(doomed, [&](int first, int last) { ranges.emplace_back(first, last); });
        for (auto range = ranges.rbegin(); range != ranges.rend(); ++range) { // from the end, so that the others keep their place
            beginRemoveRows({}, range->first, range->second);
            m_visible.erase(m_visible.begin() + range->first, m_visible.begin() + range->second + 1);
            endRemoveRows();
        }
        return;
    }
    // Many scattered rows: gather them at the end by one move, then cut once.
    std::vector<int> order(keep.size());
    std::iota(order.begin(), order.end(), 0);
    const auto cut = std::stable_partition(order.begin(), order.end(), [&](int row) { return keep[at(row)]; });
    const int survivors = static_cast<int>(cut - order.begin());
    reorder(std::move(order));
    beginRemoveRows({}, survivors, rowCount() - 1);
    m_visible.resize(at(survivors));
    endRemoveRows();
}

/// `order[newRow]` is the present visible row that comes there.
void TableModelBase::reorder(std::vector<int> order)
{
    if (std::is_sorted(order.begin(), order.end()))
        return;
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    std::vector<int> newRow(order.size());
    std::vector<int> visible(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        newRow[at(order[i])] = static_cast<int>(i);
        visible[i] = m_visible[at(order[i])];
    }
    m_visible.swap(visible);
    const QModelIndexList before = persistentIndexList();
    QModelIndexList after;
    after.reserve(before.size());
    for (const QModelIndex& held : before)
        after.append(index(newRow[at(held.row())], held.column()));
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

/// Brings the visible rows, all of which are in `target`, into its order and adds what is missing.
void TableModelBase::transitionTo(const std::vector<int>& target)
{
    std::vector<int> targetRow(m_keys.size(), -1); // by storage row
    for (std::size_t i = 0; i < target.size(); ++i)
        targetRow[at(target[i])] = static_cast<int>(i);
    const auto byTarget = [&](int a, int b) { return targetRow[at(m_visible[at(a)])] < targetRow[at(m_visible[at(b)])]; };
    const auto reorderToTarget = [&] {
        std::vector<int> order(m_visible.size());
        std::iota(order.begin(), order.end(), 0);
        std::sort(order.begin(), order.end(), byTarget);
        reorder(std::move(order));
    };
    reorderToTarget();
    std::vector<char> missing(target.size(), 1);
    for (const int row : m_visible)
        missing[at(targetRow[at(row)])] = 0;
    const int runs = runCount(missing);
    if (runs == 0)
        return;
    if (runs <= kMaxRanges) {
        forRuns(missing, [&](int first, int last) {
            beginInsertRows({}, first, last);
            m_visible.insert(m_visible.begin() + first, target.begin() + first, target.begin() + last + 1);
            endInsertRows();
        });
        return;
    }
    beginInsertRows({}, rowCount(), static_cast<int>(target.size()) - 1);
    for (std::size_t i = 0; i < target.size(); ++i) {
        if (missing[i])
            m_visible.push_back(target[i]);
    }
    endInsertRows();
    reorderToTarget();
}

} // namespace qbm::widgets
