// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/http_client.h"

#include <algorithm>
#include <charconv>
#include <curl/curl.h>

namespace qbm::net {

std::optional<std::chrono::milliseconds> retryAfter(const Response& response, TimePoint now)
{
    const std::string value(response.header("Retry-After"));
    std::int64_t seconds = 0;
    const auto read = std::from_chars(value.data(), value.data() + value.size(), seconds);
    if (read.ec == std::errc() && read.ptr == value.data() + value.size()) {
        constexpr std::int64_t kDay = 86'400; // nobody waits longer, and no sum overflows
        return seconds < 0 ? std::nullopt : std::optional(std::chrono::seconds(std::min(seconds, kDay)));
    }
    const std::time_t date = value.empty() ? -1 : curl_getdate(value.c_str(), nullptr);
    if (date < 0)
        return std::nullopt;
    const auto pause = std::chrono::system_clock::from_time_t(date) - now;
    return std::max(std::chrono::ceil<std::chrono::milliseconds>(pause), std::chrono::milliseconds(0));
}

} // namespace qbm::net
