// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/run_command.h"

#include "core/base/ascii.h"
#include "core/base/json_text.h"
#include "core/cluster/access_check.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace qbm::cluster {

namespace {

using nlohmann::json;
using operation::Check;
using operation::StepContext;
using operation::Verdict;

constexpr const char* kBegun = "begun";
constexpr std::size_t kPreviewLines = 100;
constexpr std::size_t kKeptBytes = 4096;
constexpr std::chrono::seconds kPreviewTime{30};
// A command may be silent while it works; one that is for this long hangs.
constexpr std::chrono::minutes kSilence{10};

/// For people to read and to paste: words with anything unusual in them stand in single quotes.
std::string shown(const std::vector<std::string>& argv)
{
    std::string out;
    for (const std::string& word : argv) {
        const bool plain = !word.empty() && std::ranges::all_of(word, [](char c) {
            return isAsciiAlphanumeric(c) || std::string_view("-_./:=+@,%").find(c) != std::string_view::npos;
        });
        out += (out.empty() ? "" : " ") + (plain ? word : "'" + word + "'");
    }
    return out;
}

std::vector<std::string> linesOf(const std::string& text)
{
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

/// Hands on whole lines and keeps the end of everything.
class OutputReader {
public:
    explicit OutputReader(StepContext& step)
        : m_step(step)
    {
    }
    void add(std::string_view chunk)
    {
        m_line += chunk;
        for (std::size_t end = m_line.find('\n'); end != std::string::npos; end = m_line.find('\n')) {
            addLine(m_line.substr(0, end));
            m_line.erase(0, end + 1);
        }
    }
    void addLine(std::string line)
    {
        ++m_lines;
        m_kept += line + "\n";
        if (m_kept.size() > 2 * kKeptBytes)
            m_kept.erase(0, m_kept.size() - kKeptBytes);
        m_step.task().report({m_lines, 0, line});
        m_step.say(std::move(line));
    }
    std::string finish()
    {
        if (!m_line.empty())
            addLine(std::move(m_line));
        if (m_kept.size() > kKeptBytes)
            m_kept.erase(0, m_kept.size() - kKeptBytes);
        return std::move(m_kept);
    }
    std::uint64_t lines() const { return m_lines; }

private:
    StepContext& m_step;
    std::string m_line, m_kept;
    std::uint64_t m_lines = 0;
};

} // namespace

PodCommand deleteOldLogs(const std::string& pod, const std::string& container, int days, const std::string& folder)
{
    PodCommand command;
    command.pod = pod;
    command.container = container;
    command.command = {"find", folder, "-type", "f", "-name", "*.log*", "-mtime", "+" + std::to_string(days)};
    command.preview = command.command;
    command.preview.emplace_back("-print");
    command.command.emplace_back("-delete");
    return command;
}

Result<PodCommand> upgradePackage(const std::string& pod, const std::string& container, const std::string& package)
{
    if (package.empty() || package.starts_with('-'))
        return fail(
            ErrorKind::InvalidInput, text(QT_TRANSLATE_NOOP("core", "\"%1\" names no Python package."), package));
    PodCommand command;
    command.pod = pod;
    command.container = container;
    command.preview = {"pip", "show", package.substr(0, package.find_first_of("=<>!~[ "))};
    command.command = {"pip", "install", "--upgrade", package};
    command.goneWithPod = true;
    return command;
}

Result<PodCommand> podCommandFrom(const operation::Values& parameters)
{
    const auto valueOf = [&](const char* key) {
        const auto found = parameters.find(key);
        return found == parameters.end() ? std::string() : found->second;
    };
    PodCommand command;
    command.pod = valueOf("pod");
    command.container = valueOf("container");
    command.goneWithPod = valueOf("goneWithPod") == "yes";
    for (const auto& [key, argv] : {std::pair("command", &command.command), std::pair("preview", &command.preview)}) {
        const json words = json::parse(valueOf(key), nullptr, false);
        if (!words.is_array() || !std::ranges::all_of(words, [](const json& word) { return word.is_string(); }))
            return fail(ErrorKind::BadData,
                text(QT_TRANSLATE_NOOP("core", "The journal of a command in a pod does not hold the command.")));
        *argv = words.get<std::vector<std::string>>();
    }
    return command;
}

RunCommand::RunCommand(std::shared_ptr<kubernetes::Client> client, std::string nameSpace, PodCommand command,
    std::filesystem::path kubeconfig)
    : m_client(std::move(client))
    , m_nameSpace(std::move(nameSpace))
    , m_command(std::move(command))
    , m_kubeconfig(std::move(kubeconfig))
{
}

operation::Values RunCommand::parameters() const
{
    return {{"context", m_client->access().contextName}, {"namespace", m_nameSpace}, {"pod", m_command.pod},
        {"container", m_command.container}, {"command", writeJson(json(m_command.command))},
        {"preview", writeJson(json(m_command.preview))}, {"goneWithPod", m_command.goneWithPod ? "yes" : "no"}};
}

Result<> RunCommand::checkArguments() const
{
    if (m_command.pod.empty() || m_command.pod.starts_with('-') || m_command.container.starts_with('-'))
        return fail(ErrorKind::InvalidInput, text(QT_TRANSLATE_NOOP("core", "Name the pod to run the command in.")));
    if (m_command.command.empty())
        return fail(
            ErrorKind::InvalidInput, text(QT_TRANSLATE_NOOP("core", "Name the command to run in %1."), m_command.pod));
    return {};
}

Result<> RunCommand::requireKubeconfig() const
{
    std::error_code error;
    const auto files = kubernetes::Kubeconfig::defaultFiles(m_kubeconfig);
    if (std::ranges::any_of(
            files, [&](const std::filesystem::path& file) { return std::filesystem::exists(file, error); }))
        return {};
    return fail(ErrorKind::Unsupported,
        text(QT_TRANSLATE_NOOP("core",
            "Commands in pods go through kubectl, which needs a kubeconfig file; this console has its access without "
            "one.")));
}

Result<process::Command> RunCommand::kubectl(const std::vector<std::string>& argv) const
{
    QBM_CHECK(requireKubeconfig());
    const auto program = process::findProgram("kubectl");
    if (!program)
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP(
                "core", "The program kubectl was not found on PATH: install it (Debian package kubernetes-client).")));
    process::Command command;
    command.program = *program;
    if (!m_kubeconfig.empty())
        command.arguments = {"--kubeconfig", m_kubeconfig.string()};
    for (std::string word : {std::string("--context"), m_client->access().contextName, std::string("--namespace"),
             m_nameSpace, std::string("exec"), m_command.pod})
        command.arguments.push_back(std::move(word));
    if (!m_command.container.empty()) {
        command.arguments.emplace_back("--container");
        command.arguments.push_back(m_command.container);
    }
    command.arguments.emplace_back("--");
    command.arguments.insert(command.arguments.end(), argv.begin(), argv.end());
    return command;
}

