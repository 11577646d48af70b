// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/http_server.h"
#include "app/lab/kubernetes/tls.h"
#include "core/base/file.h"

namespace qbm::lab::kubernetes {

/// Serves one accepted connection to its end: handshake, requests, answers. Returns soon after `stopFd` is readable.
void serveConnection(FileDescriptor socket, const TlsContext& tls, int stopFd, std::size_t maxBodyBytes,
    const HttpServer::Handler& handler);

} // namespace qbm::lab::kubernetes
