// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Short forms for the tests of core/net.

#include "core/net/http_client.h"

namespace qbm::test {

inline net::Request get(const std::string& url)
{
    net::Request request;
    request.url = url;
    return request;
}

inline net::Request post(const std::string& url, const std::string& body)
{
    net::Request request = get(url);
    request.method = "POST";
    request.body = body;
    return request;
}

/// By a client of its own, which closes its connection afterwards.
inline Result<net::Response> sendOnce(const net::Request& request, const net::HttpOptions& options = {})
{
    net::HttpClient client(options);
    TaskContext context;
    return client.send(request, context);
}

/// Whether anything a person may see of the error holds the text.
inline bool mentions(const Error& error, std::string_view text)
{
    return (error.english() + error.detail).find(text) != std::string::npos;
}

} // namespace qbm::test
