// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dashboard/panel_reader.h"

#include "core/dashboard/frame.h"
#include "core/dashboard/json_reader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

namespace qbm::dashboard {

namespace {

using nlohmann::json;

constexpr int kGridColumns = 24;
constexpr int kDefaultHeight = 8;
/// Heights of old rows are pixels; Grafana counts 30 px and a gap of 8 a unit.
constexpr double kPixelsPerUnit = 38;

struct KindName {
    std::string_view type;
    PanelKind kind;
};
constexpr std::array<KindName, 11> kKinds{{{"timeseries", PanelKind::TimeSeries}, {"graph", PanelKind::TimeSeries},
    {"stat", PanelKind::Stat}, {"singlestat", PanelKind::Stat}, {"gauge", PanelKind::Gauge}, {"bargauge", PanelKind::BarGauge},
    {"table", PanelKind::Table}, {"table-old", PanelKind::Table}, {"text", PanelKind::Text}, {"row", PanelKind::Row},
    {"grafana-singlestat-panel", PanelKind::Stat}}};

struct ReducerName {
    std::string_view calc;
    Reducer reducer;
};
constexpr std::array<ReducerName, 13> kReducers{{{"last", Reducer::Last}, {"lastNotNull", Reducer::LastNotNull},
    {"current", Reducer::LastNotNull}, {"first", Reducer::First}, {"firstNotNull", Reducer::First}, {"mean", Reducer::Mean},
    {"avg", Reducer::Mean}, {"min", Reducer::Min}, {"max", Reducer::Max}, {"sum", Reducer::Sum}, {"total", Reducer::Sum},
    {"lastNotNan", Reducer::LastNotNull}, {"name", Reducer::LastNotNull}}};

class PanelReader {
public:
    explicit PanelReader(ParsedDashboard& out) : m_out(out) {}

    void read(const json& root)
    {
        for (const json& panel : arrayAt(root, "panels"))
            readPanel(panel, std::nullopt);
        readOldRows(arrayAt(root, "rows"));
        std::ranges::stable_sort(m_out.dashboard.panels, {}, [](const Panel& p) { return std::pair(p.grid.y, p.grid.x); });
    }

private:
    /// Grafana before version 5: rows of panels whose `span` is twelfths of the width.
    void readOldRows(const json& rows)
    {
        for (const json& row : rows) {
            const int height = oldHeight(row);
            if (!textAt(row, "title").empty() && flagAt(row, "showTitle"))
                addRowTitle(row);
            int x = 0, tallest = height;
            for (const json& panel : arrayAt(row, "panels")) {
                const int width = std::clamp(static_cast<int>(numberAt(panel, "span").value_or(12) * 2), 1, kGridColumns);
                if (x + width > kGridColumns) {
                    m_nextY += tallest;
                    x = 0;
                }
                readPanel(panel, GridPosition{x, m_nextY, width, height});
                x += width;
            }
            m_nextY += tallest;
        }
    }

    static int oldHeight(const json& row)
    {
        const double pixels = numberAt(row, "height").value_or(250);
        return std::max(3, static_cast<int>(std::lround(pixels / kPixelsPerUnit)));
    }

    void addRowTitle(const json& row)
    {
        Panel title;
        title.kind = PanelKind::Row;
        title.type = "row";
        title.title = textAt(row, "title");
        title.id = freshId(0);
        title.grid = {0, m_nextY++, kGridColumns, 1};
        m_out.dashboard.panels.push_back(std::move(title));
    }

    void readPanel(const json& source, std::optional<GridPosition> place)
    {
        if (!source.is_object()) {
            m_out.problems.push_back({Severity::Error, "panels", text(QT_TRANSLATE_NOOP("core", "An entry is no panel and was left out."))});
            return;
        }
        Panel panel;
        panel.type = textAt(source, "type");
        panel.title = textAt(source, "title");
        panel.description = textAt(source, "description");
        panel.id = freshId(static_cast<int>(numberAt(source, "id").value_or(0)));
        m_where = "panel " + std::to_string(panel.id) + " \"" + panel.title + "\"";
        panel.kind = readKind(panel.type);
        panel.grid = place ? *place : readGrid(source, panel.kind);
        panel.collapsed = flagAt(source, "collapsed");
        readTargets(source, panel);
        readField(source, panel);
        readDrawing(source, panel);
        if (panel.kind == PanelKind::Text)
            panel.text = source.contains("options") ? textAt(objectAt(source, "options"), "content") : textAt(source, "content");
        m_out.dashboard.panels.push_back(std::move(panel));
        for (const json& child : arrayAt(source, "panels"))
            readPanel(child, std::nullopt);
    }

