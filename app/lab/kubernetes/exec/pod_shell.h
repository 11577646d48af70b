// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/exec/pod_files.h"
#include "app/lab/kubernetes/store.h"

#include <string>
#include <vector>

namespace qbm::lab::kubernetes {

/// How a command in a pod ended.
struct ShellResult {
    std::string output;
    std::string errors;
    int exitCode = 0;
    std::string notStarted; ///< set: the container runtime could not start it, in its words
};

/// The commands a simulated pod knows: ls, cat, find, df, echo, true, false, exit, pip install, wget, and sh -c of
/// these.
class PodShell {
public:
    PodShell(const Store& store, PodFiles& files, const StoredObject& pod);

    ShellResult run(const std::vector<std::string>& arguments, const std::string& input);

private:
    ShellResult runScript(const std::string& script, const std::string& input);
    ShellResult ls(const std::vector<std::string>& arguments) const;
    ShellResult cat(const std::vector<std::string>& arguments, const std::string& input) const;
    ShellResult find(const std::vector<std::string>& arguments);
    ShellResult df(const std::vector<std::string>& arguments) const;
    ShellResult pip(const std::vector<std::string>& arguments) const;
    ShellResult wget(const std::vector<std::string>& arguments) const;
    bool hasPython() const;

    const Store& m_store;
    PodFiles& m_files;
    const StoredObject& m_pod;
};

} // namespace qbm::lab::kubernetes
