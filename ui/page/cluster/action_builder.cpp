// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/action_builder.h"

#include "ui/text/tr.h"

namespace qbm::ui {

void ActionBuilder::add(const char* id, const QString& label, const char* icon, Needs needs,
    const std::optional<service::PermissionQuestion>& question, std::function<void(const ChosenObject&)> run)
{
    ObjectAction action;
    action.id = QString::fromLatin1(id);
    action.label = label;
    action.icon = QString::fromLatin1(icon);
    action.separated = std::exchange(m_separate, false);
    if (needs == Needs::Writing && m_readOnly)
        action.whyNot = Tr::tr("This window is read-only.");
    else if (question)
        action.whyNot = m_permissions.denial(*question);
    if (action.whyNot.isEmpty() && !m_object)
        action.whyNot = Tr::tr("Choose an object in the table first.");
    if (m_object)
        action.run = [object = *m_object, run = std::move(run)] { run(object); };
    m_list.push_back(std::move(action));
}

} // namespace qbm::ui
