// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/backups/contents_view.h"

#include "core/base/unit.h"
#include "core/service/backup_service.h"
#include "ui/async/task_runner.h"
#include "ui/model/columns.h"
#include "ui/session/session.h"
#include "widgets/feedback/banner.h"
#include "widgets/feedback/dialog.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/form/form.h"
#include "widgets/table/table_view.h"
#include "widgets/theme/style.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QTableView>
#include <map>

namespace qbm::ui {

using namespace widgets;
using backup::ArchiveEntry;

namespace {

std::vector<TableColumn<ArchiveEntry>> columns()
{
    auto name = stretchColumn<ArchiveEntry>(
        "name", QT_TRANSLATE_NOOP("Ui", "Name"), 150, [](const ArchiveEntry& row) { return qstr(row.name); });
    name.toolTip = [](const ArchiveEntry& row) {
        return row.owner.empty() ? qstr(row.name) : Tr::tr("%1, owned by %2").arg(qstr(row.name), qstr(row.owner));
    };
    return {textColumn<ArchiveEntry>("schema", QT_TRANSLATE_NOOP("Ui", "Schema"), 68,
                [](const ArchiveEntry& row) { return row.schema == "-" ? qstr(kUnknown) : qstr(row.schema); }),
        std::move(name),
        textColumn<ArchiveEntry>(
            "kind", QT_TRANSLATE_NOOP("Ui", "Kind"), 104, [](const ArchiveEntry& row) { return qstr(row.kind); })};
}

bool holdsRows(const ArchiveEntry& entry)
{
    return entry.kind == "TABLE" || entry.kind == "TABLE DATA";
}

/// Fills a combo box with what there is and how often, keeping what was chosen. The first entry is "all".
void fillChoices(QComboBox& box, const QString& all, const std::map<std::string, int>& counts)
{
    const QString before = box.currentData().toString();
    box.clear();
    box.addItem(all, QString());
    for (const auto& [name, count] : counts)
        box.addItem(QStringLiteral("%1 (%2)").arg(qstr(name), qstr(formatCount(count))), qstr(name));
    box.setCurrentIndex(std::max(box.findData(before), 0));
}

/// What is in the file and what is not: a sentence each.
QString words(const backup::ExtractReport& report, const QString& path)
{
    QStringList sentences{Tr::tr("%1 rows (%2) are in %3.")
                              .arg(qstr(formatCount(report.rows)), qstr(formatBytes(report.sizeBytes)), path)};
    QStringList computed;
    for (const std::string& column : report.generatedColumns)
        computed << qstr(column);
    if (!computed.isEmpty())
        sentences << Tr::tr("Without what the database computes itself, which no dump holds: %1.")
                         .arg(computed.join(QStringLiteral(", ")));
    if (report.unknownEncoding)
        sentences << Tr::tr("The database is in SQL_ASCII, so nobody knows the encoding of its text: it was written "
                            "byte for byte.");
    if (report.formulaCells > 0)
        sentences << (report.guarded
                ? Tr::tr("%1 cells that begin as a formula does got an apostrophe in front.")
                : Tr::tr("%1 cells begin as a formula does, and a spreadsheet would run them: save it for a "
                         "spreadsheet instead."))
                         .arg(qstr(formatCount(report.formulaCells)));
    return sentences.join(QLatin1Char(' '));
}

State stateOf(const backup::ExtractReport& report)
{
    const bool remarkable
        = !report.generatedColumns.empty() || report.unknownEncoding || (report.formulaCells > 0 && !report.guarded);
    return remarkable ? State::Warning : State::Ok;
}

} // namespace

ContentsView::ContentsView(Session& session, QWidget* parent)
    : BackupsView(parent)
    , m_session(session)
    , m_reader(new TaskRunner(session.pool(), this))
    , m_extractor(new TaskRunner(session.pool(), this))
    , m_model(new TableModel<ArchiveEntry>(
          [](const ArchiveEntry& row) { return QString::number(row.id); }, columns(), this))
    , m_filter(new SearchField)
    , m_schema(new QComboBox)
    , m_kind(new QComboBox)
    , m_count(makeLabel({}, TypeRole::Caption, TextTone::Muted))
    , m_extract(new QPushButton)
    , m_result(new Banner)
    , m_table(new TableView)
{
    m_table->setModel(m_model);
    m_table->setFilterField(m_filter);
    m_result->hide();
    auto* choices = new QHBoxLayout;
    choices->setSpacing(tokens::kSpaceS);
    choices->addWidget(m_schema, 1);
    choices->addWidget(m_kind, 1);
    auto* tools = new QHBoxLayout;
    tools->setSpacing(tokens::kSpaceS);
    tools->addWidget(m_filter, 1);
    tools->addWidget(m_count);
    tools->addWidget(m_extract);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(tokens::kSpaceL, tokens::kSpaceM, tokens::kSpaceL, tokens::kSpaceL);
    column->setSpacing(tokens::kSpaceS);
    column->addLayout(choices);
    column->addLayout(tools);
    column->addWidget(m_result);
    column->addWidget(m_table, 1);
    connect(m_schema, &QComboBox::currentIndexChanged, this, &ContentsView::applyFilter);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &ContentsView::applyFilter);
    connect(m_model, &TableModelBase::updated, this, &ContentsView::updateWords);
    connect(m_table, &TableView::currentKeyChanged, this, &ContentsView::updateWords);
    connect(m_table->statePanel(), &StatePanel::retryRequested, this, &ContentsView::refresh);
    m_extract->setMenu(new QMenu(this));
    connect(m_extract->menu(), &QMenu::aboutToShow, this, &ContentsView::fillExtractMenu);
    connect(m_result, &Banner::closed, m_result, &QWidget::hide);
    connect(m_result, &Banner::actionRequested, m_extractor, &TaskRunner::requestStop);
    retranslate();
}

