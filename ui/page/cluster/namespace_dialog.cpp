// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/namespace_dialog.h"

#include "ui/text/tr.h"
#include "widgets/form/form.h"

#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

namespace qbm::ui {

using namespace widgets;

namespace {

/// A DNS label, as the server demands it.
bool isNamespaceName(const QString& name)
{
    static const QRegularExpression label(QStringLiteral("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$"));
    return label.match(name).hasMatch();
}

} // namespace

NamespaceDialog::NamespaceDialog(QWidget* parent)
    : Dialog(parent)
    , m_name(new QLineEdit)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setHeading(Tr::tr("Create a namespace"));
    auto* form = new Form;
    FormRow* row = form->addRow(Tr::tr("Name"), m_name);
    row->setHint(Tr::tr("Small letters, digits and dashes, at most 63"));
    body()->addWidget(form);
    addCancelButton();
    QPushButton* next = addButton(Tr::tr("Show the plan"), ButtonKind::Primary);
    const auto update = [this, next, row] {
        const bool fits = isNamespaceName(m_name->text());
        next->setEnabled(fits);
        row->setError(fits || m_name->text().isEmpty()
                ? QString()
                : Tr::tr("Small letters, digits and dashes, at most 63; it begins and ends with a letter or digit."));
    };
    connect(m_name, &QLineEdit::textChanged, this, update);
    connect(next, &QPushButton::clicked, this, [this] {
        accept();
        Q_EMIT chosen(m_name->text());
    });
    update();
    m_name->setFocus();
}

} // namespace qbm::ui
