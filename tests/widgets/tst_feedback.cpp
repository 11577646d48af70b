// SPDX-License-Identifier: GPL-3.0-or-later
#include "test_application.h"
#include "widgets/feedback/badge.h"
#include "widgets/feedback/card.h"
#include "widgets/feedback/dialog.h"
#include "widgets/feedback/elided_label.h"
#include "widgets/feedback/reading_label.h"
#include "widgets/feedback/side_panel.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/feedback/tile.h"
#include "widgets/feedback/toast.h"
#include "widgets/form/form.h"
#include "widgets/theme/icons.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>
#include <QTabBar>
#include <QTableWidget>
#include <QToolButton>
#include <QTranslator>
#include <QVBoxLayout>
#include <QWheelEvent>
#include <QtTest/qtestspontaneevent.h>
#include <cmath>

using namespace qbm::widgets;
using qbm::Reading;
using qbm::ReadingState;
using qbm::Unit;

namespace {

class StillClock : public qbm::Clock {
public:
    qbm::TimePoint time = qbm::parseRfc3339("2026-11-22T10:15:30Z").value();
    qbm::TimePoint now() const override { return time; }
};

Reading latency(const StillClock& clock, ReadingState state, double value = 0.18437)
{
    Reading r;
    r.value = value;
    r.unit = Unit::Seconds;
    r.state = state;
    r.source = "Prometheus";
    r.query = "up == 1";
    r.at = clock.now() - std::chrono::seconds(4);
    return r;
}

QPushButton* buttonWith(QWidget& root, const QString& text)
{
    for (auto* button : root.findChildren<QPushButton*>()) {
        if (button->text() == text)
            return button;
    }
    return nullptr;
}

/// Marks every string, so that a string that was not retranslated shows.
class Brackets : public QTranslator {
public:
    bool isEmpty() const override { return false; }
    QString translate(const char* context, const char* source, const char*, int) const override
    {
        const bool ours = qstrcmp(context, "Widgets") == 0 || qstrcmp(context, "core") == 0;
        return ours ? QLatin1Char('[') + QString::fromUtf8(source) + QLatin1Char(']') : QString();
    }
};

} // namespace

class TstFeedback : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { DialogScript::clear(); }
    void tile_everyState_showsNumberOrDashAndWord_data();
    void tile_everyState_showsNumberOrDashAndWord();
    void tile_infinity_isADash();
    void tile_toolTip_namesExactValueQueryAndTime();
    void tile_age_advancesWithTheClock();
    void tile_thresholdState_isIgnoredWithoutFreshValue();
    void tile_clickAndReturn_emitClicked();
    void statePanel_everyFace_showsItsTexts();
    void statePanel_error_showsWhatWhyAndRetry();
    void statePanel_stale_keepsContentUnderBanner();
    void statePanel_languageChange_retranslatesShownFace();
    void ask_scripted_answersWithoutWindow();
    void ask_button_answersItsIdAndEscAnswersNothing();
    void ask_parentDies_neverAnswers();
    void ask_danger_isNotTheDefaultButton();
    void dialog_returnPressesTheFocusedButton();
    void chooseFile_scripted_givesPath();
    void sidePanel_escape_closesAndGivesFocusBack();
    void sidePanel_escapeFromAnywhere_closes();
    void sidePanel_open_coversNothing();
    void sidePanel_edgeDragged_isRememberedAndStopsAtTheContent();
    void sidePanel_narrowParent_fits();
    void wheel_changesOnlyWhatHasTheFocus_data();
    void wheel_changesOnlyWhatHasTheFocus();
    void return_pressesTheFocusedButton();
    void toast_twoShown_stackAndDismiss();
    void badge_word_growsWithLanguage();
    void elidedLabel_shortRoom_staysOneLine();
    void card_withoutTitle_hidesHeader();
    void formRow_error_reachesScreenReaders();
    void searchField_typing_isDelayedAndEscClears();
    void secretField_shown_hidesAgain();
    void secretReference_roundTrip_data();
    void secretReference_roundTrip();
};

