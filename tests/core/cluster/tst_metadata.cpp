// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/cluster/operation_bench.h"

#include <QTest>

using namespace qbm;
using namespace qbm::test;
using kubernetes::resource::kConfigMaps;
using kubernetes::resource::kCronJobs;
using kubernetes::resource::kJobs;
using nlohmann::json;
using operation::RecordState;
using operation::Verdict;

/// Labels, annotations, finalizers, CronJobs and deletions by selector.
class TstMetadata : public QObject {
    Q_OBJECT
    std::unique_ptr<OperationBench> m_bench;

    TaskContext& context() { return m_bench->context(); }
    MadeOperation make(const service::ActionRequest& request) { return m_bench->actions().make(request); }
    Result<> createMap(const std::string& name, json metadata = json::object())
    {
        metadata["name"] = name;
        const json map{{"apiVersion", "v1"}, {"kind", "ConfigMap"}, {"metadata", metadata}};
        QBM_CHECK(m_bench->client().create({kConfigMaps, m_bench->nameSpace(), {}, {}}, map.dump(), context()));
        return {};
    }
    json metadata(const std::string& name)
    {
        const json map = m_bench->object(kConfigMaps, name);
        return map.is_null() ? json() : map["metadata"];
    }
    MadeOperation label(const std::string& name, std::vector<std::string> changes, bool annotations = false)
    {
        return make(cluster::MetadataRequest{{kConfigMaps, name}, annotations, std::move(changes)});
    }

private slots:
    void initTestCase()
    {
        auto bench = OperationBench::start();
        VERIFY_OK(bench);
        m_bench = std::move(*bench);
    }

    void labels_areSetChangedAndRemoved()
    {
        VERIFY_OK(createMap("map", {{"labels", {{"tier", "one"}, {"old", "yes"}}}}));
        const auto change = label("map", {"tier=two", "old-", "new="});
        const auto plan = change->plan(context());
        VERIFY_OK(plan);
        QCOMPARE(plan->lines.size(), std::size_t(3));
        QCOMPARE(plan->lines[2].change.english(), std::string("tier=one to tier=two"));
        VERIFY_OK(m_bench->run(*change));
        QVERIFY((metadata("map")["labels"] == json{{"tier", "two"}, {"new", ""}}));
        VERIFY_OK(m_bench->run(*label("map", {"note=a=b, c"}, true)));
        QCOMPARE(metadata("map")["annotations"]["note"].get<std::string>(), std::string("a=b, c"));
        const auto same = label("map", {"tier=two"})->check(context());
        VERIFY_OK(same);
        QVERIFY(!operation::mayRun(*same));
        for (const char* none : {"tier", "=x", "-", ""})
            QCOMPARE(label("map", {none})->plan(context()).error().kind, ErrorKind::InvalidInput);
        if (m_bench->cluster().simulator() != nullptr)
            return; // it takes any key
        const auto refused = label("map", {"bad key=x"})->check(context());
        VERIFY_OK(refused);
        QVERIFY(!operation::mayRun(*refused));
    }

    void label_killedAnywhere_isTakenBackOrLeftToOthers()
    {
        VERIFY_OK(createMap("back", {{"labels", {{"tier", "one"}}}}));
        const auto change = [&] { return label("back", {"tier=two"}); };
        for (int point = 1; point < 12; ++point) {
            const auto undone = m_bench->killAndGoOn(change, point, false);
            if (undone) {
                VERIFY_OK(*undone);
                QCOMPARE(metadata("back")["labels"]["tier"].get<std::string>(), std::string("one"));
            } else {
                VERIFY_OK(m_bench->client().patch({kConfigMaps, m_bench->nameSpace(), "back", {}},
                    kubernetes::PatchType::Merge, R"({"metadata":{"labels":{"tier":"one"}}})", context()));
            }
        }
    }

    void finalizer_isRemoved_andTheObjectGoes()
    {
        VERIFY_OK(createMap("held", {{"finalizers", {"qbm.example.com/a", "qbm.example.com/b"}}}));
        const service::ObjectKey held{kConfigMaps, "held"};
        const auto early = make(cluster::RemoveFinalizerRequest{held, "qbm.example.com/a"});
        const auto checks = early->check(context());
        VERIFY_OK(checks);
        QVERIFY(checkAbout(*checks, "nothing waits for this finalizer")->verdict == Verdict::Warning);
        QVERIFY(early->plan(context())->destructive);
        VERIFY_OK(m_bench->run(*early));
        QCOMPARE(metadata("held")["finalizers"].dump(), std::string("[\"qbm.example.com/b\"]"));
        VERIFY_OK(m_bench->client().remove({kConfigMaps, m_bench->nameSpace(), "held", {}}, context()));
        const auto outcome = m_bench->run(*make(cluster::RemoveFinalizerRequest{held, "qbm.example.com/b"}));
        VERIFY_OK(outcome);
        QVERIFY(outcome->record.state == RecordState::Done && metadata("held").is_null());
    }

