// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/rollout_undo.h"

#include "core/base/json_text.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

namespace qbm::cluster {

namespace {

using nlohmann::json;
using operation::Check;
using operation::Verdict;

constexpr const char* kBefore = "replicaSetBefore";
constexpr const char* kTarget = "replicaSet";
constexpr const char* kChangeCausePath = "/metadata/annotations/kubernetes.io~1change-cause";

std::int64_t revisionOf(const kubernetes::ReplicaSet& replicaSet)
{
    std::int64_t revision = 0;
    const std::string& text = replicaSet.revision;
    (void)std::from_chars(text.data(), text.data() + text.size(), revision);
    return revision;
}

const json& templateOf(const json& object)
{
    return object.at("spec").at("template");
}

/// The pod template as the Deployment had it: the hash is the controller's.
json plainTemplate(const ReplicaSetDocument& replicaSet)
{
    json podTemplate = templateOf(*replicaSet.object);
    if (podTemplate["metadata"].contains("labels"))
        podTemplate["metadata"]["labels"].erase("pod-template-hash");
    return podTemplate;
}

const ReplicaSetDocument* withTemplate(const std::vector<ReplicaSetDocument>& all, const json& podTemplate)
{
    const auto found = std::ranges::find_if(
        all, [&](const ReplicaSetDocument& one) { return sameTemplate(templateOf(*one.object), podTemplate); });
    return found == all.end() ? nullptr : &*found;
}

std::string imagesOf(const json& podTemplate)
{
    std::string out;
    for (const json& container : podTemplate.at("spec").at("containers"))
        out += (out.empty() ? "" : ", ") + container.value("image", "");
    return out;
}

} // namespace

Result<std::vector<ReplicaSetDocument>> fetchReplicaSetsOf(
    kubernetes::Client& client, const kubernetes::Deployment& deployment, TaskContext& context)
{
    std::vector<ReplicaSetDocument> found;
    kubernetes::PageHandler handler;
    handler.onPage = [&](const kubernetes::JsonValue& page) -> Result<> {
        for (const kubernetes::JsonValue& item : page["items"].items()) {
            const kubernetes::ReplicaSet row = kubernetes::decodeReplicaSet(item);
            json object = json::parse(item.text(), nullptr, false);
            if (row.meta.controller.uid == deployment.meta.uid
                && object.contains(json::json_pointer("/spec/template/metadata")))
                found.push_back({revisionOf(row), row.meta.name, std::make_shared<const json>(std::move(object))});
        }
        return {};
    };
    handler.onRestart = [&] { found.clear(); };
    QBM_CHECK(client.list({kubernetes::resource::kReplicaSets, deployment.meta.nameSpace, deployment.selector, {}}, {},
        handler, context));
    std::ranges::sort(found, {}, &ReplicaSetDocument::revision);
    return found;
}

RolloutUndo::RolloutUndo(std::shared_ptr<kubernetes::Client> client, DeploymentName deployment, std::int64_t revision)
    : RolloutOperation(std::move(client), std::move(deployment))
    , m_revision(revision)
{
}

operation::Values RolloutUndo::parameters() const
{
    operation::Values values = RolloutOperation::parameters();
    values["revision"] = std::to_string(m_revision);
    return values;
}

Result<> RolloutUndo::checkArguments() const
{
    if (m_revision < 0)
        return fail(ErrorKind::InvalidInput,
            text(
                QT_TRANSLATE_NOOP("core", "%1 is no revision: give its number, or 0 for the one before."), m_revision));
    return {};
}

std::vector<kubernetes::AccessQuestion> RolloutUndo::furtherRights() const
{
    return {{"list", kubernetes::resource::kReplicaSets, {}, deployment().nameSpace, {}}};
}

Result<ReplicaSetDocument> RolloutUndo::target(
    const DeploymentDocument& now, const Memory& memory, TaskContext& context) const
{
    QBM_TRY(all, fetchReplicaSetsOf(client(), now.row, context));
    if (const auto remembered = memory[kTarget]) {
        for (const ReplicaSetDocument& one : all) {
            if (one.name == *remembered)
                return one;
        }
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core", "ReplicaSet %1 of deployment %2 is gone: its template cannot be put back."),
                *remembered, deployment().name));
    }
    if (m_revision == 0 && all.size() > 1)
        return all[all.size() - 2];
    std::string known;
    for (const ReplicaSetDocument& one : all) {
        if (one.revision == m_revision)
            return one;
        known += (known.empty() ? "" : ", ") + std::to_string(one.revision);
    }
    if (m_revision == 0)
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core", "Deployment %1 keeps no earlier revision to go back to."),
                deployment().name));
    return fail(ErrorKind::NotFound,
        text(QT_TRANSLATE_NOOP("core", "Deployment %1 keeps no revision %2; it has %3."), deployment().name, m_revision,
            known));
}

