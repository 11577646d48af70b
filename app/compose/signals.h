// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <thread>

namespace qbm::compose {

/// Turns SIGINT and SIGTERM into a stop request, and makes a closed pipe an error instead of death.
///
/// Made first thing in main, before any thread: the signals are blocked for all of them and taken by one thread here.
/// A second signal ends the process at once.
class SignalStop {
public:
    SignalStop();
    ~SignalStop();
    SignalStop(const SignalStop&) = delete;
    SignalStop& operator=(const SignalStop&) = delete;

    std::stop_token token() const { return m_stop.get_token(); }

private:
    std::stop_source m_stop;
    std::jthread m_waiter;
};

} // namespace qbm::compose
