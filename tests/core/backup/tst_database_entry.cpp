// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/fetch_database_entry.h"
#include "core/backup/restore/create_database.h"
#include "restore_runner.h"

#include <QTest>
#include <nlohmann/json.hpp>

using namespace qbm;
using namespace qbm::backup;

/// The restored database is the same database: everything that no dump of it holds.
class TstDatabaseEntry : public QObject {
    Q_OBJECT
    test::RestoreRunner m_run;

    DatabaseEntry entry(const std::string& database)
    {
        auto settings = m_run.world.settings(AccessMode::ReadOnly);
        settings.database = "postgres";
        auto client = postgres::Client::connect(settings, m_run.task).value();
        return fetchDatabaseEntry(client, database, m_run.task).value();
    }
    static std::string differences(const DatabaseEntry& wanted, const DatabaseEntry& found)
    {
        std::string out;
        for (const Text& difference : compareEntries(wanted, found))
            out += difference.english() + "\n";
        return out + (toJson(wanted) == toJson(found) ? "" : toJson(found).dump());
    }

private Q_SLOTS:
    void initTestCase()
    {
        const std::string why
            = m_run.start("shop", {.settings = {}, .initdb = {"--locale-provider=icu", "--icu-locale=en-US"}});
        QVERIFY2(why.empty(), why.c_str());
    }

