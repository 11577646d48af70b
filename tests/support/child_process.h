// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/process/process.h"

#include <chrono>
#include <filesystem>
#include <sys/types.h>

namespace qbm::test {

/// A long-lived child of a test: killed by the kernel if the thread that started it dies (so start it from the main
/// thread), its output in a log file.
class ChildProcess {
public:
    ChildProcess() = default;
    ChildProcess(ChildProcess&& other) noexcept;
    ChildProcess& operator=(ChildProcess&& other) noexcept;
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;
    ~ChildProcess();

    /// Starts the program by its full path. \error NotFound, Exhausted
    static Result<ChildProcess> start(const process::Command& command, const std::filesystem::path& logFile);

    /// 0 once it has ended.
    pid_t pid() const { return m_pid; }
    /// Collects it if it has ended.
    bool running();
    /// `signal`, then SIGKILL after `grace`; returns when it is gone.
    void stop(int signal, std::chrono::milliseconds grace);

private:
    pid_t m_pid = 0;
};

/// Runs the program to its end and returns its standard output and error together. \error BadData if the exit code is
/// not 0
Result<std::string> runTool(const process::Command& command, const std::string& input = {});

} // namespace qbm::test
