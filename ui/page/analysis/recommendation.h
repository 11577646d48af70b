// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page/analysis/capacity_model.h"

namespace qbm::ui {

/// How many replicas the page speaks for: the answer's sentence, the mark in chart and table, the button and the plan behind it
/// are all made of this one value, so that none can say another number.
struct Recommendation {
    QString deployment; ///< that was measured, whatever the form says meanwhile; empty: nothing is known yet
    int present = 0;
    std::optional<int> replicas; ///< chosen, else the fewest that meet the target; nullopt: none does
    bool chosen = false; ///< by a person, in chart or table

    bool changesSomething() const { return replicas && *replicas != present; }
    friend bool operator==(const Recommendation&, const Recommendation&) = default;
};

/// \param chosen by a person; one that the outcome has no line of is not taken
Recommendation recommend(const QString& deployment, const CapacityOutcome& outcome, std::optional<int> chosen);

/// One or two sentences: how many replicas, under what load, and how far the model is off where it can be checked.
QString answerSentence(const CapacityOutcome& outcome, const Recommendation& recommendation);
/// "Scale backend to 5…"
QString scaleText(const Recommendation& recommendation);
/// Why there is nothing to scale; empty: there is.
QString whyNotScale(const Recommendation& recommendation);

} // namespace qbm::ui
