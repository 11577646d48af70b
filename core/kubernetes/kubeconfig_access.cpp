// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/base/json_text.h"
#include "core/kubernetes/base64.h"
#include "core/kubernetes/kubeconfig.h"

#include <cstdlib>
#include <nlohmann/json.hpp>

namespace qbm::kubernetes {

namespace {

constexpr std::string_view kExecV1 = "client.authentication.k8s.io/v1";
constexpr std::string_view kExecV1Beta1 = "client.authentication.k8s.io/v1beta1";

tl::unexpected<Error> invalid(Text message)
{
    return fail(ErrorKind::InvalidInput, std::move(message));
}

std::string joinedNames(const auto& entries)
{
    std::string names;
    for (const auto& [name, entry] : entries)
        names += (names.empty() ? "" : ", ") + name;
    return names.empty() ? "none" : names;
}

/// A PEM from its data field or its file; empty if neither is given. `what` names thing and owner in errors.
Result<std::string> loadPem(
    const std::string& data, const std::string& file, const std::string& what, std::string_view marker)
{
    if (!data.empty() && !file.empty())
        return invalid(
            text(QT_TRANSLATE_NOOP("core", "The kubeconfig gives %1 both as data and as a file; remove one."), what));
    std::string pem = data;
    if (!file.empty()) {
        auto content = readFile(file, 1u << 20);
        if (!content)
            return fail(std::move(content).error(),
                text(QT_TRANSLATE_NOOP("core", "Reading %1 named by the kubeconfig"), what));
        pem = std::move(*content);
    }
    const bool isPem = pem.find("-----BEGIN") != std::string::npos && pem.find(marker) != std::string::npos;
    if (!pem.empty() && !isPem)
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "The kubeconfig's value of %1 is no PEM text with a %2."), what, marker));
    return pem;
}

std::shared_ptr<RenewedFile> certificateFile(const std::filesystem::path& file)
{
    return std::make_shared<RenewedFile>(file, [file](std::string content) -> Result<std::string> {
        if (content.find("-----END CERTIFICATE") == std::string::npos)
            return fail(ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "%1 holds no PEM text."), file.string()));
        return content;
    });
}

/// As client-go: a server without scheme is https where anything speaks of TLS.
std::string serverUrl(std::string server, bool tls)
{
    if (server.find("://") == std::string::npos)
        server = (tls ? "https://" : "http://") + server;
    while (!server.empty() && server.back() == '/')
        server.pop_back();
    return server;
}

bool isProxyScheme(const std::string& url)
{
    return url.starts_with("http://") || url.starts_with("https://") || url.starts_with("socks5://");
}

} // namespace

std::vector<ContextEntry> Kubeconfig::contexts() const
{
    std::vector<ContextEntry> entries;
    for (const auto& [name, context] : m_contexts)
        entries.push_back(
            {name, context.cluster, context.user, context.nameSpace.empty() ? "default" : context.nameSpace});
    return entries;
}

Result<Kubeconfig::Cluster> Kubeconfig::usedCluster(const std::string& contextName, const Context& context) const
{
    const auto found = m_clusters.find(context.cluster);
    if (found == m_clusters.end())
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP(
                     "core", "The context \"%1\" of the kubeconfig names the cluster \"%2\", which is not in %3."),
                contextName, context.cluster, m_files));
    const Cluster& cluster = found->second;
    if (cluster.server.empty())
        return invalid(
            text(QT_TRANSLATE_NOOP("core", "The cluster \"%1\" of the kubeconfig has no server."), context.cluster));
    if (cluster.insecure && !(cluster.caFile.empty() && cluster.caPem.empty()))
        return invalid(text(QT_TRANSLATE_NOOP("core",
                                "The cluster \"%1\" of the kubeconfig names a certificate authority and also "
                                "insecure-skip-tls-verify; remove one."),
            context.cluster));
    if (!cluster.proxyUrl.empty() && !isProxyScheme(cluster.proxyUrl))
        return invalid(text(
            QT_TRANSLATE_NOOP("core",
                "The cluster \"%1\" of the kubeconfig has a proxy-url that is not http://, https:// or socks5://."),
            context.cluster));
    return cluster;
}

