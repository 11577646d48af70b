// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include "core/service/operation_service.h"
#include "ui/async/task_runner.h"
#include "ui/operation/close_dialog.h"
#include "ui/operation/operation_dialog.h"
#include "ui/operation/run_view.h"
#include "ui/operation/task_center.h"
#include "ui/page/page.h"
#include "ui/session/session.h"
#include "ui/session/sessions.h"
#include "ui/text/tr.h"
#include "ui/window/command_palette.h"
#include "ui/window/departure_banner.h"
#include "ui/window/header_bar.h"
#include "ui/window/language.h"
#include "ui/window/manual_window.h"
#include "ui/window/navigation.h"
#include "ui/window/task_popup.h"
#include "widgets/feedback/banner.h"
#include "widgets/feedback/toast.h"
#include "widgets/theme/icons.h"

#include <QActionGroup>
#include <QCloseEvent>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QSettings>
#include <QShortcut>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

namespace qbm::ui {

using namespace widgets;

namespace {

constexpr int kPageShortcuts = 9;
constexpr int kPageIntervalMs = 20; // between two pages made ahead
constexpr int kAwaitMs = 100;
const auto kGeometryKey = QStringLiteral("window/geometry");
const auto kPageKey = QStringLiteral("window/page");

} // namespace

MainWindow::MainWindow(std::vector<PageEntry> entries)
    : m_entries(std::move(entries))
    , m_sessions(std::make_unique<Sessions>())
    , m_header(new HeaderBar)
    , m_navigation(new Navigation)
    , m_banner(new Banner)
    , m_departures(new DepartureBanner(*m_sessions))
    , m_stack(new QStackedWidget)
    , m_status(makeLabel({}, TypeRole::Caption, TextTone::Muted))
    , m_themes(new QActionGroup(this))
    , m_languages(new QActionGroup(this))
    , m_awaiter(new QTimer(this))
    , m_maker(new QTimer(this))
{
    setWindowIcon(productIcon());
    auto* content = new QWidget;
    auto* rows = new QVBoxLayout(content);
    rows->setContentsMargins(0, tokens::kTierFrame, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(m_header);
    rows->addWidget(makeSeparator());
    auto* columns = new QHBoxLayout;
    columns->setSpacing(0);
    columns->addWidget(m_navigation);
    auto* line = makeSeparator();
    line->setFixedWidth(tokens::kBorder);
    line->setMaximumHeight(QWIDGETSIZE_MAX);
    columns->addWidget(line);
    auto* right = new QVBoxLayout;
    right->setSpacing(0);
    m_banner->hide();
    right->addWidget(m_departures);
    right->addWidget(m_banner);
    right->addWidget(m_stack, 1);
    columns->addLayout(right, 1);
    rows->addLayout(columns, 1);
    setCentralWidget(content);
    statusBar()->addWidget(m_status, 1);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->setContentsMargins(tokens::kSpaceM, 0, tokens::kSpaceM, 0);

    connect(m_navigation, &Navigation::chosen, this, &MainWindow::selectPage);
    connect(m_header, &HeaderBar::searchRequested, this, &MainWindow::openPalette);
    connect(m_header, &HeaderBar::tasksRequested, this, &MainWindow::openTasks);
    connect(m_banner, &Banner::actionRequested, this, [this] {
        m_banner->hide();
        showPage(QStringLiteral("activity"));
    });
    connect(m_banner, &Banner::closed, m_banner, &QWidget::hide);
    m_banner->setClosable(true);
    connect(m_sessions.get(), &Sessions::changed, this, &MainWindow::updateRunning);
    connect(m_sessions.get(), &Sessions::ended, this, &MainWindow::announceEnd);
    m_awaiter->setInterval(kAwaitMs);
    connect(m_awaiter, &QTimer::timeout, this, &MainWindow::showAwaited);
    m_maker->setInterval(kPageIntervalMs);
    connect(m_maker, &QTimer::timeout, this, &MainWindow::makeNextPage);
    buildMenu();
    addShortcuts();
    retranslate();
}

MainWindow::~MainWindow()
{
    m_departures->forget();
    removePages();
    m_sessions->disconnect(this);
}

Session* MainWindow::session() const
{
    return m_sessions->current();
}

void MainWindow::buildMenu()
{
    QMenu* menu = m_header->mainMenu();
    const auto add = [this](QMenu* to, const char* text, const QKeySequence& keys = {}) {
        QAction* action = to->addAction(QString());
        action->setShortcut(keys);
        m_texts.emplace_back(action, text);
        return action;
    };
    QMenu* themes = menu->addMenu(QString());
    m_texts.emplace_back(themes->menuAction(), QT_TRANSLATE_NOOP("Ui", "Theme"));
    for (const auto& [choice, text] : {std::pair(ThemeChoice::Light, QT_TRANSLATE_NOOP("Ui", "Light")),
             std::pair(ThemeChoice::Dark, QT_TRANSLATE_NOOP("Ui", "Dark")), std::pair(ThemeChoice::System, QT_TRANSLATE_NOOP("Ui", "As the desktop"))}) {
        QAction* action = add(themes, text);
        action->setCheckable(true);
        action->setChecked(Theme::current().choice() == choice);
        m_themes->addAction(action);
        connect(action, &QAction::triggered, this, [this, choice = choice] { Q_EMIT themeChosen(static_cast<int>(choice)); });
    }
    QMenu* languageMenu = menu->addMenu(QString());
    m_texts.emplace_back(languageMenu->menuAction(), QT_TRANSLATE_NOOP("Ui", "Language"));
    for (const QString& language : languages()) {
        QAction* action = languageMenu->addAction(languageName(language));
        action->setCheckable(true);
        action->setData(language);
        m_languages->addAction(action);
        connect(action, &QAction::triggered, this, [this, language] { Q_EMIT languageChosen(language); });
    }
    QAction* dense = add(menu, QT_TRANSLATE_NOOP("Ui", "Dense tables"));
    dense->setCheckable(true);
    dense->setChecked(Theme::current().isDense());
    connect(dense, &QAction::toggled, this, [](bool on) {
        Theme::current().setDense(on);
        QSettings().setValue(QStringLiteral("look/dense"), on);
    });
    menu->addSeparator();
    connect(add(menu, QT_TRANSLATE_NOOP("Ui", "Manual"), QKeySequence(Qt::Key_F1)), &QAction::triggered, this, &MainWindow::openManual);
    connect(add(menu, QT_TRANSLATE_NOOP("Ui", "About QBM Console")), &QAction::triggered, this, &MainWindow::aboutRequested);
    menu->addSeparator();
    connect(add(menu, QT_TRANSLATE_NOOP("Ui", "Quit"), QKeySequence::Quit), &QAction::triggered, this, &QWidget::close);
}

void MainWindow::addShortcuts()
{
    const auto on = [this](const QKeySequence& keys, auto slot) { connect(new QShortcut(keys, this), &QShortcut::activated, this, slot); };
    on(QKeySequence(Qt::CTRL | Qt::Key_K), &MainWindow::openPalette);
    on(QKeySequence(Qt::Key_F5), [this] {
        if (Page* page = currentPage())
            page->refresh();
    });
    for (int i = 0; i < kPageShortcuts; ++i) {
        on(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + i)), [this, i] {
            if (i < static_cast<int>(m_pages.size()))
                selectPage(i);
        });
    }
}

