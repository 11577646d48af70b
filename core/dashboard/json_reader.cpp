// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dashboard/json_reader.h"

#include "core/base/json_text.h"

#include <charconv>
#include <nlohmann/json.hpp>

namespace qbm::dashboard {

namespace {

using nlohmann::json;

const json* find(const json& object, const char* key)
{
    if (!object.is_object())
        return nullptr;
    const auto found = object.find(key);
    return found == object.end() ? nullptr : &*found;
}

} // namespace

std::string textAt(const json& object, const char* key)
{
    const json* value = find(object, key);
    if (value == nullptr)
        return {};
    if (value->is_string())
        return value->get<std::string>();
    return value->is_number() ? writeJson(*value) : std::string();
}

bool flagAt(const json& object, const char* key)
{
    const json* value = find(object, key);
    return value != nullptr && value->is_boolean() && value->get<bool>();
}

std::optional<double> numberAt(const json& object, const char* key)
{
    const json* value = find(object, key);
    if (value == nullptr)
        return std::nullopt;
    if (value->is_number())
        return value->get<double>();
    if (!value->is_string())
        return std::nullopt;
    const std::string& digits = value->get_ref<const std::string&>();
    double number = 0;
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (code != std::errc() || end == digits.data())
        return std::nullopt;
    return number;
}

const json& arrayAt(const json& object, const char* key)
{
    static const json kEmpty = json::array();
    const json* value = find(object, key);
    return value != nullptr && value->is_array() ? *value : kEmpty;
}

const json& objectAt(const json& object, const char* key)
{
    static const json kEmpty = json::object();
    const json* value = find(object, key);
    return value != nullptr && value->is_object() ? *value : kEmpty;
}

} // namespace qbm::dashboard
