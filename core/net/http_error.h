// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/net: what libcurl says, in our kinds and sentences.

#include "core/net/curl_slot.h"
#include "core/net/http_client.h"

namespace qbm::net {

/// The error of a transfer that libcurl ended. \param said libcurl's own words (its error buffer)
Error transportError(CURLcode code, CURL* easy, const Origin& origin, const HttpOptions& options, const std::string& said);

/// The same failure after a writing request had left: whether it was carried out cannot be known from here.
Error inDoubtError(const std::string& method, const Origin& origin, const Error& cause);

} // namespace qbm::net
