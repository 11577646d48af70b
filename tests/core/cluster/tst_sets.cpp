// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/rollout_service.h"
#include "tests/core/cluster/operation_bench.h"

#include <QTest>

using namespace qbm;
using namespace qbm::test;
using kubernetes::resource::kDaemonSets;
using kubernetes::resource::kStatefulSets;
using nlohmann::json;
using operation::RecordState;

namespace {

constexpr const char* kFirst = "registry.k8s.io/pause:3.9";
constexpr const char* kSecond = "registry.k8s.io/pause:3.10";

} // namespace

/// Scale, restart, set image, history and undo of StatefulSets and DaemonSets.
class TstSets : public QObject {
    Q_OBJECT
    std::unique_ptr<OperationBench> m_bench;

    TaskContext& context() { return m_bench->context(); }
    service::ClusterActions& actions() { return m_bench->actions(); }
    static service::Workload workload(const char* words) { return *cluster::parseWorkload(words); }

    Result<> create(const kubernetes::Resource& resource, const std::string& name)
    {
        const json labels{{"app", name}};
        json object{{"apiVersion", "apps/v1"}, {"kind", resource.kind}, {"metadata", {{"name", name}}},
            {"spec",
                {{"selector", {{"matchLabels", labels}}},
                    {"template",
                        {{"metadata", {{"labels", labels}}},
                            {"spec",
                                {{"terminationGracePeriodSeconds", 1},
                                    {"initContainers", {{{"name", "before"}, {"image", kFirst}, {"command", {"true"}}}}},
                                    {"containers", {{{"name", "main"}, {"image", kFirst}}}}}}}}}}};
        if (resource == kStatefulSets)
            object["spec"].update({{"replicas", 2}, {"serviceName", name}});
        QBM_CHECK(m_bench->client().create({resource, m_bench->nameSpace(), {}, {}}, object.dump(), context()));
        const service::Workload made(
            resource == kStatefulSets ? cluster::WorkloadKind::StatefulSet : cluster::WorkloadKind::DaemonSet, name);
        QBM_TRY(status, m_bench->service().followRollout(made, std::chrono::seconds(60), context()));
        if (status.state != kubernetes::RolloutStatus::State::Done)
            return fail(ErrorKind::Timeout, status.message);
        return {};
    }
    std::string image(const kubernetes::Resource& resource, const char* name, const char* list = "containers")
    {
        return m_bench->object(resource, name)["spec"]["template"]["spec"][list][0]["image"].get<std::string>();
    }
    void verifyDone(operation::Operation& operation)
    {
        const auto outcome = m_bench->run(operation);
        VERIFY_OK(outcome);
        QVERIFY2(outcome->record.state == RecordState::Done, outcome->record.error ? outcome->record.error->english().c_str() : "");
    }

private slots:
    void initTestCase()
    {
        auto bench = OperationBench::start();
        VERIFY_OK(bench);
        m_bench = std::move(*bench);
        if (m_bench->cluster().simulator() == nullptr)
            QSKIP("init containers end only where a kubelet runs them");
        VERIFY_OK(create(kStatefulSets, "set"));
        VERIFY_OK(create(kDaemonSets, "agent"));
    }

    void workload_isReadByAnyNameOfItsKind()
    {
        QCOMPARE(workload("web").kind, cluster::WorkloadKind::Deployment);
        QCOMPARE(workload("sts/db").kind, cluster::WorkloadKind::StatefulSet);
        QCOMPARE(workload("DaemonSet/agent").toString(), std::string("daemonset/agent"));
        for (const char* none : {"", "sts/", "job/x", "sts/a/b"})
            QVERIFY2(!cluster::parseWorkload(none), none);
    }

    void statefulSet_scaled_isSettledAndOnRecord()
    {
        const auto operation = m_bench->service().makeScaleOperation(workload("statefulset/set"), 3);
        QCOMPARE(operation->kind(), std::string("statefulset.scale"));
        verifyDone(*operation);
        const json set = m_bench->object(kStatefulSets, "set");
        QCOMPARE(set["spec"]["replicas"].get<int>(), 3);
        QCOMPARE(set["status"]["readyReplicas"].get<int>(), 3);
        operation::Registry registry;
        service::registerClusterOperations(registry, m_bench->service().inScope({}, context()).value());
        const auto again = registry.make(operation->kind(), operation->parameters());
        VERIFY_OK(again);
        QVERIFY((*again)->parameters() == operation->parameters());
    }

