// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dashboard/expand.h"
#include "core/dashboard/frame.h"
#include "core/dashboard/library.h"
#include "core/service/metrics_service.h"

#include <memory>
#include <string>
#include <vector>

namespace qbm::service {

/// What a dashboard is asked for.
struct FrameRequest {
    prometheus::TimeRange range;
    int pixels = 800; ///< width of the drawing
    dashboard::VariableValues values; ///< chosen by the user; the file's own choice where missing
};

/// Grafana dashboards and the data behind their panels.
/// \thread any number of calls at once
class DashboardService {
public:
    virtual ~DashboardService() = default;

    /// What there is; reads the folders. Files that cannot be shown are listed with their error.
    virtual std::vector<dashboard::LibraryEntry> list() = 0;
    /// \error NotFound, BadData
    virtual Result<dashboard::ParsedDashboard> load(const std::string& id) = 0;
    /// The values a variable can take now: asks Prometheus for those of kind Query, else its options.
    virtual Result<std::vector<std::string>> fetchVariableOptions(const dashboard::Dashboard& dashboard,
        const dashboard::Variable& variable, const FrameRequest& request, TaskContext& context) = 0;
    /// One panel's data. A query that fails is in Frame::error beside the series of the others; the Result fails only when
    /// it was stopped. \cost one query a target
    virtual Result<dashboard::Frame> fetchPanel(const dashboard::Dashboard& dashboard, const dashboard::Panel& panel,
        const FrameRequest& request, TaskContext& context) = 0;
    /// Every panel that has queries, in order, four at a time.
    virtual Result<std::vector<dashboard::Frame>> fetchPanels(const dashboard::Dashboard& dashboard,
        const FrameRequest& request, TaskContext& context) = 0;
};

/// `prometheus` null: panels then say that it is not configured.
std::shared_ptr<DashboardService> makeDashboardService(dashboard::Library library,
    std::shared_ptr<const prometheus::Client> prometheus, const Clock& clock = systemClock());

} // namespace qbm::service