Result<> RolloutUndo::describe(const DeploymentDocument& now, operation::Plan& plan, TaskContext& context)
{
    QBM_TRY(to, target(now, Memory(), context));
    plan.title
        = text(QT_TRANSLATE_NOOP("core", "Take deployment %1 back to revision %2"), deployment().name, to.revision);
    plan.consequence = text(QT_TRANSLATE_NOOP("core",
        "Its pods are replaced by ones of that revision, as many at a time as the deployment allows; the others go on "
        "serving."));
    plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "Deployment %1 in %2"), deployment().name,
                              deployment().nameSpace),
        text(QT_TRANSLATE_NOOP("core", "revision %1 to the template of revision %2"), now.row.revision, to.revision)});
    const std::string from = imagesOf(templateOf(*now.object)), images = imagesOf(templateOf(*to.object));
    if (from != images)
        plan.lines.push_back(
            {text(QT_TRANSLATE_NOOP("core", "Images")), text(QT_TRANSLATE_NOOP("core", "%1 to %2"), from, images)});
    plan.stopLeaves = text(
        QT_TRANSLATE_NOOP("core", "The cluster goes on to the earlier revision; only the console stops watching."));
    plan.undo = text(QT_TRANSLATE_NOOP("core",
                         "Undo to the revision of today, which ReplicaSets keep. This happens by itself if the pods of "
                         "revision %1 do not become ready."),
        to.revision);
    return {};
}

Result<std::vector<Check>> RolloutUndo::ownChecks(const DeploymentDocument& now, TaskContext& context)
{
    std::vector<Check> checks;
    checks.push_back({text(QT_TRANSLATE_NOOP("core", "It is not paused")),
        now.row.paused ? Verdict::Fail : Verdict::Pass,
        now.row.paused ? text(QT_TRANSLATE_NOOP("core", "Deployment %1 is paused: resume it first."), deployment().name)
                       : text(QT_TRANSLATE_NOOP("core", "It rolls out at once."))});
    const auto to = target(now, Memory(), context);
    if (!to && to.error().kind == ErrorKind::Cancelled)
        return fail(to.error());
    Check differs{text(QT_TRANSLATE_NOOP("core", "The revision differs from what is running")), Verdict::Pass, {}};
    if (!to) {
        differs.verdict = Verdict::Fail;
        differs.reason = to.error().message;
    } else if (sameTemplate(templateOf(*to->object), templateOf(*now.object))) {
        differs.verdict = Verdict::Fail;
        differs.reason
            = text(QT_TRANSLATE_NOOP("core", "Revision %1 has the same template as now; there is nothing to do."),
                to->revision);
    } else {
        differs.reason = text(QT_TRANSLATE_NOOP("core", "ReplicaSet %1 keeps its template."), to->name);
    }
    checks.push_back(std::move(differs));
    QBM_TRY(all, fetchReplicaSetsOf(client(), now.row, context));
    const ReplicaSetDocument* const present = withTemplate(all, templateOf(*now.object));
    checks.push_back({text(QT_TRANSLATE_NOOP("core", "The present template is kept for the way back")),
        present != nullptr ? Verdict::Pass : Verdict::Fail,
        present != nullptr
            ? text(QT_TRANSLATE_NOOP("core", "ReplicaSet %1 keeps it."), present->name)
            : text(QT_TRANSLATE_NOOP("core", "No ReplicaSet has it yet: wait until the controller has made one."))});
    return checks;
}

