// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qbm::kubernetes {

/// A read-only view of one value in a JsonDocument. What is absent or of another type reads as the fallback, so that
/// unknown and missing fields of an API object need no special case. Valid while its document lives and is not
/// re-parsed.
class JsonValue {
public:
    JsonValue() = default;

    /// The member of that name; an absent value if there is none or this is no object.
    JsonValue operator[](std::string_view key) const;
    /// False for what is not there; true for an explicit null.
    bool exists() const { return m_kind != Kind::Absent; }
    bool isNull() const { return m_kind == Kind::Null; }
    bool isObject() const { return m_kind == Kind::Object; }
    bool isArray() const { return m_kind == Kind::Array; }
    bool isString() const { return m_kind == Kind::String; }
    bool isBool() const { return m_kind == Kind::Bool; }
    bool isNumber() const { return m_kind == Kind::Number; }
    /// Absent or null.
    bool empty() const { return m_kind == Kind::Absent || m_kind == Kind::Null; }

    std::string_view view(std::string_view fallback = {}) const;
    std::string string(std::string_view fallback = {}) const { return std::string(view(fallback)); }
    std::int64_t integer(std::int64_t fallback = 0) const;
    std::optional<std::int64_t> optionalInteger() const;
    int count(int fallback = 0) const { return static_cast<int>(integer(fallback)); }
    bool boolean(bool fallback = false) const;
    /// An RFC 3339 time; nullopt if absent, null or unreadable.
    std::optional<TimePoint> time() const;

    std::vector<JsonValue> items() const; ///< of an array, else empty
    std::vector<std::pair<std::string_view, JsonValue>> members() const; ///< of an object, else empty
    /// The value as compact JSON text.
    std::string text() const;

private:
    friend class JsonDocument;
    using Element = std::array<std::uint64_t, 2>; // the library's element, kept opaque
    explicit JsonValue(Element element);

    enum class Kind { Absent, Null, Bool, Number, String, Array, Object };
    Kind m_kind = Kind::Absent;
    Element m_element{};
};

/// Parsed JSON and the parser behind it; use one again to keep its memory.
class JsonDocument {
public:
    JsonDocument();
    ~JsonDocument();
    JsonDocument(JsonDocument&&) noexcept;
    JsonDocument& operator=(JsonDocument&&) noexcept;

    /// Parses; earlier views into this document become invalid. \error BadData
    Result<JsonValue> parse(std::string_view json);
    const JsonValue& root() const { return m_root; }

private:
    struct Parser;
    std::unique_ptr<Parser> m_parser;
    JsonValue m_root;
};

} // namespace qbm::kubernetes
