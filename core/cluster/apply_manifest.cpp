// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/apply_manifest.h"

#include "core/base/json_text.h"
#include "core/cluster/access_check.h"
#include "core/cluster/definition.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace qbm::cluster {

namespace {

using kubernetes::ObjectPath;
using nlohmann::json;
using operation::Check;
using operation::StepContext;
using operation::Verdict;

constexpr const char* kAbsent = "absent";
constexpr const char* kSecret = "secret";
constexpr int kLooks = 3;

std::string formerKey(std::size_t index)
{
    return "former." + std::to_string(index + 1);
}

json parsed(const std::string& text)
{
    return json::parse(text, nullptr, false);
}

/// The lines of an apply conflict: "conflict with \"hpa\" using autoscaling/v2: .spec.replicas" each.
std::string conflictsOf(const Error& error)
{
    std::string out;
    std::size_t begin = error.detail.find('\n'); // after "HTTP 409 Conflict"
    while (begin != std::string::npos) {
        const std::size_t end = std::min(error.detail.find('\n', begin + 1), error.detail.size());
        out += (out.empty() ? "" : "; ") + error.detail.substr(begin + 1, end - begin - 1);
        begin = end < error.detail.size() ? end : std::string::npos;
    }
    return out;
}

bool unchanged(const std::string& live, const std::string& then)
{
    return withoutServerFields(parsed(live)) == withoutServerFields(parsed(then));
}

/// The object that applied takes `now` back to `before`: what the manifest set, with the values from before, and what
/// it removed. What it added is left out, and so removed.
json formerFields(const json& manifest, const json& now, const json& before)
{
    json fields = json::object();
    for (const auto& [key, value] : before.items()) {
        const bool set = manifest.is_object() && manifest.contains(key);
        const json present = now.is_object() ? now.value(key, json()) : json();
        if (!set && present == value)
            continue;
        fields[key] = value.is_object() && present.is_object()
            ? formerFields(set ? manifest.at(key) : json::object(), present, value)
            : value;
    }
    return fields;
}

} // namespace

ApplyManifest::ApplyManifest(
    std::shared_ptr<kubernetes::Client> client, std::string nameSpace, std::string manifest, bool force)
    : m_client(std::move(client))
    , m_nameSpace(std::move(nameSpace))
    , m_objects(parseManifest(manifest))
    , m_force(force)
{
}

operation::Values ApplyManifest::parameters() const
{
    return {{"context", m_client->access().contextName}, {"namespace", m_nameSpace},
        {"manifest", m_objects ? manifestText(*m_objects, true) : std::string()}, {"force", m_force ? "yes" : "no"}};
}

Result<ApplyManifest::Place> ApplyManifest::placeOf(const ManifestObject& object, TaskContext& context) const
{
    const std::string nameSpace = object.nameSpace.empty() ? m_nameSpace : object.nameSpace;
    const auto place = [&](const kubernetes::Resource& resource, bool served) {
        return Place{{resource, resource.namespaced ? nameSpace : std::string(), object.name, {}}, served};
    };
    for (int look = 1; look <= 2; ++look) {
        QBM_TRY(resources, m_client->fetchResources(context));
        for (const kubernetes::DiscoveredResource& one : resources) {
            if (one.resource.kind == object.kind && one.resource.apiVersion() == object.apiVersion)
                return place(one.resource, true);
        }
        if (look == 1)
            m_client->forgetResources(); // its definition may have come since
    }
    if (const auto defined = definedResource(*m_objects, object))
        return place(*defined, false);
    return fail(ErrorKind::InvalidInput,
        text(QT_TRANSLATE_NOOP(
                 "core", "The cluster knows no %1 of %2: see the spelling and the version in the manifest."),
            object.kind, object.apiVersion));
}

Result<ObjectPath> ApplyManifest::pathOf(const ManifestObject& object, TaskContext& context) const
{
    QBM_TRY(place, placeOf(object, context));
    return place.path;
}

