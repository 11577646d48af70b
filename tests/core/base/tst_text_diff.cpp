// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text_diff.h"

#include <QTest>
#include <algorithm>
#include <random>

using namespace qbm;

namespace {

std::vector<std::string> randomLines(std::mt19937& random, int count)
{
    std::vector<std::string> lines;
    for (int i = 0; i < count; ++i)
        lines.emplace_back(1, static_cast<char>('a' + random() % 4));
    return lines;
}

std::string joined(const std::vector<std::string>& lines)
{
    std::string text;
    for (const std::string& line : lines)
        text += line + "\n";
    return text;
}

/// The lines of one side of a comparison.
std::string side(const std::vector<DiffLine>& lines, DiffLine::Kind without)
{
    std::string text;
    for (const DiffLine& line : lines) {
        if (line.kind != without)
            text += std::string(line.text) + "\n";
    }
    return text;
}

/// The length of the longest common subsequence by the textbook's table.
std::size_t commonLines(const std::vector<std::string>& a, const std::vector<std::string>& b)
{
    std::vector<std::vector<std::size_t>> table(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t j = 0; j < b.size(); ++j)
            table[i + 1][j + 1] = a[i] == b[j] ? table[i][j] + 1 : std::max(table[i][j + 1], table[i + 1][j]);
    }
    return table[a.size()][b.size()];
}

std::string numbered(int from, int to)
{
    std::string text;
    for (int i = from; i <= to; ++i)
        text += "line " + std::to_string(i) + "\n";
    return text;
}

} // namespace

class TstTextDiff : public QObject {
    Q_OBJECT

private slots:
    void lines_ofRandomTexts_areWholeAndFewest()
    {
        std::mt19937 random(7);
        for (int round = 0; round < 2000; ++round) {
            const auto before = randomLines(random, static_cast<int>(random() % 12));
            const auto after = randomLines(random, static_cast<int>(random() % 12));
            const std::string beforeText = joined(before);
            const std::string afterText = joined(after);
            const auto lines = diffLines(beforeText, afterText);
            QCOMPARE(side(lines, DiffLine::Kind::Added), beforeText);
            QCOMPARE(side(lines, DiffLine::Kind::Removed), afterText);
            const auto same = std::ranges::count(lines, DiffLine::Kind::Same, &DiffLine::kind);
            QCOMPARE(static_cast<std::size_t>(same), commonLines(before, after));
        }
    }

    void unified_isAsDiffPrintsIt()
    {
        const std::string before = numbered(1, 30);
        std::string after = before;
        after.replace(after.find("line 5\n"), 7, "five\n");
        after.replace(after.find("line 12\n"), 8, "");
        after += "line 31\n";
        QCOMPARE(unifiedDiff(before, after, "old", "new"),
            std::string("--- old\n+++ new\n"
                        "@@ -2,14 +2,13 @@\n line 2\n line 3\n line 4\n-line 5\n+five\n line 6\n line 7\n line 8\n line 9\n"
                        " line 10\n line 11\n-line 12\n line 13\n line 14\n line 15\n"
                        "@@ -28,3 +27,4 @@\n line 28\n line 29\n line 30\n+line 31\n"));
    }

    void unified_ofEqualEmptyAndUnendedTexts()
    {
        QCOMPARE(unifiedDiff("a\nb\n", "a\nb", "x", "y"), std::string());
        QCOMPARE(unifiedDiff("", "", "x", "y"), std::string());
        QCOMPARE(unifiedDiff("", "a\n", "x", "y"), std::string("--- x\n+++ y\n@@ -0,0 +1 @@\n+a\n"));
        QCOMPARE(unifiedDiff("a\n", "", "x", "y"), std::string("--- x\n+++ y\n@@ -1 +0,0 @@\n-a\n"));
    }

    void lines_ofTextsWithNothingInCommon_areReplacedInBoundedTime()
    {
        std::string before;
        std::string after;
        for (int i = 0; i < 20'000; ++i) {
            before += "b" + std::to_string(i) + "\n";
            after += "a" + std::to_string(i) + "\n";
        }
        const auto lines = diffLines(before, after);
        QCOMPARE(lines.size(), std::size_t(40'000));
        QCOMPARE(lines.front().kind, DiffLine::Kind::Removed);
        QCOMPARE(lines.back().kind, DiffLine::Kind::Added);
    }
};

QTEST_APPLESS_MAIN(TstTextDiff)
#include "tst_text_diff.moc"
