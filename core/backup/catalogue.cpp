// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/catalogue.h"

#include "core/backup/file_kind.h"
#include "core/base/file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <ctime>
#include <fcntl.h>
#include <iterator>
#include <map>
#include <mutex>
#include <sys/stat.h>
#include <unistd.h>
#include <unordered_map>

namespace qbm::backup {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPartialSuffix = ".partial";
constexpr std::string_view kSidecarSuffix = ".json";
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
    if (const auto stamp = stampedTime(backup.name))
        return *stamp;
    return std::chrono::system_clock::from_time_t(info.st_mtim.tv_sec);
}

BackupState stateOf(Backup& backup)
{
    if (backup.sizeBytes < kSmallestDumpBytes || (backup.sidecar && backup.sizeBytes < backup.sidecar->sizeBytes))
        return BackupState::Truncated;
    backup.kindOfFile = otherKind(backup.file, backup.format, backup.encryption);
    if (!backup.kindOfFile.empty() || (backup.sidecar && backup.sizeBytes != backup.sidecar->sizeBytes))
        return BackupState::Foreign;
    if (!backup.sidecar)
        return BackupState::WithoutSidecar;
    return backup.sidecar->damagedAt ? BackupState::Damaged : BackupState::Complete;
}

void readSidecarInto(Backup& backup)
{
    auto sidecar = readSidecar(backup.file);
    if (sidecar) {
        backup.sidecar = std::move(*sidecar);
        backup.origin = backup.sidecar->origin();
    } else if (sidecar.error().kind != ErrorKind::NotFound)
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

/// What is there under the name, before anything is read.
BackupState stateOfEntry(Backup& backup, struct stat& info)
{
    struct stat entry { };
    if (::lstat(backup.file.c_str(), &entry) != 0)
        return errno == ENOENT ? BackupState::Missing : BackupState::Away;
    if (::stat(backup.file.c_str(), &info) != 0)
        return BackupState::Away;
    if (!S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode)) { // opening a pipe or a device would wait, or do something
        backup.kindOfFile = "neither a file nor a folder";
        backup.mayBeOpened = false;
        return BackupState::Foreign;
    }
    return BackupState::Complete;
}

} // namespace

Result<> Backup::requireMayBeOpened() const
{
    if (mayBeOpened)
        return {};
    return fail(ErrorKind::BadData,
        text(QT_TRANSLATE_NOOP("core", "%1 is neither a file nor a folder, so it is no backup and is not opened."), name));
}

