// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup_world.h"
#include "core/backup/archive/copy_csv.h"
#include "core/backup/archive/table_extract.h"
#include "core/backup/catalogue.h"
#include "core/base/file.h"
#include "tests/support/servers.h"

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

using namespace qbm;
using namespace qbm::backup;

namespace {

constexpr const char* kOddSql = R"sql(
CREATE SCHEMA "odd schema";
CREATE TABLE "odd schema"."a b ""c"".d (e), f" ("first, (x)" int, "t""ext" text, plain text, b bytea, at timestamp);
INSERT INTO "odd schema"."a b ""c"".d (e), f" VALUES
  (1, E'two\nlines', 'comma, and "quotes"', decode('00ff0a', 'hex'), '2026-11-24 12:00:00'),
  (2, NULL, '', NULL, NULL), (3, E'tab\tback\\slash\r', '数据', '', NULL), (4, '\.', '\N', NULL, NULL), (NULL, ' ', NULL, NULL, NULL);
CREATE TABLE nothing (); INSERT INTO nothing DEFAULT VALUES;
)sql";
constexpr const char* kOddTable = "a b \"c\".d (e), f";

} // namespace

class TstTableExtract : public QObject {
    Q_OBJECT
    std::unique_ptr<test::PostgresServer> m_server;
    std::unique_ptr<QTemporaryDir> m_folder;
    test::BackupWorld m_world;
    TaskContext m_task;
    Tools m_tools;

