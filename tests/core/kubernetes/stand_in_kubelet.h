// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kubernetes/client.h"

#include <memory>
#include <string>
#include <thread>

namespace qbm::test {

/// What a kubelet reports, for the pods of one namespace on an API server without one: a pod runs and is ready as soon
/// as it is bound, an image from a host under ".invalid" cannot be pulled, and a pod that is being deleted has ended.
/// Afterwards a test may give the pod any other status; it is left alone. Ends with this object.
class StandInKubelet {
public:
    /// `anyPod`: also those bound to no node, unless they ask for one, where there are no nodes.
    StandInKubelet(std::shared_ptr<kubernetes::Client> client, std::string nameSpace, bool anyPod);

private:
    void play(const std::stop_token& stop);
    void playOnce(TaskContext& context);

    std::shared_ptr<kubernetes::Client> m_client;
    std::string m_nameSpace;
    bool m_anyPod = false;
    std::jthread m_thread; // last: it uses all of the above
};

} // namespace qbm::test
