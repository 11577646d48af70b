// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/kubernetes_cluster.h"

namespace qbm::service {

Result<UsageSnapshot> fetchUsage(kubernetes::Client&, const std::string&, TaskContext&)
{
    return fail(ErrorKind::Unsupported, text("Usage cannot be read yet."));
}

} // namespace qbm::service
