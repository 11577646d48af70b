// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/operation_service.h"
#include "tests/fakes/scripted_operation.h"
#include "tests/ui/page_fixture.h"
#include "tests/ui/selection_rules.h"
#include "tests/ui/widget_walk.h"
#include "ui/operation/close_dialog.h"
#include "ui/operation/operation_dialog.h"
#include "ui/operation/task_center.h"
#include "ui/page/activity/activity_page.h"
#include "widgets/feedback/banner.h"
#include "widgets/feedback/side_panel.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/table/table_view.h"

#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QTabWidget>

using namespace qbm;
using namespace qbm::ui;
using tests::buttonNamed;
using tests::PageFixture;
using tests::shows;
using widgets::StatePanel;

namespace {

struct Fixture : PageFixture<ActivityPage> {
    std::shared_ptr<fakes::Script> script = std::make_shared<fakes::Script>();
    Fixture() { fakes::registerScripted(fakes.registry, script); }
    ~Fixture()
    {
        if (page)
            delete page->findChild<OperationDialog*>();
    }
    std::filesystem::path state() const { return folder.path().toStdString(); }
    /// Runs one to its end, as any front end may have done earlier.
    void runOne()
    {
        TaskContext context;
        fakes::ScriptedOperation operation(script);
        QVERIFY(fakes.services(state()).operations->run(operation, "weekly", context).has_value());
    }
    widgets::TableView* operations() const { return qobject_cast<widgets::TableView*>(tabs()->widget(0)); }
    widgets::TableView* ledger() const { return tabs()->widget(1)->findChild<widgets::TableView*>(); }
    QTabWidget* tabs() const { return page->findChild<QTabWidget*>(); }
    QAbstractButton* resume() const { return buttonNamed(page.get(), QStringLiteral("Continue operation")); }
    QAbstractButton* undo() const { return buttonNamed(page.get(), QStringLiteral("Take operation back")); }
};

} // namespace

class TstActivityPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { tests::useTheme(widgets::ThemeChoice::Light); }

    void empty_saysWhatWillStandHere()
    {
        Fixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        QCOMPARE(fixture.operations()->statePanel()->face(), StatePanel::Face::Empty);
        QVERIFY(shows(fixture.page.get(), QStringLiteral("No operation was run yet")));
        QVERIFY(shows(fixture.page.get(), QStringLiteral("Nothing is left unfinished.")));
        QVERIFY(!fixture.page->attention());
        fixture.tabs()->setCurrentIndex(1);
        QVERIFY(shows(fixture.page.get(), QStringLiteral("The ledger is empty")));
    }

    void unfinished_standsFirstWhateverItsAge()
    {
        Fixture fixture;
        const std::string id = fakes::leaveInterrupted(fixture.state(), "20200101-000000-aaaaaa"); // long before
        fixture.runOne();
        fixture.open();
        QVERIFY(fixture.settle());
        QCOMPARE(fixture.operations()->model()->rowCount(), 2);
        QCOMPARE(fixture.operations()->model()->index(0, 0).data().toString(), QStringLiteral("interrupted"));
        QCOMPARE(fixture.operations()->model()->index(1, 0).data().toString(), QStringLiteral("done"));
        QCOMPARE(fixture.page->attention(), std::optional(widgets::State::Danger));
        QVERIFY(shows(fixture.page.get(), QStringLiteral("left unfinished")));
        fixture.operations()->selectKey(QString::fromStdString(id));
        fixture.picture(QStringLiteral("activity-unfinished"));
    }

    void buttons_areForUnfinishedOnesOnly()
    {
        Fixture fixture;
        fixture.runOne();
        fixture.open();
        QVERIFY(fixture.settle());
        QVERIFY(!fixture.resume()->isVisible()); // there is nothing to decide
        const auto id = QString::fromStdString(fakes::leaveInterrupted(fixture.state()));
        fixture.page->refresh();
        QTRY_VERIFY(fixture.resume()->isVisible());
        QVERIFY(fixture.undo()->isVisible());
        QCOMPARE(fixture.operations()->currentKey(), id); // the one to decide about is chosen already
        QVERIFY(fixture.resume()->isEnabled());
        QVERIFY(fixture.undo()->isEnabled());
        fixture.page->showObject(QString::fromStdString(fixture.session->services().operations->records().back().id));
        QVERIFY(!fixture.undo()->isEnabled()); // a done one
        QVERIFY(!fixture.resume()->toolTip().isEmpty());
    }

    void resume_finishesIt()
    {
        Fixture fixture;
        const auto id = QString::fromStdString(fakes::leaveInterrupted(fixture.state()));
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.page->showObject(id);
        fixture.resume()->click();
        QVERIFY(fixture.page->findChild<OperationDialog*>());
        QTRY_COMPARE(fixture.script->worked.load(), 1);
        QTRY_COMPARE(fixture.session->tasks().runningCount(), 0);
        fixture.page->refresh();
        QTRY_VERIFY(shows(fixture.page.get(), QStringLiteral("Nothing is left unfinished.")));
        QVERIFY(!fixture.page->attention());
    }

    void close_asksWhy_andThenNothingIsLeftUnfinished()
    {
        Fixture fixture;
        const auto id = fakes::leaveInterrupted(fixture.state());
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.page->showObject(QString::fromStdString(id));
        QAbstractButton* close = buttonNamed(fixture.page.get(), QStringLiteral("Close operation…"));
        QVERIFY(close && close->isEnabled());
        close->click();
        auto* dialog = fixture.page->window()->findChild<CloseDialog*>();
        QVERIFY(dialog);
        QVERIFY(!dialog->closeButton()->isEnabled()); // not without a reason
        auto* reason = dialog->findChild<QLineEdit*>();
        reason->setText(QStringLiteral("   "));
        QVERIFY(!dialog->closeButton()->isEnabled());
        reason->setText(QStringLiteral("somebody else finished it"));
        QVERIFY(dialog->closeButton()->isEnabled());
        dialog->closeButton()->click();
        QTRY_VERIFY(shows(fixture.page.get(), QStringLiteral("Nothing is left unfinished.")));
        QVERIFY(!fixture.page->attention());
        QCOMPARE(fixture.operations()->model()->index(0, 0).data().toString(), QStringLiteral("closed"));
        const operation::Record record = fixture.session->services().operations->find(id).value();
        QVERIFY(record.closing && record.closing->reason == "somebody else finished it");
        QCOMPARE(fixture.script->worked.load(), 0);
        QCOMPARE(fixture.script->undone.load(), 0);
        Q_EMIT fixture.operations()->activated(QString::fromStdString(id));
        QVERIFY(shows(fixture.page->findChild<widgets::SidePanel*>(), QStringLiteral("somebody else finished it")));
    }

    void undo_takesItBack()
    {
        Fixture fixture;
        const auto id = QString::fromStdString(fakes::leaveInterrupted(fixture.state()));
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.page->showObject(id);
        fixture.undo()->click();
        QTRY_COMPARE(fixture.script->undone.load(), 1);
        QTRY_COMPARE(fixture.session->tasks().runningCount(), 0);
        QCOMPARE(fixture.script->worked.load(), 0);
    }

    void readOnly_showsButDoesNotAct()
    {
        Fixture fixture;
        const auto id = QString::fromStdString(fakes::leaveInterrupted(fixture.state()));
        fixture.fakes.access = AccessMode::ReadOnly;
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.page->showObject(id);
        QVERIFY(!fixture.resume()->isEnabled());
        QVERIFY(fixture.resume()->toolTip().contains(QLatin1String("read-only")));
    }

    void ledger_intact_saysHowMany()
    {
        Fixture fixture;
        fixture.runOne();
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.tabs()->setCurrentIndex(1);
        QCOMPARE(fixture.ledger()->model()->rowCount(), 2);
        auto* banner = fixture.tabs()->widget(1)->findChild<widgets::Banner*>();
        QCOMPARE(banner->state(), widgets::State::Ok);
        QVERIFY(banner->message().contains(QLatin1Char('2')));
        fixture.picture(QStringLiteral("activity-ledger"));
    }

    void ledger_tampered_saysWhichLine()
    {
        Fixture fixture;
        fixture.runOne();
        QFile file(fixture.folder.filePath(QStringLiteral("ledger.jsonl")));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray lines = file.readAll();
        QVERIFY(lines.contains("weekly"));
        lines.replace("weekly", "monthly");
        file.resize(0);
        file.seek(0);
        file.write(lines);
        file.close();
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.tabs()->setCurrentIndex(1);
        auto* banner = fixture.tabs()->widget(1)->findChild<widgets::Banner*>();
        QCOMPARE(banner->state(), widgets::State::Danger);
        QVERIFY2(banner->message().startsWith(QLatin1String("Damaged at line ")), qPrintable(banner->message()));
        fixture.picture(QStringLiteral("activity-damaged"));
    }

    void details_tellTheJournal()
    {
        Fixture fixture;
        const auto id = QString::fromStdString(fakes::leaveInterrupted(fixture.state()));
        fixture.open();
        QVERIFY(fixture.settle());
        Q_EMIT fixture.operations()->activated(id);
        auto* panel = fixture.page->findChild<widgets::SidePanel*>();
        QVERIFY(panel->isOpen());
        for (const char* text : {"interrupted", "ops@console", "Note the present replicas", "Replace the replicas", "Remembered for the way back", "replicas"})
            QVERIFY2(shows(panel, QString::fromLatin1(text)), text);
        fixture.picture(QStringLiteral("activity-details"));
    }

    void operations_holdTheRules()
    {
        Fixture fixture;
        const auto id = QString::fromStdString(fakes::leaveInterrupted(fixture.state(), "20200101-000000-aaaaaa"));
        fixture.runOne();
        fixture.open();
        QVERIFY(fixture.settle());
        // Records do not go by themselves; a journal that somebody deletes does.
        QCOMPARE(tests::brokenSelectionRule({fixture.operations(), id, [&] { return fixture.undo()->isEnabled(); },
                     [&] { fakes::leaveInterrupted(fixture.state(), "20990101-000000-bbbbbb"); },
                     [&] {
                         for (const auto& entry : std::filesystem::recursive_directory_iterator(fixture.state())) {
                             if (entry.is_regular_file() && entry.path().filename().string().starts_with("20200101-000000-aaaaaa"))
                                 std::filesystem::remove(entry.path());
                         }
                     },
                     [&] { fixture.page->refresh(); }}),
            QString());
        QVERIFY(fixture.undo()->isVisible()); // for the other one, when it is chosen
    }

    void details_followTheSelection()
    {
        Fixture fixture;
        fixture.runOne();
        const auto id = QString::fromStdString(fakes::leaveInterrupted(fixture.state()));
        fixture.open();
        QVERIFY(fixture.settle());
        Q_EMIT fixture.operations()->activated(id);
        auto* panel = fixture.page->findChild<widgets::SidePanel*>();
        QTRY_VERIFY(shows(panel, QStringLiteral("interrupted")));
        fixture.operations()->selectKey(fixture.operations()->model()->keyOfRow(1));
        QVERIFY(!shows(panel, QStringLiteral("interrupted")));
        QTRY_VERIFY(shows(panel, QStringLiteral("weekly")));
        fixture.operations()->clearSelection();
        QVERIFY(!panel->isOpen());
        // What the operation became stands there too.
        Q_EMIT fixture.operations()->activated(id);
        QTRY_VERIFY(shows(panel, QStringLiteral("interrupted")));
        fixture.undo()->click();
        QTRY_COMPARE(fixture.session->tasks().runningCount(), 0);
        fixture.page->refresh();
        QTRY_VERIFY(shows(panel, QStringLiteral("taken back")));
    }

    void undo_leavesTheFocusToTheTable()
    {
        Fixture fixture;
        const auto id = QString::fromStdString(fakes::leaveInterrupted(fixture.state()));
        fixture.open();
        QVERIFY(fixture.settle());
        QVERIFY(QTest::qWaitForWindowActive(fixture.page.get()));
        fixture.page->showObject(id);
        fixture.undo()->setFocus();
        QTest::keyClick(fixture.undo(), Qt::Key_Space);
        QTRY_COMPARE(fixture.session->tasks().runningCount(), 0);
        delete fixture.page->findChild<OperationDialog*>();
        fixture.page->refresh();
        QTRY_VERIFY(!fixture.undo()->isVisible());
        QVERIFY(!tests::focusIsOnAButton(fixture.page.get()));
        QCOMPARE(fixture.page->focusWidget(), static_cast<QWidget*>(fixture.operations()->view()));
    }

    void everyControl_hasANameAndIsReachable()
    {
        Fixture fixture;
        const auto id = QString::fromStdString(fakes::leaveInterrupted(fixture.state()));
        fixture.runOne();
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.page->showObject(id);
        for (const int tab : {0, 1}) {
            fixture.tabs()->setCurrentIndex(tab);
            QCOMPARE(tests::unnamed(fixture.page.get()).join(QLatin1Char('\n')), QString());
            QCOMPARE(tests::unreachable(fixture.page.get()).join(QLatin1Char('\n')), QString());
        }
    }
};

QTEST_MAIN(TstActivityPage)
#include "tst_activity_page.moc"
