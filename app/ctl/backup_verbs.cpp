// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/backup_verbs.h"

#include "core/base/printable.h"
#include "core/base/unit.h"
#include "core/base/utf8.h"
#include "core/operation/engine.h"

#include <nlohmann/json.hpp>
#include <ostream>
#include <utility>

namespace qbm::ctl {

namespace {

/// What the command line says about a new backup; what it does not say is the profile's.
struct CreateArguments {
    backup::BackupOptions options;
    std::string format;
    bool noChecksums = false, noEncryption = false, noCopies = false;
};

/// What an operation made, if it is still there.
struct MadeBackup {
    backup::Backup backup;
    bool readBack = false; ///< its table of contents was: the step that made it came to its end
};

std::optional<MadeBackup> madeBackup(const service::BackupService& backups, const operation::Outcome& outcome)
{
    const auto name = outcome.record.values.find(backup::kMadeBackupKey);
    if (name == outcome.record.values.end())
        return std::nullopt;
    TaskContext always; // also after a stop, which may have left the backup
    auto found = backups.show(name->second, always);
    if (!found || found->name != name->second || !found->usable())
        return std::nullopt;
    const auto& steps = outcome.record.steps;
    return MadeBackup{std::move(*found), !steps.empty() && steps.front().state == operation::StepState::Done};
}

void printMade(std::ostream& out, const MadeBackup& made)
{
    const backup::Backup& backup = made.backup;
    out << "The backup has " << formatBytes(backup.sizeBytes);
    if (!made.readBack)
        out << " and was not read back; \"backup verify\" does that.\n";
    else if (backup.encryption != backup::Encryption::None)
        out << ", the size that was written; it is encrypted, so its content was not read back.\n";
    else
        out << " and was read back: its table of contents names all that was dumped. \"backup verify\" reads all of it.\n";
    out << printableLine(backup.name) << "\n"; // alone on the last line, for scripts
}

OutcomeExtra sayMade(const service::BackupService& backups)
{
    OutcomeExtra extra;
    extra.json = [&backups](nlohmann::json& document, const operation::Outcome& outcome) {
        const auto made = madeBackup(backups, outcome);
        document["backup"] = made ? nlohmann::json{{"name", made->backup.name}, {"file", made->backup.file.string()},
                                        {"sizeBytes", made->backup.sizeBytes}, {"verified", made->backup.verified()}, {"readBack", made->readBack}}
                                  : nlohmann::json();
    };
    extra.text = [&backups](std::ostream& out, const operation::Outcome& outcome) {
        if (const auto made = madeBackup(backups, outcome))
            printMade(out, *made);
    };
    return extra;
}

Result<int> createBackup(Invocation& invocation, const CreateArguments& arguments)
{
    QBM_TRY(services, invocation.services());
    backup::BackupOptions options = arguments.options;
    if (!arguments.format.empty())
        options.format = backup::parseFormat(arguments.format);
    if (arguments.noChecksums)
        options.contentChecksums = false;
    options.encrypt = !arguments.noEncryption;
    options.copy = !arguments.noCopies;
    return runBackupOperation(
        invocation, services->backups->makeBackupOperation(options), sayMade(*services->backups));
}

void addCreate(CLI::App& group, Registrar& registrar)
{
    const auto arguments = std::make_shared<CreateArguments>();
    CLI::App* create = group.add_subcommand("create", "Dump the database into the backup folder");
    create->add_option("--label", arguments->options.label, "Shown in the list")->check([](const std::string& label) {
        return isUtf8(label) ? std::string() : std::string("is no UTF-8: the terminal or the script has another encoding");
    });
    create->add_flag("--pin", arguments->options.pinned, "Retention never removes it");
    create
        ->add_option("--format", arguments->format,
            "fast (zstd), guide (pg_restore reads it as it is) or directory (parallel); without: the profile's")
        ->check(CLI::IsMember({"fast", "guide", "directory"}));
    create->add_flag("--no-checksums", arguments->noChecksums, "Count rows only, without a checksum of their content");
    create->add_flag("--no-encryption", arguments->noEncryption, "Although the profile names a recipient");
    create->add_flag("--no-copies", arguments->noCopies, "Although the profile names places for copies");
    create->add_flag("--prune", arguments->options.prune, "Apply the retention policy afterwards");
    addNewFolder(*create, arguments->options.newFolder);
    registrar.verb(create, [arguments](Invocation& invocation) { return createBackup(invocation, *arguments); });
}

} // namespace

Result<int> runBackupOperation(
    Invocation& invocation, service::BackupService::MadeOperation operation, const OutcomeExtra& extra)
{
    if (!operation)
        return fail(std::move(operation).error());
    return runOperation(invocation, **operation, extra);
}

CLI::App* addNamed(CLI::App& group, const char* verb, const char* help, const std::shared_ptr<std::string>& name)
{
    CLI::App* command = group.add_subcommand(verb, help);
    command->add_option("NAME", *name, "A backup's name or its beginning, or LATEST")->required();
    return command;
}

void addNewFolder(CLI::App& command, std::string& folder)
{
    command.add_option("--new-folder", folder,
        "Begin anew in this backup folder although the backups that it held are gone, by the name that the failing check gives");
}

Result<std::vector<backup::TableName>> chooseTables(const service::BackupService& backups, const std::string& backup,
    const std::vector<std::string>& written, TaskContext& context)
{
    std::vector<backup::TableName> known;
    bool read = false;
    std::vector<backup::TableName> chosen;
    for (const std::string& text : written) {
        QBM_TRY(readings, backup::parseTableName(text));
        if (readings.size() > 1 && !std::exchange(read, true)) {
            QBM_TRY(entries, backups.listContents(backup, context));
            for (const backup::ArchiveEntry& entry : entries) {
                if (entry.kind == "TABLE" || entry.kind == "TABLE DATA")
                    known.emplace_back(entry.schema, entry.name);
            }
        }
        QBM_TRY(table, backup::chooseTable(text, known));
        chosen.push_back(std::move(table));
    }
    return chosen;
}

void addBackupVerbs(CLI::App& app, Registrar& registrar)
{
    CLI::App* group = app.add_subcommand("backup", "Backups of the database")->require_subcommand(1);
    addCreate(*group, registrar);
    addBackupReadVerbs(*group, registrar);
    addBackupRestoreVerbs(*group, registrar);
    addBackupKeepVerbs(*group, registrar);
    addBackupScheduleVerbs(*group, registrar);
    addBackupCopyVerbs(*group, registrar);
}

} // namespace qbm::ctl
