// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/api_error.h"

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace qbm::lab::kubernetes {

class StoredObject;

/// A label selector: equality ("a=b", "a!=b") and sets ("a in (x,y)", "a notin (x)", "a", "!a"), comma means and.
class LabelSelector {
public:
    /// Worded as the server does. \error 400
    static ApiResult<LabelSelector> parse(std::string_view text);
    /// matchLabels and matchExpressions of a spec.selector.
    static LabelSelector fromSpec(const nlohmann::json& selector);

    bool empty() const { return m_requirements.empty(); }
    bool matches(const nlohmann::json& labels) const;
    /// "app=backend,pod-template-hash=x": as scale and tables print it.
    std::string print() const;

private:
    enum class Operator { In, NotIn, Exists, Absent };
    struct Requirement {
        std::string key;
        Operator op = Operator::In;
        std::vector<std::string> values;
        bool equality = false; ///< written with =, not in
    };
    class Parser;
    std::vector<Requirement> m_requirements;
};

/// A field selector over the labels a kind indexes ("status.phase=Running,spec.nodeName!=a").
class FieldSelector {
public:
    /// \error 400 for a field label that the kind does not know
    static ApiResult<FieldSelector> parse(std::string_view text, const ResourceType& type);
    bool empty() const { return m_requirements.empty(); }
    bool matches(const StoredObject& object) const;

private:
    struct Requirement {
        std::vector<std::string> path;
        std::string value;
        bool equal = true;
    };
    std::vector<Requirement> m_requirements;
};

} // namespace qbm::lab::kubernetes
