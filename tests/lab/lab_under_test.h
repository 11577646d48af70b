// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// What the tests of qbm-lab look at from outside.
namespace qbm::test {

/// Living processes (no zombies) whose command line or environment names the folder.
std::vector<pid_t> processesNaming(const std::filesystem::path& folder);

/// The port of a part, from `lab.json`; 0 if it is not there.
std::uint16_t portOf(const std::filesystem::path& lab, std::string_view part);
/// The recorded process of a part; 0 if it was never started.
pid_t pidOf(const std::filesystem::path& lab, std::string_view part);

/// What psql prints for a query on the lab's database, trimmed; gives up after two seconds where nobody answers.
Result<std::string> query(const std::filesystem::path& lab, const std::string& sql);

/// Status of a request of the lab's admin to its Kubernetes API; 0 if there is no answer within two seconds.
int kubernetesStatus(
    const std::filesystem::path& lab, const std::string& method, const std::string& path, const std::string& body = {});

/// Sum of the samples in the application's /metrics whose line begins with `prefix`.
double metricSum(const std::filesystem::path& lab, std::string_view prefix);

} // namespace qbm::test
