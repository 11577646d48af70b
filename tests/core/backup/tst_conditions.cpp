// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "restore_runner.h"

#include <QTest>

using namespace qbm;
using namespace qbm::backup;

/// Either a restore works, or a check refuses it before anything is touched: pg_restore is never the first to find out.
class TstConditions : public QObject {
    Q_OBJECT
    test::RestoreRunner m_run;

    bool worksOrIsRefused(const std::string& outcome) { return outcome.empty() || outcome.starts_with("refused"); }
    void dropAll()
    {
        m_run.sql("SELECT format('DROP DATABASE %I WITH (FORCE)', datname) FROM pg_database WHERE datname LIKE 'own%' "
                  "\\gexec");
    }

private Q_SLOTS:
    void initTestCase()
    {
        const std::string why = m_run.start("own");
        QVERIFY2(why.empty(), why.c_str());
        m_run.sql("CREATE ROLE boss LOGIN CREATEDB PASSWORD 'secret'");
    }

    void init() { dropAll(); }

    void ownerWithoutSuperuser_everyWay_worksOrIsRefused_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("named"); // in the refusal of the restore beside; empty: it works
        QTest::newRow("plain") << "" << "";
        QTest::newRow("trusted extension") << "CREATE EXTENSION citext; CREATE TABLE c (a citext); GRANT ALL ON c TO boss" << "";
        QTest::newRow("extension of superusers") << "CREATE EXTENSION pg_stat_statements" << "pg_stat_statements";
        QTest::newRow("comment on an extension") << "CREATE EXTENSION pg_trgm; COMMENT ON EXTENSION pg_trgm IS 'other'" << "";
        QTest::newRow("event trigger")
            << "CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER et ON "
               "ddl_command_end EXECUTE FUNCTION e()"
            << "event trigger et";
        QTest::newRow("table of another") << "CREATE TABLE other (a int); GRANT ALL ON other TO boss" << "";
        QTest::newRow("table of another with a key") << "CREATE TABLE other (a int PRIMARY KEY); GRANT ALL ON other TO boss" << "";
        QTest::newRow("internal function")
            << "CREATE FUNCTION cfun(int) RETURNS int AS 'int4up' LANGUAGE internal; GRANT EXECUTE ON FUNCTION cfun TO boss"
            << "cfun";
        QTest::newRow("leakproof function") << "CREATE FUNCTION leak() RETURNS int LANGUAGE sql LEAKPROOF AS 'SELECT 1'" << "leak";
        QTest::newRow("publication of all tables") << "CREATE PUBLICATION allp FOR ALL TABLES" << "allp";
        QTest::newRow("foreign server")
            << "CREATE EXTENSION postgres_fdw; CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw; CREATE USER MAPPING FOR "
               "boss SERVER s OPTIONS (user 'x', password 'geheim')"
            << "postgres_fdw";
        QTest::newRow("binary cast") << "CREATE CAST (bytea AS text) WITHOUT FUNCTION" << "bytea AS";
        QTest::newRow("operator class")
            << "CREATE OPERATOR CLASS opc FOR TYPE int4 USING btree AS OPERATOR 1 <, FUNCTION 1 btint4cmp(int, int)" << "opc";
        QTest::newRow("text search template") << "CREATE TEXT SEARCH TEMPLATE tst (LEXIZE = dsimple_lexize)" << "tst";
        QTest::newRow("setting of superusers") << "ALTER DATABASE own SET log_min_duration_statement = 5" << "";
        QTest::newRow("schema of another") << "CREATE SCHEMA sc; CREATE TABLE sc.t (a int); GRANT ALL ON SCHEMA sc TO boss; GRANT ALL ON sc.t TO boss" << "";
        QTest::newRow("materialized view of another")
            << "CREATE MATERIALIZED VIEW mv AS SELECT 1 AS a; GRANT ALL ON mv TO boss" << "";
    }
    void ownerWithoutSuperuser_everyWay_worksOrIsRefused()
    {
        QFETCH(QString, sql);
        QFETCH(QString, named);
        m_run.use("own");
        QBM_SAME(m_run.sql("CREATE DATABASE own OWNER boss TEMPLATE template0"), std::string());
        QBM_SAME(m_run.sql("SET ROLE boss; CREATE TABLE t (a int); INSERT INTO t VALUES (1); RESET ROLE; " + sql.toStdString(), "own"),
            std::string());
        m_run.user = "boss";
        QBM_SAME(m_run.backUp(), std::string());
        const std::string drill = m_run.drill();
        QVERIFY2(worksOrIsRefused(drill), drill.c_str());
        const std::string copied = m_run.restoreInto("own2");
        QVERIFY2(worksOrIsRefused(copied), copied.c_str());
        const std::string inPlace = m_run.restoreInPlace();
        QVERIFY2(worksOrIsRefused(inPlace), inPlace.c_str());
        const std::string beside = m_run.restore();
        QVERIFY2(worksOrIsRefused(beside), beside.c_str());
        QVERIFY2(named.isEmpty() ? beside.empty() : beside.find(named.toStdString()) != std::string::npos, beside.c_str());
        QCOMPARE(drill.empty(), beside.empty());
        QCOMPARE(copied.empty(), beside.empty());
        QBM_SAME(m_run.sql("SELECT a FROM t", "own"), std::string("1\n"));
        dropAll();
    }
    void tablespaceGone_isSaid_andTheDefaultTaken()
    {
        m_run.use("own");
        m_run.sql("DROP TABLESPACE IF EXISTS fast; SET allow_in_place_tablespaces = on; CREATE TABLESPACE fast LOCATION ''");
        QBM_SAME(m_run.sql("CREATE DATABASE own"), std::string());
        QBM_SAME(m_run.sql("CREATE TABLE t (a int PRIMARY KEY USING INDEX TABLESPACE fast) TABLESPACE fast; INSERT INTO t VALUES (1)", "own"),
            std::string());
        QBM_SAME(m_run.backUp(), std::string());
        QBM_SAME(m_run.sql("DROP TABLE t", "own"), std::string());
        QBM_SAME(m_run.sql("DROP TABLESPACE fast"), std::string());
        QBM_SAME(m_run.restore(), std::string());
        QVERIFY2(m_run.checks.find("fast") != std::string::npos, m_run.checks.c_str());
        QBM_SAME(m_run.sql("SELECT a FROM t", "own"), std::string("1\n"));
        QBM_SAME(m_run.restoreInPlace(), std::string());
        dropAll();
    }
    void noFreeConnections_isRefused()
    {
        m_run.use("own");
        m_run.sql("CREATE DATABASE own OWNER boss");
        m_run.sql("ALTER ROLE boss CONNECTION LIMIT 3");
        m_run.user = "boss";
        QBM_SAME(m_run.backUp(), std::string());
        const std::string outcome = m_run.restore();
        m_run.sql("ALTER ROLE boss CONNECTION LIMIT -1");
        QVERIFY2(outcome.starts_with("refused") && outcome.find("are free for boss") != std::string::npos, outcome.c_str());
        dropAll();
    }
    void standby_isRefused()
    {
        m_run.use("own");
        m_run.sql("CREATE DATABASE own");
        QBM_SAME(m_run.backUp(), std::string());
        QVERIFY(writeFileDurably(m_run.server->folder() / "data/standby.signal", "", 0666).has_value());
        std::filesystem::permissions(m_run.server->folder() / "data/standby.signal", std::filesystem::perms(0666));
        QVERIFY(m_run.server->restart().has_value());
        for (const std::string& outcome : {m_run.drill(), m_run.restore(), m_run.restoreInPlace(), m_run.restoreInto("own2")})
            QVERIFY2(outcome.starts_with("refused") && outcome.find("standby") != std::string::npos, outcome.c_str());
    }
};

QTEST_APPLESS_MAIN(TstConditions)
#include "tst_conditions.moc"
