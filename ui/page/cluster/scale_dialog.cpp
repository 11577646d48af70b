// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/scale_dialog.h"

#include "ui/async/task_runner.h"
#include "ui/layout/scrolled.h"
#include "ui/page/cluster/scale_preview.h"
#include "ui/text/tr.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/form/form.h"

#include <QPushButton>
#include <QSpinBox>
#include <QTimer>
#include <QVBoxLayout>

namespace qbm::ui {

using namespace widgets;

namespace {

constexpr int kMostReplicas = 1000;
constexpr int kWidth = 640;
constexpr int kPreviewHeight = 300;
constexpr int kDelayMs = 250; // as long as somebody types, nothing is asked
constexpr int kFieldWidth = 120;

} // namespace

ScaleDialog::ScaleDialog(WorkerPool& pool, std::shared_ptr<service::ClusterService> cluster,
    const kubernetes::Deployment& deployment, QWidget* parent)
    : Dialog(parent)
    , m_cluster(std::move(cluster))
    , m_deployment(deployment.meta.name)
    , m_replicasNow(deployment.desired)
    , m_runner(new TaskRunner(pool, this))
    , m_delay(new QTimer(this))
    , m_replicas(new QSpinBox)
    , m_change(makeLabel({}, TypeRole::Section, TextTone::Secondary))
    , m_preview(new QWidget)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(kWidth);
    setHeading(Tr::tr("Scale %1").arg(qstr(m_deployment)));
    setSentence(Tr::tr("What the number would meet is shown while you choose it. The next step makes the plan; nothing "
                       "changes before you confirm it."));
    m_replicas->setRange(0, kMostReplicas);
    m_replicas->setValue(m_replicasNow);
    m_replicas->setFixedWidth(kFieldWidth);
    auto* field = new QWidget;
    auto* fieldRow = new QHBoxLayout(field);
    fieldRow->setContentsMargins({});
    fieldRow->setSpacing(tokens::kSpaceL);
    fieldRow->addWidget(m_replicas);
    fieldRow->addWidget(m_change, 1);
    field->setFocusProxy(m_replicas);
    auto* form = new Form;
    form->addRow(Tr::tr("Replicas"), field);
    m_replicas->setAccessibleName(Tr::tr("Replicas"));
    body()->addWidget(form);
    body()->addWidget(makeSeparator());

    new QVBoxLayout(m_preview);
    m_preview->layout()->setContentsMargins(0, 0, tokens::kSpaceM, 0); // beside the scroll bar
    m_panel = new StatePanel(scrolled(m_preview));
    m_panel->setMinimumHeight(kPreviewHeight);
    body()->addWidget(m_panel, 1);
    addCancelButton();
    m_next = addButton(Tr::tr("Show the plan"), ButtonKind::Primary);

    m_delay->setSingleShot(true);
    m_delay->setInterval(kDelayMs);
    connect(m_delay, &QTimer::timeout, this, &ScaleDialog::askPreview);
    connect(m_replicas, &QSpinBox::valueChanged, this, &ScaleDialog::changed);
    connect(m_panel, &StatePanel::retryRequested, this, &ScaleDialog::askPreview);
    connect(m_next, &QPushButton::clicked, this, [this] {
        accept();
        Q_EMIT chosen(m_replicas->value());
    });
    changed();
    m_delay->stop();
    askPreview();
    m_replicas->setFocus();
    m_replicas->selectAll();
}

bool ScaleDialog::isSettled() const
{
    return !m_delay->isActive() && !m_runner->isBusy();
}

void ScaleDialog::changed()
{
    const int wanted = m_replicas->value();
    m_change->setText(wanted == m_replicasNow ? Tr::tr("%n replica(s) now", nullptr, m_replicasNow)
                                              : Tr::tr("%1 → %2 replicas").arg(m_replicasNow).arg(wanted));
    m_next->setEnabled(wanted != m_replicasNow);
    m_preview->setEnabled(false); // what stands there is about another number
    m_delay->start();
}

void ScaleDialog::askPreview()
{
    m_delay->stop();
    if (m_panel->face() != StatePanel::Face::Content)
        m_panel->showLoading(Tr::tr("Looking at what this number would meet"));
    m_runner->start<service::ScalePreview>(
        [actions = m_cluster->actions(), name = m_deployment, wanted = m_replicas->value()](
            TaskContext& context) { return actions->fetchScalePreview(name, wanted, context); },
        [this](Result<service::ScalePreview> preview) {
            if (preview)
                showPreview(*preview);
            else
                m_panel->showError(preview.error());
        });
}

void ScaleDialog::showPreview(const service::ScalePreview& preview)
{
    while (QLayoutItem* item = m_preview->layout()->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_preview->layout()->addWidget(new ScalePreviewView(preview));
    m_preview->setEnabled(true);
    m_panel->showContent();
}

} // namespace qbm::ui
