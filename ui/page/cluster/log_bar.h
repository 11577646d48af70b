// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/service/log_service.h"
#include "widgets/log/log_model.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QToolButton;

namespace qbm::widgets {
class SearchField;
}

namespace qbm::ui {

/// What stands over the lines of a log: whose, which container, from when on; below it level and search.
class LogBar : public QWidget {
    Q_OBJECT
public:
    explicit LogBar(QWidget* parent = nullptr);

    void setWorkload(const QString& workload);
    /// Those that were ever seen; the choice stays.
    void addContainers(const QStringList& names);
    /// As chosen now.
    service::LogQuery query() const;
    /// Without telling queryChanged() or followChanged().
    void setFollow(bool follow);
    widgets::LogLevel minimumLevel() const;
    void showAllLevels();
    void clearSearch();
    void setHits(const widgets::LogModel& model, std::optional<std::uint64_t> current);
    void setSaving(bool saving);
    void setCanSave(bool canSave);
    void focusSearch();

Q_SIGNALS:
    /// Lines have to be asked for anew.
    void queryChanged();
    void followChanged(bool follow);
    void levelChanged();
    void searchChanged(const widgets::LogPattern& pattern, widgets::LogSearchMode mode);
    void hitRequested(bool forward);
    void wrapChanged(bool wrap);
    void clearRequested();
    void saveRequested();

public:
    void setWrap(bool wrap);

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* makeQueryRow();
    QWidget* makeSearchRow();
    void retranslate();
    void search();

    QString m_workload;
    QLabel* m_title;
    QComboBox* m_container;
    QComboBox* m_range;
    QCheckBox* m_previous;
    QCheckBox* m_follow;
    QPushButton* m_clear;
    QPushButton* m_save;
    QComboBox* m_level;
    widgets::SearchField* m_search;
    QToolButton* m_regex;
    QCheckBox* m_onlyMatches;
    QToolButton* m_wrap;
    QToolButton* m_back;
    QToolButton* m_forward;
    QLabel* m_hits;
    QString m_problem; ///< of the regular expression
    bool m_saving = false;
};

} // namespace qbm::ui
