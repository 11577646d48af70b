// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task_context.h"
#include "core/base/worker_pool.h"

#include <QObject>
#include <QPointer>
#include <functional>
#include <memory>

namespace qbm::ui {

/// One slot of background work, a child of the page that waits for it: the only way a page runs a core call.
///
/// Newest wins: starting again stops the call under way, whose result is then never heard. The result arrives exactly once
/// on the GUI thread: a value, an Error, or Cancelled. A destroyed runner hears nothing more.
/// \thread public calls on the GUI thread only
class TaskRunner : public QObject {
    Q_OBJECT
public:
    explicit TaskRunner(WorkerPool& pool, QObject* parent = nullptr);
    ~TaskRunner() override;

    /// Runs `work` on the pool and `done` here. `work` captures values and shared services, never a widget; `done` may
    /// capture the page that owns this runner. An exception from `work` arrives as ErrorKind::Internal.
    template <class T>
    void start(std::function<Result<T>(TaskContext&)> work, std::function<void(Result<T>)> done);

    /// Asks the call under way to stop and forgets it: its result is not delivered.
    void cancel();
    /// Asks it to stop, but still delivers how it ended.
    void requestStop();
    bool isBusy() const { return m_call != nullptr; }

Q_SIGNALS:
    void progressed(const qbm::Progress& progress);

private:
    struct Call {
        std::stop_source stop;
        virtual ~Call() = default;
    };
    template <class T>
    struct TypedCall final : Call {
        std::function<void(Result<T>)> done;
    };

    static void onGuiThread(std::function<void()> function);

    WorkerPool& m_pool;
    std::shared_ptr<Call> m_call;
};

/// `work`'s result; an exception becomes ErrorKind::Internal.
template <class T>
Result<T> guarded(const std::function<Result<T>(TaskContext&)>& work, TaskContext& context)
{
    try {
        return work(context);
    } catch (const std::exception& exception) {
        return fail(ErrorKind::Internal, text(QT_TRANSLATE_NOOP("core", "The program failed in an unforeseen way.")), exception.what());
    }
}

template <class T>
void TaskRunner::start(std::function<Result<T>(TaskContext&)> work, std::function<void(Result<T>)> done)
{
    cancel();
    auto call = std::make_shared<TypedCall<T>>();
    call->done = std::move(done);
    m_call = call;
    m_pool.post([self = QPointer<TaskRunner>(this), call, work = std::move(work)] {
        TaskContext context(call->stop.get_token(), [self, call](const Progress& progress) {
            onGuiThread([self, call, progress] {
                if (self && self->m_call == call)
                    Q_EMIT self->progressed(progress);
            });
        });
        auto result = std::make_shared<Result<T>>(guarded<T>(work, context));
        // `done` may own what belongs to the GUI thread, so it is taken and destroyed there and nowhere else.
        onGuiThread([self, call, result] {
            const auto deliver = std::exchange(call->done, nullptr);
            if (!self || self->m_call != call)
                return;
            self->m_call.reset();
            deliver(std::move(*result));
        });
    });
}

} // namespace qbm::ui
