// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/services/prometheus.h"

#include "app/lab/services/packages.h"

#include <fmt/format.h>

namespace qbm::lab {

std::string prometheusConfig(
    const MonitoringPorts& ports, const std::filesystem::path& rulesFile, std::chrono::seconds applicationInterval)
{
    return fmt::format(R"(global:
  scrape_interval: 15s
  evaluation_interval: 15s

rule_files:
  - "{rules}"

alerting:
  alertmanagers:
    - static_configs:
        - targets: ["127.0.0.1:{alertmanager}"]

scrape_configs:
  - job_name: qbm-backend
    metrics_path: /metrics
    scrape_interval: {interval}s
    static_configs:
      - targets: ["127.0.0.1:{application}"]

  - job_name: postgres
    static_configs:
      - targets: ["127.0.0.1:{postgres}"]

  - job_name: redis
    static_configs:
      - targets: ["127.0.0.1:{redis}"]

  - job_name: prometheus
    static_configs:
      - targets: ["127.0.0.1:{prometheus}"]
)",
        fmt::arg("interval", applicationInterval.count()), fmt::arg("rules", rulesFile.string()),
        fmt::arg("alertmanager", ports.alertmanager), fmt::arg("application", ports.application),
        fmt::arg("postgres", ports.postgresExporter), fmt::arg("redis", ports.redisExporter),
        fmt::arg("prometheus", ports.prometheus));
}

std::string alertRules()
{
    return R"(groups:
  - name: qbm
    rules:
      - alert: QbmTargetDown
        expr: up == 0
        for: 30s
        labels: {severity: critical, namespace: qbm-ai-system}
        annotations:
          summary: "{{ $labels.job }} does not answer Prometheus"
      - alert: QbmPostgresDown
        expr: pg_up == 0
        for: 30s
        labels: {severity: critical, namespace: qbm-ai-system}
        annotations:
          summary: "PostgreSQL does not answer its exporter"
      - alert: QbmRedisDown
        expr: redis_up == 0
        for: 30s
        labels: {severity: critical, namespace: qbm-ai-system}
        annotations:
          summary: "Redis does not answer its exporter"
      - alert: QbmBackendSlow
        expr: histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > 1
        for: 2m
        labels: {severity: warning, namespace: qbm-ai-system}
        annotations:
          summary: "95 % of the backend's requests take up to {{ $value | humanizeDuration }}"
      - alert: QbmModelDrifted
        expr: model_accuracy_score < 0.85
        for: 2m
        labels: {severity: warning, namespace: qbm-ai-system}
        annotations:
          summary: "Accuracy of a model is down to {{ $value | humanizePercentage }}"
)";
}

Result<process::Command> prometheusCommand(
    const std::filesystem::path& configFile, const std::filesystem::path& dataFolder, std::uint16_t port)
{
    process::Command command;
    QBM_TRY(program, findTool("prometheus"));
    command.program = program;
    // The lab's history is older than Prometheus' default of 15 days may allow.
    command.arguments = {"--config.file=" + configFile.string(), "--storage.tsdb.path=" + dataFolder.string(),
        "--storage.tsdb.retention.time=60d", "--web.listen-address=127.0.0.1:" + std::to_string(port),
        "--web.enable-lifecycle", "--web.enable-admin-api"};
    return command;
}

Result<process::Command> createBlocksCommand(
    const std::filesystem::path& openMetrics, const std::filesystem::path& dataFolder)
{
    process::Command command;
    QBM_TRY(program, findTool("promtool"));
    command.program = program;
    // Without long blocks promtool reads the text once for every two hours of it: 80 s instead of 4 s for a week.
    command.arguments = {"tsdb", "create-blocks-from", "--max-block-duration=192h", "--quiet", "openmetrics",
        openMetrics.string(), dataFolder.string()};
    return command;
}

std::string alertmanagerConfig()
{
    return R"(route:
  receiver: kept
  group_by: [alertname]
  group_wait: 5s
  group_interval: 30s
  repeat_interval: 4h

receivers:
  - name: kept
)";
}

Result<process::Command> alertmanagerCommand(
    const std::filesystem::path& configFile, const std::filesystem::path& dataFolder, std::uint16_t port)
{
    process::Command command;
    QBM_TRY(program, findTool("prometheus-alertmanager"));
    command.program = program;
    // An empty cluster address keeps it from listening on every interface for peers.
    command.arguments = {"--config.file=" + configFile.string(), "--storage.path=" + dataFolder.string(),
        "--web.listen-address=127.0.0.1:" + std::to_string(port), "--cluster.listen-address="};
    return command;
}

} // namespace qbm::lab
