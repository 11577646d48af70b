// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/copy/copy_step.h"

#include "core/backup/archive/verify.h"
#include "core/backup/catalogue.h"
#include "core/backup/copy/backup_copies.h"
#include "core/backup/copy/copy_store.h"
#include "core/backup/keep/backup_in_use.h"
#include "core/base/json_text.h"
#include "core/base/unit.h"
#include "core/operation/text_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace qbm::backup {

namespace {

using operation::Step;
using operation::StepContext;

/// Remembered before the first byte is written there.
std::string writtenKey(const CopyPlace& place)
{
    return "copied." + place.name;
}

/// Its value is a Text in JSON, so that it can be told in any language.
std::string notCopiedKey(const CopyPlace& place)
{
    return "notCopied." + place.name;
}

/// One backup and one place, for the life of one call.
class Copying {
public:
    Copying(Backup backup, const CopyPlace& place, std::unique_ptr<CopyStore> store, StepContext& step)
        : m_backup(std::move(backup))
        , m_place(place)
        , m_store(std::move(store))
        , m_step(step)
    {
    }

    Result<> run()
    {
        QBM_TRY(inUse, BackupInUse::mark(m_backup));
        QBM_TRY(whole, isThereWhole());
        if (!whole)
            QBM_CHECK(writeAndCompare());
        if (m_backup.sidecar) {
            QBM_CHECK(m_store->writeText(
                sidecarPath(m_backup.name).string(), formatSidecar(*m_backup.sidecar), m_step.task()));
            QBM_CHECK(noteCopy());
        }
        m_step.say(text(QT_TRANSLATE_NOOP("core", "%1 is in %2, read back and found equal (%3)"), m_backup.name,
            m_place.location(), formatBytes(m_backup.sizeBytes)));
        return {};
    }

private:
    std::string expected() const { return m_backup.sidecar ? m_backup.sidecar->sha256 : std::string(); }

    /// Whether an equal copy is there. What is there and differs is of no use, so it is replaced.
    Result<bool> isThereWhole()
    {
        TaskContext& task = m_step.task();
        QBM_TRY(files, m_store->list(task));
        const auto there = std::ranges::find(files, m_backup.name, &CopyStore::File::name);
        if (there == files.end())
            return false;
        if (there->sizeBytes == m_backup.sizeBytes) {
            std::string wanted = expected();
            if (wanted.empty()) {
                QBM_TRY(here, digestBackup(m_backup.file, m_backup.sizeBytes, task));
                wanted = here.sha256;
            }
            QBM_TRY(held, m_store->readBack(m_backup.name, m_backup.sizeBytes, task));
            if (held.sha256 == wanted)
                return true;
        }
        QBM_CHECK(requireNotOfOthers(files));
        QBM_CHECK(m_store->remove(sidecarPath(m_backup.name).string(), task));
        QBM_CHECK(m_store->remove(m_backup.name, task));
        return false;
    }

    /// Two machines may have made a backup of one name; whose copy came first stays.
    Result<> requireNotOfOthers(const std::vector<CopyStore::File>& files)
    {
        const std::string record = sidecarPath(m_backup.name).string();
        if (std::ranges::find(files, record, &CopyStore::File::name) == files.end())
            return {}; // a copy that was never finished
        QBM_TRY(written, m_store->readText(record, m_step.task()));
        const auto sidecar = parseSidecar(written);
        if (!sidecar || sidecar->sha256 == expected())
            return {};
        return fail(ErrorKind::Conflict,
            text(QT_TRANSLATE_NOOP("core",
                     "%1 holds another backup called %2, of %3; it is left alone. Give the two profiles places of their "
                     "own."),
                m_place.location(), m_backup.name, inWords(sidecar->origin())));
    }

    Result<> writeAndCompare()
    {
        TaskContext& task = m_step.task();
        QBM_CHECK(m_step.remember(writtenKey(m_place), m_backup.name));
        QBM_TRY(sent, m_store->write(m_backup.file, expected(), task));
        auto held = m_store->readBack(m_backup.name, m_backup.sizeBytes, task);
        if (held && held->sha256 == sent.sha256 && held->sizeBytes == sent.sizeBytes)
            return {};
        TaskContext always;
        const auto removed = m_store->remove(m_backup.name, always); // what was not found equal must not look whole
        if (!held)
            return fail(notReadBack(std::move(held).error(), removed));
        QBM_CHECK(removed);
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core",
                     "%1 does not hold what was written: %2 came back different, so the copy was removed there."),
                m_place.location(), m_backup.name));
    }

    /// A place that takes what it does not give back: nothing is known of what it holds.
    Error notReadBack(Error why, const Result<>& removed) const
    {
        if (why.kind != ErrorKind::Denied)
            return why;
        Error error{why.kind,
            text(QT_TRANSLATE_NOOP("core", "%1 was sent to %2 but could not be read back, so it counts as no copy: %3"),
                m_backup.name, m_place.location(), why.message),
            std::move(why.detail), {}};
        if (!removed)
            error.detail += "\n" + removed.error().english();
        return error;
    }

    /// In the sidecar as it is now: another program may have pinned the backup meanwhile.
    Result<> noteCopy()
    {
        QBM_TRY(sidecar, readSidecar(m_backup.file));
        std::erase_if(sidecar.copies, [&](const CopyRecord& copy) { return copy.place == m_place.name; });
        sidecar.copies.push_back({m_place.name, m_place.location(), systemClock().now()});
        return writeSidecar(m_backup.file, sidecar);
    }

    Backup m_backup;
    const CopyPlace& m_place;
    std::unique_ptr<CopyStore> m_store;
    StepContext& m_step;
};

