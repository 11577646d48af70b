// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/feedback/card.h"

#include "widgets/feedback/elided_label.h"
#include "widgets/theme/style.h"

#include <QHBoxLayout>

namespace qbm::widgets {

Card::Card(const QString& title, QWidget* parent)
    : QFrame(parent)
    , m_header(new QWidget(this))
    , m_headerRow(new QHBoxLayout(m_header))
    , m_title(new ElidedLabel)
    , m_subtitle(new ElidedLabel)
    , m_body(new QVBoxLayout)
{
    setObjectName(QStringLiteral("qbmCard"));
    setTextStyle(*m_title, TypeRole::Section, TextTone::Primary, tokens::kWeightSemibold);
    setTextStyle(*m_subtitle, TypeRole::Body, TextTone::Muted);
    auto* titles = new QVBoxLayout;
    titles->setContentsMargins({});
    titles->setSpacing(0);
    titles->addWidget(m_title);
    titles->addWidget(m_subtitle);
    m_headerRow->setContentsMargins(tokens::kSpaceL, tokens::kSpaceM, tokens::kSpaceM, 0);
    m_headerRow->setSpacing(tokens::kSpaceS);
    m_headerRow->addLayout(titles, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addLayout(m_body, 1);
    m_body->setSpacing(tokens::kSpaceM);
    setBodyFlush(false);
    setTitle(title);
}

void Card::setTitle(const QString& title)
{
    m_title->setText(title);
    setAccessibleName(title);
    updateHeader();
}

QString Card::title() const
{
    return m_title->text();
}

void Card::setSubtitle(const QString& subtitle)
{
    m_subtitle->setText(subtitle);
    updateHeader();
}

void Card::addAction(QWidget* widget)
{
    ++m_actions;
    m_headerRow->addWidget(widget, 0, Qt::AlignVCenter);
    updateHeader();
}

void Card::setBodyFlush(bool flush)
{
    const int margin = flush ? tokens::kBorder : tokens::kSpaceL;
    m_body->setContentsMargins(margin, flush ? tokens::kSpaceS : tokens::kSpaceM, margin, margin);
}

void Card::updateHeader()
{
    m_subtitle->setVisible(!m_subtitle->text().isEmpty());
    m_header->setVisible(!m_title->text().isEmpty() || !m_subtitle->text().isEmpty() || m_actions > 0);
}

} // namespace qbm::widgets