void TstFeedback::tile_everyState_showsNumberOrDashAndWord_data()
{
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("footer");
    QTest::addColumn<int>("shown");
    const auto row = [](const char* name, ReadingState state, const QString& value, const QString& footer, State shown) {
        QTest::newRow(name) << int(state) << value << footer << int(shown);
    };
    const QString dash = QStringLiteral("–");
    row("value nobody judged", ReadingState::Value, QStringLiteral("184 ms"), QStringLiteral("Prometheus · 4 s"), State::Unknown);
    row("no traffic", ReadingState::NoTraffic, dash, QStringLiteral("Prometheus · no traffic"), State::Unknown);
    row("down", ReadingState::SourceDown, dash, QStringLiteral("Prometheus · source down"), State::Unknown);
    row("stale", ReadingState::Stale, QStringLiteral("184 ms"), QStringLiteral("Prometheus · stale 4 s"), State::Stale);
    row("no data", ReadingState::NoData, dash, QStringLiteral("Prometheus · no data"), State::Unknown);
}

void TstFeedback::tile_everyState_showsNumberOrDashAndWord()
{
    QFETCH(int, state);
    QFETCH(QString, value);
    QFETCH(QString, footer);
    QFETCH(int, shown);
    StillClock clock;
    Tile tile(QStringLiteral("p95"), nullptr, clock);
    tile.setReading(latency(clock, static_cast<ReadingState>(state)));
    QCOMPARE(tile.valueText(), value);
    QCOMPARE(tile.footerText(), footer);
    QCOMPARE(int(tile.shownState()), shown);
    QCOMPARE(tile.accessibleName(), QStringLiteral("p95: ") + value);
}

void TstFeedback::tile_infinity_isADash()
{
    StillClock clock;
    Tile tile(QStringLiteral("p95"), nullptr, clock);
    for (const double value : {std::nan(""), std::numeric_limits<double>::infinity()}) {
        tile.setReading(latency(clock, ReadingState::Value, value));
        QCOMPARE(tile.valueText(), QStringLiteral("–"));
    }
}

void TstFeedback::tile_toolTip_namesExactValueQueryAndTime()
{
    StillClock clock;
    Tile tile(QStringLiteral("p95"), nullptr, clock);
    auto reading = latency(clock, ReadingState::Value);
    tile.setReading(reading);
    QVERIFY(tile.toolTip().contains(QStringLiteral("0.18437")));
    QVERIFY(tile.toolTip().contains(QStringLiteral("up == 1")));
    QVERIFY(tile.toolTip().contains(localTimeText(reading.at)));
    reading.state = ReadingState::SourceDown;
    reading.error = qbm::Error{qbm::ErrorKind::Unreachable, qbm::text("Cannot reach %1", "127.0.0.1:9090"), {}, {}};
    tile.setReading(reading);
    QVERIFY(tile.toolTip().contains(QStringLiteral("Cannot reach 127.0.0.1:9090")));
    QVERIFY(!tile.toolTip().contains(QStringLiteral("0.18437")));
}

void TstFeedback::tile_age_advancesWithTheClock()
{
    StillClock clock;
    Tile tile(QStringLiteral("p95"), nullptr, clock);
    tile.setReading(latency(clock, ReadingState::Value));
    clock.time += std::chrono::minutes(3);
    QCOMPARE(tile.footerText(), QStringLiteral("Prometheus · 3 min"));
    clock.time -= std::chrono::hours(1); // a server's clock ahead of ours
    QCOMPARE(tile.footerText(), QStringLiteral("Prometheus · < 1 s"));
}

