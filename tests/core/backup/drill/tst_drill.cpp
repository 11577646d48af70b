// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/archive/archive_facts.h"
#include "core/backup/catalogue.h"
#include "core/backup/drill/drill_operation.h"
#include "core/backup/ours.h"
#include "core/backup/restore/side_database.h"
#include "core/backup/tools.h"
#include "core/base/file.h"
#include "core/base/unit.h"
#include "tests/core/backup/backup_world.h"
#include "tests/support/servers.h"

#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace qbm;
using namespace qbm::backup;
using namespace std::chrono_literals;
using operation::Engine;
using operation::RecordState;

namespace {

constexpr const char* kChildFolder = "QBM_TEST_CHILD_FOLDER";
constexpr const char* kChildPort = "QBM_TEST_CHILD_PORT";
constexpr const char* kChildPassword = "QBM_TEST_CHILD_PASSWORD";
constexpr const char* kChildPoint = "QBM_TEST_CHILD_POINT";

/// The child: a drill that dies at its journal point number `point`.
int runChild()
{
    const test::BackupWorld world{std::getenv(kChildFolder),
        static_cast<std::uint16_t>(std::atoi(std::getenv(kChildPort))), std::getenv(kChildPassword)};
    const int point = std::atoi(std::getenv(kChildPoint));
    int seen = 0;
    Engine engine = world.engine([&](std::string_view) {
        if (++seen == point)
            ::kill(::getpid(), SIGKILL);
    });
    TaskContext task;
    const auto drill = makeDrillOperation(world.environment(), "LATEST", {}, task);
    return drill && engine.run(**drill, "kill test", task) ? 0 : 1;
}

} // namespace

class TstDrill : public QObject {
    Q_OBJECT
    std::unique_ptr<test::PostgresServer> m_server;
    std::unique_ptr<QTemporaryDir> m_folder;
    test::BackupWorld m_world;
    TaskContext m_task;
    std::string m_digest;

    std::string ask(const std::string& sql)
    {
        const auto answer = m_server->sql(sql);
        return answer ? *answer : "failed: " + answer.error().english() + answer.error().detail;
    }
    std::string databases() { return ask("SELECT datname FROM pg_database ORDER BY 1"); }
    std::string runProgram(const std::string& program, const std::vector<std::string>& arguments)
    {
        const auto exit = process::run({program, arguments, {}, {}, {}}, {}, m_task);
        return exit ? exit->output + exit->errorTail : exit.error().english();
    }

    /// A backup with the sidecar that reading it gives.
    void makeBackup(Format format, Encryption encryption = Encryption::None, const std::string& recipient = {})
    {
        std::filesystem::create_directories(m_world.backups());
        const std::filesystem::path plain = m_world.folder / "plain.dump";
        const auto access = ToolAccess::create(m_world.settings(AccessMode::ReadOnly)).value();
        process::Command command = access.command(findNewestTools(m_task)->pgDump);
        command.environment["PGTZ"] = "UTC";
        command.arguments.insert(
            command.arguments.end(), {"--format=custom", "--file=" + plain.string(), "--dbname=qbm_ai_system"});
        QCOMPARE(process::run(command, {}, m_task)->code, 0);
        std::filesystem::path file = m_world.backups() / backupName(systemClock().now(), format, encryption);
        std::filesystem::path made = plain;
        if (format == Format::Fast) {
            made += ".zst";
            runProgram("zstd", {"-q", "-f", plain.string(), "-o", made.string()});
        }
        if (encryption == Encryption::Age)
            runProgram("age", {"-r", recipient, "-o", file.string(), made.string()});
        else
            std::filesystem::rename(made, file);
        const Backup backup = test::latestBackup(m_world.backups(), m_task).value();
        const auto facts = readArchiveFacts(backup, identity(), m_task);
        QVERIFY2(facts.has_value(), facts ? "" : facts.error().english().c_str());
        Sidecar sidecar;
        sidecar.database = "qbm_ai_system";
        sidecar.sizeBytes = backup.sizeBytes;
        sidecar.snapshotAt = systemClock().now();
        sidecar.counted = true;
        sidecar.tables = facts->tables;
        sidecar.format = format;
        sidecar.encryption = encryption;
        sidecar.archiveSizeBytes = facts->archiveSizeBytes;
        sidecar.databaseSizeBytes = 8u << 20;
        QVERIFY(writeSidecar(backup.file, sidecar).has_value());
    }
    std::filesystem::path identity() const { return m_world.folder / "identity"; }
    Backup latest() { return test::latestBackup(m_world.backups(), m_task).value(); }

