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

/// A ControllerRevision keeps the template as a patch; read like a ReplicaSet, the rest is the same.
json asReplicaSet(const json& revision)
{
    const json::json_pointer path("/data/spec/template");
    if (!revision.contains(path))
        return json::object();
    json podTemplate = revision.at(path);
    podTemplate.erase("$patch");
    if (!podTemplate["metadata"].is_object())
        podTemplate["metadata"] = json::object();
    return {{"metadata", revision.value("metadata", json::object())}, {"spec", {{"template", std::move(podTemplate)}}}};
}

const json& templateOf(const json& object)
{
    return object.at("spec").at("template");
}

/// The pod template as the Deployment had it: the hash is the controller's.
json plainTemplate(const RevisionDocument& replicaSet)
{
    json podTemplate = templateOf(*replicaSet.object);
    if (podTemplate["metadata"].contains("labels"))
        podTemplate["metadata"]["labels"].erase("pod-template-hash");
    return podTemplate;
}

const RevisionDocument* withTemplate(const std::vector<RevisionDocument>& all, const json& podTemplate)
{
    const auto found = std::ranges::find_if(
        all, [&](const RevisionDocument& one) { return sameTemplate(templateOf(*one.object), podTemplate); });
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

Result<std::vector<RevisionDocument>> fetchRevisionsOf(
    kubernetes::Client& client, const WorkloadName& workload, const kubernetes::Deployment& row, TaskContext& context)
{
    const bool replicaSets = workload.kind == WorkloadKind::Deployment;
    const kubernetes::Resource& keeper
        = replicaSets ? kubernetes::resource::kReplicaSets : kubernetes::resource::kControllerRevisions;
    std::vector<RevisionDocument> found;
    kubernetes::PageHandler handler;
    handler.onPage = [&](const kubernetes::JsonValue& page) -> Result<> {
        for (const kubernetes::JsonValue& item : page["items"].items()) {
            const kubernetes::ObjectMeta meta = kubernetes::decodeMeta(item);
            json object = json::parse(item.text(), nullptr, false);
            if (!replicaSets)
                object = asReplicaSet(object);
            if (meta.controller.uid == row.meta.uid && object.contains(json::json_pointer("/spec/template/spec/containers")))
                found.push_back({replicaSets ? revisionOf(kubernetes::decodeReplicaSet(item)) : item["revision"].integer(),
                    meta.name, meta.created, keeper.kind, std::make_shared<const json>(std::move(object))});
        }
        return {};
    };
    handler.onRestart = [&] { found.clear(); };
    QBM_CHECK(client.list({keeper, row.meta.nameSpace, row.selector, {}}, {}, handler, context));
    std::ranges::sort(found, {}, &RevisionDocument::revision);
    return found;
}

RolloutUndo::RolloutUndo(std::shared_ptr<kubernetes::Client> client, WorkloadName deployment, std::int64_t revision)
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
    return {{"list",
        deployment().kind == WorkloadKind::Deployment ? kubernetes::resource::kReplicaSets
                                                      : kubernetes::resource::kControllerRevisions,
        {}, deployment().nameSpace, {}}};
}

Result<RevisionDocument> RolloutUndo::target(
    const DeploymentDocument& now, const Memory& memory, TaskContext& context) const
{
    QBM_TRY(all, fetchRevisionsOf(client(), deployment(), now.row, context));
    if (const auto remembered = memory[kTarget]) {
        for (const RevisionDocument& one : all) {
            if (one.name == *remembered)
                return one;
        }
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core", "Revision %1 of %2 is gone: its template cannot be put back."),
                *remembered, nounOf(deployment())));
    }
    if (m_revision == 0 && all.size() > 1)
        return all[all.size() - 2];
    std::string known;
    for (const RevisionDocument& one : all) {
        if (one.revision == m_revision)
            return one;
        known += (known.empty() ? "" : ", ") + std::to_string(one.revision);
    }
    if (m_revision == 0)
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core", "%1 keeps no earlier revision to go back to."),
                subjectOf(deployment())));
    return fail(ErrorKind::NotFound,
        text(QT_TRANSLATE_NOOP("core", "%1 keeps no revision %2; it has %3."), subjectOf(deployment()), m_revision,
            known));
}

