// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/client.h"
#include "tests/support/http_server.h"
#include "tests/support/raw_server.h"

#include <QTest>
#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <stop_token>
#include <thread>

using namespace qbm;
using namespace qbm::kubernetes;
using Reply = test::Answer;
using test::HttpServer;
using test::SeenRequest;

namespace {

const ObjectPath kPod{resource::kPods, "ns", "p", {}};
const std::string kPodJson = R"({"metadata":{"name":"p","namespace":"ns","resourceVersion":"1"}})";

ClusterAccess accessTo(const std::string& url)
{
    ClusterAccess access;
    access.server = url;
    access.credential = makeFixedCredential({.bearerToken = Secret("right")});
    return access;
}

std::string statusJson(int code, const std::string& reason)
{
    return R"({"kind":"Status","apiVersion":"v1","status":"Failure","message":"no","reason":")" + reason + R"(","code":)" + std::to_string(code) + "}";
}

} // namespace

/// What the client does when the server asks it to wait, fails, or goes away in the middle: reads are tried again, with
/// bounds; writes only where it is certain that nothing was done.
class TstClientTrouble : public QObject {
    Q_OBJECT

private slots:
    void tooManyRequests_withRetryAfter_isWaitedFor_alsoForWrites()
    {
        std::atomic<int> calls = 0;
        HttpServer server([&](const SeenRequest&) {
            if (++calls % 2 == 1)
                return Reply{.status = 429, .body = "Too many requests, please try again later.\n", .contentType = "text/plain", .headers = {{"Retry-After", "0"}}};
            return Reply{.body = kPodJson};
        });
        Client client(accessTo(server.url()), AccessMode::ReadWrite);
        TaskContext context;
        QVERIFY(client.get(kPod, context));
        QVERIFY(client.patch(kPod, PatchType::Merge, "{}", context));
        QCOMPARE(calls.load(), 4);
    }

    void tooManyRequests_ofAnEviction_isNotRepeated_data()
    {
        QTest::addColumn<bool>("retryAfter");
        QTest::newRow("budget used up") << false;
        QTest::newRow("budget not counted yet") << true; // newer servers name a pause here, which is for the drainer
    }

