// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kubernetes/json.h"

#include "core/base/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qbm::kubernetes {

/// A template in kubectl's jsonpath: text, and in braces paths (".items[*].metadata.name"), quoted text, and range/end.
///
/// Paths have fields (also quoted, and with "\." for a dot in a name), [n] from either end, [a:b:step], [a,b], [*], ".."
/// and filters that compare (==, !=, <, <=, >, >=) or ask whether something is there. What is not there prints as
/// nothing, as `kubectl get` has it. \source kubernetes.io/docs/reference/kubectl/jsonpath
class JsonPath {
public:
    /// \error InvalidInput, naming what cannot be read and where; Unsupported, naming what kubectl does not know either
    static Result<JsonPath> parse(std::string_view text);
    /// One path alone, with or without its braces: ".metadata.name", "{.metadata.name}", "metadata.name".
    static Result<JsonPath> parsePath(std::string_view text);

    /// The template filled from this object; objects and arrays as compact JSON.
    std::string print(const JsonValue& object) const;
    /// What the paths lead to, in their order; valid as long as the object.
    std::vector<JsonValue> find(const JsonValue& object) const;

private:
    friend class JsonPathParser;
    enum class Comparison { Exists, Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual };
    struct Filter;
    /// One step of a path.
    struct Step {
        enum class Kind { Field, Items, Slice, Everything, Descendants, Filter };
        Kind kind = Kind::Field;
        std::vector<std::string> names; ///< of Field
        std::vector<std::int64_t> items; ///< of Items; negative: from the end
        std::optional<std::int64_t> from, to; ///< of Slice
        std::int64_t stride = 1;
        std::shared_ptr<const Filter> filter;
    };
    using Path = std::vector<Step>;
    /// What a filter compares: a path from the item, or a value written down.
    struct Operand {
        bool isPath = false;
        Path path;
        std::string literal; ///< as text: strings without their quotes
        bool quoted = false;
    };
    struct Filter {
        Operand left, right;
        Comparison comparison = Comparison::Exists;
    };
    /// A piece of the template.
    struct Part {
        enum class Kind { Text, Path, Range };
        Kind kind = Kind::Text;
        std::string text;
        Path path;
        std::vector<Part> inner; ///< of Range
    };

    static std::vector<JsonValue> walk(const Path& path, const JsonValue& from);
    static void take(const Step& step, const JsonValue& value, std::vector<JsonValue>& out);
    static bool passes(const Filter& filter, const JsonValue& item);
    static void print(const std::vector<Part>& parts, const JsonValue& object, std::string& out);

    std::vector<Part> m_parts;
};

} // namespace qbm::kubernetes
