// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/pages.h"

#include "ui/page/activity/activity_page.h"
#include "ui/page/alerts/alerts_page.h"
#include "ui/page/analysis/analysis_page.h"
#include "ui/page/backups/backups_page.h"
#include "ui/page/cluster/cluster_page.h"
#include "ui/page/dashboards/dashboards_page.h"
#include "ui/page/overview/overview_page.h"

namespace qbm::ui {

namespace {

template <class Kind>
PageEntry entry(const char* id, const char* title, const char* icon)
{
    return {QString::fromLatin1(id), title, QString::fromLatin1(icon), [](Session& session) -> Page* { return new Kind(session); }};
}

} // namespace

std::vector<PageEntry> pageEntries()
{
    return {
        entry<OverviewPage>("overview", QT_TRANSLATE_NOOP("Ui", "Overview"), "go-home"),
        entry<DashboardsPage>("dashboards", QT_TRANSLATE_NOOP("Ui", "Dashboards"), "office-chart-line"),
        entry<ClusterPage>("cluster", QT_TRANSLATE_NOOP("Ui", "Cluster"), "distribute-graph"),
        entry<BackupsPage>("backups", QT_TRANSLATE_NOOP("Ui", "Backups"), "backup"),
        entry<AnalysisPage>("analysis", QT_TRANSLATE_NOOP("Ui", "Analysis"), "view-statistics"),
        entry<AlertsPage>("alerts", QT_TRANSLATE_NOOP("Ui", "Alerts"), "notifications"),
        entry<ActivityPage>("activity", QT_TRANSLATE_NOOP("Ui", "Activity"), "view-history"),
    };
}

} // namespace qbm::ui
