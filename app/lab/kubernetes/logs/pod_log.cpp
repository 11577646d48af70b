// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/logs/pod_log.h"

#include "app/lab/kubernetes/json_access.h"
#include "app/lab/kubernetes/logs/container_log.h"
#include "core/base/clock.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace qbm::lab::kubernetes {

using nlohmann::json;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr auto kFollowInterval = 200ms;

std::int64_t nowNanoseconds()
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

/// The query of a log request, checked.
struct LogOptions {
    std::string container;
    bool follow = false;
    bool previous = false;
    bool timestamps = false;
    std::optional<std::int64_t> tailLines;
    std::optional<std::int64_t> limitBytes;
    std::int64_t since = 0; ///< nanoseconds since the epoch

    static ApiResult<LogOptions> parse(const HttpRequest& request, const std::string& podName);
};

bool isTrue(const std::string& text)
{
    return text == "true" || text == "1";
}

ApiResult<std::optional<std::int64_t>> number(const HttpRequest& request, const char* name)
{
    const auto text = request.parameter(name);
    std::int64_t value = 0;
    if (text.empty())
        return std::nullopt;
    if (std::from_chars(text.data(), text.data() + text.size(), value).ptr != text.data() + text.size())
        return badRequest("strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
    return value;
}

ApiResult<LogOptions> LogOptions::parse(const HttpRequest& request, const std::string& podName)
{
    LogOptions options;
    options.container = request.parameter("container");
    options.follow = isTrue(request.parameter("follow"));
    options.previous = isTrue(request.parameter("previous"));
    options.timestamps = isTrue(request.parameter("timestamps"));
    auto tail = number(request, "tailLines");
    auto limit = number(request, "limitBytes");
    auto seconds = number(request, "sinceSeconds");
    for (auto* parsed : {&tail, &limit, &seconds})
        if (!*parsed)
            return Refusal(std::move(*parsed).error());
    options.tailLines = *tail;
    options.limitBytes = *limit;
    std::vector<Cause> causes;
    const auto require
        = [&](const std::optional<std::int64_t>& value, const char* name, std::int64_t least, const char* why) {
              if (value && *value < least)
                  causes.push_back(invalidValue(name, std::to_string(*value), why));
          };
    require(*tail, "tailLines", 0, "must be greater than or equal to 0");
    require(*limit, "limitBytes", 1, "must be greater than 0");
    const auto sinceTime = request.parameter("sinceTime");
    if (*seconds && !sinceTime.empty())
        causes.push_back(forbiddenValue("[]", "at most one of `sinceTime` or `sinceSeconds` may be specified"));
    require(*seconds, "sinceSeconds", 1, "must be greater than 0");
    if (!causes.empty())
        return invalidObject({}, "PodLogOptions", podName, std::move(causes));
    if (*seconds)
        options.since = nowNanoseconds() - **seconds * kSecond;
    if (const auto time = parseRfc3339(sinceTime))
        options.since = std::chrono::duration_cast<std::chrono::nanoseconds>(time->time_since_epoch()).count();
    return options;
}

std::string names(const json& containers)
{
    std::string list;
    for (const auto& container : containers)
        list += (list.empty() ? "" : " ") + stringAt(container, {"name"});
    return "[" + list + "]";
}

std::string waitingReason(const StoredObject& pod, const std::string& container)
{
    for (const auto* list : {"containerStatuses", "initContainerStatuses"})
        for (const auto& status : arrayAt(pod.document(), {"status", list}))
            if (stringAt(status, {"name"}) == container)
                return stringAt(status, {"state", "waiting", "reason"});
    return {};
}

ApiResult<ContainerLog> chooseRun(const StoredObject& pod, const LogOptions& options)
{
    const auto& container = options.container;
    if (options.previous) {
        if (auto run = ContainerLog::previous(pod.document(), container))
            return std::move(*run);
        return badRequest(
            "previous terminated container \"" + container + "\" in pod \"" + pod.name() + "\" not found");
    }
    if (auto run = ContainerLog::current(pod.document(), container))
        return std::move(*run);
    auto reason = waitingReason(pod, container);
    if (reason == "ErrImagePull" || reason == "ImagePullBackOff")
        reason = "trying and failing to pull image";
    if (reason.empty())
        reason = "ContainerCreating";
    return badRequest("container \"" + container + "\" in pod \"" + pod.name() + "\" is waiting to start: " + reason);
}

/// Lines as bytes, cut off where the limit is.
class LogText {
public:
    explicit LogText(const LogOptions& options)
        : m_timestamps(options.timestamps)
        , m_left(options.limitBytes)
    {
    }

    std::string of(const std::vector<LogLine>& lines)
    {
        std::string text;
        for (const auto& line : lines) {
            if (m_timestamps) {
                auto digits = std::to_string(line.nanoseconds % kSecond);
                digits.insert(0, 9 - digits.size(), '0');
                auto time = formatTime(line.nanoseconds / kSecond);
                time.pop_back();
                text += time + "." + digits + "Z ";
            }
            text += line.text + "\n";
        }
        if (m_left) {
            text.resize(std::min(text.size(), static_cast<std::size_t>(*m_left)));
            *m_left -= static_cast<std::int64_t>(text.size());
        }
        return text;
    }
    bool isFull() const { return m_left && *m_left <= 0; }

private:
    bool m_timestamps;
    std::optional<std::int64_t> m_left;
};

/// Writes what comes until the container ends, restarts or goes with its pod.
void follow(BodyStream& out, const Store& store, const ObjectPtr& pod, const LogOptions& options, LogText text,
    std::int64_t written, std::int64_t start)
{
    while (!text.isFull()) {
        const auto current = store.get(pod->type(), pod->nameSpace(), pod->name());
        const auto now = nowNanoseconds();
        const auto run = current && current->uid() == pod->uid()
            ? ContainerLog::current(current->document(), options.container)
            : std::nullopt;
        const bool over = !run || run->start() != start || run->hasEnded();
        if (run && run->start() == start) {
            // The status knows the end to the second only: its last words may lie before what has been written.
            const auto from = run->hasEnded() ? std::min(written, run->end() - 1) : written;
            const auto piece = text.of(run->lines(from, run->hasEnded() ? ContainerLog::kEver : now));
            if (!piece.empty() && !out.write(piece))
                return;
            written = now;
        }
        if (over || out.wait(-1, kFollowInterval) == BodyStream::Wake::Closed)
            return;
    }
}

HttpResponse textStream(std::string text, std::function<void(BodyStream&)> rest)
{
    HttpResponse response;
    response.headers.emplace_back("Content-Type", "text/plain");
    response.stream = [text = std::move(text), rest = std::move(rest)](BodyStream& out) {
        if ((text.empty() || out.write(text)) && rest)
            rest(out);
    };
    return response;
}

} // namespace

