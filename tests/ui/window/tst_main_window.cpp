// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/operation_service.h"
#include "tests/fakes/fake_backups.h"
#include "tests/ui/page_fixture.h"
#include "tests/ui/room.h"
#include "tests/ui/widget_walk.h"
#include "ui/operation/operation_dialog.h"
#include "ui/operation/task_center.h"
#include "ui/page/backups/backups_page.h"
#include "ui/window/command_palette.h"
#include "ui/window/departure_banner.h"
#include "ui/window/header_bar.h"
#include "ui/window/main_window.h"
#include "ui/window/manual_window.h"
#include "ui/window/navigation.h"
#include "ui/window/task_popup.h"
#include "ui/window/welcome_panel.h"
#include "widgets/feedback/badge.h"
#include "widgets/feedback/banner.h"
#include "widgets/feedback/dialog.h"
#include "widgets/feedback/side_panel.h"
#include "widgets/feedback/toast.h"
#include "widgets/table/table_view.h"

#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTabBar>
#include <QTextBrowser>

using namespace qbm;
using namespace qbm::ui;
using tests::shows;
using widgets::DialogScript;

namespace {

/// The window over fakes, its settings in a temporary folder.
struct Fixture {
    fakes::Fakes fakes;
    std::shared_ptr<fakes::Script> script = std::make_shared<fakes::Script>();
    QTemporaryDir folder;
    std::unique_ptr<MainWindow> window = std::make_unique<MainWindow>(pageEntries());

    Fixture()
    {
        fakes.backups = std::make_shared<fakes::FakeBackups>();
        fakes::registerScripted(fakes.registry, script);
    }
    ~Fixture()
    {
        window.reset();
        tests::waitForThreads();
    }
    std::unique_ptr<Session> session() const
    {
        const std::filesystem::path state = folder.path().toStdString();
        return std::make_unique<Session>(fakes.services(state), state / "profile.yaml");
    }
    void open(QSize size = {1280, 800})
    {
        window->setSession(session());
        window->resize(size);
        window->show();
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
    }
    bool settle() const
    {
        return QTest::qWaitFor([this] { return window->currentPage()->isSettled(); }, 10'000);
    }
    QString page() const { return window->currentPage()->id(); }
    RunningOperation* run()
    {
        return window->session()->tasks().run(std::make_shared<fakes::ScriptedOperation>(script), script->plan, {});
    }
    /// A key for the window: after a popup closed it takes a moment until the window is the active one again.
    void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        QTRY_COMPARE(QApplication::activeWindow(), static_cast<QWidget*>(window.get()));
        QTest::keyClick(window.get(), static_cast<Qt::Key>(key), modifiers);
    }
    QList<NavigationItem*> items() const { return window->findChild<Navigation*>()->findChildren<NavigationItem*>(); }
    widgets::Banner* banner() const
    {
        for (auto* banner : window->findChildren<widgets::Banner*>()) {
            if (banner->parentWidget() == window->centralWidget() && qobject_cast<DepartureBanner*>(banner) == nullptr)
                return banner;
        }
        return nullptr;
    }
};

void picture(QWidget* widget, const char* name)
{
    const QString to = qEnvironmentVariable("QBM_TEST_PICTURES");
    if (to.isEmpty())
        return;
    QTest::qWait(600);
    QVERIFY(widget->grab().save(to + QLatin1Char('/') + QString::fromLatin1(name) + QStringLiteral(".png")));
}

/// Names that are the same in every language.
bool isName(const QString& text)
{
    static const QStringList names{QStringLiteral("PostgreSQL"), QStringLiteral("Redis"), QStringLiteral("Prometheus"), QStringLiteral("Alertmanager"),
        QStringLiteral("Kubernetes")};
    return names.contains(text);
}

/// Remembers every sentence that was asked for, and leaves it in English.
class Listener final : public QTranslator {
public:
    bool isEmpty() const override { return false; }
    QString translate(const char* context, const char* source, const char*, int) const override
    {
        if (qstrcmp(context, "Ui") == 0 || qstrcmp(context, "core") == 0 || QByteArray(context).startsWith("Widgets"))
            m_heard.insert(QString::fromUtf8(source));
        return {};
    }
    const QSet<QString>& heard() const { return m_heard; }

private:
    mutable QSet<QString> m_heard;
};

} // namespace

