// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/folders.h"

#include <QDirIterator>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

/// The rules of direction, read off the sources and the built programs; resources/manual/en/architecture.md tells why.
class TstArchitecture : public QObject {
    Q_OBJECT

    struct Source {
        QString path; ///< from the project's root: "core/base/text.h"
        QString content;
        QStringList includes; ///< what stands between the quotes or angles
        bool isHeader() const { return path.endsWith(".h"); }
        bool in(const QString& folder) const { return path.startsWith(folder + "/"); }
    };
    QList<Source> m_sources;

    static QString root() { return QStringLiteral(QBM_SOURCE_DIR); }
    static QString folderOf(const QString& path) { return path.section('/', 0, -2); }

    /// Sources under any of `folders`, tests left out unless named.
    QList<Source> under(const QStringList& folders) const
    {
        QList<Source> found;
        for (const Source& source : m_sources) {
            if (std::ranges::any_of(folders, [&](const QString& folder) { return source.in(folder); }))
                found << source;
        }
        return found;
    }
    void expectOnlyIn(const QString& what, const QRegularExpression& include, const QStringList& allowed)
    {
        for (const Source& source : under({"core", "widgets", "ui", "app"})) {
            for (const QString& name : source.includes) {
                if (include.match(name).hasMatch()
                    && std::ranges::none_of(allowed, [&](const QString& folder) { return source.in(folder); }))
                    QFAIL(qPrintable(QStringLiteral("%1 includes <%2>: %3 belongs into %4").arg(source.path, name, what, allowed.join(", "))));
            }
        }
    }
    void expectNowhere(const QStringList& folders, const QRegularExpression& code, const QString& why, const QStringList& except = {})
    {
        for (const Source& source : under(folders)) {
            if (std::ranges::any_of(except, [&](const QString& folder) { return source.in(folder) || source.path == folder; }))
                continue;
            const auto match = code.match(source.content);
            if (match.hasMatch()) {
                const auto line = source.content.left(match.capturedStart()).count('\n') + 1;
                QFAIL(qPrintable(QStringLiteral("%1:%2: \"%3\": %4").arg(source.path).arg(line).arg(match.captured().trimmed(), why)));
            }
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        static const QRegularExpression include("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]", QRegularExpression::MultilineOption);
        for (const char* folder : {"core", "widgets", "ui", "app", "tests"}) {
            QDirIterator files(root() + '/' + folder, {"*.h", "*.cpp"}, QDir::Files, QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile file(files.next());
                QVERIFY(file.open(QIODevice::ReadOnly));
                Source source{QDir(root()).relativeFilePath(file.fileName()), QString::fromUtf8(file.readAll()), {}};
                for (auto matches = include.globalMatch(source.content); matches.hasNext();)
                    source.includes << matches.next().captured(1);
                m_sources << source;
            }
        }
        QVERIFY(m_sources.size() > 100);
    }

    /// The libraries of core, each with those it may use: clients know nothing of each other.
    void core_folders_includeOnlyWhatStandsBelowThem()
    {
        const QMap<QString, QStringList> below{
            {"base", {}},
            {"config", {"base"}},
            {"net", {"base"}},
            {"process", {"base"}},
            {"postgres", {"base"}},
            {"redis", {"base"}},
            {"prometheus", {"base", "net"}},
            {"kubernetes", {"base", "net", "config", "process"}},
            {"operation", {"base"}},
            {"dashboard", {"base", "prometheus"}},
            {"analysis", {"base"}},
            {"backup", {"base", "net", "process", "postgres", "operation"}},
            {"cluster", {"base", "config", "process", "kubernetes", "operation"}},
            {"health", {"base", "postgres", "redis", "prometheus", "kubernetes", "cluster"}},
            {"service", {"base", "config", "process", "postgres", "redis", "prometheus", "kubernetes", "operation", "backup", "cluster", "dashboard", "analysis", "health"}},
        };
        for (const Source& source : under({"core"})) {
            const QString library = source.path.section('/', 1, 1);
            QVERIFY2(below.contains(library), qPrintable(source.path + ": this folder of core has no rule"));
            for (const QString& name : source.includes) {
                if (name.startsWith("core/")) {
                    const QString used = name.section('/', 1, 1);
                    QVERIFY2(used == library || below[library].contains(used), qPrintable(source.path + " includes " + name));
                } else {
                    QVERIFY2(!name.startsWith("app/") && !name.startsWith("ui/") && !name.startsWith("widgets/") && !name.startsWith("tests/"),
                        qPrintable(source.path + " includes " + name));
                }
            }
        }
    }
    void core_includesNoQt()
    {
        static const QRegularExpression qt("^(Q[A-Z]|Qt|qt)");
        for (const Source& source : under({"core", "app/compose", "app/ctl", "app/lab"})) {
            for (const QString& name : source.includes)
                QVERIFY2(!qt.match(name).hasMatch(), qPrintable(source.path + " includes <" + name + ">"));
        }
    }
    void widgets_includeOnlyCoreBase()
    {
        for (const Source& source : under({"widgets"})) {
            for (const QString& name : source.includes) {
                QVERIFY2(!name.startsWith("ui/") && !name.startsWith("app/"), qPrintable(source.path + " includes " + name));
                QVERIFY2(!name.startsWith("core/") || name.startsWith("core/base/"), qPrintable(source.path + " includes " + name));
            }
        }
    }
    void ui_asksServicesNotClients()
    {
        // Value types that services return may be named; the clients behind them may not.
        static const QRegularExpression client("^core/(net|process)/|^core/(postgres|redis|prometheus|kubernetes)/client\\.h$|^app/");
        for (const Source& source : under({"ui"})) {
            for (const QString& name : source.includes)
                QVERIFY2(!client.match(name).hasMatch(), qPrintable(source.path + " includes " + name));
        }
    }
    void ui_pages_knowNothingOfEachOther()
    {
        for (const Source& source : under({"ui/page"})) {
            const QString area = source.path.section('/', 2, 2);
            if (area.contains('.'))
                continue; // the base class and the list of pages
            for (const QString& name : source.includes) {
                if (name.startsWith("ui/page/") && name.count('/') > 2)
                    QVERIFY2(name.section('/', 2, 2) == area, qPrintable(source.path + " includes " + name));
            }
        }
    }
    void thirdParty_headers_standInOneFolderEach()
    {
        expectOnlyIn("PostgreSQL", QRegularExpression("^(pqxx/|libpq)"), {"core/postgres"});
        expectOnlyIn("hiredis", QRegularExpression("^hiredis/"), {"core/redis"});
        expectOnlyIn("libcurl", QRegularExpression("^curl/"), {"core/net"});
        expectOnlyIn("yaml-cpp", QRegularExpression("^yaml-cpp/"), {"core/config"});
        expectOnlyIn("Eigen", QRegularExpression("^Eigen/"), {"core/analysis"});
        expectOnlyIn("spdlog", QRegularExpression("^spdlog/"), {"core/base"});
        expectOnlyIn("libsecret", QRegularExpression("^libsecret/"), {"core/config"});
        expectOnlyIn("cpp-httplib", QRegularExpression("^httplib\\.h$"), {"app/lab"});
        expectOnlyIn("CLI11", QRegularExpression("^CLI/"), {"app/ctl", "app/lab"});
        expectOnlyIn("Qt Charts", QRegularExpression("^(QtCharts|QChart|QLineSeries|QValueAxis|QAreaSeries|QScatterSeries|QLegend)"), {"widgets/chart"});
    }
    void headers_keepHeavyLibrariesOut()
    {
        static const QRegularExpression heavy("^(nlohmann/json\\.hpp|simdjson\\.h|fmt/|Eigen/|spdlog/|httplib\\.h|CLI/|libpq-fe\\.h|hiredis/|curl/|yaml-cpp/)");
        QSet<QString> heavyHeaders;
        for (const Source& source : under({"core", "widgets", "ui", "app"})) {
            if (source.isHeader() && std::ranges::any_of(source.includes, [](const QString& name) { return heavy.match(name).hasMatch(); }))
                heavyHeaders << source.path;
        }
        // A folder may share such a header among its own sources; nobody else has to pay for it.
        for (const Source& source : m_sources) {
            for (const QString& name : source.includes) {
                QVERIFY2(!heavyHeaders.contains(name) || folderOf(name) == folderOf(source.path) || source.in("tests") || source.in("app/lab"),
                    qPrintable(source.path + " gets a heavy library through " + name));
            }
        }
    }
    void analysis_hasNoClockAndNoInput()
    {
        expectNowhere({"core/analysis"}, QRegularExpression("systemClock|system_clock::now|steady_clock::now|fstream|fopen|getenv"),
            "analysis is pure: what it needs is given to it");
    }
    void operation_knowsNoClient()
    {
        for (const Source& source : under({"core/operation"})) {
            for (const QString& name : source.includes)
                QVERIFY2(!name.startsWith("core/") || name.startsWith("core/base/") || name.startsWith("core/operation/"), qPrintable(source.path + " includes " + name));
        }
    }
    void noShellAnywhere()
    {
        expectNowhere({"core", "widgets", "ui", "app"}, QRegularExpression("(?<![\\w.:>])(system|popen|execlp|execvp|wordexp)\\s*\\("),
            "children get argument vectors through core/process");
    }
    void numbersAndLetters_askNoLocale_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("instead");
        QTest::addColumn<QStringList>("except");
        QTest::newRow("printf into a text") << "\\bv?s(n)?printf\\s*\\(" << "writeFixed(), writeGeneral(), writePadded() or writeHex() of core/base/number.h, or fmt"
                                            << QStringList();
        QTest::newRow("scanf") << "\\b[fs]?scanf\\s*\\(" << "std::from_chars, or readNumber() of core/base/number.h" << QStringList();
        QTest::newRow("a fraction read") << "\\b(strto(d|f|ld)|atof|sto(d|f|ld))\\s*\\(" << "readNumber() of core/base/number.h" << QStringList();
        QTest::newRow("a fraction printed") << "\\bf?printf\\s*\\([^;]*%[-+ #0-9.*]*[aefgAEFG]" << "writeFixed() or writeNumber() of core/base/number.h" << QStringList();
        QTest::newRow("letters") << "\\b(tolower|toupper|is(alpha|alnum|digit|xdigit|space|upper|lower|punct|print|graph|cntrl|blank))\\s*\\(|<cctype>|<ctype\\.h>"
                                 << "core/base/ascii.h" << QStringList();
        QTest::newRow("words alike") << "\\bstrn?casecmp\\s*\\(" << "toAsciiLower() of core/base/ascii.h" << QStringList();
        QTest::newRow("names of days and months") << "\\b(strftime|strptime|put_time|get_time)\\s*\\(" << "formatRfc3339(), or writePadded() of core/base/number.h" << QStringList();
        QTest::newRow("formats with a locale") << "\"[^\"\\n]*\\{\\w*:[^{}\"\\n]*L\\}" << "fmt without L" << QStringList();
        QTest::newRow("local bytes") << "(to|from)Local8Bit\\s*\\(" << "UTF-8" << QStringList();
        QTest::newRow("the locale set") << "\\bsetlocale\\s*\\(|std::locale|\\bimbue\\s*\\(" << "settleNumbers() of app/compose/program_start.h"
                                        << QStringList{"app/compose/program_start.cpp"};
    }
    void numbersAndLetters_askNoLocale()
    {
        QFETCH(QString, code);
        QFETCH(QString, instead);
        QFETCH(QStringList, except);
        expectNowhere({"core", "widgets", "ui", "app"}, QRegularExpression(code), "asks the process locale; use " + instead, except);
    }
    /// std::to_string() of a whole number asks nobody; of a fraction it does, and cuts it.
    void fractions_areNotGivenToToString()
    {
        expectNowhere({"core", "widgets", "ui", "app"}, QRegularExpression("to_string\\(\\s*([0-9]+\\.|double|float|std::(chrono::duration<double|round|floor|ceil|fabs|sqrt|pow|log))"),
            "asks the process locale; use writeNumber() or writeFixed() of core/base/number.h");
    }
    void json_isWrittenInOnePlace()
    {
        expectNowhere({"core", "widgets", "ui", "app"}, QRegularExpression("(\\.|->)dump\\s*\\("),
            "bytes that are no UTF-8 make dump() throw: writeJson() of core/base/json_text.h", {"core/base/json_text.cpp"});
    }
    void noNestedEventLoopsAndNoDetachedThreads()
    {
        expectNowhere({"core", "widgets", "ui", "app"}, QRegularExpression("processEvents\\s*\\(|\\.detach\\s*\\(\\)|->detach\\s*\\(\\)|QEventLoop|QThread::terminate"),
            "waiting is done on a worker, never in the GUI thread");
        expectNowhere({"widgets", "ui"}, QRegularExpression("(\\.|->)exec\\s*\\(\\)"), "dialogs are opened with open()");
    }
    void messageBoxesAndFileDialogs_standInWidgetsFeedback()
    {
        expectNowhere({"core", "widgets", "ui", "app"}, QRegularExpression("\\bQMessageBox\\b|\\bQFileDialog\\b|\\bQInputDialog\\b"),
            "ask(), tell() and chooseFile() can be scripted in tests", {"widgets/feedback"});
    }
    void coloursAndFonts_standInTheTokens()
    {
        expectNowhere({"widgets", "ui", "app"}, QRegularExpression("QColor\\s*\\(\\s*(0x|\"#|\\d+\\s*,)|\"#[0-9A-Fa-f]{6}\"|setPixelSize|setPointSize"),
            "colours and sizes of type are named in widgets/theme", {"widgets/theme"});
    }
    void everySource_namesItsLicence()
    {
        for (const Source& source : m_sources)
            QVERIFY2(source.content.startsWith("// SPDX-License-Identifier: GPL-3.0-or-later\n"), qPrintable(source.path));
        for (const Source& source : m_sources) {
            if (source.isHeader())
                QVERIFY2(source.content.contains("#pragma once"), qPrintable(source.path));
        }
    }
    void sources_areListedInCMake()
    {
        static const QRegularExpression token("[\\w./-]+\\.cpp");
        QSet<QString> listed;
        QDirIterator lists(root(), {"CMakeLists.txt"}, QDir::Files, QDirIterator::Subdirectories);
        while (lists.hasNext()) {
            QFile file(lists.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QString folder = folderOf(QDir(root()).relativeFilePath(file.fileName()));
            const QString content = QString::fromUtf8(file.readAll());
            for (auto names = token.globalMatch(content); names.hasNext();)
                listed << QDir::cleanPath(folder + '/' + names.next().captured());
        }
        for (const Source& source : m_sources)
            QVERIFY2(source.isHeader() || listed.contains(source.path), qPrintable(source.path + " is in no CMakeLists.txt"));
    }
    void programsWithoutScreen_linkNoQt_data()
    {
        QTest::addColumn<QString>("program");
        QTest::newRow("qbmctl") << "qbmctl";
        QTest::newRow("qbm-lab") << "qbm-lab";
    }
    void programsWithoutScreen_linkNoQt()
    {
        QFETCH(QString, program);
        const QString file = QStringLiteral(QBM_BIN_DIR) + '/' + program;
        QVERIFY2(QFile::exists(file), qPrintable(file));
        QProcess readelf;
        readelf.start("readelf", {"-d", file});
        QVERIFY(readelf.waitForFinished());
        const QByteArray output = readelf.readAllStandardOutput();
        QVERIFY(output.contains("NEEDED"));
        QVERIFY2(!output.contains("libQt"), output.constData());
    }
};

QTEST_APPLESS_MAIN(TstArchitecture)
#include "tst_architecture.moc"
