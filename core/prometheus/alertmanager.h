// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/prometheus/client.h"

namespace qbm::prometheus {

/// One alert as Alertmanager holds it.
struct Alert {
    std::string fingerprint;
    Labels labels;
    Labels annotations;
    std::string state; ///< "active", "suppressed" (silenced or inhibited), "unprocessed"
    TimePoint startsAt;
    TimePoint endsAt; ///< when it ends by itself unless repeated
    std::vector<std::string> silencedBy; ///< ids of silences
    std::vector<std::string> inhibitedBy; ///< fingerprints
    std::vector<std::string> receivers;
    std::string generatorUrl;

    std::string_view alertName() const { return labelValue(labels, "alertname"); }
    std::string_view severity() const { return labelValue(labels, "severity"); }
    bool firing() const { return state == "active"; }
    friend bool operator==(const Alert&, const Alert&) = default;
};

/// Alerts that are notified together.
struct AlertGroup {
    Labels labels;
    std::string receiver;
    std::vector<Alert> alerts;
};

struct Matcher {
    std::string label;
    std::string value;
    bool isRegex = false;
    bool isEqual = true;
    friend bool operator==(const Matcher&, const Matcher&) = default;
};

struct Silence {
    std::string id; ///< empty: a new one
    std::vector<Matcher> matchers;
    TimePoint startsAt;
    TimePoint endsAt;
    std::string createdBy;
    std::string comment;
    std::string state; ///< "active", "pending", "expired"
    friend bool operator==(const Silence&, const Silence&) = default;
};

/// Alertmanager's API v2.
///
/// \thread any number of calls at once
/// \error as Client; InDoubt if the connection broke while a silence was being written
/// \source github.com/prometheus/alertmanager api/v2/openapi.yaml
class AlertmanagerClient {
public:
    AlertmanagerClient(std::shared_ptr<net::HttpClient> http, Endpoint endpoint);

    /// Newest first.
    Result<std::vector<Alert>> fetchAlerts(TaskContext& context) const;
    Result<std::vector<AlertGroup>> fetchGroups(TaskContext& context) const;
    Result<std::vector<Silence>> fetchSilences(TaskContext& context) const;
    /// Creates a silence, or replaces the one with its id. \return the id it has now
    Result<std::string> writeSilence(const Silence& silence, TaskContext& context) const;
    Result<> expireSilence(const std::string& id, TaskContext& context) const;
    /// The server's version.
    Result<std::string> fetchVersion(TaskContext& context) const;

    const Endpoint& endpoint() const { return m_endpoint; }

private:
    Result<std::string> send(net::Request request, TaskContext& context) const;

    std::shared_ptr<net::HttpClient> m_http;
    Endpoint m_endpoint;
};

} // namespace qbm::prometheus
