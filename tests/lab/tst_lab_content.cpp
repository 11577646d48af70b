// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/services/probe.h"
#include "core/base/file.h"
#include "core/config/profile.h"
#include "tests/lab/lab_under_test.h"
#include "tests/support/lab_fixture.h"

#include <QtTest>

using namespace qbm;
using namespace qbm::test;

namespace {

#define REQUIRE_DONE(result) QVERIFY2(result.has_value(), result ? "" : result.error().english().c_str())

} // namespace

/// What a lab holds, and what each fault and load change about it.
class TstLabContent : public QObject {
    Q_OBJECT

    std::unique_ptr<LabFixture> m_lab;

    double number(const std::string& sql) const
    {
        return QString::fromStdString(query(m_lab->folder(), sql).value_or("nan")).toDouble();
    }
    std::uint16_t port(const char* part) const { return portOf(m_lab->folder(), part); }
    std::string askRedis(const std::string& command) const
    {
        const std::string password = readFile(m_lab->folder() / "secrets/redis").value_or("");
        const std::string answer = lab::ask(port("redis"), "AUTH " + password + "\r\n" + command + "\r\n");
        return answer.starts_with("+OK\r\n") ? answer.substr(5) : answer;
    }
    bool takesLogins() const { return query(m_lab->folder(), "SELECT 1").has_value(); }
    bool prometheusAnswers() const { return lab::answersHttp(port("prometheus"), "/-/ready"); }
    bool alertmanagerAnswers() const { return lab::answersHttp(port("alertmanager"), "/-/ready"); }
    bool applicationAnswers() const { return lab::answersHttp(port("application"), "/metrics"); }
    int kubernetes() const { return kubernetesStatus(m_lab->folder(), "GET", "/api/v1/namespaces"); }
    int patchScale(int replicas) const
    {
        return kubernetesStatus(m_lab->folder(), "PATCH",
            "/apis/apps/v1/namespaces/qbm-ai-system/deployments/backend/scale",
            R"({"spec":{"replicas":)" + std::to_string(replicas) + "}}");
    }

    /// Turns the fault on, asks, turns it off, asks again. \return the two answers
    template <class Ask> auto onAndOff(const char* fault, Ask ask) const
    {
        const auto on = m_lab->fault(fault, true);
        const auto during = ask();
        const auto off = m_lab->fault(fault, false);
        if (!on || !off)
            qWarning("%s", (on ? off : on).error().english().c_str());
        auto after = ask();
        for (int again = 0; again < 5 && after == during; ++again) // what was frozen first has to catch up
            after = ask();
        return std::pair{during, after};
    }

private slots:
    void initTestCase()
    {
        auto lab = LabFixture::start();
        REQUIRE_DONE(lab);
        m_lab = std::move(*lab);
    }
    void cleanupTestCase() { m_lab.reset(); }

    void profile_isReadByTheConsoleAndPointsHere()
    {
        const auto profile = config::loadProfile(m_lab->profile());
        REQUIRE_DONE(profile);
        QVERIFY(profile->tier == Tier::Lab);
        QCOMPARE(profile->postgres->port, port("postgres"));
        QCOMPARE(profile->redis->port, port("redis"));
        QCOMPARE(profile->kubernetes->context, std::string("qbm-lab"));
        QCOMPARE(profile->backups.folder, m_lab->folder() / "backups");
        TaskContext context;
        const auto password = config::SecretResolver().resolve(profile->postgres->password, context);
        REQUIRE_DONE(password);
        QVERIFY(password->has_value() && !(*password)->empty());
    }

