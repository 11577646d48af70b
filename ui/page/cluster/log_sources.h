// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page/cluster/log_intake.h"

#include <QListWidget>

namespace qbm::ui {

/// What tells the sources of one workload apart in a narrow column: the random end of a pod's name, the whole name
/// where that is not unique; the container's name only where there are several.
QStringList shortSourceNames(const std::vector<LogSourceState>& sources, const QString& workload);
/// "backend-7d9f8b6c5-x1k2m/backend"
QString fullSourceName(const service::LogSource& source);

/// The sources of a log, each in its colour and with how it is; a tick shows or hides its lines.
class LogSources : public QListWidget {
    Q_OBJECT
public:
    explicit LogSources(QWidget* parent = nullptr);

    void setSources(const std::vector<LogSourceState>& sources, const QStringList& names);
    /// By source: whether its lines are hidden. Empty where none are.
    std::vector<bool> hidden() const;
    /// Hides all others.
    void showOnly(quint32 source);
    void showAll();

Q_SIGNALS:
    void hiddenChanged();

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void describe(QListWidgetItem& item, int index);
    void tick(const std::function<bool(int)>& shown);
    std::vector<LogSourceState> m_sources;
    QStringList m_names;
};

} // namespace qbm::ui
