// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/http_server.h"

namespace qbm::lab::kubernetes {

/// /openapi/v3 and its group documents: operations and their parameters, no schemas. kubectl reads there whether the
/// server validates fields itself. 404 for /openapi/v2.
HttpResponse answerOpenApi(const HttpRequest& request);

} // namespace qbm::lab::kubernetes
