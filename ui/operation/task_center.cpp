// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/operation/task_center.h"

#include "core/service/operation_service.h"
#include "ui/async/task_runner.h"
#include "ui/session/session.h"
#include "ui/text/tr.h"

#include <QCoreApplication>
#include <algorithm>

namespace qbm::ui {

QString RunningOperation::said(std::size_t step) const
{
    return step < m_said.size() ? m_said[step] : QString();
}

qint64 RunningOperation::elapsedMs() const
{
    const TimePoint end = m_running ? systemClock().now() : m_endedAt;
    return std::chrono::duration_cast<std::chrono::milliseconds>(end - m_startedAt).count();
}

bool RunningOperation::succeeded() const
{
    return m_outcome && m_outcome->has_value() && (*m_outcome)->succeeded();
}

bool RunningOperation::endedInOrder() const
{
    using operation::RecordState;
    if (!m_outcome)
        return false;
    if (!m_outcome->has_value()) // not begun: nothing was changed
        return m_outcome->error().kind == ErrorKind::Cancelled;
    const RecordState state = (*m_outcome)->record.state;
    return state == RecordState::Done || state == RecordState::Undone || state == RecordState::Stopped;
}

void RunningOperation::requestStop()
{
    if (!m_running)
        return;
    m_stopRequested = true;
    m_runner->requestStop();
    Q_EMIT changed();
}

void RunningOperation::apply(const operation::Event& event)
{
    using Kind = operation::Event::Kind;
    switch (event.kind) {
    case Kind::Begun:
    case Kind::Ended:
        m_record = event.record;
        m_said.resize(m_record.steps.size());
        break;
    case Kind::StepState:
        m_record.steps.at(event.step).state = event.state;
        m_currentStep = event.step;
        m_progress = {};
        if (!event.message.empty())
            m_said.at(event.step) = translated(event.message);
        break;
    case Kind::Said: m_said.at(event.step) = translated(event.message); break;
    case Kind::Progressed:
        m_progress = event.progress;
        if (!event.progress.step.empty())
            m_said.at(event.step) = translated(event.progress.step);
        break;
    }
    Q_EMIT changed();
}

TaskCenter::TaskCenter(Session& session)
    : m_session(session)
{
}

TaskCenter::~TaskCenter()
{
    for (RunningOperation* operation : m_operations)
        operation->m_runner->requestStop(); // nobody is told any more
}

int TaskCenter::runningCount() const
{
    return static_cast<int>(std::ranges::count_if(m_operations, &RunningOperation::isRunning));
}

RunningOperation* TaskCenter::run(
    std::shared_ptr<operation::Operation> operation, const operation::Plan& plan, const QString& reason)
{
    operation::Record record;
    record.title = plan.title;
    record.target = plan.target;
    RunningOperation* running = add(record);
    running->m_plan = plan;
    auto operations = m_session.services().operations;
    return start(running, [operations, operation, reason = reason.toStdString()](TaskContext& context, const operation::Observer& observer) {
        return operations->run(*operation, reason, context, observer);
    });
}

RunningOperation* TaskCenter::resume(const operation::Record& record)
{
    RunningOperation* running = add(record);
    auto operations = m_session.services().operations;
    return start(running, [operations, id = record.id](TaskContext& context, const operation::Observer& observer) {
        return operations->resume(id, context, observer);
    });
}

RunningOperation* TaskCenter::undo(const operation::Record& record)
{
    RunningOperation* running = add(record);
    auto operations = m_session.services().operations;
    return start(running, [operations, id = record.id](TaskContext& context, const operation::Observer& observer) {
        return operations->undo(id, context, observer);
    });
}

RunningOperation* TaskCenter::add(const operation::Record& record)
{
    auto* running = new RunningOperation(m_session, this);
    running->m_connection = m_session.connection();
    running->m_record = record;
    return running;
}

void TaskCenter::noteClosed(const operation::Record& record)
{
    for (RunningOperation* running : m_operations) {
        if (running->m_running || running->m_record.id != record.id)
            continue;
        running->m_record = record;
        running->m_outcome = operation::Outcome{record};
        Q_EMIT running->changed();
    }
    Q_EMIT closed(record);
}

RunningOperation* TaskCenter::start(RunningOperation* running, Work work)
{
    running->m_startedAt = systemClock().now();
    running->m_said.resize(running->m_record.steps.size());
    running->m_runner = new TaskRunner(running->m_connection->operations, running);
    m_operations.insert(m_operations.begin(), running);
    connect(running, &RunningOperation::changed, this, &TaskCenter::changed);
    running->m_runner->start<operation::Outcome>(
        [work = std::move(work), watcher = QPointer<RunningOperation>(running)](TaskContext& context) {
            return work(context, [watcher](const operation::Event& event) {
                QMetaObject::invokeMethod(
                    QCoreApplication::instance(),
                    [watcher, event] {
                        if (watcher)
                            watcher->apply(event);
                    },
                    Qt::QueuedConnection);
            });
        },
        [this, running](Result<operation::Outcome> outcome) {
            running->m_running = false;
            running->m_endedAt = systemClock().now();
            if (outcome)
                running->m_record = outcome->record;
            running->m_outcome = std::move(outcome);
            running->m_connection.reset();
            Q_EMIT running->changed();
            Q_EMIT running->ended();
            Q_EMIT ended(running);
        });
    Q_EMIT changed();
    return running;
}

} // namespace qbm::ui
