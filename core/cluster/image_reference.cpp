// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/image_reference.h"

#include <algorithm>

namespace qbm::cluster {

namespace {

constexpr std::size_t kLongestRepository = 255;
constexpr std::size_t kLongestTag = 128;
constexpr std::size_t kSha256Digits = 64;
constexpr std::size_t kShortestDigest = 32;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
bool isLower(char c)
{
    return c >= 'a' && c <= 'z';
}
bool isAlphanumeric(char c)
{
    return isDigit(c) || isLower(c) || (c >= 'A' && c <= 'Z');
}

/// Lower-case letters and digits, parted by one dot, one or two underscores, or any number of dashes.
bool isPathPart(std::string_view part)
{
    const auto isWord = [](char c) { return isDigit(c) || isLower(c); };
    if (part.empty() || !isWord(part.front()) || !isWord(part.back()))
        return false;
    for (std::size_t i = 0; i < part.size();) {
        if (isWord(part[i])) {
            ++i;
            continue;
        }
        const std::size_t end = std::min(part.find_first_not_of(part[i], i), part.size());
        const std::size_t longest = part[i] == '.' ? 1 : part[i] == '_' ? 2 : part[i] == '-' ? part.size() : 0;
        if (end - i > longest || !isWord(part[end]))
            return false;
        i = end;
    }
    return true;
}

bool isHost(std::string_view host)
{
    const std::size_t colon = host.find(':');
    if (colon != std::string_view::npos) {
        const std::string_view port = host.substr(colon + 1);
        if (port.empty() || !std::ranges::all_of(port, isDigit))
            return false;
        host = host.substr(0, colon);
    }
    return !host.empty() && isAlphanumeric(host.front()) && isAlphanumeric(host.back())
        && std::ranges::all_of(host, [](char c) { return isAlphanumeric(c) || c == '.' || c == '-'; });
}

/// The first part names a registry if it cannot be a folder of the default one.
bool namesRegistry(std::string_view first)
{
    return first == "localhost" || first.find_first_of(".:") != std::string_view::npos
        || std::ranges::any_of(first, [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool isRepository(std::string_view text)
{
    if (text.empty() || text.size() > kLongestRepository)
        return false;
    std::size_t begin = 0;
    if (const std::size_t slash = text.find('/');
        slash != std::string_view::npos && namesRegistry(text.substr(0, slash))) {
        if (!isHost(text.substr(0, slash)))
            return false;
        begin = slash + 1;
    }
    for (;;) {
        const std::size_t slash = std::min(text.find('/', begin), text.size());
        if (!isPathPart(text.substr(begin, slash - begin)))
            return false;
        if (slash == text.size())
            return true;
        begin = slash + 1;
    }
}

bool isTag(std::string_view tag)
{
    return !tag.empty() && tag.size() <= kLongestTag && (isAlphanumeric(tag.front()) || tag.front() == '_')
        && std::ranges::all_of(tag, [](char c) { return isAlphanumeric(c) || c == '_' || c == '.' || c == '-'; });
}

bool isDigest(std::string_view digest)
{
    const std::size_t colon = digest.find(':');
    if (colon == std::string_view::npos || colon == 0)
        return false;
    const std::string_view algorithm = digest.substr(0, colon), hex = digest.substr(colon + 1);
    return std::ranges::all_of(algorithm, isAlphanumeric)
        && std::ranges::all_of(hex, [](char c) { return isDigit(c) || (c >= 'a' && c <= 'f'); })
        && (algorithm == "sha256" ? hex.size() == kSha256Digits : hex.size() >= kShortestDigest);
}

} // namespace

std::optional<ImageReference> parseImageReference(std::string_view text)
{
    ImageReference reference;
    if (const std::size_t at = text.find('@'); at != std::string_view::npos) {
        reference.digest = text.substr(at + 1);
        if (!isDigest(reference.digest))
            return std::nullopt;
        text = text.substr(0, at);
    }
    // A colon before the last slash belongs to the registry's port.
    const std::size_t slash = text.rfind('/');
    if (const std::size_t colon = text.rfind(':');
        colon != std::string_view::npos && (slash == std::string_view::npos || colon > slash)) {
        reference.tag = text.substr(colon + 1);
        if (!isTag(reference.tag))
            return std::nullopt;
        text = text.substr(0, colon);
    }
    if (!isRepository(text))
        return std::nullopt;
    reference.repository = text;
    return reference;
}

} // namespace qbm::cluster
