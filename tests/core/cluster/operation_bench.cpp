// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/cluster/operation_bench.h"

namespace qbm::test {

using nlohmann::json;

Result<std::unique_ptr<OperationBench>> OperationBench::start()
{
    auto bench = std::make_unique<OperationBench>();
    QBM_TRY(cluster, ClusterUnderTest::start());
    bench->m_cluster = std::move(cluster);
    bench->m_service = service::makeClusterService(bench->m_cluster->client(), bench->nameSpace());
    return bench;
}

std::shared_ptr<service::ClusterService> OperationBench::serviceAs(const std::string& user) const
{
    kubernetes::ClusterAccess access = m_cluster->access();
    access.impersonation.user = user;
    return service::makeClusterService(
        std::make_shared<kubernetes::Client>(std::move(access), AccessMode::ReadWrite), nameSpace());
}

operation::Engine OperationBench::engine(operation::Journal::PointHook hook) const
{
    operation::EngineOptions options;
    options.stateFolder = m_folder.path().toStdString();
    options.profile = "test";
    options.actor = "tester";
    options.onJournalPoint = std::move(hook);
    return operation::Engine(options);
}

Result<operation::Outcome> OperationBench::run(operation::Operation& operation, const std::string& reason)
{
    return engine().run(operation, reason, m_context);
}

Result<> OperationBench::deploy(const std::string& name, int replicas)
{
    QBM_CHECK(m_cluster->createDeployment(name, replicas));
    QBM_CHECK(m_service->followRollout(name, std::chrono::seconds(60), m_context));
    return {};
}

json OperationBench::object(const kubernetes::Resource& resource, const std::string& name)
{
    const auto answer = client().get({resource, nameSpace(), name, {}}, m_context);
    return answer ? json::parse(answer->json) : json();
}

std::string OperationBench::image(const std::string& name)
{
    const json found = deployment(name);
    return found.is_null() ? std::string()
                           : found["spec"]["template"]["spec"]["containers"][0]["image"].get<std::string>();
}

Result<> OperationBench::patchDeployment(const std::string& name, const json& strategicMerge)
{
    QBM_CHECK(client().patch({kubernetes::resource::kDeployments, nameSpace(), name, {}},
        kubernetes::PatchType::StrategicMerge, strategicMerge.dump(), m_context));
    return {};
}

std::optional<Result<operation::Outcome>> OperationBench::killAndGoOn(
    const std::function<MadeOperation()>& make, int point, bool resume)
{
    struct Kill { };
    int points = 0;
    const auto dying = [&](std::string_view) {
        if (++points == point)
            throw Kill{};
    };
    try {
        const auto operation = make();
        const auto outcome = engine(dying).run(*operation, "killed", m_context);
        if (!outcome)
            return outcome;
        return std::nullopt;
    } catch (const Kill&) {
    }
    operation::Registry registry;
    service::registerClusterOperations(registry, m_service);
    const operation::Record record = engine().records().back();
    if (!isUnfinished(record.state))
        return std::nullopt; // died after its last line
    auto again = registry.make(record.kind, record.parameters);
    if (!again)
        return Result<operation::Outcome>(fail(again.error()));
    return resume ? engine().resume(record.id, **again, m_context) : engine().undo(record.id, **again, m_context);
}

const operation::Check* checkAbout(const std::vector<operation::Check>& checks, const std::string& words)
{
    for (const operation::Check& check : checks) {
        if (check.question.english().find(words) != std::string::npos
            || check.reason.english().find(words) != std::string::npos)
            return &check;
    }
    return nullptr;
}

std::string textOf(const std::vector<operation::Check>& checks)
{
    std::string out;
    for (const operation::Check& check : checks)
        out += std::to_string(static_cast<int>(check.verdict)) + " " + check.question.english() + ": "
            + check.reason.english() + "\n";
    return out;
}

} // namespace qbm::test
