// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
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
    /// 32 hexadecimal digits.
    std::string text() const;

private:
    std::uint64_t m_low = 0, m_high = 0;
};

/// A table's content as one number: the sum modulo 2^128 of XXH3-128 over each row's line of COPY text, so that it does
/// not depend on the order of rows and counts duplicates. It tells apart contents that differ by accident; that nobody
/// changed the file on purpose is what its SHA-256 is for.
///
/// Lines are those of `COPY table (columns) TO STDOUT` in UTF-8, without the line end, under pg_dump's settings: DateStyle
/// ISO, IntervalStyle postgres, extra_float_digits 3, TimeZone UTC, columns in the table's order without generated ones.
/// \source xxhash.com, XXH3
class RowDigest {
public:
    void add(std::string_view line);
    std::int64_t rows() const { return m_rows; }
    /// 32 hexadecimal digits.
    std::string text() const { return m_sum.text(); }

private:
    HashSum m_sum;
    std::int64_t m_rows = 0;
};

} // namespace qbm::backup
