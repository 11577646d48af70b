// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/lab/kubernetes/fixture.h"

#include <set>

using namespace qbm::lab::kubernetes;
using namespace qbm::lab::kubernetes::test;
using namespace std::chrono_literals;

namespace {

const auto kMaps = kNamespacePath + "/configmaps";

std::string configMap(const std::string& name, int value, const std::string& label = "yes")
{
    return json{
        {"metadata", {{"name", name}, {"labels", {{"test", label}}}}}, {"data", {{"value", std::to_string(value)}}}}
        .dump();
}

std::string versionOf(const json& event)
{
    return event["object"]["metadata"]["resourceVersion"];
}

} // namespace

class TstWatch : public QObject {
    Q_OBJECT

private slots:
    void init() { m_fixture = std::make_unique<Fixture>(); }

    void twoWatches_seeTheSameOrder()
    {
        const auto from = m_fixture->get(kMaps)["metadata"]["resourceVersion"].get<std::string>();
        const auto path = kMaps + "?watch=true&labelSelector=test%3Dyes&resourceVersion=" + from;
        WatchRecorder first(*m_fixture, path);
        WatchRecorder second(*m_fixture, path);
        std::vector<std::thread> writers;
        for (int writer = 0; writer < 4; ++writer)
            writers.emplace_back([&, writer] {
                for (int i = 0; i < 25; ++i)
                    m_fixture->call(
                        "POST", kMaps, configMap("w" + std::to_string(writer) + "-" + std::to_string(i), i));
            });
        for (auto& writer : writers)
            writer.join();
        QVERIFY(first.waitFor(100));
        QVERIFY(second.waitFor(100));
        QCOMPARE(first.events(), second.events());
        std::uint64_t last = 0;
        for (const auto& event : first.events()) {
            QCOMPARE(event["type"].get<std::string>(), std::string("ADDED"));
            const auto version = std::stoull(versionOf(event));
            QVERIFY(version > last);
            last = version;
        }
    }

    void cutAndResumed_losesNoEvent()
    {
        auto version = m_fixture->get(kMaps)["metadata"]["resourceVersion"].get<std::string>();
        std::atomic<bool> writing{true};
        std::thread writer([&] {
            m_fixture->call("POST", kMaps, configMap("counted", 0));
            for (int i = 1; i < 120; ++i)
                m_fixture->call("PUT", kMaps + "/counted", configMap("counted", i));
            writing = false;
        });
        std::vector<int> seen;
        for (int round = 0; round < 200 && (writing || seen.empty() || seen.back() != 119); ++round) {
            WatchRecorder watch(*m_fixture, kMaps + "?watch=true&labelSelector=test%3Dyes&resourceVersion=" + version);
            watch.waitFor(3, 40ms);
            watch.cut();
            for (const auto& event : watch.events()) {
                seen.push_back(std::stoi(event["object"]["data"]["value"].get<std::string>()));
                version = versionOf(event);
            }
        }
        writer.join();
        QCOMPARE(seen.size(), std::size_t(120));
        for (std::size_t i = 0; i < seen.size(); ++i)
            QCOMPARE(seen[i], static_cast<int>(i));
    }

    void labelLeaves_comesAsDeleted()
    {
        const auto from = m_fixture->get(kMaps)["metadata"]["resourceVersion"].get<std::string>();
        WatchRecorder watch(*m_fixture, kMaps + "?watch=true&labelSelector=test%3Dyes&resourceVersion=" + from);
        m_fixture->call("POST", kMaps, configMap("moving", 1, "no"));
        m_fixture->call("PUT", kMaps + "/moving", configMap("moving", 1));
        m_fixture->call("PUT", kMaps + "/moving", configMap("moving", 2));
        m_fixture->call("PUT", kMaps + "/moving", configMap("moving", 3, "no"));
        QVERIFY(watch.waitFor(3));
        const auto events = watch.events();
        QCOMPARE(events[0]["type"].get<std::string>(), std::string("ADDED"));
        QCOMPARE(events[1]["type"].get<std::string>(), std::string("MODIFIED"));
        QCOMPARE(events[2]["type"].get<std::string>(), std::string("DELETED"));
        QCOMPARE(events[2]["object"]["data"]["value"].get<std::string>(), std::string("2"));
        const auto now = m_fixture->get(kMaps + "/moving")["metadata"]["resourceVersion"].get<std::string>();
        QCOMPARE(versionOf(events[2]), now);
    }

