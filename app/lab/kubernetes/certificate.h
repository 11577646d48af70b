// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <string>

namespace qbm::lab::kubernetes {

/// A server certificate for the loopback, and the authority that signed it.
struct Certificate {
    std::string authorityPem;
    std::string certificatePem;
    std::string privateKeyPem;
};

/// A new authority and a server certificate for 127.0.0.1, ::1, localhost and `address`, EC P-256, good for ten years.
/// The authority's key is thrown away. \error Internal
Result<Certificate> makeCertificate(const std::string& address);

/// ca.crt, server.crt and server.key (0600) of a folder; made and written if one is missing.
Result<Certificate> loadOrMakeCertificate(const std::filesystem::path& folder, const std::string& address);

} // namespace qbm::lab::kubernetes