Result<> RolloutUndo::describe(const DeploymentDocument& now, operation::Plan& plan, TaskContext& context)
{
    QBM_TRY(to, target(now, Memory(), context));
    QBM_TRY(all, fetchRevisionsOf(client(), deployment(), now.row, context));
    const RevisionDocument* const kept = withTemplate(all, templateOf(*now.object));
    const std::string present = kept != nullptr ? std::to_string(kept->revision) : now.row.revision;
    plan.title
        = text(QT_TRANSLATE_NOOP("core", "Take %1 back to revision %2"), nounOf(deployment()), to.revision);
    plan.consequence = text(QT_TRANSLATE_NOOP("core",
        "Its pods are replaced by ones of that revision, as many at a time as it allows; the others go on serving."));
    plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "%1 in %2"), subjectOf(deployment()),
                              deployment().nameSpace),
        text(QT_TRANSLATE_NOOP("core", "revision %1 to the template of revision %2"), present, to.revision)});
    const std::string from = imagesOf(templateOf(*now.object)), images = imagesOf(templateOf(*to.object));
    if (from != images)
        plan.lines.push_back(
            {text(QT_TRANSLATE_NOOP("core", "Images")), text(QT_TRANSLATE_NOOP("core", "%1 to %2"), from, images)});
    plan.stopLeaves = text(
        QT_TRANSLATE_NOOP("core", "The cluster goes on to the earlier revision; only the console stops watching."));
    plan.undo = text(QT_TRANSLATE_NOOP("core",
                         "Undo to the revision of today, which the cluster keeps. This happens by itself if the pods of "
                         "revision %1 do not become ready."),
        to.revision);
    return {};
}

Result<std::vector<Check>> RolloutUndo::ownChecks(const DeploymentDocument& now, TaskContext& context)
{
    std::vector<Check> checks;
    checks.push_back(rollsAtOnceCheck(now));
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
        differs.reason = text(QT_TRANSLATE_NOOP("core", "%1 %2 keeps its template."), to->keeper, to->name);
    }
    checks.push_back(std::move(differs));
    QBM_TRY(all, fetchRevisionsOf(client(), deployment(), now.row, context));
    const RevisionDocument* const present = withTemplate(all, templateOf(*now.object));
    checks.push_back({text(QT_TRANSLATE_NOOP("core", "The present template is kept for the way back")),
        present != nullptr ? Verdict::Pass : Verdict::Fail,
        present != nullptr
            ? text(QT_TRANSLATE_NOOP("core", "%1 %2 keeps it."), present->keeper, present->name)
            : text(QT_TRANSLATE_NOOP("core", "No revision has it yet: wait until the controller has made one."))});
    return checks;
}

Result<operation::Values> RolloutUndo::toRemember(const DeploymentDocument& now, TaskContext& context)
{
    QBM_TRY(to, target(now, Memory(), context));
    QBM_TRY(all, fetchRevisionsOf(client(), deployment(), now.row, context));
    const RevisionDocument* const present = withTemplate(all, templateOf(*now.object));
    if (present == nullptr)
        return fail(ErrorKind::Conflict,
            text(QT_TRANSLATE_NOOP("core", "Nothing was changed: no revision keeps the present template of %1."),
                deployment().name));
    return operation::Values{{kTarget, to.name}, {kBefore, present->name}};
}

Result<RolloutOperation::Change> RolloutUndo::templateChange(
    const DeploymentDocument& now, const RevisionDocument& from) const
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
    QBM_TRY(all, fetchRevisionsOf(client(), deployment(), now.row, context));
    const std::string name = memory[kBefore].value_or(std::string());
    const auto before = std::ranges::find(all, name, &RevisionDocument::name);
    if (before == all.end())
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core", "Revision %1 of %2 is gone: its template cannot be put back."),
                name, nounOf(deployment())));
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
