// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operation/engine.h"

#include "core/base/log.h"
#include "core/base/number.h"
#include "core/base/sha256.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <pwd.h>
#include <ranges>
#include <unistd.h>

namespace qbm::operation {

namespace {

constexpr std::string_view kLogger = "operation";

/// Sorts by time to the millisecond ("LATEST" depends on it), and two made in the same one still differ.
std::string makeId(TimePoint now)
{
    const auto second = std::chrono::floor<std::chrono::seconds>(now);
    const auto millisecond = std::chrono::floor<std::chrono::milliseconds>(now - second).count();
    const std::time_t seconds = std::chrono::system_clock::to_time_t(second);
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    return writePadded(utc.tm_year + 1900, 4) + writePadded(utc.tm_mon + 1, 2) + writePadded(utc.tm_mday, 2) + "T"
        + writePadded(utc.tm_hour, 2) + writePadded(utc.tm_min, 2) + writePadded(utc.tm_sec, 2) + writePadded(millisecond, 3)
        + "Z-" + randomHex(3);
}

void tell(const Observer& observer, Event event)
{
    if (observer)
        observer(event);
}

/// The journal and the observer, as a step sees them.
class JournalStepContext final : public StepContext {
public:
    JournalStepContext(Journal& journal, std::size_t index, std::stop_token stop, const Observer& observer)
        : m_journal(journal)
        , m_index(index)
        , m_observer(observer)
        , m_task(std::move(stop), [this](const Progress& progress) {
            tell(m_observer, {.kind = Event::Kind::Progressed, .step = m_index, .progress = progress});
        })
    {
    }

    Result<> remember(const std::string& key, const std::string& value) override { return m_journal.value(key, value); }

    std::optional<std::string> recall(const std::string& key) const override
    {
        const auto& values = m_journal.record().values;
        const auto found = values.find(key);
        return found == values.end() ? std::nullopt : std::optional(found->second);
    }

    const std::string& reason() const override { return m_journal.record().reason; }

    void say(Text message) override
    {
        tell(m_observer, {.kind = Event::Kind::Said, .step = m_index, .message = std::move(message)});
    }