Result<Kubeconfig::User> Kubeconfig::usedUser(const std::string& contextName, const Context& context) const
{
    if (context.user.empty())
        return User{};
    const auto found = m_users.find(context.user);
    if (found == m_users.end())
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP(
                     "core", "The context \"%1\" of the kubeconfig names the user \"%2\", which is not in %3."),
                contextName, context.user, m_files));
    const User& user = found->second;
    if (!user.authProvider.empty())
        return fail(ErrorKind::Unsupported,
            text(QT_TRANSLATE_NOOP("core",
                     "The user \"%1\" of the kubeconfig logs in by the auth-provider \"%2\", which current clients no "
                     "longer know; use an exec plugin."),
                context.user, user.authProvider));
    const Impersonation& as = user.impersonation;
    if (as.user.empty() && !(as.uid.empty() && as.groups.empty() && as.extra.empty()))
        return invalid(text(QT_TRANSLATE_NOOP("core",
                                "The user \"%1\" of the kubeconfig asks for a uid, groups or extras without the user "
                                "to act as (\"as\")."),
            context.user));
    if (user.exec)
        QBM_CHECK(checkExec(context.user, *user.exec));
    return user;
}

Result<> Kubeconfig::checkExec(const std::string& userName, const Exec& exec)
{
    if (exec.apiVersion != kExecV1 && exec.apiVersion != kExecV1Beta1)
        return invalid(
            text(QT_TRANSLATE_NOOP(
                     "core", "The exec plugin of the user \"%1\" has an invalid apiVersion \"%2\"; expected %3 or %4."),
                userName, exec.apiVersion, kExecV1, kExecV1Beta1));
    if (exec.command.empty())
        return invalid(
            text(QT_TRANSLATE_NOOP("core", "The exec plugin of the user \"%1\" names no command."), userName));
    if (exec.interactiveMode.empty() && exec.apiVersion == kExecV1)
        return invalid(text(
            QT_TRANSLATE_NOOP("core", "The exec plugin of the user \"%1\": interactiveMode must be specified for v1."),
            userName));
    if (exec.interactiveMode == "Always")
        return invalid(text(QT_TRANSLATE_NOOP("core",
                                "The login program of the user \"%1\" must talk to a person (interactiveMode: Always), "
                                "which is not possible here; log in by it in a terminal or use another user."),
            userName));
    if (!exec.interactiveMode.empty() && exec.interactiveMode != "Never" && exec.interactiveMode != "IfAvailable")
        return invalid(
            text(QT_TRANSLATE_NOOP("core", "The exec plugin of the user \"%1\" has an unknown interactiveMode \"%2\"."),
                userName, exec.interactiveMode));
    return {};
}

std::string Kubeconfig::execClusterInfo(const Cluster& cluster, const ClusterAccess& access)
{
    nlohmann::json info{{"server", access.server}};
    if (!access.tls.serverName.empty())
        info["tls-server-name"] = access.tls.serverName;
    if (access.tls.insecureSkipVerify)
        info["insecure-skip-tls-verify"] = true;
    if (!access.tls.caPem.empty())
        info["certificate-authority-data"] = encodeBase64(access.tls.caPem);
    if (!access.proxyUrl.empty())
        info["proxy-url"] = access.proxyUrl;
    if (cluster.disableCompression)
        info["disable-compression"] = true;
    if (!cluster.execExtensionJson.empty())
        info["config"] = nlohmann::json::parse(cluster.execExtensionJson, nullptr, false);
    return writeJson(info);
}

Result<Credential> Kubeconfig::fixedCredentialOf(const User& user, const std::string& userName)
{
    const std::string owner = "of the user \"" + userName + "\"";
    QBM_TRY(certificate,
        loadPem(user.certificatePem, user.certificateFile, "the client certificate " + owner, "CERTIFICATE"));
    QBM_TRY(key, loadPem(user.keyPem.reveal(), user.keyFile, "the client key " + owner, "PRIVATE KEY"));
    if (certificate.empty() != key.empty())
        return invalid(text(QT_TRANSLATE_NOOP("core",
                                "The user \"%1\" of the kubeconfig has only one of client certificate and client key; "
                                "both are needed."),
            userName));
    Credential credential;
    if (user.certificateFile.empty())
        credential.clientCertificatePem = std::move(certificate);
    if (user.keyFile.empty())
        credential.clientKeyPem = Secret(std::move(key));
    if (!user.tokenFile.empty())
        return credential; // the file wins over a token beside it, as in kubectl
    if (!user.token.empty())
        credential.bearerToken = user.token;
    else if (!user.userName.empty())
        credential.basic = Secret(user.userName + ":" + user.password.reveal());
    return credential;
}

std::shared_ptr<CredentialSource> Kubeconfig::credentialOf(
    const User& user, Credential fixed, const Cluster& cluster, const ClusterAccess& access)
{
    CredentialFiles files{user.tokenFile, user.certificateFile, user.keyFile};
    auto source = makeFixedCredential(fixed);
    if (user.exec) {
        const Exec& exec = *user.exec;
        source = makeExecCredential(
            {exec.apiVersion, exec.command, exec.arguments, exec.environment, exec.installHint, access.userName,
                exec.provideClusterInfo ? execClusterInfo(cluster, access) : std::string()},
            std::move(fixed));
        files.token.clear();
    }
    return files.empty() ? source : makeFileCredential(files, std::move(source));
}

