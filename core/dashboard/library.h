// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/dashboard/model.h"

#include <filesystem>
#include <string>
#include <vector>

namespace qbm::dashboard {

/// A dashboard file that is there to be opened.
struct LibraryEntry {
    std::string id; ///< file name without .json: how it is asked for
    std::string title; ///< empty where the file cannot be read
    std::filesystem::path file;
    bool builtIn = false;
    std::optional<Error> error; ///< why it cannot be shown
};

/// The folders that hold dashboards. A user's file hides a built-in one of the same name.
class Library {
public:
    Library(std::filesystem::path builtInFolder, std::filesystem::path userFolder);

    /// Built-in ones first, each part by title. Folders that are not there are empty.
    std::vector<LibraryEntry> list() const;
    /// \error NotFound names those there are; BadData
    Result<ParsedDashboard> load(const std::string& id) const;

private:
    std::filesystem::path m_builtInFolder;
    std::filesystem::path m_userFolder;
};

/// Reads one file. \error NotFound, BadData
Result<ParsedDashboard> loadDashboardFile(const std::filesystem::path& file);

/// The folder of the built-in dashboards: beside the installed program (`../share/qbm-console/dashboards`), else the source
/// tree's above a build folder; `QBM_RESOURCES` names another resources folder.
std::filesystem::path builtInDashboardFolder();
/// $XDG_CONFIG_HOME/qbm-console/dashboards
std::filesystem::path userDashboardFolder();

} // namespace qbm::dashboard
