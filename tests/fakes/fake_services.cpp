// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fakes/fake_services.h"

#include "core/dashboard/parse.h"
#include "core/service/operation_service.h"

#include <algorithm>
#include <cmath>

namespace qbm::fakes {

namespace {

Error notAsked()
{
    return Error{ErrorKind::Unsupported, text("This fake does not answer that."), {}, {}};
}

prometheus::Series smoothSeries(const prometheus::TimeRange& range, std::chrono::milliseconds step, const std::function<double(double)>& value)
{
    prometheus::Series series;
    const double width = std::chrono::duration<double>(step).count();
    const double to = prometheus::toUnixSeconds(range.to);
    for (double time = prometheus::toUnixSeconds(range.from); time <= to; time += width) {
        series.times.push_back(time);
        series.values.push_back(value(time));
    }
    return series;
}

/// About 180 ms with a daily wave and a quick one.
double latencyAt(double time)
{
    return 0.18 + 0.05 * std::sin(time / 86400 * 6.283) + 0.012 * std::sin(time / 97) + 0.006 * std::sin(time / 23);
}

const char* const kGuideDashboard = R"json({"dashboard":{"title":"QBM AI System Dashboard","panels":[
 {"title":"API Response Time","type":"graph","targets":[{"expr":"histogram_quantile(0.95, rate(http_request_duration_seconds_bucket[5m]))","legendFormat":"95th percentile"}]},
 {"title":"Model Accuracy","type":"singlestat","targets":[{"expr":"avg(model_accuracy_score)","legendFormat":"Average Accuracy"}]}]}})json";

const char* const kLargeDashboard = R"json({"title":"Large","time":{"from":"now-1h","to":"now"},"panels":[
 {"id":1,"title":"Request rate","type":"timeseries","gridPos":{"x":0,"y":0,"w":12,"h":8},"fieldConfig":{"defaults":{"unit":"reqps"}},"targets":[{"expr":"sum(rate(http_requests_total[5m]))","legendFormat":"requests"}]},
 {"id":2,"title":"Heat","type":"heatmap","gridPos":{"x":12,"y":0,"w":12,"h":8},"targets":[{"expr":"x"}]},
 {"id":3,"title":"About","type":"text","gridPos":{"x":0,"y":8,"w":12,"h":5},"options":{"content":"Read the manual."}},
 {"id":4,"title":"Far below","type":"timeseries","gridPos":{"x":0,"y":60,"w":24,"h":8},"targets":[{"expr":"y","legendFormat":"y"}]}]})json";

} // namespace

TimePoint now()
{
    static const TimePoint moment = systemClock().now();
    return moment;
}

Reading reading(double value, Unit unit, const std::string& source, const std::string& query)
{
    Reading out;
    out.value = value;
    out.unit = unit;
    out.state = ReadingState::Value;
    out.source = source;
    out.query = query;
    out.at = now();
    return out;
}

Error refused(const std::string& what)
{
    return Error{ErrorKind::Unreachable, text("%1 cannot be reached: connection refused.", what), "ECONNREFUSED", {}};
}

Reading downReading(Unit unit, const std::string& source)
{
    Reading out;
    out.unit = unit;
    out.state = ReadingState::SourceDown;
    out.source = source;
    out.at = now();
    out.error = refused(source);
    return out;
}

FakeMetrics::FakeMetrics()
    : alerts([] { return std::vector<prometheus::Alert>{}; })
    , silences([] { return std::vector<prometheus::Silence>{}; })
{
    range = [](const std::string&, const prometheus::TimeRange& asked, std::chrono::milliseconds step) {
        prometheus::QueryResult result;
        result.type = prometheus::ResultType::Matrix;
        result.series.push_back(smoothSeries(asked, step, latencyAt));
        return result;
    };
}

Result<prometheus::QueryResult> FakeMetrics::query(const std::string&, std::optional<TimePoint>, TaskContext&) { return fail(notAsked()); }

Result<prometheus::QueryResult> FakeMetrics::queryRange(
    const std::string& expression, const prometheus::TimeRange& asked, int pixels, TaskContext&)
{
    return range(expression, asked, prometheus::chooseStep(asked, pixels));
}

Result<prometheus::QueryResult> FakeMetrics::queryRangeStep(
    const std::string& expression, const prometheus::TimeRange& asked, std::chrono::milliseconds step, TaskContext&)
{
    return range(expression, asked, step);
}

Result<std::vector<prometheus::Target>> FakeMetrics::fetchTargets(TaskContext&) { return std::vector<prometheus::Target>{}; }
std::vector<std::string> FakeMetrics::missingJobs(const std::vector<prometheus::Target>&) const { return {}; }
Result<std::vector<prometheus::Rule>> FakeMetrics::fetchRules(TaskContext&) { return std::vector<prometheus::Rule>{}; }
Result<std::vector<prometheus::Alert>> FakeMetrics::fetchAlerts(TaskContext&) { return alerts(); }
Result<std::vector<prometheus::AlertGroup>> FakeMetrics::fetchAlertGroups(TaskContext&) { return std::vector<prometheus::AlertGroup>{}; }
Result<std::vector<prometheus::Silence>> FakeMetrics::fetchSilences(TaskContext&) { return silences(); }

FakeDashboards::FakeDashboards()
    : files{{"qbm-ai-system", kGuideDashboard}, {"large", kLargeDashboard}}
{
    frame = [](const dashboard::Panel& panel, const service::FrameRequest& request) {
        const bool accuracy = panel.kind == dashboard::PanelKind::Stat;
        return frameOf(panel, request, [accuracy](double time) { return accuracy ? 0.935 + 0.004 * std::sin(time / 1800) : latencyAt(time); });
    };
}

