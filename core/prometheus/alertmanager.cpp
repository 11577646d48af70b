// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/prometheus/alertmanager.h"

#include "core/base/json_text.h"
#include "core/prometheus/decode.h"

#include <nlohmann/json.hpp>

namespace qbm::prometheus {

namespace {

std::string silenceToJson(const Silence& silence)
{
    nlohmann::json matchers = nlohmann::json::array();
    for (const Matcher& matcher : silence.matchers) {
        matchers.push_back({{"name", matcher.label}, {"value", matcher.value}, {"isRegex", matcher.isRegex},
            {"isEqual", matcher.isEqual}});
    }
    nlohmann::json document{{"matchers", std::move(matchers)}, {"startsAt", formatRfc3339(silence.startsAt)},
        {"endsAt", formatRfc3339(silence.endsAt)}, {"createdBy", silence.createdBy}, {"comment", silence.comment}};
    if (!silence.id.empty())
        document["id"] = silence.id;
    return writeJson(document);
}

Error badDocument(const char* why)
{
    return Error{ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "The answer is not what Alertmanager's API promises.")), why, {}};
}

} // namespace

AlertmanagerClient::AlertmanagerClient(std::shared_ptr<net::HttpClient> http, Endpoint endpoint)
    : m_http(std::move(http))
    , m_endpoint(std::move(endpoint))
{
}

Result<std::string> AlertmanagerClient::send(net::Request request, TaskContext& context) const
{
    request.url = m_endpoint.url + "/api/v2" + request.url;
    request.bearerToken = m_endpoint.bearerToken;
    request.totalTimeout = m_endpoint.timeout;
    QBM_TRY(response, m_http->send(request, context));
    if (!response.ok())
        return fail(errorFromAnswer(response.status, std::move(response.body), "Alertmanager " + m_endpoint.url));
    return std::move(response.body);
}

Result<std::vector<Alert>> AlertmanagerClient::fetchAlerts(TaskContext& context) const
{
    net::Request request;
    request.url = "/alerts";
    QBM_TRY(body, send(std::move(request), context));
    return parseAlerts(std::move(body));
}

Result<std::vector<AlertGroup>> AlertmanagerClient::fetchGroups(TaskContext& context) const
{
    net::Request request;
    request.url = "/alerts/groups";
    QBM_TRY(body, send(std::move(request), context));
    return parseAlertGroups(std::move(body));
}

Result<std::vector<Silence>> AlertmanagerClient::fetchSilences(TaskContext& context) const
{
    net::Request request;
    request.url = "/silences";
    QBM_TRY(body, send(std::move(request), context));
    return parseSilences(std::move(body));
}

Result<std::string> AlertmanagerClient::writeSilence(const Silence& silence, TaskContext& context) const
{
    net::Request request;
    request.method = "POST";
    request.url = "/silences";
    request.headers.push_back({"Content-Type", "application/json"});
    request.body = silenceToJson(silence);
    QBM_TRY(body, send(std::move(request), context));
    const auto answer = nlohmann::json::parse(body, nullptr, false);
    if (!answer.is_object() || !answer.contains("silenceID") || !answer["silenceID"].is_string())
        return fail(badDocument("no silenceID"));
    return answer["silenceID"].get<std::string>();
}

Result<> AlertmanagerClient::expireSilence(const std::string& id, TaskContext& context) const
{
    net::Request request;
    request.method = "DELETE";
    request.url = "/silence/" + net::urlEncode(id);
    QBM_CHECK(send(std::move(request), context));
    return {};
}

Result<std::string> AlertmanagerClient::fetchVersion(TaskContext& context) const
{
    net::Request request;
    request.url = "/status";
    QBM_TRY(body, send(std::move(request), context));
    const auto answer = nlohmann::json::parse(body, nullptr, false);
    if (!answer.is_object() || !answer.contains("versionInfo") || !answer["versionInfo"].is_object())
        return fail(badDocument("no versionInfo"));
    return answer["versionInfo"].value("version", std::string());
}

} // namespace qbm::prometheus
