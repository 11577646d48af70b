// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/drill/content_check.h"

#include "core/base/unit.h"

/// What a comparison found, in words.
namespace qbm::backup {

namespace {

constexpr std::size_t kNamed = 3; ///< tables that an error names in its sentence

std::string joined(const std::vector<std::string>& names)
{
    std::string out;
    for (const std::string& name : names)
        out += (out.empty() ? "" : ", ") + name;
    return out;
}

std::string describe(const TableComparison& table)
{
    const std::string name = table.schema + "." + table.name;
    if (!table.rowsFound)
        return name + " is missing";
    if (!table.missingColumns.empty())
        return name + " lacks the column " + joined(table.missingColumns);
    if (*table.rowsFound != table.rowsExpected)
        return name + " has " + formatCount(*table.rowsFound) + " rows instead of " + formatCount(table.rowsExpected);
    return name + " has other content in its " + formatCount(table.rowsExpected) + " rows";
}

std::string describe(const LargeObjectComparison& objects)
{
    if (objects.found.count != objects.expected.count)
        return formatCount(objects.found.count) + " of them instead of " + formatCount(objects.expected.count);
    return "other content in the " + formatCount(objects.expected.count) + " of them";
}

Result<> requireEqualLargeObjects(const std::optional<LargeObjectComparison>& objects)
{
    if (!objects || objects->equal())
        return {};
    return fail(ErrorKind::BadData,
        text(QT_TRANSLATE_NOOP("core", "The large objects are not those the backup holds: %1."), describe(*objects)));
}

} // namespace

Result<> requireEqualContent(const ContentReport& report)
{
    if (report.different == 0)
        return requireEqualLargeObjects(report.largeObjects);
    std::string named, all;
    std::size_t count = 0;
    for (const TableComparison& table : report.tables) {
        if (table.equal())
            continue;
        if (count++ < kNamed)
            named += (named.empty() ? "" : "; ") + describe(table);
        all += describe(table) + "\n";
    }
    if (auto objects = requireEqualLargeObjects(report.largeObjects); !objects)
        all += objects.error().english() + "\n";
    return fail(ErrorKind::BadData,
        text(QT_TRANSLATE_NOOP("core", "%1 of %2 tables do not hold what the backup holds: %3."), report.different,
            report.tables.size(), count > kNamed ? named + "; ..." : named),
        all);
}

std::vector<Text> remarks(const ContentReport& report)
{
    std::vector<Text> out;
    for (const MovedRows& moved : report.moved)
        out.push_back(moved.contentCompared
                ? text(QT_TRANSLATE_NOOP("core",
                           "Rows of %1 lie in other partitions than in the backup, as every load places them anew; the "
                           "table as a whole holds what the backup holds."),
                    moved.table)
                : text(QT_TRANSLATE_NOOP("core",
                           "Rows of %1 lie in other partitions than in the backup; the table as a whole has as many "
                           "rows as the backup, and as its partitions order their columns differently, that is all "
                           "that can be compared."),
                    moved.table));
    if (report.rounded > 0)
        out.push_back(text(QT_TRANSLATE_NOOP("core",
                               "Of %1 tables with floating-point numbers only the rows were counted: servers before "
                               "PostgreSQL 12 write such numbers in another way."),
            report.rounded));
    return out;
}

} // namespace qbm::backup
