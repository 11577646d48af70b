// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/dashboards/time_controls.h"

#include "core/base/unit.h"
#include "ui/text/tr.h"
#include "widgets/theme/icons.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <algorithm>

namespace qbm::ui {

using namespace widgets;
using namespace std::chrono_literals;

namespace {

constexpr auto kMostStepsBack = 50U;

std::vector<std::pair<int, QString>> refreshIntervals()
{
    return {{0, Tr::tr("Off")}, {5'000, Tr::tr("5 s")}, {15'000, Tr::tr("15 s")}, {60'000, Tr::tr("1 min")}, {300'000, Tr::tr("5 min")}};
}

QDateTime localTime(TimePoint time)
{
    return QDateTime::fromMSecsSinceEpoch(std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count());
}

QPushButton* makeMenuButton(const QString& iconName, QMenu* menu)
{
    auto* button = new QPushButton;
    button->setIcon(icon(iconName, TextTone::Secondary));
    button->setIconSize({tokens::kIconSmall, tokens::kIconSmall});
    button->setMenu(menu);
    return button;
}

} // namespace

prometheus::TimeRange ChosenRange::at(TimePoint now) const
{
    return last > 0s ? prometheus::TimeRange{now - last, now} : fixed;
}

TimeControls::TimeControls(QWidget* parent)
    : QWidget(parent)
    , m_range{6h, {}}
    , m_back(new QToolButton)
    , m_rangeMenu(new QMenu(this))
    , m_refreshMenu(new QMenu(this))
{
    m_rangeButton = makeMenuButton(QStringLiteral("chronometer"), m_rangeMenu);
    m_refreshButton = makeMenuButton(QStringLiteral("view-refresh"), m_refreshMenu);
    m_back->setIcon(icon(QStringLiteral("go-previous"), TextTone::Secondary));
    m_back->setIconSize({tokens::kIconSmall, tokens::kIconSmall});
    m_back->setMinimumHeight(tokens::kControlHeight);
    m_back->setFocusPolicy(Qt::StrongFocus);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(tokens::kSpaceS);
    row->addWidget(m_back);
    row->addWidget(m_rangeButton);
    row->addWidget(m_refreshButton);
    connect(m_back, &QToolButton::clicked, this, &TimeControls::goBack);
    retranslate();
}

std::vector<std::pair<std::chrono::seconds, QString>> TimeControls::ranges()
{
    return {{15min, Tr::tr("Last 15 min")}, {1h, Tr::tr("Last 1 h")}, {6h, Tr::tr("Last 6 h")}, {24h, Tr::tr("Last 24 h")},
        {48h, Tr::tr("Last 2 d")}, {168h, Tr::tr("Last 7 d")}};
}

void TimeControls::setRange(const ChosenRange& range)
{
    if (range == m_range)
        return;
    m_before.push_back(m_range);
    if (m_before.size() > kMostStepsBack)
        m_before.erase(m_before.begin());
    m_range = range;
    updateTexts();
    Q_EMIT rangeChanged();
}

void TimeControls::goBack()
{
    if (m_before.empty())
        return;
    m_range = m_before.back();
    m_before.pop_back();
    updateTexts();
    Q_EMIT rangeChanged();
}

void TimeControls::setRefreshIntervalMs(int milliseconds)
{
    m_refreshMs = milliseconds;
    updateTexts();
    Q_EMIT refreshIntervalChanged();
}

void TimeControls::reset(const ChosenRange& range, int refreshMs)
{
    m_range = range;
    m_before.clear();
    m_refreshMs = refreshMs;
    updateTexts();
}

void TimeControls::retranslate()
{
    m_back->setToolTip(Tr::tr("Back to the range before"));
    m_back->setAccessibleName(m_back->toolTip());
    m_rangeButton->setToolTip(Tr::tr("Time range. Drag across a chart for a part of it, double-click to go back."));
    m_refreshButton->setToolTip(Tr::tr("How often the charts ask for news"));
    fillMenus();
    updateTexts();
}

void TimeControls::fillMenus()
{
    m_rangeMenu->clear();
    for (const auto& [last, name] : ranges()) {
        QAction* action = m_rangeMenu->addAction(name);
        action->setCheckable(true);
        action->setData(static_cast<qlonglong>(last.count()));
        connect(action, &QAction::triggered, this, [this, last = last] {
            setRange({last, {}});
            updateTexts(); // choosing the same again must not uncheck it
        });
    }
    m_refreshMenu->clear();
    for (const auto& [milliseconds, name] : refreshIntervals()) {
        QAction* action = m_refreshMenu->addAction(name);
        action->setCheckable(true);
        action->setData(milliseconds);
        connect(action, &QAction::triggered, this, [this, milliseconds = milliseconds] { setRefreshIntervalMs(milliseconds); });
    }
}

QString TimeControls::rangeText() const
{
    if (m_range.last > 0s) {
        for (const auto& [last, name] : ranges()) {
            if (last == m_range.last)
                return name;
        }
        return Tr::tr("Last %1").arg(translated(durationText(m_range.last)));
    }
    const QDateTime from = localTime(m_range.fixed.from), to = localTime(m_range.fixed.to);
    const bool oneDay = from.date() == to.date();
    return QStringLiteral("%1 – %2").arg(
        from.toString(QStringLiteral("MM-dd HH:mm")), to.toString(oneDay ? QStringLiteral("HH:mm") : QStringLiteral("MM-dd HH:mm")));
}

void TimeControls::updateTexts()
{
    m_back->setVisible(canGoBack());
    m_rangeButton->setText(rangeText());
    m_rangeButton->setAccessibleName(Tr::tr("Time range: %1").arg(rangeText()));
    for (QAction* action : m_rangeMenu->actions())
        action->setChecked(m_range.last.count() == action->data().toLongLong());
    for (QAction* action : m_refreshMenu->actions()) {
        const bool chosen = action->data().toInt() == m_refreshMs;
        action->setChecked(chosen);
        if (chosen)
            m_refreshButton->setText(action->text());
    }
    m_refreshButton->setAccessibleName(Tr::tr("Refresh: %1").arg(m_refreshButton->text()));
}

} // namespace qbm::ui
