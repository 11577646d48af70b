// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/service/cluster_service.h"
#include "widgets/theme/state.h"

#include <QBasicTimer>
#include <QString>
#include <QWidget>
#include <map>
#include <memory>
#include <optional>

namespace qbm {
class WorkerPool;
}

namespace qbm::ui {

class ObjectTable;
class TaskRunner;

/// What pods and nodes use, as it was last measured.
class ClusterUsage {
public:
    void set(service::UsageSnapshot snapshot);
    /// Why there is none.
    void setError(const Error& error);
    std::optional<service::Usage> ofPod(const std::string& name) const;
    std::optional<service::Usage> ofNode(const std::string& name) const;
    /// The sum over its pods, which the controllers name DEPLOYMENT-HASH-SUFFIX.
    std::optional<service::Usage> ofDeployment(const std::string& name) const;
    TimePoint at() const { return m_snapshot.at; }
    const std::optional<Error>& error() const { return m_error; }

private:
    service::UsageSnapshot m_snapshot;
    std::map<std::string, service::Usage> m_deployments;
    std::optional<Error> m_error;
};

/// The deployment whose controllers gave a pod this name; empty if they did not.
std::string deploymentOfPodName(const std::string& pod);

/// A use beside what was asked for and what is allowed: "120 / 500", "m".
struct UsageText {
    QString text;
    QString unit;
    QString toolTip;
    std::optional<widgets::State> state; ///< a warning near the limit
    std::optional<double> share; ///< of the limit, else of what was asked for
};
UsageText cpuText(
    std::optional<double> usedCores, std::optional<double> requestCores, std::optional<double> limitCores);
UsageText memoryText(
    std::optional<double> usedBytes, std::optional<double> requestBytes, std::optional<double> limitBytes);

/// Asks for the use every 15 s while its table is on the screen.
class UsagePoll : public QObject {
    Q_OBJECT
public:
    UsagePoll(WorkerPool& pool, ObjectTable* table, std::shared_ptr<service::ClusterService> cluster,
        std::shared_ptr<ClusterUsage> usage);

    static constexpr int kIntervalMs = 15'000;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void timerEvent(QTimerEvent* event) override;

private:
    void ask();
    TaskRunner* m_runner;
    ObjectTable* m_table;
    std::shared_ptr<service::ClusterService> m_cluster;
    std::shared_ptr<ClusterUsage> m_usage;
    QBasicTimer m_timer;
};

} // namespace qbm::ui
