// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/feedback/banner.h"

#include "widgets/theme/icons.h"
#include "widgets/theme/tr.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace qbm::widgets {

Banner::Banner(QWidget* parent)
    : QFrame(parent)
    , m_glyph(new StateGlyph(State::Info, this))
    , m_text(makeLabel({}, TypeRole::Body, TextTone::Primary, tokens::kWeightNormal, this))
    , m_action(new QPushButton(this))
    , m_close(new QToolButton(this))
{
    m_text->setWordWrap(true);
    m_text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    setButtonKind(*m_action, ButtonKind::Flat);
    m_action->hide();
    m_close->setIcon(closeIcon());
    m_close->setIconSize({tokens::kIconSmall, tokens::kIconSmall});
    m_close->hide();
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(tokens::kSpaceM, tokens::kSpaceXs, tokens::kSpaceS, tokens::kSpaceXs);
    row->setSpacing(tokens::kSpaceS);
    row->addWidget(m_glyph);
    row->addWidget(m_text, 1);
    row->addWidget(m_action);
    row->addWidget(m_close);
    setMinimumHeight(tokens::kControlHeight + 2 * tokens::kSpaceXs);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    connect(m_action, &QPushButton::clicked, this, &Banner::actionRequested);
    connect(m_close, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT closed();
    });
    retranslate();
}

void Banner::setMessage(State state, const QString& sentence)
{
    m_state = state;
    m_glyph->setState(state);
    m_text->setText(sentence);
    setAccessibleName(word(state) + QStringLiteral(": ") + sentence);
    update();
}

QString Banner::message() const
{
    return m_text->text();
}

void Banner::setAction(const QString& label)
{
    m_action->setText(label);
    m_action->setVisible(!label.isEmpty());
}

void Banner::setClosable(bool closable)
{
    m_close->setVisible(closable);
}

void Banner::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor ink = color(m_state);
    painter.setPen(QPen(withAlpha(ink, 0.45), tokens::kBorder));
    painter.setBrush(withAlpha(ink, tokens::kChipFillAlpha / 1.5));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), tokens::kRadiusControl, tokens::kRadiusControl);
}

void Banner::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QFrame::changeEvent(event);
}

void Banner::retranslate()
{
    m_close->setToolTip(Tr::tr("Close"));
    m_close->setAccessibleName(Tr::tr("Close"));
}

} // namespace qbm::widgets
