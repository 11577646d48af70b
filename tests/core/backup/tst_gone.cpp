// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/fetch_database_entry.h"
#include "core/backup/keep/alarms.h"
#include "core/backup/ours.h"
#include "core/backup/restore/sessions.h"
#include "core/operation/journal.h"
#include "restore_runner.h"

#include <QTest>
#include <stdexcept>

using namespace qbm;
using namespace qbm::backup;

/// The disaster that a backup is for: the live database is not there any more.
class TstGone : public QObject {
    Q_OBJECT
    test::RestoreRunner m_run;
    static constexpr const char* kRows = "SELECT count(*), pg_get_userbyid(relowner) FROM t, pg_class WHERE relname = 't' GROUP BY 2";

    bool exists(const std::string& database)
    {
        return m_run.sql("SELECT count(*) FROM pg_database WHERE datname = '" + database + "'") == "1\n";
    }
    void dropGone() { QBM_SAME(m_run.sql("DROP DATABASE IF EXISTS gone WITH (FORCE)"), std::string()); }

private Q_SLOTS:
    void initTestCase()
    {
        const std::string why = m_run.start("gone");
        QVERIFY2(why.empty(), why.c_str());
        m_run.sql("CREATE ROLE boss; CREATE DATABASE gone OWNER boss CONNECTION LIMIT 9; REVOKE CONNECT ON DATABASE gone FROM PUBLIC");
        m_run.sql("CREATE TABLE t AS SELECT g FROM generate_series(1, 100) g; ALTER TABLE t OWNER TO boss", "gone");
        QBM_SAME(m_run.backUp(), std::string());
    }
    void init()
    {
        dropGone();
        m_run.sql("DROP DATABASE IF EXISTS gone_before_20260101_000000; DROP DATABASE IF EXISTS gone_before_20260101_000001");
    }

