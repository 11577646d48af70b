// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page/cluster/log_intake.h"

#include <QWidget>
#include <memory>

class QLabel;
class QSplitter;

namespace qbm::service {
class ClusterService;
}

namespace qbm::widgets {
class LogDetail;
class LogModel;
class LogView;
class StatePanel;
}

namespace qbm::ui {

class Feed;
class LogBar;
class LogSources;
class Session;
class TaskRunner;

/// The log of a workload: the lines of all its containers merged by time, live, with search, levels and sources to
/// choose.
class LogPanel : public QWidget {
    Q_OBJECT
public:
    LogPanel(Session& session, std::shared_ptr<service::ClusterService> cluster, QWidget* parent = nullptr);
    ~LogPanel() override;

    using QWidget::show;
    /// Begins with that workload's log: "deployment/backend", "pod/backend-7d9-x2x"; the one before ends.
    void show(const QString& workload);
    /// "1,234 lines · 3 pods · following", as under the lines.
    QString status() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    enum class Stream { None, Running, Ended, Stopped };

    void connectBar();
    void connectView();
    void addShortcuts();
    void restart();
    void stop();
    void ended(const Result<>& result);
    void takeNews();
    void sourcesChanged();
    void applyFilter();
    void updateFace();
    void updateStatus();
    void updateHits();
    QString sourcesText() const;
    void showDetails();
    void updateDetails();
    void save();
    void saveTo(const QString& path);

    Session& m_session;
    std::shared_ptr<service::ClusterService> m_cluster;
    TaskRunner* m_streamRunner;
    TaskRunner* m_saveRunner;
    widgets::LogModel* m_model;
    LogBar* m_bar;
    LogSources* m_sourceList;
    widgets::LogView* m_view;
    widgets::LogDetail* m_detail;
    QSplitter* m_splitter;
    widgets::StatePanel* m_face;
    QLabel* m_status;
    std::shared_ptr<LogIntake> m_intake;
    Feed* m_feed = nullptr;
    std::vector<LogSourceState> m_sources;
    Stream m_stream = Stream::None;
    std::optional<Error> m_error; ///< why the stream ended
    TimePoint m_heardAt{};
    QString m_workload;
    QString m_note; ///< what was done last: "Copied 3 lines"
};

} // namespace qbm::ui
