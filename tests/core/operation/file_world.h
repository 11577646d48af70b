// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operation/engine.h"

#include <filesystem>
#include <functional>

namespace qbm::test {

/// A world that outlives the process: a folder in which each thing is a file holding its value.
class FileWorld {
public:
    explicit FileWorld(std::filesystem::path folder) : m_folder(std::move(folder)) { std::filesystem::create_directories(m_folder); }
    void set(const std::string& thing, const std::string& value) const;
    std::string get(const std::string& thing) const;

private:
    std::filesystem::path m_folder;
};

/// What a test wants to go wrong.
struct Faults {
    std::string failingStep; ///< "stop", "replace" or "start"
    std::string failingUndo;
    bool checkFails = false;
    bool throws = false;
    operation::Operation::OnStop onStop = operation::Operation::OnStop::Undo;
    bool reversible = true;
    std::string continuing = {}; ///< a step whose failure keeps no later one from running
    std::string keeping = {}; ///< a step whose failure takes nothing back
    bool regardless = false; ///< the replicas come back whatever becomes of the data
    std::function<void()> beforeReplace = {};
};

/// The shape of a restore: remember and stop the replicas, replace the data, start as many replicas as there were.
class ReplaceOperation final : public operation::Operation {
public:
    ReplaceOperation(FileWorld world, Faults faults = {}) : m_world(std::move(world)), m_faults(std::move(faults)) {}

    std::string kind() const override { return "test.replace"; }
    operation::Values parameters() const override { return {{"data", "new"}}; }
    Result<operation::Plan> plan(TaskContext&) override;
    Result<std::vector<operation::Check>> check(TaskContext&) override;
    std::vector<operation::Step> steps() override;
    OnStop onStop() const override { return m_faults.onStop; }
    bool reversible() const override { return m_faults.reversible; }

private:
    Result<> stop(operation::StepContext& context) const;
    Result<> replace(operation::StepContext& context) const;
    Result<> start(operation::StepContext& context) const;
    Result<> maybeFail(const std::string& step, const std::string& failing) const;
    FileWorld m_world;
    Faults m_faults;
};

} // namespace qbm::test
