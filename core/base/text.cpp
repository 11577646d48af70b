// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"

namespace qbm {

std::string Text::english() const
{
    std::vector<std::string> words;
    words.reserve(m_arguments.size());
    for (const Argument& argument : m_arguments) {
        const Text* sentence = std::get_if<Text>(&argument);
        words.push_back(sentence != nullptr ? sentence->english() : std::get<std::string>(argument));
    }
    return fillTemplate(m_template, words);
}

std::string fillTemplate(std::string_view templ, const std::vector<std::string>& arguments)
{
    if (arguments.empty())
        return std::string(templ);
    std::string out;
    out.reserve(templ.size() + 32);
    for (std::size_t i = 0; i < templ.size(); ++i) {
        const bool placeholder = templ[i] == '%' && i + 1 < templ.size() && templ[i + 1] >= '1' && templ[i + 1] <= '9';
        const std::size_t index = placeholder ? static_cast<std::size_t>(templ[i + 1] - '1') : 0;
        if (placeholder && index < arguments.size()) {
            out += arguments[index];
            ++i;
        } else {
            out += templ[i];
        }
    }
    return out;
}

} // namespace qbm
