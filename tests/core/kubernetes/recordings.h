// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace qbm::test {

/// The recorded answers of a real API server, read where they are: QBM_RECORDINGS/kubernetes, else
/// ../shared/recordings/kubernetes beside the project. Empty if there are none: such tests say that they are skipped.
std::filesystem::path recordingsFolder();

/// Calls back for each record of a file; how many there were.
int eachRecord(const std::string& file, const std::function<void(const nlohmann::json& record)>& callback);

/// The record of that id; null if absent.
nlohmann::json recordNamed(const std::string& file, const std::string& id);

} // namespace qbm::test

#define QBM_NEEDS_RECORDINGS() \
    do { \
        if (qbm::test::recordingsFolder().empty()) \
            QSKIP("the recordings of a real API server are not here (QBM_RECORDINGS)"); \
    } while (false)
