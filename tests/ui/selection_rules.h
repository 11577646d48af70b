// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/table/table_model.h"
#include "widgets/table/table_view.h"

#include <QApplication>
#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <functional>

/// The one rule of every table with buttons beside it: they act on the key that is chosen and seen, or on nothing.
namespace qbm::tests {

/// One such table in a view that shows it. The first broken rule is told by brokenSelectionRule().
struct SelectionRules {
    widgets::TableView* table = nullptr;
    QString key; ///< of a row that something can be done with
    /// Whether a button, or what stands beside the table, is about a chosen row now.
    std::function<bool()> armed;
    /// The source gives its rows the other way round.
    std::function<void()> reorder;
    /// The source no longer has the row of `key`.
    std::function<void()> remove;
    /// Asks the source again; empty: it tells of changes by itself.
    std::function<void()> refresh;
};

namespace selection {

    inline bool is(const SelectionRules& rules, const QString& key)
    {
        return rules.table->currentKey() == key && rules.table->selectedKeys() == (key.isEmpty() ? QStringList() : QStringList{key})
            && rules.armed() == !key.isEmpty();
    }

    inline QString said(const SelectionRules& rules, const char* when)
    {
        return QStringLiteral("%1: current \"%2\", marked \"%3\", %4")
            .arg(QString::fromLatin1(when), rules.table->currentKey(), rules.table->selectedKeys().join(QLatin1Char(' ')),
                rules.armed() ? QStringLiteral("armed") : QStringLiteral("not armed"));
    }

    inline bool change(const SelectionRules& rules, const std::function<void()>& change, const std::function<bool()>& arrived)
    {
        change();
        if (rules.refresh)
            rules.refresh();
        return QTest::qWaitFor(arrived, 5'000);
    }

    inline QString sorting(const SelectionRules& rules)
    {
        auto* model = rules.table->model();
        for (int column = -1; column < model->columnCount(); ++column) {
            for (const Qt::SortOrder order : {Qt::DescendingOrder, Qt::AscendingOrder}) {
                model->sort(column, order);
                if (!is(rules, rules.key))
                    return said(rules, "sorted");
            }
        }
        model->sort(-1);
        return {};
    }

    inline QString filtering(const SelectionRules& rules)
    {
        auto* model = rules.table->model();
        model->setFilterText(QStringLiteral("no row has this"));
        if (!is(rules, {}))
            return said(rules, "filtered out");
        model->setFilterText({});
        return is(rules, {}) ? QString() : said(rules, "filtered out and back");
    }

    inline QString reordering(const SelectionRules& rules)
    {
        auto* model = rules.table->model();
        const auto keys = [model] {
            QStringList out;
            for (int row = 0; row < model->rowCount(); ++row)
                out << model->keyOfRow(row);
            return out;
        };
        const QStringList before = keys();
        if (!change(rules, rules.reorder, [&] { return keys().size() >= before.size() && keys() != before; }))
            return QStringLiteral("the rows did not come in another order");
        return is(rules, rules.key) ? QString() : said(rules, "other order");
    }

    inline QString going(const SelectionRules& rules)
    {
        auto* model = rules.table->model();
        if (!change(rules, rules.remove, [&] { return model->rowOfKey(rules.key) < 0; }))
            return QStringLiteral("the row did not go");
        if (!is(rules, {}) || rules.table->view()->currentIndex().isValid())
            return said(rules, "gone");
        if (model->rowCount() == 0)
            return QStringLiteral("no neighbour was left to be chosen wrongly");
        // As a dialog that closes gives the focus back.
        rules.table->view()->clearFocus();
        rules.table->view()->setFocus(Qt::ActiveWindowFocusReason);
        return is(rules, {}) ? QString() : said(rules, "focus came after it had gone");
    }

} // namespace selection

/// Goes through what may happen to a chosen row; ends with the row gone. \return what was wrong, empty: nothing
inline QString brokenSelectionRule(const SelectionRules& rules)
{
    rules.table->clearSelection();
    if (!selection::is(rules, {}))
        return selection::said(rules, "nothing chosen");
    for (auto* rule : {selection::sorting, selection::filtering, selection::reordering, selection::going}) {
        rules.table->selectKey(rules.key);
        if (!selection::is(rules, rules.key))
            return selection::said(rules, "chosen");
        if (const QString broken = rule(rules); !broken.isEmpty())
            return broken;
    }
    return {};
}

/// Whether a press of Return or Space would begin something now: the focus stands on a button that can be pressed.
inline bool focusIsOnAButton(const QWidget* window)
{
    const auto* button = qobject_cast<const QPushButton*>(window->focusWidget());
    return button != nullptr && button->isEnabled() && button->isVisible();
}

} // namespace qbm::tests