ApiResult<std::string> chooseContainer(const StoredObject& pod, const std::string& named)
{
    const auto& containers = arrayAt(pod.document(), {"spec", "containers"});
    const auto& initContainers = arrayAt(pod.document(), {"spec", "initContainers"});
    if (named.empty() && containers.size() == 1)
        return stringAt(containers[0], {"name"});
    if (named.empty())
        return badRequest("a container name must be specified for pod " + pod.name()
            + ", choose one of: " + names(containers)
            + (initContainers.empty() ? "" : " or one of the init containers: " + names(initContainers)));
    for (const auto* list : {&containers, &initContainers})
        if (std::ranges::any_of(*list, [&](const json& container) { return stringAt(container, {"name"}) == named; }))
            return named;
    return badRequest("container " + named + " is not valid for pod " + pod.name());
}

ApiResult<HttpResponse> answerPodLog(const RequestContext& context, const Store& store)
{
    const auto pod = store.get(*context.type, context.info.nameSpace, context.info.name);
    auto options = LogOptions::parse(context.http, context.info.name);
    if (!options)
        return Refusal(std::move(options).error());
    if (!pod)
        return notFound(*context.type, context.info.name);
    auto container = chooseContainer(*pod, options->container);
    if (!container)
        return Refusal(std::move(container).error());
    options->container = *container;
    if (stringAt(pod->document(), {"spec", "nodeName"}).empty())
        return textStream({}, {}); // no node, no log: an empty answer, not an error
    auto run = chooseRun(*pod, *options);
    if (!run)
        return Refusal(std::move(run).error());
    const auto now = nowNanoseconds();
    const auto to = run->hasEnded() ? ContainerLog::kEver : now;
    LogText text(*options);
    auto first
        = text.of(options->tailLines ? run->tail(static_cast<std::size_t>(*options->tailLines), options->since, to)
                                     : run->lines(options->since, to));
    if (!options->follow || options->previous || run->hasEnded())
        return textStream(std::move(first), {});
    return textStream(
        std::move(first), [&store, pod, options = *options, text, now, start = run->start()](BodyStream& out) {
            follow(out, store, pod, options, text, now, start);
        });
}

} // namespace qbm::lab::kubernetes
