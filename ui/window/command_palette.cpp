// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/command_palette.h"

#include "ui/layout/popup_frame.h"
#include "ui/text/tr.h"
#include "widgets/theme/style.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>

namespace qbm::ui {

using namespace widgets;

namespace {
constexpr int kWidth = 560;
constexpr int kHeight = 360;
constexpr int kWordStart = 8;
constexpr int kConsecutive = 4;
constexpr int kTier = 1000;
constexpr int kAskAgainMs = 250;
constexpr int kHintRole = Qt::UserRole + 1;

/// A command with its shortcut or kind at the right, muted.
class CommandDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        painter->save();
        painter->setFont(Theme::font(TypeRole::Caption));
        painter->setPen(toneColor(TextTone::Muted));
        painter->drawText(option.rect.adjusted(0, 0, -tokens::kSpaceM, 0), Qt::AlignRight | Qt::AlignVCenter, index.data(kHintRole).toString());
        painter->restore();
    }
};
} // namespace

namespace {

bool beginsWord(const QString& title, qsizetype at)
{
    return at == 0 || !title[at - 1].isLetterOrNumber();
}

/// The typed words are beginnings of words of the title, in order.
bool beginsWordsInOrder(const QString& title, const QString& typed)
{
    qsizetype from = 0;
    for (const QString& word : typed.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        qsizetype at = title.indexOf(word, from, Qt::CaseInsensitive);
        while (at >= 0 && !beginsWord(title, at))
            at = title.indexOf(word, at + 1, Qt::CaseInsensitive);
        if (at < 0)
            return false;
        from = at + word.size();
    }
    return true;
}

/// "bun" are first letters of "Back up now".
bool areInitials(const QString& title, const QString& typed)
{
    QString initials;
    for (qsizetype at = 0; at < title.size(); ++at) {
        if (title[at].isLetterOrNumber() && beginsWord(title, at))
            initials += title[at];
    }
    return initials.contains(typed, Qt::CaseInsensitive);
}

/// The letters occur in order; those that begin a word or follow each other count for more. Negative: they do not.
int looseScore(const QString& title, const QString& typed)
{
    int score = 0;
    qsizetype from = 0;
    for (const QChar letter : typed) {
        if (letter.isSpace())
            continue;
        const qsizetype at = title.indexOf(letter, from, Qt::CaseInsensitive);
        if (at < 0)
            return -1;
        if (beginsWord(title, at))
            score += kWordStart;
        if (at == from && at > 0)
            score += kConsecutive;
        from = at + 1;
    }
    return std::min(score, kTier - 1);
}

int score(const Command& command, const QString& typed)
{
    return std::max(matchScore(command.title, typed), command.name.isEmpty() ? -1 : matchScore(command.name, typed));
}

} // namespace

int matchScore(const QString& title, const QString& text)
{
    const QString typed = text.trimmed();
    if (typed.isEmpty())
        return 0;
    // Of two titles that fit alike, the one with less beside what was typed.
    const int rest = std::max(0, kTier - 1 - static_cast<int>(title.size()));
    if (title.compare(typed, Qt::CaseInsensitive) == 0)
        return 4 * kTier + rest;
    if (title.startsWith(typed, Qt::CaseInsensitive))
        return 3 * kTier + rest;
    if (beginsWordsInOrder(title, typed) || (typed.size() > 1 && areInitials(title, typed)))
        return 2 * kTier + rest;
    if (title.contains(typed, Qt::CaseInsensitive))
        return kTier + rest;
    return looseScore(title, typed);
}

CommandPalette::CommandPalette(Source source, QWidget* parent)
    : QDialog(parent, Qt::Popup)
    , m_source(std::move(source))
    , m_commands(m_source())
    , m_search(new QLineEdit)
    , m_list(new QListWidget)
{
    setAttribute(Qt::WA_DeleteOnClose);
    resize(kWidth, kHeight);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(tokens::kSpaceS, tokens::kSpaceS, tokens::kSpaceS, tokens::kSpaceS);
    layout->setSpacing(tokens::kSpaceS);
    m_search->setPlaceholderText(Tr::tr("A page, an object or an action"));
    m_search->setAccessibleName(Tr::tr("Search"));
    m_list->setAccessibleName(Tr::tr("Matches"));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setIconSize({tokens::kIconSmall, tokens::kIconSmall});
    m_list->setItemDelegate(new CommandDelegate(m_list));
    layout->addWidget(m_search);
    layout->addWidget(m_list);
    m_search->installEventFilter(this);
    connect(m_search, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(m_search, &QLineEdit::returnPressed, this, &CommandPalette::runCurrent);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::runCurrent);
    filter({});
    m_search->setFocus();
    startTimer(kAskAgainMs, Qt::CoarseTimer);
}

/// New commands come in without moving what is chosen.
void CommandPalette::timerEvent(QTimerEvent*)
{
    std::vector<Command> commands = m_source();
    if (std::ranges::equal(commands, m_commands, {}, &Command::title, &Command::title))
        return;
    const QListWidgetItem* chosen = m_list->currentRow() > 0 ? m_list->currentItem() : nullptr;
    const QString title = chosen != nullptr ? chosen->text() : QString();
    m_commands = std::move(commands);
    filter(m_search->text());
    if (const auto found = m_list->findItems(title, Qt::MatchExactly); chosen != nullptr && !found.isEmpty())
        m_list->setCurrentItem(found.front());
}

void CommandPalette::paintEvent(QPaintEvent*)
{
    paintPopup(*this);
}

void CommandPalette::filter(const QString& typed)
{
    std::vector<std::pair<int, std::size_t>> matches;
    for (std::size_t i = 0; i < m_commands.size(); ++i) {
        if (const int fit = score(m_commands[i], typed); fit >= 0)
            matches.emplace_back(-fit, i);
    }
    std::ranges::stable_sort(matches, {}, &std::pair<int, std::size_t>::first);
    m_list->clear();
    for (const auto& [fit, index] : matches) {
        const Command& command = m_commands[index];
        auto* item = new QListWidgetItem(command.icon, command.title, m_list);
        item->setData(kHintRole, command.hint);
        item->setData(Qt::AccessibleTextRole, command.hint.isEmpty() ? command.title : command.title + QStringLiteral(", ") + command.hint);
        item->setData(Qt::UserRole, static_cast<qulonglong>(index));
    }
    if (matches.empty())
        (new QListWidgetItem(Tr::tr("Nothing matches"), m_list))->setFlags(Qt::NoItemFlags);
    m_list->setCurrentRow(0);
}

void CommandPalette::runCurrent()
{
    const QListWidgetItem* item = m_list->currentItem();
    if (item == nullptr || item->flags() == Qt::NoItemFlags)
        return;
    const auto run = m_commands[item->data(Qt::UserRole).toULongLong()].run;
    close();
    run();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up) {
            const int row = m_list->currentRow() + (key == Qt::Key_Down ? 1 : -1);
            m_list->setCurrentRow(std::clamp(row, 0, std::max(0, m_list->count() - 1)));
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace qbm::ui
