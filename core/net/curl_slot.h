// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/net: libcurl's handles as owned values.

#include "core/base/result.h"

#include <curl/curl.h>
#include <memory>
#include <string>
#include <string_view>

namespace qbm::net {

/// A request's header lines. They may hold a token, so they are wiped before they are freed.
class HeaderLines {
public:
    HeaderLines() = default;
    HeaderLines(const HeaderLines&) = delete;
    HeaderLines& operator=(const HeaderLines&) = delete;
    ~HeaderLines();

    void add(const std::string& line);
    curl_slist* get() const { return m_list; }

private:
    curl_slist* m_list = nullptr;
};

/// One transfer at a time, and the connections it keeps. The multi handle is there because only its poll can be woken
/// from another thread: curl_easy_perform looks at a stop about once a second.
class CurlSlot {
public:
    CurlSlot();
    CurlSlot(const CurlSlot&) = delete;
    CurlSlot& operator=(const CurlSlot&) = delete;
    ~CurlSlot();

    bool valid() const { return m_multi && m_easy; }
    CURL* easy() const { return m_easy; }
    CURLM* multi() const { return m_multi; }

private:
    CURLM* m_multi = nullptr;
    CURL* m_easy = nullptr;
};

/// The parts of a URL that errors and TLS settings speak of.
struct Origin {
    std::string scheme;
    std::string host; ///< with brackets where it is an IPv6 address
    std::string port;

    std::string toString() const { return scheme + "://" + host + ":" + port; }
    bool isLoopback() const;
};

/// \error InvalidInput for anything but a complete http or https URL; the message shows neither password nor query
Result<Origin> parseOrigin(const std::string& url);
/// Whether libcurl can use it as a proxy.
bool isProxyUrl(const std::string& url);
/// The URL with another host in it; `url` has passed parseOrigin().
std::string withHost(const std::string& url, const std::string& host);
/// Header names know no letter case.
bool equalIgnoringCase(std::string_view a, std::string_view b);

} // namespace qbm::net
