// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/simulator.h"
#include "core/net/http_client.h"

#include <QTemporaryDir>
#include <QtTest>

#include <nlohmann/json.hpp>

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace qbm::lab::kubernetes::test {

using nlohmann::json;

/// The answer to a call, its body parsed where it is JSON.
struct Answer {
    int status = 0;
    std::string text;
    json body;
    net::Response raw;
};

/// What a simulator starts with.
enum class Seed {
    Qbm, ///< the QBM system of the lab
    Nothing,
    Bare, ///< two nodes, fake-0 and fake-1, no metrics server, no quick autoscaler: the recorder's cluster
};

/// A simulator of the QBM system with quick pods, and a client for it.
class Fixture {
public:
    explicit Fixture(Seed seed = Seed::Qbm, std::size_t history = 10'000);

    Simulator& simulator() { return *m_simulator; }
    std::string path(const char* name) const { return m_folder.filePath(QString::fromUtf8(name)).toStdString(); }
    net::HttpClient& client() { return *m_client; }
    std::string url(const std::string& pathAndQuery) const { return m_simulator->url() + pathAndQuery; }

    Answer call(const std::string& method, const std::string& pathAndQuery, const std::string& body = {},
        const std::string& contentType = "application/json", std::optional<Secret> token = std::nullopt);
    json get(const std::string& pathAndQuery) { return call("GET", pathAndQuery).body; }
    /// Waits until the deployment's rollout is done by the server's own status.
    bool waitForRollout(const std::string& deployment, int replicas);

private:
    void addNodes();

    QTemporaryDir m_folder;
    std::unique_ptr<Simulator> m_simulator;
    std::unique_ptr<net::HttpClient> m_client;
};

/// A watch on its own thread, its events collected.
class WatchRecorder {
public:
    WatchRecorder(Fixture& fixture, std::string pathAndQuery);
    ~WatchRecorder();
    std::vector<json> events() const;
    bool waitFor(std::size_t count, std::chrono::milliseconds timeout = std::chrono::seconds(10)) const;
    bool ended() const { return m_ended; }
    void cut();

private:
    mutable std::mutex m_mutex;
    std::vector<json> m_events;
    std::string m_rest;
    std::atomic<bool> m_ended{false};
    std::stop_source m_stop;
    std::thread m_thread;
};

inline const std::string kNamespacePath = "/api/v1/namespaces/qbm-ai-system";
inline const std::string kDeploymentsPath = "/apis/apps/v1/namespaces/qbm-ai-system/deployments";

/// The recordings' folder, or nothing.
std::optional<std::string> recordings();
/// The records of one file.
std::vector<json> readRecords(const std::string& file);

} // namespace qbm::lab::kubernetes::test
