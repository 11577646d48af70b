// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/window/departure_dialog.h"

#include <QObject>
#include <QPointer>
#include <functional>

namespace qbm::ui {

class Sessions;

/// One wish to leave what the window shows: to switch to another system, or to close the window or the program. It asks
/// where operations run, does what was chosen, and is the only thing that knows of it: once it is gone, nothing closes
/// or switches the window any more.
///
/// A wish that waits for operations is given up where one of them does not end in order, and where another is begun: then
/// somebody goes on working here.
/// \thread GUI thread
class Departure : public QObject {
    Q_OBJECT
public:
    struct Wish {
        Leaving leaving = Leaving::Close;
        QString to; ///< the system to switch to
        std::function<void()> go;
    };
    Departure(Sessions& sessions, QWidget* window, Wish wish);
    ~Departure() override;

    /// Goes at once where nothing runs; asks otherwise.
    void begin();
    /// Waits for the end of operations, and what it does then.
    bool isWaiting() const { return m_waiting; }
    QString sentence() const;
    /// Label of the button that gives the wish up.
    QString stayLabel() const;
    void giveUp();

Q_SIGNALS:
    void changed();
    /// It has gone, or will never go; `why` says why it was given up where nobody chose that.
    void finished(const QString& why);

private:
    /// What the wish concerns: everything for closing, the shown system for switching.
    std::vector<RunningOperation*> running() const;
    void answer(LeaveChoice choice);
    void await();
    void look();
    void judge(const RunningOperation& operation);
    void go();
    void finish(const QString& why = {});

    Sessions& m_sessions;
    QWidget* m_window;
    Wish m_wish;
    QPointer<DepartureDialog> m_dialog;
    std::vector<RunningOperation*> m_awaited;
    bool m_waiting = false;
    bool m_stops = false; ///< waits because they were asked to stop
    bool m_finished = false;
};

} // namespace qbm::ui
