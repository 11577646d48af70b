// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/health/answers.h"
#include "core/health/overview.h"

/// One function a part of the system: from what was answered to how it stands. Pure.
namespace qbm::health {

Node ingressNode(const Answers& answers);
Node frontendNode(const Answers& answers);
Node backendNode(const Answers& answers);
Node postgresNode(const Answers& answers);
/// The standbys that the primary lists.
std::vector<Node> standbyNodes(const Answers& answers);
Node redisNode(const Answers& answers);
/// The replicas that the master lists.
std::vector<Node> redisReplicaNodes(const Answers& answers);
Node prometheusNode(const Answers& answers);
Node alertmanagerNode(const Answers& answers);

/// The state and sentence of a node may only get worse while its sources are gone through.
void worsen(Node& node, State state, Text sentence);
/// How a source stands that answered with an error: Down where nothing came, Unknown where it answered and told nothing.
State stateOf(const Error& error);
/// A reading that has its value.
Reading valueReading(double value, Unit unit, std::string source, std::string query, TimePoint at);
/// A reading whose source gave an error.
Reading downReading(Unit unit, std::string source, std::string query, const Error& error, TimePoint at);

/// Alerts that would fire and that a silence keeps from being heard of.
struct SilencedAlerts {
    std::size_t count = 0;
    std::string names; ///< "HighErrorRate, BackendDown"
    Text by; ///< "silenced by the operation ...", as far as it is one of ours
};
SilencedAlerts silencedAlerts(const Answers& answers);

} // namespace qbm::health