class TstMainWindow : public QObject {
    Q_OBJECT
    QTemporaryDir m_settings;

private Q_SLOTS:
    void initTestCase()
    {
        QApplication::setOrganizationName(QStringLiteral("qbm-console-test"));
        QApplication::setApplicationName(QStringLiteral("qbm-console-test"));
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
        tests::useTheme(qEnvironmentVariable("QBM_TEST_THEME") == QLatin1String("dark") ? widgets::ThemeChoice::Dark : widgets::ThemeChoice::Light);
    }
    void init()
    {
        QSettings().clear();
        DialogScript::clear();
    }
    void cleanup() { QCOMPARE(DialogScript::pending(), qsizetype(0)); }

    void pages_areReachedByNavigationAndKeys()
    {
        Fixture fixture;
        fixture.open();
        QCOMPARE(fixture.page(), QStringLiteral("overview"));
        const auto entries = pageEntries();
        QCOMPARE(fixture.items().size(), qsizetype(entries.size()));
        for (std::size_t i = entries.size(); i-- > 0;) {
            fixture.press(Qt::Key_1 + static_cast<int>(i), Qt::ControlModifier);
            QCOMPARE(fixture.page(), entries[i].id);
            QVERIFY(fixture.items().at(static_cast<qsizetype>(i))->isChecked());
        }
        fixture.press(Qt::Key_9, Qt::ControlModifier); // there is no ninth page
        QCOMPARE(fixture.page(), QStringLiteral("overview"));
        fixture.items().at(3)->click();
        QCOMPARE(fixture.page(), QStringLiteral("backups"));
        fixture.items().at(3)->setFocus();
        QTest::keyClick(fixture.items().at(3), Qt::Key_Down);
        QVERIFY(fixture.items().at(4)->hasFocus());
    }

    void f5_asksAgain()
    {
        Fixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        const int before = fixture.fakes.health->calls;
        fixture.press(Qt::Key_F5);
        QTRY_VERIFY(fixture.fakes.health->calls > before);
    }

    void palette_filtersAndRuns()
    {
        Fixture fixture;
        fixture.open();
        fixture.press(Qt::Key_K, Qt::ControlModifier);
        QPointer<CommandPalette> palette = fixture.window->findChild<CommandPalette*>();
        QVERIFY(palette && palette->isVisible());
        auto* list = palette->findChild<QListWidget*>();
        auto* search = palette->findChild<QLineEdit*>();
        QVERIFY(list->count() > 10);
        picture(palette, "palette");
        QTest::keyClicks(search, QStringLiteral("backu"));
        QVERIFY(list->count() >= 2);
        QCOMPARE(list->currentRow(), 0);
        QTest::keyClick(search, Qt::Key_Down);
        QCOMPARE(list->currentRow(), 1);
        QTest::keyClick(search, Qt::Key_Up);
        search->setText(QStringLiteral("go to backups"));
        QCOMPARE(list->currentItem()->text(), QStringLiteral("Go to Backups"));
        QTest::keyClick(search, Qt::Key_Return);
        QTRY_VERIFY(palette.isNull());
        QCOMPARE(fixture.page(), QStringLiteral("backups"));

        fixture.press(Qt::Key_K, Qt::ControlModifier);
        palette = fixture.window->findChild<CommandPalette*>();
        QVERIFY(palette);
        QTest::keyClicks(palette->findChild<QLineEdit*>(), QStringLiteral("zzzz"));
        QCOMPARE(palette->findChild<QListWidget*>()->count(), 1);
        QCOMPARE(palette->findChild<QListWidget*>()->item(0)->text(), QStringLiteral("Nothing matches"));
        QTest::keyClick(palette->findChild<QLineEdit*>(), Qt::Key_Return); // nothing to run: nothing happens
        QVERIFY(palette);
        QTest::keyClick(palette, Qt::Key_Escape);
        QTRY_VERIFY(palette.isNull());
        QCOMPARE(fixture.page(), QStringLiteral("backups"));
    }

