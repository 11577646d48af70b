// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kubernetes/client.h"
#include "core/service/cluster_service.h"

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace qbm::service {

/// Asks for permissions, several at a time, and remembers the answers for a while: a screen asks about all its buttons
/// again and again.
/// \thread any
class PermissionCache {
public:
    PermissionCache(std::shared_ptr<kubernetes::Client> client, std::string nameSpace);

    /// One answer a question, in their order. \error what the first review that failed says
    Result<std::vector<Permission>> fetch(const std::vector<PermissionQuestion>& questions, TaskContext& context);

private:
    using SteadyClock = std::chrono::steady_clock;
    struct Answer {
        Permission permission;
        SteadyClock::time_point at;
    };

    Result<Permission> ask(const PermissionQuestion& question, TaskContext& context);
    std::optional<Permission> known(const std::string& key) const;
    Text denial(const kubernetes::AccessQuestion& question, const std::string& serverReason, TaskContext& context);

    const std::shared_ptr<kubernetes::Client> m_client;
    const std::string m_nameSpace;
    mutable std::mutex m_mutex;
    std::map<std::string, Answer> m_answers;
    std::string m_user; // who the server says we are; empty: not asked yet
};

} // namespace qbm::service