void TstFeedback::tile_thresholdState_isIgnoredWithoutFreshValue()
{
    StillClock clock;
    Tile tile(QStringLiteral("p95"), nullptr, clock);
    tile.setState(State::Warning, QStringLiteral("above target"));
    tile.setReading(latency(clock, ReadingState::Value));
    QCOMPARE(tile.shownState(), State::Warning);
    QVERIFY(tile.footerText().endsWith(QStringLiteral("above target")));
    tile.setReading(latency(clock, ReadingState::SourceDown));
    QCOMPARE(tile.shownState(), State::Unknown);
    QVERIFY(!tile.footerText().contains(QStringLiteral("above target")));
}

void TstFeedback::tile_clickAndReturn_emitClicked()
{
    StillClock clock;
    Tile tile(QStringLiteral("p95"), nullptr, clock);
    tile.show();
    QSignalSpy clicked(&tile, &Tile::clicked);
    QTest::mouseClick(&tile, Qt::LeftButton);
    QTest::keyClick(&tile, Qt::Key_Return);
    QTest::keyClick(&tile, Qt::Key_Space);
    QCOMPARE(clicked.size(), 3);
}

void TstFeedback::statePanel_everyFace_showsItsTexts()
{
    auto* content = new QLabel(QStringLiteral("the content"));
    StatePanel panel(content);
    panel.show();
    QCOMPARE(panel.face(), StatePanel::Face::Loading);
    QVERIFY(!content->isVisible());
    panel.showEmpty(QStringLiteral("No backups"), QStringLiteral("Make one."), QStringLiteral("Back up now"));
    QSignalSpy action(&panel, &StatePanel::actionRequested);
    auto* button = buttonWith(panel, QStringLiteral("Back up now"));
    QVERIFY(button && button->isVisible());
    button->click();
    QCOMPARE(action.size(), 1);
    panel.showContent();
    QVERIFY(content->isVisible());
    QCOMPARE(panel.face(), StatePanel::Face::Content);
}

void TstFeedback::statePanel_error_showsWhatWhyAndRetry()
{
    StatePanel panel(new QWidget);
    panel.show();
    panel.showError(qbm::Error{qbm::ErrorKind::Denied, qbm::text("The server refused user %1", "qbm"), "SQLSTATE 28P01", {qbm::text("Connecting to the database")}});
    QCOMPARE(panel.face(), StatePanel::Face::Error);
    QVERIFY(panel.accessibleDescription().contains(headline(qbm::ErrorKind::Denied)));
    QVERIFY(panel.accessibleDescription().contains(QStringLiteral("The server refused user qbm")));
    QVERIFY(panel.accessibleDescription().contains(QStringLiteral("Connecting to the database")));
    auto* detail = panel.findChild<QLabel*>(QStringLiteral("qbmErrorDetail"));
    QVERIFY(!detail->isVisible());
    buttonWith(panel, QStringLiteral("Details"))->click();
    QVERIFY(detail->isVisible());
    QCOMPARE(detail->text(), QStringLiteral("SQLSTATE 28P01"));
    QSignalSpy retry(&panel, &StatePanel::retryRequested);
    buttonWith(panel, QStringLiteral("Retry"))->click();
    QCOMPARE(retry.size(), 1);
    panel.setRetryVisible(false);
    QVERIFY(!buttonWith(panel, QStringLiteral("Retry"))->isVisible());
}

void TstFeedback::statePanel_stale_keepsContentUnderBanner()
{
    StillClock clock;
    auto* content = new QLabel(QStringLiteral("the content"));
    StatePanel panel(content);
    panel.show();
    panel.showStale(QStringLiteral("No answer."), clock.now() - std::chrono::seconds(75), clock);
    QVERIFY(content->isVisible());
    const auto labels = panel.findChildren<QLabel*>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* l) { return l->isVisible() && l->text().contains(QStringLiteral("1 min ago. No answer.")); }));
}

