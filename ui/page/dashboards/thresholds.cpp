// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/dashboards/thresholds.h"

#include <QColor>
#include <cmath>

namespace qbm::ui {

using widgets::State;

namespace {

enum class Rank { None, Good, Warning, Bad };

/// What a colour of Grafana means, by its hue: names like "semi-dark-orange" and "#rrggbb".
Rank rankOf(const std::string& colour)
{
    QString name = QString::fromStdString(colour);
    name = name.section(QLatin1Char('-'), -1);
    const QColor color(name);
    if (!color.isValid() || color.hsvSaturation() < 60)
        return Rank::None;
    constexpr int kRedEnd = 18, kYellowEnd = 70, kGreenEnd = 170, kRedBegin = 335;
    const int hue = color.hsvHue();
    if (hue < kRedEnd || hue >= kRedBegin)
        return Rank::Bad;
    return hue < kYellowEnd ? Rank::Warning : hue < kGreenEnd ? Rank::Good : Rank::None;
}

} // namespace

std::vector<widgets::ChartThreshold> toChartThresholds(const std::vector<dashboard::Threshold>& thresholds)
{
    std::vector<widgets::ChartThreshold> out;
    for (std::size_t i = 1; i < thresholds.size(); ++i) {
        const Rank below = rankOf(thresholds[i - 1].colour), above = rankOf(thresholds[i].colour);
        if (below == Rank::None || above == Rank::None || below == above || !std::isfinite(thresholds[i].value))
            continue;
        const bool badAbove = above > below;
        const Rank worse = badAbove ? above : below;
        out.push_back({thresholds[i].value, worse == Rank::Bad ? State::Danger : State::Warning, {}, badAbove});
    }
    return out;
}

} // namespace qbm::ui
