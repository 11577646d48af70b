// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/backup_verbs.h"

#include "core/base/utf8.h"

#include <utility>

namespace qbm::ctl {

namespace {

/// What the command line says about a new backup; what it does not say is the profile's.
struct CreateArguments {
    backup::BackupOptions options;
    std::string format;
    bool noChecksums = false, noEncryption = false, noCopies = false;
};

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
    return runBackupOperation(invocation, services->backups->makeBackupOperation(options));
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
    command->add_option("NAME", *name, "A backup's name, or LATEST")->required();
    return command;
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
