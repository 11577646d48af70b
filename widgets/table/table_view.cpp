// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/table/table_view.h"

#include "widgets/feedback/state_panel.h"
#include "widgets/form/form.h"
#include "widgets/table/cell_delegate.h"
#include "widgets/table/column_widths.h"
#include "widgets/table/keyed_selection.h"
#include "widgets/table/table_model.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/tr.h"

#include <QApplication>
#include <QClipboard>
#include <QDataStream>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>
#include <QTableView>
#include <QVBoxLayout>

namespace qbm::widgets {

namespace {

constexpr quint32 kStateMagic = 0x51544232; // "QTB2": a width is 0 where nobody dragged it
constexpr int kHeaderHeight = 30;
constexpr int kMinSection = 48;
constexpr int kTickMilliseconds = 1000;

CellDelegate* delegateOf(QTableView* view)
{
    return static_cast<CellDelegate*>(view->itemDelegate());
}

/// A cell in TSV may hold neither of the separators.
QString tsvField(QString text)
{
    return text.replace(QLatin1Char('\t'), QLatin1Char(' ')).replace(QLatin1Char('\n'), QLatin1Char(' '));
}

} // namespace

TableView::TableView(QWidget* parent)
    : QFrame(parent)
    , m_view(new QTableView)
    , m_selection(new KeyedSelection(*m_view))
    , m_widths(new ColumnWidths(*m_view))
    , m_panel(nullptr)
{
    setObjectName(QStringLiteral("qbmTableFrame"));
    m_view->setItemDelegate(new CellDelegate(m_view));
    m_view->setShowGrid(false);
    m_view->setWordWrap(false);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setTabKeyNavigation(false); // Tab leaves the table: nobody is trapped in it
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->viewport()->setMouseTracking(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_view->viewport()->installEventFilter(this);
    m_view->installEventFilter(this);
    auto* header = m_view->horizontalHeader();
    header->setFixedHeight(kHeaderHeight);
    header->setMinimumSectionSize(kMinSection);
    header->setHighlightSections(false);
    header->setSectionsMovable(true);
    header->setSortIndicatorShown(true);
    header->setSortIndicatorClearable(true); // the third click goes back to the order of setRows()
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QWidget::customContextMenuRequested, this, &TableView::showHeaderMenu);
    connect(m_view, &QTableView::activated, this, [this](const QModelIndex& index) { Q_EMIT activated(m_model->keyOfRow(index.row())); });
    connect(m_view, &QWidget::customContextMenuRequested, this, [this](const QPoint& position) {
        const QModelIndex index = m_view->indexAt(position);
        if (index.isValid())
            Q_EMIT contextMenuRequested(m_model->keyOfRow(index.row()), m_view->viewport()->mapToGlobal(position));
    });
    m_panel = new StatePanel(m_view);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(tokens::kBorder, tokens::kBorder, tokens::kBorder, tokens::kBorder);
    column->addWidget(m_panel);
    connect(&Theme::current(), &Theme::changed, this, &TableView::applyTheme);
    connect(m_selection, &KeyedSelection::currentChanged, this, &TableView::currentKeyChanged);
    connect(m_selection, &KeyedSelection::selectionChanged, this, &TableView::selectionChanged);
    applyTheme();
}

void TableView::setModel(TableModelBase* model)
{
    if (m_model == model)
        return;
    if (m_model)
        disconnect(m_model, nullptr, this, nullptr);
    m_model = model;
    m_selection->setModel(model);
    if (!model)
        return;
    connectModel();
    applyColumns();
    if (model->totalRows() > 0)
        m_panel->showContent();
    updateFace();
}

void TableView::connectModel()
{
    // Sorting starts off: the order of setRows() is an answer too, until a header is clicked.
    m_view->horizontalHeader()->setSortIndicator(m_model->sortColumn(), m_model->sortOrder());
    m_view->setSortingEnabled(true);
    connect(m_model, &TableModelBase::aboutToUpdate, this, &TableView::keepAnchor);
    connect(m_model, &TableModelBase::updated, this, [this] {
        restoreAnchor();
        updateFace();
    });
    connect(m_model, &TableModelBase::rowsReplaced, this, [this] {
        if (!m_emptyShown)
            m_panel->showContent(); // an answer ends loading, error and stale
        updateFace();
    });
}

void TableView::applyColumns()
{
    for (int column = 0; column < m_model->columnCount(); ++column)
        m_view->horizontalHeader()->setSectionHidden(column, m_model->columnInfo(column).hidden);
    m_widths->setModel(m_model);
}

void TableView::applyTheme()
{
    m_view->verticalHeader()->setDefaultSectionSize(Theme::current().rowHeight());
    m_view->verticalHeader()->setMinimumSectionSize(Theme::current().rowHeight());
    m_widths->schedule();
    m_view->viewport()->update();
}

void TableView::setEmptyText(const QString& headline, const QString& advice)
{
    m_emptyHeadline = headline;
    m_emptyAdvice = advice;
    m_emptyShown = false;
    updateFace();
}

void TableView::updateFace()
{
    const auto face = m_panel->face();
    if (!m_model || (!m_emptyShown && face != StatePanel::Face::Content))
        return; // loading, error and stale are the page's to say
    if (m_model->rowCount() > 0) {
        if (m_emptyShown)
            m_panel->showContent();
        m_emptyShown = false;
        return;
    }
    if (m_model->totalRows() > 0)
        m_panel->showEmpty(Tr::tr("No row matches the filter"), Tr::tr("%n row(s) are hidden by it.", nullptr, m_model->totalRows()));
    else
        m_panel->showEmpty(m_emptyHeadline.isEmpty() ? Tr::tr("Nothing here yet") : m_emptyHeadline, m_emptyAdvice);
    m_emptyShown = true;
}

void TableView::setFilterField(SearchField* field)
{
    m_filterField = field;
    connect(field, &SearchField::searched, this, [this](const QString& text) {
        if (m_model)
            m_model->setFilterText(text);
    });
}

void TableView::setMultiSelection(bool multi)
{
    m_view->setSelectionMode(multi ? QAbstractItemView::ExtendedSelection : QAbstractItemView::SingleSelection);
}

QStringList TableView::selectedKeys() const
{
    return m_selection->selected();
}

QString TableView::currentKey() const
{
    return m_selection->current();
}

void TableView::selectKey(const QString& key)
{
    if (m_selection->select(key))
        m_view->scrollTo(m_model->index(m_model->rowOfKey(key), 0));
}

void TableView::clearSelection()
{
    m_selection->clear();
}

QString TableView::toTsv() const
{
    if (!m_model)
        return {};
    const auto* header = m_view->horizontalHeader();
    std::vector<int> shown; // logical columns in the order seen
    for (int place = 0; place < header->count(); ++place) {
        if (const int column = header->logicalIndex(place); !header->isSectionHidden(column))
            shown.push_back(column);
    }
    std::vector<int> rows;
    for (const QModelIndex& row : m_view->selectionModel()->selectedRows())
        rows.push_back(row.row());
    std::sort(rows.begin(), rows.end());
    if (rows.empty()) {
        for (int row = 0; row < m_model->rowCount(); ++row)
            rows.push_back(row);
    }
    QStringList lines;
    QStringList fields;
    for (const int column : shown)
        fields << tsvField(m_model->headerData(column, Qt::Horizontal).toString());
    lines << fields.join(QLatin1Char('\t'));
    for (const int row : rows) {
        fields.clear();
        for (const int column : shown) {
            const QModelIndex cell = m_model->index(row, column);
            const QString unit = cell.data(TableModelBase::UnitRole).toString();
            fields << tsvField(unit.isEmpty() ? cell.data().toString() : cell.data().toString() + QLatin1Char(' ') + unit);
        }
        lines << fields.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

void TableView::copySelection() const
{
    QApplication::clipboard()->setText(toTsv());
}

QByteArray TableView::saveState() const
{
    QByteArray bytes;
    if (!m_model)
        return bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_0);
    const auto* header = m_view->horizontalHeader();
    out << kStateMagic << qint32(m_model->columnCount()) << qint32(m_model->sortColumn()) << qint32(m_model->sortOrder()) << m_model->filterText();
    for (int column = 0; column < m_model->columnCount(); ++column) {
        const bool hidden = header->isSectionHidden(column);
        out << m_model->columnInfo(column).id << qint32(m_widths->dragged(column).value_or(0)) << hidden << qint32(header->visualIndex(column));
    }
    return bytes;
}

bool TableView::restoreState(const QByteArray& state)
{
    if (!m_model)
        return false;
    struct Column {
        qint32 width = 0;
        bool hidden = false;
        qint32 place = 0;
    };
    QDataStream in(state);
    in.setVersion(QDataStream::Qt_6_0);
    quint32 magic = 0;
    qint32 count = 0, sortColumn = -1, sortOrder = 0;
    QString filter;
    in >> magic >> count >> sortColumn >> sortOrder >> filter;
    if (magic != kStateMagic || count != m_model->columnCount() || sortColumn < -1 || sortColumn >= count)
        return false;
    std::vector<Column> columns(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        auto& column = columns[static_cast<std::size_t>(i)];
        QString id;
        in >> id >> column.width >> column.hidden >> column.place;
        if (id != m_model->columnInfo(i).id || column.width < 0 || column.place < 0 || column.place >= count)
            return false;
    }
    if (in.status() != QDataStream::Ok)
        return false;
    auto* header = m_view->horizontalHeader();
    for (int place = 0; place < count; ++place) {
        for (int i = 0; i < count; ++i) {
            if (columns[static_cast<std::size_t>(i)].place == place)
                header->moveSection(header->visualIndex(i), place);
        }
    }
    for (int i = 0; i < count; ++i) {
        const auto& column = columns[static_cast<std::size_t>(i)];
        header->setSectionHidden(i, column.hidden);
        m_widths->setDragged(i, column.width > 0 ? std::optional<int>(column.width) : std::nullopt);
    }
    m_view->sortByColumn(sortColumn, static_cast<Qt::SortOrder>(sortOrder));
    if (m_filterField)
        m_filterField->setText(filter);
    m_model->setFilterText(filter);
    return true;
}

void TableView::showHeaderMenu(const QPoint& position)
{
    auto* header = m_view->horizontalHeader();
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const int shown = header->count() - header->hiddenSectionCount();
    for (int column = 0; column < header->count(); ++column) {
        auto* action = menu->addAction(m_model->headerData(column, Qt::Horizontal).toString());
        const bool visible = !header->isSectionHidden(column);
        action->setCheckable(true);
        action->setChecked(visible);
        action->setEnabled(!visible || shown > 1); // a table without columns could not be brought back
        connect(action, &QAction::toggled, header, [header, column](bool on) { header->setSectionHidden(column, !on); });
    }
    menu->addSeparator();
    connect(menu->addAction(Tr::tr("Reset columns")), &QAction::triggered, this, [this] {
        auto* columns = m_view->horizontalHeader();
        for (int column = 0; column < columns->count(); ++column)
            columns->moveSection(columns->visualIndex(column), column);
        applyColumns();
    });
    connect(menu->addAction(Tr::tr("Copy as table")), &QAction::triggered, this, &TableView::copySelection);
    menu->popup(header->mapToGlobal(position));
}

void TableView::keepAnchor()
{
    m_anchorKey.clear();
    auto* bar = m_view->verticalScrollBar();
    const int row = m_view->rowAt(0);
    if (bar->value() == 0 || row < 0)
        return; // at the top: newest rows may come in above
    m_anchorKey = m_model->keyOfRow(row);
    m_anchorOffset = m_view->rowViewportPosition(row);
}

void TableView::restoreAnchor()
{
    if (m_anchorKey.isEmpty())
        return;
    const int row = m_model->rowOfKey(m_anchorKey);
    if (row >= 0)
        m_view->verticalScrollBar()->setValue(row * Theme::current().rowHeight() - m_anchorOffset);
}

bool TableView::handleKey(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
        return true;
    }
    if (event->matches(QKeySequence::Find) && m_filterField) {
        m_filterField->setFocus(Qt::ShortcutFocusReason);
        m_filterField->selectAll();
        return true;
    }
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && m_view->currentIndex().isValid()) {
        Q_EMIT activated(currentKey());
        return true;
    }
    if (event->key() == Qt::Key_Menu && m_view->currentIndex().isValid()) {
        const QRect cell = m_view->visualRect(m_view->currentIndex());
        Q_EMIT contextMenuRequested(currentKey(), m_view->viewport()->mapToGlobal(cell.bottomLeft()));
        return true;
    }
    return false;
}

