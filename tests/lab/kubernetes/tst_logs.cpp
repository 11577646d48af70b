// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/lab/kubernetes/fixture.h"

#include <future>
#include <sstream>

using namespace qbm::lab::kubernetes;
using namespace qbm::lab::kubernetes::test;

namespace {

const auto kPods = kNamespacePath + "/pods";

std::vector<std::string> lines(const std::string& text)
{
    std::vector<std::string> result;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        result.push_back(line);
    return result;
}

json podOf(const std::string& name, const json& containers, const char* restartPolicy = "Always")
{
    return {{"apiVersion", "v1"}, {"kind", "Pod"}, {"metadata", {{"name", name}, {"namespace", "qbm-ai-system"}}},
        {"spec", {{"restartPolicy", restartPolicy}, {"containers", containers}}}};
}

json containerOf(const char* name, const char* image, const std::string& script = {})
{
    json container = {{"name", name}, {"image", image}};
    if (!script.empty())
        container["command"] = {"/bin/sh", "-c", script};
    return container;
}

} // namespace

/// pods/log: what containers write, in all the ways it can be asked for.
class TstLogs : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_fixture = std::make_unique<Fixture>();
        QVERIFY(m_fixture->waitForRollout("backend", 3));
        m_backend = m_fixture->get(kPods + "?labelSelector=app%3Dbackend")["items"][0]["metadata"]["name"];
    }

    void backend_writesJsonLines()
    {
        QTRY_VERIFY_WITH_TIMEOUT(lines(log(m_backend).text).size() >= 4, 20'000);
        const auto answer = log(m_backend);
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.raw.header("content-type"), std::string_view("text/plain"));
        const auto all = lines(answer.text);
        QVERIFY(all.size() >= 4);
        const auto first = json::parse(all[0]);
        for (const auto* key : {"timestamp", "level", "logger", "message"})
            QVERIFY(first.contains(key));
    }

    void sameRange_hasSameLinesHoweverItIsAskedFor()
    {
        QTest::qWait(1100); // some lines are older than a second
        const auto all = lines(log(m_backend).text);
        const auto tail = lines(log(m_backend, "tailLines=3").text);
        QCOMPARE(tail.size(), std::size_t(3));
        QVERIFY(log(m_backend).text.find(tail[0]) != std::string::npos);
        QCOMPARE(log(m_backend, "tailLines=0").text, std::string());
        const auto limited = log(m_backend, "limitBytes=50").text;
        QCOMPARE(limited.size(), std::size_t(50));
        QVERIFY(all[0].starts_with(limited.substr(0, 40)));
        QVERIFY(lines(log(m_backend, "sinceSeconds=1").text).size() < all.size());
        QVERIFY(log(m_backend).text.starts_with(log(m_backend, "limitBytes=400").text));
    }

    void timestamps_comeFirstAndRise()
    {
        std::string before;
        for (const auto& line : lines(log(m_backend, "timestamps=true").text)) {
            const auto time = line.substr(0, line.find(' '));
            QCOMPARE(time.size(), std::string("2026-11-22T23:13:54.492260438Z").size());
            QVERIFY(time >= before);
            before = time;
        }
        const auto since = lines(log(m_backend, "timestamps=true&sinceTime=" + before).text);
        QVERIFY(!since.empty());
        QVERIFY(since[0].starts_with(before));
    }

    void follow_goesOnUntilTheContainerEnds()
    {
        apply(podOf("short", json::array({containerOf("app", "tool:1", "sleep 1; exit 0")}), "Never"));
        QTRY_COMPARE(phase("short"), std::string("Running"));
        const auto answer = log("short", "follow=true"); // returns at the end of the stream
        QCOMPARE(answer.text, std::string("starting\ndone\n"));
        QTRY_COMPARE(phase("short"), std::string("Succeeded"));
        QCOMPARE(log("short").text, std::string("starting\ndone\n"));
    }

    void follow_endsWithThePod()
    {
        apply(podOf("goes", json::array({containerOf("app", "tool:1")})));
        QTRY_COMPARE(phase("goes"), std::string("Running"));
        QTRY_VERIFY(!log("goes").text.empty());
        auto followed = std::async(std::launch::async, [this] { return log("goes", "follow=true"); });
        QTest::qWait(500); // it follows before the pod is told to end
        QCOMPARE(m_fixture->call("DELETE", kPods + "/goes").status, 200);
        QVERIFY(!followed.get().text.empty());
        QTRY_COMPARE(log("goes").status, 404);
    }

    void previous_isTheRunBeforeTheRestart()
    {
        apply(podOf("crash", json::array({containerOf("app", "tool:1", "sleep 0.2; exit 1")})));
        QTRY_VERIFY_WITH_TIMEOUT(log("crash", "previous=true").status == 200, 10'000);
        QCOMPARE(log("crash", "previous=true").text, std::string("starting\nfatal: cannot reach postgres:5432\n"));
        QVERIFY(
            message(log(m_backend, "previous=true")).starts_with("previous terminated container \"backend\" in pod"));
    }

    void refusals_areWordedAsRecorded()
    {
        apply(podOf("two", json::array({containerOf("app", "tool:1"), containerOf("sidecar", "tool:1")})));
        apply(podOf("badimage", json::array({containerOf("app", "registry.example.invalid/qbm/backend:v9.9.9")})));
        QTRY_COMPARE(phase("two"), std::string("Running"));
        QCOMPARE(log("two", "container=sidecar").status, 200);
        QCOMPARE(message(log("two")),
            std::string("a container name must be specified for pod two, choose one of: [app sidecar]"));
        QCOMPARE(message(log("two", "container=nope")), std::string("container nope is not valid for pod two"));
        QTRY_COMPARE(message(log("badimage")),
            std::string("container \"app\" in pod \"badimage\" is waiting to start: trying and failing to pull image"));
        QCOMPARE(log("badimage").status, 400);
        QCOMPARE(log("nope").status, 404);
        const auto negative = log("two", "container=app&tailLines=-1");
        QCOMPARE(negative.status, 422);
        QCOMPARE(negative.body["details"]["causes"][0]["field"].get<std::string>(), std::string("tailLines"));
        QCOMPARE(log("two", "container=app&sinceSeconds=2&sinceTime=2026-01-01T00:00:00Z").status, 422);
        const auto denied = m_fixture->call("GET", kPods + "/two/log", {}, {}, qbm::Secret("token-of-bob"));
        QCOMPARE(denied.status, 403);
        QVERIFY(message(denied).find("cannot get resource \"pods/log\"") != std::string::npos);
    }

private:
    Answer log(const std::string& pod, const std::string& query = {})
    {
        return m_fixture->call("GET", kPods + "/" + pod + "/log" + (query.empty() ? "" : "?" + query));
    }
    static std::string message(const Answer& answer)
    {
        return answer.body.is_object() ? answer.body.value("message", "") : "";
    }
    void apply(const json& object) { QVERIFY(m_fixture->simulator().apply(object).has_value()); }
    std::string phase(const std::string& pod)
    {
        const auto found = m_fixture->simulator().object("pods", "qbm-ai-system", pod);
        return found ? (*found)["status"].value("phase", "") : "";
    }

    std::unique_ptr<Fixture> m_fixture;
    std::string m_backend;
};

QTEST_GUILESS_MAIN(TstLogs)
#include "tst_logs.moc"
