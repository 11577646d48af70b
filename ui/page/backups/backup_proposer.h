// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/service/backup_service.h"

#include <QObject>
#include <QString>
#include <functional>

class QWidget;

namespace qbm::ui {

class Session;
class TaskRunner;

/// Has the backup service make an operation and opens its plan in the operation dialog.
class BackupProposer : public QObject {
    Q_OBJECT
public:
    /// \param viewer over whose window dialogs open; also the parent
    BackupProposer(Session& session, QWidget* viewer);

    using Make = std::function<service::BackupService::MadeOperation(const service::BackupService&, TaskContext&)>;
    /// `make` reads files and servers: it runs in the background. \param headline what could not be done if it fails:
    /// "This backup cannot be restored"
    void propose(const QString& headline, Make make);
    void propose(std::unique_ptr<operation::Operation> operation);

    const service::BackupService& service() const;

private:
    Session& m_session;
    QWidget* m_viewer;
    TaskRunner* m_runner;
};

} // namespace qbm::ui
