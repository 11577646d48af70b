// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/exec/pod_exec.h"

#include "app/lab/kubernetes/exec/pod_shell.h"
#include "app/lab/kubernetes/exec/web_socket.h"
#include "app/lab/kubernetes/json_access.h"
#include "app/lab/kubernetes/logs/pod_log.h"
#include "app/lab/kubernetes/names.h"
#include "core/base/ascii.h"
#include "core/base/json_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qbm::lab::kubernetes {

using nlohmann::json;
using namespace std::chrono_literals;

namespace {

constexpr int kOutput = 1;
constexpr int kErrors = 2;
constexpr int kStatus = 3;
constexpr auto kInputLimit = 60s;

/// How messages are framed on the wire.
struct Protocol {
    std::string name;
    bool base64 = false; ///< text frames, the channel a digit
    bool hasStatus = false; ///< v4 and later tell on channel 3 how the command ended

    static std::optional<Protocol> choose(const std::string& offered);
};

std::optional<Protocol> Protocol::choose(const std::string& offered)
{
    static const std::vector<Protocol> known = {{"v5.channel.k8s.io", false, true}, {"v4.channel.k8s.io", false, true},
        {"channel.k8s.io", false, false}, {"base64.channel.k8s.io", true, false}};
    if (offered.empty())
        return Protocol{};
    for (const auto& protocol : known) {
        for (auto rest = std::string_view(offered); !rest.empty();) {
            const auto end = std::min(rest.find(','), rest.size());
            auto name = rest.substr(0, end);
            while (name.starts_with(' '))
                name.remove_prefix(1);
            if (name == protocol.name)
                return protocol;
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    return std::nullopt;
}

/// What the query asks for.
struct ExecRequest {
    std::vector<std::string> command;
    std::string container;
    bool input = false;
    bool output = false;
    bool errors = false;
};

ExecRequest parseRequest(const HttpRequest& http)
{
    const auto isOn = [&](const char* name) { return http.parameter(name) == "true" || http.parameter(name) == "1"; };
    ExecRequest request{{}, http.parameter("container"), isOn("stdin"), isOn("stdout"), isOn("stderr")};
    for (const auto& [name, value] : http.query)
        if (name == "command")
            request.command.push_back(value);
    return request;
}

json success()
{
    return {{"metadata", json::object()}, {"status", "Success"}};
}

json exited(int code)
{
    return {{"metadata", json::object()}, {"status", "Failure"},
        {"message",
            "command terminated with non-zero exit code: command terminated with exit code " + std::to_string(code)},
        {"reason", "NonZeroExitCode"},
        {"details", {{"causes", json::array({{{"reason", "ExitCode"}, {"message", std::to_string(code)}}})}}}};
}

json internalFailure(const std::string& why)
{
    return {{"metadata", json::object()}, {"status", "Failure"}, {"message", "Internal error occurred: " + why},
        {"reason", "InternalError"}, {"details", {{"causes", json::array({{{"message", why}}})}}}, {"code", 500}};
}

bool isRunning(const StoredObject& pod, const std::string& container)
{
    for (const auto& status : arrayAt(pod.document(), {"status", "containerStatuses"}))
        if (stringAt(status, {"name"}) == container)
            return kubernetes::find(status, {"state", "running"}) != nullptr;
    return false;
}

/// One exec on its open connection.
class ExecSession {
public:
    ExecSession(RawStream& stream, Protocol protocol)
        : m_socket(stream)
        , m_protocol(std::move(protocol))
    {
    }

    void run(const Store& store, PodFiles& files, const StoredObject& pod, const ExecRequest& request)
    {
        const bool anyStream = request.input || request.output || request.errors;
        send(anyStream ? kOutput : kStatus, {}); // a real server opens with an empty frame
        if (!anyStream) {
            end(internalFailure("unable to upgrade connection: you must specify at least 1 of stdin, stdout, stderr"));
            return;
        }
        if (!isRunning(pod, request.container)) {
            end(internalFailure("unable to upgrade connection: container not found (\"" + request.container + "\")"));
            return;
        }
        const auto input = request.input ? readInput() : std::string();
        const auto result = PodShell(store, files, pod).run(request.command, input);
        if (!result.notStarted.empty()) {
            end(internalFailure(
                "Internal error occurred: error executing command in container: failed to exec in container: "
                "failed to start exec: OCI runtime exec failed: exec failed: "
                + (result.notStarted.starts_with("exec:") ? "unable to start container process: " : std::string())
                + result.notStarted + ": unknown"));
            return;
        }
        if (request.errors)
            sendAll(kErrors, result.errors);
        if (request.output)
            sendAll(kOutput, result.output);
        end(result.exitCode == 0 ? success() : exited(result.exitCode));
    }

private:
    bool send(int channel, std::string_view data)
    {
        if (m_protocol.base64)
            return m_socket.send(static_cast<char>('0' + channel) + base64(data), true);
        return m_socket.send(static_cast<char>(channel) + std::string(data), false);
    }

    void sendAll(int channel, std::string_view data)
    {
        constexpr std::size_t kPiece = 32u << 10;
        for (; !data.empty(); data.remove_prefix(std::min(kPiece, data.size())))
            if (!send(channel, data.substr(0, kPiece)))
                return;
    }

    /// Until the client closes its input (v5) or the whole connection.
    std::string readInput()
    {
        std::string input;
        while (const auto message = m_socket.receive(kInputLimit)) {
            if (message->close || message->payload.empty())
                break;
            const auto channel = static_cast<unsigned char>(message->payload[0]);
            if (channel == 255)
                break;
            if (channel == 0)
                input.append(message->payload, 1);
        }
        return input;
    }

    void end(const json& status)
    {
        if (m_protocol.hasStatus)
            send(kStatus, writeJson(status));
        m_socket.close();
    }

    WebSocket m_socket;
    Protocol m_protocol;
};

bool asksFor(const HttpRequest& http, const char* protocol)
{
    return toAsciiLower(http.header("upgrade")).starts_with(protocol);
}

} // namespace

ApiResult<HttpResponse> answerExec(const RequestContext& context, const Store& store, PodFiles& files)
{
    const auto pod = store.get(*context.type, context.info.nameSpace, context.info.name);
    if (!pod)
        return notFound(*context.type, context.info.name);
    auto request = parseRequest(context.http);
    auto container = chooseContainer(*pod, request.container);
    if (!container)
        return Refusal(std::move(container).error());
    request.container = *container;
    if (asksFor(context.http, "spdy"))
        return badRequest("the simulated API server speaks WebSocket only, not SPDY: exec needs kubectl 1.30 or newer");
    if (!asksFor(context.http, "websocket"))
        return badRequest("Upgrade request required");
    const auto protocol = Protocol::choose(context.http.header("sec-websocket-protocol"));
    HttpResponse response;
    if (!protocol) { // a bare refusal, as a real server's
        response.status = 403;
        response.headers.emplace_back("Connection", "close");
        return response;
    }
    response.status = 101;
    response.headers = {{"Upgrade", "websocket"}, {"Connection", "Upgrade"},
        {"Sec-WebSocket-Accept", webSocketAccept(context.http.header("sec-websocket-key"))},
        {"Sec-WebSocket-Protocol", protocol->name}};
    response.upgraded = [&store, &files, pod, request, protocol = *protocol](
                            RawStream& stream) { ExecSession(stream, protocol).run(store, files, *pod, request); };
    return response;
}

} // namespace qbm::lab::kubernetes
