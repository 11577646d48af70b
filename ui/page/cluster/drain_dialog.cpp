// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/drain_dialog.h"

#include "ui/text/tr.h"
#include "widgets/form/form.h"

#include <QCheckBox>
#include <QPushButton>
#include <QVBoxLayout>

namespace qbm::ui {

using namespace widgets;

namespace {
constexpr int kWidth = 560;
}

DrainDialog::DrainDialog(const std::string& node, QWidget* parent)
    : Dialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(kWidth);
    setHeading(Tr::tr("Drain %1").arg(qstr(node)));
    setSentence(Tr::tr("No new pod comes to the node, and its pods are evicted as far as their disruption budgets allow. DaemonSet pods "
                       "stay. The next step names each pod."));
    auto* localData = new QCheckBox(Tr::tr("Also pods with local data (emptyDir), which is lost with them"));
    auto* alone = new QCheckBox(Tr::tr("Also pods that nothing makes again"));
    for (QCheckBox* box : {localData, alone})
        body()->addWidget(box);
    addCancelButton();
    QPushButton* next = addButton(Tr::tr("Show the plan"), ButtonKind::Primary);
    connect(next, &QPushButton::clicked, this, [this, node, localData, alone] {
        accept();
        cluster::DrainRequest request;
        request.node = node;
        request.deleteEmptyDirData = localData->isChecked();
        request.force = alone->isChecked();
        Q_EMIT chosen(request);
    });
    next->setFocus();
}

} // namespace qbm::ui
