// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/json_access.h"

#include "core/base/clock.h"

#include <nlohmann/json.hpp>

#include <chrono>

namespace qbm::lab::kubernetes {

using nlohmann::json;

const json* find(const json& root, Path path)
{
    const json* node = &root;
    for (const auto key : path) {
        if (!node->is_object())
            return nullptr;
        const auto it = node->find(key);
        if (it == node->end())
            return nullptr;
        node = &*it;
    }
    return node;
}

std::string stringAt(const json& root, Path path, std::string_view otherwise)
{
    const auto* node = find(root, path);
    return node != nullptr && node->is_string() ? node->get<std::string>() : std::string(otherwise);
}

std::int64_t intAt(const json& root, Path path, std::int64_t otherwise)
{
    const auto* node = find(root, path);
    return node != nullptr && node->is_number() ? node->get<std::int64_t>() : otherwise;
}

bool boolAt(const json& root, Path path, bool otherwise)
{
    const auto* node = find(root, path);
    return node != nullptr && node->is_boolean() ? node->get<bool>() : otherwise;
}

const json& arrayAt(const json& root, Path path)
{
    static const json empty = json::array();
    const auto* node = find(root, path);
    return node != nullptr && node->is_array() ? *node : empty;
}

const json& objectAt(const json& root, Path path)
{
    static const json empty = json::object();
    const auto* node = find(root, path);
    return node != nullptr && node->is_object() ? *node : empty;
}

json& at(json& root, Path path)
{
    json* node = &root;
    for (const auto key : path) {
        if (!node->is_object())
            *node = json::object();
        node = &(*node)[std::string(key)];
    }
    return *node;
}

void erase(json& root, Path path)
{
    json* node = &root;
    const auto* last = path.end() - 1;
    for (const auto* key = path.begin(); key != last; ++key) {
        if (!node->is_object())
            return;
        const auto it = node->find(*key);
        if (it == node->end())
            return;
        node = &*it;
    }
    if (node->is_object())
        node->erase(std::string(*last));
}

void setCount(json& object, std::string_view key, std::int64_t value)
{
    if (value == 0)
        object.erase(std::string(key));
    else
        object[std::string(key)] = value;
}

std::optional<json> parseJson(std::string_view text)
{
    auto value = json::parse(text, nullptr, false);
    if (value.is_discarded())
        return std::nullopt;
    return value;
}

std::string formatTime(std::int64_t secondsSinceEpoch)
{
    const auto time = TimePoint(std::chrono::seconds(secondsSinceEpoch));
    return formatRfc3339(time).substr(0, 19) + "Z";
}

std::int64_t parseTime(std::string_view text)
{
    const auto time = parseRfc3339(text);
    return time ? std::chrono::duration_cast<std::chrono::seconds>(time->time_since_epoch()).count() : 0;
}

std::int64_t nowSeconds()
{
    return std::chrono::duration_cast<std::chrono::seconds>(systemClock().now().time_since_epoch()).count();
}

std::string nowText()
{
    return formatTime(nowSeconds());
}

std::string nowMicroText()
{
    const auto now = systemClock().now();
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(now.time_since_epoch()).count() % 1'000'000;
    auto digits = std::to_string(micros);
    digits.insert(0, 6 - digits.size(), '0');
    return formatRfc3339(now).substr(0, 19) + "." + digits + "Z";
}

} // namespace qbm::lab::kubernetes
