// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/output_settings.h"

#include "core/postgres/client.h"

namespace qbm::backup {

namespace {

std::string setConfig(const std::string& name, const std::string& value)
{
    return "pg_catalog.set_config(" + postgres::quoteLiteral(name) + ", " + postgres::quoteLiteral(value) + ", true)";
}

} // namespace

std::string sessionOption(const std::string& name, const std::string& value)
{
    std::string out = "-c " + name + "=";
    for (const char c : value) {
        if (c == ' ' || c == '\\' || c == '\t' || c == '\n')
            out += '\\';
        out += c;
    }
    return out;
}

std::string pinnedOptions(const OutputSettings& more)
{
    std::string out;
    for (const auto& [name, value] : kPinnedSettings)
        out += (out.empty() ? "" : " ") + sessionOption(name, value);
    for (const auto& [name, value] : more)
        out += " " + sessionOption(name, value);
    return out;
}

std::string pinnedSettingsSql(const OutputSettings& more)
{
    std::string out;
    for (const auto& [name, value] : kPinnedSettings)
        out += (out.empty() ? "SELECT " : ", ") + setConfig(name, value);
    for (const auto& [name, value] : more)
        out += ", " + setConfig(name, value);
    return out;
}

void addServerOptions(std::map<std::string, std::string>& environment, const std::string& options)
{
    std::string& present = environment["PGOPTIONS"];
    present += (present.empty() ? "" : " ") + options;
}

} // namespace qbm::backup
