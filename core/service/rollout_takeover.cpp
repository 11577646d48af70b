// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/rollout_periods.h"

#include <algorithm>
#include <set>
#include <utility>

namespace qbm::service {

namespace {

/// Between the making of a ReplicaSet and the event about its first pod; the cluster tells whole seconds.
constexpr std::chrono::seconds kSlack{5};

/// "Scaled up replica set backend-5d9 from 0 to 1", once for each time it is known to have happened.
struct Scaling {
    TimePoint at{};
    std::string set;
    bool up = false;
    bool fromNone = false;
    bool toNone = false;
};

std::string_view takeWord(std::string_view& text)
{
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return word;
}

std::optional<Scaling> parseScaling(std::string_view message)
{
    Scaling scaling;
    scaling.up = message.starts_with("Scaled up replica set ");
    if (!scaling.up && !message.starts_with("Scaled down replica set "))
        return std::nullopt;
    for (int word = 0; word < 4; ++word)
        takeWord(message);
    scaling.set = takeWord(message);
    while (!message.empty()) {
        const std::string_view word = takeWord(message);
        if (word == "from")
            scaling.fromNone = takeWord(message) == "0";
        else if (word == "to")
            scaling.toNone = takeWord(message) == "0";
    }
    return scaling;
}

std::vector<Scaling> scalingsOf(const std::vector<kubernetes::Event>& events, const std::string& deployment)
{
    std::vector<Scaling> scalings;
    for (const kubernetes::Event& event : events) {
        auto scaling = parseScaling(event.message);
        if (!scaling || event.object.kind != "Deployment" || event.object.name != deployment || event.reason != "ScalingReplicaSet")
            continue;
        scaling->at = event.first;
        scalings.push_back(*scaling);
        if (event.last != event.first) { // the same message again
            scaling->at = event.last;
            scalings.push_back(*scaling);
        }
    }
    std::ranges::stable_sort(scalings, {}, &Scaling::at);
    return scalings;
}

/// From a ReplicaSet's first pod to its last.
struct Stay {
    std::string set;
    TimePoint from{};
    std::optional<TimePoint> to;
    bool tookOver = false; ///< the one that served before it was let go for it
};

/// Follows which ReplicaSet served: one takes over when the one that serves is scaled to none while it is there.
class TakeoverWalk {
public:
    void follow(const Scaling& scaling)
    {
        if (scaling.up && scaling.fromNone)
            open(scaling);
        else if (!scaling.up && scaling.toNone)
            close(scaling);
        m_seen.insert(scaling.set);
    }
    const std::vector<Stay>& stays() const { return m_stays; }

private:
    Stay* openStay(const std::string& set)
    {
        const auto found = std::ranges::find_if(m_stays, [&](const Stay& stay) { return !stay.to && stay.set == set; });
        return found == m_stays.end() ? nullptr : &*found;
    }
    void open(const Scaling& scaling)
    {
        if (openStay(scaling.set) == nullptr)
            m_stays.push_back({scaling.set, scaling.at, {}, std::exchange(m_vacant, false)});
    }
    void close(const Scaling& scaling)
    {
        Stay* stay = openStay(scaling.set);
        // One whose beginning is not known any more is older than all that is.
        const bool served = stay != nullptr ? stay->tookOver : !m_seen.contains(scaling.set);
        if (stay != nullptr)
            stay->to = scaling.at;
        if (!served)
            return;
        const auto next = std::ranges::find_if(m_stays.rbegin(), m_stays.rend(), [](const Stay& one) { return !one.to; });
        if (next != m_stays.rend())
            next->tookOver = true;
        else
            m_vacant = true; // scaled to none, or replaced by strategy Recreate
    }

    std::vector<Stay> m_stays;
    std::set<std::string> m_seen;
    bool m_vacant = false;
};

} // namespace

std::vector<RevisionStart> withoutNeverServed(std::vector<RevisionStart> starts, const std::vector<kubernetes::Event>& events,
    const std::vector<Revision>& revisions, const std::string& deployment)
{
    TakeoverWalk walk;
    for (const Scaling& scaling : scalingsOf(events, deployment))
        walk.follow(scaling);
    const auto first = std::ranges::min_element(revisions, {}, &Revision::created);
    for (const Stay& stay : walk.stays()) {
        const bool hadNoneBefore = first != revisions.end() && first->replicaSet == stay.set && stay.from - first->created < kSlack;
        if (stay.tookOver || !stay.to || hadNoneBefore || *stay.to - stay.from < kSlack) // within a second the order is not known
            continue;
        std::erase_if(starts, [&](const RevisionStart& start) {
            return start.replicaSet == stay.set && start.at >= stay.from - kSlack && start.at <= *stay.to;
        });
    }
    return starts;
}

} // namespace qbm::service
