// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operation/journal.h"
#include "core/operation/ledger.h"

#include <functional>
#include <memory>
#include <optional>

namespace qbm::operation {

struct EngineOptions {
    std::filesystem::path stateFolder; ///< journals in STATE/operations, the ledger in STATE/ledger.jsonl
    std::string profile; ///< its name, for the ledger
    std::string actor; ///< who acts: user@host
    AccessMode access = AccessMode::ReadWrite;
    const Clock* clock = &systemClock();
    Journal::PointHook onJournalPoint; ///< tests only
};

/// Something a watcher of a running operation wants to know. Delivered on the thread that runs it.
struct Event {
    enum class Kind { Begun, StepState, Said, Progressed, Ended };
    Kind kind = Kind::Begun;
    std::size_t step = 0; ///< index; not for Begun and Ended
    StepState state = StepState::Pending; ///< for StepState
    Text message; ///< for Said; for a failed step: why
    Progress progress; ///< for Progressed
    Record record; ///< for Begun and Ended
};
using Observer = std::function<void(const Event&)>;

/// How an operation ended. `record.state` is Done, Undone, Stopped or NeedsAttention; `record.error` says why if not Done.
struct Outcome {
    Record record;
    bool succeeded() const { return record.state == RecordState::Done; }
};

/// Runs operations: the one way to change the world.
///
/// Before and after every step the journal is on the disk. If a step fails or the user stops, what was done is undone in
/// reverse order (unless the operation leaves it on a stop). If that fails too, only the steps that are taken back
/// regardless still are (the application comes back), and the journal stays open as NeedsAttention: it can be resumed or
/// undone later, like that of a process that was killed. A journal that can no longer be written keeps nothing from being
/// taken back.
/// \thread any; one operation a call, several calls at once are fine
class Engine {
public:
    explicit Engine(EngineOptions options);

    /// Runs an operation whose plan was confirmed. Checks run again first.
    /// \error Denied when read-only; Conflict when a check fails (the reasons are in detail); what the journal reports.
    ///        Once begun, failures are part of the Outcome.
    Result<Outcome> run(Operation& operation, const std::string& reason, TaskContext& context, const Observer& observer = {});
    /// Goes on where a killed or failed run stood.
    Result<Outcome> resume(const std::string& id, Operation& operation, TaskContext& context, const Observer& observer = {});
    /// Takes back what a killed or failed run had done.
    Result<Outcome> undo(const std::string& id, Operation& operation, TaskContext& context, const Observer& observer = {});

    /// Ends one that was killed or failed, by hand: it touches nothing but its journal and the ledger.
    /// \param reason why, for those who read the ledger later
    /// \error InvalidInput without a reason; Conflict if a program runs it or it has ended; Denied when read-only
    Result<Record> close(const std::string& id, const std::string& reason);

    /// All operations known here, oldest first; unreadable journals are left out and logged.
    std::vector<Record> records() const;
    /// An id, the beginning of one, or LATEST (the newest unfinished, else the newest). \error NotFound
    Result<Record> find(const std::string& idOrLatest) const;

    const Ledger& ledger() const { return m_ledger; }
    const EngineOptions& options() const { return m_options; }

private:
    std::filesystem::path journalFolder() const { return m_options.stateFolder / "operations"; }
    Result<> requireWritable() const;
    Result<> recordInLedger(const Record& record, const std::string& result, std::vector<PlanLine> plan) const;
    Result<Outcome> conclude(Journal& journal, RecordState state, const Observer& observer) const;
    Result<Outcome> execute(Journal& journal, Operation& operation, TaskContext& context, const Observer& observer) const;
    /// \param why what the operation failed with; nullopt: it is taken back because somebody wants that
    Result<Outcome> takeBack(Journal& journal, Operation& operation, const Observer& observer, std::optional<Error> why) const;

    EngineOptions m_options;
    Ledger m_ledger;
};

/// "user@host" of this process.
std::string currentActor();

} // namespace qbm::operation
