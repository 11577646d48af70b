// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/bring_back.h"

#include "core/backup/restore/apply_rights.h"

namespace qbm::backup {

std::set<std::string> missingTablespaces(const std::vector<ArchiveItem>& items, const TargetServer& server)
{
    std::set<std::string> missing;
    for (const ArchiveItem& item : items) {
        if (!item.tablespace.empty() && item.tablespace != "pg_default" && !server.tablespaces.contains(item.tablespace))
            missing.insert(item.tablespace);
    }
    return missing;
}

Result<std::vector<Text>> bringBack(const postgres::ConnectionSettings& settings, const Tools& tools,
    const std::filesystem::path& archive, const std::vector<ArchiveItem>& items, FillOptions options,
    TaskContext& context, bool withRights)
{
    QBM_TRY(client, postgres::Client::connect(settings, context));
    QBM_TRY(server, fetchTargetServer(client, context));
    const RightsPlan planned = planRights(items, server);
    const RightsPlan rights = withRights ? planned : withoutRights(planned);
    options.withOwners = rights.owners;
    options.withGrants = rights.grants;
    options.withTablespaces = missingTablespaces(items, server).empty();
    if (!rights.leftOut.empty())
        options.entries = entriesOf(items, rights);
    QBM_CHECK(fillDatabase(settings, tools, archive, options, context));
    postgres::ConnectionSettings patient = settings;
    patient.statementTimeout = std::chrono::milliseconds(0); // a materialized view may take its time
    QBM_TRY(refused, applyRights(patient, rights, encodingOf(items), context));
    std::vector<Text> told = rights.losses;
    if (withRights && rights.complete())
        told.push_back(text(QT_TRANSLATE_NOOP("core", "Owners and grants are restored as they were.")));
    told.insert(told.end(), refused.begin(), refused.end());
    return told;
}

} // namespace qbm::backup