void TstFeedback::statePanel_languageChange_retranslatesShownFace()
{
    StatePanel panel(new QWidget);
    panel.showError(qbm::Error{qbm::ErrorKind::Timeout, qbm::text("No answer from %1", "db"), {}, {}});
    Brackets translator;
    QCoreApplication::installTranslator(&translator);
    QCoreApplication::sendPostedEvents(&panel);
    QEvent change(QEvent::LanguageChange);
    QCoreApplication::sendEvent(&panel, &change);
    const QString told = panel.accessibleDescription();
    const bool retry = buttonWith(panel, QStringLiteral("[Retry]")) != nullptr;
    QCoreApplication::removeTranslator(&translator);
    QVERIFY2(told.contains(QStringLiteral("[No answer from db]")), qPrintable(told));
    QVERIFY(told.contains(QLatin1Char('[') + QStringLiteral("No answer in time")));
    QVERIFY(retry);
}

void TstFeedback::ask_scripted_answersWithoutWindow()
{
    QWidget parent;
    DialogScript::nextAnswer(QStringLiteral("delete"));
    QString answer;
    ask(&parent, {QStringLiteral("Delete backup"), QStringLiteral("It is gone then."), {}, State::Warning, {{QStringLiteral("delete"), QStringLiteral("Delete backup"), ButtonKind::Danger}}},
        [&](const QString& id) { answer = id; });
    QVERIFY(answer.isEmpty()); // never before ask() returned
    QTRY_COMPARE(answer, QStringLiteral("delete"));
    QCOMPARE(DialogScript::pending(), 0);
    QCOMPARE(DialogScript::lastQuestion().sentence, QStringLiteral("It is gone then."));
    QVERIFY(!parent.findChild<Dialog*>());
}

void TstFeedback::ask_button_answersItsIdAndEscAnswersNothing()
{
    QWidget parent;
    parent.show();
    for (const bool escape : {false, true}) {
        QString answer = QStringLiteral("none yet");
        ask(&parent, {QStringLiteral("Stop"), {}, {}, State::Info, {{QStringLiteral("stop"), QStringLiteral("Stop"), ButtonKind::Primary}}}, [&](const QString& id) { answer = id; });
        auto* dialog = parent.findChild<Dialog*>();
        QVERIFY(dialog && dialog->isVisible());
        if (escape)
            QTest::keyClick(dialog, Qt::Key_Escape);
        else
            dialog->findChild<QPushButton*>(QStringLiteral("stop"))->click();
        QCOMPARE(answer, escape ? QString() : QStringLiteral("stop"));
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(!parent.findChild<Dialog*>());
    }
}

void TstFeedback::ask_parentDies_neverAnswers()
{
    bool answered = false;
    auto parent = std::make_unique<QWidget>();
    ask(parent.get(), {QStringLiteral("Stop"), {}, {}, State::Info, {}}, [&](const QString&) { answered = true; });
    parent.reset();
    DialogScript::nextAnswer(QStringLiteral("x"));
    parent = std::make_unique<QWidget>();
    ask(parent.get(), {}, [&](const QString&) { answered = true; });
    parent.reset();
    QCoreApplication::processEvents();
    QVERIFY(!answered);
}

void TstFeedback::ask_danger_isNotTheDefaultButton()
{
    QWidget parent;
    parent.show();
    ask(&parent, {QStringLiteral("Delete"), {}, {}, State::Warning, {{QStringLiteral("delete"), QStringLiteral("Delete"), ButtonKind::Danger}}}, [](const QString&) {});
    auto* dialog = parent.findChild<Dialog*>();
    QVERIFY(!dialog->findChild<QPushButton*>(QStringLiteral("delete"))->isDefault());
    QTest::keyClick(dialog, Qt::Key_Return);
    QVERIFY(dialog->result() != QDialog::Accepted);
    dialog->reject();
}

