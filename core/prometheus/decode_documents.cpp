// SPDX-License-Identifier: GPL-3.0-or-later
// The small documents of both APIs: targets, rules, metadata, alerts, silences, errors.
#include "core/prometheus/decode.h"

#include <algorithm>
#include <simdjson.h>

namespace qbm::prometheus {

namespace {

namespace dom = simdjson::dom;

Error badAnswer(std::string why)
{
    return Error{ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "The answer is not what the server's API promises.")),
        std::move(why), {}};
}

std::string textAt(dom::object object, std::string_view key)
{
    std::string_view value;
    return object.at_key(key).get(value) == simdjson::SUCCESS ? std::string(value) : std::string();
}

double numberAt(dom::object object, std::string_view key)
{
    double value = 0;
    return object.at_key(key).get(value) == simdjson::SUCCESS ? value : 0.0;
}

bool flagAt(dom::object object, std::string_view key, bool otherwise)
{
    bool value = otherwise;
    return object.at_key(key).get(value) == simdjson::SUCCESS ? value : otherwise;
}

/// The array under a key; empty where it is absent or null.
std::vector<dom::element> elementsAt(dom::object object, std::string_view key)
{
    dom::array array;
    if (object.at_key(key).get(array) != simdjson::SUCCESS)
        return {};
    return {array.begin(), array.end()};
}

std::vector<std::string> textsAt(dom::object object, std::string_view key)
{
    std::vector<std::string> out;
    for (const dom::element element : elementsAt(object, key))
        out.emplace_back(std::string_view(element));
    return out;
}

Labels labelsAt(dom::object object, std::string_view key)
{
    dom::object members;
    Labels labels;
    if (object.at_key(key).get(members) != simdjson::SUCCESS)
        return labels;
    for (const dom::key_value_pair member : members)
        labels.emplace_back(std::string(member.key), std::string(std::string_view(member.value)));
    std::ranges::sort(labels);
    return labels;
}

/// Go writes "no time" as year 1.
std::optional<TimePoint> timeAt(dom::object object, std::string_view key)
{
    const std::string value = textAt(object, key);
    if (value.empty() || value.starts_with("0001-"))
        return std::nullopt;
    const auto time = parseRfc3339(value);
    return time ? std::optional(*time) : std::nullopt;
}

/// Parses and hands the root to `read`; whatever it meets that the API does not promise becomes BadData.
template <class T, class Read>
Result<T> decode(std::string body, const Read& read)
{
    body.reserve(body.size() + simdjson::SIMDJSON_PADDING);
    try {
        dom::parser parser;
        return read(dom::element(parser.parse(body)));
    } catch (const simdjson::simdjson_error& error) {
        return fail(badAnswer(error.what()));
    }
}

/// For Prometheus' `{"status": "success", "data": ...}`.
template <class T, class Read>
Result<T> decodeData(std::string body, const Read& read)
{
    return decode<T>(std::move(body), [&read](dom::element root) -> Result<T> {
        const dom::object answer = root;
        if (textAt(answer, "status") != "success")
            return fail(badAnswer(textAt(answer, "error")));
        return read(dom::element(answer["data"]));
    });
}

Target readTarget(dom::object object)
{
    Target target;
    target.labels = labelsAt(object, "labels");
    target.job = labelValue(target.labels, "job");
    target.instance = labelValue(target.labels, "instance");
    target.scrapeUrl = textAt(object, "scrapeUrl");
    const std::string health = textAt(object, "health");
    target.health = health == "up" ? TargetHealth::Up : health == "down" ? TargetHealth::Down : TargetHealth::Unknown;
    target.lastError = textAt(object, "lastError");
    target.lastScrape = timeAt(object, "lastScrape");
    target.lastScrapeSeconds = numberAt(object, "lastScrapeDuration");
    target.scrapeInterval = parseDuration(textAt(object, "scrapeInterval")).value_or(std::chrono::milliseconds(0));
    return target;
}

