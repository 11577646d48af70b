// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace qbm::bench {

/// What one side of a comparison took, in seconds.
template <class Work>
double secondsOf(const Work& work)
{
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

inline double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

/// Medians in seconds.
struct Comparison {
    double ours = 0;
    double peer = 0;
};

/// Runs both in turn, each first in every second pair, so that a load that comes and goes hits both. Each returns the
/// seconds it took, preparation left out. One pair more warms up and is not counted.
template <class Ours, class Peer>
Comparison compareInTurn(int pairs, const Ours& ours, const Peer& peer)
{
    std::vector<double> oursTook, peerTook;
    ours();
    peer();
    for (int pair = 0; pair < pairs; ++pair) {
        if (pair % 2 == 0) {
            oursTook.push_back(ours());
            peerTook.push_back(peer());
        } else {
            peerTook.push_back(peer());
            oursTook.push_back(ours());
        }
    }
    return {median(oursTook), median(peerTook)};
}

/// The line that tests/bench/run completes with ratio, bar and verdict.
inline void printFigure(const char* name, double value, const char* unit, const char* peer, double peerValue)
{
    std::printf("%s\t%.4g\t%s\t%s\t%.4g\n", name, value, unit, peer, peerValue);
    std::fflush(stdout);
}

/// The same where there is nothing to compare with.
inline void printFigure(const char* name, double value, const char* unit)
{
    std::printf("%s\t%.4g\t%s\t-\t-\n", name, value, unit);
    std::fflush(stdout);
}

/// Ends the benchmark: a figure from work that was done wrongly is worth nothing.
[[noreturn]] inline void giveUp(const std::string& why)
{
    std::fprintf(stderr, "%s\n", why.c_str());
    std::exit(1);
}

} // namespace qbm::bench
