// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/backups/backup_details.h"

#include "core/base/unit.h"
#include "ui/layout/details_column.h"
#include "ui/page/backups/backup_words.h"
#include "ui/text/tr.h"
#include "widgets/feedback/reading_label.h"
#include "widgets/theme/style.h"

namespace qbm::ui {

using namespace widgets;
using backup::Backup;
using backup::Sidecar;

namespace {

QString bytesText(std::uint64_t bytes)
{
    return bytes == 0 ? QString() : qstr(formatBytes(bytes));
}

QString exactBytes(std::uint64_t bytes)
{
    return Tr::tr("%1 bytes").arg(qstr(formatCount(static_cast<std::int64_t>(bytes))));
}

QString momentText(TimePoint at)
{
    return localTimeText(at) + QStringLiteral(" · ") + agoText(at);
}

/// The state is known from the file's size alone; that it was read says more.
QString explanationOf(const Backup& backup)
{
    const bool verified = backup.state == backup::BackupState::Complete && backup.sidecar && backup.sidecar->verifiedAt;
    return verified ? Tr::tr("It was read to its end; the checksum was the one taken when it was made.")
                    : translated(explain(backup.state));
}

/// A key or checksum that may break into lines.
QString inPieces(const std::string& text)
{
    constexpr qsizetype kPiece = 8;
    QString out = qstr(text);
    for (qsizetype at = (out.size() - 1) / kPiece * kPiece; at > 0; at -= kPiece)
        out.insert(at, QChar(0x200B));
    return out;
}

void addRecord(DetailsColumn& column, const Sidecar& sidecar)
{
    column.fact(Tr::tr("Label"), qstr(sidecar.label));
    column.fact(Tr::tr("Database"), qstr(inWords(sidecar.origin())), qstr(sidecar.systemIdentifier));
    column.fact(
        Tr::tr("Size in the server"), bytesText(sidecar.databaseSizeBytes), exactBytes(sidecar.databaseSizeBytes));
    column.fact(Tr::tr("Rows"), sidecar.counted ? qstr(formatCount(sidecar.totalRows())) : QString());
    if (sidecar.largeObjects)
        column.fact(Tr::tr("Large objects"),
            Tr::tr("%1, %2 together")
                .arg(qstr(formatCount(sidecar.largeObjects->count)),
                    qstr(formatBytes(sidecar.largeObjects->sizeBytes))),
            qstr(sidecar.largeObjects->checksum));
    column.fact(Tr::tr("Took"), sidecar.adopted ? QString() : tookText(sidecar.finishedAt - sidecar.startedAt));
    if (sidecar.checksumTook.count() > 0)
        column.fact(Tr::tr("Checksums took"), Tr::tr("%1 of processor time").arg(tookText(sidecar.checksumTook)));
    column.fact(Tr::tr("Verified"), sidecar.verifiedAt ? momentText(*sidecar.verifiedAt) : Tr::tr("not yet"));
}

void addMaking(DetailsColumn& column, const Sidecar& sidecar)
{
    column.section(Tr::tr("How it was made"));
    column.fact(Tr::tr("Server"),
        sidecar.serverVersion.empty() ? QString() : QStringLiteral("PostgreSQL %1").arg(qstr(sidecar.serverVersion)));
    column.fact(Tr::tr("Made with"), qstr(sidecar.toolVersion));
    column.fact(Tr::tr("Console"), qstr(sidecar.consoleVersion));
    column.fact(Tr::tr("Encrypted for"), inPieces(sidecar.encryptedTo), qstr(sidecar.encryptedTo));
    column.fact(QStringLiteral("SHA-256"), inPieces(sidecar.sha256), qstr(sidecar.sha256));
}

void addDrill(DetailsColumn& column, const backup::DrillReport& drill)
{
    column.section(Tr::tr("Last drill"));
    column.line(drill.passed ? State::Ok : State::Danger,
        drill.passed
            ? Tr::tr("Restored in %1, compared in %2").arg(tookText(drill.restoreTook), tookText(drill.compareTook))
            : qstr(drill.problem),
        Tr::tr("%1 · %2 rows in %3 tables · %4")
            .arg(agoText(drill.finishedAt), qstr(formatCount(drill.rows)),
                qstr(formatCount(static_cast<std::int64_t>(drill.tables))),
                drill.checksums ? Tr::tr("content compared") : Tr::tr("rows counted")));
}

} // namespace

QWidget* makeBackupSummary(const Backup& backup, const std::optional<backup::DrillReport>& drill)
{
    DetailsColumn column;
    column.line(stateOf(backup), word(backup), explanationOf(backup));
    if (!backup.problem.empty())
        column.line(State::Danger, qstr(backup.problem));
    if (!backup.kindOfFile.empty())
        column.line(State::Danger, Tr::tr("What it is: %1").arg(qstr(backup.kindOfFile)));
    if (backup.belonging == backup::Belonging::Foreign)
        column.line(State::Warning, Tr::tr("It is of %1, not of this profile").arg(qstr(inWords(backup.origin))));
    if (backup.isSafetyDump())
        column.line(State::Info, Tr::tr("A restore made it of the data it replaced"));
    if (backup.sidecar && backup.sidecar->pinned)
        column.line(State::Info, Tr::tr("Pinned: retention never removes it"));
    column.fact(Tr::tr("Data as of"), momentText(backup.takenAt));
    column.fact(Tr::tr("Size"), qstr(formatBytes(backup.sizeBytes)), exactBytes(backup.sizeBytes));
    const QString encryption = word(backup.encryption);
    column.fact(Tr::tr("Format"),
        encryption.isEmpty() ? word(backup.format)
                             : Tr::tr("%1, encrypted with %2").arg(word(backup.format), encryption));
    if (backup.sidecar)
        addRecord(column, *backup.sidecar);
    column.fact(Tr::tr("File"), qstr(backup.file.string()));
    if (drill && drill->backup == backup.name)
        addDrill(column, *drill);
    if (backup.sidecar)
        addMaking(column, *backup.sidecar);
    return column.finish();
}

QWidget* makeBackupCopies(const Backup& backup)
{
    DetailsColumn column;
    if (!backup.sidecar || backup.sidecar->copies.empty()) {
        column.note(Tr::tr("No copy lies in a second place. \"Copy to\" makes one, if the profile names a place."));
        return column.finish();
    }
    for (const backup::CopyRecord& copy : backup.sidecar->copies)
        column.line(State::Ok, qstr(copy.place),
            Tr::tr("%1 · read back and equal %2").arg(qstr(copy.location), agoText(copy.verifiedAt)));
    return column.finish();
}

} // namespace qbm::ui
