// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/kubernetes: a collection of any kind as rows of its server's Table.

#include "core/kubernetes/live_store.h"
#include "core/kubernetes/table_row.h"

#include <memory>
#include <mutex>

namespace qbm::kubernetes {

/// Makes rows of a Table's rows. Where the server sends plain objects instead, the columns are name and age.
class TableReader {
public:
    using Row = TableRow;
    using Interface = LiveTable;

    /// \thread any
    std::shared_ptr<const TableColumns> columns() const;

    // The rest is called by the store's one thread.
    void columnsAre(const JsonValue& definitions);
    TableRow read(const ListItem& item) const;

private:
    mutable std::mutex m_mutex;
    std::shared_ptr<const TableColumns> m_columns = std::make_shared<TableColumns>();
};

class TableStore final : public LiveStore<TableReader> {
public:
    using LiveStore::LiveStore;
    std::shared_ptr<const TableColumns> columns() const override { return reader().columns(); }
};

} // namespace qbm::kubernetes
