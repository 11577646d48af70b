// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/scale_preview.h"

#include "core/base/unit.h"
#include "core/cluster/scale_checks.h"

#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

namespace qbm::service {

namespace {

using cluster::DeploymentDocument;
using nlohmann::json;
using operation::Check;
using operation::Verdict;

constexpr std::chrono::seconds kLongest{8};
constexpr int kUsualMost = 12;
constexpr int kMostPredicted = 1000;
// SQLAlchemy's pool as the guide sets it.
constexpr int kGuidePoolSize = 20;
constexpr int kGuideOverflow = 30;

/// Runs questions at the same time, for a limited time: then they are stopped.
class Questions {
public:
    explicit Questions(const TaskContext& context)
        : m_forward(context.stopToken(), [this] { m_stop.request_stop(); })
    {
    }

    void ask(std::function<void(TaskContext&)> question)
    {
        ++m_open;
        m_threads.emplace_back([this, question = std::move(question)] {
            TaskContext context(m_stop.get_token());
            question(context);
            const std::lock_guard lock(m_mutex);
            --m_open;
            m_changed.notify_all();
        });
    }

    void wait(std::chrono::milliseconds longest)
    {
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait_for(lock, longest, [this] { return m_open == 0; });
        }
        m_stop.request_stop();
        m_threads.clear(); // joins: calls end soon after a stop
    }

private:
    std::stop_source m_stop;
    std::stop_callback<std::function<void()>> m_forward;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::atomic<int> m_open = 0;
    std::vector<std::jthread> m_threads; // last: its threads use all of the above
};

std::optional<int> positive(const std::map<std::string, std::string>& settings, const char* key)
{
    const auto found = settings.find(key);
    int number = 0;
    if (found == settings.end()
        || std::from_chars(found->second.data(), found->second.data() + found->second.size(), number).ec != std::errc()
        || number < 0)
        return std::nullopt;
    return number;
}

/// Environment variables of all containers; those from config maps are read, those from secrets are not.
class Settings {
public:
    Settings(kubernetes::Client& client, std::string nameSpace, TaskContext& context)
        : m_client(client)
        , m_nameSpace(std::move(nameSpace))
        , m_context(context)
    {
    }

    Result<std::map<std::string, std::string>> read(const json& podSpec)
    {
        for (const json& container : podSpec.at("containers")) {
            for (const json& source : container.value("envFrom", json::array())) {
                if (!source.contains("configMapRef"))
                    continue;
                QBM_TRY(map, configMap(source["configMapRef"].value("name", "")));
                for (const auto& [key, value] : map.items())
                    m_found[source.value("prefix", "") + key] = value.get<std::string>();
            }
            for (const json& variable : container.value("env", json::array()))
                QBM_CHECK(take(variable));
        }
        return std::move(m_found);
    }

private:
    Result<> take(const json& variable)
    {
        const std::string name = variable.value("name", "");
        const json::json_pointer reference("/valueFrom/configMapKeyRef");
        if (!variable.contains(reference)) {
            m_found[name] = variable.value("value", "");
            return {};
        }
        QBM_TRY(map, configMap(variable.at(reference).value("name", "")));
        m_found[name] = map.value(variable.at(reference).value("key", ""), "");
        return {};
    }

    Result<json> configMap(const std::string& name)
    {
        if (const auto known = m_maps.find(name); known != m_maps.end())
            return known->second;
        QBM_TRY(answer, m_client.get({kubernetes::resource::kConfigMaps, m_nameSpace, name, {}}, m_context));
        const json map = json::parse(answer.json, nullptr, false);
        return m_maps[name] = map.is_object() ? map.value("data", json::object()) : json::object();
    }

