// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>
#include <vector>

namespace qbm::lab::kubernetes {

/// A way to a field, in the elements of FieldsV1: "f:NAME" of an object, "k:{KEYS}" of a list by keys, "v:VALUE" of a
/// set.
using FieldPath = std::vector<std::string>;

/// The fields that somebody owns: what metadata.managedFields[].fieldsV1 holds.
class FieldSet {
public:
    static FieldSet fromJson(const nlohmann::json& fields);
    nlohmann::json toJson() const;

    void insert(FieldPath path) { m_paths.insert(std::move(path)); }
    void unite(const FieldSet& other) { m_paths.insert(other.m_paths.begin(), other.m_paths.end()); }
    void subtract(const FieldSet& other);
    FieldSet common(const FieldSet& other) const;
    bool contains(const FieldPath& path) const { return m_paths.contains(path); }
    /// Whether the path or anything below it is in the set.
    bool containsBelow(const FieldPath& path) const;
    bool empty() const { return m_paths.empty(); }
    const std::set<FieldPath>& paths() const { return m_paths; }
    bool operator==(const FieldSet&) const = default;

private:
    std::set<FieldPath> m_paths;
};

/// ".spec.containers[name=\"app\"].image": as conflicts name a field.
std::string printPath(const FieldPath& path);

} // namespace qbm::lab::kubernetes
