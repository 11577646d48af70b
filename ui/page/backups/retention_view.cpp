// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/backups/retention_view.h"

#include "core/service/backup_service.h"
#include "ui/async/task_runner.h"
#include "ui/layout/action_bar.h"
#include "ui/model/columns.h"
#include "ui/page/backups/backup_proposer.h"
#include "ui/session/session.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/form/form.h"
#include "widgets/table/table_view.h"
#include "widgets/theme/style.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTableView>
#include <QTimer>
#include <algorithm>
#include <cmath>

namespace qbm::ui {

using namespace widgets;
using backup::RetentionPolicy;
using backup::RetentionVerdict;

namespace {

constexpr int kMost = 3650;
constexpr double kMostGiB = 1'000'000;
constexpr double kGiB = 1024.0 * 1024.0 * 1024.0;
constexpr int kDelayMs = 250; // as long as somebody types, nothing is asked

QSpinBox* makeSpin()
{
    auto* spin = new QSpinBox;
    spin->setRange(0, kMost);
    return spin;
}

std::vector<TableColumn<RetentionVerdict>> columns()
{
    auto verdict = textColumn<RetentionVerdict>("verdict", QT_TRANSLATE_NOOP("Ui", "Verdict"), 112,
        [](const RetentionVerdict& row) { return row.remove ? Tr::tr("removed") : Tr::tr("stays"); });
    verdict.state = [](const RetentionVerdict& row) { return row.remove ? State::Warning : State::Ok; };
    auto name = textColumn<RetentionVerdict>(
        "name", QT_TRANSLATE_NOOP("Ui", "Backup"), 332, [](const RetentionVerdict& row) { return qstr(row.name); });
    name.mono = true;
    name.whole = true;
    return {std::move(verdict), std::move(name),
        ageColumn<RetentionVerdict>(
            "age", QT_TRANSLATE_NOOP("Ui", "Age"), [](const RetentionVerdict& row) { return row.takenAt; }),
        quantityColumn<RetentionVerdict>("size", QT_TRANSLATE_NOOP("Ui", "Size"), 92, Unit::Bytes,
            [](const RetentionVerdict& row) { return static_cast<double>(row.sizeBytes); }),
        stretchColumn<RetentionVerdict>("reason", QT_TRANSLATE_NOOP("Ui", "Reason"), 220,
            [](const RetentionVerdict& row) { return translated(row.reason); })};
}

int countRemoved(const backup::RetentionPlan& plan)
{
    return static_cast<int>(std::ranges::count_if(plan.verdicts, &RetentionVerdict::remove));
}

} // namespace

RetentionView::RetentionView(Session& session, BackupProposer& proposer, QWidget* parent)
    : BackupsView(parent)
    , m_session(session)
    , m_proposer(proposer)
    , m_runner(new TaskRunner(session.pool(), this))
    , m_delay(new QTimer(this))
    , m_days(makeSpin())
    , m_last(makeSpin())
    , m_daily(makeSpin())
    , m_weekly(makeSpin())
    , m_monthly(makeSpin())
    , m_size(new QDoubleSpinBox)
    , m_sentence(makeLabel({}, TypeRole::Body, TextTone::Secondary))
    , m_reset(new QPushButton)
    , m_remove(new QPushButton)
    , m_model(
          new TableModel<RetentionVerdict>([](const RetentionVerdict& row) { return qstr(row.name); }, columns(), this))
    , m_table(new TableView)
{
    m_size->setRange(0, kMostGiB);
    m_size->setDecimals(1);
    m_size->setSuffix(QStringLiteral(" GiB"));
    m_table->setModel(m_model);
    m_sentence->setWordWrap(true);
    setButtonKind(*m_reset, ButtonKind::Flat);
    m_delay->setSingleShot(true);
    m_delay->setInterval(kDelayMs);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(tokens::kSpaceM);
    addPolicy(*column);
    auto* head = new QHBoxLayout;
    head->setSpacing(tokens::kSpaceS);
    head->addWidget(m_sentence, 1);
    head->addWidget(m_reset);
    head->addWidget(m_remove);
    column->addLayout(head);
    column->addWidget(m_table, 1);
    setPolicy(session.services().backups->settings().retention);
    connect(m_delay, &QTimer::timeout, this, &RetentionView::refresh);
    connect(m_table->statePanel(), &StatePanel::retryRequested, this, &RetentionView::refresh);
    connect(m_reset, &QPushButton::clicked, this, [this] {
        setPolicy(m_session.services().backups->settings().retention);
        policyChanged();
    });
    restFocusOn(m_remove, m_table->view());
    connect(m_remove, &QPushButton::clicked, this,
        [this] { m_proposer.propose(m_proposer.service().makePruneOperation(policy())); });
}

void RetentionView::addPolicy(QBoxLayout& column)
{
    auto* row = new QHBoxLayout;
    row->setSpacing(tokens::kSpaceM);
    for (QAbstractSpinBox* field :
        std::initializer_list<QAbstractSpinBox*>{m_days, m_last, m_daily, m_weekly, m_monthly, m_size}) {
        m_rows.push_back(new FormRow({}, field));
        row->addWidget(m_rows.back(), 1, Qt::AlignTop); // hints may wrap, fields stay in line
    }
    column.addLayout(row);
    for (QSpinBox* spin : {m_days, m_last, m_daily, m_weekly, m_monthly})
        connect(spin, &QSpinBox::valueChanged, this, &RetentionView::policyChanged);
    connect(m_size, &QDoubleSpinBox::valueChanged, this, &RetentionView::policyChanged);
}

void RetentionView::setPolicy(const RetentionPolicy& policy)
{
    const auto set = [](QSpinBox* spin, int value) {
        const QSignalBlocker quiet(spin);
        spin->setValue(value);
    };
    set(m_days, policy.days.value_or(0));
    set(m_last, policy.last);
    set(m_daily, policy.daily);
    set(m_weekly, policy.weekly);
    set(m_monthly, policy.monthly);
    const QSignalBlocker quiet(m_size);
    m_size->setValue(static_cast<double>(policy.maximumBytes.value_or(0)) / kGiB);
}

RetentionPolicy RetentionView::policy() const
{
    RetentionPolicy policy;
    policy.days = m_days->value() > 0 ? std::optional(m_days->value()) : std::nullopt;
    policy.last = m_last->value();
    policy.daily = m_daily->value();
    policy.weekly = m_weekly->value();
    policy.monthly = m_monthly->value();
    const auto& own = m_session.services().backups->settings().retention;
    const double shown = static_cast<double>(own.maximumBytes.value_or(0)) / kGiB;
    if (own.maximumBytes && std::abs(m_size->value() - shown) < 0.05)
        policy.maximumBytes = own.maximumBytes; // not rounded to what the field can show
    else if (m_size->value() > 0)
        policy.maximumBytes = static_cast<std::uint64_t>(std::llround(m_size->value() * kGiB));
    return policy;
}

void RetentionView::policyChanged()
{
    m_table->setEnabled(false); // what stands there is about another policy
    updateWords();
    m_delay->start();
}

bool RetentionView::isSettled() const
{
    return m_settled && !m_delay->isActive() && !m_runner->isBusy();
}

void RetentionView::refresh()
{
    m_delay->stop();
    m_runner->start<backup::RetentionPlan>(
        [service = m_session.services().backups, policy = policy()](
            TaskContext& context) { return service->planRetention(policy, context); },
        [this, policy = policy()](Result<backup::RetentionPlan> plan) {
            if (plan)
                m_planOf = policy;
            fill(std::move(plan));
        });
}

void RetentionView::fill(Result<backup::RetentionPlan> plan)
{
    m_settled = true;
    m_table->setEnabled(plan || m_planOf == policy());
    if (plan) {
        m_heardAt = systemClock().now();
        m_plan = std::move(*plan);
        m_model->setRows(m_plan.verdicts);
    } else if (m_heardAt != TimePoint{}) {
        m_table->statePanel()->showStale(translated(plan.error().message), m_heardAt);
    } else {
        m_table->statePanel()->showError(plan.error());
    }
    updateWords();
}

/// Names of the second places whose copies go by the policy too.
QString RetentionView::placesOfPolicy() const
{
    QStringList names;
    for (const backup::CopyPlace& place : m_session.services().backups->settings().copies) {
        if (place.retention)
            names << qstr(place.name);
    }
    return names.join(QStringLiteral(", "));
}

void RetentionView::updateWords()
{
    const int removed = countRemoved(m_plan);
    const int all = static_cast<int>(m_plan.verdicts.size());
    if (m_heardAt == TimePoint{})
        m_sentence->clear();
    else if (removed == 0)
        m_sentence->setText(Tr::tr("Nothing would be removed; %1 stay.").arg(qstr(formatBytes(m_plan.keptBytes))));
    else
        m_sentence->setText(Tr::tr("%1 of %2 backups would be removed: %3 freed, %4 stay.")
                                .arg(qstr(formatCount(static_cast<std::int64_t>(removed))),
                                    qstr(formatCount(static_cast<std::int64_t>(all))),
                                    qstr(formatBytes(m_plan.removedBytes)), qstr(formatBytes(m_plan.keptBytes))));
    if (const auto over = backup::whyOverLimit(m_plan, policy()); over && m_heardAt != TimePoint{} && m_table->isEnabled())
        m_sentence->setText(m_sentence->text() + QLatin1Char(' ') + translated(*over));
    const QString places = placesOfPolicy();
    if (!places.isEmpty() && m_heardAt != TimePoint{})
        m_sentence->setText(m_sentence->text() + QLatin1Char(' ')
            + Tr::tr("Copies in %1 go by the same policy; the plan lists them.").arg(places));
    m_reset->setVisible(policy() != m_session.services().backups->settings().retention);
    m_remove->setText(!places.isEmpty() ? Tr::tr("Remove old backups and copies…")
            : removed == 0              ? Tr::tr("Remove backups…")
                                        : Tr::tr("Remove %n backup(s)…", nullptr, removed));
    const QString whyNot = m_session.isReadOnly() ? Tr::tr("This window is read-only.")
        : m_planOf != policy()                    ? Tr::tr("What this policy would remove is not known yet.")
        : removed == 0 && places.isEmpty()        ? Tr::tr("This policy removes nothing now.")
                                                  : QString();
    m_remove->setEnabled(whyNot.isEmpty());
    m_remove->setToolTip(whyNot);
    m_remove->setAccessibleDescription(whyNot);
}

void RetentionView::retranslate()
{
    const QString labels[] = {Tr::tr("Keep (days)"), Tr::tr("Keep newest"), Tr::tr("Keep daily"), Tr::tr("Keep weekly"),
        Tr::tr("Keep monthly"), Tr::tr("Keep at most")};
    const QString hints[] = {Tr::tr("The guide's rule"), Tr::tr("Of each database"), Tr::tr("Newest of a day"),
        Tr::tr("Newest of a week"), Tr::tr("Newest of a month"), Tr::tr("Together; oldest go first")};
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        m_rows[i]->setLabel(labels[i]);
        m_rows[i]->setHint(hints[i]);
    }
    for (QSpinBox* spin : {m_days, m_last, m_daily, m_weekly, m_monthly})
        spin->setSpecialValueText(Tr::tr("off"));
    m_size->setSpecialValueText(Tr::tr("no limit"));
    m_reset->setText(Tr::tr("Back to the profile's policy"));
    m_table->view()->setAccessibleName(Tr::tr("What the policy removes"));
    m_table->setEmptyText(Tr::tr("There is no backup yet"), Tr::tr("Once there are some, here stands which would go."));
    updateWords();
}

} // namespace qbm::ui
