// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/sidecar.h"
#include "core/base/task_context.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qbm::backup {

/// What a file in the backup folder is, as far as its name, size, first bytes and sidecar tell.
enum class BackupState {
    Complete, ///< a dump whose size is the one its sidecar names
    WithoutSidecar, ///< a dump made by the guide's backup.sh, or whose sidecar was lost: restorable, but nothing to
                    ///< hold it against
    Partial, ///< still being written, or left by a program that died
    Truncated, ///< shorter than its sidecar says, or too short for a dump
    Foreign, ///< named like a backup but not a pg_dump archive, or another size than its sidecar says
    Missing, ///< a sidecar without its dump
    Away, ///< a link to a place that cannot be reached now: a share that is not mounted
    Damaged, ///< whoever read it last found other bytes than its sidecar names
    RecordDamaged, ///< a dump whose sidecar cannot be read or was changed: nothing it says can be relied on
};

/// "complete", "no-sidecar", "partial", "truncated", "not-a-backup", "missing", "away", "damaged", "bad-record": stable, for --json.
std::string_view name(BackupState state);
/// One sentence about the state and what to do.
Text explain(BackupState state);

struct Backup {
    std::string name; ///< "qbm_backup_20261122_020000.dump.zst"
    std::filesystem::path file;
    Format format = Format::Guide; ///< by its name
    Encryption encryption = Encryption::None;
    BackupState state = BackupState::Foreign;
    std::uint64_t sizeBytes = 0; ///< of a directory: of its files together
    TimePoint takenAt{}; ///< the sidecar's snapshot, else the time in the name (local), else the file's own
    std::optional<Sidecar> sidecar;
    std::string problem; ///< why a sidecar could not be read, if so
    bool mayBeOpened = true; ///< false: a pipe, a device: to open it would wait, or do something
    std::string kindOfFile; ///< English: what a file is that is not what its name promises ("a tar archive of pg_dump")
    Origin origin; ///< by the sidecar; without one the database alone, as the archive's first bytes name it
    std::string nameToAccept; ///< of a foreign one: what has to be named to use it all the same
    Belonging belonging = Belonging::Ours; ///< to the profile; only listBackups() and findBackup() judge it

    /// \error BadData for a pipe or a device, which is never opened
    Result<> requireMayBeOpened() const;
    /// Can be given to pg_restore, as far as known without reading it.
    bool usable() const { return state == BackupState::Complete || state == BackupState::WithoutSidecar; }
    /// Read to its end, and as it was written: by verify, not by whoever made it.
    bool verified() const { return state == BackupState::Complete && sidecar && sidecar->verifiedAt; }
    /// The dump a restore made of the data it replaced.
    bool isSafetyDump() const { return sidecar && sidecar->safety; }
    friend bool operator==(const Backup&, const Backup&) = default;
};

/// Its state in one word: "verified", else as name(BackupState).
std::string_view stateWord(const Backup& backup);
/// The same in a sentence.
Text explain(const Backup& backup);

/// A folder of backups. Copies share what they have read.
class Catalogue {
public:
    explicit Catalogue(std::filesystem::path folder);

    const std::filesystem::path& folder() const { return m_folder; }
    /// Newest first; a folder that does not exist is empty. \cost one stat a file, and one for each file within a
    /// directory backup; one small read for what was not listed by this object before, or has changed since
    /// \error Denied, Cancelled \thread any
    Result<std::vector<Backup>> list(TaskContext& context) const;
    /// By name, as chooseName() takes it. \error NotFound, InvalidInput (a path; several are meant)
    Result<Backup> find(std::string_view name, TaskContext& context) const;

private:
    class Known;
    std::filesystem::path m_folder;
    std::shared_ptr<Known> m_known;
};

/// The backup that somebody means, wherever backups lie: by its name, its name without suffixes (the newest where that
/// fits several), or the beginning of one name only. \param names newest first \param where they are, for the error
/// \error NotFound, InvalidInput (several begin so)
Result<std::string> chooseName(
    const std::vector<std::string>& names, std::string_view wanted, const std::string& where);

/// Whether what is so old is dated in the future, by more than two machines' clocks ever differ.
constexpr bool isDatedInFuture(Duration age)
{
    return age < -std::chrono::minutes(5);
}

/// The moment in a backup's name, by the machine's local time; nullopt where there is none.
std::optional<TimePoint> stampedTime(std::string_view name);

/// "qbm_backup_20261122_020000.dump", as the guide names them (local time), with the suffix of its format.
std::string backupName(TimePoint time, Format format = Format::Guide, Encryption encryption = Encryption::None);
/// Where a backup grows until it is whole: NAME.partial
std::filesystem::path partialPath(const std::filesystem::path& backup);

} // namespace qbm::backup
