// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compose/arguments.h"
#include "app/compose/program_output.h"
#include "app/compose/program_start.h"
#include "app/compose/signals.h"
#include "app/lab/faults.h"
#include "app/lab/orchestrator.h"
#include "app/lab/part_process.h"
#include "app/lab/serve.h"
#include "app/lab/status.h"
#include "core/base/json_text.h"
#include "core/base/printable.h"
#include "core/base/version.h"

#include <CLI/CLI.hpp>
#include <csignal>
#include <fmt/format.h>
#include <iostream>
#include <nlohmann/json.hpp>

namespace {

using namespace qbm;
using namespace qbm::lab;

/// Exit codes, the same as qbmctl's.
enum ExitCode { kOk = 0, kFailed = 1, kUsage = 2, kPartial = 3, kTryLater = 75, kDenied = 77, kStopped = 130 };

constexpr int kMostHistoryDays = 45; // Prometheus keeps 60

struct Arguments {
    std::string folder;
    std::string name; ///< of a fault or a part
    std::string onOff;
    int days = 7;
    int requestsPerSecond = 0;
    bool json = false;
    bool list = false;
};

ExitCode exitCode(const Error& error)
{
    switch (error.kind) {
    case ErrorKind::InvalidInput:
        return kUsage;
    case ErrorKind::Denied:
        return kDenied;
    case ErrorKind::Cancelled:
        return kStopped;
    case ErrorKind::Unreachable:
    case ErrorKind::Timeout:
    case ErrorKind::Exhausted:
        return kTryLater;
    default:
        return kFailed;
    }
}

std::string printed(const nlohmann::json& document)
{
    return printableJson(writeJson(document, 2));
}

int report(const Arguments& arguments, const Error& error)
{
    std::cerr << error.english() << "\n";
    if (!error.detail.empty())
        std::cerr << error.detail << (error.detail.ends_with('\n') ? "" : "\n");
    if (arguments.json)
        std::cout << printed(
            {{"error", {{"kind", name(error.kind)}, {"message", error.english()}, {"detail", error.detail}}}})
                  << "\n";
    return exitCode(error);
}

Result<int> up(const Arguments& arguments, TaskContext& context)
{
    const auto began = std::chrono::steady_clock::now();
    UpOptions options;
    options.folder = arguments.folder;
    options.days = arguments.days;
    const auto seconds
        = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count(); };
    options.onStep = [&](const std::string& line) { std::cerr << fmt::format("{:5.1f} s  {}\n", seconds(), line); };
    QBM_TRY(outcome, bringUp(options, context));
    if (arguments.json) {
        auto document = statusJson(outcome.folder, outcome.state, systemClock().now());
        document["alreadyUp"] = outcome.wasUp;
        document["seconds"] = seconds();
        std::cout << printed(document) << "\n";
        return kOk;
    }
    if (outcome.wasUp)
        std::cerr << fmt::format("A lab is up in {} already; it was left as it is ({}).\n",
            outcome.folder.root.string(), overallState(outcome.folder, outcome.state));
    else
        std::cerr << fmt::format(
            "The lab is up after {:.1f} s. To see it: qbm-lab status --dir {}. To end it: qbm-lab down --dir {}\n",
            seconds(), outcome.folder.root.string(), outcome.folder.root.string());
    std::cout << outcome.folder.profile().string() << "\n";
    return kOk;
}

Result<int> down(const Arguments& arguments, TaskContext& context)
{
    QBM_TRY(left, takeDown(arguments.folder, context));
    std::cerr << fmt::format("The lab in {} is down and removed.\n", arguments.folder);
    for (const auto& file : left)
        std::cerr << fmt::format("{} is not the lab's own and was left.\n", file.string());
    return kOk;
}

Result<int> status(const Arguments& arguments)
{
    QBM_TRY(folder, openLab(arguments.folder));
    QBM_TRY(state, loadState(folder));
    const TimePoint now = systemClock().now();
    if (arguments.json)
        std::cout << printed(statusJson(folder, state, now)) << "\n";
    else
        std::cout << statusText(folder, state, now);
    return overallState(folder, state) == "up" ? kOk : kPartial;
}

/// Opens a lab for a change; other verbs have to wait meanwhile.
Result<std::pair<LabFolder, FileLock>> openForChange(const Arguments& arguments, TaskContext& context)
{
    QBM_TRY(folder, openLab(arguments.folder));
    QBM_TRY(lock, lockVerb(folder, std::chrono::seconds(60), context));
    QBM_TRY(state, loadState(folder));
    if (state.phase != LabState::Phase::Up)
        return fail(ErrorKind::Conflict, text("The lab in %1 is not up.", folder.root.string()));
    return std::pair<LabFolder, FileLock>(folder, std::move(lock));
}

Result<int> load(const Arguments& arguments, TaskContext& context)
{
    QBM_TRY(opened, openForChange(arguments, context));
    QBM_CHECK(setLoad(opened.first, arguments.requestsPerSecond, context));
    std::cerr << (arguments.requestsPerSecond
            ? fmt::format("{} requests a second come on top of the daily pattern now.\n", arguments.requestsPerSecond)
            : std::string("No load on top of the daily pattern now.\n"));
    return kOk;
}

