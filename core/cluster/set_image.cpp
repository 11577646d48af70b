// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/set_image.h"

#include "core/cluster/image_reference.h"

#include <nlohmann/json.hpp>

namespace qbm::cluster {

namespace {

using nlohmann::json;
using operation::Check;
using operation::Verdict;

constexpr const char* kImageBefore = "imageBefore";
constexpr const char* kCauseBefore = "changeCauseBefore";
constexpr const char* kContainers = "containers";
constexpr const char* kInitContainers = "initContainers";
constexpr const char* kChangeCause = "kubernetes.io/change-cause";

std::optional<std::string> changeCauseOf(const json& deployment)
{
    const json& metadata = deployment.at("metadata");
    if (!metadata.contains("annotations") || !metadata["annotations"].contains(kChangeCause))
        return std::nullopt;
    return metadata["annotations"][kChangeCause].get<std::string>();
}

} // namespace

SetImage::SetImage(
    std::shared_ptr<kubernetes::Client> client, WorkloadName deployment, std::string container, std::string image)
    : RolloutOperation(std::move(client), std::move(deployment))
    , m_container(std::move(container))
    , m_image(std::move(image))
{
}

operation::Values SetImage::parameters() const
{
    operation::Values values = RolloutOperation::parameters();
    values["container"] = m_container;
    values["image"] = m_image;
    return values;
}

Result<> SetImage::checkArguments() const
{
    if (!parseImageReference(m_image))
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP(
                     "core", "\"%1\" is no name of an image: write it as REGISTRY/NAME:TAG or NAME@sha256:DIGEST."),
                m_image));
    return {};
}

Result<SetImage::Target> SetImage::target(const DeploymentDocument& now) const
{
    std::vector<Target> all;
    for (const char* list : {kContainers, kInitContainers}) {
        const json& podSpec = now.object->at("spec").at("template").at("spec");
        for (const json& container : podSpec.value(list, json::array()))
            all.push_back({list, container.value("name", ""), container.value("image", "")});
    }
    std::string names;
    for (const Target& one : all) {
        if (one.container == m_container)
            return one;
        names += (names.empty() ? "" : ", ") + one.container;
    }
    if (m_container.empty() && now.row.images.size() == 1)
        return all.front(); // init containers are meant only by their name
    if (m_container.empty())
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "%1 has several containers: name one of %2."), subjectOf(deployment()), names));
    return fail(ErrorKind::NotFound,
        text(QT_TRANSLATE_NOOP("core", "%1 has no container %2; it has %3."), subjectOf(deployment()), m_container,
            names));
}

Result<> SetImage::describe(const DeploymentDocument& now, operation::Plan& plan, TaskContext&)
{
    QBM_TRY(before, target(now));
    plan.title = text(QT_TRANSLATE_NOOP("core", "Give %1 of %2 the image %3"), before.container,
        nounOf(deployment()), m_image);
    plan.consequence = now.row.paused
        ? text(QT_TRANSLATE_NOOP("core", "The deployment is paused: its pods are replaced once it is resumed."))
        : text(QT_TRANSLATE_NOOP("core",
            "Its pods are replaced by new ones, as many at a time as it allows; the others go on serving."));
    plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "Container %1 of %2 in %3"), before.container,
                              nounOf(deployment()), deployment().nameSpace),
        text(QT_TRANSLATE_NOOP("core", "%1 to %2"), before.image, m_image)});
    plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "Change cause of the new revision")),
        text(QT_TRANSLATE_NOOP("core", "The reason given, else what is changed"))});
    plan.stopLeaves
        = text(QT_TRANSLATE_NOOP("core", "Stopping puts %1 back; pods that were replaced are replaced once more."),
            before.image);
    plan.undo
        = text(QT_TRANSLATE_NOOP("core",
                   "Undo the rollout, or set %1 again. This happens by itself if the new pods do not become ready."),
            before.image);
    return {};
}

