// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/backups/backups_fixture.h"
#include "ui/page/backups/contents_view.h"
#include "ui/page/backups/copies_view.h"
#include "ui/page/backups/drills_view.h"
#include "ui/page/backups/holders_view.h"
#include "ui/page/backups/kept_databases_view.h"
#include "ui/page/backups/page_facts.h"
#include "ui/page/backups/retention_view.h"
#include "ui/page/backups/schedules_view.h"
#include "widgets/feedback/reading_label.h"

#include <QComboBox>
#include <QMenu>
#include <QPushButton>
#include <QSpinBox>

using namespace qbm;
using namespace qbm::ui;
using namespace qbm::tests;
using widgets::StatePanel;

namespace {

QAbstractButton* named(QWidget* window, const char* name)
{
    for (QAbstractButton* button : window->findChildren<QAbstractButton*>()) {
        if (button->isVisible() && button->accessibleName() == QString::fromUtf8(name))
            return button;
    }
    return nullptr;
}

QAbstractButton* visibleButton(const QWidget* view, const QString& text)
{
    for (QAbstractButton* button : view->findChildren<QAbstractButton*>()) {
        if (button->isVisible() && button->text() == text)
            return button;
    }
    return nullptr;
}

int columnOf(const widgets::TableView* table, const char* id)
{
    int column = 0;
    while (table->model()->columnInfo(column).id != QLatin1String(id))
        ++column;
    return column;
}

QModelIndex cell(const widgets::TableView* table, int row, const char* column)
{
    return table->model()->index(row, columnOf(table, column));
}

/// Some cells of a row as they are read: "passed | 12 min".
QString cellsOf(const widgets::TableView* table, int row, std::initializer_list<const char*> columns)
{
    QStringList words;
    for (const char* column : columns)
        words << cell(table, row, column).data().toString();
    return words.join(QStringLiteral(" | "));
}

} // namespace

/// The views beside the catalogue.
class TstBackupsViews : public QObject {
    Q_OBJECT

    bool openOnView(BackupsFixture& fixture, BackupsPage::View view)
    {
        fillRich(*fixture.backups);
        fixture.open();
        fixture.page->showView(view);
        return fixture.settle();
    }

private Q_SLOTS:
    void initTestCase() { useTheme(widgets::ThemeChoice::Light); }
    void cleanup() { QCOMPARE(widgets::DialogScript::pending(), 0); }

    // Schedules

    void schedules_showHowEachGoes()
    {
        BackupsFixture fixture;
        QVERIFY(openOnView(fixture, BackupsPage::Schedules));
        SchedulesView* view = fixture.page->schedules();
        QTRY_VERIFY(shows(view, QStringLiteral("every day at 02:00")));
        for (const char* words : {"on Mon, Thu at 02:00 UTC", "qbm-backup-production.timer",
                 "password authentication failed", "A line in your crontab"})
            QVERIFY2(shows(view, QString::fromLatin1(words)), words);
        QCOMPARE(ui::stateOf(fixture.backups->scheduleStates[0]), widgets::State::Ok);
        QCOMPARE(ui::stateOf(fixture.backups->scheduleStates[1]), widgets::State::Danger);
        QCOMPARE(word(fixture.backups->scheduleStates[1]), QStringLiteral("run missed"));
        QVERIFY(named(view, "Set up… crontab"));
        QVERIFY(named(view, "Change… systemd timer"));
    }

    void schedules_thatNothingRuns_areNotCalledFine()
    {
        BackupsFixture fixture;
        QVERIFY(openOnView(fixture, BackupsPage::Schedules));
        backup::ScheduleState& timer = fixture.backups->scheduleStates[0]; // its last run went well
        timer.runner = backup::Runner::Nobody;
        timer.runnerProblem = text("No cron daemon runs on this machine.");
        fixture.page->refresh();
        SchedulesView* view = fixture.page->schedules();
        QTRY_VERIFY(shows(view, QStringLiteral("No cron daemon runs on this machine.")));
        QCOMPARE(word(timer), QStringLiteral("nothing runs it"));
        QCOMPARE(ui::stateOf(timer), widgets::State::Danger);
        timer.runner = backup::Runner::Unknown;
        QCOMPARE(ui::stateOf(timer), widgets::State::Unknown);
        QCOMPARE(word(timer), QStringLiteral("not known to run"));
    }

