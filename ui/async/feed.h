// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/subscription.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>
#include <atomic>
#include <functional>
#include <memory>

namespace qbm::ui {

/// Brings "there is something new" from a worker thread to a page: at most four times a second, newest wins, and only
/// while the page is on the screen. What is new is read where it is shown (a snapshot), so nothing queues up here.
///
/// The subscription is opened when the page is shown and closed when it is hidden: only what someone looks at is followed.
/// \thread public calls on the GUI thread
class Feed : public QObject {
    Q_OBJECT
public:
    using Subscribe = std::function<Subscription(std::function<void()> changed)>;

    /// \param viewer the page; also the parent \param subscribe opens the source \param deliver reads and shows the news
    Feed(QWidget* viewer, Subscribe subscribe, std::function<void()> deliver);
    ~Feed() override;

    static constexpr int kIntervalMs = 250;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    /// Outlives the feed while a worker still calls it.
    struct Signal {
        std::atomic<bool> pending = false;
        std::atomic<Feed*> feed = nullptr;
    };
    void open();
    void close();
    void arrived();

    Subscribe m_subscribe;
    std::function<void()> m_deliver;
    std::shared_ptr<Signal> m_signal;
    Subscription m_subscription;
    QTimer m_timer;
};

} // namespace qbm::ui