    /// Ids are only unique in well-formed files.
    int freshId(int wanted)
    {
        while (wanted <= 0 || m_ids.contains(wanted))
            wanted = m_ids.empty() ? 1 : *m_ids.rbegin() + 1;
        m_ids.insert(wanted);
        return wanted;
    }

    PanelKind readKind(const std::string& type)
    {
        const auto* known = std::ranges::find(kKinds, type, &KindName::type);
        if (known != kKinds.end())
            return known->kind;
        note(Severity::Warning, text(QT_TRANSLATE_NOOP("core", "Panels of type \"%1\" are not supported; its place is kept."), type));
        return PanelKind::Unsupported;
    }

    /// Panels without a place (the guide's) stand two in a line, in the order of the file.
    GridPosition readGrid(const json& source, PanelKind kind)
    {
        const json& grid = objectAt(source, "gridPos");
        const auto at = [&grid](const char* key, int otherwise, int least, int most) {
            const double value = numberAt(grid, key).value_or(otherwise);
            return static_cast<int>(std::clamp(value, static_cast<double>(least), static_cast<double>(most)));
        };
        if (!grid.empty()) {
            GridPosition place{at("x", 0, 0, kGridColumns - 1), at("y", 0, 0, 100'000), at("w", 12, 1, kGridColumns),
                at("h", kDefaultHeight, 1, 1000)};
            place.width = std::min(place.width, kGridColumns - place.x);
            m_nextY = std::max(m_nextY, place.y + place.height);
            return place;
        }
        if (kind == PanelKind::Row) {
            m_nextX = 0;
            return {0, m_nextY++, kGridColumns, 1};
        }
        const GridPosition place{m_nextX, m_nextY, kGridColumns / 2, kDefaultHeight};
        m_nextX = m_nextX == 0 ? kGridColumns / 2 : 0;
        if (m_nextX == 0)
            m_nextY += kDefaultHeight;
        return place;
    }

    void readTargets(const json& source, Panel& panel)
    {
        if (!isPrometheus(source))
            note(Severity::Warning, text(QT_TRANSLATE_NOOP("core", "Its data source is not Prometheus; its queries are sent to Prometheus all the same.")));
        for (const json& target : arrayAt(source, "targets")) {
            if (!target.is_object())
                continue;
            Target out;
            out.refId = textAt(target, "refId");
            if (out.refId.empty())
                out.refId = std::string(1, static_cast<char>('A' + static_cast<int>(panel.targets.size()) % 26));
            out.expression = textAt(target, "expr");
            out.legendFormat = textAt(target, "legendFormat");
            out.interval = textAt(target, "interval");
            out.instant = flagAt(target, "instant") && !flagAt(target, "range");
            out.hidden = flagAt(target, "hide");
            if (out.expression.empty() && !out.hidden)
                note(Severity::Warning, text(QT_TRANSLATE_NOOP("core", "Query %1 holds no PromQL expression and gives no series."), out.refId));
            panel.targets.push_back(std::move(out));
        }
        const bool needsData = panel.kind != PanelKind::Text && panel.kind != PanelKind::Row && panel.kind != PanelKind::Unsupported;
        if (needsData && panel.targets.empty())
            note(Severity::Warning, text(QT_TRANSLATE_NOOP("core", "It has no query, so there is nothing to draw.")));
        if (!arrayAt(source, "transformations").empty())
            note(Severity::Warning, text(QT_TRANSLATE_NOOP("core", "Transformations are not supported; the series are shown as Prometheus gives them.")));
    }

    static bool isPrometheus(const json& source)
    {
        const json& datasource = objectAt(source, "datasource");
        const std::string type = textAt(datasource, "type");
        return type.empty() || type == "prometheus" || type == "datasource" || type == "mixed";
    }

    /// Unit, decimals, bounds and thresholds: fieldConfig since Grafana 7, options.fieldOptions in 6, flat before.
    void readField(const json& source, Panel& panel)
    {
        const json& modern = objectAt(objectAt(source, "fieldConfig"), "defaults");
        const json& six = objectAt(objectAt(objectAt(source, "options"), "fieldOptions"), "defaults");
        const json& field = !modern.empty() ? modern : six;
        panel.unit = textAt(field, "unit");
        if (panel.unit.empty())
            panel.unit = oldUnit(source);
        auto decimals = numberAt(field, "decimals");
        if (!decimals)
            decimals = numberAt(source, "decimals");
        if (decimals)
            panel.decimals = std::clamp(static_cast<int>(*decimals), 0, 10);
        panel.minimum = numberAt(field, "min");
        panel.maximum = numberAt(field, "max");
        readThresholds(objectAt(field, "thresholds"), panel);
        if (panel.thresholds.empty())
            readOldThresholds(source, panel);
        if (!panel.unit.empty() && !mapUnit(panel.unit).known)
            note(Severity::Note, text(QT_TRANSLATE_NOOP("core", "The unit \"%1\" is not known; the numbers are shown without one."), panel.unit));
    }

    /// singlestat: "format"; graph: the left axis.
    static std::string oldUnit(const json& source)
    {
        const std::string format = textAt(source, "format");
        if (!format.empty())
            return format;
        const json& axes = arrayAt(source, "yaxes");
        return axes.empty() ? std::string() : textAt(axes.front(), "format");
    }

    void readThresholds(const json& thresholds, Panel& panel)
    {
        if (textAt(thresholds, "mode") == "percentage") {
            note(Severity::Note, text(QT_TRANSLATE_NOOP("core", "Thresholds in percent of the range are not supported and left out.")));
            return;
        }
        for (const json& step : arrayAt(thresholds, "steps")) {
            Threshold threshold;
            threshold.value = numberAt(step, "value").value_or(-std::numeric_limits<double>::infinity());
            threshold.colour = textAt(step, "color");
            panel.thresholds.push_back(std::move(threshold));
        }
        std::ranges::stable_sort(panel.thresholds, {}, &Threshold::value);
    }

    /// singlestat: "thresholds": "50,80" and three colours.
    static void readOldThresholds(const json& source, Panel& panel)
    {
        const std::string list = textAt(source, "thresholds");
        if (list.empty())
            return;
        std::vector<std::string> colours{"green", "orange", "red"};
        if (const json& given = arrayAt(source, "colors"); given.size() >= colours.size())
            for (std::size_t i = 0; i < colours.size(); ++i)
                colours[i] = given[i].is_string() ? given[i].get<std::string>() : colours[i];
        panel.thresholds.push_back({-std::numeric_limits<double>::infinity(), colours[0]});
        for (std::size_t begin = 0; begin <= list.size() && panel.thresholds.size() < colours.size();) {
            const std::size_t end = std::min(list.find(',', begin), list.size());
            const json step{{"value", list.substr(begin, end - begin)}};
            if (const auto value = numberAt(step, "value"))
                panel.thresholds.push_back({*value, colours[panel.thresholds.size()]});
            begin = end + 1;
        }
    }

    static void readDrawing(const json& source, Panel& panel)
    {
        const json& options = objectAt(source, "options");
        const json& calcs = arrayAt(objectAt(options, "reduceOptions"), "calcs");
        const std::string calc = !calcs.empty() && calcs.front().is_string() ? calcs.front().get<std::string>() : textAt(source, "valueName");
        if (const auto* known = std::ranges::find(kReducers, calc, &ReducerName::calc); known != kReducers.end())
            panel.reducer = known->reducer;
        const json& custom = objectAt(objectAt(objectAt(source, "fieldConfig"), "defaults"), "custom");
        const std::string stacking = textAt(objectAt(custom, "stacking"), "mode");
        panel.stacked = (!stacking.empty() && stacking != "none") || flagAt(source, "stack");
        // Old graphs count the fill from 0 to 10, new ones from 0 to 100.
        const double opacity = custom.empty() ? numberAt(source, "fill").value_or(0) / 10 : numberAt(custom, "fillOpacity").value_or(0) / 100;
        panel.fillOpacity = std::clamp(opacity, 0.0, 1.0);
    }

    void note(Severity severity, Text message) { m_out.problems.push_back({severity, m_where, std::move(message)}); }

    ParsedDashboard& m_out;
    std::set<int> m_ids;
    std::string m_where;
    int m_nextX = 0, m_nextY = 0;
};

} // namespace

void readPanels(const json& root, ParsedDashboard& out)
{
    PanelReader(out).read(root);
}

} // namespace qbm::dashboard
