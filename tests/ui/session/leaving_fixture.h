// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/service/operation_service.h"
#include "tests/fakes/fake_backups.h"
#include "tests/ui/gui_watchdog.h"
#include "tests/ui/page_fixture.h"
#include "tests/ui/widget_walk.h"
#include "ui/operation/task_center.h"
#include "ui/session/sessions.h"
#include "ui/window/departure_banner.h"
#include "ui/window/header_bar.h"
#include "ui/window/main_window.h"
#include "widgets/feedback/toast.h"

#include <QPushButton>
#include <chrono>
#include <thread>

namespace qbm::tests {

/// The ways out of a system. All of them ask the same question.
enum class Way { Close, Switch, Quit };

inline void addWays()
{
    QTest::addColumn<Way>("way");
    QTest::newRow("close") << Way::Close;
    QTest::newRow("switch") << Way::Switch;
    QTest::newRow("quit") << Way::Quit;
}

/// A client whose end takes its time, as that of a connection to a frozen server, and which hears no stop.
class FrozenHealth final : public service::HealthService {
public:
    explicit FrozenHealth(std::chrono::milliseconds takes) : m_takes(takes) {}
    ~FrozenHealth() override { std::this_thread::sleep_for(m_takes); }
    Result<health::Overview> fetchOverview(TaskContext&) override
    {
        ++calls;
        std::this_thread::sleep_for(m_takes);
        return fakes::wellOverview();
    }
    std::atomic<int> calls = 0;

private:
    std::chrono::milliseconds m_takes;
};

/// The window over fakes in "qbm-lab", and a way to leave it for "qbm-other". What it runs is directed by the script.
struct LeavingFixture {
    fakes::Fakes fakes;
    std::shared_ptr<fakes::Script> script = std::make_shared<fakes::Script>();
    QTemporaryDir folder;
    std::shared_ptr<service::HealthService> health; ///< of qbm-lab; the fake one where null
    std::unique_ptr<ui::MainWindow> window = std::make_unique<ui::MainWindow>(ui::pageEntries());
    GuiWatchdog watchdog;

    LeavingFixture()
    {
        fakes.backups = std::make_shared<fakes::FakeBackups>();
        fakes::registerScripted(fakes.registry, script);
    }
    ~LeavingFixture()
    {
        script->gateOpen = true;
        script->undoGateOpen = true;
        window.reset();
        waitForThreads();
    }

    std::filesystem::path stateOf(const char* name) const { return std::filesystem::path(folder.path().toStdString()) / name; }
    std::unique_ptr<ui::Session> session(const char* name) const
    {
        service::Services services = fakes.services(stateOf(name));
        services.profile.name = name;
        if (health && std::string(name) == "qbm-lab")
            services.health = health;
        return std::make_unique<ui::Session>(std::move(services), stateOf(name) / "profile.yaml");
    }
    void open()
    {
        window->setSession(session("qbm-lab"));
        window->resize(1280, 800);
        window->show();
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        QVERIFY(QTest::qWaitFor([this] { return health || window->currentPage()->isSettled(); }, 60'000));
        watchdog.restart();
    }
    /// One that waits at its gate.
    ui::RunningOperation* run()
    {
        script->gateOpen = false;
        auto* operation = window->session()->tasks().run(std::make_shared<fakes::ScriptedOperation>(script), script->plan, {});
        return QTest::qWaitFor([operation] { return operation->progress().total != 0; }, 60'000) ? operation : nullptr;
    }

    void leave(Way way)
    {
        switch (way) {
        case Way::Close: window->close(); return;
        case Way::Switch: return switchTo("qbm-other");
        case Way::Quit: {
            QEvent quit(QEvent::Quit); // what Cmd+Q and QApplication::quit() send
            QCoreApplication::sendEvent(qApp, &quit);
            return;
        }
        }
    }
    /// As the program does: nothing for a moment, then the other.
    void switchTo(const char* name)
    {
        window->leaveFor(QString::fromLatin1(name), [this, name] {
            window->showPlain(new QLabel(QStringLiteral("connecting")));
            window->setSession(session(name));
        });
    }
    bool hasLeft(Way way) const
    {
        return way == Way::Switch ? window->session() != nullptr && window->session()->profile().name == "qbm-other" : !window->isVisible();
    }

    ui::DepartureDialog* dialog() const
    {
        const auto open = window->findChildren<ui::DepartureDialog*>();
        return open.isEmpty() || !open.last()->isVisible() ? nullptr : open.last();
    }
    /// Presses the button of a choice in the question that stands.
    bool answer(ui::LeaveChoice choice)
    {
        if (!QTest::qWaitFor([this] { return dialog() != nullptr; }, 60'000))
            return false;
        QPushButton* button = dialog()->button(choice);
        if (button == nullptr || !button->isVisible())
            return false;
        button->click();
        return true;
    }
    bool asks() const { return dialog() != nullptr; }
    ui::DepartureBanner* banner() const { return window->findChild<ui::DepartureBanner*>(); }
    bool waits() const { return banner()->isVisible(); }
    QStringList told() const
    {
        QStringList titles;
        for (const auto* toast : window->findChildren<widgets::Toast*>())
            titles << toast->title();
        return titles;
    }
    std::size_t running() const { return window->sessions().running().size(); }
    operation::RecordState recorded(const char* name = "qbm-lab") const
    {
        const auto records = fakes.services(stateOf(name)).operations->records();
        return records.empty() ? operation::RecordState::Interrupted : records.back().state;
    }
};

/// Let time pass in which a handler left behind would act.
inline void letTimePass() { QTest::qWait(150); }

} // namespace qbm::tests
