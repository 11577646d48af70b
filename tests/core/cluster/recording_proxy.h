// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kubernetes/kubeconfig.h"
#include "tests/support/http_server.h"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace qbm::test {

/// Stands between a client and an API server and counts what would change something. May answer a request itself.
class RecordingProxy {
public:
    explicit RecordingProxy(kubernetes::ClusterAccess behind);
    ~RecordingProxy();

    /// The way to the same cluster through this proxy.
    kubernetes::ClusterAccess access() const;
    /// "PATCH /apis/...": every request that is neither a GET nor an access review.
    std::vector<std::string> writes() const;
    std::size_t requests() const { return m_server->seen().size(); }
    /// Answers in the server's place where it returns one.
    void intercept(std::function<std::optional<Answer>(const SeenRequest&)> interceptor);

private:
    Answer forward(const SeenRequest& request);

    kubernetes::ClusterAccess m_behind;
    mutable std::mutex m_mutex;
    std::function<std::optional<Answer>(const SeenRequest&)> m_interceptor;
    std::unique_ptr<net::HttpClient> m_client;
    std::unique_ptr<HttpServer> m_server; // last: its threads use all of the above
};

} // namespace qbm::test
