// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/permission_book.h"

#include "ui/async/task_runner.h"
#include "ui/text/tr.h"

namespace qbm::ui {

PermissionBook::PermissionBook(WorkerPool& pool, QObject* parent)
    : QObject(parent)
    , m_runner(new TaskRunner(pool, this))
{
}

void PermissionBook::setService(std::shared_ptr<service::ClusterService> cluster)
{
    m_runner->cancel();
    m_cluster = std::move(cluster);
    forget();
}

void PermissionBook::forget()
{
    m_answers.clear();
    m_asked.clear();
    m_waiting.clear();
}

void PermissionBook::ask(const std::vector<service::PermissionQuestion>& questions)
{
    for (const service::PermissionQuestion& question : questions) {
        if (m_asked.insert(keyOf(question)).second)
            m_waiting.push_back(question);
    }
    askNext();
}

void PermissionBook::askNext()
{
    if (m_runner->isBusy() || m_waiting.empty())
        return;
    const auto questions = std::exchange(m_waiting, {});
    m_runner->start<std::vector<service::Permission>>(
        [cluster = m_cluster, questions](
            TaskContext& context) { return cluster->fetchPermissions(questions, context); },
        [this, questions](Result<std::vector<service::Permission>> answers) {
            for (std::size_t i = 0; i < questions.size(); ++i) {
                if (answers)
                    m_answers[keyOf(questions[i])] = answers->at(i);
                else
                    m_asked.erase(keyOf(questions[i])); // asked again with the next object
            }
            Q_EMIT changed();
            askNext();
        });
}

QString PermissionBook::denial(const service::PermissionQuestion& question) const
{
    const auto found = m_answers.find(keyOf(question));
    return found == m_answers.end() || found->second.allowed ? QString() : translated(found->second.reason);
}

} // namespace qbm::ui