    TaskContext& task() override { return m_task; }

private:
    Journal& m_journal;
    std::size_t m_index;
    const Observer& m_observer;
    TaskContext m_task;
};

/// Runs one of a step's functions; an absent one succeeds, an exception is a fault of ours and becomes an Error.
Result<> call(const std::function<Result<>(StepContext&)>& function, StepContext& context)
{
    if (!function)
        return {};
    try {
        return function(context);
    } catch (const std::exception& exception) {
        return fail(ErrorKind::Internal, text(QT_TRANSLATE_NOOP("core", "The step failed in an unforeseen way.")), exception.what());
    }
}

/// What several steps failed with, in one sentence after the other. The kind is the first one's.
Error joined(std::optional<Error> before, Error next)
{
    if (!before)
        return next;
    before->message = text(QT_TRANSLATE_NOOP("core", "%1 %2"), before->message, next.message);
    if (!next.detail.empty())
        before->detail += (before->detail.empty() ? "" : "\n") + next.detail;
    return std::move(*before);
}

/// What cannot be written down must not keep the way back from being gone: the application would stay away.
void logUnwritten(const Result<>& written)
{
    if (!written)
        log::write(log::Level::Error, kLogger, written.error());
}

Result<> runStep(Journal& journal, std::size_t index, const Step& step, TaskContext& context, const Observer& observer)
{
    QBM_CHECK(journal.step(index, StepState::Running));
    tell(observer, {.kind = Event::Kind::StepState, .step = index, .state = StepState::Running});
    JournalStepContext stepContext(journal, index, context.stopToken(), observer);
    QBM_CHECK(context.checkpoint());
    QBM_CHECK(call(step.run, stepContext));
    QBM_CHECK(call(step.verify, stepContext));
    QBM_CHECK(journal.step(index, StepState::Done));
    tell(observer, {.kind = Event::Kind::StepState, .step = index, .state = StepState::Done});
    return {};
}

Result<> undoStep(Journal& journal, std::size_t index, const Step& step, const Observer& observer)
{
    logUnwritten(journal.step(index, StepState::Undoing));
    tell(observer, {.kind = Event::Kind::StepState, .step = index, .state = StepState::Undoing});
    JournalStepContext stepContext(journal, index, std::stop_token(), observer);
    QBM_CHECK(call(step.undo, stepContext));
    logUnwritten(journal.step(index, StepState::Undone));
    tell(observer, {.kind = Event::Kind::StepState, .step = index, .state = StepState::Undone});
    return {};
}

/// \error as the operation's own; Conflict: a check says no, see `detail`
Result<Plan> planAndCheck(Operation& operation, TaskContext& context)
{
    QBM_TRY(plan, operation.plan(context));
    QBM_TRY(checks, operation.check(context));
    if (!mayRun(checks))
        return fail(ErrorKind::Conflict,
            text(QT_TRANSLATE_NOOP("core", "\"%1\" was not begun: a check says no."), plan.title), failedReasons(checks));
    return plan;
}

/// \param all this failure and those before it
void noteFailure(Journal& journal, std::size_t index, const Error& error, const Error& all, const Observer& observer)
{
    log::write(log::Level::Error, kLogger, error);
    logUnwritten(journal.step(index, StepState::Failed));
    logUnwritten(journal.failed(all));
    tell(observer,
        {.kind = Event::Kind::StepState, .step = index, .state = StepState::Failed, .message = error.message});
}

} // namespace

Engine::Engine(EngineOptions options)
    : m_options(std::move(options))
    , m_ledger(m_options.stateFolder / "ledger.jsonl", *m_options.clock)
{
}

Result<> Engine::requireWritable() const
{
    if (m_options.access == AccessMode::ReadOnly)
        return fail(ErrorKind::Denied,
            text(QT_TRANSLATE_NOOP("core", "Nothing was changed: %1 is open read-only. Open it without read-only mode to run operations."),
                m_options.profile));
    return {};
}

Result<> Engine::recordInLedger(const Record& record, const std::string& result, std::vector<PlanLine> plan) const
{
    LedgerEntry entry;
    entry.operation = record.id;
    entry.kind = record.kind;
    entry.profile = record.profile;
    entry.actor = m_options.actor;
    entry.reason = record.reason;
    entry.title = record.title;
    entry.plan = std::move(plan);
    entry.result = result;
    entry.error = record.error;
    return m_ledger.append(std::move(entry));
}

Result<Outcome> Engine::run(Operation& operation, const std::string& reason, TaskContext& context, const Observer& observer)
{
    QBM_CHECK(requireWritable());
    auto asked = planAndCheck(operation, context);
    if (!asked) {
        if (asked.error().kind != ErrorKind::Cancelled)
            operation.noteNotBegun(
                asked.error().detail.empty() ? asked.error().english() : asked.error().detail, context);
        return fail(std::move(asked).error());
    }
    const Plan plan = std::move(*asked);

    Record record;
    record.id = makeId(m_options.clock->now());
    record.kind = operation.kind();
    record.parameters = operation.parameters();
    record.profile = m_options.profile;
    record.actor = m_options.actor;
    record.reason = reason;
    record.title = plan.title;
    record.target = plan.target;
    for (const Step& step : operation.steps())
        record.steps.push_back({step.id, step.title, StepState::Pending});

    QBM_TRY(journal, Journal::begin(journalFolder(), std::move(record), *m_options.clock, m_options.onJournalPoint));
    QBM_CHECK(recordInLedger(journal.record(), "started", plan.lines));
    return execute(journal, operation, context, observer);
}

Result<Outcome> Engine::resume(const std::string& id, Operation& operation, TaskContext& context, const Observer& observer)
{
    QBM_CHECK(requireWritable());
    QBM_TRY(journal, Journal::open(journalFolder(), id, *m_options.clock, m_options.onJournalPoint));
    return execute(journal, operation, context, observer);
}

Result<Outcome> Engine::undo(const std::string& id, Operation& operation, TaskContext& context, const Observer& observer)
{
    QBM_CHECK(requireWritable());
    QBM_CHECK(context.checkpoint());
    QBM_TRY(journal, Journal::open(journalFolder(), id, *m_options.clock, m_options.onJournalPoint));
    tell(observer, {.kind = Event::Kind::Begun, .record = journal.record()});
    return takeBack(journal, operation, observer, std::nullopt);
}

Result<Record> Engine::close(const std::string& id, const std::string& reason)
{
    const auto first = reason.find_first_not_of(" \t\r\n");
    if (first == std::string::npos)
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "Operation %1 was not closed: say why with a reason, for those who read the ledger later."), id));
    const std::string why = reason.substr(first, reason.find_last_not_of(" \t\r\n") - first + 1);
    QBM_CHECK(requireWritable());
    QBM_TRY(journal, Journal::open(journalFolder(), id, *m_options.clock, m_options.onJournalPoint));
    Record closing = journal.record();
    closing.reason = why;
    QBM_CHECK(recordInLedger(closing, std::string(name(RecordState::Closed)), {})); // first, as every ending
    QBM_CHECK(journal.close(m_options.actor, why));
    return journal.record();
}

