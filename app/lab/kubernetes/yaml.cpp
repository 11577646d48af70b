// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/json_access.h"

#include <nlohmann/json.hpp>
#include <yaml-cpp/yaml.h>

#include <charconv>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

bool isNull(const std::string& text)
{
    return text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL";
}

json plainScalar(const std::string& text)
{
    if (isNull(text))
        return nullptr;
    // YAML 1.1 as the server's parser reads it, less the single letters y and n.
    for (const auto* word : {"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"})
        if (text == word)
            return true;
    for (const auto* word : {"false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"})
        if (text == word)
            return false;
    const auto* begin = text.data();
    const auto* end = begin + text.size();
    std::int64_t integer = 0;
    if (const auto [rest, fault] = std::from_chars(begin, end, integer); fault == std::errc() && rest == end)
        return integer;
    double number = 0;
    if (const auto [rest, fault] = std::from_chars(begin, end, number); fault == std::errc() && rest == end)
        return number;
    return text;
}

json convert(const YAML::Node& node)
{
    switch (node.Type()) {
    case YAML::NodeType::Map: {
        auto object = json::object();
        for (const auto& entry : node)
            object[entry.first.as<std::string>()] = convert(entry.second);
        return object;
    }
    case YAML::NodeType::Sequence: {
        auto array = json::array();
        for (const auto& item : node)
            array.push_back(convert(item));
        return array;
    }
    case YAML::NodeType::Scalar: // "!" marks a quoted scalar
        return node.Tag() == "!" ? json(node.Scalar()) : plainScalar(node.Scalar());
    default:
        return nullptr;
    }
}

void emit(YAML::Emitter& out, const json& value)
{
    if (value.is_object()) {
        out << (value.empty() ? YAML::Flow : YAML::Block) << YAML::BeginMap;
        for (const auto& [key, item] : value.items()) {
            out << YAML::Key << key << YAML::Value;
            emit(out, item);
        }
        out << YAML::EndMap;
    } else if (value.is_array()) {
        out << (value.empty() ? YAML::Flow : YAML::Block) << YAML::BeginSeq;
        for (const auto& item : value)
            emit(out, item);
        out << YAML::EndSeq;
    } else if (value.is_string()) {
        const auto& text = value.get_ref<const std::string&>();
        if (!plainScalar(text).is_string())
            out << YAML::DoubleQuoted << text;
        else
            out << text;
    } else if (value.is_null()) {
        out << YAML::Null;
    } else {
        out << value.dump();
    }
}

} // namespace

std::optional<json> parseYaml(std::string_view text)
{
    try {
        auto documents = json::array();
        for (const auto& node : YAML::LoadAll(std::string(text)))
            if (node.IsDefined() && !node.IsNull())
                documents.push_back(convert(node));
        return documents;
    } catch (const YAML::Exception&) {
        return std::nullopt;
    }
}

std::string toYaml(const json& value)
{
    YAML::Emitter out;
    emit(out, value);
    return std::string(out.c_str()) + "\n";
}

} // namespace qbm::lab::kubernetes
