// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup_world.h"
#include "core/backup/restore/sessions.h"
#include "tests/support/servers.h"

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <thread>

using namespace qbm;
using namespace qbm::backup;
using namespace std::chrono_literals;
using operation::RecordState;
using operation::Verdict;

namespace {

/// Knows one pod's address.
class OnePod final : public test::FileWorkload {
public:
    using FileWorkload::FileWorkload;
    Result<std::string> findPodByAddress(const std::string& address, TaskContext&) override
    {
        ++asked;
        if (broken)
            return fail(ErrorKind::Unreachable, "The cluster does not answer.");
        return address == "127.0.0.1" ? std::string("backend-7d4b9-x2x4z") : std::string();
    }
    int asked = 0;
    bool broken = false;
};

} // namespace

class TstSessions : public QObject {
    Q_OBJECT
    std::unique_ptr<test::PostgresServer> m_server;
    QTemporaryDir m_folder;
    test::BackupWorld m_world;
    TaskContext m_task;

    postgres::Client connectAs(const std::string& program)
    {
        auto settings = m_world.settings();
        settings.applicationName = program;
        return postgres::Client::connect(settings, m_task).value();
    }
    std::vector<DatabaseHolder> holders() { return fetchHolders(m_world.environment(), m_task).value(); }
    postgres::Session sessionOf(const postgres::Client& client)
    {
        const auto all = holders();
        for (const DatabaseHolder& holder : all) {
            if (holder.session.pid == client.backendPid())
                return holder.session;
        }
        return {};
    }
    bool lives(postgres::Client& client) { return client.query("SELECT 1", m_task).has_value(); }

private Q_SLOTS:
    void initTestCase()
    {
        auto server = test::PostgresServer::start();
        QVERIFY2(server.has_value(), server ? "" : server.error().english().c_str());
        m_server = std::move(*server);
        m_world = {m_folder.path().toStdString(), m_server->port(), m_server->password().reveal()};
    }

    void holders_tellWhoMustGoAndWhoOnlyLooks()
    {
        auto application = connectAs("uvicorn"), console = connectAs("qbm-console"), writing = connectAs("qbm-lab");
        QVERIFY(writing.query("BEGIN", m_task).has_value());
        auto environment = m_world.environment();
        const auto workload = std::make_shared<OnePod>(m_world.workloadFile());
        environment.workload = workload;
        const auto found = fetchHolders(environment, m_task).value();
        QCOMPARE(found.size(), std::size_t(3)); // and not our own session
        for (const DatabaseHolder& holder : found) {
            QCOMPARE(holder.holds, holder.session.pid != console.backendPid());
            QCOMPARE(holder.pod, std::string("backend-7d4b9-x2x4z"));
        }
        QCOMPARE(workload->asked, 1); // once for each address

        workload->broken = true;
        const auto without = fetchHolders(environment, m_task).value();
        QCOMPARE(without.size(), std::size_t(3));
        QCOMPARE(without[0].pod, std::string());
        environment.workload = nullptr;
        QCOMPARE(fetchHolders(environment, m_task)->size(), std::size_t(3));
    }

    void end_listedSessions_andNobodyElse()
    {
        auto first = connectAs("uvicorn"), second = connectAs("psql"), bystander = connectAs("report");
        const auto operation = makeEndSessionsOperation(m_world.environment(), {sessionOf(first), sessionOf(second)});
        QVERIFY(!operation->reversible());
        const auto plan = operation->plan(m_task).value();
        QCOMPARE(plan.title.english(), std::string("End sessions of qbm_ai_system: 2"));
        QVERIFY(plan.destructive);
        QCOMPARE(plan.lines.size(), std::size_t(2));
        QVERIFY2(plan.lines[0].change.english().starts_with("uvicorn from 127.0.0.1 as postgres"),
            plan.lines[0].change.english().c_str());
        const auto checks = operation->check(m_task).value();
        QVERIFY(operation::mayRun(checks));
        QCOMPARE(checks[1].reason.english(), std::string("2 of 2 are still connected"));

        const auto remade = remakeEndSessionsOperation(m_world.environment(), operation->parameters());
        QVERIFY(remade.has_value());
        const auto outcome = m_world.engine().run(**remade, "they hold the restore", m_task);
        QVERIFY(outcome.has_value());
        QCOMPARE(outcome->record.state, RecordState::Done);
        QVERIFY(!lives(first));
        QVERIFY(!lives(second));
        QVERIFY(lives(bystander));

        // They are gone now; ending them again finds nothing and harms nobody.
        QCOMPARE(m_world.engine().run(*operation, "again", m_task)->record.state, RecordState::Done);
        QVERIFY(lives(bystander));
    }

