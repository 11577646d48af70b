// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/resource.h"

#include "core/net/http_client.h"

namespace qbm::kubernetes {

namespace {

std::string collectionUrl(const Resource& resource, const std::string& nameSpace)
{
    std::string url = resource.group.empty() ? "/api/" : "/apis/" + net::urlEncode(resource.group) + "/";
    url += net::urlEncode(resource.version);
    if (resource.namespaced && !nameSpace.empty())
        url += "/namespaces/" + net::urlEncode(nameSpace);
    return url + "/" + net::urlEncode(resource.plural);
}

} // namespace

std::optional<Resource> olderVersionOf(const Resource& resource)
{
    if (resource == resource::kHorizontalPodAutoscalers)
        return resource::kHorizontalPodAutoscalersV1;
    if (resource != resource::kCronJobs && resource != resource::kPodDisruptionBudgets)
        return std::nullopt;
    Resource older = resource;
    older.version = "v1beta1";
    return older;
}

std::string ObjectPath::urlPath() const
{
    std::string url = collectionUrl(resource, nameSpace) + "/" + net::urlEncode(name);
    if (!subresource.empty())
        url += "/" + subresource;
    return url;
}

std::string ObjectPath::toString() const
{
    std::string out = resource.qualifiedName() + "/" + name;
    if (!subresource.empty())
        out += "/" + subresource;
    if (resource.namespaced && !nameSpace.empty())
        out += " in " + nameSpace;
    return out;
}

std::string CollectionPath::urlPath() const
{
    return collectionUrl(resource, nameSpace);
}

std::string CollectionPath::toString() const
{
    std::string out = resource.qualifiedName();
    if (resource.namespaced)
        out += nameSpace.empty() ? " in all namespaces" : " in " + nameSpace;
    return out;
}

} // namespace qbm::kubernetes
