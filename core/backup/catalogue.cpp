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

constexpr std::string_view kPartialSuffix = ".partial";
constexpr std::string_view kSidecarSuffix = ".json";
constexpr std::string_view kArchiveMagic = "PGDMP";
constexpr std::string_view kZstdMagic = "\x28\xb5\x2f\xfd"; ///< RFC 8878, 3.1.1
constexpr std::string_view kAgeMagic = "age-encryption.org/v1\n";
/// Where a directory's table of contents is.
constexpr const char* kContentsFile = "toc.dat";
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

std::string headOf(const fs::path& file, std::size_t count)
{
    const FileDescriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    std::string head(count, '\0');
    const ssize_t got = fd ? ::read(fd.get(), head.data(), head.size()) : 0;
    head.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return head;
}

/// An OpenPGP message begins with a session key encrypted to a public key: packet tag 1. \source RFC 9580, 4.2 and 5.1
bool isOpenPgp(std::string_view head)
{
    const unsigned char first = head.empty() ? 0 : static_cast<unsigned char>(head[0]);
    return first == 0xC1 || (first & 0xFC) == 0x84;
}

/// Whether the first bytes are those its name promises.
bool hasMagic(const Backup& backup)
{
    const std::string head
        = headOf(backup.format == Format::Directory ? backup.file / kContentsFile : backup.file, kAgeMagic.size());
    switch (backup.encryption) {
    case Encryption::Age:
        return head == kAgeMagic;
    case Encryption::Gpg:
        return isOpenPgp(head);
    case Encryption::None:
        break;
    }
    return head.starts_with(backup.format == Format::Fast ? kZstdMagic : kArchiveMagic);
}

BackupState stateOf(const Backup& backup)
{
    if (backup.sizeBytes < kSmallestDumpBytes || (backup.sidecar && backup.sizeBytes < backup.sidecar->sizeBytes))
        return BackupState::Truncated;
    if (!hasMagic(backup) || (backup.sidecar && backup.sizeBytes != backup.sidecar->sizeBytes))
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

/// What belongs to one name: NAME, NAME.partial, NAME.json.
struct Files {
    bool dump = false;
    bool partial = false;
    bool sidecar = false;
};

/// Nothing for what is not there.
std::uint64_t sizeOf(const fs::path& path, const struct stat& info)
{
    if (!S_ISDIR(info.st_mode))
        return static_cast<std::uint64_t>(info.st_size);
    std::uint64_t sizeBytes = 0;
    std::error_code error;
    for (fs::directory_iterator it(path, error); !error && it != fs::directory_iterator(); it.increment(error)) {
        struct stat file { };
        if (::stat(it->path().c_str(), &file) == 0 && S_ISREG(file.st_mode))
            sizeBytes += static_cast<std::uint64_t>(file.st_size);
    }
    return sizeBytes;
}

Backup named(const fs::path& folder, const std::string& name)
{
    Backup backup;
    backup.name = name;
    backup.file = folder / name;
    if (const auto parts = parseName(name)) {
        backup.format = parts->format;
        backup.encryption = parts->encryption;
    }
    return backup;
}

Backup examineDump(const fs::path& folder, const std::string& name, const Files& files)
{
    Backup backup = named(folder, name);
    if (files.sidecar)
        readSidecarInto(backup);
    struct stat info { };
    const bool there = ::stat(backup.file.c_str(), &info) == 0;
    backup.sizeBytes = there ? sizeOf(backup.file, info) : 0;
    backup.takenAt = timeOf(backup, info);
    if (!there)
        backup.state = BackupState::Missing;
    else if (!backup.problem.empty())
        backup.state = BackupState::RecordDamaged;
    else if (S_ISDIR(info.st_mode) != (backup.format == Format::Directory))
        backup.state = BackupState::Foreign;
    else
        backup.state = stateOf(backup);
    return backup;
}

Backup examinePartial(const fs::path& folder, const std::string& name)
{
    Backup backup = named(folder, name);
    backup.name += kPartialSuffix;
    backup.file = partialPath(backup.file);
    struct stat info { };
    if (::stat(backup.file.c_str(), &info) == 0)
        backup.sizeBytes = sizeOf(backup.file, info);
    backup.takenAt = timeOf(backup, info);
    backup.state = BackupState::Partial;
    return backup;
}

/// Takes `suffix` off a name of a backup; nothing for other names.
std::optional<std::string> withoutSuffix(std::string_view fileName, std::string_view suffix)
{
    if (!fileName.ends_with(suffix))
        return std::nullopt;
    fileName.remove_suffix(suffix.size());
    return parseName(fileName) ? std::optional(std::string(fileName)) : std::nullopt;
}

/// Whether a backup's name is `wanted` and some of its suffixes.
bool isShortFor(std::string_view wanted, std::string_view name)
{
    const auto parts = parseName(name);
    return parts && wanted.size() >= parts->stem.size() && wanted.size() < name.size() && name.starts_with(wanted)
        && name[wanted.size()] == '.';
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
        if (parseName(name))
            names[name].dump = true;
        else if (const auto unfinished = withoutSuffix(name, kPartialSuffix))
            names[*unfinished].partial = true;
        else if (const auto described = withoutSuffix(name, kSidecarSuffix))
            names[*described].sidecar = true;
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
    case BackupState::RecordDamaged:
        return "bad-record";
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
    case BackupState::RecordDamaged:
        return text(QT_TRANSLATE_NOOP("core",
            "Its sidecar cannot be read or was changed since it was written, so nobody knows what the dump should hold. "
            "Bring the sidecar back, or move it away and adopt the dump."));
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
    auto found = std::ranges::find_if(backups, [&](const Backup& backup) {
        return latest ? backup.usable() && !backup.isSafetyDump() : backup.name == nameOrLatest;
    });
    if (found == backups.end() && !latest)
        found = std::ranges::find_if(
            backups, [&](const Backup& backup) { return isShortFor(nameOrLatest, backup.name); });
    if (found != backups.end())
        return *found;
    return fail(ErrorKind::NotFound,
        latest ? text(QT_TRANSLATE_NOOP("core", "There is no usable backup in %1; make one first."), m_folder.string())
               : text(QT_TRANSLATE_NOOP("core", "There is no backup %1 in %2."), nameOrLatest, m_folder.string()));
}

std::string backupName(TimePoint time, Format format, Encryption encryption)
{
    return std::string(kPrefix) + formatLocalStamp(time) + suffix(format, encryption);
}

fs::path partialPath(const fs::path& backup)
{
    fs::path path = backup;
    path += kPartialSuffix;
    return path;
}

} // namespace qbm::backup
