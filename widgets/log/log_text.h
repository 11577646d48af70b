// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/log/log_store.h"
#include "widgets/theme/state.h"

#include <QString>
#include <optional>

namespace qbm::widgets {

/// A line's text for the screen: colour codes of terminals left out, tabs and other control characters as blanks, cut
/// after `maxBytes` with an ellipsis.
QString logDisplayText(std::string_view text, std::size_t maxBytes);

/// A JSON object or array with a line a member, its members in their own order and its numbers digit by digit as they
/// were; nothing where the text is not one.
std::optional<QString> indentedJson(std::string_view text);

/// "debug", "info", "warning", ... for files; empty for Unknown.
std::string_view name(LogLevel level);
/// "debug", "info", "warning", "error", ... in the current language; empty for Unknown.
QString word(LogLevel level);
/// The mark beside the word: only what needs a look has one.
std::optional<State> stateOf(LogLevel level);

} // namespace qbm::widgets
