// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/format.h"

#include <array>
#include <utility>

namespace qbm::backup {

namespace {

constexpr std::array<std::pair<Format, std::string_view>, 3> kFormats{
    {{Format::Guide, "guide"}, {Format::Fast, "fast"}, {Format::Directory, "directory"}}};
constexpr std::array<std::pair<Encryption, std::string_view>, 3> kEncryptions{
    {{Encryption::None, "none"}, {Encryption::Age, "age"}, {Encryption::Gpg, "gpg"}}};

template <class Value, std::size_t N>
std::string_view nameIn(const std::array<std::pair<Value, std::string_view>, N>& names, Value value)
{
    for (const auto& [known, name] : names) {
        if (known == value)
            return name;
    }
    return {};
}

template <class Value, std::size_t N>
std::optional<Value> valueIn(const std::array<std::pair<Value, std::string_view>, N>& names, std::string_view wanted)
{
    for (const auto& [value, name] : names) {
        if (name == wanted)
            return value;
    }
    return std::nullopt;
}

} // namespace

std::string_view name(Format format)
{
    return nameIn(kFormats, format);
}

std::optional<Format> parseFormat(std::string_view name)
{
    return valueIn(kFormats, name);
}

std::string_view name(Encryption encryption)
{
    return nameIn(kEncryptions, encryption);
}

std::optional<Encryption> parseEncryption(std::string_view name)
{
    return valueIn(kEncryptions, name);
}

std::string suffix(Format format, Encryption encryption)
{
    std::string out = format == Format::Guide ? ".dump" : format == Format::Fast ? ".dump.zst" : ".dumpdir";
    if (encryption != Encryption::None)
        out += "." + std::string(name(encryption));
    return out;
}

std::optional<NameParts> parseName(std::string_view fileName)
{
    for (const auto& [format, formatName] : kFormats) {
        for (const auto& [encryption, encryptionName] : kEncryptions) {
            const std::string ending = suffix(format, encryption);
            if (fileName.size() > ending.size() && fileName.ends_with(ending))
                return NameParts{std::string(fileName.substr(0, fileName.size() - ending.size())), format, encryption};
        }
    }
    return std::nullopt;
}

} // namespace qbm::backup
