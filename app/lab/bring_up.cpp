// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/application/lab_facts.h"
#include "app/lab/history/history.h"
#include "app/lab/lab_plan.h"
#include "app/lab/orchestrator.h"
#include "app/lab/parallel.h"
#include "app/lab/part_process.h"
#include "app/lab/readiness.h"
#include "app/lab/seed/cache_seed.h"
#include "app/lab/seed/database_seed.h"
#include "app/lab/serve.h"
#include "app/lab/services/packages.h"
#include "app/lab/services/postgres.h"
#include "core/base/utf8.h"

#include <algorithm>
#include <atomic>
#include <fmt/format.h>
#include <mutex>
#include <optional>

namespace qbm::lab {

namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr auto kVerbPatience = 2s;
constexpr int kPortTries = 3;

/// One attempt to bring the parts of a planned lab up.
class Rise {
public:
    Rise(LabFolder folder, LabState state, std::function<void(const std::string&)> onStep)
        : m_folder(std::move(folder))
        , m_state(std::move(state))
        , m_onStep(std::move(onStep))
    {
    }

    Result<> run(TaskContext& context)
    {
        Parallel chains(context);
        chains.run([this](TaskContext& each) { return riseDatabase(each); });
        chains.run([this](TaskContext& each) { return riseMonitoring(each); });
        chains.run([this](TaskContext& each) { return riseCache(each); });
        QBM_CHECK(chains.wait());
        return waitUntilServing(m_folder, m_state, context);
    }

private:
    Result<> riseDatabase(TaskContext& context)
    {
        QBM_CHECK(makeCluster(context));
        QBM_CHECK(start(parts::kPostgres, context));
        DatabaseSeedOptions seed;
        seed.port = m_state.port(parts::kPostgres);
        seed.passwordFile = m_folder.secret(secrets::kPgPass);
        seed.anchor = m_state.createdAt;
        seed.driftStart = driftStart(m_state.createdAt);
        QBM_CHECK(seedDatabase(seed, context));
        step(fmt::format("{} days of predictions, quality checks and analyses are in the database", seed.days));
        return start(parts::kPostgresExporter, context);
    }

    Result<> makeCluster(TaskContext& context)
    {
        const auto passwordFile = m_folder.postgres() / "initial-password";
        QBM_TRY(password, readSecret(m_folder, secrets::kPostgres));
        QBM_CHECK(writeFileDurably(passwordFile, password.reveal(), 0600));
        QBM_CHECK(giveToPostgres(passwordFile));
        QBM_TRY(initdb, findPostgresTool("initdb"));
        QBM_CHECK(runTool(initdbCommand(initdb, m_folder.postgresData(), passwordFile), {}, context));
        fs::remove(passwordFile);
        QBM_TRY(postgres, findPostgresTool("postgres"));
        QBM_CHECK(runTool(singleUserCommand(postgres, m_folder.postgresData()),
            fmt::format("CREATE DATABASE {}\n", kDatabase), context));
        const auto access = m_folder.postgresData() / "pg_hba.conf";
        QBM_CHECK(writeFileDurably(access, hostBasedAccess(false), 0600));
        return giveToPostgres(access);
    }

    Result<> riseCache(TaskContext& context)
    {
        QBM_CHECK(start(parts::kKubernetes, context)); // its pods take a moment, so it comes first
        QBM_CHECK(start(parts::kRedis, context));
        QBM_TRY(password, readSecret(m_folder, secrets::kRedis));
        QBM_TRY(keys, seedCache({m_state.port(parts::kRedis), password}, systemClock().now(), context));
        step(fmt::format("{} keys are in the cache", keys));
        QBM_CHECK(start(parts::kRedisExporter, context));
        QBM_CHECK(start(parts::kAlertmanager, context));
        m_clusterReady = true;
        return {};
    }

    /// Prometheus and the application come right after the history, which they continue.
    Result<> riseMonitoring(TaskContext& context)
    {
        QBM_CHECK(writePast(context));
        while (!m_clusterReady)
            QBM_CHECK(context.sleepFor(20ms));
        QBM_CHECK(start(parts::kApplication, context));
        return start(parts::kPrometheus, context);
    }

    Result<> writePast(TaskContext& context)
    {
        const auto instance = [this](const char* part) { return fmt::format("127.0.0.1:{}", m_state.port(part)); };
        HistoryOptions options;
        options.days = m_state.days;
        options.scrapeInterval = kApplicationScrapeInterval;
        options.instance = instance(parts::kApplication);
        options.upTargets = {{"postgres", instance(parts::kPostgresExporter)},
            {"redis", instance(parts::kRedisExporter)}, {"prometheus", instance(parts::kPrometheus)}};
        options.queue = labQueue(m_state);
        options.driftStart = driftStart(m_state.createdAt);
        QBM_TRY(end, writeHistory(options, m_folder.prometheusData(), context));
        QBM_CHECK(writeFileDurably(counterStateFile(m_folder), counterStateToJson(end)));
        if (m_state.days > 0)
            step(fmt::format("{} of metric history {} in Prometheus",
                m_state.days == 1 ? "1 day" : fmt::format("{} days", m_state.days), m_state.days == 1 ? "is" : "are"));
        return {};
    }

