// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kubernetes/credential.h"
#include "core/kubernetes/renewed_file.h"
#include "core/net/http_client.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace qbm::kubernetes {

/// Acting as somebody else (Impersonate-* headers).
struct Impersonation {
    std::string user;
    std::string uid;
    std::vector<std::string> groups;
    std::map<std::string, std::vector<std::string>> extra;
    bool empty() const { return user.empty(); }
};

/// A context as a list offers it.
struct ContextEntry {
    std::string name;
    std::string cluster;
    std::string user;
    std::string nameSpace; ///< "default" where the file names none
};

/// Everything needed to talk to one cluster as one user: what a context of a kubeconfig resolves to.
struct ClusterAccess {
    std::string contextName;
    std::string clusterName;
    std::string userName;
    std::string nameSpace = "default"; ///< of the context
    std::string server; ///< URL with scheme, maybe a path, no trailing slash
    net::TlsOptions tls; ///< without the client certificate, which comes from `credential`
    std::shared_ptr<RenewedFile> caFile; ///< where tls.caPem comes from a file: what it holds by now
    std::string proxyUrl;
    Impersonation impersonation;
    std::shared_ptr<CredentialSource> credential; ///< never null
    std::vector<Text> warnings; ///< such as an unverified server; to be shown
    std::vector<ContextEntry> contexts; ///< all that the same kubeconfig offers
};

/// One or several kubeconfig files merged as client-go does: the first file to name a thing wins; relative paths
/// belong to the file they stand in.
/// \source kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/
class Kubeconfig {
public:
    /// Files that do not exist are skipped as long as one does.
    /// \error NotFound (none exists), BadData: file and field (wrong type, bad base64, name twice in one file, other
    /// kind)
    static Result<Kubeconfig> load(const std::vector<std::filesystem::path>& files);
    /// Reads text as if it stood in `file`.
    static Result<Kubeconfig> parse(std::string_view text, const std::filesystem::path& file);
    /// `explicitFile` alone if given, else KUBECONFIG, else ~/.kube/config.
    static std::vector<std::filesystem::path> defaultFiles(const std::filesystem::path& explicitFile = {});

    const std::string& currentContext() const { return m_currentContext; }
    std::vector<ContextEntry> contexts() const;
    /// Resolves a context (empty: the current one) and reads the certificate files it names.
    /// \error NotFound (context, cluster, user or file is missing: says which), InvalidInput (contradicting fields,
    ///        exec plugin that is interactive or of an unknown version), Unsupported (auth-provider), BadData (no PEM)
    Result<ClusterAccess> access(const std::string& contextName = {}) const;

private:
    struct Cluster {
        std::string server, caFile, caPem, tlsServerName, proxyUrl, execExtensionJson;
        bool insecure = false;
        bool disableCompression = false;
    };
    struct Exec {
        std::string apiVersion, command, installHint, interactiveMode;
        std::vector<std::string> arguments;
        std::map<std::string, std::string> environment;
        bool provideClusterInfo = false;
    };
    struct User {
        std::string certificateFile, certificatePem, keyFile, tokenFile, userName, authProvider;
        Secret keyPem, token, password;
        Impersonation impersonation;
        std::optional<Exec> exec;
    };
    struct Context {
        std::string cluster, user, nameSpace;
    };
    friend class KubeconfigReader;

    void merge(Kubeconfig later);
    Result<Cluster> usedCluster(const std::string& contextName, const Context& context) const;
    Result<User> usedUser(const std::string& contextName, const Context& context) const;
    static Result<> checkExec(const std::string& userName, const Exec& exec);
    static std::string execClusterInfo(const Cluster& cluster, const ClusterAccess& access);
    static Result<Credential> fixedCredentialOf(const User& user, const std::string& userName);
    static std::shared_ptr<CredentialSource> credentialOf(
        const User& user, Credential fixed, const Cluster& cluster, const ClusterAccess& access);

    std::string m_currentContext;
    std::map<std::string, Cluster> m_clusters;
    std::map<std::string, User> m_users;
    std::map<std::string, Context> m_contexts;
    std::string m_files; // for messages
};

/// The service account of the pod we run in. \error NotFound outside of a pod
Result<ClusterAccess> inClusterAccess(
    const std::filesystem::path& folder = "/var/run/secrets/kubernetes.io/serviceaccount");

/// Access by a kubeconfig if there is one, else by the pod's service account (only when no file was named).
Result<ClusterAccess> findAccess(const std::filesystem::path& kubeconfig, const std::string& contextName);

} // namespace qbm::kubernetes
