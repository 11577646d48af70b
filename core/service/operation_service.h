// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operation/engine.h"

namespace qbm::service {

/// Runs operations and goes on with those that a killed program left behind.
///
/// \thread any
class OperationService {
public:
    OperationService(operation::EngineOptions options, operation::Registry registry);

    /// Runs a confirmed operation; see operation::Engine::run.
    Result<operation::Outcome> run(operation::Operation& operation, const std::string& reason, TaskContext& context,
        const operation::Observer& observer = {});
    /// Continues, or takes back, the operation of a journal. \error NotFound, Conflict, Unsupported
    Result<operation::Outcome> resume(const std::string& idOrLatest, TaskContext& context, const operation::Observer& observer = {});
    Result<operation::Outcome> undo(const std::string& idOrLatest, TaskContext& context, const operation::Observer& observer = {});

    /// Ends one by hand that is unfinished; see operation::Engine::close.
    Result<operation::Record> close(const std::string& idOrLatest, const std::string& reason);
    /// What is there now of what an operation changed; empty where nothing more can be told than its steps say.
    Result<Text> standing(const operation::Record& record, TaskContext& context);

    /// All operations known to this profile, oldest first. Reads the disk.
    std::vector<operation::Record> records() const { return m_engine.records(); }
    Result<operation::Record> find(const std::string& idOrLatest) const { return m_engine.find(idOrLatest); }
    const operation::Ledger& ledger() const { return m_engine.ledger(); }
    AccessMode access() const { return m_engine.options().access; }

private:
    operation::Engine m_engine;
    operation::Registry m_registry;
};

} // namespace qbm::service
