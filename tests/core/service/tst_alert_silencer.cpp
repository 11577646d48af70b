// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/alert_silencer.h"
#include "tests/support/servers.h"

#include <QTest>
#include <nlohmann/json.hpp>

using namespace qbm;
using namespace qbm::service;
using namespace std::chrono_literals;

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
    std::vector<backup::SilencedAlert> silencedBy(const std::string& id, std::size_t expected)
    {
        std::vector<backup::SilencedAlert> alerts;
        for (int i = 0; i < 100; ++i) {
            alerts = m_silencer->fetchSilenced(id, m_task).value();
            if (alerts.size() == expected)
                break;
            QTest::qSleep(50);
        }
        return alerts;
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto server = test::AlertmanagerServer::start();
        QVERIFY2(server.has_value(), server ? "" : server.error().english().c_str());
        m_server = std::move(*server);
        m_alertmanager = client(AccessMode::ReadWrite);
        m_silencer = makeAlertSilencer(m_alertmanager, "qbm-ai-system", "tester@here");
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

        const auto silenced = silencedBy(id, 1);
        QCOMPARE(silenced.size(), std::size_t(1));
        QCOMPARE(silenced[0].name, std::string("Down"));
        QCOMPARE(silenced[0].severity, std::string("critical"));
        QCOMPARE(silenced[0].summary, std::string("Down fires"));
        QVERIFY(silenced[0].startsAt > before - 1h);

        QVERIFY(m_silencer->close(id, m_task).has_value());
        QCOMPARE(silence(id).state, std::string("expired"));
        QVERIFY(silencedBy(id, 0).empty());
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

    void readOnly_refusesToSilence()
    {
        const auto silencer = makeAlertSilencer(client(AccessMode::ReadOnly), "qbm-ai-system", "tester@here");
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
