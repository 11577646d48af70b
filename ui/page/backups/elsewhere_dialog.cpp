// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/backups/elsewhere_dialog.h"

#include "core/base/unit.h"
#include "ui/page/backups/foreign_field.h"
#include "ui/page/backups/restore_dialog.h"
#include "ui/session/session.h"
#include "ui/text/tr.h"
#include "widgets/form/form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace qbm::ui {

using namespace widgets;

namespace {

constexpr int kWidth = 600;
constexpr int kTablesHeight = 200;
constexpr int kTableSpacing = 2; // around each table of the list
constexpr int kLongestName = 63; // PostgreSQL's NAMEDATALEN - 1

enum Role { SchemaRole = Qt::UserRole + 1, NameRole };

} // namespace

ElsewhereDialog::ElsewhereDialog(Session& session, const backup::Backup& backup, QWidget* parent)
    : Dialog(parent)
    , m_session(session)
    , m_backup(backup)
    , m_database(new QLineEdit)
    , m_server(new QComboBox)
    , m_makeRoles(makeRolesBox())
    , m_onlyTables(new QCheckBox(Tr::tr("Only some of its tables")))
    , m_filter(new SearchField(Tr::tr("Filter the tables")))
    , m_tables(new QListWidget)
    , m_count(makeLabel({}, TypeRole::Caption, TextTone::Muted))
{
    setMinimumWidth(kWidth);
    setHeading(Tr::tr("Restore %1 elsewhere").arg(qstr(backup.name)));
    setSentence(Tr::tr("The live database and the application are left alone. A database that this makes is dropped "
                       "again if it fails."));
    if (backup.belonging == backup::Belonging::Foreign) {
        body()->addWidget(m_foreign = new ForeignField(backup));
        connect(m_foreign, &ForeignField::changed, this, &ElsewhereDialog::review);
    }
    addTarget();
    addTables();
    addCancelButton();
    m_next = addButton(Tr::tr("Show the plan"), ButtonKind::Primary);
    connect(m_next, &QPushButton::clicked, this, [this] {
        accept();
        Q_EMIT chosen(options());
    });
    review();
    m_database->setFocus();
}

void ElsewhereDialog::addTarget()
{
    const auto& postgres = m_session.profile().postgres;
    m_server->addItem(
        postgres ? Tr::tr("This server (%1)").arg(qstr(postgres->host)) : Tr::tr("This server"), QString());
    for (const std::string& profile : config::listProfiles()) {
        if (qstr(profile) != qstr(m_session.profileFile().stem().string()))
            m_server->addItem(Tr::tr("The server of profile %1").arg(qstr(profile)), qstr(profile));
    }
    if (postgres)
        m_database->setPlaceholderText(qstr(postgres->database) + QStringLiteral("_copy"));
    auto* form = new Form;
    m_databaseRow = form->addRow(Tr::tr("Database"), m_database);
    m_databaseRow->setHint(Tr::tr("Made if it does not exist; else it must hold none of the tables"));
    form->addRow(Tr::tr("Server"), m_server);
    body()->addWidget(form);
    body()->addWidget(m_makeRoles);
    connect(m_database, &QLineEdit::textChanged, this, &ElsewhereDialog::review);
    connect(m_server, &QComboBox::currentIndexChanged, this, &ElsewhereDialog::review);
}

