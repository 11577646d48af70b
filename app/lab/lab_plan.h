// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/lab_state.h"
#include "core/base/secret.h"
#include "core/config/profile.h"

namespace qbm::lab {

/// Names of a lab's parts.
namespace parts {
inline constexpr const char* kPostgres = "postgres";
inline constexpr const char* kRedis = "redis";
inline constexpr const char* kPrometheus = "prometheus";
inline constexpr const char* kAlertmanager = "alertmanager";
inline constexpr const char* kPostgresExporter = "postgres-exporter";
inline constexpr const char* kRedisExporter = "redis-exporter";
inline constexpr const char* kApplication = "application";
inline constexpr const char* kKubernetes = "kubernetes";
} // namespace parts

/// Names of files in the secrets folder.
namespace secrets {
inline constexpr const char* kPostgres = "postgres";
inline constexpr const char* kRedis = "redis";
inline constexpr const char* kKubernetesToken = "kubernetes-token";
inline constexpr const char* kSecretKey = "secret-key";
inline constexpr const char* kJwtSecretKey = "jwt-secret-key";
inline constexpr const char* kPgPass = "pgpass"; ///< PostgreSQL's password once more, in the form psql reads
} // namespace secrets

inline constexpr const char* kKubernetesContext = "qbm-lab";

/// How often Prometheus asks the application: the guide's setting, and the step of the history.
inline constexpr std::chrono::seconds kApplicationScrapeInterval{30};

/// Picks free ports, makes passwords, and writes every folder and configuration file the parts need into an empty lab.
/// \return the parts, none started, not yet written to lab.json \error Denied, Exhausted, InvalidInput, NotFound
Result<std::vector<Part>> planParts(const LabFolder& folder);

/// The connection profile of a lab with these parts.
config::Profile labProfile(const LabFolder& folder, const LabState& state);

/// A secret that planParts() made. \error NotFound
Result<Secret> readSecret(const LabFolder& folder, const char* name);

} // namespace qbm::lab
