// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/cluster/operation_bench.h"

#include <QTest>

using namespace qbm;
using namespace qbm::test;
using kubernetes::resource::kNodes;
using kubernetes::resource::kPodDisruptionBudgets;
using kubernetes::resource::kPods;
using nlohmann::json;
using operation::RecordState;
using operation::Verdict;

namespace {

constexpr const char* kNode = "qbm-node-1";

} // namespace

/// Cordon, drain and taints, on the simulator's nodes alone: a real cluster's are in use.
class TstNodes : public QObject {
    Q_OBJECT
    std::unique_ptr<OperationBench> m_bench;

    TaskContext& context() { return m_bench->context(); }
    MadeOperation make(const service::ActionRequest& request) { return m_bench->actions().make(request); }
    json node() { return m_bench->object(kNodes, kNode); }
    bool cordoned() { return node()["spec"].value("unschedulable", false); }

    Result<> create(const kubernetes::Resource& resource, json object)
    {
        object["apiVersion"] = resource.apiVersion();
        object["kind"] = resource.kind;
        QBM_CHECK(m_bench->client().create({resource, m_bench->nameSpace(), {}, {}}, object.dump(), context()));
        return {};
    }
    /// A pod of nobody on the node, ready once this returns.
    Result<> createPod(const std::string& name, bool withLocalData)
    {
        json spec{{"nodeName", kNode}, {"terminationGracePeriodSeconds", 1},
            {"containers", {{{"name", "main"}, {"image", "registry.k8s.io/pause:3.9"}}}}};
        if (withLocalData)
            spec["volumes"] = {{{"name", "scratch"}, {"emptyDir", json::object()}}};
        QBM_CHECK(create(kPods, {{"metadata", {{"name", name}, {"labels", {{"app", name}}}}}, {"spec", spec}}));
        for (int i = 0; i < 200 && m_bench->object(kPods, name)["status"].value("phase", "") != "Running"; ++i)
            QBM_CHECK(context().sleepFor(std::chrono::milliseconds(50)));
        return {};
    }
    static std::string changeOf(const operation::Plan& plan, const std::string& what)
    {
        for (const operation::PlanLine& line : plan.lines) {
            if (line.what.english().ends_with(what))
                return line.change.english();
        }
        return "no line";
    }

private slots:
    void initTestCase()
    {
        auto bench = OperationBench::start();
        VERIFY_OK(bench);
        m_bench = std::move(*bench);
        if (m_bench->cluster().simulator() == nullptr)
            QSKIP("the nodes of a real cluster are in use");
    }

    void cordon_thenUncordon()
    {
        VERIFY_OK(m_bench->run(*make(cluster::CordonRequest{kNode, true})));
        QVERIFY(cordoned());
        const auto again = make(cluster::CordonRequest{kNode, true})->check(context());
        VERIFY_OK(again);
        QVERIFY(checkAbout(*again, "as asked for already")->verdict == Verdict::Fail);
        VERIFY_OK(m_bench->run(*make(cluster::CordonRequest{kNode, false})));
        QVERIFY(!cordoned());
    }

    void taints_areSetAndRemoved()
    {
        VERIFY_OK(m_bench->run(*make(cluster::TaintRequest{kNode, {"disk=slow:PreferNoSchedule", "old:PreferNoSchedule"}})));
        QCOMPARE(node()["spec"]["taints"].size(), std::size_t(2));
        const auto change = make(cluster::TaintRequest{kNode, {"disk=fast:PreferNoSchedule", "old-"}});
        const auto plan = change->plan(context());
        VERIFY_OK(plan);
        QCOMPARE(plan->lines[0].change.english(), std::string("disk=slow:PreferNoSchedule to disk=fast:PreferNoSchedule"));
        QCOMPARE(plan->lines[1].change.english(), std::string("old:PreferNoSchedule is removed"));
        VERIFY_OK(m_bench->run(*change));
        QCOMPARE(node()["spec"]["taints"].size(), std::size_t(1));
        QCOMPARE(node()["spec"]["taints"][0]["value"].get<std::string>(), std::string("fast"));
        VERIFY_OK(m_bench->run(*make(cluster::TaintRequest{kNode, {"disk-"}})));
        QVERIFY(node()["spec"].value("taints", json::array()).empty());
        for (const char* none : {"disk", "disk=x", "disk=x:Sometimes", ":NoSchedule"})
            QCOMPARE(make(cluster::TaintRequest{kNode, {none}})->plan(context()).error().kind, ErrorKind::InvalidInput);
    }

