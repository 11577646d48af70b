// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/profile.h"
#include "core/config/user_folders.h"

#include <algorithm>

namespace qbm::config {

namespace {
constexpr const char* kProgram = "qbm-console";
constexpr const char* kSuffix = ".yaml";
}

std::filesystem::path profilesFolder()
{
    return xdgFolder("XDG_CONFIG_HOME", ".config") / kProgram / "profiles";
}

std::vector<std::string> listProfiles()
{
    std::vector<std::string> names;
    std::error_code error;
    for (auto it = std::filesystem::directory_iterator(profilesFolder(), error);
         !error && it != std::filesystem::directory_iterator(); it.increment(error)) {
        std::error_code unreadable;
        if (it->path().extension() == kSuffix && it->is_regular_file(unreadable))
            names.push_back(it->path().stem().string());
    }
    std::ranges::sort(names);
    return names;
}

Result<std::filesystem::path> findProfile(const std::string& fileOrName)
{
    const bool isPath = fileOrName.find('/') != std::string::npos || fileOrName.ends_with(kSuffix) || fileOrName.ends_with(".yml");
    const std::filesystem::path file = isPath ? expandHome(fileOrName) : profilesFolder() / (fileOrName + kSuffix);
    std::error_code error;
    if (std::filesystem::is_regular_file(file, error))
        return file;
    if (isPath)
        return fail(ErrorKind::NotFound, text(QT_TRANSLATE_NOOP("core", "There is no profile file %1."), file.string()));
    std::string names;
    for (const std::string& name : listProfiles())
        names += (names.empty() ? "" : ", ") + name;
    if (names.empty())
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core", "There is no profile %1: none is kept in %2 yet."), fileOrName, profilesFolder().string()));
    return fail(ErrorKind::NotFound, text(QT_TRANSLATE_NOOP("core", "There is no profile %1; there are: %2."), fileOrName, names));
}

std::filesystem::path effectiveStateFolder(const Profile& profile)
{
    if (!profile.stateFolder.empty())
        return profile.stateFolder;
    return xdgFolder("XDG_STATE_HOME", ".local/state") / kProgram / profile.name;
}

std::filesystem::path effectiveBackupFolder(const Profile& profile)
{
    return profile.backups.folder.empty() ? effectiveStateFolder(profile) / "backups" : profile.backups.folder;
}

} // namespace qbm::config
