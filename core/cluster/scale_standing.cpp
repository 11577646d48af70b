// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/scale_standing.h"

#include "core/cluster/scale_operation.h"

#include <algorithm>
#include <charconv>

namespace qbm::cluster {

namespace {

using kubernetes::HorizontalPodAutoscaler;
using kubernetes::ManagedFields;

// Under this name the autoscalers of a cluster write, whichever of them it was.
constexpr std::string_view kControllers = "kube-controller-manager";

std::optional<int> parseCount(const operation::Values& values, const char* key)
{
    const auto found = values.find(key);
    int count = 0;
    if (found == values.end()
        || std::from_chars(found->second.data(), found->second.data() + found->second.size(), count).ec != std::errc())
        return std::nullopt;
    return count;
}

/// Those that scale it; none where they cannot be read: the count is worth telling without them.
Result<std::vector<HorizontalPodAutoscaler>> fetchAutoscalers(
    kubernetes::Client& client, const WorkloadName& workload, TaskContext& context)
{
    std::vector<HorizontalPodAutoscaler> found;
    kubernetes::PageHandler handler;
    handler.onPage = [&](const kubernetes::JsonValue& page) -> Result<> {
        for (const kubernetes::JsonValue& item : page["items"].items()) {
            auto autoscaler = kubernetes::decodeHorizontalPodAutoscaler(item);
            if (autoscaler.target.kind == resourceOf(workload.kind).kind && autoscaler.target.name == workload.name)
                found.push_back(std::move(autoscaler));
        }
        return {};
    };
    handler.onRestart = [&] { found.clear(); };
    const auto list = [&](const kubernetes::Resource& resource) {
        return client.list({resource, workload.nameSpace, {}, {}}, {}, handler, context);
    };
    auto listed = list(kubernetes::resource::kHorizontalPodAutoscalers);
    if (!listed && listed.error().kind == ErrorKind::NotFound) // a server before 1.23
        listed = list(kubernetes::resource::kHorizontalPodAutoscalersV1);
    if (!listed && listed.error().kind == ErrorKind::Cancelled)
        return fail(listed.error());
    if (!listed)
        found.clear();
    return found;
}

/// Who set the count that is there, as far as the cluster tells.
Text describeMover(const CountStanding& standing)
{
    const ManagedFields* setter = countSetter(standing.managers);
    const bool byController = setter != nullptr && setter->manager == kControllers;
    if (!standing.autoscalers.empty()) {
        const HorizontalPodAutoscaler& autoscaler = standing.autoscalers.front();
        if (byController)
            return text(QT_TRANSLATE_NOOP("core", "HorizontalPodAutoscaler %1 moved it; it keeps between %2 and %3."),
                autoscaler.meta.name, autoscaler.minimum, autoscaler.maximum);
        return text(QT_TRANSLATE_NOOP("core", "HorizontalPodAutoscaler %1 scales it between %2 and %3."),
            autoscaler.meta.name, autoscaler.minimum, autoscaler.maximum);
    }
    if (setter == nullptr || setter->manager == kubernetes::kFieldManager)
        return {};
    return setter->at
        ? text(QT_TRANSLATE_NOOP("core", "%1 set that at %2."), setter->manager, formatRfc3339(*setter->at))
        : text(QT_TRANSLATE_NOOP("core", "%1 set that."), setter->manager);
}

} // namespace

const ManagedFields* countSetter(const std::vector<ManagedFields>& managers)
{
    const ManagedFields* newest = nullptr;
    for (const ManagedFields& entry : managers) {
        if (std::ranges::find(entry.fields, ".spec.replicas") != entry.fields.end() && (newest == nullptr || newest->at < entry.at))
            newest = &entry;
    }
    return newest;
}

Text describeCount(const CountStanding& standing)
{
    Text count = standing.before
        ? text(QT_TRANSLATE_NOOP("core",
                   "%1 asks for %2 replicas now (%3 ready); this operation asked for %4, before it there were %5."),
              standing.workload, standing.now, standing.ready, standing.wanted, *standing.before)
        : text(QT_TRANSLATE_NOOP("core",
                   "%1 asks for %2 replicas now (%3 ready); this operation was to ask for %4 and had not yet."),
              standing.workload, standing.now, standing.ready, standing.wanted);
    const bool moved = standing.now != standing.wanted && standing.now != standing.before.value_or(standing.now);
    const Text mover = moved ? describeMover(standing) : Text();
    return mover.empty() ? count : text(QT_TRANSLATE_NOOP("core", "%1 %2"), std::move(count), mover);
}

Result<Text> ScaleOperation::standing(const operation::Values& remembered, TaskContext& context)
{
    const auto answer = m_client->get({resourceOf(m_deployment.kind), m_deployment.nameSpace, m_deployment.name, {}}, context);
    if (!answer && answer.error().kind == ErrorKind::NotFound)
        return goneSentence(m_deployment);
    if (!answer)
        return fail(answer.error());
    kubernetes::JsonDocument document;
    QBM_TRY(root, document.parse(answer->json));
    const kubernetes::Deployment deployment = decoderOf(m_deployment.kind)(root);
    CountStanding standing;
    standing.workload = subjectOf(m_deployment);
    standing.now = deployment.desired;
    standing.ready = deployment.ready;
    standing.wanted = m_replicas;
    standing.before = parseCount(remembered, kReplicasBefore);
    standing.managers = kubernetes::decodeManagedFields(root);
    QBM_TRY(autoscalers, fetchAutoscalers(*m_client, m_deployment, context));
    standing.autoscalers = std::move(autoscalers);
    return describeCount(standing);
}

} // namespace qbm::cluster
