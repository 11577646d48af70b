// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/backups/backups_fixture.h"
#include "tests/ui/room.h"
#include "ui/page/backups/backup_dialog.h"
#include "ui/page/backups/choice_card.h"
#include "ui/page/backups/drills_view.h"
#include "ui/page/backups/elsewhere_dialog.h"
#include "ui/page/backups/holders_view.h"
#include "ui/page/backups/kept_databases_view.h"
#include "ui/page/backups/restore_dialog.h"
#include "ui/page/backups/schedule_dialog.h"
#include "ui/page/backups/schedules_view.h"
#include "ui/window/language.h"

#include <QCheckBox>
#include <QLabel>
#include <QRadioButton>
#include <tuple>

using namespace qbm;
using namespace qbm::ui;
using tests::BackupsFixture;
using tests::clipped;

namespace {

enum class Words { English, Chinese, Long };

} // namespace

/// Every view and dialog in every language, theme and size: nothing is cut off, everything has a name and can be
/// reached. QBM_TEST_PICTURES keeps a picture of each.
class TstBackupsLook : public QObject {
    Q_OBJECT

    QString m_prefix;

    void look(QWidget* what, const QString& name)
    {
        const QString to = qEnvironmentVariable("QBM_TEST_PICTURES");
        QTest::qWait(to.isEmpty() ? 1 : 200);
        if (!to.isEmpty())
            what->grab().save(QStringLiteral("%1/%2-%3.png").arg(to, m_prefix, name));
        const QString where = name + QStringLiteral(": ");
        // A layout of what has just come follows in its own time.
        std::ignore = QTest::qWaitFor([what] { return clipped(what).isEmpty(); });
        QCOMPARE(where + clipped(what).join(QLatin1Char('\n')), where);
        QCOMPARE(where + tests::unnamed(what).join(QLatin1Char('\n')), where);
        QCOMPARE(where + tests::unreachable(what).join(QLatin1Char('\n')), where);
    }

    template <class DialogKind> DialogKind* waitFor(const BackupsFixture& fixture)
    {
        return QTest::qWaitFor([&fixture] { return fixture.dialog<DialogKind>() != nullptr; })
            ? fixture.dialog<DialogKind>()
            : nullptr;
    }

    void lookAtViews(BackupsFixture& fixture)
    {
        const char* names[] = {"catalogue", "schedules", "retention", "kept", "drills", "copies", "sessions"};
        for (int view = BackupsPage::Catalogue; view <= BackupsPage::Sessions; ++view) {
            fixture.page->showView(static_cast<BackupsPage::View>(view));
            QVERIFY(fixture.settle());
            look(fixture.page.get(), QString::fromLatin1(names[view]));
        }
        fixture.page->showView(BackupsPage::Catalogue);
    }

    void lookAtPanel(BackupsFixture& fixture)
    {
        Q_EMIT fixture.table()->activated(QString::fromStdString(fixture.backups->rows.front().name));
        const char* names[] = {"panel-summary", "panel-tables", "panel-contents", "panel-copies"};
        for (int tab = BackupPanel::Summary; tab <= BackupPanel::Copies; ++tab) {
            fixture.page->panel()->showTab(static_cast<BackupPanel::Tab>(tab));
            QTest::qWait(150);
            look(fixture.page.get(), QString::fromLatin1(names[tab]));
        }
        fixture.side()->closePanel();
    }

    void lookAtDialogs(BackupsFixture& fixture)
    {
        const auto action = [&fixture](const char* id) { fixture.offered(id)->run(); };
        for (const Command& command : fixture.page->commands()) {
            command.run();
            break; // the first one is to back up
        }
        auto* backUp = waitFor<BackupDialog>(fixture);
        QVERIFY(backUp);
        QTRY_VERIFY(backUp->isSettled());
        look(backUp, QStringLiteral("dialog-back-up"));
        delete backUp;
        action("restore");
        auto* restore = waitFor<RestoreDialog>(fixture);
        QVERIFY(restore);
        QTRY_VERIFY(restore->holders()->isSettled());
        look(restore, QStringLiteral("dialog-restore"));
        delete restore;
        action("elsewhere");
        auto* elsewhere = waitFor<ElsewhereDialog>(fixture);
        QVERIFY(elsewhere);
        look(elsewhere, QStringLiteral("dialog-elsewhere"));
        for (QCheckBox* box : elsewhere->findChildren<QCheckBox*>())
            box->setChecked(true);
        look(elsewhere, QStringLiteral("dialog-elsewhere-tables"));
        delete elsewhere;
        for (const auto kind : {backup::ScheduleKind::SystemdUserTimer, backup::ScheduleKind::KubernetesCronJob}) {
            fixture.page->schedules()->edit(kind);
            auto* schedule = waitFor<ScheduleDialog>(fixture);
            QVERIFY(schedule);
            QTRY_VERIFY(schedule->isSettled());
            look(schedule, QStringLiteral("dialog-schedule-") + QString::fromLatin1(backup::name(kind).data()));
            delete schedule;
        }
        fixture.page->showView(BackupsPage::Kept);
        QVERIFY(fixture.settle());
        fixture.page->kept()->table()->selectKey(QString::fromStdString(fixture.backups->sides.front().name));
        BackupsFixture::offeredBy(fixture.page->kept()->actionBar(), "swap-back")->run();
        auto* swap = waitFor<RestoreDialog>(fixture);
        QVERIFY(swap);
        QTRY_VERIFY(swap->holders()->isSettled());
        look(swap, QStringLiteral("dialog-swap-back"));
        delete swap;
    }

