// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/log/log_view.h"

#include "core/base/unit.h"
#include "widgets/log/log_model.h"
#include "widgets/log/log_text.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/tr.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QDateTime>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>

namespace qbm::widgets {

namespace {

/// Of each chunk that comes, so many lines are asked whether they have a level and a logger.
constexpr std::uint64_t kColumnSample = 200;
constexpr std::size_t kSpokenBytes = 500;

QDate dayOf(const LogLine& line)
{
    return QDateTime::fromSecsSinceEpoch(
        std::chrono::duration_cast<std::chrono::seconds>(line.time.time_since_epoch()).count())
        .date();
}

} // namespace

LogView::LogView(LogModel& model, QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_model(model)
    , m_newest(new QPushButton(viewport()))
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    viewport()->setCursor(Qt::ArrowCursor);
    setButtonKind(*m_newest, ButtonKind::Default);
    m_newest->setIcon(icon(QStringLiteral("go-bottom")));
    m_newest->hide();
    connect(m_newest, &QPushButton::clicked, this, &LogView::goToNewest);
    connect(&m_model, &LogModel::rowsAppended, this, &LogView::rowsChanged);
    connect(&m_model, &LogModel::rowsReset, this, &LogView::rowsChanged);
    connect(&m_model, &LogModel::hitsChanged, viewport(), qOverload<>(&QWidget::update));
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &LogView::scrolled);
    connect(horizontalScrollBar(), &QScrollBar::valueChanged, viewport(), qOverload<>(&QWidget::update));
    connect(&Theme::current(), &Theme::changed, this, &LogView::applyTheme);
    setAccessibleName(Tr::tr("Log lines"));
    applyTheme();
}

void LogView::applyTheme()
{
    m_painter.updateFonts();
    verticalScrollBar()->setSingleStep(1);
    horizontalScrollBar()->setSingleStep(m_painter.lineHeight());
    updateScrollBars();
    viewport()->update();
}

void LogView::setSourceNames(const QStringList& names)
{
    m_painter.setSources(names);
    updateScrollBars();
    viewport()->update();
}

void LogView::setWrap(bool wrap)
{
    if (wraps() == wrap)
        return;
    m_painter.setWrap(wrap);
    updateScrollBars();
    viewport()->update();
    Q_EMIT wrapChanged(wrap);
}

void LogView::rowsChanged()
{
    updateColumns();
    updateScrollBars();
    updateNewestButton();
    viewport()->update();
}

/// A column stands once a line needed it: it would be no help if it came and went.
void LogView::updateColumns()
{
    const LogStore& store = m_model.store();
    if (store.size() == 0) {
        m_hasLevel = m_hasLogger = false;
        m_columnsSeen = store.end();
        m_painter.setColumns(false, false, false);
        return;
    }
    const std::uint64_t begin
        = std::max({m_columnsSeen, store.first(), store.end() > kColumnSample ? store.end() - kColumnSample : 0});
    for (std::uint64_t sequence = begin; sequence < store.end() && !(m_hasLevel && m_hasLogger); ++sequence) {
        const LogLine line = store.line(sequence);
        m_hasLevel = m_hasLevel || line.level != LogLevel::Unknown;
        m_hasLogger = m_hasLogger || !line.logger.empty();
    }
    m_columnsSeen = store.end();
    const bool severalDays = dayOf(store.line(store.first())) != dayOf(store.line(store.end() - 1));
    m_painter.setColumns(severalDays, m_hasLevel, m_hasLogger);
}

int LogView::rowsHeight() const
{
    return std::max(0, viewport()->height() - m_painter.headHeight());
}

int LogView::rowHeight(int row) const
{
    return m_painter.rowHeight(wraps() ? m_model.lineAt(row) : LogLine());
}

int LogView::lastTopRow() const
{
    int height = rowsHeight();
    int row = m_model.rowCount();
    while (row > 0 && (height -= rowHeight(row - 1)) >= 0)
        --row;
    return std::min(row, std::max(0, m_model.rowCount() - 1));
}

