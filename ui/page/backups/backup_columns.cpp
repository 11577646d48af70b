// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/backups/backup_columns.h"

#include "ui/model/columns.h"
#include "ui/page/backups/backup_words.h"

#include <limits>

namespace qbm::ui {

using namespace widgets;
using backup::Backup;
using backup::TableRows;

namespace {

TableColumn<Backup> stateColumn()
{
    auto column = textColumn<Backup>(
        "state", QT_TRANSLATE_NOOP("Ui", "State"), 136, [](const Backup& row) { return word(row); });
    column.state = [](const Backup& row) { return stateOf(row); };
    column.toolTip = [](const Backup& row) {
        const QString problem = qstr(row.problem);
        return translated(explain(row.state)) + (problem.isEmpty() ? problem : QLatin1Char('\n') + problem);
    };
    return column;
}

/// Without the suffix, which format and marks tell, so that the time in the name is seen in a narrow window too.
TableColumn<Backup> nameColumn()
{
    auto column = textColumn<Backup>("name", QT_TRANSLATE_NOOP("Ui", "Backup"), 228, [](const Backup& row) {
        const auto parts = backup::parseName(row.name);
        return qstr(parts ? parts->stem : row.name);
    });
    column.mono = true;
    column.whole = true;
    column.toolTip = [](const Backup& row) { return qstr(row.file.string()); };
    return column;
}

/// Several databases and servers may share a folder.
TableColumn<Backup> databaseColumn()
{
    auto column = textColumn<Backup>("database", QT_TRANSLATE_NOOP("Ui", "Database"), 140, [](const Backup& row) {
        const QString database = row.origin.database.empty() ? qstr(kUnknown) : qstr(row.origin.database);
        return row.belonging == backup::Belonging::Foreign ? Tr::tr("%1 (foreign)").arg(database) : database;
    });
    column.toolTip = [](const Backup& row) {
        const QString whose = qstr(inWords(row.origin));
        return row.belonging == backup::Belonging::Foreign
            ? Tr::tr("%1: not this profile's. Alarms, retention and \"newest\" leave it out.").arg(whose)
            : whose;
    };
    return column;
}

QString addressOf(const Backup& row)
{
    const backup::Origin& origin = row.origin;
    if (origin.host.empty())
        return qstr(kUnknown);
    return qstr(origin.port != 0 ? origin.host + ":" + std::to_string(origin.port) : origin.host);
}

TableColumn<Backup> serverColumn()
{
    auto column = textColumn<Backup>("server", QT_TRANSLATE_NOOP("Ui", "Server"), 136, addressOf);
    column.toolTip = [](const Backup& row) {
        const QString identifier = row.origin.systemIdentifier.empty()
            ? Tr::tr("The server's identifier was not recorded")
            : Tr::tr("Server %1, by the identifier of its cluster").arg(qstr(row.origin.systemIdentifier));
        return addressOf(row) + QLatin1Char('\n') + identifier;
    };
    return column;
}

TableColumn<Backup> fileColumn()
{
    auto column = textColumn<Backup>(
        "file", QT_TRANSLATE_NOOP("Ui", "File"), 320, [](const Backup& row) { return qstr(row.file.string()); });
    column.mono = true;
    column.hidden = true;
    return column;
}

TableColumn<Backup> sizeColumn()
{
    auto column = quantityColumn<Backup>("size", QT_TRANSLATE_NOOP("Ui", "Size"), 86, Unit::Bytes,
        [](const Backup& row) { return static_cast<double>(row.sizeBytes); });
    column.toolTip = [](const Backup& row) {
        return Tr::tr("%1 bytes").arg(qstr(formatCount(static_cast<std::int64_t>(row.sizeBytes))));
    };
    return column;
}

TableColumn<Backup> rowsColumn()
{
    return quantityColumn<Backup>("rows", QT_TRANSLATE_NOOP("Ui", "Rows"), 84, Unit::Count, [](const Backup& row) {
        return row.sidecar && row.sidecar->counted ? static_cast<double>(row.sidecar->totalRows())
                                                   : std::numeric_limits<double>::quiet_NaN();
    });
}

TableColumn<Backup> formatColumn()
{
    auto column = textColumn<Backup>(
        "format", QT_TRANSLATE_NOOP("Ui", "Format"), 68, [](const Backup& row) { return word(row.format); });
    column.toolTip = [](const Backup& row) {
        switch (row.format) {
        case backup::Format::Fast:
            return Tr::tr("A custom archive under zstd: zstd -d makes a file that pg_restore reads");
        case backup::Format::Guide:
            return Tr::tr("A custom archive that pg_restore reads as it is");
        case backup::Format::Directory:
            return Tr::tr("A folder that pg_restore reads as it is");
        }
        return QString();
    };
    return column;
}

QStringList markWords(const Backup& row)
{
    QStringList words;
    if (const QString encrypted = word(row.encryption); !encrypted.isEmpty())
        words << Tr::tr("encrypted with %1").arg(encrypted);
    if (row.sidecar && row.sidecar->pinned)
        words << Tr::tr("pinned");
    if (hasChecksums(row))
        words << Tr::tr("content checksums");
    return words;
}

/// Each mark in a place of its own: lock, pin, tick.
TableColumn<Backup> marksColumn()
{
    auto column = textColumn<Backup>("marks", QT_TRANSLATE_NOOP("Ui", "Marks"), 84,
        [](const Backup& row) { return markWords(row).join(QStringLiteral(", ")); });
    column.icons = [](const Backup& row) {
        const auto where = [](bool on, const char* icon) { return on ? QString::fromLatin1(icon) : QString(); };
        return QStringList{where(row.encryption != backup::Encryption::None, "object-locked"),
            where(row.sidecar && row.sidecar->pinned, "pin"), where(hasChecksums(row), "checkmark")};
    };
    column.toolTip = [](const Backup& row) { return markWords(row).join(QLatin1Char('\n')); };
    column.headerToolTip = [] {
        return Tr::tr("Lock: encrypted. Pin: retention never removes it. Tick: a checksum of every table's content.");
    };
    return column;
}

TableColumn<Backup> copiesColumn()
{
    auto column = textColumn<Backup>("copies", QT_TRANSLATE_NOOP("Ui", "Copies"), 76, [](const Backup& row) {
        const std::size_t count = row.sidecar ? row.sidecar->copies.size() : 0;
        return count == 0 ? qstr(kUnknown) : QString::number(count);
    });
    column.numeric = true;
    column.sortKey
        = [](const Backup& row) { return row.sidecar ? static_cast<double>(row.sidecar->copies.size()) : 0.0; };
    column.toolTip = [](const Backup& row) {
        QStringList lines;
        if (row.sidecar) {
            for (const backup::CopyRecord& copy : row.sidecar->copies)
                lines << Tr::tr("%1, verified %2").arg(qstr(copy.location), localTimeText(copy.verifiedAt));
        }
        return lines.isEmpty() ? Tr::tr("No copy in a second place") : lines.join(QLatin1Char('\n'));
    };
    return column;
}

TableColumn<Backup> labelColumn()
{
    return stretchColumn<Backup>("label", QT_TRANSLATE_NOOP("Ui", "Label"), 96, [](const Backup& row) {
        if (row.isSafetyDump() && row.sidecar->label.empty())
            return Tr::tr("safety dump");
        return row.sidecar ? qstr(row.sidecar->label) : QString();
    });
}

} // namespace

std::vector<TableColumn<Backup>> backupColumns()
{
    auto age = ageColumn<Backup>("age", QT_TRANSLATE_NOOP("Ui", "Age"), [](const Backup& row) { return row.takenAt; });
    age.width = 104;
    auto taken = timeColumn<Backup>(
        "taken", QT_TRANSLATE_NOOP("Ui", "Data as of"), [](const Backup& row) { return row.takenAt; });
    taken.hidden = true; // the age tells it sooner, and its tooltip exactly
    auto server = textColumn<Backup>("version", QT_TRANSLATE_NOOP("Ui", "PostgreSQL"), 70, [](const Backup& row) {
        return row.sidecar ? qstr(row.sidecar->serverVersion).section(QLatin1Char(' '), 0, 0) : qstr(kUnknown);
    });
    server.hidden = true;
    return {stateColumn(), nameColumn(), databaseColumn(), serverColumn(), std::move(age), std::move(taken),
        sizeColumn(), rowsColumn(), formatColumn(), marksColumn(), copiesColumn(), labelColumn(), std::move(server),
        fileColumn()};
}

std::vector<TableColumn<TableRows>> tableColumns()
{
    auto checksum = textColumn<TableRows>("checksum", QT_TRANSLATE_NOOP("Ui", "Checksum"), 88,
        [](const TableRows& row) { return row.checksum.empty() ? qstr(kUnknown) : qstr(row.checksum); });
    checksum.mono = true;
    checksum.toolTip = [](const TableRows& row) {
        return row.checksum.empty() ? Tr::tr("Not taken when the backup was made") : qstr(row.checksum);
    };
    return {stretchColumn<TableRows>("table", QT_TRANSLATE_NOOP("Ui", "Table"), 160,
                [](const TableRows& row) {
                    return row.schema == "public" ? qstr(row.name) : qstr(row.schema + "." + row.name);
                }),
        quantityColumn<TableRows>("rows", QT_TRANSLATE_NOOP("Ui", "Rows"), 84, Unit::Count,
            [](const TableRows& row) { return static_cast<double>(row.rows); }),
        std::move(checksum)};
}

} // namespace qbm::ui
