// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/names.h"

#include "core/base/json_text.h"
#include "core/base/sha256.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qbm::lab::kubernetes {

namespace {

constexpr std::string_view kNameAlphabet = "bcdfghjklmnpqrstvwxz2456789";
constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrl = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string encode(std::string_view data, std::string_view alphabet, bool padded)
{
    std::string out;
    for (std::size_t i = 0; i < data.size(); i += 3) {
        std::uint32_t group = 0;
        const auto count = std::min<std::size_t>(3, data.size() - i);
        for (std::size_t j = 0; j < 3; ++j)
            group = group << 8 | (j < count ? static_cast<unsigned char>(data[i + j]) : 0U);
        for (std::size_t j = 0; j < 4; ++j)
            if (j <= count)
                out += alphabet[group >> (18 - 6 * j) & 63];
            else if (padded)
                out += '=';
    }
    return out;
}

} // namespace

std::string shortName(std::uint32_t number)
{
    // An odd multiplier permutes the 27^5 names, so that neighbours look nothing alike and none comes twice.
    constexpr std::uint64_t kNames = 27ull * 27 * 27 * 27 * 27;
    auto mixed = (number * 7'368'787ull + 5'915'587ull) % kNames;
    std::string name;
    for (int i = 0; i < 5; ++i) {
        name += kNameAlphabet[mixed % kNameAlphabet.size()];
        mixed /= kNameAlphabet.size();
    }
    return name;
}

std::string templateHash(const nlohmann::json& podTemplate)
{
    std::uint32_t hash = 2166136261u; // FNV-1a
    for (const unsigned char c : writeJson(podTemplate))
        hash = (hash ^ c) * 16777619u;
    std::string name;
    for (const char digit : std::to_string(hash))
        name += kNameAlphabet[static_cast<std::size_t>(digit - '0') * 2 % kNameAlphabet.size()];
    return name;
}

std::string makeUid()
{
    auto hex = randomHex(16);
    hex[12] = '4';
    hex[16] = "89ab"[hex[16] & 3];
    for (const std::size_t dash : {8u, 13u, 18u, 23u})
        hex.insert(dash, 1, '-');
    return hex;
}

std::string base64(std::string_view data)
{
    return encode(data, kPlain, true);
}

std::string base64Url(std::string_view data)
{
    return encode(data, kUrl, false);
}

std::optional<std::string> fromBase64Url(std::string_view text)
{
    std::string out;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text) {
        if (c == '=')
            break;
        const auto value = kUrl.find(c);
        if (value == std::string_view::npos)
            return std::nullopt;
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        count += 6;
        if (count >= 8) {
            count -= 8;
            out += static_cast<char>(bits >> count & 0xff);
        }
    }
    return out;
}

} // namespace qbm::lab::kubernetes
