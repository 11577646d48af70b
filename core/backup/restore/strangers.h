// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/restore/restore_request.h"
#include "core/operation/operation.h"
#include "core/postgres/server_facts.h"

#include <string>
#include <vector>

namespace qbm::backup {

/// Whose session a holder's is, as far as its address tells.
struct HolderOrigin {
    bool local = false; ///< a socket of the server's machine, or its loopback
    std::string pod; ///< that has the address; empty: none is known
};

/// Which of the sessions surely are none of the application's, so that they do not end with its pods. A pod of another
/// kind is a stranger unless its name says that it passes on what others ask (a pooler); an address without a pod is one
/// where the addresses of the application's own pods are known. \param origins of the sessions, in their order
std::vector<bool> areStrangers(
    const std::vector<HolderOrigin>& origins, const std::vector<std::string>& deployments);

/// Before the application is stopped: waits until nobody holds the live database whom stopping it would not send away.
/// Nothing where sessions may be ended, or where the application is stopped already. \error Timeout names them
Result<> waitForStrangers(const RestoreRequest& request, operation::StepContext& step);

} // namespace qbm::backup
