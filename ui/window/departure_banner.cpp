// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/departure_banner.h"

#include "ui/text/tr.h"
#include "widgets/feedback/toast.h"

#include <QEvent>

namespace qbm::ui {

using namespace widgets;

DepartureBanner::DepartureBanner(Sessions& sessions, QWidget* parent)
    : Banner(parent)
    , m_sessions(sessions)
{
    hide();
    connect(this, &Banner::actionRequested, this, [this] {
        if (m_departure)
            m_departure->giveUp();
    });
}

DepartureBanner::~DepartureBanner() = default;

void DepartureBanner::leave(Departure::Wish wish)
{
    forget();
    m_departure = std::make_unique<Departure>(m_sessions, window(), std::move(wish));
    connect(m_departure.get(), &Departure::changed, this, &DepartureBanner::refresh);
    connect(m_departure.get(), &Departure::finished, this, &DepartureBanner::finished);
    m_departure->begin();
}

void DepartureBanner::forget()
{
    m_departure.reset();
    hide();
}

void DepartureBanner::finished(const QString& why)
{
    m_departure.release()->deleteLater(); // it is the one that says so
    hide();
    if (!why.isEmpty())
        Toast::show(this, State::Warning, why, {});
}

void DepartureBanner::refresh()
{
    const bool waits = m_departure && m_departure->isWaiting();
    if (waits) {
        setMessage(State::Info, m_departure->sentence());
        setAction(m_departure->stayLabel());
    }
    setVisible(waits);
}

void DepartureBanner::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        refresh();
    Banner::changeEvent(event);
}

} // namespace qbm::ui
