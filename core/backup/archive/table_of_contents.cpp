// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/archive/table_of_contents.h"

#include "core/backup/archive/backup_digest.h"
#include "core/backup/archive/no_listener.h"
#include "core/backup/archive/readable_archive.h"

namespace qbm::backup {

Result<std::vector<ArchiveItem>> readTableOfContents(
    const Backup& backup, const std::filesystem::path& identity, TaskContext& context)
{
    NoListener listener;
    ArchiveStream stream(listener);
    const auto upToItsEnd = [&](std::string_view bytes) -> Result<> {
        QBM_CHECK(stream.add(bytes));
        return stream.contentsSizeBytes() ? Result<>(fail(cancelledError())) : Result<>(); // enough of it was read
    };
    const auto read = backup.format == Format::Directory ? readInPieces(backup.file / "toc.dat", upToItsEnd, context)
                                                         : streamArchive(backup, identity, upToItsEnd, context);
    QBM_CHECK(context.checkpoint());
    if (stream.contentsSizeBytes())
        return stream.items();
    QBM_CHECK(read);
    return fail(ErrorKind::BadData,
        text(QT_TRANSLATE_NOOP("core", "%1 is damaged: it ends within its table of contents."), backup.name));
}

} // namespace qbm::backup
