// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/database_entry.h"

#include <nlohmann/json.hpp>

namespace qbm::backup {

namespace {

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

OrderedJson grantsToJson(const std::vector<DatabaseGrant>& grants)
{
    OrderedJson list = OrderedJson::array();
    for (const DatabaseGrant& grant : grants)
        list.push_back({{"grantor", grant.grantor}, {"grantee", grant.grantee}, {"privilege", grant.privilege},
            {"grantable", grant.grantable}});
    return list;
}

OrderedJson settingsToJson(const std::vector<DatabaseSetting>& settings)
{
    OrderedJson list = OrderedJson::array();
    for (const DatabaseSetting& setting : settings)
        list.push_back({{"role", setting.role}, {"name", setting.name}, {"value", setting.value}});
    return list;
}

} // namespace

OrderedJson toJson(const DatabaseEntry& entry)
{
    OrderedJson labels = OrderedJson::array();
    for (const SecurityLabel& label : entry.labels)
        labels.push_back({{"provider", label.provider}, {"label", label.label}});
    OrderedJson json{{"owner", entry.owner}, {"encoding", entry.encoding}, {"provider", std::string(1, entry.provider)},
        {"collate", entry.collate}, {"ctype", entry.ctype}, {"locale", entry.locale}, {"icuRules", entry.icuRules},
        {"tablespace", entry.tablespace}, {"isTemplate", entry.isTemplate},
        {"allowsConnections", entry.allowsConnections}, {"connectionLimit", entry.connectionLimit},
        {"settings", settingsToJson(entry.settings)}, {"comment", entry.comment}, {"labels", std::move(labels)}};
    if (!entry.defaultGrants) // its absence says that the server's defaults hold
        json["grants"] = grantsToJson(entry.grants);
    return json;
}

DatabaseEntry databaseEntryFrom(const Json& json)
{
    DatabaseEntry entry;
    entry.owner = json.at("owner");
    entry.encoding = json.at("encoding");
    const std::string provider = json.at("provider");
    entry.provider = provider.empty() ? 'c' : provider[0];
    entry.collate = json.at("collate");
    entry.ctype = json.at("ctype");
    entry.locale = json.value("locale", "");
    entry.icuRules = json.value("icuRules", "");
    entry.tablespace = json.value("tablespace", "");
    entry.isTemplate = json.value("isTemplate", false);
    entry.allowsConnections = json.value("allowsConnections", true);
    entry.connectionLimit = json.value("connectionLimit", -1);
    entry.defaultGrants = !json.contains("grants");
    for (const Json& grant : json.value("grants", Json::array()))
        entry.grants.push_back(
            {grant.at("grantor"), grant.at("grantee"), grant.at("privilege"), grant.at("grantable")});
    for (const Json& setting : json.value("settings", Json::array()))
        entry.settings.push_back({setting.at("role"), setting.at("name"), setting.at("value")});
    entry.comment = json.value("comment", "");
    for (const Json& label : json.value("labels", Json::array()))
        entry.labels.push_back({label.at("provider"), label.at("label")});
    return entry;
}

} // namespace qbm::backup
