// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/prometheus/decode.h"

#include <QElapsedTimer>
#include <QTest>
#include <cmath>
#include <fmt/format.h>
#include <random>

using namespace qbm;
using namespace qbm::prometheus;

namespace {

std::string success(const std::string& data)
{
    return R"({"status":"success","data":)" + data + "}";
}

/// A matrix as the server writes it.
std::string largeMatrix(int series, int points)
{
    std::mt19937 random(1);
    std::uniform_real_distribution<double> value(0, 1000);
    std::string out = R"({"status":"success","data":{"resultType":"matrix","result":[)";
    for (int s = 0; s < series; ++s) {
        out += (s == 0 ? "" : ",") + std::string(R"({"metric":{"__name__":"m","instance":"host-)") + std::to_string(s) + R"(:9100"},"values":[)";
        for (int p = 0; p < points; ++p) {
            out += fmt::format("{}[{}.781,\"{:.12g}\"]", p == 0 ? "" : ",", 1'700'000'000 + p * 15, value(random));
        }
        out += "]}";
    }
    return out + "]}}";
}

} // namespace

class TstDecode : public QObject {
    Q_OBJECT

private slots:
    void query_vector_givesOneSampleASeries();
    void query_matrix_givesFlatArrays();
    void query_scalarAndString_areRead();
    void query_empty_isNoSeries();
    void query_specialNumbers_areKept();
    void query_membersInAnyOrder_areRead();
    void query_warnings_areKept();
    void query_error_keepsTheServersWords();
    void query_broken_isBadData_data();
    void query_broken_isBadData();
    void query_cutAnywhere_isBadData();
    void query_escapedLabels_areDecoded();
    void query_huge_isQuick();
    void httpError_mapping_data();
    void httpError_mapping();
    void targets_recordedAnswer_isRead();
    void targets_neverScraped_hasNoTime();
    void rulesMetadataBuildInfo_areRead();
    void alerts_recordedAnswer_isRead();
    void silences_recordedAnswer_isRead();
    void alerts_wrongDocument_isBadData();
};

void TstDecode::query_vector_givesOneSampleASeries()
{
    const auto result = parseQueryAnswer(success(
        R"({"resultType":"vector","result":[{"metric":{"job":"b","__name__":"up"},"value":[1435781451.781,"1"]},{"metric":{},"value":[1435781451.781,"-2.5e-3"]}]})"));
    QVERIFY(result);
    QCOMPARE(result->type, ResultType::Vector);
    QCOMPARE(result->series.size(), std::size_t(2));
    QCOMPARE(result->series[0].times, std::vector<double>{1435781451.781});
    QCOMPARE(result->series[0].values, std::vector<double>{1});
    QCOMPARE(result->series[1].values, std::vector<double>{-0.0025});
    QCOMPARE(formatLabels(result->series[0].labels), std::string("up{job=\"b\"}"));
    QCOMPARE(formatLabels(result->series[1].labels), std::string("{}"));
}

void TstDecode::query_matrix_givesFlatArrays()
{
    const auto result = parseQueryAnswer(success(
        R"({"resultType":"matrix","result":[{"metric":{"a":"1"},"values":[[10,"1"],[20.5,"2"],[30,"3"]]},{"metric":{"a":"2"},"values":[]}]})"));
    QVERIFY(result);
    QCOMPARE(result->type, ResultType::Matrix);
    QCOMPARE(result->series[0].times, (std::vector<double>{10, 20.5, 30}));
    QCOMPARE(result->series[0].values, (std::vector<double>{1, 2, 3}));
    QVERIFY(result->series[1].values.empty());
}

void TstDecode::query_scalarAndString_areRead()
{
    const auto scalar = parseQueryAnswer(success(R"({"resultType":"scalar","result":[1435781451.781,"42"]})"));
    QVERIFY(scalar);
    QCOMPARE(scalar->type, ResultType::Scalar);
    QCOMPARE(scalar->series.at(0).values, std::vector<double>{42});
    const auto string = parseQueryAnswer(success(R"({"resultType":"string","result":[1435781451.781,"hello \"you\""]})"));
    QVERIFY(string);
    QCOMPARE(string->type, ResultType::String);
    QCOMPARE(string->text, std::string("hello \"you\""));
}

void TstDecode::query_empty_isNoSeries()
{
    const auto result = parseQueryAnswer(success(R"({"resultType":"vector","result":[]})"));
    QVERIFY(result);
    QVERIFY(result->series.empty());
}

void TstDecode::query_specialNumbers_areKept()
{
    const auto result = parseQueryAnswer(success(
        R"({"resultType":"matrix","result":[{"metric":{},"values":[[1,"NaN"],[2,"+Inf"],[3,"-Inf"],[4,"1e+308"],[5,"4.9e-324"],[6,"0"],[7,"-0"]]}]})"));
    QVERIFY2(result, result ? "" : result.error().english().c_str());
    const auto& values = result->series.at(0).values;
    QVERIFY(std::isnan(values[0]));
    QCOMPARE(values[1], std::numeric_limits<double>::infinity());
    QCOMPARE(values[2], -std::numeric_limits<double>::infinity());
    QCOMPARE(values[3], 1e308);
    QVERIFY(values[4] >= 0 && values[4] < 1e-300);
    QVERIFY(std::signbit(values[6]));
}

void TstDecode::query_membersInAnyOrder_areRead()
{
    const auto result = parseQueryAnswer(
        R"({"data":{"result":[{"value":[1,"2"],"metric":{"a":"b"}}],"resultType":"vector","stats":{"x":[1,{}]}},"status":"success"})");
    QVERIFY2(result, result ? "" : result.error().english().c_str());
    QCOMPARE(result->series.at(0).values, std::vector<double>{2});
}

void TstDecode::query_warnings_areKept()
{
    const auto result = parseQueryAnswer(
        R"({"status":"success","data":{"resultType":"vector","result":[]},"warnings":["store unreachable","second"]})");
    QVERIFY(result);
    QCOMPARE(result->warnings, (std::vector<std::string>{"store unreachable", "second"}));
}

void TstDecode::query_error_keepsTheServersWords()
{
    const auto result = parseQueryAnswer(R"({"status":"error","errorType":"bad_data","error":"parse error: unexpected end of input"})");
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::InvalidInput);
    QVERIFY(result.error().english().find("unexpected end of input") != std::string::npos);
}

