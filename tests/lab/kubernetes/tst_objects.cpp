// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/lab/kubernetes/fixture.h"

using namespace qbm::lab::kubernetes;
using namespace qbm::lab::kubernetes::test;

namespace {

const auto kMaps = kNamespacePath + "/configmaps";
const auto kPods = kNamespacePath + "/pods";
const std::string kSets = "/apis/apps/v1/namespaces/qbm-ai-system/replicasets";
const auto kMerge = "application/merge-patch+json";
const auto kStrategic = "application/strategic-merge-patch+json";

std::size_t count(Fixture& fixture, const std::string& path)
{
    return fixture.get(path)["items"].size();
}

} // namespace

/// Deletion in its forms, patches, defaults and the faults.
class TstObjects : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_fixture = std::make_unique<Fixture>();
        QVERIFY(m_fixture->waitForRollout("frontend", 2));
    }

    void deleteBackground_isStatusAndTakesTheDependents()
    {
        const auto answer = m_fixture->call("DELETE", kDeploymentsPath + "/frontend");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body["kind"].get<std::string>(), std::string("Status"));
        QCOMPARE(answer.body["details"]["kind"].get<std::string>(), std::string("deployments"));
        QTRY_COMPARE(count(*m_fixture, kSets + "?labelSelector=app%3Dfrontend"), std::size_t(0));
        QTRY_COMPARE(count(*m_fixture, kPods + "?labelSelector=app%3Dfrontend"), std::size_t(0));
    }

    void deleteForeground_keepsTheOwnerUntilTheLastDependentIsGone()
    {
        const auto answer = m_fixture->call(
            "DELETE", kDeploymentsPath + "/frontend", R"({"propagationPolicy":"Foreground"})");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body["metadata"]["finalizers"], json::array({"foregroundDeletion"}));
        QVERIFY(answer.body["metadata"].contains("deletionTimestamp"));
        QTRY_COMPARE(m_fixture->call("GET", kDeploymentsPath + "/frontend").status, 404);
        QCOMPARE(count(*m_fixture, kSets + "?labelSelector=app%3Dfrontend"), std::size_t(0));
    }

    void deleteOrphan_leavesTheReplicaSetWithoutOwner()
    {
        QCOMPARE(m_fixture->call("DELETE", kDeploymentsPath + "/frontend?propagationPolicy=Orphan").status, 200);
        QTRY_COMPARE(m_fixture->call("GET", kDeploymentsPath + "/frontend").status, 404);
        const auto sets = m_fixture->get(kSets + "?labelSelector=app%3Dfrontend")["items"];
        QCOMPARE(sets.size(), std::size_t(1));
        QVERIFY(!sets[0]["metadata"].contains("ownerReferences"));
    }

    void deletePod_firstShowsTheGracePeriodThenGoes()
    {
        const auto pod = m_fixture->get(kPods + "?labelSelector=app%3Dfrontend")["items"][0];
        const auto name = pod["metadata"]["name"].get<std::string>();
        const auto version = m_fixture->get(kPods)["metadata"]["resourceVersion"].get<std::string>();
        WatchRecorder watch(*m_fixture, kPods + "?watch=true&fieldSelector=metadata.name%3D" + name + "&resourceVersion=" + version);
        const auto answer = m_fixture->call("DELETE", kPods + "/" + name);
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body["metadata"]["deletionGracePeriodSeconds"].get<int>(), 30);
        QVERIFY(watch.waitFor(3));
        const auto events = watch.events();
        QCOMPARE(events[1]["object"]["metadata"]["deletionGracePeriodSeconds"].get<int>(), 0);
        QCOMPARE(events[2]["type"].get<std::string>(), std::string("DELETED"));
        QCOMPARE(events[2]["object"]["status"]["phase"].get<std::string>(), std::string("Running"));
        QVERIFY(m_fixture->waitForRollout("frontend", 2));
    }

    void finalizer_holdsTheObjectUntilItIsTakenOff()
    {
        m_fixture->call("POST", kMaps, R"({"metadata":{"name":"held","finalizers":["qbm.example.com/hold"]}})");
        QVERIFY(m_fixture->call("DELETE", kMaps + "/held").body["metadata"].contains("deletionTimestamp"));
        QCOMPARE(m_fixture->call("POST", kMaps, R"({"metadata":{"name":"held"}})").status, 409);
        QCOMPARE(m_fixture->call("PATCH", kMaps + "/held",
                     R"({"metadata":{"finalizers":["qbm.example.com/hold","qbm.example.com/two"]}})", kMerge).status, 422);
        QCOMPARE(m_fixture->call("PATCH", kMaps + "/held", R"({"metadata":{"finalizers":null}})", kMerge).status, 200);
        QCOMPARE(m_fixture->call("GET", kMaps + "/held").status, 404);
    }

    void deleteNamespace_emptiesItThenRemovesIt()
    {
        m_fixture->call("POST", "/api/v1/namespaces", R"({"metadata":{"name":"passing"}})");
        m_fixture->call("POST", "/api/v1/namespaces/passing/configmaps", R"({"metadata":{"name":"x"}})");
        const auto answer = m_fixture->call("DELETE", "/api/v1/namespaces/passing");
        QCOMPARE(answer.body["status"]["phase"].get<std::string>(), std::string("Terminating"));
        QTRY_COMPARE(m_fixture->call("GET", "/api/v1/namespaces/passing").status, 404);
        QCOMPARE(count(*m_fixture, "/api/v1/namespaces/passing/configmaps"), std::size_t(0));
    }

    void strategicMerge_mergesContainersByName()
    {
        const auto patch = R"({"spec":{"template":{"spec":{"containers":[{"name":"backend","env":[{"name":"NEW","value":"1"}]}]}}}})";
        const auto answer = m_fixture->call("PATCH", kDeploymentsPath + "/backend?dryRun=All", patch, kStrategic);
        const auto& container = answer.body["spec"]["template"]["spec"]["containers"][0];
        QCOMPARE(container["image"].get<std::string>(), std::string("qbm-ai-system/backend:v1.4.2"));
        QCOMPARE(container["env"].size(), std::size_t(1));
        const auto removed = m_fixture->call("PATCH", kDeploymentsPath + "/backend?dryRun=All",
            R"({"spec":{"template":{"spec":{"containers":[{"name":"backend","$patch":"delete"},{"name":"other","image":"x:1"}]}}}})", kStrategic);
        QCOMPARE(removed.body["spec"]["template"]["spec"]["containers"].size(), std::size_t(1));
        QCOMPARE(removed.body["spec"]["template"]["spec"]["containers"][0]["name"].get<std::string>(), std::string("other"));
    }

    void mergePatch_replacesTheList()
    {
        const auto patch = R"({"spec":{"template":{"spec":{"containers":[{"name":"backend","image":"x:1"}]}}}})";
        const auto answer = m_fixture->call("PATCH", kDeploymentsPath + "/backend?dryRun=All", patch, kMerge);
        QVERIFY(!answer.body["spec"]["template"]["spec"]["containers"][0].contains("ports"));
    }

    void annotation_doesNotMoveTheGeneration()
    {
        const auto before = m_fixture->get(kDeploymentsPath + "/backend")["metadata"]["generation"];
        const auto answer = m_fixture->call(
            "PATCH", kDeploymentsPath + "/backend", R"({"metadata":{"annotations":{"note":"x"}}})", kMerge);
        QCOMPARE(answer.body["metadata"]["generation"], before);
    }

    void secret_storesStringDataAsBase64()
    {
        const auto secret = m_fixture->get(kNamespacePath + "/secrets/qbm-secrets");
        QCOMPARE(secret["data"]["REDIS_PASSWORD"].get<std::string>(), std::string("cmVkaXMtd29yZA=="));
        QVERIFY(!secret.contains("stringData"));
    }

    void malformedDocument_isRefusedNotFatal()
    {
        for (const auto* body : {R"({"metadata":5})", R"({"metadata":{"name":"x"},"spec":7})", "[]", "null", "{", R"({"metadata":{"name":["a"]}})"}) {
            const auto status = m_fixture->call("POST", kDeploymentsPath, body).status;
            QVERIFY2(status == 400 || status == 422, body);
        }
        QCOMPARE(m_fixture->call("GET", kDeploymentsPath).status, 200);
    }

    void faults_answerAsDescribed()
    {
        auto& simulator = m_fixture->simulator();
        QVERIFY(!simulator.setFault("no-such-fault", true).has_value());
        QVERIFY(simulator.setFault("throttle", true).has_value());
        const auto throttled = m_fixture->call("GET", kMaps);
        QCOMPARE(throttled.status, 429);
        QCOMPARE(std::string(throttled.raw.header("Retry-After")), std::string("1"));
        QVERIFY(simulator.setFault("throttle", false).has_value());
        QVERIFY(simulator.setFault("error-500", true).has_value());
        QCOMPARE(m_fixture->call("GET", kMaps).status, 500);
        QVERIFY(simulator.setFault("error-500", false).has_value());
        QVERIFY(simulator.setFault("webhook-down", true).has_value());
        const auto refused = m_fixture->call("PATCH", kMaps + "/qbm-config?dryRun=All", R"({"data":{"x":"y"}})", kMerge);
        QCOMPARE(refused.status, 500);
        QCOMPARE(refused.body["reason"].get<std::string>(), std::string("InternalError"));
        QVERIFY(refused.body["message"].get<std::string>().starts_with("Internal error occurred: failed calling webhook"));
        QVERIFY(refused.body["details"]["causes"][0].contains("message"));
        QCOMPARE(m_fixture->call("GET", kMaps).status, 200);
        QVERIFY(simulator.setFault("webhook-down", false).has_value());
        QVERIFY(simulator.setFault("conflict", true).has_value());
        int conflicts = 0;
        for (int i = 0; i < 9; ++i)
            conflicts += m_fixture->call("PATCH", kMaps + "/qbm-config", R"({"data":{"x":"y"}})", kMerge).status == 409 ? 1 : 0;
        QCOMPARE(conflicts, 3);
        QVERIFY(simulator.setFault("conflict", false).has_value());
        QVERIFY(simulator.setFault("slow", true).has_value());
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(m_fixture->call("GET", kMaps).status, 200);
        QVERIFY(timer.elapsed() >= 800);
    }

    void restart_keepsCertificateAndTokens()
    {
        QTemporaryDir folder;
        SimulatorOptions options;
        options.stateFolder = folder.filePath("state").toStdString();
        auto first = Simulator::start(options);
        QVERIFY(first.has_value());
        const auto authority = (*first)->caPem();
        const auto token = (*first)->token().reveal();
        first->reset();
        const auto second = Simulator::start(options);
        QVERIFY(second.has_value());
        QCOMPARE((*second)->caPem(), authority);
        QCOMPARE((*second)->token().reveal(), token);
        const auto modes = QFile::permissions(folder.filePath("state/server.key"));
        QVERIFY(!(modes & (QFile::ReadGroup | QFile::ReadOther)));
    }

private:
    std::unique_ptr<Fixture> m_fixture;
};

QTEST_GUILESS_MAIN(TstObjects)
#include "tst_objects.moc"
