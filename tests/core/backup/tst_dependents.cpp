// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup_world.h"
#include "core/backup/restore/dependents.h"
#include "tests/support/servers.h"

#include <QTest>
#include <memory>

using namespace qbm;
using namespace qbm::backup;

/// What was made after a backup and forbids that what the backup holds is dropped.
class TstDependents : public QObject {
    Q_OBJECT
    std::unique_ptr<test::PostgresServer> m_server;
    test::BackupWorld m_world;
    TaskContext m_task;

    static ArchiveItem item(const std::string& kind, const std::string& schema, const std::string& name)
    {
        ArchiveItem out;
        out.kind = kind;
        out.schema = schema;
        out.name = name;
        out.dropStatement = "DROP " + kind + " " + name + ";\n";
        return out;
    }
    /// pg_dump lists the schema public where its owner is not the usual one, and never drops it.
    static ArchiveItem publicSchema()
    {
        ArchiveItem out = item("SCHEMA", "", "public");
        out.dropStatement = "-- *not* dropping schema, since initdb creates it\n";
        return out;
    }
    /// What a backup of the objects of initTestCase() would list.
    static std::vector<ArchiveItem> archive()
    {
        return {publicSchema(), item("SCHEMA", "", "s"), item("EXTENSION", "", "citext"), item("TABLE", "s", "t"),
            item("TABLE", "public", "p"), item("TYPE", "s", "mood"), item("DOMAIN", "s", "code"),
            item("TYPE", "s", "pair"), item("VIEW", "s", "v"), item("SEQUENCE", "s", "numbers"),
            item("FUNCTION", "s", "f(integer)"), item("FUNCTION", "s", "same(integer, integer)"), item("FUNCTION", "public", "odd (\"f(s.mood)"),
            item("TABLE DATA", "s", "t"), item("COLLATION", "s", "col"), item("OPERATOR", "s", "==="),
            item("FUNCTION", "s", "below(s.mood, s.mood)"), item("OPERATOR", "s", "<%"),
            item("TEXT SEARCH CONFIGURATION", "s", "tsc"), item("FOREIGN DATA WRAPPER", "", "fw"),
            item("SERVER", "", "sv"), item("USER MAPPING", "", "USER MAPPING postgres SERVER sv")};
    }
    operation::Check check()
    {
        auto client = postgres::Client::connect(m_world.settings(), m_task);
        return client ? checkDependents(*client, archive(), m_task)
                      : operation::Check{{}, operation::Verdict::Fail, client.error().message};
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto server = test::PostgresServer::start();
        QVERIFY2(server.has_value(), server ? "" : server.error().english().c_str());
        m_server = std::move(*server);
        m_world = {{}, m_server->port(), m_server->password().reveal()};
        const auto made = m_server->sql(
            "DROP SCHEMA public; CREATE SCHEMA public; " // as many an owner has: with a number of a user's object
            "CREATE SCHEMA s; CREATE EXTENSION citext; CREATE SEQUENCE s.numbers;"
            "CREATE TYPE s.mood AS ENUM ('good'); CREATE DOMAIN s.code AS text;"
            "CREATE TYPE s.pair AS (x int, y s.mood);"
            "CREATE FUNCTION s.f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';"
            "CREATE FUNCTION public.\"odd (\"\"f\"(s.mood) RETURNS int LANGUAGE sql AS 'SELECT 1';"
            "CREATE TABLE s.t (a int PRIMARY KEY DEFAULT s.f(1), m s.mood, c s.code CHECK (s.f(2) = 2), w citext);"
            "CREATE VIEW s.v AS SELECT * FROM s.t;"
            "CREATE TABLE public.p (a int) PARTITION BY RANGE (a);"
            "CREATE INDEX ON s.t (s.f(a));"
            "CREATE COLLATION s.col (provider = icu, locale = 'und');"
            "CREATE FUNCTION s.same(int, int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 = $2';"
            "CREATE OPERATOR s.=== (leftarg = int, rightarg = int, function = s.same);"
            // Its commutator is only named: no dump has that one, though it depends on the type.
            "CREATE FUNCTION s.below(s.mood, s.mood) RETURNS boolean LANGUAGE sql AS 'SELECT $1 < $2';"
            "CREATE OPERATOR s.<% (leftarg = s.mood, rightarg = s.mood, function = s.below, commutator = OPERATOR(s.>%));"
            "CREATE TEXT SEARCH CONFIGURATION s.tsc (copy = english);"
            "CREATE FOREIGN DATA WRAPPER fw; CREATE SERVER sv FOREIGN DATA WRAPPER fw;"
            "CREATE USER MAPPING FOR postgres SERVER sv;");
        QVERIFY2(made.has_value(), made ? "" : made.error().detail.c_str());
    }

    void check_onlyWhatTheBackupHolds_passes()
    {
        const operation::Check found = check();
        QVERIFY2(found.verdict == operation::Verdict::Pass, found.reason.english().c_str());
    }

