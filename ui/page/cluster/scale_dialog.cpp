// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/scale_dialog.h"

#include "ui/text/tr.h"
#include "widgets/form/form.h"

#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace qbm::ui {

using namespace widgets;

namespace {
constexpr int kMostReplicas = 1000;
}

ScaleDialog::ScaleDialog(const QString& deployment, int replicas, QWidget* parent)
    : Dialog(parent)
    , m_replicas(new QSpinBox)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setHeading(Tr::tr("Scale %1").arg(deployment));
    setSentence(Tr::tr("It has %n replica(s) now. The next step shows what a change means and checks whether it may run.", nullptr, replicas));
    auto* form = new Form;
    m_replicas->setRange(0, kMostReplicas);
    m_replicas->setValue(replicas);
    form->addRow(Tr::tr("Replicas"), m_replicas);
    body()->addWidget(form);
    addCancelButton();
    QPushButton* next = addButton(Tr::tr("Show the plan"), ButtonKind::Primary);
    const auto update = [this, next, replicas] { next->setEnabled(m_replicas->value() != replicas); };
    connect(m_replicas, &QSpinBox::valueChanged, this, update);
    connect(next, &QPushButton::clicked, this, [this] {
        accept();
        Q_EMIT chosen(m_replicas->value());
    });
    update();
    m_replicas->setFocus();
    m_replicas->selectAll();
}

} // namespace qbm::ui
