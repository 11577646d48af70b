// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/application/metrics.h"
#include "app/lab/application/training.h"

#include <QRegularExpression>
#include <QStringList>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <fstream>
#include <set>

using namespace qbm;
using namespace qbm::lab;
using namespace std::chrono_literals;

namespace {

const TimePoint kNow = TimePoint{} + std::chrono::hours{24 * 20'000};

Metrics sampleMetrics()
{
    Metrics metrics;
    for (const double seconds : {0.001, 0.1, 0.11, 2.0, 31.0})
        metrics.counters.observe(seconds);
    metrics.counters.requests = {3, 1, 0, 1};
    metrics.counters.ingress = {3, 1, 7, 1};
    metrics.inProgress = 4;
    metrics.readyReplicas = 3;
    metrics.accuracy = {0.9, 0.8, 0.7};
    metrics.processStart = kNow + 250ms;
    return metrics;
}

} // namespace

class TstMetrics : public QObject {
    Q_OBJECT
private slots:
    void text_ofAScrape_followsThePrometheusFormat()
    {
        const QString text = QString::fromStdString(renderText(sampleMetrics()));
        QVERIFY(text.endsWith('\n'));
        static const QRegularExpression sample("^([a-z_]+)(\\{[a-z]+=\"[^\"]+\"\\})? ([0-9.e+]+)$");
        static const QRegularExpression comment("^# (HELP|TYPE) ([a-z_]+) (.+)$");
        std::set<QString> typed, seen;
        for (const QString& line : text.split('\n', Qt::SkipEmptyParts)) {
            if (const auto match = comment.match(line); match.hasMatch()) {
                if (match.captured(1) == "TYPE")
                    QVERIFY2(typed.insert(match.captured(2)).second, qPrintable(line));
                continue;
            }
            const auto match = sample.match(line);
            QVERIFY2(match.hasMatch(), qPrintable(line));
            QVERIFY2(seen.insert(match.captured(1) + match.captured(2)).second, qPrintable(line));
            QString family = match.captured(1);
            if (family.startsWith("http_request_duration_seconds"))
                family = "http_request_duration_seconds";
            QVERIFY2(typed.contains(family), qPrintable("no TYPE before " + line));
        }
        QCOMPARE(seen.size(), seriesNames().size());
    }

    void histogram_isCumulative_andBoundsAreInclusive()
    {
        const QString text = QString::fromStdString(renderText(sampleMetrics()));
        QVERIFY(text.contains("http_request_duration_seconds_bucket{le=\"0.005\"} 1\n"));
        QVERIFY(text.contains("http_request_duration_seconds_bucket{le=\"0.1\"} 2\n"));
        QVERIFY(text.contains("http_request_duration_seconds_bucket{le=\"1.0\"} 3\n"));
        QVERIFY(text.contains("http_request_duration_seconds_bucket{le=\"2.0\"} 4\n"));
        QVERIFY(text.contains("http_request_duration_seconds_bucket{le=\"30.0\"} 4\n"));
        QVERIFY(text.contains("http_request_duration_seconds_bucket{le=\"+Inf\"} 5\n"));
        QVERIFY(text.contains("http_request_duration_seconds_count 5\n"));
        QVERIFY(text.contains("nginx_ingress_controller_requests{status=\"503\"} 7\n"));
        QVERIFY(text.contains("model_accuracy_score{model=\"price_elasticity\"} 0.7\n"));
    }

    void state_throughJson_comesBackWhole()
    {
        CounterState state{kNow + 123ms, kNow - 24h, 3, sampleMetrics().counters};
        const auto back = counterStateFromJson(counterStateToJson(state));
        QVERIFY(back);
        QCOMPARE(*back, state);
    }

