// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/seed/cache_seed.h"

#include "app/lab/application/lab_facts.h"
#include "app/lab/application/random_stream.h"
#include "app/lab/seed/resp_writer.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace qbm::lab {

namespace {

using std::chrono::seconds;

// The guide's cache lifetimes.
constexpr seconds kPredictionLife{3600};
constexpr seconds kImportanceLife{1800};

constexpr std::array<std::string_view, 10> kFeatures{"price", "marketing_spend", "sales_headcount",
    "delivery_time_days", "support_response_hours", "discount_rate", "website_visits", "seasonality_index",
    "competitor_price", "product_breadth"};

/// When an entry is written: cheap to find out for all of them, unlike their texts.
struct Cycle {
    seconds life{};
    seconds phase{}; ///< where in its life it stood at time 0
};

struct Entry {
    std::string key;
    std::string value;
};

std::string predictionValue(std::string_view model, RandomStream& random)
{
    const double value = 1000 * random.uniform();
    std::string json = fmt::format(R"({{"model_id":"{}","value":{:.4f},"lower":{:.4f},"upper":{:.4f},"inputs":{{)",
        model, value, 0.9 * value, 1.1 * value);
    const auto inputs = 2 + static_cast<std::size_t>(random.uniform() * 8);
    for (std::size_t i = 0; i < inputs; ++i)
        json += fmt::format("{}\"{}\":{:.3f}", i ? "," : "", kFeatures[i], 100 * random.uniform());
    return json + "}}";
}

std::string importanceValue(std::string_view model, RandomStream& random)
{
    std::string json = fmt::format(R"({{"model_id":"{}","importance":[)", model);
    for (std::size_t i = 0; i < kFeatures.size(); ++i)
        json += fmt::format(R"({}{{"feature":"{}","gain":{:.6f},"cover":{:.6f},"frequency":{:.6f},"rank":{}}})",
            i ? "," : "", kFeatures[i], random.uniform(), random.uniform(), random.uniform(), i + 1);
    return json + "]}";
}

bool isImportance(std::size_t number)
{
    return number % 8 == 0;
}

Cycle cycleOf(std::size_t number)
{
    RandomStream random(number);
    const seconds life = isImportance(number) ? kImportanceLife : kPredictionLife;
    return {life, seconds(static_cast<std::int64_t>(random.uniform() * static_cast<double>(life.count())))};
}

/// The entry of that number: always the same.
Entry makeEntry(std::size_t number)
{
    RandomStream random(number);
    const std::string_view model = kModels[number % kModels.size()].name;
    const auto hash = static_cast<std::uint64_t>(random.uniform() * 0x1p53);
    if (isImportance(number))
        return {fmt::format("qbm:feature_importance:{}:{:013x}", model, hash), importanceValue(model, random)};
    if (number % 8 == 1)
        return {fmt::format("qbm:marginal:{}:{}:{:013x}", model, kFeatures[hash % kFeatures.size()], hash),
            fmt::format(R"({{"effect":{:.5f},"elasticity":{:.5f},"p_value":{:.5f}}})", random.normal(), random.normal(),
                random.uniform())};
    return {fmt::format("qbm:prediction:{}:{:013x}", model, hash), predictionValue(model, random)};
}

TimePoint lastWritten(const Cycle& cycle, TimePoint now)
{
    const auto since1970 = std::chrono::floor<seconds>(now).time_since_epoch() + cycle.phase;
    return std::chrono::floor<seconds>(now) - since1970 % cycle.life;
}

Result<> addKeysWithoutLife(RespWriter& redis, TimePoint now)
{
    for (const ModelFacts& model : kModels) {
        const std::string key = fmt::format("qbm:model:{}:metadata", model.name);
        QBM_CHECK(redis.add({"HSET", key, "version", "2.3.1", "framework", "scikit-learn", "loaded_at",
            formatRfc3339(now), "status", "serving"}));
        QBM_CHECK(redis.add({"SADD", "qbm:models:active", model.name}));
        QBM_CHECK(redis.add({"ZADD", "qbm:models:accuracy", fmt::format("{:.3f}", model.accuracy), model.name}));
    }
    return redis.add({"SET", "qbm:schema_version", "7"});
}

} // namespace

Result<std::size_t> refreshCache(const CacheAccess& access, TimePoint since, TimePoint now, TaskContext& context)
{
    QBM_TRY(redis, RespWriter::connect(access.port, access.password));
    std::size_t written = 0;
    for (std::size_t number = 0; number < kCacheEntries; ++number) {
        if (number % 1000 == 0)
            QBM_CHECK(context.checkpoint());
        const Cycle cycle = cycleOf(number);
        const TimePoint start = lastWritten(cycle, now);
        if (start <= since)
            continue;
        const auto left = std::chrono::ceil<seconds>(start + cycle.life - now);
        const Entry entry = makeEntry(number);
        QBM_CHECK(
            redis.add({"SET", entry.key, entry.value, "EX", std::to_string(std::max<std::int64_t>(1, left.count()))}));
        ++written;
    }
    QBM_CHECK(redis.flush());
    return written;
}

Result<std::size_t> seedCache(const CacheAccess& access, TimePoint now, TaskContext& context)
{
    QBM_TRY(redis, RespWriter::connect(access.port, access.password));
    QBM_CHECK(addKeysWithoutLife(redis, now));
    QBM_CHECK(redis.flush());
    return refreshCache(access, now - kPredictionLife - seconds(1), now, context);
}

} // namespace qbm::lab
