// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/rollout_status.h"
#include "core/kubernetes/rollout_trouble.h"
#include "tests/core/kubernetes/recordings.h"

#include <QTest>
#include <nlohmann/json.hpp>

using namespace qbm;
using namespace qbm::kubernetes;
using State = RolloutStatus::State;

namespace {

Deployment deploymentOf(const nlohmann::json& object)
{
    JsonDocument document;
    return decodeDeployment(document.parse(object.dump()).value());
}

/// resourceVersions of the events of a recorded watch for which `judge` holds.
template <class Judge>
std::string versionsWhere(const std::string& file, const std::string& id, Judge judge)
{
    std::string versions;
    const nlohmann::json record = test::recordNamed(file, id);
    for (const auto& entry : record["stream"]) {
        const Deployment deployment = deploymentOf(entry["event"]["object"]);
        if (deployment.meta.name == "backend" && entry["event"]["type"] != "BOOKMARK" && judge(deployment))
            versions += deployment.meta.resourceVersion + " ";
    }
    return versions;
}

/// What holds up a rollout of which this event's pod is the only one, an hour later or at once.
std::string troubleOf(const char* id, std::size_t event, std::chrono::minutes later = std::chrono::minutes(60))
{
    const nlohmann::json record = test::recordNamed("node.ndjson", id);
    JsonDocument document;
    const Pod pod = decodePod(document.parse(record["stream"][event]["event"]["object"].dump()).value());
    return rolloutTrouble({}, {&pod}, pod.meta.created + later).english();
}

bool isDone(const Deployment& deployment) { return judgeRollout(deployment).state == State::Done; }
bool hasFailed(const Deployment& deployment) { return judgeRollout(deployment).state == State::Failed; }

} // namespace

/// The recorded timelines of real rollouts, judged event by event: done exactly when they were.
class TstRolloutStatus : public QObject {
    Q_OBJECT

private slots:
    void trouble_ofRealPods_saysWhyTheyDoNotComeOn()
    {
        QBM_NEEDS_RECORDINGS();
        const std::string crash = troubleOf("node-watch-crash", 7);
        QVERIFY2(crash.starts_with("Container app of real-crash crashes again and again, 1 times so far: back-off 10s"), crash.c_str());
        const std::string ended = troubleOf("node-watch-crash", 9);
        QVERIFY2(ended.starts_with("Container app of real-crash does not start: Error (exit code 1)."), ended.c_str());
        const std::string between = troubleOf("node-watch-crash", 8, std::chrono::minutes(2)); // ready for a moment
        QVERIFY2(between.starts_with("real-crash ends again and again, 2 times so far"), between.c_str());
        const std::string pull = troubleOf("node-watch-bad-image", 3);
        QVERIFY2(pull.starts_with("real-badimage cannot get the image registry.example.invalid/qbm/backend:v9.9.9: ErrImagePull ("), pull.c_str());
        QCOMPARE(troubleOf("node-watch-crash", 2, std::chrono::minutes(0)), std::string()); // it is just starting
    }

    void trouble_ofQuotaProbeAndPlace_isTold()
    {
        const TimePoint now = parseRfc3339("2026-12-01T10:00:00Z").value();
        Deployment deployment;
        Pod pod;
        pod.meta.name = "backend-x";
        pod.meta.created = now - std::chrono::seconds(10);
        pod.status = "Running";
        pod.node = "node-1";
        QCOMPARE(rolloutTrouble(deployment, {&pod}, now).english(), std::string());
        pod.meta.created = now - std::chrono::minutes(5);
        QCOMPARE(rolloutTrouble(deployment, {&pod}, now).english(),
            std::string("backend-x runs but is not ready: its readiness probe does not pass."));
        pod.node.clear();
        pod.status = "Pending";
        pod.statusMessage = "0/3 nodes are available: 3 Insufficient cpu.";
        QCOMPARE(rolloutTrouble(deployment, {&pod}, now).english(),
            std::string("backend-x cannot be placed on a node: 0/3 nodes are available: 3 Insufficient cpu."));
        pod.meta.deletion = now;
        QVERIFY(rolloutTrouble(deployment, {&pod}, now).empty());
        deployment.conditions = {{"ReplicaFailure", "True", "FailedCreate", "exceeded quota: small", std::nullopt}};
        QCOMPARE(rolloutTrouble(deployment, {}, now).english(),
            std::string("The cluster refuses its pods: FailedCreate (exceeded quota: small)."));
    }

    void imageRollout_isDoneOnlyAtItsLastEvent()
    {
        QBM_NEEDS_RECORDINGS();
        QCOMPARE(versionsWhere("rollout.ndjson", "rollout-image-watch-deployment", isDone), std::string("1297 "));
        QCOMPARE(versionsWhere("rollout.ndjson", "rollout-image-watch-deployment", isSettled), std::string("1297 "));
        QCOMPARE(versionsWhere("rollout.ndjson", "rollout-restart-watch-deployment", isDone), std::string("1450 "));
    }