    void state_ofNonsense_isBadData_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no JSON") << QByteArray("hello");
        QTest::newRow("no keys") << QByteArray("{}");
        QTest::newRow("wrong type") << QByteArray(R"({"at": 3})");
        QTest::newRow("bad time") << QByteArray(R"({"at":"x","processStart":"y","replicas":1,"buckets":[],"durationSum":0,"requests":[],"ingress":[]})");
        QTest::newRow("few buckets")
            << QByteArray(R"({"at":"2026-01-01T00:00:00Z","processStart":"2026-01-01T00:00:00Z","replicas":1,"buckets":[1],"durationSum":0,"requests":[1,1,1,1],"ingress":[1,1,1,1]})");
    }
    void state_ofNonsense_isBadData()
    {
        QFETCH(QByteArray, json);
        const auto state = counterStateFromJson(json.toStdString());
        QVERIFY(!state);
        QCOMPARE(state.error().kind, ErrorKind::BadData);
    }

    void takingAState_twice_findsItOnce()
    {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("state.json").toStdString();
        std::ofstream(file) << counterStateToJson({kNow, kNow, 2, {}});
        QVERIFY(takeCounterState(file));
        const auto again = takeCounterState(file);
        QVERIFY(!again);
        QCOMPARE(again.error().kind, ErrorKind::NotFound);
    }

    void accuracy_overTime_driftsForOneModelOnly()
    {
        const TimePoint start = driftStart(kNow);
        QCOMPARE(kNow - start, Duration(std::chrono::days{24}));
        for (std::size_t model = 0; model < kModels.size(); ++model) {
            double before = 0, recent = 0;
            for (int hour = 0; hour < 24 * 7; ++hour) {
                before += modelAccuracy(model, start - std::chrono::hours{hour}, start) / (24 * 7);
                recent += modelAccuracy(model, kNow - std::chrono::hours{hour}, start) / (24 * 7);
            }
            QVERIFY(std::abs(before - kModels[model].accuracy) < 0.003);
            const double lost = kModels[model].driftPerDay * (24 - 3.5);
            QVERIFY2(std::abs(before - recent - lost) < 0.003, qPrintable(QString::number(before - recent)));
            QCOMPARE(lost > 0.05, model == kDriftingModel);
        }
        QCOMPARE(modelAccuracy(kDriftingModel, start + std::chrono::days{1000}, start), kWorstAccuracy);
        QCOMPARE(publishedAccuracy(0, kNow + 59min, start), publishedAccuracy(0, kNow, start));
    }

    void training_ofAKnownModel_measuresItsFit()
    {
        TrainingQueue trainings(2s, 1);
        const auto id = trainings.start("churn_risk", kNow);
        QVERIFY(trainings.finishDue(kNow + 1s).empty());
        QCOMPARE(trainings.find(id)->state, Training::State::Running);
        QCOMPARE(trainings.finishDue(kNow + 2s), std::vector<std::size_t>{1});
        const Training* training = trainings.find(id);
        QCOMPARE(training->state, Training::State::Completed);
        QVERIFY(std::abs(training->quality->accuracy - kModels[1].accuracy) < 0.02);
        QVERIFY(training->quality->rSquared > 0 && training->quality->rSquared < 1);
        QVERIFY(training->quality->rootMeanSquaredError > training->quality->meanAbsoluteError);
        QVERIFY(trainings.finishDue(kNow + 9s).empty());
    }

    void training_ofAnUnknownModel_fails()
    {
        TrainingQueue trainings(2s, 1);
        const auto id = trainings.start("no such model", kNow);
        QVERIFY(trainings.finishDue(kNow).empty());
        QCOMPARE(trainings.find(id)->state, Training::State::Failed);
        QVERIFY(trainings.find(id)->error.find("no such model") != std::string::npos);
        QVERIFY(!trainings.find("other"));
    }

    void fit_withLessNoise_isBetter()
    {
        const auto good = fitModel(0.97, 5), poor = fitModel(0.85, 5);
        QVERIFY(good.rSquared > poor.rSquared);
        QVERIFY(std::abs(good.accuracy - 0.97) < 0.01);
        // The normal's mean absolute deviation is sqrt(2/pi) of its standard deviation.
        QVERIFY(std::abs(good.meanAbsoluteError / good.rootMeanSquaredError - std::sqrt(2 / std::acos(-1.0))) < 0.04);
    }
};

QTEST_APPLESS_MAIN(TstMetrics)
#include "tst_metrics.moc"
