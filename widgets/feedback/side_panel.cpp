// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/feedback/side_panel.h"

#include "widgets/feedback/elided_label.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/tr.h"

#include <QApplication>
#include <QLayout>
#include <QMouseEvent>
#include <QPropertyAnimation>
#include <QSettings>
#include <QShortcut>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

namespace qbm::widgets {

namespace {

constexpr int kLeastWidth = 320, kLeastHeight = 180;
constexpr double kHeightRatio = 0.45, kLeastRatio = 0.2, kMostRatio = 0.8;
constexpr int kEdge = 5; ///< wide enough to be hit

QString widthKey() { return QStringLiteral("sidePanel/width"); }
QString ratioKey() { return QStringLiteral("sidePanel/heightRatio"); }

} // namespace

/// The inner edge of the panel, over its border.
class SidePanel::Edge : public QWidget {
public:
    explicit Edge(SidePanel* panel)
        : QWidget(panel)
        , m_panel(panel)
    {
    }
    void fit()
    {
        const bool right = m_panel->side() == Side::Right;
        setCursor(right ? Qt::SplitHCursor : Qt::SplitVCursor);
        setGeometry(0, 0, right ? kEdge : m_panel->width(), right ? m_panel->height() : kEdge);
        raise();
    }

protected:
    void mouseMoveEvent(QMouseEvent* event) override
    {
        if (event->buttons().testFlag(Qt::LeftButton))
            m_panel->dragTo(m_panel->parentWidget()->mapFromGlobal(event->globalPosition().toPoint()));
    }
    void mouseReleaseEvent(QMouseEvent*) override { m_panel->remember(); }

private:
    SidePanel* m_panel;
};

SidePanel::SidePanel(QWidget* parent)
    : QFrame(parent)
    , m_title(new ElidedLabel)
    , m_close(new QToolButton)
    , m_body(new QVBoxLayout)
    , m_slide(new QPropertyAnimation(this, "geometry", this))
    , m_escape(new QShortcut(Qt::Key_Escape, parent))
    , m_edge(new Edge(this))
    , m_width(std::max(kLeastWidth, QSettings().value(widthKey(), tokens::kSidePanelWidth).toInt()))
    , m_heightRatio(std::clamp(QSettings().value(ratioKey(), kHeightRatio).toDouble(), kLeastRatio, kMostRatio))
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
    m_escape->setEnabled(false);
    connect(m_close, &QToolButton::clicked, this, &SidePanel::closePanel);
    connect(m_escape, &QShortcut::activated, this, &SidePanel::closePanel);
    connect(m_slide, &QPropertyAnimation::finished, this, [this] { setVisible(m_open); });
    parent->installEventFilter(this);
    hide();
    QEvent language(QEvent::LanguageChange);
    changeEvent(&language);
}

QWidget* SidePanel::edge() const
{
    return m_edge;
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
    if (m_content) {
        m_content->hide(); // it may be the one that asked for this
        m_content->deleteLater();
    }
    m_content = content;
    if (content)
        m_body->addWidget(content, 1);
}

/// What the parent's content needs at least, apart from the room this panel takes.
QSize SidePanel::roomOfContent() const
{
    const QLayout* layout = parentWidget()->layout();
    if (layout == nullptr)
        return {0, 0};
    const QMargins taken = parentWidget()->contentsMargins();
    return layout->totalMinimumSize() - QSize(taken.left() + taken.right(), taken.top() + taken.bottom());
}

SidePanel::Side SidePanel::bestSide() const
{
    return parentWidget()->width() - roomOfContent().width() >= kLeastWidth ? Side::Right : Side::Bottom;
}

QRect SidePanel::placeFor(bool open) const
{
    const QSize room = parentWidget()->size();
    if (m_side == Side::Right) {
        const int wide = std::clamp(m_width, kLeastWidth, std::max(kLeastWidth, room.width() - roomOfContent().width()));
        return {open ? room.width() - wide : room.width(), 0, wide, room.height()};
    }
    const int wanted = static_cast<int>(room.height() * m_heightRatio);
    const int most = std::max(kLeastHeight, room.height() - roomOfContent().height());
    const int high = std::min(std::clamp(wanted, kLeastHeight, most), room.height());
    return {0, open ? room.height() - high : room.height(), room.width(), high};
}

/// To its place, and the parent's content out of it.
void SidePanel::dock()
{
    m_slide->stop();
    if (const Side best = bestSide(); std::exchange(m_side, best) != best) {
        setProperty("side", best == Side::Right ? QStringLiteral("right") : QStringLiteral("bottom"));
        style()->unpolish(this); // the border is at the inner edge
        style()->polish(this);
    }
    const QRect place = placeFor(true);
    setGeometry(place);
    m_edge->fit();
    parentWidget()->setContentsMargins(0, 0, m_side == Side::Right ? place.width() : 0, m_side == Side::Bottom ? place.height() : 0);
}

void SidePanel::openPanel()
{
    if (m_open)
        return;
    m_open = true;
    m_focusBefore = QApplication::focusWidget();
    m_escape->setEnabled(true);
    raise();
    dock();
    show();
    if (!Theme::current().reducedMotion()) {
        m_slide->setDuration(tokens::kFadeMilliseconds);
        m_slide->setStartValue(placeFor(false));
        m_slide->setEndValue(placeFor(true));
        setGeometry(placeFor(false));
        m_slide->start();
    }
    m_close->setFocus(Qt::OtherFocusReason);
}

void SidePanel::closePanel()
{
    if (!m_open)
        return;
    m_open = false;
    m_escape->setEnabled(false);
    const bool hadFocus = isAncestorOf(QApplication::focusWidget());
    m_slide->stop();
    parentWidget()->setContentsMargins({});
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

void SidePanel::dragTo(const QPoint& inParent)
{
    const QSize room = parentWidget()->size();
    if (m_side == Side::Right)
        m_width = std::clamp(room.width() - inParent.x(), kLeastWidth, std::max(kLeastWidth, room.width() - roomOfContent().width()));
    else
        m_heightRatio = std::clamp(static_cast<double>(room.height() - inParent.y()) / std::max(1, room.height()), kLeastRatio, kMostRatio);
    dock();
}

void SidePanel::remember() const
{
    QSettings settings;
    settings.setValue(widthKey(), m_width);
    settings.setValue(ratioKey(), m_heightRatio);
}

bool SidePanel::eventFilter(QObject* watched, QEvent* event)
{
    // What the content needs changes too, with its texts.
    if (watched == parentWidget() && m_open
        && (event->type() == QEvent::Resize
            || (event->type() == QEvent::LayoutRequest && m_slide->state() != QAbstractAnimation::Running && (bestSide() != m_side || placeFor(true) != geometry()))))
        dock();
    return QFrame::eventFilter(watched, event);
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
