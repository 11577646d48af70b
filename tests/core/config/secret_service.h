// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

namespace qbm::test {

/// A Secret Service (the desktop keyring's D-Bus interface) that keeps its items in memory, on a bus of its own.
/// It knows what libsecret needs to store and look up: plain sessions, one collection, no prompts.
class SecretService {
public:
    /// \param busAddress of a running D-Bus daemon
    explicit SecretService(const std::string& busAddress);
    SecretService(const SecretService&) = delete;
    SecretService& operator=(const SecretService&) = delete;
    ~SecretService();

    /// From now on calls are taken but not answered.
    void fallSilent();

private:
    class Running;
    std::unique_ptr<Running> m_running;
};

} // namespace qbm::test
