// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/simulator.h"

#include "app/lab/kubernetes/api_server.h"
#include "app/lab/kubernetes/bootstrap.h"
#include "app/lab/kubernetes/certificate.h"
#include "app/lab/kubernetes/controllers/controller_manager.h"
#include "app/lab/kubernetes/json_access.h"
#include "app/lab/kubernetes/names.h"
#include "app/lab/kubernetes/tokens.h"
#include "core/base/file.h"

#include <nlohmann/json.hpp>

#include <mutex>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

constexpr int kApplyAttempts = 20;
constexpr const char* kSeedManager = "qbm-lab";

Error apiFailure(const ApiError& error)
{
    auto kind = ErrorKind::InvalidInput;
    if (error.code == 404)
        kind = ErrorKind::NotFound;
    else if (error.code == 403)
        kind = ErrorKind::Denied;
    else if (error.code == 409)
        kind = ErrorKind::Conflict;
    return {kind, text(QT_TRANSLATE_NOOP("core", "The simulated cluster refuses the object: %1"), error.message),
        "HTTP " + std::to_string(error.code), {}};
}

} // namespace

struct Simulator::Parts {
    Parts(SimulatorOptions given, std::vector<StaticToken> knownTokens, Certificate made)
        : options(std::move(given))
        , tokens(std::move(knownTokens))
        , certificate(std::move(made))
        , store(options.historyPerKind)
        , registry(store, options.seed)
        , controllers(
              Cluster{registry, faults, options.podStart, options.podStop, options.restartBackOff,
                  options.autoscalerInterval, options.onReadyReplicas, std::minstd_rand(options.seed), {}, {}, 0, {}},
              certificate.authorityPem, options.metricsServer)
        , api(registry, AccessControl(store, tokens), faults, options.metricsServer)
    {
    }

    SimulatorOptions options;
    std::vector<StaticToken> tokens;
    Certificate certificate;
    Faults faults;
    Store store;
    Registry registry;
    ControllerManager controllers;
    ApiServer api;
    std::mutex stopMutex;
    std::unique_ptr<HttpServer> server; // the first to go: its threads use all of the above
};

Simulator::Simulator(std::unique_ptr<Parts> parts)
    : m_parts(std::move(parts))
{
}

Simulator::~Simulator()
{
    stop();
}

Result<std::unique_ptr<Simulator>> Simulator::start(SimulatorOptions options)
{
    QBM_CHECK(makeFolder(options.stateFolder, 0700));
    QBM_TRY(certificate, loadOrMakeCertificate(options.stateFolder, options.address));
    QBM_TRY(tokens, loadOrMakeTokens(options.stateFolder / "tokens.csv", options.token));
    tokens.insert(tokens.end(), options.tokens.begin(), options.tokens.end());
    auto parts = std::make_unique<Parts>(std::move(options), std::move(tokens), std::move(certificate));
    std::unique_ptr<Simulator> simulator(new Simulator(std::move(parts)));
    auto& own = *simulator->m_parts;
    own.controllers.start();
    QBM_CHECK(simulator->applyYaml(bootstrapManifest()));
    auto server = HttpServer::start({own.options.address, own.options.port, own.certificate.certificatePem,
                                        own.certificate.privateKeyPem, 3u << 20},
        [&api = own.api](const HttpRequest& request) { return api.handle(request); });
    if (!server)
        return fail(std::move(server).error());
    own.server = std::move(*server);
    return simulator;
}

std::uint16_t Simulator::port() const
{
    return m_parts->server->port();
}

std::string Simulator::url() const
{
    return "https://" + m_parts->options.address + ":" + std::to_string(port());
}

std::string Simulator::caPem() const
{
    return m_parts->certificate.authorityPem;
}

Secret Simulator::token(Identity identity) const
{
    const std::string user = identity == Identity::Admin ? kAdminUser : kServiceAccountUser;
    for (const auto& known : m_parts->tokens)
        if (known.user == user)
            return known.token;
    return Secret();
}

Result<> Simulator::writeKubeconfig(const std::filesystem::path& path, const std::string& contextName,
    const std::string& nameSpace, Identity identity) const
{
    const std::string user = identity == Identity::Admin ? kAdminUser : kServiceAccountUser;
    const json config = {{"apiVersion", "v1"}, {"kind", "Config"}, {"preferences", json::object()},
        {"clusters",
            json::array({{{"name", contextName},
                {"cluster", {{"server", url()}, {"certificate-authority-data", base64(caPem())}}}}})},
        {"users", json::array({{{"name", user}, {"user", {{"token", token(identity).reveal()}}}}})},
        {"contexts",
            json::array({{{"name", contextName},
                {"context", {{"cluster", contextName}, {"user", user}, {"namespace", nameSpace}}}}})},
        {"current-context", contextName}};
    return writeFileDurably(path, toYaml(config), 0600);
}

