// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/log/log_export.h"
#include "widgets/log/log_pattern.h"
#include "widgets/log/log_text.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

using namespace qbm;
using namespace qbm::widgets;

namespace {

LogLine plain(std::string_view text, std::uint32_t source = 0, LogLevel level = LogLevel::Info)
{
    return {TimePoint(std::chrono::seconds(1'764'000'000)), source, level, false, {}, text, text};
}

std::vector<LogChunkPtr> packed(const std::vector<LogLine>& lines)
{
    LogBatch batch;
    for (const LogLine& line : lines)
        batch.add(line);
    return batch.take();
}

/// Lines "first", "first + 1", ...
std::vector<LogChunkPtr> numbered(int first, int count)
{
    LogBatch batch;
    for (int i = first; i < first + count; ++i)
        batch.add(plain("line " + std::to_string(i)));
    return batch.take();
}

std::vector<std::uint32_t> found(const std::vector<LogLine>& lines, const QString& text, bool regex = false)
{
    std::vector<std::uint32_t> out;
    const auto chunks = packed(lines);
    LogPattern(text, regex).forEachMatch(*chunks.front(), 0, {}, [&](std::uint32_t line) { out.push_back(line); });
    return out;
}
using Lines = std::vector<std::uint32_t>;

} // namespace

class TstLogStore : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void line_packed_comesBackWhole()
    {
        const std::string raw = R"({"level":"error","logger":"qbm.api","message":"no answer"})";
        LogLine line{TimePoint(std::chrono::nanoseconds(1'764'000'000'123'456'789)), 7, LogLevel::Error, true,
            "qbm.api", std::string_view(raw).substr(raw.find("no answer"), 9), raw};
        const auto chunks = packed({plain("before"), line, plain("")});
        QCOMPARE(chunks.size(), 1u);
        const LogLine back = chunks.front()->line(1);
        QVERIFY(back.time == line.time);
        QCOMPARE(back.source, 7u);
        QVERIFY(back.level == LogLevel::Error && back.continued);
        QVERIFY(back.logger == "qbm.api" && back.message == "no answer" && back.raw == raw);
        QVERIFY(chunks.front()->line(2).raw.empty());
        QCOMPARE(chunks.front()->bytes().size(), raw.size() + 6); // the message is not kept twice
    }
    void line_decodedMessage_isKeptBesideItsLine()
    {
        LogLine line = plain(R"({"message":"\u4e2d\u6587"})");
        line.message = "中文";
        const auto chunks = packed({line, plain("after")});
        QVERIFY(chunks.front()->line(0).message == "中文");
        QVERIFY(chunks.front()->line(1).raw == "after");
    }
    void store_full_dropsTheOldestAndCountsThem()
    {
        LogStore store(20'000);
        store.append(numbered(0, 15'000));
        QCOMPARE(store.dropped(), std::uint64_t{0});
        store.append(numbered(15'000, 15'000));
        QCOMPARE(store.size(), 20'000u);
        QCOMPARE(store.dropped(), std::uint64_t{10'000});
        QVERIFY(store.line(store.first()).raw == "line 10000");
        QVERIFY(store.line(store.end() - 1).raw == "line 29999");
        std::size_t counted = 0;
        for (const LogStore::Span& span : store.spans())
            counted += span.chunk->size() - span.begin;
        QCOMPARE(counted, 20'000u);
    }
    void store_manySmallBatches_leaveFewChunks()
    {
        LogStore store;
        for (int i = 0; i < 10'000; ++i)
            store.append(numbered(i, 1));
        QVERIFY(store.spans().size() <= 5);
        for (const int i : {0, 2047, 2048, 5'000, 9'999})
            QVERIFY(store.line(static_cast<std::uint64_t>(i)).raw == "line " + std::to_string(i));
    }
    void store_takesOverAnother_andWhatThatDropped()
    {
        LogStore queue(1'000), store(1'000);
        store.append(numbered(0, 300));
        queue.append(numbered(300, 900));
        queue.append(numbered(1'200, 300));
        QCOMPARE(queue.dropped(), std::uint64_t{200});
        store.append(queue);
        QCOMPARE(queue.size(), 0u);
        QCOMPARE(store.size(), 1'000u);
        QVERIFY(store.line(store.first()).raw == "line 500");
        QCOMPARE(store.dropped(), std::uint64_t{500}); // each line counted once
    }
    void store_cleared_neverGivesANumberTwice()
    {
        LogStore store;
        store.append(numbered(0, 10));
        store.clear();
        QCOMPARE(store.size(), 0u);
        store.append(numbered(10, 5));
        QCOMPARE(store.first(), std::uint64_t{10});
        QVERIFY(store.line(12).raw == "line 12");
        QCOMPARE(store.spans(12).front().begin, 2u);
    }
    void store_millionTypicalLines_fitIntoTheirMemory()
    {
        LogStore store;
        LogBatch batch;
        std::string text(150, 'x');
        for (int i = 0; i < 1'000'000; ++i) {
            text.replace(0, 8, std::to_string(10'000'000 + i));
            batch.add(plain(text, static_cast<std::uint32_t>(i % 12)));
        }
        store.append(batch.take());
        QCOMPARE(store.size(), 1'000'000u);
        QVERIFY2(store.memoryBytes() < 190'000'000, qPrintable(QString::number(store.memoryBytes())));
    }

    void text_anyCase_isFound()
    {
        const std::vector<LogLine> lines{
            plain("Connection REFUSED by peer"), plain("all well"), plain("refused"), plain("ref"), plain("used")};
        QCOMPARE(found(lines, QStringLiteral("refused")), (Lines{0, 2}));
        QCOMPARE(found(lines, QStringLiteral("REFUSED")), (Lines{0, 2}));
        QCOMPARE(found(lines, QStringLiteral("e")), (Lines{0, 1, 2, 3, 4}));
        QCOMPARE(found(lines, QStringLiteral("nothing like it")), Lines{});
        QCOMPARE(found(lines, QString()), Lines{});
    }
    void text_acrossTwoLines_isNotFound()
    {
        QCOMPARE(found({plain("abc"), plain("def"), plain("xcdx")}, QStringLiteral("cd")), (Lines{2}));
        LogLine decoded = plain("raw1");
        decoded.message = "2message";
        QCOMPARE(found({decoded}, QStringLiteral("12")), Lines{}); // nor across a line and what was decoded from it
        QCOMPARE(found({decoded}, QStringLiteral("2mess")), (Lines{0}));
    }
    void text_notLetters_areTakenAsTheyAre()
    {
        QCOMPARE(found({plain("a[b"), plain("a{b"), plain("A@b"), plain("a`b")}, QStringLiteral("a[b")), (Lines{0}));
        QCOMPARE(found({plain("A@b"), plain("a`b")}, QStringLiteral("a@b")), (Lines{0}));
    }
    void text_otherScripts_areFound()
    {
        const std::vector<LogLine> lines{plain("连接被拒绝 backend"), plain("ПРИВЕТ мир"), plain("straße ÉCOLE")};
        QCOMPARE(found(lines, QStringLiteral("拒绝 BACK")), (Lines{0}));
        QCOMPARE(found(lines, QStringLiteral("绝")), (Lines{0}));
        QCOMPARE(found(lines, QStringLiteral("привет")), (Lines{1}));
        QCOMPARE(found(lines, QStringLiteral("école")), (Lines{2}));
    }
    void text_escapedInJson_isFoundDecoded()
    {
        LogLine line = plain(R"({"message":"\u8fde\u63a5"})");
        line.message = "连接";
        QCOMPARE(found({plain("x"), line}, QStringLiteral("连接")), (Lines{1}));
        QCOMPARE(found({plain("x"), line}, QStringLiteral("u8fde")), (Lines{1}));
    }
    void text_randomLines_foundAsQtFindsIt()
    {
        std::srand(7);
        std::vector<std::string> texts(3'000);
        for (std::string& text : texts) {
            for (int i = std::rand() % 90; i > 0; --i)
                text += "abAB ./1"[std::rand() % 8];
        }
        std::vector<LogLine> lines;
        for (const std::string& text : texts)
            lines.push_back(plain(text));
        for (const char* needle : {"a", "ab", "bA.", "1/", "abab", "./1a", "aaaaaa"}) {
            Lines expected;
            for (std::uint32_t i = 0; i < lines.size(); ++i) {
                if (QString::fromStdString(texts[i]).contains(QString::fromLatin1(needle), Qt::CaseInsensitive))
                    expected.push_back(i);
            }
            QCOMPARE(found(lines, QString::fromLatin1(needle)), expected);
        }
    }
    void regex_isFound_andABadOneSaysWhatIsWrong()
    {
        const std::vector<LogLine> lines{plain("GET /api 200"), plain("GET /api 503"), plain("put /api 500")};
        QCOMPARE(found(lines, QStringLiteral("(get|put).* 5\\d\\d$"), true), (Lines{1, 2}));
        QVERIFY(!LogPattern(QStringLiteral("(open"), true).problem().isEmpty());
        QVERIFY(LogPattern(QStringLiteral("(open"), false).problem().isEmpty());
        QCOMPARE(found(lines, QStringLiteral("(open"), true), Lines{});
    }
    void filter_levels_unknownPassesUpToInfo()
    {
        LogFilter filter;
        QVERIFY(filter.passesAll());
        filter.minimum = LogLevel::Info;
        QVERIFY(filter.passes(LogLevel::Unknown, 0) && filter.passes(LogLevel::Info, 0)
            && !filter.passes(LogLevel::Debug, 0));
        filter.minimum = LogLevel::Warning;
        QVERIFY(!filter.passes(LogLevel::Unknown, 0) && filter.passes(LogLevel::Critical, 0));
        filter = {LogLevel::Unknown, {false, true}};
        QVERIFY(!filter.passesAll());
        QVERIFY(
            filter.passes(LogLevel::Info, 0) && !filter.passes(LogLevel::Info, 1) && filter.passes(LogLevel::Info, 2));
    }

    void displayText_leavesOutWhatTerminalsRead()
    {
        QCOMPARE(logDisplayText("\x1b[32mINFO\x1b[0m\tready\r", 100), QStringLiteral("INFO    ready "));
        QCOMPARE(logDisplayText("中文字", 4), QStringLiteral("中…"));
        QCOMPARE(logDisplayText("\x1b", 10), QString());
    }
    void json_indented_keepsOrderAndNumbers()
    {
        QCOMPARE(indentedJson("{\"z\":12345678901234567890,\"a\":[1,{\"b\":\"x, \\\"y\\\": {\"}],\"e\":{},\"n\":null}")
                     .value_or(QString()),
            QStringLiteral("{\n  \"z\": 12345678901234567890,\n  \"a\": [\n    1,\n    {\n      \"b\": \"x, \\\"y\\\": "
                           "{\"\n    }\n  ],\n  \"e\": {},\n  \"n\": null\n}"));
        QVERIFY(!indentedJson("plain text"));
        QVERIFY(!indentedJson("{not json"));
        QVERIFY(!indentedJson(""));
    }

    void export_rawAndJsonLines_holdEveryLine()
    {
        QTemporaryDir folder;
        LogStore store;
        LogLine json = plain(R"({"message":"\u4e2d","n":1})", 1, LogLevel::Error);
        json.message = "中";
        json.logger = "api";
        store.append(packed({plain("say \"hi\"\t\x01 \xff", 0, LogLevel::Unknown), json, plain("third", 2)}));
        TaskContext context;
        const QString path = folder.filePath(QStringLiteral("out.log"));
        QCOMPARE(
            exportLog({store.spans(), std::nullopt}, LogFormat::Raw, {}, path, context).value_or(0), std::uint64_t{3});
        QFile raw(path);
        QVERIFY(raw.open(QIODevice::ReadOnly));
        QCOMPARE(raw.readAll(), QByteArray("say \"hi\"\t\x01 \xff\n{\"message\":\"\\u4e2d\",\"n\":1}\nthird\n"));

        QCOMPARE(exportLog({store.spans(), std::vector<std::uint64_t>{0, 1}}, LogFormat::JsonLines,
                     {QStringLiteral("a"), QStringLiteral("b/c")}, path, context)
                     .value_or(0),
            std::uint64_t{2});
        QFile lines(path);
        QVERIFY(lines.open(QIODevice::ReadOnly));
        const auto first = QJsonDocument::fromJson(lines.readLine()).object(),
                   second = QJsonDocument::fromJson(lines.readLine()).object();
        QVERIFY(lines.atEnd());
        QCOMPARE(first[QStringLiteral("message")].toString(), QStringLiteral("say \"hi\"\t\x01 ") + QChar(0xFFFD));
        QVERIFY(!first.contains(QStringLiteral("level")));
        QCOMPARE(second[QStringLiteral("source")].toString(), QStringLiteral("b/c"));
        QCOMPARE(second[QStringLiteral("level")].toString(), QStringLiteral("error"));
        QCOMPARE(second[QStringLiteral("message")].toString(), QStringLiteral("中"));
        QCOMPARE(second[QStringLiteral("record")].toObject()[QStringLiteral("n")].toInt(), 1);
    }
    void export_thatCannotBeWritten_saysWhichFile()
    {
        QTemporaryDir folder;
        LogStore store;
        store.append(numbered(0, 3));
        TaskContext context;
        const auto result = exportLog({store.spans(), std::nullopt}, LogFormat::Raw, {},
            folder.filePath(QStringLiteral("none/out.log")), context);
        QVERIFY(!result);
        QVERIFY(result.error().english().find("none/out.log") != std::string::npos);
    }
    void export_stopped_leavesTheOldFile()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("out.log"));
        QFile old(path);
        QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
        old.close();
        LogStore store;
        store.append(numbered(0, 200'000));
        std::stop_source stop;
        stop.request_stop();
        TaskContext context(stop.get_token());
        const auto result = exportLog({store.spans(), std::nullopt}, LogFormat::Raw, {}, path, context);
        QVERIFY(!result && result.error().kind == ErrorKind::Cancelled);
        QVERIFY(old.open(QIODevice::ReadOnly));
        QCOMPARE(old.readAll(), QByteArray("old"));
    }
};

QTEST_APPLESS_MAIN(TstLogStore)
#include "tst_log_store.moc"
