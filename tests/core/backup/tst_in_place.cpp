// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/in_place_checks.h"
#include "core/operation/journal.h"
#include "restore_runner.h"

#include <QTest>

using namespace qbm;
using namespace qbm::backup;
using operation::RecordState;

/// What a database does by itself while it is replaced in one transaction: event triggers that act at each statement, and
/// conditions that look at other tables.
class TstInPlace : public QObject {
    Q_OBJECT
    test::RestoreRunner m_run;
    static constexpr const char* kAudit
        = "CREATE TABLE audit (n serial, tag text); CREATE TABLE t (a int PRIMARY KEY); INSERT INTO t VALUES (1), (2); "
          "CREATE MATERIALIZED VIEW mv AS SELECT count(*) FROM t; "
          "CREATE FUNCTION note() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.audit (tag) VALUES "
          "(tg_tag); END $$; CREATE EVENT TRIGGER noting ON ddl_command_end EXECUTE FUNCTION note();";
    static constexpr const char* kAuditState
        = "SELECT count(*), (SELECT string_agg(evtname || evtenabled::text, ',' ORDER BY evtname) FROM pg_event_trigger), "
          "(SELECT count FROM mv) FROM audit";

    void makeDatabase(const std::string& statements)
    {
        QBM_SAME(m_run.sql("DROP DATABASE IF EXISTS inside WITH (FORCE)"), std::string());
        QBM_SAME(m_run.sql("CREATE DATABASE inside OWNER boss TEMPLATE template0"), std::string());
        m_run.use("inside");
        QBM_SAME(m_run.sql(statements, "inside"), std::string());
    }

private Q_SLOTS:
    void initTestCase()
    {
        const std::string why = m_run.start("inside");
        QVERIFY2(why.empty(), why.c_str());
        m_run.sql("CREATE ROLE boss LOGIN CREATEDB PASSWORD 'secret'");
    }

