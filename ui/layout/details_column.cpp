// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/layout/details_column.h"

#include "widgets/theme/style.h"

#include <QFormLayout>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <tuple>

namespace qbm::ui {

using namespace widgets;

namespace {

constexpr int kWidestName = tokens::kSidePanelWidth * 2 / 5;

QLabel* makeText(const QString& text, TypeRole role = TypeRole::Body, TextTone tone = TextTone::Primary)
{
    QLabel* label = makeLabel(text, role, tone);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

constexpr int kLongestWord = 24; // of letters in a column of the panel

/// Names of objects and files are one long word: they may break after these, and digests anywhere.
QString breakable(const QString& text)
{
    const QString separators = QStringLiteral("/-.=:_");
    QString out;
    int word = 0;
    for (const QChar letter : text) {
        out += letter;
        word = letter.isSpace() ? 0 : word + 1;
        if (!separators.contains(letter) && word < kLongestWord)
            continue;
        out += QChar(0x200B);
        word = 0;
    }
    return out;
}

} // namespace

DetailsColumn::DetailsColumn()
    : m_widget(new QWidget)
    , m_layout(new QVBoxLayout(m_widget))
{
    m_layout->setContentsMargins(tokens::kSpaceL, tokens::kSpaceL, tokens::kSpaceL, tokens::kSpaceL);
    m_layout->setSpacing(tokens::kSpaceM);
}

QFormLayout* DetailsColumn::form()
{
    if (m_form == nullptr) {
        m_form = new QFormLayout;
        m_form->setHorizontalSpacing(tokens::kSpaceL);
        m_form->setVerticalSpacing(tokens::kSpaceXs);
        m_layout->addLayout(m_form);
    }
    return m_form;
}

QLabel* DetailsColumn::addLabel(const QString& text)
{
    m_labels.push_back(makeLabel(text, TypeRole::Body, TextTone::Secondary));
    return m_labels.back();
}

void DetailsColumn::section(const QString& title)
{
    if (m_layout->count() > 0)
        m_layout->addWidget(makeSeparator());
    m_layout->addWidget(makeLabel(title, TypeRole::Caption, TextTone::Secondary, tokens::kWeightSemibold));
    m_form = nullptr;
}

void DetailsColumn::fact(const QString& label, const QString& value, const QString& toolTip)
{
    if (value.isEmpty())
        return;
    QLabel* text = makeText(breakable(value));
    text->setAccessibleName(value);
    text->setToolTip(toolTip);
    text->setAlignment(Qt::AlignLeading | Qt::AlignTop); // beside a name of several lines
    QLabel* name = addLabel(label);
    name->setAlignment(Qt::AlignLeading | Qt::AlignTop); // it gets the height of a value of several lines
    form()->addRow(name, text);
}

void DetailsColumn::link(const QString& label, const QString& value, std::function<void()> open)
{
    auto* button = new QPushButton(value);
    setButtonKind(*button, ButtonKind::Flat);
    button->setAccessibleName(label + QLatin1Char(' ') + value);
    QObject::connect(button, &QPushButton::clicked, button, std::move(open));
    auto* row = new QHBoxLayout;
    row->addWidget(button);
    row->addStretch();
    QLabel* name = addLabel(label);
    name->setMinimumHeight(button->sizeHint().height());
    form()->addRow(name, row);
}

void DetailsColumn::line(State state, const QString& text, const QString& note)
{
    auto* row = new QHBoxLayout;
    row->setSpacing(tokens::kSpaceS);
    auto* mark = new StateGlyph(state);
    mark->setFixedHeight(mark->fontMetrics().height());
    row->addWidget(mark, 0, Qt::AlignTop);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(0);
    for (const auto& [words, role, tone] : {std::tuple(text, TypeRole::Body, TextTone::Primary), std::tuple(note, TypeRole::Caption, TextTone::Muted)}) {
        if (words.isEmpty())
            continue;
        QLabel* label = makeText(breakable(words), role, tone); // a server's words may be one word for a pod and its uid
        label->setAccessibleName(words);
        texts->addWidget(label);
    }
    row->addLayout(texts, 1);
    m_layout->addLayout(row);
    m_form = nullptr;
}

void DetailsColumn::note(const QString& text)
{
    m_layout->addWidget(makeText(text, TypeRole::Body, TextTone::Muted));
    m_form = nullptr;
}

void DetailsColumn::widget(QWidget* widget)
{
    m_layout->addWidget(widget);
    m_form = nullptr;
}

QWidget* DetailsColumn::finish()
{
    int width = 0;
    for (const QLabel* label : m_labels)
        width = std::max(width, label->sizeHint().width());
    // The values of all sections stand in one line; names of fields may be longer than what they hold, and break then.
    width = std::min(width, kWidestName);
    for (QLabel* label : m_labels) {
        if (label->sizeHint().width() > width) {
            const QString name = label->text();
            label->setText(breakable(name));
            label->setAccessibleName(name);
            label->setWordWrap(true);
        }
        label->setFixedWidth(width);
    }
    m_layout->addStretch();
    return m_widget;
}

} // namespace qbm::ui
