// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operation/journal.h"

#include "core/base/json_text.h"
#include "core/operation/journal_notes.h"
#include "core/operation/text_json.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <ranges>
#include <thread>

namespace qbm::operation {

namespace {

using Json = nlohmann::json;

constexpr std::array kStepStates{
    StepState::Pending, StepState::Running, StepState::Done, StepState::Failed, StepState::Undoing, StepState::Undone};
constexpr std::array kRecordStates{RecordState::Running, RecordState::Interrupted, RecordState::NeedsAttention,
    RecordState::Done, RecordState::Undone, RecordState::Stopped, RecordState::Closed};

std::filesystem::path journalFile(const std::filesystem::path& folder, const std::string& id)
{
    return folder / (id + ".journal");
}

std::filesystem::path lockFile(const std::filesystem::path& folder, const std::string& id)
{
    return folder / (id + ".lock");
}

/// A torn sequence of bytes in an argument must not keep a journal from being written.
Json beginLine(const Record& record)
{
    Json steps = Json::array();
    for (const StepRecord& step : record.steps)
        steps.push_back({{"id", step.id}, {"title", toJson(step.title)}});
    return {{"event", "begin"}, {"id", record.id}, {"kind", record.kind}, {"parameters", record.parameters},
        {"profile", record.profile}, {"actor", record.actor}, {"reason", record.reason}, {"title", toJson(record.title)},
        {"target", record.target}, {"steps", std::move(steps)}, {"at", formatRfc3339(record.startedAt)}};
}

template <class State, std::size_t size>
State stateFromName(const std::array<State, size>& states, const std::string& text)
{
    for (const State state : states) {
        if (text == name(state))
            return state;
    }
    throw std::runtime_error("unknown state " + text); // caught by parseJournal
}

void applyBegin(Record& record, const Json& line)
{
    record.id = line.at("id");
    record.kind = line.at("kind");
    record.parameters = line.at("parameters").get<Values>();
    record.profile = line.at("profile");
    record.actor = line.at("actor");
    record.reason = line.at("reason");
    record.title = textFromJson(line.at("title"));
    record.target = line.at("target");
    for (const Json& step : line.at("steps"))
        record.steps.push_back({step.at("id"), textFromJson(step.at("title")), StepState::Pending});
}

/// Steps stand on those before them. One without a way back of its own stays Done when what it stands on is taken back:
/// an operation that goes on would build on what is gone.
void applyStep(Record& record, std::size_t index, StepState state)
{
    record.steps.at(index).state = state;
    if (state == StepState::Done)
        record.steps[index].again = false;
    if (state != StepState::Undoing && state != StepState::Undone)
        return;
    for (std::size_t later = index; later < record.steps.size(); ++later)
        record.steps[later].again = true;
}

void applyLine(Record& record, const Json& line)
{
    const std::string event = line.at("event");
    const TimePoint at = parseRfc3339(line.at("at").get<std::string>()).value_or(record.changedAt);
    record.changedAt = at;
    if (event == "begin") {
        record.startedAt = at;
        applyBegin(record, line);
    } else if (event == "step") {
        applyStep(record, line.at("step").get<std::size_t>(), stateFromName(kStepStates, line.at("state")));
        record.state = RecordState::Interrupted; // going on after an end that needed attention
    } else if (event == "value") {
        record.values[line.at("key").get<std::string>()] = line.at("value");
    } else if (event == "failed") {
        record.error = errorFromJson(line.at("error"));
    } else if (event == "end") {
        record.state = stateFromName(kRecordStates, line.at("state"));
        if (record.state == RecordState::Closed)
            record.closing = Closing{line.at("actor"), line.at("reason"), at};
    }
}

Result<Record> parseJournal(const std::string& content, const std::filesystem::path& file)
{
    Record record;
    std::size_t number = 0;
    try {
        for (const auto part : std::views::split(content, '\n')) {
            const std::string_view line(part.begin(), part.end());
            ++number;
            if (line.empty())
                continue;
            // A line without its end was being written when the process died: the step it announces had not begun.
            const bool torn = line.data() + line.size() == content.data() + content.size();
            if (torn)
                break;
            applyLine(record, Json::parse(line));
        }
    } catch (const std::exception& exception) {
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "The journal %1 cannot be read at line %2."), file.string(), number), exception.what());
    }
    if (record.id.empty())
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "The journal %1 ends before its operation began; nothing had been changed."), file.string()));
    return record;
}

