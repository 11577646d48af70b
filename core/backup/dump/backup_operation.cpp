// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/dump/backup_operation.h"

#include "core/backup/operation_checks.h"
#include "core/backup/archive/verify.h"
#include "core/base/unit.h"
#include "core/postgres/server_facts.h"

namespace qbm::backup {

namespace {

using operation::Check;
using operation::Plan;
using operation::Step;
using operation::StepContext;
using operation::Values;

constexpr const char* kNameKey = "backup";

class BackupOperation final : public operation::Operation {
public:
    BackupOperation(BackupEnvironment environment, BackupOptions options)
        : m_environment(std::move(environment))
        , m_options(std::move(options))
    {
    }

    std::string kind() const override { return kBackupCreateKind; }

    Values parameters() const override
    {
        return {{"target", m_environment.target}, {"label", m_options.label},
            {"pinned", m_options.pinned ? "true" : "false"}};
    }

    Result<Plan> plan(TaskContext& context) override
    {
        QBM_TRY(estimate, fetchEstimate(context));
        Plan plan;
        plan.title = text(QT_TRANSLATE_NOOP("core", "Back up %1"), m_environment.database);
        plan.consequence = text(QT_TRANSLATE_NOOP("core",
            "The application keeps running; the dump reads one consistent snapshot and changes nothing in the "
            "database."));
        plan.target = m_environment.database;
        plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "database %1"), m_environment.target),
            text(QT_TRANSLATE_NOOP("core", "is read in one snapshot (%1 on the server)"),
                formatBytes(estimate.databaseSizeBytes))});
        plan.lines.push_back(
            {text(QT_TRANSLATE_NOOP("core", "folder %1"), m_environment.folder.string()), newFileText(estimate)});
        plan.stopLeaves = text(QT_TRANSLATE_NOOP("core", "Nothing is kept: the unfinished file is removed."));
        plan.undo = text(QT_TRANSLATE_NOOP("core", "Delete the new file."));
        return plan;
    }

    Result<std::vector<Check>> check(TaskContext& context) override
    {
        std::vector<Check> checks;
        const auto server = checkConnection(m_environment, AccessMode::ReadOnly, checks, context);
        if (!server)
            return checks;
        checkTools(server->serverMajor(), checks, context);
        QBM_TRY(estimate, fetchEstimate(context));
        checkDisk(m_environment.folder, estimate, checks);
        return checks;
    }

    std::vector<Step> steps() override
    {
        Step dump;
        dump.id = "dump";
        dump.title = text(QT_TRANSLATE_NOOP("core", "Dump %1"), m_environment.database);
        dump.run = [this](StepContext& step) { return runDump(step); };
        dump.verify = [this](StepContext& step) { return verifyDump(step); };
        dump.undo = [this](StepContext& step) { return removeDump(step); };
        return {std::move(dump)};
    }

private:
    Result<DumpEstimate> fetchEstimate(TaskContext& context) const
    {
        QBM_TRY(settings, m_environment.connection(AccessMode::ReadOnly, context));
        QBM_TRY(client, postgres::Client::connect(std::move(settings), context));
        return fetchDumpEstimate(client, m_environment.folder, context);
    }

    static Text newFileText(const DumpEstimate& estimate)
    {
        if (estimate.measured)
            return text(QT_TRANSLATE_NOOP("core", "gets a new backup of about %1, in about %2 by the last one"),
                formatBytes(estimate.sizeBytes),
                formatQuantity(std::chrono::duration<double>(*estimate.duration).count(), Unit::Seconds).joined());
        return text(
            QT_TRANSLATE_NOOP("core", "gets a new backup of at most about %1; there is no earlier one to judge by"),
            formatBytes(estimate.sizeBytes));
    }

    Result<> runDump(StepContext& step) const
    {
        TaskContext& task = step.task();
        const std::string name = step.recall(kNameKey).value_or("");
        if (!name.empty()) {
            const auto earlier = Catalogue(m_environment.folder).find(name, task);
            if (earlier && earlier->state == BackupState::Complete)
                return {}; // finished by a process that was killed right after
        }
        QBM_TRY(settings, m_environment.connection(AccessMode::ReadOnly, task));
        QBM_TRY(client, postgres::Client::connect(settings, task));
        QBM_TRY(tools, findTools(client.serverMajor(), task));
        QBM_TRY(estimate, fetchDumpEstimate(client, m_environment.folder, task));
        DumpOptions options;
        options.folder = m_environment.folder;
        options.label = m_options.label;
        options.pinned = m_options.pinned;
        options.name = name;
        if (name.empty()) {
            QBM_TRY(free, freeBackupName(options.folder, task));
            options.name = free;
            QBM_CHECK(step.remember(kNameKey, options.name));
        }
        QBM_TRY(backup, dumpDatabase(std::move(settings), tools, options, estimate.sizeBytes, task));
        step.say(text(QT_TRANSLATE_NOOP("core", "%1, %2"), backup.name, formatBytes(backup.sizeBytes)));
        return {};
    }

    Result<> verifyDump(StepContext& step) const
    {
        QBM_TRY(backup, Catalogue(m_environment.folder).find(step.recall(kNameKey).value_or(""), step.task()));
        if (backup.state != BackupState::Complete)
            return fail(
                ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "%1: %2"), backup.name, explain(backup.state)));
        QBM_TRY(tools, findNewestTools(step.task()));
        QBM_TRY(contents, readContents(backup.file, tools, step.task()));
        return compareContents(contents, *backup.sidecar, backup.name);
    }

    /// What an unfinished or unsound run left.
    Result<> removeDump(StepContext& step) const
    {
        const std::string name = step.recall(kNameKey).value_or("");
        return name.empty() ? Result<>{} : removeBackupFiles(m_environment.folder / name);
    }

    BackupEnvironment m_environment;
    BackupOptions m_options;
};

} // namespace

std::unique_ptr<operation::Operation> makeBackupOperation(BackupEnvironment environment, BackupOptions options)
{
    return std::make_unique<BackupOperation>(std::move(environment), std::move(options));
}

Result<std::unique_ptr<operation::Operation>> remakeBackupOperation(
    BackupEnvironment environment, const Values& parameters)
{
    QBM_CHECK(requireSameTarget(environment, parameters));
    BackupOptions options;
    if (const auto label = parameters.find("label"); label != parameters.end())
        options.label = label->second;
    if (const auto pinned = parameters.find("pinned"); pinned != parameters.end())
        options.pinned = pinned->second == "true";
    return makeBackupOperation(std::move(environment), std::move(options));
}

} // namespace qbm::backup
