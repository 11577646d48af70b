// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/simulator.h"
#include "core/kubernetes/client.h"
#include "core/service/cluster_service.h"
#include "core/service/log_service.h"
#include "tests/core/kubernetes/cluster_under_test.h"

#include <QTest>
#include <algorithm>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

using namespace qbm;
using namespace qbm::service;
using nlohmann::json;
using std::chrono::milliseconds;

namespace {

#define VERIFY_OK(expression) \
    do { \
        const auto& checkedOutcome = (expression); \
        QVERIFY2(checkedOutcome, checkedOutcome ? "" : (checkedOutcome.error().english() + "\n" + checkedOutcome.error().detail).c_str()); \
    } while (false)

constexpr int kTail = 2; ///< lines asked for of each container; fewer have not been written yet when a pod is young

/// Keeps what a stream tells.
struct Heard {
    mutable std::mutex mutex;
    std::vector<LogSource> sources;
    std::vector<LogLine> lines;
    std::vector<std::pair<std::uint32_t, std::optional<Error>>> ended;
    int batches = 0;

    LogSink sink()
    {
        return {[this](const auto& told) {
                    const std::lock_guard lock(mutex);
                    sources = told;
                },
            [this](std::vector<LogLine> told) {
                const std::lock_guard lock(mutex);
                ++batches;
                for (LogLine& line : told)
                    lines.push_back(std::move(line));
            },
            [this](std::uint32_t source, const std::optional<Error>& error) {
                const std::lock_guard lock(mutex);
                ended.emplace_back(source, error);
            }};
    }
    template <class Answer> Answer locked(const std::function<Answer()>& read) const
    {
        const std::lock_guard lock(mutex);
        return read();
    }
    /// Whether every container that talks on wrote @p least lines, and the init containers their only one.
    bool eachSourceHas(int least) const
    {
        for (std::uint32_t source = 0; source < sources.size(); ++source) {
            const auto written = std::ranges::count(lines, source, &LogLine::source);
            if (written < (sources[source].container == "prepare" ? 1 : least))
                return false;
        }
        return true;
    }
    std::set<std::string> podsWithLines() const
    {
        std::set<std::string> pods;
        for (const LogLine& line : lines)
            pods.insert(sources[line.source].pod);
        return pods;
    }
};

bool eventually(const std::function<bool()>& condition)
{
    for (int i = 0; i < 600; ++i) {
        if (condition())
            return true;
        std::this_thread::sleep_for(milliseconds(50));
    }
    return false;
}

bool inOrder(const std::vector<LogLine>& lines)
{
    return std::ranges::is_sorted(lines, {}, &LogLine::time);
}

} // namespace

/// Logs of whole workloads; on a cluster whose pods do not run, what can be asked without them.
class TstLogService : public QObject {
    Q_OBJECT

    std::unique_ptr<test::ClusterUnderTest> m_cluster;
    std::shared_ptr<ClusterService> m_service;
    TaskContext m_context;
    bool m_podsRun = false;

    const std::string& ns() const { return m_cluster->nameSpace(); }

