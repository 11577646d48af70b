// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/restore/workload_control.h"
#include "core/postgres/server_facts.h"

#include <map>
#include <string>

namespace qbm::backup {

/// What sessions are called where somebody must do something about them: with the pod they come from, as far as the
/// cluster knows the address. Each address is asked for once.
class HolderNames {
public:
    /// \param workload null where there is no cluster; must outlive this, as must `context`
    HolderNames(WorkloadControl* workload, TaskContext& context)
        : m_workload(workload)
        , m_context(&context)
    {
    }
    /// "qbm-backend from 10.42.0.7, pod backend-5d8f-x2x7k, as app (idle, process 4711)"
    Text operator()(const postgres::Session& session);
    /// The pod that has the address; empty: none is known.
    const std::string& podAt(const std::string& address);

private:
    WorkloadControl* m_workload;
    TaskContext* m_context;
    std::map<std::string, std::string> m_pods; ///< by address; empty: none has it
};

} // namespace qbm::backup
