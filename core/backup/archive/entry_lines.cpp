// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/archive/entry_lines.h"

#include "core/process/process.h"

#include <charconv>
#include <set>

namespace qbm::backup {

namespace {

constexpr std::string_view kTable = "TABLE ";
constexpr std::string_view kRows = "TABLE DATA ";
constexpr std::string_view kForeign = "FOREIGN TABLE ";

/// "215; 1259 16389 TABLE public model postgres"; other lines are remarks.
void addLine(std::string_view line, std::vector<EntryLine>& lines)
{
    EntryLine entry;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), entry.id);
    if (error != std::errc() || end == line.data() + line.size() || *end != ';')
        return;
    std::size_t at = static_cast<std::size_t>(end - line.data()) + 1;
    for (int number = 0; number < 2; ++number) { // of the catalogue and of the object
        at = line.find_first_not_of(' ', at);
        at = at == std::string_view::npos ? at : line.find(' ', at);
    }
    if (at == std::string_view::npos)
        return;
    entry.what = line.substr(at + 1);
    lines.push_back(std::move(entry));
}

} // namespace

Result<std::vector<EntryLine>> readEntryLines(
    const std::filesystem::path& archive, const Tools& tools, TaskContext& context)
{
    std::string list;
    process::RunOptions options;
    options.onOutput = [&](std::string_view chunk) -> Result<> {
        list += chunk;
        return {};
    };
    const process::Command command{tools.pgRestore, {"--list", archive.string()}, {{"LC_ALL", "C.UTF-8"}}, {}, {}};
    QBM_TRY(exit, process::run(command, options, context));
    if (exit.code != 0)
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "pg_restore cannot read the table of contents of %1."),
                archive.filename().string()),
            errorLines(exit.errorTail));
    std::vector<EntryLine> lines;
    for (std::size_t begin = 0; begin < list.size();) {
        const std::size_t end = std::min(list.find('\n', begin), list.size());
        addLine(std::string_view(list).substr(begin, end - begin), lines);
        begin = end + 1;
    }
    return lines;
}

bool holdsRowsOfExtensions(const std::vector<EntryLine>& lines)
{
    std::set<std::string_view> tables;
    for (const EntryLine& line : lines) {
        for (const std::string_view kind : {kTable, kForeign}) {
            if (line.what.starts_with(kind))
                tables.insert(std::string_view(line.what).substr(kind.size()));
        }
    }
    for (const EntryLine& line : lines) {
        if (line.what.starts_with(kRows) && !tables.contains(std::string_view(line.what).substr(kRows.size())))
            return true;
    }
    return false;
}

} // namespace qbm::backup
