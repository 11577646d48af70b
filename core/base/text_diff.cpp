// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text_diff.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace qbm {

namespace {

using Lines = std::vector<std::string_view>;
using Kind = DiffLine::Kind;

constexpr std::size_t kContextLines = 3;
/// The trace of the search holds the square of it in numbers: 4 bytes each, 32 MiB at most.
constexpr std::int32_t kMostDifferences = 4000;

Lines linesOf(std::string_view text)
{
    Lines lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

/// The shortest edit of one run of lines into another, found diagonal by diagonal.
class ShortestEdit {
public:
    ShortestEdit(const Lines& before, const Lines& after)
        : m_before(before)
        , m_after(after)
    {
    }

    std::vector<DiffLine> lines()
    {
        const std::int32_t differences = search();
        if (differences < 0)
            return allReplaced();
        return trace(differences);
    }

private:
    using Frontier = std::vector<std::int32_t>; // furthest x on each diagonal from -d to d

    std::int32_t countBefore() const { return static_cast<std::int32_t>(m_before.size()); }
    std::int32_t countAfter() const { return static_cast<std::int32_t>(m_after.size()); }

    /// The x at which round `d` arrives on diagonal `k` before it follows equal lines.
    static std::int32_t arrival(const Frontier& last, std::int32_t d, std::int32_t k)
    {
        if (d == 0)
            return 0;
        if (comesFromAbove(last, d, k))
            return at(last, d - 1, k + 1);
        return at(last, d - 1, k - 1) + 1;
    }

    static bool comesFromAbove(const Frontier& last, std::int32_t d, std::int32_t k)
    {
        return k == -d || (k != d && at(last, d - 1, k - 1) < at(last, d - 1, k + 1));
    }

    static std::int32_t at(const Frontier& frontier, std::int32_t d, std::int32_t k)
    {
        return frontier[static_cast<std::size_t>((k + d) / 2)];
    }

    /// How many differences there are; -1 if there are too many.
    std::int32_t search()
    {
        const std::int32_t most = std::min(countBefore() + countAfter(), kMostDifferences);
        for (std::int32_t d = 0; d <= most; ++d) {
            Frontier frontier(static_cast<std::size_t>(d) + 1);
            for (std::int32_t k = -d; k <= d; k += 2) {
                std::int32_t x = arrival(d == 0 ? frontier : m_frontiers.back(), d, k);
                while (x < countBefore() && x - k >= 0 && x - k < countAfter()
                    && m_before[static_cast<std::size_t>(x)] == m_after[static_cast<std::size_t>(x - k)])
                    ++x;
                frontier[static_cast<std::size_t>((k + d) / 2)] = x;
                if (x >= countBefore() && x - k >= countAfter()) {
                    m_frontiers.push_back(std::move(frontier));
                    return d;
                }
            }
            m_frontiers.push_back(std::move(frontier));
        }
        return -1;
    }

    std::vector<DiffLine> trace(std::int32_t differences) const
    {
        std::vector<DiffLine> reversed;
        std::int32_t x = countBefore();
        std::int32_t y = countAfter();
        const auto same = [&] {
            --x;
            --y;
            reversed.push_back({Kind::Same, m_before[static_cast<std::size_t>(x)]});
        };
        for (std::int32_t d = differences; d > 0; --d) {
            const Frontier& last = m_frontiers[static_cast<std::size_t>(d) - 1];
            const std::int32_t k = x - y;
            const std::int32_t arrived = arrival(last, d, k);
            while (x > arrived)
                same();
            if (comesFromAbove(last, d, k))
                reversed.push_back({Kind::Added, m_after[static_cast<std::size_t>(--y)]});
            else
                reversed.push_back({Kind::Removed, m_before[static_cast<std::size_t>(--x)]});
        }
        while (x > 0)
            same();
        std::ranges::reverse(reversed);
        return reversed;
    }

    std::vector<DiffLine> allReplaced() const
    {
        std::vector<DiffLine> out;
        for (const std::string_view line : m_before)
            out.push_back({Kind::Removed, line});
        for (const std::string_view line : m_after)
            out.push_back({Kind::Added, line});
        return out;
    }

    const Lines& m_before;
    const Lines& m_after;
    std::vector<Frontier> m_frontiers;
};

/// Within a change the order of removed and added lines means nothing; people expect the removed ones first.
void putRemovedFirst(std::vector<DiffLine>& lines)
{
    auto from = lines.begin();
    while (from != lines.end()) {
        from = std::find_if(from, lines.end(), [](const DiffLine& line) { return line.kind != Kind::Same; });
        const auto to = std::find_if(from, lines.end(), [](const DiffLine& line) { return line.kind == Kind::Same; });
        std::stable_partition(from, to, [](const DiffLine& line) { return line.kind == Kind::Removed; });
        from = to;
    }
}

/// "12,7" as in a hunk's head: the first line and how many; an empty run names the line before it.
std::string rangeText(std::size_t first, std::size_t count)
{
    const std::string begin = std::to_string(count == 0 ? first : first + 1);
    return count == 1 ? begin : begin + "," + std::to_string(count);
}

/// Writes lines [from, to) as one hunk; `before` and `after` count the lines that came earlier.
void writeHunk(std::string& out, const std::vector<DiffLine>& lines, std::size_t from, std::size_t to,
    std::size_t before, std::size_t after)
{
    std::size_t countBefore = 0;
    std::size_t countAfter = 0;
    std::string body;
    for (std::size_t i = from; i < to; ++i) {
        const Kind kind = lines[i].kind;
        countBefore += kind != Kind::Added ? 1 : 0;
        countAfter += kind != Kind::Removed ? 1 : 0;
        body += kind == Kind::Same ? ' ' : kind == Kind::Removed ? '-' : '+';
        body += lines[i].text;
        body += '\n';
    }
    out += "@@ -" + rangeText(before, countBefore) + " +" + rangeText(after, countAfter) + " @@\n" + body;
}

} // namespace

std::vector<DiffLine> diffLines(std::string_view before, std::string_view after)
{
    Lines from = linesOf(before);
    Lines to = linesOf(after);
    const auto head = static_cast<std::ptrdiff_t>(std::ranges::mismatch(from, to).in1 - from.begin());
    std::vector<DiffLine> out;
    for (const std::string_view line : Lines(from.begin(), from.begin() + head))
        out.push_back({Kind::Same, line});
    from.erase(from.begin(), from.begin() + head);
    to.erase(to.begin(), to.begin() + head);
    Lines tail;
    while (!from.empty() && !to.empty() && from.back() == to.back()) {
        tail.push_back(from.back());
        from.pop_back();
        to.pop_back();
    }
    const std::vector<DiffLine> middle = ShortestEdit(from, to).lines();
    out.insert(out.end(), middle.begin(), middle.end());
    for (auto line = tail.rbegin(); line != tail.rend(); ++line)
        out.push_back({Kind::Same, *line});
    putRemovedFirst(out);
    return out;
}

std::string unifiedDiff(
    std::string_view before, std::string_view after, const std::string& nameBefore, const std::string& nameAfter)
{
    const std::vector<DiffLine> lines = diffLines(before, after);
    std::string hunks;
    std::size_t linesBefore = 0; // up to `at`
    std::size_t linesAfter = 0;
    std::size_t at = 0;
    const auto advance = [&](std::size_t to) {
        for (; at < to; ++at) {
            linesBefore += lines[at].kind != Kind::Added ? 1 : 0;
            linesAfter += lines[at].kind != Kind::Removed ? 1 : 0;
        }
    };
    const auto nextChange = [&](std::size_t from) {
        while (from < lines.size() && lines[from].kind == Kind::Same)
            ++from;
        return from;
    };
    for (std::size_t change = nextChange(0); change < lines.size();) {
        std::size_t last = change; // of the changes close enough to share this hunk
        for (std::size_t next = change; next < lines.size() && next - last <= 2 * kContextLines + 1;
             next = nextChange(next + 1))
            last = next;
        const std::size_t from = std::max(at, change - std::min(change, kContextLines));
        const std::size_t to = std::min(lines.size(), last + kContextLines + 1);
        advance(from);
        writeHunk(hunks, lines, from, to, linesBefore, linesAfter);
        advance(to);
        change = nextChange(to);
    }
    return hunks.empty() ? hunks : "--- " + nameBefore + "\n+++ " + nameAfter + "\n" + hunks;
}

} // namespace qbm
