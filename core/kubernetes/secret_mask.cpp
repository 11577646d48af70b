// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/secret_mask.h"

#include "core/base/json_text.h"
#include "core/kubernetes/base64.h"

#include <nlohmann/json.hpp>

namespace qbm::kubernetes {

namespace {

using Json = nlohmann::ordered_json;

/// Tools keep copies of what they applied in annotations of their own, some of them compressed: what is longer than a
/// label-like word is not shown.
constexpr std::size_t kLongestAnnotation = 80;

std::string sizeText(std::size_t bytes)
{
    return "<" + std::to_string(bytes) + (bytes == 1 ? " byte>" : " bytes>");
}

std::string maskedValue(const Json& value, bool isBase64)
{
    if (!value.is_string())
        return sizeText(value.is_null() ? 0 : writeJson(value).size());
    const std::string& text = value.get_ref<const std::string&>();
    const auto decoded = isBase64 ? decodeBase64(text) : std::nullopt;
    return sizeText(decoded ? decoded->size() : text.size());
}

void maskValues(Json& object)
{
    for (const char* const field : {"data", "stringData"}) {
        const auto values = object.find(field);
        if (values == object.end())
            continue;
        if (!values->is_object()) {
            *values = maskedValue(*values, false);
            continue;
        }
        for (auto& [key, value] : values->items())
            value = maskedValue(value, std::string_view(field) == "data");
    }
}

/// Whether one of the values can be read in it, as it is or decoded.
bool repeatsValue(const std::string& annotation, const Json& secret)
{
    for (const char* const field : {"data", "stringData"}) {
        const auto values = secret.find(field);
        if (values == secret.end() || !values->is_object())
            continue;
        for (const auto& [key, value] : values->items()) {
            const std::string text = value.is_string() ? value.get<std::string>() : std::string();
            const auto decoded = decodeBase64(text);
            if ((!text.empty() && annotation.find(text) != std::string::npos)
                || (decoded && !decoded->empty() && annotation.find(*decoded) != std::string::npos))
                return true;
        }
    }
    return false;
}

std::string maskedAnnotation(const std::string& annotation, const Json& secret)
{
    Json copy = Json::parse(annotation, nullptr, false);
    if (copy.is_object() && copy.contains("kind")) {
        maskValues(copy);
        // A copy keeps the annotations it was applied with: they may hold copies again.
        if (const auto metadata = copy.find("metadata"); metadata != copy.end() && metadata->is_object())
            metadata->erase("annotations");
        std::string masked = writeJson(copy);
        return repeatsValue(masked, secret) ? sizeText(annotation.size()) : masked;
    }
    const bool mayShow = annotation.size() <= kLongestAnnotation && !repeatsValue(annotation, secret);
    return mayShow ? annotation : sizeText(annotation.size());
}

void maskObject(Json& secret)
{
    if (!secret.is_object())
        return;
    if (const auto metadata = secret.find("metadata"); metadata != secret.end() && metadata->is_object()) {
        if (const auto annotations = metadata->find("annotations");
            annotations != metadata->end() && annotations->is_object()) {
            for (auto& [key, value] : annotations->items())
                value
                    = value.is_string() ? maskedAnnotation(value.get<std::string>(), secret) : std::string("<hidden>");
        }
    }
    maskValues(secret);
    if (const auto items = secret.find("items"); items != secret.end() && items->is_array()) {
        for (Json& item : *items)
            maskObject(item);
    }
}

} // namespace

bool holdsSecrets(const Resource& resource)
{
    return resource.group.empty() && resource.plural == resource::kSecrets.plural;
}

Result<std::string> maskSecrets(std::string_view json)
{
    Json secrets = Json::parse(json, nullptr, false);
    if (secrets.is_discarded())
        return fail(
            ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "The cluster's answer about secrets is not JSON.")));
    maskObject(secrets);
    return writeJson(secrets);
}

} // namespace qbm::kubernetes
