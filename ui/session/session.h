// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/connection.h"

#include <QObject>
#include <filesystem>

namespace qbm::ui {

class TaskCenter;

/// One system that the window shows or has shown: what it asks and runs there. Every page gets one.
///
/// Switching to another profile makes a new session and new pages; nothing of the old one can show up in them. The one
/// that was left keeps the list of its operations; those that run go on and end by themselves.
/// \thread GUI thread; nothing here waits for a server or a thread
class Session : public QObject {
    Q_OBJECT
public:
    Session(std::shared_ptr<Connection> connection, std::filesystem::path profileFile, QObject* parent = nullptr);
    Session(service::Services services, std::filesystem::path profileFile, QObject* parent = nullptr);
    /// What still runs is asked to stop, and taken back or left as its plan says.
    ~Session() override;

    /// Nobody looks at it any more, its pages are gone: only what runs still holds its connection.
    void leave();
    bool isLeft() const { return m_connection == nullptr; }

    // Until it is left:
    const service::Services& services() const { return m_connection->services; }
    WorkerPool& pool() { return m_connection->calls; }
    const std::shared_ptr<Connection>& connection() const { return m_connection; }

    const config::Profile& profile() const { return m_profile; }
    const std::filesystem::path& profileFile() const { return m_profileFile; }
    TaskCenter& tasks() { return *m_tasks; }
    const TaskCenter& tasks() const { return *m_tasks; }
    bool isReadOnly() const { return m_access == AccessMode::ReadOnly; }

private:
    std::shared_ptr<Connection> m_connection;
    config::Profile m_profile;
    AccessMode m_access;
    std::filesystem::path m_profileFile;
    TaskCenter* m_tasks;
};

} // namespace qbm::ui
