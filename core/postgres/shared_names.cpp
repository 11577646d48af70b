// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/postgres/shared_names.h"

namespace qbm::postgres {

std::string isNamed(std::string_view column, int parameter)
{
    // Read as bytea's escape format, in which only the backslash means something, a text is its bytes.
    return "replace(" + std::string(column) + "::text, E'\\\\', E'\\\\\\\\')::bytea = $" + std::to_string(parameter)
        + "::bytea";
}

std::string nameBytes(std::string_view name)
{
    constexpr char kDigits[] = "0123456789abcdef";
    std::string out = "\\x";
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        out += kDigits[byte >> 4];
        out += kDigits[byte & 15];
    }
    return out;
}

} // namespace qbm::postgres
