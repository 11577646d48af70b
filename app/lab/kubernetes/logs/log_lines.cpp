// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/logs/log_lines.h"

#include "app/lab/kubernetes/json_access.h"
#include "core/base/json_text.h"

#include <array>
#include <nlohmann/json.hpp>

namespace qbm::lab::kubernetes {

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

/// A stream of numbers that a key and a slot determine (splitmix64).
class Dice {
public:
    Dice(std::uint64_t key, std::int64_t slot)
        : m_state(key ^ (static_cast<std::uint64_t>(slot) * 0x9e3779b97f4a7c15ull))
    {
    }
    std::uint64_t roll()
    {
        m_state += 0x9e3779b97f4a7c15ull;
        auto value = m_state;
        value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9ull;
        value = (value ^ value >> 27) * 0x94d049bb133111ebull;
        return value ^ value >> 31;
    }
    std::int64_t below(std::int64_t limit)
    {
        return static_cast<std::int64_t>(roll() % static_cast<std::uint64_t>(limit));
    }
    bool once(std::int64_t in) { return below(in) == 0; }
    template <std::size_t N> const char* oneOf(const std::array<const char*, N>& choices)
    {
        return choices[static_cast<std::size_t>(below(N))];
    }

private:
    std::uint64_t m_state;
};

std::string padded(std::int64_t value, std::size_t width)
{
    auto digits = std::to_string(value);
    return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

/// "2026-11-24T15:00:00.123Z".
std::string isoTime(std::int64_t nanoseconds)
{
    auto time = formatTime(nanoseconds / kSecond);
    time.pop_back();
    return time + "." + padded(nanoseconds % kSecond / 1'000'000, 3) + "Z";
}

/// "24/Nov/2026:15:00:00 +0000" or "24 Nov 2026 15:00:00", from the ISO form.
std::string dayMonthYear(std::int64_t nanoseconds, const char* dateSeparator, const char* timeSeparator)
{
    static constexpr std::array<const char*, 12> months
        = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto iso = formatTime(nanoseconds / kSecond);
    const auto month = static_cast<std::size_t>(std::stoi(iso.substr(5, 2))) - 1;
    return iso.substr(8, 2) + dateSeparator + months[month] + dateSeparator + iso.substr(0, 4) + timeSeparator
        + iso.substr(11, 8);
}

std::string jsonLine(std::int64_t at, const char* level, const char* logger, const std::string& message)
{
    return "{\"timestamp\": \"" + isoTime(at) + "\", \"level\": \"" + level + "\", \"logger\": \"" + logger
        + "\", \"message\": " + writeJson(nlohmann::json(message)) + "}";
}

void appendTraceback(std::int64_t at, Dice& dice, std::vector<LogLine>& out)
{
    const auto model = std::to_string(dice.below(12) + 1);
    out.push_back(
        {at, jsonLine(at, "ERROR", "qbm.api", "unhandled exception on POST /api/v1/models/" + model + "/predict")});
    const std::array<std::string, 6> rest = {"Traceback (most recent call last):",
        "  File \"/app/api/predict.py\", line " + std::to_string(40 + dice.below(80)) + ", in predict",
        "    result = await service.predict(model_id, payload)",
        "  File \"/app/services/prediction.py\", line " + std::to_string(100 + dice.below(90)) + ", in predict",
        "    row = await self._features.load(model_id)",
        dice.once(2) ? "asyncio.exceptions.TimeoutError: feature store did not answer within 5 s"
                     : "KeyError: 'marketing_spend'"};
    for (const auto& line : rest)
        out.push_back({at += 21'000, line});
}

void appendBackend(std::int64_t at, Dice& dice, std::vector<LogLine>& out)
{
    const auto chance = dice.below(1000);
    const auto model = std::to_string(dice.below(12) + 1);
    const auto milliseconds = std::to_string(20 + dice.below(120) + (dice.once(20) ? dice.below(900) : 0));
    if (chance < 3) {
        appendTraceback(at, dice, out);
    } else if (chance < 12) {
        static constexpr std::array<const char*, 3> faults = {"could not store prediction: connection reset by peer",
            "task failed: training data has 3 missing columns", "redis timeout after 2000 ms, served without cache"};
        out.push_back({at, jsonLine(at, "ERROR", "qbm.tasks", dice.oneOf(faults))});
    } else if (chance < 50) {
        static constexpr std::array<const char*, 3> warnings = {"slow query (1240 ms) on prediction_accuracy_log",
            "connection pool at 90 % of its size", "actual value missing for 14 predictions of yesterday"};
        out.push_back({at, jsonLine(at, "WARNING", "qbm.db", dice.oneOf(warnings))});
    } else if (chance < 200) {
        out.push_back({at,
            jsonLine(at, "INFO", "qbm.cache",
                (dice.once(4) ? "miss" : "hit") + std::string(" qbm:model:") + model + ":effects")});
    } else if (chance < 400) {
        out.push_back({at, jsonLine(at, "INFO", "qbm.models", "prediction logged for model " + model)});
    } else {
        static constexpr std::array<const char*, 4> ends = {"/effects", "/predict", "/accuracy", "/thresholds"};
        out.push_back({at,
            jsonLine(at, "INFO", "qbm.api",
                "GET /api/v1/models/" + model + dice.oneOf(ends) + " 200 " + milliseconds + " ms")});
    }
}

void appendAccess(std::int64_t at, Dice& dice, std::vector<LogLine>& out)
{
    static constexpr std::array<const char*, 6> paths
        = {"/", "/dashboard", "/models", "/api/v1/models/3/effects", "/static/app.js", "/favicon.ico"};
    const auto status = dice.once(60) ? "502" : dice.once(25) ? "404" : dice.once(8) ? "304" : "200";
    out.push_back({at,
        "10.244.0." + std::to_string(2 + dice.below(40)) + " - - [" + dayMonthYear(at, "/", ":") + " +0000] \"GET "
            + dice.oneOf(paths) + " HTTP/1.1\" " + status + " " + std::to_string(180 + dice.below(9000))
            + " \"-\" \"Mozilla/5.0 (X11; Linux x86_64)\""});
}

void appendRedis(std::int64_t at, Dice& dice, std::vector<LogLine>& out)
{
    static constexpr std::array<const char*, 3> words = {
        "* 100 changes in 300 seconds. Saving...", "* Background saving terminated with success", "* DB saved on disk"};
    out.push_back({at,
        "1:M " + dayMonthYear(at, " ", " ") + "." + padded(at % kSecond / 1'000'000, 3) + " " + dice.oneOf(words)});
}

void appendPostgres(std::int64_t at, Dice& dice, std::vector<LogLine>& out)
{
    const auto iso = isoTime(at);
    const auto prefix
        = iso.substr(0, 10) + " " + iso.substr(11, 12) + " UTC [" + std::to_string(27 + dice.below(60)) + "] ";
    if (dice.once(12)) {
        out.push_back(
            {at, prefix + "ERROR:  duplicate key value violates unique constraint \"data_quality_check_pkey\""});
        out.push_back({at + 15'000,
            prefix + "DETAIL:  Key (check_id)=(" + std::to_string(dice.below(9000)) + ") already exists."});
    } else if (dice.once(3)) {
        out.push_back({at,
            prefix + "LOG:  duration: " + std::to_string(1000 + dice.below(2500))
                + ".214 ms  statement: SELECT count(*) FROM prediction_accuracy_log"});
    } else {
        out.push_back(
            {at, prefix + "LOG:  checkpoint complete: wrote " + std::to_string(dice.below(900)) + " buffers (0.4%)"});
    }
}

} // namespace

LogStyle logStyleOf(std::string_view image)
{
    const auto has = [&](std::string_view part) { return image.find(part) != std::string_view::npos; };
    if (has("backend"))
        return LogStyle::Backend;
    if (has("frontend") || has("nginx"))
        return LogStyle::AccessLog;
    if (has("redis"))
        return LogStyle::Redis;
    return has("postgres") ? LogStyle::Postgres : LogStyle::Other;
}

void appendSlot(LogStyle style, std::uint64_t key, std::int64_t slot, std::vector<LogLine>& out)
{
    Dice dice(key, slot);
    const auto at = slot * kSlotNanoseconds + dice.below(kSlotNanoseconds - 1'000'000);
    switch (style) {
    case LogStyle::Backend:
        if (!dice.once(4))
            appendBackend(at, dice, out);
        break;
    case LogStyle::AccessLog:
        if (dice.once(3))
            appendAccess(at, dice, out);
        break;
    case LogStyle::Redis:
        if (dice.once(80))
            appendRedis(at, dice, out);
        break;
    case LogStyle::Postgres:
        if (dice.once(40))
            appendPostgres(at, dice, out);
        break;
    case LogStyle::Other:
        if (slot % 2 == 0)
            out.push_back(
                {at, formatTime(at / kSecond) + " INFO request " + std::to_string(slot / 2 % 1'000'000) + " served"});
        break;
    case LogStyle::Program:
        break;
    }
}

void appendStart(LogStyle style, std::int64_t at, std::vector<LogLine>& out)
{
    constexpr std::int64_t step = 1'300'000;
    switch (style) {
    case LogStyle::Backend:
        out.push_back({at, jsonLine(at, "INFO", "uvicorn.error", "Started server process [1]")});
        out.push_back({at + step, jsonLine(at + step, "INFO", "qbm.db", "connected to postgres:5432/qbm_ai_system")});
        out.push_back(
            {at + 2 * step, jsonLine(at + 2 * step, "INFO", "uvicorn.error", "Application startup complete.")});
        break;
    case LogStyle::Redis:
        out.push_back({at, "1:M " + dayMonthYear(at, " ", " ") + ".000 * Ready to accept connections tcp"});
        break;
    case LogStyle::Postgres:
        out.push_back({at,
            isoTime(at).substr(0, 10) + " " + isoTime(at).substr(11, 12)
                + " UTC [1] LOG:  database system is ready to accept connections"});
        break;
    case LogStyle::Program:
        out.push_back({at, "starting"});
        break;
    case LogStyle::AccessLog:
    case LogStyle::Other:
        break;
    }
}

void appendEnd(LogStyle style, std::int64_t at, int exitCode, std::vector<LogLine>& out)
{
    if (style == LogStyle::Program)
        out.push_back({at, exitCode == 0 ? std::string("done") : "fatal: cannot reach postgres:5432"});
    else if (style == LogStyle::Backend)
        out.push_back({at, jsonLine(at, "INFO", "uvicorn.error", "Shutting down")});
}

std::uint64_t logKey(std::string_view podUid, std::string_view container)
{
    std::uint64_t hash = 14695981039346656037ull; // FNV-1a
    for (const auto part : {podUid, std::string_view("/"), container})
        for (const unsigned char c : part)
            hash = (hash ^ c) * 1099511628211ull;
    return hash;
}

} // namespace qbm::lab::kubernetes
