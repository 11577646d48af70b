// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_text.h"
#include "core/cluster/rollout_undo.h"
#include "core/kubernetes/client.h"
#include "core/kubernetes/yaml_text.h"
#include "core/service/kubernetes_cluster.h"
#include "core/service/rollout_periods.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

namespace qbm::service {

namespace {

using kubernetes::JsonValue;
using std::chrono::seconds;

/// How much of a period is averaged: its last day says how a revision did once it was settled.
constexpr seconds kLongestWindow = std::chrono::hours(24);
/// Two scrapes at the guide's 30 s, and room for one that is missed.
constexpr seconds kShortestWindow{120};

std::int64_t numberOf(std::string_view text)
{
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

/// "1,3" of the annotation revision-history.
std::vector<std::int64_t> numbersOf(std::string_view list)
{
    std::vector<std::int64_t> numbers;
    while (!list.empty()) {
        const std::size_t end = std::min(list.find(','), list.size());
        if (const std::int64_t number = numberOf(list.substr(0, end)); number > 0)
            numbers.push_back(number);
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return numbers;
}

/// Without the label that tells the ReplicaSets apart.
std::string templateYaml(const JsonValue& podTemplate)
{
    auto json = nlohmann::ordered_json::parse(podTemplate.text(), nullptr, false);
    if (!json.is_object())
        return {};
    if (json.contains("metadata") && json["metadata"].is_object()) {
        auto& metadata = json["metadata"];
        if (metadata.contains("labels") && metadata["labels"].is_object())
            metadata["labels"].erase("pod-template-hash");
        if (metadata.contains("creationTimestamp") && metadata["creationTimestamp"].is_null())
            metadata.erase("creationTimestamp");
    }
    kubernetes::JsonDocument document;
    const auto root = document.parse(writeJson(json));
    return root ? kubernetes::yamlText(*root) : std::string();
}

Revision decodeRevision(const JsonValue& object)
{
    const kubernetes::ReplicaSet set = kubernetes::decodeReplicaSet(object);
    const JsonValue annotations = object["metadata"]["annotations"];
    Revision revision;
    revision.number = numberOf(annotations["deployment.kubernetes.io/revision"].view());
    revision.replicaSet = set.meta.name;
    revision.created = set.meta.created;
    revision.images = set.images;
    revision.changeCause = annotations["kubernetes.io/change-cause"].string();
    revision.earlierNumbers = numbersOf(annotations["deployment.kubernetes.io/revision-history"].view());
    revision.desired = set.desired;
    revision.ready = set.ready;
    revision.templateYaml = templateYaml(object["spec"]["template"]);
    return revision;
}

/// The moment its controller last called the current ReplicaSet progressed.
std::optional<TimePoint> progressedAt(const JsonValue& deployment)
{
    for (const JsonValue& condition : deployment["status"]["conditions"].items()) {
        if (condition["type"].view() == "Progressing" && condition["reason"].view() == "NewReplicaSetAvailable")
            return condition["lastUpdateTime"].time();
    }
    return std::nullopt;
}

/// When the first pod of the current ReplicaSet was ready, as far as can be told: its pods that are ready now, or the end of
/// its rollout, whichever came first. nullopt: none was ready since.
std::optional<TimePoint> readySince(const std::vector<JsonValue>& pods, const std::string& replicaSet, std::optional<TimePoint> progressed)
{
    std::optional<TimePoint> since = progressed;
    for (const JsonValue& pod : pods) {
        const bool ours = std::ranges::any_of(pod["metadata"]["ownerReferences"].items(),
            [&](const JsonValue& owner) { return owner["controller"].boolean() && owner["name"].view() == replicaSet; });
        if (!ours)
            continue;
        for (const JsonValue& condition : pod["status"]["conditions"].items()) {
            const auto at = condition["lastTransitionTime"].time();
            if (condition["type"].view() == "Ready" && condition["status"].view() == "True" && at && (!since || *at < *since))
                since = at;
        }
    }
    return since;
}

/// The PromQL of one deployment over the end of a period.
class EffectQueries {
public:
    EffectQueries(const std::string& deployment, seconds window)
        : m_job("job=\"qbm-" + deployment + "\"")
        , m_window("[" + std::to_string(window.count()) + "s]")
    {
    }

    std::string requestRate() const { return "sum(rate(http_request_duration_seconds_count{" + m_job + "}" + m_window + "))"; }
    std::string p95() const
    {
        return "histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{" + m_job + "}" + m_window + ")))";
    }
    /// Where requests are counted and none has failed there may be no series of failures: that is a ratio of zero.
    std::string errorRatio() const
    {
        const std::string all = countedRate("");
        return "(" + countedRate(",status=~\"5..\"") + " or " + all + " * 0) / " + all;
    }
    std::string counted() const { return countedRate(""); }
    std::string accuracy() const { return "avg(avg_over_time(model_accuracy_score" + m_window + "))"; }

private:
    std::string countedRate(const std::string& more) const
    {
        return "sum(rate(http_requests_total{" + m_job + more + "}" + m_window + "))";
    }
    std::string m_job, m_window;
};

class KubernetesRolloutService final : public RolloutService {
public:
    KubernetesRolloutService(std::shared_ptr<kubernetes::Client> client, std::string nameSpace, ClusterSources sources)
        : m_client(std::move(client))
        , m_nameSpace(std::move(nameSpace))
        , m_sources(std::move(sources))
    {
    }

    Result<std::vector<Revision>> fetchRevisions(const cluster::Workload& workload, TaskContext& context) override
    {
        const cluster::WorkloadName name{m_nameSpace, workload.name, workload.kind};
        QBM_TRY(owner, cluster::fetchDeployment(*m_client, name, context));
        QBM_TRY(kept, cluster::fetchRevisionsOf(*m_client, name, owner, context));
        const bool isObserved = owner.observedGeneration >= owner.meta.generation;
        std::vector<Revision> revisions;
        for (const cluster::RevisionDocument& one : kept) {
            kubernetes::JsonDocument document;
            QBM_TRY(root, document.parse(writeJson(*one.object)));
            revisions.push_back(decodeRevision(root));
            Revision& revision = revisions.back();
            if (workload.kind == cluster::WorkloadKind::Deployment) {
                revision.current = isObserved && std::to_string(revision.number) == owner.revision;
                continue;
            }
            revision.number = one.revision;
            revision.replicaSet = one.name;
            revision.created = one.created;
            // Its controller keeps the present template under the highest number.
            revision.current = isObserved && &one == &kept.back();
            revision.desired = revision.current ? owner.desired : 0;
            revision.ready = revision.current ? owner.ready : 0;
        }
        std::ranges::sort(revisions, std::ranges::greater(), &Revision::number);
        return revisions;
    }

    Result<std::vector<RevisionEffect>> fetchRevisionEffects(const std::string& deployment, TaskContext& context) override
    {
        QBM_TRY(revisions, fetchRevisions(deployment, context));
        std::vector<RevisionStart> starts = startsFromRevisions(revisions);
        QBM_TRY(events, fetchEvents(deployment, context));
        for (RevisionStart& start : startsFromEvents(events, deployment))
            starts.push_back(std::move(start));
        if (m_sources.records) {
            const std::vector<operation::Record> records = m_sources.records();
            for (RevisionStart& start : startsFromRecords(records, m_nameSpace, deployment, revisions))
                starts.push_back(std::move(start));
            starts = withoutTakenBack(std::move(starts), records, m_nameSpace, deployment);
        }
        starts = withoutNeverServed(std::move(starts), events, revisions, deployment);
        QBM_TRY(answer, m_client->get({kubernetes::resource::kDeployments, m_nameSpace, deployment, {}}, context));
        kubernetes::JsonDocument document;
        QBM_TRY(root, document.parse(answer.json));
        std::vector<RevisionPeriod> periods = periodsOf(std::move(starts), revisions, progressedAt(root));
        QBM_CHECK(startWhenReady(periods, revisions, root, context));
        std::vector<RevisionEffect> effects;
        for (RevisionPeriod& period : periods) {
            QBM_CHECK(context.checkpoint());
            effects.push_back(measure(deployment, std::move(period), &period != &periods.back(), context));
        }
        return effects;
    }

private:
    /// Pods that may not be read leave the periods as they are.
    Result<> startWhenReady(std::vector<RevisionPeriod>& periods, const std::vector<Revision>& revisions,
        const JsonValue& deployment, TaskContext& context)
    {
        const auto current = std::ranges::find_if(revisions, &Revision::current);
        if (current == revisions.end())
            return {};
        std::optional<TimePoint> since = progressedAt(deployment);
        kubernetes::PageHandler handler;
        handler.onPage = [&](const JsonValue& page) -> Result<> {
            since = readySince(page["items"].items(), current->replicaSet, since);
            return {};
        };
        const std::string selector = kubernetes::decodeDeployment(deployment).selector;
        const auto listed = m_client->list({kubernetes::resource::kPods, m_nameSpace, selector, {}}, {}, handler, context);
        if (!listed && listed.error().kind == ErrorKind::Cancelled)
            return fail(listed.error());
        if (listed && current->desired > 0)
            countFromReadiness(periods, revisions, since);
        return {};
    }

    /// Events are gone after an hour and may not be readable: what they add is not worth failing for.
    Result<std::vector<kubernetes::Event>> fetchEvents(const std::string& deployment, TaskContext& context)
    {
        std::vector<kubernetes::Event> events;
        kubernetes::PageHandler handler;
        handler.onPage = [&](const JsonValue& page) -> Result<> {
            for (const JsonValue& item : page["items"].items())
                events.push_back(kubernetes::decodeEvent(item));
            return {};
        };
        handler.onRestart = [&] { events.clear(); };
        (void)m_client->list({kubernetes::resource::kEvents, m_nameSpace, {},
                                 "involvedObject.kind=Deployment,involvedObject.name=" + deployment},
            {}, handler, context);
        QBM_CHECK(context.checkpoint());
        return events;
    }

    RevisionEffect measure(const std::string& deployment, RevisionPeriod period, bool followsAnother, TaskContext& context) const
    {
        const TimePoint end = period.to.value_or(systemClock().now());
        const seconds served = std::chrono::floor<seconds>(end - period.from);
        const EffectQueries queries(deployment, std::clamp(served, kShortestWindow, kLongestWindow));
        const auto ask = [&](const std::string& expression, Unit unit, const std::string& eventRate) {
            if (followsAnother && m_sources.query && served < kShortestWindow) // the window would tell of the revision before it
                return Reading{.unit = unit, .source = "Prometheus", .query = expression, .at = end};
            return measureAt(end, {expression, unit, {}, eventRate, std::chrono::milliseconds(0)}, context);
        };
        RevisionEffect effect{period.number, period.from, period.to, {}, {}, {}, std::move(period.evidence)};
        effect.p95 = ask(queries.p95(), Unit::Seconds, queries.requestRate());
        effect.errorRatio = ask(queries.errorRatio(), Unit::Ratio, queries.counted());
        effect.accuracy = ask(queries.accuracy(), Unit::Ratio, {});
        return effect;
    }

    Reading measureAt(TimePoint at, const prometheus::Measurement& what, TaskContext& context) const
    {
        if (m_sources.query) {
            const prometheus::QueryFunction then = [&](const std::string& expression, std::optional<TimePoint>, TaskContext& task) {
                return m_sources.query(expression, at, task);
            };
            return prometheus::measure(what, then, at, context);
        }
        Reading reading;
        reading.unit = what.unit;
        reading.state = ReadingState::SourceDown;
        reading.source = "Prometheus";
        reading.query = what.expression;
        reading.at = at;
        reading.error = Error{
            ErrorKind::Unsupported, text(QT_TRANSLATE_NOOP("core", "The profile names no Prometheus.")), {}, {}};
        return reading;
    }

    const std::shared_ptr<kubernetes::Client> m_client;
    const std::string m_nameSpace;
    const ClusterSources m_sources;
};

} // namespace

std::shared_ptr<RolloutService> makeRolloutService(
    std::shared_ptr<kubernetes::Client> client, std::string nameSpace, ClusterSources sources)
{
    return std::make_shared<KubernetesRolloutService>(std::move(client), std::move(nameSpace), std::move(sources));
}

} // namespace qbm::service