    std::unique_ptr<operation::Operation> makeDrill(const BackupEnvironment& environment)
    {
        return makeDrillOperation(environment, "LATEST", {}, m_task).value();
    }
    operation::Outcome drill(const BackupEnvironment& environment)
    {
        const auto outcome = m_world.engine().run(*makeDrill(environment), "test", m_task);
        return outcome ? *outcome : operation::Outcome();
    }
    std::vector<DrillReport> drills(const BackupEnvironment& environment)
    {
        return readDrills(environment, fetchOrigin(environment, m_task).value()).value();
    }
    std::optional<DrillReport> last()
    {
        const auto all = drills(m_world.environment());
        return all.empty() ? std::nullopt : std::optional(all.back());
    }
    static std::string failed(const std::vector<operation::Check>& checks)
    {
        std::string out;
        for (const operation::Check& check : checks)
            out += check.verdict == operation::Verdict::Fail
                ? check.question.english() + ": " + check.reason.english() + "\n"
                : "";
        return out;
    }
    /// \return whether it was killed (false: it ended before it came to that point)
    bool killedAt(int point)
    {
        const pid_t child = ::fork();
        if (child == 0) { // a fresh image: a fork alone would share the parent's threads
            ::setenv(kChildPort, std::to_string(m_world.port).c_str(), 1);
            ::setenv(kChildFolder, m_world.folder.c_str(), 1);
            ::setenv(kChildPassword, m_world.password.c_str(), 1);
            ::setenv(kChildPoint, std::to_string(point).c_str(), 1);
            ::execl("/proc/self/exe", "tst_drill_child", nullptr);
            ::_exit(127);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    }

    /// Of a role that may make no database; it is made, and the test drops it.
    BackupEnvironment environmentOfWeakRole()
    {
        ask("CREATE ROLE weak LOGIN PASSWORD 'x'");
        auto environment = m_world.environment();
        environment.connection
            = [world = m_world](AccessMode access, TaskContext&) -> Result<postgres::ConnectionSettings> {
            auto settings = world.settings(access);
            settings.user = "weak";
            settings.password = Secret("x");
            return settings;
        };
        return environment;
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto server = test::PostgresServer::start();
        QVERIFY2(server.has_value(), server ? "" : server.error().english().c_str());
        m_server = std::move(*server);
        const std::string seeded = ask(test::emptySql() + test::seedSql());
        QVERIFY2(!seeded.starts_with("failed"), seeded.c_str());
        m_digest = ask(test::digestSql());
    }
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_world = {m_folder->path().toStdString(), m_server->port(), m_server->password().reveal()};
    }
    void cleanup()
    {
        QCOMPARE(databases(), std::string("postgres\nqbm_ai_system\ntemplate0\ntemplate1\n"));
        QCOMPARE(ask(test::digestSql()), m_digest);
    }