void TstDecode::query_broken_isBadData_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("html") << QByteArray("<html><body>502</body></html>");
    QTest::newRow("other json") << QByteArray(R"({"kind":"Status"})");
    QTest::newRow("array") << QByteArray("[]");
    QTest::newRow("no data") << QByteArray(R"({"status":"success"})");
    QTest::newRow("unknown type") << QByteArray(R"({"status":"success","data":{"resultType":"cube","result":[]}})");
    QTest::newRow("no type") << QByteArray(R"({"status":"success","data":{"result":[]}})");
    QTest::newRow("value no number") << QByteArray(R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"one"]}]}})");
    QTest::newRow("value empty") << QByteArray(R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,""]}]}})");
    QTest::newRow("value not quoted") << QByteArray(R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,2]}]}})");
    QTest::newRow("one element") << QByteArray(R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1]}]}})");
    QTest::newRow("three elements") << QByteArray(R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"2","3"]}]}})");
    QTest::newRow("trailing text") << QByteArray(R"({"status":"success","data":{"resultType":"vector","result":[]}} {"again":1})");
}

void TstDecode::query_broken_isBadData()
{
    QFETCH(QByteArray, body);
    const auto result = parseQueryAnswer(body.toStdString());
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::BadData);
}

void TstDecode::query_cutAnywhere_isBadData()
{
    const std::string whole = success(
        R"({"resultType":"matrix","result":[{"metric":{"a":"1"},"values":[[10,"1"],[20.5,"2"]]}]})");
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const auto result = parseQueryAnswer(whole.substr(0, length));
        QVERIFY2(!result && result.error().kind == ErrorKind::BadData, qPrintable(QString::number(length)));
    }
}

void TstDecode::query_escapedLabels_areDecoded()
{
    const auto result = parseQueryAnswer(success(
        R"({"resultType":"vector","result":[{"metric":{"path":"C:\\x\n\"q\"","name":"\u4e2d\u6587"},"value":[1,"1"]}]})"));
    QVERIFY(result);
    QCOMPARE(labelValue(result->series[0].labels, "path"), std::string_view("C:\\x\n\"q\""));
    QCOMPARE(labelValue(result->series[0].labels, "name"), std::string_view("中文"));
    QCOMPARE(formatLabels(result->series[0].labels), std::string("{name=\"中文\",path=\"C:\\\\x\\n\\\"q\\\"\"}"));
}

