// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fakes/fake_cluster_parts.h"

namespace qbm::fakes {

namespace {

/// A plan of one line and no steps.
class NamedOperation final : public service::RevealOperation {
public:
    NamedOperation(std::string kind, std::string object, std::shared_ptr<const service::RevealedSecret> secret)
        : m_kind(std::move(kind))
        , m_object(std::move(object))
        , m_secret(std::move(secret))
    {
    }
    std::string kind() const override { return m_kind; }
    operation::Values parameters() const override { return {{"object", m_object}}; }
    Result<operation::Plan> plan(TaskContext&) override
    {
        operation::Plan plan;
        plan.title = text("%1 %2", m_kind, m_object);
        plan.target = m_object;
        plan.lines = {{text("%1", m_object), text("%1", m_kind)}};
        return plan;
    }
    Result<std::vector<operation::Check>> check(TaskContext&) override { return std::vector<operation::Check>{}; }
    std::vector<operation::Step> steps() override { return {}; }
    std::shared_ptr<const service::RevealedSecret> revealed() const override { return m_secret; }

private:
    std::string m_kind;
    std::string m_object;
    std::shared_ptr<const service::RevealedSecret> m_secret;
};

std::string kindOf(const service::Workload& workload, const std::string& verb)
{
    return std::string(cluster::keyOf(workload.kind)) + "." + verb;
}

} // namespace

Result<> FakeLogs::stream(const service::LogQuery& query, const service::LogSink& sink, TaskContext& context)
{
    if (answer)
        return answer(query, sink, context);
    if (error)
        return fail(*error);
    sink.onSources(sources);
    sink.onLines(lines);
    return {};
}

Result<std::vector<service::Revision>> FakeRollouts::fetchRevisions(const cluster::Workload&, TaskContext&)
{
    if (error)
        return fail(*error);
    return revisions;
}

Result<std::vector<service::RevisionEffect>> FakeRollouts::fetchRevisionEffects(const std::string&, TaskContext&)
{
    if (error)
        return fail(*error);
    return effects;
}

Result<service::ScalePreview> FakeActions::fetchScalePreview(const std::string&, int replicas, TaskContext&)
{
    if (error)
        return fail(*error);
    previewed.push_back(replicas);
    service::ScalePreview out = preview;
    out.wanted = replicas;
    return out;
}

Result<std::vector<service::ScaleOutcome>> FakeActions::fetchScaleOutcomes(const std::string&, TaskContext&)
{
    if (error)
        return fail(*error);
    return outcomes;
}

std::unique_ptr<service::RevealOperation> FakeActions::make(const std::string& kind, const std::string& object)
{
    made.push_back(kind + " " + object);
    return std::make_unique<NamedOperation>(kind, object, kind == "secret.reveal" ? secret : nullptr);
}

std::unique_ptr<operation::Operation> FakeActions::makeSetImage(
    const service::Workload& workload, const std::string&, const std::string& image)
{
    return make(kindOf(workload, "set-image"), workload.name + " " + image);
}

std::unique_ptr<operation::Operation> FakeActions::makeRestart(const service::Workload& workload)
{
    return make(kindOf(workload, "restart"), workload.name);
}

std::unique_ptr<operation::Operation> FakeActions::makePause(const service::Workload& workload, bool paused)
{
    return make(paused ? "deployment.pause" : "deployment.resume", workload.name);
}

std::unique_ptr<operation::Operation> FakeActions::makeRolloutUndo(const service::Workload& workload, std::int64_t revision)
{
    return make(kindOf(workload, "undo"), workload.name + " " + std::to_string(revision));
}

std::unique_ptr<service::RevealOperation> FakeActions::makeReveal(const std::string& name, const std::string&)
{
    return make("secret.reveal", name);
}

std::unique_ptr<operation::Operation> FakeActions::makeCommand(const service::PodCommand& asked)
{
    command = asked;
    return make("pod.command", asked.pod);
}

std::unique_ptr<operation::Operation> FakeActions::makeApply(const std::string& manifest, bool)
{
    return make("manifest.apply", manifest);
}

std::unique_ptr<operation::Operation> FakeActions::makeDelete(const service::ObjectKey& object)
{
    return make("object.delete", object.resource.plural + "/" + object.name);
}

std::unique_ptr<operation::Operation> FakeActions::makeCreateNamespace(const std::string& name) { return make("namespace.create", name); }

std::unique_ptr<operation::Operation> FakeActions::make(const service::ActionRequest& request)
{
    return make("action", std::to_string(request.index()));
}

} // namespace qbm::fakes
