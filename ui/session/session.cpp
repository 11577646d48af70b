// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/session.h"

#include "ui/operation/task_center.h"

namespace qbm::ui {

Session::Session(std::shared_ptr<Connection> connection, std::filesystem::path profileFile, QObject* parent)
    : QObject(parent)
    , m_connection(std::move(connection))
    , m_profile(m_connection->services.profile)
    , m_access(m_connection->services.access)
    , m_profileFile(std::move(profileFile))
    , m_tasks(new TaskCenter(*this))
{
}

Session::Session(service::Services services, std::filesystem::path profileFile, QObject* parent)
    : Session(makeConnection(std::move(services)), std::move(profileFile), parent)
{
}

Session::~Session()
{
    delete m_tasks; // before what it names
}

void Session::leave()
{
    m_connection.reset();
}

} // namespace qbm::ui
