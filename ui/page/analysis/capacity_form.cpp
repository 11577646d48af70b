// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/analysis/capacity_form.h"

#include "ui/text/tr.h"
#include "widgets/form/form.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <QVBoxLayout>
#include <array>

namespace qbm::ui {

using namespace widgets;

namespace {

constexpr std::array<int, 5> kWindowMinutes{5, 15, 60, 360, 1440};
constexpr int kDefaultWindow = 1;
/// The slider counts in twentieths: x0.05 a step, so that its middle stops are round.
constexpr int kLoadSteps = 20;
constexpr double kMostLoad = 4;

} // namespace

CapacityForm::CapacityForm(QWidget* parent)
    : Card({}, parent)
    , m_deployment(new QComboBox)
    , m_window(new QComboBox)
    , m_target(new QDoubleSpinBox)
    , m_maxReplicas(new QSpinBox)
    , m_servers(new QSpinBox)
    , m_variability(new QDoubleSpinBox)
    , m_load(new QSlider(Qt::Horizontal))
{
    m_deployment->addItem(QStringLiteral("backend"));
    for (const int minutes : kWindowMinutes)
        m_window->addItem(translated(durationText(std::chrono::minutes(minutes))), minutes);
    m_window->setCurrentIndex(kDefaultWindow);
    m_target->setRange(1, 60'000);
    m_target->setDecimals(0);
    m_target->setSingleStep(50);
    m_target->setValue(500);
    m_target->setSuffix(QStringLiteral(" ms"));
    m_maxReplicas->setRange(2, 100);
    m_maxReplicas->setValue(12);
    m_servers->setRange(1, 256);
    m_variability->setRange(0, 20);
    m_variability->setDecimals(2);
    m_variability->setSingleStep(0.25);
    m_variability->setValue(1);
    m_load->setRange(kLoadSteps / 4, static_cast<int>(kMostLoad * kLoadSteps));
    m_load->setPageStep(kLoadSteps / 4);
    m_load->setValue(kLoadSteps);

    addRow(m_deploymentRow, m_deployment);
    addRow(m_windowRow, m_window);
    addRow(m_loadRow, m_load);
    addRow(m_targetRow, m_target);
    addRow(m_maxReplicasRow, m_maxReplicas);
    addRow(m_serversRow, m_servers);
    addRow(m_variabilityRow, m_variability);
    body()->addStretch(1);

    connect(m_deployment, &QComboBox::currentTextChanged, this, &CapacityForm::questionChanged);
    connect(m_window, &QComboBox::currentIndexChanged, this, &CapacityForm::questionChanged);
    for (QDoubleSpinBox* box : {m_target, m_variability})
        connect(box, &QDoubleSpinBox::valueChanged, this, &CapacityForm::assumptionsChanged);
    for (QSpinBox* box : {m_maxReplicas, m_servers})
        connect(box, &QSpinBox::valueChanged, this, &CapacityForm::assumptionsChanged);
    connect(m_load, &QSlider::valueChanged, this, [this] {
        showLoad();
        Q_EMIT assumptionsChanged();
    });
    retranslate();
}

void CapacityForm::addRow(FormRow*& row, QWidget* field)
{
    row = new FormRow({}, field);
    for (QLabel* label : row->findChildren<QLabel*>())
        label->setWordWrap(true); // the form is narrow, a language may be wide
    body()->addWidget(row);
}

QString CapacityForm::deployment() const
{
    return m_deployment->currentText();
}

void CapacityForm::setDeployment(const QString& name)
{
    if (m_deployment->findText(name) < 0)
        m_deployment->addItem(name);
    m_deployment->setCurrentText(name);
}

void CapacityForm::setDeployments(const QStringList& names)
{
    const QString chosen = deployment();
    const QSignalBlocker quiet(m_deployment);
    m_deployment->clear();
    m_deployment->addItems(names);
    setDeployment(chosen);
}

std::chrono::seconds CapacityForm::window() const
{
    return std::chrono::minutes(m_window->currentData().toInt());
}

CapacityAssumptions CapacityForm::assumptions() const
{
    CapacityAssumptions out;
    out.loadFactor = static_cast<double>(m_load->value()) / kLoadSteps;
    out.targetSeconds = m_target->value() / 1000;
    out.maxReplicas = m_maxReplicas->value();
    out.serversPerReplica = m_servers->value();
    out.serviceScv = m_variability->value();
    return out;
}

void CapacityForm::showLoad()
{
    const double factor = assumptions().loadFactor;
    m_loadRow->setLabel(factor == 1 ? Tr::tr("Load: as at present") : Tr::tr("Load: %1 times the present").arg(QString::number(factor, 'g', 3)));
}

void CapacityForm::retranslate()
{
    setTitle(Tr::tr("Question"));
    m_deploymentRow->setLabel(Tr::tr("Deployment"));
    m_windowRow->setLabel(Tr::tr("Measured over the last"));
    m_targetRow->setLabel(Tr::tr("Wanted p95"));
    m_maxReplicasRow->setLabel(Tr::tr("Most replicas to consider"));
    m_serversRow->setLabel(Tr::tr("Requests at once per replica"));
    m_variabilityRow->setLabel(Tr::tr("Variability of service times"));
    m_variabilityRow->setHint(Tr::tr("0: all take the same. 1: exponential. Above: a few are very long."));
    showLoad();
}

} // namespace qbm::ui
