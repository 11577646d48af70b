// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/revision_effects.h"

namespace qbm::ui {

using widgets::State;

namespace {

State judge(double worse, double warning, double danger)
{
    return worse > danger ? State::Danger : worse > warning ? State::Warning : State::Ok;
}

const Reading& readingOf(const service::RevisionEffect& effect, EffectQuantity quantity)
{
    switch (quantity) {
    case EffectQuantity::P95:
        return effect.p95;
    case EffectQuantity::ErrorRatio:
        return effect.errorRatio;
    case EffectQuantity::Accuracy:
        break;
    }
    return effect.accuracy;
}

} // namespace

std::optional<State> judgeEffect(EffectQuantity quantity, const Reading& now, const Reading& before)
{
    if (!now.hasValue() || !before.hasValue())
        return std::nullopt;
    switch (quantity) {
    case EffectQuantity::P95:
        if (before.value <= 0)
            return std::nullopt;
        return judge(now.value / before.value, 1.2, 2.0);
    case EffectQuantity::ErrorRatio:
        return judge(now.value - before.value, 0.005, 0.05);
    case EffectQuantity::Accuracy:
        return judge(before.value - now.value, 0.02, 0.1);
    }
    return std::nullopt;
}

const Reading& EffectPeriod::reading(EffectQuantity quantity) const
{
    return readingOf(effect, quantity);
}

std::optional<State> EffectPeriod::verdict(EffectQuantity quantity) const
{
    return before ? judgeEffect(quantity, reading(quantity), readingOf(*before, quantity)) : std::nullopt;
}

std::optional<State> EffectPeriod::verdict() const
{
    std::optional<State> worst;
    for (const EffectQuantity quantity : {EffectQuantity::P95, EffectQuantity::ErrorRatio, EffectQuantity::Accuracy}) {
        const auto one = verdict(quantity);
        if (one && (!worst || *one > *worst))
            worst = one; // State counts upwards from Ok over Warning to Danger
    }
    return worst;
}

std::vector<EffectPeriod> effectPeriods(const std::vector<service::RevisionEffect>& effects)
{
    std::vector<EffectPeriod> periods;
    for (std::size_t i = 0; i < effects.size(); ++i)
        periods.push_back({effects[i], i + 1 < effects.size() ? std::optional(effects[i + 1]) : std::nullopt});
    return periods;
}

} // namespace qbm::ui
