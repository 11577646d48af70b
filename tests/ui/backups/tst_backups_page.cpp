// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fakes/fake_backups.h"
#include "tests/ui/page_fixture.h"
#include "tests/ui/widget_walk.h"
#include "ui/operation/operation_dialog.h"
#include "ui/page/backups/backups_page.h"
#include "widgets/feedback/banner.h"
#include "widgets/feedback/dialog.h"
#include "widgets/feedback/side_panel.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/form/form.h"
#include "widgets/table/table_view.h"

#include <QPushButton>

using namespace qbm;
using namespace qbm::ui;
using tests::buttonNamed;
using tests::PageFixture;
using tests::shows;
using widgets::StatePanel;

namespace {

const auto kGood = QStringLiteral("qbm_backup_20261122_020000.dump");
const auto kCutOff = QStringLiteral("qbm_backup_20261120_020000.dump");

struct Fixture : PageFixture<BackupsPage> {
    std::shared_ptr<fakes::FakeBackups> backups = std::make_shared<fakes::FakeBackups>();
    Fixture() { fakes.backups = backups; }
    widgets::TableView* table() const { return page->findChild<widgets::TableView*>(); }
    QAbstractButton* verify() const { return buttonNamed(page.get(), QStringLiteral("Verify this backup")); }
    QAbstractButton* restore() const { return buttonNamed(page.get(), QStringLiteral("Restore this backup")); }
    QAbstractButton* backUp() const { return buttonNamed(page.get(), QStringLiteral("Back up now")); }
    widgets::Banner* result() const
    {
        for (auto* banner : page->findChildren<widgets::Banner*>(QString(), Qt::FindDirectChildrenOnly))
            return banner;
        return nullptr;
    }
};

} // namespace

class TstBackupsPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { tests::useTheme(widgets::ThemeChoice::Light); }

    void empty_saysHowToMakeTheFirst()
    {
        Fixture fixture;
        fixture.backups->rows.clear();
        fixture.open();
        QVERIFY(fixture.settle());
        QCOMPARE(fixture.table()->statePanel()->face(), StatePanel::Face::Empty);
        QVERIFY(shows(fixture.page.get(), QStringLiteral("There is no backup yet")));
        QVERIFY(shows(fixture.page.get(), QStringLiteral("Nothing can be restored")));
        QCOMPARE(fixture.page->attention(), std::optional(widgets::State::Danger));
        fixture.picture(QStringLiteral("backups-empty"));
    }

    void content_sentenceSaysWhatARestoreLosesAndCosts()
    {
        Fixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        QCOMPARE(fixture.table()->model()->rowCount(), 3);
        QVERIFY(shows(fixture.page.get(), QStringLiteral("A restore now loses 3 h")));
        QVERIFY(shows(fixture.page.get(), QStringLiteral("not known until one was made")));
        QCOMPARE(fixture.page->attention(), std::optional(widgets::State::Warning)); // one is cut off
        fixture.backups->lastRestoreTook = std::chrono::seconds(95);
        fixture.page->refresh();
        QTRY_VERIFY(shows(fixture.page.get(), QStringLiteral("and takes about 1 min 35 s")));
        fixture.picture(QStringLiteral("backups-content"));
    }

    void buttons_areDisabledWithAReasonUntilAUsableBackupIsChosen()
    {
        Fixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        QVERIFY(fixture.backUp()->isEnabled());
        QVERIFY(!fixture.restore()->isEnabled());
        QVERIFY(!fixture.restore()->toolTip().isEmpty());
        QVERIFY(!fixture.verify()->toolTip().isEmpty());
        fixture.table()->selectKey(kCutOff);
        QVERIFY(!fixture.restore()->isEnabled());
        fixture.table()->selectKey(kGood);
        QVERIFY(fixture.restore()->isEnabled());
        QVERIFY(fixture.verify()->isEnabled());
    }

    void readOnly_changesNothingButMayVerify()
    {
        Fixture fixture;
        fixture.fakes.access = AccessMode::ReadOnly;
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.table()->selectKey(kGood);
        QVERIFY(!fixture.backUp()->isEnabled());
        QVERIFY(fixture.backUp()->toolTip().contains(QLatin1String("read-only")));
        QVERIFY(!fixture.restore()->isEnabled());
        QVERIFY(fixture.restore()->toolTip().contains(QLatin1String("read-only")));
        QVERIFY(fixture.verify()->isEnabled());
        QVERIFY(fixture.page->commands().empty());
    }

    void verify_good_saysWhatWasCompared()
    {
        Fixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.table()->selectKey(kGood);
        fixture.verify()->click();
        QTRY_COMPARE(fixture.result()->state(), widgets::State::Ok);
        QVERIFY(fixture.result()->message().contains(kGood));
        QVERIFY(fixture.result()->message().contains(QLatin1String("checksum")));
        fixture.picture(QStringLiteral("backups-verified"));
    }

    void verify_bad_saysWhatIsWrong()
    {
        Fixture fixture;
        fixture.backups->verifyAnswer = [](const std::string& name, TaskContext&) -> Result<backup::VerifyReport> {
            return fail(ErrorKind::BadData, text("%1 is damaged: its checksum is not the one taken when it was made.", name));
        };
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.table()->selectKey(kGood);
        fixture.verify()->click();
        QTRY_COMPARE(fixture.result()->state(), widgets::State::Danger);
        QVERIFY(fixture.result()->message().contains(QLatin1String("is damaged")));
    }

    void verify_isStoppedByTheSameButton()
    {
        Fixture fixture;
        fixture.backups->verifyAnswer = [](const std::string&, TaskContext& context) -> Result<backup::VerifyReport> {
            QBM_CHECK(context.sleepFor(std::chrono::seconds(30)));
            return backup::VerifyReport{};
        };
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.table()->selectKey(kGood);
        fixture.verify()->click();
        QAbstractButton* stop = buttonNamed(fixture.page.get(), QStringLiteral("Stop verifying"));
        QVERIFY(stop);
        stop->click();
        QTRY_VERIFY(fixture.verify());
        QCOMPARE(fixture.result()->state(), widgets::State::Info); // stopped is no failure
    }

    void backUpAndRestore_openTheOperationDialog()
    {
        Fixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.table()->selectKey(kGood);
        for (QAbstractButton* button : {fixture.backUp(), fixture.restore()}) {
            button->click();
            QTRY_VERIFY(fixture.page->findChild<OperationDialog*>());
            auto* dialog = fixture.page->findChild<OperationDialog*>();
            QTRY_VERIFY(dialog->isSettled());
            delete dialog;
        }
    }

    void details_showTheSidecarAndItsTables()
    {
        Fixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        Q_EMIT fixture.table()->activated(kGood);
        auto* panel = fixture.page->findChild<widgets::SidePanel*>();
        QVERIFY(panel->isOpen());
        for (const char* text : {"before the upgrade", "qbm_ai_system @ db.example.org", "358,579", "42 s"})
            QVERIFY2(shows(panel, QString::fromLatin1(text)), text);
        fixture.picture(QStringLiteral("backups-details"));
        QTest::keyClick(panel, Qt::Key_Escape);
        QVERIFY(!panel->isOpen());
    }

    void unreachable_keepsTheListAndSaysItIsOld()
    {
        Fixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.backups->error = Error{ErrorKind::Denied, text("The folder /var/backups/qbm cannot be read: permission denied."), {}, {}};
        fixture.page->refresh();
        QTRY_COMPARE(fixture.table()->statePanel()->face(), StatePanel::Face::Stale);
        QCOMPARE(fixture.table()->model()->rowCount(), 3);
        fixture.picture(QStringLiteral("backups-stale"));
        fixture.backups->error.reset();
        fixture.page->refresh();
        QTRY_COMPARE(fixture.table()->statePanel()->face(), StatePanel::Face::Content);
    }

    void unreachable_fromTheBeginning_isAnErrorWithRetry()
    {
        Fixture fixture;
        fixture.backups->error = fakes::refused("PostgreSQL");
        fixture.open();
        QVERIFY(fixture.settle());
        QCOMPARE(fixture.table()->statePanel()->face(), StatePanel::Face::Error);
        fixture.backups->error.reset();
        Q_EMIT fixture.table()->statePanel()->retryRequested();
        QTRY_COMPARE(fixture.table()->statePanel()->face(), StatePanel::Face::Content);
    }

    void everyControl_hasANameAndIsReachable()
    {
        Fixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.table()->selectKey(kGood);
        QCOMPARE(tests::unnamed(fixture.page.get()).join(QLatin1Char('\n')), QString());
        QCOMPARE(tests::unreachable(fixture.page.get()).join(QLatin1Char('\n')), QString());
    }
};

QTEST_MAIN(TstBackupsPage)
#include "tst_backups_page.moc"
