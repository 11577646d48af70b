// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/http_server.h"

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
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
    /// Pages after the first are held back until released.
    void holdLaterPages(bool held);

    /// name -> resourceVersion of every pod there is.
    std::map<std::string, std::string> contents() const;
    int lists() const { return m_lists; }
    int watches() const { return m_watches; }
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
    Answer watch(std::uint64_t from);
    void stream(std::uint64_t from, const std::function<bool(std::string_view)>& write);
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
    std::atomic<int> m_lists = 0, m_watches = 0, m_openWatches = 0, m_troubles = 0;
    HttpServer m_server; // last: its threads use all of the above

public:
    ~UnrulyApi();
};

} // namespace qbm::test