void TstFeedback::dialog_returnPressesTheFocusedButton()
{
    QString pressed;
    Dialog dialog;
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    auto* field = new QLineEdit;
    dialog.body()->addWidget(field);
    QPushButton* cancel = dialog.addButton(QStringLiteral("cancel"));
    QPushButton* run = dialog.addButton(QStringLiteral("run"), ButtonKind::Primary);
    QPushButton* stop = dialog.addButton(QStringLiteral("stop"), ButtonKind::Danger);
    for (QPushButton* button : {cancel, run, stop})
        connect(button, &QPushButton::clicked, this, [&pressed, button] { pressed = button->text(); });
    dialog.open();
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    const auto returnOn = [&](QWidget* widget) {
        pressed.clear();
        widget->setFocus();
        QTest::keyClick(widget, Qt::Key_Return);
        return pressed;
    };
    QCOMPARE(returnOn(cancel), QStringLiteral("cancel")); // and not the default one
    QCOMPARE(returnOn(run), QStringLiteral("run"));
    QCOMPARE(returnOn(field), QStringLiteral("run"));
    QCOMPARE(returnOn(stop), QString()); // wants the space bar
}

void TstFeedback::chooseFile_scripted_givesPath()
{
    QWidget parent;
    DialogScript::nextAnswer(QStringLiteral("/tmp/x.json"));
    QString path;
    chooseFile(&parent, {}, [&](const QString& chosen) { path = chosen; });
    QTRY_COMPARE(path, QStringLiteral("/tmp/x.json"));
}

void TstFeedback::sidePanel_escape_closesAndGivesFocusBack()
{
    QWidget window;
    window.resize(900, 600);
    auto* field = new QLineEdit(&window);
    SidePanel panel(&window);
    panel.setContent(new QLabel(QStringLiteral("details")));
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    field->setFocus();
    panel.openPanel();
    QVERIFY(panel.isVisible());
    QCOMPARE(panel.geometry(), QRect(900 - tokens::kSidePanelWidth, 0, tokens::kSidePanelWidth, 600));
    QSignalSpy closed(&panel, &SidePanel::closed);
    QTest::keyClick(&panel, Qt::Key_Escape);
    QCOMPARE(closed.size(), 1);
    QVERIFY(!panel.isVisible());
    QVERIFY(field->hasFocus());
}

void TstFeedback::sidePanel_escapeFromAnywhere_closes()
{
    QWidget window;
    window.resize(900, 600);
    auto* column = new QVBoxLayout(&window);
    auto* filter = new SearchField;
    auto* table = new QTableWidget(3, 1);
    column->addWidget(filter);
    column->addWidget(table);
    SidePanel panel(&window);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    panel.openPanel();
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Escape); // a table keeps other keys for itself
    QVERIFY(!panel.isOpen());
    QVERIFY(table->hasFocus());
    panel.openPanel();
    filter->setText(QStringLiteral("backend"));
    filter->setFocus();
    QTest::keyClick(filter, Qt::Key_Escape); // one thing at a time
    QVERIFY(panel.isOpen());
    QCOMPARE(filter->text(), QString());
    QTest::keyClick(filter, Qt::Key_Escape);
    QVERIFY(!panel.isOpen());
    QTest::keyClick(filter, Qt::Key_Escape);
    QVERIFY(!panel.isOpen());
}

void TstFeedback::sidePanel_open_coversNothing()
{
    QWidget outer;
    outer.resize(1100, 600);
    auto& window = *new QWidget(&outer); // as a page stands in the main window
    window.resize(1100, 600);
    auto* column = new QVBoxLayout(&window);
    auto* row = new QHBoxLayout;
    column->addLayout(row);
    auto* button = new QPushButton(QStringLiteral("Back up now"));
    row->addStretch();
    row->addWidget(button);
    auto* table = new QTableWidget(3, 1);
    table->setMinimumWidth(500);
    column->addWidget(table);
    SidePanel panel(&window);
    outer.show();
    panel.openPanel();
    QTest::qWait(1);
    QCOMPARE(panel.side(), SidePanel::Side::Right);
    QVERIFY(!panel.geometry().intersects(button->geometry()));
    QVERIFY(!panel.geometry().intersects(table->geometry()));
    window.resize(700, 600); // not enough beside the content: below it
    QTest::qWait(1);
    QCOMPARE(panel.side(), SidePanel::Side::Bottom);
    QCOMPARE(panel.width(), window.width());
    QVERIFY(!panel.geometry().intersects(button->geometry()));
    QVERIFY(!panel.geometry().intersects(table->geometry()));
    panel.closePanel();
    QTest::qWait(1);
    QVERIFY(table->geometry().bottom() > 550); // the room is given back
}

