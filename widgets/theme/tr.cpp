// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/tr.h"

namespace qbm::widgets {

QString translated(const qbm::Text& sentence)
{
    if (sentence.empty())
        return {};
    std::vector<std::string> words;
    words.reserve(sentence.arguments().size());
    for (const qbm::Text::Argument& argument : sentence.arguments()) {
        const qbm::Text* inner = std::get_if<qbm::Text>(&argument);
        words.push_back(inner != nullptr ? translated(*inner).toStdString() : std::get<std::string>(argument));
    }
    // Arguments are filled in afterwards: a translator is asked for the template, never for names and numbers.
    const std::string templ = QCoreApplication::translate("core", sentence.templ().c_str()).toStdString();
    return qstr(qbm::fillTemplate(templ, words));
}

} // namespace qbm::widgets
