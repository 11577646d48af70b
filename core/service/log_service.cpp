// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/pod_log.h"
#include "core/service/kubernetes_cluster.h"
#include "core/service/log_merge.h"
#include "core/service/log_pods.h"

#include <algorithm>
#include <list>
#include <mutex>
#include <set>
#include <thread>

namespace qbm::service {

namespace {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

/// One connection and one thread each.
constexpr std::size_t kMostSources = 50;
constexpr std::size_t kQueueBytes = 64u << 20; // of all sources together
constexpr std::size_t kBatch = 4'000;
constexpr std::size_t kSmallBatch = 200; // fewer lines are no catching up
constexpr milliseconds kBatchPause{100};
constexpr milliseconds kTick{50};
constexpr milliseconds kContainerPause{250}; // between two looks at a container that is not running
constexpr milliseconds kReopenPause{1'000}; // a log that ended while its container seems to run
constexpr milliseconds kGonePatience{5'000}; // for the last lines of a pod that is no more

std::string textOf(const kubernetes::PodLogLine& line)
{
    std::string out(line.text);
    if (line.cutBytes > 0)
        out += " [... " + std::to_string(line.cutBytes) + " more bytes]";
    return out;
}

/// One call of LogService::stream.
class LogStream {
public:
    LogStream(kubernetes::Client& client, const LogQuery& query, const LogSink& sink, LogPodQuery pods)
        : m_client(client)
        , m_query(query)
        , m_sink(sink)
        , m_pods(std::move(pods))
        , m_follows(query.follow && !query.previous) // what ran before has nothing to add
        , m_merge({.followed = m_follows, .queueBytes = kQueueBytes / kMostSources})
    {
    }

    Result<> run(TaskContext& context)
    {
        QBM_CHECK(listPods(context));
        QBM_CHECK(checkContainer());
        adoptPods(m_query.tailLines);
        if (m_sources.empty() && m_sink.onSources)
            m_sink.onSources({});
        std::jthread watcher;
        if (m_follows)
            watcher = std::jthread([this](const std::stop_token& stop) { watchPods(stop); });
        auto ended = deliverAll(context);
        for (Reader& reader : m_readers)
            reader.thread.request_stop(); // all at once, then the destructors wait
        return ended;
    }

private:
    struct Reader {
        std::uint32_t source = 0;
        std::string uid;
        std::optional<SteadyClock::time_point> goneSince;
        std::jthread thread;
    };

    // --- which pods ------------------------------------------------------------------------------------------------

    Result<> listPods(TaskContext& context)
    {
        std::vector<LogPod> found;
        kubernetes::PageHandler handler;
        handler.onPage = [&](const kubernetes::JsonValue& page) -> Result<> {
            for (const kubernetes::JsonValue& item : page["items"].items())
                found.push_back(decodeLogPod(item));
            return {};
        };
        handler.onRestart = [&] { found.clear(); };
        QBM_CHECK(m_client.list(m_pods.pods, {}, handler, context));
        for (const LogPod& pod : found)
            m_roster.put(pod);
        return {};
    }

    /// A container that no pod has would be followed in silence for ever.
    Result<> checkContainer() const
    {
        std::set<std::string> names;
        for (const LogPod& pod : m_roster.pods()) {
            for (const LogContainer& container : pod.containers)
                names.insert(container.name);
        }
        if (m_query.container.empty() || names.empty() || names.contains(m_query.container))
            return {};
        std::string known;
        for (const std::string& name : names)
            known += (known.empty() ? "" : ", ") + name;
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core", "No pod of %1 has a container %2; they have %3."), m_query.workload,
                m_query.container, known));
    }

    void watchPods(const std::stop_token& stop)
    {
        TaskContext context(stop);
        kubernetes::ListWatch(m_client, {m_pods.pods, {}}, m_roster).run(context);
    }

    /// Begins to read the containers that are new.
    void adoptPods(std::optional<int> tailLines)
    {
        const std::size_t before = m_sources.size();
        for (const LogPod& pod : m_roster.pods()) {
            for (const LogContainer& container : pod.containers) {
                const bool wanted = m_query.container.empty() || m_query.container == container.name;
                if (wanted && m_known.insert(pod.uid + "/" + container.name).second)
                    adopt(pod, container.name, tailLines);
            }
        }
        if (m_sources.size() > before && m_sink.onSources)
            m_sink.onSources(m_sources);
    }

    void adopt(const LogPod& pod, const std::string& container, std::optional<int> tailLines)
    {
        const bool full = m_merge.liveSources() >= kMostSources;
        const std::uint32_t source = m_merge.add();
        m_sources.push_back({pod.name, container});
        if (full) {
            m_merge.ended(source,
                Error{ErrorKind::Exhausted,
                    text(QT_TRANSLATE_NOOP("core", "%1 containers are read already, this one is not."), kMostSources),
                    {}, {}});
            return;
        }
        kubernetes::PodLogOptions options{container, m_follows, m_query.previous, tailLines, m_query.since, {}};
        m_readers.push_back({source, pod.uid, {}, {}});
        m_readers.back().thread = std::jthread(
            [this, source, pod = pod.name, uid = pod.uid, options = std::move(options)](const std::stop_token& stop) {
                TaskContext context(stop);
                auto ended = readSource(source, pod, uid, options, context);
                std::optional<Error> error;
                if (!ended && ended.error().kind != ErrorKind::Cancelled)
                    error = std::move(ended).error();
                m_merge.ended(source, std::move(error));
            });
    }

    /// A pod that is no more may leave a connection open that nothing will come over.
    void stopReadersOfGonePods()
    {
        for (Reader& reader : m_readers) {
            if (m_roster.has(reader.uid))
                reader.goneSince.reset();
            else if (!reader.goneSince)
                reader.goneSince = SteadyClock::now();
            else if (SteadyClock::now() - *reader.goneSince > kGonePatience)
                reader.thread.request_stop();
        }
    }

    // --- one source, in its own thread -----------------------------------------------------------------------------

    Result<> readSource(std::uint32_t source, const std::string& pod, const std::string& uid,
        const kubernetes::PodLogOptions& options, TaskContext& context)
    {
        kubernetes::PodLogReader reader(m_client, m_pods.pods.nameSpace, pod, options);
        kubernetes::PodLogHandler handler;
        handler.onOpen = [&] { m_merge.opened(source); };
        handler.onLines = [&](const std::vector<kubernetes::PodLogLine>& lines) {
            std::vector<LogLine> out;
            out.reserve(lines.size());
            for (const kubernetes::PodLogLine& line : lines)
                out.push_back({line.time, source, textOf(line)});
            return m_merge.push(source, std::move(out), context.stopToken());
        };
        handler.onInterrupted = [&](const Error& error) {
            const std::lock_guard lock(m_interruptionsMutex);
            m_interruptions.emplace_back(source, error);
        };
        if (!m_follows)
            return reader.read(handler, context);
        bool wasRead = false;
        for (;;) {
            const auto container = m_roster.find(uid, options.container);
            if (!container)
                return {};
            if (!container->running && !container->over && (wasRead || !container->started)) {
                m_merge.opened(source); // it has nothing to say yet, so nobody need wait for it
                QBM_CHECK(context.sleepFor(kContainerPause));
                continue;
            }
            auto ended = reader.read(handler, context);
            // "Waiting to start" is a 400: the pod's status was ahead of, or behind, its node.
            if (!ended && ended.error().kind == ErrorKind::NotFound && wasRead)
                return {};
            const bool waitsToStart = !ended && ended.error().kind == ErrorKind::InvalidInput && ended.error().detail.starts_with("HTTP 400");
            if (!ended && (!waitsToStart || container->over))
                return ended;
            // Only what is read after the end is known to hold the last words.
            if (container->over)
                return {};
            wasRead = wasRead || ended.has_value();
            QBM_CHECK(context.sleepFor(kReopenPause));
        }
    }

    // --- the merged stream, in the caller's thread -------------------------------------------------------------------

    Result<> deliverAll(TaskContext& context)
    {
        SteadyClock::time_point delivered{};
        std::size_t batch = 0;
        for (;;) {
            QBM_CHECK(context.checkpoint());
            auto lines = m_merge.take(kBatch, SteadyClock::now(), systemClock().now());
            batch = lines.size();
            if (!lines.empty()) {
                m_anythingRead = true;
                delivered = SteadyClock::now();
                m_sink.onLines(std::move(lines));
            }
            tellEnded();
            tellInterruptions();
            if (m_follows) {
                adoptPods({});
                stopReadersOfGonePods();
            }
            if (m_ended == m_sources.size()) {
                if (m_refusal && m_refused == m_sources.size() && !m_anythingRead)
                    return fail(*m_refusal);
                if (!m_follows || (m_pods.onePod && !m_sources.empty()))
                    return {};
            }
            if (batch < kBatch)
                pause(batch, delivered, context);
        }
    }

    /// A source's end, once its lines are delivered.
    void tellEnded()
    {
        for (auto& [source, error] : m_merge.takeEnded()) {
            ++m_ended;
            if (error && (error->kind == ErrorKind::Denied || error->kind == ErrorKind::Unreachable)) {
                ++m_refused;
                m_refusal = error;
            }
            if (m_sink.onSourceEnded)
                m_sink.onSourceEnded(source, error);
        }
    }

    void tellInterruptions()
    {
        std::vector<std::pair<std::uint32_t, Error>> interruptions;
        {
            const std::lock_guard lock(m_interruptionsMutex);
            interruptions.swap(m_interruptions);
        }
        for (const auto& [source, error] : interruptions) {
            if (m_sink.onSourceInterrupted)
                m_sink.onSourceInterrupted(source, error);
        }
    }

    /// Batches come no faster than people can read, but what is of the past comes as fast as it can.
    void pause(std::size_t batch, SteadyClock::time_point delivered, TaskContext& context)
    {
        const auto next = std::chrono::ceil<milliseconds>(delivered + kBatchPause - SteadyClock::now());
        if (m_follows && batch < kSmallBatch && next.count() > 0)
            (void)context.sleepFor(next); // a stop is seen by the next checkpoint
        else
            m_merge.wait(kTick);
    }

    kubernetes::Client& m_client;
    const LogQuery& m_query;
    const LogSink& m_sink;
    const LogPodQuery m_pods;
    const bool m_follows;
    LogPodRoster m_roster;
    LogMerge m_merge;
    std::vector<LogSource> m_sources;
    std::set<std::string> m_known; // pod uid and container
    std::size_t m_ended = 0;
    std::size_t m_refused = 0; // of those, denied or out of reach
    std::optional<Error> m_refusal;
    bool m_anythingRead = false;
    std::mutex m_interruptionsMutex;
    std::vector<std::pair<std::uint32_t, Error>> m_interruptions; // not yet told
    std::list<Reader> m_readers; // last: their threads use all of the above
};

class KubernetesLogService final : public LogService {
public:
    KubernetesLogService(std::shared_ptr<kubernetes::Client> client, std::string nameSpace)
        : m_client(std::move(client))
        , m_nameSpace(std::move(nameSpace))
    {
    }

    Result<> stream(const LogQuery& query, const LogSink& sink, TaskContext& context) override
    {
        if (!query.selector.empty()) {
            LogPodQuery selected{{kubernetes::resource::kPods, m_nameSpace, query.selector, {}}, false};
            return LogStream(*m_client, query, sink, std::move(selected)).run(context);
        }
        QBM_TRY(pods, findLogPods(*m_client, m_nameSpace, query.workload, context));
        return LogStream(*m_client, query, sink, std::move(pods)).run(context);
    }

private:
    const std::shared_ptr<kubernetes::Client> m_client;
    const std::string m_nameSpace;
};

} // namespace

std::shared_ptr<LogService> makeLogService(std::shared_ptr<kubernetes::Client> client, std::string nameSpace)
{
    return std::make_shared<KubernetesLogService>(std::move(client), std::move(nameSpace));
}

} // namespace qbm::service
