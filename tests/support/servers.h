// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret.h"
#include "tests/support/child_process.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

/// Real servers for service tests: each on a free loopback port, in a temporary folder of its own, ended and removed
/// with the object (and by the kernel if the test dies). All of them work as root too.
namespace qbm::test {

/// What every server here can do.
class Server {
public:
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    virtual ~Server();

    std::string host() const { return "127.0.0.1"; }
    std::uint16_t port() const { return m_port; }
    pid_t pid() const { return m_child.pid(); }
    /// Removed with the server.
    const std::filesystem::path& folder() const { return m_folder; }
    /// What the server wrote so far.
    std::string log() const;

    /// Ends it at once; port and data stay, so restart() brings the same server back. Nothing to do if it is stopped.
    void stop();
    /// stop(), then start again on the same port and data. \error Timeout if it does not answer, the message holds its
    /// log
    Result<> restart();
    /// SIGSTOP to it and its children: connections are accepted by the kernel and nobody answers.
    void freeze();
    /// Ends freeze().
    void thaw();

protected:
    Server(std::filesystem::path folder, std::uint16_t port);
    /// Starts it and waits until ready() says yes.
    Result<> launch();
    virtual process::Command command() const = 0;
    virtual bool ready() const = 0;
    /// The signal that ends this server without waiting for its clients.
    virtual int stopSignal() const;

private:
    std::filesystem::path m_folder;
    std::uint16_t m_port = 0;
    ChildProcess m_child;
};

struct PostgresServerOptions {
    std::vector<std::string> settings; ///< "name=value", as after postgres -c
    std::vector<std::string> initdb; ///< further arguments of initdb, such as "--locale-provider=icu"
};

/// PostgreSQL 15 with scram-sha-256; database `qbm_ai_system`, superuser `postgres`; fsync off, max_connections 100.
/// \cost about 0.3 s: the data folder is copied from a template made once per machine
class PostgresServer : public Server {
public:
    static Result<std::unique_ptr<PostgresServer>> start(PostgresServerOptions options = {});
    ~PostgresServer() override;

    std::string user() const { return "postgres"; }
    std::string database() const { return "qbm_ai_system"; }
    Secret password() const;
    /// Holds the password and nothing else, mode 0600.
    std::filesystem::path passwordFile() const { return folder() / "password"; }
    /// Runs SQL as the superuser through psql; returns what it prints (unaligned, tuples only). \error BadData: psql's
    /// message
    Result<std::string> sql(const std::string& statements) const;

private:
    PostgresServer(std::filesystem::path folder, std::uint16_t port, PostgresServerOptions options);
    process::Command command() const override;
    bool ready() const override;
    int stopSignal() const override;

    PostgresServerOptions m_options;
};

struct RedisServerOptions {
    bool withPassword = true;
    std::vector<std::string> settings; ///< lines of redis.conf
};

/// Redis 7.0 without persistence.
class RedisServer : public Server {
public:
    static Result<std::unique_ptr<RedisServer>> start(RedisServerOptions options = {});
    ~RedisServer() override;

    /// Empty where the server has none.
    Secret password() const;
    /// Holds the password and nothing else, mode 0600.
    std::filesystem::path passwordFile() const { return folder() / "password"; }

private:
    RedisServer(std::filesystem::path folder, std::uint16_t port, RedisServerOptions options);
    process::Command command() const override;
    bool ready() const override;

    RedisServerOptions m_options;
};

struct PrometheusServerOptions {
    std::string scrapeConfigs; ///< YAML list under scrape_configs; empty: it scrapes itself every second
    std::string rules; ///< YAML of one rules file ("groups: ..."); empty: none
    std::string alertmanager; ///< host:port; empty: none
    std::string openMetrics; ///< history to load before the start, in OpenMetrics text ending with "# EOF"; empty: none
};

/// Prometheus 2.42 with the admin API.
class PrometheusServer : public Server {
public:
    static Result<std::unique_ptr<PrometheusServer>> start(PrometheusServerOptions options = {});
    ~PrometheusServer() override;

    /// "http://127.0.0.1:PORT"
    std::string url() const;

private:
    using Server::Server;
    process::Command command() const override;
    bool ready() const override;
};

/// Alertmanager 0.25 without a cluster.
class AlertmanagerServer : public Server {
public:
    static Result<std::unique_ptr<AlertmanagerServer>> start();
    ~AlertmanagerServer() override;

    /// "http://127.0.0.1:PORT"
    std::string url() const;

private:
    using Server::Server;
    process::Command command() const override;
    bool ready() const override;
};

} // namespace qbm::test
