// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page/cluster/object_table.h"

#include <QWidget>

namespace qbm::widgets {
class CodeView;
}

namespace qbm::ui {

class ClusterUsage;
class DetailsTabs;
class ObjectActions;
class SecretValues;
class Session;
class TaskRunner;

/// One object in the side panel: summary, events, YAML, who manages which field; the values of a Secret, the scalings
/// of a deployment. Asked for in the background, and again when its row has another version.
class ObjectPanel : public QWidget {
    Q_OBJECT
public:
    ObjectPanel(Session& session, ObjectActions& actions, QWidget* parent = nullptr);

    enum Tab { Summary, Values, Events, Yaml, Fields, Scalings };

    void setService(std::shared_ptr<service::ClusterService> cluster, std::shared_ptr<const ClusterUsage> usage);
    void showObject(const ChosenObject& object);
    /// Its row as it is now; nullopt: it is gone, and nothing can be done with it. Asks again where it has another version.
    void follow(const std::optional<ChosenObject>& object);
    const std::optional<ChosenObject>& object() const { return m_object; }
    void showTab(Tab tab);
    void revealed(const QString& secret, std::shared_ptr<const service::RevealedSecret> values);
    /// Nothing is shown any more; the values of a Secret are let go.
    void close();
    void retranslate();
    bool isSettled() const;

Q_SIGNALS:
    void objectRequested(const QString& kind, const QString& name);

private:
    void ask();
    void fill();
    void updateActions();
    QString goneText() const;

    ObjectActions& m_actions;
    std::shared_ptr<service::ClusterService> m_cluster;
    std::shared_ptr<const ClusterUsage> m_usage;
    TaskRunner* m_runner;
    TaskRunner* m_scalingsRunner;
    DetailsTabs* m_details;
    widgets::CodeView* m_yaml;
    SecretValues* m_values;
    std::optional<ChosenObject> m_object;
    std::optional<service::ObjectDetail> m_detail; ///< nullopt: not answered yet
    std::vector<service::ScaleOutcome> m_scalings;
    TimePoint m_heardAt{};
    bool m_gone = false;
};

} // namespace qbm::ui
