// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/render.h"

#include "app/lab/kubernetes/json_access.h"
#include "app/lab/kubernetes/table.h"
#include "core/base/json_text.h"

#include <nlohmann/json.hpp>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

json metaJson(const ListMeta& meta)
{
    json result = {{"resourceVersion", std::to_string(meta.resourceVersion)}};
    if (!meta.continueToken.empty())
        result["continue"] = meta.continueToken;
    if (meta.remaining > 0)
        result["remainingItemCount"] = meta.remaining;
    return result;
}

json partialMetadata(const StoredObject& object)
{
    return {{"kind", "PartialObjectMetadata"}, {"apiVersion", "meta.k8s.io/v1"},
        {"metadata", object.document()["metadata"]}};
}

json tableOf(const ResourceType& type, const std::vector<const StoredObject*>& objects, json meta,
    const std::string& includeObject, bool withColumns)
{
    auto rows = json::array();
    for (const auto* object : objects) {
        json row = {{"cells", tableCells(*object)}, {"object", nullptr}};
        if (includeObject == "Object") {
            row["object"] = object->document();
            row["object"].update({{"kind", type.kind}, {"apiVersion", type.apiVersion()}});
        } else if (includeObject != "None") {
            row["object"] = partialMetadata(*object);
        }
        rows.push_back(std::move(row));
    }
    return {{"kind", "Table"}, {"apiVersion", "meta.k8s.io/v1"}, {"metadata", std::move(meta)},
        {"columnDefinitions", withColumns ? tableColumns(type) : json()}, {"rows", std::move(rows)}};
}

std::string dumped(const json& value)
{
    return writeJson(value);
}

} // namespace

std::string renderEvent(
    const StoredObject& object, const Representation& as, const std::string& includeObject, bool withColumns)
{
    switch (as.shape) {
    case Shape::Table:
        return dumped(tableOf(object.type(), {&object},
            {{"resourceVersion", std::to_string(object.resourceVersion())}}, includeObject, withColumns));
    case Shape::Metadata: return dumped(partialMetadata(object));
    case Shape::Full: break;
    }
    return object.fullText();
}

std::string renderObject(const StoredObject& object, const Representation& as, const std::string& includeObject)
{
    return renderEvent(object, as, includeObject, true);
}

std::string renderList(const ResourceType& type, const std::vector<ObjectPtr>& objects, const ListMeta& meta,
    const Representation& as, const std::string& includeObject)
{
    if (as.shape == Shape::Table) {
        std::vector<const StoredObject*> plain;
        plain.reserve(objects.size());
        for (const auto& object : objects)
            plain.push_back(object.get());
        return dumped(tableOf(type, plain, metaJson(meta), includeObject, true));
    }
    const bool partial = as.shape == Shape::Metadata;
    std::string out = R"({"kind":")" + (partial ? std::string("PartialObjectMetadata") : type.kind)
        + R"(List","apiVersion":")" + (partial ? std::string("meta.k8s.io/v1") : type.apiVersion()) + R"(","metadata":)"
        + dumped(metaJson(meta)) + R"(,"items":[)";
    std::size_t size = out.size() + 8;
    if (!partial)
        for (const auto& object : objects)
            size += object->text().size() + 1;
    out.reserve(size);
    bool first = true;
    for (const auto& object : objects) {
        if (!first)
            out += ',';
        first = false;
        if (partial)
            out += dumped(partialMetadata(*object));
        else
            out += object->text();
    }
    return out + "]}";
}

HttpResponse renderedResponse(int status, std::string text, const Representation& as)
{
    if (!as.yaml)
        return jsonResponse(status, std::move(text));
    HttpResponse response;
    response.status = status;
    response.headers.emplace_back("Content-Type", "application/yaml");
    if (const auto document = parseJson(text))
        response.body = toYaml(*document);
    return response;
}

} // namespace qbm::lab::kubernetes
