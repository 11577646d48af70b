// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_text.h"
#include "core/kubernetes/credential.h"
#include "core/kubernetes/json.h"
#include "core/process/process.h"

#include <chrono>
#include <mutex>
#include <nlohmann/json.hpp>

namespace qbm::kubernetes {

namespace {

constexpr std::chrono::seconds kPluginTimeout{60};
// A token that ends while the request is on its way is as bad as one that has ended.
constexpr std::chrono::seconds kExpiryMargin{10};

class ExecCredential : public CredentialSource {
public:
    ExecCredential(ExecPlugin plugin, Credential rest, const Clock& clock)
        : m_plugin(std::move(plugin))
        , m_rest(std::move(rest))
        , m_clock(clock)
    {
    }

    Result<Credential> current(TaskContext& context) override
    {
        // Held while the plugin runs: callers that come meanwhile want this very answer, not a second login.
        const std::lock_guard lock(m_mutex);
        if (m_credential && (!m_expiry || m_clock.now() + kExpiryMargin < *m_expiry))
            return *m_credential;
        m_credential.reset();
        QBM_TRY(output, runPlugin(context));
        QBM_TRY(credential, readAnswer(output));
        m_credential = std::move(credential);
        return *m_credential;
    }

    void refused() override
    {
        const std::lock_guard lock(m_mutex);
        m_credential.reset();
    }

private:
    std::string execInfo() const
    {
        nlohmann::json info{
            {"apiVersion", m_plugin.apiVersion}, {"kind", "ExecCredential"}, {"spec", {{"interactive", false}}}};
        if (!m_plugin.clusterInfoJson.empty())
            info["spec"]["cluster"] = nlohmann::json::parse(m_plugin.clusterInfoJson, nullptr, false);
        return writeJson(info);
    }

    Result<std::string> runPlugin(TaskContext& context) const
    {
        process::Command command{m_plugin.command, m_plugin.arguments, m_plugin.environment, {}, {}};
        command.environment["KUBERNETES_EXEC_INFO"] = execInfo();
        process::RunOptions options;
        options.stallTimeout = kPluginTimeout;
        auto exit = process::run(command, options, context);
        if (!exit && exit.error().kind == ErrorKind::NotFound)
            return fail(ErrorKind::NotFound,
                text(QT_TRANSLATE_NOOP("core", "The login program \"%1\" of the kubeconfig's user %2 is not there. %3"),
                    m_plugin.command, m_plugin.userName, m_plugin.installHint));
        if (!exit)
            return fail(std::move(exit).error(),
                text(QT_TRANSLATE_NOOP("core", "Running the login program \"%1\" of the kubeconfig's user %2"),
                    m_plugin.command, m_plugin.userName));
        if (exit->code != 0)
            return fail(ErrorKind::Denied,
                text(QT_TRANSLATE_NOOP(
                         "core", "The login program \"%1\" of the kubeconfig's user %2 failed with exit code %3."),
                    m_plugin.command, m_plugin.userName, exit->code),
                exit->errorTail);
        return std::move(exit->output);
    }

    /// Never quotes the output: it holds the credential.
    tl::unexpected<Error> badAnswer(std::string why) const
    {
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP(
                     "core", "The login program \"%1\" of the kubeconfig's user %2 gave no usable credential: %3."),
                m_plugin.command, m_plugin.userName, std::move(why)));
    }

    Result<Credential> readAnswer(const std::string& output)
    {
        JsonDocument document;
        const auto root = document.parse(output);
        if (!root)
            return badAnswer("its output is not JSON");
        if ((*root)["kind"].view() != "ExecCredential")
            return badAnswer("its output is no ExecCredential");
        if ((*root)["apiVersion"].view() != m_plugin.apiVersion)
            return badAnswer("it answered in version \"" + (*root)["apiVersion"].string()
                + "\", the kubeconfig asks for \"" + m_plugin.apiVersion + "\"");
        const JsonValue status = (*root)["status"];
        Credential credential = m_rest;
        if (const auto token = status["token"].view(); !token.empty())
            credential.bearerToken = Secret(std::string(token));
        const auto certificate = status["clientCertificateData"].view();
        const auto key = status["clientKeyData"].view();
        if (certificate.empty() != key.empty())
            return badAnswer("a client certificate needs its key, and a key its certificate");
        if (!certificate.empty()) {
            credential.clientCertificatePem = certificate;
            credential.clientKeyPem = Secret(std::string(key));
        }
        if (status["token"].view().empty() && certificate.empty())
            return badAnswer("it holds neither a token nor a certificate");
        m_expiry = status["expirationTimestamp"].time();
        if (!m_expiry && !status["expirationTimestamp"].empty())
            return badAnswer("its expirationTimestamp is no time");
        return credential;
    }

    std::mutex m_mutex;
    ExecPlugin m_plugin;
    Credential m_rest;
    const Clock& m_clock;
    std::optional<Credential> m_credential;
    std::optional<TimePoint> m_expiry;
};

} // namespace

std::shared_ptr<CredentialSource> makeExecCredential(ExecPlugin plugin, Credential rest, const Clock& clock)
{
    return std::make_shared<ExecCredential>(std::move(plugin), std::move(rest), clock);
}

} // namespace qbm::kubernetes
