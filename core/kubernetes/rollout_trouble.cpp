// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/rollout_trouble.h"

#include <algorithm>
#include <array>

namespace qbm::kubernetes {

namespace {

// As long as a healthy pod of this system takes to answer its probe, and more.
constexpr std::chrono::minutes kPatience{1};
// Between two crashes a container may be ready for as long as the longest back-off.
constexpr int kManyRestarts = 2;
constexpr std::chrono::minutes kLately{5};

bool isImageTrouble(const std::string& reason)
{
    constexpr std::array<std::string_view, 6> kReasons{
        "ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "ImageInspectError", "RegistryUnavailable"};
    return std::ranges::find(kReasons, reason) != kReasons.end();
}

Text containerTrouble(const Pod& pod, const Container& container)
{
    const std::string message = container.message.empty() ? container.reason : container.message;
    if (isImageTrouble(container.reason))
        return text(QT_TRANSLATE_NOOP("core", "%1 cannot get the image %2: %3 (%4)."), pod.meta.name, container.image, container.reason, message);
    if (container.reason == "CrashLoopBackOff")
        return text(QT_TRANSLATE_NOOP("core", "Container %1 of %2 crashes again and again, %3 times so far: %4."), container.name,
            pod.meta.name, container.restarts, message);
    const bool waitsInVain = container.state == "waiting" && container.reason.ends_with("Error");
    const bool failed = container.state == "terminated" && container.exitCode != 0;
    if (waitsInVain || failed)
        return text(QT_TRANSLATE_NOOP("core", "Container %1 of %2 does not start: %3 (%4)."), container.name, pod.meta.name,
            container.reason, failed && container.message.empty() ? "exit code " + std::to_string(container.exitCode) : message);
    return {};
}

Text podTrouble(const Pod& pod, TimePoint now)
{
    for (const Container& container : pod.containerStates) {
        if (Text trouble = containerTrouble(pod, container); !trouble.empty())
            return trouble;
    }
    const bool old = now - pod.meta.created > kPatience;
    if (pod.node.empty() && !pod.statusMessage.empty())
        return text(QT_TRANSLATE_NOOP("core", "%1 cannot be placed on a node: %2"), pod.meta.name, pod.statusMessage);
    if (old && pod.status == "Running")
        return text(QT_TRANSLATE_NOOP("core", "%1 runs but is not ready: its readiness probe does not pass."), pod.meta.name);
    return {};
}

} // namespace

bool isCrashLooping(const Pod& pod, TimePoint now)
{
    if (pod.meta.deletion)
        return false;
    const auto waits = [](const Container& container) { return container.reason == "CrashLoopBackOff"; };
    return std::ranges::any_of(pod.containerStates, waits)
        || (pod.restarts >= kManyRestarts && pod.lastRestart && now - *pod.lastRestart < kLately);
}

Text rolloutTrouble(const Deployment& deployment, const std::vector<const Pod*>& pods, TimePoint now)
{
    for (const Condition& condition : deployment.conditions) {
        if (condition.type == "ReplicaFailure" && condition.status == "True")
            return text(QT_TRANSLATE_NOOP("core", "The cluster refuses its pods: %1 (%2)."), condition.reason, condition.message);
    }
    for (const Pod* pod : pods) {
        if (pod->meta.deletion)
            continue;
        if (pod->ready && isCrashLooping(*pod, now) && pod->lastRestart)
            return text(QT_TRANSLATE_NOOP("core", "%1 ends again and again, %2 times so far, the last time at %3."), pod->meta.name,
                pod->restarts, formatRfc3339(*pod->lastRestart));
        if (pod->ready)
            continue;
        if (Text trouble = podTrouble(*pod, now); !trouble.empty())
            return trouble;
    }
    return {};
}

} // namespace qbm::kubernetes
