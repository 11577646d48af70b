// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/kubernetes: the rows of one collection, and the thread that keeps them true.

#include "core/kubernetes/list_watch.h"
#include "core/kubernetes/live.h"
#include "core/kubernetes/objects.h"

#include <algorithm>
#include <mutex>
#include <string_view>
#include <thread>
#include <tuple>

namespace qbm::kubernetes {

/// Makes rows of whole objects.
template <class RowType> struct ObjectReader {
    using Row = RowType;
    using Interface = Live<Row>;
    Row (*decode)(const JsonValue& object);

    Row read(const ListItem& item) const { return decode(item.object); }
    void columnsAre(const JsonValue&) { }
};

/// Rows in the order of namespace and name. Readers get snapshots that never change; so that looking is cheap at 10,000
/// rows, a snapshot is the store's own rows until the next change, which then works on a copy: that costs the store's
/// thread one copy a look, and the looker nothing.
template <class Reader>
class LiveStore : public Reader::Interface,
                  public ListWatchSink,
                  public std::enable_shared_from_this<LiveStore<Reader>> {
public:
    using Row = typename Reader::Row;
    using Rows = std::vector<std::shared_ptr<const Row>>;

    template <class... ReaderArguments>
    LiveStore(std::shared_ptr<Client> client, ListWatchTarget target, const ListWatchTuning& tuning,
        ReaderArguments... readerArguments)
        : m_client(std::move(client))
        , m_reader{readerArguments...}
        , m_listWatch(*m_client, std::move(target), *this, tuning)
    {
    }

    std::shared_ptr<const Snapshot<Row>> snapshot() const override
    {
        const std::lock_guard lock(m_mutex);
        m_told = false;
        m_taken = true;
        return m_snapshot;
    }

    Subscription subscribe(std::function<void()> changed) override
    {
        auto subscriber = std::make_shared<Subscriber>();
        subscriber->changed = std::move(changed);
        const std::lock_guard lock(m_subscribersMutex);
        m_subscribers.push_back(subscriber);
        if (m_subscribers.size() == 1)
            start();
        {
            const std::lock_guard rowsLock(m_mutex);
            m_told = false;
        }
        return Subscription([store = this->shared_from_this(), subscriber] { store->unsubscribe(subscriber); });
    }

protected:
    const Reader& reader() const { return m_reader; }

private:
    /// One who wants to be told. Its mutex makes the end of a subscription wait for a call under way.
    struct Subscriber {
        std::mutex mutex;
        std::function<void()> changed;
        bool alive = true;
    };

    void unsubscribe(const std::shared_ptr<Subscriber>& subscriber)
    {
        {
            const std::lock_guard lock(subscriber->mutex);
            subscriber->alive = false;
        }
        const std::lock_guard lock(m_subscribersMutex);
        std::erase(m_subscribers, subscriber);
        // Not waited for: it ends within moments, and whoever comes next waits for it in its own thread.
        if (m_subscribers.empty())
            m_thread.request_stop();
    }

    void start()
    {
        m_thread = std::jthread([this, before = std::move(m_thread)](const std::stop_token& stop) mutable {
            if (before.joinable())
                before.join();
            setState(LiveState::Loading);
            TaskContext context(stop);
            m_listWatch.run(context);
            setState(LiveState::Idle);
        });
    }

    void setState(LiveState state)
    {
        apply([&](Snapshot<Row>& next) {
            next.state = state;
            next.error.reset();
        });
    }

    // The sink: called by the one running thread, which alone changes rows.

    void listBegins() override
    {
        m_pending.clear();
        m_sorted = 0;
    }

    void columnsAre(const JsonValue& definitions) override { m_reader.columnsAre(definitions); }

    void listed(const ListItem& item) override { m_pending.push_back(make(item)); }

    void pageEnds() override
    {
        sortPending();
        // The first listing is shown as it comes; a later one replaces what is shown only when it is whole.
        Rows shown = m_synced ? Rows() : m_pending;
        apply([&](Snapshot<Row>& next) {
            if (m_synced)
                return; // the rows shown are as old as before
            next.heardAt = systemClock().now();
            next.rows.swap(shown);
        });
    }

    void listEnds() override
    {
        sortPending();
        apply([&](Snapshot<Row>& next) {
            next.rows.swap(m_pending);
            confirm(next);
        });
        m_synced = true;
        Rows().swap(m_pending); // gives its memory back: the next listing may be hours away
        m_sorted = 0;
    }

    void changed(const ListItem& item) override
    {
        auto row = make(item);
        apply([&](Snapshot<Row>& next) {
            const auto at = lowerBound(next.rows, keyOf(*row));
            if (at != next.rows.end() && keyOf(**at) == keyOf(*row))
                at->swap(row); // the old one is freed outside the lock
            else
                next.rows.insert(at, std::move(row));
            confirm(next);
        });
    }

    void deleted(const ListItem& item) override
    {
        const JsonValue metadata = item.object["metadata"];
        const Key key{metadata["namespace"].view(), metadata["name"].view()};
        apply([&](Snapshot<Row>& next) {
            const auto at = lowerBound(next.rows, key);
            if (at != next.rows.end() && keyOf(**at) == key)
                next.rows.erase(at);
            confirm(next);
        });
    }

    void heard() override
    {
        const bool wasLive = m_snapshot->state == LiveState::Live; // only this thread changes it
        apply([&](Snapshot<Row>& next) { confirm(next); }, !wasLive);
    }

    void interrupted(const Error& error) override
    {
        apply([&](Snapshot<Row>& next) {
            next.state = LiveState::Interrupted;
            next.error = error;
        });
    }

    static void confirm(Snapshot<Row>& next)
    {
        next.heardAt = systemClock().now();
        next.state = LiveState::Live;
        next.error.reset();
    }

    /// \param isNews false where only the time is newer: nobody needs to be told
    template <class Change> void apply(const Change& change, bool isNews = true)
    {
        std::shared_ptr<Snapshot<Row>> replaced; // freed outside the lock
        std::unique_lock lock(m_mutex);
        if (m_taken) {
            lock.unlock();
            auto next = std::make_shared<Snapshot<Row>>(*m_snapshot);
            lock.lock();
            replaced = std::exchange(m_snapshot, std::move(next));
            m_taken = false;
        }
        change(*m_snapshot);
        m_snapshot->version += isNews ? 1 : 0;
        lock.unlock();
        if (isNews)
            tell();
    }

    /// One call for many changes: nobody is told again before somebody has looked.
    void tell()
    {
        {
            const std::lock_guard lock(m_mutex);
            if (m_told)
                return;
            m_told = true;
        }
        std::vector<std::shared_ptr<Subscriber>> subscribers;
        {
            const std::lock_guard lock(m_subscribersMutex);
            subscribers = m_subscribers;
        }
        for (const auto& subscriber : subscribers) {
            const std::lock_guard lock(subscriber->mutex);
            if (subscriber->alive && subscriber->changed)
                subscriber->changed();
        }
    }

    // --- rows in order -------------------------------------------------------------------------------------------

    using Key = std::pair<std::string_view, std::string_view>; // namespace and name

    static Key keyOf(const Row& row) { return {row.meta.nameSpace, row.meta.name}; }

    static bool isBefore(const std::shared_ptr<const Row>& a, const std::shared_ptr<const Row>& b)
    {
        return keyOf(*a) < keyOf(*b);
    }

    static typename Rows::iterator lowerBound(Rows& rows, const Key& key)
    {
        return std::lower_bound(rows.begin(), rows.end(), key,
            [](const std::shared_ptr<const Row>& row, const Key& wanted) { return keyOf(*row) < wanted; });
    }

    std::shared_ptr<const Row> make(const ListItem& item) const
    {
        return std::make_shared<const Row>(m_reader.read(item));
    }

    /// A server lists by its own keys, which is nearly our order.
    void sortPending()
    {
        const auto page = m_pending.begin() + static_cast<std::ptrdiff_t>(m_sorted);
        std::stable_sort(page, m_pending.end(), isBefore);
        std::inplace_merge(m_pending.begin(), page, m_pending.end(), isBefore);
        // Named twice, as in an inconsistent listing: the later one is the newer.
        const auto same = [](const auto& a, const auto& b) { return keyOf(*a) == keyOf(*b); };
        const auto last = std::unique(m_pending.rbegin(), m_pending.rend(), same);
        m_pending.erase(m_pending.begin(), last.base());
        m_sorted = m_pending.size();
    }

    const std::shared_ptr<Client> m_client;
    Reader m_reader;
    Rows m_pending; // of the running thread alone, as the next two
    std::size_t m_sorted = 0; // so many of m_pending are in order
    bool m_synced = false; // a listing was whole

    mutable std::mutex m_mutex; // guards what follows
    std::shared_ptr<Snapshot<Row>> m_snapshot = std::make_shared<Snapshot<Row>>();
    mutable bool m_taken = false; // somebody may hold m_snapshot: it must not change any more
    mutable bool m_told = false;

    std::mutex m_subscribersMutex;
    std::vector<std::shared_ptr<Subscriber>> m_subscribers;
    ListWatch m_listWatch;
    std::jthread m_thread; // last: it uses all of the above
};

} // namespace qbm::kubernetes
