// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/archive/table_of_contents.h"

#include "core/backup/archive/backup_digest.h"
#include "core/backup/archive/no_listener.h"
#include "core/backup/archive/readable_archive.h"

#include <functional>

namespace qbm::backup {

namespace {

/// Reads up to the end of the table of contents and no further. \param onBytes is told what passes; may be unset
Result<> passContents(const Backup& backup, const std::filesystem::path& identity, ArchiveStream& stream,
    const std::function<void(std::string_view)>& onBytes, TaskContext& context)
{
    QBM_CHECK(backup.requireMayBeOpened());
    const auto upToItsEnd = [&](std::string_view bytes) -> Result<> {
        if (onBytes)
            onBytes(bytes);
        QBM_CHECK(stream.add(bytes));
        return stream.contentsSizeBytes() ? Result<>(fail(cancelledError())) : Result<>(); // enough of it was read
    };
    const auto read = backup.format == Format::Directory ? readInPieces(backup.file / "toc.dat", upToItsEnd, context)
                                                         : streamArchive(backup, identity, upToItsEnd, context);
    QBM_CHECK(context.checkpoint());
    if (stream.contentsSizeBytes())
        return {};
    QBM_CHECK(read);
    return fail(ErrorKind::BadData,
        text(QT_TRANSLATE_NOOP("core", "%1 is damaged: it ends within its table of contents."), backup.name));
}

} // namespace

Result<std::vector<ArchiveItem>> readTableOfContents(
    const Backup& backup, const std::filesystem::path& identity, TaskContext& context)
{
    NoListener listener;
    ArchiveStream stream(listener);
    QBM_CHECK(passContents(backup, identity, stream, {}, context));
    return stream.items();
}

Result<std::string> readContentsBytes(
    const Backup& backup, const std::filesystem::path& identity, TaskContext& context)
{
    NoListener listener;
    ArchiveStream stream(listener);
    std::string bytes;
    QBM_CHECK(passContents(backup, identity, stream, [&](std::string_view piece) { bytes += piece; }, context));
    bytes.resize(*stream.contentsSizeBytes());
    return bytes;
}

} // namespace qbm::backup
