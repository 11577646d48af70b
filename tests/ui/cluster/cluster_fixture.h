// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/page_fixture.h"
#include "tests/ui/widget_walk.h"
#include "ui/operation/operation_dialog.h"
#include "ui/layout/action_bar.h"
#include "ui/page/cluster/cluster_page.h"
#include "ui/page/cluster/kind_rail.h"
#include "ui/page/cluster/object_panel.h"
#include "widgets/feedback/side_panel.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/table/table_model.h"
#include "widgets/table/table_view.h"

#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QTableView>

namespace qbm::tests {

/// A pod of the backend.
inline kubernetes::Pod makePod(const std::string& name, const std::string& status)
{
    kubernetes::Pod out;
    out.meta.nameSpace = "qbm-ai-system";
    out.meta.name = name;
    out.meta.uid = name + "-uid";
    out.meta.created = systemClock().now() - std::chrono::minutes(3);
    out.status = status;
    out.ready = status == "Running";
    out.containers = 1;
    out.readyContainers = out.ready ? 1 : 0;
    out.node = "lab-node";
    out.ip = "10.42.0.7";
    out.containerStates = {{"backend", "qbm/backend:1.0.0", out.ready, 4, out.ready ? "running" : "waiting",
        out.ready ? "" : status, "", 0}};
    return out;
}

inline kubernetes::TableRow makeRow(const std::string& name, std::vector<std::string> cells)
{
    kubernetes::TableRow row;
    row.meta.nameSpace = "qbm-ai-system";
    row.meta.name = name;
    row.meta.uid = name + "-uid";
    row.meta.created = systemClock().now() - std::chrono::hours(2);
    row.cells = std::move(cells);
    return row;
}

/// The cluster page over fakes.
struct ClusterFixture : PageFixture<ui::ClusterPage> {
    ClusterFixture() { QSettings().clear(); }
    ~ClusterFixture()
    {
        if (page) {
            for (QDialog* dialog : page->findChildren<QDialog*>())
                delete dialog;
        }
    }
    fakes::FakeCluster& cluster() const { return *fakes.cluster; }
    widgets::TableView* table() const { return page->table()->view(); }
    int rows() const { return table()->model() != nullptr ? table()->model()->rowCount() : 0; }
    void choose(const char* kind) const { page->rail()->choose(*ui::knownKind(QString::fromLatin1(kind))); }
    ui::ActionBar* bar() const { return page->findChild<ui::ActionBar*>(QStringLiteral("objectActions")); }
    QPushButton* action(const char* id) const { return bar()->button(QString::fromLatin1(id)); }
    /// What the bar or its menu would do; nullptr where the action is not offered.
    const ui::ObjectAction* offered(const char* id) const { return offeredBy(bar(), id); }
    static const ui::ObjectAction* offeredBy(const ui::ActionBar* bar, const char* id)
    {
        for (const ui::ObjectAction& action : bar->actions()) {
            if (action.id == QLatin1String(id))
                return &action;
        }
        return nullptr;
    }
    widgets::SidePanel* side() const { return page->findChild<widgets::SidePanel*>(); }
    template <class DialogKind> DialogKind* dialog() const { return page->findChild<DialogKind*>(); }
    kubernetes::Deployment backend(int desired, int ready) const
    {
        kubernetes::Deployment row = cluster().deploymentRows.front();
        row.desired = desired;
        row.current = row.updated = desired;
        row.ready = row.available = ready;
        return row;
    }
    /// A picture of a dialog for people.
    void dialogPicture(QWidget* dialog, const QString& name) const
    {
        if (!qEnvironmentVariableIsEmpty("QBM_TEST_PICTURES"))
            dialog->grab().save(
                qEnvironmentVariable("QBM_TEST_PICTURES") + QLatin1Char('/') + name + QStringLiteral(".png"));
    }
};

} // namespace qbm::tests
