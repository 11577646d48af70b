// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kubernetes/client.h"

#include <memory>
#include <string>
#include <thread>

namespace qbm::lab::kubernetes {
class Simulator;
}

namespace qbm::test {

/// The cluster conformance tests run on: the one QBM_TEST_KUBECONFIG names, else the lab's simulator in this process. Works in
/// a namespace of its own, which is deleted with this object. Where no node is ready (an API server without a kubelet),
/// it plays the kubelet for the pods of that namespace.
class ClusterUnderTest {
public:
    static Result<std::unique_ptr<ClusterUnderTest>> start();
    ~ClusterUnderTest();
    ClusterUnderTest(const ClusterUnderTest&) = delete;
    ClusterUnderTest& operator=(const ClusterUnderTest&) = delete;

    const std::string& nameSpace() const { return m_nameSpace; }
    const kubernetes::ClusterAccess& access() const { return m_access; }
    std::shared_ptr<kubernetes::Client> client() const { return m_client; }
    /// Nullptr on a real cluster.
    lab::kubernetes::Simulator* simulator() const { return m_simulator.get(); }

    /// A Deployment of pods that do nothing, label app=NAME.
    Result<> createDeployment(const std::string& name, int replicas);

private:
    ClusterUnderTest() = default;
    Result<> open();
    Result<bool> hasReadyNode();
    void playKubelet(const std::stop_token& stop);

    struct Folder;
    std::unique_ptr<Folder> m_folder;
    std::unique_ptr<lab::kubernetes::Simulator> m_simulator;
    kubernetes::ClusterAccess m_access;
    std::shared_ptr<kubernetes::Client> m_client;
    std::string m_nameSpace;
    std::jthread m_kubelet; // last: it uses all of the above
};

} // namespace qbm::test
