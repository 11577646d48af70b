// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operation/engine.h"
#include "core/service/cluster_service.h"
#include "tests/core/kubernetes/cluster_under_test.h"

#include <QTemporaryDir>
#include <nlohmann/json.hpp>

namespace qbm::test {

#define VERIFY_OK(expression)                                                                                          \
    do {                                                                                                               \
        const auto& checkedOutcome = (expression);                                                                     \
        QVERIFY2(checkedOutcome,                                                                                       \
            checkedOutcome ? "" : (checkedOutcome.error().english() + "\n" + checkedOutcome.error().detail).c_str());  \
    } while (false)

using MadeOperation = std::unique_ptr<operation::Operation>;

/// A cluster, the console's service on it, and an engine with its journals in a temporary folder.
class OperationBench {
public:
    static Result<std::unique_ptr<OperationBench>> start();

    ClusterUnderTest& cluster() { return *m_cluster; }
    const std::string& nameSpace() const { return m_cluster->nameSpace(); }
    kubernetes::Client& client() { return *m_cluster->client(); }
    service::ClusterService& service() { return *m_service; }
    service::ClusterActions& actions() { return *m_service->actions(); }
    /// The same as another user, or read-only.
    std::shared_ptr<service::ClusterService> serviceAs(const std::string& user) const;
    TaskContext& context() { return m_context; }

    operation::Engine engine(operation::Journal::PointHook hook = {}) const;
    Result<operation::Outcome> run(operation::Operation& operation, const std::string& reason = "test");

    /// A Deployment that is rolled out.
    Result<> deploy(const std::string& name, int replicas);
    nlohmann::json object(const kubernetes::Resource& resource, const std::string& name);
    nlohmann::json deployment(const std::string& name) { return object(kubernetes::resource::kDeployments, name); }
    std::string image(const std::string& deployment);
    Result<> patchDeployment(const std::string& name, const nlohmann::json& strategicMerge);

    /// Runs what `make` makes and dies at journal point number `point`; nullopt if it had ended before, else the
    /// outcome of going on (or going back) in what stands for another process.
    std::optional<Result<operation::Outcome>> killAndGoOn(
        const std::function<MadeOperation()>& make, int point, bool resume);

private:
    std::unique_ptr<ClusterUnderTest> m_cluster;
    std::shared_ptr<service::ClusterService> m_service;
    QTemporaryDir m_folder;
    TaskContext m_context;
};

/// The first check whose question or reason holds these words; nullptr if none does.
const operation::Check* checkAbout(const std::vector<operation::Check>& checks, const std::string& words);
/// All lines as text, for messages.
std::string textOf(const std::vector<operation::Check>& checks);

} // namespace qbm::test
