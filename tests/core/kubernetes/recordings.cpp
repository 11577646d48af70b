// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/kubernetes/recordings.h"
#include "tests/support/folders.h"

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

namespace qbm::test {

std::filesystem::path recordingsFolder()
{
    const char* const named = std::getenv("QBM_RECORDINGS");
    const std::filesystem::path root = named != nullptr ? std::filesystem::path(named)
                                                        : std::filesystem::path(QBM_SOURCE_DIR) / ".." / "shared" / "recordings";
    const std::filesystem::path folder = root / "kubernetes";
    return std::filesystem::is_directory(folder) ? folder : std::filesystem::path();
}

int eachRecord(const std::string& file, const std::function<void(const nlohmann::json&)>& callback)
{
    std::ifstream stream(recordingsFolder() / file);
    std::string line;
    int count = 0;
    while (std::getline(stream, line)) {
        callback(nlohmann::json::parse(line));
        ++count;
    }
    return count;
}

nlohmann::json recordNamed(const std::string& file, const std::string& id)
{
    nlohmann::json found;
    eachRecord(file, [&](const nlohmann::json& record) {
        if (record["id"] == id)
            found = record;
    });
    return found;
}

} // namespace qbm::test