    void eventTriggerThatWrites_bothWays_rowsAreAsInTheBackup_data()
    {
        QTest::addColumn<QString>("fires");
        QTest::addColumn<RestoreWay>("way");
        for (const char* fires : {"ENABLE ALWAYS", "ENABLE REPLICA", "ENABLE"}) {
            QTest::addRow("%s, in place", fires) << fires << RestoreWay::InPlace;
            QTest::addRow("%s, beside", fires) << fires << RestoreWay::Side;
        }
    }
    void eventTriggerThatWrites_bothWays_rowsAreAsInTheBackup()
    {
        QFETCH(QString, fires);
        QFETCH(RestoreWay, way);
        // An owner who is a member of the role that is missing: something is left for after the load, too.
        makeDatabase(std::string(kAudit) + "ALTER EVENT TRIGGER noting " + fires.toStdString()
            + "; ALTER TABLE t OWNER TO boss; GRANT SELECT ON t TO boss WITH GRANT OPTION;");
        const std::string before = m_run.sql(kAuditState, "inside");
        QVERIFY2(!before.starts_with("failed"), before.c_str());
        QBM_SAME(m_run.backUp(), std::string());
        QBM_SAME(m_run.sql("INSERT INTO t VALUES (3); CREATE TABLE later (a int); REFRESH MATERIALIZED VIEW mv", "inside"),
            std::string());
        const std::string changed = m_run.sql(kAuditState, "inside");
        QVERIFY2(changed != before, (before + changed).c_str());
        QBM_SAME(m_run.restore({.way = way}), std::string());
        QBM_SAME(m_run.sql(kAuditState, "inside"), before);
        m_run.sql("SET session_replication_role = replica; CREATE TABLE one_more (a int)", "inside");
        const bool firesThen = fires != "ENABLE"; // as it did before the restore
        QCOMPARE(m_run.sql(kAuditState, "inside") != before, firesThen);
    }
    /// What the backup does not know stays, and fires again afterwards.
    void eventTriggerNewerThanTheBackup_staysAsItWas()
    {
        makeDatabase("CREATE TABLE t (a int); INSERT INTO t VALUES (1);");
        QBM_SAME(m_run.backUp(), std::string());
        m_run.sql(std::string("DROP TABLE t; ") + kAudit + "ALTER EVENT TRIGGER noting ENABLE ALWAYS; CREATE EVENT TRIGGER "
                  "\"other one\" ON sql_drop EXECUTE FUNCTION note(); ALTER EVENT TRIGGER \"other one\" ENABLE REPLICA; "
                  "DROP MATERIALIZED VIEW mv",
            "inside");
        const char* const state = "SELECT count(*), (SELECT string_agg(evtname || evtenabled::text, ',' ORDER BY evtname) FROM "
                                  "pg_event_trigger) FROM audit";
        const std::string before = m_run.sql(state, "inside");
        QVERIFY2(!before.starts_with("failed"), before.c_str());
        QBM_SAME(m_run.restoreInPlace(), std::string());
        QBM_SAME(m_run.sql(state, "inside"), before);
        QBM_SAME(m_run.sql("SELECT a FROM t", "inside"), std::string("1\n"));
    }
    /// Whoever cannot let them rest could not bring them back with the safety dump either.
    void eventTrigger_noSuperuser_isNotBegun()
    {
        makeDatabase("SET ROLE boss; CREATE TABLE t (a int); RESET ROLE;");
        m_run.user = "boss";
        QBM_SAME(m_run.backUp(), std::string());
        m_run.sql("CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER watching "
                  "ON ddl_command_end EXECUTE FUNCTION e()",
            "inside");
        const std::string refused = m_run.restoreInPlace();
        QVERIFY2(refused.starts_with("refused") && refused.find("watching") != std::string::npos, refused.c_str());
        QBM_SAME(m_run.restore(), std::string());
    }
    void conditionThatReadsAnotherTable_isWarnedOfAndTakenBack()
    {
        // In the archive's order the table that the condition reads comes last.
        makeDatabase("CREATE TABLE zz (a int); INSERT INTO zz VALUES (1); CREATE FUNCTION \"Known\"(int) RETURNS boolean "
                     "LANGUAGE plpgsql AS $$ DECLARE n int; BEGIN EXECUTE format('SELECT count(*) FROM public.%I WHERE a = %s', 'z' || "
                     "'z', $1) INTO n; IF n = 0 THEN RAISE 'not known: "
                     "%', $1; END IF; RETURN true; END $$; CREATE TABLE aa (a int CHECK (\"Known\"(a)), b text CHECK (b <> "
                     "'x(' )); INSERT INTO aa VALUES (1, 'y');");
        QBM_SAME(m_run.backUp(), std::string());
        m_run.sql("INSERT INTO aa VALUES (1, 'later')", "inside");
        auto environment = m_run.environment();
        environment.deployments = {"backend"};
        const test::FileWorkload workload(m_run.world.workloadFile());
        workload.setCounts({{"backend", 3}});
        const std::string outcome
            = m_run.run(makeRestoreOperation(environment, "LATEST", {.way = RestoreWay::InPlace}, m_run.task));
        QVERIFY2(m_run.checks.find("public.aa (public.Known)") != std::string::npos, m_run.checks.c_str());
        QVERIFY2(outcome.find("not known") != std::string::npos, outcome.c_str());
        QCOMPARE(workload.counts().at("backend"), 3);
        QBM_SAME(m_run.sql("SELECT count(*) FROM aa", "inside"), std::string("2\n"));
        QCOMPARE(m_run.world.engine().find("LATEST")->state, RecordState::Undone);
    }
    void conditions_ofAnArchive_onlyDoubtfulOnesAreNamed()
    {
        const ArchiveItem pure{.kind = "FUNCTION", .schema = "public", .name = "pure(integer)",
            .definition = "CREATE FUNCTION public.pure(integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ select $1 > 0 $$;"};
        const ArchiveItem lying{.kind = "FUNCTION", .schema = "public", .name = "lying(integer)",
            .definition = "CREATE FUNCTION public.lying(integer) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$ begin "
                          "execute 'select FROM public.t'; return true; end $$;"};
        const ArchiveItem seen{.kind = "FUNCTION", .schema = "public", .name = "seen(integer)",
            .definition = "CREATE FUNCTION public.seen(integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ select exists "
                          "(select FROM public.t) $$;"};
        const auto table = [](const std::string& definition) {
            return ArchiveItem{.kind = "TABLE", .schema = "s", .name = "x", .definition = definition};
        };
        const auto named = [&](const std::string& definition) {
            std::string out;
            for (const std::string& each : doubtfulConditions({pure, lying, seen, table(definition)}))
                out += each;
            return out;
        };
        QBM_SAME(named("CREATE TABLE s.x (a integer, CONSTRAINT c CHECK (public.pure(a)));"), std::string());
        QBM_SAME(named("CREATE TABLE s.x (a integer, CONSTRAINT c CHECK (public.seen(a)));"), std::string()); // has its order
        QBM_SAME(named("CREATE TABLE s.x (a integer DEFAULT public.lying(1), CONSTRAINT c CHECK ((a > 0)));"), std::string());
        QBM_SAME(named("CREATE TABLE s.x (a text, CONSTRAINT c CHECK ((a <> 'public.lying(1)'::text)));"), std::string());
        QBM_SAME(named("CREATE TABLE s.x (a integer, CONSTRAINT c CHECK ((a > 0)), CONSTRAINT d CHECK ((\"public\".\"lying\"(a))));"),
            std::string("s.x (public.lying)"));
    }
};

QTEST_APPLESS_MAIN(TstInPlace)
#include "tst_in_place.moc"
