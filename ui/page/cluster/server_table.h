// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kubernetes/table_row.h"
#include "ui/page/cluster/object_table.h"
#include "widgets/table/table_model.h"

namespace qbm::ui {

using ServerRow = std::shared_ptr<const kubernetes::TableRow>;

/// Any kind in the columns its server prints: a column that tells a state first, ages that go on, wide columns hidden.
std::vector<widgets::TableColumn<ServerRow>> serverColumns(const kubernetes::TableColumns& columns);
/// How well "2/3" or "CrashLoopBackOff" is; nullopt: these words say nothing about it.
std::optional<widgets::State> stateOfCell(const std::string& cell);

/// A table over the rows of a kind as the server tabulates it.
class ServerTable final : public ObjectTable {
public:
    ServerTable(ClusterKind kind, std::shared_ptr<kubernetes::LiveTable> live);

    std::optional<int> count() const override;
    bool isLoading() const override;
    std::optional<ChosenObject> object(const QString& key) const override;

private:
    void deliver();
    std::shared_ptr<kubernetes::LiveTable> m_live;
    kubernetes::TableColumns m_columns;
    widgets::TableModel<ServerRow>* m_model = nullptr; ///< none before the columns are known
};

} // namespace qbm::ui
