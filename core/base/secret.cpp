// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/secret.h"

#include <cstring>

namespace qbm {

Secret::Secret(Secret&& other) noexcept
    : m_value(std::move(other.m_value))
{
    other.wipe();
}

Secret& Secret::operator=(const Secret& other)
{
    if (this != &other) {
        wipe();
        m_value = other.m_value;
    }
    return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept
{
    if (this != &other) {
        wipe();
        m_value = std::move(other.m_value);
        other.wipe();
    }
    return *this;
}

Secret::~Secret()
{
    wipe();
}

void Secret::wipe() noexcept
{
    // Also the short-string buffer that a move leaves behind; explicit_bzero is not optimised away.
    m_value.resize(m_value.capacity());
    explicit_bzero(m_value.data(), m_value.size());
    m_value.clear();
}

std::string redact(std::string_view text, const Secret& secret)
{
    if (secret.empty())
        return std::string(text);
    std::string out;
    std::size_t from = 0;
    for (std::size_t at = text.find(secret.reveal()); at != std::string_view::npos; at = text.find(secret.reveal(), from)) {
        out.append(text.substr(from, at - from)).append(kRedacted);
        from = at + secret.reveal().size();
    }
    return out.append(text.substr(from));
}

} // namespace qbm
