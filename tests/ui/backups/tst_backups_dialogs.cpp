// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/backups/backups_fixture.h"
#include "ui/page/backups/backup_dialog.h"
#include "ui/page/backups/choice_card.h"
#include "ui/page/backups/elsewhere_dialog.h"
#include "ui/page/backups/holders_view.h"
#include "ui/page/backups/kept_databases_view.h"
#include "ui/page/backups/restore_dialog.h"
#include "ui/page/backups/schedule_dialog.h"
#include "ui/page/backups/schedules_view.h"
#include "widgets/editor/code_view.h"
#include "widgets/form/form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QListWidget>
#include <QRadioButton>
#include <QTimeEdit>

using namespace qbm;
using namespace qbm::ui;
using namespace qbm::tests;

namespace {

QAbstractButton* planButton(QWidget* dialog)
{
    return buttonNamed(dialog, QStringLiteral("Show the plan"));
}

QCheckBox* box(QWidget* dialog, const char* words)
{
    for (QCheckBox* one : dialog->findChildren<QCheckBox*>()) {
        if (one->text().contains(QLatin1String(words)))
            return one;
    }
    return nullptr;
}

QLineEdit* field(QWidget* dialog, const char* label)
{
    for (QLineEdit* one : dialog->findChildren<QLineEdit*>()) {
        if (one->accessibleName() == QLatin1String(label))
            return one;
    }
    return nullptr;
}

} // namespace

/// The dialogs before a plan: what is chosen in them reaches the service.
class TstBackupsDialogs : public QObject {
    Q_OBJECT

    BackupDialog* openBackUp(BackupsFixture& fixture)
    {
        fixture.open();
        if (!fixture.settle())
            return nullptr;
        fixture.backUp()->click();
        auto* dialog = fixture.dialog<BackupDialog>();
        return dialog != nullptr && QTest::qWaitFor([dialog] { return dialog->isSettled(); }) ? dialog : nullptr;
    }

    RestoreDialog* openRestore(BackupsFixture& fixture)
    {
        if (!fixture.openOn(kGood))
            return nullptr;
        fixture.offered("restore")->run();
        return fixture.dialog<RestoreDialog>();
    }

    ElsewhereDialog* openElsewhere(BackupsFixture& fixture)
    {
        if (!fixture.openOn(kGood))
            return nullptr;
        fixture.offered("elsewhere")->run();
        return fixture.dialog<ElsewhereDialog>();
    }

    ScheduleDialog* openSchedule(BackupsFixture& fixture, backup::ScheduleKind kind)
    {
        fixture.open();
        if (!fixture.settle())
            return nullptr;
        fixture.page->schedules()->edit(kind);
        return fixture.dialog<ScheduleDialog>();
    }

private Q_SLOTS:
    void initTestCase() { useTheme(widgets::ThemeChoice::Light); }
    void cleanup() { QCOMPARE(widgets::DialogScript::pending(), 0); }

    void backUp_returnMakesTheUsualOne()
    {
        BackupsFixture fixture;
        fillRich(*fixture.backups);
        BackupDialog* dialog = openBackUp(fixture);
        QVERIFY(dialog);
        QCOMPARE(dialog->focusWidget(), planButton(dialog));
        QVERIFY(dialog->card(backup::Format::Fast)->isChosen());
        QTest::keyClick(dialog, Qt::Key_Return);
        QVERIFY(fixture.proposed());
        const backup::BackupOptions& made = fixture.backups->backupOptions;
        QCOMPARE(made.format, std::optional(backup::Format::Fast));
        QCOMPARE(made.contentChecksums, std::optional(true));
        QVERIFY(made.encrypt && made.copy && !made.pinned && !made.prune);
        QVERIFY(made.label.empty());
    }

    void backUp_everyChoiceReachesTheService()
    {
        BackupsFixture fixture;
        fillRich(*fixture.backups);
        BackupDialog* dialog = openBackUp(fixture);
        QVERIFY(dialog);
        dialog->card(backup::Format::Directory)->choose();
        for (const char* words : {"Checksum", "Encrypt", "Copy it to nas, offsite", "Pin", "retention policy"}) {
            QVERIFY2(box(dialog, words), words);
            box(dialog, words)->toggle();
        }
        QTest::keyClicks(field(dialog, "Label"), QStringLiteral("before the upgrade"));
        planButton(dialog)->click();
        QVERIFY(fixture.proposed());
        const backup::BackupOptions& made = fixture.backups->backupOptions;
        QCOMPARE(made.format, std::optional(backup::Format::Directory));
        QCOMPARE(made.contentChecksums, std::optional(false));
        QVERIFY(!made.encrypt && !made.copy && made.pinned && made.prune);
        QCOMPARE(made.label, std::string("before the upgrade"));
    }

