// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/description.h"
#include "tests/core/kubernetes/recordings.h"

#include <QTest>
#include <nlohmann/json.hpp>

using namespace qbm;
using namespace qbm::kubernetes;
using nlohmann::json;

namespace {

/// "Container app/State: waiting: ..." a line each, as one text.
std::string textOf(const Description& description)
{
    std::string out = description.trouble.empty() ? "" : "!" + description.trouble.english() + "\n";
    for (const DescribedSection& section : description.sections) {
        for (const DescribedFact& fact : section.facts)
            out += section.title.english() + "/" + fact.name.english() + ": " + fact.value.english() + "\n";
    }
    return out;
}

Description describe(const json& object)
{
    JsonDocument document;
    return describeObject(document.parse(object.dump()).value(), systemClock().now());
}

json recordedEvent(const char* id, std::size_t event)
{
    const json record = test::recordNamed("node.ndjson", id);
    return record["stream"][event]["event"]["object"];
}

#define SAYS(text, words) QVERIFY2((text).find(words) != std::string::npos, (text).c_str())

} // namespace

/// What `describe` tells, held against answers of a real API server.
class TstDescription : public QObject {
    Q_OBJECT

private slots:
    void crashingPod_tellsItsLastTerminationAndRestarts()
    {
        QBM_NEEDS_RECORDINGS();
        const std::string text = textOf(describe(recordedEvent("node-watch-crash", 7)));
        SAYS(text, "!real-crash is not ready: CrashLoopBackOff (back-off 10s restarting failed container=app");
        SAYS(text, "Container app last ended with exit code 1, Error, at 2026-11-22T23:13:39");
        SAYS(text, "Container app/State: waiting: CrashLoopBackOff (back-off 10s");
        SAYS(text, "Container app/Last termination: exit code 1, Error, at 2026-11-22T23:13:39");
        SAYS(text, "Container app/Restarts: 1\n");
        SAYS(text, "Container app/Image: qbm-ai-system/backend:v1.0.0\n");
        SAYS(text, "Container app/Mounts: /var/run/secrets/kubernetes.io/serviceaccount (kube-api-access-k24f5, ro)\n");
        SAYS(text, "Volumes/kube-api-access-k24f5: projected\n");
        SAYS(text, "Pod/Status: CrashLoopBackOff\n");
        SAYS(text, "Pod/Node: ");
        SAYS(text, "Pod/Addresses: ");
    }

    void imageThatCannotBePulled_isTheTrouble()
    {
        QBM_NEEDS_RECORDINGS();
        const std::string text = textOf(describe(recordedEvent("node-watch-bad-image", 4)));
        SAYS(text, "!real-badimage is not ready: ImagePullBackOff (Back-off pulling image");
        SAYS(text, "no such host");
    }

    void killedContainer_tellsSignalAndReason()
    {
        const auto termination = [](const json& terminated) {
            JsonDocument document;
            return describeTermination(document.parse(terminated.dump()).value()).english();
        };
        QCOMPARE(termination({{"exitCode", 137}, {"reason", "OOMKilled"}, {"startedAt", "2026-12-01T10:00:00Z"}, {"finishedAt", "2026-12-01T10:00:12Z"}}),
            std::string("exit code 137 (signal 9), OOMKilled, at 2026-12-01T10:00:12Z after 12 s"));
        QCOMPARE(termination({{"exitCode", 0}, {"signal", 15}}), std::string("exit code 0 (signal 15)"));
        QCOMPARE(termination({{"exitCode", 1}, {"message", "no database"}}), std::string("exit code 1: no database"));
        QCOMPARE(termination({{"exitCode", 255}}), std::string("exit code 255"));
    }

