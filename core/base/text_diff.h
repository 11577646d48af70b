// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace qbm {

/// One line of a comparison.
struct DiffLine {
    enum class Kind { Same, Removed, Added };
    Kind kind = Kind::Same;
    std::string_view text; ///< without its line end; a view into the text it is from
    friend bool operator==(const DiffLine&, const DiffLine&) = default;
};

/// What turns `before` into `after`, line by line, with as few lines removed and added as possible; the removed ones of
/// a change come before the added ones. Texts that differ in more than some thousand lines are given as all removed,
/// then all added, between what they have in common at the beginning and the end. A line end at the very end makes no
/// difference. \source E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1 (1986) \cost
/// time and memory grow with the square of the number of lines that differ
std::vector<DiffLine> diffLines(std::string_view before, std::string_view after);

/// The same as `diff -u` prints it, with three lines of context; empty where the texts are equal.
std::string unifiedDiff(
    std::string_view before, std::string_view after, const std::string& nameBefore, const std::string& nameAfter);

} // namespace qbm