    void execute(const std::string& sql)
    {
        const auto answer = m_server->sql(sql);
        QVERIFY2(answer.has_value(), answer ? "" : (answer.error().english() + answer.error().detail).c_str());
    }
    /// pg_dump's own archive, without us.
    Backup dump(Format format, std::vector<std::string> more = {})
    {
        std::filesystem::create_directories(m_world.backups());
        const std::filesystem::path file
            = m_world.backups() / ("qbm_backup_20261124_120000" + suffix(format, Encryption::None));
        std::filesystem::remove_all(file);
        const std::filesystem::path made = format == Format::Fast ? m_world.folder / "plain.dump" : file;
        const auto access = ToolAccess::create(m_world.settings(AccessMode::ReadOnly)).value();
        process::Command command = access.command(m_tools.pgDump);
        std::ranges::move(more, std::back_inserter(command.arguments));
        command.arguments.insert(command.arguments.end(),
            {format == Format::Directory ? "--format=directory" : "--format=custom", "--file=" + made.string(),
                "--dbname=qbm_ai_system"});
        if (process::run(command, {}, m_task)->code != 0)
            return {};
        if (format == Format::Fast)
            (void)process::run({"zstd", {"-q", "-f", made.string(), "-o", file.string()}, {}, {}, {}}, {}, m_task);
        return Catalogue(m_world.backups()).find(file.filename().string(), m_task).value();
    }
    std::filesystem::path csv() const { return m_world.folder / "out.csv"; }
    Result<ExtractReport> extract(const Backup& backup, const std::string& schema, const std::string& table)
    {
        std::filesystem::remove(csv());
        return extractTableCsv(backup, {}, m_tools, schema, table, csv(), m_task);
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto server = test::PostgresServer::start();
        QVERIFY2(server.has_value(), server ? "" : server.error().english().c_str());
        m_server = std::move(*server);
        m_tools = findNewestTools(m_task).value();
        execute(test::emptySql() + test::seedSql() + kOddSql);
    }
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_world = {m_folder->path().toStdString(), m_server->port(), m_server->password().reveal()};
    }

    void list_everyFormat_namesTablesWithBlanksAndTheirOwners()
    {
        std::vector<std::string> lists;
        for (const Format format : {Format::Guide, Format::Fast, Format::Directory}) {
            const auto entries = listArchive(dump(format), {}, m_task);
            QVERIFY2(entries.has_value(), entries ? "" : entries.error().english().c_str());
            const auto found = std::ranges::find_if(
                *entries, [](const ArchiveEntry& entry) { return entry.kind == "TABLE" && entry.name == kOddTable; });
            QVERIFY(found != entries->end());
            QCOMPARE(found->schema, std::string("odd schema"));
            QCOMPARE(found->owner, std::string("postgres"));
            QVERIFY(found->id > 0);
            std::string list;
            for (const ArchiveEntry& entry : *entries)
                list += entry.kind + " " + entry.schema + " " + entry.name + "\n";
            QVERIFY(list.find("EXTENSION - pg_trgm") != std::string::npos);
            lists.push_back(list);
        }
        QCOMPARE(lists[0], lists[1]);
        QCOMPARE(lists[0], lists[2]);
    }
    void extract_everyFormat_isCsvOfTheTable()
    {
        const std::string expected = "\"first, (x)\",\"t\"\"ext\",plain,b,at\r\n"
                                     "1,\"two\nlines\",\"comma, and \"\"quotes\"\"\",\\x00ff0a,2026-11-24 12:00:00\r\n"
                                     "2,,\"\",,\r\n"
                                     "3,\"tab\tback\\slash\r\",数据,\\x,\r\n"
                                     "4,\\.,\\N,,\r\n"
                                     ", ,,,\r\n";
        for (const Format format : {Format::Guide, Format::Fast, Format::Directory}) {
            const auto report = extract(dump(format), "odd schema", kOddTable);
            QVERIFY2(report.has_value(), report ? "" : (report.error().english() + report.error().detail).c_str());
            QCOMPARE(readFile(csv()).value(), expected);
            QCOMPARE(report->rows, 5);
            QCOMPARE(report->sizeBytes, expected.size());
        }
    }
    void extract_tableAmongOthers_hasItsRowsOnly()
    {
        for (const Format format : {Format::Guide, Format::Fast, Format::Directory}) {
            const Backup backup = dump(format);
            QCOMPARE(extract(backup, "public", "prediction_2026_01")->rows
                    + extract(backup, "public", "prediction_2026_02")->rows,
                1000);
            QCOMPARE(extract(backup, "public", "empty_one")->rows, 0);
            QCOMPARE(readFile(csv()).value(), std::string("a\r\n"));
            QCOMPARE(extract(backup, "public", "nothing")->rows, 1);
            QCOMPARE(readFile(csv()).value(), std::string("\r\n\r\n"));
            QCOMPARE(extract(backup, "public", "model")->rows, 50);
        }
    }
    void extract_whatCannotBe_saysWhyAndLeavesNothing()
    {
        const Backup backup = dump(Format::Fast);
        QVERIFY(extract(backup, "public", "not_there").error().kind == ErrorKind::NotFound);
        QVERIFY(!std::filesystem::exists(csv()));
        QVERIFY(extract(backup, "public", "prediction").error().kind == ErrorKind::NotFound); // it holds no rows itself
        QVERIFY(writeFileDurably(csv(), "mine").has_value());
        QVERIFY(
            extractTableCsv(backup, {}, m_tools, "public", "model", csv(), m_task).error().kind == ErrorKind::Conflict);
        QCOMPARE(readFile(csv()).value(), std::string("mine"));
        QVERIFY(extract(dump(Format::Guide, {"--inserts"}), "public", "model").error().kind == ErrorKind::Unsupported);
        QVERIFY(!std::filesystem::exists(csv()));
    }
    void extract_damagedOrCutOff_isAnErrorAndLeavesNothing()
    {
        for (const Format format : {Format::Guide, Format::Fast}) {
            const Backup backup = dump(format);
            std::filesystem::resize_file(backup.file, backup.sizeBytes / 2);
            const auto report = extract(backup, "public", "prediction_2026_02");
            QVERIFY(!report.has_value());
            QVERIFY(!std::filesystem::exists(csv()));
            std::filesystem::resize_file(backup.file, 200);
            QVERIFY(listArchive(backup, {}, m_task).error().kind == ErrorKind::BadData);
        }
    }
    void extract_stopped_leavesNothing()
    {
        std::stop_source stop;
        stop.request_stop();
        TaskContext stopped(stop.get_token());
        QVERIFY(extractTableCsv(dump(Format::Fast), {}, m_tools, "public", "model", csv(), stopped).error().kind
            == ErrorKind::Cancelled);
        QVERIFY(!std::filesystem::exists(csv()));
    }

    void copyText_inPiecesOfOneByte_isTheSame()
    {
        std::string out;
        CopyToCsv csvOut([&](std::string_view bytes) -> Result<> {
            out += bytes;
            return {};
        });
        QVERIFY(csvOut.writeHeader({"a", ""}).has_value());
        for (const char c : std::string("x\\\\y\t\\N\n\t\\b\\f\\v\n\\.\n\n\nbehind\n"))
            QVERIFY(csvOut.add(std::string_view(&c, 1)).has_value());
        QVERIFY(csvOut.finish().has_value());
        QCOMPARE(out, std::string("a,\"\"\r\nx\\y,\r\n\"\",\b\f\v\r\n"));
        QCOMPARE(csvOut.rows(), 2);
        CopyToCsv cut([](std::string_view) -> Result<> { return {}; });
        QVERIFY(cut.add("a\tb\n").has_value());
        QVERIFY(cut.finish().error().kind == ErrorKind::BadData);
    }
    void copyStatement_columns_areRead()
    {
        using Names = std::vector<std::string>;
        QCOMPARE(parseCopyColumns("COPY public.t (a, b_2) FROM stdin;\n").value(), (Names{"a", "b_2"}));
        QCOMPARE(parseCopyColumns("COPY \"a b\".\"t \"\"(x)\" (\"c, \"\"d\", e) FROM stdin;\n").value(),
            (Names{"c, \"d", "e"}));
        QCOMPARE(parseCopyColumns("COPY public.t  FROM stdin;\n").value(), Names());
        QVERIFY(!parseCopyColumns("INSERT INTO t").has_value());
        QVERIFY(!parseCopyColumns("COPY public.t (\"a FROM stdin;").has_value());
    }
};

QTEST_APPLESS_MAIN(TstTableExtract)
#include "tst_table_extract.moc"
