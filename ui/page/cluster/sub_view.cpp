// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/sub_view.h"

#include "ui/text/tr.h"
#include "widgets/theme/icons.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>

namespace qbm::ui {

using namespace widgets;

SubView::SubView(std::function<QString()> title, QWidget* content, QWidget* parent)
    : QWidget(parent)
    , m_titleText(std::move(title))
    , m_content(content)
    , m_head(new QHBoxLayout)
    , m_back(new QPushButton)
    , m_title(makeLabel({}, TypeRole::Section, TextTone::Primary, tokens::kWeightSemibold))
{
    setButtonKind(*m_back, ButtonKind::Flat);
    m_back->setIcon(icon(QStringLiteral("go-previous"), TextTone::Accent));
    m_head->setSpacing(tokens::kSpaceS);
    m_head->addWidget(m_back);
    m_head->addWidget(m_title, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(tokens::kSpaceM);
    column->addLayout(m_head);
    column->addWidget(content, 1);
    connect(m_back, &QPushButton::clicked, this, &SubView::backRequested);
    setFocusProxy(m_back);
    retranslate();
}

void SubView::addHeadWidget(QWidget* widget)
{
    m_head->addWidget(widget);
}

void SubView::retranslate()
{
    m_back->setText(Tr::tr("Back"));
    m_back->setToolTip(Tr::tr("Back to the objects (Esc)"));
    m_title->setText(m_titleText());
}

void SubView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT backRequested();
    else
        QWidget::keyPressEvent(event);
}

} // namespace qbm::ui
