// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/controllers/container_plan.h"

#include "app/lab/kubernetes/json_access.h"
#include "core/base/number.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

constexpr double kUsualSeconds = 2;
constexpr double kCrashSeconds = 1;

std::string variable(const json& container, std::string_view name)
{
    for (const auto& entry : arrayAt(container, {"env"}))
        if (stringAt(entry, {"name"}) == name)
            return stringAt(entry, {"value"});
    return {};
}

std::string commandLine(const json& container)
{
    std::string line;
    for (const auto* part : {"command", "args"})
        for (const auto& word : arrayAt(container, {part}))
            line += (word.is_string() ? word.get<std::string>() : std::string()) + " ";
    return line;
}

bool contains(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

/// The number after the last `word`, if there is one.
std::optional<double> numberAfter(const std::string& line, std::string_view word)
{
    const auto at = line.rfind(word);
    if (at == std::string::npos)
        return std::nullopt;
    const auto value = readLeadingNumber(std::string_view(line).substr(at + word.size()));
    return value && std::isfinite(*value) ? value : std::nullopt;
}

std::chrono::milliseconds milliseconds(double seconds)
{
    return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

} // namespace

ContainerPlan planOf(const json& pod, const json& container)
{
    ContainerPlan plan;
    const auto image = stringAt(container, {"image"});
    static constexpr const char* kMissing[]
        = {"does-not-exist", "doesnotexist", "no-such-image", "nonexistent", ".invalid/"};
    plan.imageMissing = std::ranges::any_of(kMissing, [&](const char* part) { return contains(image, part); });
    if (const auto code = variable(container, "QBM_LAB_EXIT_CODE"); !code.empty()) {
        const auto after = variable(container, "QBM_LAB_EXIT_AFTER");
        plan.exitCode = std::atoi(code.c_str());
        plan.runs = milliseconds(after.empty() ? kCrashSeconds : readLeadingNumber(after).value_or(0));
        return plan;
    }
    const auto line = commandLine(container);
    if (contains(line, "while true") || contains(line, "while :") || contains(line, "sleep inf")
        || contains(line, "tail -f"))
        return plan;
    const auto sleeps = numberAfter(line, "sleep ");
    if (const auto code = numberAfter(line, "exit ")) {
        plan.exitCode = static_cast<int>(*code);
        plan.runs = milliseconds(sleeps.value_or(kCrashSeconds));
    } else if (line == "false " || line == "true ") {
        plan.exitCode = line == "false " ? 1 : 0;
        plan.runs = milliseconds(kCrashSeconds);
    } else if (stringAt(pod, {"spec", "restartPolicy"}, "Always") != "Always") {
        plan.exitCode = 0;
        plan.runs = milliseconds(sleeps.value_or(kUsualSeconds));
    }
    return plan;
}

} // namespace qbm::lab::kubernetes