Result<Outcome> Engine::execute(Journal& journal, Operation& operation, TaskContext& context, const Observer& observer) const
{
    const std::vector<Step> steps = operation.steps();
    if (steps.size() != journal.record().steps.size())
        return fail(ErrorKind::Unsupported,
            text(QT_TRANSLATE_NOOP("core", "Operation %1 was begun by another version with other steps; continue it with that one."),
                journal.record().id));
    tell(observer, {.kind = Event::Kind::Begun, .record = journal.record()});
    std::optional<Error> failure; ///< of steps that the later ones do not need
    bool keeps = true; ///< of the failures so far
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const Step& step = steps[i];
        const StepRecord& recorded = journal.record().steps[i];
        if (recorded.state == StepState::Done && !recorded.again && !step.repeatOnResume) {
            tell(observer, {.kind = Event::Kind::StepState, .step = i, .state = StepState::Done});
            continue;
        }
        auto result = runStep(journal, i, step, context, observer);
        if (result)
            continue;
        const Error error = std::move(result.error()).within(step.title);
        const bool cancelled = error.kind == ErrorKind::Cancelled;
        failure = joined(std::move(failure), error);
        noteFailure(journal, i, error, *failure, observer);
        keeps = keeps && step.keepOnFailure;
        if ((step.continueOnFailure || step.keepOnFailure) && !cancelled)
            continue;
        if (cancelled && operation.onStop() == Operation::OnStop::Leave)
            return conclude(journal, RecordState::Stopped, observer);
        return takeBack(journal, operation, observer, std::move(failure));
    }
    if (failure && !keeps)
        return takeBack(journal, operation, observer, std::move(failure));
    return conclude(journal, failure ? RecordState::NeedsAttention : RecordState::Done, observer);
}

Result<Outcome> Engine::takeBack(
    Journal& journal, Operation& operation, const Observer& observer, std::optional<Error> why) const
{
    if (!operation.reversible())
        return conclude(journal, RecordState::Stopped, observer);
    const std::vector<Step> steps = operation.steps();
    bool everythingUndone = true;
    for (std::size_t i = std::min(steps.size(), journal.record().steps.size()); i-- > 0;) {
        const StepState state = journal.record().steps[i].state;
        // A step that was undone before a kill is undone again: what stands after it in the list may have come back since.
        if (state == StepState::Pending || !steps[i].undo)
            continue;
        // Steps were done one on top of the other; taking one back around a later one could make things worse.
        if (!everythingUndone && !steps[i].undoRegardless)
            continue;
        auto undone = undoStep(journal, i, steps[i], observer);
        if (undone)
            continue;
        const Error error = std::move(undone.error()).within(
            text(QT_TRANSLATE_NOOP("core", "Taking back \"%1\""), steps[i].title));
        why = joined(std::move(why), error);
        noteFailure(journal, i, error, *why, observer);
        everythingUndone = false;
    }
    return conclude(journal, everythingUndone ? RecordState::Undone : RecordState::NeedsAttention, observer);
}

Result<Outcome> Engine::conclude(Journal& journal, RecordState state, const Observer& observer) const
{
    // The ledger first: if the process dies between the two, the journal is still open and ends once more.
    Record ending = journal.record();
    if (state == RecordState::Done)
        ending.error.reset();
    QBM_CHECK(recordInLedger(ending, std::string(name(state)), {}));
    QBM_CHECK(journal.end(state));
    Outcome outcome{journal.record()};
    outcome.record.error = ending.error;
    tell(observer, {.kind = Event::Kind::Ended, .record = outcome.record});
    return outcome;
}

std::vector<Record> Engine::records() const
{
    std::vector<Record> records;
    for (const std::string& id : Journal::ids(journalFolder())) {
        if (auto record = Journal::read(journalFolder(), id))
            records.push_back(std::move(*record));
        else
            log::write(log::Level::Warning, kLogger, record.error());
    }
    return records;
}

Result<Record> Engine::find(const std::string& idOrLatest) const
{
    const std::vector<Record> all = records();
    if (idOrLatest == "LATEST") {
        const auto newestFirst = all | std::views::reverse;
        const auto unfinished = std::ranges::find_if(newestFirst, [](const Record& record) { return isUnfinished(record.state); });
        if (unfinished != newestFirst.end())
            return *unfinished;
        if (!all.empty())
            return all.back();
        return fail(ErrorKind::NotFound, text(QT_TRANSLATE_NOOP("core", "No operation was ever run with this profile.")));
    }
    std::vector<const Record*> matching;
    for (const Record& record : all) {
        if (record.id == idOrLatest)
            return record;
        if (!idOrLatest.empty() && record.id.starts_with(idOrLatest))
            matching.push_back(&record);
    }
    if (matching.size() == 1)
        return *matching.front();
    return fail(ErrorKind::NotFound,
        matching.empty() ? text(QT_TRANSLATE_NOOP("core", "There is no operation %1; \"operation list\" shows those there are."), idOrLatest)
                         : text(QT_TRANSLATE_NOOP("core", "%1 operations begin with %2; give more of the id."), matching.size(), idOrLatest));
}

std::string currentActor()
{
    std::array<char, 256> host{};
    if (gethostname(host.data(), host.size() - 1) != 0)
        host[0] = '\0';
    const passwd* user = getpwuid(geteuid()); // once at start, before other threads
    return std::string(user != nullptr ? user->pw_name : std::to_string(geteuid())) + "@" + host.data();
}

} // namespace qbm::operation