    void check_somethingMadeLater_namesItAndWhatItNeeds_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("named");
        const auto row = [](const char* sql, const char* named) { QTest::newRow(sql) << sql << named; };
        row("CREATE TABLE s.later (a int)", "The table s.later is not in the backup and depends on the schema s,");
        row("CREATE VIEW later AS SELECT a FROM s.t",
            "The view public.later is not in the backup and depends on the table s.t,");
        row("CREATE MATERIALIZED VIEW later AS SELECT a FROM s.v", "The materialized view public.later is not");
        row("CREATE TABLE later () INHERITS (s.t)", "The table public.later is not");
        row("CREATE TABLE later (m s.mood)", "depends on the type s.mood,");
        row("CREATE TABLE later (m s.mood[])", "depends on the type s.mood,");
        row("CREATE TABLE later (m s.pair)", "depends on the type s.pair,");
        row("CREATE TABLE later (m s.t)", "depends on the table s.t,");
        row("CREATE TABLE later (m s.code)", "depends on the domain s.code,");
        row("CREATE TABLE later (m int DEFAULT s.f(1))",
            "The table public.later is not in the backup and depends on the function s.f,");
        row("CREATE TABLE later (m int DEFAULT nextval('s.numbers'))", "depends on the sequence s.numbers,");
        row("CREATE TABLE later (m citext)", "depends on the extension citext,");
        row("CREATE TABLE later (m int CHECK (s.f(m) > 0))", "depends on the function s.f,");
        row("CREATE DOMAIN later AS s.code", "The domain public.later is not");
        row("CREATE TYPE later AS (x s.t)", "The type public.later is not");
        row("CREATE FUNCTION later(s.mood) RETURNS int LANGUAGE sql AS 'SELECT 1'", "The function public.later is not");
        row("CREATE VIEW later AS SELECT \"odd (\"\"f\"(NULL)", "depends on the function public.odd (\"f,");
        row("CREATE COLLATION s.later (provider = icu, locale = 'de')", "The collation s.later is not");
        row("CREATE TABLE later (t text COLLATE s.col)", "depends on the collation s.col,");
        row("CREATE OPERATOR public.==== (leftarg = int, rightarg = int, function = s.same)", "The operator public.==== is not");
        row("CREATE TABLE later (t text, v tsvector GENERATED ALWAYS AS (to_tsvector('s.tsc'::regconfig, t)) STORED)",
            "depends on the text search configuration s.tsc,");
        row("CREATE SERVER later FOREIGN DATA WRAPPER fw", "The server later is not");
        row("CREATE USER MAPPING FOR public SERVER sv", "depends on the server sv,");
        row("CREATE CAST (s.mood AS int) WITH INOUT", "depends on the type s.mood,");
        row("CREATE EXTENSION hstore SCHEMA s",
            "The extension hstore is not in the backup and depends on the schema s,");
    }
    void check_somethingMadeLater_namesItAndWhatItNeeds()
    {
        QFETCH(QString, sql);
        QFETCH(QString, named);
        auto client = postgres::Client::connect(m_world.settings(), m_task);
        QVERIFY(client.has_value());
        auto all = postgres::Transaction::begin(*client, postgres::Transaction::Mode::ReadWrite, m_task);
        QVERIFY(all.has_value());
        const auto made = client->exec(sql.toStdString(), m_task);
        QVERIFY2(made.has_value(), made ? "" : made.error().english().c_str());
        const operation::Check found = checkDependents(*client, archive(), m_task); // then it is rolled back
        QVERIFY(found.verdict == operation::Verdict::Fail);
        QVERIFY2(found.reason.english().find(named.toStdString()) != std::string::npos, found.reason.english().c_str());
    }

    void check_madeLaterAndGoesWithIt_passes_data()
    {
        QTest::addColumn<QString>("sql");
        for (const char* sql : {"CREATE INDEX ON s.t (m)", "ALTER TABLE s.t ADD CHECK (a > s.f(0))",
                 "CREATE TABLE later PARTITION OF p FOR VALUES FROM (1) TO (2)", "CREATE TABLE later (a int)",
                 "CREATE STATISTICS later ON a, m FROM s.t", "CREATE PUBLICATION later FOR TABLE s.t",
                 "CREATE POLICY later ON s.t USING (s.f(a) > 0)", "ALTER TABLE s.t ADD COLUMN later s.pair",
                 "CREATE TEMPORARY TABLE later (m s.mood)"})
            QTest::newRow(sql) << sql;
    }
    void check_madeLaterAndGoesWithIt_passes()
    {
        QFETCH(QString, sql);
        auto client = postgres::Client::connect(m_world.settings(), m_task);
        QVERIFY(client.has_value());
        auto all = postgres::Transaction::begin(*client, postgres::Transaction::Mode::ReadWrite, m_task);
        QVERIFY(all.has_value());
        const auto made = client->exec(sql.toStdString(), m_task);
        QVERIFY2(made.has_value(), made ? "" : made.error().english().c_str());
        const operation::Check found = checkDependents(*client, archive(), m_task);
        QVERIFY2(found.verdict == operation::Verdict::Pass, found.reason.english().c_str());
    }
};

QTEST_APPLESS_MAIN(TstDependents)
#include "tst_dependents.moc"