    Result<> start(const char* name, TaskContext& context)
    {
        QBM_CHECK(startPart(m_folder, name, context));
        QBM_CHECK(waitUntilReady(m_folder, name, context));
        step(fmt::format("{} answers on port {}", name, m_state.port(name)));
        return {};
    }

    static Result<> runTool(const process::Command& command, const std::string& input, TaskContext& context)
    {
        process::RunOptions run;
        run.input = input;
        QBM_TRY(exit, process::run(command, run, context));
        if (exit.code != 0)
            return fail(ErrorKind::BadData, text("%1 failed.", command.program.filename().string()), exit.errorTail);
        return {};
    }

    void step(const std::string& line)
    {
        const std::lock_guard lock(m_stepMutex);
        if (m_onStep)
            m_onStep(line);
    }

    LabFolder m_folder;
    LabState m_state;
    std::function<void(const std::string&)> m_onStep;
    std::mutex m_stepMutex;
    std::atomic<bool> m_clusterReady = false; // set by one chain, awaited by another
};

bool isEmptyFolder(const fs::path& folder)
{
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        // Left by an `up` that was killed in its very first moment.
        if (entry.path().filename() != ".verb.lock" && entry.path().filename() != ".lab.lock")
            return false;
    }
    return !error;
}

bool anyRuns(const LabState& state)
{
    return std::any_of(
        state.parts.begin(), state.parts.end(), [](const Part& part) { return stateOf(part) != PartState::Stopped; });
}

/// The lab that is up in the folder; what is left of one that is not is removed.
Result<std::optional<UpOutcome>> findExisting(const LabFolder& folder, TaskContext& context)
{
    if (!isUtf8(folder.root.string())) // its profile and its state name it
        return fail(ErrorKind::InvalidInput, text("The folder %1 has a name that is no UTF-8.", folder.root.string()));
    std::error_code error;
    if (!fs::exists(folder.root, error))
        return std::nullopt;
    if (!fs::is_directory(folder.root, error))
        return fail(ErrorKind::InvalidInput, text("%1 is not a folder.", folder.root.string()));
    if (!fs::exists(folder.stateFile(), error)) {
        if (isEmptyFolder(folder.root))
            return std::nullopt;
        return fail(ErrorKind::InvalidInput,
            text("%1 is not empty and is not a lab; name a new or an empty folder.", folder.root.string()));
    }
    {
        QBM_TRY(lock, lockVerb(folder, kVerbPatience, context));
        QBM_TRY(state, loadState(folder));
        if (state.phase == LabState::Phase::Up && anyRuns(state))
            return UpOutcome{folder, state, true};
    }
    QBM_CHECK(takeDown(folder.root, context));
    return std::nullopt;
}

/// Plans a lab into the folder and brings it up. What it made stays if it fails.
Result<LabState> attempt(const LabFolder& folder, bool folderIsOurs, const UpOptions& options, TaskContext& context)
{
    LabState state;
    state.createdAt = systemClock().now();
    state.days = options.days;
    state.folderIsOurs = folderIsOurs;
    QBM_CHECK(saveState(folder, state));
    QBM_TRY(planned, planParts(folder));
    state.parts = std::move(planned);
    QBM_CHECK(saveState(folder, state));
    Rise rise(folder, state, options.onStep);
    QBM_CHECK(rise.run(context));
    QBM_CHECK(config::saveProfile(labProfile(folder, state), folder.profile()));
    return changeState(folder, [](LabState& changed) -> Result<> {
        changed.phase = LabState::Phase::Up;
        return {};
    });
}

bool portWasTaken(const Error& error)
{
    // The servers' own words, and those of the lab's two programs.
    return error.detail.find("ddress already in use") != std::string::npos
        || error.detail.find("may hold that port") != std::string::npos;
}

} // namespace

Result<UpOutcome> bringUp(const UpOptions& options, TaskContext& context)
{
    QBM_CHECK(checkPackages());
    const LabFolder folder = LabFolder::at(options.folder);
    QBM_TRY(existing, findExisting(folder, context));
    if (existing)
        return *existing;
    for (int tries = 1;; ++tries) {
        std::error_code ignored;
        const bool folderIsOurs = !fs::exists(folder.root, ignored);
        QBM_CHECK(makeFolder(folder.root, 0755));
        Result<LabState> state = fail(ErrorKind::Internal, "");
        {
            QBM_TRY(lock, lockVerb(folder, kVerbPatience, context));
            state = attempt(folder, folderIsOurs, options, context);
        }
        if (state)
            return UpOutcome{folder, *state, false};
        TaskContext unstoppable; // also after Ctrl-C nothing stays behind
        if (auto cleaned = takeDown(folder.root, unstoppable); !cleaned)
            return fail(
                state.error(), text("Then the lab could not be taken down either (%1)", cleaned.error().english()));
        // Between the choice of a port and its use somebody else may have taken it.
        if (!portWasTaken(state.error()) || tries == kPortTries)
            return fail(state.error());
    }
}

} // namespace qbm::lab
