// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/log_trace.h"

#include <QTest>

using namespace qbm::kubernetes;

class TstLogTrace : public QObject {
    Q_OBJECT

private slots:
    void trace_belongsToItsError_data()
    {
        QTest::addColumn<QByteArrayList>("lines");
        QTest::addColumn<QByteArray>("places"); // a letter a line: its level; in small letters where it is continued
        const auto row = [](const char* name, QByteArrayList lines, const char* places) {
            QTest::newRow(name) << std::move(lines) << QByteArray(places);
        };
        row("python", {"ERROR no answer", "Traceback (most recent call last):", "  File \"a.py\", line 1", "    raise E('WARNING: x')",
            "ValueError: no", "plain", "INFO on"}, "EeeeeUI");
        row("pythonAfterInfo", {"INFO ready", "Traceback (most recent call last):", "  File \"a.py\", line 1", "KeyboardInterrupt", "INFO on"}, "IEeeI");
        row("pythonWithoutErrorInItsName", {"ERROR x", "Traceback (most recent call last):", "  x", "queue.Empty", "b"}, "EeeeU");
        row("pythonCause", {"CRITICAL x", "Traceback (most recent call last):", "  x", "KeyError: 'a'", "",
            "During handling of the above exception, another exception occurred:", "", "Traceback (most recent call last):", "  y",
            "ValueError: b", "INFO on"}, "CcccccccccI");
        row("pythonNamesALevel", {"ERROR x", "Traceback (most recent call last):", "  x", "INFO: on"}, "EeeI");
        row("java", {"2026-11-30 ERROR [main] a.B - failed", "java.lang.IllegalStateException: no", "\tat a.B.c(B.java:1)",
            "\t... 3 common frames omitted", "Caused by: java.io.IOException: ERROR: x", "\tat a.B.d(B.java:2)", "2026-11-30 INFO [main] on"}, "EeeeeeI");
        row("javaAlone", {"Exception in thread \"main\" java.lang.Error: x", "\tat a.B.c(B.java:1)", "words"}, "EeU");
        row("node", {"INFO on", "TypeError [ERR_X]: no", "    at f (a.js:1)", "words"}, "IEeU");
        row("dotnet", {"fail: Web[1]", "      An exception was thrown", "System.InvalidOperationException: x", "   at A.B() in b.cs:line 1",
            "info: Web[1]"}, "EeeeI");
        row("go", {"panic: boom", "", "[signal SIGSEGV: segmentation violation]", "", "goroutine 1 [running]:", "main.main()", "\t/a.go:1 +0x1",
            "INFO on"}, "CccccccI");
        row("coloured", {"\x1b[31mERROR\x1b[0m x", "\x1b[1mTraceback (most recent call last):\x1b[0m", "\x1b[2m  x\x1b[0m", "E: y"}, "Eeee");
        row("structuredStandsAlone", {"ERROR x", "  more", R"({"level":"info","msg":"y"})", "  its own"}, "EeIi");
        row("columnsOfFixedWidth", {"ERROR 1 --- [main]", " INFO 1 --- [main]", " WARN 1 --- [main]"}, "EIW");
        row("movedInAtFirst", {"  plain", "  plain"}, "UU");
    }
    void trace_belongsToItsError()
    {
        QFETCH(QByteArrayList, lines);
        QFETCH(QByteArray, places);
        LogTrace trace;
        QByteArray found;
        for (const QByteArray& line : lines) {
            const LogTrace::Place place = trace.next(parseLogRecord(line.toStdString()));
            const char letter = "UDIWEC"[static_cast<int>(place.level)];
            found += place.continued ? static_cast<char>(letter - 'A' + 'a') : letter;
        }
        QCOMPARE(found, places);
    }
};

QTEST_APPLESS_MAIN(TstLogTrace)
#include "tst_log_trace.moc"