Result<std::vector<Check>> SetImage::ownChecks(const DeploymentDocument& now, TaskContext&)
{
    std::vector<Check> checks;
    const auto before = target(now);
    Check change{text(QT_TRANSLATE_NOOP("core", "The image differs from the present one")), Verdict::Pass, {}};
    if (!before) {
        change.verdict = Verdict::Fail;
        change.reason = before.error().message;
    } else if (before->image == m_image) {
        change.verdict = Verdict::Fail;
        change.reason
            = text(QT_TRANSLATE_NOOP(
                       "core", "Container %1 already has the image %2. To replace its pods all the same, restart it."),
                before->container, m_image);
    } else {
        change.reason = text(QT_TRANSLATE_NOOP("core", "Container %1 has %2."), before->container, before->image);
    }
    checks.push_back(std::move(change));
    const bool moves = parseImageReference(m_image)->moves();
    checks.push_back({text(QT_TRANSLATE_NOOP("core", "The name stands for one image for good")),
        moves ? Verdict::Warning : Verdict::Pass,
        moves ? text(QT_TRANSLATE_NOOP("core",
            "Without a tag, or as latest, another image may stand behind it tomorrow; going back would not bring "
            "this one."))
              : text(QT_TRANSLATE_NOOP("core", "It has a tag or a digest."))});
    if (now.row.paused)
        checks.push_back({text(QT_TRANSLATE_NOOP("core", "It rolls out at once")), Verdict::Warning,
            text(QT_TRANSLATE_NOOP("core", "The deployment is paused: the image waits until it is resumed."))});
    else
        checks.push_back(rollsAtOnceCheck(now));
    return checks;
}

Result<operation::Values> SetImage::toRemember(const DeploymentDocument& now, TaskContext&)
{
    QBM_TRY(before, target(now));
    operation::Values values{{kImageBefore, before.image}};
    if (const auto cause = changeCauseOf(*now.object))
        values[kCauseBefore] = *cause;
    return values;
}

RolloutOperation::Change SetImage::imageChange(
    const DeploymentDocument& now, const Target& wanted, const std::optional<std::string>& cause)
{
    json patch;
    patch["spec"]["template"]["spec"][wanted.list] = {{{"name", wanted.container}, {"image", wanted.image}}};
    patch["metadata"]["annotations"][kChangeCause] = cause ? json(*cause) : json(nullptr);
    json after = *now.object;
    for (json& container : after["spec"]["template"]["spec"][wanted.list]) {
        if (container.value("name", "") == wanted.container)
            container["image"] = wanted.image;
    }
    if (cause)
        after["metadata"]["annotations"][kChangeCause] = *cause;
    else if (after["metadata"].contains("annotations"))
        after["metadata"]["annotations"].erase(kChangeCause);
    return merge(patch, std::move(after));
}

Result<RolloutOperation::Change> SetImage::change(const DeploymentDocument& now, const Memory& memory, TaskContext&)
{
    QBM_TRY(before, target(now));
    const std::string reason = memory.reason();
    return imageChange(now, {before.list, before.container, m_image},
        reason.empty() ? "image of " + before.container + " set to " + m_image : reason);
}

Result<bool> SetImage::holds(const DeploymentDocument& now, const Memory&, TaskContext&)
{
    QBM_TRY(seen, target(now));
    return seen.image == m_image;
}

Result<std::optional<RolloutOperation::Change>> SetImage::wayBack(
    const DeploymentDocument& now, const Memory& memory, TaskContext&)
{
    QBM_TRY(seen, target(now));
    const std::string before = memory[kImageBefore].value_or(std::string());
    if (seen.image == before)
        return std::optional<Change>();
    if (seen.image != m_image)
        return changedByOthers();
    return std::optional(imageChange(now, {seen.list, seen.container, before}, memory[kCauseBefore]));
}

Text SetImage::askTitle() const
{
    return text(QT_TRANSLATE_NOOP("core", "Set the image %1"), m_image);
}

} // namespace qbm::cluster