namespace {

Backup examineDump(const fs::path& folder, const std::string& name, const Files& files)
{
    Backup backup = named(folder, name);
    if (files.sidecar)
        readSidecarInto(backup);
    struct stat info { };
    backup.state = stateOfEntry(backup, info);
    const bool readable = backup.state == BackupState::Complete;
    backup.sizeBytes = readable ? sizeOf(backup.file, info) : 0;
    backup.takenAt = timeOf(backup, info);
    if (!readable)
        return backup;
    if (S_ISDIR(info.st_mode) != (backup.format == Format::Directory)) {
        backup.kindOfFile = S_ISDIR(info.st_mode) ? "a folder" : "a single file";
        backup.state = BackupState::Foreign;
    } else if (!backup.problem.empty())
        backup.state = BackupState::RecordDamaged;
    else
        backup.state = stateOf(backup);
    return backup;
}

/// What tells whether something was changed since it was looked at; nothing for what is not there.
struct Mark {
    dev_t device = 0;
    ino_t number = 0;
    off_t size = 0;
    std::int64_t changedAt = 0; ///< by the file system's clock, in nanoseconds
    friend bool operator==(const Mark&, const Mark&) = default;
};

Mark markOf(const fs::path& path)
{
    struct stat info { };
    if (::stat(path.c_str(), &info) != 0)
        return {};
    return {info.st_dev, info.st_ino, info.st_size, info.st_ctim.tv_sec * std::int64_t{1'000'000'000} + info.st_ctim.tv_nsec};
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

/// Whether `wanted` is the beginning of a backup's name before its suffixes.
bool beginsStem(std::string_view wanted, std::string_view name)
{
    const auto parts = parseName(name);
    return parts && !wanted.empty() && wanted.size() < parts->stem.size() && name.starts_with(wanted);
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
        return "not-a-backup";
    case BackupState::Missing:
        return "missing";
    case BackupState::Away:
        return "away";
    case BackupState::Damaged:
        return "damaged";
    case BackupState::RecordDamaged:
        return "bad-record";
    }
    return "not-a-backup";
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
    case BackupState::Away:
        return text(QT_TRANSLATE_NOOP(
            "core", "A link to a file that cannot be reached now; see whether its share is mounted. It is kept."));
    case BackupState::Damaged:
        return text(QT_TRANSLATE_NOOP("core",
            "Whoever read it last found other bytes than its sidecar names; do not rely on it. If the file was brought "
            "back since, verify looks again."));
    case BackupState::RecordDamaged:
        return text(QT_TRANSLATE_NOOP("core",
            "Its sidecar cannot be read or was changed since it was written, so nobody knows what the dump should hold. "
            "Bring the sidecar back, or move it away and adopt the dump."));
    }
    return {};
}

std::string_view stateWord(const Backup& backup)
{
    return backup.verified() ? "verified" : name(backup.state);
}

Text explain(const Backup& backup)
{
    return backup.verified() ? text(QT_TRANSLATE_NOOP("core", "It was read to its end and is as it was written."))
                             : explain(backup.state);
}

/// What was read of each dump and its sidecar, for as long as neither changes.
class Catalogue::Known {
public:
    Backup examine(const fs::path& folder, const std::string& name, const Files& files)
    {
        const std::scoped_lock lock(m_mutex);
        const fs::path file = folder / name;
        const Mark dump = markOf(file), record = files.sidecar ? markOf(sidecarPath(file)) : Mark{};
        const auto known = m_known.find(name);
        // The size of a directory is that of its files, which its own mark does not tell.
        if (known != m_known.end() && dump != Mark{} && known->second.dump == dump && known->second.record == record
            && known->second.backup.format != Format::Directory)
            return known->second.backup;
        Backup backup = examineDump(folder, name, files);
        m_known.insert_or_assign(name, Entry{dump, record, backup});
        return backup;
    }
    void keepOnly(const std::map<std::string, Files>& names)
    {
        const std::scoped_lock lock(m_mutex);
        std::erase_if(m_known, [&](const auto& known) { return !names.contains(known.first); });
    }

private:
    struct Entry {
        Mark dump, record;
        Backup backup;
    };
    std::mutex m_mutex;
    std::unordered_map<std::string, Entry> m_known;
};

Catalogue::Catalogue(fs::path folder)
    : m_folder(std::move(folder))
    , m_known(std::make_shared<Known>())
{
}

Result<std::vector<Backup>> Catalogue::list(TaskContext& context) const
{
    QBM_TRY(names, namesIn(m_folder));
    m_known->keepOnly(names);
    std::vector<Backup> backups;
    for (const auto& [name, files] : names) {
        QBM_CHECK(context.checkpoint());
        // While a dump is being finished, its sidecar is there a moment before it.
        if (files.dump || (files.sidecar && !files.partial))
            backups.push_back(m_known->examine(m_folder, name, files));
        if (files.partial)
            backups.push_back(examinePartial(m_folder, name));
    }
    std::ranges::sort(backups, [](const Backup& a, const Backup& b) {
        return a.takenAt != b.takenAt ? a.takenAt > b.takenAt : a.name > b.name;
    });
    return backups;
}

Result<Backup> Catalogue::find(std::string_view name, TaskContext& context) const
{
    if (name.empty() || name.find('/') != std::string_view::npos)
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP(
                     "core", "\"%1\" is not the name of a backup; give a name from the list of %2, or LATEST."),
                name, m_folder.string()));
    QBM_TRY(backups, list(context));
    std::vector<std::string> names;
    std::ranges::transform(backups, std::back_inserter(names), &Backup::name);
    QBM_TRY(chosen, chooseName(names, name, m_folder.string()));
    return *std::ranges::find(backups, chosen, &Backup::name);
}

Result<std::string> chooseName(
    const std::vector<std::string>& names, std::string_view wanted, const std::string& where)
{
    if (const auto exact = std::ranges::find(names, wanted); exact != names.end())
        return *exact;
    const auto withSuffix = std::ranges::find_if(names, [&](const std::string& name) { return isShortFor(wanted, name); });
    if (withSuffix != names.end())
        return *withSuffix;
    std::vector<std::string> begun;
    std::ranges::copy_if(names, std::back_inserter(begun),
        [&](const std::string& name) { return beginsStem(wanted, name); });
    if (begun.size() == 1)
        return begun.front();
    if (begun.empty())
        return fail(
            ErrorKind::NotFound, text(QT_TRANSLATE_NOOP("core", "There is no backup %1 in %2."), wanted, where));
    return fail(ErrorKind::InvalidInput,
        text(QT_TRANSLATE_NOOP("core",
                 "Several backups in %2 begin with \"%1\", among them %3 and %4. Give more of the name."),
            wanted, where, begun[0], begun[1]));
}

std::optional<TimePoint> stampedTime(std::string_view name)
{
    auto stamp = stampIn(name);
    return stamp ? std::optional(std::chrono::system_clock::from_time_t(std::mktime(&*stamp))) : std::nullopt;
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
