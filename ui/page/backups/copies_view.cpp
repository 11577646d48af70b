// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/backups/copies_view.h"

#include "core/service/backup_service.h"
#include "ui/async/task_runner.h"
#include "ui/layout/action_bar.h"
#include "ui/model/columns.h"
#include "ui/page/backups/backup_proposer.h"
#include "ui/session/session.h"
#include "widgets/feedback/elided_label.h"
#include "widgets/feedback/reading_label.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/table/table_view.h"
#include "widgets/theme/style.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QMenu>
#include <QTableView>
#include <algorithm>

namespace qbm::ui {

using namespace widgets;
using backup::PlacedCopy;

namespace {

constexpr int kPlaceWidth = 180;

std::vector<TableColumn<PlacedCopy>> columns(const std::shared_ptr<std::set<std::string>>& known)
{
    auto record = textColumn<PlacedCopy>("record", QT_TRANSLATE_NOOP("Ui", "Record"), 150,
        [](const PlacedCopy& row) { return row.sidecar ? Tr::tr("with its record") : Tr::tr("without its record"); });
    record.state = [](const PlacedCopy& row) { return row.sidecar ? State::Ok : State::Unknown; };
    auto name = stretchColumn<PlacedCopy>(
        "name", QT_TRANSLATE_NOOP("Ui", "Backup"), 280, [](const PlacedCopy& row) { return qstr(row.name); });
    name.mono = true;
    name.whole = true;
    auto here = textColumn<PlacedCopy>("here", QT_TRANSLATE_NOOP("Ui", "Here"), 130, [known](const PlacedCopy& row) {
        return known->contains(row.name) ? Tr::tr("here too") : Tr::tr("only there");
    });
    return {std::move(record), std::move(name),
        quantityColumn<PlacedCopy>("size", QT_TRANSLATE_NOOP("Ui", "Size"), 96, Unit::Bytes,
            [](const PlacedCopy& row) { return static_cast<double>(row.sizeBytes); }),
        std::move(here)};
}

} // namespace

CopiesView::CopiesView(Session& session, BackupProposer& proposer, QWidget* parent)
    : BackupsView(parent)
    , m_session(session)
    , m_proposer(proposer)
    , m_runner(new TaskRunner(session.pool(), this))
    , m_place(new QComboBox)
    , m_location(new ElidedLabel({}, nullptr, Qt::ElideMiddle))
    , m_age(makeLabel({}, TypeRole::Body, TextTone::Secondary))
    , m_bar(new ActionBar)
    , m_table(new TableView)
    , m_here(std::make_shared<std::set<std::string>>())
    , m_clock(&systemClock())
{
    m_model = new TableModel<PlacedCopy>([](const PlacedCopy& row) { return qstr(row.name); }, columns(m_here), this);
    m_table->setModel(m_model);
    m_bar->setRest(m_table->view());
    m_place->setMinimumWidth(kPlaceWidth);
    setTextStyle(*m_location, TypeRole::Body, TextTone::Secondary);
    for (const backup::CopyPlace& place : session.services().backups->settings().copies)
        m_place->addItem(qstr(place.name));
    auto* content = new QWidget;
    auto* head = new QHBoxLayout;
    head->setSpacing(tokens::kSpaceM);
    head->addWidget(m_place);
    head->addWidget(m_location, 1);
    head->addWidget(m_age);
    head->addWidget(m_bar);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins({});
    column->setSpacing(tokens::kSpaceS);
    column->addLayout(head);
    column->addWidget(m_table, 1);
    m_state = new StatePanel(content);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins({});
    outer->addWidget(m_state);
    m_state->showContent();
    connect(m_place, &QComboBox::currentIndexChanged, this, &CopiesView::placeChosen);
    connect(m_table, &TableView::currentKeyChanged, this, &CopiesView::updateWords);
    connect(m_table->statePanel(), &StatePanel::retryRequested, this, &CopiesView::refresh);
    connect(m_table, &TableView::contextMenuRequested, this, [this](const QString&, const QPoint& position) {
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        fillMenu(*menu, m_bar->actions());
        menu->popup(position);
    });
}

const backup::CopyPlace* CopiesView::place() const
{
    const auto& places = m_session.services().backups->settings().copies;
    const auto at = static_cast<std::size_t>(m_place->currentIndex());
    return at < places.size() ? &places[at] : nullptr;
}

void CopiesView::setBackups(const std::vector<backup::Backup>& backups)
{
    m_here->clear();
    m_newestHere.clear();
    for (const backup::Backup& backup : backups) {
        if (!backup::isWorthFetching(backup))
            m_here->insert(backup.name);
        if (m_newestHere.empty() && backup.usable() && !backup.isSafetyDump())
            m_newestHere = backup.name;
    }
    m_model->refreshCells();
    updateWords();
}

void CopiesView::placeChosen()
{
    m_heardAt = {};
    m_model->setRows({});
    m_table->statePanel()->showLoading();
    updateWords();
    refresh();
}

void CopiesView::refresh()
{
    if (place() == nullptr) {
        m_settled = true;
        return;
    }
    m_askedAt = m_clock->now();
    using Copies = std::vector<PlacedCopy>;
    m_runner->start<Copies>([service = m_session.services().backups, name = place()->name](
                                TaskContext& context) { return service->listCopies(name, context); },
        [this](Result<Copies> copies) { fill(std::move(copies)); });
}

void CopiesView::refreshByClock()
{
    const bool remote = place() != nullptr && place()->s3;
    if (remote && m_clock->now() - m_askedAt < kRemoteAge)
        updateAge();
    else
        refresh();
}

void CopiesView::updateAge()
{
    m_age->setText(
        m_heardAt == TimePoint{} ? QString() : Tr::tr("Listed %1 ago").arg(ageText(m_heardAt, m_clock->now())));
}

void CopiesView::fill(Result<std::vector<PlacedCopy>> copies)
{
    m_settled = true;
    if (copies) {
        m_heardAt = m_clock->now();
        m_model->setRows(std::move(*copies));
    } else if (m_heardAt != TimePoint{}) {
        m_table->statePanel()->showStale(translated(copies.error().message), m_heardAt);
    } else {
        m_table->statePanel()->showError(copies.error());
    }
    updateWords();
}

void CopiesView::updateWords()
{
    if (place() == nullptr)
        return;
    updateAge();
    m_location->setText(qstr(place()->location()));
    const QString copy = m_table->currentKey();
    const QString readOnly = m_session.isReadOnly() ? Tr::tr("This window is read-only.") : QString();
    ObjectAction fetch{
        QStringLiteral("fetch"), Tr::tr("Fetch…"), QStringLiteral("document-import"), readOnly, true, false, {}};
    if (fetch.whyNot.isEmpty() && copy.isEmpty())
        fetch.whyNot = Tr::tr("Choose a copy in the table first.");
    else if (fetch.whyNot.isEmpty() && m_here->contains(copy.toStdString()))
        fetch.whyNot = Tr::tr("It is in the backup folder already.");
    fetch.run = [this, name = copy.toStdString(), place = place()->name] {
        m_proposer.propose(Tr::tr("The copy cannot be fetched"),
            [name, place](const service::BackupService& service, TaskContext& context) {
                return service.makeFetchOperation(name, place, context);
            });
    };
    ObjectAction send{QStringLiteral("copy-newest"), Tr::tr("Copy the newest there…"), QStringLiteral("edit-copy"),
        readOnly, true, false, {}};
    const bool isThere = m_model->rowOfKey(qstr(m_newestHere)) >= 0;
    if (send.whyNot.isEmpty() && (m_newestHere.empty() || isThere))
        send.whyNot = isThere ? Tr::tr("The newest backup is there already.") : Tr::tr("There is no usable backup.");
    send.run = [this, name = m_newestHere, place = place()->name] {
        m_proposer.propose(Tr::tr("This backup cannot be copied"),
            [name, place](const service::BackupService& service, TaskContext& context) {
                return service.makeCopyOperation(name, place, context);
            });
    };
    m_bar->setActions({send, fetch}, copy);
}

void CopiesView::retranslate()
{
    m_place->setAccessibleName(Tr::tr("Second place"));
    m_table->view()->setAccessibleName(Tr::tr("Copies in the second place"));
    m_table->setEmptyText(Tr::tr("Nothing is there yet"),
        Tr::tr("New backups are copied there by themselves; \"Copy the newest there\" begins with one."));
    if (place() == nullptr)
        m_state->showEmpty(Tr::tr("No second place is set up"),
            Tr::tr("Backups on one disk are lost with it. Name a folder or an S3 bucket under backups.copies in the "
                   "profile; every new backup is then copied there and read back."));
    updateWords();
}

} // namespace qbm::ui