    void goodBackup_passes_isTimedAndGone()
    {
        makeBackup(Format::Guide);
        QVERIFY(!last().has_value());
        const auto operation = makeDrill(m_world.environment());
        auto plan = operation->plan(m_task).value();
        QCOMPARE(plan.title.english(), "Try out " + latest().name);
        QCOMPARE(plan.lines.front().change.english(),
            "gets a throw-away database of about " + formatBytes(8u << 20) + ", dropped at the end");
        QCOMPARE(
            plan.lines.back().change.english(), std::string("takes as long as a restore; none was measured here yet"));
        QCOMPARE(failed(operation->check(m_task).value()), std::string());

        const auto outcome = drill(m_world.environment());
        QVERIFY2(outcome.succeeded(), outcome.record.error ? outcome.record.error->english().c_str() : "");
        const auto report = last();
        QVERIFY(report && report->passed && report->checksums);
        QCOMPARE(report->backup, latest().name);
        QCOMPARE(report->tables, latest().sidecar->tables.size());
        QCOMPARE(report->rows, latest().sidecar->totalRows());
        QVERIFY(report->restoreTook > 0ms && report->finishedAt > report->startedAt);
        QCOMPARE(report->problem, std::string());
        QVERIFY(report->dataOf == latest().takenAt);
        QVERIFY(report->dataAge()
            == std::chrono::duration_cast<std::chrono::milliseconds>(report->startedAt - latest().takenAt));
        QCOMPARE(report->recoveryTook(), report->restoreTook + report->compareTook);
        plan = makeDrill(m_world.environment())->plan(m_task).value();
        QVERIFY2(
            plan.lines.back().change.english().starts_with("takes about "), plan.lines.back().change.english().c_str());
    }
    void compressedAndEncrypted_passes_withTheIdentityOnly()
    {
        const std::string said = runProgram("age-keygen", {"-o", identity().string()});
        const std::size_t at = said.find("age1");
        QVERIFY2(at != std::string::npos, said.c_str());
        makeBackup(Format::Fast, Encryption::Age, said.substr(at, said.find_first_of("\r\n", at) - at));
        auto environment = m_world.environment();
        QVERIFY2(!failed(makeDrill(environment)->check(m_task).value()).empty(), "no identity");
        environment.settings.identity = identity();
        QCOMPARE(failed(makeDrill(environment)->check(m_task).value()), std::string());
        const auto outcome = drill(environment);
        QVERIFY2(outcome.succeeded(), outcome.record.error ? outcome.record.error->english().c_str() : "");
        QVERIFY(last()->passed);
    }
    void changedChecksum_fails_saysWhichTableAndIsGone()
    {
        makeBackup(Format::Fast);
        Sidecar sidecar = *latest().sidecar;
        for (TableRows& table : sidecar.tables) {
            if (table.name == "model")
                table.checksum = std::string(32, 'a');
        }
        QVERIFY(writeSidecar(latest().file, sidecar).has_value());
        const auto outcome = drill(m_world.environment());
        QCOMPARE(outcome.record.state, RecordState::Undone);
        const std::string sentence = outcome.record.error->english();
        QVERIFY2(sentence.find("public.model has other content in its 50 rows") != std::string::npos, sentence.c_str());
        const auto report = last();
        QVERIFY(report && !report->passed);
        QVERIFY2(report->problem.find("public.model has other content") != std::string::npos, report->problem.c_str());
        QVERIFY(report->rows > 0);
    }
    void damagedArchive_fails_isWrittenDown()
    {
        makeBackup(Format::Guide);
        const Backup backup = latest();
        std::string bytes = readFile(backup.file).value();
        for (std::size_t i = bytes.size() / 2; i < bytes.size() / 2 + 200; ++i)
            bytes[i] = 'x';
        QVERIFY(writeFileDurably(backup.file, bytes).has_value());
        const auto outcome = drill(m_world.environment());
        QCOMPARE(outcome.record.state, RecordState::Undone);
        QVERIFY(last() && !last()->passed && !last()->problem.empty());
        const Backup noted = Catalogue(m_world.backups()).find(backup.name, m_task).value();
        QVERIFY(noted.state == BackupState::Damaged && noted.sidecar->damagedAt);
        QVERIFY(!test::latestBackup(m_world.backups(), m_task).has_value()); // nothing chooses it any more
    }
    void stopped_leavesNothingAndIsNoResult()
    {
        makeBackup(Format::Guide);
        std::stop_source stop;
        TaskContext task(stop.get_token());
        const auto outcome
            = m_world.engine().run(*makeDrill(m_world.environment()), "", task, [&](const operation::Event& event) {
                  if (event.kind == operation::Event::Kind::Said)
                      stop.request_stop();
              });
        QCOMPARE(outcome->record.state, RecordState::Undone);
        QVERIFY(!last().has_value());
    }
    void checks_withoutSidecarOrRight_sayWhatToDo()
    {
        makeBackup(Format::Guide);
        const auto environment = environmentOfWeakRole();
        QCOMPARE(failed(makeDrill(environment)->check(m_task).value()),
            std::string("weak may create databases: Give it CREATEDB, or use a role that has it.\n"));
        std::filesystem::remove(sidecarPath(latest().file));
        const std::string without = failed(makeDrill(m_world.environment())->check(m_task).value());
        QVERIFY2(without.find("adopt the backup first") != std::string::npos, without.c_str());
        QCOMPARE(ask("DROP ROLE weak"), std::string());
    }
    /// Whoever has drills run by a timer hears that there was none.
    void checkThatSaysNo_isNotedAsNotBegun()
    {
        makeBackup(Format::Guide);
        const auto environment = environmentOfWeakRole();
        const auto outcome = m_world.engine().run(*makeDrill(environment), "", m_task);
        QVERIFY(!outcome && outcome.error().kind == ErrorKind::Conflict);
        QVERIFY(last() && !last()->begun && !last()->passed);
        QCOMPARE(last()->backup, latest().name);
        QCOMPARE(last()->problem,
            std::string("weak may create databases: Give it CREATEDB, or use a role that has it."));
        QVERIFY(last()->dataOf == latest().takenAt);
        QCOMPARE(ask("DROP ROLE weak"), std::string());
        QVERIFY(drill(m_world.environment()).succeeded());
        QVERIFY(last()->begun && last()->passed);
    }
    void serverThatIsGoneAtTheFirstQuestion_isNoted()
    {
        makeBackup(Format::Guide);
        auto environment = m_world.environment();
        const auto connection = environment.connection;
        const auto answers = std::make_shared<bool>(true);
        environment.connection = [=](AccessMode access, TaskContext& task) -> Result<postgres::ConnectionSettings> {
            return *answers ? connection(access, task)
                            : Result<postgres::ConnectionSettings>(fail(ErrorKind::Unreachable, "It is gone."));
        };
        const auto outcome
            = m_world.engine().run(*makeDrill(environment), "", m_task, [&](const operation::Event& event) {
                  *answers = event.kind != operation::Event::Kind::Begun && *answers;
              });
        QVERIFY(outcome && !outcome->succeeded());
        QVERIFY(last() && last()->begun && !last()->passed);
        QVERIFY2(last()->problem.find("It is gone.") != std::string::npos, last()->problem.c_str());
    }
    void killedAtEveryPoint_undoneOrResumed_leavesNoDatabase()
    {
        int points = 0;
        for (int point = 1;; ++point) {
            init();
            makeBackup(Format::Guide);
            if (!killedAt(point))
                break;
            ++points;
            Engine engine = m_world.engine();
            const auto record = engine.find("LATEST").value();
            if (record.state == RecordState::Done)
                continue;
            const auto operation = remakeDrillOperation(m_world.environment(), record.parameters).value();
            const bool resume = point % 2 == 0;
            const auto outcome
                = resume ? engine.resume(record.id, *operation, m_task) : engine.undo(record.id, *operation, m_task);
            QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().english().c_str());
            QCOMPARE(outcome->record.state, resume ? RecordState::Done : RecordState::Undone);
            QCOMPARE(databases(), std::string("postgres\nqbm_ai_system\ntemplate0\ntemplate1\n"));
            QCOMPARE(last().has_value() && last()->passed, resume || last().has_value());
            if (resume)
                QCOMPARE(drills(m_world.environment()).size(), std::size_t(1));
        }
        QVERIFY2(points >= 10, qPrintable(QString("died at %1 points").arg(points)));
    }
    void reports_tornLine_doesNotHideTheOthers()
    {
        BackupEnvironment environment = m_world.environment();
        environment.folder = m_world.folder;
        const auto origin = fetchOrigin(environment, m_task).value();
        DrillReport report{"one.dump", systemClock().now(), systemClock().now(), 1500ms, 20ms, true, 3, 40, true, ""};
        QVERIFY(appendDrill(environment, report).has_value());
        QVERIFY(appendDurably(environment.folder / "drills.jsonl", "{\"backup\": \"torn").has_value());
        QCOMPARE(readDrills(environment, origin)->back().backup, std::string("one.dump"));
        report.backup = "two \"数据\".dump";
        report.passed = false;
        report.problem = "line\nline";
        QVERIFY(appendDrill(environment, report).has_value());
        const auto reports = readDrills(environment, origin).value();
        QCOMPARE(reports.size(), std::size_t(2));
        const DrillReport* read = &reports.back();
        QCOMPARE(read->backup, report.backup);
        QCOMPARE(read->problem, report.problem);
        QCOMPARE(read->restoreTook, 1500ms);
        QCOMPARE(read->rows, 40);
        QVERIFY(!read->passed);
        QVERIFY(!read->dataOf && !read->dataAge()); // as of an older version
    }
};

int main(int argc, char** argv)
{
    if (std::getenv(kChildPoint) != nullptr)
        return runChild();
    TstDrill test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_drill.moc"