    void drain_asksForForceAndLocalData_thenEmptiesTheNode()
    {
        VERIFY_OK(createPod("alone", false));
        VERIFY_OK(createPod("scratch", true));
        const json labels{{"app", "agent"}};
        VERIFY_OK(create(kubernetes::resource::kDaemonSets,
            {{"metadata", {{"name", "agent"}}},
                {"spec",
                    {{"selector", {{"matchLabels", labels}}},
                        {"template",
                            {{"metadata", {{"labels", labels}}},
                                {"spec", {{"containers", {{{"name", "main"}, {"image", "registry.k8s.io/pause:3.9"}}}}}}}}}}}));
        VERIFY_OK(m_bench->service().followRollout(*cluster::parseWorkload("ds/agent"), std::chrono::seconds(60), context()));
        const auto timid = make(cluster::DrainRequest{kNode});
        const auto plan = timid->plan(context());
        VERIFY_OK(plan);
        QVERIFY(changeOf(*plan, "/alone").find("--force") != std::string::npos);
        QVERIFY2(changeOf(*plan, "/scratch").find("stands in the way") != std::string::npos, changeOf(*plan, "/scratch").c_str());
        const auto checks = timid->check(context());
        VERIFY_OK(checks);
        QVERIFY(checkAbout(*checks, "add --force")->verdict == Verdict::Fail);
        QVERIFY(checkAbout(*checks, "add --delete-emptydir-data")->verdict == Verdict::Fail);
        QVERIFY(!operation::mayRun(*checks));
        QVERIFY(!cordoned());

        cluster::DrainRequest bold{kNode, true, true, {}, std::chrono::seconds(60)};
        const auto drain = make(bold);
        const auto outcome = m_bench->run(*drain);
        VERIFY_OK(outcome);
        QVERIFY2(outcome->record.state == RecordState::Done, outcome->record.error ? outcome->record.error->english().c_str() : "");
        QVERIFY(cordoned());
        QVERIFY(m_bench->object(kPods, "alone").is_null() && m_bench->object(kPods, "scratch").is_null());
        const auto left = json::parse(m_bench->service()
                                          .fetchJson({.kind = "pods", .fieldSelector = std::string("spec.nodeName=") + kNode,
                                                         .allNamespaces = true},
                                              context())
                                          .value());
        QCOMPARE(left["items"].size(), std::size_t(1));
        QCOMPARE(left["items"][0]["metadata"]["ownerReferences"][0]["kind"].get<std::string>(), std::string("DaemonSet"));
        VERIFY_OK(m_bench->run(*make(cluster::CordonRequest{kNode, false})));
    }

    void drain_heldByABudget_namesItAndUncordons()
    {
        VERIFY_OK(createPod("guarded", false));
        VERIFY_OK(create(kPodDisruptionBudgets,
            {{"metadata", {{"name", "guard"}}},
                {"spec", {{"minAvailable", 1}, {"selector", {{"matchLabels", {{"app", "guarded"}}}}}}}}));
        for (int i = 0; i < 100 && !m_bench->object(kPodDisruptionBudgets, "guard")["status"].contains("expectedPods"); ++i)
            QTest::qSleep(50);
        const auto drain = make(cluster::DrainRequest{kNode, true, true, {}, std::chrono::seconds(2)});
        const auto checks = drain->check(context());
        VERIFY_OK(checks);
        const auto* held = checkAbout(*checks, "let no pod go now");
        QVERIFY2(held && held->verdict == Verdict::Warning, textOf(*checks).c_str());
        const auto outcome = m_bench->run(*drain);
        VERIFY_OK(outcome);
        QVERIFY(outcome->record.state != RecordState::Done && outcome->record.error);
        QVERIFY2(outcome->record.error->english().find("disruption budget guard") != std::string::npos,
            outcome->record.error->english().c_str());
        QVERIFY(!cordoned()); // taken back
        QVERIFY(!m_bench->object(kPods, "guarded").is_null());
        VERIFY_OK(m_bench->client().remove({kPodDisruptionBudgets, m_bench->nameSpace(), "guard", {}}, context()));
    }

    void drain_killedAnywhere_canBeUndone()
    {
        VERIFY_OK(createPod("again", false));
        const auto drain = [&] { return make(cluster::DrainRequest{kNode, true, true, {}, std::chrono::seconds(30)}); };
        const auto undone = m_bench->killAndGoOn(drain, 4, false);
        QVERIFY(undone.has_value());
        VERIFY_OK(*undone);
        QVERIFY(!cordoned());
    }
};

QTEST_APPLESS_MAIN(TstNodes)
#include "tst_nodes.moc"
