// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page/cluster/kind_catalog.h"

#include <QWidget>
#include <map>

class QListWidget;
class QListWidgetItem;
class QPushButton;

namespace qbm::ui {

/// The kinds of objects at the left of the page, in sections, each with how many there are where that is known.
class KindRail : public QWidget {
    Q_OBJECT
public:
    explicit KindRail(QWidget* parent = nullptr);

    std::optional<ClusterKind> current() const;
    /// Marks it and emits chosen() if it was not current. A kind outside the sections is added at the end.
    void choose(const ClusterKind& kind);
    /// nullopt: not known.
    void setCount(const QString& id, std::optional<int> count);
    QString countText(const QString& id) const;
    void forgetCounts();
    void retranslate();

Q_SIGNALS:
    void chosen(const qbm::ui::ClusterKind& kind);
    void allKindsRequested();

private:
    void addSection(const char* title);
    QListWidgetItem* addKind(const ClusterKind& kind);
    void describe(QListWidgetItem* item);

    QListWidget* m_list;
    QPushButton* m_all;
    std::map<QString, QListWidgetItem*> m_items;
    std::map<QString, ClusterKind> m_kinds;
    bool m_hasOthers = false;
};

} // namespace qbm::ui
