// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/sidecar.h"

#include "core/base/file.h"
#include "core/base/json_text.h"
#include "core/base/sha256.h"
#include "core/base/utf8.h"

#include <nlohmann/json.hpp>
#include <numeric>

namespace qbm::backup {

namespace {

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

/// 1 had neither formats of backups nor checksums of tables, 2 no checksum of large objects, 3 neither the server's
/// identity, nor the database's entry, nor a checksum of the record itself.
constexpr int kFormat = 4;
constexpr const char* kRecordChecksum = "recordSha256";
constexpr const char* kHex = "hex"; ///< of a name that is not UTF-8

TimePoint timeAt(const Json& json, const char* key)
{
    const auto time = parseRfc3339(json.at(key).get<std::string>());
    if (!time)
        throw std::runtime_error(std::string(key) + " is not a time");
    return *time;
}

/// A name out of a fixed set.
template <class Value> Value namedAt(const Json& json, const char* key, std::optional<Value> (*parse)(std::string_view))
{
    const auto value = parse(json.at(key).get<std::string>());
    if (!value)
        throw std::runtime_error(std::string(key) + " is not one that is known");
    return *value;
}

std::string toHex(const std::string& bytes)
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out;
    for (const char c : bytes) {
        out += kDigits[static_cast<unsigned char>(c) >> 4];
        out += kDigits[static_cast<unsigned char>(c) & 15];
    }
    return out;
}

std::string fromHex(const std::string& hex)
{
    std::string bytes;
    for (std::size_t at = 0; at + 1 < hex.size(); at += 2)
        bytes += static_cast<char>(std::stoi(hex.substr(at, 2), nullptr, 16));
    return bytes;
}

OrderedJson nameToJson(const std::string& name)
{
    return isUtf8(name) ? OrderedJson(name) : OrderedJson{{kHex, toHex(name)}};
}

std::string nameFrom(const Json& json)
{
    return json.is_object() ? fromHex(json.at(kHex).get<std::string>()) : json.get<std::string>();
}

LargeObjectFacts readLargeObjects(const Json& json)
{
    return {json.at("count"), json.at("sizeBytes"), json.value("checksum", "")};
}

/// What format 2 brought.
void readSecondFormat(const Json& json, Sidecar& sidecar)
{
    sidecar.format = namedAt(json, "backupFormat", &parseFormat);
    sidecar.encryption = namedAt(json, "encryption", &parseEncryption);
    sidecar.encryptedTo = json.value("encryptedTo", "");
    sidecar.archiveSizeBytes = json.at("archiveSizeBytes");
    sidecar.checksumTook = std::chrono::milliseconds(json.value("checksumMilliseconds", std::int64_t{0}));
    sidecar.adopted = json.value("adopted", false);
    if (json.contains("largeObjects"))
        sidecar.largeObjects = readLargeObjects(json["largeObjects"]);
    for (const Json& copy : json.value("copies", Json::array()))
        sidecar.copies.push_back({copy.at("place"), copy.at("location"), timeAt(copy, "verifiedAt")});
}

/// What format 4 brought.
void readFourthFormat(const Json& json, Sidecar& sidecar)
{
    sidecar.port = json.at("port");
    sidecar.systemIdentifier = json.at("systemIdentifier");
    sidecar.outputSettings = json.value("outputSettings", std::map<std::string, std::string>());
    sidecar.withoutSchemaPublic = json.value("withoutSchemaPublic", false);
    sidecar.withoutPlpgsql = json.value("withoutPlpgsql", false);
    if (json.contains("databaseEntry"))
        sidecar.entry = databaseEntryFrom(json["databaseEntry"]);
}

/// Throws on what does not fit; parseSidecar catches.
Sidecar fromJson(const Json& json)
{
    const int format = json.at("format").get<int>();
    if (format < 1 || format > kFormat)
        throw std::runtime_error("format is not 1 to " + std::to_string(kFormat));
    Sidecar sidecar;
    sidecar.sha256 = json.at("sha256");
    sidecar.sizeBytes = json.at("sizeBytes");
    sidecar.serverVersion = json.at("serverVersion");
    sidecar.toolVersion = json.at("toolVersion");
    sidecar.host = json.at("host");
    sidecar.database = nameFrom(json.at("database"));
    sidecar.databaseSizeBytes = json.at("databaseSizeBytes");
    sidecar.startedAt = timeAt(json, "startedAt");
    sidecar.snapshotAt = timeAt(json, "snapshotAt");
    sidecar.finishedAt = timeAt(json, "finishedAt");
    sidecar.label = json.value("label", "");
    sidecar.pinned = json.value("pinned", false);
    sidecar.safety = json.value("safety", false);
    sidecar.consoleVersion = json.value("consoleVersion", "");
    if (json.contains("verifiedAt"))
        sidecar.verifiedAt = timeAt(json, "verifiedAt");
    if (json.contains("damagedAt"))
        sidecar.damagedAt = timeAt(json, "damagedAt");
    sidecar.counted = json.at("counted");
    for (const Json& table : json.at("tables"))
        sidecar.tables.push_back({nameFrom(table.at("schema")), nameFrom(table.at("name")), table.at("rows"),
            table.value("checksum", "")});
    if (format >= 2)
        readSecondFormat(json, sidecar);
    else
        sidecar.archiveSizeBytes = sidecar.sizeBytes;
    if (format >= 4)
        readFourthFormat(json, sidecar);
    return sidecar;
}

OrderedJson formatLargeObjects(const LargeObjectFacts& facts)
{
    OrderedJson json{{"count", facts.count}, {"sizeBytes", facts.sizeBytes}};
    if (!facts.checksum.empty())
        json["checksum"] = facts.checksum;
    return json;
}

std::string textOf(const OrderedJson& json)
{
    return writeJson(json, 1);
}

/// \error throws where the record's checksum is missing or not that of the rest
void requireUnchanged(const std::string& written)
{
    OrderedJson json = OrderedJson::parse(written);
    if (json.at("format").get<int>() < 4)
        return; // had none
    const std::string checksum = json.at(kRecordChecksum);
    json.erase(kRecordChecksum);
    if (sha256Hex(textOf(json)) != checksum)
        throw std::runtime_error("the record was changed since it was written");
}

} // namespace

