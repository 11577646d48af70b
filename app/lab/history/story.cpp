// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/history/history.h"

#include <algorithm>

namespace qbm::lab {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

constexpr double kBusyDayLoad = 4.0; // requests/s
/// Just above what the replicas can serve: the queue grows by about one request a second.
constexpr double kOverloadUtilisation = 1.05;

double unixSeconds(TimePoint time)
{
    return std::chrono::duration<double>(time.time_since_epoch()).count();
}

double overload(const HistoryOptions& options, TimePoint at)
{
    const double capacity = options.replicas / options.queue.serviceMean.count();
    return std::max(0.0, kOverloadUtilisation * capacity - options.queue.arrivals.rateAt(unixSeconds(at)));
}

/// What holds at `start` becomes the first phase; what was before it goes.
void cutBefore(HistoryStory& story, TimePoint start)
{
    const auto later = std::ranges::upper_bound(story.phases, start, {}, &HistoryStory::Phase::from);
    story.phases.erase(story.phases.begin(), std::prev(later));
    story.phases.front().from = start;
    std::erase_if(story.restarts, [start](TimePoint restart) { return restart <= start; });
}

} // namespace

HistoryStory makeStory(const HistoryOptions& options, TimePoint start, TimePoint end)
{
    const seconds offset = localUtcOffset(end);
    const TimePoint today = std::chrono::floor<days>(end + offset) - offset;
    const TimePoint busyDay = today - days{4};
    const TimePoint overloaded = today - days{2} + hours{14} + minutes{10};
    const int replicas = options.replicas;

    HistoryStory story;
    story.phases = {
        {std::min(start, busyDay), replicas, 0},
        {busyDay + hours{9}, replicas + 1, kBusyDayLoad},
        {busyDay + hours{19}, replicas, 0},
        {overloaded, replicas, overload(options, overloaded)},
        {overloaded + minutes{9}, replicas + 2, overload(options, overloaded)},
        {overloaded + minutes{30}, replicas + 2, 0},
        {today - days{2} + hours{16} + minutes{30}, replicas, 0},
    };
    story.restarts = {today - days{5} + hours{3} + minutes{12} + seconds{7}};
    cutBefore(story, start);
    return story;
}

} // namespace qbm::lab