    /// Why one failed, and what is said before the first.
    void lookAtDrills(BackupsFixture& fixture)
    {
        fixture.page->showView(BackupsPage::Drills);
        QVERIFY(fixture.settle());
        DrillsView* view = fixture.page->drills();
        view->table()->view()->selectRow(1);
        look(fixture.page.get(), QStringLiteral("drills-failed"));
        fixture.backups->drill.reset();
        fixture.backups->earlierDrills.clear();
        view->refresh();
        QTRY_COMPARE(view->statePanel()->face(), widgets::StatePanel::Face::Empty);
        look(fixture.page.get(), QStringLiteral("drills-none"));
    }

private Q_SLOTS:
    void everything_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<int>("words");
        QTest::addColumn<bool>("dark");
        // What is left of a window of 1280 x 800, 1024 x 720, 1920 x 1080 beside the navigation.
        const QSize usual(1072, 736), narrow(972, 656), wide(1712, 1016);
        const auto row = [](const char* name, QSize size, Words words, bool dark) {
            QTest::newRow(name) << size << static_cast<int>(words) << dark;
        };
        row("1280-en-light", usual, Words::English, false);
        row("1280-zh-dark", usual, Words::Chinese, true);
        row("1024-en-dark", narrow, Words::English, true);
        row("1024-zh-light", narrow, Words::Chinese, false);
        row("1024-long-light", narrow, Words::Long, false);
        row("1920-en-light", wide, Words::English, false);
    }

    void everything()
    {
        QFETCH(QSize, size);
        QFETCH(int, words);
        QFETCH(bool, dark);
        m_prefix = QString::fromLatin1(QTest::currentDataTag());
        tests::useTheme(dark ? widgets::ThemeChoice::Dark : widgets::ThemeChoice::Light);
        const auto chosen = static_cast<Words>(words);
        ui::setLanguage(*qApp, chosen == Words::Chinese ? QStringLiteral("zh_CN") : QStringLiteral("en"));
        tests::LongWords longWords;
        if (chosen == Words::Long)
            QCoreApplication::installTranslator(&longWords);
        {
            BackupsFixture fixture;
            tests::fillRich(*fixture.backups);
            fixture.open(size);
            QVERIFY(fixture.settle());
            QVERIFY2(fixture.page->minimumSizeHint().width() <= size.width(),
                qPrintable(QString::number(fixture.page->minimumSizeHint().width())));
            fixture.table()->selectKey(QString::fromStdString(fixture.backups->rows.front().name));
            lookAtViews(fixture);
            lookAtPanel(fixture);
            lookAtDialogs(fixture);
            lookAtDrills(fixture);
        }
        QCoreApplication::removeTranslator(&longWords);
    }

    void empty_everyViewSaysWhatToDo()
    {
        m_prefix = QStringLiteral("empty");
        tests::useTheme(widgets::ThemeChoice::Light);
        ui::setLanguage(*qApp, QStringLiteral("en"));
        BackupsFixture fixture;
        fixture.backups->rows.clear();
        fixture.open();
        QVERIFY(fixture.settle());
        lookAtViews(fixture);
        QCOMPARE(fixture.table()->statePanel()->face(), widgets::StatePanel::Face::Empty);
    }

    void errors_everyViewSaysWhatFailed()
    {
        m_prefix = QStringLiteral("error");
        BackupsFixture fixture;
        fixture.backups->error = fixture.backups->readError = fakes::refused("PostgreSQL");
        fixture.open();
        QVERIFY(fixture.settle());
        lookAtViews(fixture);
        QCOMPARE(fixture.table()->statePanel()->face(), widgets::StatePanel::Face::Error);
    }
};

QTEST_MAIN(TstBackupsLook)
#include "tst_backups_look.moc"