    void predictions_areManyAndCoverAtLeast120Days()
    {
        QVERIFY(number("SELECT count(*) FROM prediction_accuracy_log") >= 300'000);
        QVERIFY(number("SELECT extract(epoch FROM max(prediction_date) - min(prediction_date)) / 86400 FROM "
                       "prediction_accuracy_log")
            >= 120);
        QCOMPARE(number("SELECT count(DISTINCT model_id) FROM prediction_accuracy_log"), 3.0);
        QCOMPARE(number("SELECT count(*) FROM prediction_accuracy_log WHERE prediction_date > now()"), 0.0);
        QVERIFY(number("SELECT count(*) FROM pg_inherits WHERE inhparent = 'prediction_accuracy_log'::regclass") >= 5);
        QVERIFY(number("SELECT count(*) FROM prediction_accuracy_log WHERE is_outlier") > 500);
    }

    void predictions_newest_haveNoActualValueYet()
    {
        QCOMPARE(number("SELECT count(actual_value) FROM prediction_accuracy_log WHERE prediction_date > now() - "
                        "interval '1 day'"),
            0.0);
        QCOMPARE(number("SELECT count(*) FROM prediction_accuracy_log WHERE actual_value IS NULL AND prediction_date < "
                        "now() - interval '3 days'"),
            0.0);
    }

    void predictions_errorsGrowForTheDriftingModelOnly()
    {
        const auto growth = [this](const char* model) {
            return number(
                std::string("SELECT avg(percentage_error) FILTER (WHERE prediction_date > now() - interval '5 days') "
                            "/ avg(percentage_error) FILTER (WHERE prediction_date < now() - interval '30 days') "
                            "FROM prediction_accuracy_log WHERE NOT is_outlier AND model_id = '")
                + model + "'");
        };
        QVERIFY(growth("price_elasticity") > 1.5);
        QVERIFY(std::abs(growth("revenue_forecast") - 1) < 0.1);
        QVERIFY(std::abs(growth("churn_risk") - 1) < 0.1);
    }

    void otherTables_haveContent()
    {
        QVERIFY(number("SELECT count(*) FROM marginal_analysis_results WHERE p_value BETWEEN 0 AND 1") > 3'000);
        QCOMPARE(number("SELECT count(DISTINCT check_result) FROM data_quality_check"), 3.0);
        QVERIFY(number("SELECT count(*) FROM model_performance_history") > 300);
        QVERIFY(number("SELECT count(*) FROM model_parameters_storage WHERE parameters ? 'learning_rate'") >= 9);
        QVERIFY(number("SELECT count(*) FROM model_accuracy_daily") > 360);
        QVERIFY(number("SELECT sum(n_live_tup) FROM pg_stat_user_tables") >= 0);
        QVERIFY(number("SELECT reltuples FROM pg_class WHERE relname = 'marginal_analysis_results'") > 0);
    }

    void cache_holdsKeysInTheMiddleOfTheirLives()
    {
        const QString size = QString::fromStdString(askRedis("DBSIZE"));
        QVERIFY2(size.startsWith(':') && size.mid(1).trimmed().toInt() >= 20'000, qPrintable(size));
        QVERIFY(QString::fromStdString(askRedis("INFO keyspace")).contains("avg_ttl"));
        const QString expires
            = QString::fromStdString(askRedis("INFO keyspace")).section("expires=", 1).section(',', 0, 0);
        QVERIFY2(expires.toInt() >= 20'000, qPrintable(expires));
    }

    void metrics_historyReachesBackAndContinuesLive()
    {
        const std::string past = lab::ask(port("prometheus"),
            "GET /api/v1/query?query=count_over_time(model_accuracy_score%5B1d%5D) HTTP/1.1\r\nHost: x\r\nConnection: "
            "close\r\n\r\n");
        QVERIFY2(past.find("price_elasticity") != std::string::npos, past.c_str());
        QVERIFY(metricSum(m_lab->folder(), "http_request_duration_seconds_count") > 0);
    }

    void postgresFaults_changeWhatAClientSees()
    {
        for (const char* fault : {"postgres-stop", "postgres-freeze", "postgres-refuse"}) {
            QVERIFY2(takesLogins(), fault);
            QCOMPARE(onAndOff(fault, [this] { return takesLogins(); }), (std::pair{false, true}));
        }
        QVERIFY(number("SELECT count(*) FROM prediction_accuracy_log") >= 300'000);
    }

    void postgresSlow_takesLonger()
    {
        const auto [slow, fast] = onAndOff("postgres-slow", [this] {
            QElapsedTimer timer;
            timer.start();
            (void)number("SELECT count(*) FROM generate_series(1, 5000000)"); // longer than many of the slices given
            return timer.elapsed();
        });
        QVERIFY2(slow > 3 * fast, qPrintable(QString("%1 ms and %2 ms").arg(slow).arg(fast)));
    }

    void redisFaults_changeWhatAClientSees()
    {
        const auto answers = [this] { return lab::answersRedis(port("redis")); };
        QCOMPARE(onAndOff("redis-stop", answers), (std::pair{false, true}));
        QVERIFY(QString::fromStdString(askRedis("DBSIZE")).mid(1).trimmed().toInt() >= 20'000);
        QCOMPARE(onAndOff("redis-freeze", answers), (std::pair{false, true}));
    }

    void monitoringFaults_changeWhatAClientSees()
    {
        for (const char* fault : {"prometheus-stop", "prometheus-freeze"})
            QCOMPARE(onAndOff(fault, [this] { return prometheusAnswers(); }), (std::pair{false, true}));
        for (const char* fault : {"alertmanager-stop", "alertmanager-freeze"})
            QCOMPARE(onAndOff(fault, [this] { return alertmanagerAnswers(); }), (std::pair{false, true}));
    }

    void applicationFaults_changeWhatAClientSees()
    {
        for (const char* fault : {"application-stop", "application-freeze"})
            QCOMPARE(onAndOff(fault, [this] { return applicationAnswers(); }), (std::pair{false, true}));
    }

    void load_raisesTheRateOfRequests()
    {
        // Arrivals are random: over 10 s the ten more a second stand 5 standard deviations above the usual.
        const auto rate = [this] {
            const double before = metricSum(m_lab->folder(), "http_request_duration_seconds_count");
            QTest::qWait(10'000);
            return (metricSum(m_lab->folder(), "http_request_duration_seconds_count") - before) / 10;
        };
        const double usual = rate();
        REQUIRE_DONE(m_lab->load(10));
        const double loaded = rate();
        REQUIRE_DONE(m_lab->load(0));
        QVERIFY2(loaded > usual + 3, qPrintable(QString("%1/s, then %2/s").arg(usual).arg(loaded)));
        QVERIFY(!m_lab->load(-1).has_value());
    }

    void kubernetesFaults_changeWhatAClientSees()
    {
        const auto answer = [this] { return kubernetes(); };
        QCOMPARE(onAndOff("kubernetes-error-500", answer), (std::pair{500, 200}));
        QCOMPARE(onAndOff("kubernetes-throttle", answer), (std::pair{429, 200}));
        QCOMPARE(onAndOff("kubernetes-freeze", answer), (std::pair{0, 200}));
        QCOMPARE(onAndOff("kubernetes-forbid-scale", [this] { return patchScale(3); }), (std::pair{403, 200}));
        QCOMPARE(onAndOff("kubernetes-stop", answer), (std::pair{0, 200}));
    }

    void fault_twice_isTheSameAsOnce()
    {
        for (int time = 0; time < 2; ++time)
            REQUIRE_DONE(m_lab->fault("redis-freeze", true));
        QVERIFY(!m_lab->run("status").has_value()); // exit code 3: not all parts run
        QVERIFY(!m_lab->fault("redis-slow", true).has_value());
        for (int time = 0; time < 2; ++time)
            REQUIRE_DONE(m_lab->fault("redis-freeze", false));
        REQUIRE_DONE(m_lab->run("status"));
        QVERIFY(!m_lab->fault("no-such-fault", true).has_value());
    }
};

QTEST_GUILESS_MAIN(TstLabContent)
#include "tst_lab_content.moc"
