// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/origin.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace qbm::backup {

namespace {

/// Names of this machine: a profile may say one today and another one tomorrow.
std::string_view normalHost(std::string_view host)
{
    constexpr std::array<std::string_view, 4> kLoopback{"localhost", "127.0.0.1", "::1", "localhost.localdomain"};
    return std::ranges::find(kLoopback, host) != kLoopback.end() ? kLoopback.front() : host;
}

bool sameServer(const Origin& a, const Origin& b)
{
    if (!a.systemIdentifier.empty() && !b.systemIdentifier.empty())
        return a.systemIdentifier == b.systemIdentifier;
    return sameAddress(a, b);
}

} // namespace

bool sameAddress(const Origin& a, const Origin& b)
{
    const bool samePort = a.port == 0 || b.port == 0 || a.port == b.port;
    return samePort && normalHost(a.host) == normalHost(b.host);
}

Belonging belongs(const Origin& recorded, const Origin& profile)
{
    if (recorded.database.empty())
        return Belonging::Unknown;
    if (recorded.database != profile.database)
        return Belonging::Foreign;
    if (recorded.systemIdentifier.empty() && recorded.host.empty())
        return Belonging::OursByName;
    return sameServer(recorded, profile) ? Belonging::Ours : Belonging::Foreign;
}

std::string nameToAccept(const Origin& recorded, const Origin& profile)
{
    if (recorded.database != profile.database)
        return recorded.database;
    const auto address = [](const Origin& origin) {
        return origin.host + (origin.port != 0 ? ":" + std::to_string(origin.port) : std::string());
    };
    return address(recorded) != address(profile) || recorded.systemIdentifier.empty() ? address(recorded)
                                                                                       : recorded.systemIdentifier;
}

std::string inWords(const Origin& origin)
{
    std::string words = origin.database.empty() ? "?" : origin.database;
    if (!origin.host.empty())
        words += " on " + origin.host + (origin.port != 0 ? ":" + std::to_string(origin.port) : "");
    return words;
}

} // namespace qbm::backup
