// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace qbm::backup {

/// The sum of 128-bit hashes modulo 2^128.
class HashSum {
public:
    void add(std::uint64_t low, std::uint64_t high)
    {
        m_low += low;
        m_high += high + (m_low < low ? 1 : 0);
    }
    void add(const HashSum& other) { add(other.m_low, other.m_high); }
    /// 32 hexadecimal digits.
    std::string text() const;
    /// nullopt: not written by text()
    static std::optional<HashSum> parse(std::string_view text);
    friend bool operator==(const HashSum&, const HashSum&) = default;

private:
    std::uint64_t m_low = 0, m_high = 0;
};

/// A table's content as one number: the sum modulo 2^128 of XXH3-128 over each row's line of COPY text, so that it does
/// not depend on the order of rows and counts duplicates. It tells apart contents that differ by accident; that nobody
/// changed the file on purpose is what its SHA-256 is for.
///
/// Lines are those of `COPY table (columns) TO STDOUT` in the archive's encoding, without the line end, under the settings
/// of output_settings.h, with the columns that pg_dump named in its order. Sums of tables add up: those of partitions are
/// the one of the whole.
/// \source xxhash.com, XXH3
class RowDigest {
public:
    void add(std::string_view line);
    void add(const RowDigest& other)
    {
        m_sum.add(other.m_sum);
        m_rows += other.m_rows;
    }
    std::int64_t rows() const { return m_rows; }
    const HashSum& sum() const { return m_sum; }
    /// 32 hexadecimal digits.
    std::string text() const { return m_sum.text(); }

private:
    HashSum m_sum;
    std::int64_t m_rows = 0;
};

} // namespace qbm::backup
