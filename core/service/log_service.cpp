// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/kubernetes_cluster.h"

namespace qbm::service {

namespace {

class KubernetesLogService final : public LogService {
public:
    Result<> stream(const LogQuery&, const LogSink&, TaskContext&) override
    {
        return fail(ErrorKind::Unsupported, text("Logs cannot be read yet."));
    }
};

} // namespace

std::shared_ptr<LogService> makeLogService(std::shared_ptr<kubernetes::Client>, std::string)
{
    return std::make_shared<KubernetesLogService>();
}

} // namespace qbm::service
