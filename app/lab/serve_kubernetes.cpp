// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/control.h"
#include "app/lab/kubernetes/simulator.h"
#include "app/lab/lab_plan.h"
#include "app/lab/serve.h"

namespace qbm::lab {

namespace {

using namespace std::chrono_literals;

constexpr auto kControlInterval = 200ms;

Result<kubernetes::QbmSecrets> qbmSecrets(const LabFolder& folder)
{
    QBM_TRY(postgres, readSecret(folder, secrets::kPostgres));
    QBM_TRY(redis, readSecret(folder, secrets::kRedis));
    QBM_TRY(key, readSecret(folder, secrets::kSecretKey));
    QBM_TRY(jwtKey, readSecret(folder, secrets::kJwtSecretKey));
    return kubernetes::QbmSecrets{postgres, redis, key, jwtKey};
}

Result<> fulfil(kubernetes::Simulator& simulator, const Wishes& wishes)
{
    for (const kubernetes::FaultInfo& fault : kubernetes::faults()) {
        // A frozen API server is stopped as a process, like every other part.
        if (fault.name == "freeze")
            continue;
        QBM_CHECK(simulator.setFault(fault.name, wishes.faults.contains(std::string(fault.name))));
    }
    return {};
}

} // namespace

Result<> serveKubernetes(const LabFolder& folder, TaskContext& context)
{
    QBM_TRY(state, loadState(folder));
    QBM_TRY(token, readSecret(folder, secrets::kKubernetesToken));
    kubernetes::SimulatorOptions options;
    options.port = state.port(parts::kKubernetes);
    options.token = token.reveal();
    options.stateFolder = folder.kubernetes();
    QBM_TRY(simulator, kubernetes::Simulator::start(std::move(options)));
    QBM_TRY(passwords, qbmSecrets(folder));
    QBM_CHECK(kubernetes::seedQbm(*simulator, passwords));
    QBM_CHECK(simulator->writeKubeconfig(folder.kubeconfig(), kKubernetesContext, "qbm-ai-system"));

    ControlFollower control(
        folder, parts::kKubernetes, [&](const Wishes& wishes) { return fulfil(*simulator, wishes); });
    do
        control.poll();
    while (context.sleepFor(kControlInterval));
    simulator->stop();
    return {};
}

} // namespace qbm::lab
