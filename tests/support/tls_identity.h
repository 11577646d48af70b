// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace qbm::test {

/// A certificate authority of its own and a server certificate it signed. PEM texts; valid for a day.
struct TlsIdentity {
    std::string caPem;
    std::string certificatePem;
    std::string keyPem;
};

/// \param names DNS names, or IPv4 addresses, that the certificate holds for
/// \param hours how long it is valid from now; negative: it has expired
TlsIdentity makeTlsIdentity(const std::vector<std::string>& names, long hours = 24);

} // namespace qbm::test