    void tooOldVersion_isOneErrorEvent()
    {
        m_fixture = std::make_unique<Fixture>(Seed::Qbm, 5);
        const auto from = m_fixture->get(kMaps)["metadata"]["resourceVersion"].get<std::string>();
        for (int i = 0; i < 10; ++i)
            m_fixture->call("POST", kMaps, configMap("old-" + std::to_string(i), i));
        WatchRecorder watch(*m_fixture, kMaps + "?watch=true&resourceVersion=" + from);
        QVERIFY(watch.waitFor(1));
        QTRY_VERIFY(watch.ended());
        const auto events = watch.events();
        QCOMPARE(events.size(), std::size_t(1));
        QCOMPARE(events[0]["type"].get<std::string>(), std::string("ERROR"));
        QCOMPARE(events[0]["object"]["code"].get<int>(), 410);
        QCOMPARE(events[0]["object"]["reason"].get<std::string>(), std::string("Expired"));
    }

    void serverStartedAnew_endsWatches_andKnowsNoVersionFromBefore()
    {
        const auto from = m_fixture->get(kMaps)["metadata"]["resourceVersion"].get<std::string>();
        WatchRecorder open(*m_fixture, kMaps + "?watch=true&resourceVersion=" + from);
        m_fixture->call("POST", kMaps, configMap("before", 1));
        QVERIFY(open.waitFor(1));
        QVERIFY(m_fixture->simulator().setFault("restart", true).has_value());
        QTRY_VERIFY(open.ended());
        WatchRecorder resumed(*m_fixture, kMaps + "?watch=true&resourceVersion=" + versionOf(open.events()[0]));
        QVERIFY(resumed.waitFor(1));
        QCOMPARE(resumed.events()[0]["type"].get<std::string>(), std::string("ERROR"));
        QCOMPARE(resumed.events()[0]["object"]["code"].get<int>(), 410);
        // From its own versions it watches as ever.
        WatchRecorder fresh(*m_fixture, kMaps + "?watch=true&resourceVersion=" + m_fixture->get(kMaps)["metadata"]["resourceVersion"].get<std::string>());
        m_fixture->call("POST", kMaps, configMap("after", 1));
        QVERIFY(fresh.waitFor(1));
        QCOMPARE(fresh.events()[0]["type"].get<std::string>(), std::string("ADDED"));
    }

    void expiredContinue_offersTokenThatGoesOn()
    {
        for (int i = 0; i < 6; ++i)
            m_fixture->call("POST", kMaps, configMap("page-" + std::to_string(i), i));
        const auto first = m_fixture->get(kMaps + "?limit=3");
        const auto token = first["metadata"]["continue"].get<std::string>();
        QCOMPARE(first["metadata"]["remainingItemCount"].get<int>() + 3,
            static_cast<int>(m_fixture->get(kMaps)["items"].size()));
        QVERIFY(m_fixture->simulator().setFault("expired", true).has_value());
        const auto refused = m_fixture->call("GET", kMaps + "?limit=3&continue=" + token);
        QCOMPARE(refused.status, 410);
        const auto fresh = refused.body["metadata"]["continue"].get<std::string>();
        const auto rest = m_fixture->call("GET", kMaps + "?continue=" + fresh);
        QCOMPARE(rest.status, 200);
        QCOMPARE(rest.body["items"].size() + 3, m_fixture->get(kMaps)["items"].size());
    }