void MainWindow::retranslate()
{
    for (const auto& [action, text] : m_texts)
        action->setText(Tr::tr(text));
    for (QAction* action : m_languages->actions())
        action->setChecked(QLocale().name() == action->data().toString() || (QLocale().language() == QLocale::English && action->data().toString() == QStringLiteral("en")));
    for (std::size_t i = 0; i < m_pages.size(); ++i)
        m_navigation->setTitle(static_cast<int>(i), Tr::tr(m_entries[i].title));
    m_navigation->setAccessibleName(Tr::tr("Pages"));
    setWindowTitle(session() ? QStringLiteral("%1 — QBM Console").arg(qstr(session()->profile().name)) : QStringLiteral("QBM Console"));
    if (session())
        m_status->setText(Tr::tr("%1 · profile %2").arg(qstr(session()->profile().name), qstr(session()->profileFile().string())));
    updateRunning();
    if (session() && m_banner->isVisible())
        findInterrupted(); // says it again, in this language
}

void MainWindow::setSession(std::unique_ptr<Session> shown)
{
    removePages();
    m_sessions->show(std::move(shown));
    m_header->setSystem(qstr(session()->profile().name), session()->profile().tier, session()->isReadOnly());
    connect(&session()->tasks(), &TaskCenter::closed, this, [this] {
        findInterrupted();
        if (Page* page = currentPage())
            page->refresh();
    });
    makePages();
    retranslate();
    update();
    findInterrupted();
}

void MainWindow::showPlain(QWidget* content)
{
    removePages();
    m_sessions->leaveCurrent();
    m_header->clearSystem();
    m_plain = content;
    m_stack->addWidget(content);
    content->setFocus(); // not the first button of the header
    m_navigation->hide();
    m_status->clear();
    retranslate();
    update();
}

