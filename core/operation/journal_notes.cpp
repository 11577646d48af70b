// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operation/journal_notes.h"

#include "core/base/json_text.h"
#include "core/operation/text_json.h"

#include <nlohmann/json.hpp>
#include <ranges>

namespace qbm::operation {

namespace {

constexpr const char* kDiffers = "differsFromBefore";

} // namespace

std::vector<Interruption> interruptions(const Values& values)
{
    std::vector<Interruption> gaps;
    const auto written = values.find(kInterruptedKey);
    if (written == values.end())
        return gaps;
    for (const auto part : std::views::split(written->second, ' ')) {
        const std::string gap(part.begin(), part.end());
        const std::size_t middle = gap.find('/');
        if (middle == std::string::npos)
            continue;
        const auto from = parseRfc3339(gap.substr(0, middle)), to = parseRfc3339(gap.substr(middle + 1));
        if (from && to)
            gaps.push_back({*from, *to});
    }
    return gaps;
}

bool wasInterrupted(const StepContext& step)
{
    return step.recall(kInterruptedKey).has_value();
}

Result<> rememberDifference(StepContext& step, const Text& difference)
{
    if (difference.empty() && !step.recall(kDiffers))
        return {};
    return step.remember(kDiffers, difference.empty() ? std::string() : writeJson(toJson(difference)));
}

Text whatDiffers(const Record& record)
{
    const auto written = record.values.find(kDiffers);
    if (record.state != RecordState::Undone || written == record.values.end() || written->second.empty())
        return {};
    const auto json = nlohmann::json::parse(written->second, nullptr, false);
    return json.is_discarded() ? Text(written->second) : textFromJson(json);
}

} // namespace qbm::operation
