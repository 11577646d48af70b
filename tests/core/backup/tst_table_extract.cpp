// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/archive/backup_digest.h"
#include "core/backup/archive/table_of_contents.h"
#include "core/backup/archive/copy_csv.h"
#include "core/backup/archive/copy_statement.h"
#include "core/backup/archive/table_extract.h"
#include "core/backup/archive/table_name.h"
#include "core/backup/catalogue.h"
#include "core/base/file.h"
#include "server_fixture.h"

#include <QTest>
#include <sys/stat.h>
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
SET search_path = "odd schema", public;
CREATE TABLE tree (a int, b text) PARTITION BY RANGE (a);
CREATE TABLE tree_low PARTITION OF tree FOR VALUES FROM (0) TO (10) PARTITION BY LIST (b);
CREATE TABLE tree_low_x PARTITION OF tree_low FOR VALUES IN ('x'); CREATE TABLE tree_low_y PARTITION OF tree_low DEFAULT;
CREATE TABLE tree_high PARTITION OF tree DEFAULT;
INSERT INTO tree VALUES (1, 'x'), (2, 'y'), (3, 'x'), (30, 'z');
CREATE TABLE mixed (a int, b text) PARTITION BY LIST (a); CREATE TABLE mixed_a PARTITION OF mixed FOR VALUES IN (1);
CREATE TABLE mixed_b (b text, a int); ALTER TABLE mixed ATTACH PARTITION mixed_b FOR VALUES IN (2);
INSERT INTO mixed VALUES (1, 'x'), (2, 'y'); CREATE TABLE bare (a int) PARTITION BY LIST (a);
RESET search_path;
CREATE TABLE nothing (); INSERT INTO nothing DEFAULT VALUES;
CREATE SCHEMA "my.schema"; CREATE TABLE "my.schema"."ta.ble" (a int); INSERT INTO "my.schema"."ta.ble" VALUES (1);
CREATE TABLE computed (id int GENERATED ALWAYS AS IDENTITY, a int, "b,(" text DEFAULT 'x GENERATED ALWAYS AS (',
  "twi""ce" int GENERATED ALWAYS AS (a * 2) STORED, c text COLLATE "C" GENERATED ALWAYS AS ('(' || E'\\'')') STORED,
  CONSTRAINT odd CHECK (a > -1));
CREATE TABLE computed_child (d int) INHERITS (computed);
INSERT INTO computed (a) VALUES (1); INSERT INTO computed_child (id, a, d) VALUES (7, 2, 3);
CREATE TABLE "=cells" ("=1+1" text);
INSERT INTO "=cells" VALUES ('=1+1'), ('+1'), ('-1.5e+10'), ('-1+2'), ('@SUM(A1)'), (E'\t=1'), (E'\r=1'), ('a=1'), (NULL), (''), ('-'), ('="a,b"');
)sql";
constexpr const char* kOddTable = "a b \"c\".d (e), f";

} // namespace

