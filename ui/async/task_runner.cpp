// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/async/task_runner.h"

#include <QCoreApplication>

namespace qbm::ui {

TaskRunner::TaskRunner(WorkerPool& pool, QObject* parent)
    : QObject(parent)
    , m_pool(pool)
{
}

TaskRunner::~TaskRunner()
{
    cancel();
}

void TaskRunner::cancel()
{
    if (m_call)
        std::exchange(m_call, nullptr)->stop.request_stop();
}

void TaskRunner::requestStop()
{
    if (m_call)
        m_call->stop.request_stop();
}

void TaskRunner::onGuiThread(std::function<void()> function)
{
    QMetaObject::invokeMethod(QCoreApplication::instance(), std::move(function), Qt::QueuedConnection);
}

} // namespace qbm::ui
