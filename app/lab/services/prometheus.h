// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/process/process.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

namespace qbm::lab {

/// Ports that the lab's Prometheus works with.
struct MonitoringPorts {
    std::uint16_t prometheus = 0;
    std::uint16_t alertmanager = 0;
    std::uint16_t application = 0;
    std::uint16_t postgresExporter = 0;
    std::uint16_t redisExporter = 0;
};

/// prometheus.yml with the guide's jobs (qbm-backend, postgres, redis), Prometheus itself, the rules and the
/// Alertmanager. \param applicationInterval how often the application is asked; everything else every 15 s
std::string prometheusConfig(
    const MonitoringPorts& ports, const std::filesystem::path& rulesFile, std::chrono::seconds applicationInterval);
/// The alerts a QBM system needs first: something is down, slow, failing, or a model has drifted.
std::string alertRules();

/// Prometheus 2.42 on 127.0.0.1, keeping 60 days. \error NotFound names the package
Result<process::Command> prometheusCommand(
    const std::filesystem::path& configFile, const std::filesystem::path& dataFolder, std::uint16_t port);

/// Turns OpenMetrics text into blocks of a Prometheus data folder. \error NotFound names the package
Result<process::Command> createBlocksCommand(
    const std::filesystem::path& openMetrics, const std::filesystem::path& dataFolder);

/// alertmanager.yml with one receiver that keeps alerts and sends nothing anywhere.
std::string alertmanagerConfig();
/// Alertmanager on 127.0.0.1 without a cluster. \error NotFound names the package
Result<process::Command> alertmanagerCommand(
    const std::filesystem::path& configFile, const std::filesystem::path& dataFolder, std::uint16_t port);

} // namespace qbm::lab
