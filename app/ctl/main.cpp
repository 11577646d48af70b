// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compose/arguments.h"
#include "app/compose/program_log.h"
#include "app/compose/program_output.h"
#include "app/compose/program_start.h"
#include "app/compose/signals.h"
#include "app/ctl/verbs.h"
#include "core/base/version.h"
#include "core/kubernetes/waiting.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

namespace {

using namespace qbm;

void addCommonOptions(CLI::App& app, ctl::CommonOptions& options)
{
    app.fallthrough(); // the options may also stand behind the verb
    app.add_option("--profile", options.profile, "A profile file, or the name of one in the profiles folder");
    app.add_flag("--json", options.json, "One JSON document on standard output, nothing else");
    app.add_flag("--dry-run", options.dryRun, "Show the plan and the checks; change nothing");
    app.add_flag("--yes", options.yes, "Run what the plan says (not enough in production)");
    app.add_option("--confirm", options.confirm, "The target's name, which production asks for");
    app.add_option("--reason", options.reason, "Why; written into the ledger");
    app.add_flag("--verbose", options.verbose, "Write all that an operation plans, checks and tells, line by line");
    app.add_flag("--read-only", options.readOnly, "Refuse every change");
}

/// Prints an error: one sentence on standard error, or the JSON document.
int report(const ctl::CommonOptions& options, const Error& error)
{
    if (options.json)
        std::cout << ctl::jsonText({{"error", ctl::toJson(error)}}) << "\n";
    std::cerr << error.english() << "\n";
    const bool isNews = error.english().find(error.detail) == std::string::npos; // reasons may stand in both
    if (!error.detail.empty() && isNews && !options.json)
        std::cerr << error.detail << (error.detail.ends_with('\n') ? "" : "\n");
    return ctl::exitCode(error);
}

/// Databases and backups may have names of any bytes; what else is given becomes text, JSON or YAML.
Result<> checkBytes(const CLI::App& app, const ctl::CommonOptions& options, int argc, char** argv)
{
    if (!app.got_subcommand("backup"))
        return compose::checkArguments(argc, argv);
    const char* const texts[]{"", options.reason.c_str(), options.confirm.c_str()};
    return compose::checkArguments(static_cast<int>(std::size(texts)), texts);
}

/// \return the exit code, but for what became of standard output
int run(int argc, char** argv)
{
    const compose::SignalStop signalStop; // before any other thread
    CLI::App app("Operate a QBM AI system from the command line: status, backups, restores, scaling, what-if.", "qbmctl");
    app.set_version_flag("--version", std::string("qbmctl ") + kVersion);
    app.require_subcommand(1);
    ctl::CommonOptions options;
    addCommonOptions(app, options);
    ctl::Registrar registrar;
    ctl::addStatusVerbs(app, registrar);
    ctl::addMetricsVerbs(app, registrar);
    ctl::addDashboardVerbs(app, registrar);
    ctl::addBackupVerbs(app, registrar);
    ctl::addClusterVerbs(app, registrar);
    ctl::addAnalyzeVerbs(app, registrar);
    ctl::addOperationVerbs(app, registrar);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& problem) {
        return app.exit(problem) == 0 ? ctl::kOk : ctl::kUsage;
    }
    if (auto good = checkBytes(app, options, argc, argv); !good)
        return report(options, good.error());

    if (auto opened = compose::openProgramLog("qbmctl"); !opened)
        std::cerr << opened.error().english() << "\n"; // it works without its log
    // Progress is for verbs that print it; that a server lets us wait is said by every verb, lest it look stuck.
    TaskContext task(signalStop.token(), [](const Progress& progress) {
        if (kubernetes::saysThatWeWait(progress.step))
            std::cerr << progress.step.english() << std::endl;
    });
    ctl::Invocation invocation(options, std::cout, std::cerr, task);
    const auto code = registrar.chosen()(invocation);
    return code ? *code : report(options, code.error());
}

} // namespace

int main(int argc, char** argv)
{
    compose::settleProgram();
    compose::ProgramOutput output;
    return output.finish(run(argc, argv));
}
