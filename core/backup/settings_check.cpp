// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/settings_check.h"

namespace qbm::backup {

void checkOutputSettings(postgres::Client& client, const Backup& backup, std::vector<operation::Check>& checks,
    TaskContext& context)
{
    if (!backup.sidecar)
        return;
    for (const auto& [name, value] : backup.sidecar->outputSettings) {
        Text question = text(QT_TRANSLATE_NOOP("core", "The server has the locale %1 (%2)"), value, name);
        const auto taken
            = client.query("SELECT pg_catalog.set_config($1, $2, true)", {name, value}, context);
        if (taken)
            checks.push_back({std::move(question), operation::Verdict::Pass,
                text(QT_TRANSLATE_NOOP("core", "amounts of money in the backup are written that way"))});
        else
            checks.push_back({std::move(question), operation::Verdict::Fail,
                text(QT_TRANSLATE_NOOP("core",
                         "Amounts of money in the backup are written that way and could be misread otherwise; install "
                         "the locale on the database server: %1"),
                    taken.error().message)});
    }
}

} // namespace qbm::backup
