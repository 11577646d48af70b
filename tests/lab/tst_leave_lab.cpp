// SPDX-License-Identifier: GPL-3.0-or-later
// Switching, closing and quitting in the real window while the lab's operations run under faults.
#include "app/compose/compose.h"
#include "core/base/reaper.h"
#include "core/config/profile.h"
#include "core/service/backup_service.h"
#include "core/service/cluster_service.h"
#include "core/service/operation_service.h"
#include "tests/support/lab_fixture.h"
#include "tests/ui/gui_watchdog.h"
#include "ui/operation/task_center.h"
#include "ui/session/session.h"
#include "ui/session/sessions.h"
#include "ui/window/departure_dialog.h"
#include "ui/window/main_window.h"
#include "widgets/feedback/toast.h"

#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <future>

using namespace qbm;
using namespace qbm::ui;
using namespace std::chrono_literals;
using test::LabFixture;

namespace {

using Made = Result<std::unique_ptr<operation::Operation>>;
using Make = std::function<Made(const service::Services&, TaskContext&)>;

enum class Way { Close, Switch, Quit };

/// On a quiet machine the bar is 50 ms; figures are printed. Building the six pages of the next system is in them.
constexpr qint64 kLongestStallMs = 500;
constexpr int kEndsWithinMs = 180'000;

const char* const kFrozen = "postgres-freeze";
const char* const kNeverReady = "kubernetes-pods-never-ready";

Make backUp()
{
    return [](const service::Services& services, TaskContext&) -> Made { return services.backups->makeBackupOperation({}); };
}

Make restore(backup::RestoreWay way)
{
    return [way](const service::Services& services, TaskContext& context) -> Made {
        backup::RestoreOptions options;
        options.way = way;
        options.endSessions = true;
        return services.backups->makeRestoreOperation("LATEST", options, context);
    };
}

Make drill()
{
    return [](const service::Services& services, TaskContext& context) -> Made { return services.backups->makeDrillOperation("LATEST", {}, context); };
}

/// To another count each time: there is something to do in every row.
Make scale()
{
    return [](const service::Services& services, TaskContext&) -> Made {
        static int times = 0;
        return services.cluster->makeScaleOperation("backend", 4 + times++ % 2);
    };
}

Make restart()
{
    return [](const service::Services& services, TaskContext&) -> Made { return services.cluster->actions()->makeRestart("backend"); };
}

Make setImage()
{
    return [](const service::Services& services, TaskContext&) -> Made {
        static int times = 0;
        return services.cluster->actions()->makeSetImage("backend", {}, "qbm/backend:next-" + std::to_string(times++));
    };
}

/// Waits on another thread, so that the test does not stand in the GUI's way.
template <class Function>
auto elsewhere(Function function)
{
    auto future = std::async(std::launch::async, std::move(function));
    while (future.wait_for(0s) != std::future_status::ready)
        QTest::qWait(5);
    return future.get();
}

} // namespace

class TstLeaveLab : public QObject {
    Q_OBJECT
    std::unique_ptr<LabFixture> m_lab;
    QTemporaryDir m_settings;
    qint64 m_longest = 0;

    Result<service::Services> connectToLab() const
    {
        TaskContext context;
        QBM_TRY(profile, config::loadProfile(m_lab->profile()));
        return compose::makeServices(profile, AccessMode::ReadWrite, "qbm-console-test", context, m_lab->profile());
    }
    std::unique_ptr<Session> session() const
    {
        auto services = elsewhere([this] { return connectToLab(); });
        return services ? std::make_unique<Session>(std::move(*services), m_lab->profile()) : nullptr;
    }
    Result<> fault(const std::string& name, bool on) const
    {
        return elsewhere([this, name, on] { return m_lab->fault(name, on); });
    }

private Q_SLOTS:
    void initTestCase()
    {
        QCoreApplication::setOrganizationName(QStringLiteral("qbm-console-test"));
        QCoreApplication::setApplicationName(QStringLiteral("qbm-console-test"));
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
        QApplication::setQuitOnLastWindowClosed(false);
        auto lab = LabFixture::start();
        QVERIFY2(lab, lab ? "" : lab.error().english().c_str());
        m_lab = std::move(*lab);
        const auto services = connectToLab();
        QVERIFY2(services, services ? "" : services.error().english().c_str());
        TaskContext context;
        const auto operation = services->backups->makeBackupOperation({});
        const auto made = services->operations->run(*operation, {}, context);
        QVERIFY2(made && made->succeeded(), made ? "" : made.error().english().c_str());
    }
    void cleanupTestCase()
    {
        qInfo("longest absence of the GUI thread over all: %lld ms", static_cast<long long>(m_longest));
        m_lab.reset();
    }

