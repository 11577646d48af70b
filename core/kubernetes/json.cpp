// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/json.h"

#include <bit>
#include <simdjson.h>

namespace qbm::kubernetes {

namespace {

using Opaque = std::array<std::uint64_t, 2>;
static_assert(sizeof(simdjson::dom::element) == sizeof(Opaque) && std::is_trivially_copyable_v<simdjson::dom::element>);

simdjson::dom::element elementOf(const Opaque& opaque)
{
    return std::bit_cast<simdjson::dom::element>(opaque);
}

Opaque opaqueOf(simdjson::dom::element element)
{
    return std::bit_cast<Opaque>(element);
}

} // namespace

JsonValue::JsonValue(Element element)
    : m_element(element)
{
    switch (elementOf(element).type()) {
    case simdjson::dom::element_type::NULL_VALUE:
        m_kind = Kind::Null;
        break;
    case simdjson::dom::element_type::BOOL:
        m_kind = Kind::Bool;
        break;
    case simdjson::dom::element_type::INT64:
    case simdjson::dom::element_type::UINT64:
    case simdjson::dom::element_type::DOUBLE:
        m_kind = Kind::Number;
        break;
    case simdjson::dom::element_type::STRING:
        m_kind = Kind::String;
        break;
    case simdjson::dom::element_type::ARRAY:
        m_kind = Kind::Array;
        break;
    case simdjson::dom::element_type::OBJECT:
        m_kind = Kind::Object;
        break;
    }
}

JsonValue JsonValue::operator[](std::string_view key) const
{
    simdjson::dom::element member;
    if (!isObject() || elementOf(m_element)[key].get(member) != simdjson::SUCCESS)
        return {};
    return JsonValue(opaqueOf(member));
}

std::string_view JsonValue::view(std::string_view fallback) const
{
    std::string_view value;
    return isString() && elementOf(m_element).get(value) == simdjson::SUCCESS ? value : fallback;
}

std::int64_t JsonValue::integer(std::int64_t fallback) const
{
    return optionalInteger().value_or(fallback);
}

std::optional<std::int64_t> JsonValue::optionalInteger() const
{
    std::int64_t value = 0;
    if (!isNumber() || elementOf(m_element).get(value) != simdjson::SUCCESS)
        return std::nullopt;
    return value;
}

bool JsonValue::boolean(bool fallback) const
{
    bool value = false;
    return isBool() && elementOf(m_element).get(value) == simdjson::SUCCESS ? value : fallback;
}

std::optional<TimePoint> JsonValue::time() const
{
    if (!isString())
        return std::nullopt;
    const auto parsed = parseRfc3339(view());
    return parsed ? std::optional(*parsed) : std::nullopt;
}

std::vector<JsonValue> JsonValue::items() const
{
    std::vector<JsonValue> values;
    simdjson::dom::array array;
    if (!isArray() || elementOf(m_element).get(array) != simdjson::SUCCESS)
        return values;
    values.reserve(array.size());
    for (const simdjson::dom::element item : array)
        values.push_back(JsonValue(opaqueOf(item)));
    return values;
}

std::vector<std::pair<std::string_view, JsonValue>> JsonValue::members() const
{
    std::vector<std::pair<std::string_view, JsonValue>> values;
    simdjson::dom::object object;
    if (!isObject() || elementOf(m_element).get(object) != simdjson::SUCCESS)
        return values;
    values.reserve(object.size());
    for (const auto [key, value] : object)
        values.emplace_back(key, JsonValue(opaqueOf(value)));
    return values;
}

std::string JsonValue::text() const
{
    return exists() ? simdjson::minify(elementOf(m_element)) : std::string();
}

struct JsonDocument::Parser {
    simdjson::dom::parser parser;
};

JsonDocument::JsonDocument()
    : m_parser(std::make_unique<Parser>())
{
}
JsonDocument::~JsonDocument() = default;
JsonDocument::JsonDocument(JsonDocument&&) noexcept = default;
JsonDocument& JsonDocument::operator=(JsonDocument&&) noexcept = default;

Result<JsonValue> JsonDocument::parse(std::string_view json)
{
    m_root = {};
    simdjson::dom::element element;
    if (const auto error = m_parser->parser.parse(json.data(), json.size()).get(element); error != simdjson::SUCCESS)
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "This is not JSON: %1."), simdjson::error_message(error)));
    m_root = JsonValue(opaqueOf(element));
    return m_root;
}

} // namespace qbm::kubernetes