    void tooManyRequests_ofAnEviction_isNotRepeated()
    {
        QFETCH(bool, retryAfter);
        std::atomic<int> calls = 0;
        HttpServer server([&](const SeenRequest&) {
            ++calls;
            Reply reply{.status = 429,
                .body = R"({"kind":"Status","status":"Failure","message":"Cannot evict pod as it would violate its disruption budget.","reason":"TooManyRequests",)"
                        R"("details":{"causes":[{"reason":"DisruptionBudget","message":"needs 1"}]},"code":429})"};
            if (retryAfter)
                reply.headers = {{"Retry-After", "0"}};
            return reply;
        });
        Client client(accessTo(server.url()), AccessMode::ReadWrite);
        TaskContext context;
        const std::string eviction = R"({"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"p","namespace":"ns"}})";
        const auto answer = client.createAt({resource::kPods, "ns", "p", "eviction"}, eviction, context);
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::Exhausted);
        QVERIFY(answer.error().english().find("disruption budget") != std::string::npos);
        QCOMPARE(calls.load(), 1);
        QCOMPARE(server.seen().front().target, std::string("/api/v1/namespaces/ns/pods/p/eviction?fieldManager=qbm-console"));
    }

    void manyWhoAreToldTheSamePause_doNotReturnInStep()
    {
        using Clock = std::chrono::steady_clock;
        std::mutex mutex;
        std::map<std::string, Clock::time_point> refused;
        std::vector<std::chrono::milliseconds> pauses;
        HttpServer server([&](const SeenRequest& request) {
            const std::lock_guard lock(mutex);
            const auto [known, first] = refused.emplace(request.target, Clock::now());
            if (first)
                return Reply{.status = 429, .body = "later", .contentType = "text/plain", .headers = {{"Retry-After", "1"}}};
            pauses.push_back(std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - known->second));
            return Reply{.body = kPodJson};
        });
        Client client(accessTo(server.url()), AccessMode::ReadWrite);
        {
            std::vector<std::jthread> clients;
            for (int i = 0; i < 8; ++i)
                clients.emplace_back([&, i] {
                    TaskContext context;
                    (void)client.get({resource::kPods, "ns", "p" + std::to_string(i), {}}, context);
                });
        }
        QCOMPARE(pauses.size(), std::size_t(8));
        const auto [least, most] = std::minmax_element(pauses.begin(), pauses.end());
        QVERIFY(*least >= std::chrono::milliseconds(990));
        QVERIFY2(*most - *least >= std::chrono::milliseconds(60), std::to_string((*most - *least).count()).c_str());
    }

    void tooManyRequests_forLongerThanHalfAMinute_isWaitedThrough_andTold()
    {
        std::atomic<int> calls = 0;
        HttpServer server([&](const SeenRequest&) {
            if (++calls == 1)
                return Reply{.status = 429, .body = "later", .contentType = "text/plain", .headers = {{"Retry-After", "32"}}};
            return Reply{.body = kPodJson};
        });
        Client client(accessTo(server.url()), AccessMode::ReadWrite);
        std::stop_source stop;
        std::string told;
        TaskContext context(stop.get_token(), [&](const Progress& progress) {
            told = progress.step.english();
            stop.request_stop(); // it waits: half a minute of it would tell no more
        });
        const auto answer = client.get(kPod, context);
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::Cancelled);
        QVERIFY2(told.find("too many requests") != std::string::npos, told.c_str());
        QVERIFY2(told.find("pods/p in ns") != std::string::npos, told.c_str());
    }

    void tooManyRequests_manyTimesInARow_areWaitedThrough()
    {
        std::atomic<int> calls = 0;
        HttpServer server([&](const SeenRequest&) {
            if (++calls < 9)
                return Reply{.status = 429, .body = "later", .contentType = "text/plain", .headers = {{"Retry-After", "0"}}};
            return Reply{.body = kPodJson};
        });
        Client client(accessTo(server.url()), AccessMode::ReadWrite);
        TaskContext context;
        QVERIFY(client.get(kPod, context));
        QCOMPARE(calls.load(), 9);
    }

    void tooManyRequests_forLongerThanAnybodyWaits_isAnErrorAtOnce()
    {
        HttpServer server([](const SeenRequest&) {
            return Reply{.status = 429, .body = "later", .contentType = "text/plain", .headers = {{"Retry-After", "3600"}}};
        });
        Client client(accessTo(server.url()), AccessMode::ReadWrite);
        TaskContext context;
        const auto answer = client.get(kPod, context);
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::Exhausted);
        QVERIFY2(answer.error().english().find("3600 s") != std::string::npos, answer.error().english().c_str());
    }

    void unavailable_withRetryAfter_isAskedAgain_forReadsOnly_data()
    {
        QTest::addColumn<int>("status");
        QTest::newRow("503") << 503;
        QTest::newRow("504") << 504;
    }

    void unavailable_withRetryAfter_isAskedAgain_forReadsOnly()
    {
        QFETCH(int, status);
        std::atomic<int> calls = 0;
        HttpServer server([&](const SeenRequest&) {
            if (++calls == 1)
                return Reply{.status = status, .body = "starting\n", .contentType = "text/plain", .headers = {{"Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT"}}};
            return Reply{.body = kPodJson};
        });
        Client client(accessTo(server.url()), AccessMode::ReadWrite);
        TaskContext context;
        QVERIFY(client.get(kPod, context));
        QCOMPARE(calls.load(), 2);
        calls = 0;
        QVERIFY(!client.patch(kPod, PatchType::Merge, "{}", context));
        QCOMPARE(calls.load(), 1);
    }

    void connectionThatBreaks_readsAreSentAgain_writesNever()
    {
        test::RawServer server([](test::RawConnection& connection, int number) {
            connection.readHead();
            if (number % 2 == 0)
                connection.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 23\r\n\r\n{\"metadata\":{\"name\":1}}");
            else
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 23\r\n\r\n{\"meta"); // cut inside the body
        });
        ClusterAccess access;
        access.server = server.url();
        access.credential = makeFixedCredential({});
        Client client(access, AccessMode::ReadWrite);
        TaskContext context;
        const auto got = client.get(kPod, context);
        QVERIFY2(got, got ? "" : (got.error().english() + got.error().detail).c_str());
        QCOMPARE(server.connections(), 2);
        const auto decision = client.reviewAccess({"get", resource::kPods, {}, "ns", {}}, context); // a POST that only asks
        QVERIFY(decision);
        QCOMPARE(server.connections(), 4);
        const auto patched = client.patch(kPod, PatchType::Merge, "{}", context);
        QVERIFY(!patched);
        QCOMPARE(patched.error().kind, ErrorKind::InDoubt);
        QCOMPARE(server.connections(), 5);
    }

    void serverError_onAWrite_isInDoubt_andNeverRepeated()
    {
        std::atomic<int> calls = 0;
        HttpServer server([&](const SeenRequest&) {
            ++calls;
            return Reply{.status = 504, .body = statusJson(504, "Timeout"), .headers = {{"Retry-After", "0"}}};
        });
        Client client(accessTo(server.url()), AccessMode::ReadWrite);
        TaskContext context;
        const auto answer = client.patch(kPod, PatchType::Merge, "{}", context);
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::InDoubt);
        QCOMPARE(calls.load(), 1);
    }

    void dryRun_isNeverInDoubt_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {500, 502, 504, 0}) // 0: the connection breaks
            QTest::newRow(std::to_string(status).c_str()) << status;
    }

    void dryRun_isNeverInDoubt()
    {
        QFETCH(int, status);
        test::RawServer server([status](test::RawConnection& connection, int) {
            connection.readHead();
            const std::string body = statusJson(status, "InternalError");
            if (status != 0)
                connection.write("HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Type: application/json\r\nContent-Length: "
                    + std::to_string(body.size()) + "\r\n\r\n" + body);
        });
        Client client(accessTo(server.url()), AccessMode::ReadWrite);
        TaskContext context;
        const WriteOptions dry{.dryRun = true};
        const auto patched = client.patch(kPod, PatchType::Merge, "{}", context, dry);
        const auto created = client.create({resource::kPods, "ns", {}, {}}, "{}", context, dry);
        const auto replaced = client.replace(kPod, "{}", context, dry);
        const auto removed = client.remove(kPod, context, {.dryRun = true});
        for (const auto* const answer : {&patched, &created, &replaced, &removed}) {
            QVERIFY(!*answer);
            QVERIFY2(answer->error().kind != ErrorKind::InDoubt, answer->error().english().c_str());
            QVERIFY2(answer->error().english().find("not known") == std::string::npos, answer->error().english().c_str());
        }
        Client reader(accessTo(server.url()), AccessMode::ReadOnly);
        QCOMPARE(reader.patch(kPod, PatchType::Merge, "{}", context, dry).error().kind, ErrorKind::Denied);
    }
};

QTEST_APPLESS_MAIN(TstClientTrouble)
#include "tst_client_trouble.moc"
