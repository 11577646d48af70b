// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/access.h"
#include "app/lab/kubernetes/exec/pod_files.h"
#include "app/lab/kubernetes/faults.h"
#include "app/lab/kubernetes/http_server.h"
#include "app/lab/kubernetes/registry.h"
#include "app/lab/kubernetes/request.h"

#include <atomic>

namespace qbm::lab::kubernetes {

/// From a request to its answer: faults, who, may he, what, which handler. \thread any
class ApiServer {
public:
    ApiServer(Registry& registry, AccessControl access, const Faults& faults, bool metricsServer);

    HttpResponse handle(const HttpRequest& request);

private:
    ApiResult<HttpResponse> answer(const HttpRequest& request);
    ApiResult<HttpResponse> answerResource(RequestContext& context);
    ApiResult<HttpResponse> dispatch(const RequestContext& context);
    ApiResult<> injectFaults(const RequestContext& context);

    Registry& m_registry;
    AccessControl m_access;
    const Faults& m_faults;
    bool m_metricsServer;
    PodFiles m_files; ///< of the pods that commands are run in
    std::atomic<unsigned> m_writes{0}; ///< for the fault conflict
};

} // namespace qbm::lab::kubernetes
