// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/archive_owners.h"

#include "core/process/process.h"

#include <algorithm>

namespace qbm::backup {

namespace {

constexpr std::chrono::minutes kToolStall{2};

std::string joined(const std::vector<std::string>& names)
{
    std::string out;
    for (const std::string& name : names)
        out += (out.empty() ? "" : ", ") + name;
    return out;
}

/// `app` or `"we""ird"` at the beginning of `sql`.
std::string leadingIdentifier(std::string_view sql)
{
    if (!sql.starts_with('"'))
        return std::string(sql.substr(0, sql.find_first_of(" ;")));
    std::string name;
    for (std::size_t i = 1; i < sql.size(); ++i) {
        if (sql[i] == '"' && (i + 1 == sql.size() || sql[i + 1] != '"'))
            break;
        if (sql[i] == '"')
            ++i;
        name += sql[i];
    }
    return name;
}

} // namespace

void RoleScanner::add(std::string_view chunk)
{
    while (!chunk.empty()) {
        const std::size_t end = chunk.find('\n');
        m_rest += chunk.substr(0, end);
        if (end == std::string_view::npos)
            return;
        scanLine(m_rest);
        m_rest.clear();
        chunk.remove_prefix(end + 1);
    }
}

/// Entries begin with "-- Name: model; Type: TABLE; Schema: public; Owner: app"; grants are entries of their own.
void RoleScanner::scanLine(std::string_view line)
{
    constexpr std::string_view kOwner = "; Owner: ", kTablespace = "; Tablespace: ";
    if (line.starts_with("-- Name: ") || line.starts_with("-- Data for Name: ")) {
        m_inGrants = line.find("; Type: ACL;") != std::string_view::npos
            || line.find("; Type: DEFAULT ACL;") != std::string_view::npos;
        const std::size_t at = line.rfind(kOwner);
        if (at == std::string_view::npos)
            return;
        std::string_view owner = line.substr(at + kOwner.size());
        owner = owner.substr(0, owner.rfind(kTablespace));
        if (!owner.empty() && owner != "-")
            m_roles.emplace(owner);
        return;
    }
    if (!m_inGrants)
        return;
    for (const std::string_view word : {" FOR ROLE ", "SET SESSION AUTHORIZATION ", " TO ", " FROM "}) {
        const std::size_t at = line.rfind(word);
        if (at == std::string_view::npos || line.starts_with("RESET "))
            continue;
        if (std::string role = leadingIdentifier(line.substr(at + word.size())); !role.empty() && role != "PUBLIC")
            m_roles.insert(std::move(role));
    }
}

Result<OwnershipReport> checkOwnership(
    postgres::Client& client, const Tools& tools, const std::filesystem::path& archive, TaskContext& context)
{
    RoleScanner scanner;
    process::RunOptions options;
    options.stallTimeout = kToolStall;
    options.onOutput = [&](std::string_view chunk) -> Result<> {
        scanner.add(chunk);
        return {};
    };
    const process::Command command = toolCommand(
        tools.pgRestore, {"--file=-", "--section=pre-data", "--section=post-data", archive.string()});
    QBM_TRY(exit, process::run(command, options, context));
    if (exit.code != 0)
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "pg_restore cannot read the definitions in the backup.")),
            errorLines(exit.errorTail));

    QBM_TRY(present, client.query("SELECT rolname, rolname = current_user AND rolsuper FROM pg_roles", context));
    OwnershipReport report;
    std::set<std::string> known;
    for (const postgres::Row& row : present.rows) {
        known.insert(*row[0]);
        report.superuser |= row[1] == "t";
    }
    std::ranges::set_difference(scanner.roles(), known, std::back_inserter(report.missingRoles));
    return report;
}

Text describe(const OwnershipReport& report)
{
    if (!report.superuser)
        return text(QT_TRANSLATE_NOOP("core",
            "Owners and grants are not restored, as the connecting role is no superuser: everything will belong to "
            "it."));
    if (!report.missingRoles.empty())
        return text(QT_TRANSLATE_NOOP("core",
                        "Owners and grants are not restored, as roles of the backup are not on this server: %1. "
                        "Everything will belong to the connecting role; create them to keep the application's rights."),
            joined(report.missingRoles));
    return text(QT_TRANSLATE_NOOP("core", "Owners and grants are restored as they were."));
}

} // namespace qbm::backup
