// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/operation/operation.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace qbm::operation {

enum class StepState { Pending, Running, Done, Failed, Undoing, Undone };
std::string_view name(StepState state);

/// Where an operation stands.
enum class RecordState {
    Running, ///< a living process holds it
    Interrupted, ///< its process is gone: continue or undo
    NeedsAttention, ///< it failed and could not be taken back: continue or undo once the cause is mended
    Done,
    Undone, ///< failed or stopped; everything done was taken back
    Stopped, ///< stopped, or failed where nothing can be taken back; what was done stays, as the plan said
    Closed, ///< a person ended it by hand, with a reason: neither continued nor taken back, and no success
};
std::string_view name(RecordState state);
/// Interrupted or NeedsAttention.
bool isUnfinished(RecordState state);

struct StepRecord {
    std::string id;
    Text title;
    StepState state = StepState::Pending;
    bool again = false; ///< done anew by an operation that goes on, though Done: it, or one it stands on, was taken back
};

/// Who closed an operation, when and why.
struct Closing {
    std::string actor, reason;
    TimePoint at{};
};

/// An operation as its journal tells it.
struct Record {
    std::string id;
    std::string kind;
    Values parameters;
    Values values; ///< what its steps remembered
    std::string profile, actor, reason;
    Text title;
    std::string target;
    TimePoint startedAt{}, changedAt{};
    RecordState state = RecordState::Interrupted;
    std::vector<StepRecord> steps;
    std::optional<Error> error; ///< why it stopped
    std::optional<Closing> closing; ///< for Closed
};

/// What an unfinished one means and how it is ended, by its id: "operation resume ID", "operation undo ID" and
/// "operation close ID" of qbmctl.
Text unfinishedSentence(const Record& record);

/// Why one that has ended is neither continued, taken back nor closed.
Error endedError(const Record& record);

/// The journal of one operation: a file of JSON lines, each on the disk before the world is touched further.
///
/// The process that runs the operation holds a lock on it; the kernel frees the lock when that process dies.
class Journal {
public:
    /// Called with the name of each line after it is durable; for tests that kill the process there.
    using PointHook = std::function<void(std::string_view point)>;

    /// Begins a journal in `folder`. `record` gives id, kind, parameters, profile, actor, reason, title, target, steps.
    static Result<Journal> begin(const std::filesystem::path& folder, Record record, const Clock& clock, PointHook hook);
    /// Opens an unfinished one to go on with it. \error Conflict if its process is alive or it has ended, NotFound, BadData
    static Result<Journal> open(const std::filesystem::path& folder, const std::string& id, const Clock& clock, PointHook hook);
    /// Reads without holding it.
    static Result<Record> read(const std::filesystem::path& folder, const std::string& id);
    /// Ids of all journals in the folder, oldest first.
    static std::vector<std::string> ids(const std::filesystem::path& folder);

    const Record& record() const { return m_record; }
    Result<> step(std::size_t index, StepState state);
    Result<> value(const std::string& key, const std::string& value);
    Result<> failed(const Error& error);
    /// The last line: Done, Undone, Stopped or NeedsAttention.
    Result<> end(RecordState state);
    /// The last line of one that a person ends by hand.
    Result<> close(const std::string& actor, const std::string& reason);

private:
    Journal(std::filesystem::path file, FileLock lock, Record record, const Clock& clock, PointHook hook);
    Result<> append(std::string_view point, const std::string& line);

    std::filesystem::path m_file;
    FileLock m_lock;
    Record m_record;
    const Clock* m_clock;
    PointHook m_hook;
};

} // namespace qbm::operation
