// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/apply/field_set.h"

#include "core/base/json_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

void collect(const json& node, FieldPath& path, FieldSet& out)
{
    if (!node.is_object())
        return;
    if (node.empty() && !path.empty())
        out.insert(path);
    for (const auto& [element, child] : node.items()) {
        if (element == ".") {
            out.insert(path);
            continue;
        }
        path.push_back(element);
        collect(child, path, out);
        path.pop_back();
    }
}

bool isPrefix(const FieldPath& prefix, const FieldPath& path)
{
    return prefix.size() <= path.size() && std::equal(prefix.begin(), prefix.end(), path.begin());
}

} // namespace

FieldSet FieldSet::fromJson(const json& fields)
{
    FieldSet set;
    FieldPath path;
    collect(fields, path, set);
    return set;
}

json FieldSet::toJson() const
{
    json root = json::object();
    // In order, a path comes right before those below it.
    for (auto it = m_paths.begin(); it != m_paths.end(); ++it) {
        auto* node = &root;
        for (const auto& element : *it) {
            node = &(*node)[element];
            if (node->is_null())
                *node = json::object();
        }
        const auto next = std::next(it);
        if (next != m_paths.end() && isPrefix(*it, *next))
            (*node)["."] = json::object();
    }
    return root;
}

void FieldSet::subtract(const FieldSet& other)
{
    for (const auto& path : other.m_paths)
        m_paths.erase(path);
}

FieldSet FieldSet::common(const FieldSet& other) const
{
    FieldSet result;
    std::ranges::set_intersection(m_paths, other.m_paths, std::inserter(result.m_paths, result.m_paths.end()));
    return result;
}

bool FieldSet::containsBelow(const FieldPath& path) const
{
    const auto it = m_paths.lower_bound(path);
    return it != m_paths.end() && isPrefix(path, *it);
}

std::string printPath(const FieldPath& path)
{
    std::string text;
    for (const auto& element : path) {
        const auto rest = element.substr(2);
        if (element.starts_with("f:")) {
            text += "." + rest;
        } else if (element.starts_with("k:")) {
            std::string keys;
            const auto parsed = json::parse(rest, nullptr, false);
            for (const auto& [key, value] : parsed.items())
                keys += (keys.empty() ? "" : ",") + key + "=" + writeJson(value);
            text += "[" + keys + "]";
        } else {
            text += "[=" + rest + "]";
        }
    }
    return text;
}

} // namespace qbm::lab::kubernetes