    /// Pods of two containers that write two lines a second, and an init container that wrote one.
    Result<> createTalkers(const std::string& name, int replicas)
    {
        const json labels{{"app", name}};
        const json talk{"sh", "-c", "i=0; while true; do echo \"line $i\"; i=$((i+1)); sleep 0.5; done"};
        const json spec{{"terminationGracePeriodSeconds", 1},
            {"initContainers", {{{"name", "prepare"}, {"image", "busybox:1.36"}, {"command", {"sh", "-c", "echo prepared"}}}}},
            {"containers",
                {{{"name", "main"}, {"image", "busybox:1.36"}, {"command", talk}},
                    {{"name", "side"}, {"image", "busybox:1.36"}, {"command", talk}}}}};
        const json deployment{{"apiVersion", "apps/v1"}, {"kind", "Deployment"}, {"metadata", {{"name", name}}},
            {"spec", {{"replicas", replicas}, {"selector", {{"matchLabels", labels}}}, {"template", {{"metadata", {{"labels", labels}}}, {"spec", spec}}}}}};
        QBM_CHECK(m_cluster->client()->create({kubernetes::resource::kDeployments, ns(), {}, {}}, deployment.dump(), m_context));
        return {};
    }
    Result<> scale(const std::string& name, int replicas)
    {
        const json body{{"spec", {{"replicas", replicas}}}};
        QBM_CHECK(m_cluster->client()->patch(
            {kubernetes::resource::kDeployments, ns(), name, "scale"}, kubernetes::PatchType::Merge, body.dump(), m_context));
        return {};
    }
    static LogQuery once(const std::string& workload)
    {
        LogQuery query;
        query.workload = workload;
        query.follow = false;
        return query;
    }

private slots:
    void initTestCase()
    {
        auto cluster = test::ClusterUnderTest::start();
        QVERIFY2(cluster, cluster ? "" : (cluster.error().english() + cluster.error().detail).c_str());
        m_cluster = std::move(*cluster);
        m_service = makeClusterService(m_cluster->client(), ns());
        VERIFY_OK(createTalkers("talk", 2));
        // Where no kubelet runs the pods, or the image cannot be had, there is nothing to read.
        m_podsRun = eventually([this] {
            Heard reading;
            const auto ended = m_service->logs()->stream(once("talk"), reading.sink(), m_context);
            return ended && reading.sources.size() == 6 && reading.eachSourceHas(kTail);
        });
        if (m_cluster->simulator())
            QVERIFY(m_podsRun);
    }

    void cleanupTestCase()
    {
        m_service.reset();
        m_cluster.reset();
    }

    void workload_allContainers_mergedByTime()
    {
        if (!m_podsRun)
            QSKIP("no kubelet runs pods on this cluster");
        Heard reading;
        VERIFY_OK(m_service->logs()->stream(once("deployment/talk"), reading.sink(), m_context));
        QCOMPARE(reading.sources.size(), std::size_t(6));
        QCOMPARE(reading.sources[0].container, std::string("prepare"));
        QCOMPARE(reading.ended.size(), std::size_t(6));
        for (const auto& [source, error] : reading.ended)
            QVERIFY2(!error, error ? error->english().c_str() : "");
        QVERIFY(inOrder(reading.lines));
        std::set<std::uint32_t> seen;
        for (const LogLine& line : reading.lines)
            seen.insert(line.source);
        QCOMPARE(seen.size(), std::size_t(6));
    }

    void tailSinceAndContainer_narrow()
    {
        if (!m_podsRun)
            QSKIP("no kubelet runs pods on this cluster");
        LogQuery query = once("deploy/talk");
        query.container = "side";
        query.tailLines = kTail;
        Heard tail;
        VERIFY_OK(m_service->logs()->stream(query, tail.sink(), m_context));
        QCOMPARE(tail.sources.size(), std::size_t(2));
        QCOMPARE(tail.lines.size(), std::size_t(2 * kTail));
        query.tailLines.reset();
        query.since = systemClock().now() + std::chrono::hours(1);
        Heard none;
        VERIFY_OK(m_service->logs()->stream(query, none.sink(), m_context));
        QVERIFY(none.lines.empty());
    }

    void previous_whereNothingRestarted_isToldForEachSource()
    {
        if (!m_podsRun)
            QSKIP("no kubelet runs pods on this cluster");
        LogQuery query = once("talk");
        query.container = "main";
        query.previous = true;
        Heard reading;
        VERIFY_OK(m_service->logs()->stream(query, reading.sink(), m_context));
        QCOMPARE(reading.ended.size(), std::size_t(2));
        QCOMPARE(reading.ended[0].second->kind, ErrorKind::InvalidInput);
    }