Rule readRule(dom::object object, const std::string& group)
{
    return {group, textAt(object, "name"), textAt(object, "type"), textAt(object, "query"), textAt(object, "state"),
        textAt(object, "health"), textAt(object, "lastError"), labelsAt(object, "labels"), labelsAt(object, "annotations")};
}

Alert readAlert(dom::object object)
{
    Alert alert;
    alert.fingerprint = textAt(object, "fingerprint");
    alert.labels = labelsAt(object, "labels");
    alert.annotations = labelsAt(object, "annotations");
    alert.startsAt = timeAt(object, "startsAt").value_or(TimePoint{});
    alert.endsAt = timeAt(object, "endsAt").value_or(TimePoint{});
    alert.generatorUrl = textAt(object, "generatorURL");
    dom::object status;
    if (object.at_key("status").get(status) == simdjson::SUCCESS) {
        alert.state = textAt(status, "state");
        alert.silencedBy = textsAt(status, "silencedBy");
        alert.inhibitedBy = textsAt(status, "inhibitedBy");
    }
    for (const dom::element receiver : elementsAt(object, "receivers"))
        alert.receivers.push_back(textAt(receiver, "name"));
    return alert;
}

Silence readSilence(dom::object object)
{
    Silence silence;
    silence.id = textAt(object, "id");
    for (const dom::object matcher : elementsAt(object, "matchers")) {
        silence.matchers.push_back({textAt(matcher, "name"), textAt(matcher, "value"), flagAt(matcher, "isRegex", false),
            flagAt(matcher, "isEqual", true)});
    }
    silence.startsAt = timeAt(object, "startsAt").value_or(TimePoint{});
    silence.endsAt = timeAt(object, "endsAt").value_or(TimePoint{});
    silence.createdBy = textAt(object, "createdBy");
    silence.comment = textAt(object, "comment");
    dom::object status;
    if (object.at_key("status").get(status) == simdjson::SUCCESS)
        silence.state = textAt(status, "state");
    return silence;
}

/// What an error body says: Prometheus' {"errorType", "error"}, Alertmanager's bare string or {"message"}, else nothing.
struct ErrorWords {
    std::string type, words;
};

ErrorWords readErrorWords(std::string body)
{
    const auto read = [](dom::element root) -> Result<ErrorWords> {
        std::string_view bare;
        if (root.get(bare) == simdjson::SUCCESS)
            return ErrorWords{"", std::string(bare)};
        const dom::object object = root;
        const std::string error = textAt(object, "error");
        return ErrorWords{textAt(object, "errorType"), error.empty() ? textAt(object, "message") : error};
    };
    return decode<ErrorWords>(std::move(body), read).value_or(ErrorWords{});
}

Error refusal(int status, const ErrorWords& said, const std::string& server)
{
    if (status == 401 || status == 403)
        return {ErrorKind::Denied,
            text(QT_TRANSLATE_NOOP("core", "%1 refuses access (HTTP %2); check the profile's token and its rights."), server, status),
            {}, {}};
    if (said.type == "timeout" || status == 504)
        return {ErrorKind::Timeout, text(QT_TRANSLATE_NOOP("core", "%1 did not finish the query in its own time limit."), server), {}, {}};
    if (status == 429 || said.words.find("too many samples") != std::string::npos)
        return {ErrorKind::Exhausted,
            text(QT_TRANSLATE_NOOP("core", "%1 finds this too much; ask for a shorter range or fewer series."), server), {}, {}};
    if (!said.words.empty() && (status == 400 || status == 422))
        return {ErrorKind::InvalidInput, text(QT_TRANSLATE_NOOP("core", "%1 refused the request: %2"), server, said.words), {}, {}};
    if (status == 404)
        return {ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core", "There is nothing at this address of %1 (HTTP 404); check the URL in the profile."), server),
            {}, {}};
    if (status >= 500)
        return {ErrorKind::Unreachable, text(QT_TRANSLATE_NOOP("core", "%1 cannot answer now (HTTP %2)."), server, status), {}, {}};
    return {ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "%1 gave an answer that makes no sense here (HTTP %2)."), server, status),
        {}, {}};
}

} // namespace

