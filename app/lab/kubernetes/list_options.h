// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/request.h"
#include "app/lab/kubernetes/selector.h"
#include "app/lab/kubernetes/store.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace qbm::lab::kubernetes {

/// The query parameters of a LIST or WATCH, checked and worded as the server does.
struct ListOptions {
    LabelSelector labels;
    FieldSelector fields;
    std::size_t limit = 0;
    std::string continueToken;
    std::optional<std::uint64_t> resourceVersion;
    std::string resourceVersionMatch;
    std::optional<std::chrono::seconds> timeout;
    bool bookmarks = false;
    bool sendInitialEvents = false;

    /// \error 400, 422, 500
    static ApiResult<ListOptions> parse(const HttpRequest& request, const ResourceType& type, bool watch);

    bool hasSelector() const { return !labels.empty() || !fields.empty(); }
    bool matches(const StoredObject& object) const;
};

/// Where the next page goes on: after `startAfter` (a store key within the namespace), at `version` (-1: at the newest).
struct ContinueToken {
    std::int64_t version = 0;
    std::string startAfter;

    std::string encode() const;
    /// \error 400
    static ApiResult<ContinueToken> decode(const std::string& text);
};

/// \error 500 (no number), in the server's words
ApiResult<std::optional<std::uint64_t>> parseResourceVersion(const std::string& text);

} // namespace qbm::lab::kubernetes
