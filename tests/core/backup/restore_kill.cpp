// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore_kill.h"

#include "core/backup/restore/restore_elsewhere.h"

#include <QtGlobal>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <random>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace qbm::test {

namespace {

using namespace backup;
using operation::Engine;
using operation::RecordState;

constexpr const char* kAct = "QBM_TEST_CHILD_ACT"; ///< "run", "resume" or "undo"
constexpr const char* kUndertaking = "QBM_TEST_CHILD_UNDERTAKING";
constexpr const char* kPort = "QBM_TEST_CHILD_PORT";
constexpr const char* kFolder = "QBM_TEST_CHILD_FOLDER";
constexpr const char* kPassword = "QBM_TEST_CHILD_PASSWORD";
constexpr const char* kKept = "QBM_TEST_CHILD_KEPT";
constexpr const char* kPoint = "QBM_TEST_CHILD_POINT";

/// What digestSql() does not look at.
constexpr const char* kNamesSql
    = "SELECT string_agg(name, ' ' ORDER BY name COLLATE \"C\") FROM (SELECT nspname::text AS name FROM pg_namespace "
      "WHERE nspname !~ '^pg_' UNION ALL SELECT oid::regtype::text FROM pg_type WHERE oid >= 16384 AND typnamespace <> "
      "'pg_toast'::regnamespace UNION ALL SELECT oid::regprocedure::text FROM pg_proc WHERE oid >= 16384) names";
constexpr const char* kElsewhere = "elsewhere"; ///< a database

/// What an existing database holds of its own, some of it by names that the backup uses elsewhere.
constexpr const char* kOwnThings
    = "CREATE TYPE own_mood AS ENUM ('calm'); CREATE TABLE own (id serial, m own_mood DEFAULT 'calm'); "
      "INSERT INTO own DEFAULT VALUES; CREATE FUNCTION own_double(int) RETURNS int LANGUAGE sql AS 'SELECT 2 * $1'; "
      "CREATE SCHEMA own_schema; CREATE VIEW own_schema.model AS SELECT * FROM own; SELECT lo_from_bytea(815, '\\x01')";

bool isElsewhere(Undertaking undertaking)
{
    return undertaking == Undertaking::NewDatabase || undertaking == Undertaking::ExistingDatabase;
}

std::string variable(const char* name)
{
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : value;
}

Result<std::unique_ptr<operation::Operation>> makeUndertaking(
    std::string_view undertaking, const std::string& kept, const BackupWorld& world, TaskContext& task)
{
    if (undertaking == name(Undertaking::SwapBack))
        return makeSwapBackOperation(world.environment(), kept, {}, task);
    if (undertaking == name(Undertaking::NewDatabase) || undertaking == name(Undertaking::ExistingDatabase))
        return makeRestoreElsewhereOperation(
            world.environment(), RestoreFixture::kBackup, {.database = kElsewhere, .profile = {}, .tables = {}}, task);
    const RestoreWay way = undertaking == name(Undertaking::Side) ? RestoreWay::Side : RestoreWay::InPlace;
    // By name: LATEST may be a safety dump by now.
    return makeRestoreOperation(world.environment(), RestoreFixture::kBackup, {.way = way}, task);
}

/// A tool that the dead process was just starting holds its lock for the instant until it is that tool.
Result<operation::Record> findOnceNobodyHoldsIt(const Engine& engine)
{
    constexpr auto kLongest = std::chrono::seconds(30);
    const auto begin = std::chrono::steady_clock::now();
    for (;;) {
        auto record = engine.find("LATEST");
        if (!record || record->state != RecordState::Running || std::chrono::steady_clock::now() - begin > kLongest)
            return record;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

bool wasKilled(pid_t child)
{
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

} // namespace

std::string_view name(Undertaking undertaking)
{
    switch (undertaking) {
    case Undertaking::Side:
        return "side";
    case Undertaking::InPlace:
        return "in-place";
    case Undertaking::SwapBack:
        return "swap-back";
    case Undertaking::NewDatabase:
        return "new-database";
    case Undertaking::ExistingDatabase:
        return "existing-database";
    }
    return "side";
}

int runKillChild()
{
    const std::string act = variable(kAct);
    if (act.empty())
        return -1;
    const BackupWorld world{
        variable(kFolder), static_cast<std::uint16_t>(std::atoi(variable(kPort).c_str())), variable(kPassword)};
    const int point = std::atoi(variable(kPoint).c_str());
    int seen = 0;
    Engine engine = world.engine([&](std::string_view) {
        if (++seen == point)
            ::kill(::getpid(), SIGKILL);
    });
    TaskContext task;
    if (act == "run") {
        const auto operation = makeUndertaking(variable(kUndertaking), variable(kKept), world, task);
        const auto outcome = operation ? engine.run(**operation, "kill test", task)
                                       : Result<operation::Outcome>(fail(operation.error()));
        return outcome && outcome->succeeded() ? 0 : 1;
    }
    const auto record = findOnceNobodyHoldsIt(engine);
    const auto operation = record ? remake(world.environment(), *record)
                                  : Result<std::unique_ptr<operation::Operation>>(fail(record.error()));
    if (!operation)
        return 1;
    const auto outcome
        = act == "resume" ? engine.resume(record->id, **operation, task) : engine.undo(record->id, **operation, task);
    return outcome ? 0 : 1;
}

pid_t RestoreKill::start(Undertaking undertaking, const std::string& how, int point) const
{
    const pid_t child = ::fork();
    if (child == 0) { // a fresh image: a fork alone would share the parent's threads
        ::setenv(kAct, how.c_str(), 1);
        ::setenv(kUndertaking, std::string(name(undertaking)).c_str(), 1);
        ::setenv(kPort, std::to_string(m_fixture.world.port).c_str(), 1);
        ::setenv(kFolder, m_fixture.world.folder.c_str(), 1);
        ::setenv(kPassword, m_fixture.world.password.c_str(), 1);
        ::setenv(kKept, m_kept.c_str(), 1);
        ::setenv(kPoint, std::to_string(point).c_str(), 1);
        ::execl("/proc/self/exe", "restore_kill_child", nullptr);
        ::_exit(127);
    }
    return child;
}

bool RestoreKill::prepare(Undertaking undertaking)
{
    m_problem = m_fixture.reset();
    if (m_problem.empty() && undertaking == Undertaking::SwapBack) {
        const auto restored = m_fixture.restore(m_fixture.world.environment());
        if (!restored || !restored->succeeded())
            m_problem = describe(restored);
        m_kept = m_fixture.databasesBeside("_before_");
        std::filesystem::remove_all(m_fixture.world.folder / "state");
    }
    const auto ask = [this](const std::string& sql, const std::string& database) {
        if (const std::string answer = m_fixture.ask(sql, database); answer.starts_with("failed"))
            m_problem += answer;
    };
    if (isElsewhere(undertaking))
        ask("DROP DATABASE IF EXISTS elsewhere WITH (FORCE)", "postgres");
    if (undertaking == Undertaking::ExistingDatabase) {
        ask("CREATE DATABASE elsewhere", "postgres");
        if (const auto made = m_fixture.server().sql(std::string("\\connect elsewhere\n") + kOwnThings); !made)
            m_problem += made.error().detail;
        m_digestOfExisting = m_fixture.ask(digestSql(), kElsewhere) + m_fixture.ask(kNamesSql, kElsewhere);
    }
    return m_problem.empty();
}

int RestoreKill::countPoints(Undertaking undertaking)
{
    if (!prepare(undertaking))
        return 0;
    m_points.clear();
    Engine engine = m_fixture.engine([&](std::string_view point) { m_points.emplace_back(point); });
    const auto begin = std::chrono::steady_clock::now();
    const auto operation = makeUndertaking(name(undertaking), m_kept, m_fixture.world, m_fixture.task);
    const auto outcome = operation ? engine.run(**operation, "kill test", m_fixture.task)
                                   : Result<operation::Outcome>(fail(operation.error()));
    m_longestMilliseconds = static_cast<int>(
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin).count());
    m_problem = outcome && outcome->succeeded() ? look(undertaking, true) : describe(outcome);
    return m_problem.empty() ? static_cast<int>(m_points.size()) : 0;
}

/// Done: the data of the backup, beside what was there; else that alone, and no database where there was none.
std::string RestoreKill::lookElsewhere(Undertaking undertaking, bool done)
{
    std::string out = m_fixture.differencesFromBefore();
    if (undertaking == Undertaking::NewDatabase && !done)
        return out + (m_fixture.databasesBeside(kElsewhere).empty() ? "" : "the database is left\n");
    if (undertaking == Undertaking::ExistingDatabase && !done) {
        const std::string now = m_fixture.ask(digestSql(), kElsewhere) + m_fixture.ask(kNamesSql, kElsewhere);
        return out + (now == m_digestOfExisting ? "" : "it holds something else than before: " + now);
    }
    if (undertaking == Undertaking::ExistingDatabase)
        (void)m_fixture.server().sql("\\connect elsewhere\nDROP SCHEMA own_schema CASCADE; DROP TABLE own; DROP TYPE "
                                     "own_mood; DROP FUNCTION own_double; SELECT lo_unlink(815);");
    const std::string digest = m_fixture.ask(digestSql(), kElsewhere);
    return out + (digest == m_fixture.digestOfBackup() ? "" : "it does not hold the data of the backup: " + digest);
}

/// Done: as a run that nobody killed. Undone: as before.
std::string RestoreKill::look(Undertaking undertaking, bool done)
{
    if (isElsewhere(undertaking))
        return lookElsewhere(undertaking, done);
    if (undertaking == Undertaking::InPlace && done)
        return m_fixture.differencesFromRestored(RestoreWay::InPlace);
    if (undertaking != Undertaking::SwapBack)
        return done ? m_fixture.differencesFromRestored(RestoreWay::Side) : m_fixture.differencesFromBefore();
    if (!done)
        return m_fixture.differencesFromRestored(RestoreWay::Side);
    // The data of before is live, and the restored one is kept.
    const std::string kept = m_fixture.databasesBeside("_before_");
    std::string out
        = m_fixture.ask(digestSql(), kept) == m_fixture.digestOfBackup() ? "" : "kept is not the restored: " + kept;
    const auto renamed = m_fixture.ask("ALTER DATABASE \"" + kept + "\" RENAME TO looked_at", "postgres");
    out += m_fixture.differencesFromBefore();
    (void)m_fixture.ask("DROP DATABASE looked_at WITH (FORCE)", "postgres");
    return out;
}

std::string RestoreKill::finishAndLook(Undertaking undertaking, const std::string& how)
{
    const auto record = findOnceNobodyHoldsIt(m_fixture.engine());
    if (!record) // killed before its first line
        return m_fixture.engine().records().empty() ? look(undertaking, false) : record.error().english();
    if (!operation::isUnfinished(record->state)) // killed after its last
        return look(undertaking, record->state == RecordState::Done);
    const auto outcome = m_fixture.goOn(how, m_fixture.world.environment());
    const RecordState expected = how == "resume" ? RecordState::Done : RecordState::Undone;
    if (!outcome || outcome->record.state != expected)
        return how + ": " + describe(outcome);
    return look(undertaking, how == "resume");
}

std::string RestoreKill::killAtPoint(Undertaking undertaking, int point, const Sequel& sequel)
{
    if (!prepare(undertaking))
        return m_problem;
    if (!wasKilled(start(undertaking, "run", point)))
        return "it ended before it came to line " + std::to_string(point);
    if (sequel.again > 0)
        (void)wasKilled(start(undertaking, sequel.how, sequel.again)); // or it came to its end before that line
    return finishAndLook(undertaking, sequel.last);
}

std::string RestoreKill::killAtRandomMoments(Undertaking undertaking, int runs, std::uint32_t seed)
{
    std::mt19937 random(seed);
    const auto dieAfterAWhile = [&](const std::string& how) {
        const int moment = std::uniform_int_distribution(20, std::max(100, m_longestMilliseconds))(random);
        const pid_t child = start(undertaking, how, 0);
        std::this_thread::sleep_for(std::chrono::milliseconds(moment));
        ::kill(child, SIGKILL);
        (void)wasKilled(child);
        return how + " killed after " + std::to_string(moment) + " ms; ";
    };
    qInfo("%s: %d kills at random moments", std::string(name(undertaking)).c_str(), runs);
    for (int run = 0; run < runs; ++run) {
        if (!prepare(undertaking))
            return m_problem;
        const std::string how = run % 2 == 0 ? "resume" : "undo";
        std::string story = dieAfterAWhile("run");
        if (run % 3 == 2)
            story += dieAfterAWhile(how);
        if (const std::string wrong = finishAndLook(undertaking, how); !wrong.empty())
            return "run " + std::to_string(run) + ": " + story + wrong;
    }
    return {};
}

std::uint32_t testSeed()
{
    const std::uint32_t seed = qEnvironmentVariableIsSet("QBM_TEST_SEED")
        ? qEnvironmentVariable("QBM_TEST_SEED").toUInt()
        : std::random_device{}();
    qInfo("QBM_TEST_SEED=%u", seed);
    return seed;
}

} // namespace qbm::test
