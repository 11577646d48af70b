// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/kubernetes_cluster.h"

namespace qbm::service {

Result<ObjectDetail> fetchObjectDetail(kubernetes::Client&, const std::string&, const ObjectKey&, TaskContext&)
{
    return fail(ErrorKind::Unsupported, text("Details cannot be read yet."));
}

} // namespace qbm::service