    void pages_areOfOneVersionThoughTheWorldMovesOn()
    {
        for (int i = 0; i < 6; ++i)
            m_fixture->call("POST", kMaps, configMap("page-" + std::to_string(i), i));
        const auto first = m_fixture->get(kMaps + "?limit=4");
        m_fixture->call("DELETE", kMaps + "/page-5");
        m_fixture->call("POST", kMaps, configMap("zz-late", 1));
        const auto second
            = m_fixture->get(kMaps + "?limit=400&continue=" + first["metadata"]["continue"].get<std::string>());
        QCOMPARE(second["metadata"]["resourceVersion"], first["metadata"]["resourceVersion"]);
        QVERIFY(!second["metadata"].contains("continue"));
        std::set<std::string> names;
        for (const auto* page : {&first, &second})
            for (const auto& item : (*page)["items"])
                names.insert(item["metadata"]["name"]);
        QVERIFY(names.contains("page-5"));
        QVERIFY(!names.contains("zz-late"));
    }

    void initialEvents_endWithBookmark()
    {
        WatchRecorder watch(*m_fixture,
            kMaps + "?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true");
        const auto existing = m_fixture->get(kMaps)["items"].size();
        QVERIFY(watch.waitFor(existing + 1));
        const auto last = watch.events().back();
        QCOMPARE(last["type"].get<std::string>(), std::string("BOOKMARK"));
        QCOMPARE(last["object"]["metadata"]["annotations"]["k8s.io/initial-events-end"].get<std::string>(),
            std::string("true"));
        QVERIFY(std::stoull(versionOf(last)) > 0);
    }

    void timeoutSeconds_endsCleanly()
    {
        const auto from = m_fixture->get(kMaps)["metadata"]["resourceVersion"].get<std::string>();
        QElapsedTimer timer;
        timer.start();
        WatchRecorder watch(*m_fixture, kMaps + "?watch=true&timeoutSeconds=1&resourceVersion=" + from);
        QTRY_VERIFY(watch.ended());
        QVERIFY(timer.elapsed() >= 900);
        QVERIFY(timer.elapsed() < 8000);
        QVERIFY(watch.events().empty());
    }

    void dropWatches_cutsAfterASecond()
    {
        QVERIFY(m_fixture->simulator().setFault("drop-watches", true).has_value());
        WatchRecorder watch(*m_fixture, kMaps + "?watch=true");
        QTRY_VERIFY_WITH_TIMEOUT(watch.ended(), 3000);
    }

    void stop_withOpenWatches_isPrompt()
    {
        std::vector<std::unique_ptr<WatchRecorder>> watches;
        for (int i = 0; i < 40; ++i)
            watches.push_back(std::make_unique<WatchRecorder>(*m_fixture, kMaps + "?watch=true"));
        QElapsedTimer timer;
        timer.start();
        m_fixture->simulator().stop();
        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed()) + " ms"));
        for (const auto& watch : watches)
            QTRY_VERIFY(watch->ended());
    }

    void stop_whileFrozen_isPrompt()
    {
        QVERIFY(m_fixture->simulator().setFault("freeze", true).has_value());
        std::thread caller([&] { m_fixture->call("GET", kMaps); });
        QTest::qWait(100);
        QElapsedTimer timer;
        timer.start();
        m_fixture->simulator().stop();
        QVERIFY(timer.elapsed() < 5000);
        caller.join();
    }

    void fiftyClients_allAnswered()
    {
        std::atomic<int> good{0};
        std::vector<std::thread> clients;
        for (int client = 0; client < 50; ++client)
            clients.emplace_back([&, client] {
                const auto name = "client-" + std::to_string(client);
                for (int i = 0; i < 5; ++i) {
                    const bool written = i == 0
                        ? m_fixture->call("POST", kMaps, configMap(name, i)).status == 201
                        : m_fixture->call("PUT", kMaps + "/" + name, configMap(name, i)).status == 200;
                    const auto read = m_fixture->call("GET", kMaps + "/" + name);
                    good += written && read.status == 200 && read.body["data"]["value"] == std::to_string(i) ? 1 : 0;
                }
            });
        for (auto& client : clients)
            client.join();
        QCOMPARE(good.load(), 250);
    }

private:
    std::unique_ptr<Fixture> m_fixture;
};

QTEST_GUILESS_MAIN(TstWatch)
#include "tst_watch.moc"