    void unschedulableRollout_failsAtItsDeadline_thoughAvailable()
    {
        QBM_NEEDS_RECORDINGS();
        QCOMPARE(versionsWhere("rollout.ndjson", "rollout-bad-watch-deployment", isDone), std::string());
        QCOMPARE(versionsWhere("rollout.ndjson", "rollout-bad-watch-deployment", hasFailed), std::string("1324 "));
        const auto body = test::recordNamed("rollout.ndjson", "rollout-bad-deployment")["response"]["body"];
        const Deployment failed = deploymentOf(body);
        QCOMPARE(findCondition(failed.conditions, "Available")->status, std::string("True"));
        QCOMPARE(judgeRollout(failed).message.english(), std::string("deployment \"backend\" exceeded its progress deadline"));
    }

    void undo_ofAFailedRollout_isNotFailedWhileUnobserved()
    {
        QBM_NEEDS_RECORDINGS();
        QCOMPARE(versionsWhere("rollout.ndjson", "rollout-undo-watch-deployment", hasFailed), std::string());
        QCOMPARE(versionsWhere("rollout.ndjson", "rollout-undo-watch-deployment", isDone), std::string("1339 "));
    }

    void pausedRollout_isNotDoneUntilResumed()
    {
        QBM_NEEDS_RECORDINGS();
        QCOMPARE(versionsWhere("rollout.ndjson", "rollout-pause-watch-deployment", isDone), std::string("1456 1565 "));
    }

    void scaling_isSettledExactlyWhenEveryReplicaIsReady()
    {
        QBM_NEEDS_RECORDINGS();
        // 3 to 5, to 0, to 3: among them the event with observedGeneration = generation, spec 5 and all counters 3 (996),
        // and the one at spec 0 with all counters 5 (1031).
        QCOMPARE(versionsWhere("scale.ndjson", "scale-watch-deployments", isSettled), std::string("1025 1073 1127 "));
    }

    void kubectlsOwnWatch_endsWhereWeSayDone()
    {
        QBM_NEEDS_RECORDINGS();
        const auto record = test::recordNamed("kubectl.ndjson", "kc-status-03");
        const std::size_t events = record["stream"].size();
        for (std::size_t i = 0; i < events; ++i)
            QCOMPARE(isDone(deploymentOf(record["stream"][i]["event"]["object"])), i + 1 == events);
    }

    void sentences_areKubectls()
    {
        Deployment deployment;
        deployment.meta.name = "backend";
        deployment.meta.generation = 2;
        deployment.observedGeneration = 1;
        QCOMPARE(judgeRollout(deployment).message.english(), std::string("Waiting for deployment spec update to be observed..."));
        deployment.observedGeneration = 2;
        deployment.desired = 3;
        deployment.updated = 1;
        QCOMPARE(judgeRollout(deployment).message.english(),
            std::string("Waiting for deployment \"backend\" rollout to finish: 1 out of 3 new replicas have been updated..."));
        deployment.updated = 3;
        deployment.current = 4;
        QCOMPARE(judgeRollout(deployment).message.english(),
            std::string("Waiting for deployment \"backend\" rollout to finish: 1 old replicas are pending termination..."));
        deployment.current = 3;
        deployment.available = 2;
        QCOMPARE(judgeRollout(deployment).message.english(),
            std::string("Waiting for deployment \"backend\" rollout to finish: 2 of 3 updated replicas are available..."));
        deployment.available = 3;
        QCOMPARE(judgeRollout(deployment).message.english(), std::string("deployment \"backend\" successfully rolled out"));
        QVERIFY(!isSettled(deployment)); // available but not all ready
        deployment.ready = 3;
        QVERIFY(isSettled(deployment));
    }

    void paused_halfWay_isCalledPaused_andItsCountCanSettle()
    {
        Deployment deployment;
        deployment.meta.name = "backend";
        deployment.desired = deployment.current = deployment.available = 3;
        deployment.updated = 1;
        deployment.ready = 2;
        deployment.paused = true;
        QCOMPARE(judgeRollout(deployment).state, State::Paused);
        QVERIFY(judgeRollout(deployment).message.english().find("paused") != std::string::npos);
        QVERIFY(!isSettled(deployment));
        deployment.ready = 3;
        QVERIFY(isSettled(deployment)); // scaled, though old pods stay beside new ones
        deployment.updated = 3;
        QCOMPARE(judgeRollout(deployment).state, State::Done); // nothing is held back
    }
};

QTEST_APPLESS_MAIN(TstRolloutStatus)
#include "tst_rollout_status.moc"