    void libcDatabase_onIcuCluster_staysLibc()
    {
        QBM_SAME(m_run.sql("CREATE DATABASE shop TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C' ENCODING 'UTF8'"),
            std::string());
        m_run.sql("CREATE TABLE w (t text PRIMARY KEY); INSERT INTO w VALUES ('a'), ('B'), ('c'), ('_x'), ('é'), ('Z')",
            "shop");
        const DatabaseEntry before = entry("shop");
        QCOMPARE(before.provider, 'c');
        const char* order = "SELECT string_agg(t, ' ' ORDER BY t) FROM w";
        const std::string sorted = m_run.sql(order, "shop");
        QBM_SAME(m_run.backUp(), std::string());
        QBM_SAME(m_run.drill(), std::string());
        QBM_SAME(m_run.restoreInto("shop copy"), std::string());
        QCOMPARE(entry("shop copy").provider, 'c');
        QBM_SAME(m_run.restore(), std::string());
        QBM_SAME(m_run.sql(order, "shop"), sorted);
        QBM_SAME(differences(before, entry("shop")), std::string());
    }
    void icuDatabase_keepsItsLocale()
    {
        m_run.use("icu é \"db\"");
        QBM_SAME(m_run.sql("CREATE DATABASE \"icu é \"\"db\"\"\" TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'de-AT' "
                           "LOCALE 'C' ENCODING 'UTF8'"),
            std::string());
        const DatabaseEntry before = entry(m_run.world.database);
        QCOMPARE(before.locale, std::string("de-AT"));
        QBM_SAME(m_run.backUp(), std::string());
        QBM_SAME(m_run.restore(), std::string());
        QBM_SAME(differences(before, entry(m_run.world.database)), std::string());
    }
    void closedDatabase_staysClosed()
    {
        m_run.use("vault");
        m_run.sql("CREATE DATABASE vault; CREATE ROLE clerk LOGIN PASSWORD 'secret'; "
                  "REVOKE ALL ON DATABASE vault FROM PUBLIC; REVOKE ALL ON DATABASE vault FROM postgres");
        const DatabaseEntry before = entry("vault");
        QVERIFY(!before.defaultGrants && before.grants.empty());
        QBM_SAME(m_run.backUp(), std::string());
        QBM_SAME(m_run.restore(), std::string());
        QBM_SAME(differences(before, entry("vault")), std::string());
    }
    void everythingOfAnEntry_comesBack_alsoOnTheRecordAlone()
    {
        const std::string name(63, 'n');
        m_run.use(name);
        const std::string made = m_run.sql(
            "CREATE ROLE \"own \"\"er\"; CREATE ROLE lead; CREATE ROLE second; CREATE ROLE third; CREATE DATABASE " + name
            + " OWNER \"own \"\"er\" CONNECTION LIMIT 1; REVOKE ALL ON DATABASE " + name + " FROM PUBLIC; GRANT CONNECT ON DATABASE "
            + name + " TO lead WITH GRANT OPTION; SET ROLE lead; GRANT CONNECT ON DATABASE " + name
            + " TO second WITH GRANT OPTION; SET ROLE second; GRANT CONNECT ON DATABASE " + name
            + " TO third; RESET ROLE; ALTER DATABASE " + name + " SET search_path TO \"odd schema\", public; ALTER DATABASE "
            + name + " SET log_min_duration_statement TO 77; ALTER DATABASE " + name
            + " SET \"app.tenant\" TO 'it''s'; ALTER DATABASE " + name
            + " SET default_transaction_read_only TO off; ALTER ROLE third IN DATABASE " + name
            + " SET statement_timeout TO '5min'; COMMENT ON DATABASE " + name
            + " IS 'the \"live\" one''s'; ALTER DATABASE " + name + " IS_TEMPLATE true");
        QCOMPARE(made, std::string());
        const DatabaseEntry before = entry(name);
        QCOMPARE(before.grants.size(), std::size_t(6));
        QVERIFY(before.isTemplate && before.connectionLimit == 1);
        QBM_SAME(m_run.backUp(), std::string());
        const auto recorded = Catalogue(m_run.world.backups()).list(m_run.task)->front().sidecar->entry;
        QVERIFY(recorded.has_value());
        QBM_SAME(differences(before, *recorded), std::string());
        QBM_SAME(m_run.restore(), std::string());
        QBM_SAME(differences(before, entry(name)), std::string());
        QBM_SAME(m_run.sql("ALTER DATABASE " + name + " IS_TEMPLATE false; DROP DATABASE " + name + " WITH (FORCE)"),
            std::string());
        QBM_SAME(m_run.restore(), std::string());
        QBM_SAME(differences(before, entry(name)), std::string());
    }
    void createDatabase_olderServers_nameNoProvider()
    {
        // What is made of an entry is planned by the version: no clause that the server does not know.
        TargetServer old;
        old.major = 14;
        old.user = "postgres";
        old.superuser = true;
        old.roles = {"postgres"};
        WantedEntry wanted;
        wanted.entry.owner = "postgres";
        wanted.entry.provider = 'i';
        wanted.entry.locale = "en-US";
        const PlannedEntry planned = planEntry(wanted, old);
        QCOMPARE(planned.differences.size(), std::size_t(1));
        QCOMPARE(planned.differences[0].verdict, operation::Verdict::Fail);
    }
    void plan_roleWithoutRights_saysWhatStaysBehind()
    {
        TargetServer server;
        server.major = 15;
        server.user = "me";
        server.roles = {"me", "boss", "lead"};
        server.actsAs = {"me"};
        server.settings = {"work_mem", "search_path"};
        WantedEntry wanted;
        wanted.entry.owner = "boss";
        wanted.entry.tablespace = "fast";
        wanted.entry.settings = {{"", "work_mem", "1MB"}, {"", "log_min_duration_statement", "5"}, {"lead", "work_mem", "2MB"},
            {"gone", "work_mem", "3MB"}};
        wanted.entry.defaultGrants = false;
        wanted.entry.grants = {{"lead", "gone", "CONNECT", false}, {"boss", "lead", "CONNECT", true}};
        wanted.entry.labels = {{"selinux", "x"}};
        const PlannedEntry planned = planEntry(wanted, server);
        std::string said;
        for (const operation::Check& difference : planned.differences)
            said += difference.reason.english() + "\n";
        for (const char* name : {"boss", "fast", "log_min_duration_statement", "lead", "gone", "selinux"})
            QVERIFY2(said.find(name) != std::string::npos, said.c_str());
        QCOMPARE(planned.entry.owner, std::string("me"));
        QCOMPARE(planned.entry.settings.size(), std::size_t(1));
        QCOMPARE(planned.entry.grants.size(), std::size_t(1));
        QCOMPARE(planned.entry.grants[0].grantor, std::string("me"));
    }
};

QTEST_APPLESS_MAIN(TstDatabaseEntry)
#include "tst_database_entry.moc"
