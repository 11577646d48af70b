// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/reviews.h"

#include "app/lab/kubernetes/json_access.h"

#include <nlohmann/json.hpp>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

AccessAttributes wantedBy(const json& spec)
{
    const auto& resource = objectAt(spec, {"resourceAttributes"});
    if (resource.empty())
        return {stringAt(spec, {"nonResourceAttributes", "verb"}), {}, {}, {}, {}, {},
            stringAt(spec, {"nonResourceAttributes", "path"})};
    return {stringAt(resource, {"verb"}), stringAt(resource, {"group"}), stringAt(resource, {"resource"}),
        stringAt(resource, {"subresource"}), stringAt(resource, {"namespace"}), stringAt(resource, {"name"}), {}};
}

json userInfo(const User& user)
{
    json info = {{"username", user.name}, {"groups", user.groups}};
    if (!user.uid.empty())
        info["uid"] = user.uid;
    if (!user.extra.empty())
        info["extra"] = user.extra;
    return info;
}

} // namespace

ApiResult<HttpResponse> answerReview(const RequestContext& context, const AccessControl& access)
{
    auto body = parseBody(context.http, *context.type);
    if (!body)
        return Refusal(std::move(body).error());
    if (auto same = checkIdentity(context, *body); !same)
        return Refusal(std::move(same).error());
    json answer = {{"kind", context.type->kind}, {"apiVersion", context.type->apiVersion()},
        {"metadata", {{"creationTimestamp", nullptr}}}};
    if (context.type->kind == "SelfSubjectReview") {
        answer["metadata"]["creationTimestamp"] = nowText();
        answer["status"]["userInfo"] = userInfo(context.user);
    } else if (context.type->kind == "SelfSubjectRulesReview") {
        answer["spec"] = json::object();
        answer["status"] = access.rules(context.user, stringAt(*body, {"spec", "namespace"}));
    } else {
        const auto& spec = objectAt(*body, {"spec"});
        answer["spec"] = spec;
        const auto decision = access.decide(context.user, wantedBy(spec));
        answer["status"]["allowed"] = decision.allowed;
        if (!decision.reason.empty())
            answer["status"]["reason"] = decision.reason;
    }
    return jsonResponse(201, answer);
}

} // namespace qbm::lab::kubernetes
