// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/backups/backups_page.h"

#include "ui/async/task_runner.h"
#include "ui/operation/task_center.h"
#include "ui/page/backups/backup_actions.h"
#include "ui/page/backups/backup_panel.h"
#include "ui/page/backups/backup_proposer.h"
#include "ui/page/backups/backup_words.h"
#include "ui/page/backups/catalogue_view.h"
#include "ui/page/backups/copies_view.h"
#include "ui/page/backups/drills_view.h"
#include "ui/page/backups/facts_strip.h"
#include "ui/page/backups/holders_view.h"
#include "ui/page/backups/kept_databases_view.h"
#include "ui/page/backups/page_banners.h"
#include "ui/page/backups/page_facts.h"
#include "ui/page/backups/retention_view.h"
#include "ui/page/backups/schedules_view.h"
#include "ui/session/session.h"
#include "ui/text/tr.h"
#include "widgets/feedback/side_panel.h"
#include "widgets/table/table_view.h"
#include "widgets/theme/icons.h"

#include <QBoxLayout>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QStackedWidget>
#include <QTabBar>

namespace qbm::ui {

using namespace widgets;
using backup::Backup;

namespace {

/// By View; stable, for showObject().
constexpr const char* kViewIds[] = {"backups", "schedules", "retention", "kept", "drills", "copies", "sessions"};

} // namespace

BackupsPage::BackupsPage(Session& session)
    : Page(session, QStringLiteral("backups"))
    , m_runner(new TaskRunner(session.pool(), this))
    , m_scheduleRunner(new TaskRunner(session.pool(), this))
    , m_proposer(new BackupProposer(session, this))
    , m_actions(new BackupActions(session, *m_proposer, this))
    , m_backUp(new QPushButton)
    , m_banners(new PageBanners(session.tasks()))
    , m_strip(new FactsStrip)
    , m_tabs(new QTabBar)
    , m_views(new QStackedWidget)
    , m_catalogue(new CatalogueView(session, *m_actions))
    , m_schedules(new SchedulesView(session, *m_proposer))
    , m_side(new SidePanel(this))
{
    setButtonKind(*m_backUp, ButtonKind::Primary);
    addHeadWidget(m_backUp);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setUsesScrollButtons(false);
    for (std::size_t i = 0; i < std::size(kViewIds); ++i)
        m_tabs->addTab({});
    m_views->addWidget(m_catalogue);
    m_views->addWidget(m_schedules);
    auto* tabRow = new QHBoxLayout;
    tabRow->addWidget(m_tabs);
    tabRow->addStretch();
    auto* views = new QVBoxLayout;
    views->setSpacing(0);
    views->addLayout(tabRow);
    views->addWidget(makeSeparator());
    views->addSpacing(tokens::kSpaceM);
    views->addWidget(m_views, 1);
    body()->addWidget(m_banners);
    body()->addWidget(m_strip);
    m_strip->hide(); // until there are facts
    body()->addLayout(views, 1);
    connectViews();
}

void BackupsPage::connectViews()
{
    connect(m_backUp, &QPushButton::clicked, m_actions, &BackupActions::backUp);
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int index) {
        m_side->closePanel();
        m_views->setCurrentWidget(make(index));
        view()->refresh();
    });
    connect(m_banners, &PageBanners::backUpRequested, m_actions, &BackupActions::backUp);
    connect(m_banners, &PageBanners::schedulesRequested, this, [this] { showView(Schedules); });
    connect(m_banners, &PageBanners::sessionsRequested, this, [this] { showView(Sessions); });
    connect(m_catalogue, &CatalogueView::refreshRequested, this, &BackupsPage::refresh);
    connect(m_catalogue, &CatalogueView::chosenChanged, this, &BackupsPage::panelFollows);
    connect(m_catalogue, &CatalogueView::verified, this, &BackupsPage::refresh);
    connect(m_schedules, &SchedulesView::refreshRequested, this, &BackupsPage::askSchedules);
    connect(m_actions, &BackupActions::detailsRequested, this, &BackupsPage::openPanel);
    connect(m_actions, &BackupActions::verifyRequested, this, [this](const QString& backup) {
        showView(Catalogue);
        m_catalogue->verify(backup);
    });
    connect(m_actions, &BackupActions::contentsRequested, this, [this](const QString& backup) {
        openPanel(backup);
        panel()->showTab(BackupPanel::Contents);
    });
    connect(&session().tasks(), &TaskCenter::ended, this, [this] {
        if (isVisible())
            refresh();
    });
}

QString BackupsPage::title() const
{
    return Tr::tr("Backups");
}

