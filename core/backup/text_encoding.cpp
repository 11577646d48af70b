// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/text_encoding.h"

#include "core/base/utf8.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <iconv.h>

namespace qbm::backup {

namespace {

struct Name {
    std::string_view postgres;
    const char* iconv;
};

/// \source PostgreSQL's manual, "Character Set Support"; MULE_INTERNAL has no counterpart
constexpr std::array<Name, 39> kNames{{
    {"LATIN1", "ISO-8859-1"}, {"LATIN2", "ISO-8859-2"}, {"LATIN3", "ISO-8859-3"}, {"LATIN4", "ISO-8859-4"},
    {"LATIN5", "ISO-8859-9"}, {"LATIN6", "ISO-8859-10"}, {"LATIN7", "ISO-8859-13"}, {"LATIN8", "ISO-8859-14"},
    {"LATIN9", "ISO-8859-15"}, {"LATIN10", "ISO-8859-16"}, {"ISO_8859_5", "ISO-8859-5"},
    {"ISO_8859_6", "ISO-8859-6"}, {"ISO_8859_7", "ISO-8859-7"}, {"ISO_8859_8", "ISO-8859-8"},
    {"WIN1250", "CP1250"}, {"WIN1251", "CP1251"}, {"WIN1252", "CP1252"}, {"WIN1253", "CP1253"},
    {"WIN1254", "CP1254"}, {"WIN1255", "CP1255"}, {"WIN1256", "CP1256"}, {"WIN1257", "CP1257"},
    {"WIN1258", "CP1258"}, {"WIN866", "CP866"}, {"WIN874", "CP874"}, {"KOI8R", "KOI8-R"}, {"KOI8U", "KOI8-U"},
    {"EUC_JP", "EUC-JP"}, {"EUC_CN", "EUC-CN"}, {"EUC_KR", "EUC-KR"}, {"EUC_TW", "EUC-TW"},
    {"EUC_JIS_2004", "EUC-JISX0213"}, {"SJIS", "SHIFT_JIS"}, {"SHIFT_JIS_2004", "SHIFT_JISX0213"},
    {"BIG5", "BIG5"}, {"GBK", "GBK"}, {"UHC", "UHC"}, {"GB18030", "GB18030"}, {"JOHAB", "JOHAB"},
}};

const char* iconvName(std::string_view encoding)
{
    const auto found = std::ranges::find(kNames, encoding, &Name::postgres);
    return found == kNames.end() ? nullptr : found->iconv;
}

const iconv_t kNone = reinterpret_cast<iconv_t>(-1);

} // namespace

ToUtf8::ToUtf8(std::string_view encoding)
{
    const char* name = iconvName(encoding);
    const iconv_t handle = name == nullptr ? kNone : ::iconv_open("UTF-8", name);
    m_handle = handle == kNone ? nullptr : handle;
}

ToUtf8::~ToUtf8()
{
    if (m_handle != nullptr)
        ::iconv_close(m_handle);
}

std::optional<std::string> ToUtf8::tried(std::string_view text) const
{
    const bool ascii = std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (m_handle == nullptr || ascii)
        return std::string(text);
    std::string out(text.size() * 4, '\0'); // no character of these encodings takes more
    char* from = const_cast<char*>(text.data()); // iconv only reads it
    char* to = out.data();
    std::size_t left = text.size(), room = out.size();
    ::iconv(m_handle, nullptr, nullptr, nullptr, nullptr);
    if (::iconv(m_handle, &from, &left, &to, &room) == static_cast<std::size_t>(-1))
        return std::nullopt;
    out.resize(out.size() - room);
    return out;
}

std::string ToUtf8::words(std::string_view text) const
{
    if (auto whole = tried(text))
        return std::move(*whole);
    constexpr std::string_view kBetween = " \n\t\"'(),;=/.";
    std::string out;
    while (!text.empty()) {
        // A quoted name may hold what else ends a word.
        const std::size_t end = text[0] == '"' ? text.find('"', 1) : text.find_first_of(kBetween, 1);
        const std::string_view word = text.substr(0, text[0] == '"' && end != text.npos ? end + 1 : end);
        out += (*this)(word);
        text.remove_prefix(word.size());
    }
    return out;
}

bool isReadableAsUtf8(std::string_view encoding)
{
    return encoding == "UTF8" || ToUtf8(encoding).converts();
}

std::optional<std::string> sharedNameIn(const std::string& encoding, const std::string& name)
{
    if (encoding == "UTF8")
        return isUtf8(name) ? std::optional(name) : std::nullopt;
    return ToUtf8(encoding).tried(name);
}

} // namespace qbm::backup