void MainWindow::leaveFor(const QString& to, std::function<void()> go)
{
    m_departures->leave({.leaving = Leaving::Switch, .to = to, .go = std::move(go)});
}

/// The one shown first; the others follow one by one, so that the window answers meanwhile.
void MainWindow::makePages()
{
    m_pages.assign(m_entries.size(), nullptr);
    for (const PageEntry& entry : m_entries)
        m_items.push_back(m_navigation->add(entry.icon));
    m_navigation->show();
    showPage(m_firstPage, std::exchange(m_firstObject, {}));
    m_maker->start();
}

Page* MainWindow::makePage(std::size_t index)
{
    Page*& page = m_pages.at(index);
    if (page != nullptr)
        return page;
    page = m_entries[index].make(*session());
    m_stack->addWidget(page);
    NavigationItem* item = m_items[index];
    connect(page, &Page::attentionChanged, item, [this, made = page, item] { updateAttention(made, item); });
    connect(page, &Page::navigationRequested, this, &MainWindow::showPage);
    return page;
}

void MainWindow::makeNextPage()
{
    const auto next = std::ranges::find(m_pages, static_cast<Page*>(nullptr));
    if (next == m_pages.end())
        return m_maker->stop();
    makePage(static_cast<std::size_t>(next - m_pages.begin()));
}

void MainWindow::removePages()
{
    if (const Page* page = currentPage())
        m_firstPage = page->id();
    m_maker->stop();
    m_banner->hide();
    m_navigation->clear();
    m_items.clear();
    delete std::exchange(m_journalReader, nullptr);
    delete std::exchange(m_plain, nullptr);
    for (Page* page : std::exchange(m_pages, {}))
        delete page;
}

Page* MainWindow::currentPage() const
{
    return m_pages.empty() ? nullptr : m_pages.at(m_index);
}

void MainWindow::selectPage(int index)
{
    m_awaited.clear();
    m_index = static_cast<std::size_t>(index);
    m_navigation->setCurrent(index);
    m_stack->setCurrentWidget(makePage(m_index));
    // The keyboard goes to the page, not to the first button of the header.
    if (Page* page = currentPage())
        page->setFocus();
}

void MainWindow::showPage(const QString& id, const QString& object)
{
    int index = 0;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        if (m_entries[i].id == id)
            index = static_cast<int>(i);
    }
    if (m_pages.empty()) {
        m_firstPage = id;
        m_firstObject = object;
        return;
    }
    selectPage(index);
    if (object.isEmpty())
        return;
    currentPage()->showObject(object);
    if (!currentPage()->isSettled()) {
        m_awaited = object;
        m_awaiter->start();
    }
}

/// What was asked for before the page had anything to show.
void MainWindow::showAwaited()
{
    if (m_awaited.isEmpty() || currentPage() == nullptr)
        return m_awaiter->stop();
    if (!currentPage()->isSettled())
        return;
    m_awaiter->stop();
    currentPage()->showObject(std::exchange(m_awaited, {}));
}

void MainWindow::updateAttention(Page* page, NavigationItem* item)
{
    item->setAttention(page->attention(), page->attentionText());
}

std::vector<Command> MainWindow::commands()
{
    std::vector<Command> commands;
    for (std::size_t i = 0; i < m_pages.size(); ++i) {
        const QString shortcut = i < kPageShortcuts ? QStringLiteral("Ctrl+%1").arg(i + 1) : QString();
        commands.push_back({Tr::tr("Go to %1").arg(Tr::tr(m_entries[i].title)), shortcut, icon(m_entries[i].icon, TextTone::Secondary),
            [this, id = m_entries[i].id] { showPage(id); }, Tr::tr(m_entries[i].title)});
        for (Command& command : makePage(i)->commands())
            commands.push_back(std::move(command));
    }
    const auto add = [&commands](const QList<QAction*>& actions, const QString& under) {
        for (QAction* action : actions) {
            if (action->menu() == nullptr && !action->isSeparator())
                commands.push_back({under + action->text(), action->shortcut().toString(QKeySequence::NativeText), {}, [action] { action->trigger(); }});
        }
    };
    for (const QAction* action : m_header->mainMenu()->actions()) {
        if (action->menu() != nullptr)
            add(action->menu()->actions(), action->text() + QStringLiteral(": "));
    }
    add(m_header->mainMenu()->actions(), {});
    return commands;
}

