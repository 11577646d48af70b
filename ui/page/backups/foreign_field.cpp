// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/backups/foreign_field.h"

#include "ui/text/tr.h"
#include "widgets/feedback/banner.h"
#include "widgets/form/form.h"
#include "widgets/theme/style.h"

#include <QLineEdit>
#include <QVBoxLayout>

namespace qbm::ui {

using namespace widgets;

ForeignField::ForeignField(const backup::Backup& backup, QWidget* parent)
    : QWidget(parent)
    , m_wanted(qstr(backup.nameToAccept))
    , m_name(new QLineEdit)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(tokens::kSpaceS);
    auto* banner = new Banner;
    banner->setMessage(State::Warning,
        Tr::tr("This is a backup of %1, not of this profile's database.").arg(qstr(inWords(backup.origin))));
    column->addWidget(banner);
    auto* form = new Form;
    form->addRow(Tr::tr("Type %1 to use it all the same").arg(m_wanted), m_name);
    column->addWidget(form);
    connect(m_name, &QLineEdit::textChanged, this, &ForeignField::changed);
}

std::string ForeignField::text() const
{
    return m_name->text().trimmed().toStdString();
}

bool ForeignField::isAccepted() const
{
    return m_name->text().trimmed() == m_wanted;
}

QString ForeignField::whyNot() const
{
    return isAccepted() ? QString() : Tr::tr("It is a backup of another database or server: type its name first.");
}

} // namespace qbm::ui
