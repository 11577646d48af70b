// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/lab/kubernetes/fixture.h"
#include "tests/support/folders.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace qbm::lab::kubernetes::test {

Fixture::Fixture(Seed seed, std::size_t history)
{
    SimulatorOptions options;
    options.stateFolder = path("state");
    options.podStart = std::chrono::milliseconds(200);
    options.podStop = std::chrono::milliseconds(60);
    options.restartBackOff = std::chrono::milliseconds(1000);
    options.autoscalerInterval = std::chrono::milliseconds(500);
    options.historyPerKind = history;
    if (seed == Seed::Bare) {
        options.autoscalerInterval = std::chrono::minutes(1);
        options.metricsServer = false;
    }
    options.tokens = {{Secret("token-of-bob"), "bob", "1002", {"developers"}}};
    auto simulator = Simulator::start(std::move(options));
    if (!simulator)
        qFatal("%s", simulator.error().english().c_str());
    m_simulator = std::move(*simulator);
    net::HttpOptions http;
    http.tls.caPem = m_simulator->caPem();
    m_client = std::make_unique<net::HttpClient>(http);
    if (seed == Seed::Bare)
        addNodes();
    if (seed != Seed::Qbm)
        return;
    const auto filled
        = seedQbm(*m_simulator, {Secret("postgres-word"), Secret("redis-word"), Secret("key"), Secret("jwt")});
    if (!filled)
        qFatal("%s", filled.error().english().c_str());
}

void Fixture::addNodes()
{
    for (const auto* name : {"fake-0", "fake-1"}) {
        const json resources = {{"cpu", "8"}, {"memory", "16Gi"}, {"pods", "110"}};
        const auto added = m_simulator->apply({{"apiVersion", "v1"}, {"kind", "Node"}, {"metadata", {{"name", name}}},
            {"status",
                {{"capacity", resources}, {"allocatable", resources},
                    {"conditions", json::array({{{"type", "Ready"}, {"status", "True"}}})}}}});
        if (!added)
            qFatal("%s", added.error().english().c_str());
    }
}

Answer Fixture::call(const std::string& method, const std::string& pathAndQuery, const std::string& body,
    const std::string& contentType, std::optional<Secret> token)
{
    net::Request request;
    request.method = method;
    request.url = url(pathAndQuery);
    request.headers = {{"Accept", "application/json"}};
    if (!contentType.empty())
        request.headers.push_back({"Content-Type", contentType});
    request.body = body;
    request.bearerToken = token ? *token : m_simulator->token();
    if (request.bearerToken->empty())
        request.bearerToken.reset();
    TaskContext context;
    auto response = m_client->send(request, context);
    if (!response)
        return {0, response.error().english(), {}, {}};
    Answer answer{response->status, response->body, json::parse(response->body, nullptr, false), {}};
    answer.raw = std::move(*response);
    return answer;
}

bool Fixture::waitForRollout(const std::string& deployment, int replicas)
{
    return QTest::qWaitFor(
        [&] {
            const auto found = m_simulator->object("deployments.apps", "qbm-ai-system", deployment);
            const auto count = [&](const char* key) { return (*found)["status"].value(key, 0); };
            return found && count("observedGeneration") >= (*found)["metadata"]["generation"].get<int>()
                && (*found)["spec"]["replicas"] == replicas && count("updatedReplicas") == replicas
                && count("replicas") == replicas && count("availableReplicas") == replicas;
        },
        15'000);
}

WatchRecorder::WatchRecorder(Fixture& fixture, std::string pathAndQuery)
{
    net::Request request;
    request.url = fixture.url(pathAndQuery);
    request.bearerToken = fixture.simulator().token();
    request.stallTimeout = std::chrono::milliseconds(0);
    auto started = std::make_shared<std::atomic<bool>>(false);
    m_thread = std::thread([this, &client = fixture.client(), request, started] {
        TaskContext context(m_stop.get_token());
        net::StreamHandler handler;
        handler.onHead = [started](const net::Response&) {
            *started = true;
            return true;
        };
        handler.onData = [this](std::string_view chunk) {
            const std::lock_guard lock(m_mutex);
            m_rest += chunk;
            for (auto end = m_rest.find('\n'); end != std::string::npos; end = m_rest.find('\n')) {
                m_events.push_back(json::parse(m_rest.substr(0, end), nullptr, false));
                m_rest.erase(0, end + 1);
            }
            return true;
        };
        (void)client.stream(request, handler, context);
        *started = true;
        m_ended = true;
    });
    while (!*started)
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
}

WatchRecorder::~WatchRecorder()
{
    cut();
}

void WatchRecorder::cut()
{
    m_stop.request_stop();
    if (m_thread.joinable())
        m_thread.join();
}

std::vector<json> WatchRecorder::events() const
{
    const std::lock_guard lock(m_mutex);
    return m_events;
}

bool WatchRecorder::waitFor(std::size_t count, std::chrono::milliseconds timeout) const
{
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    while (events().size() < count) {
        if (std::chrono::steady_clock::now() > deadline)
            return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

std::optional<std::string> recordings()
{
    const auto* named = std::getenv("QBM_RECORDINGS");
    const auto folder = named != nullptr ? std::string(named) : QBM_SOURCE_DIR "/../shared/recordings/kubernetes";
    if (!std::filesystem::exists(folder + "/errors.ndjson"))
        return std::nullopt;
    return folder;
}

std::vector<json> readRecords(const std::string& file)
{
    std::vector<json> records;
    std::ifstream stream(*recordings() + "/" + file);
    for (std::string line; std::getline(stream, line);)
        records.push_back(json::parse(line));
    return records;
}

} // namespace qbm::lab::kubernetes::test
