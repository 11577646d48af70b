// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/dump/backup_operation.h"

#include "core/backup/archive/verify.h"
#include "core/backup/copy/backup_copies.h"
#include "core/backup/copy/copy_step.h"
#include "core/backup/dump/unfinished.h"
#include "core/backup/keep/folder_memory.h"
#include "core/backup/keep/prune_copies.h"
#include "core/backup/operation_checks.h"
#include "core/base/log.h"
#include "core/base/unit.h"
#include "core/postgres/server_facts.h"

#include <algorithm>
#include <set>

namespace qbm::backup {

namespace {

using operation::Check;
using operation::Plan;
using operation::Step;
using operation::StepContext;
using operation::Values;

constexpr const char* kNameKey = kMadeBackupKey;
constexpr const char* kMarkKey = "backupMark"; ///< by which the file that this run made is known again
constexpr const char* kPruneBegunKey = "pruneBegun";

std::string flag(bool value)
{
    return value ? "true" : "false";
}

class BackupOperation final : public operation::Operation {
public:
    /// \param places where the backup goes as well
    /// \param pruned places where old copies go by the retention policy
    BackupOperation(BackupEnvironment environment, BackupOptions options, std::vector<CopyPlace> places,
        std::vector<CopyPlace> pruned)
        : m_environment(std::move(environment))
        , m_options(std::move(options))
        , m_places(std::move(places))
        , m_pruned(std::move(pruned))
    {
    }

    std::string kind() const override { return kBackupCreateKind; }

    Values parameters() const override
    {
        return {{"target", m_environment.target}, {"label", m_options.label}, {"pinned", flag(m_options.pinned)},
            {"format", std::string(name(format()))}, {"checksums", flag(contentChecksums())},
            {"encrypt", flag(m_options.encrypt)}, {"copies", joinNames(m_places)}, {"prune", flag(m_options.prune)},
            {"prunedCopies", joinNames(m_pruned)}, {"newFolder", m_options.newFolder}};
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
        plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "format")), formatText()});
        QBM_TRY(whom, recipient());
        if (whom.encryption != Encryption::None)
            plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "encrypted for")), Text(whom.key)});
        if (m_options.prune)
            QBM_CHECK(addPruneLine(plan, context));
        for (const CopyPlace& place : m_places)
            plan.lines.push_back({Text(placeInWords(place)),
                text(QT_TRANSLATE_NOOP(
                    "core", "gets a copy, read back and compared; if that fails, the backup here is kept"))});
        for (const CopyPlace& place : m_pruned)
            plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "old copies in %1"), place.name),
                text(QT_TRANSLATE_NOOP("core", "go by the retention policy as well, once the new one is there"))});
        plan.stopLeaves = m_places.empty()
            ? text(QT_TRANSLATE_NOOP("core", "Nothing is kept: the unfinished file is removed."))
            : text(QT_TRANSLATE_NOOP("core",
                "While it dumps, nothing: the unfinished file is removed. While it copies, the backup here and the "
                "copies that are finished."));
        plan.undo = text(QT_TRANSLATE_NOOP("core", "Delete the new file."));
        return plan;
    }

    Result<std::vector<Check>> check(TaskContext& context) override
    {
        std::vector<Check> checks{checkFolderWasThere(m_environment, m_options.newFolder)};
        auto server = checkConnection(m_environment, AccessMode::ReadOnly, checks, context);
        if (!server)
            return checks;
        checkTools(server->serverMajor(), checks, context);
        checks.push_back(checkTableLocks(*server, context));
        QBM_TRY(estimate, fetchEstimate(context));
        checkDisk(m_environment.folder, estimate, checks);
        checkEncryption(checks, context);
        for (const CopyPlace& place : m_places)
            checks.push_back(checkPlace(place, context));
        return checks;
    }

    std::vector<Step> steps() override
    {
        Step dump;
        dump.id = "dump";
        dump.title = text(QT_TRANSLATE_NOOP("core", "Dump %1"), m_environment.database);
        dump.run = [this](StepContext& step) { return runDump(step); };
        dump.verify = [this](StepContext& step) {
            auto verified = verifyDump(step);
            m_dumpStays = verified && !m_places.empty(); // also if it is stopped before the first copy begins
            return verified;
        };
        dump.undo = [this](StepContext& step) { return removeDump(step); };
        std::vector<Step> steps{std::move(dump)};
        if (m_options.prune) {
            Step prune;
            prune.id = "prune";
            prune.title = text(QT_TRANSLATE_NOOP("core", "Remove what no rule keeps"));
            prune.run = [this](StepContext& step) { return runPrune(step); };
            steps.push_back(std::move(prune));
        }
        // Last: a place that cannot be reached must not let the disk here fill up.
        for (const CopyPlace& place : m_places)
            steps.push_back(copyStep(place));
        if (!m_pruned.empty()) {
            Step prune;
            prune.id = "prune-copies";
            prune.title = text(QT_TRANSLATE_NOOP("core", "Remove copies that no rule keeps"));
            prune.run = [this](StepContext& step) { return runPruneCopies(step); };
            steps.push_back(std::move(prune));
        }
        return steps;
    }

    /// A copy that fails is no reason to lose a good backup.
    bool reversible() const override { return !m_dumpStays; }

