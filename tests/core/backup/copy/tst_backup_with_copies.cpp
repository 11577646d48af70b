// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/copy/backup_copies.h"
#include "core/backup/dump/backup_operation.h"
#include "core/backup/keep/alarms.h"
#include "core/backup/ours.h"
#include "tests/core/backup/backup_world.h"
#include "tests/core/backup/copy/copy_world.h"
#include "tests/support/s3_server.h"
#include "tests/support/servers.h"

#include <QTemporaryDir>
#include <QTest>

using namespace qbm;
using namespace qbm::backup;
using operation::RecordState;
namespace fs = std::filesystem;

/// A backup that goes to other places as well.
class TstBackupWithCopies : public QObject {
    Q_OBJECT
    std::unique_ptr<test::PostgresServer> m_server;
    std::unique_ptr<QTemporaryDir> m_folder;
    test::BackupWorld m_world;
    TaskContext m_task;

    fs::path place(const std::string& name) const { return m_world.folder / name; }
    BackupEnvironment environment() const
    {
        BackupEnvironment environment = m_world.environment();
        environment.settings.copies = {{"first", place("first"), {}}, {"second", place("second"), {}}};
        return environment;
    }
    /// A bucket comes before the folder "second".
    BackupEnvironment environmentWithBucket(const test::S3Server& server, const std::string& secretKey) const
    {
        BackupEnvironment environment = this->environment();
        S3Place bucket;
        bucket.endpoint = server.url();
        bucket.region = test::S3Server::kRegion;
        bucket.bucket = test::S3Server::kBucket;
        bucket.keyId = test::S3Server::kKeyId;
        bucket.secretKey = [secretKey](TaskContext&) -> Result<Secret> { return Secret(secretKey); };
        environment.settings.copies[0] = {"bucket", {}, bucket};
        return environment;
    }
    /// As the service asks for them.
    AlarmFacts factsNow()
    {
        BackupEnvironment asked = environment();
        asked.operations = [this] { return m_world.engine().records(); };
        AlarmFacts facts = fetchAlarmFacts(asked, m_task).value();
        facts.backups = listBackups(asked, m_task).value();
        return facts;
    }
    Backup newest() { return test::latestBackup(m_world.backups(), m_task).value(); }

private Q_SLOTS:
    void initTestCase()
    {
        auto server = test::PostgresServer::start();
        QVERIFY2(server.has_value(), server ? "" : server.error().english().c_str());
        m_server = std::move(*server);
        QVERIFY(m_server->sql(test::seedSql()).has_value());
    }
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_world = {m_folder->path().toStdString(), m_server->port(), m_server->password().reveal()};
        fs::create_directories(place("first"));
        fs::create_directories(place("second"));
    }

    void backup_goesToEveryPlace()
    {
        const auto operation = makeBackupOperation(environment(), {});
        const auto plan = operation->plan(m_task).value();
        QVERIFY(std::ranges::any_of(
            plan.lines, [&](const operation::PlanLine& line) { return line.what.english().starts_with("second ("); }));
        QVERIFY(operation::mayRun(operation->check(m_task).value()));
        QCOMPARE(test::ending(m_world.engine().run(*operation, "test", m_task)), std::string("done"));
        const Backup made = newest();
        QCOMPARE(made.sidecar->copies.size(), std::size_t(2));
        for (const char* name : {"first", "second"})
            QVERIFY(fs::exists(place(name) / made.name) && fs::exists(place(name) / (made.name + ".json")));
    }
    void backup_withoutCopies_staysHere()
    {
        const auto operation = makeBackupOperation(environment(), {.copy = false});
        QCOMPARE(test::ending(m_world.engine().run(*operation, "test", m_task)), std::string("done"));
        QVERIFY(fs::is_empty(place("first")));
    }
    void backup_placeThatFails_keepsTheBackupAndSaysSo()
    {
        fs::remove(place("second"));
        const auto operation = makeBackupOperation(environment(), {});
        const auto checks = operation->check(m_task).value();
        QVERIFY(operation::mayRun(checks)); // a backup here is worth having all the same
        QVERIFY(checks.back().verdict == operation::Verdict::Warning);
        const auto outcome = m_world.engine().run(*operation, "test", m_task);
        QVERIFY2(outcome->record.state == RecordState::Stopped, test::ending(outcome).c_str());
        const std::string said = outcome->record.error->english();
        const Backup made = newest();
        QVERIFY(made.state == BackupState::Complete);
        QVERIFY2(said.find(made.name + " is made and kept") != std::string::npos, said.c_str());
        QVERIFY2(said.find("not copied to second") != std::string::npos, said.c_str());
        QCOMPARE(made.sidecar->copies.size(), std::size_t(1)); // the one that went well
        // The alarm of it has the reason, by the journal, until the copy is there.
        AlarmFacts facts = factsNow();
        auto alarms = findAlarms(facts);
        QCOMPARE(alarms.size(), std::size_t(1));
        QVERIFY(alarms[0].kind == BackupAlarm::Kind::CopyMissing);
        const std::string why = alarms[0].sentence.english();
        QVERIFY2(why.find(made.name + " is not in second (") != std::string::npos, why.c_str());
        QVERIFY2(why.find("is it mounted?") != std::string::npos, why.c_str());
        fs::create_directories(place("second"));
        const auto copy = makeCopyOperation(this->environment(), made.name, "second", m_task);
        QCOMPARE(test::ending(m_world.engine().run(**copy, "test", m_task)), std::string("done"));
        facts = factsNow();
        QVERIFY(findAlarms(facts).empty());
    }
    void backup_firstPlaceFails_theOthersAreTriedAndEachFailureIsNamed_data()
    {
        QTest::addColumn<QString>("secret");
        QTest::addColumn<bool>("secondFails");
        QTest::addColumn<QString>("reason");
        const QString right = test::S3Server::kSecretKey;
        QTest::newRow("upload error") << right << false << "HTTP status 503";
        QTest::newRow("wrong credentials") << "wrong" << false << "the secret key is not the one of";
        QTest::newRow("both fail") << right << true << "HTTP status 503";
    }
    void backup_firstPlaceFails_theOthersAreTriedAndEachFailureIsNamed()
    {
        QFETCH(QString, secret);
        QFETCH(bool, secondFails);
        QFETCH(QString, reason);
        test::S3Server server;
        server.setFault([](const test::SeenRequest& request) -> std::optional<test::Answer> {
            if (request.method != "PUT")
                return std::nullopt;
            return test::Answer{503, "<Error><Code>SlowDown</Code></Error>", "application/xml", {}, {}};
        });
        if (secondFails)
            fs::remove(place("second"));
        const auto operation = makeBackupOperation(environmentWithBucket(server, secret.toStdString()), {});
        std::map<std::size_t, operation::StepState> states;
        const auto outcome = m_world.engine().run(*operation, "test", m_task, [&](const operation::Event& event) {
            if (event.kind == operation::Event::Kind::StepState)
                states[event.step] = event.state;
        });
        QVERIFY2(outcome && outcome->record.state == RecordState::Stopped, test::ending(outcome).c_str());
        QVERIFY(states.at(1) == operation::StepState::Failed);
        QVERIFY(states.at(2) == (secondFails ? operation::StepState::Failed : operation::StepState::Done));
        const Backup made = newest();
        QVERIFY(made.state == BackupState::Complete);
        const std::string said = outcome->record.error->english();
        QVERIFY2(said.find("was not copied to bucket: ") != std::string::npos, said.c_str());
        QVERIFY2(said.find(reason.toStdString()) != std::string::npos, said.c_str());
        QCOMPARE(said.find("Nor was it copied to second: ") != std::string::npos, secondFails);
        QCOMPARE(said.find("is it mounted?") != std::string::npos, secondFails);
        QVERIFY(server.objects().empty());
        QCOMPARE(made.sidecar->copies.size(), std::size_t(secondFails ? 0 : 1));
        if (!secondFails)
            QVERIFY(fs::exists(place("second") / made.name) && fs::exists(place("second") / (made.name + ".json")));
    }
    void backup_thatPrunes_removesOldCopiesWhereTheProfileSaysSo()
    {
        BackupEnvironment environment = this->environment();
        environment.settings.copies[0].retention = true;
        environment.settings.retention = {};
        environment.settings.retention.days.reset();
        environment.settings.retention.last = 1;
        const auto run = [&](bool prune) {
            const auto operation = makeBackupOperation(environment, {.prune = prune});
            return test::ending(m_world.engine().run(*operation, "test", m_task));
        };
        QCOMPARE(run(false), std::string("done"));
        const std::string old = newest().name;
        QCOMPARE(run(true), std::string("done"));
        const std::string made = newest().name;
        QVERIFY(made != old);
        QVERIFY(!fs::exists(m_world.backups() / old));
        QCOMPARE(test::namesIn(place("first")), (std::vector<std::string>{made, made + ".json"}));
        QCOMPARE(test::namesIn(place("second")).size(), std::size_t(4));
        // A place that does not get the new one loses no old one.
        fs::rename(place("first"), m_world.folder / "unmounted");
        QVERIFY(run(true).starts_with("stopped"));
        QCOMPARE(test::namesIn(m_world.folder / "unmounted").size(), std::size_t(2));
    }
    void backup_stoppedWhileCopying_keepsTheBackup()
    {
        std::stop_source stop;
        TaskContext task(stop.get_token());
        const auto operation = makeBackupOperation(environment(), {});
        const auto outcome = m_world.engine().run(*operation, "test", task, [&](const operation::Event& event) {
            if (event.kind == operation::Event::Kind::StepState && event.step == 1
                && event.state == operation::StepState::Running)
                stop.request_stop();
        });
        QVERIFY2(outcome->record.state == RecordState::Stopped, test::ending(outcome).c_str());
        QVERIFY(newest().state == BackupState::Complete);
        QVERIFY(fs::is_empty(place("first")));
    }
    void remake_placesOfTheJournal_areKept()
    {
        const auto first = makeBackupOperation(environment(), {});
        BackupEnvironment changed = environment();
        std::swap(changed.settings.copies[0], changed.settings.copies[1]);
        changed.settings.copies.push_back({"third", place("third"), {}});
        const auto again = remakeBackupOperation(changed, first->parameters()).value();
        QCOMPARE(again->parameters(), first->parameters());
        QCOMPARE(again->steps().size(), std::size_t(3));
        QCOMPARE(again->steps()[1].id, std::string("copy.first"));
        changed.settings.copies.clear();
        QVERIFY(remakeBackupOperation(changed, first->parameters()).error().kind == ErrorKind::NotFound);
    }
};

QTEST_APPLESS_MAIN(TstBackupWithCopies)
#include "tst_backup_with_copies.moc"
