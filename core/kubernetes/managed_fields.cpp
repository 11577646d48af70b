// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/managed_fields.h"

#include <algorithm>

namespace qbm::kubernetes {

namespace {

bool isPlainName(std::string_view name)
{
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
}

/// "name=backend" or "containerPort=3000,protocol=TCP" from the JSON of a list item's keys.
std::string keysText(std::string_view json)
{
    JsonDocument document;
    const auto keys = document.parse(json);
    if (!keys || !keys->isObject())
        return std::string(json);
    std::string out;
    for (const auto& [key, value] : keys->members())
        out += (out.empty() ? "" : ",") + std::string(key) + "=" + (value.isString() ? value.string() : value.text());
    return out;
}

/// One step of a path: a field, a list item by its keys, by its value or by its index.
std::string stepText(std::string_view step)
{
    const std::string_view rest = step.substr(std::min<std::size_t>(2, step.size()));
    if (step.starts_with("f:"))
        return isPlainName(rest) ? "." + std::string(rest) : "[\"" + std::string(rest) + "\"]";
    if (step.starts_with("k:"))
        return "[" + keysText(rest) + "]";
    if (step.starts_with("v:"))
        return "[=" + std::string(rest) + "]";
    return "[" + std::string(rest) + "]";
}

void addPaths(const JsonValue& fields, const std::string& path, std::vector<std::string>& out)
{
    bool isLeaf = true;
    for (const auto& [step, inner] : fields.members()) {
        if (step == ".")
            continue; // the item itself, which whoever owns something in it owns too
        isLeaf = false;
        addPaths(inner, path + stepText(step), out);
    }
    if (isLeaf && !path.empty())
        out.push_back(path);
}

} // namespace

std::vector<ManagedFields> decodeManagedFields(const JsonValue& object)
{
    std::vector<ManagedFields> out;
    for (const JsonValue& entry : object["metadata"]["managedFields"].items()) {
        ManagedFields fields{entry["manager"].string(), entry["operation"].string(), entry["subresource"].string(),
            entry["time"].time(), {}};
        addPaths(entry["fieldsV1"], {}, fields.fields);
        out.push_back(std::move(fields));
    }
    return out;
}

} // namespace qbm::kubernetes
