// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/yaml.h"

#include "core/base/utf8.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <set>
#include <yaml-cpp/yaml.h>

namespace qbm::config {

namespace {

// Aliases are expanded, so a small file can name a huge document.
constexpr std::size_t kMaxNodes = 1'000'000;
constexpr int kMaxDepth = 200;

std::string quoted(std::string_view text)
{
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string out = "\"";
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        switch (character) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        default:
            if (byte < 0x20) {
                out += "\\u00";
                out += kHex[byte >> 4];
                out += kHex[byte & 15];
            } else {
                out += character;
            }
        }
    }
    return out + '"';
}

template <std::size_t N> bool isOneOf(std::string_view text, const std::array<std::string_view, N>& words)
{
    for (const std::string_view word : words) {
        if (text == word)
            return true;
    }
    return false;
}

} // namespace

// By the YAML 1.1 rules that Kubernetes' own reader follows.
std::string plainScalarAsJson(const std::string& text)
{
    constexpr std::array<std::string_view, 5> kNull{"", "~", "null", "Null", "NULL"};
    constexpr std::array<std::string_view, 9> kTrue{"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"};
    constexpr std::array<std::string_view, 9> kFalse{"false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"};
    if (isOneOf(text, kNull))
        return "null";
    if (isOneOf(text, kTrue))
        return "true";
    if (isOneOf(text, kFalse))
        return "false";
    const char* const begin = text.data() + (text.front() == '+' ? 1 : 0);
    const char* const end = text.data() + text.size();
    const bool octal = end - begin > 1 && *begin == '0' && begin[1] >= '0' && begin[1] <= '7';
    const bool hexadecimal = end - begin > 2 && *begin == '0' && begin[1] == 'x';
    std::int64_t integer = 0;
    if (const auto read = std::from_chars(begin + (hexadecimal ? 2 : 0), end, integer,
            hexadecimal ? 16
                : octal ? 8
                        : 10);
        read.ec == std::errc() && read.ptr == end)
        return std::to_string(integer);
    double number = 0;
    const bool startsLikeNumber = begin != end && (*begin == '-' || *begin == '.' || (*begin >= '0' && *begin <= '9'));
    if (const auto read = std::from_chars(begin, end, number);
        startsLikeNumber && read.ec == std::errc() && read.ptr == end && std::isfinite(number)) {
        std::array<char, 40> buffer{};
        const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
        return std::string(buffer.data(), written.ptr);
    }
    return quoted(text);
}

namespace {

class Converter {
public:
    explicit Converter(std::string_view fileName)
        : m_fileName(fileName)
    {
    }

    Result<std::string> convert(const YAML::Node& node)
    {
        std::string out;
        QBM_CHECK(append(node, out, 0));
        return out;
    }

    tl::unexpected<Error> failAt(const YAML::Mark& mark, std::string why) const
    {
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "%1:%2: %3"), m_fileName, mark.is_null() ? 1 : mark.line + 1,
                std::move(why)));
    }

private:
    Result<> append(const YAML::Node& node, std::string& out, int depth)
    {
        if (++m_nodes > kMaxNodes)
            return failAt(node.Mark(), "more than 1,000,000 values");
        if (depth > kMaxDepth)
            return failAt(node.Mark(), "nested deeper than 200 levels");
        switch (node.Type()) {
        case YAML::NodeType::Undefined:
        case YAML::NodeType::Null:
            out += "null";
            return {};
        case YAML::NodeType::Scalar:
            QBM_CHECK(checkBytes(node));
            out += node.Tag() == "?" ? plainScalarAsJson(node.Scalar()) : quoted(node.Scalar());
            return {};
        case YAML::NodeType::Sequence:
            return appendSequence(node, out, depth);
        case YAML::NodeType::Map:
            return appendMap(node, out, depth);
        }
        return {};
    }

    Result<> checkBytes(const YAML::Node& scalar) const
    {
        if (!isUtf8(scalar.Scalar()))
            return failAt(scalar.Mark(), "\"" + scalar.Scalar() + "\" is no UTF-8");
        return {};
    }

    Result<> appendSequence(const YAML::Node& node, std::string& out, int depth)
    {
        out += '[';
        bool first = true;
        for (const YAML::Node& item : node) {
            if (!first)
                out += ',';
            first = false;
            QBM_CHECK(append(item, out, depth + 1));
        }
        out += ']';
        return {};
    }

    Result<> appendMap(const YAML::Node& node, std::string& out, int depth)
    {
        out += '{';
        std::set<std::string> keys;
        for (const auto& entry : node) {
            const YAML::Node &key = entry.first, &value = entry.second;
            if (!key.IsScalar())
                return failAt(key.Mark(), "a key must be a word");
            QBM_CHECK(checkBytes(key));
            if (key.Scalar() == "<<" && key.Tag() == "?")
                continue;
            if (!keys.insert(key.Scalar()).second)
                return failAt(key.Mark(), "the key \"" + key.Scalar() + "\" stands here twice");
            QBM_CHECK(appendMember(key.Scalar(), value, out, depth, keys.size() > 1));
        }
        if (const YAML::Node merged = node["<<"]; merged.IsDefined())
            QBM_CHECK(appendMerged(merged, out, depth, keys));
        out += '}';
        return {};
    }

    Result<> appendMember(const std::string& key, const YAML::Node& value, std::string& out, int depth, bool comma)
    {
        if (comma)
            out += ',';
        out += quoted(key);
        out += ':';
        return append(value, out, depth + 1);
    }

    /// `<<`: members of other maps, which what stands in the map itself overrides.
    Result<> appendMerged(const YAML::Node& merged, std::string& out, int depth, std::set<std::string>& keys)
    {
        if (merged.IsSequence()) {
            for (const YAML::Node& one : merged)
                QBM_CHECK(appendMerged(one, out, depth + 1, keys));
            return {};
        }
        if (!merged.IsMap())
            return failAt(merged.Mark(), "\"<<\" must name a map");
        for (const auto& entry : merged) {
            const YAML::Node &key = entry.first, &value = entry.second;
            if (key.IsScalar() && keys.insert(key.Scalar()).second)
                QBM_CHECK(appendMember(key.Scalar(), value, out, depth, keys.size() > 1));
        }
        return {};
    }

    std::string m_fileName;
    std::size_t m_nodes = 0;
};

} // namespace

Result<std::string> yamlToJson(std::string_view yaml, std::string_view fileName)
{
    Converter converter(fileName);
    try {
        return converter.convert(YAML::Load(std::string(yaml)));
    } catch (const YAML::Exception& exception) {
        return converter.failAt(exception.mark, "not YAML: " + exception.msg);
    }
}

Result<std::vector<std::string>> yamlDocumentsToJson(std::string_view yaml, std::string_view fileName)
{
    Converter converter(fileName);
    try {
        std::vector<std::string> documents;
        for (const YAML::Node& node : YAML::LoadAll(std::string(yaml))) {
            if (!node.IsDefined() || node.IsNull())
                continue;
            QBM_TRY(json, converter.convert(node));
            documents.push_back(std::move(json));
        }
        return documents;
    } catch (const YAML::Exception& exception) {
        return converter.failAt(exception.mark, "not YAML: " + exception.msg);
    }
}

} // namespace qbm::config
