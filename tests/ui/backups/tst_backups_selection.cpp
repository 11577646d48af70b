// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/backups/backups_fixture.h"
#include "tests/ui/selection_rules.h"
#include "ui/page/backups/contents_view.h"
#include "ui/page/backups/copies_view.h"
#include "ui/page/backups/drills_view.h"
#include "ui/page/backups/holders_view.h"
#include "ui/page/backups/kept_databases_view.h"
#include "ui/page/backups/retention_view.h"
#include "ui/page/backups/schedules_view.h"

#include <QSpinBox>

using namespace qbm;
using namespace qbm::ui;
using namespace qbm::tests;

namespace {

bool openOnView(BackupsFixture& fixture, BackupsPage::View view)
{
    fillRich(*fixture.backups);
    fixture.open();
    fixture.page->showView(view);
    return fixture.settle();
}

bool can(const ActionBar* bar, const char* id)
{
    const auto* action = BackupsFixture::offeredBy(bar, id);
    return action != nullptr && action->whyNot.isEmpty();
}

QString text(const std::string& name)
{
    return QString::fromStdString(name);
}

/// The panel of one of three backups.
bool openPanel(BackupsFixture& fixture, const QString& name)
{
    if (!fixture.openOn(name))
        return false;
    Q_EMIT fixture.table()->activated(name);
    return fixture.side()->isOpen();
}

QString shownInPanel(const BackupsFixture& fixture)
{
    const auto& backup = fixture.page->panel()->backup();
    return backup ? text(backup->name) : QString();
}

ActionBar* panelBar(const BackupsFixture& fixture)
{
    return fixture.page->panel()->findChild<ActionBar*>();
}

} // namespace

