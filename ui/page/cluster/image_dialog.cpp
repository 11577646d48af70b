// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/image_dialog.h"

#include "ui/text/tr.h"
#include "widgets/form/form.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace qbm::ui {

using namespace widgets;

namespace {
constexpr int kWidth = 560;
}

ImageDialog::ImageDialog(const kubernetes::Deployment& deployment, QWidget* parent)
    : Dialog(parent)
    , m_container(new QComboBox)
    , m_image(new QLineEdit)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(kWidth);
    setHeading(Tr::tr("Set the image of %1").arg(qstr(deployment.meta.name)));
    setSentence(Tr::tr("Pods with the new image replace the present ones, as the deployment's strategy says. The next "
                       "step shows the plan."));
    for (const kubernetes::ContainerImage& image : deployment.images)
        m_container->addItem(qstr(image.container), qstr(image.image));
    m_image->setFont(Theme::monoFont());
    auto* form = new Form;
    form->addRow(Tr::tr("Container"), m_container);
    form->addRow(Tr::tr("Image"), m_image)->setHint(Tr::tr("With its tag or digest: registry/name:1.4.0"));
    body()->addWidget(form);
    addCancelButton();
    QPushButton* next = addButton(Tr::tr("Show the plan"), ButtonKind::Primary);
    const auto update = [this, next] {
        const QString image = m_image->text().trimmed();
        next->setEnabled(
            !image.isEmpty() && !image.contains(QLatin1Char(' ')) && image != m_container->currentData().toString());
    };
    const auto fill = [this] { m_image->setText(m_container->currentData().toString()); };
    connect(m_container, &QComboBox::currentIndexChanged, this, fill);
    connect(m_image, &QLineEdit::textChanged, this, update);
    connect(next, &QPushButton::clicked, this, [this] {
        accept();
        Q_EMIT chosen(m_container->currentText(), m_image->text().trimmed());
    });
    fill();
    update();
    m_image->setFocus();
    // What changes is most often the tag.
    const qsizetype tag = m_image->text().lastIndexOf(QLatin1Char(':'));
    if (tag > m_image->text().lastIndexOf(QLatin1Char('/')))
        m_image->setSelection(static_cast<int>(tag) + 1, static_cast<int>(m_image->text().size()));
}

} // namespace qbm::ui