void MainWindow::openPalette()
{
    for (std::size_t i = 0; i < m_pages.size(); ++i)
        makePage(i)->setCommandsWanted(true);
    auto* palette = new CommandPalette([this] { return commands(); }, this);
    connect(palette, &QDialog::finished, this, [this] {
        for (Page* page : m_pages) {
            if (page != nullptr)
                page->setCommandsWanted(false);
        }
    });
    palette->move(mapToGlobal(QPoint((width() - palette->width()) / 2, m_header->height() + tokens::kSpaceS)));
    palette->show();
}

void MainWindow::openTasks()
{
    auto* popup = new TaskPopup(m_sessions->operations(), this);
    connect(popup, &TaskPopup::chosen, this, [this](RunningOperation* operation) { OperationDialog::follow(this, operation); });
    connect(popup, &TaskPopup::closeRequested, this, [this](RunningOperation* operation) { CloseDialog::propose(*session(), this, operation->record()); });
    popup->adjustSize();
    const QWidget* button = m_header->tasksButton();
    popup->move(button->mapToGlobal(QPoint(button->width() - popup->width(), button->height() + tokens::kSpaceXs)));
    popup->show();
}

void MainWindow::openManual()
{
    if (m_manual == nullptr)
        m_manual = new ManualWindow(this);
    m_manual->showTopic(currentPage() ? currentPage()->id() : QStringLiteral("start"));
    m_manual->show();
    m_manual->raise();
}

/// A killed program may have left an operation half-way: said at once, never in silence.
void MainWindow::findInterrupted()
{
    if (m_journalReader == nullptr)
        m_journalReader = new TaskRunner(session()->pool(), this);
    m_journalReader->start<std::vector<operation::Record>>(
        [operations = session()->services().operations](TaskContext&) -> Result<std::vector<operation::Record>> { return operations->records(); },
        [this](Result<std::vector<operation::Record>> records) {
            if (records)
                announceInterrupted(*records);
        });
}

void MainWindow::announceInterrupted(const std::vector<operation::Record>& records)
{
    for (const operation::Record& record : records) {
        if (!isUnfinished(record.state))
            continue;
        m_banner->setMessage(State::Danger, Tr::tr("\"%1\" was left unfinished. Continue it, take it back, or close it with a reason.").arg(translated(record.title)));
        m_banner->setAction(Tr::tr("Show it"));
        m_banner->show();
        return;
    }
    m_banner->hide();
}

void MainWindow::announceEnd(RunningOperation* operation)
{
    const bool here = !operation->session().isLeft();
    const QString title = translated(operation->record().title);
    Toast* toast = Toast::show(this, operation->succeeded() ? State::Ok : State::Danger,
        here ? title : title + QStringLiteral(" · ") + qstr(operation->session().profile().name), outcomeSentence(*operation), Tr::tr("Show"));
    connect(toast, &Toast::actionRequested, operation, [this, operation] { OperationDialog::follow(this, operation); });
    if (!here)
        return;
    findInterrupted();
    if (Page* page = currentPage())
        page->refresh();
}

void MainWindow::updateRunning()
{
    m_header->setRunning(static_cast<int>(m_sessions->running().size()));
}

void MainWindow::restoreWindowState()
{
    const QSettings settings;
    if (!restoreGeometry(settings.value(kGeometryKey).toByteArray()))
        resize(1280, 800);
    showPage(settings.value(kPageKey).toString());
}

void MainWindow::saveWindowState() const
{
    QSettings settings;
    settings.setValue(kGeometryKey, saveGeometry());
    if (const Page* page = currentPage())
        settings.setValue(kPageKey, page->id());
}

void MainWindow::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QMainWindow::changeEvent(event);
}

/// Every way out comes here: the window's button, Quit in the menu, the desktop that ends its programs.
void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!m_sessions->running().empty()) {
        event->ignore();
        m_departures->leave({.leaving = Leaving::Close, .to = {}, .go = [this] { close(); }});
        return;
    }
    m_departures->forget();
    saveWindowState();
    QMainWindow::closeEvent(event);
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    m_navigation->setCompact(width() < tokens::kNavigationCollapseBelow);
    QMainWindow::resizeEvent(event);
}

/// The tier's colour along the top: which system this is must be seen without reading.
void MainWindow::paintEvent(QPaintEvent* event)
{
    QMainWindow::paintEvent(event);
    if (session())
        QPainter(this).fillRect(0, 0, width(), tokens::kTierFrame, Theme::current().tierColor(session()->profile().tier));
}

} // namespace qbm::ui
