// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dashboard/library.h"

#include "core/base/file.h"
#include "core/dashboard/parse.h"

#include <algorithm>
#include <cstdlib>
#include <map>

namespace qbm::dashboard {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kLargestFileBytes = 32u << 20;

std::vector<LibraryEntry> listFolder(const fs::path& folder, bool builtIn)
{
    std::vector<LibraryEntry> entries;
    std::error_code failed;
    for (fs::directory_iterator it(folder, failed), end; !failed && it != end; it.increment(failed)) {
        if (it->path().extension() != ".json")
            continue;
        LibraryEntry entry{it->path().stem().string(), {}, it->path(), builtIn, std::nullopt};
        if (auto parsed = loadDashboardFile(entry.file))
            entry.title = parsed->dashboard.title.empty() ? entry.id : parsed->dashboard.title;
        else
            entry.error = std::move(parsed).error();
        entries.push_back(std::move(entry));
    }
    std::ranges::sort(entries, {}, [](const LibraryEntry& e) { return std::tie(e.title, e.id); });
    return entries;
}

} // namespace

Library::Library(fs::path builtInFolder, fs::path userFolder)
    : m_builtInFolder(std::move(builtInFolder))
    , m_userFolder(std::move(userFolder))
{
}

std::vector<LibraryEntry> Library::list() const
{
    std::vector<LibraryEntry> all = listFolder(m_builtInFolder, true);
    std::vector<LibraryEntry> own = listFolder(m_userFolder, false);
    std::erase_if(all, [&own](const LibraryEntry& entry) { return std::ranges::find(own, entry.id, &LibraryEntry::id) != own.end(); });
    std::ranges::move(own, std::back_inserter(all));
    return all;
}

Result<ParsedDashboard> Library::load(const std::string& id) const
{
    std::string names;
    for (const LibraryEntry& entry : list()) {
        if (entry.id == id)
            return loadDashboardFile(entry.file);
        names += (names.empty() ? "" : ", ") + entry.id;
    }
    return fail(ErrorKind::NotFound, text(QT_TRANSLATE_NOOP("core", "There is no dashboard \"%1\"; there are: %2."), id, names.empty() ? "-" : names));
}

Result<ParsedDashboard> loadDashboardFile(const fs::path& file)
{
    const Text step = text(QT_TRANSLATE_NOOP("core", "Read dashboard %1"), file.string());
    auto source = readFile(file, kLargestFileBytes);
    if (!source)
        return fail(std::move(source).error(), step);
    auto parsed = parseDashboard(*source);
    if (!parsed)
        return fail(std::move(parsed).error(), step);
    return parsed;
}

fs::path builtInDashboardFolder()
{
    if (const char* resources = std::getenv("QBM_RESOURCES"); resources != nullptr && *resources != '\0')
        return fs::path(resources) / "dashboards";
    std::error_code failed;
    const fs::path program = fs::read_symlink("/proc/self/exe", failed);
    const fs::path installed = program.parent_path().parent_path() / "share" / "qbm-console" / "dashboards";
    if (failed || fs::is_directory(installed, failed))
        return installed;
    // Out of a build folder (build/PRESET/bin) the source tree stands three levels up.
    const fs::path source = program.parent_path().parent_path().parent_path().parent_path() / "resources" / "dashboards";
    return fs::is_directory(source, failed) ? source : installed;
}

fs::path userDashboardFolder()
{
    const char* config = std::getenv("XDG_CONFIG_HOME");
    if (config != nullptr && *config != '\0')
        return fs::path(config) / "qbm-console" / "dashboards";
    const char* home = std::getenv("HOME");
    return fs::path(home != nullptr ? home : "/") / ".config" / "qbm-console" / "dashboards";
}

} // namespace qbm::dashboard
