// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/tokens.h"

namespace qbm::widgets::tokens {

namespace {

std::array<QColor, kSeriesCount> seriesOf(const std::array<QRgb, kSeriesCount>& values)
{
    std::array<QColor, kSeriesCount> colors;
    for (std::size_t i = 0; i < values.size(); ++i)
        colors[i] = QColor::fromRgb(values[i]);
    return colors;
}

QColor rgb(QRgb value) { return QColor::fromRgb(value); }

Colors makeLight()
{
    Colors c;
    c.window = rgb(0xF5F6F8), c.surface = rgb(0xFFFFFF), c.raised = rgb(0xFFFFFF), c.sunken = rgb(0xECEEF2);
    c.border = rgb(0xD8DCE3), c.borderStrong = rgb(0xB4BBC7), c.borderField = rgb(0x858E9D);
    c.selection = rgb(0xE6EDFD), c.hover = rgb(0xEEF1F6);
    c.text = rgb(0x161A22), c.textSecondary = rgb(0x4A5363), c.textMuted = rgb(0x626C7E);
    c.accent = rgb(0x2457D6), c.ok = rgb(0x177745), c.warning = rgb(0x8F5B00), c.danger = rgb(0xC0271D), c.info = rgb(0x0B6E99);
    c.onAccent = rgb(0xFFFFFF);
    c.tierLab = rgb(0x52617A), c.tierDevelopment = rgb(0x0F766E), c.tierStaging = rgb(0xE0A21B), c.tierProduction = rgb(0xB4232A);
    c.onTier = rgb(0xFFFFFF), c.onTierStaging = rgb(0x161A22);
    c.shadow = QColor(0, 0, 0, 40);
    c.series = seriesOf({0x2457D6, 0xC2410C, 0x0F766E, 0xA21CAF, 0x8A6A00, 0x0369A1, 0xB91C4C, 0x4D7C0F, 0x6D28D9, 0x57534E});
    return c;
}

Colors makeDark()
{
    Colors c = makeLight(); // tiers keep their colours
    c.window = rgb(0x101319), c.surface = rgb(0x171B23), c.raised = rgb(0x1E232D), c.sunken = rgb(0x0B0E13);
    c.border = rgb(0x2B323E), c.borderStrong = rgb(0x465062), c.borderField = rgb(0x6B7689);
    c.selection = rgb(0x1C2A4D), c.hover = rgb(0x20262F);
    c.text = rgb(0xE8EBF1), c.textSecondary = rgb(0xB3BBC9), c.textMuted = rgb(0x8E98AA);
    c.accent = rgb(0x7AA2FF), c.ok = rgb(0x4CC38A), c.warning = rgb(0xE5B450), c.danger = rgb(0xFF7A70), c.info = rgb(0x5CC4EE);
    c.onAccent = rgb(0x0B0E13);
    c.shadow = QColor(0, 0, 0, 120);
    c.series = seriesOf({0x7AA2FF, 0xFF9B5E, 0x4FD1C1, 0xE58BF2, 0xE3C04F, 0x63C7FF, 0xFF8FAB, 0xA3D45E, 0xB69CFF, 0xB8B2A9});
    return c;
}

} // namespace

const Colors& lightColors()
{
    static const Colors colors = makeLight();
    return colors;
}

const Colors& darkColors()
{
    static const Colors colors = makeDark();
    return colors;
}

} // namespace qbm::widgets::tokens