    void backUp_eachFormatSaysWhatItCostHere()
    {
        BackupsFixture fixture;
        fillRich(*fixture.backups);
        BackupDialog* dialog = openBackUp(fixture);
        QVERIFY(dialog);
        const auto says = [&](backup::Format format, const char* words) {
            return shows(dialog->card(format), QString::fromLatin1(words));
        };
        QVERIFY(says(backup::Format::Fast, "1.4 GiB in 2 min 10 s, as measured by qbm_backup_"));
        QVERIFY(says(backup::Format::Guide, "1.5 GiB in 10 min 11 s"));
        QVERIFY(says(backup::Format::Directory, "Not measured here yet"));
        QVERIFY(shows(dialog, QStringLiteral("Took 9 s of processor time")));
        dialog->card(backup::Format::Directory)->choose();
        QVERIFY(shows(dialog, QStringLiteral("What it costs is not measured here yet")));
    }

    void backUp_withoutRecipientAndPlaces_offersNeither()
    {
        BackupsFixture fixture;
        fixture.backups->readError = fakes::refused("PostgreSQL"); // costs unknown: the choice is the same
        fixture.backups->backupSettings.format = backup::Format::Guide;
        BackupDialog* dialog = openBackUp(fixture);
        QVERIFY(dialog);
        QVERIFY(!box(dialog, "Encrypt")->isVisible());
        QVERIFY(!box(dialog, "Copy it")->isVisible());
        QVERIFY(dialog->card(backup::Format::Guide)->isChosen()); // the profile's
        QVERIFY(shows(dialog, QStringLiteral("Plain pg_restore file (default)")));
        for (const backup::Format format : {backup::Format::Fast, backup::Format::Guide, backup::Format::Directory})
            QVERIFY(shows(dialog->card(format), QStringLiteral("Not measured here yet")));
    }

    void restore_intoASideDatabaseIsTheDefault()
    {
        BackupsFixture fixture;
        RestoreDialog* dialog = openRestore(fixture);
        QVERIFY(dialog);
        QVERIFY(dialog->sideCard()->isChosen());
        QVERIFY(shows(dialog->sideCard(), QStringLiteral("The application runs on")));
        QVERIFY(shows(dialog->inPlaceCard(), QStringLiteral("a drill does that")));
        planButton(dialog)->click();
        QVERIFY(fixture.proposed());
        QCOMPARE(fixture.backups->made, "restore " + kGood.toStdString() + " side");
        const backup::RestoreOptions& made = fixture.backups->restoreOptions;
        QVERIFY(made.stopApplication && !made.endSessions && made.silenceAlerts);
    }

    void restore_inPlaceWithEverySwitch()
    {
        BackupsFixture fixture;
        fillRich(*fixture.backups);
        fixture.backups->rows.front().name = kGood.toStdString();
        RestoreDialog* dialog = openRestore(fixture);
        QVERIFY(dialog);
        QVERIFY(shows(dialog->inPlaceCard(), QStringLiteral("filling alone took 12 min 40 s in the last drill")));
        QTest::mouseClick(dialog->inPlaceCard(), Qt::LeftButton, {}, {200, 50}); // anywhere on the card
        QVERIFY(dialog->inPlaceCard()->isChosen());
        box(dialog, "End sessions")->setChecked(true);
        box(dialog, "Silence")->setChecked(false);
        planButton(dialog)->click();
        QVERIFY(fixture.proposed());
        QCOMPARE(fixture.backups->made, "restore " + kGood.toStdString() + " in-place");
        const backup::RestoreOptions& made = fixture.backups->restoreOptions;
        QVERIFY(made.endSessions && !made.silenceAlerts);
    }

    void restore_saysHowLongTheApplicationWasDown()
    {
        BackupsFixture side;
        side.backups->lastRestoreDown = std::chrono::seconds(14);
        RestoreDialog* dialog = openRestore(side);
        QVERIFY(dialog);
        QVERIFY(shows(dialog->sideCard(), QStringLiteral("14 s when it was last done here")));
        QVERIFY(shows(dialog->inPlaceCard(), QStringLiteral("not measured here")));
        BackupsFixture inPlace;
        inPlace.backups->lastRestoreDown = std::chrono::seconds(840);
        inPlace.backups->lastRestoreWay = backup::RestoreWay::InPlace;
        dialog = openRestore(inPlace);
        QVERIFY(dialog);
        QVERIFY(shows(dialog->inPlaceCard(), QStringLiteral("14 min when it was last done here")));
    }

