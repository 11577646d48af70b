// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/feedback/dialog.h"

#include "widgets/theme/tr.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPushButton>
#include <QScreen>
#include <algorithm>

namespace qbm::widgets {

Dialog::Dialog(QWidget* parent)
    : QDialog(parent)
    , m_heading(makeLabel({}, TypeRole::Section, TextTone::Primary, tokens::kWeightSemibold))
    , m_sentence(makeLabel({}, TypeRole::Body, TextTone::Secondary))
    , m_body(new QVBoxLayout)
    , m_buttons(new QHBoxLayout)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(tokens::kDialogWidth);
    m_heading->setWordWrap(true);
    m_sentence->setWordWrap(true);
    m_sentence->hide();
    m_body->setSpacing(tokens::kSpaceM);
    m_buttons->setSpacing(tokens::kSpaceS);
    m_buttons->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(tokens::kSpaceXl, tokens::kSpaceXl, tokens::kSpaceXl, tokens::kSpaceL);
    column->setSpacing(tokens::kSpaceS);
    column->addWidget(m_heading);
    column->addWidget(m_sentence);
    column->addSpacing(tokens::kSpaceXs);
    column->addLayout(m_body, 1);
    column->addSpacing(tokens::kSpaceS);
    column->addLayout(m_buttons);
}

void Dialog::setHeading(const QString& heading)
{
    m_heading->setText(heading);
    setWindowTitle(heading);
    setAccessibleName(heading);
}

void Dialog::setSentence(const QString& sentence)
{
    m_sentence->setText(sentence);
    m_sentence->setVisible(!sentence.isEmpty());
    setAccessibleDescription(sentence);
}

QPushButton* Dialog::addButton(const QString& label, ButtonKind kind)
{
    auto* button = new QPushButton(label, this);
    setButtonKind(*button, kind);
    button->setAutoDefault(false);
    // A dangerous button never answers to a Return meant for something else.
    button->setDefault(kind == ButtonKind::Primary);
    m_buttons->addWidget(button);
    return button;
}

QPushButton* Dialog::addCancelButton()
{
    m_cancel = addButton(Tr::tr("Cancel"));
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    return m_cancel;
}

bool Dialog::event(QEvent* event)
{
    const bool handled = QDialog::event(event);
    if (event->type() == QEvent::Show && !testAttribute(Qt::WA_Resized))
        fitToContent(); // nobody chose a size, and Qt guesses wrapped texts too high
    else if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Show)
        growToContent();
    return handled;
}

/// Texts that wrap ask for height by their width, which Qt does not count in a window's least size: where one grows, the
/// lines below would be pushed into one another.
void Dialog::growToContent()
{
    if (const int wanted = wantedHeight(); wanted > height())
        resize(width(), wanted);
}

void Dialog::fitToContent()
{
    resize(width(), wantedHeight());
}

int Dialog::wantedHeight() const
{
    return std::min(layout()->totalHeightForWidth(width()), screen()->availableSize().height());
}

/// Return presses the button that has the focus, not the default one, so that "Cancel" never does what the other would.
/// A dangerous one wants the space bar.
void Dialog::keyPressEvent(QKeyEvent* event)
{
    auto* button = qobject_cast<QPushButton*>(focusWidget());
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (!isReturn || button == nullptr)
        return QDialog::keyPressEvent(event);
    if (button->property("kind") != QLatin1String("danger"))
        button->click();
}

void Dialog::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange && m_cancel)
        m_cancel->setText(Tr::tr("Cancel"));
    QDialog::changeEvent(event);
}

} // namespace qbm::widgets
