// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/api_server.h"

#include "app/lab/kubernetes/discovery.h"
#include "app/lab/kubernetes/eviction.h"
#include "app/lab/kubernetes/exec/pod_exec.h"
#include "app/lab/kubernetes/logs/pod_log.h"
#include "app/lab/kubernetes/metrics/metrics_api.h"
#include "app/lab/kubernetes/names.h"
#include "app/lab/kubernetes/reads.h"
#include "app/lab/kubernetes/reviews.h"
#include "app/lab/kubernetes/scale.h"
#include "app/lab/kubernetes/writes.h"
#include "core/base/number.h"

#include <nlohmann/json.hpp>

#include <array>
#include <chrono>
#include <ctime>

namespace qbm::lab::kubernetes {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kMaxBodyBytes = 3u << 20;
constexpr auto kSlowness = 800ms;
constexpr auto kFutureVersionWait = 3s; ///< so long a real server waits for a version that has not come yet

bool isHealthPath(const std::string& path)
{
    return path.starts_with("/healthz") || path.starts_with("/livez") || path.starts_with("/readyz");
}

std::string httpDate()
{
    const auto now = std::time(nullptr);
    std::tm utc{};
    gmtime_r(&now, &utc);
    constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return kDays.at(static_cast<std::size_t>(utc.tm_wday)) + (", " + writePadded(utc.tm_mday, 2)) + " "
        + kMonths.at(static_cast<std::size_t>(utc.tm_mon)) + " " + writePadded(utc.tm_year + 1900, 4) + " "
        + writePadded(utc.tm_hour, 2) + ":" + writePadded(utc.tm_min, 2) + ":" + writePadded(utc.tm_sec, 2) + " GMT";
}

void addCommonHeaders(HttpResponse& response)
{
    response.headers.emplace_back("Audit-Id", makeUid());
    response.headers.emplace_back("Cache-Control", "no-cache, private");
    response.headers.emplace_back("Date", httpDate());
}

/// A request's own time limit that no server can keep ("1ms", "20us").
bool isTooShort(const std::string& timeout)
{
    return timeout.ends_with("ns") || timeout.ends_with("us") || timeout == "1ms";
}

/// JSON under text/plain, and no kind in it: that is what a real server's time limit answers.
Refusal requestTimedOut()
{
    auto error = plainError(504,
        R"({"metadata":{},"status":"Failure","message":"Timeout: request did not complete within the allotted timeout",)"
        R"("reason":"Timeout","details":{},"code":504})");
    error.headers.clear();
    return Refusal(std::move(error));
}

} // namespace

ApiServer::ApiServer(Registry& registry, AccessControl access, const Faults& faults, bool metricsServer)
    : m_registry(registry)
    , m_access(std::move(access))
    , m_faults(faults)
    , m_metricsServer(metricsServer)
{
}

HttpResponse ApiServer::handle(const HttpRequest& request)
{
    HttpResponse response;
    if (m_faults.isOn(Fault::Freeze)) {
        response.neverAnswer = true;
        return response;
    }
    try {
        auto result = answer(request);
        if (result) {
            response = std::move(*result);
        } else {
            response = errorResponse(result.error());
            if (result.error().code == 504 && result.error().message.starts_with("Timeout: Too large resource version"))
                response.delay = kFutureVersionWait;
        }
    } catch (const std::exception& fault) { // a document of a shape no handler expected: the request is at fault
        response = errorResponse(badRequest(std::string("the object cannot be handled: ") + fault.what()).value());
    }
    addCommonHeaders(response);
    if (m_faults.isOn(Fault::Slow))
        response.delay += kSlowness;
    return response;
}

ApiResult<HttpResponse> ApiServer::answer(const HttpRequest& request)
{
    if (m_faults.isOn(Fault::Throttle) && !isHealthPath(request.path)) {
        auto refusal = plainError(429, "Too many requests, please try again later.\n");
        refusal.headers.emplace_back("Retry-After", "1");
        return Refusal(std::move(refusal));
    }
    if (m_faults.isOn(Fault::Error500) && !isHealthPath(request.path))
        return internalError("Internal error occurred: the simulator was told to fail");
    auto user = m_access.authenticate(request);
    if (!user)
        return Refusal(std::move(user).error());
    RequestContext context{request, parseRequestInfo(request), std::move(*user), nullptr, {}};
    const auto attributes = context.info.attributes(request.path);
    // An unknown method has no verb that rules could name: it is refused as a method, not as a right.
    if (!context.info.verb.empty() && !m_access.decide(context.user, attributes).allowed)
        return AccessControl::refuse(context.user, attributes);
    if (request.body.size() > kMaxBodyBytes) {
        StatusDetails details;
        details.present = false;
        return Refusal(makeStatusError(413, "RequestEntityTooLarge",
            "Request entity too large: limit is " + std::to_string(kMaxBodyBytes), details));
    }
    if (context.info.isResource)
        return answerResource(context);
    if (auto response = answerDiscovery(request, {m_metricsServer, m_faults.isOn(Fault::MetricsDown)}))
        return std::move(*response);
    return groupNotFound();
}