Result<kubernetes::Pod> RunCommand::fetchPod(TaskContext& context) const
{
    QBM_TRY(answer, m_client->get({kubernetes::resource::kPods, m_nameSpace, m_command.pod, {}}, context));
    kubernetes::JsonDocument document;
    QBM_TRY(root, document.parse(answer.json));
    return kubernetes::decodePod(root);
}

Result<operation::Plan> RunCommand::plan(TaskContext& context)
{
    QBM_CHECK(checkArguments());
    operation::Plan plan;
    plan.title = text(QT_TRANSLATE_NOOP("core", "Run %1 in pod %2"), m_command.command.front(), m_command.pod);
    plan.consequence = m_command.goneWithPod
        ? text(QT_TRANSLATE_NOOP("core",
            "It changes this one container and is gone with it: the next pod comes from the image again. To keep it, "
            "build "
            "it into a new image and set that."))
        : text(QT_TRANSLATE_NOOP("core", "It runs with the rights of the container and changes what it can reach."));
    plan.target = m_command.pod;
    plan.lines.push_back(
        {text(QT_TRANSLATE_NOOP("core", "Pod %1 in %2"), m_command.pod, m_nameSpace), shown(m_command.command)});
    if (!m_command.preview.empty())
        QBM_CHECK(appendPreview(plan, context));
    plan.stopLeaves = text(QT_TRANSLATE_NOOP(
        "core", "The connection is closed; what runs in the container may go on until it ends by itself."));
    plan.undo = text(QT_TRANSLATE_NOOP("core", "What a command has done cannot be taken back from here."));
    plan.destructive = !m_command.goneWithPod;
    return plan;
}