    void leave_data()
    {
        QTest::addColumn<Make>("make");
        QTest::addColumn<QString>("faulty");
        QTest::addColumn<Way>("way");
        QTest::addColumn<LeaveChoice>("choice");
        struct Row {
            const char* name;
            Make make;
            const char* fault;
        };
        const std::vector<Row> rows{{"backup", backUp(), kFrozen}, {"restore", restore(backup::RestoreWay::Side), kFrozen},
            {"restore in place", restore(backup::RestoreWay::InPlace), kFrozen}, {"drill", drill(), kFrozen},
            {"restore", restore(backup::RestoreWay::Side), kNeverReady}, {"scale", scale(), kNeverReady}, {"restart", restart(), kNeverReady},
            {"set image", setImage(), kNeverReady}};
        for (const Row& row : rows) {
            const auto add = [&row](const char* how, Way way, LeaveChoice choice) {
                QTest::addRow("%s under %s: %s", row.name, row.fault, how) << row.make << QString::fromLatin1(row.fault) << way << choice;
            };
            add("switch, kept running", Way::Switch, LeaveChoice::Background);
            add("switch, stopped", Way::Switch, LeaveChoice::Stop);
            add("close, later", Way::Close, LeaveChoice::Later);
            add("close, stopped", Way::Close, LeaveChoice::Stop);
            add("quit, stopped", Way::Quit, LeaveChoice::Stop);
        }
    }

    void leave()
    {
        QFETCH(Make, make);
        QFETCH(QString, faulty);
        QFETCH(Way, way);
        QFETCH(LeaveChoice, choice);
        MainWindow window(pageEntries());
        auto shown = session();
        QVERIFY(shown);
        window.setSession(std::move(shown));
        window.resize(1280, 800);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QTest::qWait(300);
        const service::Services services = window.session()->services();
        auto other = session(); // a second connection to the same lab stands for the other system
        QVERIFY(other);

        struct Prepared {
            std::shared_ptr<operation::Operation> operation;
            operation::Plan plan;
        };
        const bool early = faulty == QLatin1String(kNeverReady);
        if (early)
            QVERIFY(fault(faulty.toStdString(), true));
        auto prepared = elsewhere([&]() -> Result<Prepared> {
            TaskContext context;
            QBM_TRY(operation, make(services, context));
            QBM_TRY(plan, operation->plan(context));
            return Prepared{std::move(operation), std::move(plan)};
        });
        QVERIFY2(prepared, prepared ? "" : prepared.error().english().c_str());
        RunningOperation* operation = window.session()->tasks().run(std::move(prepared->operation), prepared->plan, {});
        if (!early) {
            QVERIFY(QTest::qWaitFor([&] { return !operation->record().id.empty() || !operation->isRunning(); }, kEndsWithinMs));
            QVERIFY(fault(faulty.toStdString(), true));
        } else {
            QVERIFY(QTest::qWaitFor([&] { return operation->progress().total != 0 || operation->currentStep() > 0 || !operation->isRunning(); }, 5000) || true);
            QTest::qWait(500);
        }
        const bool ran = operation->isRunning();

        tests::GuiWatchdog watchdog;
        QElapsedTimer clock;
        clock.start();
        switch (way) {
        case Way::Close: window.close(); break;
        case Way::Quit: {
            QEvent quit(QEvent::Quit);
            QCoreApplication::sendEvent(qApp, &quit);
            break;
        }
        case Way::Switch:
            window.leaveFor(QStringLiteral("the other"), [&] {
                window.showPlain(new QLabel(QStringLiteral("connecting")));
                window.setSession(std::move(other));
            });
        }
        if (ran) {
            QTRY_VERIFY(window.findChild<DepartureDialog*>() != nullptr);
            auto* button = window.findChild<DepartureDialog*>()->button(choice);
            if (button != nullptr && button->isVisible())
                button->click();
        }
        QTest::qWait(2000); // the fault stands
        const bool hung = operation->isRunning();
        QVERIFY(fault(faulty.toStdString(), false));
        QVERIFY(QTest::qWaitFor([&] { return !operation->isRunning(); }, kEndsWithinMs));
        QTest::qWait(300);
        const QString away = watchdog.told();
        m_longest = std::max(m_longest, watchdog.longestMs());

        const operation::Record& record = operation->record();
        const std::string state = operation->outcome()->has_value() ? std::string(name((*operation->outcome())->record.state)) : operation->outcome()->error().english();
        QStringList told;
        for (const auto* toast : window.findChildren<widgets::Toast*>())
            told << toast->title();
        qInfo("ran %d, still ran under the fault %d, ended %s after %lld ms, window %s; %s", ran, hung, state.c_str(),
            static_cast<long long>(clock.elapsed()), window.isVisible() ? "open" : "closed", qPrintable(away));
        if (!record.id.empty()) { // nothing lost: the journal is closed and both lines stand in the ledger
            const auto known = services.operations->find(record.id);
            QVERIFY(known);
            QVERIFY(known->state != operation::RecordState::Running && known->state != operation::RecordState::Interrupted);
        }
        QVERIFY2(!told.isEmpty() || !window.isVisible(), "the end is told");
        QVERIFY2(watchdog.isWithin(kLongestStallMs), qPrintable(away));
        const auto known = services.operations->find(record.id);
        if (!record.id.empty() && known && isUnfinished(known->state)) { // the next row begins anew
            elsewhere([&] {
                TaskContext context;
                return services.operations->undo(record.id, context).has_value();
            });
        }
    }
};

QTEST_MAIN(TstLeaveLab)
#include "tst_leave_lab.moc"