    void restoreBeside_goneDatabase_isThereAgain()
    {
        QBM_SAME(m_run.restore(), std::string());
        QVERIFY2(m_run.checks.find("made anew") != std::string::npos, m_run.checks.c_str());
        QBM_SAME(m_run.sql(kRows, "gone"), std::string("100|boss\n"));
        QBM_SAME(m_run.sql("SELECT pg_get_userbyid(datdba), datconnlimit, datacl FROM pg_database WHERE datname = 'gone'"),
            std::string("boss|9|{=T/boss,boss=CTc/boss}\n"));
        QBM_SAME(m_run.sql("SELECT count(*) FROM pg_database WHERE datname LIKE 'gone%'"), std::string("1\n"));
    }
    void restoreInPlace_goneDatabase_isThereAgain()
    {
        QBM_SAME(m_run.restoreInPlace(), std::string());
        QBM_SAME(m_run.sql(kRows, "gone"), std::string("100|boss\n"));
        QBM_SAME(m_run.sql("SELECT pg_get_userbyid(datdba), datconnlimit FROM pg_database WHERE datname = 'gone'"),
            std::string("boss|9\n"));
    }
    void restoreElsewhere_ownNameAndAnother_areMade()
    {
        QBM_SAME(m_run.restoreInto("gone2"), std::string());
        QBM_SAME(m_run.sql(kRows, "gone2"), std::string("100|boss\n"));
        QBM_SAME(m_run.restoreInto("gone"), std::string());
        QBM_SAME(m_run.sql("SELECT datconnlimit FROM pg_database WHERE datname = 'gone'"), std::string("9\n"));
        QVERIFY(m_run.restoreInto("gone").starts_with("refused"));
        m_run.sql("DROP DATABASE gone2");
    }
    void alarm_goneDatabase_isFoundWhileTheServerAnswers()
    {
        const auto alarms = [&] {
            AlarmFacts facts = fetchAlarmFacts(m_run.environment(), m_run.task).value();
            facts.backups = listBackups(m_run.environment(), m_run.task).value();
            return findAlarms(facts);
        };
        auto found = alarms();
        QCOMPARE(found.size(), std::size_t(1));
        QVERIFY(found[0].kind == BackupAlarm::Kind::DatabaseMissing);
        QVERIFY(found[0].sentence.english().find("has no database gone") != std::string::npos);
        // The same program sees at once that it is there again.
        const BackupEnvironment environment = m_run.environment();
        QVERIFY(fetchAlarmFacts(environment, m_run.task)->databaseExists == false);
        m_run.sql("CREATE DATABASE gone");
        QVERIFY(fetchAlarmFacts(environment, m_run.task)->databaseExists == true);
        QVERIFY(alarms().empty());
        BackupEnvironment away = m_run.environment();
        away.identity = std::make_shared<ServerIdentity>(
            Origin{{}, "db", 5432, "gone"},
            [](TaskContext&) -> Result<postgres::Client> { return fail(ErrorKind::Unreachable, "down"); },
            std::filesystem::path());
        const AlarmFacts silent = fetchAlarmFacts(away, m_run.task).value();
        QVERIFY(silent.serverNamed && !silent.databaseExists);
    }
    void drill_goneDatabase_works() { QBM_SAME(m_run.drill(), std::string()); }
    void everyPoint_killedThere_isContinuedOrTakenBack()
    {
        // A journal point that fails stands for a process that ends there.
        for (const RestoreWay way : {RestoreWay::Side, RestoreWay::InPlace}) {
            for (const bool resume : {true, false}) {
                for (int last = 2; last < 60; last += 3) {
                    dropGone();
                    int points = 0;
                    auto engine = m_run.world.engine([&](std::string_view) {
                        if (++points == last)
                            throw std::runtime_error("killed");
                    });
                    auto made = makeRestoreOperation(m_run.environment(), "LATEST", {.way = way}, m_run.task).value();
                    bool killed = false;
                    try {
                        (void)engine.run(*made, "test", m_run.task);
                    } catch (const std::runtime_error&) {
                        killed = true;
                    }
                    if (!killed)
                        break;
                    auto next = m_run.world.engine();
                    const auto record = next.find("LATEST");
                    QVERIFY(record.has_value());
                    auto again = remakeRestoreOperation(m_run.environment(), record->parameters).value();
                    const auto outcome = resume ? next.resume(record->id, *again, m_run.task)
                                                : next.undo(record->id, *again, m_run.task);
                    QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().english().c_str());
                    const std::string where = std::to_string(last) + (resume ? " resumed " : " undone ")
                        + (outcome->record.error ? outcome->record.error->english() + outcome->record.error->detail : "");
                    QVERIFY2(exists("gone") == resume, where.c_str());
                    if (resume)
                        QBM_SAME(m_run.sql(kRows, "gone"), std::string("100|boss\n"));
                    QBM_SAME(m_run.sql("SELECT count(*) FROM pg_database WHERE datname LIKE 'gone\\_%'"),
                        std::string("0\n"));
                }
            }
        }
    }
    void swapBack_goneDatabase_saysWhatIsTrueThen()
    {
        m_run.sql("CREATE DATABASE gone_before_20260101_000000; CREATE DATABASE gone_before_20260101_000001");
        const auto made = makeSwapBackOperation(m_run.environment(), "gone_before_20260101_000001", {}, m_run.task).value();
        const operation::Plan plan = made->plan(m_run.task).value();
        QVERIFY2(plan.consequence.english().starts_with("There is a database gone again"), plan.consequence.english().c_str());
        QBM_SAME(plan.undo.english(),
            std::string("Nothing is set aside, as there is no live database; rename it to gone_before_20260101_000001 to undo "
                        "this."));
        QVERIFY(!plan.destructive);
        std::string reasons;
        const std::vector<operation::Check> checks = made->check(m_run.task).value();
        for (const operation::Check& check : checks)
            reasons += check.reason.english() + "\n";
        QVERIFY2(reasons.find("the kept one takes it") != std::string::npos && reasons.find("anew") == std::string::npos,
            reasons.c_str());
        for (const operation::Step& step : made->steps())
            QVERIFY2(step.title.english().find("two databases") == std::string::npos, step.title.english().c_str());
        // And the alarm leads there.
        AlarmFacts facts = fetchAlarmFacts(m_run.environment(), m_run.task).value();
        QCOMPARE(facts.keptDatabases,
            (std::vector<std::string>{"gone_before_20260101_000001", "gone_before_20260101_000000"}));
        QVERIFY(findAlarms(facts)[0].sentence.english().find("swap-back gone_before_20260101_000001") != std::string::npos);
    }
    void swapBack_goneDatabase_takesTheKeptOne()
    {
        m_run.sql("CREATE DATABASE gone_before_20260101_000000");
        QBM_SAME(m_run.run(makeSwapBackOperation(m_run.environment(), "gone_before_20260101_000000", {}, m_run.task)),
            std::string());
        QVERIFY(exists("gone"));
        QVERIFY(!exists("gone_before_20260101_000000"));
    }
    void keptDatabases_goneDatabase_areListedAndDropped()
    {
        m_run.sql("CREATE DATABASE gone_before_20260101_000001");
        auto client = connectToMaintenance(m_run.world.settings(), m_run.task).value();
        QCOMPARE(fetchSideDatabases(client, "gone", m_run.task)->size(), std::size_t(1));
        QVERIFY(fetchHolders(m_run.environment(), m_run.task)->empty());
        auto environment = m_run.environment();
        environment.databasesOfUnfinishedOperations
            = []() -> Result<std::vector<std::string>> { return std::vector<std::string>(); };
        QBM_SAME(m_run.run(makeDropSideOperation(environment, "gone_before_20260101_000001", m_run.task)), std::string());
    }
    void newServer_missingRoles_areNamedOrMade()
    {
        test::RestoreRunner other;
        QBM_SAME(other.start("gone"), std::string());
        std::filesystem::copy(m_run.world.backups(), other.world.backups());
        QBM_SAME(other.restore(), std::string());
        QVERIFY2(other.checks.find("boss") != std::string::npos, other.checks.c_str());
        QBM_SAME(other.sql(kRows, "gone"), std::string("100|postgres\n"));
        other.sql("DROP DATABASE gone");
        QBM_SAME(other.restore({.makeRoles = true}), std::string());
        QVERIFY2(other.checks.find("boss") == std::string::npos, other.checks.c_str());
        QBM_SAME(other.sql(kRows, "gone"), std::string("100|boss\n"));
        QBM_SAME(other.sql("SELECT rolcanlogin FROM pg_roles WHERE rolname = 'boss'"), std::string("f\n"));
    }
    void olderRecord_withoutEntry_isRestoredWithAWarning()
    {
        const Backup backup = Catalogue(m_run.world.backups()).list(m_run.task)->front();
        Sidecar sidecar = *backup.sidecar;
        sidecar.entry.reset();
        QVERIFY(writeSidecar(backup.file, sidecar).has_value());
        QBM_SAME(m_run.restore(), std::string());
        QVERIFY2(m_run.checks.find("older one") != std::string::npos, m_run.checks.c_str());
        QBM_SAME(m_run.sql(kRows, "gone"), std::string("100|boss\n"));
    }
};

QTEST_APPLESS_MAIN(TstGone)
#include "tst_gone.moc"
