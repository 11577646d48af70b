// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore_runner.h"

#include <QTest>

using namespace qbm;
using namespace qbm::backup;

/// Roles that are gone since a backup: only what names them stays behind, and it is named before.
class TstRoles : public QObject {
    Q_OBJECT
    test::RestoreRunner m_run;

    std::string rights(const std::string& database)
    {
        // An ACL that says no more than the defaults is the same as none.
        return m_run.sql(
            "SELECT relname, pg_get_userbyid(relowner), (SELECT string_agg(concat(grantor::regrole, '>', CASE grantee "
            "WHEN 0 THEN 'public' ELSE grantee::regrole::text END, ' ', privilege_type, is_grantable), ',' ORDER BY 1) FROM "
            "(SELECT DISTINCT * FROM aclexplode(coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::\"char\", "
            "relowner)))) a), (SELECT string_agg(attname || attacl::text, ',' ORDER BY attname) FROM pg_attribute WHERE "
            "attrelid = c.oid AND attacl <> '{}') FROM pg_class c WHERE relnamespace IN ('public'::regnamespace, "
            "'priv'::regnamespace) AND relkind IN ('r', 'S', 'm', 'v') ORDER BY relname;"
            "SELECT proname, pg_get_userbyid(proowner), proacl FROM pg_proc WHERE proname = 'secret';"
            "SELECT nspname, nspacl FROM pg_namespace WHERE nspname IN ('public', 'priv') ORDER BY 1",
            database);
    }
    void seed(const std::string& database)
    {
        m_run.use(database);
        QBM_SAME(m_run.sql("CREATE DATABASE " + database), std::string());
        QBM_SAME(m_run.sql(
                     "DROP ROLE IF EXISTS hr_app, intern, \"we;ird TO x\"; CREATE ROLE hr_app LOGIN PASSWORD 'secret'; "
                     "CREATE ROLE intern; CREATE ROLE \"we;ird TO x\"; CREATE TABLE people (i int PRIMARY KEY, n text); "
                     "INSERT INTO people VALUES (1, 'x'); GRANT SELECT ON people TO hr_app WITH GRANT OPTION; "
                     "GRANT SELECT ON people TO intern; SET ROLE hr_app; GRANT SELECT ON people TO \"we;ird TO x\"; RESET "
                     "ROLE; CREATE TABLE notes (id serial, i int); GRANT SELECT (i) ON notes TO intern, hr_app; CREATE SCHEMA priv; CREATE "
                     "TABLE priv.salary (i int); ALTER TABLE priv.salary OWNER TO hr_app; CREATE MATERIALIZED VIEW total "
                     "AS SELECT count(*) FROM people; ALTER MATERIALIZED VIEW total OWNER TO hr_app; REVOKE ALL ON SCHEMA public FROM PUBLIC; "
                     "GRANT USAGE ON SCHEMA public TO hr_app; CREATE FUNCTION secret() RETURNS int LANGUAGE sql SECURITY "
                     "DEFINER AS 'SELECT 42'; REVOKE EXECUTE ON FUNCTION secret() FROM PUBLIC",
                     database),
            std::string());
    }
    void dropRole(const std::string& role, const std::string& database)
    {
        QBM_SAME(m_run.sql("REASSIGN OWNED BY " + role + " TO postgres; DROP OWNED BY " + role, database), std::string());
        QBM_SAME(m_run.sql("DROP ROLE " + role), std::string());
    }
    void dropAll(const std::string& database)
    {
        m_run.sql("SELECT format('DROP DATABASE %I WITH (FORCE)', datname) FROM pg_database WHERE datname LIKE '"
            + database + "%' \\gexec");
    }

private Q_SLOTS:
    void initTestCase()
    {
        const std::string why = m_run.start("hr");
        QVERIFY2(why.empty(), why.c_str());
    }

    void init()
    {
        dropAll("hr");
        dropAll("pol");
    }