Result<ClusterAccess> Kubeconfig::access(const std::string& contextName) const
{
    const std::string& name = contextName.empty() ? m_currentContext : contextName;
    if (name.empty())
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core", "The kubeconfig %1 has no current context; name one of: %2."), m_files,
                joinedNames(m_contexts)));
    const auto context = m_contexts.find(name);
    if (context == m_contexts.end())
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core", "The context \"%1\" is not in the kubeconfig %2; there are: %3."), name,
                m_files, joinedNames(m_contexts)));
    QBM_TRY(cluster, usedCluster(name, context->second));
    QBM_TRY(user, usedUser(name, context->second));

    ClusterAccess access;
    access.contextName = name;
    access.contexts = contexts();
    access.clusterName = context->second.cluster;
    access.userName = context->second.user;
    if (!context->second.nameSpace.empty())
        access.nameSpace = context->second.nameSpace;
    access.tls.insecureSkipVerify = cluster.insecure;
    access.tls.serverName = cluster.tlsServerName;
    access.proxyUrl = cluster.proxyUrl;
    access.impersonation = user.impersonation;
    const bool hasCertificate = !user.certificateFile.empty() || !user.certificatePem.empty();
    access.server = serverUrl(
        cluster.server, cluster.insecure || hasCertificate || !cluster.caFile.empty() || !cluster.caPem.empty());
    QBM_TRY(fixed, fixedCredentialOf(user, access.userName));
    QBM_TRY(caPem,
        loadPem(cluster.caPem, cluster.caFile,
            "the certificate authority of the cluster \"" + access.clusterName + "\"", "CERTIFICATE"));
    access.tls.caPem = std::move(caPem);
    if (!cluster.caFile.empty())
        access.caFile = certificateFile(cluster.caFile);
    access.credential = credentialOf(user, std::move(fixed), cluster, access);
    if (cluster.insecure)
        access.warnings.push_back(text(QT_TRANSLATE_NOOP("core",
            "The cluster's certificate is not verified (insecure-skip-tls-verify): somebody in between could read and "
            "change everything.")));
    if (access.server.starts_with("http://"))
        access.warnings.push_back(
            text(QT_TRANSLATE_NOOP("core", "The connection to the cluster is not encrypted (%1)."), access.server));
    return access;
}

Result<ClusterAccess> inClusterAccess(const std::filesystem::path& folder)
{
    const char* const host = std::getenv("KUBERNETES_SERVICE_HOST");
    const char* const port = std::getenv("KUBERNETES_SERVICE_PORT");
    if (host == nullptr || port == nullptr || *host == '\0' || *port == '\0')
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core", "This is not a pod of a cluster: there is no service account.")));
    ClusterAccess access;
    access.contextName = access.clusterName = "in-cluster";
    access.userName = "service account";
    const std::string address(host);
    access.server = "https://" + (address.find(':') == std::string::npos ? address : "[" + address + "]") + ":" + port;
    QBM_TRY(caPem, readFile(folder / "ca.crt", 1u << 20));
    access.tls.caPem = std::move(caPem);
    access.caFile = certificateFile(folder / "ca.crt");
    if (auto nameSpace = readFile(folder / "namespace", 1024); nameSpace && !nameSpace->empty())
        access.nameSpace = nameSpace->substr(0, nameSpace->find_last_not_of(" \r\n") + 1);
    access.credential = makeFileCredential({.token = folder / "token", .clientCertificate = {}, .clientKey = {}});
    return access;
}

Result<ClusterAccess> findAccess(const std::filesystem::path& kubeconfig, const std::string& contextName)
{
    const auto files = Kubeconfig::defaultFiles(kubeconfig);
    const auto config = Kubeconfig::load(files);
    if (config) {
        QBM_TRY(access, config->access(contextName));
        // The current context may become another one; this access stays with the one it was made for.
        const auto load = [files, name = access.contextName]() -> Result<std::shared_ptr<CredentialSource>> {
            QBM_TRY(renewed, Kubeconfig::load(files));
            QBM_TRY(again, renewed.access(name));
            return std::move(again.credential);
        };
        access.credential = makeReloadedCredential(files, load, std::move(access.credential));
        return access;
    }
    if (kubeconfig.empty() && contextName.empty() && config.error().kind == ErrorKind::NotFound) {
        if (auto access = inClusterAccess())
            return access;
    }
    return fail(config.error());
}

} // namespace qbm::kubernetes
