// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/dashboard_service.h"

#include "core/service/variable_query.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <thread>

namespace qbm::service {

namespace {

using dashboard::Dashboard;
using dashboard::Frame;
using dashboard::Panel;
using dashboard::Target;

constexpr std::size_t kPanelsAtOnce = 4;
/// The guide's scrape interval; $__rate_interval is built on it, and a longer one than the real one does no harm.
constexpr std::chrono::seconds kScrapeInterval{30};
/// Finer steps than any usual scrape interval only repeat points.
constexpr std::chrono::seconds kSmallestStep{5};

bool drawsData(const Panel& panel)
{
    using enum dashboard::PanelKind;
    return panel.kind != Text && panel.kind != Row && panel.kind != Unsupported && !panel.targets.empty();
}

void scale(double& value, double factor) { value *= factor; }

void scale(std::optional<double>& value, double factor)
{
    if (value)
        *value *= factor;
}

class PrometheusDashboardService final : public DashboardService {
public:
    PrometheusDashboardService(dashboard::Library library, std::shared_ptr<const prometheus::Client> prometheus, const Clock& clock)
        : m_library(std::move(library))
        , m_prometheus(std::move(prometheus))
        , m_clock(clock)
    {
    }

    std::vector<dashboard::LibraryEntry> list() override { return m_library.list(); }
    Result<dashboard::ParsedDashboard> load(const std::string& id) override { return m_library.load(id); }

    Result<std::vector<std::string>> fetchVariableOptions(const Dashboard& dashboard, const dashboard::Variable& variable,
        const FrameRequest& request, TaskContext& context) override
    {
        if (variable.kind != dashboard::VariableKind::Query)
            return variable.options;
        if (!m_prometheus)
            return fail(notConfigured());
        const auto expanded = dashboard::expandQuery(variable.query, dashboard, expansionFor(request, std::chrono::seconds(60)));
        return service::fetchVariableOptions(expanded.expression, variable.regex, *m_prometheus, request.range, context);
    }

    Result<Frame> fetchPanel(const Dashboard& dashboard, const Panel& panel, const FrameRequest& request, TaskContext& context) override
    {
        Frame frame = emptyFrame(panel, request);
        if (!drawsData(panel))
            return frame;
        if (!m_prometheus) {
            frame.error = notConfigured();
            return frame;
        }
        const double factor = dashboard::mapUnit(panel.unit).factor;
        for (const Target& target : panel.targets) {
            if (target.hidden || target.expression.empty())
                continue;
            auto added = addSeries(frame, dashboard, panel, target, request, factor, context);
            if (!added && added.error().kind == ErrorKind::Cancelled)
                return fail(std::move(added).error());
            if (!added && !frame.error)
                frame.error = std::move(added).error();
        }
        return frame;
    }

    Result<std::vector<Frame>> fetchPanels(const Dashboard& dashboard, const FrameRequest& request, TaskContext& context) override
    {
        std::vector<const Panel*> panels;
        for (const Panel& panel : dashboard.panels) {
            if (drawsData(panel))
                panels.push_back(&panel);
        }
        std::vector<std::optional<Result<Frame>>> results(panels.size());
        {
            std::atomic<std::size_t> next{0};
            std::vector<std::jthread> workers;
            for (std::size_t i = 0; i < std::min(kPanelsAtOnce, panels.size()); ++i) {
                workers.emplace_back([&] {
                    TaskContext own(context.stopToken());
                    for (std::size_t at = next++; at < panels.size(); at = next++)
                        results[at] = fetchPanel(dashboard, *panels[at], request, own);
                });
            }
        }
        std::vector<Frame> frames;
        for (auto& result : results) {
            if (!*result)
                return fail(std::move(*result).error());
            frames.push_back(std::move(**result));
        }
        return frames;
    }

private:
    static Error notConfigured()
    {
        return Error{ErrorKind::Unsupported, text(QT_TRANSLATE_NOOP("core", "The profile names no Prometheus.")), {}, {}};
    }

    static dashboard::Expansion expansionFor(const FrameRequest& request, std::chrono::milliseconds step)
    {
        return {request.range, step, kScrapeInterval, request.values};
    }

    static std::chrono::milliseconds stepFor(const Target& target, const FrameRequest& request)
    {
        const auto wanted = prometheus::parseDuration(target.interval.starts_with('>') ? target.interval.substr(1) : target.interval);
        return prometheus::chooseStep(request.range, request.pixels, wanted.value_or(kSmallestStep));
    }

    Frame emptyFrame(const Panel& panel, const FrameRequest& request) const
    {
        const auto mapping = dashboard::mapUnit(panel.unit);
        Frame frame;
        frame.panelId = panel.id;
        frame.title = panel.title;
        frame.unit = mapping.unit;
        if (panel.unit.empty() && !panel.targets.empty())
            frame.unit = dashboard::unitFromExpression(panel.targets.front().expression);
        frame.thresholds = panel.thresholds;
        for (dashboard::Threshold& threshold : frame.thresholds)
            scale(threshold.value, mapping.factor);
        frame.minimum = panel.minimum;
        frame.maximum = panel.maximum;
        scale(frame.minimum, mapping.factor);
        scale(frame.maximum, mapping.factor);
        frame.range = request.range;
        frame.fetchedAt = m_clock.now();
        return frame;
    }

    Result<> addSeries(Frame& frame, const Dashboard& dashboard, const Panel& panel, const Target& target, const FrameRequest& request,
        double factor, TaskContext& context) const
    {
        const auto step = stepFor(target, request);
        const auto expanded = dashboard::expandQuery(target.expression, dashboard, expansionFor(request, step));
        if (!expanded.unknownVariables.empty())
            return fail(ErrorKind::InvalidInput,
                text(QT_TRANSLATE_NOOP("core", "Query %1 uses the variable $%2, which has no value."), target.refId, expanded.unknownVariables.front()));
        frame.step = step;
        const bool once = target.instant || panel.kind == dashboard::PanelKind::Table;
        QBM_TRY(answer, once ? m_prometheus->query(expanded.expression, request.range.to, context)
                             : m_prometheus->queryRange(expanded.expression, prometheus::alignToStep(request.range, step), step, context));
        std::ranges::move(answer.warnings, std::back_inserter(frame.warnings));
        for (prometheus::Series& series : answer.series) {
            if (factor != 1)
                std::ranges::for_each(series.values, [factor](double& value) { scale(value, factor); });
            dashboard::FrameSeries out;
            out.name = dashboard::formatLegend(target.legendFormat, series.labels, expanded.expression);
            out.query = expanded.expression;
            out.reduced = dashboard::reduce(series, panel.reducer);
            out.series = std::move(series);
            frame.series.push_back(std::move(out));
        }
        return {};
    }

    dashboard::Library m_library;
    std::shared_ptr<const prometheus::Client> m_prometheus;
    const Clock& m_clock;
};

} // namespace

std::shared_ptr<DashboardService> makeDashboardService(dashboard::Library library,
    std::shared_ptr<const prometheus::Client> prometheus, const Clock& clock)
{
    return std::make_shared<PrometheusDashboardService>(std::move(library), std::move(prometheus), clock);
}

} // namespace qbm::service