/// Cuts a torn last line off, so that what is appended starts on a line of its own.
Result<> dropTornLine(const std::filesystem::path& file, const std::string& content)
{
    if (content.empty() || content.back() == '\n')
        return {};
    const std::size_t end = content.rfind('\n');
    return writeFileDurably(file, end == std::string::npos ? std::string_view() : std::string_view(content).substr(0, end + 1), 0600);
}

} // namespace

std::string_view name(StepState state)
{
    switch (state) {
    case StepState::Pending: return "pending";
    case StepState::Running: return "running";
    case StepState::Done: return "done";
    case StepState::Failed: return "failed";
    case StepState::Undoing: return "undoing";
    case StepState::Undone: return "undone";
    }
    return "pending";
}

std::string_view name(RecordState state)
{
    switch (state) {
    case RecordState::Running: return "running";
    case RecordState::Interrupted: return "interrupted";
    case RecordState::NeedsAttention: return "needs-attention";
    case RecordState::Done: return "done";
    case RecordState::Undone: return "undone";
    case RecordState::Stopped: return "stopped";
    case RecordState::Closed: return "closed";
    }
    return "interrupted";
}

Error endedError(const Record& record)
{
    if (record.closing)
        return {ErrorKind::Conflict,
            text(QT_TRANSLATE_NOOP("core",
                     "Operation %1 was closed by %2 (%3): a closed one is neither continued nor taken back; run a new one "
                     "for what is still to change."),
                record.id, record.closing->actor, record.closing->reason),
            {}, {}};
    return {ErrorKind::Conflict,
        text(QT_TRANSLATE_NOOP("core", "Operation %1 has ended (%2); there is nothing to continue or take back."), record.id,
            name(record.state)),
        {}, {}};
}

bool isUnfinished(RecordState state)
{
    return state == RecordState::Interrupted || state == RecordState::NeedsAttention;
}

Text unfinishedSentence(const Record& record)
{
    if (record.state == RecordState::NeedsAttention && record.error)
        return text(QT_TRANSLATE_NOOP("core",
                        "\"%1\" (%2) could not be finished and needs attention: %3 Mend that, then \"qbmctl operation resume "
                        "%2\" continues it and \"qbmctl operation undo %2\" takes it back; \"qbmctl operation close %2 "
                        "--reason TEXT\" ends one that something else has moved on."),
            record.title, record.id, record.error->sentence());
    return text(QT_TRANSLATE_NOOP("core",
                    "\"%1\" (%2) was interrupted and nothing finishes it by itself: \"qbmctl operation resume %2\" continues "
                    "it, \"qbmctl operation undo %2\" takes it back, \"qbmctl operation close %2 --reason TEXT\" ends it by "
                    "hand."),
        record.title, record.id);
}

Journal::Journal(std::filesystem::path file, FileLock lock, Record record, const Clock& clock, PointHook hook)
    : m_file(std::move(file))
    , m_lock(std::move(lock))
    , m_record(std::move(record))
    , m_clock(&clock)
    , m_hook(std::move(hook))
{
}

Result<Journal> Journal::begin(const std::filesystem::path& folder, Record record, const Clock& clock, PointHook hook)
{
    QBM_CHECK(makeFolder(folder, 0700));
    QBM_TRY(lock, FileLock::tryAcquire(lockFile(folder, record.id)));
    record.startedAt = record.changedAt = clock.now();
    record.state = RecordState::Running;
    const std::string line = writeJson(beginLine(record));
    const auto file = journalFile(folder, record.id);
    Journal journal(file, std::move(lock), std::move(record), clock, std::move(hook));
    QBM_CHECK(journal.append("begin", line));
    return journal;
}

