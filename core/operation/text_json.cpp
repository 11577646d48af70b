// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operation/text_json.h"

#include <nlohmann/json.hpp>

namespace qbm::operation {

namespace {

ErrorKind kindFromName(const std::string& text)
{
    for (int i = 0; i <= static_cast<int>(ErrorKind::Internal); ++i) {
        if (text == name(static_cast<ErrorKind>(i)))
            return static_cast<ErrorKind>(i);
    }
    return ErrorKind::Internal;
}

} // namespace

nlohmann::json toJson(const Text& text)
{
    if (text.arguments().empty())
        return text.templ();
    return {{"text", text.templ()}, {"arguments", text.arguments()}};
}

Text textFromJson(const nlohmann::json& json)
{
    if (json.is_string())
        return Text(json.get<std::string>());
    if (!json.is_object())
        return {};
    return Text(json.value("text", ""), json.value("arguments", std::vector<std::string>{}));
}

nlohmann::json toJson(const Error& error)
{
    nlohmann::json trail = nlohmann::json::array();
    for (const Text& step : error.trail)
        trail.push_back(toJson(step));
    return {{"kind", name(error.kind)}, {"message", toJson(error.message)}, {"detail", error.detail}, {"trail", std::move(trail)}};
}

Error errorFromJson(const nlohmann::json& json)
{
    Error error{kindFromName(json.value("kind", "")), {}, json.value("detail", ""), {}};
    if (const auto message = json.find("message"); message != json.end())
        error.message = textFromJson(*message);
    if (const auto trail = json.find("trail"); trail != json.end() && trail->is_array()) {
        for (const auto& step : *trail)
            error.trail.push_back(textFromJson(step));
    }
    return error;
}

} // namespace qbm::operation
