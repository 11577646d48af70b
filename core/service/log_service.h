// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/task_context.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace qbm::service {

/// Whose logs, and from when on.
struct LogQuery {
    std::string workload; ///< "deployment/backend", "statefulset/postgres", "job/x", "pod/backend-7d9-x2x"; a bare name is a deployment, else a pod
    std::string selector; ///< of the pods' labels, in the place of a workload
    std::string container; ///< empty: all containers of each pod
    bool previous = false; ///< of the container before its last restart
    bool follow = true; ///< go on with what is written from now on, also by pods that join the workload later
    std::optional<int> tailLines = 500; ///< of each container; unset: from the beginning
    std::optional<TimePoint> since; ///< nothing written before
};

/// One container whose lines come in.
struct LogSource {
    std::string pod;
    std::string container;
    friend bool operator==(const LogSource&, const LogSource&) = default;
};

/// One line as the container wrote it, without the time stamp that the node put before it.
struct LogLine {
    TimePoint time{}; ///< when the node received it
    std::uint32_t source = 0; ///< index into the sources told so far
    std::string text;
};

/// Gets the lines of a stream, in its thread.
struct LogSink {
    /// All sources known so far; later calls only append.
    std::function<void(const std::vector<LogSource>& sources)> onSources;
    /// In order of time within the call and, but for stragglers of more than 0.4 s, between calls.
    std::function<void(std::vector<LogLine> lines)> onLines;
    /// A source came to its end (its container ended) or cannot be read; the others go on.
    std::function<void(std::uint32_t source, const std::optional<Error>& error)> onSourceEnded;
    /// A followed source is out of reach for now, as when its node is away; its lines go on once it is back.
    std::function<void(std::uint32_t source, const Error& error)> onSourceInterrupted = {};
};

/// Logs of pods, merged by time.
/// \thread any number of calls at once
class LogService {
public:
    virtual ~LogService() = default;
    /// Blocks until stopped, or until every source has ended where nothing is followed or the workload is one pod. Reads
    /// at most 50 containers at once; further ones are told as ended with an error.
    /// \error NotFound (workload), Denied (pods/log), Unreachable before anything was read
    virtual Result<> stream(const LogQuery& query, const LogSink& sink, TaskContext& context) = 0;
};

} // namespace qbm::service
