// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/store.h"

#include <algorithm>
#include <condition_variable>
#include <thread>

namespace qbm::kubernetes {

namespace {

/// One who wants to be told. Its mutex makes the end of a subscription wait for a call under way.
struct Subscriber {
    std::mutex mutex;
    std::function<void()> changed;
    bool alive = true;
};

std::string keyOf(const JsonValue& object)
{
    const JsonValue metadata = object["metadata"];
    std::string key = metadata["namespace"].string();
    key += '\0'; // sorts before every character a name may hold
    key += metadata["name"].view();
    return key;
}

template <class Row>
class LiveStore : public Live<Row>, public ListWatchSink, public std::enable_shared_from_this<LiveStore<Row>> {
public:
    using Decode = Row (*)(const JsonValue&);
    using Rows = std::map<std::string, std::shared_ptr<const Row>>;

    LiveStore(std::shared_ptr<Client> client, ListWatchTarget target, Decode decode, ListWatchTuning tuning)
        : m_client(std::move(client))
        , m_decode(decode)
        , m_listWatch(*m_client, std::move(target), *this, tuning)
    {
    }

    std::shared_ptr<const Snapshot<Row>> snapshot() const override
    {
        const std::lock_guard lock(m_mutex);
        m_told = false;
        if (!m_snapshot)
            m_snapshot = makeSnapshot();
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

private:
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
        apply([&] {
            m_state = state;
            m_error.reset();
        });
    }

    // The sink: called by the one running thread.

    void listBegins() override { m_pending.clear(); }

    void listed(const JsonValue& object) override
    {
        m_pending[keyOf(object)] = std::make_shared<const Row>(m_decode(object));
    }

    void pageEnds() override
    {
        apply([&] {
            m_heardAt = systemClock().now();
            // The first listing is shown as it comes; a later one replaces what is shown only when it is whole.
            if (!m_synced)
                m_rows = m_pending;
        });
    }

    void listEnds() override
    {
        apply([&] {
            m_rows = std::move(m_pending);
            m_synced = true;
            m_state = LiveState::Live;
            m_error.reset();
            m_heardAt = systemClock().now();
        });
        m_pending.clear();
    }

    void changed(const JsonValue& object) override
    {
        auto row = std::make_shared<const Row>(m_decode(object));
        apply([&] { m_rows[keyOf(object)] = std::move(row); });
    }

    void deleted(const JsonValue& object) override
    {
        apply([&] { m_rows.erase(keyOf(object)); });
    }

    void heard() override
    {
        {
            const std::lock_guard lock(m_mutex);
            m_heardAt = systemClock().now();
            m_snapshot.reset();
            if (m_state == LiveState::Live)
                return; // only its time is newer: nobody needs to be told
        }
        setState(LiveState::Live);
    }

    void interrupted(const Error& error) override
    {
        apply([&] {
            m_state = LiveState::Interrupted;
            m_error = error;
        });
    }

    template <class Change> void apply(Change change)
    {
        {
            const std::lock_guard lock(m_mutex);
            change();
            touched();
        }
        tell();
    }

    /// With m_mutex held.
    void touched()
    {
        ++m_version;
        m_snapshot.reset();
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

    std::shared_ptr<const Snapshot<Row>> makeSnapshot() const
    {
        auto snapshot = std::make_shared<Snapshot<Row>>();
        snapshot->rows.reserve(m_rows.size());
        for (const auto& [key, row] : m_rows)
            snapshot->rows.push_back(row);
        snapshot->version = m_version;
        snapshot->state = m_state;
        snapshot->error = m_error;
        snapshot->heardAt = m_heardAt;
        return snapshot;
    }

    const std::shared_ptr<Client> m_client;
    const Decode m_decode;
    Rows m_pending; // of the running thread alone

    mutable std::mutex m_mutex; // guards what follows
    mutable std::shared_ptr<const Snapshot<Row>> m_snapshot; // null: out of date
    mutable bool m_told = false;
    Rows m_rows;
    std::uint64_t m_version = 0;
    bool m_synced = false;
    LiveState m_state = LiveState::Idle;
    std::optional<Error> m_error;
    TimePoint m_heardAt{};

    std::mutex m_subscribersMutex;
    std::vector<std::shared_ptr<Subscriber>> m_subscribers;
    ListWatch m_listWatch;
    std::jthread m_thread; // last: it uses all of the above
};

} // namespace

StoreHub::StoreHub(std::shared_ptr<Client> client, ListWatchTuning tuning)
    : m_client(std::move(client))
    , m_tuning(tuning)
{
}

template <class Row>
std::shared_ptr<Live<Row>> StoreHub::shared(ListWatchTarget target, Row (*decode)(const JsonValue&))
{
    const std::string key = target.path.urlPath() + "?" + target.path.labelSelector + "&" + target.path.fieldSelector;
    const std::lock_guard lock(m_mutex);
    std::weak_ptr<void>& known = m_stores[key];
    if (const auto store = known.lock())
        return std::static_pointer_cast<Live<Row>>(store);
    std::shared_ptr<Live<Row>> store = std::make_shared<LiveStore<Row>>(m_client, std::move(target), decode, m_tuning);
    known = store;
    return store;
}

std::shared_ptr<Live<Deployment>> StoreHub::deployments(const std::string& nameSpace, const std::string& labelSelector)
{
    return shared<Deployment>({{resource::kDeployments, nameSpace, labelSelector, {}}, {}}, decodeDeployment);
}

std::shared_ptr<Live<ReplicaSet>> StoreHub::replicaSets(const std::string& nameSpace, const std::string& labelSelector)
{
    return shared<ReplicaSet>({{resource::kReplicaSets, nameSpace, labelSelector, {}}, {}}, decodeReplicaSet);
}

std::shared_ptr<Live<Pod>> StoreHub::pods(const std::string& nameSpace, const std::string& labelSelector)
{
    return shared<Pod>({{resource::kPods, nameSpace, labelSelector, {}}, {}}, decodePod);
}

std::shared_ptr<Live<Event>> StoreHub::events(const std::string& nameSpace, const std::string& fieldSelector)
{
    return shared<Event>({{resource::kEvents, nameSpace, {}, fieldSelector}, {}}, decodeEvent);
}

std::shared_ptr<Live<HorizontalPodAutoscaler>> StoreHub::horizontalPodAutoscalers(const std::string& nameSpace)
{
    return shared<HorizontalPodAutoscaler>(
        {{resource::kHorizontalPodAutoscalers, nameSpace, {}, {}}, resource::kHorizontalPodAutoscalersV1},
        decodeHorizontalPodAutoscaler);
}

std::shared_ptr<Live<Node>> StoreHub::nodes()
{
    return shared<Node>({{resource::kNodes, {}, {}, {}}, {}}, decodeNode);
}

} // namespace qbm::kubernetes