    void follow_newPodsJoin_goneOnesAreTold_andAStopEndsIt()
    {
        if (!m_podsRun)
            QSKIP("no kubelet runs pods on this cluster");
        LogQuery query;
        query.workload = "talk";
        query.container = "main";
        query.tailLines = 3;
        Heard reading;
        std::stop_source stop;
        std::atomic<bool> done = false;
        Result<> ended;
        std::jthread follower([&] {
            TaskContext context(stop.get_token());
            ended = m_service->logs()->stream(query, reading.sink(), context);
            done = true;
        });
        QVERIFY(eventually([&] { return reading.locked<bool>([&] { return reading.lines.size() >= 10; }); }));
        VERIFY_OK(scale("talk", 3));
        QVERIFY(eventually([&] { return reading.locked<bool>([&] { return reading.podsWithLines().size() == 3; }); }));
        VERIFY_OK(scale("talk", 1));
        QVERIFY(eventually([&] { return reading.locked<bool>([&] { return reading.ended.size() == 2; }); }));
        const auto begin = std::chrono::steady_clock::now();
        stop.request_stop();
        follower.join();
        QVERIFY(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
        QVERIFY(!ended);
        QCOMPARE(ended.error().kind, ErrorKind::Cancelled);
        // No line twice, none left out: each container counts its lines up by one.
        std::map<std::uint32_t, std::set<std::pair<TimePoint, std::string>>> bySource;
        for (const LogLine& line : reading.lines)
            QVERIFY(bySource[line.source].emplace(line.time, line.text).second);
        for (const auto& [source, error] : reading.ended)
            QVERIFY2(!error, error ? error->english().c_str() : "");
    }

    void follow_onePod_endsWithIt()
    {
        if (!m_podsRun)
            QSKIP("no kubelet runs pods on this cluster");
        const json pod{{"apiVersion", "v1"}, {"kind", "Pod"}, {"metadata", {{"name", "short"}}},
            {"spec",
                {{"restartPolicy", "Never"},
                    {"containers", {{{"name", "main"}, {"image", "busybox:1.36"}, {"command", {"sh", "-c", "echo begun; sleep 2; echo over"}}}}}}}};
        VERIFY_OK(m_cluster->client()->create({kubernetes::resource::kPods, ns(), {}, {}}, pod.dump(), m_context));
        LogQuery query;
        query.workload = "pod/short";
        Heard reading;
        VERIFY_OK(m_service->logs()->stream(query, reading.sink(), m_context));
        QCOMPARE(reading.lines.size(), std::size_t(2));
        QCOMPARE(reading.ended.size(), std::size_t(1));
    }

    void refusals_areErrors()
    {
        Heard reading;
        QCOMPARE(m_service->logs()->stream(once("nope"), reading.sink(), m_context).error().kind, ErrorKind::NotFound);
        QCOMPARE(m_service->logs()->stream(once("nonsense/x"), reading.sink(), m_context).error().kind, ErrorKind::NotFound);
        QCOMPARE(m_service->logs()->stream(once("namespace/" + ns()), reading.sink(), m_context).error().kind, ErrorKind::InvalidInput);
        kubernetes::ClusterAccess access = m_cluster->access();
        access.impersonation.user = "qbm-stranger";
        const auto stranger = makeClusterService(std::make_shared<kubernetes::Client>(access, AccessMode::ReadOnly), ns());
        QCOMPARE(stranger->logs()->stream(once("talk"), reading.sink(), m_context).error().kind, ErrorKind::Denied);
        QVERIFY(reading.lines.empty());
    }

    void containerThatNoPodHas_isSaidWithTheOnesThereAre()
    {
        for (const bool follow : {false, true}) {
            LogQuery query = once("talk");
            query.container = "nosuch";
            query.follow = follow;
            Heard reading;
            const auto ended = m_service->logs()->stream(query, reading.sink(), m_context);
            QVERIFY(!ended);
            QCOMPARE(ended.error().kind, ErrorKind::NotFound);
            QVERIFY2(ended.error().english().find("has a container nosuch; they have ") != std::string::npos, ended.error().english().c_str());
        }
    }

    void bareName_isADeployment_elseAPod()
    {
        const auto pods = m_service->fetchTable({.kind = "pods", .labelSelector = "app=talk"}, m_context);
        VERIFY_OK(pods);
        QVERIFY(!pods->rows.empty());
        Heard reading;
        const auto of = m_service->logs()->stream(once(pods->rows[0][0]), reading.sink(), m_context);
        if (m_podsRun)
            VERIFY_OK(of);
        else // found, but there is no kubelet to read it from
            QVERIFY2(of.error().english().find("could not read the log of " + pods->rows[0][0]) != std::string::npos,
                of.error().english().c_str());
        const auto neither = m_service->logs()->stream(once("nope"), reading.sink(), m_context);
        QVERIFY2(neither.error().english().find("no deployment and no pod nope") != std::string::npos, neither.error().english().c_str());
    }
};

QTEST_APPLESS_MAIN(TstLogService)
#include "tst_log_service.moc"
