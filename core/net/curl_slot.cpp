// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/curl_slot.h"

#include <algorithm>
#include <cstring>
#include <mutex>

namespace qbm::net {

namespace {

void initialiseOnce()
{
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

using Url = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

/// Null if it is not a URL.
Url parse(const std::string& text)
{
    Url url(curl_url(), &curl_url_cleanup);
    if (url && curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
        url.reset();
    return url;
}

std::string part(CURLU* url, CURLUPart which, unsigned flags = 0)
{
    char* value = nullptr;
    if (curl_url_get(url, which, &value, flags) != CURLUE_OK)
        return {};
    std::string out(value);
    curl_free(value);
    return out;
}

/// Without what may be secret: user and password, query, fragment.
std::string safeToShow(std::string_view url)
{
    url = url.substr(0, url.find_first_of("?#"));
    const std::size_t scheme = url.find("://");
    const std::size_t at = url.rfind('@');
    if (at == std::string_view::npos)
        return std::string(url);
    return std::string(scheme == std::string_view::npos ? "" : url.substr(0, scheme + 3)) + std::string(url.substr(at + 1));
}

} // namespace

HeaderLines::~HeaderLines()
{
    for (curl_slist* line = m_list; line; line = line->next)
        explicit_bzero(line->data, std::strlen(line->data));
    curl_slist_free_all(m_list);
}

void HeaderLines::add(const std::string& line)
{
    if (curl_slist* longer = curl_slist_append(m_list, line.c_str()))
        m_list = longer;
}

CurlSlot::CurlSlot()
{
    initialiseOnce();
    m_multi = curl_multi_init();
    m_easy = curl_easy_init();
}

CurlSlot::~CurlSlot()
{
    curl_easy_cleanup(m_easy);
    curl_multi_cleanup(m_multi);
}

bool Origin::isLoopback() const
{
    return host == "localhost" || host.ends_with(".localhost") || host == "[::1]" || host.starts_with("127.");
}

Result<Origin> parseOrigin(const std::string& url)
{
    initialiseOnce();
    const Url parsed = parse(url);
    Origin origin;
    if (parsed)
        origin = {part(parsed.get(), CURLUPART_SCHEME), part(parsed.get(), CURLUPART_HOST),
            part(parsed.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT)};
    if ((origin.scheme != "http" && origin.scheme != "https") || origin.host.empty())
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "\"%1\" is not a complete http:// or https:// address."), safeToShow(url)));
    return origin;
}

bool isProxyUrl(const std::string& url)
{
    const Url parsed = parse(url);
    if (!parsed || part(parsed.get(), CURLUPART_HOST).empty())
        return false;
    const std::string scheme = part(parsed.get(), CURLUPART_SCHEME);
    return scheme == "http" || scheme == "https" || scheme == "socks5" || scheme == "socks5h";
}

std::string withHost(const std::string& url, const std::string& host)
{
    const Url parsed = parse(url);
    if (!parsed || curl_url_set(parsed.get(), CURLUPART_HOST, host.c_str(), 0) != CURLUE_OK)
        return url;
    return part(parsed.get(), CURLUPART_URL);
}

bool equalIgnoringCase(std::string_view a, std::string_view b)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

} // namespace qbm::net
