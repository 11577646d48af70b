// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/departure.h"

#include "ui/operation/task_center.h"
#include "ui/session/session.h"
#include "ui/session/sessions.h"
#include "ui/text/tr.h"

#include <QTimer>
#include <algorithm>

namespace qbm::ui {

Departure::Departure(Sessions& sessions, QWidget* window, Wish wish)
    : m_sessions(sessions)
    , m_window(window)
    , m_wish(std::move(wish))
{
}

Departure::~Departure()
{
    if (m_dialog) { // another wish came: this question is void
        m_dialog->disconnect(this);
        m_dialog->close();
    }
}

std::vector<RunningOperation*> Departure::running() const
{
    auto all = m_sessions.running();
    if (m_wish.leaving == Leaving::Switch)
        std::erase_if(all, [](const RunningOperation* operation) { return operation->session().isLeft(); });
    return all;
}

void Departure::begin()
{
    const auto now = running();
    if (now.empty())
        return go();
    m_dialog = new DepartureDialog(m_window, m_wish.leaving, m_wish.to, now);
    connect(m_dialog, &DepartureDialog::chosen, this, &Departure::answer);
    m_dialog->open();
}

void Departure::answer(LeaveChoice choice)
{
    m_dialog.clear(); // deletes itself
    switch (choice) {
    case LeaveChoice::Stay: return finish();
    case LeaveChoice::Background: return go();
    case LeaveChoice::Now: return look();
    case LeaveChoice::Stop: m_stops = true; break;
    case LeaveChoice::Later: break;
    }
    m_awaited = running();
    if (m_awaited.empty()) // they ended under the answer, which is told; what was wished in their face is not done now
        return finish();
    m_waiting = true;
    await();
    Q_EMIT changed();
}

void Departure::await()
{
    connect(&m_sessions, &Sessions::ended, this, [this](const RunningOperation* operation) {
        if (std::ranges::find(m_awaited, operation) != m_awaited.end())
            judge(*operation);
    });
    connect(&m_sessions, &Sessions::changed, this, &Departure::look);
    if (m_stops) {
        for (RunningOperation* operation : m_awaited)
            operation->requestStop();
    }
}

void Departure::judge(const RunningOperation& operation)
{
    // Who waits for an operation wants to see it fail; who stops one, that it could not be taken back.
    if (m_stops ? operation.endedInOrder() : operation.succeeded())
        return look();
    finish(m_wish.leaving == Leaving::Close
            ? Tr::tr("The window stays open: \"%1\" did not end as it should.").arg(translated(operation.record().title))
            : Tr::tr("The window stays with this system: \"%1\" did not end as it should.").arg(translated(operation.record().title)));
}

/// Whether it is time.
void Departure::look()
{
    const auto now = running();
    const bool another = std::ranges::any_of(now, [this](RunningOperation* one) { return std::ranges::find(m_awaited, one) == m_awaited.end(); });
    if (another)
        return finish(m_wish.leaving == Leaving::Close ? Tr::tr("The window stays open: another operation was begun.")
                                                      : Tr::tr("The window stays with this system: another operation was begun."));
    if (now.empty())
        QTimer::singleShot(0, this, &Departure::go); // not under the operation that says that it has ended
    else
        Q_EMIT changed();
}

void Departure::go()
{
    if (m_finished)
        return;
    const auto deed = m_wish.go;
    finish();
    deed();
}

void Departure::giveUp()
{
    finish();
}

void Departure::finish(const QString& why)
{
    if (std::exchange(m_finished, true))
        return;
    m_waiting = false;
    m_sessions.disconnect(this);
    Q_EMIT finished(why);
}

QString Departure::sentence() const
{
    const auto count = static_cast<int>(running().size());
    if (m_wish.leaving == Leaving::Switch)
        return Tr::tr("%n operation(s) are being stopped; then the window switches to %1.", nullptr, count).arg(m_wish.to);
    return m_stops ? Tr::tr("%n operation(s) are being stopped; then the window closes.", nullptr, count)
                   : Tr::tr("The window closes when %n operation(s) have ended.", nullptr, count);
}

QString Departure::stayLabel() const
{
    return m_wish.leaving == Leaving::Switch ? Tr::tr("Stay here") : Tr::tr("Keep it open");
}

} // namespace qbm::ui
