// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/net/requests.h"
#include "tests/support/http2_front.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace std::chrono_literals;
using namespace qbm;
using namespace qbm::test;
using net::HttpClient;
using net::HttpOptions;

namespace {

constexpr int kRequestsPerConnection = 3;

HttpOptions optionsFor(const Http2Front& front)
{
    HttpOptions options;
    options.tls.caPem = front.caPem();
    return options;
}

} // namespace

/// HTTP/2 as API servers speak it, with connections that say GOAWAY, end and break.
class TstHttp2 : public QObject {
    Q_OBJECT

private slots:
    void reads_acrossGoaways_areAllAnswered();
    void parallelReads_acrossGoaways_areAllAnswered();
    void writes_acrossGoaways_areSentOnce();
    void stream_outlivesGoaway();
    void stream_ofAKilledServer_breaks_andTheNextCallIsServed();
};

void TstHttp2::reads_acrossGoaways_areAllAnswered()
{
    HttpServer server([](const SeenRequest& request) { return Answer{.body = request.header("Via")}; });
    Http2Front front(server, {.requestsPerConnection = kRequestsPerConnection});
    QVERIFY(front.start());
    HttpClient client(optionsFor(front));
    TaskContext context;
    for (int i = 0; i < 10 * kRequestsPerConnection; ++i) {
        const auto response = client.send(get((front.url() + "/")), context);
        QVERIFY2(response, response ? "" : response.error().english().c_str());
        QCOMPARE(response->body, std::string("2 nghttpx")); // the version it was asked in
    }
}

void TstHttp2::parallelReads_acrossGoaways_areAllAnswered()
{
    HttpServer server([](const SeenRequest&) { return Answer{.body = std::string(300'000, 'x')}; });
    Http2Front front(server, {.requestsPerConnection = kRequestsPerConnection});
    QVERIFY(front.start());
    HttpClient client(optionsFor(front));
    std::atomic<int> whole = 0;
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 8; ++thread) {
            threads.emplace_back([&] {
                TaskContext context;
                for (int i = 0; i < 4 * kRequestsPerConnection; ++i) {
                    auto request = get((front.url() + "/"));
                    request.retriesWhenBroken = 2;
                    const auto response = client.send(request, context);
                    whole += response && response->body.size() == 300'000 ? 1 : 0;
                }
            });
        }
    }
    QCOMPARE(whole.load(), 8 * 4 * kRequestsPerConnection);
}

void TstHttp2::writes_acrossGoaways_areSentOnce()
{
    std::atomic<int> writes = 0;
    HttpServer server([&](const SeenRequest& request) {
        writes += request.method == "POST" ? 1 : 0;
        return Answer{.body = request.body};
    });
    Http2Front front(server, {.requestsPerConnection = kRequestsPerConnection});
    QVERIFY(front.start());
    HttpClient client(optionsFor(front));
    TaskContext context;
    for (int i = 0; i < 4 * kRequestsPerConnection; ++i) {
        QVERIFY(client.send(get((front.url() + "/")), context));
        const auto response = client.send(post((front.url() + "/"), std::to_string(i)), context);
        QVERIFY2(response, response ? "" : response.error().english().c_str());
        QCOMPARE(response->body, std::to_string(i));
    }
    QCOMPARE(writes.load(), 4 * kRequestsPerConnection);
}

void TstHttp2::stream_outlivesGoaway()
{
    std::atomic<bool> goOn = false;
    HttpServer server([&](const SeenRequest&) {
        Answer answer;
        answer.stream = [&](const std::function<bool(std::string_view)>& write) {
            write("first ");
            while (!goOn && write("."))
                std::this_thread::sleep_for(20ms);
            write(" last");
        };
        return answer;
    });
    Http2Front front(server, {.requestsPerConnection = kRequestsPerConnection});
    goOn = true;
    QVERIFY(front.start());
    goOn = false;
    HttpClient client(optionsFor(front));
    TaskContext context;
    std::string body;
    const auto response = client.stream(get((front.url() + "/")),
        {.onHead = {},
            .onData =
                [&](std::string_view chunk) {
                    body += chunk;
                    if (!goOn && body.size() > 10) {
                        front.endGracefully();
                        goOn = true;
                    }
                    return true;
                }},
        context);
    QVERIFY2(response, response ? "" : response.error().english().c_str());
    QVERIFY2(body.starts_with("first ") && body.ends_with(" last"), body.c_str());
}

void TstHttp2::stream_ofAKilledServer_breaks_andTheNextCallIsServed()
{
    HttpServer server([](const SeenRequest& request) {
        Answer answer{.body = "here"};
        if (request.target == "/stream") {
            answer.stream = [](const std::function<bool(std::string_view)>& write) {
                while (write("."))
                    std::this_thread::sleep_for(20ms);
            };
        }
        return answer;
    });
    Http2Front front(server, {.requestsPerConnection = kRequestsPerConnection});
    QVERIFY(front.start());
    HttpClient client(optionsFor(front));
    TaskContext context;
    std::atomic<bool> streaming = false;
    Result<net::Response> broken;
    std::jthread reader([&] {
        TaskContext readerContext;
        broken = client.stream(get((front.url() + "/") + "stream"), {.onHead = {}, .onData = [&](std::string_view) { return streaming = true; }}, readerContext);
    });
    QTRY_VERIFY(streaming);
    front.kill();
    reader.join();
    QVERIFY(!broken);
    QCOMPARE(broken.error().kind, ErrorKind::Unreachable);
    QVERIFY(front.start());
    const auto response = client.send(get((front.url() + "/")), context);
    QVERIFY2(response, response ? "" : response.error().english().c_str());
    QCOMPARE(response->body, std::string("here"));
}

QTEST_GUILESS_MAIN(TstHttp2)
#include "tst_http2.moc"
