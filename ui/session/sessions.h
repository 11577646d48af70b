// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>
#include <vector>

namespace qbm::ui {

class RunningOperation;
class Session;

/// The sessions of one window: the one it shows, and those it has left, as far as something was run in them.
/// \thread GUI thread
class Sessions : public QObject {
    Q_OBJECT
public:
    Sessions();
    ~Sessions() override;

    Session* current() const { return m_current.get(); }
    /// The pages of the one before are gone already; what it runs goes on.
    void show(std::unique_ptr<Session> session);
    /// No system is shown.
    void leaveCurrent();

    /// Of all sessions, newest first.
    std::vector<RunningOperation*> operations() const;
    std::vector<RunningOperation*> running() const;

Q_SIGNALS:
    void changed();
    void ended(qbm::ui::RunningOperation* operation);

private:
    std::unique_ptr<Session> m_current;
    std::vector<std::unique_ptr<Session>> m_left;
};

} // namespace qbm::ui
