// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/service/cluster_service.h"

#include <QWidget>
#include <memory>

class QComboBox;

namespace qbm {
class WorkerPool;
}

namespace qbm::ui {

class TaskRunner;

/// Which context and namespace the page looks at. Where namespaces may not be listed, a name can still be typed.
class ScopePicker : public QWidget {
    Q_OBJECT
public:
    explicit ScopePicker(WorkerPool& pool, QWidget* parent = nullptr);

    /// Shows that service's scope and asks for its namespaces.
    void setService(std::shared_ptr<service::ClusterService> cluster);
    /// Back to what is shown elsewhere: a choice did not come through.
    void reset();
    void refresh();
    void retranslate();

Q_SIGNALS:
    void scopeChosen(const qbm::service::ClusterScope& scope);

private:
    void chooseNamespace(const QString& name);
    void setNamespaces(const Result<std::vector<std::string>>& names);
    std::shared_ptr<service::ClusterService> m_cluster;
    TaskRunner* m_runner;
    QComboBox* m_context;
    QComboBox* m_namespace;
    QString m_denial; ///< why the namespaces are not listed
};

} // namespace qbm::ui
