// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/terminal_colours.h"

#include <algorithm>

namespace qbm {

std::string withoutColours(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const std::size_t escape = std::min(text.find("\x1b["), text.size());
        out += text.substr(0, escape);
        text.remove_prefix(escape);
        const std::size_t end = text.empty() ? text.npos : text.find_first_not_of("0123456789;:", 2);
        const bool colour = end != text.npos && text[end] == 'm';
        if (!colour)
            out += text.substr(0, 1);
        text.remove_prefix(colour ? end + 1 : std::min<std::size_t>(1, text.size()));
    }
    return out;
}

} // namespace qbm
