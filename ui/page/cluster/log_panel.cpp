// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/log_panel.h"

#include "core/base/unit.h"
#include "core/service/cluster_service.h"
#include "ui/async/feed.h"
#include "ui/async/task_runner.h"
#include "ui/page/cluster/log_bar.h"
#include "ui/page/cluster/log_sources.h"
#include "ui/session/session.h"
#include "ui/text/tr.h"
#include "widgets/feedback/dialog.h"
#include "widgets/feedback/elided_label.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/feedback/toast.h"
#include "widgets/log/log_detail.h"
#include "widgets/log/log_view.h"

#include <QBoxLayout>
#include <QDateTime>
#include <QEvent>
#include <QShortcut>
#include <QSplitter>
#include <algorithm>
#include <set>

namespace qbm::ui {

using namespace widgets;

namespace {

constexpr int kViewShare = 3; // of the height, beside one for the details
constexpr auto kJsonSuffix = "jsonl";

QString count(std::size_t number)
{
    return qstr(formatCount(static_cast<std::int64_t>(number)));
}

QWidget* separator(Qt::Orientation orientation)
{
    QWidget* line = makeSeparator();
    if (orientation == Qt::Vertical) {
        line->setMinimumSize(tokens::kBorder, 0);
        line->setMaximumSize(tokens::kBorder, QWIDGETSIZE_MAX);
    }
    return line;
}

} // namespace

LogPanel::LogPanel(Session& session, std::shared_ptr<service::ClusterService> cluster, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_cluster(std::move(cluster))
    , m_streamRunner(new TaskRunner(session.pool(), this))
    , m_saveRunner(new TaskRunner(session.pool(), this))
    , m_model(new LogModel(this))
    , m_bar(new LogBar)
    , m_sourceList(new LogSources)
    , m_view(new LogView(*m_model))
    , m_detail(new LogDetail)
    , m_splitter(new QSplitter(Qt::Vertical))
    , m_status(new ElidedLabel)
{
    m_splitter->addWidget(m_view);
    m_splitter->addWidget(m_detail);
    m_splitter->setStretchFactor(0, kViewShare);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setChildrenCollapsible(false);
    m_detail->hide();
    m_face = new StatePanel(m_splitter);
    setTextStyle(*m_status, TypeRole::Caption, TextTone::Secondary);

    auto* frame = new QFrame;
    frame->setObjectName(QStringLiteral("qbmTableFrame"));
    auto* lines = new QHBoxLayout;
    lines->setSpacing(0);
    lines->addWidget(m_sourceList);
    lines->addWidget(separator(Qt::Vertical));
    lines->addWidget(m_face, 1);
    auto* inner = new QVBoxLayout(frame);
    inner->setContentsMargins(tokens::kBorder, tokens::kBorder, tokens::kBorder, tokens::kBorder);
    inner->setSpacing(0);
    inner->addLayout(lines, 1);
    inner->addWidget(separator(Qt::Horizontal));
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(tokens::kSpaceM, tokens::kSpaceXs, tokens::kSpaceM, tokens::kSpaceXs);
    foot->addWidget(m_status, 1);
    inner->addLayout(foot);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(tokens::kSpaceS);
    column->addWidget(m_bar);
    column->addWidget(frame, 1);

    connectBar();
    connectView();
    addShortcuts();
    sourcesChanged();
}

LogPanel::~LogPanel()
{
    delete m_feed; // before the widgets that its news go to
}

void LogPanel::connectBar()
{
    connect(m_bar, &LogBar::queryChanged, this, &LogPanel::restart);
    connect(m_bar, &LogBar::followChanged, this, [this](bool follow) { follow ? restart() : stop(); });
    connect(m_bar, &LogBar::levelChanged, this, &LogPanel::applyFilter);
    connect(m_bar, &LogBar::searchChanged, m_model, &LogModel::setSearch);
    connect(m_bar, &LogBar::hitRequested, m_view, &LogView::goToHit);
    connect(m_bar, &LogBar::wrapChanged, m_view, &LogView::setWrap);
    connect(m_bar, &LogBar::clearRequested, m_model, &LogModel::clear);
    connect(m_bar, &LogBar::saveRequested, this, &LogPanel::save);
    connect(m_sourceList, &LogSources::hiddenChanged, this, &LogPanel::applyFilter);
    connect(m_face, &StatePanel::retryRequested, this, &LogPanel::restart);
    connect(m_face, &StatePanel::actionRequested, this, [this] { // nothing matches
        m_bar->showAllLevels();
        m_bar->clearSearch();
        m_sourceList->showAll();
    });
}

void LogPanel::connectView()
{
    for (const auto signal : {&LogModel::rowsAppended, &LogModel::rowsReset}) {
        connect(m_model, signal, this, [this] {
            updateFace();
            updateStatus();
        });
    }
    connect(m_model, &LogModel::hitsChanged, this, &LogPanel::updateHits);
    connect(m_model, &LogModel::scanningChanged, this, [this] {
        updateFace();
        updateHits();
    });
    connect(m_view, &LogView::currentChanged, this, [this] {
        updateHits();
        updateDetails();
    });
    connect(m_view, &LogView::detailsRequested, this, &LogPanel::showDetails);
    connect(m_view, &LogView::onlySourceRequested, m_sourceList, &LogSources::showOnly);
    connect(m_view, &LogView::wrapChanged, m_bar, &LogBar::setWrap);
    connect(m_view, &LogView::copied, this, [this](int lines, int selected) {
        m_note = lines < selected
            ? Tr::tr("Copied the first %1 of %2 lines; saving writes all of them")
                  .arg(count(static_cast<std::size_t>(lines)), count(static_cast<std::size_t>(selected)))
            : Tr::tr("Copied %n line(s)", nullptr, lines);
        updateStatus();
    });
    connect(m_detail, &LogDetail::closed, this, [this] {
        m_detail->hide();
        m_view->setFocus(Qt::OtherFocusReason);
    });
}

void LogPanel::addShortcuts()
{
    const auto add = [this](const QKeySequence& keys, auto&& action) {
        connect(new QShortcut(keys, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut), &QShortcut::activated,
            this, action);
    };
    add(QKeySequence::Find, [this] { m_bar->focusSearch(); });
    add(Qt::Key_F3, [this] { m_view->goToHit(true); });
    add(Qt::SHIFT | Qt::Key_F3, [this] { m_view->goToHit(false); });
}

void LogPanel::show(const QString& workload)
{
    m_workload = workload;
    m_bar->setWorkload(workload);
    restart();
}

void LogPanel::restart()
{
    if (m_workload.isEmpty())
        return;
    delete std::exchange(m_feed, nullptr);
    m_intake = std::make_shared<LogIntake>();
    m_sources.clear();
    m_error.reset();
    m_note.clear();
    m_stream = Stream::Running;
    m_model->clear();
    m_view->goToNewest();
    const service::LogQuery query = m_bar->query();
    m_streamRunner->start<void>([logs = m_cluster->logs(), query, sink = m_intake->sink()](
                                    TaskContext& context) { return logs->stream(query, sink, context); },
        [this](const Result<>& result) { ended(result); });
    m_feed = new Feed(
        this, [intake = m_intake](std::function<void()> changed) { return intake->subscribe(std::move(changed)); },
        [this] { takeNews(); });
    sourcesChanged();
}

/// What was read stays; asking to follow again begins anew, as nobody knows what was written meanwhile.
void LogPanel::stop()
{
    if (m_stream != Stream::Running)
        return;
    m_streamRunner->cancel();
    m_stream = Stream::Stopped;
    takeNews();
}

void LogPanel::ended(const Result<>& result)
{
    m_stream = Stream::Ended;
    if (!result)
        m_error = result.error();
    if (m_bar->query().follow)
        m_bar->setFollow(false);
    takeNews();
}

void LogPanel::takeNews()
{
    LogIntake::News news = m_intake->take();
    m_sources = std::move(news.sources);
    m_heardAt = news.heardAt;
    sourcesChanged();
    m_model->append(news.lines);
}

void LogPanel::sourcesChanged()
{
    const QStringList names = shortSourceNames(m_sources, m_workload);
    QStringList containers;
    for (const LogSourceState& one : m_sources)
        containers << qstr(one.source.container);
    m_bar->addContainers(containers);
    m_sourceList->setSources(m_sources, names);
    m_sourceList->setVisible(m_sources.size() > 1);
    m_view->setSourceNames(names);
    applyFilter(); // fewer sources than before may be hidden
    updateFace();
    updateStatus();
}

void LogPanel::applyFilter()
{
    m_model->setFilter({m_bar->minimumLevel(), m_sourceList->hidden()});
}

void LogPanel::updateFace()
{
    m_bar->setCanSave(m_model->rowCount() > 0);
    m_face->setRetryVisible(true);
    if (m_model->store().size() > 0) {
        if (m_model->rowCount() == 0 && !m_model->isScanning())
            m_face->showEmpty(Tr::tr("No line matches"),
                Tr::tr("%1 lines are hidden by levels, sources or the search.").arg(count(m_model->store().size())),
                Tr::tr("Show all lines"));
        else if (m_error)
            m_face->showStale(translated(m_error->sentence()), m_heardAt);
        else
            m_face->showContent();
        return;
    }
    if (m_error)
        m_face->showError(*m_error);
    else if (m_stream == Stream::None)
        m_face->showEmpty(Tr::tr("No log chosen"), Tr::tr("Choose a workload or a pod to read its log."));
    else if (m_stream == Stream::Running && m_sources.empty())
        m_face->showLoading();
    else if (m_stream == Stream::Running)
        m_face->showEmpty(Tr::tr("No lines yet"), Tr::tr("Lines appear here as they are written."));
    else
        m_face->showEmpty(Tr::tr("No lines"), Tr::tr("Nothing was written in this time. Look further back."));
}

QString LogPanel::sourcesText() const
{
    std::set<std::string> pods;
    for (const LogSourceState& one : m_sources)
        pods.insert(one.source.pod);
    return Tr::tr("%n pod(s)", nullptr, static_cast<int>(pods.size()));
}

QString LogPanel::status() const
{
    const std::size_t lines = m_model->store().size();
    const auto shown = static_cast<std::size_t>(m_model->rowCount());
    QStringList parts;
    parts << (shown == lines ? Tr::tr("%1 line(s)", nullptr, static_cast<int>(lines)).arg(count(lines))
                             : Tr::tr("%1 of %2 lines").arg(count(shown), count(lines)));
    if (!m_sources.empty())
        parts << sourcesText();
    switch (m_stream) {
    case Stream::None:
        return {};
    case Stream::Running:
        parts << (m_bar->query().follow ? Tr::tr("following") : Tr::tr("reading"));
        break;
    case Stream::Ended:
        parts << (m_error ? Tr::tr("broken off") : Tr::tr("read to the end"));
        break;
    case Stream::Stopped:
        parts << Tr::tr("stopped");
        break;
    }
    const auto failed
        = std::ranges::count_if(m_sources, [](const LogSourceState& one) { return one.ended && one.error; });
    const auto away
        = std::ranges::count_if(m_sources, [](const LogSourceState& one) { return !one.ended && one.error; });
    const auto over
        = std::ranges::count_if(m_sources, [](const LogSourceState& one) { return one.ended && !one.error; });
    if (over > 0 && m_stream == Stream::Running)
        parts << Tr::tr("%n ended", nullptr, static_cast<int>(over));
    if (failed > 0)
        parts << Tr::tr("%n failed", nullptr, static_cast<int>(failed));
    if (away > 0)
        parts << Tr::tr("%n out of reach, tried again", nullptr, static_cast<int>(away));
    if (m_model->store().dropped() > 0)
        parts << Tr::tr("the oldest %1 lines were dropped").arg(count(m_model->store().dropped()));
    if (!m_note.isEmpty())
        parts << m_note;
    return parts.join(QStringLiteral(" · "));
}

void LogPanel::updateStatus()
{
    m_status->setText(status());
}

void LogPanel::updateHits()
{
    m_bar->setHits(*m_model, m_view->current());
}

void LogPanel::showDetails()
{
    m_detail->setVisible(true);
    updateDetails();
}

void LogPanel::updateDetails()
{
    const auto current = m_view->current();
    const LogStore& store = m_model->store();
    if (m_detail->isHidden() || !current || *current < store.first() || *current >= store.end())
        return;
    const LogLine line = store.line(*current);
    m_detail->setLine(line, line.source < m_sources.size() ? fullSourceName(m_sources[line.source].source) : QString());
}

void LogPanel::save()
{
    FileRequest request;
    request.mode = FileRequest::Mode::Save;
    request.title = Tr::tr("Save log of %1").arg(m_workload);
    request.suggestedName = m_workload.section(QLatin1Char('/'), -1)
        + QDateTime::currentDateTime().toString(QStringLiteral("_yyyyMMdd_HHmmss")) + QStringLiteral(".log");
    request.nameFilters = QStringList{Tr::tr("Lines as written (*.log)"), Tr::tr("JSON lines (*.jsonl)")};
    request.defaultSuffix = QStringLiteral("log");
    chooseFile(this, request, [this](const QString& path) {
        if (!path.isEmpty())
            saveTo(path);
    });
}

void LogPanel::saveTo(const QString& path)
{
    const LogFormat format = path.endsWith(QLatin1String(kJsonSuffix)) ? LogFormat::JsonLines : LogFormat::Raw;
    QStringList names;
    for (const LogSourceState& one : m_sources)
        names << fullSourceName(one.source);
    m_bar->setSaving(true);
    m_bar->setCanSave(true);
    m_saveRunner->start<std::uint64_t>(
        [lines = m_model->snapshot(), format, names, path](
            TaskContext& context) { return exportLog(lines, format, names, path, context); },
        [this, path](const Result<std::uint64_t>& written) {
            m_bar->setSaving(false);
            updateFace();
            if (written)
                Toast::show(window(), State::Ok, Tr::tr("Log saved"),
                    Tr::tr("%1 line(s) in %2", nullptr, static_cast<int>(*written)).arg(count(*written), path));
            else
                tell(this, State::Danger, Tr::tr("The log was not saved"), translated(written.error().message),
                    qstr(written.error().detail));
        });
}

void LogPanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange) {
        updateFace();
        updateStatus();
        updateHits();
    }
    QWidget::changeEvent(event);
}

} // namespace qbm::ui
