// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace qbm::test {

/// A whole lab (qbm-lab up) in a temporary folder, taken down and removed with the object.
class LabFixture {
public:
    /// \param days of metric history; 1 is the quickest
    /// \param program the built qbm-lab; empty: QBM_BIN_DIR/qbm-lab
    /// \cost 5 to 20 s
    static Result<std::unique_ptr<LabFixture>> start(int days = 1, std::filesystem::path program = {});
    LabFixture(const LabFixture&) = delete;
    LabFixture& operator=(const LabFixture&) = delete;
    ~LabFixture();

    std::filesystem::path folder() const { return m_folder / "lab"; }
    std::filesystem::path profile() const { return folder() / "profile.yaml"; }
    std::filesystem::path kubeconfig() const { return folder() / "kubeconfig"; }

    /// `qbm-lab fault --dir DIR NAME on|off`
    Result<> fault(const std::string& name, bool on) const;
    /// `qbm-lab load --dir DIR --rps N`
    Result<> load(int requestsPerSecond) const;
    /// Any other verb: `qbm-lab VERB --dir DIR ARGUMENTS`; returns what it prints. \error BadData: the same, if it
    /// fails
    Result<std::string> run(const std::string& verb, std::vector<std::string> arguments = {}) const;

private:
    LabFixture(std::filesystem::path folder, std::filesystem::path program);

    std::filesystem::path m_folder;
    std::filesystem::path m_program;
};

} // namespace qbm::test
