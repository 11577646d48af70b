// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/service/rollout_service.h"
#include "widgets/theme/state.h"

#include <optional>

/// The rollback advisor's judgement: how the system did under a revision against the period before it.
namespace qbm::ui {

enum class EffectQuantity { P95, ErrorRatio, Accuracy };

/// Ok, or worse by more than chance and habit explain: p95 by a fifth (twice as long: danger), failed requests by half
/// a percentage point (five: danger), accuracy by 0.02 (0.1: danger). nullopt where one of the two has no value.
std::optional<widgets::State> judgeEffect(EffectQuantity quantity, const Reading& now, const Reading& before);

/// A period, and the one before it.
struct EffectPeriod {
    service::RevisionEffect effect;
    std::optional<service::RevisionEffect> before;

    const Reading& reading(EffectQuantity quantity) const;
    std::optional<widgets::State> verdict(EffectQuantity quantity) const;
    /// The worst verdict of the three.
    std::optional<widgets::State> verdict() const;
};

/// `effects` newest first, as the service gives them.
std::vector<EffectPeriod> effectPeriods(const std::vector<service::RevisionEffect>& effects);

} // namespace qbm::ui