    void palette_scores_exactThenPrefixThenWordsThenPartThenLetters()
    {
        int last = std::numeric_limits<int>::max();
        for (const char* title : {"Backups", "Backups of today", "Go to Backups", "Rebackupsing", "Bring a copy known up to shape"}) {
            const int score = matchScore(QString::fromLatin1(title), QStringLiteral("backups"));
            QVERIFY2(score >= 0 && score < last, title);
            last = score;
        }
        QVERIFY(matchScore(QStringLiteral("Scale backend"), QStringLiteral("sc ba"))
            > matchScore(QStringLiteral("Misc bar"), QStringLiteral("sc ba")));
    }

    void palette_scores_preferBeginningsOfWords()
    {
        QVERIFY(matchScore(QStringLiteral("Back up now"), QStringLiteral("bun")) > matchScore(QStringLiteral("Abunai"), QStringLiteral("bun")));
        QCOMPARE(matchScore(QStringLiteral("Back up now"), QStringLiteral("xyz")), -1);
        QVERIFY(matchScore(QStringLiteral("Back up now"), QString()) >= 0);
        QVERIFY(matchScore(QStringLiteral("Back up now"), QStringLiteral("BACK UP")) >= 0);
    }

    void palette_knowsObjectsOfPagesNobodyVisited()
    {
        Fixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        QCOMPARE(fixture.page(), QStringLiteral("overview"));
        fixture.press(Qt::Key_K, Qt::ControlModifier);
        auto* palette = fixture.window->findChild<CommandPalette*>();
        auto* list = palette->findChild<QListWidget*>();
        const auto offers = [&](const QString& title) { return !list->findItems(title, Qt::MatchExactly).isEmpty(); };
        QTest::keyClicks(palette->findChild<QLineEdit*>(), QStringLiteral("backend"));
        QTRY_VERIFY(offers(QStringLiteral("Show deployment backend")));
        QVERIFY(offers(QStringLiteral("Scale backend")));
        palette->findChild<QLineEdit*>()->clear();
        const auto known = std::dynamic_pointer_cast<fakes::FakeBackups>(fixture.fakes.backups)->rows;
        QVERIFY(!known.empty());
        QTRY_VERIFY(offers(QStringLiteral("Show backup %1").arg(QString::fromStdString(known.front().name))));
        QVERIFY(offers(QStringLiteral("Show Pods")));
    }

    void palette_changesTheTheme()
    {
        Fixture fixture;
        fixture.open();
        QSignalSpy chosen(fixture.window.get(), &MainWindow::themeChosen);
        fixture.press(Qt::Key_K, Qt::ControlModifier);
        auto* palette = fixture.window->findChild<CommandPalette*>();
        QTest::keyClicks(palette->findChild<QLineEdit*>(), QStringLiteral("theme: dark"));
        QTest::keyClick(palette->findChild<QLineEdit*>(), Qt::Key_Return);
        QCOMPARE(chosen.count(), 1);
    }

    void objectAskedForBeforeItsPageHasContent_isOpenedWhenItComes()
    {
        Fixture fixture;
        const auto known = std::dynamic_pointer_cast<fakes::FakeBackups>(fixture.fakes.backups)->rows;
        QVERIFY(!known.empty());
        const QString name = QString::fromStdString(known.back().name);
        fixture.window->showPage(QStringLiteral("backups"), name);
        fixture.open();
        auto* page = qobject_cast<BackupsPage*>(fixture.window->currentPage());
        QVERIFY(page);
        QTRY_VERIFY(page->isSettled());
        const auto* table = page->findChild<widgets::TableView*>();
        QTRY_COMPARE(table->currentKey(), name);

        fixture.window->showPage(QStringLiteral("overview"), QStringLiteral("backend"));
        QTRY_VERIFY(fixture.window->currentPage()->findChild<widgets::SidePanel*>()->isVisible());

        // A deployment's row comes later than its page: its actions are made of it.
        fixture.window->showPage(QStringLiteral("cluster"), QStringLiteral("Deployment/backend"));
        QTRY_VERIFY(fixture.window->currentPage()->findChild<widgets::SidePanel*>()->isVisible());
    }