int LogView::pageRows() const
{
    return std::max(1, rowsHeight() / rowHeight(0) - 1);
}

void LogView::updateScrollBars()
{
    m_painter.setWidth(viewport()->width());
    m_adjusting = true;
    const int last = m_model.rowCount() == 0 ? 0 : lastTopRow();
    verticalScrollBar()->setPageStep(m_model.rowCount() == 0 ? 1 : pageRows());
    verticalScrollBar()->setRange(0, last);
    verticalScrollBar()->setValue(m_following ? last : std::min(last, m_model.rowOf(m_top)));
    const int needed = wraps() ? 0 : m_painter.messageWidth(m_model.store().longestMessage());
    horizontalScrollBar()->setPageStep(m_painter.messageSpace());
    horizontalScrollBar()->setRange(0, std::max(0, needed - m_painter.messageSpace()));
    m_adjusting = false;
}

void LogView::scrolled()
{
    viewport()->update();
    if (m_adjusting || m_model.rowCount() == 0)
        return;
    m_top = m_model.sequenceAt(verticalScrollBar()->value());
    setFollowing(verticalScrollBar()->value() == verticalScrollBar()->maximum());
}

void LogView::setFollowing(bool following)
{
    if (following != m_following) {
        m_following = following;
        m_endWhenLeft = m_model.store().end();
        Q_EMIT atNewestChanged(following);
    }
    updateNewestButton();
}

void LogView::goToNewest()
{
    setFollowing(true);
    updateScrollBars();
    viewport()->update();
}

void LogView::updateNewestButton()
{
    const int fresh = m_following ? 0 : m_model.rowCount() - m_model.rowOf(m_endWhenLeft);
    m_newest->setText(fresh == 0 ? Tr::tr("Newest") : Tr::tr("%1 new").arg(qstr(formatCount(fresh))));
    m_newest->setToolTip(Tr::tr("Go to the newest line and stay there"));
    m_newest->setVisible(!m_following && m_model.rowCount() > 0);
    m_newest->adjustSize();
    m_newest->move(viewport()->width() - m_newest->width() - tokens::kSpaceL,
        viewport()->height() - m_newest->height() - tokens::kSpaceM);
}

int LogView::currentRow() const
{
    if (!m_current || m_model.rowCount() == 0)
        return -1;
    return std::min(m_model.rowOf(*m_current), m_model.rowCount() - 1);
}

void LogView::setCurrent(std::uint64_t sequence)
{
    if (m_model.rowCount() > 0)
        moveTo(std::min(m_model.rowOf(sequence), m_model.rowCount() - 1), false);
}

void LogView::goToHit(bool forward)
{
    const std::uint64_t from = m_current.value_or(forward ? m_model.store().first() : m_model.store().end());
    if (const auto hit = m_model.nextHit(from, forward))
        setCurrent(*hit);
}

void LogView::moveTo(int row, bool extend)
{
    m_current = m_model.sequenceAt(row);
    if (!extend || !m_anchor)
        m_anchor = m_current;
    ensureVisible(row);
    viewport()->update();
    announceCurrent();
    Q_EMIT currentChanged();
}

void LogView::ensureVisible(int row)
{
    const int top = verticalScrollBar()->value();
    if (row <= top) {
        verticalScrollBar()->setValue(row);
        return;
    }
    // The topmost row with which this one still fits.
    int height = rowsHeight() - rowHeight(row);
    int first = row;
    while (first > top && (height -= rowHeight(first - 1)) >= 0)
        --first;
    if (first > top)
        verticalScrollBar()->setValue(first);
}

void LogView::announceCurrent()
{
    const LogLine line = m_model.lineAt(currentRow());
    const QStringList parts{
        word(line.level), logDisplayText(line.logger, kSpokenBytes), logDisplayText(line.message, kSpokenBytes)};
    setAccessibleDescription(parts.join(QLatin1Char(' ')).trimmed());
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
}

