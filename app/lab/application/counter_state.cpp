// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/application/metrics.h"
#include "core/base/file.h"
#include "core/base/json_text.h"

#include <nlohmann/json.hpp>

namespace qbm::lab {

using nlohmann::json;

namespace {

TimePoint timeFrom(const json& object, const char* key)
{
    const auto time = parseRfc3339(object.at(key).get<std::string>());
    if (!time)
        throw std::invalid_argument(time.error().english());
    return *time;
}

} // namespace

std::string counterStateToJson(const CounterState& state)
{
    return writeJson(json{{"at", formatRfc3339(state.at)}, {"processStart", formatRfc3339(state.processStart)}, {"replicas", state.replicas},
        {"buckets", state.counters.buckets}, {"durationSum", state.counters.durationSum}, {"requests", state.counters.requests},
        {"ingress", state.counters.ingress}}, 2);
}

Result<CounterState> counterStateFromJson(std::string_view text)
try {
    const json object = json::parse(text);
    CounterState state;
    state.at = timeFrom(object, "at");
    state.processStart = timeFrom(object, "processStart");
    state.replicas = object.at("replicas").get<int>();
    object.at("buckets").get_to(state.counters.buckets);
    object.at("durationSum").get_to(state.counters.durationSum);
    object.at("requests").get_to(state.counters.requests);
    object.at("ingress").get_to(state.counters.ingress);
    return state;
} catch (const std::exception& error) {
    return fail(ErrorKind::BadData, qbm::text(QT_TRANSLATE_NOOP("core", "The saved counters of the lab's application cannot be read: %1"), error.what()));
}

Result<CounterState> takeCounterState(const std::filesystem::path& file)
{
    QBM_TRY(content, readFile(file));
    std::error_code error;
    std::filesystem::remove(file, error);
    if (error)
        return fail(fileError(error.value(), text(QT_TRANSLATE_NOOP("core", "%1 cannot be removed"), file.string())));
    return counterStateFromJson(content);
}

} // namespace qbm::lab