    void deleteBySelector_takesWhatWasPlannedAndNoMore()
    {
        for (const char* name : {"gone-1", "gone-2"})
            VERIFY_OK(createMap(name, {{"labels", {{"set", "gone"}}}}));
        VERIFY_OK(createMap("stays", {{"labels", {{"set", "other"}}}}));
        const auto removal = make(cluster::DeleteSelectedRequest{kConfigMaps, "set=gone", false});
        const auto plan = removal->plan(context());
        VERIFY_OK(plan);
        QCOMPARE(plan->lines.size(), std::size_t(2));
        VERIFY_OK(createMap("later", {{"labels", {{"set", "gone"}}}}));
        const auto outcome = m_bench->run(*removal);
        VERIFY_OK(outcome);
        QVERIFY(outcome->record.state == RecordState::Done);
        QVERIFY(metadata("gone-1").is_null() && metadata("gone-2").is_null());
        QVERIFY(!metadata("stays").is_null() && !metadata("later").is_null());
        QCOMPARE(make(cluster::DeleteSelectedRequest{kConfigMaps, " ", false})->plan(context()).error().kind,
            ErrorKind::InvalidInput);
        const auto nothing = make(cluster::DeleteSelectedRequest{kConfigMaps, "set=none", false})->check(context());
        VERIFY_OK(nothing);
        QVERIFY(!operation::mayRun(*nothing));
    }

    void forcedDelete_saysItsRisk()
    {
        VERIFY_OK(createMap("forced"));
        const auto removal = make(cluster::ForceDeleteRequest{{kConfigMaps, "forced"}});
        QCOMPARE(removal->kind(), std::string("object.force-delete"));
        const auto plan = removal->plan(context());
        VERIFY_OK(plan);
        QVERIFY(plan->destructive && plan->lines[0].what.english() == "By force");
        VERIFY_OK(m_bench->run(*removal));
        QVERIFY(metadata("forced").is_null());
    }

    void cronJob_runNow_isAJobOfItsTemplate()
    {
        if (m_bench->cluster().simulator() == nullptr)
            QSKIP("a job ends only where a kubelet runs its pod");
        const json cronJob{{"apiVersion", "batch/v1"}, {"kind", "CronJob"}, {"metadata", {{"name", "nightly"}}},
            {"spec",
                {{"schedule", "0 0 1 1 *"}, {"suspend", true},
                    {"jobTemplate",
                        {{"metadata", {{"labels", {{"made", "here"}}}}},
                            {"spec",
                                {{"template",
                                    {{"spec",
                                        {{"restartPolicy", "Never"},
                                            {"containers",
                                                {{{"name", "main"}, {"image", "busybox"}, {"command", {"true"}}}}}}}}}}}}}}}};
        VERIFY_OK(m_bench->client().create({kCronJobs, m_bench->nameSpace(), {}, {}}, cronJob.dump(), context()));
        const auto run = make(cluster::RunCronJobRequest{"nightly", "nightly-now"});
        const auto outcome = m_bench->run(*run);
        VERIFY_OK(outcome);
        QVERIFY2(outcome->record.state == RecordState::Done, outcome->record.error ? outcome->record.error->english().c_str() : "");
        const json job = m_bench->object(kJobs, "nightly-now");
        QCOMPARE(job["metadata"]["annotations"]["cronjob.kubernetes.io/instantiate"].get<std::string>(), std::string("manual"));
        QCOMPARE(job["metadata"]["labels"]["made"].get<std::string>(), std::string("here"));
        QVERIFY(job["metadata"]["ownerReferences"][0]["uid"] == m_bench->object(kCronJobs, "nightly")["metadata"]["uid"]);
        const auto again = make(cluster::RunCronJobRequest{"nightly", "nightly-now"})->check(context());
        VERIFY_OK(again);
        QVERIFY(!operation::mayRun(*again)); // there is one of this name
    }
};

QTEST_APPLESS_MAIN(TstMetadata)
#include "tst_metadata.moc"
