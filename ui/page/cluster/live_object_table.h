// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/async/feed.h"
#include "ui/page/cluster/object_table.h"
#include "widgets/table/table_model.h"

namespace qbm::ui {

/// A table over a live collection of rows with columns of our own. Rows are shared with the collection, never copied.
template <class Row> class LiveObjectTable final : public ObjectTable {
public:
    using Shared = std::shared_ptr<const Row>;

    LiveObjectTable(ClusterKind kind, std::shared_ptr<kubernetes::Live<Row>> live,
        std::vector<widgets::TableColumn<Shared>> columns, int sortColumn = -1)
        : ObjectTable(std::move(kind))
        , m_live(std::move(live))
        , m_model(new widgets::TableModel<Shared>(
              [](const Shared& row) { return keyOf(row->meta); }, std::move(columns), this))
    {
        if (sortColumn >= 0)
            m_model->sort(sortColumn, Qt::AscendingOrder);
        m_model->setWorstFirst(true);
        setModel(m_model);
        new Feed(
            this, [live = m_live](std::function<void()> changed) { return live->subscribe(std::move(changed)); },
            [this] { deliver(); });
    }

    std::optional<int> count() const override
    {
        const auto snapshot = m_live->snapshot();
        return isKnown(*snapshot) ? std::optional(static_cast<int>(snapshot->rows.size())) : std::nullopt;
    }
    bool isLoading() const override { return m_live->snapshot()->state == kubernetes::LiveState::Loading; }
    std::optional<ChosenObject> object(const QString& key) const override
    {
        const int at = m_model->rowOfKey(key);
        if (at < 0)
            return std::nullopt;
        const Shared& row = m_model->rowAt(at);
        ChosenObject out{kind(), row->meta, nullptr, nullptr, nullptr};
        if constexpr (std::is_same_v<Row, kubernetes::Deployment>)
            out.deployment = row;
        else if constexpr (std::is_same_v<Row, kubernetes::Pod>)
            out.pod = row;
        else if constexpr (std::is_same_v<Row, kubernetes::Node>)
            out.node = row;
        return out;
    }

private:
    static bool isKnown(const kubernetes::Snapshot<Row>& snapshot)
    {
        return snapshot.heardAt != TimePoint{} || !snapshot.rows.empty();
    }
    void deliver()
    {
        const auto snapshot = m_live->snapshot();
        if (isKnown(*snapshot))
            m_model->setRows(snapshot->rows);
        showState(snapshot->state, snapshot->error, snapshot->heardAt, isKnown(*snapshot));
    }

    std::shared_ptr<kubernetes::Live<Row>> m_live;
    widgets::TableModel<Shared>* m_model;
};

} // namespace qbm::ui
