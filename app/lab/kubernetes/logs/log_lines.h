// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace qbm::lab::kubernetes {

/// One line of a container's output and when it was written.
struct LogLine {
    std::int64_t nanoseconds = 0; ///< since the epoch
    std::string text; ///< without its line end
};

/// What kind of program writes the log.
enum class LogStyle {
    Backend, ///< JSON lines of the application, and a traceback now and then
    AccessLog, ///< a web server: one line a request
    Redis,
    Postgres,
    Program, ///< a container that ends by itself: a line at its start, one at its end
    Other, ///< two plain lines a second
};

LogStyle logStyleOf(std::string_view image);

/// Time is cut into slots of this length; what a slot writes depends on nothing but the key and the slot's number, so
/// that every reader of a range reads the same lines and nothing has to be kept.
inline constexpr std::int64_t kSlotNanoseconds = 250'000'000;

/// Appends what the container with this key wrote in one slot, in the order of time.
void appendSlot(LogStyle style, std::uint64_t key, std::int64_t slot, std::vector<LogLine>& out);
/// Appends what the container writes when it starts.
void appendStart(LogStyle style, std::int64_t nanoseconds, std::vector<LogLine>& out);
/// Appends its last words.
void appendEnd(LogStyle style, std::int64_t nanoseconds, int exitCode, std::vector<LogLine>& out);

/// Of a container: pod uid and container name.
std::uint64_t logKey(std::string_view podUid, std::string_view container);

} // namespace qbm::lab::kubernetes
