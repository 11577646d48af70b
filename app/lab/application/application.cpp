// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/application/application.h"

#include "app/lab/application/backend.h"
#include "app/lab/services/probe.h"
#include "core/base/json_text.h"

#include <atomic>
#include <charconv>
#include <condition_variable>
#include <fmt/format.h>
#include <httplib.h>
#include <nlohmann/json.hpp>

namespace qbm::lab {

using nlohmann::json;

namespace {

constexpr std::size_t kServerThreads = 16;
constexpr std::size_t kLongestBody = 64 * 1024;
constexpr std::chrono::seconds kListenTimeout{5};
constexpr auto kUnreachable = "unreachable";
constexpr auto kJson = "application/json";

void answer(httplib::Response& response, int status, const json& body)
{
    response.status = status;
    // Replaced, not thrown: a name a client sent may hold bytes that are no UTF-8.
    response.set_content(writeJson(body), kJson);
}

void refuse(httplib::Response& response, int status, std::string why)
{
    answer(response, status, {{"detail", std::move(why)}});
}

std::string probe(std::uint16_t port)
{
    if (port == 0)
        return "not configured";
    return acceptsConnections(port) ? "connected" : kUnreachable;
}

bool isLoad(double rps)
{
    return rps >= 0 && rps <= Application::kMaxExtraLoad;
}

std::optional<std::string> parseModelId(const std::string& body)
{
    const json request = json::parse(body, nullptr, false);
    if (!request.is_object())
        return std::nullopt;
    const auto model = request.find("model_id");
    return model != request.end() && model->is_string() ? std::optional(model->get<std::string>()) : std::nullopt;
}

std::optional<double> parseNumber(const std::string& text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

json toJson(const FitQuality& quality)
{
    return {{"r_squared", quality.rSquared}, {"mean_absolute_error", quality.meanAbsoluteError},
        {"root_mean_squared_error", quality.rootMeanSquaredError}, {"accuracy", quality.accuracy}};
}

json toJson(const Training& training)
{
    json object{{"task_id", training.id}, {"model_id", training.model}, {"started_at", formatRfc3339(training.started)}};
    switch (training.state) {
    case Training::State::Running:
        object["status"] = "running";
        return object;
    case Training::State::Completed:
        object["status"] = "completed";
        object["result"] = toJson(*training.quality);
        break;
    case Training::State::Failed:
        object["status"] = "failed";
        object["error"] = training.error;
        break;
    }
    object["finished_at"] = formatRfc3339(training.finished);
    return object;
}

/// Without httplib's SO_REUSEPORT, with which two labs could listen at one port and share its connections.
void reuseAddressOnly(socket_t socket)
{
    const int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
}

} // namespace

class Application::Private {
public:
    explicit Private(ApplicationOptions applicationOptions)
        : options(std::move(applicationOptions))
        , backend(options)
    {
    }
    ~Private() { stop(); }

    Result<> listen();
    void stop();
    void setFrozen(bool on);

    const ApplicationOptions options;
    Backend backend;
    std::uint16_t port = 0;

private:
    void addRoutes();
    void health(httplib::Response& response);
    void startTraining(const httplib::Request& request, httplib::Response& response);
    void showTraining(const httplib::Request& request, httplib::Response& response);
    void changeLoad(const httplib::Request& request, httplib::Response& response);
    void showLoad(httplib::Response& response);
    httplib::Server::HandlerResponse holdWhileFrozen(httplib::Response& response);
    /// Answers 503 as an ingress does that has nobody to send to.
    bool refuseWithoutReplicas(httplib::Response& response);