void ElsewhereDialog::addTables()
{
    const bool known = m_backup.sidecar && !m_backup.sidecar->tables.empty();
    m_onlyTables->setEnabled(known);
    m_onlyTables->setToolTip(known ? QString() : Tr::tr("Its record names no tables; adopt the backup first."));
    if (known) {
        for (const backup::TableRows& table : m_backup.sidecar->tables) {
            auto* item = new QListWidgetItem(qstr(table.schema + "." + table.name), m_tables);
            item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
            item->setCheckState(Qt::Unchecked);
            item->setData(SchemaRole, qstr(table.schema));
            item->setData(NameRole, qstr(table.name));
            item->setToolTip(Tr::tr("%1 rows").arg(qstr(formatCount(table.rows))));
        }
    }
    m_tables->setMinimumHeight(kTablesHeight);
    m_tables->setFrameShape(QFrame::NoFrame);
    m_tables->setAccessibleName(Tr::tr("Tables to restore"));
    m_tables->setSpacing(kTableSpacing);
    auto* chooser = new QWidget;
    auto* column = new QVBoxLayout(chooser);
    column->setContentsMargins({});
    column->setSpacing(tokens::kSpaceM);
    auto* tools = new QHBoxLayout;
    tools->addWidget(m_filter, 1);
    tools->addWidget(m_count);
    column->addLayout(tools);
    auto* frame = new QFrame;
    frame->setObjectName(QStringLiteral("qbmTableFrame"));
    auto* inside = new QVBoxLayout(frame);
    inside->setContentsMargins(tokens::kBorder, tokens::kSpaceXs, tokens::kBorder, tokens::kSpaceXs);
    inside->addWidget(m_tables);
    column->addWidget(frame, 1);
    chooser->hide();
    body()->addWidget(m_onlyTables);
    body()->addWidget(chooser, 1);
    body()->addStretch();
    connect(m_onlyTables, &QCheckBox::toggled, this, [this, chooser](bool on) {
        chooser->setVisible(on);
        review();
        if (on)
            m_filter->setFocus(Qt::OtherFocusReason);
        else
            fitToContent();
    });
    connect(m_tables, &QListWidget::itemChanged, this, &ElsewhereDialog::review);
    connect(m_filter, &SearchField::searched, this, [this](const QString& text) {
        for (int i = 0; i < m_tables->count(); ++i)
            m_tables->item(i)->setHidden(!m_tables->item(i)->text().contains(text, Qt::CaseInsensitive));
    });
}

backup::RestoreElsewhereOptions ElsewhereDialog::options() const
{
    backup::RestoreElsewhereOptions options;
    options.database = m_database->text().trimmed().toStdString();
    options.profile = m_server->currentData().toString().toStdString();
    options.makeRoles = m_makeRoles->isChecked();
    options.foreign = m_foreign != nullptr ? m_foreign->text() : std::string();
    for (int i = 0; m_onlyTables->isChecked() && i < m_tables->count(); ++i) {
        const QListWidgetItem* item = m_tables->item(i);
        if (item->checkState() == Qt::Checked)
            options.tables.emplace_back(
                item->data(SchemaRole).toString().toStdString(), item->data(NameRole).toString().toStdString());
    }
    return options;
}

QString ElsewhereDialog::problem() const
{
    const QString name = m_database->text().trimmed();
    const auto& postgres = m_session.profile().postgres;
    if (postgres && m_server->currentData().toString().isEmpty() && name == qstr(postgres->database))
        return Tr::tr("That is the live database: \"Restore\" replaces it.");
    if (name.toUtf8().size() > kLongestName)
        return Tr::tr("PostgreSQL takes names of at most 63 bytes.");
    return {};
}

void ElsewhereDialog::review()
{
    if (m_next == nullptr)
        return;
    const QString wrong = problem();
    m_databaseRow->setError(wrong);
    const auto tables = static_cast<std::int64_t>(options().tables.size());
    m_count->setText(Tr::tr("%1 of %2 chosen").arg(qstr(formatCount(tables)), qstr(formatCount(m_tables->count()))));
    QString whyNot = wrong;
    if (whyNot.isEmpty() && m_database->text().trimmed().isEmpty())
        whyNot = Tr::tr("Name the database to restore into.");
    else if (whyNot.isEmpty() && m_onlyTables->isChecked() && tables == 0)
        whyNot = Tr::tr("Choose at least one table.");
    if (whyNot.isEmpty() && m_foreign != nullptr)
        whyNot = m_foreign->whyNot();
    m_next->setEnabled(whyNot.isEmpty());
    m_next->setToolTip(whyNot);
    m_next->setAccessibleDescription(whyNot);
}

} // namespace qbm::ui
