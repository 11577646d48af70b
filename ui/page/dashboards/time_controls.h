// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/prometheus/series.h"

#include <QWidget>
#include <optional>
#include <vector>

class QMenu;
class QPushButton;
class QToolButton;

namespace qbm::ui {

/// A range of time as it was chosen: the last so-and-so long, which moves with the clock, or fixed ends.
struct ChosenRange {
    std::chrono::seconds last{0}; ///< zero: `fixed` holds
    prometheus::TimeRange fixed;
    prometheus::TimeRange at(TimePoint now) const;
    friend bool operator==(const ChosenRange&, const ChosenRange&) = default;
};

/// Time range, way back and refresh interval at the head of a page.
class TimeControls : public QWidget {
    Q_OBJECT
public:
    explicit TimeControls(QWidget* parent = nullptr);

    const ChosenRange& range() const { return m_range; }
    /// Remembers the one before, for goBack().
    void setRange(const ChosenRange& range);
    bool canGoBack() const { return !m_before.empty(); }
    void goBack();
    /// Zero: only on demand.
    int refreshIntervalMs() const { return m_refreshMs; }
    void setRefreshIntervalMs(int milliseconds);
    /// Forgets the way back; for another dashboard. Emits nothing.
    void reset(const ChosenRange& range, int refreshMs);
    /// The ranges of the menu, with their names in the current language.
    static std::vector<std::pair<std::chrono::seconds, QString>> ranges();
    void retranslate();

Q_SIGNALS:
    void rangeChanged();
    void refreshIntervalChanged();

private:
    void fillMenus();
    void updateTexts();
    QString rangeText() const;

    ChosenRange m_range;
    std::vector<ChosenRange> m_before;
    int m_refreshMs = 0;
    QToolButton* m_back;
    QPushButton* m_rangeButton;
    QPushButton* m_refreshButton;
    QMenu* m_rangeMenu;
    QMenu* m_refreshMenu;
};

} // namespace qbm::ui
