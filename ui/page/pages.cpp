// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/pages.h"

#include "ui/page/activity/activity_page.h"
#include "ui/page/analysis/analysis_page.h"
#include "ui/page/backups/backups_page.h"
#include "ui/page/cluster/cluster_page.h"
#include "ui/page/dashboards/dashboards_page.h"
#include "ui/page/overview/overview_page.h"

namespace qbm::ui {

namespace {

template <class Kind>
PageEntry entry(const char* id, const char* icon)
{
    return {QString::fromLatin1(id), QString::fromLatin1(icon), [](Session& session) -> Page* { return new Kind(session); }};
}

} // namespace

std::vector<PageEntry> pageEntries()
{
    return {
        entry<OverviewPage>("overview", "go-home"),
        entry<DashboardsPage>("dashboards", "office-chart-line"),
        entry<ClusterPage>("cluster", "distribute-graph"),
        entry<BackupsPage>("backups", "backup"),
        entry<AnalysisPage>("analysis", "view-statistics"),
        entry<ActivityPage>("activity", "view-history"),
    };
}

} // namespace qbm::ui
