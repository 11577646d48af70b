// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/backups/backups_fixture.h"
#include "ui/operation/task_center.h"
#include "ui/page/backups/backup_dialog.h"
#include "ui/page/backups/contents_view.h"
#include "ui/page/backups/holders_view.h"
#include "widgets/form/form.h"

#include <QElapsedTimer>
#include <QScrollBar>
#include <QTabBar>
#include <QTimer>

using namespace qbm;
using namespace qbm::ui;
using namespace qbm::tests;
using widgets::StatePanel;

/// The page around its views: what stands on top, the catalogue, and what can be done with a backup.
class TstBackupsPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { useTheme(widgets::ThemeChoice::Light); }
    void cleanup() { QCOMPARE(widgets::DialogScript::pending(), 0); }

    void empty_saysHowToMakeTheFirst()
    {
        BackupsFixture fixture;
        fixture.backups->rows.clear();
        fixture.backups->alarms = {{backup::BackupAlarm::Kind::NoBackup, text("There is no backup.")}};
        fixture.open();
        QVERIFY(fixture.settle());
        QCOMPARE(fixture.table()->statePanel()->face(), StatePanel::Face::Empty);
        QVERIFY(shows(fixture.page.get(), QStringLiteral("There is no backup yet")));
        QVERIFY(shows(fixture.page.get(), QStringLiteral("a restore now is not possible")));
        QCOMPARE(fixture.page->attention(), std::optional(widgets::State::Danger));
        Q_EMIT fixture.banner(QStringLiteral("There is no backup."))->actionRequested();
        QVERIFY(fixture.dialog<BackupDialog>());
    }

    void sentence_saysWhatARestoreLosesAndCosts()
    {
        BackupsFixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        QCOMPARE(fixture.table()->model()->rowCount(), 3);
        QVERIFY(shows(fixture.page.get(), QStringLiteral("A restore now loses 3 h")));
        QVERIFY(shows(fixture.page.get(), QStringLiteral("was never measured")));
        fixture.backups->lastRestoreTook = std::chrono::seconds(95);
        fixture.page->refresh();
        QTRY_VERIFY(shows(fixture.page.get(), QStringLiteral("and takes about 1 min 35 s")));
    }

    void facts_tellTheNewestTheRunsAndTheDrill()
    {
        BackupsFixture fixture;
        fillRich(*fixture.backups);
        fixture.open();
        QVERIFY(fixture.settle());
        for (const char* text : {"7 h ago", "in 6 h", "every day at 02:00", "run missed", "passed in 14 min"})
            QTRY_VERIFY2(shows(fixture.page.get(), QString::fromLatin1(text)), text);
        fixture.backups->scheduleStates.clear();
        fixture.backups->drill.reset();
        fixture.page->refresh();
        QTRY_VERIFY(shows(fixture.page.get(), QStringLiteral("not scheduled")));
        QTRY_VERIFY(shows(fixture.page.get(), QStringLiteral("never")));
    }

    void alarms_areBannersByUrgency_andTheBadge()
    {
        BackupsFixture fixture;
        fixture.backups->alarms = {{backup::BackupAlarm::Kind::TooSmall, text("The newest is half as large.")},
            {backup::BackupAlarm::Kind::MissedRun, text("The run of 02:00 was missed.")},
            {backup::BackupAlarm::Kind::CopyMissing, text("The newest is not on the shelf.")},
            {backup::BackupAlarm::Kind::NothingRuns, text("No cron daemon runs.")}};
        fixture.open();
        QVERIFY(fixture.settle());
        QCOMPARE(fixture.banner(QStringLiteral("half as large"))->state(), widgets::State::Warning);
        QCOMPARE(fixture.banner(QStringLiteral("was missed"))->state(), widgets::State::Danger);
        QCOMPARE(fixture.banner(QStringLiteral("on the shelf"))->state(), widgets::State::Warning);
        QCOMPARE(fixture.banner(QStringLiteral("No cron"))->state(), widgets::State::Danger);
        QCOMPARE(fixture.page->attention(), std::optional(widgets::State::Danger));
        QCOMPARE(fixture.page->attentionText(), QStringLiteral("The run of 02:00 was missed."));
        Q_EMIT fixture.banner(QStringLiteral("No cron"))->actionRequested();
        QCOMPARE(fixture.page->findChild<QTabBar*>()->currentIndex(), static_cast<int>(BackupsPage::Schedules));
        fixture.backups->alarms.clear();
        fixture.page->refresh();
        QTRY_VERIFY(!fixture.banner(QStringLiteral("was missed")));
        QCOMPARE(fixture.page->attention(), std::nullopt);
    }

    void actions_sayWhatTheyNeed()
    {
        BackupsFixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        QVERIFY(fixture.backUp()->isEnabled());
        QVERIFY(fixture.offered("restore")->whyNot.contains(QLatin1String("Choose a backup")));
        fixture.table()->selectKey(kCutOff);
        for (const char* id : {"restore", "verify", "drill", "elsewhere", "contents"})
            QVERIFY2(fixture.offered(id)->whyNot.contains(QLatin1String("cannot be used")), id);
        QVERIFY(fixture.offered("details")->whyNot.isEmpty());
        fixture.table()->selectKey(kGood);
        for (const char* id : {"restore", "verify", "drill", "elsewhere", "contents", "pin"})
            QVERIFY2(fixture.offered(id)->whyNot.isEmpty(), id);
        QVERIFY(fixture.offered("adopt")->whyNot.contains(QLatin1String("record already")));
        QVERIFY(fixture.offered("copy")->whyNot.contains(QLatin1String("no second place")));
        fixture.table()->selectKey(kWithoutRecord);
        QVERIFY(fixture.offered("adopt")->whyNot.isEmpty());
        QVERIFY(fixture.offered("pin")->whyNot.contains(QLatin1String("adopt it first")));
    }

    void tab_walksInReadingOrder()
    {
        BackupsFixture fixture;
        QVERIFY(fixture.openOn(kGood));
        fixture.page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(fixture.page.get()));
        fixture.backUp()->setFocus();
        const std::pair<const QWidget*, const char*> names[] = {{fixture.page->findChild<QTabBar*>(), "views"},
            {fixture.page->catalogue()->findChild<QLineEdit*>(), "filter"}, {fixture.table()->view(), "table"}};
        QStringList walked;
        for (int i = 0; i < 7; ++i) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            const auto named
                = std::ranges::find(names, QApplication::focusWidget(), &std::pair<const QWidget*, const char*>::first);
            walked << (named != std::end(names) ? QString::fromLatin1(named->second)
                                                : QApplication::focusWidget()->objectName());
        }
        QCOMPARE(walked, (QStringList{"views", "filter", "restore", "verify", "drill", "more", "table"}));
    }

    void actions_reachTheService_data()
    {
        QTest::addColumn<QString>("backup");
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<QByteArray>("made");
        QTest::newRow("pin") << kGood << QByteArray("pin") << QByteArray("pin ") + kGood.toLatin1() + " true";
        QTest::newRow("adopt") << kWithoutRecord << QByteArray("adopt") << "adopt " + kWithoutRecord.toLatin1();
        QTest::newRow("drill") << kGood << QByteArray("drill") << "drill " + kGood.toLatin1();
        QTest::newRow("copy") << kGood << QByteArray("copy") << "copy " + kGood.toLatin1() + " nas";
    }

    void actions_reachTheService()
    {
        QFETCH(QString, backup);
        QFETCH(QByteArray, id);
        QFETCH(QByteArray, made);
        BackupsFixture fixture;
        fixture.backups->backupSettings.copies = {{"nas", "/mnt/nas", {}}};
        QVERIFY(fixture.openOn(backup));
        fixture.offered(id.constData())->run();
        QVERIFY(fixture.proposed());
        QCOMPARE(QByteArray::fromStdString(fixture.backups->made), made);
    }

    void pinned_isUnpinned()
    {
        BackupsFixture fixture;
        fixture.backups->rows.front().sidecar->pinned = true;
        QVERIFY(fixture.openOn(kGood));
        QCOMPARE(fixture.offered("pin")->label, QStringLiteral("Unpin…"));
        fixture.offered("pin")->run();
        QVERIFY(fixture.proposed());
        QCOMPARE(fixture.backups->made, "pin " + kGood.toStdString() + " false");
    }

    void madeInVain_isToldWithItsReason()
    {
        BackupsFixture fixture;
        fixture.backups->madeError
            = Error{ErrorKind::NotFound, text("There is no backup of that name any more."), {}, {}};
        QVERIFY(fixture.openOn(kGood));
        fixture.offered("drill")->run();
        QTRY_COMPARE(widgets::DialogScript::lastQuestion().title, QStringLiteral("The drill cannot be run"));
        QCOMPARE(widgets::DialogScript::lastQuestion().sentence,
            QStringLiteral("There is no backup of that name any more."));
        QVERIFY(!fixture.dialog<OperationDialog>());
    }

    void contextMenu_hasTheSameActions()
    {
        BackupsFixture fixture;
        QVERIFY(fixture.openOn(kGood));
        Q_EMIT fixture.table()->contextMenuRequested(kGood, QPoint());
        QMenu* menu = nullptr;
        for (QMenu* one : fixture.page->findChildren<QMenu*>()) {
            if (one->isVisible() && one->actions().size() > 5)
                menu = one;
        }
        QVERIFY(menu);
        for (const char* id :
            {"restore", "verify", "drill", "elsewhere", "details", "contents", "pin", "adopt", "copy"})
            QVERIFY2(menu->findChild<QAction*>(QString::fromLatin1(id)), id);
        menu->findChild<QAction*>(QStringLiteral("pin"))->trigger();
        menu->close();
        QVERIFY(fixture.proposed());
    }

    void readOnly_changesNothingButMayReadAndVerify()
    {
        BackupsFixture fixture;
        fixture.fakes.access = AccessMode::ReadOnly;
        QVERIFY(fixture.openOn(kGood));
        QVERIFY(!fixture.backUp()->isEnabled());
        QVERIFY(fixture.backUp()->toolTip().contains(QLatin1String("read-only")));
        for (const char* id : {"restore", "drill", "elsewhere", "pin", "adopt", "copy"})
            QVERIFY2(fixture.offered(id)->whyNot.contains(QLatin1String("read-only")), id);
        for (const char* id : {"verify", "details", "contents"})
            QVERIFY2(fixture.offered(id)->whyNot.isEmpty(), id);
        for (const Command& command : fixture.page->commands()) {
            QVERIFY(!command.title.startsWith(QLatin1String("Back up")));
            QVERIFY(!command.title.startsWith(QLatin1String("Restore")));
        }
    }

    void commands_doAndShow()
    {
        BackupsFixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        QStringList titles;
        for (const Command& command : fixture.page->commands())
            titles << command.title;
        QCOMPARE(titles.mid(0, 4),
            (QStringList{QStringLiteral("Back up now"), QStringLiteral("Restore the newest backup"),
                QStringLiteral("Run a drill of the newest backup"), QStringLiteral("Verify the newest backup")}));
        for (const Command& command : fixture.page->commands()) {
            if (command.title == QLatin1String("Show who holds the database"))
                command.run();
        }
        QVERIFY(fixture.page->sessions()->isVisible());
        fixture.page->showObject(QStringLiteral("retention"));
        QCOMPARE(fixture.page->findChild<QTabBar*>()->currentIndex(), static_cast<int>(BackupsPage::Retention));
        fixture.page->showObject(kGood);
        QVERIFY(fixture.table()->isVisible());
        QCOMPARE(fixture.table()->currentKey(), kGood);
    }

    void verify_good_saysWhatWasCompared()
    {
        BackupsFixture fixture;
        QVERIFY(fixture.openOn(kGood));
        fixture.offered("verify")->run();
        QTRY_VERIFY(fixture.banner(QStringLiteral("is in order")));
        const widgets::Banner* result = fixture.banner(QStringLiteral("is in order"));
        QCOMPARE(result->state(), widgets::State::Ok);
        QVERIFY(result->message().contains(kGood));
        QVERIFY(result->message().contains(QLatin1String("checksum")));
    }

    void verify_bad_saysWhatIsWrong()
    {
        BackupsFixture fixture;
        fixture.backups->verifyAnswer = [](const std::string& name, TaskContext&) -> Result<backup::VerifyReport> {
            return fail(
                ErrorKind::BadData, text("%1 is damaged: its checksum is not the one taken when it was made.", name));
        };
        QVERIFY(fixture.openOn(kGood));
        fixture.offered("verify")->run();
        QTRY_VERIFY(fixture.banner(QStringLiteral("is damaged")));
        QCOMPARE(fixture.banner(QStringLiteral("is damaged"))->state(), widgets::State::Danger);
    }

    void verify_isStoppedFromItsBanner()
    {
        BackupsFixture fixture;
        fixture.backups->verifyAnswer = [](const std::string&, TaskContext& context) -> Result<backup::VerifyReport> {
            QBM_CHECK(context.sleepFor(std::chrono::seconds(30)));
            return backup::VerifyReport{};
        };
        QVERIFY(fixture.openOn(kGood));
        fixture.offered("verify")->run();
        QAbstractButton* stop = buttonNamed(fixture.page->catalogue(), QStringLiteral("Stop verifying"));
        QVERIFY(stop);
        stop->click();
        QTRY_VERIFY(!fixture.banner(QStringLiteral("from end to end")));
        for (const widgets::Banner* banner : fixture.page->catalogue()->findChildren<widgets::Banner*>())
            QCOMPARE(banner->state(), widgets::State::Info); // stopped is no failure
    }

    void details_showTheRecordItsTablesAndCopies()
    {
        BackupsFixture fixture;
        fillRich(*fixture.backups);
        fixture.open();
        QVERIFY(fixture.settle());
        Q_EMIT fixture.table()->activated(QString::fromStdString(fixture.backups->rows.front().name));
        QVERIFY(fixture.side()->isOpen());
        for (const char* text : {"fast, encrypted with age", "4,264,105", "2 min 10 s", "Restored in 12 min 40 s"})
            QVERIFY2(shows(fixture.side(), QString::fromLatin1(text)), text);
        fixture.page->panel()->showTab(BackupPanel::Tables);
        const widgets::TableView* tables = fixture.page->panel()->tables();
        QCOMPARE(tables->model()->totalRows(), 14);
        QCOMPARE(tables->model()->index(12, 2).data().toString(), QStringLiteral("77b0ea12c901"));
        fixture.page->panel()->showTab(BackupPanel::Copies);
        QVERIFY(shows(fixture.side(), QStringLiteral("/mnt/nas/backups/qbm")));
    }

    void details_followTheCatalogue()
    {
        BackupsFixture fixture;
        QVERIFY(fixture.openOn(kGood));
        Q_EMIT fixture.table()->activated(kGood);
        QVERIFY(!shows(fixture.side(), QStringLiteral("Pinned")));
        fixture.backups->rows.front().sidecar->pinned = true;
        fixture.page->refresh();
        QTRY_VERIFY(shows(fixture.side(), QStringLiteral("Pinned")));
    }

    void lookInside_opensTheContents()
    {
        BackupsFixture fixture;
        fillRich(*fixture.backups);
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.table()->selectKey(QString::fromStdString(fixture.backups->rows.front().name));
        fixture.offered("contents")->run();
        QVERIFY(fixture.page->panel()->contents()->isVisible());
        QTRY_COMPARE(fixture.page->panel()->contents()->table()->model()->totalRows(), 27);
    }

    void filter_findsFormatsMarksAndLabels()
    {
        BackupsFixture fixture;
        fillRich(*fixture.backups);
        fixture.open();
        QVERIFY(fixture.settle());
        auto* filter = fixture.page->catalogue()->findChild<widgets::SearchField*>();
        for (const char* needle : {"pinned", "before the upgrade", "encrypted with age", "cut off", "plain"}) {
            filter->setText(QString::fromLatin1(needle));
            QTRY_VERIFY2(fixture.table()->model()->rowCount() > 0 && fixture.table()->model()->rowCount() < 60, needle);
        }
        QTRY_VERIFY(shows(fixture.page->catalogue(), QStringLiteral(" of 60")));
    }

    void restoreInTheBackground_leadsToTheSessions()
    {
        BackupsFixture fixture;
        fixture.backups->script->gateOpen = false;
        fixture.open();
        QVERIFY(fixture.settle());
        Q_EMIT fixture.table()->activated(kGood);
        TaskContext context;
        auto operation = fixture.backups->makeRestoreOperation(kGood.toStdString(), {}, context);
        QVERIFY(operation);
        const operation::Plan plan = fixture.backups->script->plan;
        RunningOperation* running = fixture.session->tasks().run(std::move(*operation), plan, {});
        QTRY_VERIFY(fixture.banner(QStringLiteral("Replace the replicas")));
        Q_EMIT fixture.banner(QStringLiteral("Replace the replicas"))->actionRequested();
        QVERIFY(fixture.page->sessions()->isVisible());
        QVERIFY(!fixture.side()->isOpen());
        fixture.backups->script->gateOpen = true;
        QTRY_VERIFY(!running->isRunning());
        QTRY_VERIFY(!fixture.banner(QStringLiteral("Replace the replicas")));
    }

    void failingLater_keepsTheRowsAndSaysSince()
    {
        BackupsFixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.backups->error
            = Error{ErrorKind::Denied, text("The folder /var/backups/qbm cannot be read: permission denied."), {}, {}};
        fixture.page->refresh();
        QTRY_COMPARE(fixture.table()->statePanel()->face(), StatePanel::Face::Stale);
        QCOMPARE(fixture.table()->model()->rowCount(), 3);
        fixture.backups->error.reset();
        fixture.page->refresh();
        QTRY_COMPARE(fixture.table()->statePanel()->face(), StatePanel::Face::Content);
    }

    void unreachable_fromTheBeginning_isAnErrorWithRetry()
    {
        BackupsFixture fixture;
        fixture.backups->error = fakes::refused("PostgreSQL");
        fixture.open();
        QVERIFY(fixture.settle());
        QCOMPARE(fixture.table()->statePanel()->face(), StatePanel::Face::Error);
        fixture.backups->error.reset();
        Q_EMIT fixture.table()->statePanel()->retryRequested();
        QTRY_COMPARE(fixture.table()->statePanel()->face(), StatePanel::Face::Content);
    }

    /// What the page does on the GUI thread, measured around each piece: the limit is a frame of 60 a second. The least
    /// of several runs counts, as other work shares the machine.
    void fiveHundredBackups_neverTakeLongerThanAFrame()
    {
        BackupsFixture fixture;
        fillRich(*fixture.backups);
        fixture.backups->rows = makeCatalogue(500);
        fixture.open();
        QVERIFY(fixture.settle());
        QCOMPARE(fixture.table()->model()->rowCount(), 500);
        QTableView* view = fixture.table()->view();
        const auto measure = [](const char* what, const std::function<void(int)>& work) {
            qint64 least = std::numeric_limits<qint64>::max();
            for (int run = 0; run < 9; ++run) {
                QElapsedTimer timer;
                timer.start();
                work(run);
                least = std::min(least, timer.nsecsElapsed());
            }
            qInfo("500 backups, %s: %.2f ms", what, static_cast<double>(least) / 1e6);
            return least < 16'000'000;
        };
        const auto shift = [&fixture] {
            std::vector<backup::Backup> rows = fixture.backups->rows;
            for (backup::Backup& row : rows)
                ++row.sizeBytes;
            fixture.backups->rows = rows;
            return rows;
        };
        QVERIFY(measure("the same catalogue again",
            [&](int) { fixture.page->catalogue()->setBackups(fixture.backups->rows, systemClock().now()); }));
        std::vector<std::vector<backup::Backup>> changed;
        for (int run = 0; run < 9; ++run)
            changed.push_back(shift());
        QVERIFY(measure("every row changed", [&](int run) {
            fixture.page->catalogue()->setBackups(
                std::move(changed[static_cast<std::size_t>(run)]), systemClock().now());
        }));
        QVERIFY(measure("scrolled and painted", [&](int run) {
            view->verticalScrollBar()->setValue(run * 1'500);
            view->viewport()->repaint();
        }));
        QVERIFY(measure("sorted by size",
            [&](int run) { view->sortByColumn(4, run % 2 == 0 ? Qt::AscendingOrder : Qt::DescendingOrder); }));
        QVERIFY(measure("filtered", [&](int run) {
            fixture.table()->model()->setFilterText(run % 2 == 0 ? QStringLiteral("pinned") : QString());
        }));
    }
};

QTEST_MAIN(TstBackupsPage)
#include "tst_backups_page.moc"
