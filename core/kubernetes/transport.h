// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kubernetes/client.h"
#include "core/net/http_client.h"

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace qbm::kubernetes {

/// One request as the calls of Client describe it.
struct ApiRequest {
    std::string method = "GET";
    std::string pathAndQuery;
    std::string accept = "application/json";
    std::string contentType;
    std::string body;
    bool onlyAsks = false; ///< an access review: allowed when read-only, never in doubt
    bool dryRun = false; ///< a write that is tried and thrown away: refused when read-only, never in doubt
    bool quick = true; ///< ends after the total timeout; false for listings of unknown size and watches
    std::optional<std::chrono::milliseconds> silence; ///< how long no byte need come, where that is not the usual
    Text what; ///< "list pods in qbm-ai-system"

    bool writing() const { return method != "GET" && !onlyAsks; }
    bool changing() const { return writing() && !dryRun; }
};

/// The Accept header that asks for it. A server that does not know the form sends plain JSON.
std::string acceptFor(Representation representation, bool list);

/// Authentication, impersonation, repeated tries and the reading of failed answers: what all calls share.
class Client::Transport {
public:
    Transport(ClusterAccess access, AccessMode mode);

    const ClusterAccess& access() const { return m_access; }
    AccessMode mode() const { return m_mode; }

    /// Any HTTP status; 401 and "try later" have been tried again.
    Result<net::Response> exchange(const ApiRequest& request, TaskContext& context);
    /// A successful answer, or the Error that its status makes.
    Result<net::Response> call(const ApiRequest& request, TaskContext& context);
    /// Hands on the body of a successful answer; the body of a failed one is in the Response.
    Result<net::Response> stream(const ApiRequest& request, const std::function<void()>& onOpen,
        const std::function<bool(std::string_view)>& onData, TaskContext& context);

    struct Discovery {
        std::vector<DiscoveredResource> resources;
        std::chrono::steady_clock::time_point fetchedAt{};
    };
    std::mutex discoveryMutex;
    std::optional<Discovery> discovery;

    std::mutex streamedListsMutex;
    std::optional<bool> streamedLists; ///< by the server's version
    std::set<std::string> withoutStreamedLists; ///< resources whose listing it would not stream all the same

private:
    net::Request prepare(const ApiRequest& request, const Credential& credential) const;
    std::shared_ptr<net::HttpClient> httpClient(const Credential& credential);
    net::TlsOptions tlsOptions(const Credential& credential) const;
    using Attempt = std::function<Result<net::Response>(net::HttpClient&, const net::Request&)>;
    Result<net::Response> attempt(const ApiRequest& request, const Attempt& send, TaskContext& context);
    Result<bool> hasOtherCredential(const Credential& refused, TaskContext& context);

    ClusterAccess m_access;
    AccessMode m_mode;
    std::mutex m_mutex;
    net::TlsOptions m_tls; // of m_http
    std::shared_ptr<net::HttpClient> m_http;
};

} // namespace qbm::kubernetes
