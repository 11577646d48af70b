// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/secret_values.h"

#include "ui/text/tr.h"
#include "widgets/theme/icons.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace qbm::ui {

using namespace widgets;

namespace {

QWidget* makeValue(const std::string& key, const std::shared_ptr<const service::RevealedSecret>& values)
{
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins({});
    column->setSpacing(tokens::kSpaceXs);
    auto* head = new QHBoxLayout;
    head->addWidget(makeLabel(qstr(key), TypeRole::Body, TextTone::Secondary), 1);
    auto* copy = new QToolButton;
    copy->setIcon(icon(QStringLiteral("edit-copy"), TextTone::Secondary));
    copy->setIconSize({tokens::kIconSmall, tokens::kIconSmall});
    copy->setToolTip(Tr::tr("Copy the value"));
    copy->setAccessibleName(Tr::tr("Copy the value of %1").arg(qstr(key)));
    QObject::connect(copy, &QToolButton::clicked, copy,
        [key, values] { QApplication::clipboard()->setText(qstr(values->values.at(key).reveal())); });
    head->addWidget(copy);
    column->addLayout(head);
    auto* well = new QFrame;
    well->setObjectName(QStringLiteral("qbmWell"));
    auto* wellColumn = new QVBoxLayout(well);
    wellColumn->setContentsMargins(tokens::kSpaceM, tokens::kSpaceS, tokens::kSpaceM, tokens::kSpaceS);
    QLabel* value = makeCodeLabel(qstr(values->values.at(key).reveal()));
    value->setWordWrap(true);
    wellColumn->addWidget(value);
    column->addWidget(well);
    return box;
}

} // namespace

SecretValues::SecretValues(QWidget* parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(tokens::kSpaceL, tokens::kSpaceL, tokens::kSpaceL, tokens::kSpaceL);
    m_column->setSpacing(tokens::kSpaceM);
    hideValues();
}

void SecretValues::clear()
{
    while (QLayoutItem* item = m_column->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

void SecretValues::hideValues(const QString& whyNot)
{
    m_values.reset();
    clear();
    QLabel* sentence
        = makeLabel(Tr::tr("The values are hidden. Revealing them is an operation: who did it, when and why is written "
                           "into the ledger, the values are not. They are hidden again when this panel closes."),
            TypeRole::Body, TextTone::Secondary);
    sentence->setWordWrap(true);
    auto* reveal = new QPushButton(icon(QStringLiteral("view-visible"), TextTone::Secondary), Tr::tr("Reveal…"));
    reveal->setEnabled(whyNot.isEmpty());
    reveal->setToolTip(whyNot);
    connect(reveal, &QPushButton::clicked, this, &SecretValues::revealRequested);
    m_column->addWidget(sentence);
    m_column->addWidget(reveal, 0, Qt::AlignLeft);
    if (!whyNot.isEmpty()) {
        QLabel* why = makeLabel(whyNot, TypeRole::Caption, TextTone::Muted);
        why->setWordWrap(true);
        m_column->addWidget(why);
    }
    m_column->addStretch();
}

void SecretValues::showValues(std::shared_ptr<const service::RevealedSecret> values)
{
    m_values = std::move(values);
    clear();
    for (const auto& [key, value] : m_values->values)
        m_column->addWidget(makeValue(key, m_values));
    if (m_values->values.empty())
        m_column->addWidget(makeLabel(Tr::tr("It has no values."), TypeRole::Body, TextTone::Muted));
    m_column->addStretch();
}

} // namespace qbm::ui
