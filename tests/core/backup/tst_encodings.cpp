// SPDX-License-Identifier: GPL-3.0-or-later
// Databases that do not speak UTF-8, with names beyond ASCII: everything that is done with a backup is done with theirs.
#include "core/backup/archive/table_extract.h"
#include "core/backup/archive/verify.h"
#include "core/backup/drill/content_check.h"
#include "core/backup/drill/drill_operation.h"
#include "core/backup/restore/database_restore.h"
#include "core/backup/restore/restore_elsewhere.h"
#include "core/backup/restore/restore_operation.h"
#include "core/postgres/server_facts.h"
#include "dump_fixture.h"

using namespace qbm;
using namespace qbm::backup;
namespace fs = std::filesystem;

namespace {

struct Place {
    const char* encoding;
    const char* database;
    std::string table, column; ///< as the catalogue knows them in our sessions
    std::string text; ///< a value, in UTF-8, or as bytes
};

std::vector<Place> places()
{
    return {{"LATIN1", "LATIN1 db é", "tabé", "spé", "é ñ"}, {"EUC_JP", "EUC_JP 表", "表", "列", "日本語"},
        {"WIN1251", "WIN1251 ж", "таблица", "поле", "слово"},
        {"SQL_ASCII", "SQL_ASCII db é", "t\xe9", "c\xff", "\xe9\xff\xfe"},
        {"UTF8", "UTF8 db é", "tabé", "列", "日本語"}};
}

} // namespace

class TstEncodings : public QObject {
    Q_OBJECT
    test::DumpFixture m_fixture;

    static std::string why(const Result<operation::Outcome>& outcome)
    {
        if (!outcome)
            return outcome.error().english() + "\n" + outcome.error().detail;
        return outcome->record.error ? outcome->record.error->english() + "\n" + outcome->record.error->detail : "";
    }
    template <class Operation> void expectSuccess(const Result<Operation>& operation)
    {
        QVERIFY2(operation.has_value(), operation ? "" : operation.error().english().c_str());
        const auto outcome = m_fixture.world().engine().run(**operation, "test", m_fixture.task());
        QVERIFY2(outcome && outcome->succeeded(), why(outcome).c_str());
    }
    std::string rows(const Place& place, const std::string& database = {})
    {
        return m_fixture.world().ask("SELECT " + postgres::quoteIdentifier(place.column) + ", n FROM public."
                + postgres::quoteIdentifier(place.table) + " ORDER BY n",
            database);
    }
    void fill(const Place& place)
    {
        const std::string table = "public." + postgres::quoteIdentifier(place.table);
        const std::string column = postgres::quoteIdentifier(place.column);
        for (const std::string& sql : {"CREATE TABLE " + table + " (n int PRIMARY KEY, " + column + " text)",
                 "INSERT INTO " + table + " VALUES (1, " + postgres::quoteLiteral(place.text) + "), (2, 'plain')",
                 "CREATE TABLE \"root" + place.table + "\" (a int, b text) PARTITION BY LIST (a)",
                 "CREATE TABLE \"part" + place.table + "\" PARTITION OF \"root" + place.table
                     + "\" (PRIMARY KEY (a)) FOR VALUES IN (1)",
                 "INSERT INTO \"root" + place.table + "\" VALUES (1, " + postgres::quoteLiteral(place.text) + ")"}) {
            const std::string answer = m_fixture.world().ask(sql);
            QVERIFY2(!answer.starts_with("failed"), answer.c_str());
        }
    }

private Q_SLOTS:
    void initTestCase() { m_fixture.startServer(); }
    void init() { m_fixture.beginWithTheSameData(); }

