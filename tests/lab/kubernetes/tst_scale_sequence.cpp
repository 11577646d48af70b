// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/lab/kubernetes/fixture.h"

using namespace qbm::lab::kubernetes;
using namespace qbm::lab::kubernetes::test;

namespace {

const auto kScalePath = kDeploymentsPath + "/backend/scale";
const auto kMergePatch = "application/merge-patch+json";

/// "field=value" of what a Deployment event says about counting, "-" for an absent field; and its conditions.
std::string digest(const json& deployment)
{
    const auto& status = deployment["status"];
    std::string text = "spec=" + std::to_string(deployment["spec"]["replicas"].get<int>());
    text += " lag=" + std::to_string(deployment["metadata"]["generation"].get<int>() - status.value("observedGeneration", 0));
    for (const auto* key : {"replicas", "updatedReplicas", "readyReplicas", "availableReplicas", "unavailableReplicas"})
        text += std::string(" ") + key + "=" + (status.contains(key) ? status[key].dump() : "-");
    for (const auto* type : {"Available", "Progressing"})
        for (const auto& condition : status["conditions"])
            if (condition["type"] == type)
                text += " " + condition["status"].get<std::string>() + ":" + condition["reason"].get<std::string>();
    return text;
}

/// The states of a sequence without those that depend on which pod was quicker: steps of ready pods in between.
std::vector<std::string> milestones(const std::vector<json>& events)
{
    std::vector<std::string> states;
    for (const auto& event : events) {
        if (event["type"] != "MODIFIED")
            continue;
        const auto& status = event["object"]["status"];
        const auto ready = status.value("readyReplicas", 0);
        const auto spec = event["object"]["spec"]["replicas"].get<int>();
        if (ready != 0 && ready != spec && ready != 3 && ready != 5)
            continue;
        const auto state = digest(event["object"]);
        if (states.empty() || states.back() != state)
            states.push_back(state);
    }
    return states;
}

std::vector<std::string> keysOf(const json& object)
{
    std::vector<std::string> keys;
    for (const auto& [key, value] : object.items())
        keys.push_back(key);
    return keys;
}

} // namespace

