// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/quantity.h"

#include "app/lab/kubernetes/json_access.h"
#include "app/lab/kubernetes/validation.h"
#include "core/base/json_text.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cmath>

namespace qbm::lab::kubernetes {

using nlohmann::json;

double quantityAt(const json& quantities, std::string_view name)
{
    const auto* value = kubernetes::find(quantities, {name});
    if (value == nullptr)
        return 0;
    return parseQuantity(value->is_string() ? value->get<std::string>() : writeJson(*value)).value_or(0);
}

double podResource(const json& podSpec, const char* part, std::string_view name)
{
    double sum = 0;
    for (const auto& container : arrayAt(podSpec, {"containers"}))
        sum += quantityAt(objectAt(container, {"resources", part}), name);
    return sum;
}

std::string formatCores(double cores)
{
    const auto milli = std::llround(cores * 1000);
    return milli % 1000 == 0 ? std::to_string(milli / 1000) : std::to_string(milli) + "m";
}

std::string formatBytes(double bytes)
{
    constexpr std::array<const char*, 5> units = {"", "Ki", "Mi", "Gi", "Ti"};
    auto value = std::llround(bytes);
    std::size_t unit = 0;
    for (; value != 0 && value % 1024 == 0 && unit + 1 < units.size(); ++unit)
        value /= 1024;
    return std::to_string(value) + units[unit];
}

std::string formatQuantity(std::string_view resource, double value)
{
    if (resource.ends_with("cpu"))
        return formatCores(value);
    if (resource.ends_with("memory") || resource.ends_with("storage"))
        return formatBytes(value);
    return std::to_string(std::llround(value));
}

} // namespace qbm::lab::kubernetes
