// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace qbm {

/// A password, token or key: wiped on destruction, prints as `***`, and is readable only through reveal().
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string value) : m_value(std::move(value)) {}
    Secret(const Secret&) = default;
    Secret(Secret&& other) noexcept;
    Secret& operator=(const Secret& other);
    Secret& operator=(Secret&& other) noexcept;
    ~Secret();

    bool empty() const { return m_value.empty(); }
    /// The secret itself: for a library's call, never for a log, an error, argv or the ledger.
    const std::string& reveal() const { return m_value; }

private:
    void wipe() noexcept;
    std::string m_value;
};

/// What any text about a secret shows in its place.
inline constexpr std::string_view kRedacted = "***";

/// `text` with every occurrence of `secret` replaced by `***`: for messages that come from servers and tools.
std::string redact(std::string_view text, const Secret& secret);

} // namespace qbm