/// What is chosen in the views of the backups page, and what their buttons and the panel are about.
class TstBackupsSelection : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { useTheme(widgets::ThemeChoice::Light); }

    void catalogue_holdsTheRules()
    {
        BackupsFixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        auto& rows = fixture.backups->rows;
        QCOMPARE(brokenSelectionRule({fixture.table(), kWithoutRecord, [&] { return can(fixture.bar(), "contents"); },
                     [&] { std::ranges::reverse(rows); },
                     [&] { std::erase_if(rows, [](const auto& row) { return text(row.name) == kWithoutRecord; }); },
                     [&] { fixture.page->refresh(); }}),
            QString());
    }

    void keptDatabases_holdTheRules()
    {
        BackupsFixture fixture;
        QVERIFY(openOnView(fixture, BackupsPage::Kept));
        KeptDatabasesView* view = fixture.page->kept();
        QTRY_COMPARE(view->table()->model()->rowCount(), 2);
        auto& sides = fixture.backups->sides;
        QCOMPARE(brokenSelectionRule({view->table(), text(sides.front().name), [&] { return can(view->actionBar(), "drop"); },
                     [&] { std::ranges::reverse(sides); }, [&] { sides.erase(sides.begin() + 1); },
                     [&] { view->refresh(); }}),
            QString());
    }

    void copies_holdTheRules()
    {
        BackupsFixture fixture;
        QVERIFY(openOnView(fixture, BackupsPage::Copies));
        CopiesView* view = fixture.page->copies();
        QTRY_COMPARE(view->table()->model()->rowCount(), 9);
        auto& placed = fixture.backups->placed;
        QCOMPARE(brokenSelectionRule({view->table(), text(placed.front().name), [&] { return can(view->actionBar(), "fetch"); },
                     [&] { std::ranges::reverse(placed); }, [&] { placed.pop_back(); }, [&] { view->refresh(); }}),
            QString());
    }

    void drills_holdTheRules()
    {
        BackupsFixture fixture;
        QVERIFY(openOnView(fixture, BackupsPage::Drills));
        DrillsView* view = fixture.page->drills();
        auto* model = view->table()->model();
        QTRY_COMPARE(model->rowCount(), 4);
        auto& drills = fixture.backups->earlierDrills;
        const auto failed = std::ranges::find(drills, false, &backup::DrillReport::passed);
        QVERIFY(failed != drills.end());
        const QString problem = text(failed->problem);
        QString key;
        for (int row = 0; row < model->rowCount(); ++row) {
            if (model->keyOfRow(row).startsWith(text(failed->backup)) && model->index(row, 0).data().toString() == QStringLiteral("failed"))
                key = model->keyOfRow(row);
        }
        QVERIFY(!key.isEmpty());
        // What stands beside the table: what the chosen drill found.
        QCOMPARE(brokenSelectionRule({view->table(), key, [&] { return shows(view, problem); },
                     [&] { std::ranges::reverse(drills); },
                     [&] { std::erase_if(drills, [](const auto& one) { return !one.passed; }); },
                     [&] { view->refresh(); }}),
            QString());
    }

    void sessions_holdTheRules()
    {
        BackupsFixture fixture;
        QVERIFY(openOnView(fixture, BackupsPage::Sessions));
        HoldersView* view = fixture.page->sessions();
        auto* model = view->table()->model();
        QTRY_COMPARE(model->rowCount(), 3);
        auto& who = fixture.backups->whoHolds;
        const QString key = model->keyOfRow(1);
        QCOMPARE(brokenSelectionRule({view->table(), key, [&] { return view->endButton()->isEnabled(); },
                     [&] { std::ranges::reverse(who); },
                     [&] { std::erase_if(who, [](const auto& one) { return one.session.pid == 4815; }); },
                     [&] { view->refresh(); }}),
            QString());
    }

    void session_thatGoesWhileChosen_doesNotTurnTheButtonOnAllOthers()
    {
        BackupsFixture fixture;
        QVERIFY(openOnView(fixture, BackupsPage::Sessions));
        HoldersView* view = fixture.page->sessions();
        QTRY_COMPARE(view->table()->model()->rowCount(), 3);
        view->table()->view()->selectRow(1);
        QCOMPARE(view->endAllButton()->text(), QStringLiteral("End all 2 that hold it…"));
        QVERIFY(view->endButton()->isEnabled());
        std::erase_if(fixture.backups->whoHolds, [](const auto& one) { return one.session.pid == 4815; });
        view->refresh();
        QTRY_COMPARE(view->table()->model()->rowCount(), 2);
        QVERIFY(!view->endButton()->isEnabled());
        view->endButton()->click();
        QVERIFY(fixture.backups->ended.empty());
        QCOMPARE(view->endAllButton()->text(), QStringLiteral("End all 1 that hold it…"));
        view->endAllButton()->click();
        QVERIFY(fixture.proposed());
        QCOMPARE(fixture.backups->ended.size(), std::size_t(1));
        QCOMPARE(fixture.backups->ended.front().pid, 4711);
        fixture.picture(QStringLiteral("backups-sessions-two-buttons"));
    }

    void contents_holdTheRules()
    {
        BackupsFixture fixture;
        fillRich(*fixture.backups);
        QVERIFY(fixture.openOn(text(fixture.backups->rows.front().name)));
        fixture.offered("contents")->run();
        ContentsView* view = fixture.page->panel()->contents();
        auto* model = view->table()->model();
        QTRY_COMPARE(model->rowCount(), 27);
        auto& contents = fixture.backups->contents;
        const auto table = std::ranges::find(contents, std::string("TABLE"), &backup::ArchiveEntry::kind);
        QVERIFY(table != contents.end());
        const std::int64_t id = table->id;
        auto* extract = buttonNamed(view, QStringLiteral("Save as CSV"));
        QVERIFY(extract);
        QCOMPARE(brokenSelectionRule({view->table(), QString::number(id), [&] { return extract->isEnabled(); },
                     [&] {
                         for (auto& entry : contents)
                             entry.schema = entry.schema == "audit" ? "zz" : entry.schema; // they are listed by schema
                     },
                     [&] { std::erase_if(contents, [id](const auto& one) { return one.id == id; }); },
                     [&] { view->refresh(); }}),
            QString());
    }

    void panel_followsTheSelection()
    {
        BackupsFixture fixture;
        QVERIFY(openPanel(fixture, kGood));
        fixture.table()->selectKey(kWithoutRecord);
        QCOMPARE(shownInPanel(fixture), kWithoutRecord);
        QCOMPARE(fixture.side()->accessibleName(), kWithoutRecord);
        for (const auto* bar : {fixture.bar(), panelBar(fixture)})
            QVERIFY(bar->button(QStringLiteral("restore"))->accessibleName().endsWith(kWithoutRecord));
    }

    void panel_ofABackupThatGoes_saysSoAndDoesNothing()
    {
        BackupsFixture fixture;
        QVERIFY(openPanel(fixture, kGood));
        QVERIFY(can(panelBar(fixture), "restore"));
        fixture.backups->rows.erase(fixture.backups->rows.begin());
        fixture.page->refresh();
        const QString gone = kGood + QStringLiteral(" is not there any more.");
        QTRY_VERIFY(shows(fixture.page->panel(), gone));
        for (const ObjectAction& action : panelBar(fixture)->actions())
            QCOMPARE(action.whyNot, gone);
        QCOMPARE(fixture.table()->currentKey(), QString());
        QVERIFY(!can(fixture.bar(), "restore"));
        fixture.picture(QStringLiteral("backups-panel-gone"));
    }

    void panel_ofARowThatIsFilteredOut_closes()
    {
        BackupsFixture fixture;
        QVERIFY(openPanel(fixture, kGood));
        fixture.table()->model()->setFilterText(kCutOff);
        QVERIFY(!fixture.side()->isOpen());
        QVERIFY(!can(fixture.bar(), "restore"));
        fixture.page->showObject(kGood); // asked for by name: the filter ends
        QCOMPARE(fixture.table()->currentKey(), kGood);
    }

    void panel_isDocked_andCoversNoButton_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<bool>("longWords");
        for (const int width : {968, 1072, 1232, 1712}) { // what windows of 1024, 1280, 1440 and 1920 leave to a page
            QTest::addRow("%d", width) << width << false;
            QTest::addRow("%d, long words", width) << width << true;
        }
    }
    void panel_isDocked_andCoversNoButton()
    {
        QFETCH(int, width);
        QFETCH(bool, longWords);
        LongWords words;
        if (longWords)
            QVERIFY(QApplication::installTranslator(&words));
        BackupsFixture fixture;
        fillRich(*fixture.backups);
        fixture.open({width, 720});
        QVERIFY(fixture.settle());
        const QString name = text(fixture.backups->rows.front().name);
        fixture.table()->selectKey(name);
        Q_EMIT fixture.table()->activated(name);
        QVERIFY(fixture.side()->isOpen());
        QTRY_VERIFY(fixture.page->rect().contains(fixture.side()->geometry())); // it slides
        QCOMPARE(fixture.page->width(), width);
        QCOMPARE(hiddenButtons(fixture.page.get(), fixture.side()).join(QLatin1Char('\n')), QString());
        fixture.picture(QStringLiteral("backups-docked-%1%2").arg(width).arg(longWords ? QStringLiteral("-long") : QString()));
        QTest::keyClick(fixture.table()->view(), Qt::Key_Escape); // from anywhere
        QVERIFY(!fixture.side()->isOpen());
        QApplication::removeTranslator(&words);
    }

    void actions_leaveTheFocusToTheTable()
    {
        BackupsFixture fixture;
        QVERIFY(fixture.openOn(kGood));
        QVERIFY(QTest::qWaitForWindowActive(fixture.page.get()));
        auto* restore = fixture.bar()->button(QStringLiteral("restore"));
        restore->setFocus();
        QTest::keyClick(restore, Qt::Key_Space);
        QVERIFY(!focusIsOnAButton(fixture.page.get()));
        QCOMPARE(fixture.page->focusWidget(), static_cast<QWidget*>(fixture.table()->view()));
    }

    void schedule_thatWasRemoved_leavesTheFocusOnNoButton()
    {
        BackupsFixture fixture;
        QVERIFY(openOnView(fixture, BackupsPage::Schedules));
        QVERIFY(QTest::qWaitForWindowActive(fixture.page.get()));
        SchedulesView* view = fixture.page->schedules();
        QPushButton* remove = nullptr;
        for (QPushButton* button : view->findChildren<QPushButton*>()) {
            if (remove == nullptr && button->isVisible() && button->text() == QStringLiteral("Remove…"))
                remove = button; // of the first of two
        }
        QVERIFY(remove);
        remove->setFocus();
        QVERIFY(remove->hasFocus());
        fixture.backups->scheduleStates.erase(fixture.backups->scheduleStates.begin());
        fixture.page->refresh();
        QTRY_COMPARE(visibleTexts(view).count(QStringLiteral("Remove…")), 1);
        QVERIFY(!focusIsOnAButton(fixture.page.get()));
    }

    void retention_ofAPolicyNotPlannedYet_removesNothing()
    {
        BackupsFixture fixture;
        QVERIFY(openOnView(fixture, BackupsPage::Retention));
        RetentionView* view = fixture.page->retention();
        QTRY_VERIFY(view->removeButton()->isEnabled());
        const QString planned = view->removeButton()->text();
        fixture.backups->readError = fakes::refused("The folder");
        auto* days = view->findChildren<QSpinBox*>().front();
        days->setValue(days->value() + 1);
        QTRY_VERIFY(view->isSettled());
        // The number on the button is of the policy before: it must not remove by another.
        QVERIFY(!view->removeButton()->isEnabled());
        QVERIFY(view->removeButton()->toolTip().contains(QStringLiteral("not known yet")));
        days->setValue(days->value() - 1);
        QTRY_VERIFY(view->removeButton()->isEnabled());
        QCOMPARE(view->removeButton()->text(), planned);
    }
};

QTEST_MAIN(TstBackupsSelection)
#include "tst_backups_selection.moc"
