// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/backup_environment.h"
#include "core/backup/catalogue.h"
#include "core/operation/engine.h"
#include "core/postgres/client.h"

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace qbm::backup {

/// Makes an empty database with everything of `like` that a dump of it does not hold.
Result<> createDatabaseLike(
    postgres::Client& maintenance, const std::string& name, const std::string& like, TaskContext& context);

} // namespace qbm::backup

/// What the backup tests share: a database with everything that makes dumps difficult, and a cluster
/// and an Alertmanager in files.
namespace qbm::test {

/// Deployments whose replica counts stand in a file, so that they outlive a killed process. Pods follow at once, but
/// for those named in `stuck`.
class FileWorkload : public backup::WorkloadControl {
public:
    explicit FileWorkload(std::filesystem::path file)
        : m_file(std::move(file))
    {
    }

    Result<int> fetchReplicas(const std::string& deployment, TaskContext& context) override;
    Result<> checkMayScale(const std::string& deployment, TaskContext& context) override;
    Result<> scaleTo(const std::string& deployment, int replicas, TaskContext& context) override;
    Result<> waitForPods(
        const std::string& deployment, int replicas, std::chrono::milliseconds timeout, TaskContext& context) override;

    Result<std::string> findPodByAddress(const std::string& address, TaskContext&) override
    {
        return address == "127.0.0.1" ? podHere : std::string();
    }
    Result<std::vector<backup::Interferer>> fetchInterferers(
        const std::vector<std::string>& deployments, TaskContext& context) override;
    Result<> checkMayPause(const backup::Interferer&, TaskContext&) override { return {}; }
    Result<> pause(const backup::Interferer& interferer, TaskContext& context) override;
    Result<> resume(const backup::Interferer& interferer, TaskContext& context) override;

    std::map<std::string, int> counts() const;
    void setCounts(const std::map<std::string, int>& counts) const;
    /// "HorizontalPodAutoscaler backend" to "2-10", "CronJob nightly" to "active", or to "paused".
    std::map<std::string, std::string> interferers() const;
    void setInterferers(const std::map<std::string, std::string>& states) const;
    std::string stuck; ///< a deployment whose pods never go
    std::string podHere; ///< the pod whose address is this machine's
    std::string denied; ///< a deployment that may not be scaled
    /// Asked before every call ("scale backend", "pause nightly"): an error stands for an API server that gives it.
    std::function<Result<>(const std::string& call)> before;

private:
    Result<> ask(const std::string& call, TaskContext& context) const;
    Result<> setInterferer(const backup::Interferer& interferer, const std::string& state) const;

    std::filesystem::path m_file;
};

/// An Alertmanager in a file: which silences were made and which of them are open.
class FileSilencer final : public backup::AlertSilencer {
public:
    explicit FileSilencer(std::filesystem::path file)
        : m_file(std::move(file))
    {
    }

    std::string scope() const override { return "namespace=\"qbm-ai-system\""; }
    Result<std::string> open(const std::string& comment, std::chrono::minutes longest, TaskContext& context) override;
    Result<std::string> find(const std::string& comment, TaskContext& context) override;
    Result<> close(const std::string& id, TaskContext& context) override;
    Result<backup::SilencedAlerts> fetchSilenced(const std::string& comment, TaskContext& context) override;

    /// By id: "open" or "closed", and the comment.
    std::map<std::string, std::pair<std::string, std::string>> silences() const;
    int openSilences() const;
    bool unreachable = false;
    std::vector<backup::SilencedAlert> firing;

private:
    void write(const std::map<std::string, std::pair<std::string, std::string>>& silences) const;
    Result<> reach() const;

    std::filesystem::path m_file;
};

/// SQL that makes tables with odd names, partitions, a view, a sequence, an extension, a large object, foreign keys.
std::string seedSql();
/// SQL that then changes, removes and adds rows and objects.
std::string changeSql();
/// SQL whose answer differs when any row, large object, sequence or relation differs.
std::string digestSql();
/// SQL that makes the database empty.
std::string emptySql();

/// The newest usable backup in a folder that is no safety dump, whoever it is of. \error NotFound
Result<backup::Backup> latestBackup(const std::filesystem::path& folder, TaskContext& task);

/// Where a test's files are, and how its database is reached.
struct BackupWorld {
    std::filesystem::path folder;
    std::uint16_t port = 0;
    std::string password;
    std::string database = "qbm_ai_system";

    std::filesystem::path backups() const { return folder / "backups"; }
    std::filesystem::path workloadFile() const { return folder / "workload"; }
    std::filesystem::path silenceFile() const { return folder / "silences"; }
    postgres::ConnectionSettings settings(AccessMode access = AccessMode::ReadWrite) const;
    /// One statement in `name` (empty: the live database) as the superuser: cells joined by '|', a line a row, or
    /// "failed: ...".
    std::string ask(const std::string& sql, const std::string& name = {}) const;
    backup::BackupEnvironment environment() const;
    operation::Engine engine(operation::Journal::PointHook hook = {}) const;
};

} // namespace qbm::test
