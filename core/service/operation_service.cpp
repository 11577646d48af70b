// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/operation_service.h"

namespace qbm::service {

OperationService::OperationService(operation::EngineOptions options, operation::Registry registry)
    : m_engine(std::move(options))
    , m_registry(std::move(registry))
{
}

Result<operation::Outcome> OperationService::run(
    operation::Operation& operation, const std::string& reason, TaskContext& context, const operation::Observer& observer)
{
    return m_engine.run(operation, reason, context, observer);
}

Result<operation::Outcome> OperationService::resume(
    const std::string& idOrLatest, TaskContext& context, const operation::Observer& observer)
{
    QBM_TRY(record, m_engine.find(idOrLatest));
    QBM_TRY(operation, m_registry.make(record.kind, record.parameters));
    return m_engine.resume(record.id, *operation, context, observer);
}

Result<operation::Outcome> OperationService::undo(
    const std::string& idOrLatest, TaskContext& context, const operation::Observer& observer)
{
    QBM_TRY(record, m_engine.find(idOrLatest));
    QBM_TRY(operation, m_registry.make(record.kind, record.parameters));
    return m_engine.undo(record.id, *operation, context, observer);
}

Result<operation::Record> OperationService::close(const std::string& idOrLatest, const std::string& reason)
{
    QBM_TRY(record, m_engine.find(idOrLatest));
    return m_engine.close(record.id, reason);
}

Result<Text> OperationService::standing(const operation::Record& record, TaskContext& context)
{
    QBM_TRY(operation, m_registry.make(record.kind, record.parameters));
    return operation->standing(record.values, context);
}

} // namespace qbm::service
