// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/secret.h"
#include "core/base/task_context.h"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qbm::kubernetes {

/// What shows the API server who we are; any part may be absent.
struct Credential {
    std::optional<Secret> bearerToken;
    std::optional<Secret> basic; ///< "user:password", for gateways in front of a cluster
    std::string clientCertificatePem;
    Secret clientKeyPem;

    bool isSame(const Credential& other) const;
};

/// Where credentials come from: fixed, a file that rotates, or a plugin.
/// \thread any
class CredentialSource {
public:
    virtual ~CredentialSource() = default;
    /// The credential to use now; may read a file or run a program. \error NotFound, Denied, BadData, Timeout
    virtual Result<Credential> current(TaskContext& context) = 0;
    /// The server answered 401: forget what is cached, so that current() gives something else if there is anything.
    virtual void refused() { }
};

std::shared_ptr<CredentialSource> makeFixedCredential(Credential credential);

/// The files that a kubeconfig's user names; empty: none.
struct CredentialFiles {
    std::filesystem::path token, clientCertificate, clientKey;
    bool empty() const { return token.empty() && clientCertificate.empty() && clientKey.empty(); }
};
/// What `rest` gives, and from files what it leaves out. A file is read again when it changes and after a 401.
std::shared_ptr<CredentialSource> makeFileCredential(
    const CredentialFiles& files, std::shared_ptr<CredentialSource> rest = makeFixedCredential({}));
/// The source that `load` makes of some files, and makes again when one of them has other content.
std::shared_ptr<CredentialSource> makeReloadedCredential(const std::vector<std::filesystem::path>& files,
    std::function<Result<std::shared_ptr<CredentialSource>>()> load, std::shared_ptr<CredentialSource> first);

/// An exec credential plugin as a kubeconfig names it.
/// \source kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
struct ExecPlugin {
    std::string apiVersion; ///< client.authentication.k8s.io/v1 or /v1beta1
    std::string command; ///< already resolved against the kubeconfig's folder if it holds a slash
    std::vector<std::string> arguments;
    std::map<std::string, std::string> environment;
    std::string installHint;
    std::string userName; ///< the kubeconfig's user, for messages
    std::string clusterInfoJson; ///< spec.cluster of the ExecCredential; empty: not provided
};

/// Runs the plugin when needed and keeps its answer until it expires or is refused.
std::shared_ptr<CredentialSource> makeExecCredential(
    ExecPlugin plugin, Credential rest = {}, const Clock& clock = systemClock());

} // namespace qbm::kubernetes
