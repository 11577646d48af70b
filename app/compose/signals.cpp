// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compose/signals.h"

#include <csignal>
#include <ctime>
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
        constexpr timespec kTick{0, 200'000'000};
        while (!end.stop_requested()) {
            if (sigtimedwait(&signals, nullptr, &kTick) < 0)
                continue;
            if (stop.stop_requested())
                _exit(130);
            stop.request_stop();
        }
    });
}

SignalStop::~SignalStop() = default;

} // namespace qbm::compose
