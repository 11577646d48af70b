// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/copy/copy_store.h"

namespace qbm::backup {

/// A folder as second place. It is never made: a share that is not mounted must not become a folder on the same disk.
class FolderStore final : public CopyStore {
public:
    explicit FolderStore(std::filesystem::path folder)
        : m_folder(std::move(folder))
    {
    }

    Result<std::vector<File>> list(TaskContext& context) override;
    Result<BackupDigest> write(
        const std::filesystem::path& backup, const std::string& expected, TaskContext& context) override;
    Result<BackupDigest> readBack(const std::string& name, std::uint64_t expectedBytes, TaskContext& context) override;
    Result<BackupDigest> fetch(
        const std::string& name, std::uint64_t expectedBytes, const Unfinished& into, TaskContext& context) override;
    Result<std::string> readText(const std::string& name, TaskContext& context) override;
    Result<> writeText(const std::string& name, const std::string& content, TaskContext& context) override;
    Result<> remove(const std::string& name, TaskContext& context) override;

private:
    Result<> requireFolder() const;

    std::filesystem::path m_folder;
};

} // namespace qbm::backup
