// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/reading.h"
#include "widgets/theme/tokens.h"

#include <QColor>
#include <QWidget>

class QPainter;

namespace qbm::widgets {

/// How a thing is, as shown everywhere: a shape, a colour and a word.
enum class State { Ok, Warning, Danger, Unknown, Stale, Info };

/// ● ▲ ■ ○ ◌ ◆ for running text; on a widget prefer StateGlyph or paintStateGlyph, which do not depend on a font.
QString glyph(State state);
/// "ok", "warning", "failed", "unknown", "stale", "info" in the current language.
QString word(State state);
/// The state's colour in the current theme.
QColor color(State state);
/// Draws the shape inside `box`, centred, in the state's colour, no larger than `most`.
void paintStateGlyph(QPainter& painter, const QRectF& box, State state, double most = tokens::kGlyph);

/// What a reading's state looks like: Value is Ok, NoTraffic and NoData are Unknown, SourceDown is Danger.
State stateOf(ReadingState state);
/// "no traffic", "source down", "stale", "no data"; empty for Value.
QString word(ReadingState state);

/// One state's shape as a small widget, named for screen readers.
class StateGlyph : public QWidget {
    Q_OBJECT
public:
    explicit StateGlyph(State state = State::Unknown, QWidget* parent = nullptr);
    State state() const { return m_state; }
    void setState(State state);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void describe();
    State m_state;
};

} // namespace qbm::widgets