class TstTableExtract : public QObject, private test::ServerFixture {
    Q_OBJECT
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
    Result<ExtractReport> extract(const Backup& backup, const std::string& schema, const std::string& table,
        const CsvOptions& options = {})
    {
        std::filesystem::remove(csv());
        return extractTableCsv(backup, {}, m_tools, schema, table, csv(), options, m_task);
    }

private Q_SLOTS:
    void initTestCase()
    {
        startServer();
        execute(test::emptySql() + test::seedSql() + kOddSql);
    }
    void init() { newFolder(); }

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
    void extract_partitionedTable_hasTheRowsOfAllItsPartitions()
    {
        for (const Format format : {Format::Guide, Format::Fast, Format::Directory}) {
            const Backup backup = dump(format);
            const auto whole = extract(backup, "public", "prediction");
            QVERIFY2(whole.has_value(), whole ? "" : whole.error().english().c_str());
            QCOMPARE(whole->rows, 1000);
            const std::string all = readFile(csv()).value();
            QCOMPARE(std::ranges::count(all, '\n'), std::ptrdiff_t(1001)); // one header
            QVERIFY(all.starts_with("id,at,value\r\n") && all.find("\r\n1000,") != std::string::npos);
            // Partitions of partitions too, whose own rows are none.
            QCOMPARE(extract(backup, "odd schema", "tree")->rows, 4);
            // Columns in another order make no single file; the partitions are named.
            const auto mixed = extract(backup, "odd schema", "mixed");
            QVERIFY(!mixed && mixed.error().kind == ErrorKind::Unsupported);
            QVERIFY2(mixed.error().english().find("\"odd schema\".mixed_b") != std::string::npos, mixed.error().english().c_str());
            QCOMPARE(extract(backup, "odd schema", "mixed_b")->rows, 1);
            QVERIFY(extract(backup, "odd schema", "bare").error().kind == ErrorKind::NotFound); // it has no partition
        }
    }
    void extract_whatCannotBe_saysWhyAndLeavesNothing()
    {
        const Backup backup = dump(Format::Fast);
        QVERIFY(extract(backup, "public", "not_there").error().kind == ErrorKind::NotFound);
        QVERIFY(!std::filesystem::exists(csv()));
        QVERIFY(writeFileDurably(csv(), "mine").has_value());
        QVERIFY(
            extractTableCsv(backup, {}, m_tools, "public", "model", csv(), {}, m_task).error().kind == ErrorKind::Conflict);
        QCOMPARE(readFile(csv()).value(), std::string("mine"));
        QVERIFY(extract(dump(Format::Guide, {"--inserts"}), "public", "model").error().kind == ErrorKind::Unsupported);
        QVERIFY(!std::filesystem::exists(csv()));
    }
    /// Within one frame of zstd a changed byte mostly unpacks to other rows without a word.
    void extract_changedByte_isHeldAgainstTheRecord()
    {
        Backup backup = dump(Format::Fast);
        const auto digest = digestBackup(backup.file, backup.sizeBytes, m_task);
        QVERIFY(digest.has_value());
        Sidecar sidecar;
        sidecar.sha256 = digest->sha256;
        sidecar.sizeBytes = digest->sizeBytes;
        backup.sidecar = sidecar;
        QVERIFY(extract(backup, "public", "model").has_value());
        std::string bytes = readFile(backup.file).value();
        bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
        QVERIFY(writeFileDurably(backup.file, bytes).has_value());
        const auto refused = extract(backup, "public", "model");
        QVERIFY(!refused && refused.error().kind == ErrorKind::BadData);
        QVERIFY2(refused.error().english().find("was changed since it was made") != std::string::npos, refused.error().english().c_str());
        QVERIFY(!std::filesystem::exists(csv()));
    }
    void pipe_isNeverOpened()
    {
        const std::filesystem::path file = dump(Format::Guide).file;
        std::filesystem::remove(file);
        QCOMPARE(::mkfifo(file.c_str(), 0600), 0);
        const Backup backup = Catalogue(m_world.backups()).find(file.filename().string(), m_task).value();
        for (const Error& error : {extract(backup, "public", "model").error(), listArchive(backup, {}, m_task).error(),
                 readTableOfContents(backup, {}, m_task).error()})
            QVERIFY2(error.english().find("neither a file nor a folder") != std::string::npos, error.english().c_str());
        std::filesystem::remove(file);
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
    void extract_generatedColumns_areNamed()
    {
        for (const Format format : {Format::Guide, Format::Fast, Format::Directory}) {
            const Backup backup = dump(format);
            const std::vector<std::string> expected{"twi\"ce", "c"};
            const auto report = extract(backup, "public", "computed");
            QVERIFY2(report.has_value(), report ? "" : (report.error().english() + report.error().detail).c_str());
            QCOMPARE(report->generatedColumns, expected);
            QCOMPARE(readFile(csv()).value(), std::string("id,a,\"b,(\"\r\n1,1,x GENERATED ALWAYS AS (\r\n"));
            QCOMPARE(extract(backup, "public", "computed_child")->generatedColumns, expected);
            QVERIFY(extract(backup, "public", "model")->generatedColumns.empty());
        }
    }
    void extract_cellsLikeFormulas_areCountedAndGuardedOnWish()
    {
        const Backup backup = dump(Format::Fast);
        const auto plain = extract(backup, "public", "=cells");
        QVERIFY2(plain.has_value(), plain ? "" : (plain.error().english() + plain.error().detail).c_str());
        QCOMPARE(plain->formulaCells, 8); // with the header's
        QVERIFY(!plain->guarded);
        QVERIFY(readFile(csv()).value().starts_with("=1+1\r\n=1+1\r\n+1\r\n-1.5e+10\r\n"));
        const auto guarded = extract(backup, "public", "=cells", {.forSpreadsheet = true});
        QCOMPARE(guarded->formulaCells, 8);
        QVERIFY(guarded->guarded);
        QCOMPARE(readFile(csv()).value(),
            std::string("'=1+1\r\n'=1+1\r\n+1\r\n-1.5e+10\r\n'-1+2\r\n'@SUM(A1)\r\n'\t=1\r\n\"'\r=1\"\r\na=1\r\n\r\n"
                        "\"\"\r\n'-\r\n\"'=\"\"a,b\"\"\"\r\n"));
    }
    void dump_variablesOfTheShell_changeNothing()
    {
        execute("CREATE TABLE words (w text); INSERT INTO words VALUES ('Gr\u00fc\u00dfe')");
        qputenv("PGCLIENTENCODING", "LATIN1");
        qputenv("PGOPTIONS", "-c default_transaction_read_only=on -c search_path=none");
        qputenv("PGDATABASE", "none");
        qputenv("PGHOSTADDR", "127.0.0.9");
        const Backup backup = dump(Format::Fast);
        for (const char* name : {"PGCLIENTENCODING", "PGOPTIONS", "PGDATABASE", "PGHOSTADDR"})
            qunsetenv(name);
        const auto report = extract(backup, "public", "words");
        execute("DROP TABLE words");
        QVERIFY2(report.has_value(), report ? "" : (report.error().english() + report.error().detail).c_str());
        QCOMPARE(readFile(csv()).value(), std::string("w\r\nGr\u00fc\u00dfe\r\n"));
    }
    void tableName_written_isReadAsInSql_data()
    {
        QTest::addColumn<QByteArray>("written");
        QTest::addColumn<QByteArray>("schema");
        QTest::addColumn<QByteArray>("table");
        QTest::newRow("alone") << QByteArray("model") << QByteArray("public") << QByteArray("model");
        QTest::newRow("with schema") << QByteArray("app.Model") << QByteArray("app") << QByteArray("Model");
        QTest::newRow("quoted") << QByteArray("\"my.schema\".\"ta.ble\"") << QByteArray("my.schema") << QByteArray("ta.ble");
        QTest::newRow("doubled") << QByteArray("\"a\"\"b\".c") << QByteArray("a\"b") << QByteArray("c");
        QTest::newRow("second quoted") << QByteArray("a.\"b.c\"") << QByteArray("a") << QByteArray("b.c");
        QTest::newRow("quoted alone") << QByteArray("\"a.b\"") << QByteArray("public") << QByteArray("a.b");
        QTest::newRow("first dot") << QByteArray("a.b.c") << QByteArray("a") << QByteArray("b.c");
        QTest::newRow("mark inside") << QByteArray("a\"b") << QByteArray("public") << QByteArray("a\"b");
        QTest::newRow("quoted schema, bare rest") << QByteArray("\"a.b\".c.d") << QByteArray("a.b") << QByteArray("c.d");
        for (const char* wrong : {"", "\"a", "\"a\"b", "a.\"b", "\"a\".", "\"\"", "\"a\".\"b\"c"})
            QTest::addRow("wrong: %s", wrong) << QByteArray(wrong) << QByteArray() << QByteArray();
    }
    void tableName_written_isReadAsInSql()
    {
        QFETCH(QByteArray, written);
        QFETCH(QByteArray, schema);
        QFETCH(QByteArray, table);
        const auto chosen = chooseTable(written.toStdString(), {});
        if (table.isEmpty()) {
            QVERIFY(!chosen.has_value());
            QVERIFY(chosen.error().kind == ErrorKind::InvalidInput);
            return;
        }
        QVERIFY2(chosen.has_value(), chosen ? "" : chosen.error().english().c_str());
        QCOMPARE(*chosen, TableName(schema.toStdString(), table.toStdString()));
        QCOMPARE(chooseTable(quotedTableName(*chosen), {}).value(), *chosen);
    }
    void tableName_withDots_isTheOneThatIsThere()
    {
        const std::vector<TableName> known{{"my.schema", "ta.ble"}, {"a.b", "c"}, {"a", "b.c"}, {"public", "x.y"}};
        QCOMPARE(chooseTable("my.schema.ta.ble", known).value(), known[0]);
        QCOMPARE(chooseTable("x.y", known).value(), known[3]);
        QCOMPARE(chooseTable("a.other", known).value(), TableName("a", "other")); // whoever looks it up says so
        const auto several = chooseTable("a.b.c", known);
        QVERIFY(!several.has_value());
        QVERIFY2(several.error().english().find("a.\"b.c\", \"a.b\".c") != std::string::npos, several.error().english().c_str());
        QCOMPARE(chooseTable("\"a.b\".c", known).value(), known[1]);
    }
    void extract_stopped_leavesNothing()
    {
        std::stop_source stop;
        stop.request_stop();
        TaskContext stopped(stop.get_token());
        QVERIFY(extractTableCsv(dump(Format::Fast), {}, m_tools, "public", "model", csv(), {}, stopped).error().kind
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
