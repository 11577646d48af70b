// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/rollout_periods.h"

#include <algorithm>
#include <charconv>

namespace qbm::service {

namespace {

/// The same beginning told twice: by the controller's event and by the operation that caused it.
constexpr std::chrono::minutes kSameMoment{2};

std::string valueOf(const operation::Values& values, const char* key)
{
    const auto found = values.find(key);
    return found == values.end() ? std::string() : found->second;
}

const Revision* revisionOfNumber(const std::vector<Revision>& revisions, const std::string& number)
{
    std::int64_t wanted = 0;
    if (std::from_chars(number.data(), number.data() + number.size(), wanted).ec != std::errc() || wanted <= 0)
        return nullptr;
    const auto found = std::ranges::find_if(revisions, [wanted](const Revision& revision) {
        return revision.number == wanted || std::ranges::find(revision.earlierNumbers, wanted) != revision.earlierNumbers.end();
    });
    return found == revisions.end() ? nullptr : &*found;
}

} // namespace

std::vector<RevisionStart> startsFromRevisions(const std::vector<Revision>& revisions)
{
    std::vector<RevisionStart> starts;
    for (const Revision& revision : revisions) {
        starts.push_back({revision.created, revision.replicaSet,
            text(QT_TRANSLATE_NOOP("core", "ReplicaSet %1 was created"), revision.replicaSet)});
    }
    return starts;
}

std::vector<RevisionStart> startsFromEvents(const std::vector<kubernetes::Event>& events, const std::string& deployment)
{
    constexpr std::string_view kBegin = "Scaled up replica set ";
    std::vector<RevisionStart> starts;
    for (const kubernetes::Event& event : events) {
        if (event.object.kind != "Deployment" || event.object.name != deployment || event.reason != "ScalingReplicaSet"
            || !event.message.starts_with(kBegin))
            continue;
        const std::string_view rest = std::string_view(event.message).substr(kBegin.size());
        const std::string replicaSet(rest.substr(0, rest.find(' ')));
        const Text evidence = text(QT_TRANSLATE_NOOP("core", "event: %1"), event.message);
        starts.push_back({event.first, replicaSet, evidence});
        if (event.last != event.first) // the same message again: it came back
            starts.push_back({event.last, replicaSet, evidence});
    }
    return starts;
}

std::vector<RevisionStart> startsFromRecords(const std::vector<operation::Record>& records,
    const std::string& nameSpace, const std::string& deployment, const std::vector<Revision>& revisions)
{
    std::vector<RevisionStart> starts;
    for (const operation::Record& record : records) {
        if (record.kind != "deployment.undo" || record.state != operation::RecordState::Done
            || valueOf(record.parameters, "deployment") != deployment || valueOf(record.parameters, "namespace") != nameSpace)
            continue;
        if (const Revision* revision = revisionOfNumber(revisions, valueOf(record.parameters, "revision")))
            starts.push_back({record.startedAt, revision->replicaSet,
                text(QT_TRANSLATE_NOOP("core", "operation %1 of %2"), record.id, record.actor)});
    }
    return starts;
}

std::vector<RevisionPeriod> periodsOf(std::vector<RevisionStart> starts, const std::vector<Revision>& revisions,
    std::optional<TimePoint> currentSince)
{
    std::ranges::stable_sort(starts, {}, &RevisionStart::at);
    std::vector<RevisionStart> changes;
    for (RevisionStart& start : starts) {
        const bool known = std::ranges::find(revisions, start.replicaSet, &Revision::replicaSet) != revisions.end();
        const bool again = !changes.empty() && changes.back().replicaSet == start.replicaSet;
        // Scaling that follows a change of revisions a little later may still concern the one before.
        const bool echo = changes.size() > 1 && changes[changes.size() - 2].replicaSet == start.replicaSet
            && start.at - changes.back().at < kSameMoment;
        if (known && !again && !echo)
            changes.push_back(std::move(start));
    }
    const auto current = std::ranges::find_if(revisions, &Revision::current);
    if (current != revisions.end() && currentSince && !changes.empty() && changes.back().replicaSet != current->replicaSet
        && *currentSince >= changes.back().at) // the cluster tells whole seconds, so they may be equal
        changes.push_back({*currentSince, current->replicaSet,
            text(QT_TRANSLATE_NOOP("core", "the Deployment's condition Progressing; it may have begun some minutes earlier"))});
    std::vector<RevisionPeriod> periods;
    for (std::size_t i = changes.size(); i-- > 0;) {
        const auto revision = std::ranges::find(revisions, changes[i].replicaSet, &Revision::replicaSet);
        RevisionPeriod period{revision->number, changes[i].at, {}, changes[i].evidence};
        if (i + 1 < changes.size())
            period.to = changes[i + 1].at;
        periods.push_back(std::move(period));
    }
    return periods;
}

std::vector<RevisionStart> withoutTakenBack(std::vector<RevisionStart> starts, const std::vector<operation::Record>& records,
    const std::string& nameSpace, const std::string& deployment)
{
    for (const operation::Record& record : records) {
        if (!record.kind.starts_with("deployment.") || record.state != operation::RecordState::Undone
            || valueOf(record.parameters, "deployment") != deployment || valueOf(record.parameters, "namespace") != nameSpace)
            continue;
        // The cluster tells whole seconds: one may seem to have begun before the operation that brought it.
        const TimePoint from = std::chrono::floor<std::chrono::seconds>(record.startedAt);
        std::erase_if(starts, [&](const RevisionStart& start) { return start.at >= from && start.at <= record.changedAt; });
    }
    return starts;
}

void countFromReadiness(std::vector<RevisionPeriod>& periods, const std::vector<Revision>& revisions,
    std::optional<TimePoint> readySince)
{
    const auto current = std::ranges::find_if(revisions, &Revision::current);
    if (periods.empty() || current == revisions.end() || periods.front().number != current->number)
        return;
    if (!readySince) {
        periods.erase(periods.begin());
        if (periods.empty())
            return;
        const auto before = std::ranges::find(revisions, periods.front().number, &Revision::number);
        if (before != revisions.end() && before->ready > 0)
            periods.front().to.reset(); // it is the one that serves still
        return;
    }
    if (*readySince <= periods.front().from)
        return;
    periods.front().from = *readySince;
    periods.front().evidence = text(QT_TRANSLATE_NOOP("core", "%1; its first pod was ready at %2"), periods.front().evidence, formatRfc3339(*readySince));
    if (periods.size() > 1)
        periods[1].to = *readySince;
}

} // namespace qbm::service