    void end_processNumberOfAnotherSession_isLeftAlone()
    {
        auto client = connectAs("uvicorn");
        postgres::Session stale = sessionOf(client);
        stale.startedAt = *stale.startedAt - 1us;
        const auto operation = makeEndSessionsOperation(m_world.environment(), {stale});
        QCOMPARE(operation->check(m_task).value()[1].reason.english(), std::string("0 of 1 are still connected"));
        QCOMPARE(m_world.engine().run(*operation, "", m_task)->record.state, RecordState::Done);
        QVERIFY(lives(client));
    }

    void end_withoutTheRight_isSaidBefore()
    {
        QVERIFY(m_server->sql(
            "CREATE ROLE weak LOGIN PASSWORD 'x' IN ROLE pg_monitor; CREATE ROLE strong LOGIN PASSWORD 'x' "
            "IN ROLE pg_monitor, pg_signal_backend; CREATE ROLE app LOGIN PASSWORD 'x'"));
        auto settings = m_world.settings();
        settings.user = "app";
        settings.password = Secret("x");
        auto application = postgres::Client::connect(settings, m_task).value();
        auto superuser = connectAs("psql");
        const auto environmentOf = [&](const std::string& user) {
            auto environment = m_world.environment();
            settings.user = user;
            environment.connection
                = [settings](AccessMode access, TaskContext&) -> Result<postgres::ConnectionSettings> {
                auto out = settings;
                out.access = access;
                return out;
            };
            return environment;
        };
        const auto mayEnd = [&](const std::string& user, const postgres::Client& client) {
            const auto checks
                = makeEndSessionsOperation(environmentOf(user), {sessionOf(client)})->check(m_task).value();
            return checks.size() == 3 && operation::mayRun(checks);
        };
        QVERIFY(!mayEnd("weak", application));
        QVERIFY(mayEnd("strong", application));
        QVERIFY(!mayEnd("strong", superuser));
        QVERIFY(!m_world.engine()
                     .run(*makeEndSessionsOperation(environmentOf("weak"), {sessionOf(application)}), "", m_task)
                     .has_value());
        QVERIFY(lives(application));
    }

    void end_readOnly_isRefused()
    {
        auto client = connectAs("uvicorn");
        auto environment = m_world.environment();
        environment.connection = [world = m_world](AccessMode, TaskContext&) -> Result<postgres::ConnectionSettings> {
            return world.settings(AccessMode::ReadOnly);
        };
        const auto outcome
            = m_world.engine().run(*makeEndSessionsOperation(environment, {sessionOf(client)}), "", m_task);
        QVERIFY(!outcome || outcome->record.state == RecordState::Stopped);
        QVERIFY(lives(client));
    }

    void remake_ofAnotherDatabaseOrBrokenList_isRefused()
    {
        operation::Values parameters = makeEndSessionsOperation(m_world.environment(), {})->parameters();
        parameters["sessions"] = "[{\"pid\": \"x\"}]";
        QVERIFY(remakeEndSessionsOperation(m_world.environment(), parameters).error().kind == ErrorKind::BadData);
        parameters["target"] = "elsewhere";
        QVERIFY(remakeEndSessionsOperation(m_world.environment(), parameters).error().kind == ErrorKind::Conflict);
    }
};

QTEST_APPLESS_MAIN(TstSessions)
#include "tst_sessions.moc"