    kubernetes::Client& m_client;
    std::string m_nameSpace;
    TaskContext& m_context;
    std::map<std::string, std::string> m_found;
    std::map<std::string, json> m_maps;
};

Check connectionCheck(kubernetes::Client& client, const DeploymentDocument& deployment, int replicas,
    const ClusterSources& sources, TaskContext& context)
{
    Check check{text(QT_TRANSLATE_NOOP("core", "PostgreSQL has connections for it")), Verdict::Pass, {}};
    const auto settings = Settings(client, deployment.row.meta.nameSpace, context)
                              .read(deployment.object->at("spec").at("template").at("spec"));
    if (!settings)
        return cluster::unknownCheck(std::move(check.question), settings.error());
    const auto need = connectionNeedOf(*settings);
    if (!need) {
        check.reason = text(QT_TRANSLATE_NOOP("core", "Its settings name no database."));
        return check;
    }
    Text evidence = text(QT_TRANSLATE_NOOP("core", "%1 pods × %2 workers × (%3 pooled + %4 overflow) = %5 at most"),
        replicas, need->workers, need->poolSize, need->overflow, replicas * need->perPod());
    if (need->assumed)
        evidence = text(
            QT_TRANSLATE_NOOP("core", "%1, with the guide's pool, as its settings name none"), std::move(evidence));
    check.verdict = Verdict::Warning;
    if (!sources.connections) {
        check.reason = text(QT_TRANSLATE_NOOP("core", "%1; the limit is not known: the profile names no PostgreSQL."),
            std::move(evidence));
        return check;
    }
    const auto connections = sources.connections(context);
    if (!connections) {
        check.reason = text(QT_TRANSLATE_NOOP("core", "%1; the limit is not known: %2"), std::move(evidence),
            connections.error().message);
        return check;
    }
    // What the pods there are can hold at most is theirs; the rest of the sessions belongs to others.
    const int others = std::max(0, connections->used - deployment.row.desired * need->perPod());
    if (replicas * need->perPod() + others <= connections->limit)
        check.verdict = Verdict::Pass;
    check.reason
        = text(QT_TRANSLATE_NOOP("core", "%1; max_connections is %2, %3 are open now, %4 of them surely by others."),
            std::move(evidence), connections->limit, connections->used, others);
    return check;
}

std::string secondsText(double seconds)
{
    return formatQuantity(seconds, Unit::Seconds).joined();
}

Text predictionText(const LatencyPrediction& prediction)
{
    if (!prediction.stable)
        return text(QT_TRANSLATE_NOOP("core", "the queue grows without end"));
    return text(QT_TRANSLATE_NOOP("core", "%1 (%2 to %3)"), secondsText(prediction.seconds),
        secondsText(prediction.lowSeconds), secondsText(prediction.highSeconds));
}

std::optional<LatencyPrediction> predictionFor(const analysis::CapacityTable& table, int replicas)
{
    const auto row = std::ranges::find(table.rows, replicas, &analysis::CapacityRow::replicas);
    if (row == table.rows.end())
        return std::nullopt;
    return LatencyPrediction{replicas, row->stable, row->quantileSeconds, row->lowSeconds, row->highSeconds};
}

void predict(ScalePreview& preview, const std::string& deployment, const ClusterSources& sources, TaskContext& context)
{
    if (!sources.capacity) {
        preview.modelWarnings.push_back(text(QT_TRANSLATE_NOOP("core", "The profile names no Prometheus.")));
        return;
    }
    CapacityQuestion question;
    question.deployment = deployment;
    question.maxReplicas = std::clamp(std::max(preview.current, preview.wanted), kUsualMost, kMostPredicted);
    const auto answer = sources.capacity(question, context);
    if (!answer) {
        preview.modelWarnings.push_back(answer.error().kind == ErrorKind::Cancelled
                ? text(QT_TRANSLATE_NOOP("core", "There was no answer in time."))
                : answer.error().message);
        return;
    }
    preview.measuredP95 = answer->measuredP95;
    preview.modelWarnings = answer->warnings;
    if (answer->table) {
        preview.predictedNow = predictionFor(*answer->table, preview.current);
        preview.predictedThen = predictionFor(*answer->table, preview.wanted);
    }
}

Check latencyCheck(const ScalePreview& preview)
{
    Check check{text(QT_TRANSLATE_NOOP("core", "Response times (p95) stay in hand")), Verdict::Warning, {}};
    if (!preview.predictedThen) {
        check.reason = preview.wanted == 0
            ? text(QT_TRANSLATE_NOOP("core", "At 0 replicas nothing answers."))
            : text(QT_TRANSLATE_NOOP("core", "Not known: %1"),
                preview.modelWarnings.empty() ? text(QT_TRANSLATE_NOOP("core", "the model gives no number."))
                                              : preview.modelWarnings.front());
        return check;
    }
    if (preview.predictedThen->stable)
        check.verdict = Verdict::Pass;
    check.reason = text(
        QT_TRANSLATE_NOOP("core", "Predicted %1; for the present %2 replicas it predicts %3, and %4 is measured."),
        predictionText(*preview.predictedThen), preview.current,
        preview.predictedNow ? predictionText(*preview.predictedNow) : Text(std::string(kUnknown)),
        preview.measuredP95.hasValue() ? secondsText(preview.measuredP95.value) : std::string(kUnknown));
    return check;
}

} // namespace

std::optional<ConnectionNeed> connectionNeedOf(const std::map<std::string, std::string>& settings)
{
    const bool named = std::ranges::any_of(settings, [](const auto& setting) {
        return setting.first.starts_with("POSTGRES") || setting.first.starts_with("DB_")
            || setting.first.starts_with("PG") || setting.first == "DATABASE_URL";
    });
    if (!named)
        return std::nullopt;
    ConnectionNeed need;
    const auto pool = positive(settings, "DB_POOL_SIZE"), overflow = positive(settings, "DB_MAX_OVERFLOW");
    need.workers = std::max(1, positive(settings, "WORKERS").value_or(1));
    need.poolSize = pool.value_or(kGuidePoolSize);
    need.overflow = overflow.value_or(kGuideOverflow);
    need.assumed = !pool || !overflow;
    return need;
}

Result<ScalePreview> fetchScalePreview(kubernetes::Client& client, const cluster::DeploymentName& deployment,
    int replicas, const ClusterSources& sources, TaskContext& context)
{
    QBM_TRY(document, cluster::fetchDeploymentDocument(client, deployment, context));
    ScalePreview preview;
    preview.current = document.row.desired;
    preview.wanted = replicas;
    Check autoscaler, quota, fit, disruption, connections;
    Questions questions(context);
    questions.ask(
        [&](TaskContext& task) { autoscaler = cluster::autoscalerCheck(client, document.row, replicas, task); });
    questions.ask([&](TaskContext& task) { quota = cluster::quotaCheck(client, document, replicas, task); });
    questions.ask([&](TaskContext& task) { fit = cluster::nodeFitCheck(client, document, replicas, task); });
    questions.ask([&](TaskContext& task) { disruption = cluster::disruptionCheck(client, document, replicas, task); });
    questions.ask([&](TaskContext& task) { connections = connectionCheck(client, document, replicas, sources, task); });
    questions.ask([&](TaskContext& task) { predict(preview, deployment.name, sources, task); });
    questions.wait(kLongest);
    QBM_CHECK(context.checkpoint());
    preview.checks
        = {std::move(autoscaler), std::move(quota), std::move(fit), std::move(disruption), std::move(connections)};
    preview.checks.push_back(latencyCheck(preview));
    return preview;
}

} // namespace qbm::service
