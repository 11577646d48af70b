// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/service/analysis_service.h"
#include "ui/page/page.h"

#include <optional>

class QPushButton;

namespace qbm::widgets {
class StatePanel;
}

namespace qbm::ui {

class CapacityForm;
class CapacityView;
struct CapacityOutcome;
struct Recommendation;
class TaskRunner;

/// What if there were more or fewer replicas, or more load: p95 predicted from what is measured now, and the way from the
/// answer to the scale operation.
class AnalysisPage : public Page {
    Q_OBJECT
public:
    explicit AnalysisPage(Session& session);
    ~AnalysisPage() override;

    QString title() const override;
    void refresh() override;
    bool isSettled() const override;
    int refreshIntervalMs() const override { return 15'000; }
    /// A deployment's name.
    void showObject(const QString& object) override;
    std::vector<Command> commands() override;

    CapacityForm* form() const { return m_form; }
    CapacityView* view() const { return m_view; }
    QPushButton* scaleButton() const { return m_scale; }
    widgets::StatePanel* statePanel() const { return m_panel; }

protected:
    void retranslate() override;

private:
    void measure();
    void loadDeployments();
    void arrived(Result<service::CapacityAnswer> answer);
    void showAnswer();
    void compute();
    void computed(Result<CapacityOutcome> outcome);
    void updateScaleButton();
    void proposeScale(const Recommendation& recommendation);

    TaskRunner* m_runner;
    TaskRunner* m_deploymentsRunner;
    TaskRunner* m_computeRunner;
    bool m_computeAgain = false; ///< assumptions changed while computing
    CapacityForm* m_form;
    CapacityView* m_view;
    widgets::StatePanel* m_panel;
    QPushButton* m_scale;
    std::optional<service::CapacityAnswer> m_answer; ///< the newest with a prediction, or the newest of all
};

} // namespace qbm::ui
