// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/alerts/alerts_page.h"

#include "core/health/alert_severity.h"
#include "core/service/metrics_service.h"
#include "ui/async/task_runner.h"
#include "ui/layout/scrolled.h"
#include "ui/model/columns.h"
#include "ui/page/alerts/alert_details.h"
#include "ui/session/session.h"
#include "ui/text/tr.h"
#include "widgets/feedback/side_panel.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/form/form.h"
#include "widgets/table/table_view.h"
#include "widgets/theme/icons.h"

#include <QBoxLayout>
#include <algorithm>

namespace qbm::ui {

using namespace widgets;

namespace {

Result<std::vector<AlertRow>> fetchRows(service::MetricsService& metrics, TaskContext& context)
{
    QBM_TRY(alerts, metrics.fetchAlerts(context));
    std::vector<prometheus::Silence> silences;
    if (std::ranges::any_of(alerts, [](const prometheus::Alert& alert) { return !alert.silencedBy.empty(); })) {
        QBM_TRY(all, metrics.fetchSilences(context));
        silences = std::move(all);
    }
    std::vector<AlertRow> rows;
    for (prometheus::Alert& alert : alerts) {
        AlertRow row{std::move(alert), {}};
        for (const prometheus::Silence& silence : silences) {
            if (std::ranges::find(row.alert.silencedBy, silence.id) != row.alert.silencedBy.end())
                row.silences.push_back(silence);
        }
        rows.push_back(std::move(row));
    }
    // What is firing first, the worst of it first of all; within that the newest, as Alertmanager's answer is ordered.
    std::ranges::stable_sort(rows, {}, [](const AlertRow& row) {
        return std::pair(!row.alert.firing(), -static_cast<int>(health::severityOf(row.alert)));
    });
    return rows;
}

/// The labels that tell alerts of one name apart.
QString whatOf(const AlertRow& row)
{
    QStringList labels;
    for (const auto& [key, value] : row.alert.labels) {
        if (key != "alertname" && key != "severity")
            labels << qstr(key) + QLatin1Char('=') + qstr(value);
    }
    return labels.join(QStringLiteral(", "));
}

/// Its end is put off with every notification, which tells a reader nothing.
bool tellsTheSame(AlertRow a, const AlertRow& b)
{
    a.alert.endsAt = b.alert.endsAt;
    return a == b;
}

QString quietBy(const AlertRow& row)
{
    QStringList names;
    for (const prometheus::Silence& silence : row.silences)
        names << qstr(silence.createdBy);
    names.removeDuplicates();
    return names.join(QStringLiteral(", "));
}

std::vector<TableColumn<AlertRow>> alertColumns()
{
    auto state = textColumn<AlertRow>("state", QT_TRANSLATE_NOOP("Ui", "State"), 110, stateWord);
    state.state = [](const AlertRow& row) { return stateOf(row); };
    auto name = textColumn<AlertRow>("alert", QT_TRANSLATE_NOOP("Ui", "Alert"), 200, [](const AlertRow& row) { return qstr(row.alert.alertName()); });
    name.whole = true;
    return {state, name, textColumn<AlertRow>("severity", QT_TRANSLATE_NOOP("Ui", "Severity"), 90, [](const AlertRow& row) { return qstr(row.alert.severity()); }),
        ageColumn<AlertRow>("since", QT_TRANSLATE_NOOP("Ui", "For"), [](const AlertRow& row) { return row.alert.startsAt; }),
        stretchColumn<AlertRow>("says", QT_TRANSLATE_NOOP("Ui", "What it says"), 280, [](const AlertRow& row) { return qstr(health::wordsOf(row.alert)); }),
        textColumn<AlertRow>("labels", QT_TRANSLATE_NOOP("Ui", "Labels"), 220, whatOf),
        textColumn<AlertRow>("silenced-by", QT_TRANSLATE_NOOP("Ui", "Silenced by"), 120, quietBy)};
}

} // namespace

AlertsPage::AlertsPage(Session& session)
    : Page(session, QStringLiteral("alerts"))
    , m_runner(new TaskRunner(session.pool(), this))
    , m_model(new TableModel<AlertRow>([](const AlertRow& row) { return qstr(row.alert.fingerprint); }, alertColumns(), this))
    , m_search(new SearchField)
    , m_table(new TableView)
    , m_details(new SidePanel(this))
{
    m_table->setModel(m_model);
    m_table->setFilterField(m_search);
    m_search->setFixedWidth(tokens::kSidePanelWidth / 2);
    addHeadWidget(m_search);
    body()->addWidget(m_table, 1);
    connect(m_table, &TableView::currentKeyChanged, this, &AlertsPage::detailsFollow);
    connect(m_table, &TableView::activated, this, &AlertsPage::openDetails);
    connect(m_details, &SidePanel::closed, this, [this] { m_open.reset(); });
    connect(m_table->statePanel(), &StatePanel::retryRequested, this, &AlertsPage::refresh);
}

QString AlertsPage::title() const
{
    return Tr::tr("Alerts");
}

void AlertsPage::refresh()
{
    if (m_runner->isBusy())
        return;
    m_runner->start<std::vector<AlertRow>>(
        [metrics = session().services().metrics](TaskContext& context) { return fetchRows(*metrics, context); },
        [this](Result<std::vector<AlertRow>> rows) { arrived(std::move(rows)); });
}

void AlertsPage::arrived(Result<std::vector<AlertRow>> rows)
{
    m_settled = true;
    StatePanel& panel = *m_table->statePanel();
    if (rows) {
        m_rows = std::move(*rows);
        m_askedAt = systemClock().now();
        showRows();
    } else if (rows.error().kind == ErrorKind::Unsupported) {
        setSentence({});
        setAttention(std::nullopt);
        panel.showEmpty(Tr::tr("This profile names no Alertmanager"),
            Tr::tr("Say where it answers (alertmanager: url) in the connection, and its alerts are listed here."));
    } else if (m_askedAt == TimePoint{}) {
        panel.showError(rows.error());
    } else {
        panel.showStale(translated(rows.error().message), m_askedAt);
    }
}

void AlertsPage::showRows()
{
    m_model->setRows(m_rows);
    showSentence();
    if (!m_wanted.isEmpty())
        choose(std::exchange(m_wanted, {}));
    detailsFollow();
}

void AlertsPage::showSentence()
{
    const auto firing = std::ranges::count_if(m_rows, [](const AlertRow& row) { return row.alert.firing(); });
    const auto quiet = static_cast<int>(m_rows.size()) - static_cast<int>(firing);
    QString sentence = firing == 0 ? Tr::tr("No alert is firing.") : Tr::tr("%n alert(s) firing.", nullptr, static_cast<int>(firing));
    if (quiet > 0)
        sentence += QLatin1Char(' ') + Tr::tr("%n kept quiet by silences or other alerts.", nullptr, quiet);
    setSentence(sentence);
    const State worst = m_rows.empty() ? State::Ok : stateOf(m_rows.front());
    const bool needsLook = worst == State::Danger || worst == State::Warning;
    setAttention(needsLook ? std::optional(worst) : std::nullopt, needsLook ? sentence : QString());
}

const AlertRow* AlertsPage::rowOf(const QString& fingerprint) const
{
    const auto found = std::ranges::find_if(m_rows, [key = fingerprint.toStdString()](const AlertRow& row) { return row.alert.fingerprint == key; });
    return found == m_rows.end() ? nullptr : &*found;
}

void AlertsPage::openDetails(const QString& fingerprint)
{
    const AlertRow* row = rowOf(fingerprint);
    if (row == nullptr)
        return;
    m_open = *row;
    m_details->setTitle(qstr(row->alert.alertName()));
    m_details->setContent(scrolled(makeAlertDetails(*row)));
    m_details->openPanel();
}

/// The panel shows what is chosen, as the last answer tells it.
void AlertsPage::detailsFollow()
{
    if (!m_open)
        return;
    const AlertRow* chosen = rowOf(m_table->currentKey());
    if (chosen == nullptr)
        m_details->closePanel();
    else if (!tellsTheSame(*chosen, *m_open))
        openDetails(qstr(chosen->alert.fingerprint));
}

void AlertsPage::choose(const QString& object)
{
    const auto found = std::ranges::find_if(m_rows, [name = object.toStdString()](const AlertRow& row) {
        return row.alert.fingerprint == name || row.alert.alertName() == name;
    });
    if (found == m_rows.end())
        return;
    const QString fingerprint = qstr(found->alert.fingerprint);
    m_table->selectKey(fingerprint);
    openDetails(fingerprint);
}

void AlertsPage::showObject(const QString& object)
{
    if (m_askedAt == TimePoint{})
        m_wanted = object;
    else
        choose(object);
}

void AlertsPage::setCommandsWanted(bool wanted)
{
    if (wanted && m_askedAt == TimePoint{})
        refresh();
}

std::vector<Command> AlertsPage::commands()
{
    std::vector<Command> commands;
    for (const AlertRow& row : m_rows) {
        const QString name = qstr(row.alert.alertName());
        commands.push_back({Tr::tr("Show alert %1").arg(name), whatOf(row), icon(QStringLiteral("notifications")),
            [this, fingerprint = qstr(row.alert.fingerprint)] {
                Q_EMIT navigationRequested(id(), {});
                choose(fingerprint);
            },
            name});
    }
    return commands;
}

void AlertsPage::retranslate()
{
    m_search->setPlaceholderText(Tr::tr("Filter alerts"));
    m_table->view()->setAccessibleName(Tr::tr("Alerts"));
    m_table->setEmptyText(Tr::tr("No alert"), Tr::tr("Alertmanager answers and holds none."));
    if (m_askedAt == TimePoint{})
        return;
    showSentence();
    if (m_open)
        openDetails(qstr(m_open->alert.fingerprint));
}

} // namespace qbm::ui
