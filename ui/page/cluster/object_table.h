// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kubernetes/live.h"
#include "core/service/cluster_service.h"
#include "ui/page/cluster/kind_catalog.h"

#include <QWidget>
#include <memory>

namespace qbm::widgets {
class TableModelBase;
class TableView;
}

namespace qbm::ui {

/// An object somebody chose: what its row tells. The typed part is set where the page knows the kind.
struct ChosenObject {
    ClusterKind kind;
    kubernetes::ObjectMeta meta;
    std::shared_ptr<const kubernetes::Deployment> deployment;
    std::shared_ptr<const kubernetes::Pod> pod;
    std::shared_ptr<const kubernetes::Node> node;

    service::ObjectKey key() const { return {kind.resource, meta.name}; }
};

/// The objects of one kind as a live table, followed only while it is on the screen.
class ObjectTable : public QWidget {
    Q_OBJECT
public:
    const ClusterKind& kind() const { return m_kind; }
    widgets::TableView* view() const { return m_view; }
    /// How many there are, filtered out or not; nullopt before the first answer.
    virtual std::optional<int> count() const = 0;
    /// The first listing is still under way.
    virtual bool isLoading() const = 0;
    /// It has shown rows, that there are none, or an error.
    bool isSettled() const { return m_settled; }
    QString currentKey() const;
    /// As soon as it is there. Another choice ends the waiting.
    void selectObject(const QString& name);
    /// Whether the filter hides the object of that name; then it cannot be chosen.
    bool hides(const QString& name) const { return holds(name) && keyOfName(name).isEmpty(); }
    /// Whether there is an object of that name, filtered out or not.
    bool holds(const QString& name) const;
    /// By name; nullopt: there is none, or it is filtered out.
    std::optional<ChosenObject> find(const QString& name) const;
    /// nullopt: no such row any more.
    virtual std::optional<ChosenObject> object(const QString& key) const = 0;
    /// Sort, filter and columns as they were left; called when the columns are known.
    void restoreLook();
    void saveLook() const;
    void retranslate(const QString& nameSpace);

Q_SIGNALS:
    /// Another snapshot is on the screen.
    void delivered();
    void currentChanged();
    void activated(const QString& key);
    void contextMenuRequested(const QString& key, const QPoint& globalPosition);

protected:
    explicit ObjectTable(ClusterKind kind);

    void setModel(widgets::TableModelBase* model);
    /// Shows in which state the collection is; `known`: rows were heard at least once.
    void showState(kubernetes::LiveState state, const std::optional<Error>& error, TimePoint heardAt, bool known);
    static QString keyOf(const kubernetes::ObjectMeta& meta);
    void hideEvent(QHideEvent* event) override;

private:
    QString keyOfName(const QString& name) const;
    ClusterKind m_kind;
    widgets::TableView* m_view;
    bool m_settled = false;
    QString m_wanted; ///< to be selected as soon as it is there
};

class ClusterUsage;

/// Whether its table has columns for CPU and memory in use.
bool showsUsage(const ClusterKind& kind);

/// The table for a kind: with columns of our own for what the page knows, else with the server's.
/// \param usage what the columns for use read
ObjectTable* makeObjectTable(
    const ClusterKind& kind, service::ClusterService& cluster, std::shared_ptr<const ClusterUsage> usage);

} // namespace qbm::ui
