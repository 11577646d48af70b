// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/request.h"

#include <optional>

namespace qbm::lab::kubernetes {

/// Answers paths that are no resource: version, health, discovery (classic and aggregated). Nothing for other paths.
std::optional<HttpResponse> answerDiscovery(const HttpRequest& request);

} // namespace qbm::lab::kubernetes
