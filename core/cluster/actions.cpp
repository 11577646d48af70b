// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/actions.h"

#include "core/cluster/delete_object.h"
#include "core/cluster/delete_selected.h"
#include "core/cluster/drain.h"
#include "core/cluster/node_changes.h"
#include "core/cluster/object_changes.h"
#include "core/cluster/run_cron_job.h"

#include <charconv>
#include <functional>
#include <utility>

namespace qbm::cluster {

namespace {

using operation::Values;
using Made = std::unique_ptr<operation::Operation>;

std::string at(const Values& values, const char* key)
{
    const auto found = values.find(key);
    return found == values.end() ? std::string() : found->second;
}

std::chrono::seconds secondsAt(const Values& values, const char* key)
{
    const std::string digits = at(values, key);
    std::int64_t count = 0;
    (void)std::from_chars(digits.data(), digits.data() + digits.size(), count);
    return std::chrono::seconds(count);
}

DrainRequest drainFrom(const Values& values)
{
    DrainRequest request{at(values, "node"), at(values, "deleteEmptyDirData") == "yes", at(values, "force") == "yes", {},
        secondsAt(values, "timeoutSeconds")};
    if (values.contains("gracePeriodSeconds"))
        request.gracePeriod = secondsAt(values, "gracePeriodSeconds");
    return request;
}

using Reader = std::function<ActionRequest(const Values& values)>;

const std::vector<std::pair<std::string, Reader>>& readers()
{
    static const std::vector<std::pair<std::string, Reader>> kReaders{
        {Cordon::kCordonKind, [](const Values& values) { return CordonRequest{at(values, "name"), true}; }},
        {Cordon::kUncordonKind, [](const Values& values) { return CordonRequest{at(values, "name"), false}; }},
        {Taint::kKind, [](const Values& values) { return TaintRequest{at(values, "name"), splitLines(at(values, "changes"))}; }},
        {Drain::kKind, drainFrom},
        {MetadataChange::kLabelKind,
            [](const Values& values) { return MetadataRequest{objectKeyFrom(values), false, splitLines(at(values, "changes"))}; }},
        {MetadataChange::kAnnotateKind,
            [](const Values& values) { return MetadataRequest{objectKeyFrom(values), true, splitLines(at(values, "changes"))}; }},
        {RunCronJob::kKind, [](const Values& values) { return RunCronJobRequest{at(values, "cronJob"), at(values, "job")}; }},
        {DeleteSelected::kKind,
            [](const Values& values) {
                return DeleteSelectedRequest{
                    objectKeyFrom(values).resource, at(values, "selector"), at(values, "force") == "yes"};
            }},
        {DeleteObject::kForceKind, [](const Values& values) { return ForceDeleteRequest{objectKeyFrom(values)}; }},
        {RemoveFinalizer::kKind,
            [](const Values& values) { return RemoveFinalizerRequest{objectKeyFrom(values), at(values, "finalizer")}; }},
    };
    return kReaders;
}

/// Makes the operation of each request.
struct Maker {
    std::shared_ptr<kubernetes::Client> client;
    const std::string& nameSpace;

    Made operator()(const CordonRequest& request) const { return std::make_unique<Cordon>(client, request); }
    Made operator()(const DrainRequest& request) const { return std::make_unique<Drain>(client, request); }
    Made operator()(const TaintRequest& request) const { return std::make_unique<Taint>(client, request); }
    Made operator()(const MetadataRequest& request) const
    {
        return std::make_unique<MetadataChange>(client, nameSpace, request);
    }
    Made operator()(const RunCronJobRequest& request) const
    {
        return std::make_unique<RunCronJob>(client, nameSpace, request);
    }
    Made operator()(const DeleteSelectedRequest& request) const
    {
        return std::make_unique<DeleteSelected>(client, nameSpace, request);
    }
    Made operator()(const ForceDeleteRequest& request) const
    {
        return std::make_unique<DeleteObject>(client, nameSpace, request.object, true);
    }
    Made operator()(const RemoveFinalizerRequest& request) const
    {
        return std::make_unique<RemoveFinalizer>(client, nameSpace, request);
    }
};

} // namespace

std::unique_ptr<operation::Operation> makeAction(
    std::shared_ptr<kubernetes::Client> client, const std::string& nameSpace, const ActionRequest& request)
{
    return std::visit(Maker{std::move(client), nameSpace}, request);
}

std::vector<std::string> actionKinds()
{
    std::vector<std::string> kinds;
    for (const auto& [kind, read] : readers())
        kinds.push_back(kind);
    return kinds;
}

Result<ActionRequest> actionFrom(const std::string& kind, const operation::Values& values)
{
    for (const auto& [known, read] : readers()) {
        if (known == kind)
            return read(values);
    }
    return fail(ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "No operation of the cluster is called %1."), kind));
}

} // namespace qbm::cluster
