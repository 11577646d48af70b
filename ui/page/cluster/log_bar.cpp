// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/log_bar.h"

#include "core/base/unit.h"
#include "ui/text/tr.h"
#include "widgets/feedback/elided_label.h"
#include "widgets/form/form.h"
#include "widgets/theme/icons.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStyle>
#include <QToolButton>

namespace qbm::ui {

using namespace widgets;
using namespace std::chrono_literals;

namespace {

constexpr int kSearchWidth = 260;

/// How far back a log is read.
struct Range {
    std::optional<int> tailLines;
    std::chrono::minutes since{0};
};
constexpr Range kRanges[] = {{500, 0min}, {5'000, 0min}, {100'000, 0min}, {std::nullopt, 15min}, {std::nullopt, 60min},
    {std::nullopt, 24h}, {std::nullopt, 0min}};
constexpr LogLevel kLevels[] = {LogLevel::Unknown, LogLevel::Info, LogLevel::Warning, LogLevel::Error};

QToolButton* makeToggle()
{
    auto* button = new QToolButton;
    button->setCheckable(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setMinimumHeight(tokens::kControlHeight);
    return button;
}

QToolButton* makeArrow(const char* iconName)
{
    auto* button = new QToolButton;
    button->setIcon(icon(QLatin1String(iconName), TextTone::Secondary));
    button->setIconSize({tokens::kIconSmall, tokens::kIconSmall});
    button->setFocusPolicy(Qt::TabFocus);
    button->setMinimumHeight(tokens::kControlHeight);
    return button;
}

void setTexts(QComboBox& box, const QStringList& texts)
{
    const QSignalBlocker quiet(box);
    for (int i = 0; i < texts.size(); ++i) {
        if (i < box.count())
            box.setItemText(i, texts[i]);
        else
            box.addItem(texts[i]);
    }
}

QHBoxLayout* makeRow(QWidget* owner)
{
    auto* row = new QHBoxLayout(owner);
    row->setContentsMargins({});
    row->setSpacing(tokens::kSpaceS);
    return row;
}

} // namespace

LogBar::LogBar(QWidget* parent)
    : QWidget(parent)
    , m_title(new ElidedLabel({}, nullptr, Qt::ElideMiddle))
    , m_container(new QComboBox)
    , m_range(new QComboBox)
    , m_previous(new QCheckBox)
    , m_follow(new QCheckBox)
    , m_clear(new QPushButton)
    , m_save(new QPushButton)
    , m_level(new QComboBox)
    , m_search(new SearchField)
    , m_regex(makeToggle())
    , m_onlyMatches(new QCheckBox)
    , m_wrap(makeToggle())
    , m_back(makeArrow("go-up"))
    , m_forward(makeArrow("go-down"))
    , m_hits(makeLabel({}, TypeRole::Caption, TextTone::Muted))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(tokens::kSpaceS);
    column->addWidget(makeQueryRow());
    column->addWidget(makeSearchRow());
    m_container->addItem({});
    retranslate();

