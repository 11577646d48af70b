// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/backup_environment.h"
#include "core/backup/catalogue.h"
#include "core/backup/copy/backup_copies.h"
#include "core/operation/engine.h"

#include <filesystem>
#include <string>

/// What the tests of copies share: a folder of files that look like backups, with true sidecars, and a second place.
namespace qbm::test {

struct CopyWorld {
    std::filesystem::path root;
    backup::CopyPlace place;

    std::filesystem::path backups() const { return root / "backups"; }
    std::filesystem::path second() const { return root / "second"; }
    backup::BackupEnvironment environment() const;
    operation::Engine engine(operation::Journal::PointHook hook = {}) const;

    /// A backup of that size with its sidecar.
    void add(const std::string& name, std::size_t sizeBytes) const;
    /// A directory backup of three files.
    void addDirectory(const std::string& name) const;
    backup::Sidecar sidecar(const std::string& name) const;
    std::string content(const std::string& name) const;

    Result<operation::Outcome> copy(
        const std::string& name, TaskContext& task, const operation::Observer& observer = {}) const;
    Result<operation::Outcome> fetch(const std::string& name, TaskContext& task) const;
    std::vector<backup::PlacedCopy> copies() const;

    /// Runs the copy in another process that is killed at the journal point of that number, counted from 1; 0: once
    /// `until` has answered true. \return whether it was killed, rather than done before that point
    bool killCopyAt(const std::string& name, int point, const std::function<bool()>& until = {}) const;
};

/// Files of a folder by name.
std::vector<std::string> namesIn(const std::filesystem::path& folder);
/// How the operation ended, for comparisons that say more than true and false.
std::string ending(const Result<operation::Outcome>& outcome);

} // namespace qbm::test
