// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/keep/folder_memory.h"

#include "core/backup/dump/backup_operation.h"
#include "core/base/file.h"
#include "core/base/json_text.h"
#include "core/base/log.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace qbm::backup {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using operation::Check;
using operation::Verdict;

constexpr std::string_view kSidecarSuffix = ".json";

/// Of each folder that this profile has had: the newest backup that was seen there.
fs::path memoryFile(const BackupEnvironment& environment)
{
    return environment.state / "backup-folders.json";
}

std::string keyOf(const fs::path& folder)
{
    std::error_code error;
    std::string key = fs::absolute(folder, error).lexically_normal().string();
    while (key.size() > 1 && key.ends_with('/'))
        key.pop_back();
    return key;
}

json readMemory(const BackupEnvironment& environment)
{
    const auto written = environment.state.empty() ? Result<std::string>(std::string()) : readFile(memoryFile(environment));
    json memory = written ? json::parse(*written, nullptr, false) : json();
    return memory.is_object() ? memory : json::object();
}

/// The newest backup that was seen there, empty where that is not told; nullopt: nobody knows of any.
std::optional<std::string> rememberedIn(const BackupEnvironment& environment)
{
    const json memory = readMemory(environment);
    const auto found = memory.find(keyOf(environment.folder));
    if (found != memory.end())
        return found->is_string() ? found->get<std::string>() : std::string();
    if (!memory.empty() || !environment.operations)
        return std::nullopt;
    // Versions before this one remembered nothing: then the journals tell.
    std::optional<std::string> made;
    for (const operation::Record& record : environment.operations()) {
        const auto name = record.values.find(kMadeBackupKey);
        if (record.kind == kBackupCreateKind && record.state == operation::RecordState::Done)
            made = name != record.values.end() ? name->second : std::string();
    }
    return made;
}

enum class Holding { Backups, Nothing, NotThere, Unknown };

/// A sidecar whose dump is missing is a backup too: its alarm tells the rest.
Holding holdingOf(const fs::path& folder)
{
    std::error_code error;
    fs::directory_iterator it(folder, error);
    if (error == std::errc::no_such_file_or_directory)
        return Holding::NotThere;
    for (; !error && it != fs::directory_iterator(); it.increment(error)) {
        const std::string name = it->path().filename().string();
        const bool sidecar = name.ends_with(kSidecarSuffix);
        if (parseName(sidecar ? name.substr(0, name.size() - kSidecarSuffix.size()) : name))
            return Holding::Backups;
    }
    return error ? Holding::Unknown : Holding::Nothing;
}

Text lastSeen(const std::string& newest)
{
    return newest.empty() ? text(QT_TRANSLATE_NOOP("core", "backups of this profile were in it"))
                          : text(QT_TRANSLATE_NOOP("core", "%1 was in it"), newest);
}

} // namespace

void rememberFolder(const BackupEnvironment& environment, const std::vector<Backup>& backups)
{
    const auto seen = std::ranges::find_if(
        backups, [](const Backup& backup) { return backup.state != BackupState::Partial; });
    if (environment.state.empty() || seen == backups.end())
        return;
    json memory = readMemory(environment);
    const std::string key = keyOf(environment.folder);
    if (const auto known = memory.find(key); known != memory.end() && *known == seen->name)
        return;
    memory[key] = seen->name;
    auto written = makeFolder(environment.state, 0700);
    if (written)
        written = writeFileDurably(memoryFile(environment), writeJson(memory) + "\n", 0600);
    if (!written)
        log::write(log::Level::Info, "backup", written.error()); // told where it matters; the journals remember too
}

void rememberFolder(const BackupEnvironment& environment, TaskContext& context)
{
    if (const auto backups = Catalogue(environment.folder).list(context))
        rememberFolder(environment, *backups);
}

std::optional<Text> whyFolderIsGone(const BackupEnvironment& environment)
{
    const Holding holding = holdingOf(environment.folder);
    if (holding == Holding::Backups || holding == Holding::Unknown)
        return std::nullopt;
    const auto newest = rememberedIn(environment);
    if (!newest)
        return std::nullopt;
    const std::string folder = environment.folder.string();
    if (holding == Holding::NotThere)
        return text(QT_TRANSLATE_NOOP("core",
                        "The backup folder %1 is gone, although %2: is its share or disk mounted? Mount it or bring it back; "
                        "\"qbmctl backup create --new-folder %1\" begins anew there."),
            folder, lastSeen(*newest));
    return text(QT_TRANSLATE_NOOP("core",
                    "The backup folder %1 is empty, although %2: is its share or disk mounted? Mount it or bring the backups "
                    "back; \"qbmctl backup create --new-folder %1\" begins anew there."),
        folder, lastSeen(*newest));
}

Check checkFolderWasThere(const BackupEnvironment& environment, const std::string& accepted)
{
    Text question = text(QT_TRANSLATE_NOOP("core", "%1 is the folder that it was"), environment.folder.string());
    auto gone = whyFolderIsGone(environment);
    if (!gone)
        return {std::move(question), Verdict::Pass,
            holdingOf(environment.folder) == Holding::Backups
                ? text(QT_TRANSLATE_NOOP("core", "Backups are there."))
                : text(QT_TRANSLATE_NOOP("core", "No backup was ever seen there; this is its first."))};
    if (!accepted.empty() && keyOf(accepted) == keyOf(environment.folder))
        return {std::move(question), Verdict::Warning,
            text(QT_TRANSLATE_NOOP("core", "The backups that were in it are gone, and it is begun anew, as was asked for."))};
    return {std::move(question), Verdict::Fail, std::move(*gone)};
}

Result<> requireFolderWasThere(const BackupEnvironment& environment, const std::string& accepted)
{
    Check check = checkFolderWasThere(environment, accepted);
    if (check.verdict == Verdict::Fail)
        return fail(ErrorKind::Conflict, std::move(check.reason));
    return {};
}

} // namespace qbm::backup
