// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/http_server.h"

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace qbm::test {

/// A collection of pods behind list and watch that misbehaves as badly as an API server may: watches cut anywhere, also in
/// the middle of a line, 410 in all three shapes, 429, 500, expired continue tokens. Seeded.
class UnrulyApi {
public:
    explicit UnrulyApi(unsigned seed);

    std::string url() const { return m_server.url(); }
    /// Adds, changes or deletes one pod at random.
    void change();
    /// Forgets the history: every watch from before is answered 410.
    void compact();
    /// From now on everything is answered properly.
    void behave() { m_unruly = false; }
    void deny(bool denied) { m_denied = denied; }
    /// How it takes a watch that asks for a listing first: as servers since 1.32, as those that have it switched off, as
    /// one that claims to be new but does not look at it, or as those that never heard of it. To be set before the first request.
    enum class StreamedLists { Offered, Refused, Ignored, Unknown };
    void setStreamedLists(StreamedLists how) { m_streamedLists = how; }
    /// Ends every open watch, in the middle of a line where one is to be sent.
    void cutWatches() { ++m_cutOrders; }
    /// Everything is answered 429 while it lasts.
    void storm(bool raging) { m_storm = raging; }
    int refusals() const { return m_refusals; } ///< 429 of a storm
    /// Watches are accepted and then nothing is sent any more, not even a line break.
    void freeze(bool frozen) { m_frozen = frozen; }
    /// Pages after the first are held back until released.
    void holdLaterPages(bool held);

    /// name -> resourceVersion of every pod there is.
    std::map<std::string, std::string> contents() const;
    int lists() const { return m_lists; }
    int watches() const { return m_watches; }
    int streamedLists() const { return m_streamed; }
    int cuts() const { return m_cuts; } ///< watches ended in the middle of something
    int expirations() const { return m_expirations; }
    int openWatches() const { return m_openWatches; }
    int troubles() const { return m_troubles; }

private:
    struct Change {
        std::uint64_t version;
        std::string type;
        std::string name;
    };
    Answer answer(const SeenRequest& request);
    Answer list(const SeenRequest& request);
    Answer watch(const SeenRequest& request);
    using Write = std::function<bool(std::string_view)>;
    /// The version the listing is of; nothing if it was cut.
    std::optional<std::uint64_t> streamListing(const Write& write);
    void stream(std::uint64_t from, const Write& write);
    std::string newLines(std::uint64_t& from, bool& cut, bool cutNow);
    bool trouble(int oneIn);
    static std::string pod(const std::string& name, std::uint64_t version);
    static Answer status(int code, const std::string& reason);

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::mt19937 m_random;
    std::map<std::string, std::uint64_t> m_pods;
    std::vector<Change> m_history;
    std::uint64_t m_version = 100;
    std::uint64_t m_compacted = 0; // changes up to here are forgotten
    bool m_held = false;
    std::atomic<bool> m_unruly = true, m_denied = false, m_closing = false;
    std::atomic<bool> m_frozen = false, m_storm = false;
    std::atomic<int> m_cutOrders = 0, m_refusals = 0;
    std::atomic<StreamedLists> m_streamedLists = StreamedLists::Unknown;
    std::atomic<int> m_lists = 0, m_watches = 0, m_openWatches = 0, m_troubles = 0, m_streamed = 0, m_cuts = 0, m_expirations = 0;
    HttpServer m_server; // last: its threads use all of the above

public:
    ~UnrulyApi();
};

} // namespace qbm::test
