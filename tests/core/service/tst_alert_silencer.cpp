// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/alert_silencer.h"
#include "tests/support/http_server.h"
#include "tests/support/servers.h"

#include <QTest>
#include <algorithm>
#include <atomic>
#include <nlohmann/json.hpp>

using namespace qbm;
using namespace qbm::service;
using namespace std::chrono_literals;

namespace {

constexpr const char* kOwnScope = "alertname=~\"Disk.*|\\\"odd\\\\n\",namespace=\"\",severity!=\"info\"";
/// Two alerts that fire where a part is broken: one of the system, one of another.
constexpr const char* kRules
    = "groups:\n"
      "- name: parts\n"
      "  rules:\n"
      "  - {alert: Ours, expr: broken == 1, labels: {namespace: qbm-ai-system, severity: critical}, annotations: "
      "{summary: ours}}\n"
      "  - {alert: Theirs, expr: 'broken{part=\"passing\"} == 1', labels: {namespace: shop}}\n";

} // namespace

/// The silence around planned work, on a real Alertmanager.
class TstAlertSilencer : public QObject {
    Q_OBJECT

    std::unique_ptr<test::AlertmanagerServer> m_server;
    std::shared_ptr<const prometheus::AlertmanagerClient> m_alertmanager;
    std::shared_ptr<backup::AlertSilencer> m_silencer;
    TaskContext m_task;