Result<> copy(const BackupEnvironment& environment, const std::string& name, const CopyPlace& place, StepContext& step)
{
    QBM_TRY(backup, Catalogue(environment.folder).find(name, step.task()));
    if (!backup.usable()) // nor may it take the place of a good copy
        return fail(ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "%1: %2"), name, explain(backup.state)));
    QBM_TRY(store, openStore(place, AccessMode::ReadWrite));
    auto copied = Copying(backup, place, std::move(store), step).run();
    if (!copied && copied.error().kind == ErrorKind::BadData) // of the source or of the place; the source's is noted
        noteIfDamaged(backup, copied.error(), step.task());
    // A request that was stopped at its very end is in doubt, but to stop is what was asked for.
    if (!copied && step.task().stopRequested())
        return fail(cancelledError());
    return copied;
}

/// The copy is there with the size it should have, and its sidecar if it has one.
Result<> verifyCopy(
    const BackupEnvironment& environment, const std::string& name, const CopyPlace& place, StepContext& step)
{
    QBM_TRY(backup, Catalogue(environment.folder).find(name, step.task()));
    QBM_TRY(copies, listCopies(place, step.task()));
    const auto found = std::ranges::find(copies, name, &PlacedCopy::name);
    if (found == copies.end() || found->sizeBytes != backup.sizeBytes || (backup.sidecar && !found->sidecar))
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "%1 was copied to %2 but is not listed there as it should be."), name,
                place.location()));
    return {};
}

Result<> removeCopy(const BackupEnvironment& environment, const CopyPlace& place, StepContext& step)
{
    const auto name = step.recall(writtenKey(place));
    if (!name)
        return {};
    QBM_TRY(store, openStore(place, AccessMode::ReadWrite));
    // The sidecar first: without it nothing there is taken for a verified copy.
    QBM_CHECK(store->remove(sidecarPath(*name).string(), step.task()));
    QBM_CHECK(store->remove(*name, step.task()));
    return forgetCopy(environment.folder / *name, place);
}

} // namespace

Step makeCopyStep(
    const BackupEnvironment& environment, std::function<std::string(const StepContext&)> backup, const CopyPlace& place)
{
    Step made;
    made.id = "copy." + place.name;
    made.title = text(QT_TRANSLATE_NOOP("core", "Copy it to %1"), placeInWords(place));
    made.run = [environment, backup, place](StepContext& step) { return copy(environment, backup(step), place, step); };
    made.verify = [environment, backup, place](
                      StepContext& step) { return verifyCopy(environment, backup(step), place, step); };
    made.undo = [environment, place](StepContext& step) { return removeCopy(environment, place, step); };
    return made;
}

Result<> noteNotCopied(StepContext& step, const CopyPlace& place, const Text& reason)
{
    return step.remember(notCopiedKey(place), writeJson(operation::toJson(reason)));
}

Text notCopiedReason(const operation::Values& values, const CopyPlace& place)
{
    const auto found = values.find(notCopiedKey(place));
    const auto reason = found == values.end() ? nlohmann::json() : nlohmann::json::parse(found->second, nullptr, false);
    return reason.is_string() || reason.is_object() ? operation::textFromJson(reason) : Text();
}

Result<> forgetCopy(const std::filesystem::path& backup, const CopyPlace& place)
{
    auto sidecar = readSidecar(backup);
    if (!sidecar
        || std::erase_if(sidecar->copies, [&](const CopyRecord& copy) { return copy.place == place.name; }) == 0)
        return {};
    return writeSidecar(backup, *sidecar);
}

std::string joinNames(const std::vector<CopyPlace>& places)
{
    std::string names;
    for (const CopyPlace& place : places)
        names += (names.empty() ? "" : "/") + place.name;
    return names;
}

Result<std::vector<CopyPlace>> findPlaces(const std::vector<CopyPlace>& places, std::string_view names)
{
    std::vector<CopyPlace> found;
    while (!names.empty()) {
        const std::string_view name = names.substr(0, names.find('/'));
        QBM_TRY(place, findPlace(places, std::string(name)));
        found.push_back(std::move(place));
        names.remove_prefix(std::min(name.size() + 1, names.size()));
    }
    return found;
}

std::string placeInWords(const CopyPlace& place)
{
    return place.name + " (" + place.location() + ")";
}

} // namespace qbm::backup
