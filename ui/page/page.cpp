// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/page.h"

#include "widgets/theme/style.h"

#include <QBoxLayout>
#include <QEvent>
#include <QLabel>

namespace qbm::ui {

using namespace widgets;

Page::Page(Session& session, QString id)
    : m_session(session)
    , m_id(std::move(id))
    , m_title(makeLabel({}, TypeRole::Page, TextTone::Primary, tokens::kWeightSemibold))
    , m_sentence(makeLabel({}, TypeRole::Body, TextTone::Secondary))
{
    setFocusPolicy(Qt::ClickFocus);
    auto* layout = new QVBoxLayout(this);
    layout->setSizeConstraint(QLayout::SetNoConstraint); // a side panel that takes room makes no window grow
    layout->setContentsMargins(tokens::kSpaceXl, tokens::kSpaceL, tokens::kSpaceXl, tokens::kSpaceXl);
    layout->setSpacing(tokens::kSpaceL);

    auto* head = new QHBoxLayout;
    head->setSpacing(tokens::kSpaceM);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(tokens::kSpaceXs);
    texts->addWidget(m_title);
    texts->addWidget(m_sentence);
    m_sentence->setWordWrap(true);
    head->addLayout(texts, 1);
    m_headActions = new QHBoxLayout;
    m_headActions->setSpacing(tokens::kSpaceS);
    head->addLayout(m_headActions);
    head->setAlignment(m_headActions, Qt::AlignTop);
    layout->addLayout(head);

    m_body = new QVBoxLayout;
    m_body->setSpacing(tokens::kSpaceL);
    layout->addLayout(m_body, 1);
}

QSize Page::minimumSizeHint() const
{
    const QMargins taken = contentsMargins();
    return QWidget::minimumSizeHint() - QSize(taken.left() + taken.right(), taken.top() + taken.bottom());
}

void Page::setSentence(const QString& sentence)
{
    m_sentence->setText(sentence);
    m_sentence->setVisible(!sentence.isEmpty());
}

void Page::setAttention(std::optional<State> state, const QString& text)
{
    if (m_attention == state && m_attentionText == text)
        return;
    m_attention = state;
    m_attentionText = text;
    Q_EMIT attentionChanged();
}

void Page::addHeadWidget(QWidget* widget)
{
    m_headActions->addWidget(widget);
}

void Page::applyTexts()
{
    m_title->setText(title());
    setAccessibleName(title());
    retranslate();
}

void Page::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange && m_translated)
        applyTexts();
    QWidget::changeEvent(event);
}

void Page::showEvent(QShowEvent* event)
{
    // Not in the constructor, where the derived page's functions do not exist yet.
    if (!m_translated) {
        m_translated = true;
        applyTexts();
    }
    refresh();
    if (refreshIntervalMs() > 0 && m_timer == 0)
        m_timer = startTimer(refreshIntervalMs(), Qt::CoarseTimer);
    QWidget::showEvent(event);
}

void Page::hideEvent(QHideEvent* event)
{
    if (m_timer != 0)
        killTimer(std::exchange(m_timer, 0));
    QWidget::hideEvent(event);
}

void Page::timerEvent(QTimerEvent* event)
{
    if (event->timerId() == m_timer)
        refresh();
    else
        QWidget::timerEvent(event);
}

} // namespace qbm::ui