    httplib::Server m_server;
    std::mutex m_freezeMutex;
    std::condition_variable m_thawed;
    bool m_frozen = false;
    bool m_stopping = false;
    std::mutex m_stopMutex;
    std::atomic<bool> m_listenEnded = false;
    std::jthread m_listener; // last: it uses all of the above
};

Result<> Application::Private::listen()
{
    addRoutes();
    m_server.new_task_queue = [] { return new httplib::ThreadPool(kServerThreads); };
    m_server.set_socket_options(reuseAddressOnly);
    m_server.set_keep_alive_timeout(1); // seconds; stop() waits this long for idle connections
    m_server.set_payload_max_length(kLongestBody);
    const int bound = options.port == 0 ? m_server.bind_to_any_port(options.host)
        : m_server.bind_to_port(options.host, options.port) ? options.port : -1;
    if (bound <= 0)
        return fail(ErrorKind::Conflict,
            text(QT_TRANSLATE_NOOP("core", "The lab's application cannot listen at %1:%2; another program may hold that port."),
                options.host, options.port));
    port = static_cast<std::uint16_t>(bound);
    m_listener = std::jthread([this] {
        m_server.listen_after_bind();
        m_listenEnded = true;
    });
    // httplib's stop() does nothing before the server runs, so nobody may see this object earlier.
    const auto deadline = std::chrono::steady_clock::now() + kListenTimeout;
    while (!m_server.is_running()) {
        if (m_listenEnded || std::chrono::steady_clock::now() > deadline)
            return fail(ErrorKind::Internal,
                text(QT_TRANSLATE_NOOP("core", "The HTTP server of the lab's application did not start at port %1."), port));
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return {};
}

void Application::Private::stop()
{
    const std::lock_guard once(m_stopMutex);
    {
        const std::lock_guard lock(m_freezeMutex);
        m_stopping = true;
    }
    m_thawed.notify_all();
    m_server.stop();
    if (m_listener.joinable())
        m_listener.join();
    backend.stop();
}

void Application::Private::setFrozen(bool on)
{
    backend.setFrozen(on);
    {
        const std::lock_guard lock(m_freezeMutex);
        m_frozen = on;
    }
    m_thawed.notify_all();
}

void Application::Private::addRoutes()
{
    using httplib::Request;
    using httplib::Response;
    m_server.set_pre_routing_handler([this](const Request&, Response& response) { return holdWhileFrozen(response); });
    m_server.Get("/health", [this](const Request&, Response& response) { health(response); });
    m_server.Get("/metrics", [this](const Request&, Response& response) {
        response.set_content(renderText(backend.metrics()), "text/plain; version=0.0.4; charset=utf-8");
    });
    m_server.Post("/api/v1/models/train", [this](const Request& request, Response& response) { startTraining(request, response); });
    m_server.Get(R"(/api/v1/models/train/([0-9a-zA-Z-]+))",
        [this](const Request& request, Response& response) { showTraining(request, response); });
    m_server.Get("/load", [this](const Request&, Response& response) { showLoad(response); });
    m_server.Post("/load", [this](const Request& request, Response& response) { changeLoad(request, response); });
}

httplib::Server::HandlerResponse Application::Private::holdWhileFrozen(httplib::Response& response)
{
    std::unique_lock lock(m_freezeMutex);
    m_thawed.wait(lock, [this] { return !m_frozen || m_stopping; });
    if (!m_stopping)
        return httplib::Server::HandlerResponse::Unhandled;
    refuse(response, 503, "stopping");
    return httplib::Server::HandlerResponse::Handled;
}

bool Application::Private::refuseWithoutReplicas(httplib::Response& response)
{
    if (backend.readyReplicas() > 0)
        return false;
    refuse(response, 503, "no backend replica is ready");
    return true;
}

void Application::Private::health(httplib::Response& response)
{
    if (refuseWithoutReplicas(response))
        return;
    const std::string database = probe(options.postgresPort);
    const std::string redis = probe(options.redisPort);
    const bool healthy = database != kUnreachable && redis != kUnreachable;
    answer(response, healthy ? 200 : 503,
        {{"status", healthy ? "healthy" : "unhealthy"}, {"database", database}, {"redis", redis},
            {"ready_replicas", backend.readyReplicas()}});
}

void Application::Private::startTraining(const httplib::Request& request, httplib::Response& response)
{
    if (refuseWithoutReplicas(response))
        return;
    auto model = parseModelId(request.body);
    if (!model)
        return refuse(response, 422, "expected a JSON object with the text \"model_id\"");
    answer(response, 200, {{"task_id", backend.startTraining(std::move(*model))}, {"status", "started"}});
}

void Application::Private::showTraining(const httplib::Request& request, httplib::Response& response)
{
    if (refuseWithoutReplicas(response))
        return;
    const std::string id = request.matches[1];
    const auto training = backend.training(id);
    if (!training)
        return refuse(response, 404, fmt::format("no training \"{}\"", id));
    answer(response, 200, toJson(*training));
}

void Application::Private::showLoad(httplib::Response& response)
{
    const Metrics now = backend.metrics();
    answer(response, 200, {{"rps", backend.load()}, {"ready_replicas", now.readyReplicas}, {"in_progress", now.inProgress}});
}

void Application::Private::changeLoad(const httplib::Request& request, httplib::Response& response)
{
    const auto rps = parseNumber(request.get_param_value("rps"));
    if (!rps || !isLoad(*rps))
        return refuse(response, 400, fmt::format("rps: expected a number from 0 to {}", kMaxExtraLoad));
    backend.setLoad(*rps);
    showLoad(response);
}

Application::Application(std::unique_ptr<Private> privateData)
    : d(std::move(privateData))
{
}

Application::~Application() = default;

Result<std::unique_ptr<Application>> Application::start(ApplicationOptions options)
{
    if (!options.replicaSource)
        return fail(ErrorKind::InvalidInput, text(QT_TRANSLATE_NOOP("core", "The lab's application needs a source of its ready replicas.")));
    auto d = std::make_unique<Private>(std::move(options));
    QBM_CHECK(d->listen());
    return std::unique_ptr<Application>(new Application(std::move(d)));
}

std::uint16_t Application::port() const
{
    return d->port;
}

void Application::stop()
{
    d->stop();
}

Result<> Application::setLoad(double rps)
{
    if (!isLoad(rps))
        return fail(ErrorKind::InvalidInput, text(QT_TRANSLATE_NOOP("core", "The extra load must be from 0 to %1 requests a second, not %2."),
            fmt::format("{}", kMaxExtraLoad), fmt::format("{}", rps)));
    d->backend.setLoad(rps);
    return {};
}

Result<> Application::setFault(std::string_view name, bool on)
{
    if (name == "slow")
        d->backend.setSlow(on);
    else if (name == "errors")
        d->backend.setErrors(on);
    else if (name == "freeze")
        d->setFrozen(on);
    else
        return fail(ErrorKind::NotFound, text(QT_TRANSLATE_NOOP("core", "The application has no fault %1; there are %2."),
            name, fmt::format("{}", fmt::join(faultNames(), ", "))));
    return {};
}

const std::vector<std::string>& Application::faultNames()
{
    static const std::vector<std::string> names{"slow", "errors", "freeze"};
    return names;
}

Metrics Application::metrics() const
{
    return d->backend.metrics();
}

} // namespace qbm::lab
