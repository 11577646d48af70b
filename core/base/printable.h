// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace qbm {

/// How a character is written that would act on a terminal instead of being seen.
enum class EscapeStyle {
    Text, ///< \x1b, and \u202e beyond one byte
    Json, ///< as JSON's strings write it: \u001b
};

/// Makes text that may hold names, labels and messages of others safe to show: control characters (C0, DEL, C1, also as
/// UTF-8), marks that turn the reading direction round (U+202A to 202E, U+2066 to 2069) and bytes that are no UTF-8
/// become visible escapes. Takes pieces of any size: a character may be cut between two.
class PrintableFilter {
public:
    explicit PrintableFilter(EscapeStyle style = EscapeStyle::Text, std::string_view allowed = "\n\t")
        : m_style(style)
        , m_allowed(allowed)
    {
    }

    /// What can be shown so far.
    std::string add(std::string_view bytes);
    /// What an unfinished character left.
    std::string finish();

private:
    void addCharacter(std::string& out, std::string_view character) const;
    void addByte(std::string& out, unsigned char byte) const;

    EscapeStyle m_style;
    std::string_view m_allowed;
    std::string m_carry;
};

/// Line ends and tabs stay.
std::string printable(std::string_view text);
/// One line, whatever a name holds: line ends and tabs are escaped as well.
std::string printableLine(std::string_view text);

/// A JSON document: what would act is escaped as JSON does, so that it says the same to whoever parses it.
std::string printableJson(std::string_view document);

} // namespace qbm
