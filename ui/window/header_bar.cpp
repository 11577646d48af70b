// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/header_bar.h"

#include "ui/text/tr.h"
#include "widgets/feedback/badge.h"
#include "widgets/theme/icons.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

namespace qbm::ui {

using namespace widgets;

namespace {
constexpr int kHeight = 48;
constexpr int kSearchWidth = 280;
}

HeaderBar::HeaderBar(QWidget* parent)
    : QFrame(parent)
    , m_product(makeLabel(QStringLiteral("QBM Console"), TypeRole::Section, TextTone::Primary, tokens::kWeightSemibold))
    , m_system(new QToolButton)
    , m_tier(new Badge)
    , m_search(new QPushButton)
    , m_searchKeys(makeLabel(QStringLiteral("Ctrl+K"), TypeRole::Caption, TextTone::Muted))
    , m_tasks(new QToolButton)
    , m_menu(new QToolButton)
    , m_systemMenu(new QMenu(this))
    , m_mainMenu(new QMenu(this))
{
    setFixedHeight(kHeight);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(tokens::kSpaceL, 0, tokens::kSpaceL, 0);
    layout->setSpacing(tokens::kSpaceM);
    auto* mark = new QLabel;
    mark->setPixmap(productIcon().pixmap(tokens::kIconLarge, tokens::kIconLarge));
    layout->addWidget(mark);
    layout->addWidget(m_product);
    layout->addSpacing(tokens::kSpaceL);
    layout->addWidget(m_tier);
    layout->addWidget(m_system);
    layout->addStretch();
    layout->addWidget(m_search);
    layout->addStretch();
    layout->addWidget(m_tasks);
    layout->addWidget(m_menu);

    m_system->setMenu(m_systemMenu);
    m_system->setPopupMode(QToolButton::InstantPopup);
    m_system->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_menu->setMenu(m_mainMenu);
    m_menu->setPopupMode(QToolButton::InstantPopup);
    m_tasks->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    // Looks like the field it opens: words at the left, its keys at the right.
    m_search->setFixedWidth(kSearchWidth);
    m_search->setStyleSheet(QStringLiteral("text-align: left"));
    m_searchKeys->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto* inSearch = new QHBoxLayout(m_search);
    inSearch->setContentsMargins(0, 0, tokens::kSpaceM, 0);
    inSearch->addWidget(m_searchKeys, 0, Qt::AlignRight);
    for (QToolButton* button : {m_system, m_tasks, m_menu})
        button->setFocusPolicy(Qt::StrongFocus);
    connect(m_search, &QPushButton::clicked, this, &HeaderBar::searchRequested);
    connect(m_tasks, &QToolButton::clicked, this, &HeaderBar::tasksRequested);
    clearSystem();
    retranslate();
}

QWidget* HeaderBar::tasksButton() const
{
    return m_tasks;
}

void HeaderBar::setSystem(const QString& name, Tier tier, bool readOnly)
{
    m_systemName = name;
    m_systemTier = tier;
    m_readOnly = readOnly;
    m_tier->show();
    retranslate();
}

void HeaderBar::clearSystem()
{
    m_systemName.clear();
    m_tier->hide();
    retranslate();
}

void HeaderBar::setRunning(int count)
{
    m_running = count;
    retranslate();
}

void HeaderBar::retranslate()
{
    m_system->setText(m_systemName.isEmpty() ? Tr::tr("Connect to a system") : m_systemName);
    m_system->setAccessibleName(Tr::tr("Connected system: %1").arg(m_system->text()));
    if (!m_systemName.isEmpty())
        m_tier->setTier(m_systemTier, {}, m_readOnly);
    m_search->setText(Tr::tr("Search or run…"));
    m_search->setAccessibleName(m_search->text());
    m_search->setIcon(icon(QStringLiteral("search"), TextTone::Muted));
    m_tasks->setIcon(icon(QStringLiteral("view-calendar-tasks"), TextTone::Secondary));
    m_tasks->setText(m_running == 0 ? QString() : Tr::tr("%n running", "operations", m_running));
    m_tasks->setToolTip(Tr::tr("Operations of this window"));
    m_tasks->setAccessibleName(m_tasks->toolTip());
    m_menu->setIcon(icon(QStringLiteral("application-menu"), TextTone::Secondary));
    m_menu->setToolTip(Tr::tr("Settings and help"));
    m_menu->setAccessibleName(m_menu->toolTip());
}

void HeaderBar::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        retranslate();
    QFrame::changeEvent(event);
}

} // namespace qbm::ui