std::pair<int, int> LogView::selectedRows() const
{
    if (!m_current || !m_anchor)
        return {0, 0};
    const auto [first, last] = std::minmax(*m_anchor, *m_current);
    return {m_model.rowOf(first), m_model.rowOf(last + 1)};
}

int LogView::selectedCount() const
{
    const auto [begin, end] = selectedRows();
    return end - begin;
}

void LogView::selectAll()
{
    if (m_model.rowCount() == 0)
        return;
    m_anchor = m_model.sequenceAt(0);
    m_current = m_model.sequenceAt(m_model.rowCount() - 1);
    viewport()->update();
    Q_EMIT currentChanged();
}

int LogView::copySelection()
{
    const auto [begin, end] = selectedRows();
    const int count = std::min(end - begin, kMaxCopied);
    if (count == 0)
        return 0;
    std::string text;
    for (int row = begin; row < begin + count; ++row) {
        text += m_model.lineAt(row).raw;
        text += '\n';
    }
    QApplication::clipboard()->setText(qstr(text));
    Q_EMIT copied(count, end - begin);
    return count;
}

void LogView::copyMessage()
{
    if (const int row = currentRow(); row >= 0)
        QApplication::clipboard()->setText(qstr(m_model.lineAt(row).message));
}

bool LogView::handleKey(const QKeyEvent& event)
{
    if (event.matches(QKeySequence::Copy)) {
        copySelection();
        return true;
    }
    if (event.matches(QKeySequence::SelectAll)) {
        selectAll();
        return true;
    }
    if (event.key() == Qt::Key_F3) {
        goToHit(!event.modifiers().testFlag(Qt::ShiftModifier));
        return true;
    }
    if (m_model.rowCount() == 0)
        return false;
    const int last = m_model.rowCount() - 1;
    // Without a cursor, keys begin at what is on the screen.
    const int row = m_current ? currentRow() : std::min(last, verticalScrollBar()->value());
    const bool extend = event.modifiers().testFlag(Qt::ShiftModifier);
    switch (event.key()) {
    case Qt::Key_Up:
        moveTo(std::max(0, row - 1), extend);
        return true;
    case Qt::Key_Down:
        moveTo(std::min(last, m_current ? row + 1 : row), extend);
        return true;
    case Qt::Key_PageUp:
        moveTo(std::max(0, row - pageRows()), extend);
        return true;
    case Qt::Key_PageDown:
        moveTo(std::min(last, row + pageRows()), extend);
        return true;
    case Qt::Key_Home:
        moveTo(0, extend);
        return true;
    case Qt::Key_End:
        moveTo(last, extend);
        goToNewest();
        return true;
    case Qt::Key_Left:
    case Qt::Key_Right:
        horizontalScrollBar()->triggerAction(
            event.key() == Qt::Key_Left ? QAbstractSlider::SliderSingleStepSub : QAbstractSlider::SliderSingleStepAdd);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (!m_current)
            moveTo(row, false);
        Q_EMIT detailsRequested();
        return true;
    default:
        return false;
    }
}

void LogView::keyPressEvent(QKeyEvent* event)
{
    if (handleKey(*event))
        event->accept();
    else
        event->ignore(); // not the scroll area's: its arrows would scroll without the cursor
}

int LogView::rowAt(int y) const
{
    if (y < m_painter.headHeight() || m_model.rowCount() == 0)
        return -1;
    int bottom = m_painter.headHeight();
    for (int row = verticalScrollBar()->value(); row < m_model.rowCount() && bottom < viewport()->height(); ++row) {
        bottom += rowHeight(row);
        if (y < bottom)
            return row;
    }
    return -1;
}

void LogView::mousePressEvent(QMouseEvent* event)
{
    const int row = rowAt(event->position().toPoint().y());
    if (row < 0)
        return;
    const bool insideSelection = row >= selectedRows().first && row < selectedRows().second;
    if (event->button() == Qt::LeftButton || (event->button() == Qt::RightButton && !insideSelection))
        moveTo(row, event->modifiers().testFlag(Qt::ShiftModifier));
}

