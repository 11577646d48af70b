// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/definition.h"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

namespace qbm::cluster {

namespace {

using kubernetes::Resource;
using nlohmann::json;
using SteadyClock = std::chrono::steady_clock;

constexpr std::chrono::seconds kPatience{60};
constexpr std::chrono::milliseconds kInterval{250};
const Resource kDefinitions{
    "apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", false};

std::string stringAt(const json& object, const char* pointer)
{
    const json::json_pointer path(pointer);
    return object.contains(path) && object.at(path).is_string() ? object.at(path).get<std::string>() : std::string();
}

std::string groupOf(const std::string& apiVersion)
{
    const std::size_t slash = apiVersion.find('/');
    return slash == std::string::npos ? std::string() : apiVersion.substr(0, slash);
}

bool serves(const json& definition, const std::string& version)
{
    const json versions = definition.value(json::json_pointer("/spec/versions"), json::array());
    return std::any_of(versions.begin(), versions.end(), [&](const json& one) {
        return one.is_object() && stringAt(one, "/name") == version && one.value("served", false);
    });
}

/// Whether its condition Established holds. \error Conflict
Result<bool> isEstablished(const std::string& name, const json& definition)
{
    for (const json& condition : definition.value(json::json_pointer("/status/conditions"), json::array())) {
        const bool holds = stringAt(condition, "/status") == "True";
        if (stringAt(condition, "/type") == "Established" && holds)
            return true;
        if (stringAt(condition, "/type") == "NamesAccepted" && stringAt(condition, "/status") == "False")
            return fail(ErrorKind::Conflict,
                text(QT_TRANSLATE_NOOP("core", "The cluster does not take the names of the definition %1: %2"), name,
                    stringAt(condition, "/message")));
    }
    return false;
}

Result<bool> isServed(kubernetes::Client& client, const std::string& group, const std::string& plural, TaskContext& context)
{
    client.forgetResources();
    QBM_TRY(resources, client.fetchResources(context));
    return std::ranges::any_of(resources, [&](const kubernetes::DiscoveredResource& one) {
        return one.resource.group == group && one.resource.plural == plural;
    });
}

} // namespace

bool isDefinition(const ManifestObject& object)
{
    return object.kind == kDefinitions.kind && groupOf(object.apiVersion) == kDefinitions.group;
}

std::optional<Resource> definedResource(const std::vector<ManifestObject>& objects, const ManifestObject& object)
{
    const std::string group = groupOf(object.apiVersion);
    const std::string version = object.apiVersion.substr(group.empty() ? 0 : group.size() + 1);
    for (const ManifestObject& one : objects) {
        const json& definition = *one.object;
        if (!isDefinition(one) || stringAt(definition, "/spec/group") != group
            || stringAt(definition, "/spec/names/kind") != object.kind || !serves(definition, version))
            continue;
        return Resource{group, version, stringAt(definition, "/spec/names/plural"), object.kind,
            stringAt(definition, "/spec/scope") != "Cluster"};
    }
    return std::nullopt;
}

Result<> awaitDefinition(kubernetes::Client& client, const ManifestObject& definition, TaskContext& context)
{
    const std::string group = stringAt(*definition.object, "/spec/group");
    const std::string plural = stringAt(*definition.object, "/spec/names/plural");
    const auto begun = SteadyClock::now();
    bool established = false;
    for (;;) {
        if (!established) {
            QBM_TRY(answer, client.get({kDefinitions, {}, definition.name, {}}, context));
            QBM_TRY(now, isEstablished(definition.name, json::parse(answer.json, nullptr, false)));
            established = now;
        }
        if (established) {
            QBM_TRY(served, isServed(client, group, plural, context));
            if (served)
                return {};
        }
        if (SteadyClock::now() - begun > kPatience)
            return fail(ErrorKind::Timeout,
                text(QT_TRANSLATE_NOOP("core", "The cluster does not serve %1 yet, %2 s after its definition was applied."),
                    definition.name, kPatience.count()));
        context.report({0, 0,
            text(QT_TRANSLATE_NOOP("core", "Waiting until the cluster serves %1"), definition.name)});
        QBM_CHECK(context.sleepFor(kInterval));
    }
}

} // namespace qbm::cluster
