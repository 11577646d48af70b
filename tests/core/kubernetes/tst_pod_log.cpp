// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/client.h"
#include "core/kubernetes/pod_log.h"
#include "tests/core/kubernetes/recordings.h"
#include "tests/support/http_server.h"
#include "tests/support/raw_server.h"

#include <QTest>
#include <algorithm>
#include <atomic>
#include <mutex>
#include <nlohmann/json.hpp>
#include <random>
#include <thread>

using namespace qbm;
using namespace qbm::kubernetes;
using test::HttpServer;
using test::SeenRequest;

namespace {

ClusterAccess accessTo(const std::string& url)
{
    ClusterAccess access;
    access.server = url;
    access.credential = makeFixedCredential({.bearerToken = Secret("t")});
    return access;
}

/// Line `number` of a log whose lines share time stamps, ten at a time, as fast writers' do.
std::string stampedLine(int number)
{
    return "2026-11-22T23:13:5" + std::to_string(number / 40) + "." + std::to_string(100 + number / 10 % 4) + "000000Z line "
        + std::to_string(number % 7) + "\n";
}

/// What a node answers to sinceTime: everything from that whole second on.
std::string logSince(int written, const std::string& target)
{
    const std::size_t at = target.find("sinceTime=");
    const std::string since = at == std::string::npos ? "" : target.substr(at + 10, 19 + 4); // colons are %3A
    std::string out;
    for (int i = 0; i < written; ++i) {
        const std::string line = stampedLine(i);
        std::string second = line.substr(0, 19);
        for (std::size_t colon; (colon = second.find(':')) != std::string::npos;)
            second.replace(colon, 1, "%3A");
        if (second >= since)
            out += line;
    }
    return out;
}

std::string chunked(const std::string& text)
{
    std::array<char, 16> size{};
    std::snprintf(size.data(), size.size(), "%zx\r\n", text.size());
    return size.data() + text + "\r\n";
}

} // namespace

class TstPodLog : public QObject {
    Q_OBJECT

private slots:
    void cutter_anyPieces_giveTheSameLines()
    {
        std::string log;
        for (int i = 0; i < 300; ++i)
            log += stampedLine(i);
        log += "2026-11-22T23:13:59Z last without an end";
        std::mt19937 random(3);
        for (int round = 0; round < 50; ++round) {
            LogLineCutter cutter;
            std::vector<std::string> lines;
            for (std::size_t at = 0; at < log.size();) {
                const std::size_t size = 1 + random() % 90;
                for (const PodLogLine& line : cutter.feed(std::string_view(log).substr(at, size)))
                    lines.push_back(formatRfc3339(line.time) + " " + std::string(line.text));
                at += size;
            }
            QCOMPARE(lines.size(), std::size_t(300));
            QCOMPARE(lines[0], std::string("2026-11-22T23:13:50.100Z line 0"));
            QCOMPARE(lines[299], std::string("2026-11-22T23:13:57.101Z line 5"));
            const auto rest = cutter.rest();
            QCOMPARE(std::string(rest->text), std::string("last without an end"));
            QVERIFY(!cutter.rest());
        }
    }