template <class Kind, class... Arguments>
Kind* BackupsPage::made(Kind*& view, Arguments&... arguments)
{
    if (view == nullptr) {
        view = new Kind(session(), arguments...);
        m_views->addWidget(view);
        view->retranslate();
    }
    return view;
}

RetentionView* BackupsPage::retention()
{
    return made(m_retention, *m_proposer);
}

KeptDatabasesView* BackupsPage::kept()
{
    return made(m_kept, *m_proposer);
}

DrillsView* BackupsPage::drills()
{
    return made(m_drills, *m_actions);
}

CopiesView* BackupsPage::copies()
{
    const bool isNew = m_copies == nullptr;
    made(m_copies, *m_proposer);
    if (isNew)
        m_copies->setBackups(m_backups);
    return m_copies;
}

HoldersView* BackupsPage::sessions()
{
    return made(m_sessions, *m_proposer);
}

BackupPanel* BackupsPage::panel()
{
    if (m_panel == nullptr) {
        m_panel = new BackupPanel(session(), *m_actions);
        m_side->setContent(m_panel);
        m_panel->retranslate();
    }
    return m_panel;
}

BackupsView* BackupsPage::make(int view)
{
    switch (static_cast<View>(view)) {
    case Catalogue: return m_catalogue;
    case Schedules: return m_schedules;
    case Retention: return retention();
    case Kept: return kept();
    case Drills: return drills();
    case Copies: return copies();
    case Sessions: return sessions();
    }
    return m_catalogue;
}

BackupsView* BackupsPage::view() const
{
    return static_cast<BackupsView*>(m_views->currentWidget());
}

bool BackupsPage::isSettled() const
{
    return m_catalogue->isSettled() && !m_scheduleRunner->isBusy() && view()->isSettled();
}

void BackupsPage::showView(View view)
{
    m_tabs->setCurrentIndex(view);
}

void BackupsPage::retranslate()
{
    m_backUp->setText(Tr::tr("Back up now…"));
    const QString whyNot = m_actions->whyNoBackup();
    m_backUp->setEnabled(whyNot.isEmpty());
    m_backUp->setToolTip(whyNot);
    m_backUp->setAccessibleDescription(whyNot);
    m_tabs->setAccessibleName(Tr::tr("Views of the backups"));
    const QString titles[] = {Tr::tr("Backups"), Tr::tr("Schedules"), Tr::tr("Retention"), Tr::tr("Kept databases"),
        Tr::tr("Drills"), Tr::tr("Copies"), Tr::tr("Sessions")};
    for (int i = 0; i < m_tabs->count(); ++i)
        m_tabs->setTabText(i, titles[i]);
    for (int i = 0; i < m_views->count(); ++i)
        static_cast<BackupsView*>(m_views->widget(i))->retranslate();
    m_banners->retranslate();
    if (m_panel != nullptr)
        m_panel->retranslate();
    updateFacts();
}

void BackupsPage::refresh()
{
    m_runner->start<Contents>(
        [service = session().services().backups](TaskContext& context) -> Result<Contents> {
            QBM_TRY(backups, service->list(context));
            QBM_TRY(facts, service->facts(context));
            return Contents{std::move(backups), std::move(facts)};
        },
        [this](Result<Contents> contents) {
            if (contents)
                fill(std::move(*contents));
            else
                m_catalogue->setError(contents.error());
        });
    askSchedules();
    if (view() == m_catalogue || view() == m_schedules)
        return;
    if (m_byClock)
        view()->refreshByClock();
    else
        view()->refresh();
}

void BackupsPage::timerEvent(QTimerEvent* event)
{
    const QScopedValueRollback byClock(m_byClock, true);
    Page::timerEvent(event);
}

void BackupsPage::askSchedules()
{
    if (m_scheduleRunner->isBusy())
        return; // a cluster that answers slowly is not asked twice
    using States = std::vector<backup::ScheduleState>;
    m_scheduleRunner->start<States>(
        [service = session().services().backups](TaskContext& context) { return service->schedules(context); },
        [this](Result<States> schedules) {
            m_schedules->setSchedules(schedules);
            m_scheduleStates = schedules ? std::optional(std::move(*schedules)) : std::nullopt;
            updateFacts();
        });
}

void BackupsPage::fill(Contents contents)
{
    m_facts = std::move(contents.facts);
    m_actions->setFacts(m_facts);
    m_backups = contents.backups;
    if (m_drills != nullptr)
        m_drills->updateActions();
    if (m_copies != nullptr)
        m_copies->setBackups(m_backups);
    const auto gone = std::ranges::find(m_facts.alarms, backup::BackupAlarm::Kind::FolderGone, &backup::BackupAlarm::kind);
    m_catalogue->setFolderGone(gone != m_facts.alarms.end() ? std::optional(gone->sentence) : std::nullopt);
    m_catalogue->setBackups(std::move(contents.backups), m_facts.at);
    m_banners->setAlarms(m_facts.alarms);
    updateFacts();
    panelFollows();
}