void TstDecode::query_huge_isQuick()
{
    std::string body = largeMatrix(200, 5000);
    const double megabytes = static_cast<double>(body.size()) / 1e6;
    QElapsedTimer timer;
    timer.start();
    const auto result = parseQueryAnswer(std::move(body));
    const qint64 ms = timer.elapsed();
    qInfo("200 series x 5000 points, %.1f MB: %lld ms", megabytes, ms);
    QVERIFY(result);
    QCOMPARE(result->series.size(), std::size_t(200));
    QCOMPARE(result->series[199].values.size(), std::size_t(5000));
    QCOMPARE(result->series[199].times.back(), 1'700'000'000 + 4999 * 15 + 0.781);
    QVERIFY2(ms < 3000, "decoding has become slow even for a loaded machine");
}

void TstDecode::httpError_mapping_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("words");
    const auto row = [](const char* tag, int status, const char* body, ErrorKind kind, const char* words) {
        QTest::newRow(tag) << status << QByteArray(body) << static_cast<int>(kind) << QByteArray(words);
    };
    row("bad query", 400, R"({"status":"error","errorType":"bad_data","error":"invalid parameter \"query\": 1:4: parse error"})",
        ErrorKind::InvalidInput, "1:4: parse error");
    row("execution", 422, R"({"status":"error","errorType":"execution","error":"multiple matches for labels"})", ErrorKind::InvalidInput,
        "multiple matches");
    row("too many samples", 422, R"({"status":"error","errorType":"execution","error":"query processing would load too many samples into memory"})",
        ErrorKind::Exhausted, "shorter range");
    row("timeout", 503, R"({"status":"error","errorType":"timeout","error":"query timed out in expression evaluation"})", ErrorKind::Timeout,
        "time limit");
    row("starting", 503, "Service Unavailable", ErrorKind::Unreachable, "503");
    row("gateway", 502, "<html>Bad Gateway</html>", ErrorKind::Unreachable, "502");
    row("gateway timeout", 504, "", ErrorKind::Timeout, "time limit");
    row("no token", 401, "Unauthorized", ErrorKind::Denied, "token");
    row("forbidden", 403, "{}", ErrorKind::Denied, "403");
    row("not found", 404, "404 page not found", ErrorKind::NotFound, "URL");
    row("rate", 429, "", ErrorKind::Exhausted, "too much");
    row("redirect", 302, "", ErrorKind::BadData, "302");
    row("alertmanager text", 400, R"("invalid silence: end time in the past")", ErrorKind::InvalidInput, "end time in the past");
    row("alertmanager object", 422, R"({"code":602,"message":"matchers in body is required"})", ErrorKind::InvalidInput, "matchers in body");
}

void TstDecode::httpError_mapping()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(int, kind);
    QFETCH(QByteArray, words);
    const Error error = errorFromAnswer(status, body.toStdString(), "Prometheus http://p");
    QCOMPARE(static_cast<int>(error.kind), kind);
    QVERIFY2(QByteArray::fromStdString(error.english()).contains(words), error.english().c_str());
    QVERIFY(QByteArray::fromStdString(error.english()).contains("http://p"));
    QVERIFY(QByteArray::fromStdString(error.detail).contains(QByteArray::number(status)));
}