Error errorFromAnswer(int status, std::string body, const std::string& server)
{
    const ErrorWords said = readErrorWords(body);
    Error error = refusal(status, said, server);
    constexpr std::size_t kDetailLimit = 300;
    body.resize(std::min(body.size(), kDetailLimit));
    error.detail = "HTTP " + std::to_string(status) + (said.type.empty() ? "" : " " + said.type)
        + (said.words.empty() ? (body.empty() ? "" : ": " + body) : ": " + said.words);
    return error;
}

Result<std::vector<std::string>> parseLabelValues(std::string body)
{
    return decodeData<std::vector<std::string>>(std::move(body), [](dom::element data) -> Result<std::vector<std::string>> {
        std::vector<std::string> values;
        for (const dom::element value : dom::array(data))
            values.emplace_back(std::string_view(value));
        return values;
    });
}

Result<std::vector<Target>> parseTargets(std::string body)
{
    return decodeData<std::vector<Target>>(std::move(body), [](dom::element data) -> Result<std::vector<Target>> {
        std::vector<Target> targets;
        for (const dom::element target : dom::array(data["activeTargets"]))
            targets.push_back(readTarget(target));
        std::ranges::sort(targets, {}, [](const Target& t) { return std::tie(t.job, t.instance); });
        return targets;
    });
}

Result<std::vector<Metadata>> parseMetadata(std::string body)
{
    return decodeData<std::vector<Metadata>>(std::move(body), [](dom::element data) -> Result<std::vector<Metadata>> {
        std::vector<Metadata> all;
        for (const dom::key_value_pair entry : dom::object(data)) {
            const dom::array variants = entry.value;
            if (variants.size() == 0)
                continue;
            const dom::object first = variants.at(0);
            all.push_back({std::string(entry.key), textAt(first, "type"), textAt(first, "help"), textAt(first, "unit")});
        }
        return all;
    });
}

Result<std::vector<Rule>> parseRules(std::string body)
{
    return decodeData<std::vector<Rule>>(std::move(body), [](dom::element data) -> Result<std::vector<Rule>> {
        std::vector<Rule> rules;
        for (const dom::object group : elementsAt(data, "groups")) {
            for (const dom::object rule : elementsAt(group, "rules"))
                rules.push_back(readRule(rule, textAt(group, "name")));
        }
        return rules;
    });
}

Result<BuildInfo> parseBuildInfo(std::string body)
{
    return decodeData<BuildInfo>(std::move(body), [](dom::element data) -> Result<BuildInfo> {
        return BuildInfo{textAt(data, "version"), textAt(data, "revision")};
    });
}

Result<std::vector<Alert>> parseAlerts(std::string body)
{
    return decode<std::vector<Alert>>(std::move(body), [](dom::element root) -> Result<std::vector<Alert>> {
        std::vector<Alert> alerts;
        for (const dom::element alert : dom::array(root))
            alerts.push_back(readAlert(alert));
        std::ranges::stable_sort(alerts, std::greater<>(), &Alert::startsAt);
        return alerts;
    });
}

Result<std::vector<AlertGroup>> parseAlertGroups(std::string body)
{
    return decode<std::vector<AlertGroup>>(std::move(body), [](dom::element root) -> Result<std::vector<AlertGroup>> {
        std::vector<AlertGroup> groups;
        for (const dom::object group : dom::array(root)) {
            AlertGroup& out = groups.emplace_back();
            out.labels = labelsAt(group, "labels");
            dom::object receiver;
            if (group.at_key("receiver").get(receiver) == simdjson::SUCCESS)
                out.receiver = textAt(receiver, "name");
            for (const dom::element alert : elementsAt(group, "alerts"))
                out.alerts.push_back(readAlert(alert));
        }
        return groups;
    });
}

Result<std::vector<Silence>> parseSilences(std::string body)
{
    return decode<std::vector<Silence>>(std::move(body), [](dom::element root) -> Result<std::vector<Silence>> {
        std::vector<Silence> silences;
        for (const dom::element silence : dom::array(root))
            silences.push_back(readSilence(silence));
        return silences;
    });
}

} // namespace qbm::prometheus
