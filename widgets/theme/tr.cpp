// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/tr.h"

namespace qbm::widgets {

QString translated(const qbm::Text& sentence)
{
    if (sentence.empty())
        return {};
    // Arguments are filled in afterwards: a translator is asked for the template, never for names and numbers.
    const std::string templ = QCoreApplication::translate("core", sentence.templ().c_str()).toStdString();
    return qstr(qbm::fillTemplate(templ, sentence.arguments()));
}

} // namespace qbm::widgets
