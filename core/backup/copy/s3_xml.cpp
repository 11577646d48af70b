// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/copy/s3_xml.h"

#include <array>
#include <charconv>

namespace qbm::backup::s3 {

namespace {

constexpr std::array<std::pair<std::string_view, char>, 5> kEntities{
    {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}}};

/// "#13" or "#xD": S3 writes the quotation marks of tags and line ends in names so. Only ASCII comes that way.
char numericEntity(std::string_view name)
{
    const int base = name.starts_with("#x") ? 16 : 10;
    name.remove_prefix(base == 16 ? 2 : 1);
    int code = 0;
    std::from_chars(name.data(), name.data() + name.size(), code, base);
    return code > 0 && code < 0x80 ? static_cast<char>(code) : '\0';
}

char entity(std::string_view name)
{
    if (name.starts_with('#'))
        return numericEntity(name);
    for (const auto& [known, character] : kEntities) {
        if (name == known)
            return character;
    }
    return '\0';
}

} // namespace

std::vector<std::string_view> elements(std::string_view xml, std::string_view tag)
{
    const std::string begin = "<" + std::string(tag) + ">";
    const std::string end = "</" + std::string(tag) + ">";
    std::vector<std::string_view> found;
    for (std::size_t at = 0; (at = xml.find(begin, at)) != std::string_view::npos;) {
        at += begin.size();
        const std::size_t stop = xml.find(end, at);
        if (stop == std::string_view::npos)
            break;
        found.push_back(xml.substr(at, stop - at));
        at = stop + end.size();
    }
    return found;
}

std::string_view element(std::string_view xml, std::string_view tag)
{
    const auto found = elements(xml, tag);
    return found.empty() ? std::string_view() : found.front();
}

std::string unescaped(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        const std::size_t stop = text.front() == '&' ? text.find(';') : std::string_view::npos;
        const char character = stop == std::string_view::npos ? '\0' : entity(text.substr(1, stop - 1));
        if (character != '\0') {
            out += character;
            text.remove_prefix(stop + 1);
        } else {
            out += text.front();
            text.remove_prefix(1);
        }
    }
    return out;
}

std::string escaped(std::string_view text)
{
    std::string out;
    for (const char character : text) {
        std::string written(1, character);
        for (const auto& [name, known] : kEntities) {
            if (character == known)
                written = "&" + std::string(name) + ";";
        }
        out += written;
    }
    return out;
}

} // namespace qbm::backup::s3