Result<> Simulator::apply(const json& object)
{
    const auto kind = stringAt(object, {"kind"});
    const auto* type = findByKind(stringAt(object, {"apiVersion"}), kind);
    if (type == nullptr || !type->isStored())
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "The simulated cluster has no kind %1 in %2"), kind,
                stringAt(object, {"apiVersion"})));
    const auto nameSpace = type->namespaced ? stringAt(object, {"metadata", "namespace"}, "default") : std::string();
    const auto name = stringAt(object, {"metadata", "name"});
    const WriteOptions options{false, {kSeedManager, {}, false, {}}};
    for (int attempt = 0;; ++attempt) {
        const auto current = m_parts->store.get(*type, nameSpace, name);
        auto written = current ? m_parts->registry.update(current, object, Part::Main, options)
                               : m_parts->registry.create(*type, nameSpace, object, options);
        if (written)
            return {};
        if (written.error().code != 409 || attempt == kApplyAttempts)
            return fail(apiFailure(written.error()));
    }
}

Result<> Simulator::put(json object)
{
    const auto kind = stringAt(object, {"kind"});
    const auto* type = findByKind(stringAt(object, {"apiVersion"}), kind);
    if (type == nullptr || !type->isStored())
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "The simulated cluster has no kind %1 in %2"), kind,
                stringAt(object, {"apiVersion"})));
    object.erase("kind");
    object.erase("apiVersion");
    auto& metadata = object["metadata"];
    if (!metadata.contains("uid"))
        metadata["uid"] = makeUid();
    if (!metadata.contains("creationTimestamp"))
        metadata["creationTimestamp"] = nowText();
    auto& store = m_parts->store;
    while (true) { // until nobody else is faster
        const auto current = store.get(*type, stringAt(metadata, {"namespace"}), stringAt(metadata, {"name"}));
        if (current ? store.replace(current, object) : store.create(*type, object))
            return {};
    }
}

Result<> Simulator::applyYaml(std::string_view yaml)
{
    const auto documents = parseYaml(yaml);
    if (!documents)
        return fail(ErrorKind::InvalidInput, text(QT_TRANSLATE_NOOP("core", "The manifest is no valid YAML")));
    for (const auto& document : *documents)
        QBM_CHECK(apply(document));
    return {};
}

Result<json> Simulator::object(std::string_view resource, const std::string& nameSpace, const std::string& name) const
{
    const auto* type = findByQualifiedPlural(resource);
    const auto found = type == nullptr ? nullptr : m_parts->store.get(*type, nameSpace, name);
    if (!found)
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core", "The simulated cluster has no %1 %2 in namespace %3"), resource, name,
                nameSpace));
    auto document = found->copy();
    document["kind"] = type->kind;
    document["apiVersion"] = type->apiVersion();
    return document;
}

std::vector<json> Simulator::list(std::string_view resource, const std::string& nameSpace) const
{
    std::vector<json> documents;
    const auto* type = findByQualifiedPlural(resource);
    if (type == nullptr)
        return documents;
    for (const auto& object : m_parts->store.list(*type, nameSpace).objects) {
        auto document = object->copy();
        document["kind"] = type->kind;
        document["apiVersion"] = type->apiVersion();
        documents.push_back(std::move(document));
    }
    return documents;
}

Result<> Simulator::setFault(std::string_view name, bool on)
{
    const auto fault = Faults::byName(name);
    if (!fault)
        return fail(
            ErrorKind::InvalidInput, text(QT_TRANSLATE_NOOP("core", "The simulated cluster knows no fault %1"), name));
    m_parts->faults.set(*fault, on);
    if (*fault == Fault::Restart && on)
        m_parts->store.forgetHistory();
    return {};
}

bool Simulator::fault(std::string_view name) const
{
    const auto known = Faults::byName(name);
    return known && m_parts->faults.isOn(*known);
}

void Simulator::stop()
{
    const std::lock_guard lock(m_parts->stopMutex);
    if (m_parts->server)
        m_parts->server->stop();
    m_parts->controllers.stop();
}

} // namespace qbm::lab::kubernetes
