// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QStringList>
#include <array>

/// The look in numbers: the only place that names a colour, a size or a font. Everything is in device-independent pixels.
namespace qbm::widgets::tokens {

// Space: a grid of 4.
inline constexpr int kSpaceXs = 4;
inline constexpr int kSpaceS = 8;
inline constexpr int kSpaceM = 12;
inline constexpr int kSpaceL = 16; ///< between cards, inside a card
inline constexpr int kSpaceXl = 24; ///< page margin
inline constexpr int kSpaceXxl = 32;

// Shape.
inline constexpr int kRadiusCard = 8;
inline constexpr int kRadiusControl = 6;
inline constexpr int kRadiusChip = 4;
inline constexpr int kBorder = 1;
inline constexpr int kFocusRing = 2;
inline constexpr int kTierFrame = 3;

// Sizes.
inline constexpr int kControlHeight = 32;
inline constexpr int kControlHeightDense = 28;
inline constexpr int kRowComfortable = 32;
inline constexpr int kRowDense = 26;
inline constexpr int kIconSmall = 16;
inline constexpr int kIconLarge = 20;
inline constexpr int kGlyph = 10; ///< state glyph beside body text
inline constexpr int kGlyphLarge = 20; ///< beside a headline
inline constexpr int kNavigationWidth = 208;
inline constexpr int kNavigationCollapsedWidth = 52;
inline constexpr int kNavigationCollapseBelow = 1100;
inline constexpr int kSidePanelWidth = 420;
inline constexpr int kDialogWidth = 480;
inline constexpr int kTileMinWidth = 200;
inline constexpr int kChartMinHeight = 200;
inline constexpr int kSparklineHeight = 28;

// Motion.
inline constexpr int kFadeMilliseconds = 120;

// Type: pixel sizes and weights.
inline constexpr int kTypeCaption = 11;
inline constexpr int kTypeBody = 13;
inline constexpr int kTypeSection = 15;
inline constexpr int kTypePage = 20;
inline constexpr int kTypeTileValue = 28;
inline constexpr int kTypeHero = 40;
inline constexpr int kWeightNormal = 400;
inline constexpr int kWeightMedium = 500;
inline constexpr int kWeightSemibold = 600;
inline constexpr double kLineHeight = 1.4;

// Strength of what lies over or under data, 0..1.
inline constexpr double kGridAlpha = 0.08;
inline constexpr double kAreaFillAlpha = 0.10;
inline constexpr double kThresholdFillAlpha = 0.12;
inline constexpr double kChipFillAlpha = 0.12;
inline constexpr double kLineWidth = 1.5; ///< of a chart's line
inline constexpr double kLonelyPointRadius = 2; ///< a sample between two gaps
inline constexpr double kLineWidthMany = 1.0; ///< where there are many: wider pens are several times slower

/// Text families, first choice first. Noto's Chinese has PostScript outlines, which Qt darkens: light on dark it looks bold
/// next to Latin letters. Chinese text of usual weight comes from a TrueType family therefore, which has no bold face.
inline QStringList textFamilies(bool chinese, int weight)
{
    QStringList families{QStringLiteral("Noto Sans"), QStringLiteral("Noto Sans CJK SC"), QStringLiteral("sans-serif")};
    if (chinese && weight < kWeightSemibold)
        families.prepend(QStringLiteral("WenQuanYi Micro Hei")); // Qt takes Chinese from the first family or from its own choice
    return families;
}
/// Code families, first choice first.
inline QStringList monoFamilies() { return {QStringLiteral("JetBrains Mono"), QStringLiteral("Noto Sans Mono CJK SC"), QStringLiteral("monospace")}; }

inline constexpr int kSeriesCount = 10;

/// Every colour of one theme.
struct Colors {
    QColor window, surface, raised, sunken;
    QColor border, borderStrong, selection, hover;
    QColor borderField; ///< edge of fields and check boxes: 3 : 1, as it is all that shows them
    QColor text, textSecondary, textMuted;
    QColor accent, ok, warning, danger, info;
    QColor onAccent; ///< text on an accent or danger fill
    QColor tierLab, tierDevelopment, tierStaging, tierProduction;
    QColor onTier, onTierStaging; ///< text on the tier badges
    QColor shadow;
    std::array<QColor, kSeriesCount> series;
};

const Colors& lightColors();
const Colors& darkColors();

} // namespace qbm::widgets::tokens
