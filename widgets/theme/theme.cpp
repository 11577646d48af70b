// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/theme.h"

#include "widgets/form/manners.h"
#include "widgets/theme/style.h"

#include <QApplication>
#include <QStyleFactory>
#include <cmath>

namespace qbm::widgets {

namespace {

int pixels(TypeRole role)
{
    switch (role) {
    case TypeRole::Caption: return tokens::kTypeCaption;
    case TypeRole::Body: return tokens::kTypeBody;
    case TypeRole::Section: return tokens::kTypeSection;
    case TypeRole::Page: return tokens::kTypePage;
    case TypeRole::TileValue: return tokens::kTypeTileValue;
    case TypeRole::Hero: return tokens::kTypeHero;
    }
    return tokens::kTypeBody;
}

/// Qt 6.4 cannot be asked for the desktop's scheme, but its platform theme shows it in the palette it starts with.
bool looksDark(const QPalette& palette)
{
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness()
        || qEnvironmentVariable("GTK_THEME").endsWith(QLatin1String(":dark"));
}

double luminance(const QColor& color)
{
    const auto linear = [](double channel) {
        return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

} // namespace

Theme::Theme()
    : m_reducedMotion(qEnvironmentVariableIntValue("QBM_REDUCED_MOTION") > 0
          || qEnvironmentVariable("GTK_ENABLE_ANIMATIONS") == QLatin1String("0"))
{
}

Theme& Theme::current()
{
    static Theme theme;
    return theme;
}

void Theme::apply(QApplication& application, ThemeChoice choice)
{
    if (!m_systemKnown) {
        m_systemDark = looksDark(QApplication::palette());
        m_systemKnown = true;
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
        installManners(application);
    }
    m_choice = choice;
    m_dark = choice == ThemeChoice::Dark || (choice == ThemeChoice::System && m_systemDark);
    QApplication::setFont(font(TypeRole::Body));
    QApplication::setPalette(palette(colors()));
    application.setStyleSheet(styleSheet(colors()));
    Q_EMIT changed();
}

void Theme::setChinese(QApplication& application, bool chinese)
{
    if (m_chinese == chinese)
        return;
    m_chinese = chinese;
    if (m_systemKnown)
        apply(application, m_choice);
}

QColor Theme::seriesColor(int index) const
{
    const int count = tokens::kSeriesCount;
    return colors().series[static_cast<std::size_t>(((index % count) + count) % count)];
}

QColor Theme::tierColor(Tier tier) const
{
    switch (tier) {
    case Tier::Lab: return colors().tierLab;
    case Tier::Development: return colors().tierDevelopment;
    case Tier::Staging: return colors().tierStaging;
    case Tier::Production: return colors().tierProduction;
    }
    return colors().tierProduction;
}

QColor Theme::onTierColor(Tier tier) const
{
    return tier == Tier::Staging ? colors().onTierStaging : colors().onTier;
}

QFont Theme::font(TypeRole role, int weight)
{
    QFont font(tokens::textFamilies(current().m_chinese, weight));
    font.setPixelSize(pixels(role));
    font.setWeight(static_cast<QFont::Weight>(weight));
    return font;
}

QFont Theme::monoFont(TypeRole role)
{
    QFont font(tokens::monoFamilies());
    font.setPixelSize(pixels(role));
    font.setStyleHint(QFont::Monospace);
    return font;
}

void Theme::setDense(bool dense)
{
    if (m_dense == dense)
        return;
    m_dense = dense;
    Q_EMIT changed();
}

QColor withAlpha(QColor color, double alpha)
{
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

double contrastRatio(const QColor& a, const QColor& b)
{
    const double la = luminance(a), lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

} // namespace qbm::widgets
