// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operation/engine.h"

#include <QObject>
#include <memory>
#include <vector>

namespace qbm::ui {

class Session;
class TaskRunner;
struct Connection;

/// One operation run by this window, running or ended. Lives in the TaskCenter, so a closed dialog does not end it, and
/// holds its connection while it runs, so leaving its session does not either.
class RunningOperation : public QObject {
    Q_OBJECT
public:
    const operation::Record& record() const { return m_record; } ///< steps and their states, kept current
    const operation::Plan& plan() const { return m_plan; }
    QString said(std::size_t step) const; ///< the last message of a step
    Progress progress() const { return m_progress; }
    std::size_t currentStep() const { return m_currentStep; }
    bool isRunning() const { return m_running; }
    /// How it ended; an Error where it could not even begin.
    const std::optional<Result<operation::Outcome>>& outcome() const { return m_outcome; }
    /// Whether it ended in one of the ways that a stop may lead to: nothing waits for a decision.
    bool endedInOrder() const;
    bool succeeded() const;
    TimePoint startedAt() const { return m_startedAt; }
    qint64 elapsedMs() const;
    void requestStop();
    bool isStopRequested() const { return m_stopRequested; }
    /// Where it runs; the window may have left it.
    const Session& session() const { return m_session; }

Q_SIGNALS:
    void changed();
    void ended();

private:
    friend class TaskCenter;
    RunningOperation(const Session& session, QObject* parent) : QObject(parent), m_session(session) {}
    void apply(const operation::Event& event);

    const Session& m_session;
    std::shared_ptr<Connection> m_connection; ///< while it runs
    operation::Record m_record;
    operation::Plan m_plan;
    std::vector<QString> m_said;
    Progress m_progress;
    std::size_t m_currentStep = 0;
    bool m_running = true;
    bool m_stopRequested = false;
    TimePoint m_startedAt{}, m_endedAt{};
    std::optional<Result<operation::Outcome>> m_outcome;
    TaskRunner* m_runner = nullptr;
};

/// Runs operations in the background and knows all of them.
/// \thread GUI thread
class TaskCenter : public QObject {
    Q_OBJECT
public:
    explicit TaskCenter(Session& session);
    ~TaskCenter() override;

    /// Runs a confirmed operation.
    RunningOperation* run(std::shared_ptr<operation::Operation> operation, const operation::Plan& plan, const QString& reason);
    /// Goes on with what a killed program left behind.
    RunningOperation* resume(const operation::Record& record);
    RunningOperation* undo(const operation::Record& record);
    /// One of them was closed by hand; what this window shows of it follows.
    void noteClosed(const operation::Record& record);

    /// Newest first.
    const std::vector<RunningOperation*>& operations() const { return m_operations; }
    int runningCount() const;

Q_SIGNALS:
    void changed();
    void ended(qbm::ui::RunningOperation* operation);
    void closed(const qbm::operation::Record& record);

private:
    using Work = std::function<Result<operation::Outcome>(TaskContext&, const operation::Observer&)>;
    RunningOperation* add(const operation::Record& record);
    RunningOperation* start(RunningOperation* running, Work work);

    Session& m_session;
    std::vector<RunningOperation*> m_operations;
};

} // namespace qbm::ui
