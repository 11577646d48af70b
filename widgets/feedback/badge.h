// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/tier.h"
#include "widgets/theme/state.h"

#include <QWidget>
#include <optional>

namespace qbm::widgets {

/// A small rounded label: a state with its glyph and a word, a plain chip, or a tier.
class Badge : public QWidget {
    Q_OBJECT
public:
    /// A plain chip.
    explicit Badge(const QString& text = {}, QWidget* parent = nullptr);

    void setText(const QString& text);
    QString text() const { return m_text; }
    /// Glyph and tint of the state; `text` empty uses the state's word.
    void setState(State state, const QString& text = {});
    /// The tier's colour, filled; `text` empty uses the tier's word. A lock is drawn in read-only mode.
    void setTier(Tier tier, const QString& text = {}, bool readOnly = false);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QString shownText() const;
    void refresh();
    QString m_text;
    std::optional<State> m_state;
    std::optional<Tier> m_tier;
    bool m_readOnly = false;
};

/// "lab", "development", "staging", "production" in the current language.
QString word(Tier tier);

} // namespace qbm::widgets
