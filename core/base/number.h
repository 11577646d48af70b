// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace qbm {

// Numbers with a fraction on a wire, in a file, in a query: always with a point. The C library's functions, and what the
// standard one builds on them, ask the process locale and may write and expect a comma. Whole numbers have no such trouble.

/// The shortest text that reads back as the same number.
std::string writeNumber(double value);
/// So many digits behind the point.
std::string writeFixed(double value, int decimals);
/// So many significant digits, with an exponent where that is shorter, as printf's %g.
std::string writeGeneral(double value, int digits);

/// A whole number with zeros before it: 7 of width 2 is "07". \param value not negative
std::string writePadded(std::int64_t value, int width);
/// In small hexadecimal digits, with zeros before them.
std::string writeHex(std::uint64_t value, int width);

/// The number that the whole text is, blanks before it aside; nullopt if it is none.
std::optional<double> readNumber(std::string_view text);
/// The number that the text begins with, what follows left aside ("50%" is 50).
std::optional<double> readLeadingNumber(std::string_view text);

} // namespace qbm
