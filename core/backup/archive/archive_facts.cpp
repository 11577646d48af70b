// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/archive/archive_facts.h"

#include "core/backup/archive/directory_archive.h"
#include "core/backup/archive/readable_archive.h"

#include <algorithm>
#include <array>
#include <set>

namespace qbm::backup {

namespace {

Result<ArchiveReading> readArchive(const Backup& backup, const std::filesystem::path& identity, TaskContext& context)
{
    if (backup.format == Format::Directory) {
        QBM_TRY(report, readDirectory(backup.file, {}, context));
        return std::move(report.reading);
    }
    ArchiveReader reader(true);
    QBM_CHECK(streamArchive(
        backup, identity, [&](std::string_view bytes) { return reader.add(bytes); }, context));
    return reader.finish();
}

/// Whether settings that pg_dump leaves as they are, and the archive does not name, change the text of a value.
bool dependsOnSettings(const std::string& definition)
{
    return std::ranges::any_of(std::array{"timestamp with time zone", "tstzrange", "tstzmultirange", " money", " bytea",
                                   " regclass", " regproc", " regoper", " regtype", " regrole", " regnamespace",
                                   " regcollation", " regconfig", " regdictionary"},
        [&](const char* type) { return definition.find(type) != std::string::npos; });
}

void dropUncertainChecksums(const std::vector<ArchiveItem>& items, std::vector<TableRows>& tables)
{
    std::set<std::pair<std::string_view, std::string_view>> uncertain;
    for (const ArchiveItem& item : items) {
        if (item.kind == "TABLE" && dependsOnSettings(item.definition))
            uncertain.emplace(item.schema, item.name);
    }
    for (TableRows& table : tables) {
        if (uncertain.contains({table.schema, table.name}))
            table.checksum.clear();
    }
}

} // namespace

Result<ArchiveFacts> readArchiveFacts(const Backup& backup, const std::filesystem::path& identity, TaskContext& context)
{
    auto reading = readArchive(backup, identity, context);
    if (!reading)
        return fail(std::move(reading).error(), text(QT_TRANSLATE_NOOP("core", "Reading %1"), backup.name));
    if (!backup.sidecar || backup.sidecar->adopted)
        dropUncertainChecksums(reading->items, reading->tables);
    return ArchiveFacts{std::move(reading->header.serverVersion), std::move(reading->header.toolVersion),
        std::move(reading->header.database), std::move(reading->tables), reading->largeObjects,
        reading->archiveSizeBytes};
}

} // namespace qbm::backup
