// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/feedback/side_panel.h"

#include "widgets/feedback/elided_label.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/tr.h"

#include <QApplication>
#include <QKeyEvent>
#include <QPropertyAnimation>
#include <QToolButton>
#include <QVBoxLayout>

namespace qbm::widgets {

SidePanel::SidePanel(QWidget* parent)
    : QFrame(parent)
    , m_title(new ElidedLabel)
    , m_close(new QToolButton)
    , m_body(new QVBoxLayout)
    , m_slide(new QPropertyAnimation(this, "geometry", this))
{
    setObjectName(QStringLiteral("qbmSidePanel"));
    setAutoFillBackground(true);
    setFocusPolicy(Qt::NoFocus);
    setTextStyle(*m_title, TypeRole::Section, TextTone::Primary, tokens::kWeightSemibold);
    m_close->setIcon(closeIcon());
    m_close->setIconSize({tokens::kIconSmall, tokens::kIconSmall});
    auto* header = new QHBoxLayout;
    header->setContentsMargins(tokens::kSpaceL, tokens::kSpaceM, tokens::kSpaceS, tokens::kSpaceM);
    header->addWidget(m_title, 1);
    header->addWidget(m_close);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(tokens::kBorder, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(header);
    column->addWidget(makeSeparator());
    column->addLayout(m_body, 1);
    m_slide->setEasingCurve(QEasingCurve::OutCubic);
    connect(m_close, &QToolButton::clicked, this, &SidePanel::closePanel);
    connect(m_slide, &QPropertyAnimation::finished, this, [this] { setVisible(m_open); });
    parent->installEventFilter(this);
    hide();
    QEvent language(QEvent::LanguageChange);
    changeEvent(&language);
}

void SidePanel::setTitle(const QString& title)
{
    m_title->setText(title);
    setAccessibleName(title);
}

void SidePanel::setContent(QWidget* content)
{
    if (m_content == content)
        return;
    if (m_content)
        m_content->deleteLater();
    m_content = content;
    if (content)
        m_body->addWidget(content, 1);
}

QRect SidePanel::placeFor(bool open) const
{
    const QSize room = parentWidget()->size();
    const int wide = std::min(tokens::kSidePanelWidth, room.width());
    return {open ? room.width() - wide : room.width(), 0, wide, room.height()};
}

void SidePanel::openPanel()
{
    if (m_open)
        return;
    m_open = true;
    m_focusBefore = QApplication::focusWidget();
    raise();
    m_slide->stop();
    if (Theme::current().reducedMotion()) {
        setGeometry(placeFor(true));
        show();
    } else {
        m_slide->setDuration(tokens::kFadeMilliseconds);
        m_slide->setStartValue(placeFor(false));
        m_slide->setEndValue(placeFor(true));
        setGeometry(placeFor(false));
        show();
        m_slide->start();
    }
    m_close->setFocus(Qt::OtherFocusReason);
}

void SidePanel::closePanel()
{
    if (!m_open)
        return;
    m_open = false;
    const bool hadFocus = isAncestorOf(QApplication::focusWidget());
    m_slide->stop();
    if (Theme::current().reducedMotion()) {
        hide();
    } else {
        m_slide->setDuration(tokens::kFadeMilliseconds);
        m_slide->setStartValue(geometry());
        m_slide->setEndValue(placeFor(false));
        m_slide->start();
    }
    if (hadFocus && m_focusBefore)
        m_focusBefore->setFocus(Qt::OtherFocusReason);
    Q_EMIT closed();
}

bool SidePanel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && m_open) {
        m_slide->stop();
        setGeometry(placeFor(true));
    }
    return QFrame::eventFilter(watched, event);
}

void SidePanel::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        closePanel();
    else
        QFrame::keyPressEvent(event);
}

void SidePanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange) {
        m_close->setToolTip(Tr::tr("Close (Esc)"));
        m_close->setAccessibleName(Tr::tr("Close"));
    }
    QFrame::changeEvent(event);
}

} // namespace qbm::widgets
