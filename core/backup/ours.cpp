// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/ours.h"

#include "core/backup/archive/archive_head.h"

#include <algorithm>

namespace qbm::backup {

namespace {

using operation::Check;
using operation::Verdict;

/// "2 backups of others are there, the newest qbm_backup_... of accounts on db:5432", for who finds none of its own.
Error noneOfOurs(const Catalogue& catalogue, const Origin& profile, const std::vector<Backup>& backups)
{
    const auto foreign = [](const Backup& backup) { return backup.usable() && !isChoosable(backup); };
    const auto newest = std::ranges::find_if(backups, foreign);
    if (newest == backups.end())
        return {ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core", "There is no usable backup of %1 in %2; make one first."), inWords(profile),
                catalogue.folder().string()),
            {}, {}};
    return {ErrorKind::NotFound,
        text(QT_TRANSLATE_NOOP("core",
                 "There is no usable backup of %1 in %2, but %3 of other databases or servers; the newest of them is %4 "
                 "of %5. LATEST never means those: give the name."),
            inWords(profile), catalogue.folder().string(), std::ranges::count_if(backups, foreign), newest->name,
            inWords(newest->origin)),
        {}, {}};
}

/// Neither the newer one, whose server and time nobody recorded, nor the older one may be taken without a word.
Error doubtfulLatest(const Backup& newest, const Backup& recorded)
{
    return {ErrorKind::Conflict,
        text(QT_TRANSLATE_NOOP("core",
                 "The newest backup by its name is %1, but nobody recorded its server, and its time is the one in its "
                 "name; the newest recorded one is %2. Give the name of the one you want."),
            newest.name, recorded.name),
        {}, {}};
}

void judge(Backup& backup, const Origin& profile)
{
    backup.belonging = belongs(backup.origin, profile);
    if (backup.belonging == Belonging::Foreign)
        backup.nameToAccept = nameToAccept(backup.origin, profile);
    // Records of older versions told less; what is found to be the same server is one server for retention too.
    if (backup.belonging == Belonging::Ours && backup.origin.systemIdentifier.empty())
        backup.origin.systemIdentifier = profile.systemIdentifier;
}

} // namespace

Result<Origin> fetchOrigin(const BackupEnvironment& environment, TaskContext& context)
{
    if (!environment.identity)
        return Origin{{}, {}, 0, environment.database};
    return environment.identity->fetch(context);
}

Result<std::vector<Backup>> listBackups(const Catalogue& catalogue, const Origin& profile, TaskContext& context)
{
    QBM_TRY(backups, catalogue.list(context));
    for (Backup& backup : backups) {
        if (backup.state == BackupState::WithoutSidecar)
            backup.origin.database = databaseInHead(backup);
        judge(backup, profile);
    }
    QBM_CHECK(context.checkpoint());
    return backups;
}

Result<std::vector<Backup>> listBackups(const BackupEnvironment& environment, TaskContext& context)
{
    QBM_TRY(profile, fetchOrigin(environment, context));
    return listBackups(Catalogue(environment.folder), profile, context);
}

bool isChoosable(const Backup& backup)
{
    return backup.belonging == Belonging::Ours || backup.belonging == Belonging::OursByName;
}

Result<Backup> findBackup(const BackupEnvironment& environment, std::string_view nameOrLatest, TaskContext& context)
{
    const Catalogue catalogue(environment.folder);
    QBM_TRY(profile, fetchOrigin(environment, context));
    if (nameOrLatest != "LATEST") {
        QBM_TRY(found, catalogue.find(nameOrLatest, context));
        if (found.state == BackupState::WithoutSidecar)
            found.origin.database = databaseInHead(found);
        judge(found, profile);
        return found;
    }
    QBM_TRY(backups, listBackups(catalogue, profile, context));
    const auto newest = std::ranges::find_if(backups,
        [](const Backup& backup) { return isChoosable(backup) && backup.usable() && !backup.isSafetyDump(); });
    if (newest == backups.end())
        return fail(noneOfOurs(catalogue, profile, backups));
    if (newest->belonging == Belonging::OursByName) {
        const auto recorded = std::find_if(newest, backups.end(), [](const Backup& backup) {
            return backup.belonging == Belonging::Ours && backup.usable() && !backup.isSafetyDump();
        });
        if (recorded != backups.end())
            return fail(doubtfulLatest(*newest, *recorded));
    }
    return *newest;
}

Result<Check> checkBelonging(
    const BackupEnvironment& environment, const Backup& backup, const std::string& accepted, TaskContext& context)
{
    QBM_TRY(profile, fetchOrigin(environment, context));
    Text question = text(QT_TRANSLATE_NOOP("core", "%1 is a backup of %2"), backup.name, inWords(profile));
    Origin origin = backup.origin;
    if (backup.state == BackupState::WithoutSidecar && origin.database.empty())
        origin.database = databaseInHead(backup);
    switch (belongs(origin, profile)) {
    case Belonging::Ours:
        if (!sameAddress(origin, profile))
            return Check{std::move(question), Verdict::Warning,
                text(QT_TRANSLATE_NOOP("core",
                         "The server's identifier is the same, but it was made at %1: if that is a clone of this server, "
                         "its data is not this one's."),
                    inWords(origin))};
        return Check{std::move(question), Verdict::Pass,
            origin.systemIdentifier.empty()
                ? text(QT_TRANSLATE_NOOP("core", "by the host and database in its record"))
                : text(QT_TRANSLATE_NOOP("core", "by the server's identifier and the database in its record"))};
    case Belonging::OursByName:
        return Check{std::move(question), Verdict::Warning,
            text(QT_TRANSLATE_NOOP("core", "By the database's name alone: nobody recorded its server."))};
    case Belonging::Unknown:
        return Check{std::move(question), Verdict::Warning,
            text(QT_TRANSLATE_NOOP("core", "Nobody recorded of which database and server it is."))};
    case Belonging::Foreign:
        break;
    }
    const std::string name = nameToAccept(origin, profile);
    if (!accepted.empty() && accepted == name)
        return Check{std::move(question), Verdict::Warning,
            text(QT_TRANSLATE_NOOP("core", "It is of %1, and was accepted by name."), inWords(origin))};
    return Check{std::move(question), Verdict::Fail,
        text(QT_TRANSLATE_NOOP("core",
                 "It is of %1, another database or server. If that is what you want, accept it by its name: --foreign "
                 "\"%2\"."),
            inWords(origin), name)};
}

} // namespace qbm::backup
