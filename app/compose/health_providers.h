// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/profile.h"
#include "core/health/facts.h"
#include "core/service/services.h"

#include <filesystem>
#include <functional>
#include <memory>

namespace qbm::kubernetes {
class Client;
}
namespace qbm::net {
class HttpClient;
}
namespace qbm::postgres {
struct ConnectionSettings;
}
namespace qbm::redis {
struct Options;
}

/// Turns what the clients answer into what the overview asks for.
namespace qbm::compose {

/// A session for one look; made anew each time, so that a restarted server is found again.
std::function<Result<health::DatabaseFacts>(TaskContext&)> databaseProvider(
    std::function<Result<postgres::ConnectionSettings>(AccessMode, TaskContext&)> settings);
std::function<Result<redis::ServerFacts>(TaskContext&)> cacheProvider(std::function<Result<redis::Options>(TaskContext&)> options);
std::function<Result<health::ClusterFacts>(TaskContext&)> clusterProvider(
    std::shared_ptr<kubernetes::Client> client, std::string nameSpace);
/// For a cluster that has no client: gives the reason.
std::function<Result<health::ClusterFacts>(TaskContext&)> unavailableClusterProvider(std::shared_ptr<service::ClusterService> cluster);
std::function<Result<health::BackupFacts>(TaskContext&)> backupsProvider(std::shared_ptr<service::BackupService> backups);
/// GET URL/health; anything but a success is an error that says what the application answered.
std::function<Result<>(TaskContext&)> applicationProvider(std::shared_ptr<net::HttpClient> http, std::string url);
/// What the journals of a state folder say has not ended. A journal that has ended is read once.
std::function<Result<std::vector<health::OperationFacts>>(TaskContext&)> operationsProvider(std::filesystem::path stateFolder);

} // namespace qbm::compose