/// Scaling 3-5-0-3 looks to a watcher as on the recorded server: the same states in the same order, fields absent alike.
class TstScaleSequence : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_fixture = std::make_unique<Fixture>();
        QVERIFY(m_fixture->waitForRollout("backend", 3));
    }

    void sequence350And3_matchesRecordedStates()
    {
        if (!recordings())
            QSKIP("no recordings of a real API server: set QBM_RECORDINGS");
        const auto version
            = m_fixture->get(kDeploymentsPath)["metadata"]["resourceVersion"].get<std::string>();
        WatchRecorder watch(*m_fixture,
            kDeploymentsPath + "?watch=true&fieldSelector=metadata.name%3Dbackend&resourceVersion=" + version);
        auto scale = m_fixture->get(kScalePath);
        scale["spec"]["replicas"] = 5;
        QCOMPARE(m_fixture->call("PUT", kScalePath, scale.dump()).status, 200);
        QVERIFY(m_fixture->waitForRollout("backend", 5));
        QCOMPARE(m_fixture->call("PUT", kScalePath, scale.dump()).status, 409);
        QCOMPARE(m_fixture->call("PATCH", kScalePath, R"({"spec":{"replicas":0}})", kMergePatch).status, 200);
        QVERIFY(m_fixture->waitForRollout("backend", 0));
        checkAtZero();
        QCOMPARE(m_fixture->call("PATCH", kScalePath, R"({"spec":{"replicas":3}})", kMergePatch).status, 200);
        QVERIFY(m_fixture->waitForRollout("backend", 3));
        QTest::qWait(100);

        std::vector<json> recorded;
        for (const auto& record : readRecords("scale.ndjson"))
            if (record["id"] == "scale-watch-deployments")
                for (const auto& entry : record["stream"])
                    recorded.push_back(entry["event"]);
        const auto theirs = milestones(recorded);
        const auto ours = milestones(watch.events());
        QVERIFY(theirs.size() > 8);
        // Every state of the real server comes here too, in its order; the simulator may show more steps between.
        std::size_t next = 0;
        for (const auto& state : ours)
            if (next < theirs.size() && state == theirs[next])
                ++next;
        if (next < theirs.size()) {
            for (const auto& state : theirs)
                qWarning("recorded: %s", state.c_str());
            for (const auto& state : ours)
                qWarning("here:     %s", state.c_str());
        }
        QCOMPARE(next, theirs.size());
    }

    void scaleObject_hasRecordedFields()
    {
        const auto scale = m_fixture->get(kScalePath);
        QCOMPARE(scale["kind"].get<std::string>(), std::string("Scale"));
        QCOMPARE(scale["spec"]["replicas"].get<int>(), 3);
        QCOMPARE(scale["status"]["selector"].get<std::string>(), std::string("app=backend"));
        QCOMPARE(keysOf(scale["metadata"]),
            (std::vector<std::string>{"creationTimestamp", "name", "namespace", "resourceVersion", "uid"}));
    }

    void patchWithSameReplicas_keepsVersion()
    {
        const auto before = m_fixture->get(kScalePath)["metadata"]["resourceVersion"];
        const auto answer = m_fixture->call("PATCH", kScalePath, R"({"spec":{"replicas":3}})", kMergePatch);
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body["metadata"]["resourceVersion"], before);
    }

    void dryRun_changesNothing()
    {
        const auto patch = R"([{"op":"test","path":"/spec/replicas","value":3},{"op":"replace","path":"/spec/replicas","value":6}])";
        const auto answer = m_fixture->call("PATCH", kScalePath + "?dryRun=All", patch, "application/json-patch+json");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body["spec"]["replicas"].get<int>(), 6);
        QCOMPARE(m_fixture->get(kScalePath)["spec"]["replicas"].get<int>(), 3);
    }

    void faultForbidScale_refusesWithServersWording()
    {
        QVERIFY(m_fixture->simulator().setFault("forbid-scale", true).has_value());
        const auto answer = m_fixture->call("PATCH", kScalePath, R"({"spec":{"replicas":4}})", kMergePatch);
        QCOMPARE(answer.status, 403);
        QVERIFY(answer.body["message"].get<std::string>().ends_with(
            "cannot patch resource \"deployments/scale\" in API group \"apps\" in the namespace \"qbm-ai-system\""));
        QCOMPARE(m_fixture->get(kScalePath)["spec"]["replicas"].get<int>(), 3);
    }

    void faultPodsNeverReady_keepsRolloutOpenUntilCleared()
    {
        QVERIFY(m_fixture->simulator().setFault("pods-never-ready", true).has_value());
        QCOMPARE(m_fixture->call("PATCH", kScalePath, R"({"spec":{"replicas":4}})", kMergePatch).status, 200);
        QTest::qWait(700);
        QCOMPARE(m_fixture->get(kDeploymentsPath + "/backend")["status"]["readyReplicas"].get<int>(), 3);
        QVERIFY(m_fixture->simulator().setFault("pods-never-ready", false).has_value());
        QVERIFY(m_fixture->waitForRollout("backend", 4));
    }

private:
    void checkAtZero()
    {
        const auto deployment = m_fixture->get(kDeploymentsPath + "/backend");
        QCOMPARE(deployment["spec"]["replicas"].get<int>(), 0);
        QCOMPARE(keysOf(deployment["status"]), (std::vector<std::string>{"conditions", "observedGeneration"}));
        const auto scale = m_fixture->get(kScalePath);
        QCOMPARE(scale["spec"], json::object());
        QCOMPARE(scale["status"]["replicas"].get<int>(), 0);
    }

    std::unique_ptr<Fixture> m_fixture;
};

QTEST_GUILESS_MAIN(TstScaleSequence)
#include "tst_scale_sequence.moc"