Result<> RunCommand::appendPreview(operation::Plan& plan, TaskContext& context) const
{
    const Text what = text(QT_TRANSLATE_NOOP("core", "What it will touch"));
    if (m_client->mode() == AccessMode::ReadOnly) {
        plan.lines.push_back({what,
            text(QT_TRANSLATE_NOOP(
                "core", "not looked: that runs a command in the pod too, and the console is read-only"))});
        return {};
    }
    const auto command = kubectl(m_command.preview);
    if (!command) {
        plan.lines.push_back({what, text(QT_TRANSLATE_NOOP("core", "not known: %1"), command.error().message)});
        return {};
    }
    process::RunOptions options;
    options.stallTimeout = kPreviewTime;
    QBM_TRY(exit, process::run(*command, options, context));
    const std::vector<std::string> lines = linesOf(exit.output);
    if (exit.code != 0)
        plan.lines.push_back({what,
            text(QT_TRANSLATE_NOOP("core", "%1 ended with exit code %2: %3"), shown(m_command.preview), exit.code,
                exit.errorTail)});
    else if (lines.empty())
        plan.lines.push_back(
            {what, text(QT_TRANSLATE_NOOP("core", "nothing: %1 prints no line"), shown(m_command.preview))});
    else
        plan.lines.push_back(
            {what, text(QT_TRANSLATE_NOOP("core", "%1 lines of %2:"), lines.size(), shown(m_command.preview))});
    for (std::size_t i = 0; i < std::min(lines.size(), kPreviewLines); ++i)
        plan.lines.push_back({Text(), lines[i]});
    if (lines.size() > kPreviewLines)
        plan.lines.push_back({Text(), text(QT_TRANSLATE_NOOP("core", "and %1 more"), lines.size() - kPreviewLines)});
    return {};
}

Result<std::vector<Check>> RunCommand::check(TaskContext& context)
{
    QBM_CHECK(checkArguments());
    std::vector<Check> checks{writableCheck(*m_client)};
    const auto program = kubectl(m_command.command);
    checks.push_back({text(QT_TRANSLATE_NOOP("core", "kubectl can be used")), program ? Verdict::Pass : Verdict::Fail,
        program ? Text(program->program.string()) : program.error().message});
    const auto pod = fetchPod(context);
    if (!pod && pod.error().kind == ErrorKind::Cancelled)
        return fail(pod.error());
    Check running{text(QT_TRANSLATE_NOOP("core", "Pod %1 runs"), m_command.pod), Verdict::Pass, {}};
    if (!pod) {
        running.verdict = Verdict::Fail;
        running.reason = pod.error().message;
    } else {
        running.reason = text(QT_TRANSLATE_NOOP("core", "Its state is %1."), pod->status);
        if (pod->phase != "Running" || pod->meta.deletion)
            running.verdict = Verdict::Fail;
        const auto& containers = pod->containerStates;
        if (!m_command.container.empty()
            && std::ranges::find(containers, m_command.container, &kubernetes::Container::name) == containers.end()) {
            running.verdict = Verdict::Fail;
            running.reason = text(QT_TRANSLATE_NOOP("core", "It has no container %1."), m_command.container);
        }
    }
    checks.push_back(std::move(running));
    checks.push_back(
        accessCheck(*m_client, {"get", kubernetes::resource::kPods, {}, m_nameSpace, m_command.pod}, context));
    checks.push_back(
        accessCheck(*m_client, {"create", kubernetes::resource::kPods, "exec", m_nameSpace, m_command.pod}, context));
    QBM_CHECK(context.checkpoint());
    return checks;
}

std::vector<operation::Step> RunCommand::steps()
{
    operation::Step step;
    step.id = "run";
    step.title = text(QT_TRANSLATE_NOOP("core", "Run %1"), shown(m_command.command));
    step.run = [this](StepContext& context) { return run(context); };
    return {std::move(step)};
}

Result<> RunCommand::run(StepContext& step) const
{
    if (m_client->mode() == AccessMode::ReadOnly)
        return fail(ErrorKind::Denied,
            text(QT_TRANSLATE_NOOP("core", "No command was run in %1: the console is open read-only."), m_command.pod));
    if (step.recall(kBegun))
        return fail(ErrorKind::InDoubt,
            text(QT_TRANSLATE_NOOP("core",
                     "The command in %1 was begun before the console ended; it is not run a second time. Look at what "
                     "it "
                     "did, then begin anew."),
                m_command.pod));
    QBM_TRY(command, kubectl(m_command.command));
    QBM_CHECK(step.remember(kBegun, "yes"));
    OutputReader reader(step);
    process::RunOptions options;
    options.stallTimeout = kSilence;
    options.onOutput = [&](std::string_view chunk) -> Result<> {
        reader.add(chunk);
        return {};
    };
    options.onErrorLine = [&](std::string_view line) { reader.addLine(std::string(line)); };
    QBM_TRY(exit, process::run(command, options, step.task()));
    const std::string output = reader.finish();
    QBM_CHECK(step.remember("result.exit code", std::to_string(exit.code)));
    QBM_CHECK(step.remember("result.lines", std::to_string(reader.lines())));
    QBM_CHECK(step.remember("result.output", output));
    if (exit.code != 0)
        return fail(ErrorKind::InDoubt,
            text(QT_TRANSLATE_NOOP(
                     "core", "The command in %1 ended with exit code %2; what it had done until then stays."),
                m_command.pod, exit.code),
            exit.errorTail);
    return {};
}

} // namespace qbm::cluster