Result<operation::Values> RolloutUndo::toRemember(const DeploymentDocument& now, TaskContext& context)
{
    QBM_TRY(to, target(now, Memory(), context));
    QBM_TRY(all, fetchReplicaSetsOf(client(), now.row, context));
    const ReplicaSetDocument* const present = withTemplate(all, templateOf(*now.object));
    if (present == nullptr)
        return fail(ErrorKind::Conflict,
            text(QT_TRANSLATE_NOOP("core", "Nothing was changed: no ReplicaSet keeps the present template of %1."),
                deployment().name));
    return operation::Values{{kTarget, to.name}, {kBefore, present->name}};
}

Result<RolloutOperation::Change> RolloutUndo::templateChange(
    const DeploymentDocument& now, const ReplicaSetDocument& from) const
{
    json podTemplate = plainTemplate(from);
    json patch = json::array({{{"op", "test"}, {"path", "/spec/template"}, {"value", templateOf(*now.object)}},
        {{"op", "replace"}, {"path", "/spec/template"}, {"value", podTemplate}}});
    json after = *now.object;
    after["spec"]["template"] = std::move(podTemplate);
    // The change cause belongs to the template; the controller copies it from the one to the other.
    const json::json_pointer cause(kChangeCausePath);
    if (from.object->contains(cause) && after["metadata"].contains("annotations")) {
        patch.push_back({{"op", "add"}, {"path", kChangeCausePath}, {"value", from.object->at(cause)}});
        after[cause] = from.object->at(cause);
    } else if (after.contains(cause)) {
        patch.push_back({{"op", "remove"}, {"path", kChangeCausePath}});
        after["metadata"]["annotations"].erase("kubernetes.io/change-cause");
    }
    return Change{kubernetes::PatchType::Json, writeJson(patch), std::make_shared<const json>(std::move(after))};
}

Result<RolloutOperation::Change> RolloutUndo::change(
    const DeploymentDocument& now, const Memory& memory, TaskContext& context)
{
    QBM_TRY(to, target(now, memory, context));
    return templateChange(now, to);
}

Result<bool> RolloutUndo::holds(const DeploymentDocument& now, const Memory& memory, TaskContext& context)
{
    QBM_TRY(to, target(now, memory, context));
    return sameTemplate(templateOf(*to.object), templateOf(*now.object));
}

Result<std::optional<RolloutOperation::Change>> RolloutUndo::wayBack(
    const DeploymentDocument& now, const Memory& memory, TaskContext& context)
{
    QBM_TRY(all, fetchReplicaSetsOf(client(), now.row, context));
    const std::string name = memory[kBefore].value_or(std::string());
    const auto before = std::ranges::find(all, name, &ReplicaSetDocument::name);
    if (before == all.end())
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core", "ReplicaSet %1 of deployment %2 is gone: its template cannot be put back."),
                name, deployment().name));
    if (sameTemplate(templateOf(*before->object), templateOf(*now.object)))
        return std::optional<Change>();
    QBM_TRY(ours, holds(now, memory, context));
    if (!ours)
        return changedByOthers();
    QBM_TRY(back, templateChange(now, *before));
    return std::optional(std::move(back));
}

Text RolloutUndo::askTitle() const
{
    return m_revision == 0 ? text(QT_TRANSLATE_NOOP("core", "Put the template before back into %1"), deployment().name)
                           : text(QT_TRANSLATE_NOOP("core", "Put the template of revision %1 back into %2"), m_revision,
                               deployment().name);
}

} // namespace qbm::cluster
