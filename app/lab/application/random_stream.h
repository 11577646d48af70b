// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>

namespace qbm::lab {

/// Random numbers that are the same on every machine and compiler, which the standard's distributions do not promise.
/// \source SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014
class RandomStream {
public:
    explicit RandomStream(std::uint64_t seed) : m_state(seed) {}

    /// Uniform in (0, 1).
    double uniform()
    {
        m_state += 0x9e3779b97f4a7c15u;
        std::uint64_t z = m_state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        z ^= z >> 31;
        return (static_cast<double>(z >> 11) + 0.5) * 0x1.0p-53;
    }

    double exponential(double mean) { return -mean * std::log(uniform()); }

    /// Standard normal. \source Box & Muller 1958
    double normal()
    {
        const double radius = std::sqrt(-2 * std::log(uniform()));
        return radius * std::cos(2 * std::numbers::pi * uniform());
    }

private:
    std::uint64_t m_state;
};

} // namespace qbm::lab