    void cutter_stampsInAllForms()
    {
        LogLineCutter cutter;
        const auto lines = cutter.feed("2026-11-22T23:13:54.492260438Z a b\r\n"
                                       "2026-11-22T23:13:54Z \n"
                                       "2026-11-23T01:13:55.5+02:00 zone\n"
                                       "unable to retrieve container logs for containerd://8779\n"
                                       "\n");
        QCOMPARE(lines.size(), std::size_t(5));
        QCOMPARE(lines[0].time.time_since_epoch().count() % 1'000'000'000, 492'260'438);
        QCOMPARE(lines[0].text, std::string_view("a b"));
        QCOMPARE(lines[1].text, std::string_view(""));
        QCOMPARE(formatRfc3339(lines[2].time), std::string("2026-11-22T23:13:55.500Z"));
        QCOMPARE(lines[3].text, std::string_view("unable to retrieve container logs for containerd://8779"));
        QCOMPARE(lines[3].time, lines[2].time);
        QCOMPARE(lines[4].text, std::string_view(""));
    }

    void cutter_endlessLine_isCutAndCounted()
    {
        LogLineCutter cutter;
        const std::string stamp = "2026-11-22T23:13:54Z ";
        QVERIFY(cutter.feed(stamp).empty());
        const std::string piece(10'000, 'x');
        for (int i = 0; i < 100; ++i)
            QVERIFY(cutter.feed(piece).empty());
        const auto lines = cutter.feed("tail\nnext\n");
        QCOMPARE(lines.size(), std::size_t(2));
        QCOMPARE(lines[0].text.size() + stamp.size(), kLongestLogLine);
        QCOMPARE(lines[0].cutBytes, stamp.size() + 1'000'000 + 4 - kLongestLogLine);
        QCOMPARE(lines[1].text, std::string_view("next"));
        QCOMPARE(lines[1].cutBytes, std::uint64_t(0));
        const std::string whole = stamp + std::string(200'000, 'y') + "\n";
        QCOMPARE(cutter.feed(whole)[0].cutBytes, whole.size() - 1 - kLongestLogLine);
    }

    void recordings_areReadAsRecorded()
    {
        QBM_NEEDS_RECORDINGS();
        int logs = 0, refusals = 0;
        test::eachRecord("logs.ndjson", [&](const nlohmann::json& record) {
            if (record["request"]["method"] != "GET" || record["request"]["path"].get<std::string>().find("/log") == std::string::npos)
                return;
            test::Answer answer{.status = record["response"]["status"], .contentType = "text/plain"};
            std::string expected;
            if (record.contains("stream")) {
                for (const auto& event : record["stream"])
                    answer.body += event["event"].get<std::string>() + "\n";
            } else {
                const auto& body = record["response"]["body"];
                answer.body = body.is_string() ? body.get<std::string>() : body.dump();
            }
            HttpServer server([answer](const SeenRequest&) { return answer; });
            Client client(accessTo(server.url()), AccessMode::ReadOnly);
            TaskContext context;
            std::string read;
            const auto ended = client.streamPodLog("qbm-ai-system", "real-ok", {},
                {{}, [&](const auto& lines) {
                     for (const PodLogLine& line : lines)
                         read += std::string(line.text) + "\n";
                     return true;
                 }},
                context);
            const std::string id = record["id"];
            if (answer.status != 200) {
                ++refusals;
                QVERIFY2(!ended, id.c_str());
                const std::string message = record["response"]["body"]["message"];
                QVERIFY2(ended.error().message.english().find(message) != std::string::npos, ended.error().english().c_str());
                const ErrorKind kind = ended.error().kind;
                QCOMPARE(kind, answer.status == 403 ? ErrorKind::Denied : answer.status == 404 ? ErrorKind::NotFound : ErrorKind::InvalidInput);
                return;
            }
            ++logs;
            QVERIFY2(ended, id.c_str());
            if (id == "log-timestamps") {
                QCOMPARE(read, std::string("2026-11-22T23:13:54Z INFO qbm.backend request 41 served\n"
                                           "2026-11-22T23:13:54Z INFO qbm.backend request 42 served\n"
                                           "2026-11-22T23:13:55Z INFO qbm.backend request 43 served\n"));
            } else if (id == "log-previous-crash") {
                QVERIFY(read.starts_with("unable to retrieve container logs"));
            }
        });
        QVERIFY(logs >= 12);
        QCOMPARE(refusals, 8);
    }

    void client_asksForWhatWasWanted()
    {
        HttpServer server([](const SeenRequest&) { return test::Answer{.body = "", .contentType = "text/plain"}; });
        Client client(accessTo(server.url()), AccessMode::ReadOnly);
        TaskContext context;
        PodLogOptions options;
        options.container = "app";
        options.previous = options.follow = true;
        options.tailLines = 7;
        options.since = parseRfc3339("2026-11-22T23:13:54.9Z").value();
        options.limitBytes = 99;
        QVERIFY(client.streamPodLog("ns", "p", options, {{}, [](const auto&) { return true; }}, context));
        QCOMPARE(server.seen().front().target,
            std::string("/api/v1/namespaces/ns/pods/p/log?timestamps=true&container=app&follow=true&previous=true&tailLines=7"
                        "&sinceTime=2026-11-22T23%3A13%3A54Z&limitBytes=99"));
    }

    void reader_cutAnywhere_repeatsAndLosesNothing()
    {
        std::mt19937 random(11);
        constexpr int kLines = 320;
        std::mutex mutex;
        test::RawServer server([&](test::RawConnection& connection, int number) {
            const std::string head = connection.readHead();
            const std::lock_guard lock(mutex);
            const bool last = number >= 12;
            const int written = last ? kLines : std::min(kLines, number * 28);
            std::string log = logSince(written, head.substr(0, head.find(' ', 4)));
            if (number == 1)
                log = stampedLine(3) + stampedLine(4) + stampedLine(5); // a tail: 0 to 2 were never asked for
            if (!last)
                log.resize(log.size() - random() % 40); // dies in the middle of a line
            connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (std::size_t at = 0; at < log.size(); at += 300)
                connection.write(chunked(log.substr(at, 300)));
            if (last)
                connection.write("0\r\n\r\n");
        });
        Client client(accessTo(server.url()), AccessMode::ReadOnly);
        PodLogOptions options;
        options.tailLines = 3;
        options.follow = true;
        PodLogReader reader(client, "ns", "p", options);
        TaskContext context;
        std::string read;
        const auto onLines = [&](const std::vector<PodLogLine>& lines) {
            for (const PodLogLine& line : lines)
                read += std::string(line.text) + "\n";
            return true;
        };
        const auto ended = reader.read({{}, onLines}, context);
        QVERIFY2(ended, ended ? "" : ended.error().english().c_str());
        std::string expected;
        for (int i = 3; i < kLines; ++i)
            expected += "line " + std::to_string(i % 7) + "\n";
        QCOMPARE(read.size(), expected.size());
        QCOMPARE(read, expected);
    }

    void reader_ofANodeThatIsAway_waitsForItAndSaysSo()
    {
        constexpr int kAway = 3; // answers of the API server meanwhile
        const std::string refusal = nlohmann::json{{"kind", "Status"}, {"status", "Failure"}, {"code", 500},
            {"message", "Get \"https://10.0.0.7:10250/containerLogs/ns/p/a\": dial tcp 10.0.0.7:10250: connect: no route to host"}}
                                        .dump();
        test::RawServer server([&](test::RawConnection& connection, int number) {
            connection.readHead();
            if (number > 1 && number <= 1 + kAway) {
                connection.write("HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\nContent-Length: "
                    + std::to_string(refusal.size()) + "\r\n\r\n" + refusal);
                return;
            }
            connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n");
            connection.write(chunked(stampedLine(0) + stampedLine(1)));
            if (number > 1)
                connection.write(chunked(stampedLine(2)) + "0\r\n\r\n");
        });
        Client client(accessTo(server.url()), AccessMode::ReadOnly);
        PodLogOptions options;
        options.follow = true;
        PodLogReader reader(client, "ns", "p", options);
        TaskContext context;
        std::size_t read = 0;
        std::vector<std::string> interruptions;
        PodLogHandler handler;
        handler.onLines = [&](const auto& lines) {
            read += lines.size();
            return true;
        };
        handler.onInterrupted = [&](const Error& error) { interruptions.push_back(error.english()); };
        const auto ended = reader.read(handler, context);
        QVERIFY2(ended, ended ? "" : ended.error().english().c_str());
        QCOMPARE(read, std::size_t(3));
        QCOMPARE(interruptions.size(), std::size_t(1));
        QVERIFY2(interruptions.front().find("no route to host") != std::string::npos, interruptions.front().c_str());
    }

    void reader_ofAContainerStartedAnew_goesOn()
    {
        std::atomic<int> call = 0;
        HttpServer server([&](const SeenRequest&) {
            const std::string first = stampedLine(0) + stampedLine(1);
            return test::Answer{.body = ++call == 1 ? first : first + stampedLine(2), .contentType = "text/plain"};
        });
        Client client(accessTo(server.url()), AccessMode::ReadOnly);
        PodLogReader reader(client, "ns", "p", {});
        TaskContext context;
        std::size_t read = 0;
        const PodLogHandler handler{{}, [&](const auto& lines) {
                                        read += lines.size();
                                        return true;
                                    }};
        QVERIFY(reader.read(handler, context));
        QCOMPARE(read, std::size_t(2));
        QVERIFY(reader.read(handler, context));
        QCOMPARE(read, std::size_t(3));
    }

    void follow_silence_isNoErrorAndStopsAtOnce()
    {
        HttpServer server([](const SeenRequest&) {
            return test::Answer{.contentType = "text/plain", .stream = [](const auto& write) {
                                    while (write(""))
                                        std::this_thread::sleep_for(std::chrono::milliseconds(20));
                                }};
        });
        Client client(accessTo(server.url()), AccessMode::ReadOnly);
        std::stop_source stop;
        TaskContext context(stop.get_token());
        PodLogOptions options;
        options.follow = true;
        std::jthread stopper([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(300));
            stop.request_stop();
        });
        const auto begin = std::chrono::steady_clock::now();
        const auto ended = client.streamPodLog("ns", "p", options, {{}, [](const auto&) { return true; }}, context);
        QVERIFY(!ended);
        QCOMPARE(ended.error().kind, ErrorKind::Cancelled);
        QVERIFY(std::chrono::steady_clock::now() - begin < std::chrono::seconds(4));
    }
};

QTEST_APPLESS_MAIN(TstPodLog)
#include "tst_pod_log.moc"
