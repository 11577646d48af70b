// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/transport.h"

#include "core/base/ascii.h"

#include <algorithm>

namespace qbm::kubernetes {

namespace {

constexpr std::chrono::minutes kKept{10};
// Aggregated discovery needs two calls instead of one a group; servers before 1.26 answer in the classic form.
constexpr const char* kAggregated
    = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
      "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

std::vector<std::string> strings(const JsonValue& list)
{
    std::vector<std::string> out;
    for (const JsonValue& item : list.items())
        out.push_back(item.string());
    return out;
}

std::vector<DiscoveredResource> readAggregatedVersion(const std::string& group, const JsonValue& version)
{
    std::vector<DiscoveredResource> out;
    for (const JsonValue& item : version["resources"].items()) {
        DiscoveredResource found;
        found.resource = {group, version["version"].string(), item["resource"].string(),
            item["responseKind"]["kind"].string(), item["scope"].view() == "Namespaced"};
        found.singular = item["singularResource"].string();
        found.shortNames = strings(item["shortNames"]);
        found.verbs = strings(item["verbs"]);
        for (const JsonValue& subresource : item["subresources"].items())
            found.subresources.push_back(subresource["subresource"].string());
        out.push_back(std::move(found));
    }
    return out;
}

void readAggregated(const JsonValue& root, std::vector<DiscoveredResource>& out)
{
    for (const JsonValue& group : root["items"].items()) {
        for (const JsonValue& version : group["versions"].items()) {
            if (version["freshness"].view() == "Stale")
                continue; // its server is down: what is said of it may be gone
            auto found = readAggregatedVersion(group["metadata"]["name"].string(), version);
            std::move(found.begin(), found.end(), std::back_inserter(out));
        }
    }
}

/// One APIResourceList; subresources come as items of their own there ("deployments/scale").
void readClassic(
    const JsonValue& root, const std::string& group, const std::string& version, std::vector<DiscoveredResource>& out)
{
    const std::size_t first = out.size();
    for (const JsonValue& item : root["resources"].items()) {
        const std::string name = item["name"].string();
        const std::size_t slash = name.find('/');
        if (slash == std::string::npos) {
            DiscoveredResource found;
            found.resource = {group, version, name, item["kind"].string(), item["namespaced"].boolean()};
            found.singular = item["singularName"].string();
            found.shortNames = strings(item["shortNames"]);
            found.verbs = strings(item["verbs"]);
            out.push_back(std::move(found));
            continue;
        }
        for (std::size_t i = first; i < out.size(); ++i) {
            if (out[i].resource.plural == name.substr(0, slash))
                out[i].subresources.push_back(name.substr(slash + 1));
        }
    }
}

bool isCalled(const DiscoveredResource& candidate, const std::string& name)
{
    return candidate.resource.plural == name || candidate.singular == name || toAsciiLower(candidate.resource.kind) == name
        || std::find(candidate.shortNames.begin(), candidate.shortNames.end(), name) != candidate.shortNames.end();
}

class DiscoveryWalk {
public:
    DiscoveryWalk(Client::Transport& transport, TaskContext& context)
        : m_transport(transport)
        , m_context(context)
    {
    }

    Result<std::vector<DiscoveredResource>> fetch()
    {
        QBM_CHECK(core());
        QBM_CHECK(groups());
        return std::move(m_found);
    }

private:
    Result<JsonValue> get(const std::string& path, const char* accept)
    {
        QBM_TRY(response,
            m_transport.call({.pathAndQuery = path,
                                 .accept = accept,
                                 .what = text(QT_TRANSLATE_NOOP("core", "tell what it serves"))},
                m_context));
        return m_document.parse(response.body);
    }

    Result<> core()
    {
        QBM_TRY(root, get("/api", kAggregated));
        if (root["kind"].view() == "APIGroupDiscoveryList") {
            readAggregated(root, m_found);
            return {};
        }
        QBM_TRY(list, get("/api/v1", "application/json"));
        readClassic(list, "", "v1", m_found);
        return {};
    }

    Result<> groups()
    {
        QBM_TRY(root, get("/apis", kAggregated));
        if (root["kind"].view() == "APIGroupDiscoveryList") {
            readAggregated(root, m_found);
            return {};
        }
        std::vector<std::pair<std::string, std::string>> versions;
        for (const JsonValue& group : root["groups"].items()) {
            const std::string name = group["name"].string();
            const std::string preferred = group["preferredVersion"]["version"].string();
            versions.emplace_back(name, preferred);
            for (const JsonValue& version : group["versions"].items()) {
                if (version["version"].view() != preferred)
                    versions.emplace_back(name, version["version"].string());
            }
        }
        for (const auto& [group, version] : versions) {
            const auto list = get("/apis/" + group + "/" + version, "application/json");
            if (list)
                readClassic(*list, group, version, m_found);
            else if (list.error().kind == ErrorKind::Cancelled)
                return fail(list.error());
            // Any other failure is one aggregated API that is down; the rest still counts.
        }
        return {};
    }

    Client::Transport& m_transport;
    TaskContext& m_context;
    JsonDocument m_document;
    std::vector<DiscoveredResource> m_found;
};

} // namespace

Result<std::vector<DiscoveredResource>> Client::fetchResources(TaskContext& context)
{
    const std::lock_guard lock(m_transport->discoveryMutex);
    auto& kept = m_transport->discovery;
    const auto now = std::chrono::steady_clock::now();
    if (kept && now - kept->fetchedAt < kKept)
        return kept->resources;
    QBM_TRY(resources, DiscoveryWalk(*m_transport, context).fetch());
    kept = Transport::Discovery{std::move(resources), std::chrono::steady_clock::now()};
    return kept->resources;
}

void Client::forgetResources()
{
    const std::lock_guard lock(m_transport->discoveryMutex);
    m_transport->discovery.reset();
}

namespace {

const DiscoveredResource* findCalled(const std::vector<DiscoveredResource>& resources, const std::string& wanted)
{
    // "deployments.apps" or "deployments.v1.apps"; a plain name first, since a group's name may hold dots.
    for (const DiscoveredResource& candidate : resources) {
        if (isCalled(candidate, wanted))
            return &candidate;
    }
    const std::size_t dot = wanted.find('.');
    for (const DiscoveredResource& candidate : resources) {
        const Resource& resource = candidate.resource;
        if (dot == std::string::npos || !isCalled(candidate, wanted.substr(0, dot)))
            continue;
        const std::string rest = wanted.substr(dot + 1);
        if (rest == resource.group || rest == resource.version + "." + resource.group)
            return &candidate;
    }
    return nullptr;
}

} // namespace

Result<DiscoveredResource> Client::findResource(const std::string& name, TaskContext& context)
{
    const std::string wanted = toAsciiLower(name);
    const auto asked = std::chrono::steady_clock::now();
    for (int look = 1; look <= 2; ++look) {
        QBM_TRY(resources, fetchResources(context));
        if (const DiscoveredResource* const found = findCalled(resources, wanted))
            return *found;
        // Its definition may have come since discovery was kept.
        const std::lock_guard lock(m_transport->discoveryMutex);
        if (!m_transport->discovery || m_transport->discovery->fetchedAt >= asked)
            break;
        m_transport->discovery.reset();
    }
    return fail(
        ErrorKind::NotFound, text(QT_TRANSLATE_NOOP("core", "The cluster has no resource called \"%1\"."), name));
}

} // namespace qbm::kubernetes