void TstFeedback::sidePanel_edgeDragged_isRememberedAndStopsAtTheContent()
{
    QSettings().clear();
    QWidget window;
    window.resize(1200, 600);
    auto* column = new QVBoxLayout(&window);
    auto* content = new QWidget;
    content->setMinimumWidth(500);
    column->addWidget(content);
    SidePanel panel(&window);
    window.show();
    panel.openPanel();
    QCOMPARE(panel.width(), tokens::kSidePanelWidth);
    const auto dragBy = [&](int dx) {
        const QPoint from(2, 200);
        QTest::mousePress(panel.edge(), Qt::LeftButton, {}, from);
        const QPointF to = QPointF(from) + QPointF(dx, 0);
        QMouseEvent move(QEvent::MouseMove, to, panel.edge()->mapToGlobal(to), Qt::LeftButton, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(panel.edge(), &move);
        QTest::mouseRelease(panel.edge(), Qt::LeftButton, {}, from);
    };
    dragBy(-100);
    QVERIFY2(std::abs(panel.width() - tokens::kSidePanelWidth - 100) <= 2, qPrintable(QString::number(panel.width())));
    const int wide = panel.width();
    SidePanel next(&window);
    next.openPanel();
    QCOMPARE(next.width(), wide);
    next.closePanel();
    dragBy(-900);
    QVERIFY(window.width() - panel.width() >= 500);
    dragBy(1200);
    QVERIFY(panel.width() >= 300);
    QSettings().clear();
}

void TstFeedback::sidePanel_narrowParent_fits()
{
    QWidget window;
    window.resize(300, 400);
    SidePanel panel(&window);
    window.show();
    panel.openPanel();
    QCOMPARE(panel.geometry(), QRect(0, 220, 300, 180));
    window.resize(1000, 500);
    QCOMPARE(panel.geometry(), QRect(1000 - tokens::kSidePanelWidth, 0, tokens::kSidePanelWidth, 500));
}

void TstFeedback::wheel_changesOnlyWhatHasTheFocus_data()
{
    QTest::addColumn<QString>("control");
    for (const char* name : {"spin", "double", "combo", "editable", "slider", "tabs"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TstFeedback::wheel_changesOnlyWhatHasTheFocus()
{
    QFETCH(QString, control);
    QWidget window;
    window.resize(400, 300);
    auto* column = new QVBoxLayout(&window);
    auto* other = new QLineEdit;
    column->addWidget(other);
    auto* content = new QWidget;
    content->setMinimumHeight(2000);
    auto* inner = new QVBoxLayout(content);
    QWidget* turned = nullptr;
    std::function<int()> value;
    if (control == QLatin1String("spin")) {
        auto* spin = new QSpinBox;
        spin->setValue(50);
        value = [spin] { return spin->value(); };
        turned = spin;
    } else if (control == QLatin1String("double")) {
        auto* spin = new QDoubleSpinBox;
        spin->setValue(50);
        value = [spin] { return static_cast<int>(spin->value()); };
        turned = spin;
    } else if (control == QLatin1String("slider")) {
        auto* slider = new QSlider(Qt::Horizontal);
        slider->setValue(50);
        value = [slider] { return slider->value(); };
        turned = slider;
    } else if (control == QLatin1String("tabs")) {
        auto* tabs = new QTabBar;
        for (int i = 0; i < 5; ++i)
            tabs->addTab(QString::number(i));
        tabs->setCurrentIndex(2);
        value = [tabs] { return tabs->currentIndex(); };
        turned = tabs;
    } else {
        auto* combo = new QComboBox;
        combo->setEditable(control == QLatin1String("editable"));
        for (int i = 0; i < 9; ++i)
            combo->addItem(QString::number(i));
        combo->setCurrentIndex(4);
        value = [combo] { return combo->currentIndex(); };
        turned = combo;
    }
    inner->addWidget(turned);
    inner->addStretch();
    auto* area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setWidget(content);
    column->addWidget(area);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    other->setFocus();
    const int before = value();
    const auto turn = [&] {
        const QPointF at = turned->rect().center();
        QWheelEvent event(at, turned->mapToGlobal(at), {}, {0, -120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QSpontaneKeyEvent::setSpontaneous(&event); // as from the mouse: only then Qt passes it on and gives the focus
        qApp->notify(turned, &event);
    };
    turn();
    QCOMPARE(value(), before);
    QVERIFY(other->hasFocus()); // nor is the focus taken
    QVERIFY(area->verticalScrollBar()->value() > 0); // what lies behind scrolls
    area->verticalScrollBar()->setValue(0);
    turned->setFocus();
    turn();
    QVERIFY(value() != before);
}

void TstFeedback::return_pressesTheFocusedButton()
{
    QWidget window;
    auto* column = new QVBoxLayout(&window);
    auto* button = new QPushButton(QStringLiteral("Scale"));
    auto* tool = new QToolButton;
    auto* box = new QCheckBox(QStringLiteral("Only some"));
    auto* danger = new QPushButton(QStringLiteral("Drop"));
    setButtonKind(*danger, ButtonKind::Danger);
    for (QAbstractButton* one : std::initializer_list<QAbstractButton*>{button, tool, box, danger})
        column->addWidget(one);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    const auto pressed = [](QAbstractButton* one, Qt::Key key) {
        QSignalSpy clicked(one, &QAbstractButton::clicked);
        one->setFocus();
        QTest::keyClick(one, key);
        return clicked.size();
    };
    for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter, Qt::Key_Space}) {
        QCOMPARE(pressed(button, key), 1);
        QCOMPARE(pressed(tool, key), 1);
        QCOMPARE(pressed(danger, key), key == Qt::Key_Space ? 1 : 0); // a dangerous one wants the space bar
    }
    QCOMPARE(pressed(box, Qt::Key_Return), 0);
}

void TstFeedback::toast_twoShown_stackAndDismiss()
{
    QWidget window;
    window.resize(900, 600);
    window.show();
    auto* first = Toast::show(&window, State::Ok, QStringLiteral("Backup done"), {});
    auto* second = Toast::show(&window, State::Danger, QStringLiteral("Backup failed"), QStringLiteral("Disk full."), QStringLiteral("Show"));
    QVERIFY(!first->geometry().intersects(second->geometry()));
    QVERIFY(window.rect().contains(first->geometry()) && window.rect().contains(second->geometry()));
    QSignalSpy action(second, &Toast::actionRequested);
    const QRect before = first->geometry();
    buttonWith(*second, QStringLiteral("Show"))->click();
    QCOMPARE(action.size(), 1);
    QVERIFY(first->geometry().bottom() > before.bottom());
}

void TstFeedback::badge_word_growsWithLanguage()
{
    Badge badge;
    badge.setTier(qbm::Tier::Production, {}, true);
    QVERIFY(badge.accessibleName().contains(QStringLiteral("production")));
    QVERIFY(badge.accessibleName().contains(QStringLiteral("read-only")));
    const int before = badge.sizeHint().width();
    Brackets translator;
    QCoreApplication::installTranslator(&translator);
    QEvent change(QEvent::LanguageChange);
    QCoreApplication::sendEvent(&badge, &change);
    const int after = badge.sizeHint().width();
    QCoreApplication::removeTranslator(&translator);
    QVERIFY(after > before);
}

void TstFeedback::elidedLabel_shortRoom_staysOneLine()
{
    ElidedLabel label(QStringLiteral("backend-7d9f8b6c5-x1k2m of the namespace qbm-system"));
    QVERIFY(label.minimumSizeHint().width() < label.sizeHint().width() / 2);
    label.resize(80, label.sizeHint().height());
    QCOMPARE(label.text(), QStringLiteral("backend-7d9f8b6c5-x1k2m of the namespace qbm-system"));
}

void TstFeedback::card_withoutTitle_hidesHeader()
{
    Card card;
    card.body()->addWidget(new QLabel(QStringLiteral("x")));
    const int bare = card.sizeHint().height();
    card.setTitle(QStringLiteral("Pods"));
    QVERIFY(card.sizeHint().height() > bare);
    QCOMPARE(card.accessibleName(), QStringLiteral("Pods"));
}

void TstFeedback::formRow_error_reachesScreenReaders()
{
    Form form;
    auto* good = form.addRow(QStringLiteral("Host"), new QLineEdit);
    auto* bad = form.addRow(QStringLiteral("Port"), new QLineEdit);
    QVERIFY(!form.focusFirstError());
    good->setHint(QStringLiteral("A name."));
    bad->setError(QStringLiteral("A number from 1 to 65535."));
    QCOMPARE(good->field()->accessibleDescription(), QStringLiteral("A name."));
    QCOMPARE(bad->field()->accessibleDescription(), QStringLiteral("A number from 1 to 65535."));
    QCOMPARE(bad->field()->accessibleName(), QStringLiteral("Port"));
    form.show();
    QVERIFY(QTest::qWaitForWindowActive(&form));
    QVERIFY(form.focusFirstError());
    QVERIFY(bad->field()->hasFocus());
    bad->setError({});
    QVERIFY(!bad->hasError());
}

void TstFeedback::searchField_typing_isDelayedAndEscClears()
{
    SearchField field;
    field.show();
    QSignalSpy searched(&field, &SearchField::searched);
    QTest::keyClicks(&field, QStringLiteral("back"));
    QCOMPARE(searched.size(), 0);
    QTest::keyClick(&field, Qt::Key_Return);
    QCOMPARE(searched.size(), 1);
    QCOMPARE(searched[0][0].toString(), QStringLiteral("back"));
    QTest::keyClick(&field, Qt::Key_Escape);
    QVERIFY(field.text().isEmpty());
    QTRY_COMPARE(searched.size(), 2);
}

void TstFeedback::secretField_shown_hidesAgain()
{
    SecretField field;
    QCOMPARE(field.echoMode(), QLineEdit::Password);
    field.actions().constFirst()->setChecked(true);
    QCOMPARE(field.echoMode(), QLineEdit::Normal);
    Q_EMIT field.editingFinished(); // the focus is elsewhere
    QCOMPARE(field.echoMode(), QLineEdit::Password);
}

void TstFeedback::secretReference_roundTrip_data()
{
    QTest::addColumn<QString>("reference");
    QTest::addColumn<bool>("fine");
    QTest::newRow("none") << QString() << true;
    QTest::newRow("env") << QStringLiteral("env:QBM_DB") << true;
    QTest::newRow("env without name") << QStringLiteral("env:") << false;
    QTest::newRow("file") << QStringLiteral("file:/etc/qbm/password") << true;
    QTest::newRow("relative file") << QStringLiteral("file:password") << false;
    QTest::newRow("pgpass") << QStringLiteral("pgpass") << true;
    QTest::newRow("kube") << QStringLiteral("kube-secret:qbm/secrets/KEY") << true;
    QTest::newRow("kube short") << QStringLiteral("kube-secret:qbm/secrets") << false;
}

void TstFeedback::secretReference_roundTrip()
{
    QFETCH(QString, reference);
    QFETCH(bool, fine);
    SecretReferenceField field;
    field.setReference(reference);
    QCOMPARE(field.reference(), reference);
    QCOMPARE(field.problem().isEmpty(), fine);
}

QBM_WIDGET_TEST_MAIN(TstFeedback)
#include "tst_feedback.moc"