    void schedules_tilesAndCards_sayTheSame()
    {
        backup::ScheduleState state;
        state.where = "crontab of ops";
        state.lastSucceeded = true;
        state.lastRun = systemClock().now() - std::chrono::hours(7);
        state.nextRun = systemClock().now() + std::chrono::hours(6);
        for (const backup::Runner runner : {backup::Runner::Runs, backup::Runner::Nobody, backup::Runner::Unknown}) {
            for (const bool missed : {false, true}) {
                state.runner = runner;
                state.missed = missed;
                const std::vector<StripFact> tiles = pageFacts({}, {}, std::vector{state});
                const StripFact next = nextRunFact(state), result = resultFact(state);
                QCOMPARE(tiles.at(2).value, next.value);
                QCOMPARE(tiles.at(2).state, next.state);
                QCOMPARE(tiles.at(3).value, result.value);
                QCOMPARE(tiles.at(3).state, result.state);
            }
        }
        state.runner = backup::Runner::Nobody;
        state.missed = false;
        QCOMPARE(nextRunFact(state).value, QStringLiteral("never"));
        QCOMPARE(resultFact(state).value, QStringLiteral("succeeded")); // the last result is not hidden
    }

    void schedules_areRemovedByAnOperation()
    {
        BackupsFixture fixture;
        QVERIFY(openOnView(fixture, BackupsPage::Schedules));
        QTRY_VERIFY(named(fixture.page->schedules(), "Remove… CronJob in the cluster"));
        named(fixture.page->schedules(), "Remove… CronJob in the cluster")->click();
        QVERIFY(fixture.proposed());
        QCOMPARE(fixture.backups->made, std::string("unschedule kubernetes"));
    }

    void schedules_withoutCluster_sayWhy_andReadOnlyToo()
    {
        BackupsFixture fixture;
        fixture.fakes.profile.kubernetes.reset();
        QVERIFY(openOnView(fixture, BackupsPage::Schedules));
        QTRY_VERIFY(named(fixture.page->schedules(), "Change… CronJob in the cluster"));
        QVERIFY(!named(fixture.page->schedules(), "Change… CronJob in the cluster")->isEnabled());
        QVERIFY(named(fixture.page->schedules(), "Change… CronJob in the cluster")
                    ->toolTip()
                    .contains(QLatin1String("no cluster")));
        BackupsFixture viewer;
        viewer.fakes.access = AccessMode::ReadOnly;
        QVERIFY(openOnView(viewer, BackupsPage::Schedules));
        QTRY_VERIFY(named(viewer.page->schedules(), "Change… systemd timer"));
        QVERIFY(
            named(viewer.page->schedules(), "Change… systemd timer")->toolTip().contains(QLatin1String("read-only")));
    }

    // Retention

    void retention_saysWhatWouldGoAndWhy()
    {
        BackupsFixture fixture;
        QVERIFY(openOnView(fixture, BackupsPage::Retention));
        RetentionView* view = fixture.page->retention();
        QCOMPARE(view->policy(), fixture.backups->backupSettings.retention);
        QCOMPARE(view->table()->model()->rowCount(), 60);
        QCOMPARE(view->table()->model()->index(0, 4).data().toString(),
            QStringLiteral("the newest good one of qbm_ai_system"));
        QVERIFY(shows(view, QStringLiteral("25 of 60 backups would be removed"))
            || shows(view, QStringLiteral("26 of 60 backups would be removed")));
        view->removeButton()->click();
        QVERIFY(fixture.proposed());
        QCOMPARE(fixture.backups->made, std::string("prune"));
        QCOMPARE(fixture.backups->policy, fixture.backups->backupSettings.retention);
    }

    void retention_limitThatCannotBeMet_isSaid()
    {
        BackupsFixture fixture;
        fixture.backups->backupSettings.retention.maximumBytes = 1u << 20;
        QVERIFY(openOnView(fixture, BackupsPage::Retention));
        QVERIFY(shows(fixture.page->retention(), QStringLiteral("more than the limit of 1.0 MiB")));
    }