    void restore_withoutClusterAndAlertmanager_stopsAndSilencesNothing()
    {
        BackupsFixture fixture;
        fixture.fakes.profile.kubernetes.reset();
        fixture.fakes.profile.alertmanager.reset();
        RestoreDialog* dialog = openRestore(fixture);
        QVERIFY(dialog);
        QVERIFY(!box(dialog, "Silence")->isVisible());
        planButton(dialog)->click();
        QVERIFY(fixture.proposed());
        QVERIFY(!fixture.backups->restoreOptions.stopApplication);
    }

    void restore_showsWhoHoldsTheDatabase_andEndsThem()
    {
        BackupsFixture fixture;
        fillRich(*fixture.backups);
        fixture.backups->rows.front().name = kGood.toStdString();
        RestoreDialog* dialog = openRestore(fixture);
        QVERIFY(dialog);
        HoldersView* holders = dialog->holders();
        QTRY_COMPARE(holders->table()->model()->rowCount(), 3);
        QVERIFY(shows(holders, QStringLiteral("2 session")));
        holders->endAllButton()->click();
        QTRY_VERIFY(dialog->findChild<OperationDialog*>()); // over the dialog, which stays
        QCOMPARE(fixture.backups->ended.size(), std::size_t(2)); // those that only look stay
        QVERIFY(dialog->isVisible());
        fixture.backups->whoHolds.clear();
        QTRY_COMPARE(holders->table()->model()->totalRows(), 0); // asked again by itself
    }

    void elsewhere_otherDatabaseOnThisServer()
    {
        BackupsFixture fixture;
        ElsewhereDialog* dialog = openElsewhere(fixture);
        QVERIFY(dialog);
        QVERIFY(!planButton(dialog)->isEnabled());
        QVERIFY(planButton(dialog)->toolTip().contains(QLatin1String("Name the database")));
        QLineEdit* database = field(dialog, "Database");
        database->setText(QStringLiteral("qbm_ai_system"));
        QVERIFY(planButton(dialog)->toolTip().contains(QLatin1String("live database")));
        database->setText(QString(64, QLatin1Char('x')));
        QVERIFY(planButton(dialog)->toolTip().contains(QLatin1String("63 bytes")));
        database->setText(QStringLiteral("scratch"));
        QVERIFY(planButton(dialog)->isEnabled());
        planButton(dialog)->click();
        QVERIFY(fixture.proposed());
        const backup::RestoreElsewhereOptions& made = fixture.backups->elsewhereOptions;
        QCOMPARE(made.database, std::string("scratch"));
        QVERIFY(made.profile.empty() && made.tables.empty());
    }

    void elsewhere_otherProfileAndChosenTables()
    {
        QTemporaryDir config;
        qputenv("XDG_CONFIG_HOME", config.path().toLocal8Bit());
        QVERIFY(QDir(config.path()).mkpath(QStringLiteral("qbm-console/profiles")));
        QFile profile(config.filePath(QStringLiteral("qbm-console/profiles/staging.yaml")));
        QVERIFY(profile.open(QIODevice::WriteOnly) && profile.write("name: staging\ntier: staging\n") > 0);
        profile.close();
        BackupsFixture fixture;
        ElsewhereDialog* dialog = openElsewhere(fixture);
        QVERIFY(dialog);
        auto* server = dialog->findChild<QComboBox*>();
        server->setCurrentIndex(server->findData(QStringLiteral("staging")));
        field(dialog, "Database")->setText(QStringLiteral("qbm_ai_system")); // not the live one there
        box(dialog, "Only some")->setChecked(true);
        QVERIFY(planButton(dialog)->toolTip().contains(QLatin1String("at least one table")));
        auto* tables = dialog->findChild<QListWidget*>();
        QCOMPARE(tables->count(), 3);
        auto* filter = dialog->findChild<widgets::SearchField*>();
        filter->setText(QStringLiteral("audit"));
        QTRY_VERIFY(tables->item(0)->isHidden());
        for (int i = 0; i < tables->count(); ++i) {
            if (!tables->item(i)->isHidden())
                tables->item(i)->setCheckState(Qt::Checked);
        }
        QVERIFY(shows(dialog, QStringLiteral("1 of 3 chosen")));
        planButton(dialog)->click();
        QVERIFY(fixture.proposed());
        const backup::RestoreElsewhereOptions& made = fixture.backups->elsewhereOptions;
        QCOMPARE(made.profile, std::string("staging"));
        QCOMPARE(made.tables, (std::vector<std::pair<std::string, std::string>>{{"audit", "changes"}}));
        qunsetenv("XDG_CONFIG_HOME");
    }