void ContentsView::setBackup(const std::string& name)
{
    if (m_backup == name)
        return;
    m_reader->cancel();
    m_extractor->cancel();
    m_backup = name;
    m_read = false;
    m_result->hide();
    m_model->setRows({});
    m_table->statePanel()->showLoading();
    if (isVisible())
        refresh();
}

void ContentsView::showEvent(QShowEvent* event)
{
    if (!m_read && !m_backup.empty())
        refresh();
    QWidget::showEvent(event);
}

bool ContentsView::isSettled() const
{
    return !m_reader->isBusy();
}

void ContentsView::refresh()
{
    using Entries = std::vector<ArchiveEntry>;
    m_read = true;
    m_table->statePanel()->showLoading(Tr::tr("Reading the table of contents"));
    m_reader->start<Entries>([service = m_session.services().backups, name = m_backup](
                                 TaskContext& context) { return service->listContents(name, context); },
        [this](Result<Entries> entries) {
            if (entries)
                return fill(std::move(*entries));
            m_read = false;
            m_table->statePanel()->showError(entries.error());
        });
}

void ContentsView::fill(std::vector<ArchiveEntry> entries)
{
    std::map<std::string, int> schemas, kinds;
    for (const ArchiveEntry& entry : entries) {
        ++schemas[entry.schema == "-" ? std::string(kUnknown) : entry.schema];
        ++kinds[entry.kind];
    }
    std::ranges::stable_sort(entries, [](const ArchiveEntry& a, const ArchiveEntry& b) {
        return std::tie(a.schema, a.kind, a.name) < std::tie(b.schema, b.kind, b.name);
    });
    fillChoices(*m_schema, Tr::tr("Every schema"), schemas);
    fillChoices(*m_kind, Tr::tr("Every kind"), kinds);
    m_model->setRows(std::move(entries));
    applyFilter();
}

void ContentsView::applyFilter()
{
    const std::string kind = m_kind->currentData().toString().toStdString();
    std::string schema = m_schema->currentData().toString().toStdString();
    if (schema == kUnknown)
        schema = "-";
    m_model->setFilter([kind, schema](const ArchiveEntry& row) {
        return (kind.empty() || row.kind == kind) && (schema.empty() || row.schema == schema);
    });
    updateWords();
}