    void nothingMissing_everyWay_keepsOwnersAndGrants()
    {
        seed("hr");
        const std::string before = rights("hr");
        QBM_SAME(m_run.backUp(), std::string());
        QBM_SAME(m_run.restore(), std::string());
        QBM_SAME(rights("hr") + "was " + before, before + "was " + before);
        QBM_SAME(m_run.restoreInPlace(), std::string());
        QBM_SAME(rights("hr") + "was " + before, before + "was " + before);
        QBM_SAME(m_run.restoreInto("hr_copy"), std::string());
        QBM_SAME(rights("hr_copy"), before);
        QBM_SAME(m_run.checks, std::string());
        dropAll("hr");
    }
    void roleOfOneGrantGone_onlyThatGrantIsLeftOut_data()
    {
        QTest::addColumn<bool>("inPlace");
        QTest::newRow("beside") << false;
        QTest::newRow("in place") << true;
    }
    void roleOfOneGrantGone_onlyThatGrantIsLeftOut()
    {
        QFETCH(bool, inPlace);
        seed("hr");
        QBM_SAME(m_run.backUp(), std::string());
        dropRole("intern", "hr");
        const std::string without = rights("hr");
        QBM_SAME(inPlace ? m_run.restoreInPlace() : m_run.restore(), std::string());
        QBM_SAME(rights("hr") + "was " + without, without + "was " + without);
        QBM_SAME(m_run.sql("SELECT * FROM total", "hr"), std::string("1\n"));
        QVERIFY2(m_run.checks.find("intern") != std::string::npos, m_run.checks.c_str());
        QVERIFY2(m_run.checks.find("public.people") != std::string::npos, m_run.checks.c_str());
        QVERIFY2(m_run.checks.find("hr_app") == std::string::npos, m_run.checks.c_str());
        dropAll("hr");
    }
    void ownerGone_itsObjectsBelongToUs_theRestIsAsBefore()
    {
        seed("hr");
        QBM_SAME(m_run.backUp(), std::string());
        m_run.sql("GRANT SELECT ON people TO intern", "hr");
        dropRole("hr_app", "hr");
        QBM_SAME(m_run.drill(), std::string());
        QBM_SAME(m_run.restore(), std::string());
        QVERIFY2(m_run.checks.find("hr_app") != std::string::npos && m_run.checks.find("priv.salary") != std::string::npos,
            m_run.checks.c_str());
        QBM_SAME(m_run.sql("SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = 'priv.salary'::regclass; "
                           "SELECT has_table_privilege('intern', 'people', 'SELECT'); SELECT * FROM total",
                     "hr"),
            std::string("postgres\nt\n1\n"));
        QBM_SAME(m_run.restoreInPlace(), std::string());
        QBM_SAME(m_run.sql("SELECT has_table_privilege('intern', 'people', 'SELECT')", "hr"), std::string("t\n"));
        dropAll("hr");
    }
    void policiesMappingsAndDefaults_roleGone_areLeftOutByName()
    {
        m_run.use("pol");
        m_run.sql("CREATE DATABASE pol; CREATE ROLE polrole; CREATE ROLE stays");
        QBM_SAME(
            m_run.sql("CREATE EXTENSION postgres_fdw; CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw; CREATE USER "
                      "MAPPING FOR polrole SERVER s OPTIONS (password 'x'); CREATE USER MAPPING FOR stays SERVER s; "
                      "CREATE TABLE t (i int); INSERT INTO t VALUES (1); ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE "
                      "POLICY only_it ON t TO polrole USING (true); CREATE POLICY \"both\" ON t AS RESTRICTIVE FOR SELECT TO "
                      "polrole, stays USING (i > 0); ALTER DEFAULT PRIVILEGES FOR ROLE polrole GRANT SELECT ON TABLES TO "
                      "stays; ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO polrole, stays",
                      "pol"),
            std::string());
        QBM_SAME(m_run.backUp(), std::string());
        QBM_SAME(m_run.sql("DROP OWNED BY polrole; DROP USER MAPPING IF EXISTS FOR polrole SERVER s; DROP ROLE polrole", "pol"),
            std::string());
        const char* facts = "SELECT polname, (SELECT string_agg(rolname, ',') FROM pg_roles WHERE oid = ANY (polroles)), "
                            "polpermissive FROM pg_policy; SELECT usename FROM pg_user_mappings; SELECT defaclacl FROM "
                            "pg_default_acl";
        QBM_SAME(m_run.restore(), std::string());
        QBM_SAME(m_run.sql(facts, "pol"), std::string("both|stays|f\nstays\n{postgres=arwdDxt/postgres,stays=r/postgres}\n"));
        for (const char* name : {"only_it", "both", "polrole", "USER MAPPING"})
            QVERIFY2(m_run.checks.find(name) != std::string::npos, m_run.checks.c_str());
        QBM_SAME(m_run.restoreInPlace(), std::string());
        QBM_SAME(m_run.sql("SELECT polname FROM pg_policy; SELECT usename FROM pg_user_mappings", "pol"),
            std::string("both\nstays\n"));
        dropAll("pol");
    }
};

QTEST_APPLESS_MAIN(TstRoles)
#include "tst_roles.moc"
