// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/restore_measurement.h"

#include "core/base/file.h"
#include "core/base/json_text.h"

#include <nlohmann/json.hpp>

namespace qbm::backup {

namespace {

using Json = nlohmann::json;
using std::chrono::milliseconds;

std::filesystem::path measurementsFile(const std::filesystem::path& folder)
{
    return folder / "restores.jsonl";
}

std::optional<milliseconds> durationIn(const Json& json, const char* key)
{
    const auto found = json.find(key);
    return found != json.end() && found->is_number_integer() ? std::optional(milliseconds(found->get<std::int64_t>()))
                                                             : std::nullopt;
}

/// nullopt: torn by a crash.
std::optional<RestoreMeasurement> parseMeasurement(const std::string& line)
{
    const auto json = Json::parse(line, nullptr, false);
    if (!json.is_object())
        return std::nullopt;
    const auto startedAt = parseRfc3339(json.value("startedAt", ""));
    const auto finishedAt = parseRfc3339(json.value("finishedAt", ""));
    if (!startedAt || !finishedAt)
        return std::nullopt;
    RestoreMeasurement measurement{json.value("backup", ""), *startedAt, *finishedAt};
    if (json.value("way", "") == name(RestoreWay::Side))
        measurement.way = RestoreWay::Side;
    measurement.atZero = durationIn(json, "atZeroMilliseconds");
    measurement.down = durationIn(json, "downMilliseconds");
    measurement.database = json.value("database", "");
    return measurement;
}

} // namespace

Result<> noteRestore(const std::filesystem::path& folder, const RestoreMeasurement& measurement)
{
    Json line{{"backup", measurement.backup}, {"startedAt", formatRfc3339(measurement.startedAt)},
        {"finishedAt", formatRfc3339(measurement.finishedAt)}, {"way", name(measurement.way)},
        {"database", measurement.database}};
    if (measurement.atZero)
        line["atZeroMilliseconds"] = measurement.atZero->count();
    if (measurement.down)
        line["downMilliseconds"] = measurement.down->count();
    return appendDurably(measurementsFile(folder), writeJson(line) + "\n");
}

Result<std::optional<RestoreMeasurement>> lastRestore(const std::filesystem::path& folder, const std::string& database)
{
    auto content = readFile(measurementsFile(folder));
    if (!content && content.error().kind == ErrorKind::NotFound)
        return std::nullopt;
    if (!content)
        return fail(std::move(content).error());
    while (content->ends_with('\n'))
        content->pop_back();
    for (std::size_t end = content->size(); end != std::string::npos;) {
        const std::size_t before = end == 0 ? std::string::npos : content->rfind('\n', end - 1);
        const std::size_t begin = before == std::string::npos ? 0 : before + 1;
        auto measurement = parseMeasurement(content->substr(begin, end - begin));
        if (measurement && (measurement->database.empty() || measurement->database == database))
            return measurement;
        end = before;
    }
    return std::nullopt;
}

} // namespace qbm::backup
