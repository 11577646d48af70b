// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/text.h"

#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace qbm::dashboard {

/// How a panel is drawn. Old Grafana types are mapped to their successors: graph -> TimeSeries, singlestat -> Stat.
enum class PanelKind { TimeSeries, Stat, Gauge, BarGauge, Table, Text, Row, Unsupported };

/// Place on Grafana's grid: 24 columns; a height unit is about 30 px.
struct GridPosition {
    int x = 0, y = 0, width = 12, height = 8;
    friend bool operator==(const GridPosition&, const GridPosition&) = default;
};

/// One query of a panel.
struct Target {
    std::string refId;
    std::string expression;
    std::string legendFormat; ///< empty or "__auto": Grafana's default name
    std::string interval; ///< smallest step wanted, such as "30s"; empty: none
    bool instant = false;
    bool hidden = false;
};

/// From `value` up (the first has no lower bound) the colour holds.
struct Threshold {
    double value = -std::numeric_limits<double>::infinity();
    std::string colour; ///< Grafana's name or "#rrggbb"; the theme decides what it looks like
};

/// Which single number stands for a series.
enum class Reducer { Last, LastNotNull, First, Mean, Min, Max, Sum };

struct Panel {
    int id = 0; ///< unique in the dashboard
    std::string title;
    std::string description;
    PanelKind kind = PanelKind::Unsupported;
    std::string type; ///< as written in the file
    GridPosition grid;
    std::vector<Target> targets;
    std::string unit; ///< Grafana's unit id: "s", "percentunit", "bytes", "reqps", ...; empty: none given
    std::optional<int> decimals;
    std::optional<double> minimum, maximum;
    std::vector<Threshold> thresholds; ///< ascending
    Reducer reducer = Reducer::LastNotNull;
    bool stacked = false;
    double fillOpacity = 0; ///< 0..1
    std::string text; ///< Text panels: what it says
    bool collapsed = false; ///< Row panels
};

enum class VariableKind { Query, Custom, Interval, Constant, TextBox, Datasource, AdHoc };

/// A template variable: $name in queries.
struct Variable {
    std::string name;
    std::string label;
    VariableKind kind = VariableKind::Custom;
    std::string query; ///< Query: label_values(...), query_result(...), ...
    std::string regex; ///< Query: what to keep of each value
    std::vector<std::string> options; ///< known values; those of a Query are asked for when it is shown
    std::vector<std::string> current; ///< chosen values; "$__all" stands for all
    std::string allValue; ///< what "all" expands to; empty: every option
    bool multi = false;
    bool includeAll = false;
};

enum class Severity { Note, Warning, Error };

/// Something in the file that will not be shown as its author meant.
struct Problem {
    Severity severity = Severity::Warning;
    std::string where; ///< "panel 2 \"Model Accuracy\"", "variable \"pod\""
    Text message;
};

struct Dashboard {
    std::string uid;
    std::string title;
    std::string description;
    std::vector<std::string> tags;
    std::string from = "now-6h"; ///< Grafana's relative or absolute time
    std::string to = "now";
    std::string refresh; ///< "30s"; empty: off
    std::vector<Panel> panels; ///< in reading order
    std::vector<Variable> variables;
};

/// A dashboard and what its file would not let us do.
struct ParsedDashboard {
    Dashboard dashboard;
    std::vector<Problem> problems;
};

} // namespace qbm::dashboard
