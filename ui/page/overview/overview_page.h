// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/health/overview.h"
#include "ui/page/page.h"

#include <QElapsedTimer>
#include <map>
#include <optional>

class QHBoxLayout;

namespace qbm::widgets {
class SidePanel;
class StatePanel;
class Tile;
}

namespace qbm::ui {

class HeadlinePanel;
class NodeDetails;
class SystemMap;
class TaskRunner;

/// The state of the whole system at a glance: the worst on top with what else is wrong, the main numbers, the living map.
class OverviewPage : public Page {
    Q_OBJECT
public:
    explicit OverviewPage(Session& session);
    ~OverviewPage() override;

    QString title() const override;
    void refresh() override;
    bool isSettled() const override;
    int refreshIntervalMs() const override { return 5000; }
    /// A node's id: opens its details.
    void showObject(const QString& object) override;
    std::vector<Command> commands() override;
    void setCommandsWanted(bool wanted) override;

protected:
    void retranslate() override;

private:
    struct Trend {
        std::vector<double> times, values;
    };
    using Trends = std::map<std::string, Trend>; ///< by tile id

    void arrived(Result<health::Overview> overview);
    void showOverview();
    void showTiles();
    void refreshTrends();
    void showTrends(const Trends& trends);
    void openTile(const QString& tileId);
    /// Where a finding is looked into.
    void goTo(const QString& page, const QString& object);
    void openNode(const QString& nodeId);

    TaskRunner* m_runner;
    TaskRunner* m_trendRunner;
    widgets::StatePanel* m_panel;
    HeadlinePanel* m_headline;
    QHBoxLayout* m_tileRow;
    std::map<std::string, widgets::Tile*> m_tiles;
    SystemMap* m_map;
    widgets::SidePanel* m_side;
    NodeDetails* m_details;
    std::string m_openNode; ///< shown in the side panel; empty: closed
    std::optional<health::Overview> m_overview;
    QElapsedTimer m_trendAge;
};

} // namespace qbm::ui
