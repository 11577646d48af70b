// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/dump/backup_operation.h"
#include "core/backup/dump/dump.h"
#include "core/backup/dump/dump_job.h"
#include "core/backup/restore/database_restore.h"
#include "core/postgres/table_locks.h"
#include "dump_fixture.h"
#include "restore_fixture.h"

#include <QTest>
#include <algorithm>

using namespace qbm;
using namespace qbm::backup;
using namespace std::chrono_literals;

/// Somebody has locked a table for himself: what only looks does not wait for him, what has to wait says for whom.
class TstLocks : public QObject {
    Q_OBJECT
    test::RestoreFixture m_fixture;

    /// A session that locks a table until it is dropped.
    postgres::Client lock(const std::string& table, const std::string& database = {})
    {
        auto settings = m_fixture.world.settings();
        settings.applicationName = "importer";
        if (!database.empty())
            settings.database = database;
        auto client = postgres::Client::connect(std::move(settings), m_fixture.task).value();
        (void)client.exec("BEGIN", m_fixture.task);
        (void)client.exec("LOCK TABLE " + table, m_fixture.task);
        return client;
    }
    static std::string holder(const postgres::Client& client, const std::string& table)
    {
        return "session " + std::to_string(client.backendPid()) + " (importer, user postgres, idle in transaction) holds "
            "ACCESS EXCLUSIVE on " + table + ", in a transaction since 20";
    }
    static void expectIn(const std::string& part, const std::string& whole)
    {
        QVERIFY2(whole.find(part) != std::string::npos, (part + "\nis not in\n" + whole).c_str());
    }
    static std::string inWords(const operation::Plan& plan)
    {
        std::string out;
        for (const operation::PlanLine& line : plan.lines)
            out += line.what.english() + " " + line.change.english() + "\n";
        return out;
    }
    static std::string warnings(const std::vector<operation::Check>& checks)
    {
        std::string out;
        for (const operation::Check& check : checks)
            out += check.verdict == operation::Verdict::Warning
                ? check.question.english() + ": " + check.reason.english() + "\n"
                : "";
        return out;
    }

private Q_SLOTS:
    void initTestCase()
    {
        test::PostgresServerOptions options;
        options.settings.emplace_back("max_prepared_transactions=2");
        QCOMPARE(m_fixture.start(options), std::string());
    }
    void init() { QCOMPARE(m_fixture.reset(), std::string()); }

