// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/postgres/connection_string.h"

#include <libpq-fe.h>
#include <memory>
#include <string_view>

namespace qbm::postgres {

std::string targetOf(const std::string& connectionString)
{
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
        PQconninfoParse(connectionString.c_str(), nullptr), &PQconninfoFree);
    if (!options)
        return "?";
    const auto value = [&](std::string_view keyword, const std::string& otherwise) {
        for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
            if (option->keyword == keyword && option->val != nullptr)
                return std::string(option->val);
        }
        return otherwise;
    };
    return value("host", value("hostaddr", "local")) + ":" + value("port", "5432") + "/" + value("dbname", "?");
}

} // namespace qbm::postgres