    connect(m_container, &QComboBox::currentIndexChanged, this, &LogBar::queryChanged);
    connect(m_range, &QComboBox::currentIndexChanged, this, &LogBar::queryChanged);
    connect(m_previous, &QCheckBox::toggled, m_follow, &QWidget::setDisabled); // what has ended does not go on
    connect(m_previous, &QCheckBox::toggled, this, &LogBar::queryChanged);
    connect(m_follow, &QCheckBox::toggled, this, &LogBar::followChanged);
    connect(m_clear, &QPushButton::clicked, this, &LogBar::clearRequested);
    connect(m_save, &QPushButton::clicked, this, &LogBar::saveRequested);
    connect(m_level, &QComboBox::currentIndexChanged, this, &LogBar::levelChanged);
    connect(m_search, &SearchField::searched, this, &LogBar::search);
    connect(m_search, &QLineEdit::returnPressed, this, [this] { Q_EMIT hitRequested(true); });
    connect(m_regex, &QToolButton::toggled, this, &LogBar::search);
    connect(m_onlyMatches, &QCheckBox::toggled, this, &LogBar::search);
    connect(m_wrap, &QToolButton::toggled, this, &LogBar::wrapChanged);
    connect(m_back, &QToolButton::clicked, this, [this] { Q_EMIT hitRequested(false); });
    connect(m_forward, &QToolButton::clicked, this, [this] { Q_EMIT hitRequested(true); });
}

QWidget* LogBar::makeQueryRow()
{
    setTextStyle(*m_title, TypeRole::Section, TextTone::Primary, tokens::kWeightSemibold);
    m_follow->setChecked(true);
    m_container->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_clear->setIcon(icon(QStringLiteral("edit-clear-all")));
    m_save->setIcon(icon(QStringLiteral("document-save")));
    setButtonKind(*m_clear, ButtonKind::Default);
    setButtonKind(*m_save, ButtonKind::Default);
    auto* widget = new QWidget;
    auto* row = makeRow(widget);
    row->addWidget(m_title, 1);
    row->addWidget(m_container);
    row->addWidget(m_range);
    row->addSpacing(tokens::kSpaceXs);
    row->addWidget(m_previous);
    row->addWidget(m_follow);
    row->addSpacing(tokens::kSpaceXs);
    row->addWidget(m_clear);
    row->addWidget(m_save);
    return widget;
}

QWidget* LogBar::makeSearchRow()
{
    m_search->setMinimumWidth(kSearchWidth);
    m_search->setMaximumWidth(2 * kSearchWidth);
    m_regex->setText(QStringLiteral(".*"));
    m_wrap->setIcon(icon(QStringLiteral("text-wrap"), TextTone::Secondary));
    m_wrap->setIconSize({tokens::kIconSmall, tokens::kIconSmall});
    auto* widget = new QWidget;
    auto* row = makeRow(widget);
    row->addWidget(m_level);
    row->addWidget(m_search, 1);
    row->addWidget(m_regex);
    row->addWidget(m_onlyMatches);
    row->addWidget(m_back);
    row->addWidget(m_forward);
    row->addWidget(m_hits);
    row->addStretch(1);
    row->addWidget(m_wrap);
    return widget;
}

void LogBar::setWorkload(const QString& workload)
{
    m_workload = workload;
    const QSignalBlocker quiet(m_container);
    while (m_container->count() > 1)
        m_container->removeItem(1);
    m_container->hide();
    const QSignalBlocker quietPrevious(m_previous);
    m_previous->setChecked(false);
    m_follow->setEnabled(true);
    setFollow(true);
    retranslate();
}

void LogBar::addContainers(const QStringList& names)
{
    const QSignalBlocker quiet(m_container);
    for (const QString& name : names) {
        if (m_container->findData(name) < 0)
            m_container->addItem(name, name);
    }
    m_container->setVisible(m_container->count() > 2); // one container is no choice
}

service::LogQuery LogBar::query() const
{
    const Range& range = kRanges[m_range->currentIndex()];
    service::LogQuery query;
    query.workload = m_workload.toStdString();
    query.container = m_container->currentData().toString().toStdString();
    query.previous = m_previous->isChecked();
    query.follow = m_follow->isChecked() && !query.previous;
    query.tailLines = range.tailLines;
    if (range.since > 0min)
        query.since = systemClock().now() - range.since;
    return query;
}

void LogBar::setFollow(bool follow)
{
    const QSignalBlocker quiet(m_follow);
    m_follow->setChecked(follow);
}

LogLevel LogBar::minimumLevel() const
{
    return kLevels[m_level->currentIndex()];
}

void LogBar::showAllLevels()
{
    m_level->setCurrentIndex(0);
}

void LogBar::clearSearch()
{
    m_search->clear();
    search();
}

void LogBar::search()
{
    const LogPattern pattern(m_search->text(), m_regex->isChecked());
    m_problem = pattern.problem();
    m_search->setProperty("invalid", !m_problem.isEmpty());
    m_search->style()->unpolish(m_search);
    m_search->style()->polish(m_search);
    if (m_problem.isEmpty()) {
        Q_EMIT searchChanged(
            pattern, m_onlyMatches->isChecked() ? LogSearchMode::OnlyMatches : LogSearchMode::Highlight);
        return;
    }
    setTextStyle(*m_hits, TypeRole::Caption, TextTone::Danger);
    m_hits->setText(Tr::tr("Bad pattern: %1").arg(m_problem));
}

void LogBar::setHits(const LogModel& model, std::optional<std::uint64_t> current)
{
    const bool any = model.hitCount() > 0;
    m_back->setEnabled(any);
    m_forward->setEnabled(any);
    if (!m_problem.isEmpty())
        return;
    const auto count = [](int number) { return qstr(formatCount(number)); };
    QString words;
    if (!model.pattern().isEmpty()) {
        if (!any)
            words = model.isScanning() ? Tr::tr("Searching…") : Tr::tr("No line matches");
        else if (current && model.isHit(*current))
            words = Tr::tr("%1 of %2").arg(count(model.hitIndex(*current) + 1), count(model.hitCount()));
        else
            words = Tr::tr("%1 line(s) match", nullptr, model.hitCount()).arg(count(model.hitCount()));
    }
    setTextStyle(*m_hits, TypeRole::Caption, TextTone::Secondary);
    m_hits->setText(words);
}

void LogBar::setSaving(bool saving)
{
    m_saving = saving;
    retranslate();
}

void LogBar::setCanSave(bool canSave)
{
    m_save->setEnabled(canSave && !m_saving);
    m_clear->setEnabled(canSave);
}

void LogBar::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void LogBar::setWrap(bool wrap)
{
    m_wrap->setChecked(wrap);
}

void LogBar::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void LogBar::retranslate()
{
    m_title->setText(m_workload.isEmpty() ? Tr::tr("Logs") : m_workload);
    setTexts(*m_range,
        {Tr::tr("Last 500 lines"), Tr::tr("Last 5,000 lines"), Tr::tr("Last 100,000 lines"), Tr::tr("Last 15 min"),
            Tr::tr("Last 1 h"), Tr::tr("Last 24 h"), Tr::tr("From the beginning")});
    setTexts(
        *m_level, {Tr::tr("All levels"), Tr::tr("Info and above"), Tr::tr("Warning and above"), Tr::tr("Errors only")});
    m_container->setItemText(0, Tr::tr("All containers"));
    m_container->setAccessibleName(Tr::tr("Container"));
    m_range->setAccessibleName(Tr::tr("How far back"));
    m_range->setToolTip(Tr::tr("How far back, of each container"));
    m_level->setAccessibleName(Tr::tr("Lowest level shown"));
    m_previous->setText(Tr::tr("Previous run"));
    m_previous->setToolTip(Tr::tr("What the containers wrote before their last restart"));
    m_follow->setText(Tr::tr("Follow"));
    m_follow->setToolTip(Tr::tr("Go on with what is written from now on"));
    m_clear->setText(Tr::tr("Clear"));
    m_save->setText(m_saving ? Tr::tr("Saving…") : Tr::tr("Save log"));
    m_search->setPlaceholderText(Tr::tr("Search lines"));
    m_search->setAccessibleName(Tr::tr("Search lines"));
    const auto describe = [](QToolButton& button, const QString& words) {
        button.setToolTip(words);
        button.setAccessibleName(words);
    };
    describe(*m_regex, Tr::tr("Regular expression"));
    m_onlyMatches->setText(Tr::tr("Only matches"));
    m_onlyMatches->setToolTip(Tr::tr("Show only lines that match"));
    describe(*m_wrap, Tr::tr("Wrap long lines"));
    describe(*m_back, Tr::tr("Previous match (Shift+F3)"));
    describe(*m_forward, Tr::tr("Next match (F3)"));
}

} // namespace qbm::ui
