// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kubernetes/client.h"
#include "core/kubernetes/list_item.h"

#include <chrono>
#include <optional>
#include <string>

namespace qbm::kubernetes {

/// Where a ListWatch puts what it learns. All calls come from its one thread.
class ListWatchSink {
public:
    virtual ~ListWatchSink() = default;
    virtual void listBegins() = 0; ///< also when a listing starts over: forget the pages of the one before
    /// The columns of the Table rows that follow, before the first of them; absent where the server sends no Table.
    virtual void columnsAre(const JsonValue& /*definitions*/) { }
    virtual void listed(const ListItem& item) = 0;
    virtual void pageEnds() = 0;
    virtual void listEnds() = 0; ///< what was listed is now the whole truth
    virtual void changed(const ListItem& item) = 0; ///< added or modified
    virtual void deleted(const ListItem& item) = 0;
    virtual void heard() = 0; ///< the server sent a bookmark: what we hold is fresh
    virtual void interrupted(const Error& error) = 0; ///< what we hold may be stale; trying again
};

struct ListWatchTuning {
    std::chrono::milliseconds firstPause{500};
    std::chrono::milliseconds longestPause{30'000};
    int pageSize = 500;
    std::chrono::seconds watchTimeout{300};
    std::chrono::milliseconds silence{75'000}; ///< without a byte for so long, a watch counts as dead
    bool streamedLists = true; ///< where the server offers them; else pages
    std::uint32_t seed = 0; ///< of the jitter; 0: random
};

/// What a ListWatch follows.
struct ListWatchTarget {
    CollectionPath path;
    std::optional<Resource> older; ///< asked for instead where the server does not know path's version
    Representation representation = Representation::Object;
};

/// Lists a collection, then watches it for ever: in pages, or streamed as the beginning of the watch. Resumes cut
/// watches from the last resourceVersion; lists again at once on 410, and where a watch resumed after an outage says
/// nothing; backs off with jitter while the server cannot answer. Whatever is cut when, the sink ends equal to a fresh
/// list.
class ListWatch {
public:
    ListWatch(Client& client, ListWatchTarget target, ListWatchSink& sink, ListWatchTuning tuning = {});

    /// Runs until stopped; `resourceVersion` continues an earlier run whose contents the sink still holds.
    void run(TaskContext& context);
    /// Where the watch stands; empty: must list.
    const std::string& resourceVersion() const { return m_resourceVersion; }

private:
    bool mayStreamListing(TaskContext& context) const;
    Result<> listAll(TaskContext& context);
    Result<> watchOnce(TaskContext& context);
    Result<> judge(WatchEnd end);
    Result<> judgeUnfinishedListing(WatchEnd end);
    void listAtOnce();
    void putOff(const Text& why);
    void takePage(const JsonValue& page);
    /// False if the watch cannot go on.
    bool follow(WatchEventType type, const JsonValue& object);
    bool followListing(WatchEventType type, const JsonValue& object);
    bool sameColumns(const JsonValue& object) const;

    Client& m_client;
    ListWatchTarget m_target;
    ListWatchSink& m_sink;
    ListWatchTuning m_tuning;
    std::string m_resourceVersion;
    std::string m_columnNames; // of the last listing, where it was a Table
    std::chrono::milliseconds m_retryAfter{0}; // asked for by the last failed answer
    bool m_listing = false; // the watch begins with a listing that has not ended yet
    int m_streamedRows = 0; // of that listing
    int m_failedStreams = 0; // listings in a row that were cut
    bool m_opened = false; // the last watch was accepted
    bool m_moved = false; // and delivered something
    bool m_listed = false; // a listing was whole, in this round
    bool m_mustList = false; // the next round begins with a listing, without a pause
    bool m_confirmed = false; // since the last interruption the server has told by a listing, event or bookmark where we stand
};

} // namespace qbm::kubernetes