void LogView::mouseMoveEvent(QMouseEvent* event)
{
    const int y = event->position().toPoint().y();
    if (event->buttons().testFlag(Qt::LeftButton) && m_current && m_model.rowCount() > 0) {
        // Dragged beyond an edge, the selection goes on row by row.
        const int row = y < m_painter.headHeight() ? std::max(0, currentRow() - 1)
            : y >= viewport()->height()            ? currentRow() + 1
                                                   : rowAt(y);
        if (row >= 0)
            moveTo(std::min(row, m_model.rowCount() - 1), true);
        return;
    }
    if (const int row = rowAt(y); row != m_hovered) {
        m_hovered = row;
        viewport()->update();
    }
}

void LogView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (rowAt(event->position().toPoint().y()) >= 0)
        Q_EMIT detailsRequested();
}

bool LogView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave && m_hovered >= 0) {
        m_hovered = -1;
        viewport()->update();
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void LogView::contextMenuEvent(QContextMenuEvent* event)
{
    if (currentRow() < 0)
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const int selected = selectedCount();
    connect(menu->addAction(icon(QStringLiteral("edit-copy")),
                selected > 1 ? Tr::tr("Copy %1 lines").arg(qstr(formatCount(selected))) : Tr::tr("Copy line")),
        &QAction::triggered, this, &LogView::copySelection);
    connect(menu->addAction(Tr::tr("Copy message")), &QAction::triggered, this, &LogView::copyMessage);
    connect(menu->addAction(Tr::tr("Select all lines")), &QAction::triggered, this, &LogView::selectAll);
    menu->addSeparator();
    connect(menu->addAction(Tr::tr("Show details")), &QAction::triggered, this, &LogView::detailsRequested);
    connect(menu->addAction(Tr::tr("Only this source")), &QAction::triggered, this,
        [this, source = m_model.lineAt(currentRow()).source] { Q_EMIT onlySourceRequested(source); });
    auto* wrap = menu->addAction(Tr::tr("Wrap long lines"));
    wrap->setCheckable(true);
    wrap->setChecked(wraps());
    connect(wrap, &QAction::toggled, this, &LogView::setWrap);
    menu->popup(event->reason() == QContextMenuEvent::Keyboard
            ? viewport()->mapToGlobal(QPoint(tokens::kSpaceL, m_painter.headHeight()))
            : event->globalPos());
}

void LogView::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void LogView::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void LogView::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    updateScrollBars();
    updateNewestButton();
}

void LogView::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange) {
        setAccessibleName(Tr::tr("Log lines"));
        applyTheme(); // words have other widths
        updateNewestButton();
    }
    QAbstractScrollArea::changeEvent(event);
}

void LogView::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), Theme::current().colors().surface);
    const int sideways = horizontalScrollBar()->value();
    const auto [selectedBegin, selectedEnd] = selectedRows();
    const int current = currentRow();
    int top = m_painter.headHeight();
    for (int row = verticalScrollBar()->value(); row < m_model.rowCount() && top < viewport()->height(); ++row) {
        const std::uint64_t sequence = m_model.sequenceAt(row);
        const LogLine line = m_model.store().line(sequence);
        const int height = m_painter.rowHeight(line);
        LogRowStyle style;
        style.selected = row >= selectedBegin && row < selectedEnd;
        style.current = row == current && hasFocus();
        style.hit = m_model.searchMode() == LogSearchMode::Highlight && m_model.isHit(sequence);
        style.hovered = row == m_hovered;
        m_painter.paintRow(
            painter, QRect(0, top, viewport()->width(), height), line, style, m_model.pattern(), sideways);
        top += height;
    }
    m_painter.paintHead(painter, QRect(0, 0, viewport()->width(), m_painter.headHeight()), sideways);
}

} // namespace qbm::widgets
