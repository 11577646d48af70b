// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/service/cluster_service.h"
#include "ui/page/cluster/kind_catalog.h"
#include "widgets/feedback/dialog.h"
#include "widgets/table/table_model.h"

#include <memory>

namespace qbm {
class WorkerPool;
}

namespace qbm::widgets {
class TableView;
}

namespace qbm::ui {

class TaskRunner;

/// Every kind of object that the cluster can list, to choose one.
class KindChooser : public widgets::Dialog {
    Q_OBJECT
public:
    KindChooser(WorkerPool& pool, std::shared_ptr<service::ClusterService> cluster, QWidget* parent);

Q_SIGNALS:
    void chosen(const qbm::ui::ClusterKind& kind);

private:
    using Row = kubernetes::DiscoveredResource;
    void ask();
    void choose(const QString& key);
    std::shared_ptr<service::ClusterService> m_cluster;
    TaskRunner* m_runner;
    widgets::TableModel<Row>* m_model;
    widgets::TableView* m_table;
};

} // namespace qbm::ui
