// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace qbm::lab {

/// Where everything lies in a lab's folder.
struct LabFolder {
    std::filesystem::path root; ///< absolute, without a trailing slash

    /// The lab in a folder given by a user, which may be relative.
    static LabFolder at(const std::filesystem::path& folder)
    {
        auto root = std::filesystem::absolute(folder).lexically_normal();
        return {root.has_filename() ? root : root.parent_path()};
    }

    std::filesystem::path stateFile() const { return root / "lab.json"; }
    /// Held while lab.json is read and written back.
    std::filesystem::path stateLock() const { return root / ".lab.lock"; }
    /// Held by up, down, fault and load as long as they work.
    std::filesystem::path verbLock() const { return root / ".verb.lock"; }
    std::filesystem::path profile() const { return root / "profile.yaml"; }
    std::filesystem::path kubeconfig() const { return root / "kubeconfig"; }
    std::filesystem::path secrets() const { return root / "secrets"; }
    std::filesystem::path secret(const char* name) const { return secrets() / name; }
    std::filesystem::path logs() const { return root / "logs"; }
    std::filesystem::path log(const std::string& part) const { return logs() / (part + ".log"); }
    std::filesystem::path postgres() const { return root / "postgres"; }
    std::filesystem::path postgresData() const { return postgres() / "data"; }
    std::filesystem::path redis() const { return root / "redis"; }
    std::filesystem::path prometheus() const { return root / "prometheus"; }
    std::filesystem::path prometheusData() const { return prometheus() / "data"; }
    std::filesystem::path alertmanager() const { return root / "alertmanager"; }
    std::filesystem::path application() const { return root / "application"; }
    std::filesystem::path kubernetes() const { return root / "kubernetes"; }
    /// What the application and the simulator are asked to do and say they do.
    std::filesystem::path control() const { return root / "control"; }
    std::filesystem::path backups() const { return root / "backups"; }
    std::filesystem::path consoleState() const { return root / "state"; }
};

} // namespace qbm::lab