Result<Journal> Journal::open(const std::filesystem::path& folder, const std::string& id, const Clock& clock, PointHook hook)
{
    const auto file = journalFile(folder, id);
    QBM_CHECK(readFile(file)); // no lock is made for what is not there
    auto lock = FileLock::tryAcquire(lockFile(folder, id));
    // A reader that asks whether the lock is free holds it for an instant; that is no running operation.
    for (int attempt = 0; !lock && attempt < 5; ++attempt) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        lock = FileLock::tryAcquire(lockFile(folder, id));
    }
    if (!lock)
        return fail(ErrorKind::Conflict,
            text(QT_TRANSLATE_NOOP("core", "Operation %1 is running in another window or program; wait for it to end."), id));
    QBM_TRY(content, readFile(file)); // as whoever held it before has left it
    QBM_TRY(record, parseJournal(content, file));
    if (!isUnfinished(record.state))
        return fail(endedError(record));
    QBM_CHECK(dropTornLine(file, content));
    record.state = RecordState::Running;
    const std::string gap = formatRfc3339(record.changedAt) + "/" + formatRfc3339(clock.now());
    const auto before = record.values.find(kInterruptedKey);
    const std::string gaps = before == record.values.end() ? gap : before->second + " " + gap;
    Journal journal(file, std::move(*lock), std::move(record), clock, std::move(hook));
    (void)journal.value(kInterruptedKey, gaps); // a full disk is no reason not to take back
    return journal;
}

Result<Record> Journal::read(const std::filesystem::path& folder, const std::string& id)
{
    QBM_TRY(content, readFile(journalFile(folder, id)));
    QBM_TRY(record, parseJournal(content, journalFile(folder, id)));
    if (isUnfinished(record.state) && !FileLock::tryAcquire(lockFile(folder, id)))
        record.state = RecordState::Running;
    return record;
}

std::vector<std::string> Journal::ids(const std::filesystem::path& folder)
{
    std::vector<std::string> ids;
    std::error_code error;
    for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        if (it->path().extension() == ".journal")
            ids.push_back(it->path().stem().string());
    }
    std::ranges::sort(ids); // an id begins with its time
    return ids;
}

Result<> Journal::append(std::string_view point, const std::string& line)
{
    QBM_CHECK(appendDurably(m_file, line + "\n"));
    if (m_hook)
        m_hook(point);
    return {};
}

Result<> Journal::step(std::size_t index, StepState state)
{
    applyStep(m_record, index, state);
    m_record.changedAt = m_clock->now();
    const Json line{{"event", "step"}, {"step", index}, {"state", name(state)}, {"at", formatRfc3339(m_record.changedAt)}};
    return append(m_record.steps[index].id + ":" + std::string(name(state)), writeJson(line));
}

Result<> Journal::value(const std::string& key, const std::string& value)
{
    m_record.values[key] = value;
    const Json line{{"event", "value"}, {"key", key}, {"value", value}, {"at", formatRfc3339(m_clock->now())}};
    return append("value:" + key, writeJson(line));
}

Result<> Journal::failed(const Error& error)
{
    m_record.error = error;
    const Json line{{"event", "failed"}, {"error", toJson(error)}, {"at", formatRfc3339(m_clock->now())}};
    return append("failed", writeJson(line));
}

Result<> Journal::end(RecordState state)
{
    m_record.state = state;
    m_record.changedAt = m_clock->now();
    const Json line{{"event", "end"}, {"state", name(state)}, {"at", formatRfc3339(m_record.changedAt)}};
    return append("end", writeJson(line));
}

Result<> Journal::close(const std::string& actor, const std::string& reason)
{
    m_record.state = RecordState::Closed;
    m_record.changedAt = m_clock->now();
    m_record.closing = Closing{actor, reason, m_record.changedAt};
    const Json line{{"event", "end"}, {"state", name(m_record.state)}, {"actor", actor}, {"reason", reason},
        {"at", formatRfc3339(m_record.changedAt)}};
    return append("end", writeJson(line));
}

} // namespace qbm::operation
