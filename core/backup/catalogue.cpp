// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/catalogue.h"

#include "core/base/file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>
#include <fcntl.h>
#include <map>
#include <sys/stat.h>
#include <unistd.h>

namespace qbm::backup {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kDumpSuffix = ".dump";
constexpr std::string_view kPartialSuffix = ".dump.partial";
constexpr std::string_view kSidecarSuffix = ".dump.json";
constexpr std::string_view kMagic = "PGDMP";
/// The header of a custom-format archive and one entry are longer than this.
constexpr std::uint64_t kSmallestDumpBytes = 64;
constexpr std::string_view kPrefix = "qbm_backup_";

std::optional<std::tm> stampIn(std::string_view name)
{
    // qbm_backup_20261122_020000
    constexpr std::size_t kStampLength = 15;
    if (!name.starts_with(kPrefix) || name.size() < kPrefix.size() + kStampLength)
        return std::nullopt;
    const std::string_view stamp = name.substr(kPrefix.size(), kStampLength);
    const std::array<std::pair<std::size_t, std::size_t>, 6> fields{{{0, 4}, {4, 2}, {6, 2}, {9, 2}, {11, 2}, {13, 2}}};
    std::array<int, 6> values{};
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const std::string_view part = stamp.substr(fields[i].first, fields[i].second);
        const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), values[i]);
        if (error != std::errc() || end != part.data() + part.size())
            return std::nullopt;
    }
    std::tm time{};
    time.tm_year = values[0] - 1900;
    time.tm_mon = values[1] - 1;
    time.tm_mday = values[2];
    time.tm_hour = values[3];
    time.tm_min = values[4];
    time.tm_sec = values[5];
    time.tm_isdst = -1;
    return time;
}

TimePoint timeOf(const Backup& backup, const struct stat& info)
{
    if (backup.sidecar)
        return backup.sidecar->snapshotAt;
    if (auto stamp = stampIn(backup.name))
        return std::chrono::system_clock::from_time_t(std::mktime(&*stamp));
    return std::chrono::system_clock::from_time_t(info.st_mtim.tv_sec);
}

bool hasMagic(const fs::path& file)
{
    const FileDescriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    std::array<char, kMagic.size()> head{};
    return fd && ::read(fd.get(), head.data(), head.size()) == static_cast<ssize_t>(head.size())
        && std::string_view(head.data(), head.size()) == kMagic;
}

BackupState stateOf(const Backup& backup)
{
    if (backup.sizeBytes < kSmallestDumpBytes || (backup.sidecar && backup.sizeBytes < backup.sidecar->sizeBytes))
        return BackupState::Truncated;
    if (!hasMagic(backup.file) || (backup.sidecar && backup.sizeBytes != backup.sidecar->sizeBytes))
        return BackupState::Foreign;
    return backup.sidecar ? BackupState::Complete : BackupState::WithoutSidecar;
}

void readSidecarInto(Backup& backup)
{
    auto sidecar = readSidecar(backup.file);
    if (sidecar)
        backup.sidecar = std::move(*sidecar);
    else if (sidecar.error().kind != ErrorKind::NotFound)
        backup.problem = sidecar.error().english();
}

/// What belongs to one name: NAME.dump, NAME.dump.partial, NAME.dump.json.
struct Files {
    bool dump = false;
    bool partial = false;
    bool sidecar = false;
};

Backup examineDump(const fs::path& folder, const std::string& name, const Files& files)
{
    Backup backup;
    backup.name = name;
    backup.file = folder / name;
    if (files.sidecar)
        readSidecarInto(backup);
    struct stat info { };
    const bool there = ::stat(backup.file.c_str(), &info) == 0;
    backup.sizeBytes = there ? static_cast<std::uint64_t>(info.st_size) : 0;
    backup.takenAt = timeOf(backup, info);
    backup.state = there ? stateOf(backup) : BackupState::Missing;
    return backup;
}

Backup examinePartial(const fs::path& folder, const std::string& name)
{
    Backup backup;
    backup.name = name + ".partial";
    backup.file = folder / backup.name;
    struct stat info { };
    if (::stat(backup.file.c_str(), &info) == 0)
        backup.sizeBytes = static_cast<std::uint64_t>(info.st_size);
    backup.takenAt = timeOf(backup, info);
    backup.state = BackupState::Partial;
    return backup;
}