void TstDecode::targets_recordedAnswer_isRead()
{
    // As Prometheus 2.42 answers.
    const auto targets = parseTargets(
        R"({"status":"success","data":{"activeTargets":[{"discoveredLabels":{"__address__":"b:8000"},"labels":{"instance":"b:8000","job":"qbm-backend"},)"
        R"("scrapePool":"qbm-backend","scrapeUrl":"http://b:8000/metrics","globalUrl":"http://b:8000/metrics","lastError":"connection refused",)"
        R"("lastScrape":"2026-11-23T01:00:00.123456789Z","lastScrapeDuration":0.00123,"health":"down","scrapeInterval":"30s","scrapeTimeout":"10s"},)"
        R"({"labels":{"instance":"a:9187","job":"postgres"},"scrapeUrl":"http://a:9187/metrics","lastError":"","lastScrape":"2026-11-23T01:00:05Z",)"
        R"("lastScrapeDuration":1,"health":"up","scrapeInterval":"1m"}],"droppedTargets":[]}})");
    QVERIFY2(targets, targets ? "" : targets.error().english().c_str());
    QCOMPARE(targets->size(), std::size_t(2));
    const Target& up = targets->at(0); // sorted by job
    QCOMPARE(up.job, std::string("postgres"));
    QCOMPARE(up.health, TargetHealth::Up);
    QCOMPARE(up.scrapeInterval, std::chrono::milliseconds(60'000));
    QCOMPARE(up.lastScrapeSeconds, 1.0); // an integer in the document
    const Target& down = targets->at(1);
    QCOMPARE(down.health, TargetHealth::Down);
    QCOMPARE(down.lastError, std::string("connection refused"));
    QVERIFY(down.lastScrape);
    QCOMPARE(formatRfc3339(*down.lastScrape), std::string("2026-11-23T01:00:00.123Z"));
}

void TstDecode::targets_neverScraped_hasNoTime()
{
    const auto targets = parseTargets(success(
        R"({"activeTargets":[{"labels":{"job":"x"},"health":"unknown","lastScrape":"0001-01-01T00:00:00Z","lastError":""}]})"));
    QVERIFY(targets);
    QVERIFY(!targets->at(0).lastScrape);
    QCOMPARE(targets->at(0).health, TargetHealth::Unknown);
    QCOMPARE(targets->at(0).scrapeInterval, std::chrono::milliseconds(0));
}

void TstDecode::rulesMetadataBuildInfo_areRead()
{
    const auto rules = parseRules(success(
        R"({"groups":[{"name":"g","file":"f","rules":[{"name":"HighLatency","query":"p95 > 1","duration":60,"labels":{"severity":"warning"},)"
        R"("annotations":{"summary":"slow"},"alerts":[],"health":"ok","state":"firing","type":"alerting"},{"name":"r","query":"up","health":"err","lastError":"boom","type":"recording"}]}]})"));
    QVERIFY(rules);
    QCOMPARE(rules->size(), std::size_t(2));
    QCOMPARE(rules->at(0).state, std::string("firing"));
    QCOMPARE(rules->at(0).group, std::string("g"));
    QCOMPARE(rules->at(1).lastError, std::string("boom"));
    const auto metadata = parseMetadata(success(R"({"up":[{"type":"gauge","help":"h","unit":""}],"empty":[]})"));
    QVERIFY(metadata);
    QCOMPARE(metadata->size(), std::size_t(1));
    QCOMPARE(metadata->at(0).type, std::string("gauge"));
    const auto build = parseBuildInfo(success(R"({"version":"2.42.0","revision":"abc"})"));
    QVERIFY(build);
    QCOMPARE(build->version, std::string("2.42.0"));
}

void TstDecode::alerts_recordedAnswer_isRead()
{
    // As Alertmanager 0.25 answers.
    const char* alert = R"({"annotations":{"summary":"p95 above 1 s"},"endsAt":"2026-11-23T01:10:00.000Z","fingerprint":"f1","receivers":[{"name":"ops"}],)"
                        R"("startsAt":"2026-11-23T01:00:00.000Z","status":{"inhibitedBy":[],"silencedBy":["s1"],"state":"suppressed"},)"
                        R"("updatedAt":"2026-11-23T01:06:00.000Z","generatorURL":"http://p/graph","labels":{"severity":"critical","alertname":"HighLatency"}})";
    const auto alerts = parseAlerts('[' + std::string(alert) + ']');
    QVERIFY2(alerts, alerts ? "" : alerts.error().english().c_str());
    const Alert& first = alerts->at(0);
    QCOMPARE(first.alertName(), std::string_view("HighLatency"));
    QCOMPARE(first.severity(), std::string_view("critical"));
    QVERIFY(!first.firing());
    QCOMPARE(first.silencedBy, std::vector<std::string>{"s1"});
    QCOMPARE(first.receivers, std::vector<std::string>{"ops"});
    const auto groups = parseAlertGroups(R"([{"labels":{"alertname":"HighLatency"},"receiver":{"name":"ops"},"alerts":[)" + std::string(alert) + "]}]");
    QVERIFY(groups);
    QCOMPARE(groups->at(0).receiver, std::string("ops"));
    QCOMPARE(groups->at(0).alerts.size(), std::size_t(1));
}

void TstDecode::silences_recordedAnswer_isRead()
{
    const auto silences = parseSilences(
        R"([{"id":"s1","status":{"state":"active"},"updatedAt":"2026-11-23T01:00:00.000Z","comment":"deploy","createdBy":"ops","endsAt":"2026-11-23T02:00:00.000Z",)"
        R"("startsAt":"2026-11-23T01:00:00.000Z","matchers":[{"isEqual":false,"isRegex":true,"name":"alertname","value":"High.*"}]}])");
    QVERIFY(silences);
    QCOMPARE(silences->at(0).state, std::string("active"));
    QVERIFY(silences->at(0).matchers.at(0).isRegex);
    QVERIFY(!silences->at(0).matchers.at(0).isEqual);
}

void TstDecode::alerts_wrongDocument_isBadData()
{
    for (const char* body : {"", "{}", "null", "[1]", R"([{"labels":{"a":1}}])"}) {
        const auto alerts = parseAlerts(body);
        QVERIFY2(!alerts, body);
        QCOMPARE(alerts.error().kind, ErrorKind::BadData);
    }
}

QTEST_APPLESS_MAIN(TstDecode)
#include "tst_decode.moc"