    void retention_anotherPolicyIsTriedOut_andTakenBack()
    {
        BackupsFixture fixture;
        fixture.backups->backupSettings.retention.maximumBytes = 1'234'567'890'123; // no round number of GiB
        QVERIFY(openOnView(fixture, BackupsPage::Retention));
        RetentionView* view = fixture.page->retention();
        QCOMPARE(view->policy(), fixture.backups->backupSettings.retention);
        const QList<QSpinBox*> spins = view->findChildren<QSpinBox*>();
        QCOMPARE(spins.size(), 5);
        const int values[] = {0, 5, 7, 4, 12};
        for (int i = 0; i < 5; ++i)
            spins[i]->setValue(values[i]);
        view->findChild<QDoubleSpinBox*>()->setValue(100);
        QVERIFY(!view->removeButton()->isEnabled()); // the verdicts are of another policy
        QTRY_VERIFY(view->isSettled());
        const backup::RetentionPolicy tried{std::nullopt, 5, 7, 4, 12, 107'374'182'400};
        QCOMPARE(fixture.backups->policy, tried);
        view->removeButton()->click();
        QVERIFY(fixture.proposed());
        QCOMPARE(fixture.backups->policy, tried);
        delete fixture.dialog<OperationDialog>();
        buttonNamed(view, QStringLiteral("Back to the profile's policy"))->click();
        QCOMPARE(view->policy(), fixture.backups->backupSettings.retention);
    }

    void retention_ofCopies_isNamedAndOffered()
    {
        BackupsFixture fixture;
        fillRich(*fixture.backups);
        for (backup::RetentionVerdict& verdict : fixture.backups->retention.verdicts)
            verdict.remove = false;
        fixture.backups->backupSettings.copies[1].retention = true;
        fixture.open();
        fixture.page->showView(BackupsPage::Retention);
        QVERIFY(fixture.settle());
        RetentionView* view = fixture.page->retention();
        QVERIFY(shows(view, QStringLiteral("Copies in offsite go by the same policy")));
        view->removeButton()->click(); // what goes there stands in the plan
        QVERIFY(fixture.proposed());
        QCOMPARE(fixture.backups->made, std::string("prune"));
    }

    void retention_thatRemovesNothing_offersNothing()
    {
        BackupsFixture fixture;
        fillRich(*fixture.backups);
        for (backup::RetentionVerdict& verdict : fixture.backups->retention.verdicts)
            verdict.remove = false;
        fixture.open();
        fixture.page->showView(BackupsPage::Retention);
        QVERIFY(fixture.settle());
        QVERIFY(shows(fixture.page->retention(), QStringLiteral("Nothing would be removed")));
        QVERIFY(!fixture.page->retention()->removeButton()->isEnabled());
        QVERIFY(fixture.page->retention()->removeButton()->toolTip().contains(QLatin1String("removes nothing")));
    }

    // Kept databases

    void kept_areSwappedBackOrDropped()
    {
        BackupsFixture fixture;
        QVERIFY(openOnView(fixture, BackupsPage::Kept));
        KeptDatabasesView* view = fixture.page->kept();
        QVERIFY(shows(view, QStringLiteral("10.0 GiB together")));
        const auto offered = [view](const char* id) { return BackupsFixture::offeredBy(view->actionBar(), id); };
        QVERIFY(offered("drop")->whyNot.contains(QLatin1String("Choose a database")));
        view->table()->selectKey(QStringLiteral("qbm_ai_system_restore_20261119_093000"));
        QVERIFY(offered("swap-back")->whyNot.contains(QLatin1String("never was the live database")));
        offered("drop")->run();
        QVERIFY(fixture.proposed());
        QCOMPARE(fixture.backups->made, std::string("drop-side qbm_ai_system_restore_20261119_093000"));
        fixture.backups->made.clear();
        offered("drop-with-slots")->run();
        QTRY_COMPARE(fixture.backups->made, std::string("drop-side qbm_ai_system_restore_20261119_093000 and slots"));
        view->table()->selectKey(QStringLiteral("qbm_ai_system_before_20261124_181500"));
        QVERIFY(offered("swap-back")->whyNot.isEmpty());
    }

    // Drills

    void drills_standNewestFirst_withWhatARestoreWouldHaveLostAndTaken()
    {
        BackupsFixture fixture;
        QVERIFY(openOnView(fixture, BackupsPage::Drills));
        DrillsView* view = fixture.page->drills();
        QTRY_COMPARE(view->table()->model()->rowCount(), 4);
        QCOMPARE(cellsOf(view->table(), 0, {"state", "lost", "restore", "compare", "recovery", "tables"}),
            QStringLiteral("passed | 5 h 10 min | 12 min 40 s | 1 min 20 s | 14 min | 14"));
        QVERIFY(cellsOf(view->table(), 0, {"when"}).endsWith(QLatin1String(" ago")));
        QVERIFY(fixture.backups->drill->backup.starts_with(cellsOf(view->table(), 0, {"name"}).toStdString()));
        QCOMPARE(cellsOf(view->table(), 1, {"state", "restore", "compare", "recovery"}),
            QStringLiteral("failed | 10 min 20 s | 1 min 11 s | 11 min 31 s"));
        QCOMPARE(cellsOf(view->table(), 3, {"state", "lost", "compare"}), QStringLiteral("passed | – | 640 ms"));
        for (const char* column : {"when", "lost", "restore", "compare", "recovery", "tables", "rows"})
            QVERIFY2(view->table()->model()->columnInfo(columnOf(view->table(), column)).numeric, column);
        QCOMPARE(cell(view->table(), 0, "rows").data(Qt::ToolTipRole).toString(),
            QStringLiteral("4,264,105 rows of 14 tables compared"));
        QVERIFY(shows(view, QStringLiteral("4 drill(s), 2 failed.")));
    }

    void drills_thatFailed_sayWhy()
    {
        BackupsFixture fixture;
        QVERIFY(openOnView(fixture, BackupsPage::Drills));
        DrillsView* view = fixture.page->drills();
        QTRY_COMPARE(view->table()->model()->rowCount(), 4);
        QCOMPARE(cellsOf(view->table(), 2, {"state", "restore", "compare", "recovery", "tables", "rows"}),
            QStringLiteral("failed | – | – | – | – | –"));
        const QString why = QString::fromStdString(fixture.backups->earlierDrills[1].problem);
        QCOMPARE(cell(view->table(), 2, "state").data(Qt::ToolTipRole).toString(), why);
        view->table()->view()->selectRow(2);
        QVERIFY(shows(view, why));
        view->table()->view()->selectRow(0);
        QVERIFY(!shows(view, why));
    }

    void drills_tellTheirTimeOnTheClock()
    {
        BackupsFixture fixture;
        fixture.backups->drill = backup::DrillReport();
        fixture.backups->drill->startedAt = *parseRfc3339("2026-11-20T02:00:00Z");
        fixture.backups->drill->finishedAt = *parseRfc3339("2026-11-20T02:14:05Z");
        fixture.open();
        fixture.page->showView(BackupsPage::Drills);
        QVERIFY(fixture.settle());
        QCOMPARE(cell(fixture.page->drills()->table(), 0, "when").data(Qt::ToolTipRole).toString(),
            QStringLiteral("Started %1\nFinished %2")
                .arg(widgets::localTimeText(fixture.backups->drill->startedAt),
                    widgets::localTimeText(fixture.backups->drill->finishedAt)));
    }

    void drills_withoutAny_offerOneOfTheNewestBackup()
    {
        BackupsFixture fixture;
        fixture.open();
        fixture.page->showView(BackupsPage::Drills);
        QVERIFY(fixture.settle());
        DrillsView* view = fixture.page->drills();
        QCOMPARE(view->statePanel()->face(), StatePanel::Face::Empty);
        QVERIFY(shows(view, QStringLiteral("It proves that the backup can be restored")));
        QAbstractButton* run = visibleButton(view, QStringLiteral("Run a drill of the newest backup…"));
        QVERIFY(run);
        run->click();
        QVERIFY(fixture.proposed());
        QCOMPARE(QString::fromStdString(fixture.backups->made), QStringLiteral("drill ") + kGood);
    }

    void drills_withoutAGoodBackup_sayWhyNot()
    {
        BackupsFixture fixture;
        fixture.backups->rows.clear();
        fixture.open();
        fixture.page->showView(BackupsPage::Drills);
        QVERIFY(fixture.settle());
        DrillsView* view = fixture.page->drills();
        QTRY_VERIFY(shows(view, QStringLiteral("There is no usable backup.")));
        QVERIFY(!visibleButton(view, QStringLiteral("Run a drill of the newest backup…")));
        QCOMPARE(BackupsFixture::offeredBy(view->actionBar(), "drill")->whyNot,
            QStringLiteral("There is no usable backup."));
    }

    void drills_inAReadOnlyWindow_areOnlyRead()
    {
        BackupsFixture fixture;
        fixture.fakes.access = AccessMode::ReadOnly;
        fillRich(*fixture.backups);
        fixture.open();
        fixture.page->showObject(QStringLiteral("drills"));
        QVERIFY(fixture.settle());
        DrillsView* view = fixture.page->drills();
        QVERIFY(view->isVisible());
        QTRY_COMPARE(view->table()->model()->rowCount(), 4);
        QVERIFY(BackupsFixture::offeredBy(view->actionBar(), "drill")->whyNot.contains(QLatin1String("read-only")));
    }

    void drills_areAskedAgainAfterAnOperation()
    {
        BackupsFixture fixture;
        QVERIFY(openOnView(fixture, BackupsPage::Drills));
        DrillsView* view = fixture.page->drills();
        QTRY_COMPARE(view->table()->model()->rowCount(), 4);
        const auto* offered = BackupsFixture::offeredBy(view->actionBar(), "drill");
        QVERIFY(offered->whyNot.isEmpty());
        offered->run();
        OperationDialog* plan = fixture.proposed();
        QVERIFY(plan);
        QCOMPARE(fixture.backups->made, "drill " + fixture.backups->rows.front().name);
        fixture.backups->earlierDrills.pop_back();
        plan->runButton()->click();
        QTRY_COMPARE_WITH_TIMEOUT(view->table()->model()->rowCount(), 3, 12'000);
    }

    void drills_thatCannotBeRead_keepTheLastAnswer()
    {
        BackupsFixture fixture;
        QVERIFY(openOnView(fixture, BackupsPage::Drills));
        DrillsView* view = fixture.page->drills();
        QTRY_COMPARE(view->table()->model()->rowCount(), 4);
        fixture.backups->readError = fakes::refused("The folder");
        view->refresh();
        QTRY_COMPARE(view->statePanel()->face(), StatePanel::Face::Stale);
        QCOMPARE(view->table()->model()->rowCount(), 4);
        fixture.backups->readError.reset();
        view->refresh();
        QTRY_COMPARE(view->statePanel()->face(), StatePanel::Face::Content);
    }

    // Copies

    void copies_tellWhatIsWhere_andFetch()
    {
        BackupsFixture fixture;
        QVERIFY(openOnView(fixture, BackupsPage::Copies));
        CopiesView* view = fixture.page->copies();
        QTRY_COMPARE(view->table()->model()->rowCount(), 9);
        QVERIFY(shows(view, QStringLiteral("/mnt/nas/backups/qbm")));
        const auto offered = [view](const char* id) { return BackupsFixture::offeredBy(view->actionBar(), id); };
        QVERIFY(offered("fetch")->whyNot.contains(QLatin1String("Choose a copy")));
        view->table()->selectKey(QString::fromStdString(fixture.backups->rows[1].name));
        QVERIFY(offered("fetch")->whyNot.contains(QLatin1String("in the backup folder already")));
        // What is of no use here can be filled in.
        const std::string damaged = fixture.backups->rows[1].name;
        fixture.backups->rows[1].state = backup::BackupState::Damaged;
        fixture.page->refresh();
        QVERIFY(fixture.settle());
        view->table()->selectKey(QString::fromStdString(damaged));
        QTRY_VERIFY(offered("fetch")->whyNot.isEmpty());
        view->table()->selectKey(QStringLiteral("qbm_backup_20250101_020000.dump.zst.age"));
        QVERIFY(offered("fetch")->whyNot.isEmpty());
        offered("fetch")->run();
        QVERIFY(fixture.proposed());
        QCOMPARE(fixture.backups->made, std::string("fetch qbm_backup_20250101_020000.dump.zst.age nas"));
        delete fixture.dialog<OperationDialog>();
        offered("copy-newest")->run();
        QVERIFY(fixture.proposed());
        QCOMPARE(fixture.backups->made, "copy " + fixture.backups->rows.front().name + " nas");
    }

    void copies_ofAnotherPlace_areAskedAnew()
    {
        BackupsFixture fixture;
        QVERIFY(openOnView(fixture, BackupsPage::Copies));
        CopiesView* view = fixture.page->copies();
        fixture.backups->placed = {{fixture.backups->rows.front().name, 1, true}};
        view->places()->setCurrentIndex(1);
        QTRY_COMPARE(view->table()->model()->rowCount(), 1);
        QVERIFY(shows(view, QStringLiteral("https://s3.example.org/qbm-backups/production")));
        QVERIFY(BackupsFixture::offeredBy(view->actionBar(), "copy-newest")
                    ->whyNot.contains(QLatin1String("there already")));
    }

    void copies_ofARemotePlace_areListedAgainByThePersonOrAfterFiveMinutes()
    {
        class SteppedClock final : public Clock {
        public:
            TimePoint now() const override { return at; }
            TimePoint at = systemClock().now();
        } clock;
        BackupsFixture fixture;
        QVERIFY(openOnView(fixture, BackupsPage::Copies));
        CopiesView* view = fixture.page->copies();
        const std::atomic<int>& listed = fixture.backups->listedPlaces;
        view->setClock(clock);
        view->places()->setCurrentIndex(1); // the bucket
        QTRY_COMPARE(view->age()->text(), QStringLiteral("Listed < 1 s ago"));
        const int atFirst = listed;
        clock.at += CopiesView::kRemoteAge - std::chrono::seconds(1);
        view->refreshByClock();
        QCOMPARE(listed.load(), atFirst);
        QVERIFY(view->age()->text().startsWith(QLatin1String("Listed 4 min")));
        view->refresh();
        QTRY_COMPARE(listed.load(), atFirst + 1);
        QTRY_COMPARE(view->age()->text(), QStringLiteral("Listed < 1 s ago"));
        clock.at += CopiesView::kRemoteAge;
        view->refreshByClock();
        QTRY_COMPARE(listed.load(), atFirst + 2);
        view->places()->setCurrentIndex(0); // a folder costs nothing to list
        QTRY_VERIFY(listed >= atFirst + 3);
        const int before = listed; // the page's own clock may add to it
        view->refreshByClock();
        QTRY_VERIFY(listed > before);
    }

    void copies_withoutAPlace_sayHowToSetOneUp()
    {
        BackupsFixture fixture;
        fixture.open();
        fixture.page->showView(BackupsPage::Copies);
        QVERIFY(fixture.settle());
        QVERIFY(shows(fixture.page->copies(), QStringLiteral("No second place is set up")));
    }

    // Sessions

    void sessions_areAskedAgainWhileShown_andEnded()
    {
        BackupsFixture fixture;
        QVERIFY(openOnView(fixture, BackupsPage::Sessions));
        HoldersView* view = fixture.page->sessions();
        QTRY_COMPARE(view->table()->model()->rowCount(), 3);
        QCOMPARE(view->table()->model()->index(0, 3).data().toString(), QStringLiteral("backend-7d9f8c6b5-x2x4z"));
        view->table()->view()->selectRow(2); // the exporter, though it only looks
        QVERIFY(view->endButton()->text().contains(QLatin1String("1 selected")));
        view->endButton()->click();
        QVERIFY(fixture.proposed());
        QCOMPARE(fixture.backups->ended.size(), std::size_t(1));
        QCOMPARE(fixture.backups->ended.front().applicationName, std::string("postgres_exporter"));
        fixture.backups->whoHolds.clear();
        QTRY_VERIFY(shows(view, QStringLiteral("Nobody holds the database")));
        QVERIFY(!view->endButton()->isEnabled());
    }

    void sessions_thatCannotBeAsked_keepTheLastAnswer()
    {
        BackupsFixture fixture;
        QVERIFY(openOnView(fixture, BackupsPage::Sessions));
        HoldersView* view = fixture.page->sessions();
        QTRY_COMPARE(view->table()->model()->rowCount(), 3);
        fixture.backups->readError = fakes::refused("PostgreSQL");
        QTRY_COMPARE(view->table()->statePanel()->face(), StatePanel::Face::Stale);
        QCOMPARE(view->table()->model()->rowCount(), 3);
    }

    // Contents

    void contents_areFilteredBySchemaAndKind()
    {
        BackupsFixture fixture;
        fillRich(*fixture.backups);
        QVERIFY(fixture.openOn(QString::fromStdString(fixture.backups->rows.front().name)));
        fixture.offered("contents")->run();
        ContentsView* view = fixture.page->panel()->contents();
        QTRY_COMPARE(view->table()->model()->rowCount(), 27);
        const QList<QComboBox*> choices = view->findChildren<QComboBox*>();
        choices[0]->setCurrentText(QStringLiteral("audit (13)"));
        QCOMPARE(view->table()->model()->rowCount(), 13);
        choices[1]->setCurrentText(QStringLiteral("TABLE (8)"));
        QCOMPARE(view->table()->model()->rowCount(), 4);
        QVERIFY(shows(view, QStringLiteral("4 of 27")));
    }

    void contents_oneTableIsSavedAsCsv()
    {
        BackupsFixture fixture;
        fillRich(*fixture.backups);
        QVERIFY(fixture.openOn(QString::fromStdString(fixture.backups->rows.front().name)));
        fixture.offered("contents")->run();
        ContentsView* view = fixture.page->panel()->contents();
        QTRY_COMPARE(view->table()->model()->rowCount(), 27);
        view->table()->view()->selectRow(0); // an extension
        QVERIFY(!view->extractButton()->isEnabled());
        QVERIFY(view->extractButton()->toolTip().contains(QLatin1String("Choose a table")));
        const auto rowOf = [view](const char* kind, const char* name) {
            for (int row = 0; row < view->table()->model()->rowCount(); ++row) {
                const auto* model = view->table()->model();
                if (model->index(row, 1).data().toString() == QLatin1String(name)
                    && model->index(row, 2).data().toString() == QLatin1String(kind))
                    return row;
            }
            return -1;
        };
        view->table()->view()->selectRow(rowOf("TABLE", "users"));
        widgets::DialogScript::nextAnswer(fixture.folder.filePath(QStringLiteral("users.csv")));
        const auto save = [view](int way) {
            Q_EMIT view->extractButton()->menu()->aboutToShow();
            view->extractButton()->menu()->actions().at(way)->trigger();
        };
        save(0);
        QTRY_VERIFY(fixture.banner(QStringLiteral("348,120 rows (49.6 MiB) are in ")));
        QCOMPARE(fixture.backups->made, std::string("extract audit.users users.csv"));
        widgets::DialogScript::nextAnswer({}); // cancelled
        save(0);
        QTest::qWait(20);
        QVERIFY(fixture.banner(QStringLiteral("348,120 rows")));
        fixture.backups->readError = Error{ErrorKind::Conflict, text("users.csv exists already."), {}, {}};
        widgets::DialogScript::nextAnswer(fixture.folder.filePath(QStringLiteral("users.csv")));
        save(0);
        QTRY_VERIFY(fixture.banner(QStringLiteral("users.csv exists already.")));
        // What the file lacks and what a spreadsheet would make of it is said, and the guard is offered beside.
        fixture.backups->readError.reset();
        fixture.backups->extracted.generatedColumns = {"full_name"};
        fixture.backups->extracted.formulaCells = 3;
        fixture.backups->extracted.unknownEncoding = true;
        widgets::DialogScript::nextAnswer(fixture.folder.filePath(QStringLiteral("users.csv")));
        save(0);
        QTRY_VERIFY(fixture.banner(QStringLiteral("which no dump holds: full_name.")));
        QVERIFY(fixture.banner(QStringLiteral("SQL_ASCII")));
        QVERIFY(fixture.banner(QStringLiteral("3 cells begin as a formula does")));
        fixture.backups->extracted.guarded = true;
        widgets::DialogScript::nextAnswer(fixture.folder.filePath(QStringLiteral("users.csv")));
        save(1);
        QTRY_VERIFY(fixture.banner(QStringLiteral("3 cells that begin as a formula does got an apostrophe")));
        QCOMPARE(fixture.backups->made, std::string("extract audit.users users.csv for a spreadsheet"));
    }
};

QTEST_MAIN(TstBackupsViews)
#include "tst_backups_views.moc"
