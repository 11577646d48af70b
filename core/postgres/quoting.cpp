// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/postgres/client.h"

namespace qbm::postgres {

namespace {

std::string doubled(std::string_view value, char quote)
{
    std::string out(1, quote);
    for (const char c : value) {
        if (c == '\0')
            continue;
        if (c == quote)
            out += c;
        out += c;
    }
    return out + quote;
}

} // namespace

std::string quoteIdentifier(std::string_view name)
{
    return doubled(name, '"');
}

std::string quoteQualified(std::string_view schema, std::string_view name)
{
    return quoteIdentifier(schema) + "." + quoteIdentifier(name);
}

std::string quoteLiteral(std::string_view value)
{
    std::string out;
    // Outside an escape string a backslash means what standard_conforming_strings says; inside, always the same.
    const bool escape = value.find('\\') != std::string_view::npos;
    for (const char c : doubled(value, '\''))
        out.append(c == '\\' ? 2 : 1, c);
    return escape ? "E" + out : out;
}

} // namespace qbm::postgres
