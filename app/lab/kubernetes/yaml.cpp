// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/json_access.h"

#include "core/base/ascii.h"
#include "core/base/json_text.h"
#include "core/config/yaml.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <vector>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

/// The documents of a stream: what stands between lines that begin with "---".
std::vector<std::string> splitDocuments(std::string_view stream)
{
    std::vector<std::string> documents(1);
    while (!stream.empty()) {
        const auto end = std::min(stream.find('\n'), stream.size() - 1) + 1;
        const auto line = stream.substr(0, end);
        if (line.starts_with("---") && (line.size() == 3 || isAsciiSpace(line[3])))
            documents.emplace_back(line.substr(3)); // a document may begin on the line of its mark
        else
            documents.back() += line;
        stream.remove_prefix(end);
    }
    return documents;
}

bool isPlain(const std::string& text)
{
    static constexpr std::array<std::string_view, 9> reserved
        = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"};
    const bool usual = std::ranges::all_of(
        text, [](char c) { return isAsciiAlphanumeric(c) || c == '_' || c == '-' || c == '.' || c == '/'; });
    return usual && !text.empty() && isAsciiLetter(text.front())
        && std::ranges::find(reserved, toAsciiLower(text)) == reserved.end();
}

/// What is not plain is written as in JSON, which YAML reads alike.
std::string scalar(const json& value)
{
    if (value.is_string() && isPlain(value.get_ref<const std::string&>()))
        return value.get<std::string>();
    return writeJson(value);
}

bool isBlock(const json& value)
{
    return value.is_structured() && !value.empty();
}

void emit(std::string& out, const json& value, std::size_t indent);

/// A value after "key:" or "-".
void emitValue(std::string& out, const json& value, std::size_t indent)
{
    if (!isBlock(value)) {
        out += " " + scalar(value) + "\n";
        return;
    }
    out += "\n";
    emit(out, value, indent);
}

void emit(std::string& out, const json& value, std::size_t indent)
{
    const std::string margin(indent, ' ');
    if (value.is_array()) {
        for (const auto& item : value) {
            if (!isBlock(item) || item.is_array()) {
                out += margin + "-";
                emitValue(out, item, indent + 2);
                continue;
            }
            std::string block; // a map begins on the line of its dash
            emit(block, item, indent + 2);
            block[indent] = '-';
            out += block;
        }
        return;
    }
    for (const auto& [key, item] : value.items()) {
        out += margin + scalar(json(key)) + ":";
        emitValue(out, item, item.is_array() ? indent : indent + 2);
    }
}

} // namespace

std::optional<json> parseYaml(std::string_view text)
{
    auto documents = json::array();
    for (const auto& document : splitDocuments(text)) {
        const auto converted = config::yamlToJson(document, "request");
        if (!converted)
            return std::nullopt;
        auto value = parseJson(*converted);
        if (!value)
            return std::nullopt;
        if (!value->is_null())
            documents.push_back(std::move(*value));
    }
    return documents;
}

std::string toYaml(const json& value)
{
    if (!isBlock(value))
        return scalar(value) + "\n";
    std::string out;
    emit(out, value, 0);
    return out;
}

} // namespace qbm::lab::kubernetes
