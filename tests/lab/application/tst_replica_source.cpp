// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/application/replica_source.h"
#include "app/lab/services/ports.h"

#include <QTest>
#include <httplib.h>
#include <mutex>
#include <thread>

using namespace qbm;
using namespace qbm::lab;

/// Stands for the API server: one Deployment behind a token.
class TstReplicaSource : public QObject {
    Q_OBJECT

    httplib::Server m_server;
    std::jthread m_listener;
    int m_port = 0;
    std::mutex m_mutex;
    int m_status = 200;
    std::string m_body;

    void answerWith(int status, const std::string& body)
    {
        const std::lock_guard lock(m_mutex);
        m_status = status;
        m_body = body;
    }

    KubernetesReplicaOptions options() const
    {
        KubernetesReplicaOptions options;
        options.url = "http://127.0.0.1:" + std::to_string(m_port);
        options.token = Secret("right");
        return options;
    }

private slots:
    void initTestCase()
    {
        m_server.Get("/apis/apps/v1/namespaces/qbm-ai-system/deployments/backend", [this](const httplib::Request& request, httplib::Response& response) {
            const std::lock_guard lock(m_mutex);
            response.status = request.get_header_value("Authorization") == "Bearer right" ? m_status : 401;
            response.set_content(m_body, "application/json");
        });
        m_server.set_keep_alive_timeout(1);
        m_port = m_server.bind_to_any_port("127.0.0.1");
        QVERIFY(m_port > 0);
        m_listener = std::jthread([this] { m_server.listen_after_bind(); });
        QTRY_VERIFY(m_server.is_running());
    }
    void cleanupTestCase()
    {
        m_server.stop();
        m_listener.join();
    }

    void answer_isCounted_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("replicas");
        QTest::newRow("three ready") << 200 << QByteArray(R"({"status":{"replicas":4,"readyReplicas":3}})") << 3;
        QTest::newRow("none ready, so the field is absent") << 200 << QByteArray(R"({"status":{"replicas":4}})") << 0;
        QTest::newRow("no status yet") << 200 << QByteArray(R"({"metadata":{}})") << 0;
        QTest::newRow("no such deployment") << 404 << QByteArray(R"({"kind":"Status"})") << 0;
    }
    void answer_isCounted()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        answerWith(status, body.toStdString());
        TaskContext context;
        const auto replicas = makeKubernetesReplicaSource(options())(context);
        QVERIFY2(replicas, replicas ? "" : replicas.error().english().c_str());
        QTEST(*replicas, "replicas");
    }

    void nonsense_isBadData_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("no JSON") << 200 << QByteArray("<html>");
        QTest::newRow("a list") << 200 << QByteArray("[1]");
        QTest::newRow("text for a count") << 200 << QByteArray(R"({"status":{"readyReplicas":"3"}})");
        QTest::newRow("status is a number") << 200 << QByteArray(R"({"status":3})");
        QTest::newRow("server error") << 500 << QByteArray();
    }
    void nonsense_isBadData()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        answerWith(status, body.toStdString());
        TaskContext context;
        const auto replicas = makeKubernetesReplicaSource(options())(context);
        QVERIFY(!replicas);
        QCOMPARE(replicas.error().kind, ErrorKind::BadData);
    }

    void wrongToken_isDenied()
    {
        auto wrong = options();
        wrong.token = Secret("wrong");
        TaskContext context;
        const auto replicas = makeKubernetesReplicaSource(wrong)(context);
        QVERIFY(!replicas);
        QCOMPARE(replicas.error().kind, ErrorKind::Denied);
        QVERIFY(replicas.error().english().find("wrong") == std::string::npos);
    }

    void nobodyThere_isUnreachable()
    {
        auto away = options();
        away.url = "http://127.0.0.1:" + std::to_string(*pickFreePort());
        TaskContext context;
        const auto replicas = makeKubernetesReplicaSource(away)(context);
        QVERIFY(!replicas);
        QCOMPARE(replicas.error().kind, ErrorKind::Unreachable);
    }
};

QTEST_APPLESS_MAIN(TstReplicaSource)
#include "tst_replica_source.moc"