    void database_inItsEncoding_isBackedUpAndBroughtBack_data()
    {
        QTest::addColumn<int>("place");
        QTest::addColumn<int>("format");
        int index = 0;
        for (const Place& place : places()) {
            for (const Format format : {Format::Guide, Format::Fast, Format::Directory})
                QTest::addRow("%s %s", place.encoding, std::string(name(format)).c_str()) << index << int(format);
            ++index;
        }
    }
    void database_inItsEncoding_isBackedUpAndBroughtBack()
    {
        QFETCH(int, place);
        QFETCH(int, format);
        const Place here = places()[static_cast<std::size_t>(place)];
        m_fixture.execute("DROP DATABASE IF EXISTS " + postgres::quoteIdentifier(here.database));
        m_fixture.execute("DROP DATABASE IF EXISTS copied");
        m_fixture.execute("CREATE DATABASE " + postgres::quoteIdentifier(here.database) + " ENCODING '" + here.encoding
            + "' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
        m_fixture.world().database = here.database;
        fill(here);
        const std::string before = rows(here);
        QVERIFY2(before.find(here.text) != std::string::npos, before.c_str());

        const auto made = m_fixture.dump({.format = Format(format)});
        QVERIFY2(made.has_value(), made ? "" : made.error().english().c_str());
        QVERIFY(made->sidecar->counted);
        QCOMPARE(made->sidecar->tables.size(), std::size_t(2));
        QCOMPARE(made->sidecar->tables[1].name, here.table);
        QVERIFY(!made->sidecar->tables[0].checksum.empty());
        const auto verified = verifyBackup(*made, {}, m_fixture.tools(), m_fixture.task());
        QVERIFY2(verified.has_value(), verified ? "" : verified.error().english().c_str());
        QVERIFY(verified->contents.definesTable("public", here.table));

        const fs::path csv = m_fixture.world().folder / "table.csv";
        const auto extracted = extractTableCsv(*made, {m_fixture.world().folder, {}}, m_fixture.tools(), "public",
            here.table, csv, {}, m_fixture.task());
        QVERIFY2(extracted.has_value(), extracted ? "" : extracted.error().english().c_str());
        QCOMPARE(readFile(csv).value(), "n," + here.column + "\r\n1," + here.text + "\r\n2,plain\r\n");
        QCOMPARE(extracted->unknownEncoding, std::string(here.encoding) == "SQL_ASCII");

        const auto environment = m_fixture.world().environment();
        TaskContext& task = m_fixture.task();
        expectSuccess(makeDrillOperation(environment, made->name, {}, task));
        expectSuccess(makeRestoreElsewhereOperation(environment, made->name, {"copied", {}, {{"public", here.table}}}, task));
        QCOMPARE(rows(here, "copied"), before);

        const std::string change = "DELETE FROM public." + postgres::quoteIdentifier(here.table);
        for (const RestoreWay way : {RestoreWay::Side, RestoreWay::InPlace}) {
            QVERIFY(!m_fixture.world().ask(change).starts_with("failed"));
            expectSuccess(makeRestoreOperation(
                environment, made->name, {.way = way, .stopApplication = false, .silenceAlerts = false}, task));
            QCOMPARE(rows(here), before);
        }
        // The comparison looks at bytes: one changed is found.
        auto client = m_fixture.connect();
        const auto recipe = fetchContentRecipe(*made, {}, task).value();
        QCOMPARE(compareContent(client, *made->sidecar, recipe, 2, task)->different, std::size_t(0));
        QVERIFY(!m_fixture.world()
                     .ask("UPDATE public." + postgres::quoteIdentifier(here.table) + " SET "
                         + postgres::quoteIdentifier(here.column) + " = 'plaim' WHERE n = 2")
                     .starts_with("failed"));
        QCOMPARE(compareContent(client, *made->sidecar, recipe, 2, task)->different, std::size_t(1));
    }
    /// A session within a database that reads its name in another encoding sees whose sessions hold it all the same.
    void sessions_ofADatabaseWithAnotherEncoding_areSeen()
    {
        m_fixture.execute("CREATE DATABASE \"seen é 表\" ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
        m_fixture.world().database = "seen é 表";
        auto one = m_fixture.connect();
        auto other = m_fixture.connect();
        const auto seen = postgres::fetchSessionsOf(one, m_fixture.world().database, m_fixture.task());
        QVERIFY2(seen.has_value(), seen ? "" : seen.error().english().c_str());
        QCOMPARE(seen->size(), std::size_t(1));
        QCOMPARE(seen->front().pid, other.backendPid());
    }
    /// What the whole server has is named by bytes that a database's encoding may not know: that is nobody's fault here.
    void serverNames_thatTheEncodingLacks_areInNobodysWay_data()
    {
        QTest::addColumn<QByteArray>("encoding");
        QTest::addColumn<bool>("lacks");
        for (const char* encoding : {"EUC_JP", "EUC_KR", "EUC_CN"})
            QTest::newRow(encoding) << QByteArray(encoding) << true;
        // These take every byte of that owner's name for some character of theirs, and can so name him.
        for (const char* encoding : {"LATIN1", "WIN1251", "ISO_8859_8", "KOI8R", "SQL_ASCII", "UTF8"})
            QTest::newRow(encoding) << QByteArray(encoding) << false;
    }
    void serverNames_thatTheEncodingLacks_areInNobodysWay()
    {
        QFETCH(QByteArray, encoding);
        QFETCH(bool, lacks);
        m_fixture.ask("SELECT format('DROP DATABASE %I WITH (FORCE)', datname) FROM pg_database WHERE datname ~ '^(strange|copied)' \\gexec");
        m_fixture.execute("DROP ROLE IF EXISTS odd, plain, \"odd 🙂€\"");
        m_fixture.execute("CREATE DATABASE strange ENCODING '" + encoding.toStdString()
            + "' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
        // In every encoding one of them is no text at all, or text without a counterpart.
        m_fixture.execute("DO $$ DECLARE each text; BEGIN FOREACH each IN ARRAY ARRAY['jürgen€', '角色🙂', 'ü', 'קול\\x'] LOOP IF NOT "
                          "EXISTS (SELECT FROM pg_roles WHERE rolname = each) THEN EXECUTE format('CREATE ROLE %I', each); "
                          "END IF; END LOOP; END $$");
        if (m_fixture.ask("SELECT count(*) FROM pg_database WHERE datname = 'neben 🙂'") == "0\n")
            m_fixture.execute("CREATE DATABASE \"neben 🙂\"");
        m_fixture.world().database = "strange";
        for (const char* sql : {"CREATE TABLE t (n int)", "INSERT INTO t VALUES (1), (2)", "CREATE EXTENSION IF NOT EXISTS postgres_fdw",
                 "CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw"})
            QCOMPARE(m_fixture.world().ask(sql), std::string());
        const auto environment = m_fixture.world().environment();
        TaskContext& task = m_fixture.task();
        auto made = m_fixture.dump({.format = Format::Guide});
        QVERIFY2(made.has_value(), made ? "" : made.error().english().c_str());
        expectSuccess(makeDrillOperation(environment, made->name, {}, task));
        expectSuccess(makeRestoreElsewhereOperation(environment, made->name, {"copied", {}, {}}, task));
        for (const RestoreWay way : {RestoreWay::Side, RestoreWay::InPlace}) {
            expectSuccess(makeRestoreOperation(
                environment, made->name, {.way = way, .stopApplication = false, .silenceAlerts = false}, task));
            QCOMPARE(m_fixture.world().ask("SELECT sum(n) FROM t"), std::string("3\n"));
        }
        // One that has to do with it: what it loses is said, and nothing else is lost.
        m_fixture.execute("CREATE ROLE odd; CREATE ROLE plain");
        for (const char* sql : {"CREATE TABLE odds (n int)", "ALTER TABLE odds OWNER TO odd", "GRANT SELECT ON t TO odd",
                 "GRANT INSERT ON t TO plain", "CREATE USER MAPPING FOR odd SERVER s", "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
                 "CREATE POLICY p ON t TO odd, plain USING (true)"})
            QCOMPARE(m_fixture.world().ask(sql), std::string());
        m_fixture.execute("ALTER ROLE odd RENAME TO \"odd 🙂€\"");
        made = m_fixture.dump({.format = Format::Guide});
        QVERIFY2(made.has_value(), made ? "" : made.error().english().c_str());
        QVERIFY(verifyBackup(*made, {}, m_fixture.tools(), task).has_value());
        for (const RestoreWay way : {RestoreWay::Side, RestoreWay::InPlace}) {
            auto restore = makeRestoreOperation(
                environment, made->name, {.way = way, .stopApplication = false, .silenceAlerts = false}, task);
            QVERIFY(restore.has_value());
            std::string said;
            const auto checks = (*restore)->check(task).value();
            for (const operation::Check& check : checks)
                said += check.reason.english() + "\n";
            QCOMPARE(said.find("The role odd 🙂€ cannot be named in this database, whose encoding " + encoding.toStdString()
                         + " lacks its letters: what it owned belongs to postgres (public.odds).")
                    != std::string::npos, lacks);
            QVERIFY2((said.find("lacks its letters: rights of it are left out on public.t.") != std::string::npos) == lacks,
                said.c_str());
            QVERIFY2(said.find("not on this server") == std::string::npos, said.c_str());
            expectSuccess(std::move(restore));
            QCOMPARE(m_fixture.world().ask("SELECT sum(n), has_table_privilege('plain', 't', 'INSERT') FROM t GROUP BY 2"),
                std::string("3|t\n"));
            QCOMPARE(m_fixture.world().ask("SELECT tableowner = 'postgres' FROM pg_tables WHERE tablename = 'odds'"),
                std::string(lacks ? "t\n" : "f\n"));
        }
    }
    /// Into a database of another encoding the rows come converted, and are compared as the archive wrote them.
    void restore_ofLatin1IntoUtf8_isEqual()
    {
        m_fixture.execute("CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
        m_fixture.execute("CREATE DATABASE wide ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
        m_fixture.world().database = "latin";
        QVERIFY(!m_fixture.world().ask("CREATE TABLE \"wörter\" AS SELECT 'Größe'::text AS \"größe\"").starts_with("failed"));
        const auto made = m_fixture.dump({.format = Format::Guide});
        expectSuccess(makeRestoreElsewhereOperation(m_fixture.world().environment(), made->name,
            {"wide", {}, {{"public", "wörter"}}}, m_fixture.task()));
        QCOMPARE(m_fixture.world().ask("SELECT \"größe\" FROM public.\"wörter\"", "wide"), std::string("Größe\n"));
    }
};

QTEST_APPLESS_MAIN(TstEncodings)
#include "tst_encodings.moc"
