// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/worker_pool.h"
#include "core/service/services.h"

#include <QObject>
#include <memory>

namespace qbm::ui {

class TaskCenter;

/// One connected system: its services, the threads their calls run on, and what is running. Every page gets one.
///
/// Switching to another profile makes a new session and new pages; nothing of the old one can show up in them.
class Session : public QObject {
    Q_OBJECT
public:
    Session(service::Services services, std::filesystem::path profileFile, QObject* parent = nullptr);
    ~Session() override;

    const service::Services& services() const { return m_services; }
    const config::Profile& profile() const { return m_services.profile; }
    const std::filesystem::path& profileFile() const { return m_profileFile; }
    WorkerPool& pool() { return *m_pool; }
    TaskCenter& tasks() { return *m_tasks; }
    bool isReadOnly() const { return m_services.access == AccessMode::ReadOnly; }

private:
    service::Services m_services;
    std::filesystem::path m_profileFile;
    std::unique_ptr<WorkerPool> m_pool; // after the services: its threads end before they do
    TaskCenter* m_tasks;
};

} // namespace qbm::ui
