// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/editor/code_view.h"

#include "widgets/form/form.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/tr.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTextBlock>
#include <QToolButton>

namespace qbm::widgets {

namespace {

constexpr int kMostMarked = 2000; // more marks than anyone counts only cost time

} // namespace

CodeView::CodeView(QWidget* parent)
    : QWidget(parent)
    , m_search(new SearchField)
    , m_count(makeLabel({}, TypeRole::Caption, TextTone::Muted))
    , m_copy(new QToolButton)
    , m_editor(new QPlainTextEdit)
{
    m_editor->setReadOnly(true);
    m_editor->setFont(Theme::monoFont());
    m_editor->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_editor->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_editor->setTabChangesFocus(true);
    m_editor->installEventFilter(this);
    m_search->installEventFilter(this);
    m_copy->setIcon(icon(QStringLiteral("edit-copy"), TextTone::Secondary));
    m_copy->setIconSize({tokens::kIconSmall, tokens::kIconSmall});
    auto* tools = new QHBoxLayout;
    tools->setSpacing(tokens::kSpaceS);
    tools->addWidget(m_search, 1);
    tools->addWidget(m_count);
    tools->addWidget(m_copy);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(tokens::kSpaceS);
    column->addLayout(tools);
    column->addWidget(m_editor, 1);
    connect(m_search, &SearchField::searched, this, &CodeView::findMatches);
    connect(m_copy, &QToolButton::clicked, this, &CodeView::copy);
    connect(&Theme::current(), &Theme::changed, this, &CodeView::showMatches);
    retranslate();
}

void CodeView::retranslate()
{
    m_search->setPlaceholderText(Tr::tr("Search in the text"));
    m_copy->setToolTip(Tr::tr("Copy all of it"));
    m_copy->setAccessibleName(Tr::tr("Copy all of it"));
    showMatches();
}

void CodeView::setTitle(const QString& title)
{
    m_editor->setAccessibleName(title);
}

QString CodeView::text() const
{
    return m_editor->toPlainText();
}

void CodeView::setText(const QString& text)
{
    if (text == m_editor->toPlainText())
        return;
    const QPoint place(m_editor->horizontalScrollBar()->value(), m_editor->verticalScrollBar()->value());
    m_editor->setPlainText(text);
    findMatches();
    m_editor->horizontalScrollBar()->setValue(place.x());
    m_editor->verticalScrollBar()->setValue(place.y());
}

void CodeView::findMatches()
{
    const QString needle = m_search->text();
    const QString text = m_editor->toPlainText();
    m_matches.clear();
    if (!needle.isEmpty()) {
        for (qsizetype at = text.indexOf(needle, 0, Qt::CaseInsensitive); at >= 0 && m_matches.size() < kMostMarked;
             at = text.indexOf(needle, at + needle.size(), Qt::CaseInsensitive))
            m_matches << static_cast<int>(at);
    }
    m_current = -1;
    if (m_matches.isEmpty())
        showMatches();
    else
        step(1);
}

void CodeView::step(int by)
{
    if (m_matches.isEmpty())
        return;
    const int count = matchCount();
    m_current = m_current < 0 ? (by > 0 ? 0 : count - 1) : (m_current + by + count) % count;
    QTextCursor cursor(m_editor->document());
    cursor.setPosition(m_matches[m_current]);
    m_editor->setTextCursor(cursor);
    m_editor->ensureCursorVisible();
    showMatches();
}

void CodeView::showMatches()
{
    const auto& colors = Theme::current().colors();
    const int length = static_cast<int>(m_search->text().size());
    QList<QTextEdit::ExtraSelection> marks;
    for (int i = 0; i < matchCount(); ++i) {
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(m_editor->document());
        mark.cursor.setPosition(m_matches[i]);
        mark.cursor.setPosition(m_matches[i] + length, QTextCursor::KeepAnchor);
        mark.format.setBackground(i == m_current ? colors.accent : colors.selection);
        mark.format.setForeground(i == m_current ? colors.onAccent : colors.text);
        marks << mark;
    }
    m_editor->setExtraSelections(marks);
    if (m_search->text().isEmpty())
        m_count->clear();
    else if (m_matches.isEmpty())
        m_count->setText(Tr::tr("not found"));
    else
        m_count->setText(Tr::tr("%1 of %2").arg(m_current + 1).arg(matchCount()));
}

void CodeView::copy() const
{
    QApplication::clipboard()->setText(m_editor->toPlainText());
}

bool CodeView::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    auto* key = static_cast<QKeyEvent*>(event);
    if (key->matches(QKeySequence::Find)) {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
        return true;
    }
    if (watched == m_search && (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter)) {
        step(key->modifiers().testFlag(Qt::ShiftModifier) ? -1 : 1);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void CodeView::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace qbm::widgets
