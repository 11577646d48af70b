// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore_fixture.h"

#include "core/backup/catalogue.h"
#include "core/backup/dump/backup_operation.h"
#include "core/backup/restore/restore_elsewhere.h"
#include "core/backup/restore/side_database.h"
#include "core/backup/tools.h"

namespace qbm::test {

namespace {

using namespace backup;
using namespace operation;

constexpr const char* kPattern = "pattern_changed";
const std::map<std::string, int> kReplicas{{"backend", 3}, {"frontend", 2}};
const std::map<std::string, std::string> kInterferers{
    {"HorizontalPodAutoscaler backend", "2-10"}, {"CronJob nightly", "active"}};

std::string text(const std::map<std::string, std::string>& values)
{
    std::string out;
    for (const auto& [key, value] : values)
        out += key + "=" + value + " ";
    return out;
}

} // namespace

std::string describe(const Result<Outcome>& outcome)
{
    if (!outcome)
        return outcome.error().english() + "\n" + outcome.error().detail;
    std::string out(name(outcome->record.state));
    if (outcome->record.error)
        out += ": " + outcome->record.error->english() + "\n" + outcome->record.error->detail;
    return out;
}

Result<std::unique_ptr<Operation>> remake(const BackupEnvironment& environment, const Record& record)
{
    if (record.kind == kRestoreElsewhereKind)
        return remakeRestoreElsewhereOperation(environment, record.parameters);
    return record.kind == kSwapBackKind ? remakeSwapBackOperation(environment, record.parameters)
                                        : remakeRestoreOperation(environment, record.parameters);
}

std::string RestoreFixture::start(PostgresServerOptions options)
{
    auto server = PostgresServer::start(std::move(options));
    if (!server)
        return server.error().english();
    m_server = std::move(*server);
    m_stash = std::make_unique<QTemporaryDir>();
    world = {m_stash->path().toStdString(), m_server->port(), m_server->password().reveal()};
    if (const auto seeded = m_server->sql(seedSql()); !seeded)
        return seeded.error().detail;
    m_digestOfBackup = liveDigest();
    auto environment = world.environment();
    const auto made = engine().run(*makeBackupOperation(environment, {.format = Format::Guide}), "test", task);
    if (!made || !made->succeeded())
        return describe(made);
    const Backup backup = test::latestBackup(world.backups(), task).value();
    std::filesystem::rename(backup.file, world.backups() / kBackup);
    std::filesystem::rename(sidecarPath(backup.file), sidecarPath(world.backups() / kBackup));
    if (const auto changed = m_server->sql(changeSql()); !changed)
        return changed.error().detail;
    m_digestBefore = liveDigest();
    const std::string copied = ask("CREATE DATABASE " + std::string(kPattern) + " TEMPLATE qbm_ai_system", "postgres");
    return copied.starts_with("failed") ? copied : reset();
}

Result<> RestoreFixture::recreateLive()
{
    QBM_TRY(client, connectToMaintenance(world.settings(), task));
    QBM_TRY(names, client.query("SELECT datname FROM pg_database WHERE datname LIKE 'qbm\\_ai\\_system%'", task));
    for (const postgres::Row& row : names.rows)
        QBM_CHECK(dropDatabase(client, *row[0], task));
    QBM_TRY(made, client.exec("CREATE DATABASE qbm_ai_system TEMPLATE " + std::string(kPattern), task));
    return {};
}

std::string RestoreFixture::reset()
{
    if (!m_server->sql("SELECT 1")) {
        if (auto back = m_server->restart(); !back)
            return back.error().english();
    }
    m_folder = std::make_unique<QTemporaryDir>();
    world.folder = m_folder->path().toStdString();
    const std::filesystem::path stash = m_stash->path().toStdString() + "/backups";
    std::error_code error;
    std::filesystem::copy(stash, world.backups(), error);
    workload().setCounts(kReplicas);
    workload().setInterferers(kInterferers);
    const auto live = recreateLive();
    return live ? std::string(error ? error.message() : "") : live.error().english() + live.error().detail;
}

std::string RestoreFixture::databasesBeside(const std::string& role)
{
    std::string names = ask("SELECT coalesce(string_agg(datname, ' ' ORDER BY datname), '') FROM pg_database WHERE "
                            "strpos(datname, '"
            + role + "') > 0",
        "postgres");
    while (names.ends_with('\n'))
        names.pop_back();
    return names;
}

std::string RestoreFixture::surroundingsDiffer()
{
    std::string out;
    if (workload().counts() != kReplicas) {
        for (const auto& [deployment, replicas] : workload().counts())
            out += deployment + " has " + std::to_string(replicas) + " replicas\n";
    }
    if (workload().interferers() != kInterferers)
        out += text(workload().interferers()) + "\n";
    if (silencer().openSilences() != 0)
        out += "a silence is open\n";
    if (const std::string left = databasesBeside("_restore_"); !left.empty())
        out += left + " is left\n";
    std::error_code error;
    for (std::filesystem::directory_iterator it(world.backups(), error), end; !error && it != end; it.increment(error)) {
        if (it->path().extension() == ".partial")
            out += it->path().filename().string() + " is left\n";
    }
    const std::string barred
        = ask("SELECT count(*) FROM pg_database WHERE NOT datallowconn AND datname <> 'template0'", "postgres");
    if (barred != "0\n")
        out += "databases let nobody in: " + barred;
    return out;
}

std::string RestoreFixture::differencesFromBefore()
{
    std::string out = surroundingsDiffer();
    if (const std::string digest = liveDigest(); digest != m_digestBefore)
        out += "the data is not as before: " + digest;
    if (const std::string kept = databasesBeside("_before_"); !kept.empty())
        out += kept + " is left\n";
    return out;
}

std::string RestoreFixture::differencesFromRestored(RestoreWay way)
{
    std::string out = surroundingsDiffer();
    if (way == RestoreWay::InPlace) // the guide's flags leave what the backup does not know
        (void)ask("DROP TABLE IF EXISTS made_later");
    if (const std::string digest = liveDigest(); digest != m_digestOfBackup)
        out += "the data is not as in the backup: " + digest;
    if (way == RestoreWay::InPlace)
        return out;
    const std::string kept = databasesBeside("_before_");
    if (kept.empty() || kept.find(' ') != std::string::npos)
        return out + "kept databases: " + kept + "\n";
    if (const std::string digest = ask(digestSql(), kept); digest != m_digestBefore)
        out += "the kept database does not hold the data of before: " + digest;
    return out;
}

std::unique_ptr<Operation> RestoreFixture::makeRestore(const BackupEnvironment& environment, RestoreOptions options)
{
    return makeRestoreOperation(environment, kBackup, options, task).value();
}

Result<Outcome> RestoreFixture::restore(const BackupEnvironment& environment, RestoreOptions options)
{
    auto engine = this->engine();
    const auto operation = makeRestore(environment, options);
    return engine.run(*operation, "test", task);
}

Result<Outcome> RestoreFixture::goOn(const std::string& how, const BackupEnvironment& environment)
{
    auto engine = this->engine();
    QBM_TRY(record, engine.find("LATEST"));
    QBM_TRY(operation, remake(environment, record));
    return how == "resume" ? engine.resume(record.id, *operation, task) : engine.undo(record.id, *operation, task);
}

} // namespace qbm::test