    void swapBack_asksLikeARestore()
    {
        BackupsFixture fixture;
        fillRich(*fixture.backups);
        fixture.open();
        fixture.page->showView(BackupsPage::Kept);
        QVERIFY(fixture.settle());
        fixture.page->kept()->table()->selectKey(QStringLiteral("qbm_ai_system_before_20261124_181500"));
        BackupsFixture::offeredBy(fixture.page->kept()->actionBar(), "swap-back")->run();
        auto* dialog = fixture.dialog<RestoreDialog>();
        QVERIFY(dialog);
        QVERIFY(!dialog->sideCard());
        box(dialog, "End sessions")->setChecked(true);
        planButton(dialog)->click();
        QVERIFY(fixture.proposed());
        QCOMPARE(fixture.backups->made, std::string("swap-back qbm_ai_system_before_20261124_181500"));
        QVERIFY(fixture.backups->restoreOptions.endSessions);
    }

    void schedule_formReachesTheServiceAndThePreview()
    {
        BackupsFixture fixture;
        ScheduleDialog* dialog = openSchedule(fixture, backup::ScheduleKind::SystemdUserTimer);
        QVERIFY(dialog);
        QTRY_COMPARE(dialog->findChild<widgets::CodeView*>()->text(), QStringLiteral("# systemd"));
        dialog->findChild<QTimeEdit*>()->setTime(QTime(3, 45));
        box(dialog, "Sun")->setChecked(false);
        box(dialog, "retention")->setChecked(false);
        QVERIFY(!dialog->isSettled());
        QTRY_VERIFY(dialog->isSettled());
        const backup::Schedule& made = fixture.backups->schedule;
        QCOMPARE(made.hour, 3); // the preview asked for what the form says
        planButton(dialog)->click();
        QVERIFY(fixture.proposed());
        QCOMPARE(fixture.backups->made, std::string("schedule systemd"));
        QCOMPARE(made.minute, 45);
        QVERIFY(made.weekdays[0] && !made.weekdays[6] && !made.prune);
    }

    void schedule_inTheCluster_needsVolumeAndSecret()
    {
        BackupsFixture fixture;
        ScheduleDialog* dialog = openSchedule(fixture, backup::ScheduleKind::KubernetesCronJob);
        QVERIFY(dialog);
        QVERIFY(!planButton(dialog)->isEnabled());
        QVERIFY(shows(dialog, QStringLiteral("Name the volume claim")));
        field(dialog, "Volume claim")->setText(QStringLiteral("qbm-backups"));
        QVERIFY(shows(dialog, QStringLiteral("Name the Secret")));
        field(dialog, "Secret with the password")->setText(QStringLiteral("qbm-secrets"));
        field(dialog, "Database host")->setText(QStringLiteral("postgres.qbm.svc"));
        QVERIFY(planButton(dialog)->isEnabled());
        planButton(dialog)->click();
        QVERIFY(fixture.proposed());
        QCOMPARE(fixture.backups->made, std::string("schedule kubernetes"));
        QCOMPARE(fixture.backups->schedule.host, std::string("postgres.qbm.svc"));
        QCOMPARE(fixture.backups->schedule.claim, std::string("qbm-backups"));
        QCOMPARE(fixture.backups->schedule.secret, std::string("qbm-secrets"));
        QCOMPARE(fixture.backups->schedule.secretKey, std::string("password"));
    }

    void schedule_withoutADay_isNone()
    {
        BackupsFixture fixture;
        ScheduleDialog* dialog = openSchedule(fixture, backup::ScheduleKind::Crontab);
        QVERIFY(dialog);
        for (const char* day : {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"})
            box(dialog, day)->setChecked(false);
        QVERIFY(!planButton(dialog)->isEnabled());
        QVERIFY(shows(dialog, QStringLiteral("Choose at least one day")));
    }

    void schedule_previewThatFails_saysWhy()
    {
        BackupsFixture fixture;
        fixture.backups->readError = Error{ErrorKind::Unsupported, text("There is no systemd here."), {}, {}};
        fixture.backups->described.clear();
        ScheduleDialog* dialog = openSchedule(fixture, backup::ScheduleKind::SystemdUserTimer);
        QVERIFY(dialog);
        QTRY_VERIFY(shows(dialog, QStringLiteral("There is no systemd here.")));
    }
};

QTEST_MAIN(TstBackupsDialogs)
#include "tst_backups_dialogs.moc"