    void restorePlan_tableIsLocked_comesAtOnceAndSaysByWhom_data()
    {
        QTest::addColumn<bool>("side");
        QTest::addColumn<bool>("analyzed");
        QTest::newRow("side") << true << true;
        QTest::newRow("in place") << false << true;
        QTest::newRow("in place, never analyzed") << false << false;
    }
    void restorePlan_tableIsLocked_comesAtOnceAndSaysByWhom()
    {
        QFETCH(bool, side);
        QFETCH(bool, analyzed);
        QCOMPARE(m_fixture.ask(analyzed ? "ANALYZE model" : "UPDATE pg_class SET reltuples = -1 WHERE relname = 'model'"),
            std::string());
        const std::string rows = m_fixture.ask("SELECT count(*) FROM model");
        const auto importer = lock("model");
        const auto operation = m_fixture.makeRestore(
            m_fixture.world.environment(), {.way = side ? RestoreWay::Side : RestoreWay::InPlace});
        const auto begun = std::chrono::steady_clock::now();
        const auto plan = operation->plan(m_fixture.task);
        QVERIFY2(plan.has_value(), plan ? "" : (plan.error().english() + plan.error().detail).c_str());
        QVERIFY(std::chrono::steady_clock::now() - begun < 5s);
        const std::string now = analyzed ? "about " + rows.substr(0, rows.find('\n')) : "–";
        expectIn("table public.model " + now + " rows now, 50 in the backup; its rows cannot be counted now: "
                + holder(importer, "public.model"),
            inWords(*plan));
        const auto checks = operation->check(m_fixture.task);
        QVERIFY2(checks.has_value(), checks ? "" : checks.error().english().c_str());
        if (!side) {
            expectIn("Every table of qbm_ai_system can be read: The dump waits for a lock", warnings(*checks));
            expectIn(holder(importer, "public.model"), warnings(*checks));
            expectIn("SELECT pg_terminate_backend(" + std::to_string(importer.backendPid()) + ")", warnings(*checks));
        }
    }
    void locks_ofEveryKind_areFound()
    {
        QVERIFY(m_fixture.server().sql("CREATE TABLE ours (a int PRIMARY KEY, b text); CREATE TABLE busy (a int);").has_value());
        auto client = postgres::Client::connect(m_fixture.world.settings(), m_fixture.task).value();
        const auto locks = [&](const std::string& program = {}) {
            return postgres::fetchExclusiveLocks(client, program, m_fixture.task).value();
        };
        QVERIFY(locks().empty());
        {
            const auto importer = lock("ours");
            QCOMPARE(locks().size(), std::size_t(1));
            QVERIFY(locks("pg_dump").empty()); // it keeps nobody waiting
        }
        QVERIFY(m_fixture.server().sql("BEGIN; LOCK TABLE ours; PREPARE TRANSACTION 'left ''over';").has_value());
        QCOMPARE(locks().size(), std::size_t(1));
        expectIn("the prepared transaction 'left ''over' of user postgres holds ACCESS EXCLUSIVE on public.ours",
            postgres::describe(locks().front()).english());
        expectIn("ROLLBACK PREPARED 'left ''over'", postgres::advice(locks().front()).english());
        QCOMPARE(m_fixture.ask("ROLLBACK PREPARED 'left ''over'"), std::string());
        const auto index = lock("busy");
        auto waiting = postgres::Client::connect(m_fixture.world.settings(), m_fixture.task).value();
        std::stop_source stop;
        std::jthread waiter([&] {
            TaskContext task(stop.get_token());
            (void)waiting.exec("ALTER TABLE busy ADD b int", task);
        });
        QVERIFY(test::waitFor([&] { return locks().size() == 2; }));
        QVERIFY(locks()[0].granted && !locks()[1].granted);
        expectIn("waits for ACCESS EXCLUSIVE on public.busy", postgres::describe(locks()[1]).english());
        stop.request_stop();
    }
    void backup_tableIsLocked_saysWhatItWaitsForAndGoesOn_data()
    {
        QTest::addColumn<int>("format");
        QTest::newRow("fast") << static_cast<int>(Format::Fast);
        QTest::newRow("directory") << static_cast<int>(Format::Directory);
    }
    void backup_tableIsLocked_saysWhatItWaitsForAndGoesOn()
    {
        QFETCH(int, format);
        std::optional<postgres::Client> importer(lock("model"));
        const std::string expected = "waiting for a lock: " + holder(*importer, "public.model");
        BackupOptions options;
        options.format = static_cast<Format>(format);
        const auto operation = makeBackupOperation(m_fixture.world.environment(), options);
        expectIn(holder(*importer, "public.model"), warnings(operation->check(m_fixture.task).value()));
        std::string told;
        const auto made
            = m_fixture.engine().run(*operation, "test", m_fixture.task, [&](const operation::Event& event) {
                  const std::string step = event.progress.step.english();
                  if (!importer || step.find("waiting for a lock") == std::string::npos)
                      return;
                  told = step;
                  importer.reset(); // it gives the table free
              });
        QVERIFY2(made && made->succeeded(), test::describe(made).c_str());
        expectIn(expected, told);
        QVERIFY(warnings(operation->check(m_fixture.task).value()).find("ACCESS EXCLUSIVE") == std::string::npos);
    }
    void dumpError_lockTimeout_namesWhoeverHeldIt()
    {
        const process::Exit exit{1, {},
            "pg_dump: error: query failed: ERROR:  canceling statement due to statement timeout\n"
            "pg_dump: detail: Query was: LOCK TABLE public.model IN ACCESS SHARE MODE"};
        const Error named = dumpToolError(exit, "here", Text("somebody holds it"));
        QVERIFY(named.kind == ErrorKind::Timeout);
        QCOMPARE(named.english(),
            std::string("pg_dump gave up waiting for a lock in here: somebody holds it. Let that end, or end it, and try again."));
        const Error unknown = dumpToolError(exit, "here", {});
        QVERIFY(unknown.kind == ErrorKind::Timeout);
        expectIn("statement timeout", unknown.english());
    }
};

QTEST_APPLESS_MAIN(TstLocks)
#include "tst_locks.moc"
