// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/process.h"

#include <cstdlib>
#include <unistd.h>

namespace qbm::process {

namespace {

bool isProgram(const std::filesystem::path& file)
{
    std::error_code error;
    return std::filesystem::is_regular_file(file, error) && ::access(file.c_str(), X_OK) == 0;
}

std::vector<std::filesystem::path> foldersOnPath()
{
    const char* path = std::getenv("PATH");
    std::string_view rest = path ? path : "/usr/local/bin:/usr/bin:/bin";
    std::vector<std::filesystem::path> folders;
    while (!rest.empty()) {
        const std::size_t colon = rest.find(':');
        // An empty entry means the current folder to a shell; a program lying there by chance is not what we want.
        if (const std::string_view entry = rest.substr(0, colon); !entry.empty())
            folders.emplace_back(entry);
        rest = colon == std::string_view::npos ? std::string_view() : rest.substr(colon + 1);
    }
    return folders;
}

} // namespace

Result<std::filesystem::path> findProgram(
    std::string_view name, const std::vector<std::filesystem::path>& extraFolders)
{
    if (name.find('/') != std::string_view::npos) {
        std::filesystem::path file(name);
        if (isProgram(file))
            return file;
        std::error_code error;
        if (std::filesystem::exists(file, error))
            return fail(ErrorKind::Denied,
                text(QT_TRANSLATE_NOOP("core", "%1 is not a program that may be run here."), name));
        return fail(ErrorKind::NotFound, text(QT_TRANSLATE_NOOP("core", "There is no program %1."), name));
    }
    std::vector<std::filesystem::path> folders = foldersOnPath();
    folders.insert(folders.end(), extraFolders.begin(), extraFolders.end());
    for (const std::filesystem::path& folder : folders) {
        if (std::filesystem::path file = folder / name; !name.empty() && isProgram(file))
            return file;
    }
    return fail(ErrorKind::NotFound,
        text(QT_TRANSLATE_NOOP("core", "The program %1 was not found on PATH; install it or name its full path."), name));
}

} // namespace qbm::process
