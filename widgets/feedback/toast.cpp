// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/feedback/toast.h"

#include "widgets/theme/icons.h"
#include "widgets/theme/tr.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>

namespace qbm::widgets {

namespace {
constexpr int kShownMilliseconds = 6000;
constexpr int kWidth = 360;
} // namespace

Toast::Toast(QWidget* window, State state, const QString& title, const QString& sentence, const QString& action)
    : QFrame(window)
    , m_state(state)
    , m_title(title)
    , m_timer(new QTimer(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setFixedWidth(kWidth);
    setAccessibleName(word(state) + QStringLiteral(": ") + title);
    setAccessibleDescription(sentence);
    auto* close = new QToolButton;
    close->setIcon(closeIcon());
    close->setIconSize({tokens::kIconSmall, tokens::kIconSmall});
    close->setToolTip(Tr::tr("Close"));
    close->setAccessibleName(Tr::tr("Close"));
    auto* heading = makeLabel(title, TypeRole::Body, TextTone::Primary, tokens::kWeightSemibold);
    heading->setWordWrap(true);
    auto* text = makeLabel(sentence, TypeRole::Body, TextTone::Secondary);
    text->setWordWrap(true);
    text->setVisible(!sentence.isEmpty());
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(heading);
    words->addWidget(text);
    if (!action.isEmpty()) {
        auto* button = new QPushButton(action);
        setButtonKind(*button, ButtonKind::Flat);
        words->addWidget(button, 0, Qt::AlignLeft);
        connect(button, &QPushButton::clicked, this, [this] {
            Q_EMIT actionRequested();
            dismiss();
        });
    }
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(tokens::kSpaceL, tokens::kSpaceM, tokens::kSpaceS, tokens::kSpaceM);
    row->setSpacing(tokens::kSpaceS);
    row->addWidget(new StateGlyph(state), 0, Qt::AlignTop);
    row->addLayout(words, 1);
    row->addWidget(close, 0, Qt::AlignTop);
    connect(close, &QToolButton::clicked, this, &Toast::dismiss);
    m_timer->setSingleShot(true);
    connect(m_timer, &QTimer::timeout, this, &Toast::dismiss);
    window->installEventFilter(this);
}

Toast* Toast::show(QWidget* window, State state, const QString& title, const QString& sentence, const QString& action)
{
    auto* toast = new Toast(window->window(), state, title, sentence, action);
    toast->adjustSize();
    toast->QFrame::show();
    arrange(window->window());
    if (state != State::Danger && state != State::Warning)
        toast->m_timer->start(kShownMilliseconds);
    return toast;
}

void Toast::dismiss()
{
    QWidget* window = parentWidget();
    hide();
    setParent(nullptr);
    deleteLater();
    if (window)
        arrange(window);
}

void Toast::arrange(QWidget* window)
{
    int bottom = window->height() - tokens::kSpaceXl;
    const auto toasts = window->findChildren<Toast*>(QString(), Qt::FindDirectChildrenOnly);
    for (auto it = toasts.rbegin(); it != toasts.rend(); ++it) {
        Toast* toast = *it;
        const int tall = std::max(toast->heightForWidth(kWidth), toast->sizeHint().height());
        toast->setGeometry(window->width() - kWidth - tokens::kSpaceXl, bottom - tall, kWidth, tall);
        toast->raise();
        bottom -= tall + tokens::kSpaceS;
    }
}

void Toast::paintEvent(QPaintEvent*)
{
    const auto& colors = Theme::current().colors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colors.borderStrong, tokens::kBorder));
    painter.setBrush(colors.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), tokens::kRadiusCard, tokens::kRadiusCard);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color(m_state));
    painter.drawRoundedRect(QRectF(0, tokens::kSpaceM, 3, height() - 2 * tokens::kSpaceM), 1.5, 1.5);
}

void Toast::enterEvent(QEnterEvent*)
{
    m_timer->stop();
}

void Toast::leaveEvent(QEvent*)
{
    if (m_state != State::Danger && m_state != State::Warning)
        m_timer->start(kShownMilliseconds / 2);
}

bool Toast::event(QEvent* event)
{
    // Before a side panel, which closes by Esc from anywhere else.
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape)
        event->accept();
    return QFrame::event(event);
}

void Toast::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        dismiss();
    else
        QFrame::keyPressEvent(event);
}

bool Toast::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize)
        arrange(parentWidget());
    return QFrame::eventFilter(watched, event);
}

} // namespace qbm::widgets
