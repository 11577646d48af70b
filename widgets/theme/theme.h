// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/tier.h"
#include "widgets/theme/tokens.h"

#include <QFont>
#include <QObject>
#include <QPalette>

class QApplication;

namespace qbm::widgets {

enum class ThemeChoice { Light, Dark, System };

/// Sizes of the type scale.
enum class TypeRole { Caption, Body, Section, Page, TileValue, Hero };

/// The theme in force: colours, fonts, row heights. One a process. \thread GUI
///
/// changed() reaches every widget that paints by itself; widgets styled by the palette or the style sheet follow without it.
class Theme : public QObject {
    Q_OBJECT
public:
    static Theme& current();

    /// Sets style, palette, font and style sheet of the application; may be called again while it runs.
    void apply(QApplication& application, ThemeChoice choice);
    /// Chinese needs other families than Latin letters, see tokens::textFamilies(). From the next widget or polish on.
    void setChinese(QApplication& application, bool chinese);

    ThemeChoice choice() const { return m_choice; }
    bool isDark() const { return m_dark; }
    const tokens::Colors& colors() const { return m_dark ? tokens::darkColors() : tokens::lightColors(); }
    QColor seriesColor(int index) const;
    QColor tierColor(Tier tier) const;
    /// Text on that tier's colour.
    QColor onTierColor(Tier tier) const;

    static QFont font(TypeRole role, int weight = tokens::kWeightNormal);
    static QFont monoFont(TypeRole role = TypeRole::Body);

    /// Table rows of 26 px instead of 32.
    bool isDense() const { return m_dense; }
    void setDense(bool dense);
    int rowHeight() const { return m_dense ? tokens::kRowDense : tokens::kRowComfortable; }

    /// No fades: from the environment (QBM_REDUCED_MOTION=1, GTK's animation setting) or set by the settings page.
    bool reducedMotion() const { return m_reducedMotion; }
    void setReducedMotion(bool reduced) { m_reducedMotion = reduced; }

Q_SIGNALS:
    void changed();

private:
    Theme();
    ThemeChoice m_choice = ThemeChoice::Light;
    bool m_dark = false;
    bool m_chinese = false;
    bool m_dense = false;
    bool m_reducedMotion = false;
    bool m_systemDark = false;
    bool m_systemKnown = false;
};

/// `color` at an opacity of 0..1.
QColor withAlpha(QColor color, double alpha);
/// WCAG contrast ratio of two opaque colours, 1..21.
double contrastRatio(const QColor& a, const QColor& b);

} // namespace qbm::widgets