std::vector<dashboard::LibraryEntry> FakeDashboards::list()
{
    std::vector<dashboard::LibraryEntry> entries;
    for (const auto& [id, json] : files) {
        auto parsed = dashboard::parseDashboard(json);
        dashboard::LibraryEntry entry{id, parsed ? parsed->dashboard.title : std::string(), id + ".json", id == "qbm-ai-system", std::nullopt};
        if (!parsed)
            entry.error = std::move(parsed).error();
        entries.push_back(std::move(entry));
    }
    std::ranges::stable_sort(entries, [](const auto& a, const auto& b) { return a.builtIn && !b.builtIn; });
    return entries;
}

Result<dashboard::ParsedDashboard> FakeDashboards::load(const std::string& id)
{
    const auto found = files.find(id);
    if (found == files.end())
        return fail(ErrorKind::NotFound, text("There is no dashboard \"%1\".", id));
    return dashboard::parseDashboard(found->second);
}

Result<std::vector<std::string>> FakeDashboards::fetchVariableOptions(
    const dashboard::Dashboard&, const dashboard::Variable& variable, const service::FrameRequest&, TaskContext&)
{
    return variable.options;
}

Result<dashboard::Frame> FakeDashboards::fetchPanel(
    const dashboard::Dashboard&, const dashboard::Panel& panel, const service::FrameRequest& request, TaskContext&)
{
    ++calls;
    return frame(panel, request);
}

Result<std::vector<dashboard::Frame>> FakeDashboards::fetchPanels(
    const dashboard::Dashboard& dashboard, const service::FrameRequest& request, TaskContext& context)
{
    std::vector<dashboard::Frame> frames;
    for (const dashboard::Panel& panel : dashboard.panels) {
        QBM_TRY(one, fetchPanel(dashboard, panel, request, context));
        frames.push_back(std::move(one));
    }
    return frames;
}

dashboard::Frame frameOf(const dashboard::Panel& panel, const service::FrameRequest& request, const std::function<double(double)>& value)
{
    dashboard::Frame frame;
    frame.panelId = panel.id;
    frame.title = panel.title;
    const auto mapping = dashboard::mapUnit(panel.unit);
    frame.unit = mapping.unit;
    if (panel.unit.empty() && !panel.targets.empty())
        frame.unit = dashboard::unitFromExpression(panel.targets.front().expression);
    frame.thresholds = panel.thresholds;
    frame.range = request.range;
    frame.step = prometheus::chooseStep(request.range, request.pixels, std::chrono::seconds(5));
    frame.fetchedAt = request.range.to;
    if (panel.targets.empty())
        return frame;
    dashboard::FrameSeries series;
    series.name = panel.targets.front().legendFormat;
    series.query = panel.targets.front().expression;
    series.series = smoothSeries(request.range, frame.step, value);
    series.reduced = dashboard::reduce(series.series, panel.reducer);
    frame.series.push_back(std::move(series));
    return frame;
}

FakeAnalysis::FakeAnalysis()
{
    answer = [](const service::CapacityQuestion& question) { return capacityAnswer(question); };
}

Result<service::CapacityAnswer> FakeAnalysis::fetchCapacity(const service::CapacityQuestion& question, TaskContext&)
{
    ++calls;
    return answer(question);
}

service::CapacityAnswer capacityAnswer(const service::CapacityQuestion& question)
{
    service::CapacityAnswer answer;
    answer.question = question;
    answer.arrivalRate = reading(14.2, Unit::PerSecond, "Prometheus", "sum(rate(http_request_duration_seconds_count{job=\"qbm-backend\"}[15m]))");
    answer.meanResponse = reading(0.236, Unit::Seconds, "Prometheus", "sum(rate(http_request_duration_seconds_sum{job=\"qbm-backend\"}[15m]))");
    answer.measuredP95 = reading(0.684, Unit::Seconds, "Prometheus", "histogram_quantile(0.95, …)");
    answer.replicas = reading(3, Unit::Count, "Kubernetes API", "deployment backend, status.readyReplicas");
    answer.sampleCount = 12780;
    analysis::CapacityInput input;
    input.arrivalRate = answer.arrivalRate.value;
    input.meanResponseSeconds = answer.meanResponse.value;
    input.replicas = 3;
    input.serversPerReplica = question.serversPerReplica;
    input.sampleCount = answer.sampleCount;
    input.variability = question.variability;
    input.maxReplicas = question.maxReplicas;
    input.targetSeconds = question.targetSeconds;
    if (auto table = analysis::predictCapacity(input)) {
        answer.predictedP95Now = table->rows[2].quantileSeconds;
        answer.modelErrorRatio = *answer.predictedP95Now / answer.measuredP95.value - 1;
        answer.input = input;
        answer.table = std::move(*table);
    }
    return answer;
}

service::Services Fakes::services(const std::filesystem::path& stateFolder) const
{
    service::Services out;
    out.profile = profile;
    out.profile.name = "qbm-lab";
    out.profile.tier = tier;
    out.profile.stateFolder = stateFolder;
    out.access = access;
    out.health = health;
    out.metrics = metrics;
    out.dashboards = dashboards;
    out.analysis = analysis;
    out.cluster = cluster;
    out.backups = backups;
    operation::EngineOptions options;
    options.stateFolder = stateFolder;
    options.profile = out.profile.name;
    options.actor = "ops@console";
    options.access = access;
    out.operations = std::make_shared<service::OperationService>(std::move(options), registry);
    return out;
}

} // namespace qbm::fakes
