// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/session.h"

#include "ui/operation/task_center.h"

namespace qbm::ui {

namespace {
/// More than a page has calls under way: a superseded call keeps its thread until its server answers or it notices the stop.
constexpr std::size_t kThreads = 16;
}

Session::Session(service::Services services, std::filesystem::path profileFile, QObject* parent)
    : QObject(parent)
    , m_services(std::move(services))
    , m_profileFile(std::move(profileFile))
    , m_pool(std::make_unique<WorkerPool>(kThreads))
    , m_tasks(new TaskCenter(*this))
{
}

Session::~Session()
{
    delete m_tasks; // asks what is running to stop; the pool's end then waits for it
}

} // namespace qbm::ui