void ContentsView::retranslate()
{
    m_filter->setPlaceholderText(Tr::tr("Filter"));
    m_filter->setAccessibleName(Tr::tr("Filter of the contents"));
    m_schema->setAccessibleName(Tr::tr("Schema"));
    m_kind->setAccessibleName(Tr::tr("Kind"));
    for (const auto& [box, all] :
        {std::pair(m_schema, Tr::tr("Every schema")), std::pair(m_kind, Tr::tr("Every kind"))}) {
        if (box->count() == 0)
            box->addItem({}, QString());
        box->setItemText(0, all);
    }
    m_extract->setText(Tr::tr("Save as CSV"));
    m_table->view()->setAccessibleName(Tr::tr("Contents of the backup"));
    m_table->setEmptyText(Tr::tr("The backup is empty"), Tr::tr("It was made of a database without objects."));
    updateWords();
}

const ArchiveEntry* ContentsView::chosenTable() const
{
    const int row = m_model->rowOfKey(m_table->currentKey());
    if (row < 0 || !holdsRows(m_model->rowAt(row)))
        return nullptr;
    return &m_model->rowAt(row);
}

void ContentsView::updateWords()
{
    const int all = m_model->totalRows();
    const int shown = m_model->rowCount();
    m_count->setText(shown < all ? Tr::tr("%1 of %2").arg(qstr(formatCount(shown)), qstr(formatCount(all))) : qstr(formatCount(all)));
    const bool table = chosenTable() != nullptr;
    m_extract->setEnabled(table && !m_extractor->isBusy());
    const QString toolTip = table ? Tr::tr("Writes its rows to a file, without any database")
                                  : Tr::tr("Choose a table in the list first.");
    m_extract->setToolTip(toolTip);
    m_extract->setAccessibleDescription(toolTip);
}

void ContentsView::fillExtractMenu()
{
    QMenu* menu = m_extract->menu();
    menu->clear();
    QAction* asIs = menu->addAction(Tr::tr("Values as they are…"));
    connect(asIs, &QAction::triggered, this, [this] { extract({}); });
    QAction* guarded = menu->addAction(Tr::tr("For a spreadsheet, with an apostrophe before formulas…"));
    connect(guarded, &QAction::triggered, this, [this] { extract({.forSpreadsheet = true}); });
}

void ContentsView::extract(const backup::CsvOptions& options)
{
    if (chosenTable() == nullptr)
        return; // it went while the menu was open

    const ArchiveEntry table = *chosenTable();
    FileRequest request;
    request.mode = FileRequest::Mode::Save;
    request.title = Tr::tr("Save %1 as CSV").arg(qstr(table.name));
    request.suggestedName = qstr(table.schema + "." + table.name + ".csv");
    request.nameFilters = QStringList{Tr::tr("Tables (*.csv)")};
    request.defaultSuffix = QStringLiteral("csv");
    chooseFile(window(), request, [this, table, options](const QString& path) {
        if (!path.isEmpty())
            save(table, path, options);
    });
}

void ContentsView::save(const ArchiveEntry& table, const QString& path, const backup::CsvOptions& options)
{
    m_result->setMessage(State::Info, Tr::tr("Reading %1 out of the backup").arg(qstr(table.name)));
    m_result->setAction(Tr::tr("Stop"));
    m_result->setClosable(false);
    m_result->show();
    m_extractor->start<backup::ExtractReport>(
        [service = m_session.services().backups, name = m_backup, table, file = path.toStdString(), options](
            TaskContext& context) {
            return service->extractTable(name, table.schema, table.name, file, options, context);
        },
        [this, path](Result<backup::ExtractReport> report) {
            if (report)
                m_result->setMessage(stateOf(*report), words(*report, path));
            else
                m_result->setMessage(report.error().kind == ErrorKind::Cancelled ? State::Info : State::Danger,
                    translated(report.error().message));
            m_result->setAction({});
            m_result->setClosable(true);
            updateWords();
        });
    updateWords();
}

} // namespace qbm::ui