Result<int> fault(const Arguments& arguments, TaskContext& context)
{
    if (arguments.list) {
        for (const FaultSpec& spec : faultSpecs())
            std::cout << fmt::format("{:<28} {}\n", spec.name, spec.description);
        return kOk;
    }
    if (arguments.folder.empty() || arguments.name.empty() || arguments.onOff.empty())
        return fail(
            ErrorKind::InvalidInput, "Say which fault of which lab: qbm-lab fault --dir DIR NAME on|off (or --list).");
    QBM_TRY(opened, openForChange(arguments, context));
    QBM_CHECK(setFault(opened.first, arguments.name, arguments.onOff == "on", context));
    std::cerr << fmt::format("{} is {}.\n", arguments.name, arguments.onOff);
    return kOk;
}

using Serve = Result<>(const LabFolder&, TaskContext&);

Result<int> serve(const Arguments& arguments, Serve* program, TaskContext& context)
{
    QBM_TRY(folder, openLab(arguments.folder));
    QBM_CHECK(program(folder, context));
    return kOk;
}

/// The command line and what it chose.
class CommandLine {
public:
    using Verb = std::function<Result<int>(TaskContext&)>;

    CommandLine()
    {
        m_app.set_version_flag("--version", std::string("qbm-lab ") + kVersion);
        m_app.require_subcommand(1);
        m_app.footer("Exit codes: 0 ok, 1 failed, 2 usage, 3 not all parts run, 75 try later, 77 denied, 130 stopped.");
        addVerbs();
        addInternalVerbs();
    }

    CLI::App& app() { return m_app; }
    Arguments& arguments() { return m_arguments; }
    const Verb& verb() const { return m_verb; }
    bool becomesPart() const { return m_becomesPart; }

private:
    CLI::App* addVerb(const char* verbName, const char* help, Verb verb, bool needsFolder = true)
    {
        CLI::App* sub = m_app.add_subcommand(verbName, help);
        auto* folder = sub->add_option("--dir", m_arguments.folder, "The lab's folder")->type_name("DIR");
        folder->required(needsFolder);
        sub->callback([this, verb = std::move(verb)] { m_verb = verb; });
        return sub;
    }

    void addVerbs()
    {
        auto* upVerb
            = addVerb("up", "Bring a whole QBM system up in a new or empty folder and print its profile's path",
                [this](TaskContext& context) { return up(m_arguments, context); });
        upVerb->add_option("--days", m_arguments.days, "Days of metric history")
            ->capture_default_str()
            ->check(CLI::Range(0, kMostHistoryDays));
        addJson(upVerb);
        addVerb("down", "End everything that up started and remove what it made, backups included",
            [this](TaskContext& context) { return down(m_arguments, context); });
        addJson(addVerb("status", "Show each part: running, frozen or stopped, port, process, age",
            [this](TaskContext&) { return status(m_arguments); }));
        addVerb("load", "Send requests to the application on top of its daily pattern",
            [this](TaskContext& context) { return load(m_arguments, context); })
            ->add_option("--rps", m_arguments.requestsPerSecond, "Requests a second; 0 ends it")
            ->required();
        auto* faultVerb = addVerb(
            "fault", "Break something on purpose, or mend it",
            [this](TaskContext& context) { return fault(m_arguments, context); }, false);
        faultVerb->add_option("name", m_arguments.name, "The fault");
        faultVerb->add_option("state", m_arguments.onOff, "on or off")->check(CLI::IsMember({"on", "off"}));
        faultVerb->add_flag("--list", m_arguments.list, "List the faults there are");
    }

    /// What `up` starts; an empty group hides them from the help.
    void addInternalVerbs()
    {
        addVerb("serve-application", "", [this](TaskContext& context) {
            return serve(m_arguments, serveApplication, context);
        })->group("");
        addVerb("serve-kubernetes", "", [this](TaskContext& context) {
            return serve(m_arguments, serveKubernetes, context);
        })->group("");
        auto* slow = addVerb("slow-part", "", [this](TaskContext& context) -> Result<int> {
            QBM_TRY(folder, openLab(m_arguments.folder));
            QBM_CHECK(slowPart(folder, m_arguments.name, context));
            return kOk;
        });
        slow->group("")->add_option("name", m_arguments.name)->required();
        auto* run = addVerb("run-part", "", {});
        run->group("")->add_option("name", m_arguments.name)->required();
        run->callback([this] { m_becomesPart = true; });
    }

    void addJson(CLI::App* verb) { verb->add_flag("--json", m_arguments.json, "One JSON document on standard output"); }

    CLI::App m_app{
        "A whole QBM system on this machine, with real servers, for trying things out and for tests.", "qbm-lab"};
    Arguments m_arguments;
    Verb m_verb;
    bool m_becomesPart = false;
};

/// \return the exit code, but for what became of standard output
int run(int argc, char** argv)
{
    CommandLine commandLine;
    try {
        commandLine.app().parse(argc, argv);
    } catch (const CLI::ParseError& problem) {
        return commandLine.app().exit(problem) == 0 ? kOk : kUsage;
    }
    if (auto good = compose::checkArguments(argc, argv); !good)
        return report(commandLine.arguments(), good.error());
    if (commandLine.becomesPart()) { // before SignalStop: blocked signals would stay blocked in the part
        std::signal(SIGPIPE, SIG_DFL); // and what is ignored stays ignored
        return report(commandLine.arguments(),
            becomePart(LabFolder::at(commandLine.arguments().folder), commandLine.arguments().name));
    }

    const compose::SignalStop signalStop; // before any other thread
    TaskContext context(signalStop.token());
    const auto code = commandLine.verb()(context);
    return code ? *code : report(commandLine.arguments(), code.error());
}

} // namespace

int main(int argc, char** argv)
{
    compose::settleProgram();
    compose::ProgramOutput output;
    return output.finish(run(argc, argv));
}