bool LargeObjectFacts::agreesWith(const LargeObjectFacts& other) const
{
    const bool bothKnown = !checksum.empty() && !other.checksum.empty();
    return count == other.count && sizeBytes == other.sizeBytes && (!bothKnown || checksum == other.checksum);
}

std::int64_t Sidecar::totalRows() const
{
    return std::accumulate(tables.begin(), tables.end(), std::int64_t{0},
        [](std::int64_t sum, const TableRows& table) { return sum + table.rows; });
}

std::filesystem::path sidecarPath(const std::filesystem::path& dump)
{
    std::filesystem::path path = dump;
    path += ".json";
    return path;
}

std::string formatSidecar(const Sidecar& sidecar)
{
    OrderedJson tables = OrderedJson::array();
    for (const TableRows& table : sidecar.tables) {
        tables.push_back({{"schema", nameToJson(table.schema)}, {"name", nameToJson(table.name)}, {"rows", table.rows}});
        if (!table.checksum.empty())
            tables.back()["checksum"] = table.checksum;
    }
    OrderedJson copies = OrderedJson::array();
    for (const CopyRecord& copy : sidecar.copies)
        copies.push_back(
            {{"place", copy.place}, {"location", copy.location}, {"verifiedAt", formatRfc3339(copy.verifiedAt)}});
    OrderedJson json{{"format", kFormat}, {"backupFormat", name(sidecar.format)},
        {"encryption", name(sidecar.encryption)}, {"encryptedTo", sidecar.encryptedTo}, {"sha256", sidecar.sha256},
        {"sizeBytes", sidecar.sizeBytes}, {"archiveSizeBytes", sidecar.archiveSizeBytes},
        {"serverVersion", sidecar.serverVersion}, {"toolVersion", sidecar.toolVersion}, {"host", sidecar.host},
        {"port", sidecar.port}, {"systemIdentifier", sidecar.systemIdentifier},
        {"database", nameToJson(sidecar.database)}, {"databaseSizeBytes", sidecar.databaseSizeBytes},
        {"startedAt", formatRfc3339(sidecar.startedAt)}, {"snapshotAt", formatRfc3339(sidecar.snapshotAt)},
        {"finishedAt", formatRfc3339(sidecar.finishedAt)}, {"label", sidecar.label}, {"pinned", sidecar.pinned},
        {"safety", sidecar.safety}, {"adopted", sidecar.adopted}, {"consoleVersion", sidecar.consoleVersion},
        {"checksumMilliseconds", sidecar.checksumTook.count()}, {"counted", sidecar.counted},
        {"tables", std::move(tables)}, {"copies", std::move(copies)}};
    if (sidecar.largeObjects)
        json["largeObjects"] = formatLargeObjects(*sidecar.largeObjects);
    if (sidecar.verifiedAt)
        json["verifiedAt"] = formatRfc3339(*sidecar.verifiedAt);
    if (sidecar.damagedAt)
        json["damagedAt"] = formatRfc3339(*sidecar.damagedAt);
    if (!sidecar.outputSettings.empty())
        json["outputSettings"] = sidecar.outputSettings;
    if (sidecar.withoutSchemaPublic)
        json["withoutSchemaPublic"] = true;
    if (sidecar.withoutPlpgsql)
        json["withoutPlpgsql"] = true;
    if (sidecar.entry)
        json["databaseEntry"] = toJson(*sidecar.entry);
    json[kRecordChecksum] = sha256Hex(textOf(json));
    return textOf(json) + "\n";
}

Result<Sidecar> parseSidecar(const std::string& json)
{
    try {
        requireUnchanged(json);
        return fromJson(Json::parse(json));
    } catch (const std::exception& exception) {
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "The sidecar is not one of ours: %1."), exception.what()));
    }
}

Result<Sidecar> readSidecar(const std::filesystem::path& dump)
{
    QBM_TRY(content, readFile(sidecarPath(dump)));
    return parseSidecar(content);
}

Result<> writeSidecar(const std::filesystem::path& dump, const Sidecar& sidecar)
{
    return writeFileDurably(sidecarPath(dump), formatSidecar(sidecar), 0600);
}

} // namespace qbm::backup
