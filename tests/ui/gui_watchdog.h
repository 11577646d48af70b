// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QTest>
#include <QTimer>
#include <algorithm>
#include <sys/resource.h>

namespace qbm::tests {

/// Measures by the clock how long the GUI thread was away from its event loop at a time: a timer that should fire every
/// few milliseconds, and how late it was. Calls made by the test itself count too.
///
/// A thread that waits for something is switched off once; one that others keep from the processor is switched off over
/// and over. So that tests tell the two apart on a machine with other work, each switch is allowed for.
class GuiWatchdog {
public:
    GuiWatchdog()
    {
        QObject::connect(&m_timer, &QTimer::timeout, [this] { look(); });
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.start(kIntervalMs);
        restart();
    }

    /// Forgets what was so far.
    void restart()
    {
        m_worst = {};
        m_excess = 0;
        m_clock.start();
        m_before = usage();
    }

    /// The longest so far, in milliseconds; waiting in QTest counts for up to 20 of them.
    qint64 longestMs()
    {
        look();
        return m_worst.away;
    }
    /// \param bar in milliseconds, on a machine that does nothing else
    bool isWithin(qint64 bar)
    {
        look();
        return m_excess < bar;
    }
    QString told()
    {
        look();
        return QStringLiteral("GUI thread away for %1 ms at most (it computed %2 ms of them and was switched off %3 times)")
            .arg(m_worst.away)
            .arg(m_worst.computed)
            .arg(m_worst.switches);
    }

private:
    static constexpr int kIntervalMs = 5;
    static constexpr qint64 kSwitchMs = 300;
    struct Absence {
        qint64 away = 0, computed = 0, switches = 0;
    };

    static Absence usage()
    {
        rusage used{};
        getrusage(RUSAGE_THREAD, &used);
        const auto ms = [](const timeval& time) { return time.tv_sec * 1000 + time.tv_usec / 1000; };
        return {0, ms(used.ru_utime) + ms(used.ru_stime), used.ru_nvcsw + used.ru_nivcsw};
    }

    void look()
    {
        const Absence now = usage();
        const Absence last{m_clock.restart(), now.computed - m_before.computed, now.switches - m_before.switches};
        m_excess = std::max(m_excess, last.away - kSwitchMs * last.switches);
        if (last.away > m_worst.away)
            m_worst = last;
        m_before = now;
    }

    QTimer m_timer;
    QElapsedTimer m_clock;
    Absence m_before, m_worst;
    qint64 m_excess = 0; ///< of the absence that other work explains least
};

} // namespace qbm::tests
