// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cluster/requests.h"
#include "core/kubernetes/client.h"
#include "core/kubernetes/objects.h"
#include "core/process/process.h"

#include <filesystem>
#include <memory>

namespace qbm::cluster {

/// Runs a command in a container through kubectl, after a look at what it would touch. The output is shown as it comes,
/// and its end is kept in the journal.
///
/// Looking is running a command in the pod as well, so a read-only console does not do that either.
class RunCommand final : public operation::Operation {
public:
    static constexpr const char* kKind = "pod.command";

    /// \param kubeconfig as in the profile; empty: where kubectl looks by itself
    RunCommand(std::shared_ptr<kubernetes::Client> client, std::string nameSpace, PodCommand command,
        std::filesystem::path kubeconfig);

    std::string kind() const override { return kKind; }
    operation::Values parameters() const override;
    Result<operation::Plan> plan(TaskContext& context) override;
    Result<std::vector<operation::Check>> check(TaskContext& context) override;
    std::vector<operation::Step> steps() override;
    OnStop onStop() const override { return OnStop::Leave; }
    bool reversible() const override { return false; }

private:
    Result<> checkArguments() const;
    /// kubectl with the words that make it run `argv` in the container. \error NotFound (kubectl), Unsupported
    Result<process::Command> kubectl(const std::vector<std::string>& argv) const;
    Result<> requireKubeconfig() const;
    Result<kubernetes::Pod> fetchPod(TaskContext& context) const;
    Result<> appendPreview(operation::Plan& plan, TaskContext& context) const;
    Result<> run(operation::StepContext& step) const;

    std::shared_ptr<kubernetes::Client> m_client;
    std::string m_nameSpace;
    PodCommand m_command;
    std::filesystem::path m_kubeconfig;
};

/// Deletes log files that nobody has written to for this many days: `find FOLDER -type f -name "*.log*" -mtime +DAYS`.
PodCommand deleteOldLogs(
    const std::string& pod, const std::string& container, int days, const std::string& folder = "/app/logs");
/// Upgrades a Python package, which lasts as long as the pod. \error InvalidInput: this names no package
Result<PodCommand> upgradePackage(const std::string& pod, const std::string& container, const std::string& package);

/// The command of a journal. \error BadData
Result<PodCommand> podCommandFrom(const operation::Values& parameters);

} // namespace qbm::cluster
