// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/editor/diff_view.h"

#include "core/base/text_diff.h"
#include "widgets/theme/style.h"
#include "widgets/theme/tr.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTextBlock>

namespace qbm::widgets {

namespace {

const QString kSame = QStringLiteral("  ");
const QString kRemoved = QStringLiteral("− ");
const QString kAdded = QStringLiteral("+ ");

QPlainTextEdit* makeSide()
{
    auto* side = new QPlainTextEdit;
    side->setReadOnly(true);
    side->setFont(Theme::monoFont());
    side->setLineWrapMode(QPlainTextEdit::NoWrap);
    side->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    side->setTabChangesFocus(true);
    return side;
}

QPushButton* makeModeButton(QButtonGroup& group, DiffView::Mode mode)
{
    auto* button = new QPushButton;
    button->setCheckable(true);
    group.addButton(button, static_cast<int>(mode));
    return button;
}

/// Both move together: a line stands beside its other version.
void coupleScrolling(QPlainTextEdit& one, QPlainTextEdit& other)
{
    for (auto bar : {&QAbstractScrollArea::verticalScrollBar, &QAbstractScrollArea::horizontalScrollBar}) {
        QObject::connect((one.*bar)(), &QScrollBar::valueChanged, (other.*bar)(), &QScrollBar::setValue);
        QObject::connect((other.*bar)(), &QScrollBar::valueChanged, (one.*bar)(), &QScrollBar::setValue);
    }
}

/// Tints whole lines by the mark they begin with.
void tintLines(QPlainTextEdit& editor)
{
    const auto& colors = Theme::current().colors();
    QList<QTextEdit::ExtraSelection> tints;
    for (QTextBlock block = editor.document()->begin(); block.isValid(); block = block.next()) {
        const bool removed = block.text().startsWith(kRemoved);
        if (!removed && !block.text().startsWith(kAdded))
            continue;
        QTextEdit::ExtraSelection tint;
        tint.cursor = QTextCursor(block);
        tint.format.setBackground(withAlpha(removed ? colors.danger : colors.ok, tokens::kChipFillAlpha));
        tint.format.setProperty(QTextFormat::FullWidthSelection, true);
        tints << tint;
    }
    editor.setExtraSelections(tints);
}

/// The two columns: a change's removed lines stand beside its added ones, the shorter side is filled up.
class Sides {
public:
    void add(const DiffLine& line)
    {
        switch (line.kind) {
        case DiffLine::Kind::Same:
            level();
            m_before << kSame + qstr(line.text);
            m_after << kSame + qstr(line.text);
            break;
        case DiffLine::Kind::Removed:
            m_before << kRemoved + qstr(line.text);
            break;
        case DiffLine::Kind::Added:
            m_after << kAdded + qstr(line.text);
            break;
        }
    }
    void level()
    {
        while (m_before.size() < m_after.size())
            m_before << QString();
        while (m_after.size() < m_before.size())
            m_after << QString();
    }
    QString before() const { return m_before.join(QLatin1Char('\n')); }
    QString after() const { return m_after.join(QLatin1Char('\n')); }

private:
    QStringList m_before;
    QStringList m_after;
};

} // namespace

DiffView::DiffView(QWidget* parent)
    : QWidget(parent)
    , m_summary(makeLabel({}, TypeRole::Body, TextTone::Secondary))
    , m_beforeTitle(makeLabel({}, TypeRole::Caption, TextTone::Secondary, tokens::kWeightSemibold))
    , m_afterTitle(makeLabel({}, TypeRole::Caption, TextTone::Secondary, tokens::kWeightSemibold))
    , m_stack(new QStackedWidget)
    , m_before(makeSide())
    , m_after(makeSide())
    , m_unified(makeSide())
{
    auto* modes = new QButtonGroup(this);
    m_sideBySide = makeModeButton(*modes, Mode::SideBySide);
    m_unifiedButton = makeModeButton(*modes, Mode::Unified);
    m_sideBySide->setChecked(true);
    auto* head = new QHBoxLayout;
    head->setSpacing(tokens::kSpaceXs);
    head->addWidget(m_summary, 1);
    head->addWidget(m_sideBySide);
    head->addWidget(m_unifiedButton);

    auto* sides = new QWidget;
    auto* grid = new QGridLayout(sides);
    grid->setContentsMargins({});
    grid->setHorizontalSpacing(tokens::kSpaceS);
    grid->setVerticalSpacing(tokens::kSpaceXs);
    grid->addWidget(m_beforeTitle, 0, 0);
    grid->addWidget(m_afterTitle, 0, 1);
    grid->addWidget(m_before, 1, 0);
    grid->addWidget(m_after, 1, 1);
    grid->setRowStretch(1, 1);
    m_stack->addWidget(sides);
    m_stack->addWidget(m_unified);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(tokens::kSpaceS);
    column->addLayout(head);
    column->addWidget(m_stack, 1);
    coupleScrolling(*m_before, *m_after);
    connect(modes, &QButtonGroup::idToggled, this, [this](int mode, bool on) {
        if (on)
            m_stack->setCurrentIndex(mode);
    });
    connect(&Theme::current(), &Theme::changed, this, &DiffView::paintMarks);
    retranslate();
}

void DiffView::setTexts(
    const QString& before, const QString& after, const QString& beforeTitle, const QString& afterTitle)
{
    const std::string beforeText = before.toStdString(), afterText = after.toStdString();
    Sides sides;
    QStringList unified;
    m_removed = m_added = 0;
    for (const DiffLine& line : diffLines(beforeText, afterText)) {
        m_removed += line.kind == DiffLine::Kind::Removed;
        m_added += line.kind == DiffLine::Kind::Added;
        sides.add(line);
        const QString& mark = line.kind == DiffLine::Kind::Same ? kSame
            : line.kind == DiffLine::Kind::Removed              ? kRemoved
                                                                : kAdded;
        unified << mark + qstr(line.text);
    }
    sides.level();
    m_before->setPlainText(sides.before());
    m_after->setPlainText(sides.after());
    m_unified->setPlainText(unified.join(QLatin1Char('\n')));
    m_beforeTitle->setText(beforeTitle);
    m_afterTitle->setText(afterTitle);
    m_before->setAccessibleName(beforeTitle);
    m_after->setAccessibleName(afterTitle);
    m_hasTexts = true;
    paintMarks();
    retranslate();
}

void DiffView::setMode(Mode mode)
{
    (mode == Mode::SideBySide ? m_sideBySide : m_unifiedButton)->setChecked(true);
}

DiffView::Mode DiffView::mode() const
{
    return m_sideBySide->isChecked() ? Mode::SideBySide : Mode::Unified;
}

QString DiffView::unifiedText() const
{
    return m_unified->toPlainText();
}

QString DiffView::sideText(bool after) const
{
    return (after ? m_after : m_before)->toPlainText();
}

void DiffView::paintMarks()
{
    for (QPlainTextEdit* editor : {m_before, m_after, m_unified})
        tintLines(*editor);
}

void DiffView::retranslate()
{
    m_sideBySide->setText(Tr::tr("Side by side"));
    m_unifiedButton->setText(Tr::tr("Unified"));
    m_unified->setAccessibleName(Tr::tr("Unified difference"));
    if (!m_hasTexts)
        m_summary->clear();
    else if (m_removed + m_added == 0)
        m_summary->setText(Tr::tr("The two are the same"));
    else
        m_summary->setText(Tr::tr("%n line(s) removed", nullptr, m_removed) + QStringLiteral(" · ")
            + Tr::tr("%n added", nullptr, m_added));
}

void DiffView::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace qbm::widgets