ApiResult<HttpResponse> ApiServer::answerResource(RequestContext& context)
{
    const auto& info = context.info;
    if (!isKnownGroup(info.group) || (info.group == kMetricsGroup && !m_metricsServer))
        return groupNotFound();
    if (info.group == kMetricsGroup && m_faults.isOn(Fault::MetricsDown))
        return Refusal(plainError(503, "service unavailable\n"));
    context.type = findByPath(info.group, info.version, info.resource);
    if (context.type == nullptr || (!info.subresource.empty() && !context.type->has(info.subresource)))
        return genericNotFound();
    const auto& type = *context.type;
    // A namespaced path of a cluster-scoped kind does not exist, nor the other way round but for reading them all.
    if ((!type.namespaced && !info.nameSpace.empty() && type.kind != "Namespace")
        || (type.namespaced && info.nameSpace.empty() && !info.name.empty()))
        return genericNotFound();
    if (type.kind == "Namespace")
        context.info.nameSpace.clear();
    if (!info.subresource.empty()
            ? !describeSubresource(type, info.subresource).allows(info.verb)
            : info.verb.empty() || !type.allows(info.verb) || (info.verb == "create" && !info.name.empty())
                || (info.verb == "update" && info.name.empty()) || (info.verb == "patch" && info.name.empty())
                || (info.verb == "create" && type.namespaced && info.nameSpace.empty()))
        return methodNotAllowed();
    if (type.isAggregated())
        return answerMetrics(context, m_registry.store());
    if (info.subresource == "log" || info.subresource == "exec") // no JSON, whatever is asked for
        return dispatch(context);
    auto representation = negotiate(context.http.header("accept"));
    if (!representation)
        return Refusal(std::move(representation).error());
    context.representation = *representation;
    if (isTooShort(context.http.parameter("timeout")))
        return requestTimedOut();
    if (auto spared = injectFaults(context); !spared)
        return Refusal(std::move(spared).error());
    return dispatch(context);
}

ApiResult<> ApiServer::injectFaults(const RequestContext& context)
{
    const auto& info = context.info;
    const bool changes = info.verb == "update" || info.verb == "patch";
    if (changes && info.subresource == "scale" && m_faults.isOn(Fault::ForbidScale))
        return AccessControl::refuse(context.user, info.attributes(context.http.path));
    if ((changes || info.verb == "create" || info.verb == "delete") && !context.type->isReview()
        && m_faults.isOn(Fault::WebhookDown))
        return webhookDown();
    if (changes && m_faults.isOn(Fault::Conflict) && ++m_writes % 3 == 0)
        return conflict(*context.type, info.name);
    return {};
}

ApiResult<HttpResponse> ApiServer::dispatch(const RequestContext& context)
{
    const auto& info = context.info;
    if (context.type->isReview())
        return answerReview(context, m_access);
    if (info.subresource == "exec")
        return answerExec(context, m_registry.store(), m_files);
    if (info.subresource == "log")
        return answerPodLog(context, m_registry.store());
    if (info.subresource == "eviction")
        return answerEviction(context, m_registry);
    if (info.subresource == "scale")
        return answerScale(context, m_registry);
    if (info.verb == "get")
        return answerGet(context, m_registry.store());
    if (info.verb == "list")
        return answerList(context, m_registry.store(), m_faults);
    if (info.verb == "watch")
        return answerWatch(context, m_registry.store(), m_faults);
    if (info.verb == "create")
        return answerCreate(context, m_registry);
    if (info.verb == "update")
        return answerUpdate(context, m_registry);
    if (info.verb == "patch")
        return answerPatch(context, m_registry);
    if (info.verb == "delete")
        return answerDelete(context, m_registry);
    return answerDeleteCollection(context, m_registry);
}

} // namespace qbm::lab::kubernetes
