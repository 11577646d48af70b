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
        row("structlog", R"({"event":"done","level":"error","logger":"api","timestamp":"2026-01-01T00:00:00Z"})", LogLevel::Error, "done", "api", 1767225600);
        row("ecs", R"({"log.level":"error","message":"e","log.logger":"x"})", LogLevel::Error, "e", "x", 0);
        row("ecsNested", R"({"@timestamp":"2026-01-01T00:00:00Z","log":{"level":"error","logger":"x"},"message":"e"})", LogLevel::Error, "e", "x", 1767225600);
        row("loguru", R"({"text":"10:01 | ERROR | l\n","record":{"level":{"name":"ERROR","no":40},"message":"l","name":"m","time":{"timestamp":1732317234.5}}})", LogLevel::Error, "l", "m", 1732317234);
        row("zapCapitals", R"({"ts":1732317234.123,"level":"DPANIC","caller":"a.go:1","msg":"zap"})", LogLevel::Critical, "zap", "", 1732317234);
        row("gelf", R"({"version":"1.1","host":"h","short_message":"gelf","level":3})", LogLevel::Error, "gelf", "", 0);
        row("journal", R"({"MESSAGE":"j","PRIORITY":"4"})", LogLevel::Warning, "j", "", 0);
        row("serilog", R"({"Level":"Error","MessageTemplate":"s {x}","RenderedMessage":"s 1","Timestamp":"2026-01-01T00:00:00Z"})", LogLevel::Error, "s 1", "", 1767225600);
        row("serilogCompact", R"({"@t":"2026-01-01T00:00:00Z","@mt":"c {x}","@l":"Fatal","x":1})", LogLevel::Critical, "c {x}", "", 1767225600);
        row("serilogCompactInformation", R"({"@t":"2026-01-01T00:00:00Z","@m":"c 1","@mt":"c {x}"})", LogLevel::Info, "c 1", "", 1767225600);
        row("dotnet", R"({"EventId":0,"LogLevel":"Warning","Category":"App.Web","Message":"d"})", LogLevel::Warning, "d", "App.Web", 0);
        row("log4j", R"({"timeMillis":1732317234000,"level":"ERROR","loggerName":"l4","message":"m"})", LogLevel::Error, "m", "l4", 1732317234);
        row("containerFile", R"({"log":"plain words\n","stream":"stderr"})", LogLevel::Unknown, "plain words", "", 0);
        row("colouredLevel", "{\"level\":\"\\u001b[31merror\\u001b[39m\",\"message\":\"\\u001b[1mw\\u001b[22m\"}", LogLevel::Error, "w", "", 0);
        row("padded", R"({"level":"WARN ","message":"p"})", LogLevel::Warning, "p", "", 0);
        row("twice", R"({"level":"error","msg":"first","msg":"second"})", LogLevel::Error, "second", "", 0);
        row("rank", R"({"level":"info","event":"login","message":"m","msg":"n"})", LogLevel::Info, "m", "", 0);
        row("onlyLevel", R"({"level":"error"})", LogLevel::Error, R"({"level":"error"})", "", 0);
        row("emptyMessage", R"({"level":"error","msg":""})", LogLevel::Error, R"({"level":"error","msg":""})", "", 0);
        row("onlyError", R"({"error":"refused","code":7})", LogLevel::Error, R"({"error":"refused","code":7})", "", 0);
        row("noError", R"({"error":null,"msg":"fine"})", LogLevel::Unknown, "fine", "", 0);
        row("inGrey", "\x1b[90m{\"level\":\"error\",\"message\":\"grey\"}\x1b[0m", LogLevel::Error, "grey", "", 0);
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
        row("{\"level\": \"error\", cut off", LogLevel::Error);
        row("{\"message\": \"level: 'error'\", cut off", LogLevel::Unknown);
        row("{'levelname': 'WARNING', 'message': 'of Python'}", LogLevel::Warning);
        row("[2026-11-30 10:01:17] {\"level\":\"error\",\"message\":\"a prefix before JSON\"}", LogLevel::Error);
        row("INFO answer {\"level\":\"error\"}", LogLevel::Info);
        row("time=\"2026-11-30\" msg=\"ERROR: none\" level=info", LogLevel::Info);
        row("msg=\"a \\\" b\" severity=\"error\"", LogLevel::Error);
        row("at=x loss=inf status=error", LogLevel::Unknown);
        row("INFO started with level=debug", LogLevel::Info);
        row("started with level=debug", LogLevel::Debug);
        row("E20261122 23:13:54.492260       1 server.go:12] bad", LogLevel::Error);
        row("2026-11-30T10:00:00.000Z\terror\tweb/a.go:1\tboom\t{\"code\": 7}", LogLevel::Error);
        row("[10:00:00 ERR] Serilog on a console", LogLevel::Error);
        row("fail: Unhandled", LogLevel::Error);
        row("2026-11-30 10:00:03 [error    ] db gone", LogLevel::Error);
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

    void colouredLine_levelIsGuessed_withoutColours_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<int>("level");
        QTest::addColumn<QByteArray>("message");
        const auto row = [](const char* name, const char* line, LogLevel level, const char* message) {
            QTest::newRow(name) << QByteArray(line) << static_cast<int>(level) << QByteArray(message);
        };
        row("python", "\x1b[31mERROR\x1b[0m payment failed", LogLevel::Error, "ERROR payment failed");
        row("structlog", "10:00 [\x1b[31m\x1b[1merror    \x1b[0m] \x1b[1mdb gone\x1b[0m", LogLevel::Error, "10:00 [error    ] db gone");
        row("dotnet", "\x1b[41m\x1b[30mfail\x1b[39m\x1b[22m\x1b[49m: Unhandled", LogLevel::Error, "fail: Unhandled");
        row("uvicorn", "\x1b[1;31mERROR\x1b[0m:     Exception in ASGI application", LogLevel::Error, "ERROR:     Exception in ASGI application");
        row("winston", "[\x1b[33mwarn\x1b[39m] careful", LogLevel::Warning, "[warn] careful");
        row("logfmt", "level=\x1b[31merror\x1b[0m msg=\"x\"", LogLevel::Error, "level=error msg=\"x\"");
        row("palette", "\x1b[38;5;196mCRITICAL\x1b[0m", LogLevel::Critical, "CRITICAL");
        row("otherEscapesStay", "\x1b]0;title\x07 ERROR", LogLevel::Error, "\x1b]0;title\x07 ERROR");
    }
    void colouredLine_levelIsGuessed_withoutColours()
    {
        QFETCH(QByteArray, line);
        QFETCH(int, level);
        QFETCH(QByteArray, message);
        const LogRecord record = parseLogRecord(line.toStdString());
        QCOMPARE(static_cast<int>(record.level), level);
        QCOMPARE(record.message, message.toStdString());
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
