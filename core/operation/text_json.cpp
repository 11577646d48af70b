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

/// Always an object, so that a sentence among the arguments is told from a name.
nlohmann::json toObject(const Text& text)
{
    nlohmann::json arguments = nlohmann::json::array();
    for (const Text::Argument& argument : text.arguments()) {
        const Text* sentence = std::get_if<Text>(&argument);
        arguments.push_back(sentence != nullptr ? toObject(*sentence) : nlohmann::json(std::get<std::string>(argument)));
    }
    return {{"text", text.templ()}, {"arguments", std::move(arguments)}};
}

Text::Argument argumentFromJson(const nlohmann::json& json)
{
    if (json.is_string())
        return json.get<std::string>();
    return textFromJson(json);
}

} // namespace

nlohmann::json toJson(const Text& text)
{
    return text.arguments().empty() ? nlohmann::json(text.templ()) : toObject(text);
}

Text textFromJson(const nlohmann::json& json)
{
    if (json.is_string())
        return Text(json.get<std::string>());
    if (!json.is_object())
        return {};
    std::vector<Text::Argument> arguments;
    if (const auto listed = json.find("arguments"); listed != json.end() && listed->is_array()) {
        for (const auto& argument : *listed)
            arguments.push_back(argumentFromJson(argument));
    }
    return Text(json.value("text", ""), std::move(arguments));
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