    std::shared_ptr<const prometheus::AlertmanagerClient> client(AccessMode access) const
    {
        net::HttpOptions options;
        options.access = access;
        return std::make_shared<const prometheus::AlertmanagerClient>(
            std::make_shared<net::HttpClient>(std::move(options)),
            prometheus::Endpoint{m_server->url(), std::nullopt, 10'000ms});
    }
    std::shared_ptr<const prometheus::Client> prometheusAt(const std::string& url) const
    {
        return std::make_shared<const prometheus::Client>(
            std::make_shared<net::HttpClient>(net::HttpOptions()), prometheus::Endpoint{url, std::nullopt, 10'000ms});
    }
    std::shared_ptr<backup::AlertSilencer> makeSilencer(
        std::vector<prometheus::Matcher> matchers, std::shared_ptr<const prometheus::Client> prometheus = nullptr)
    {
        return makeAlertSilencer(m_alertmanager, std::move(prometheus), std::move(matchers), "tester@here");
    }
    void fire(const std::string& name, const std::string& nameSpace)
    {
        nlohmann::json alert{{"labels", {{"alertname", name}, {"severity", "critical"}, {"namespace", nameSpace}}},
            {"annotations", {{"summary", name + " fires"}}}};
        net::HttpClient http{net::HttpOptions()};
        net::Request request;
        request.method = "POST";
        request.url = m_server->url() + "/api/v2/alerts";
        request.headers.push_back({"Content-Type", "application/json"});
        request.body = nlohmann::json::array({alert}).dump();
        const auto answer = http.send(std::move(request), m_task);
        QVERIFY(answer && answer->ok());
    }
    prometheus::Silence silence(const std::string& id)
    {
        const auto silences = m_alertmanager->fetchSilences(m_task).value();
        for (const prometheus::Silence& silence : silences) {
            if (silence.id == id)
                return silence;
        }
        return {};
    }
    /// Alertmanager works out what is silenced a moment after a change.
    backup::SilencedAlerts silencedBy(backup::AlertSilencer& silencer, const std::string& comment, std::size_t expected)
    {
        backup::SilencedAlerts silenced;
        (void)QTest::qWaitFor(
            [&] {
                silenced = silencer.fetchSilenced(comment, m_task).value();
                return silenced.alerts.size() == expected;
            },
            60'000);
        return silenced;
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto server = test::AlertmanagerServer::start();
        QVERIFY2(server.has_value(), server ? "" : server.error().english().c_str());
        m_server = std::move(*server);
        m_alertmanager = client(AccessMode::ReadWrite);
        m_silencer = makeSilencer({{"namespace", "qbm-ai-system", false, true}});
    }

    void open_silencesTheNamespaceAndNothingElse()
    {
        QCOMPARE(m_silencer->scope(), std::string("namespace=\"qbm-ai-system\""));
        fire("Down", "qbm-ai-system");
        fire("Foreign", "shop");
        const auto before = systemClock().now();
        const std::string id = m_silencer->open("restore 4711 by tester@here", 90min, m_task).value();
        const prometheus::Silence made = silence(id);
        QCOMPARE(made.state, std::string("active"));
        QCOMPARE(made.comment, std::string("restore 4711 by tester@here"));
        QCOMPARE(made.createdBy, std::string("tester@here"));
        QVERIFY(made.endsAt >= before + 89min && made.endsAt <= systemClock().now() + 90min);

        const auto [silenced, source] = silencedBy(*m_silencer, "restore 4711 by tester@here", 1);
        QCOMPARE(silenced.size(), std::size_t(1));
        QCOMPARE(silenced[0].name, std::string("Down"));
        QCOMPARE(silenced[0].severity, std::string("critical"));
        QCOMPARE(silenced[0].summary, std::string("Down fires"));
        QVERIFY(silenced[0].startsAt > before - 1h);
        QVERIFY(!silenced[0].lastSeenAt);
        QVERIFY2(source.english().find("names no Prometheus") != std::string::npos, source.english().c_str());

        QVERIFY(m_silencer->close(id, m_task).has_value());
        QCOMPARE(silence(id).state, std::string("expired"));
        QVERIFY(silencedBy(*m_silencer, "restore 4711 by tester@here", 0).alerts.empty());
        QVERIFY(m_silencer->close(id, m_task).has_value()); // again is no error
        QVERIFY(m_silencer->close("00000000-0000-0000-0000-000000000000", m_task).has_value());
    }

    void find_onlyTheOpenSilenceOfThatComment()
    {
        QCOMPARE(m_silencer->find("restore 1", m_task).value(), std::string());
        const std::string first = m_silencer->open("restore 1", 10min, m_task).value();
        const std::string second = m_silencer->open("restore 12", 10min, m_task).value();
        QCOMPARE(m_silencer->find("restore 1", m_task).value(), first);
        QVERIFY(m_silencer->close(first, m_task).has_value());
        QCOMPARE(m_silencer->find("restore 1", m_task).value(), std::string());
        QCOMPARE(m_silencer->find("restore 12", m_task).value(), second);
        QVERIFY(m_silencer->close(second, m_task).has_value());
    }

    void open_ownMatchers_silencesWhatTheyFit()
    {
        const auto silencer = makeSilencer({{"alertname", "Disk.*|\"odd\\n", true, true},
            {"namespace", "", false, true}, {"severity", "info", false, false}});
        QCOMPARE(silencer->scope(), std::string(kOwnScope));
        fire("DiskFull", ""); // has no namespace
        fire("DiskSlow", "shop");
        const std::string id = silencer->open("restore 5", 10min, m_task).value();
        const auto silenced = silencedBy(*silencer, "restore 5", 1);
        QCOMPARE(silenced.alerts.size(), std::size_t(1));
        QCOMPARE(silenced.alerts[0].name, std::string("DiskFull"));
        QVERIFY(silencer->close(id, m_task).has_value());
    }

    void fetchSilenced_noSuchSilence_isNotFound()
    {
        QVERIFY(m_silencer->fetchSilenced("restore nobody made", m_task).error().kind == ErrorKind::NotFound);
    }

    /// One alert comes and goes while it is quiet, one of another namespace as well, one was over before, one stays.
    void fetchSilenced_withPrometheus_knowsWhatIsOver()
    {
        std::atomic<bool> early = true, passing = false;
        test::HttpServer metrics([&](const test::SeenRequest&) {
            const auto line = [](const char* name, bool broken) {
                return "broken{part=\"" + std::string(name) + "\"} " + (broken ? "1" : "0") + "\n";
            };
            return test::Answer{200, line("early", early) + line("passing", passing) + line("staying", true),
                "text/plain; version=0.0.4", {}, {}};
        });
        test::PrometheusServerOptions options;
        options.scrapeConfigs = "- {job_name: parts, static_configs: [{targets: [\"127.0.0.1:"
            + std::to_string(metrics.port()) + "\"]}]}\n";
        options.rules = kRules;
        options.alertmanager = "127.0.0.1:" + std::to_string(m_server->port());
        auto server = test::PrometheusServer::start(std::move(options));
        QVERIFY2(server.has_value(), server ? "" : server.error().english().c_str());
        const auto prometheus = prometheusAt((*server)->url());
        const auto firing = [&](const std::string& part, std::size_t count) {
            return QTest::qWaitFor(
                [&] {
                    const auto answer = prometheus->query(
                        "ALERTS{alertstate=\"firing\",part=\"" + part + "\"}", std::nullopt, m_task);
                    return answer && answer->series.size() == count;
                },
                120'000);
        };
        QVERIFY(firing("early", 1));
        early = false;
        QVERIFY(firing("early", 0));

        const auto silencer = makeSilencer(
            {{"namespace", "qbm-ai-system", false, true}, {"alertname", "Ours", false, true}}, prometheus);
        const std::string id = silencer->open("restore 6", 60min, m_task).value();
        const TimePoint opened = silence(id).startsAt;
        passing = true;
        QVERIFY(firing("passing", 2));
        passing = false;
        QVERIFY(firing("passing", 0));
        const auto isStill = [](const backup::SilencedAlert& alert) { return !alert.lastSeenAt; };
        QVERIFY(QTest::qWaitFor(
            [&] { return std::ranges::count_if(silencer->fetchSilenced("restore 6", m_task)->alerts, isStill) == 1; },
            120'000)); // Alertmanager has heard that the passing one is over
        const auto silenced = silencer->fetchSilenced("restore 6", m_task).value();
        QCOMPARE(silenced.alerts.size(), std::size_t(2));
        QCOMPARE(silenced.alerts[0].summary, std::string("ours"));
        const backup::SilencedAlert& over = silenced.alerts[1];
        QCOMPARE(over.name, std::string("Ours"));
        QCOMPARE(over.severity, std::string("critical"));
        QVERIFY2(over.summary.find("part=\"passing\"") != std::string::npos, over.summary.c_str());
        QVERIFY(over.startsAt >= opened && over.lastSeenAt && *over.lastSeenAt >= over.startsAt);
        QVERIFY2(silenced.source.english().ends_with("from Prometheus"), silenced.source.english().c_str());

        // Closed and asked by another process: the begin and end stand in Alertmanager.
        QVERIFY(silencer->close(id, m_task).has_value());
        const auto later = silencedBy(
            *makeSilencer(
                {{"namespace", "qbm-ai-system", false, true}, {"alertname", "Ours", false, true}}, prometheus),
            "restore 6", 2);
        QCOMPARE(later.alerts.size(), std::size_t(2));

        (*server)->stop();
        const auto blind = silencer->fetchSilenced("restore 6", m_task).value();
        QVERIFY2(blind.source.english().find("what was over by then is not known: ") != std::string::npos,
            blind.source.english().c_str());
    }

    void readOnly_refusesToSilence()
    {
        const auto silencer = makeAlertSilencer(
            client(AccessMode::ReadOnly), nullptr, {{"namespace", "qbm-ai-system", false, true}}, "tester@here");
        QVERIFY(silencer->open("restore 2", 10min, m_task).error().kind == ErrorKind::Denied);
        QCOMPARE(silencer->find("restore 2", m_task).value(), std::string());
    }

    void serverGone_isUnreachable()
    {
        m_server->stop();
        QVERIFY(m_silencer->open("restore 3", 10min, m_task).error().kind == ErrorKind::Unreachable);
        QVERIFY(m_silencer->find("restore 3", m_task).error().kind == ErrorKind::Unreachable);
    }
};

QTEST_APPLESS_MAIN(TstAlertSilencer)
#include "tst_alert_silencer.moc"
