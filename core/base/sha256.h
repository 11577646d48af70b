// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace qbm {

/// A running SHA-256 (OpenSSL's, so it uses the processor's own instructions).
class Sha256 {
public:
    Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;
    ~Sha256();

    void add(std::string_view bytes);
    /// 64 lower-case hexadecimal digits; the object is finished then.
    std::string finish();

private:
    struct Context;
    std::unique_ptr<Context> m_context;
};

/// SHA-256 of a text, in hexadecimal.
std::string sha256Hex(std::string_view bytes);
/// `count` bytes from the system's random source, in hexadecimal.
std::string randomHex(std::size_t count);

} // namespace qbm
