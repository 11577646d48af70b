// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/log_sources.h"

#include "ui/text/tr.h"
#include "widgets/theme/state.h"
#include "widgets/theme/theme.h"

#include <QEvent>
#include <QPainter>
#include <QSignalBlocker>
#include <algorithm>
#include <set>

namespace qbm::ui {

using namespace widgets;

namespace {

constexpr int kWidth = 200;
constexpr qsizetype kSuffixLength = 5; // of the names that Kubernetes makes up

QIcon swatch(int source)
{
    const int side = tokens::kGlyph;
    QPixmap pixmap(QSize(side, side) * 2);
    pixmap.setDevicePixelRatio(2);
    pixmap.fill(Theme::current().seriesColor(source));
    return QIcon(pixmap);
}

/// "x1k2m" of "backend-7d9f8b6c5-x1k2m" where the pod belongs to a workload "backend"; else the whole name.
QString shortPodName(const QString& pod, const QString& workload)
{
    const QString name = workload.section(QLatin1Char('/'), -1);
    const QString suffix = pod.section(QLatin1Char('-'), -1);
    const bool madeUp = suffix.size() == kSuffixLength && pod.startsWith(name + QLatin1Char('-'));
    return madeUp ? suffix : pod;
}

} // namespace

QString fullSourceName(const service::LogSource& source)
{
    return qstr(source.pod) + QLatin1Char('/') + qstr(source.container);
}

QStringList shortSourceNames(const std::vector<LogSourceState>& sources, const QString& workload)
{
    std::map<QString, std::set<std::string>> podsOf; // by short name
    std::set<std::string> containers;
    for (const LogSourceState& one : sources) {
        podsOf[shortPodName(qstr(one.source.pod), workload)].insert(one.source.pod);
        containers.insert(one.source.container);
    }
    QStringList names;
    for (const LogSourceState& one : sources) {
        const QString pod = qstr(one.source.pod);
        const QString shortName = shortPodName(pod, workload);
        const QString name = podsOf[shortName].size() > 1 ? pod : shortName;
        names << (containers.size() > 1 ? name + QLatin1Char('/') + qstr(one.source.container) : name);
    }
    return names;
}

LogSources::LogSources(QWidget* parent)
    : QListWidget(parent)
{
    setFixedWidth(kWidth);
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setTabKeyNavigation(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTextElideMode(Qt::ElideRight);
    setUniformItemSizes(true);
    setIconSize({tokens::kGlyph, tokens::kGlyph});
    connect(this, &QListWidget::itemChanged, this, &LogSources::hiddenChanged);
    connect(&Theme::current(), &Theme::changed, this, &LogSources::retranslate);
    retranslate();
}

void LogSources::setSources(const std::vector<LogSourceState>& sources, const QStringList& names)
{
    m_sources = sources;
    m_names = names;
    const QSignalBlocker quiet(this);
    while (count() > names.size())
        delete takeItem(count() - 1);
    while (count() < names.size()) {
        auto* item = new QListWidgetItem(this);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(Qt::Checked);
    }
    for (int i = 0; i < count(); ++i)
        describe(*item(i), i);
}

void LogSources::describe(QListWidgetItem& item, int index)
{
    const LogSourceState& one = m_sources[static_cast<std::size_t>(index)];
    QString text = m_names[index];
    QString tip = fullSourceName(one.source);
    if (one.error) {
        text += QLatin1Char(' ') + glyph(widgets::State::Danger) + QLatin1Char(' ')
            + (one.ended ? Tr::tr("failed") : Tr::tr("out of reach, tried again"));
        tip += QLatin1Char('\n') + translated(one.error->sentence());
    } else if (one.ended) {
        text += QStringLiteral(" · ") + Tr::tr("ended");
    }
    item.setText(text);
    item.setToolTip(tip);
    item.setIcon(swatch(index));
    const auto& colors = Theme::current().colors();
    item.setForeground(one.error ? colors.danger : one.ended ? colors.textMuted : colors.text);
}

std::vector<bool> LogSources::hidden() const
{
    std::vector<bool> out;
    for (int i = 0; i < count(); ++i)
        out.push_back(item(i)->checkState() != Qt::Checked);
    return std::ranges::find(out, true) == out.end() ? std::vector<bool>() : out;
}

void LogSources::tick(const std::function<bool(int)>& shown)
{
    {
        const QSignalBlocker quiet(this);
        for (int i = 0; i < count(); ++i)
            item(i)->setCheckState(shown(i) ? Qt::Checked : Qt::Unchecked);
    }
    viewport()->update();
    Q_EMIT hiddenChanged();
}

void LogSources::showOnly(quint32 source)
{
    tick([source](int index) { return index == static_cast<int>(source); });
}

void LogSources::showAll()
{
    tick([](int) { return true; });
}

void LogSources::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QListWidget::changeEvent(event);
}

void LogSources::retranslate()
{
    setAccessibleName(Tr::tr("Sources of the log"));
    const QSignalBlocker quiet(this);
    for (int i = 0; i < count(); ++i)
        describe(*item(i), i);
}

} // namespace qbm::ui