private:
    /// Every place is tried, whatever becomes of the others.
    Step copyStep(const CopyPlace& place)
    {
        const auto backup = [](const StepContext& step) { return step.recall(kNameKey).value_or(""); };
        Step copy = makeCopyStep(m_environment, backup, place);
        const auto guarded = [this, place, backup, undo = copy.undo](auto run) {
            return [this, place, backup, undo, run](StepContext& step) -> Result<> {
                m_dumpStays = true;
                auto done = run(step);
                if (done)
                    return {};
                if (!step.task().stopRequested()) // stopped in the middle, it has cleaned up by itself
                    (void)undo(step);
                Error error = std::move(done).error();
                // For the alarms. A journal that cannot be written any more is told by the engine.
                (void)noteNotCopied(step, place, error.message);
                error.message = m_withoutCopy.empty()
                    ? text(QT_TRANSLATE_NOOP("core", "%1 is made and kept in %2, but it was not copied to %3: %4"),
                        backup(step), m_environment.folder.string(), place.name, error.message)
                    : text(QT_TRANSLATE_NOOP("core", "Nor was it copied to %1: %2"), place.name, error.message);
                m_withoutCopy.insert(place.name);
                return fail(std::move(error));
            };
        };
        copy.run = guarded(copy.run);
        copy.verify = guarded(copy.verify);
        copy.continueOnFailure = true;
        return copy;
    }

    /// A place that cannot be reached is a warning: the backup here is worth having all the same.
    Check checkPlace(const CopyPlace& place, TaskContext& context) const
    {
        Text question = text(QT_TRANSLATE_NOOP("core", "The backup can be copied to %1"), placeInWords(place));
        const auto there = listCopies(place, context);
        if (!there)
            return {std::move(question), operation::Verdict::Warning, there.error().message};
        return {std::move(question), operation::Verdict::Pass,
            text(QT_TRANSLATE_NOOP("core", "backups there: %1"), there->size())};
    }

    Format format() const { return m_options.format.value_or(m_environment.settings.format); }
    bool contentChecksums() const
    {
        return m_options.contentChecksums.value_or(m_environment.settings.contentChecksums);
    }
    Result<Recipient> recipient() const
    {
        return m_options.encrypt ? parseRecipient(m_environment.settings.encryptTo) : Recipient();
    }

    Text formatText() const
    {
        switch (format()) {
        case Format::Guide:
            return text(QT_TRANSLATE_NOOP("core", "the guide's: pg_restore reads it as it is"));
        case Format::Fast:
            return text(QT_TRANSLATE_NOOP("core", "fast: zstd, which \"zstd -d\" turns into what pg_restore reads"));
        case Format::Directory:
            return text(QT_TRANSLATE_NOOP("core", "directory: %1 tables at a time; pg_restore reads it as it is"),
                m_environment.settings.jobs);
        }
        return {};
    }

    void checkEncryption(std::vector<Check>& checks, TaskContext& context) const
    {
        const auto whom = recipient();
        if (whom && whom->encryption == Encryption::None)
            return;
        Text question = text(QT_TRANSLATE_NOOP("core", "The backup can be encrypted for the profile's key"));
        auto usable = whom ? checkRecipient(*whom, context) : Result<>(fail(whom.error()));
        if (usable && format() == Format::Directory)
            usable = fail(ErrorKind::Unsupported,
                text(QT_TRANSLATE_NOOP("core",
                    "A backup in the directory format cannot be encrypted; choose the fast format or no encryption.")));
        if (!usable)
            checks.push_back(failedCheck(std::move(question), usable.error()));
        else
            checks.push_back({std::move(question), operation::Verdict::Pass, Text(whom->key)});
    }

    Result<DumpEstimate> fetchEstimate(TaskContext& context) const
    {
        QBM_TRY(settings, m_environment.connection(AccessMode::ReadOnly, context));
        QBM_TRY(client, postgres::Client::connect(std::move(settings), context));
        return fetchDumpEstimate(client, m_environment.folder, format(), context);
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
            if (earlier && earlier->state == BackupState::Complete
                && fileMark(earlier->file) == step.recall(kMarkKey).value_or(""))
                return {}; // finished by a process that was killed right after
        }
        QBM_CHECK(requireFolderWasThere(m_environment, m_options.newFolder));
        QBM_TRY(settings, m_environment.connection(AccessMode::ReadOnly, task));
        QBM_TRY(client, postgres::Client::connect(settings, task));
        QBM_TRY(tools, findTools(client.serverMajor(), task));
        QBM_TRY(estimate, fetchDumpEstimate(client, m_environment.folder, format(), task));
        QBM_TRY(options, dumpOptions(step));
        QBM_TRY(backup, dumpDatabase(std::move(settings), tools, options, estimate, task));
        rememberFolder(m_environment, task);
        step.say(text(QT_TRANSLATE_NOOP("core", "%1, %2"), backup.name, formatBytes(backup.sizeBytes)));
        return {};
    }

    Result<DumpOptions> dumpOptions(StepContext& step) const
    {
        QBM_TRY(whom, recipient());
        DumpOptions options;
        options.folder = m_environment.folder;
        options.label = m_options.label;
        options.pinned = m_options.pinned;
        options.stallTimeout = m_environment.settings.stallTimeout;
        options.format = format();
        options.recipient = std::move(whom);
        options.contentChecksums = contentChecksums();
        options.jobs = m_environment.settings.jobs;
        options.name = step.recall(kNameKey).value_or("");
        options.mark = step.recall(kMarkKey).value_or("");
        options.onClaimed = [&step](const std::string& name, const std::string& mark) -> Result<> {
            QBM_CHECK(step.remember(kMarkKey, mark));
            return step.remember(kNameKey, name);
        };
        return options;
    }

    Result<> verifyDump(StepContext& step) const
    {
        QBM_TRY(backup, Catalogue(m_environment.folder).find(step.recall(kNameKey).value_or(""), step.task()));
        if (backup.state != BackupState::Complete)
            return fail(
                ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "%1: %2"), backup.name, explain(backup.state)));
        if (backup.encryption != Encryption::None)
            return {}; // meant to be unreadable here; its size is the one written
        QBM_TRY(tools, findNewestTools(step.task()));
        QBM_TRY(contents, readContents(backup, {}, tools, step.task()));
        return compareContents(contents, *backup.sidecar, backup.name);
    }

    Result<> addPruneLine(Plan& plan, TaskContext& context) const
    {
        QBM_TRY(retention, planPrune(m_environment, m_environment.settings.retention, context));
        const auto count = std::ranges::count_if(retention.verdicts, &RetentionVerdict::remove);
        plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "old backups")),
            text(QT_TRANSLATE_NOOP("core",
                     "go by the retention policy once the new one is there; as of now these are %1 of %2 files, %3"),
                count, retention.verdicts.size(), formatBytes(retention.removedBytes))});
        if (auto over = whyOverLimit(retention, m_environment.settings.retention))
            plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "old backups")), std::move(*over)});
        return {};
    }

    /// Old backups that stay a day longer do not make the new one worse: that is told, and no failure.
    Result<> runPrune(StepContext& step) const
    {
        QBM_CHECK(step.remember(kPruneBegunKey, "yes"));
        auto report = prune(step.task());
        if (!report && report.error().kind == ErrorKind::Cancelled)
            return fail(std::move(report).error());
        if (!report) {
            log::write(log::Level::Warning, "backup", report.error());
            step.say(text(QT_TRANSLATE_NOOP("core", "Old backups were not removed: %1"), report.error().sentence()));
            return {};
        }
        step.say(text(QT_TRANSLATE_NOOP("core", "%1 removed, %2 freed"), report->removed.size(),
            formatBytes(report->removedBytes)));
        const RetentionPolicy& policy = m_environment.settings.retention;
        const auto left = planPrune(m_environment, policy, step.task());
        return left ? sayOverLimit(step, *left, {}, policy) : Result<>();
    }

    /// As runPrune(). A place that did not get the new backup loses no old one.
    Result<> runPruneCopies(StepContext& step) const
    {
        const RetentionPolicy& policy = m_environment.settings.retention;
        for (const CopyPlace& place : m_pruned) {
            if (m_withoutCopy.contains(place.name))
                continue;
            const auto prune = [&]() -> Result<PruneReport> {
                QBM_TRY(retention, planCopyPrune(m_environment, place, policy, step.task()));
                return pruneCopies(m_environment, place, policy, removals(retention), step.task());
            };
            auto report = prune();
            if (!report && step.task().stopRequested())
                return fail(cancelledError());
            if (!report) {
                log::write(log::Level::Warning, "backup", report.error());
                step.say(text(QT_TRANSLATE_NOOP("core", "Old copies in %1 were not removed: %2"), place.name,
                    report.error().sentence()));
                continue;
            }
            step.say(text(QT_TRANSLATE_NOOP("core", "Removed copies in %2: %1, %3 freed"), report->removed.size(),
                place.name, formatBytes(report->removedBytes)));
            if (const auto left = planCopyPrune(m_environment, place, policy, step.task()))
                QBM_CHECK(sayOverLimit(step, *left, place.name, policy));
        }
        return {};
    }

    Result<PruneReport> prune(TaskContext& context) const
    {
        const RetentionPolicy& policy = m_environment.settings.retention;
        QBM_TRY(retention, planPrune(m_environment, policy, context));
        return pruneBackups(m_environment, policy, removals(retention), context);
    }

    /// What an unfinished or unsound run left. Once older ones may have gone for it, the new one stays.
    Result<> removeDump(StepContext& step) const
    {
        if (step.recall(kPruneBegunKey)) {
            step.say(
                text(QT_TRANSLATE_NOOP("core", "The new backup stays: older ones may have been removed already.")));
            return {};
        }
        const std::string name = step.recall(kNameKey).value_or("");
        const std::string mark = step.recall(kMarkKey).value_or("");
        return name.empty() ? removeUnfinished(m_environment.folder, mark) // killed before its name was written down
                            : removeMade(m_environment.folder / name, mark);
    }

    BackupEnvironment m_environment;
    BackupOptions m_options;
    std::vector<CopyPlace> m_places, m_pruned;
    bool m_dumpStays = false;
    std::set<std::string> m_withoutCopy; ///< places that this run could not copy to
};

} // namespace