Result<std::optional<std::string>> ApplyManifest::fetchLive(const ObjectPath& path, TaskContext& context) const
{
    auto answer = m_client->get(path, context);
    if (answer)
        return std::optional(std::move(answer->json));
    if (answer.error().kind == ErrorKind::NotFound)
        return std::optional<std::string>();
    return fail(std::move(answer).error());
}

bool ApplyManifest::makesNamespace(const std::string& nameSpace) const
{
    return std::ranges::any_of(*m_objects,
        [&](const ManifestObject& object) { return object.kind == "Namespace" && object.name == nameSpace; });
}

std::string ApplyManifest::bodyOf(const ManifestObject& object, const ObjectPath& path) const
{
    json body = *object.object;
    if (path.resource.namespaced)
        body["metadata"]["namespace"] = path.nameSpace;
    // A manifest that was read from the cluster holds what apply refuses.
    for (const char* key : {"managedFields", "resourceVersion", "uid", "creationTimestamp", "generation"})
        body["metadata"].erase(key);
    body.erase("status");
    return writeJson(body);
}

Result<ApplyManifest::Trial> ApplyManifest::tryOut(const ManifestObject& object, TaskContext& context) const
{
    Trial trial;
    QBM_TRY(place, placeOf(object, context));
    trial.path = std::move(place.path);
    trial.waits = !place.served;
    if (trial.waits) {
        trial.tried = fail(ErrorKind::NotFound, text(QT_TRANSLATE_NOOP("core", "The cluster does not know this kind yet.")));
        return trial;
    }
    QBM_TRY(live, fetchLive(trial.path, context));
    trial.live = std::move(live);
    trial.tried = m_client->patch(trial.path, kubernetes::PatchType::Apply, bodyOf(object, trial.path), context,
        {.dryRun = true, .force = m_force});
    if (!trial.tried && trial.tried.error().kind == ErrorKind::Cancelled)
        return fail(trial.tried.error());
    trial.waits = !trial.tried && trial.tried.error().kind == ErrorKind::NotFound && !trial.live
        && trial.path.resource.namespaced && makesNamespace(trial.path.nameSpace);
    return trial;
}

Result<operation::Plan> ApplyManifest::plan(TaskContext& context)
{
    if (!m_objects)
        return fail(m_objects.error());
    operation::Plan plan;
    const std::size_t count = m_objects->size();
    plan.title = count == 1 ? text(QT_TRANSLATE_NOOP("core", "Apply %1"), m_objects->front().title())
                            : text(QT_TRANSLATE_NOOP("core", "Apply a manifest of %1 objects"), count);
    plan.consequence = text(QT_TRANSLATE_NOOP("core",
        "The cluster goes to what the manifest says; fields that it leaves out stay as they are. A changed pod "
        "template "
        "replaces pods."));
    plan.target = m_objects->front().name;
    bool secrets = false;
    for (const ManifestObject& object : *m_objects) {
        secrets = secrets || object.isSecret();
        if (m_client->mode() == AccessMode::ReadOnly) {
            plan.lines.push_back(
                {object.title(), text(QT_TRANSLATE_NOOP("core", "not tried: the console is read-only"))});
            continue;
        }
        QBM_TRY(trial, tryOut(object, context));
        Text change = text(QT_TRANSLATE_NOOP("core", "configured"));
        if (trial.waits)
            change = text(
                QT_TRANSLATE_NOOP("core", "created; not tried, as its namespace or kind is made on the way"));
        else if (!trial.tried)
            change = text(QT_TRANSLATE_NOOP("core", "refused, see the checks"));
        else if (!trial.live)
            change = text(QT_TRANSLATE_NOOP("core", "created"));
        else if (unchanged(*trial.live, trial.tried->json))
            change = text(QT_TRANSLATE_NOOP("core", "unchanged"));
        plan.lines.push_back({trial.path.toString(), std::move(change)});
        const json then = trial.tried ? parsed(trial.tried->json) : *object.object;
        if (trial.tried || trial.waits)
            plan.diff += objectDiff(trial.live ? parsed(*trial.live) : json(), then, trial.path.toString());
    }
    plan.stopLeaves = text(QT_TRANSLATE_NOOP("core", "Stopping takes back what was applied until then."));
    plan.undo = secrets
        ? text(QT_TRANSLATE_NOOP("core",
            "What is created is deleted and what is changed is put back if it fails half-way; of Secrets the values "
            "from "
            "before are kept nowhere, so a changed one stays changed."))
        : text(QT_TRANSLATE_NOOP("core",
            "What is created is deleted and what is changed is put back if it fails half-way; afterwards, apply the "
            "manifest from before."));
    return plan;
}