    void deployment_tellsCountsStrategyAndItsContainers()
    {
        const json deployment = json::parse(R"({"kind":"Deployment","metadata":{"name":"backend","managedFields":[{"manager":"x"}],
            "annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{applied}"}},
            "spec":{"replicas":3,"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":"25%","maxUnavailable":0}},
              "selector":{"matchLabels":{"app":"backend"}},"template":{"spec":{"containers":[{"name":"backend","image":"qbm/backend:1",
              "resources":{"requests":{"cpu":"100m","memory":"128Mi"},"limits":{"memory":"256Mi"}},
              "env":[{"name":"LEVEL","value":"info"},{"name":"DB","valueFrom":{"secretKeyRef":{"name":"database","key":"url"}}}],
              "ports":[{"name":"http","containerPort":8000}],
              "readinessProbe":{"httpGet":{"path":"/healthz","port":8000},"periodSeconds":5}}],
              "volumes":[{"name":"data","persistentVolumeClaim":{"claimName":"models"}}]}}},
            "status":{"replicas":4,"updatedReplicas":2,"readyReplicas":2,
              "conditions":[{"type":"ReplicaFailure","status":"True","reason":"FailedCreate","message":"exceeded quota"}]}})");
        const std::string text = textOf(describe(deployment));
        SAYS(text, "!backend cannot make its pods: FailedCreate (exceeded quota).");
        SAYS(text, "Deployment/Replicas: 3 wanted, 4 there, 2 up to date, 2 ready, 0 available\n");
        SAYS(text, "Deployment/Strategy: RollingUpdate, at most 25% more and 0 fewer than wanted\n");
        SAYS(text, "Container backend/Resource requests: cpu 100m, memory 128Mi\n");
        SAYS(text, "Container backend/Resource limits: memory 256Mi\n");
        SAYS(text, "Container backend/Environment: LEVEL=info, DB (Secret database, url)\n");
        SAYS(text, "Container backend/Readiness probe: GET :8000/healthz every 5 s, answer within 1 s, fails after 3\n");
        SAYS(text, "Volumes/data: PersistentVolumeClaim models\n");
        QVERIFY(text.find("applied") == std::string::npos);
    }

    void podsOfADeployment_standWorstFirst()
    {
        const auto pod = [](const char* name, bool ready, const char* waiting, int restarts) {
            json container{{"name", "app"}, {"ready", ready}, {"restartCount", restarts}};
            container["state"] = ready ? json{{"running", json::object()}} : json{{"waiting", {{"reason", waiting}}}};
            if (restarts > 0)
                container["lastState"]["terminated"] = {{"exitCode", 3}};
            return json{{"kind", "Pod"}, {"metadata", {{"name", name}}}, {"spec", {{"containers", {{{"name", "app"}}}}}},
                {"status", {{"phase", ready ? "Running" : "Pending"}, {"containerStatuses", {container}},
                               {"conditions", {{{"type", "Ready"}, {"status", ready ? "True" : "False"}}}}}}};
        };
        JsonDocument document;
        const json list{pod("good", true, "", 0), pod("starting", false, "ContainerCreating", 0), pod("crashing", false, "CrashLoopBackOff", 7)};
        const auto root = document.parse(list.dump());
        const Description description = describePods(root->items(), systemClock().now());
        const std::string text = textOf(description);
        QCOMPARE(description.sections.at(0).facts.at(0).name.english(), std::string("crashing"));
        QCOMPARE(description.sections.at(0).facts.at(1).name.english(), std::string("starting"));
        SAYS(text, "!crashing is not ready: CrashLoopBackOff. Container app last ended with exit code 3; restarts: 7.");
        SAYS(text, "Pods/good: Running, 1 of 1 containers ready, restarts: 0\n");
    }

    void youngPod_isNoTrouble_untilItIsOldOrSaysWhy()
    {
        json pod = json::parse(R"({"kind":"Pod","metadata":{"name":"new","creationTimestamp":"2026-12-01T10:00:00Z"},
            "spec":{"nodeName":"n1","containers":[{"name":"app"}]},"status":{"phase":"Pending",
            "containerStatuses":[{"name":"app","ready":false,"restartCount":0,"state":{"waiting":{"reason":"ContainerCreating"}}}]}})");
        const auto troubleAt = [&pod](std::chrono::seconds age) {
            JsonDocument document;
            const auto root = document.parse(json{pod}.dump());
            return describePods(root->items(), *parseRfc3339("2026-12-01T10:00:00Z") + age).trouble.english();
        };
        QCOMPARE(troubleAt(std::chrono::seconds(5)), std::string());
        QCOMPARE(troubleAt(std::chrono::minutes(3)), std::string("new is not ready: ContainerCreating."));
        pod["status"]["containerStatuses"][0]["state"]["waiting"] = {{"reason", "ErrImagePull"}, {"message", "no such host"}};
        QCOMPARE(troubleAt(std::chrono::seconds(5)), std::string("new is not ready: ErrImagePull (no such host)."));
    }

    void evictedPod_isNoTroubleOfItsWorkload()
    {
        const json list = json::parse(R"([{"kind":"Pod","metadata":{"name":"gone"},"spec":{"restartPolicy":"Always","containers":[{"name":"app"}]},
              "status":{"phase":"Failed","reason":"Evicted","message":"low on memory"}},
            {"kind":"Pod","metadata":{"name":"serves"},"spec":{"restartPolicy":"Always","containers":[{"name":"app"}]},
              "status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}])");
        JsonDocument document;
        const auto root = document.parse(list.dump());
        const Description description = describePods(root->items(), systemClock().now());
        QCOMPARE(description.trouble.english(), std::string());
        QCOMPARE(description.sections.at(0).facts.at(0).name.english(), std::string("serves"));
        json failed = list;
        failed[0]["spec"]["restartPolicy"] = "Never"; // of a job
        JsonDocument other;
        const auto ofJob = other.parse(failed.dump());
        QVERIFY(!describePods(ofJob->items(), systemClock().now()).trouble.empty());
    }

    void manyPods_areCutAfterTheWorst()
    {
        json pods = json::array();
        for (int i = 0; i < 30; ++i)
            pods.push_back({{"kind", "Pod"}, {"metadata", {{"name", "p" + std::to_string(i)}}}, {"spec", {{"containers", {{{"name", "app"}}}}}},
                {"status", {{"phase", "Running"}, {"containerStatuses", {{{"name", "app"}, {"restartCount", i}}}}}}});
        JsonDocument document;
        const auto root = document.parse(pods.dump());
        const Description description = describePods(root->items(), systemClock().now());
        const auto& facts = description.sections.at(0).facts;
        QCOMPARE(facts.front().name.english(), std::string("p29"));
        QCOMPARE(facts.size(), std::size_t(21));
        QCOMPARE(facts.back().value.english(), std::string("10 pods more, none of them worse"));
    }

    void namespaceThatDoesNotGo_namesTheCause()
    {
        const json conditions = json::parse(R"([
            {"type":"NamespaceDeletionDiscoveryFailure","status":"False","reason":"ResourcesDiscovered","message":"All resources successfully discovered"},
            {"type":"NamespaceContentRemaining","status":"True","reason":"SomeResourcesRemain","message":"Some resources are remaining: widgets.example.org has 1 resource instances"},
            {"type":"NamespaceFinalizersRemaining","status":"True","reason":"SomeFinalizersRemain","message":"Some content in the namespace has finalizers remaining: example.org/hold in 1 resource instances"}])");
        json object{{"kind", "Namespace"}, {"metadata", {{"name", "going"}, {"deletionTimestamp", "2026-11-22T23:15:29Z"}}},
            {"spec", {{"finalizers", {"kubernetes"}}}}, {"status", {{"phase", "Terminating"}, {"conditions", conditions}}}};
        QCOMPARE(describe(object).trouble.english(),
            std::string("Namespace going is being deleted since 2026-11-22T23:15:29Z and does not go: Some resources are remaining: "
                        "widgets.example.org has 1 resource instances. Some content in the namespace has finalizers remaining: "
                        "example.org/hold in 1 resource instances."));
        object["kind"] = "Widget";
        object["metadata"]["finalizers"] = {"example.org/hold"};
        QCOMPARE(describe(object).trouble.english(),
            std::string("going is being deleted since 2026-11-22T23:15:29Z and waits for its finalizers: example.org/hold."));
    }

    void anythingElse_isItsFields_withoutWhatMachinesRead()
    {
        JsonDocument document;
        const std::string text = textOf(describeObject(*document.parse(R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"web",
            "managedFields":[{"manager":"x"}],"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{applied}"}},
            "spec":{"type":"ClusterIP","clusterIPs":["10.0.0.1","10.0.0.2"],"ports":[{"name":"http","port":80}]},
            "data":{"a.conf":"one\ntwo\nthree\n"},"status":{"conditions":[{"type":"Ready"}],"loadBalancer":{}}})"), systemClock().now()));
        QCOMPARE(text,
            std::string("spec/type: ClusterIP\nspec/clusterIPs: 10.0.0.1, 10.0.0.2\nspec/ports[http].name: http\n"
                        "spec/ports[http].port: 80\ndata/a.conf: one … (3 lines)\n"));
    }
};

QTEST_APPLESS_MAIN(TstDescription)
#include "tst_description.moc"