std::unique_ptr<operation::Operation> makeBackupOperation(BackupEnvironment environment, BackupOptions options)
{
    std::vector<CopyPlace> places = options.copy ? environment.settings.copies : std::vector<CopyPlace>();
    std::vector<CopyPlace> pruned = options.prune ? placesToPrune(environment) : std::vector<CopyPlace>();
    return std::make_unique<BackupOperation>(
        std::move(environment), std::move(options), std::move(places), std::move(pruned));
}

Result<std::unique_ptr<operation::Operation>> remakeBackupOperation(
    BackupEnvironment environment, const Values& parameters)
{
    QBM_CHECK(requireSameTarget(environment, parameters));
    const auto value = [&](const char* key) {
        const auto found = parameters.find(key);
        return found == parameters.end() ? std::string() : found->second;
    };
    BackupOptions options;
    options.label = value("label");
    options.pinned = value("pinned") == "true";
    // A journal of an earlier version names no format: it made the guide's.
    options.format = parseFormat(value("format")).value_or(Format::Guide);
    options.contentChecksums = value("checksums") != "false";
    options.encrypt = value("encrypt") == "true";
    options.prune = value("prune") == "true";
    options.newFolder = value("newFolder");
    QBM_TRY(places, findPlaces(environment.settings.copies, value("copies")));
    QBM_TRY(pruned, findPlaces(environment.settings.copies, value("prunedCopies")));
    return std::make_unique<BackupOperation>(
        std::move(environment), std::move(options), std::move(places), std::move(pruned));
}

} // namespace qbm::backup
