// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/subscription.h"
#include "core/kubernetes/log_trace.h"
#include "core/service/log_service.h"
#include "widgets/log/log_store.h"

#include <map>
#include <memory>
#include <mutex>

namespace qbm::ui {

/// A container whose lines come in, and whether they still do.
struct LogSourceState {
    service::LogSource source;
    bool ended = false;
    std::optional<Error> error; ///< why it ended early or could not be read; not ended: why it is out of reach for now
};

/// Between the thread of one stream and the panel: takes lines apart and packs them there, and keeps them until
/// somebody looks. A panel that nobody looks at holds nothing up: the newest lines are kept, as many as a log holds,
/// the others are counted. \thread any
class LogIntake : public std::enable_shared_from_this<LogIntake> {
public:
    /// What the stream calls, in its thread; keeps the intake alive.
    service::LogSink sink();
    /// Calls `changed` in the stream's thread whenever something came.
    Subscription subscribe(std::function<void()> changed);

    struct News {
        widgets::LogStore lines; ///< since the last time
        std::vector<LogSourceState> sources; ///< all of them
        TimePoint heardAt{}; ///< when the last of it came
    };
    News take();

private:
    void addLines(const std::vector<service::LogLine>& lines);
    void changed();

    std::map<std::uint32_t, kubernetes::LogTrace> m_traces; ///< of the stream's thread alone
    std::mutex m_mutex;
    widgets::LogStore m_lines;
    std::vector<LogSourceState> m_sources;
    TimePoint m_heardAt{};
    std::mutex m_subscriberMutex;
    std::function<void()> m_subscriber;
};

} // namespace qbm::ui
