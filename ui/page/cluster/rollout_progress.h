// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/text.h"
#include "core/kubernetes/objects.h"
#include "widgets/theme/state.h"

#include <QWidget>

class QLabel;
class QProgressBar;

namespace qbm::ui {

/// How far a rollout is, as Kubernetes itself judges it: its sentence, the counters, the conditions.
class RolloutProgress : public QWidget {
    Q_OBJECT
public:
    explicit RolloutProgress(QWidget* parent = nullptr);
    /// \param trouble why it does not come on; empty where nothing stands in its way
    void setDeployment(const kubernetes::Deployment& deployment, const Text& trouble);
    QString sentence() const;
    widgets::State state() const { return m_glyph->state(); }

private:
    widgets::StateGlyph* m_glyph;
    QLabel* m_sentence;
    QLabel* m_trouble;
    QLabel* m_counters;
    QLabel* m_conditions;
    QProgressBar* m_bar;
};

} // namespace qbm::ui
