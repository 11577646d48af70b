// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task_context.h"

#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

namespace qbm::lab {

/// Runs tasks at the same time.
class Parallel {
public:
    enum class OnError { StopOthers, GoOn };

    /// A stop of `context` reaches all tasks.
    explicit Parallel(const TaskContext& context, OnError onError = OnError::StopOthers)
        : m_onError(onError)
        , m_forward(context.stopToken(), [this] { m_stop.request_stop(); })
    {
    }

    void run(std::function<Result<>(TaskContext&)> task)
    {
        m_threads.emplace_back([this, task = std::move(task)] {
            TaskContext context(m_stop.get_token());
            if (auto result = task(context); !result)
                keep(std::move(result).error());
        });
    }

    /// Waits for all of them. \error the first one's
    Result<> wait()
    {
        m_threads.clear(); // joins
        return m_error ? Result<>(fail(*m_error)) : Result<>{};
    }

private:
    void keep(Error error)
    {
        const std::lock_guard lock(m_mutex);
        if (!m_error)
            m_error = std::move(error);
        if (m_onError == OnError::StopOthers)
            m_stop.request_stop();
    }

    OnError m_onError;
    std::stop_source m_stop;
    std::stop_callback<std::function<void()>> m_forward;
    std::mutex m_mutex;
    std::optional<Error> m_error;
    std::vector<std::jthread> m_threads; // last: its threads use all of the above
};

} // namespace qbm::lab
