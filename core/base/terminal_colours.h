// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace qbm {

/// The text without colours and the like (ESC [ numbers m), which are for the terminal of whoever wrote it. Other escape
/// sequences stay: they act, and whoever shows them has to make them visible.
/// \source ECMA-48, Select Graphic Rendition
std::string withoutColours(std::string_view text);

/// Whether it holds an escape sequence at all.
inline bool mayHaveColours(std::string_view text)
{
    return text.find('\x1b') != std::string_view::npos;
}

} // namespace qbm
