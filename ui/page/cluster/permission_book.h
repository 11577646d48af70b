// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/service/cluster_service.h"

#include <QObject>
#include <map>
#include <memory>
#include <set>

namespace qbm {
class WorkerPool;
}

namespace qbm::ui {

class TaskRunner;

/// The answers of the cluster's access reviews, each asked once for a scope, in the background.
class PermissionBook : public QObject {
    Q_OBJECT
public:
    PermissionBook(WorkerPool& pool, QObject* parent);
    /// Another scope: nothing is known about it.
    void setService(std::shared_ptr<service::ClusterService> cluster);
    /// Asks what is not known yet.
    void ask(const std::vector<service::PermissionQuestion>& questions);
    /// Ask anew at the next ask().
    void forget();
    /// Why it is denied; empty where it is allowed or not known: the operation's own check says so then.
    QString denial(const service::PermissionQuestion& question) const;

Q_SIGNALS:
    void changed();

private:
    using Key = std::pair<std::string, std::string>; // verb, resource
    static Key keyOf(const service::PermissionQuestion& question) { return {question.verb, question.resource}; }
    void askNext();
    TaskRunner* m_runner;
    std::shared_ptr<service::ClusterService> m_cluster;
    std::map<Key, service::Permission> m_answers;
    std::set<Key> m_asked;
    std::vector<service::PermissionQuestion> m_waiting;
};

} // namespace qbm::ui
