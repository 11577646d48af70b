// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operation/journal.h"
#include "core/service/rollout_service.h"

#include <optional>
#include <string>
#include <vector>

/// When which revision of a Deployment served, pieced together from what remembers it.
namespace qbm::service {

/// A moment at which a ReplicaSet became the one that serves.
struct RevisionStart {
    TimePoint at{};
    std::string replicaSet;
    Text evidence;
};

/// A stretch of time in which one revision served.
struct RevisionPeriod {
    std::int64_t number = 0;
    TimePoint from{};
    std::optional<TimePoint> to; ///< unset: still serving
    Text evidence; ///< what its beginning is known from
};

/// A ReplicaSet is made when its template is rolled out for the first time.
std::vector<RevisionStart> startsFromRevisions(const std::vector<Revision>& revisions);
/// "Scaled up replica set backend-5d9 from 0 to 1": also when a revision comes back. Kept for about an hour.
std::vector<RevisionStart> startsFromEvents(const std::vector<kubernetes::Event>& events, const std::string& deployment);
/// Undo operations of this console that named their revision.
std::vector<RevisionStart> startsFromRecords(const std::vector<operation::Record>& records,
    const std::string& nameSpace, const std::string& deployment, const std::vector<Revision>& revisions);

/// Newest first. `currentSince`: when the Deployment itself last changed revisions, where it says so: used where nothing
/// else tells when the current revision came back.
std::vector<RevisionPeriod> periodsOf(std::vector<RevisionStart> starts, const std::vector<Revision>& revisions,
    std::optional<TimePoint> currentSince);

/// Without those that a change of this console brought and took back: its pods had not got ready.
std::vector<RevisionStart> withoutTakenBack(std::vector<RevisionStart> starts, const std::vector<operation::Record>& records,
    const std::string& nameSpace, const std::string& deployment);

/// Without those that came and went while another one served on, as the events of their scalings tell: their pods had not
/// got ready. What events do not tell any more stays.
std::vector<RevisionStart> withoutNeverServed(std::vector<RevisionStart> starts, const std::vector<kubernetes::Event>& events,
    const std::vector<Revision>& revisions, const std::string& deployment);

/// Lets the current revision count from the moment its pods were ready, and not at all where none ever was: what served
/// before it goes on serving until then.
/// \param periods newest first
/// \param readySince its first ready pod; nullopt: none was ready since it was rolled out
void countFromReadiness(std::vector<RevisionPeriod>& periods, const std::vector<Revision>& revisions,
    std::optional<TimePoint> readySince);

} // namespace qbm::service