void TableView::showEvent(QShowEvent* event)
{
    m_tick.start(kTickMilliseconds, Qt::CoarseTimer, this);
    QFrame::showEvent(event);
}

void TableView::hideEvent(QHideEvent* event)
{
    m_tick.stop();
    QFrame::hideEvent(event);
}

void TableView::timerEvent(QTimerEvent* event)
{
    if (event->timerId() != m_tick.timerId())
        return QFrame::timerEvent(event);
    QWidget* viewport = m_view->viewport();
    for (int column = 0; m_model != nullptr && column < m_model->columnCount(); ++column) {
        if (m_model->columnInfo(column).ticks && !m_view->isColumnHidden(column))
            viewport->update(m_view->columnViewportPosition(column), 0, m_view->columnWidth(column), viewport->height());
    }
}

bool TableView::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_view && event->type() == QEvent::KeyPress && m_model && handleKey(static_cast<QKeyEvent*>(event)))
        return true;
    if (watched == m_view->viewport()) {
        const bool leaving = event->type() == QEvent::Leave;
        if (leaving || event->type() == QEvent::MouseMove) {
            const int row = leaving ? -1 : m_view->rowAt(static_cast<QMouseEvent*>(event)->position().toPoint().y());
            if (row != delegateOf(m_view)->hoverRow()) {
                delegateOf(m_view)->setHoverRow(row);
                m_view->viewport()->update();
            }
        }
    }
    return QFrame::eventFilter(watched, event);
}

void TableView::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange && m_model) {
        m_model->retranslate();
        if (m_emptyShown)
            updateFace();
    }
    QFrame::changeEvent(event);
}

} // namespace qbm::widgets
