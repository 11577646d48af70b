// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/async/feed.h"

#include <QCoreApplication>
#include <QEvent>

namespace qbm::ui {

Feed::Feed(QWidget* viewer, Subscribe subscribe, std::function<void()> deliver)
    : QObject(viewer)
    , m_subscribe(std::move(subscribe))
    , m_deliver(std::move(deliver))
    , m_signal(std::make_shared<Signal>())
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(kIntervalMs);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_signal->pending = false; // first: news that come while we read set it again
        m_deliver();
    });
    viewer->installEventFilter(this);
    if (viewer->isVisible())
        open();
}

Feed::~Feed()
{
    m_signal->feed = nullptr;
    close();
}

bool Feed::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parent()) {
        if (event->type() == QEvent::Show)
            open();
        else if (event->type() == QEvent::Hide)
            close();
    }
    return QObject::eventFilter(watched, event);
}

void Feed::open()
{
    if (m_subscription)
        return;
    m_signal->feed = this;
    m_subscription = m_subscribe([signal = m_signal] {
        if (signal->pending.exchange(true))
            return;
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [signal] {
                if (Feed* feed = signal->feed)
                    feed->arrived();
            },
            Qt::QueuedConnection);
    });
    m_deliver(); // what is known already
}

void Feed::close()
{
    m_timer.stop();
    m_subscription.reset();
    m_signal->pending = false;
}

void Feed::arrived()
{
    if (m_subscription && !m_timer.isActive())
        m_timer.start();
}

} // namespace qbm::ui
