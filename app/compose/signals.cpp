// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compose/signals.h"

#include <csignal>
#include <unistd.h>

namespace qbm::compose {

SignalStop::SignalStop()
{
    std::signal(SIGPIPE, SIG_IGN);
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    m_waiter = std::jthread([signals, stop = m_stop](const std::stop_token& end) mutable {
        while (!end.stop_requested()) {
            int received = 0;
            if (sigwait(&signals, &received) != 0 || end.stop_requested())
                continue;
            if (stop.stop_requested())
                _exit(130);
            stop.request_stop();
        }
    });
}

SignalStop::~SignalStop()
{
    m_waiter.request_stop();
    pthread_kill(m_waiter.native_handle(), SIGTERM); // wakes sigwait; blocked everywhere, it reaches nothing else
}

} // namespace qbm::compose
