// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/copy/backup_copies.h"
#include "core/backup/copy/copy_step.h"
#include "core/backup/copy/copy_store.h"
#include "core/backup/copy/placed_operation.h"
#include "core/backup/operation_checks.h"
#include "core/backup/ours.h"
#include "core/base/file.h"
#include "core/base/unit.h"

#include <algorithm>

namespace qbm::backup {

namespace {

using operation::Check;
using operation::Plan;
using operation::Step;
using operation::StepContext;
using operation::Values;
using operation::Verdict;

class CopyOperation final : public PlacedOperation {
public:
    using PlacedOperation::PlacedOperation;

    std::string kind() const override { return kBackupCopyKind; }

    Result<Plan> plan(TaskContext& context) override
    {
        QBM_TRY(backup, Catalogue(m_environment.folder).find(m_backup, context));
        Plan plan;
        plan.title = text(QT_TRANSLATE_NOOP("core", "Copy %1 to %2"), m_backup, m_place.name);
        plan.consequence = text(QT_TRANSLATE_NOOP("core",
            "The backup stays where it is. The copy is read back from the second place and compared before it "
            "counts."));
        plan.target = m_environment.database;
        plan.lines.push_back({Text(m_place.location()),
            text(QT_TRANSLATE_NOOP("core", "gets %1 (%2)"), m_backup, formatBytes(backup.sizeBytes))});
        if (backup.sidecar)
            plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "sidecar of %1"), m_backup),
                text(QT_TRANSLATE_NOOP("core", "is copied last and notes the copy here"))});
        plan.stopLeaves
            = text(QT_TRANSLATE_NOOP("core", "Nothing that looks like a whole copy: what was begun there is removed."));
        plan.undo = text(QT_TRANSLATE_NOOP("core", "Delete the copy there."));
        return plan;
    }

    Result<std::vector<Check>> check(TaskContext& context) override
    {
        std::vector<Check> checks;
        QBM_TRY(backup, Catalogue(m_environment.folder).find(m_backup, context));
        checks.push_back({text(QT_TRANSLATE_NOOP("core", "%1 can be copied"), m_backup),
            backup.usable() ? Verdict::Pass : Verdict::Fail, explain(backup.state)});
        Text question = text(QT_TRANSLATE_NOOP("core", "%1 can be reached"), m_place.location());
        auto there = listCopies(m_place, context);
        if (!there) {
            checks.push_back(failedCheck(std::move(question), there.error()));
            return checks;
        }
        checks.push_back({std::move(question), Verdict::Pass,
            text(QT_TRANSLATE_NOOP("core", "backups there: %1"), there->size())});
        if (std::ranges::find(*there, m_backup, &PlacedCopy::name) != there->end())
            checks.push_back({text(QT_TRANSLATE_NOOP("core", "The copy is not there yet")), Verdict::Warning,
                text(QT_TRANSLATE_NOOP(
                    "core", "It is there: it is read back and compared, and replaced only if it differs."))});
        else if (!m_place.s3)
            checks.push_back(checkRoom(text(QT_TRANSLATE_NOOP("core", "%1 has room for it"), m_place.location()),
                m_place.folder, backup.sizeBytes));
        return checks;
    }

    std::vector<Step> steps() override
    {
        return {makeCopyStep(
            m_environment, [name = m_backup](const StepContext&) { return name; }, m_place)};
    }
};

} // namespace

Result<std::unique_ptr<operation::Operation>> makeCopyOperation(
    BackupEnvironment environment, const std::string& backup, const std::string& place, TaskContext& context)
{
    QBM_TRY(found, findBackup(environment, backup, context));
    QBM_TRY(to, findPlace(environment.settings.copies, place));
    return std::make_unique<CopyOperation>(std::move(environment), found.name, std::move(to));
}

Result<std::unique_ptr<operation::Operation>> remakeCopyOperation(
    BackupEnvironment environment, const Values& parameters)
{
    QBM_TRY(placed, readPlaced(environment, parameters));
    return std::make_unique<CopyOperation>(std::move(environment), std::move(placed.first), std::move(placed.second));
}

} // namespace qbm::backup
