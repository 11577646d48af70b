// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/backups/backup_details.h"

#include "ui/model/columns.h"
#include "widgets/table/table_view.h"
#include "widgets/theme/style.h"

#include <QFormLayout>
#include <QLabel>

namespace qbm::ui {

using namespace widgets;
using backup::BackupState;

namespace {

constexpr int kTablesHeight = 320;

QWidget* makeTables(const backup::Sidecar& sidecar, QObject* owner)
{
    auto* model = new TableModel<backup::TableRows>([](const backup::TableRows& row) { return qstr(row.schema + "." + row.name); },
        {stretchColumn<backup::TableRows>("table", QT_TRANSLATE_NOOP("Ui", "Table"), 220, [](const backup::TableRows& row) {
             return row.schema == "public" ? qstr(row.name) : qstr(row.schema + "." + row.name);
         }),
            quantityColumn<backup::TableRows>("rows", QT_TRANSLATE_NOOP("Ui", "Rows"), 110, Unit::Count, [](const backup::TableRows& row) { return static_cast<double>(row.rows); })},
        owner);
    auto* table = new TableView;
    table->view()->setAccessibleName(Tr::tr("Tables of the backup"));
    table->setModel(model);
    model->setRows(sidecar.tables);
    table->setMinimumHeight(kTablesHeight);
    return table;
}

} // namespace

State backupState(const backup::Backup& backup)
{
    switch (backup.state) {
    case BackupState::Complete: return backup.sidecar && backup.sidecar->verifiedAt ? State::Ok : State::Info;
    case BackupState::WithoutSidecar: return State::Unknown;
    case BackupState::Partial: return State::Warning;
    case BackupState::Truncated:
    case BackupState::Foreign:
    case BackupState::Missing: return State::Danger;
    }
    return State::Unknown;
}

QString backupWord(const backup::Backup& backup)
{
    switch (backup.state) {
    case BackupState::Complete: return backup.sidecar && backup.sidecar->verifiedAt ? Tr::tr("verified") : Tr::tr("complete");
    case BackupState::WithoutSidecar: return Tr::tr("no record");
    case BackupState::Partial: return Tr::tr("incomplete");
    case BackupState::Truncated: return Tr::tr("cut off");
    case BackupState::Foreign: return Tr::tr("not a backup");
    case BackupState::Missing: return Tr::tr("file missing");
    }
    return {};
}

BackupDetails::BackupDetails(const backup::Backup& backup, QWidget* parent)
    : QWidget(parent)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(tokens::kSpaceL, tokens::kSpaceL, tokens::kSpaceL, tokens::kSpaceL);
    layout->setSpacing(tokens::kSpaceM);
    QLabel* explanation = makeLabel(translated(explain(backup.state)), TypeRole::Body, TextTone::Secondary);
    explanation->setWordWrap(true);
    layout->addWidget(explanation);
    auto* facts = new QFormLayout;
    facts->setLabelAlignment(Qt::AlignLeft);
    facts->setHorizontalSpacing(tokens::kSpaceL);
    const auto row = [facts](const QString& label, const QString& text) {
        if (text.isEmpty())
            return;
        QLabel* value = makeLabel(text);
        value->setWordWrap(true);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        facts->addRow(makeLabel(label, TypeRole::Body, TextTone::Secondary), value);
    };
    row(Tr::tr("Size"), qstr(formatBytes(backup.sizeBytes)));
    row(Tr::tr("Data as of"), localTimeText(backup.takenAt));
    if (backup.sidecar) {
        const backup::Sidecar& sidecar = *backup.sidecar;
        row(Tr::tr("Database"), qstr(sidecar.database + " @ " + sidecar.host));
        row(Tr::tr("Size in the server"), qstr(formatBytes(sidecar.databaseSizeBytes)));
        row(Tr::tr("Server"), QStringLiteral("PostgreSQL %1").arg(qstr(sidecar.serverVersion)));
        row(Tr::tr("Made with"), qstr(sidecar.toolVersion));
        row(Tr::tr("Took"), qstr(formatDuration(sidecar.finishedAt - sidecar.startedAt)));
        row(Tr::tr("Rows"), sidecar.counted ? qstr(formatCount(sidecar.totalRows())) : QString());
        row(Tr::tr("Label"), qstr(sidecar.label));
        row(Tr::tr("Verified"), sidecar.verifiedAt ? localTimeText(*sidecar.verifiedAt) : Tr::tr("not yet"));
        row(QStringLiteral("SHA-256"), qstr(sidecar.sha256.substr(0, 32)) + QLatin1Char('\n') + qstr(sidecar.sha256.substr(std::min<std::size_t>(32, sidecar.sha256.size()))));
    }
    row(Tr::tr("Problem"), qstr(backup.problem));
    layout->addLayout(facts);
    if (backup.sidecar && backup.sidecar->counted)
        layout->addWidget(makeTables(*backup.sidecar, this), 1);
    else
        layout->addStretch();
}

} // namespace qbm::ui
