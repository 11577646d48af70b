// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operation/journal.h"

#include <vector>

/// What a journal says beside steps and what they remember: when nobody ran the operation, and what its way back left
/// different.
namespace qbm::operation {

inline constexpr const char* kInterruptedKey = "interrupted"; ///< among Record::values: "FROM/TO FROM/TO", as RFC 3339

/// Nobody ran it for a while: a program that ran it was ended some time after its last word, and another went on with it.
struct Interruption {
    TimePoint from{}; ///< of the last word
    TimePoint to{}; ///< when it was gone on with
};
/// In their order; empty: one program ran it from its begin.
std::vector<Interruption> interruptions(const Values& values);
/// The same of the operation that runs.
bool wasInterrupted(const StepContext& step);

/// Writes down what is not as it was before although the operation was taken back, so that nobody says that it is; an empty
/// text: nothing.
Result<> rememberDifference(StepContext& step, const Text& difference);
/// Of an operation that was taken back: what is not as it was before, as its way back found it; empty: nothing was found.
Text whatDiffers(const Record& record);

} // namespace qbm::operation
