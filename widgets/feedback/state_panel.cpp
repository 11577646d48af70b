// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/feedback/state_panel.h"

#include "widgets/feedback/banner.h"
#include "widgets/feedback/busy_indicator.h"
#include "widgets/feedback/reading_label.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/tr.h"

#include <QEvent>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace qbm::widgets {

namespace {

constexpr int kLoadingDelayMilliseconds = 200;
constexpr int kTextWidth = 520; // about 80 characters: longer lines are hard to read

/// A column in the middle of a face, scrollable where the face is smaller than its text.
QWidget* centred(QVBoxLayout* column)
{
    column->setContentsMargins(tokens::kSpaceL, tokens::kSpaceM, tokens::kSpaceL, tokens::kSpaceM);
    column->setSpacing(tokens::kSpaceS);
    auto* inner = new QWidget;
    inner->setLayout(column);
    inner->setMaximumWidth(kTextWidth);
    auto* outer = new QWidget;
    auto* row = new QHBoxLayout(outer);
    row->setContentsMargins({});
    row->addStretch(1);
    row->addWidget(inner, 1000, Qt::AlignVCenter);
    row->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setMinimumSize(0, 0);
    scroll->viewport()->setAutoFillBackground(false);
    scroll->setWidget(outer);
    outer->setAutoFillBackground(false); // setWidget() switched it on
    return scroll;
}

QLabel* wrapped(QLabel* label)
{
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignHCenter);
    return label;
}

} // namespace

StatePanel::StatePanel(QWidget* content, QWidget* parent)
    : QWidget(parent)
    , m_content(content)
    , m_stack(new QStackedLayout(this))
    , m_contentFace(new QWidget)
    , m_banner(new Banner)
{
    m_stack->setContentsMargins({});
    auto* column = new QVBoxLayout(m_contentFace);
    column->setContentsMargins({});
    column->setSpacing(tokens::kSpaceS);
    column->addWidget(m_banner);
    column->addWidget(content, 1);
    m_banner->hide();
    connect(m_banner, &Banner::actionRequested, this, &StatePanel::retryRequested);
    m_stack->addWidget(makeLoadingFace());
    m_stack->addWidget(makeEmptyFace());
    m_stack->addWidget(makeErrorFace());
    m_stack->addWidget(m_contentFace);
    retranslate();
    showLoading();
}

QWidget* StatePanel::makeLoadingFace()
{
    m_busy = new BusyIndicator;
    m_loadingText = wrapped(makeLabel({}, TypeRole::Body, TextTone::Muted));
    auto* column = new QVBoxLayout;
    column->addWidget(m_busy, 0, Qt::AlignHCenter);
    column->addWidget(m_loadingText);
    return centred(column);
}

QWidget* StatePanel::makeEmptyFace()
{
    m_emptyHeadline = wrapped(makeLabel({}, TypeRole::Section, TextTone::Secondary));
    m_emptyAdvice = wrapped(makeLabel({}, TypeRole::Body, TextTone::Muted));
    m_emptyAction = new QPushButton;
    setButtonKind(*m_emptyAction, ButtonKind::Default);
    connect(m_emptyAction, &QPushButton::clicked, this, &StatePanel::actionRequested);
    auto* column = new QVBoxLayout;
    column->addWidget(m_emptyHeadline);
    column->addWidget(m_emptyAdvice);
    column->addWidget(m_emptyAction, 0, Qt::AlignHCenter);
    return centred(column);
}

QWidget* StatePanel::makeErrorFace()
{
    m_errorHeadline = makeLabel({}, TypeRole::Section, TextTone::Primary, tokens::kWeightSemibold);
    m_errorHeadline->setWordWrap(true);
    m_errorSentence = wrapped(makeLabel({}, TypeRole::Body, TextTone::Secondary));
    m_errorSentence->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_errorSentence->setFocusPolicy(Qt::NoFocus);
    m_errorDetail = makeCodeLabel({}, nullptr, TypeRole::Caption);
    m_errorDetail->setObjectName(QStringLiteral("qbmErrorDetail"));
    auto* well = new QFrame;
    well->setObjectName(QStringLiteral("qbmWell"));
    auto* wellColumn = new QVBoxLayout(well);
    wellColumn->setContentsMargins(tokens::kSpaceM, tokens::kSpaceS, tokens::kSpaceM, tokens::kSpaceS);
    wellColumn->addWidget(m_errorDetail);
    well->hide();
    m_errorRetry = new QPushButton;
    m_errorRetry->setIcon(icon(QStringLiteral("view-refresh")));
    setButtonKind(*m_errorRetry, ButtonKind::Default);
    m_errorDetails = new QPushButton;
    m_errorDetails->setCheckable(true);
    setButtonKind(*m_errorDetails, ButtonKind::Flat);
    connect(m_errorRetry, &QPushButton::clicked, this, &StatePanel::retryRequested);
    connect(m_errorDetails, &QPushButton::toggled, well, &QWidget::setVisible);

    auto* heading = new QHBoxLayout;
    heading->setSpacing(tokens::kSpaceS);
    heading->addStretch(1);
    heading->addWidget(new StateGlyph(State::Danger));
    heading->addWidget(m_errorHeadline);
    heading->addStretch(1);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_errorRetry);
    buttons->addWidget(m_errorDetails);
    buttons->addStretch(1);
    auto* column = new QVBoxLayout;
    column->addLayout(heading);
    column->addWidget(m_errorSentence);
    column->addLayout(buttons);
    column->addWidget(well);
    return centred(column);
}