Result<std::map<std::string, Files>> namesIn(const fs::path& folder)
{
    std::map<std::string, Files> names;
    std::error_code error;
    fs::directory_iterator it(folder, error);
    if (error == std::errc::no_such_file_or_directory)
        return names;
    for (; !error && it != fs::directory_iterator(); it.increment(error)) {
        const std::string name = it->path().filename().string();
        if (name.ends_with(kDumpSuffix))
            names[name].dump = true;
        else if (name.ends_with(kPartialSuffix))
            names[name.substr(0, name.size() - kPartialSuffix.size() + kDumpSuffix.size())].partial = true;
        else if (name.ends_with(kSidecarSuffix))
            names[name.substr(0, name.size() - kSidecarSuffix.size() + kDumpSuffix.size())].sidecar = true;
    }
    if (error)
        return fail(fileError(
            error.value(), text(QT_TRANSLATE_NOOP("core", "Cannot read the backup folder %1"), folder.string())));
    return names;
}

} // namespace

std::string_view name(BackupState state)
{
    switch (state) {
    case BackupState::Complete:
        return "complete";
    case BackupState::WithoutSidecar:
        return "no-sidecar";
    case BackupState::Partial:
        return "partial";
    case BackupState::Truncated:
        return "truncated";
    case BackupState::Foreign:
        return "foreign";
    case BackupState::Missing:
        return "missing";
    }
    return "foreign";
}

Text explain(BackupState state)
{
    switch (state) {
    case BackupState::Complete:
        return text(QT_TRANSLATE_NOOP("core", "The file has the size its sidecar names; verify reads it to the end."));
    case BackupState::WithoutSidecar:
        return text(QT_TRANSLATE_NOOP("core",
            "A dump without a sidecar, as the backup script makes them: it can be restored, but there are no row "
            "counts to hold it against."));
    case BackupState::Partial:
        return text(QT_TRANSLATE_NOOP(
            "core", "Still being written, or left behind by a program that was ended; it cannot be restored."));
    case BackupState::Truncated:
        return text(QT_TRANSLATE_NOOP("core", "Shorter than it was when it was made; do not rely on it."));
    case BackupState::Foreign:
        return text(QT_TRANSLATE_NOOP("core", "Not the archive its name or its sidecar promises; do not rely on it."));
    case BackupState::Missing:
        return text(QT_TRANSLATE_NOOP("core", "The sidecar is there, the dump is not."));
    }
    return {};
}

Result<std::vector<Backup>> Catalogue::list(TaskContext& context) const
{
    QBM_TRY(names, namesIn(m_folder));
    std::vector<Backup> backups;
    for (const auto& [name, files] : names) {
        QBM_CHECK(context.checkpoint());
        // While a dump is being finished, its sidecar is there a moment before it.
        if (files.dump || (files.sidecar && !files.partial))
            backups.push_back(examineDump(m_folder, name, files));
        if (files.partial)
            backups.push_back(examinePartial(m_folder, name));
    }
    std::ranges::sort(backups, [](const Backup& a, const Backup& b) {
        return a.takenAt != b.takenAt ? a.takenAt > b.takenAt : a.name > b.name;
    });
    return backups;
}

Result<Backup> Catalogue::find(std::string_view nameOrLatest, TaskContext& context) const
{
    if (nameOrLatest.empty() || nameOrLatest.find('/') != std::string_view::npos)
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP(
                     "core", "\"%1\" is not the name of a backup; give a name from the list of %2, or LATEST."),
                nameOrLatest, m_folder.string()));
    QBM_TRY(backups, list(context));
    const bool latest = nameOrLatest == "LATEST";
    for (const Backup& backup : backups) {
        if (latest ? backup.usable() && !backup.isSafetyDump()
                   : backup.name == nameOrLatest || backup.name == std::string(nameOrLatest) + std::string(kDumpSuffix))
            return backup;
    }
    return fail(ErrorKind::NotFound,
        latest ? text(QT_TRANSLATE_NOOP("core", "There is no usable backup in %1; make one first."), m_folder.string())
               : text(QT_TRANSLATE_NOOP("core", "There is no backup %1 in %2."), nameOrLatest, m_folder.string()));
}

std::string backupName(TimePoint time)
{
    return std::string(kPrefix) + formatLocalStamp(time) + std::string(kDumpSuffix);
}

} // namespace qbm::backup
