// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/backup_environment.h"
#include "core/operation/engine.h"
#include "core/postgres/client.h"

#include <filesystem>
#include <map>
#include <string>

/// What the backup tests share: a database with everything that makes dumps difficult, and deployments in a file.
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

    Result<std::string> findPodByAddress(const std::string&, TaskContext&) override { return std::string(); }
    Result<std::vector<backup::Interferer>> fetchInterferers(const std::vector<std::string>&, TaskContext&) override
    {
        return std::vector<backup::Interferer>();
    }
    Result<> checkMayPause(const backup::Interferer&, TaskContext&) override { return {}; }
    Result<> pause(const backup::Interferer&, TaskContext&) override { return {}; }
    Result<> resume(const backup::Interferer&, TaskContext&) override { return {}; }

    std::map<std::string, int> counts() const;
    void setCounts(const std::map<std::string, int>& counts) const;
    std::string stuck; ///< a deployment whose pods never go
    std::string denied; ///< a deployment that may not be scaled

private:
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

/// Where a test's files are, and how its database is reached.
struct BackupWorld {
    std::filesystem::path folder;
    std::uint16_t port = 0;
    std::string password;
    std::string database = "qbm_ai_system";

    std::filesystem::path backups() const { return folder / "backups"; }
    std::filesystem::path workloadFile() const { return folder / "workload"; }
    postgres::ConnectionSettings settings(AccessMode access = AccessMode::ReadWrite) const;
    backup::BackupEnvironment environment() const;
    operation::Engine engine(operation::Journal::PointHook hook = {}) const;
};

} // namespace qbm::test
