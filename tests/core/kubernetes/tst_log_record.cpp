// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/log_record.h"

#include <QElapsedTimer>
#include <QTest>

using namespace qbm;
using namespace qbm::kubernetes;

class TstLogRecord : public QObject {
    Q_OBJECT

private slots:
    void jsonLine_ofTheApplication_isRead()
    {
        const LogRecord record = parseLogRecord(
            "{\"timestamp\": \"2026-11-22T23:13:54.5Z\", \"level\": \"WARNING\", \"logger\": \"qbm.backend\", "
            "\"message\": \"slow \\\"query\\\": 2 s\\nnext\", \"extra\": {\"a\": 1}}");
        QVERIFY(record.structured);
        QCOMPARE(record.level, LogLevel::Warning);
        QCOMPARE(record.logger, std::string("qbm.backend"));
        QCOMPARE(record.message, std::string("slow \"query\": 2 s\nnext"));
        QCOMPARE(formatRfc3339(*record.time), std::string("2026-11-22T23:13:54.500Z"));
    }

    void jsonLine_withOtherNames_isRead_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<int>("level");
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<QByteArray>("logger");
        QTest::addColumn<qint64>("seconds");
        const auto row = [](const char* name, const char* line, LogLevel level, const char* message, const char* logger, qint64 seconds) {
            QTest::newRow(name) << QByteArray(line) << static_cast<int>(level) << QByteArray(message) << QByteArray(logger) << seconds;
        };
        row("python", R"({"levelname":"ERROR","name":"root","msg":"x","asctime":"2026-11-22 23:13:54,1"})", LogLevel::Error, "x", "root", 0);
        row("pino", R"({"level":50,"time":1732317234123,"name":"web","msg":"boom"})", LogLevel::Error, "boom", "web", 1732317234);
        row("zap", R"({"level":"info","ts":1732317234.5,"logger":"ctl","msg":"y"})", LogLevel::Info, "y", "ctl", 1732317234);
        row("google", R"({"severity":"CRITICAL","message":{"a":1},"time":"2026-01-01T00:00:00Z"})", LogLevel::Critical, R"({"a":1})", "", 1767225600);
        row("noLevel", R"({"message":"only this"})", LogLevel::Unknown, "only this", "", 0);
        row("unknownLevel", R"({"level":"purple","message":"z"})", LogLevel::Unknown, "z", "", 0);
    }
    void jsonLine_withOtherNames_isRead()
    {
        QFETCH(QByteArray, line);
        QFETCH(int, level);
        QFETCH(QByteArray, message);
        QFETCH(QByteArray, logger);
        QFETCH(qint64, seconds);
        const LogRecord record = parseLogRecord(line.toStdString());
        QVERIFY(record.structured);
        QCOMPARE(static_cast<int>(record.level), level);
        QCOMPARE(record.message, message.toStdString());
        QCOMPARE(record.logger, logger.toStdString());
        QCOMPARE(record.time ? std::chrono::duration_cast<std::chrono::seconds>(record.time->time_since_epoch()).count() : 0, seconds);
    }

    void plainLine_levelIsGuessed_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<int>("level");
        const auto row = [](const char* line, LogLevel level) { QTest::newRow(line) << QByteArray(line) << static_cast<int>(level); };
        row("2026-11-22T23:13:54Z INFO qbm.backend request 41 served", LogLevel::Info);
        row("2026-11-22 23:13:54.123 UTC [77] ERROR:  relation \"x\" does not exist", LogLevel::Error);
        row("2026-11-22 23:13:54.123 UTC [77] LOG:  checkpoint starting", LogLevel::Info);
        row("2026/11/22 23:13:54 [error] 7#7: *1 connect() failed", LogLevel::Error);
        row("ts=2026 level=warn msg=\"slow\"", LogLevel::Warning);
        row("E1122 23:13:54.492260       1 server.go:12] bad", LogLevel::Error);
        row("fatal: cannot reach postgres:5432", LogLevel::Critical);
        row("WARNING something", LogLevel::Warning);
        row("there was no error at all", LogLevel::Unknown);
        row("INFORMATIONAL", LogLevel::Unknown);
        row("", LogLevel::Unknown);
        row("{\"level\": \"error\", cut off", LogLevel::Unknown);
        row("[1, 2]", LogLevel::Unknown);
    }
    void plainLine_levelIsGuessed()
    {
        QFETCH(QByteArray, line);
        QFETCH(int, level);
        const LogRecord record = parseLogRecord(line.toStdString());
        QCOMPARE(static_cast<int>(record.level), level);
        QVERIFY(!record.structured);
        QCOMPARE(record.message, line.toStdString());
    }

    void levels_rise_andHaveNames()
    {
        QVERIFY(LogLevel::Debug < LogLevel::Info && LogLevel::Warning < LogLevel::Error && LogLevel::Error < LogLevel::Critical);
        for (const LogLevel level : {LogLevel::Debug, LogLevel::Info, LogLevel::Warning, LogLevel::Error, LogLevel::Critical})
            QCOMPARE(parseLogLevel(name(level)), std::optional(level));
        QVERIFY(!parseLogLevel(""));
        QVERIFY(!parseLogLevel("unknown"));
    }

    void manyLines_areReadInTime()
    {
        std::vector<std::string> lines;
        for (int i = 0; i < 1000; ++i)
            lines.push_back(R"({"timestamp": "2026-11-22T23:13:54.)" + std::to_string(100 + i % 900)
                + R"(Z", "level": "INFO", "logger": "qbm.access", "message": "GET /api/v1/models 200 in )" + std::to_string(i)
                + R"( ms, client 10.0.0.1, request 0123456789abcdef"})");
        QElapsedTimer timer;
        timer.start();
        std::size_t structured = 0;
        for (int i = 0; i < 100'000; ++i)
            structured += parseLogRecord(lines[static_cast<std::size_t>(i) % lines.size()]).structured ? 1 : 0;
        qInfo("%.0f ns a line", static_cast<double>(timer.nsecsElapsed()) / 1e5);
        QCOMPARE(structured, std::size_t(100'000));
        QVERIFY2(timer.elapsed() < 5'000, "100,000 lines took more than 5 s");
    }
};

QTEST_APPLESS_MAIN(TstLogRecord)
#include "tst_log_record.moc"
