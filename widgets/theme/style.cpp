// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/style.h"

#include <QAbstractButton>
#include <QFrame>
#include <QStyle>

namespace qbm::widgets {

namespace {

/// A style sheet looks at properties only when a widget is polished.
void repolish(QWidget& widget)
{
    widget.style()->unpolish(&widget);
    widget.style()->polish(&widget);
    widget.update();
}

QString toneName(TextTone tone)
{
    switch (tone) {
    case TextTone::Primary: return QStringLiteral("primary");
    case TextTone::Secondary: return QStringLiteral("secondary");
    case TextTone::Muted: return QStringLiteral("muted");
    case TextTone::Accent: return QStringLiteral("accent");
    case TextTone::Ok: return QStringLiteral("ok");
    case TextTone::Warning: return QStringLiteral("warning");
    case TextTone::Danger: return QStringLiteral("danger");
    }
    return {};
}

} // namespace

void setButtonKind(QAbstractButton& button, ButtonKind kind)
{
    const auto name = [kind] {
        switch (kind) {
        case ButtonKind::Default: return "default";
        case ButtonKind::Primary: return "primary";
        case ButtonKind::Danger: return "danger";
        case ButtonKind::Flat: return "flat";
        }
        return "default";
    };
    button.setProperty("kind", QString::fromLatin1(name()));
    // The focus ring is for the keyboard; a click does not need one.
    button.setFocusPolicy(Qt::TabFocus);
    repolish(button);
}

QColor toneColor(TextTone tone)
{
    const auto& colors = Theme::current().colors();
    switch (tone) {
    case TextTone::Primary: return colors.text;
    case TextTone::Secondary: return colors.textSecondary;
    case TextTone::Muted: return colors.textMuted;
    case TextTone::Accent: return colors.accent;
    case TextTone::Ok: return colors.ok;
    case TextTone::Warning: return colors.warning;
    case TextTone::Danger: return colors.danger;
    }
    return colors.text;
}

void setTextStyle(QLabel& label, TypeRole role, TextTone tone, int weight)
{
    label.setFont(Theme::font(role, weight));
    label.setProperty("tone", toneName(tone));
    repolish(label);
}

QLabel* makeLabel(const QString& text, TypeRole role, TextTone tone, int weight, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    setTextStyle(*label, role, tone, weight);
    return label;
}

QLabel* makeCodeLabel(const QString& text, QWidget* parent, TypeRole role)
{
    // Not by makeLabel(): once polished under a style sheet, a label comes back to the font it had then.
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setFont(Theme::monoFont(role));
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setWordWrap(true);
    return label;
}

QWidget* makeSeparator(QWidget* parent)
{
    auto* line = new QFrame(parent);
    line->setObjectName(QStringLiteral("qbmSeparator"));
    line->setFixedHeight(tokens::kBorder);
    return line;
}

} // namespace qbm::widgets