Result<std::vector<Check>> ApplyManifest::check(TaskContext& context)
{
    if (!m_objects)
        return fail(m_objects.error());
    std::vector<Check> checks{writableCheck(*m_client)};
    for (const ManifestObject& object : *m_objects) {
        const auto path = pathOf(object, context);
        if (!path && path.error().kind == ErrorKind::Cancelled)
            return fail(path.error());
        if (!path) {
            checks.push_back({text(QT_TRANSLATE_NOOP("core", "The cluster knows %1"), object.title()), Verdict::Fail,
                path.error().message});
            continue;
        }
        if (isWithheld(object))
            checks.push_back(
                {text(QT_TRANSLATE_NOOP("core", "The values of %1 are at hand"), object.title()), Verdict::Fail,
                    text(QT_TRANSLATE_NOOP("core", "They are not kept in the journal: apply the file again."))});
        for (const char* verb : {"get", "patch"})
            checks.push_back(accessCheck(*m_client, {verb, path->resource, {}, path->nameSpace, path->name}, context));
        if (m_client->mode() == AccessMode::ReadOnly)
            continue;
        QBM_TRY(trial, tryOut(object, context));
        if (!trial.live) // a patch that makes the object needs both rights
            checks.push_back(accessCheck(*m_client, {"create", path->resource, {}, path->nameSpace, {}}, context));
        if (trial.waits)
            continue;
        if (!trial.tried && trial.tried.error().kind == ErrorKind::Conflict) {
            checks.push_back(
                {text(QT_TRANSLATE_NOOP("core", "Nobody else manages what %1 sets"), object.title()), Verdict::Fail,
                    text(QT_TRANSLATE_NOOP(
                             "core", "%1. Leave these fields out of the manifest, or take them over with force."),
                        conflictsOf(trial.tried.error()))});
            continue;
        }
        std::vector<Check> tried;
        QBM_CHECK(appendDryRun(tried, trial.tried));
        for (Check& line : tried) {
            line.question = text(QT_TRANSLATE_NOOP("core", "%1: %2"), object.title(), line.question);
            checks.push_back(std::move(line));
        }
    }
    QBM_CHECK(context.checkpoint());
    return checks;
}

std::vector<operation::Step> ApplyManifest::steps()
{
    std::vector<operation::Step> steps;
    if (!m_objects)
        return steps;
    for (std::size_t i = 0; i < m_objects->size(); ++i) {
        operation::Step step;
        step.id = "apply-" + std::to_string(i + 1);
        step.title = text(QT_TRANSLATE_NOOP("core", "Apply %1"), m_objects->at(i).title());
        step.run = [this, i](StepContext& context) { return apply(i, context); };
        step.verify = [this, i](StepContext& context) { return verify(i, context); };
        step.undo = [this, i](StepContext& context) { return takeBack(i, context); };
        step.undoRegardless = true; // each object by itself: one that cannot go back keeps none of the others
        steps.push_back(std::move(step));
    }
    return steps;
}

