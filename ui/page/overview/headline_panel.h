// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/health/overview.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace qbm::ui {

class FindingRow;
class HeadlineButton;

/// The answer to "is it well?": the worst finding with its reason, large and in its colour, the other findings as rows
/// under it, and what was judged at all. Each finding leads to where it is looked into, by a click or Return.
class HeadlinePanel : public QFrame {
    Q_OBJECT
public:
    explicit HeadlinePanel(QWidget* parent = nullptr);
    void setOverview(const health::Overview& overview);
    /// Nothing newer could be found out: what stood there is no longer said to be so.
    void setUnknown(const QString& why);
    /// After a language change.
    void retranslate();

Q_SIGNALS:
    void addressRequested(const QString& page, const QString& object);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void showRows();
    void showScope();
    health::Overview m_overview;
    QString m_unknownWhy; ///< empty: known
    bool m_all = false; ///< every row is shown
    HeadlineButton* m_headline;
    QVBoxLayout* m_rowsLayout;
    std::vector<FindingRow*> m_rows;
    QPushButton* m_more;
    QLabel* m_scope;
};

} // namespace qbm::ui
