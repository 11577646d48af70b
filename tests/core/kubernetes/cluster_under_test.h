// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/kubernetes/stand_in_kubelet.h"

#include <memory>
#include <string>

namespace qbm::lab::kubernetes {
class Simulator;
}

namespace qbm::test {

/// The cluster conformance tests run on: the one QBM_TEST_KUBECONFIG names, else the lab's simulator in this process.
/// Works in a namespace of its own, which is deleted with this object. Where no node has a kubelet, it plays one for
/// the pods of that namespace.
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
    Result<> createDeployment(
        const std::string& name, int replicas, const std::string& image = "registry.k8s.io/pause:3.9");

private:
    ClusterUnderTest() = default;
    Result<> open();
    Result<> provideKubelet();
    void awaitEndOfNameSpace();

    struct Folder;
    std::unique_ptr<Folder> m_folder;
    std::unique_ptr<lab::kubernetes::Simulator> m_simulator;
    kubernetes::ClusterAccess m_access;
    std::shared_ptr<kubernetes::Client> m_client;
    std::string m_nameSpace;
    std::unique_ptr<StandInKubelet> m_kubelet; ///< nullptr where nodes have one
};

} // namespace qbm::test
