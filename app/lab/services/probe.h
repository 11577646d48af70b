// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"

#include <cstdint>
#include <string>
#include <string_view>

/// Quick questions to servers on 127.0.0.1: is it up yet? Each gives up after one second.
namespace qbm::lab {

/// A connection whose every send and receive gives up after one second; invalid if nobody listens.
FileDescriptor connectToLoopback(std::uint16_t port);

/// What the server sends back to `request`: the first bytes, at most 4 KiB; empty if it does not answer.
std::string ask(std::uint16_t port, std::string_view request);

/// GET `path` is answered with 200.
bool answersHttp(std::uint16_t port, std::string_view path);

/// Redis answers PING, or wants a password first; not while it is loading.
bool answersRedis(std::uint16_t port);

/// Somebody listens.
bool acceptsConnections(std::uint16_t port);

} // namespace qbm::lab
