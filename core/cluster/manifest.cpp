// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/manifest.h"

#include "core/base/json_text.h"
#include "core/base/secret.h"
#include "core/base/text_diff.h"
#include "core/config/yaml.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace qbm::cluster {

namespace {

using nlohmann::json;

constexpr const char* kWithheld = "console.qbm/withheld";
constexpr const char* kLastApplied = "kubectl.kubernetes.io/last-applied-configuration";

std::string stringAt(const json& object, const char* key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Result<> append(json object, std::size_t number, std::vector<ManifestObject>& out)
{
    if (object.is_object() && stringAt(object, "kind").ends_with("List") && object.contains("items")) {
        for (json& item : object["items"])
            QBM_CHECK(append(std::move(item), number, out));
        return {};
    }
    ManifestObject one;
    if (object.is_object()) {
        one.apiVersion = stringAt(object, "apiVersion");
        one.kind = stringAt(object, "kind");
        if (const auto metadata = object.find("metadata"); metadata != object.end() && metadata->is_object()) {
            one.name = stringAt(*metadata, "name");
            one.nameSpace = stringAt(*metadata, "namespace");
        }
    }
    if (one.apiVersion.empty() || one.kind.empty() || one.name.empty())
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core",
                     "Document %1 of the manifest is no object that can be applied: it needs apiVersion, kind and "
                     "metadata.name."),
                number));
    one.object = std::make_shared<const json>(std::move(object));
    out.push_back(std::move(one));
    return {};
}

int rank(const ManifestObject& object)
{
    return object.kind == "Namespace" ? 0 : object.kind == "CustomResourceDefinition" ? 1 : 2;
}

/// `***` for every value of a Secret, with `word` where the other version has another value.
void mask(json& secret, const json& other, const char* word)
{
    for (const char* part : {"data", "stringData"}) {
        if (!secret.contains(part) || !secret[part].is_object())
            continue;
        for (auto& [key, value] : secret[part].items()) {
            const bool same = other.contains(part) && other[part].contains(key) && other[part][key] == value;
            value = std::string(kRedacted) + (same ? "" : word);
        }
    }
}

} // namespace

Result<std::vector<ManifestObject>> parseManifest(const std::string& manifest)
{
    QBM_TRY(documents, config::yamlDocumentsToJson(manifest, "manifest"));
    std::vector<ManifestObject> objects;
    for (std::size_t i = 0; i < documents.size(); ++i)
        QBM_CHECK(append(json::parse(documents[i], nullptr, false), i + 1, objects));
    if (objects.empty())
        return fail(ErrorKind::InvalidInput, text(QT_TRANSLATE_NOOP("core", "The manifest holds no object.")));
    std::ranges::stable_sort(objects, {}, rank);
    return objects;
}

std::string manifestText(const std::vector<ManifestObject>& objects, bool withoutSecrets)
{
    std::string out;
    for (const ManifestObject& one : objects) {
        json object = *one.object;
        if (withoutSecrets && one.isSecret()) {
            object.erase("data");
            object.erase("stringData");
            object["metadata"].erase("annotations"); // kubectl keeps a copy of the values in one
            object["metadata"]["annotations"][kWithheld] = "true";
        }
        out += "---\n" + writeJson(object) + "\n";
    }
    return out;
}

bool isWithheld(const ManifestObject& object)
{
    const json& metadata = object.object->at("metadata");
    return metadata.contains("annotations") && metadata["annotations"].contains(kWithheld);
}

json withoutServerFields(json object)
{
    object.erase("status");
    json& metadata = object["metadata"];
    for (const char* key : {"managedFields", "resourceVersion", "uid", "generation", "creationTimestamp", "selfLink"})
        metadata.erase(key);
    if (metadata.contains("annotations")) {
        // What kubectl applied last is no part of the object, and a copy of a Secret's values.
        metadata["annotations"].erase(kLastApplied);
        metadata["annotations"].erase("deployment.kubernetes.io/revision");
        if (metadata["annotations"].empty())
            metadata.erase("annotations");
    }
    return object;
}

std::string objectDiff(const json& before, const json& after, const std::string& title)
{
    json left = before.is_null() ? before : withoutServerFields(before);
    json right = withoutServerFields(after);
    if (stringAt(right, "kind") == "Secret") {
        const json plainLeft = left;
        if (!left.is_null())
            mask(left, right, " (present)");
        mask(right, plainLeft, " (new)");
    }
    const std::string from = left.is_null() ? std::string() : config::jsonToYaml(writeJson(left)).value_or(std::string());
    const std::string to = config::jsonToYaml(writeJson(right)).value_or(std::string());
    return unifiedDiff(from, to, title + " now", title + " then");
}

} // namespace qbm::cluster
