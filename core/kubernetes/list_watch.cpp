// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/list_watch.h"

#include <algorithm>
#include <random>

namespace qbm::kubernetes {

namespace {

constexpr int kFirstRows = 50; // of a streamed listing are shown at once
constexpr int kMaxFailedStreams = 2;
constexpr std::chrono::seconds kLongWatch{5};
constexpr std::chrono::milliseconds kListingSilence{20'000};
/// How long a resumed watch may be silent while it is not known whether the rows still hold: bookmarks come once a minute,
/// and nobody waits that long for a word that a listing gives at once.
constexpr std::chrono::milliseconds kDoubtfulSilence{1'000};

bool isFaultOfRequest(const Error& error)
{
    return error.kind == ErrorKind::InvalidInput || error.kind == ErrorKind::NotFound
        || error.kind == ErrorKind::Unsupported || error.kind == ErrorKind::Conflict;
}

std::string columnNames(const JsonValue& definitions)
{
    std::string names;
    for (const JsonValue& column : definitions.items())
        names += column["name"].string() + '\n';
    return names;
}

} // namespace

ListWatch::ListWatch(Client& client, ListWatchTarget target, ListWatchSink& sink, ListWatchTuning tuning)
    : m_client(client)
    , m_target(std::move(target))
    , m_sink(sink)
    , m_tuning(tuning)
{
    if (m_tuning.seed == 0)
        m_tuning.seed = std::random_device{}();
}

/// While the server puts us off, nobody tells us what changes.
void ListWatch::putOff(const Text& why)
{
    m_confirmed = false;
    m_sink.interrupted(Error{ErrorKind::Exhausted, why, {}, {}});
}

void ListWatch::run(TaskContext& outer)
{
    TaskContext context(outer.stopToken(), [this](const Progress& progress) { putOff(progress.step); });
    net::Backoff backoff(m_tuning.firstPause, m_tuning.longestPause, m_tuning.seed);
    bool wasAway = false;
    m_confirmed = false;
    while (!context.stopRequested()) {
        m_opened = m_moved = m_listed = m_mustList = false;
        m_retryAfter = {};
        auto outcome = m_resourceVersion.empty() && !mayStreamListing(context) ? listAll(context) : Result<>();
        if (outcome)
            outcome = watchOnce(context);
        if (context.stopRequested())
            return;
        // A watch that was accepted and then broke is resumed without alarm; nothing was missed.
        if (!outcome && (!m_opened || m_listing)) {
            m_confirmed = false;
            m_sink.interrupted(outcome.error());
        }
        // How long a server was away says nothing about how it does now that it answers.
        const bool answered = m_opened || m_listed;
        if (m_moved || (answered && wasAway))
            backoff.reset();
        wasAway = !answered;
        // The pause keeps a server that ends every watch at once from being asked in a tight loop.
        if (!m_moved && !m_mustList && !context.sleepFor(backoff.next(m_retryAfter)))
            return;
    }
}

/// Streamed, the first rows are there sooner and need less memory on both sides (tests/bench/RESULTS.md), and the watch
/// goes on without a gap. A Table is listed in pages: its columns come with every page, but with one event of a stream.
bool ListWatch::mayStreamListing(TaskContext& context) const
{
    return m_tuning.streamedLists && m_failedStreams < kMaxFailedStreams
        && m_target.representation != Representation::Table
        && m_client.offersStreamedLists(m_target.path.resource, context);
}

Result<> ListWatch::listAll(TaskContext& context)
{
    PageHandler handler;
    handler.onPage = [&](const JsonValue& page) -> Result<> {
        takePage(page);
        return {};
    };
    handler.onRestart = [&] { m_sink.listBegins(); };
    ListOptions options;
    options.pageSize = m_tuning.pageSize;
    options.representation = m_target.representation;
    m_sink.listBegins();
    auto listed = m_client.list(m_target.path, options, handler, context);
    // A namespace that is not there lists as empty, so this can only be the version.
    if (!listed && listed.error().kind == ErrorKind::NotFound && m_target.older) {
        std::swap(m_target.path.resource, *m_target.older);
        listed = m_client.list(m_target.path, options, handler, context);
    }
    QBM_TRY(end, std::move(listed));
    if (end.resourceVersion.empty())
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP(
                     "core", "The cluster lists %1 without a resourceVersion, so that they cannot be followed."),
                m_target.path.toString()));
    m_sink.listEnds();
    m_listed = m_confirmed = true;
    m_failedStreams = 0;
    m_resourceVersion = end.resourceVersion;
    return {};
}

void ListWatch::takePage(const JsonValue& page)
{
    if (m_target.representation == Representation::Table) {
        const JsonValue definitions = page["columnDefinitions"];
        m_columnNames = columnNames(definitions);
        m_sink.columnsAre(isTable(page) ? definitions : JsonValue());
    }
    for (const ListItem& item : itemsOf(page))
        m_sink.listed(item);
    m_sink.pageEnds();
}

/// Somebody may have given a resource definition other columns since: the rows listed before do not fit them.
bool ListWatch::sameColumns(const JsonValue& object) const
{
    const JsonValue definitions = object["columnDefinitions"]; // only the first event of a watch has them
    return !definitions.isArray() || definitions.items().empty() || columnNames(definitions) == m_columnNames;
}

/// An event of the initial part of a watch that begins with a listing.
bool ListWatch::followListing(WatchEventType type, const JsonValue& object)
{
    if (type == WatchEventType::Added) {
        m_sink.listed(itemOf(object));
        if (++m_streamedRows == kFirstRows || m_streamedRows % std::max(1, m_tuning.pageSize) == 0)
            m_sink.pageEnds();
        return true;
    }
    if (type != WatchEventType::Bookmark || !endsInitialEvents(object)) {
        // A server whose cache lags may send changes before the end: begun anew. Twice in a row, or a bookmark that is
        // not the end: it does not know what we asked for.
        if (type == WatchEventType::Bookmark || ++m_failedStreams >= kMaxFailedStreams)
            m_client.rememberNoStreamedLists(m_target.path.resource);
        m_listing = false;
        m_moved = true;
        return false;
    }
    m_sink.listEnds();
    m_resourceVersion = resourceVersionOf(object);
    m_listing = false;
    m_failedStreams = 0;
    m_listed = m_confirmed = m_moved = true;
    return true;
}

bool ListWatch::follow(WatchEventType type, const JsonValue& object)
{
    if (m_listing)
        return followListing(type, object);
    if (m_target.representation == Representation::Table && isTable(object) && !sameColumns(object)) {
        m_resourceVersion.clear();
        return false;
    }
    if (type == WatchEventType::Bookmark)
        m_sink.heard(); // its object is an empty shell but for the version
    else if (type == WatchEventType::Deleted)
        m_sink.deleted(itemOf(object));
    else
        m_sink.changed(itemOf(object));
    if (const auto version = resourceVersionOf(object); !version.empty())
        m_resourceVersion = version;
    m_confirmed = m_moved = true;
    return true;
}

Result<> ListWatch::watchOnce(TaskContext& context)
{
    m_listing = m_resourceVersion.empty();
    m_streamedRows = 0;
    if (m_listing)
        m_sink.listBegins();
    WatchHandler handler;
    // That it was accepted confirms nothing yet: a server that was started anew opens the watch, and then says that the
    // version is gone.
    handler.onOpen = [&] { m_opened = true; };
    handler.onEvent = [&](WatchEventType type, const JsonValue& object) { return follow(type, object); };
    // A listing has no quiet minutes. The live part behind it on the same connection is then resumed a little early.
    const auto silence = m_listing ? std::min(m_tuning.silence, kListingSilence)
        : m_confirmed              ? m_tuning.silence
                                   : std::min(m_tuning.silence, kDoubtfulSilence);
    const WatchOptions options{m_resourceVersion, m_tuning.watchTimeout, m_target.representation, m_listing, silence};
    const auto started = std::chrono::steady_clock::now();
    auto end = m_client.watch(m_target.path, options, handler, context);
    // A quiet watch that ran its time, or whose connection died after a while, is as good as one with events.
    m_moved = m_moved || (m_opened && std::chrono::steady_clock::now() - started > kLongWatch);
    m_failedStreams += m_listing ? 1 : 0;
    if (!end) {
        if (m_listing && end.error().kind == ErrorKind::Timeout) // it began and forgot to end
            m_client.rememberNoStreamedLists(m_target.path.resource);
        if (!m_listing && !m_confirmed && end.error().kind == ErrorKind::Timeout) {
            listAtOnce();
            return {};
        }
        return fail(std::move(end).error());
    }
    m_retryAfter = end->retryAfter;
    return m_listing ? judgeUnfinishedListing(std::move(*end)) : judge(std::move(*end));
}

/// Only a server that calls even the version of a listing just made expired is given a pause.
void ListWatch::listAtOnce()
{
    m_resourceVersion.clear();
    m_mustList = !m_listed;
}

/// What the end of a watch means for where we stand.
Result<> ListWatch::judge(WatchEnd end)
{
    if (end.expired)
        listAtOnce();
    if (!end.error)
        return {};
    // An ERROR event we cannot place may hide a gap, and a request found faulty can only be faulty in its version: a
    // fresh list is sure.
    if (!end.refused || isFaultOfRequest(*end.error))
        m_resourceVersion.clear();
    return fail(std::move(*end.error));
}

Result<> ListWatch::judgeUnfinishedListing(WatchEnd end)
{
    if (end.refused && end.error && (isFaultOfRequest(*end.error) || end.error->kind == ErrorKind::Denied)) {
        // Streaming is switched off there, or only listing is allowed. Pages tell what is really wrong, if anything is.
        m_client.rememberNoStreamedLists(m_target.path.resource);
        m_listing = false;
        m_moved = true;
        return {};
    }
    if (end.error)
        return fail(std::move(*end.error));
    return fail(ErrorKind::Unreachable,
        text(QT_TRANSLATE_NOOP("core", "The cluster ended the listing of %1 before it was whole."),
            m_target.path.toString()));
}

} // namespace qbm::kubernetes