void StatePanel::setFace(Face face)
{
    m_face = face;
    if (face != Face::Loading)
        m_busy->stop();
    if (face != Face::Stale && m_ageTimer != 0) {
        killTimer(m_ageTimer);
        m_ageTimer = 0;
    }
    m_banner->setVisible(face == Face::Stale);
    const int page = face == Face::Loading ? 0 : face == Face::Empty ? 1 : face == Face::Error ? 2 : 3;
    m_stack->setCurrentIndex(page);
}

void StatePanel::showLoading(const QString& what)
{
    m_loadingWhat = what;
    m_loadingText->setText(what.isEmpty() ? Tr::tr("Loading…") : what);
    setFace(Face::Loading);
    m_busy->startAfter(kLoadingDelayMilliseconds);
    setAccessibleDescription(m_loadingText->text());
}

void StatePanel::showEmpty(const QString& headline, const QString& advice, const QString& action)
{
    m_emptyHeadline->setText(headline);
    m_emptyAdvice->setText(advice);
    m_emptyAdvice->setVisible(!advice.isEmpty());
    m_emptyAction->setText(action);
    m_emptyAction->setVisible(!action.isEmpty());
    setFace(Face::Empty);
    setAccessibleDescription(headline);
}

void StatePanel::showError(const qbm::Error& error)
{
    m_error = error;
    showErrorTexts();
}

void StatePanel::showErrorTexts()
{
    const auto error = m_error; // showError() forgets it
    QString sentence = translated(error->message);
    for (auto step = error->trail.rbegin(); step != error->trail.rend(); ++step)
        sentence += QLatin1Char('\n') + translated(*step);
    showError(headline(error->kind), sentence, qstr(error->detail));
    m_error = error;
}

void StatePanel::showError(const QString& headline, const QString& sentence, const QString& detail)
{
    m_error.reset();
    m_errorHeadline->setText(headline);
    m_errorSentence->setText(sentence);
    m_errorSentence->setVisible(!sentence.isEmpty());
    m_errorDetail->setText(detail);
    m_errorDetails->setVisible(!detail.isEmpty());
    m_errorDetails->setChecked(false);
    m_errorRetry->setVisible(m_retryVisible);
    setFace(Face::Error);
    setAccessibleDescription(headline + QStringLiteral(". ") + sentence);
}

void StatePanel::showStale(const QString& why, qbm::TimePoint asOf, const qbm::Clock& clock)
{
    m_staleWhy = why;
    m_staleAt = asOf;
    m_clock = &clock;
    setFace(Face::Stale);
    if (m_ageTimer == 0)
        m_ageTimer = startTimer(1000, Qt::CoarseTimer);
    updateStale();
}

void StatePanel::updateStale()
{
    const QString age = ageText(m_staleAt, m_clock->now());
    m_banner->setMessage(State::Stale, Tr::tr("Shown as of %1 ago. %2").arg(age, m_staleWhy));
    m_banner->setAction(m_retryVisible ? Tr::tr("Retry") : QString());
    m_banner->setToolTip(localTimeText(m_staleAt));
}

void StatePanel::showContent()
{
    setFace(Face::Content);
    setAccessibleDescription({});
}

void StatePanel::setRetryVisible(bool visible)
{
    m_retryVisible = visible;
    m_errorRetry->setVisible(visible);
    if (m_face == Face::Stale)
        updateStale();
}

void StatePanel::timerEvent(QTimerEvent* event)
{
    if (event->timerId() == m_ageTimer && isVisible())
        updateStale();
}

void StatePanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void StatePanel::retranslate()
{
    m_errorRetry->setText(Tr::tr("Retry"));
    m_errorDetails->setText(Tr::tr("Details"));
    if (m_face == Face::Loading && m_loadingWhat.isEmpty())
        m_loadingText->setText(Tr::tr("Loading…"));
    if (m_face == Face::Error && m_error)
        showErrorTexts();
    if (m_face == Face::Stale)
        updateStale();
}

QString headline(qbm::ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::InvalidInput: return Tr::tr("The request is not valid");
    case ErrorKind::NotFound: return Tr::tr("Not found");
    case ErrorKind::Denied: return Tr::tr("Access denied");
    case ErrorKind::Unreachable: return Tr::tr("Cannot be reached");
    case ErrorKind::Timeout: return Tr::tr("No answer in time");
    case ErrorKind::Cancelled: return Tr::tr("Stopped");
    case ErrorKind::Conflict: return Tr::tr("In use or changed meanwhile");
    case ErrorKind::BadData: return Tr::tr("The answer makes no sense");
    case ErrorKind::Exhausted: return Tr::tr("Out of resources");
    case ErrorKind::InDoubt: return Tr::tr("Outcome unknown");
    case ErrorKind::Unsupported: return Tr::tr("Not supported here");
    case ErrorKind::Internal: return Tr::tr("A fault in the console");
    }
    return {};
}

} // namespace qbm::widgets
