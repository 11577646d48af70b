// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/health/pod_trouble.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace qbm::health {

namespace {

using kubernetes::Container;
using kubernetes::Pod;
using Kind = PodTrouble::Kind;

/// After so long without an end the kubelet forgets its back-off too.
constexpr std::chrono::minutes kCrashesForgotten{10};
/// Once may be a hiccup.
constexpr int kRestartsOfALoop = 2;

constexpr std::array<std::string_view, 7> kImageReasons{"ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName",
    "ImageInspectError", "RegistryUnavailable", "SignatureValidationFailed"};
constexpr std::array<std::string_view, 6> kStartReasons{"CreateContainerConfigError", "CreateContainerError", "RunContainerError",
    "ContainerCannotRun", "StartError", "PostStartHookError"};

template <std::size_t size>
bool isOneOf(const std::array<std::string_view, size>& reasons, const std::string& reason)
{
    return std::ranges::find(reasons, reason) != reasons.end();
}

/// Between two crashes a container runs, and may even be ready, for a moment.
bool crashesAgainAndAgain(const Container& container, TimePoint now)
{
    if (container.state == "waiting" && container.reason == "CrashLoopBackOff")
        return true;
    const bool lately = container.lastEnded && now - *container.lastEnded < kCrashesForgotten;
    return lately && container.restarts >= kRestartsOfALoop && container.lastExitCode != 0;
}

Text crashReason(const Container& container)
{
    const bool ended = container.state == "terminated";
    const std::string& reason = ended ? container.reason : container.lastReason;
    const int exitCode = ended ? container.exitCode : container.lastExitCode;
    if (reason == "OOMKilled")
        return text(QT_TRANSLATE_NOOP("core", "container %1 was killed because it used more memory than it may (OOMKilled), restarts: %2"),
            container.name, container.restarts);
    if (reason.empty())
        return text(QT_TRANSLATE_NOOP("core", "container %1 does not keep running, restarts: %2"), container.name, container.restarts);
    return text(QT_TRANSLATE_NOOP("core", "container %1 ended with exit code %2 (%3), restarts: %4"), container.name, exitCode, reason,
        container.restarts);
}

/// A server's sentence is one line of ours.
std::string firstLine(const std::string& message)
{
    return message.substr(0, message.find('\n'));
}

PodTrouble troubleOf(const Container& container, TimePoint now)
{
    if (crashesAgainAndAgain(container, now))
        return {Kind::CrashLoop, crashReason(container), {}};
    if (container.state != "waiting" && container.state != "terminated")
        return {};
    if (isOneOf(kImageReasons, container.reason))
        return {Kind::Image, text(QT_TRANSLATE_NOOP("core", "%1 of image %2"), container.reason, container.image), {}};
    if (isOneOf(kStartReasons, container.reason))
        return {Kind::NoStart,
            container.message.empty() ? Text(container.reason)
                                      : text(QT_TRANSLATE_NOOP("core", "%1: %2"), container.reason, firstLine(container.message)),
            {}};
    return {};
}

} // namespace

PodTrouble troubleOf(const Pod& pod, TimePoint now)
{
    if (pod.meta.deletion || pod.phase == "Succeeded" || pod.phase == "Failed")
        return {};
    PodTrouble worst;
    for (const Container& container : pod.containerStates) {
        PodTrouble trouble = troubleOf(container, now);
        if (trouble.kind > worst.kind)
            worst = std::move(trouble);
    }
    if (worst.kind == Kind::None && !pod.ready) {
        const bool unschedulable = pod.phase == "Pending" && pod.node.empty() && !pod.statusMessage.empty();
        worst.kind = unschedulable ? Kind::Unschedulable : Kind::NotReady;
        if (unschedulable)
            worst.why = firstLine(pod.statusMessage);
    }
    // One that crashes may have been ready a moment ago; how often it was restarted tells more than since when it is not.
    if (worst.kind != Kind::None && worst.kind != Kind::CrashLoop) {
        worst.since = pod.readyChanged;
        if (!worst.since && pod.meta.created != TimePoint{})
            worst.since = pod.meta.created;
    }
    return worst;
}

} // namespace qbm::health