    void pageAskedForBeforeTheSession_opensWithItsView()
    {
        Fixture fixture;
        fixture.window->showPage(QStringLiteral("backups"), QStringLiteral("retention"));
        fixture.open();
        QVERIFY(fixture.settle());
        QCOMPARE(fixture.page(), QStringLiteral("backups"));
        QCOMPARE(fixture.window->currentPage()->findChild<QTabBar*>()->currentIndex(), static_cast<int>(BackupsPage::Retention));
    }

    void f1_opensTheManualAtThePage()
    {
        Fixture fixture;
        fixture.open();
        for (const PageEntry& entry : pageEntries()) {
            fixture.window->showPage(entry.id);
            fixture.press(Qt::Key_F1);
            auto* manual = fixture.window->findChild<ManualWindow*>();
            QVERIFY(manual && manual->isVisible());
            QCOMPARE(manual->topic(), entry.id);
            QVERIFY(manual->findChild<QTextBrowser*>()->toPlainText().size() > 200);
            fixture.window->activateWindow();
        }
        auto* manual = fixture.window->findChild<ManualWindow*>();
        QCOMPARE(tests::unnamed(manual).join(QLatin1Char('\n')), QString());
        picture(manual, "manual");
        manual->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(manual));
        QTest::keyClick(manual, Qt::Key_Escape);
        QVERIFY(!manual->isVisible());
    }

    void manual_everyTopicHasAText()
    {
        ManualWindow manual;
        for (const QString& topic : manualTopics()) {
            manual.showTopic(topic);
            QCOMPARE(manual.topic(), topic);
            QVERIFY2(manual.findChild<QTextBrowser*>()->toPlainText().size() > 200, qPrintable(topic));
        }
        manual.showTopic(QStringLiteral("no such topic"));
        QCOMPARE(manual.topic(), manualTopics().front());
    }

    void navigation_collapsesInANarrowWindow()
    {
        Fixture fixture;
        fixture.open({1280, 800});
        auto* navigation = fixture.window->findChild<Navigation*>();
        QCOMPARE(navigation->width(), widgets::tokens::kNavigationWidth);
        fixture.window->resize(1099, 800);
        QTRY_COMPARE(navigation->width(), widgets::tokens::kNavigationCollapsedWidth);
        for (NavigationItem* item : fixture.items())
            QVERIFY(!item->toolTip().isEmpty()); // an icon alone must say what it is
        picture(fixture.window.get(), "window-narrow");
        fixture.window->resize(1100, 800);
        QTRY_COMPARE(navigation->width(), widgets::tokens::kNavigationWidth);
    }

    void badgesInTheNavigation_sayWhatNeedsALook()
    {
        Fixture fixture;
        auto backups = std::make_shared<fakes::FakeBackups>();
        backups->alarms = {{backup::BackupAlarm::Kind::Broken, text("There are broken files in the backup folder.")}};
        fixture.fakes.backups = backups;
        fixture.open();
        fixture.window->showPage(QStringLiteral("backups"));
        QTRY_VERIFY(fixture.items().at(3)->accessibleName().contains(QLatin1String("broken files")));
    }

    void language_isSwitchedWhileRunning()
    {
        Listener english;
        QCoreApplication::installTranslator(&english);
        Fixture fixture;
        fakes::leaveInterrupted(fixture.folder.path().toStdString());
        fixture.fakes.access = AccessMode::ReadOnly;
        fixture.open();
        for (const PageEntry& entry : pageEntries()) {
            fixture.window->showPage(entry.id);
            QVERIFY(fixture.settle());
            QTest::qWait(50);
        }
        QTRY_VERIFY(fixture.banner()->isVisible());
        tests::LongWords longWords;
        QCoreApplication::installTranslator(&longWords);
        QTest::qWait(50);
        for (const PageEntry& entry : pageEntries()) {
            fixture.window->showPage(entry.id);
            QTest::qWait(50);
            for (const QString& text : tests::visibleTexts(fixture.window.get()))
                QVERIFY2(!english.heard().contains(text) || isName(text), qPrintable(entry.id + QStringLiteral(" still says: ") + text));
            for (const NavigationItem* item : fixture.items())
                QVERIFY2(item->text().contains(QLatin1Char('~')), qPrintable(item->text()));
        }
        QTRY_VERIFY2(fixture.banner()->message().contains(QLatin1Char('~')), qPrintable(fixture.banner()->message()));
        QVERIFY(fixture.window->findChild<HeaderBar*>()->findChild<widgets::Badge*>()->accessibleName().contains(QLatin1Char('~')));
        picture(fixture.window.get(), "window-long-words");
        QCoreApplication::removeTranslator(&longWords);
        QCoreApplication::removeTranslator(&english);
        QVERIFY(shows(fixture.window.get(), QStringLiteral("Activity")));
    }

    void interrupted_isSaidAtOnceAndLeadsToActivity()
    {
        Fixture fixture;
        fakes::leaveInterrupted(fixture.folder.path().toStdString());
        fixture.open();
        QTRY_VERIFY(fixture.banner()->isVisible());
        QVERIFY(fixture.banner()->message().contains(QLatin1String("Restart backend")));
        picture(fixture.window.get(), "window-interrupted");
        fixture.banner()->findChild<QPushButton*>()->click();
        QCOMPARE(fixture.page(), QStringLiteral("activity"));
        QVERIFY(!fixture.banner()->isVisible());
    }

    void endOfAnOperation_isToldByAToast()
    {
        Fixture fixture;
        fixture.open();
        fixture.run();
        QTRY_VERIFY(fixture.window->findChild<widgets::Toast*>());
        auto* toast = fixture.window->findChild<widgets::Toast*>();
        QVERIFY(shows(toast, QStringLiteral("Done and verified.")));
        QCOMPARE(tests::unnamed(toast).join(QLatin1Char('\n')), QString());
        picture(fixture.window.get(), "window-toast");
        toast->findChild<QPushButton*>()->click();
        QVERIFY(fixture.window->findChild<OperationDialog*>());
        delete fixture.window->findChild<OperationDialog*>();
    }

    void header_countsWhatRuns()
    {
        Fixture fixture;
        fixture.open();
        fixture.script->gateOpen = false;
        fixture.run();
        QVERIFY(shows(fixture.window->header(), QStringLiteral("running")));
        qobject_cast<QAbstractButton*>(fixture.window->header()->tasksButton())->click();
        auto* popup = fixture.window->findChild<TaskPopup*>();
        QVERIFY(popup && popup->isVisible());
        QVERIFY(shows(popup, QStringLiteral("Restart backend")));
        QCOMPARE(tests::unnamed(popup).join(QLatin1Char('\n')), QString());
        popup->close();
        fixture.script->gateOpen = true;
        QTRY_VERIFY(!shows(fixture.window->header(), QStringLiteral("running")));
    }

    void close_whenNothingRuns_justCloses()
    {
        Fixture fixture;
        fixture.open();
        fixture.window->close();
        QVERIFY(!fixture.window->isVisible());
    }

    void windowState_isKept()
    {
        {
            Fixture fixture;
            fixture.open({1200, 760});
            fixture.window->showPage(QStringLiteral("backups"));
            fixture.window->close();
        }
        Fixture fixture;
        fixture.window->restoreWindowState();
        fixture.window->setSession(fixture.session()); // as after connecting
        QCOMPARE(fixture.page(), QStringLiteral("backups"));
        QCOMPARE(fixture.window->size(), QSize(1200, 760));
    }

    void anotherSystem_keepsThePage()
    {
        Fixture fixture;
        fixture.open();
        fixture.window->showPage(QStringLiteral("cluster"));
        fixture.window->showPlain(new QLabel(QStringLiteral("connecting")));
        QVERIFY(!fixture.window->findChild<Navigation*>()->isVisible());
        fixture.press(Qt::Key_1, Qt::ControlModifier); // no page to go to
        fixture.press(Qt::Key_F5);
        fixture.press(Qt::Key_K, Qt::ControlModifier);
        delete fixture.window->findChild<CommandPalette*>();
        fixture.fakes.tier = Tier::Production;
        fixture.fakes.access = AccessMode::ReadOnly;
        fixture.window->setSession(fixture.session());
        QCOMPARE(fixture.page(), QStringLiteral("cluster"));
        QVERIFY(fixture.window->findChild<HeaderBar*>()->findChild<widgets::Badge*>()->accessibleName().contains(QLatin1String("read-only")));
        picture(fixture.window.get(), "window-production");
    }

    void anotherSystem_whileCallsAreUnderWay_showsNothingOfTheOld()
    {
        Fixture fixture;
        fixture.fakes.health->answer = [](TaskContext& context) -> Result<health::Overview> {
            QBM_CHECK(context.sleepFor(std::chrono::seconds(30)));
            return fakes::troubledOverview();
        };
        fixture.open();
        QTRY_VERIFY(fixture.fakes.health->calls > 0);
        fixture.fakes.health = std::make_shared<fakes::FakeHealth>();
        QElapsedTimer timer;
        timer.start();
        fixture.window->setSession(fixture.session());
        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(fixture.settle());
        QVERIFY(shows(fixture.window.get(), QStringLiteral("All is well")));
    }

    void welcome_oneWayOn_theLabWhereItIs_andTheManual()
    {
        for (const bool labInstalled : {true, false}) {
            WelcomePanel panel(labInstalled);
            panel.resize(900, 700);
            panel.show();
            QSignalSpy connection(&panel, &WelcomePanel::newConnectionRequested), lab(&panel, &WelcomePanel::labRequested),
                manual(&panel, &WelcomePanel::manualRequested);
            int shown = 0;
            for (QPushButton* button : panel.findChildren<QPushButton*>()) {
                shown += button->isVisible() ? 1 : 0;
                if (button->isVisible())
                    button->click();
            }
            QCOMPARE(shown, labInstalled ? 3 : 2);
            QCOMPARE(connection.size(), 1);
            QCOMPARE(lab.size(), labInstalled ? 1 : 0);
            QCOMPARE(manual.size(), 1);
            QVERIFY(shows(&panel, labInstalled ? QStringLiteral("It is ready in about half a minute") : QStringLiteral("install the package qbm-lab")));
            QTRY_COMPARE(tests::clipped(&panel).join(QLatin1Char('\n')), QString());
        }
    }

    void everyControl_onEveryPage_hasANameAndIsReachable()
    {
        Fixture fixture;
        fixture.open();
        for (const PageEntry& entry : pageEntries()) {
            fixture.window->showPage(entry.id);
            QVERIFY(fixture.settle());
            QVERIFY2(tests::unnamed(fixture.window.get()).isEmpty(), qPrintable(entry.id + QStringLiteral(": ") + tests::unnamed(fixture.window.get()).join(QLatin1Char('\n'))));
            QVERIFY2(tests::unreachable(fixture.window.get()).isEmpty(), qPrintable(entry.id + QStringLiteral(": ") + tests::unreachable(fixture.window.get()).join(QLatin1Char('\n'))));
        }
    }
};

QTEST_MAIN(TstMainWindow)
#include "tst_main_window.moc"
