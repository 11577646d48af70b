// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/keep/keep_operations.h"
#include "core/backup/operation_checks.h"
#include "core/backup/ours.h"

namespace qbm::backup {

namespace {

using operation::Check;
using operation::Plan;
using operation::Step;
using operation::StepContext;
using operation::Values;

constexpr const char* kBeforeKey = "pinnedBefore";

const char* toWord(bool value)
{
    return value ? "true" : "false";
}

class PinOperation final : public operation::Operation {
public:
    PinOperation(BackupEnvironment environment, std::string backup, bool pinned)
        : m_environment(std::move(environment))
        , m_backup(std::move(backup))
        , m_pinned(pinned)
    {
    }

    std::string kind() const override { return kPinKind; }
    Values parameters() const override
    {
        return {{"target", m_environment.target}, {"backup", m_backup}, {"pinned", toWord(m_pinned)}};
    }

    Result<Plan> plan(TaskContext& context) override
    {
        QBM_TRY(backup, findWithSidecar(context));
        Plan plan;
        plan.target = m_environment.database;
        const Text unchanged = text(QT_TRANSLATE_NOOP("core", "stays as it is"));
        if (m_pinned) {
            plan.title = text(QT_TRANSLATE_NOOP("core", "Pin %1"), m_backup);
            plan.consequence = text(QT_TRANSLATE_NOOP("core", "Retention never removes it until it is unpinned."));
            plan.lines.push_back({Text(m_backup),
                backup.sidecar->pinned ? unchanged : text(QT_TRANSLATE_NOOP("core", "is kept for good"))});
            plan.undo = text(QT_TRANSLATE_NOOP("core", "Unpin it."));
        } else {
            plan.title = text(QT_TRANSLATE_NOOP("core", "Unpin %1"), m_backup);
            plan.consequence
                = text(QT_TRANSLATE_NOOP("core", "The next run of retention removes it if no rule keeps it."));
            plan.lines.push_back({Text(m_backup),
                backup.sidecar->pinned ? text(QT_TRANSLATE_NOOP("core", "is kept only as long as a rule keeps it"))
                                       : unchanged});
            plan.undo = text(QT_TRANSLATE_NOOP("core", "Pin it again, as long as it is there."));
        }
        plan.stopLeaves = text(QT_TRANSLATE_NOOP("core", "It stays as it was."));
        return plan;
    }

    Result<std::vector<Check>> check(TaskContext&) override
    {
        return std::vector<Check>{checkMayChange(m_environment.folder)};
    }

    std::vector<Step> steps() override
    {
        Step write;
        write.id = "write";
        write.title = text(QT_TRANSLATE_NOOP("core", "Note it in the sidecar"));
        write.run = [this](StepContext& step) -> Result<> {
            QBM_TRY(backup, findWithSidecar(step.task()));
            if (!step.recall(kBeforeKey))
                QBM_CHECK(step.remember(kBeforeKey, toWord(backup.sidecar->pinned)));
            return setPin(m_pinned, step.task());
        };
        write.verify = [this](StepContext& step) -> Result<> {
            QBM_TRY(backup, findWithSidecar(step.task()));
            if (backup.sidecar->pinned != m_pinned)
                return fail(ErrorKind::Conflict,
                    text(QT_TRANSLATE_NOOP("core", "The sidecar of %1 was changed by another program."), m_backup));
            return {};
        };
        write.undo = [this](StepContext& step) -> Result<> {
            const auto before = step.recall(kBeforeKey);
            return before ? setPin(*before == toWord(true), step.task()) : Result<>();
        };
        return {std::move(write)};
    }

private:
    Result<Backup> findWithSidecar(TaskContext& context) const
    {
        QBM_TRY(backup, Catalogue(m_environment.folder).find(m_backup, context));
        if (!backup.sidecar)
            return fail(ErrorKind::InvalidInput,
                text(QT_TRANSLATE_NOOP("core", "%1 has no sidecar to hold a pin; adopt it first."), backup.name));
        return backup;
    }

    Result<> setPin(bool pinned, TaskContext& context) const
    {
        QBM_TRY(backup, findWithSidecar(context));
        // Retention that has chosen this backup decides again once it holds it, and then sees the pin.
        if (backup.sidecar->pinned == pinned)
            return {}; // as after a full disk: there is nothing to take back
        QBM_TRY(mark, BackupInUse::mark(backup));
        backup.sidecar->pinned = pinned;
        return writeSidecar(backup.file, *backup.sidecar);
    }

    BackupEnvironment m_environment;
    std::string m_backup;
    bool m_pinned;
};

} // namespace

Result<std::unique_ptr<operation::Operation>> makePinOperation(
    BackupEnvironment environment, const std::string& backup, bool pinned, TaskContext& context)
{
    QBM_TRY(found, findBackup(environment, backup, context));
    auto made = std::make_unique<PinOperation>(std::move(environment), found.name, pinned);
    QBM_CHECK(made->plan(context));
    return made;
}

Result<std::unique_ptr<operation::Operation>> remakePinOperation(
    BackupEnvironment environment, const Values& parameters)
{
    QBM_CHECK(requireSameTarget(environment, parameters));
    const auto backup = parameters.find("backup"), pinned = parameters.find("pinned");
    if (backup == parameters.end() || pinned == parameters.end())
        return fail(ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "The journal does not name the backup.")));
    return std::make_unique<PinOperation>(std::move(environment), backup->second, pinned->second == toWord(true));
}

} // namespace qbm::backup