/// The panel shows what is chosen in the catalogue: it goes along to another row, closes when the row is hidden or no longer
/// chosen, and tells when the backup is gone.
void BackupsPage::panelFollows()
{
    if (m_panel == nullptr || !m_panel->backup() || !m_side->isOpen())
        return;
    const auto& shown = m_panel->backup();
    const auto chosen = m_catalogue->chosen();
    if (chosen && chosen->name != shown->name)
        return openPanel(qstr(chosen->name));
    const auto now = m_catalogue->backup(qstr(shown->name));
    if (!chosen && now)
        m_side->closePanel();
    else
        m_panel->follow(now, m_facts.lastDrill);
}

/// NB3: what a restore would lose now and how long it would take, from what was measured.
void BackupsPage::updateFacts()
{
    if (m_facts.at == TimePoint{})
        return;
    setSentence(translated(service::recoverySentence(m_facts)));
    m_strip->show();
    m_strip->setFacts(pageFacts(m_facts, qstr(session().services().backups->folder()), m_scheduleStates));
    std::optional<State> worst;
    QString why;
    for (const backup::BackupAlarm& alarm : m_facts.alarms) {
        if (!worst || stateOf(alarm.kind) == State::Danger) {
            why = worst == State::Danger ? why : translated(alarm.sentence);
            worst = stateOf(alarm.kind);
        }
    }
    setAttention(worst, why);
}

void BackupsPage::openPanel(const QString& backup)
{
    const auto found = m_catalogue->backup(backup);
    if (!found)
        return;
    if (m_catalogue->table()->currentKey() != backup)
        m_catalogue->select(backup);
    panel()->showBackup(*found, m_facts.lastDrill);
    m_side->setTitle(backup);
    m_side->openPanel();
}

void BackupsPage::showObject(const QString& object)
{
    for (int i = 0; i < m_tabs->count(); ++i) {
        if (object == QLatin1String(kViewIds[i]))
            return showView(static_cast<View>(i));
    }
    showView(Catalogue);
    m_catalogue->select(object);
}

void BackupsPage::setCommandsWanted(bool wanted)
{
    if (wanted && m_facts.at == TimePoint{})
        refresh();
}

std::vector<Command> BackupsPage::commands()
{
    std::vector<Command> commands;
    const QString hint = title();
    const auto add = [&](const QString& title, const char* icon, std::function<void()> run) {
        commands.push_back(
            {title, hint, widgets::icon(QString::fromLatin1(icon), TextTone::Secondary), [this, run = std::move(run)] {
                 Q_EMIT navigationRequested(id(), {});
                 run();
             }});
    };
    if (m_actions->whyNoBackup().isEmpty())
        add(Tr::tr("Back up now"), "document-save", [this] { m_actions->backUp(); });
    if (m_facts.newestGood && m_actions->whyNoBackup().isEmpty()) {
        add(Tr::tr("Restore the newest backup"), "edit-undo", [this] { m_actions->restore(*m_facts.newestGood); });
        add(Tr::tr("Run a drill of the newest backup"), "chronometer-start",
            [this] { m_actions->drill(m_facts.newestGood->name); });
    }
    if (m_facts.newestGood)
        add(Tr::tr("Verify the newest backup"), "dialog-ok-apply",
            [this] { Q_EMIT m_actions->verifyRequested(qstr(m_facts.newestGood->name)); });
    add(Tr::tr("Show backup schedules"), "view-calendar-day", [this] { showView(Schedules); });
    add(Tr::tr("Show what retention would remove"), "edit-delete", [this] { showView(Retention); });
    add(Tr::tr("Show databases that restores kept"), "document-swap", [this] { showView(Kept); });
    add(Tr::tr("Show past drills"), "chronometer-start", [this] { showView(Drills); });
    add(Tr::tr("Show copies of backups"), "edit-copy", [this] { showView(Copies); });
    add(Tr::tr("Show who holds the database"), "view-list-details", [this] { showView(Sessions); });
    for (const backup::Backup& backup : m_catalogue->backups())
        commands.push_back({Tr::tr("Show backup %1").arg(qstr(backup.name)), hint,
            widgets::icon(QStringLiteral("backup"), TextTone::Secondary),
            [this, name = qstr(backup.name)] { Q_EMIT navigationRequested(id(), name); }, qstr(backup.name)});
    return commands;
}

} // namespace qbm::ui