Result<> ApplyManifest::apply(std::size_t index, StepContext& step) const
{
    const ManifestObject& object = m_objects->at(index);
    if (isWithheld(object))
        return fail(ErrorKind::Unsupported,
            text(QT_TRANSLATE_NOOP("core",
                     "The values of %1 are not kept in the journal, so this cannot go on: take it back and apply the "
                     "file "
                     "again."),
                object.title()));
    QBM_TRY(path, pathOf(object, step.task()));
    if (!step.recall(formerKey(index))) {
        QBM_TRY(live, fetchLive(path, step.task()));
        const std::string former = !live ? std::string(kAbsent)
            : object.isSecret()          ? std::string(kSecret)
                                         : writeJson(withoutServerFields(parsed(*live)));
        QBM_CHECK(step.remember(formerKey(index), former));
    }
    auto applied = m_client->patch(
        path, kubernetes::PatchType::Apply, bodyOf(object, path), step.task(), {.dryRun = false, .force = m_force});
    if (!applied && applied.error().kind == ErrorKind::Conflict)
        return fail(ErrorKind::Conflict,
            text(QT_TRANSLATE_NOOP("core", "%1 was not applied: %2."), object.title(), conflictsOf(applied.error())),
            applied.error().detail);
    QBM_CHECK(applied);
    for (const std::string& warning : applied->warnings)
        step.say(text(QT_TRANSLATE_NOOP("core", "The cluster warns: %1"), warning));
    if (isDefinition(object))
        QBM_CHECK(awaitDefinition(*m_client, object, step.task()));
    return {};
}

Result<> ApplyManifest::verify(std::size_t index, StepContext& step) const
{
    const ManifestObject& object = m_objects->at(index);
    QBM_TRY(path, pathOf(object, step.task()));
    for (int look = 1;; ++look) {
        QBM_TRY(live, fetchLive(path, step.task()));
        if (!live)
            return fail(ErrorKind::Conflict,
                text(QT_TRANSLATE_NOOP("core", "%1 is not there after it was applied: somebody else deleted it."),
                    object.title()));
        // Applied once more it would change nothing: what is there is what the manifest says.
        QBM_TRY(again,
            m_client->patch(path, kubernetes::PatchType::Apply, bodyOf(object, path), step.task(),
                {.dryRun = true, .force = true}));
        if (unchanged(*live, again.json))
            return {};
        if (look == kLooks) // a controller may have written between the two
            return fail(ErrorKind::Conflict,
                text(QT_TRANSLATE_NOOP("core", "%1 is not as it was applied: somebody else changed it at once."),
                    object.title()));
    }
}

Result<> ApplyManifest::takeBack(std::size_t index, StepContext& step) const
{
    const auto former = step.recall(formerKey(index));
    if (!former)
        return {}; // nothing had been applied yet
    const ManifestObject& object = m_objects->at(index);
    QBM_TRY(path, pathOf(object, step.task()));
    QBM_TRY(live, fetchLive(path, step.task()));
    if (*former == kAbsent) {
        if (live) {
            const json metadata = parsed(*live).value("metadata", json::object());
            QBM_CHECK(m_client->remove(
                path, step.task(), {.propagation = "Background", .uid = metadata.value("uid", std::string())}));
            if (isDefinition(object))
                m_client->forgetResources();
        }
        return {};
    }
    if (*former == kSecret)
        return fail(ErrorKind::Unsupported,
            text(QT_TRANSLATE_NOOP("core",
                     "%1 stays as it is: the values it had before are kept nowhere. Apply them again from where they "
                     "come "
                     "from."),
                object.title()));
    if (!live)
        return fail(ErrorKind::Conflict,
            text(QT_TRANSLATE_NOOP("core", "%1 cannot be put back: somebody else deleted it."), object.title()));
    const json before = parsed(*former), now = withoutServerFields(parsed(*live));
    if (now == before)
        return {};
    // Applied, not patched: fields that we set by an update would conflict with every later apply of ours.
    json body = formerFields(*object.object, now, before);
    body["apiVersion"] = object.apiVersion;
    body["kind"] = object.kind;
    body["metadata"]["name"] = object.name;
    QBM_CHECK(m_client->patch(
        path, kubernetes::PatchType::Apply, writeJson(body), step.task(), {.dryRun = false, .force = true}));
    return {};
}

} // namespace qbm::cluster
