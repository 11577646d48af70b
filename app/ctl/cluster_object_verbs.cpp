// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/cluster_verbs.h"
#include "core/base/printable.h"

#include <nlohmann/json.hpp>
#include <ostream>

namespace qbm::ctl {

namespace {

using kubernetes::Event;
using service::ObjectDetail;

struct DescribeArguments {
    std::string kind, name;
    bool fields = false;
};

// --- describe ------------------------------------------------------------------------------------------------------------

nlohmann::json toJson(const Event& event)
{
    return {{"first", formatRfc3339(event.first)}, {"last", formatRfc3339(event.last)}, {"type", event.type},
        {"reason", event.reason}, {"object", {{"kind", event.object.kind}, {"name", event.object.name}}},
        {"count", event.count}, {"source", event.source}, {"message", event.message}};
}

nlohmann::json pairsToJson(const std::vector<std::pair<std::string, std::string>>& pairs)
{
    nlohmann::json out = nlohmann::json::object();
    for (const auto& [key, value] : pairs)
        out[key] = value;
    return out;
}

nlohmann::json toJson(const kubernetes::Description& description)
{
    nlohmann::json sections = nlohmann::json::array();
    for (const kubernetes::DescribedSection& section : description.sections) {
        nlohmann::json facts = nlohmann::json::array();
        for (const kubernetes::DescribedFact& fact : section.facts)
            facts.push_back({{"name", fact.name.english()}, {"value", fact.value.english()}});
        sections.push_back({{"title", section.title.english()}, {"facts", std::move(facts)}});
    }
    return {{"trouble", description.trouble.english()}, {"sections", std::move(sections)}};
}

void printDescription(std::ostream& out, const kubernetes::Description& description)
{
    for (const kubernetes::DescribedSection& section : description.sections) {
        std::vector<std::vector<std::string>> rows;
        for (const kubernetes::DescribedFact& fact : section.facts)
            rows.push_back({"  " + fact.name.english(), fact.value.english()});
        out << "\n" << printableLine(section.title.english()) << "\n";
        printTable(out, {{""}, {""}}, rows);
    }
}

nlohmann::json toJson(const ObjectDetail& detail, const std::string& kind)
{
    nlohmann::json owners = nlohmann::json::array();
    for (const kubernetes::OwnerReference& owner : detail.owners)
        owners.push_back({{"kind", owner.kind}, {"name", owner.name}, {"uid", owner.uid}});
    nlohmann::json conditions = nlohmann::json::array();
    for (const kubernetes::Condition& condition : detail.conditions) {
        conditions.push_back({{"type", condition.type}, {"status", condition.status}, {"reason", condition.reason},
            {"message", condition.message},
            {"changed", condition.changed ? nlohmann::json(formatRfc3339(*condition.changed)) : nlohmann::json()}});
    }
    nlohmann::json fieldOwners = nlohmann::json::array();
    for (const service::FieldOwner& owner : detail.fieldOwners) {
        fieldOwners.push_back({{"manager", owner.manager}, {"operation", owner.operation}, {"subresource", owner.subresource},
            {"at", owner.at == TimePoint() ? nlohmann::json() : nlohmann::json(formatRfc3339(owner.at))}, {"fields", owner.fields}});
    }
    nlohmann::json events = nlohmann::json::array();
    for (const Event& event : detail.events)
        events.push_back(toJson(event));
    return {{"kind", kind}, {"namespace", detail.meta.nameSpace}, {"name", detail.meta.name}, {"uid", detail.meta.uid},
        {"created", formatRfc3339(detail.meta.created)}, {"labels", pairsToJson(detail.meta.labels)},
        {"annotations", pairsToJson(detail.annotations)}, {"description", toJson(detail.description)}, {"owners", std::move(owners)}, {"conditions", std::move(conditions)},
        {"fieldOwners", std::move(fieldOwners)}, {"events", std::move(events)}, {"yaml", detail.yaml}, {"warnings", detail.warnings}};
}

void printFieldOwners(std::ostream& out, const ObjectDetail& detail)
{
    std::vector<std::vector<std::string>> rows;
    for (const service::FieldOwner& owner : detail.fieldOwners) {
        const std::string manager = owner.manager + (owner.subresource.empty() ? "" : " (" + owner.subresource + ")");
        for (const std::string& field : owner.fields)
            rows.push_back({manager, owner.operation, field});
    }
    if (!rows.empty()) {
        out << "\n";
        printTable(out, {{"SET BY"}, {"HOW"}, {"FIELD"}}, rows);
    }
}

void printDetail(std::ostream& out, const ObjectDetail& detail, const std::string& kind)
{
    if (!detail.description.trouble.empty())
        out << printable(detail.description.trouble.english()) << "\n\n";
    std::vector<std::vector<std::string>> head{{"Kind", kind}, {"Name", detail.meta.name}};
    if (!detail.meta.nameSpace.empty())
        head.push_back({"Namespace", detail.meta.nameSpace});
    head.push_back({"Created", formatRfc3339(detail.meta.created)});
    if (detail.meta.deletion)
        head.push_back({"Being deleted", "gone by " + formatRfc3339(*detail.meta.deletion)});
    for (const kubernetes::OwnerReference& owner : detail.owners)
        head.push_back({"Owner", owner.kind + "/" + owner.name});
    for (const auto& [key, value] : detail.meta.labels)
        head.push_back({"Label", key + "=" + value});
    for (const auto& [key, value] : detail.annotations)
        head.push_back({"Annotation", key + "=" + value});
    printTable(out, {{""}, {""}}, head);
    printDescription(out, detail.description);
    std::vector<std::vector<std::string>> rows;
    for (const kubernetes::Condition& condition : detail.conditions) {
        rows.push_back({condition.type, condition.status, condition.reason,
            condition.changed ? formatRfc3339(*condition.changed) : std::string(), condition.message});
    }
    if (!rows.empty()) {
        out << "\n";
        printTable(out, {{"CONDITION"}, {"STATUS"}, {"REASON"}, {"SINCE"}, {"MESSAGE"}}, rows);
    }
    rows.clear();
    for (const Event& event : detail.events)
        rows.push_back({formatRfc3339(event.last), event.type, event.reason, std::to_string(event.count), event.message});
    if (!rows.empty()) {
        out << "\n";
        printTable(out, {{"EVENT"}, {"TYPE"}, {"REASON"}, {"COUNT", true}, {"MESSAGE"}}, rows);
    }
}

Result<int> describe(Invocation& invocation, service::ClusterService& cluster, const DescribeArguments& arguments)
{
    QBM_TRY(kind, cluster.findKind(arguments.kind, invocation.task()));
    QBM_TRY(detail, cluster.fetchObject({kind.resource, arguments.name}, invocation.task()));
    for (const std::string& warning : detail.warnings)
        invocation.err() << "Warning: " << warning << "\n";
    invocation.print(toJson(detail, kind.resource.kind), [&](std::ostream& out) {
        printDetail(out, detail, kind.resource.kind);
        if (arguments.fields)
            printFieldOwners(out, detail);
    });
    return kOk;
}

// --- events, context -------------------------------------------------------------------------------------------------------

Result<int> events(Invocation& invocation, service::ClusterService& cluster, const std::string& object)
{
    QBM_TRY(found, cluster.fetchEvents(invocation.task()));
    nlohmann::json list = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows;
    for (const Event& event : found) {
        if (!object.empty() && event.object.name != object)
            continue;
        list.push_back(toJson(event));
        rows.push_back({formatRfc3339(event.last), event.type, event.reason,
            event.object.kind + "/" + event.object.name, std::to_string(event.count), event.message});
    }
    invocation.print({{"events", std::move(list)}}, [&](std::ostream& out) {
        if (rows.empty())
            out << "The cluster keeps no events" << (object.empty() ? "" : " of " + object) << ".\n";
        else
            printTable(out, {{"LAST SEEN"}, {"TYPE"}, {"REASON"}, {"OBJECT"}, {"COUNT", true}, {"MESSAGE"}}, rows);
    });
    return kOk;
}

Result<int> showContext(Invocation& invocation, service::ClusterService& cluster, bool withNamespaces)
{
    const service::ClusterIdentity identity = cluster.identity();
    nlohmann::json contexts = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows;
    for (const service::ClusterContext& context : cluster.contexts()) {
        contexts.push_back({{"name", context.name}, {"cluster", context.cluster}, {"user", context.user},
            {"namespace", context.nameSpace}, {"current", context.current}});
        rows.push_back({context.current ? "*" : "", context.name, context.cluster, context.user, context.nameSpace});
    }
    nlohmann::json warnings = nlohmann::json::array();
    for (const Text& warning : identity.warnings)
        warnings.push_back(warning.english());
    nlohmann::json document{{"context", identity.context}, {"cluster", identity.cluster}, {"user", identity.user},
        {"namespace", identity.nameSpace}, {"server", identity.server}, {"readOnly", identity.readOnly},
        {"warnings", std::move(warnings)}, {"contexts", std::move(contexts)}};
    std::vector<std::vector<std::string>> namespaceRows;
    if (withNamespaces) {
        QBM_TRY(namespaces, cluster.fetchNamespaces(invocation.task()));
        document["namespaces"] = namespaces;
        for (const std::string& name : namespaces)
            namespaceRows.push_back({name == identity.nameSpace ? "*" : "", name});
    }
    invocation.print(document, [&](std::ostream& out) {
        out << "Server " << identity.server << ", namespace " << identity.nameSpace
            << (identity.readOnly ? ", read-only" : "") << "\n";
        printTable(out, {{"CURRENT"}, {"NAME"}, {"CLUSTER"}, {"USER"}, {"NAMESPACE"}}, rows);
        if (!namespaceRows.empty())
            printTable(out, {{"CURRENT"}, {"NAMESPACE"}}, namespaceRows);
        for (const Text& warning : identity.warnings)
            invocation.err() << "Warning: " << warning.english() << "\n";
    });
    return kOk;
}

} // namespace

void addClusterObjectVerbs(CLI::App& group, ClusterRegistrar& registrar)
{
    const auto described = std::make_shared<DescribeArguments>();
    CLI::App* detail = group.add_subcommand("describe", "One object: its state and why, containers, pods, volumes, conditions and events");
    detail->add_option("KIND", described->kind, "By any of its names")->required();
    detail->add_option("NAME", described->name, "Its name")->required();
    detail->add_flag("--fields", described->fields, "Also who set which field");
    registrar.verb(detail, [described](Invocation& invocation, service::ClusterService& cluster) {
        return describe(invocation, cluster, *described);
    });

    const auto object = std::make_shared<std::string>();
    CLI::App* recent = group.add_subcommand("events", "What the cluster recorded lately, newest last");
    recent->add_option("--for", *object, "Only of the object of this name");
    registrar.verb(recent, [object](Invocation& invocation, service::ClusterService& cluster) { return events(invocation, cluster, *object); });

    const auto withNamespaces = std::make_shared<bool>(false);
    CLI::App* context = group.add_subcommand("context", "Which cluster this profile talks to, and what else its kubeconfig offers");
    context->add_flag("--namespaces", *withNamespaces, "Also list the namespaces of the cluster");
    registrar.verb(context, [withNamespaces](Invocation& invocation, service::ClusterService& cluster) {
        return showContext(invocation, cluster, *withNamespaces);
    });
}

} // namespace qbm::ctl
