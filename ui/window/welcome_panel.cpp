// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/welcome_panel.h"

#include "ui/text/tr.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/style.h"

#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace qbm::ui {

using namespace widgets;

namespace {

constexpr int kWidth = 460;
constexpr int kMark = 48;

QLabel* wrapped(TypeRole role, TextTone tone, int weight = tokens::kWeightNormal)
{
    QLabel* label = makeLabel({}, role, tone, weight);
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignHCenter);
    return label;
}

} // namespace

WelcomePanel::WelcomePanel(bool labInstalled, QWidget* parent)
    : QWidget(parent)
    , m_labInstalled(labInstalled)
    , m_title(wrapped(TypeRole::Page, TextTone::Primary, tokens::kWeightSemibold))
    , m_sentence(wrapped(TypeRole::Body, TextTone::Secondary))
    , m_connect(new QPushButton)
    , m_labSentence(wrapped(TypeRole::Body, TextTone::Secondary))
    , m_lab(new QPushButton)
    , m_manual(new QPushButton)
{
    setButtonKind(*m_connect, ButtonKind::Primary);
    setButtonKind(*m_manual, ButtonKind::Flat);
    auto* mark = new QLabel;
    mark->setPixmap(productIcon().pixmap(kMark, kMark));
    auto* inner = new QWidget;
    inner->setFixedWidth(kWidth);
    auto* column = new QVBoxLayout(inner);
    column->setSpacing(tokens::kSpaceM);
    column->addWidget(mark, 0, Qt::AlignHCenter);
    column->addWidget(m_title);
    column->addWidget(m_sentence);
    column->addWidget(m_connect, 0, Qt::AlignHCenter);
    column->addSpacing(tokens::kSpaceL);
    column->addWidget(m_labSentence);
    column->addWidget(m_lab, 0, Qt::AlignHCenter);
    column->addSpacing(tokens::kSpaceL);
    column->addWidget(m_manual, 0, Qt::AlignHCenter);
    m_lab->setVisible(m_labInstalled);
    auto* outer = new QVBoxLayout(this);
    // Not by an alignment: that would keep the lines from breaking into more height.
    auto* middle = new QHBoxLayout;
    middle->addStretch();
    middle->addWidget(inner);
    middle->addStretch();
    outer->addStretch(2);
    outer->addLayout(middle);
    outer->addStretch(3);
    connect(m_connect, &QPushButton::clicked, this, &WelcomePanel::newConnectionRequested);
    connect(m_lab, &QPushButton::clicked, this, &WelcomePanel::labRequested);
    connect(m_manual, &QPushButton::clicked, this, &WelcomePanel::manualRequested);
    setFocusProxy(m_connect);
    retranslate();
}

void WelcomePanel::retranslate()
{
    m_title->setText(Tr::tr("No system is connected"));
    m_sentence->setText(Tr::tr("A connection says where PostgreSQL, Redis, Prometheus and Kubernetes of your QBM system answer."));
    m_connect->setText(Tr::tr("New connection…"));
    m_labSentence->setText(m_labInstalled
            ? Tr::tr("Or try the console first, on a lab: a whole QBM system on this machine, with data of months. It is ready in about half a minute.")
            : Tr::tr("To try the console first, install the package qbm-lab: it brings a whole QBM system onto this machine."));
    m_lab->setText(Tr::tr("Start a lab"));
    m_manual->setText(Tr::tr("Read the manual"));
}

void WelcomePanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace qbm::ui