    void daemonSet_scaled_isRefusedWithTheReason()
    {
        const auto operation = m_bench->service().makeScaleOperation(workload("ds/agent"), 3);
        const auto plan = operation->plan(context());
        QVERIFY(!plan);
        QVERIFY(plan.error().english().find("DaemonSet agent cannot be scaled") != std::string::npos);
        QVERIFY(!actions().makePause(workload("ds/agent"), true)->plan(context()));
    }

    void setImage_thenUndo_goesThroughTheControllerRevisions_data()
    {
        QTest::addColumn<QString>("words");
        QTest::newRow("stateful set") << "statefulset/set";
        QTest::newRow("daemon set") << "daemonset/agent";
    }
    void setImage_thenUndo_goesThroughTheControllerRevisions()
    {
        QFETCH(QString, words);
        const service::Workload target = workload(words.toStdString().c_str());
        const kubernetes::Resource& resource = cluster::resourceOf(target.kind);
        verifyDone(*actions().makeSetImage(target, "main", kSecond));
        QCOMPARE(image(resource, target.name.c_str()), std::string(kSecond));
        const auto revisions = m_bench->service().rollouts()->fetchRevisions(target, context());
        VERIFY_OK(revisions);
        QCOMPARE(revisions->size(), std::size_t(2));
        QVERIFY(revisions->front().current && revisions->front().images[0].image == kSecond);
        QVERIFY(!revisions->back().current && revisions->back().images[0].image == kFirst);
        QVERIFY(revisions->front().templateYaml.find("$patch") == std::string::npos);
        const auto undo = actions().makeRolloutUndo(target, 0);
        const auto plan = undo->plan(context());
        VERIFY_OK(plan);
        QVERIFY2(plan->lines[0].change.english() == "revision 2 to the template of revision 1",
            plan->lines[0].change.english().c_str());
        verifyDone(*undo);
        QCOMPARE(image(resource, target.name.c_str()), std::string(kFirst));
        const auto after = m_bench->service().rollouts()->fetchRevisions(target, context());
        VERIFY_OK(after);
        QCOMPARE(after->front().number, std::int64_t(3)); // the template of 1 became the newest
    }

    void initContainer_byItsName_getsTheImage()
    {
        verifyDone(*actions().makeSetImage(workload("ds/agent"), "before", kSecond));
        QCOMPARE(image(kDaemonSets, "agent", "initContainers"), std::string(kSecond));
        QCOMPARE(image(kDaemonSets, "agent"), std::string(kFirst));
        const auto none = actions().makeSetImage(workload("ds/agent"), "nobody", kSecond)->plan(context());
        QVERIFY(!none && none.error().english().find("it has main, before") != std::string::npos);
    }

    void restart_replacesEveryPod()
    {
        verifyDone(*actions().makeRestart(workload("sts/set")));
        verifyDone(*actions().makeRestart(workload("ds/agent")));
        const json set = m_bench->object(kStatefulSets, "set");
        QVERIFY(set["status"]["updateRevision"] == set["status"]["currentRevision"]);
    }

    void onDelete_isWarnedOf()
    {
        VERIFY_OK(m_bench->client().patch({kStatefulSets, m_bench->nameSpace(), "set", {}},
            kubernetes::PatchType::Merge, R"({"spec":{"updateStrategy":{"type":"OnDelete","rollingUpdate":null}}})", context()));
        const auto checks = actions().makeRestart(workload("sts/set"))->check(context());
        VERIFY_OK(checks);
        const auto* check = checkAbout(*checks, "each pod gets the new template only");
        QVERIFY2(check && check->verdict == operation::Verdict::Warning, textOf(*checks).c_str());
    }
};

QTEST_APPLESS_MAIN(TstSets)
#include "tst_sets.moc"
