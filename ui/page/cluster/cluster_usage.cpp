// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/cluster_usage.h"

#include "ui/async/task_runner.h"
#include "ui/page/cluster/object_table.h"
#include "ui/text/tr.h"
#include "widgets/table/table_model.h"
#include "widgets/table/table_view.h"

#include <QEvent>
#include <algorithm>
#include <cmath>

namespace qbm::ui {

namespace {

/// From here on a container is about to be throttled or killed.
constexpr double kNearLimit = 0.9;
constexpr double kCoresInsteadOfMilli = 10;
constexpr double kMiB = 1024.0 * 1024.0;
constexpr double kGiB = 1024.0 * kMiB;

/// A unit that fits the largest of the numbers beside each other.
struct Scale {
    double factor = 1;
    int decimals = 0;
    QString unit;

    QString number(std::optional<double> value) const
    {
        return value ? QString::number(*value / factor, 'f', decimals) : qstr(kUnknown);
    }
    QString full(std::optional<double> value) const { return number(value) + QLatin1Char(' ') + unit; }
};

Scale cpuScale(double largest)
{
    return largest >= kCoresInsteadOfMilli ? Scale{1, 1, Tr::tr("cores")} : Scale{0.001, 0, QStringLiteral("m")};
}

Scale memoryScale(double largest)
{
    return largest >= kGiB ? Scale{kGiB, 1, QStringLiteral("GiB")} : Scale{kMiB, 0, QStringLiteral("MiB")};
}

UsageText usageText(
    std::optional<double> used, std::optional<double> request, std::optional<double> limit, const Scale& scale)
{
    UsageText out;
    const std::optional<double> bound = limit ? limit : request;
    if (!used && !bound)
        return {qstr(kUnknown), {}, {}, std::nullopt, std::nullopt};
    out.text = bound ? QStringLiteral("%1 / %2").arg(scale.number(used), scale.number(bound)) : scale.number(used);
    out.unit = scale.unit;
    out.toolTip = (used ? Tr::tr("In use: %1").arg(scale.full(used)) : Tr::tr("In use: not known")) + QLatin1Char('\n')
        + (request ? Tr::tr("Asked for: %1").arg(scale.full(request)) : Tr::tr("Asked for: nothing"))
        + QLatin1Char('\n') + (limit ? Tr::tr("Limit: %1").arg(scale.full(limit)) : Tr::tr("Limit: none"));
    if (used && limit && *limit > 0 && *used >= kNearLimit * *limit)
        out.state = widgets::State::Warning;
    if (used && bound && *bound > 0)
        out.share = *used / *bound;
    return out;
}

double largestOf(std::optional<double> a, std::optional<double> b, std::optional<double> c)
{
    return std::max({a.value_or(0), b.value_or(0), c.value_or(0)});
}

/// Controllers draw hashes and suffixes from these: no vowels, nothing that looks like another letter.
bool isGenerated(std::string_view part)
{
    return !part.empty() && part.find_first_not_of("bcdfghjklmnpqrstvwxz2456789") == std::string_view::npos;
}

std::optional<service::Usage> find(const std::map<std::string, service::Usage>& usages, const std::string& name)
{
    const auto found = usages.find(name);
    return found != usages.end() ? std::optional(found->second) : std::nullopt;
}

} // namespace

std::string deploymentOfPodName(const std::string& pod)
{
    constexpr std::size_t kSuffix = 5;
    const std::size_t suffix = pod.rfind('-');
    if (suffix == std::string::npos || suffix == 0 || pod.size() - suffix - 1 != kSuffix)
        return {};
    const std::size_t hash = pod.rfind('-', suffix - 1);
    if (hash == std::string::npos || hash == 0 || !isGenerated(std::string_view(pod).substr(suffix + 1))
        || !isGenerated(std::string_view(pod).substr(hash + 1, suffix - hash - 1)))
        return {};
    return pod.substr(0, hash);
}

void ClusterUsage::set(service::UsageSnapshot snapshot)
{
    m_snapshot = std::move(snapshot);
    m_error.reset();
    m_deployments.clear();
    for (const auto& [pod, usage] : m_snapshot.pods) {
        service::Usage& sum = m_deployments[deploymentOfPodName(pod)];
        sum.cpuCores += usage.cpuCores;
        sum.memoryBytes += usage.memoryBytes;
    }
    m_deployments.erase(std::string());
}

void ClusterUsage::setError(const Error& error)
{
    *this = {};
    m_error = error;
}

std::optional<service::Usage> ClusterUsage::ofPod(const std::string& name) const
{
    return find(m_snapshot.pods, name);
}

std::optional<service::Usage> ClusterUsage::ofNode(const std::string& name) const
{
    return find(m_snapshot.nodes, name);
}

std::optional<service::Usage> ClusterUsage::ofDeployment(const std::string& name) const
{
    return find(m_deployments, name);
}

UsageText cpuText(std::optional<double> used, std::optional<double> request, std::optional<double> limit)
{
    return usageText(used, request, limit, cpuScale(largestOf(used, request, limit)));
}

UsageText memoryText(std::optional<double> used, std::optional<double> request, std::optional<double> limit)
{
    return usageText(used, request, limit, memoryScale(largestOf(used, request, limit)));
}

UsagePoll::UsagePoll(WorkerPool& pool, ObjectTable* table, std::shared_ptr<service::ClusterService> cluster,
    std::shared_ptr<ClusterUsage> usage)
    : QObject(table)
    , m_runner(new TaskRunner(pool, this))
    , m_table(table)
    , m_cluster(std::move(cluster))
    , m_usage(std::move(usage))
{
    table->installEventFilter(this);
}

bool UsagePoll::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Show && !m_timer.isActive()) {
        m_timer.start(kIntervalMs, Qt::CoarseTimer, this);
        ask();
    } else if (event->type() == QEvent::Hide) {
        m_timer.stop();
        m_runner->cancel();
    }
    return QObject::eventFilter(watched, event);
}

void UsagePoll::timerEvent(QTimerEvent* event)
{
    if (event->timerId() == m_timer.timerId())
        ask();
    else
        QObject::timerEvent(event);
}

void UsagePoll::ask()
{
    if (m_runner->isBusy())
        return; // slower than the interval: the answer is still worth more than a new question
    m_runner->start<service::UsageSnapshot>(
        [cluster = m_cluster](TaskContext& context) { return cluster->fetchUsage(context); },
        [this](Result<service::UsageSnapshot> snapshot) {
            if (snapshot)
                m_usage->set(std::move(*snapshot));
            else
                m_usage->setError(snapshot.error());
            if (auto* model = m_table->view()->model())
                model->refreshCells();
        });
}

} // namespace qbm::ui
