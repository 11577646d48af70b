// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <list>
#include <memory>
#include <mutex>
#include <thread>

namespace qbm {

/// Ends things whose end takes its time (threads to join, connections to a server that does not answer) where nobody
/// waits for it: each on a thread of its own, so that one that hangs holds no other up.
///
/// \thread any
class Reaper {
public:
    /// The one of this program. Whoever ends the program waits for it first, as long as it likes: what is left then is
    /// waited for without a limit when static objects end.
    static Reaper& instance();

    Reaper() = default;
    Reaper(const Reaper&) = delete;
    Reaper& operator=(const Reaper&) = delete;
    /// Waits for all.
    ~Reaper();

    /// Lets go of `thing` on a thread of its own. \cost starting a thread
    void end(std::shared_ptr<void> thing);
    /// True once nothing is left; false where that takes longer than `patience`.
    bool waitUntilIdle(std::chrono::milliseconds patience);

private:
    struct Grave {
        bool over = false;
        std::jthread thread;
    };
    void bury(Grave& grave, std::shared_ptr<void>& thing);
    void clearAway();

    std::mutex m_mutex;
    std::condition_variable m_over;
    std::size_t m_open = 0;
    std::list<Grave> m_graves; // last: its threads use all of the above
};

/// Deleter of what is shared with a thread that must not wait for its end: whoever lets go last waits for nothing.
struct EndElsewhere {
    template <class T>
    void operator()(T* thing) const
    {
        if (thing != nullptr)
            Reaper::instance().end(std::shared_ptr<void>(std::unique_ptr<T>(thing)));
    }
};

} // namespace qbm
