// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme/state.h"

#include <QPointer>
#include <QWidget>

class QGridLayout;
class QLabel;
class QProgressBar;
class QScrollArea;

namespace qbm::ui {

class RunningOperation;

/// A running or ended operation: its steps with their states, what the current one says, progress, elapsed time,
/// outcome.
class RunView : public QWidget {
    Q_OBJECT
public:
    explicit RunView(RunningOperation* operation, QWidget* parent = nullptr);

protected:
    void timerEvent(QTimerEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void rebuild();
    void refresh();
    void fitSteps();
    void follow();
    QPointer<RunningOperation> m_operation;
    QGridLayout* m_steps;
    QScrollArea* m_scroll;
    QProgressBar* m_progress;
    QLabel* m_elapsed;
    widgets::StateGlyph* m_outcomeGlyph;
    QLabel* m_outcome;
    QLabel* m_evidence;
    QLabel* m_wayOut; ///< what stopping leaves behind, or how to go back afterwards
    std::size_t m_shownSteps = 0;
    std::size_t m_followed = 0;
};

/// How one that has ended stands.
widgets::State stateOf(const RunningOperation& operation);
/// "Done and verified.", "Taken back: ...", or why it could not begin; in the current language.
QString outcomeSentence(const RunningOperation& operation);

} // namespace qbm::ui
