// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/lab/kubernetes/kubectl.h"

#include "core/process/process.h"

#include <cstdlib>
#include <filesystem>
#include <map>

namespace qbm::lab::kubernetes::test {

namespace {

KubectlResult run(const std::vector<std::string>& arguments, const std::map<std::string, std::string>& environment,
    const std::string& input)
{
    process::Command command;
    command.program = kubectlProgram();
    command.arguments = arguments;
    command.environment = environment;
    process::RunOptions options;
    options.input = input;
    options.stallTimeout = std::chrono::seconds(40);
    TaskContext context;
    const auto exit = process::run(command, options, context);
    if (!exit)
        return {-1, {}, QString::fromStdString(exit.error().english())};
    return {exit->code, QString::fromStdString(exit->output), QString::fromStdString(exit->errorTail)};
}

} // namespace

std::string kubectlProgram()
{
    if (const auto* named = std::getenv("QBM_TEST_KUBECTL"))
        return named;
    return process::findProgram("kubectl") ? "kubectl" : "";
}

int kubectlMinorVersion()
{
    static const int version = [] {
        const auto answer = run({"version", "--client", "-o", "json"}, {}, {});
        const auto parsed = json::parse(answer.output.toStdString(), nullptr, false);
        if (!parsed.is_object() || !parsed.contains("clientVersion"))
            return 0;
        return std::atoi(parsed["clientVersion"].value("minor", "0").c_str());
    }();
    return version;
}

KubectlResult kubectl(Fixture& fixture, const std::vector<std::string>& arguments, const std::string& input)
{
    const auto config = fixture.path("admin");
    if (!std::filesystem::exists(config) && !fixture.simulator().writeKubeconfig(config, "lab", "qbm-ai-system"))
        return {-1, {}, "no kubeconfig"};
    return run(arguments, {{"KUBECONFIG", config}, {"HOME", fixture.path("home")}}, input);
}

} // namespace qbm::lab::kubernetes::test
