// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/objects.h"
#include "core/kubernetes/rollout_status.h"
#include "tests/core/kubernetes/recordings.h"

#include <QTest>
#include <nlohmann/json.hpp>

using namespace qbm;
using namespace qbm::kubernetes;

namespace {

template <class Row>
Row decoded(const nlohmann::json& object, Row (*decode)(const JsonValue&))
{
    JsonDocument document;
    return decode(document.parse(object.dump()).value());
}

nlohmann::json bodyOf(const std::string& file, const std::string& id)
{
    return test::recordNamed(file, id)["response"]["body"];
}

/// The last state of each pod in the watches of a file.
std::map<std::string, nlohmann::json> lastPods(const std::string& file)
{
    std::map<std::string, nlohmann::json> pods;
    test::eachRecord(file, [&](const nlohmann::json& record) {
        if (!record.contains("stream"))
            return;
        for (const auto& entry : record["stream"]) {
            const auto& event = entry["event"];
            if (event.is_object() && event["object"].value("kind", "") == "Pod" && event["type"] != "BOOKMARK")
                pods[event["object"]["metadata"]["name"]] = event["object"];
        }
    });
    return pods;
}

std::vector<std::string> statusesOf(const std::string& file, const std::string& id)
{
    std::vector<std::string> statuses;
    const nlohmann::json record = test::recordNamed(file, id);
    for (const auto& entry : record["stream"])
        statuses.push_back(decoded<Pod>(entry["event"]["object"], decodePod).status);
    return statuses;
}

std::string listed(const std::vector<std::string>& texts)
{
    std::string out;
    for (const std::string& text : texts)
        out += text + " ";
    return out;
}

} // namespace

/// Rows decoded from what a real API server sent.
class TstObjects : public QObject {
    Q_OBJECT

private slots:
    void everyRecordedObject_decodes()
    {
        QBM_NEEDS_RECORDINGS();
        int objects = 0;
        const auto take = [&](const nlohmann::json& object, const std::string& kind) {
            const std::string name = object.value("/metadata/name"_json_pointer, "");
            if (name.empty())
                return;
            ++objects;
            if (kind == "Pod") {
                const Pod pod = decoded<Pod>(object, decodePod);
                QCOMPARE(pod.meta.name, name);
                QVERIFY2(!pod.status.empty(), name.c_str());
                QVERIFY(pod.readyContainers <= pod.containers);
            } else if (kind == "Deployment") {
                QCOMPARE(decoded<Deployment>(object, decodeDeployment).meta.name, name);
            } else if (kind == "Event") {
                const Event event = decoded<Event>(object, decodeEvent);
                QVERIFY(event.last != TimePoint{});
                QVERIFY(event.first <= event.last);
            } else if (kind == "Node") {
                QVERIFY(decoded<Node>(object, decodeNode).cpuCapacityCores > 0);
            } else {
                QCOMPARE(decoded<ReplicaSet>(object, decodeReplicaSet).meta.name, name);
            }
        };
        for (const char* const file : {"workload.ndjson", "events.ndjson", "rollout.ndjson", "scale.ndjson", "node.ndjson", "delete.ndjson", "v136.ndjson", "kubectl.ndjson"}) {
            test::eachRecord(file, [&](const nlohmann::json& record) {
                const auto& response = record["response"];
                if (response.contains("body") && response["body"].is_object()) {
                    const auto& body = response["body"];
                    const std::string kind = body.value("kind", "");
                    if (body.contains("items") && body["items"].is_array() && kind.ends_with("List"))
                        for (const auto& item : body["items"])
                            take(item, kind.substr(0, kind.size() - 4));
                    else if (kind != "Status" && kind != "Table")
                        take(body, kind);
                }
                if (record.contains("stream"))
                    for (const auto& entry : record["stream"])
                        if (entry["event"].is_object() && entry["event"].contains("object") && entry["event"]["type"] != "BOOKMARK"
                            && entry["event"]["object"].value("kind", "") != "Table")
                            take(entry["event"]["object"], entry["event"]["object"].value("kind", ""));
            });
        }
        QVERIFY2(objects > 500, std::to_string(objects).c_str());
    }

    void podColumns_equalTheServersTable_realKubelet()
    {
        QBM_NEEDS_RECORDINGS();
        const auto pods = lastPods("node.ndjson");
        const auto table = bodyOf("node.ndjson", "node-table-real");
        QCOMPARE(table["rows"].size(), std::size_t(8));
        for (const auto& row : table["rows"]) {
            const auto& cells = row["cells"];
            const Pod pod = decoded<Pod>(pods.at(cells[0]), decodePod);
            QCOMPARE(std::to_string(pod.readyContainers) + "/" + std::to_string(pod.containers), cells[1].get<std::string>());
            QCOMPARE(pod.status, cells[2].get<std::string>());
            const auto restarts = cells[3].is_string() ? cells[3].get<std::string>() : cells[3].dump();
            QCOMPARE(std::to_string(pod.restarts), restarts.substr(0, restarts.find(' ')));
            QCOMPARE(pod.ip, cells[5].get<std::string>());
            QCOMPARE(pod.node, cells[6].get<std::string>());
        }
    }

    void podColumns_equalTheServersTable_workload()
    {
        QBM_NEEDS_RECORDINGS();
        const auto pods = lastPods("workload.ndjson");
        int compared = 0;
        const auto table = bodyOf("workload.ndjson", "wl-table-pods");
        for (const auto& row : table["rows"]) {
            const auto& cells = row["cells"];
            const Pod pod = decoded<Pod>(pods.at(cells[0]), decodePod);
            QCOMPARE(std::to_string(pod.readyContainers) + "/" + std::to_string(pod.containers), cells[1].get<std::string>());
            QCOMPARE(pod.status, cells[2].get<std::string>());
            QCOMPARE(pod.node, cells[6].get<std::string>());
            ++compared;
        }
        QVERIFY(compared >= 4);
    }

    void podStatus_throughItsLife()
    {
        QBM_NEEDS_RECORDINGS();
        QCOMPARE(listed(statusesOf("node.ndjson", "node-watch-crash")),
            std::string("Pending Pending ContainerCreating Running Error Running Error CrashLoopBackOff Running Error "));
        QCOMPARE(listed(statusesOf("node.ndjson", "node-watch-bad-image")),
            std::string("Pending Pending ContainerCreating ErrImagePull ImagePullBackOff "));
        QCOMPARE(listed(statusesOf("node.ndjson", "node-watch-init")),
            std::string("Pending Pending Init:0/1 Init:0/1 PodInitializing Running "));
        QCOMPARE(listed(statusesOf("node.ndjson", "node-watch-done")), std::string("Pending Pending ContainerCreating Completed Completed "));
        const auto pods = lastPods("node.ndjson");
        const Pod crash = decoded<Pod>(pods.at("real-crash"), decodePod);
        QCOMPARE(crash.restarts, 2);
        QVERIFY(crash.lastRestart);
        QVERIFY(crash.readyChanged);
        const auto& ended = crash.containerStates.front();
        QCOMPARE(ended.lastReason, std::string("Error"));
        QVERIFY(ended.lastExitCode != 0);
        QVERIFY(ended.lastEnded == crash.lastRestart);
        const Pod badImage = decoded<Pod>(pods.at("real-badimage"), decodePod);
        QVERIFY2(badImage.statusMessage.starts_with("Back-off pulling image"), badImage.statusMessage.c_str());
        const auto unschedulable = bodyOf("rollout.ndjson", "rollout-bad-pods")["items"][0];
        QVERIFY(decoded<Pod>(unschedulable, decodePod).statusMessage.find("nodes are available") != std::string::npos);
    }

    void podStatus_deleted_isTerminating()
    {
        nlohmann::json pod{{"metadata", {{"name", "p"}, {"deletionTimestamp", "2026-01-01T00:00:00Z"}}}, {"spec", {{"containers", {{{"name", "a"}}}}}},
            {"status", {{"phase", "Running"}}}};
        QCOMPARE(decoded<Pod>(pod, decodePod).status, std::string("Terminating"));
        pod["status"]["phase"] = "Succeeded";
        QCOMPARE(decoded<Pod>(pod, decodePod).status, std::string("Succeeded"));
        pod["status"] = {{"phase", "Running"}, {"reason", "NodeLost"}};
        QCOMPARE(decoded<Pod>(pod, decodePod).status, std::string("Unknown"));
    }

    void podStatus_sidecarsAndSignals_asThePrinterDoes()
    {
        const nlohmann::json sidecar{{"metadata", {{"name", "p"}}},
            {"spec", {{"initContainers", {{{"name", "s"}, {"restartPolicy", "Always"}}}}, {"containers", {{{"name", "a"}}}}}},
            {"status", {{"phase", "Running"}, {"conditions", {{{"type", "Initialized"}, {"status", "True"}}}},
                {"initContainerStatuses", {{{"name", "s"}, {"ready", true}, {"started", true}, {"restartCount", 2}, {"state", {{"running", nlohmann::json::object()}}}}}},
                {"containerStatuses", {{{"name", "a"}, {"ready", true}, {"restartCount", 1}, {"state", {{"running", nlohmann::json::object()}}}}}}}}};
        const Pod pod = decoded<Pod>(sidecar, decodePod);
        QCOMPARE(pod.readyContainers, 2);
        QCOMPARE(pod.containers, 2);
        QCOMPARE(pod.restarts, 3);
        QCOMPARE(pod.status, std::string("Running"));
        nlohmann::json killed = sidecar;
        killed["status"]["containerStatuses"][0]["state"] = {{"terminated", {{"exitCode", 137}, {"signal", 9}}}};
        QCOMPARE(decoded<Pod>(killed, decodePod).status, std::string("Signal:9"));
        killed["status"]["containerStatuses"][0]["state"] = {{"terminated", {{"exitCode", 2}}}};
        QCOMPARE(decoded<Pod>(killed, decodePod).status, std::string("ExitCode:2"));
    }

    void deployment_atZero_absentCountersAreZero()
    {
        QBM_NEEDS_RECORDINGS();
        const Deployment zero = decoded<Deployment>(bodyOf("scale.ndjson", "scale-get-deployment-0"), decodeDeployment);
        QCOMPARE(zero.desired, 0);
        QCOMPARE(zero.current + zero.ready + zero.available + zero.updated, 0);
        QVERIFY(isSettled(zero));
        QCOMPARE(findCondition(zero.conditions, "Available")->status, std::string("True"));
        const Scale scale = decoded<Scale>(bodyOf("scale.ndjson", "scale-get-0"), decodeScale);
        QCOMPARE(scale.desired, 0);
        QCOMPARE(scale.selector, std::string("app=backend"));
        const Deployment fresh = decoded<Deployment>({{"metadata", {{"name", "d"}, {"generation", 1}}}, {"spec", nlohmann::json::object()}, {"status", nlohmann::json::object()}}, decodeDeployment);
        QCOMPARE(fresh.desired, 1);
        QVERIFY(judgeRollout(fresh).state == RolloutStatus::State::Waiting);
    }

    void deployment_fields_areThere()
    {
        QBM_NEEDS_RECORDINGS();
        const Deployment backend = decoded<Deployment>(bodyOf("workload.ndjson", "wl-get-deployment"), decodeDeployment);
        QCOMPARE(backend.meta.nameSpace, std::string("qbm-ai-system"));
        QCOMPARE(backend.selector, std::string("app=backend"));
        QCOMPARE(backend.revision, std::string("1"));
        QCOMPARE(backend.images.size(), std::size_t(1));
        QVERIFY(backend.progressDeadlineSeconds.value_or(0) > 0);
        QVERIFY(backend.meta.created != TimePoint{});
    }

    void podResources_areTheSumOfTheContainers_limitsOnlyWhereAllHaveOne()
    {
        const nlohmann::json one = {{"name", "a"}, {"resources", {{"requests", {{"cpu", "250m"}, {"memory", "64Mi"}}}, {"limits", {{"cpu", "1"}, {"memory", "128Mi"}}}}}};
        const nlohmann::json two = {{"name", "b"}, {"resources", {{"requests", {{"cpu", "50m"}}}, {"limits", {{"memory", "128Mi"}}}}}};
        const Pod pod = decoded<Pod>({{"spec", {{"containers", {one, two}}}}}, decodePod);
        QVERIFY(std::abs(pod.resources.cpuRequestCores.value_or(0) - 0.3) < 1e-9);
        QCOMPARE(pod.resources.memoryRequestBytes.value_or(0), 64.0 * 1024 * 1024);
        QVERIFY(!pod.resources.cpuLimitCores); // b may use what the node has
        QCOMPARE(pod.resources.memoryLimitBytes.value_or(0), 256.0 * 1024 * 1024);
        const Deployment deployment = decoded<Deployment>({{"spec", {{"template", {{"spec", {{"containers", {one}}}}}}}}}, decodeDeployment);
        QCOMPARE(deployment.podResources.cpuLimitCores.value_or(0), 1.0);
        QVERIFY(decoded<Pod>({{"spec", nlohmann::json::object()}}, decodePod).resources == PodResources{});
    }

    void podResources_initContainersCountByTheGreediest_sidecarsAdd()
    {
        const auto asks = [](const char* cpu, bool sidecar = false) {
            nlohmann::json container{{"resources", {{"requests", {{"cpu", cpu}}}}}};
            if (sidecar)
                container["restartPolicy"] = "Always";
            return container;
        };
        const auto cores = [](nlohmann::json spec) { return decoded<Pod>({{"spec", std::move(spec)}}, decodePod).resources.cpuRequestCores.value_or(-1); };
        const nlohmann::json containers{asks("300m"), asks("200m")};
        QCOMPARE(cores({{"containers", containers}}), 0.5);
        QCOMPARE(cores({{"containers", containers}, {"initContainers", {asks("400m"), asks("100m")}}}), 0.5);
        QCOMPARE(cores({{"containers", containers}, {"initContainers", {asks("2"), asks("100m")}}}), 2.0);
        QCOMPARE(cores({{"containers", containers}, {"initContainers", {asks("100m", true), asks("200m")}}}), 0.6);
        QCOMPARE(cores({{"containers", containers}, {"initContainers", {asks("1", true), asks("1")}}}), 2.0);
        QCOMPARE(cores({{"containers", containers}, {"overhead", {{"cpu", "250m"}}}}), 0.75);
        QCOMPARE(cores({{"containers", containers}, {"resources", {{"requests", {{"cpu", "3"}}}}}}), 3.0);
    }

    void event_ofTheNewApi_fallsBackToEventTime()
    {
        QBM_NEEDS_RECORDINGS();
        const auto core = bodyOf("events.ndjson", "events-core-list")["items"];
        const auto v1 = bodyOf("events.ndjson", "events-v1-list")["items"];
        QCOMPARE(core.size(), v1.size());
        for (std::size_t i = 0; i < core.size(); ++i) {
            const Event a = decoded<Event>(core[i], decodeEvent);
            const Event b = decoded<Event>(v1[i], decodeEvent);
            QCOMPARE(a.message, b.message);
            QCOMPARE(a.object.name, b.object.name);
            QCOMPARE(a.count, b.count);
            QCOMPARE(a.source, b.source);
            QVERIFY(a.last == b.last && a.first == b.first);
            QVERIFY(a.last >= a.meta.created - std::chrono::seconds(1));
        }
        const Event scheduled = decoded<Event>(core[0], decodeEvent);
        QCOMPARE(scheduled.source, std::string("default-scheduler"));
        QVERIFY(scheduled.last == *parseRfc3339("2026-11-22T23:13:36.483080Z"));
    }

    void autoscaler_readsAlikeInBothVersions()
    {
        QBM_NEEDS_RECORDINGS();
        for (const char* const id : {"wl-get-hpa-no-metrics", "wl-get-hpa-v1"}) {
            const auto hpa = decoded<HorizontalPodAutoscaler>(bodyOf("workload.ndjson", id), decodeHorizontalPodAutoscaler);
            QCOMPARE(hpa.target.name, std::string("backend"));
            QCOMPARE(hpa.target.kind, std::string("Deployment"));
            QCOMPARE(hpa.minimum, 3);
            QCOMPARE(hpa.maximum, 10);
        }
    }

    void quantities_parseAsKubernetesWritesThem()
    {
        QCOMPARE(parseQuantity("250m").value(), 0.25);
        QCOMPARE(parseQuantity("1Gi").value(), 1073741824.0);
        QCOMPARE(parseQuantity("4").value(), 4.0);
        QCOMPARE(parseQuantity("1.5k").value(), 1500.0);
        QCOMPARE(parseQuantity("2E").value(), 2e18);
        QCOMPARE(parseQuantity("1e3").value(), 1000.0);
        QCOMPARE(parseQuantity("500n").value(), 500e-9);
        for (const char* const bad : {"", "x", "1Zi", "1 Gi", "Ki", "1KiB"})
            QVERIFY2(!parseQuantity(bad), bad);
    }

    void selector_expressions_becomeText()
    {
        JsonDocument document;
        const auto selector = document.parse(
            R"({"matchLabels":{"app":"b"},"matchExpressions":[{"key":"t","operator":"In","values":["a","b"]},{"key":"x","operator":"DoesNotExist"},{"key":"y","operator":"Exists"},{"key":"z","operator":"NotIn","values":["q"]}]})");
        QCOMPARE(selectorText(*selector), std::string("app=b,t in (a,b),!x,y,z notin (q)"));
    }

    void json_absentAndWrongTypes_readAsFallback()
    {
        JsonDocument document;
        const JsonValue root = *document.parse(R"({"a":null,"s":"x","n":3,"l":[1],"big":18446744073709551615})");
        QVERIFY(root["a"].exists() && root["a"].empty());
        QVERIFY(!root["none"].exists() && !root["none"]["deeper"]["still"].exists());
        QCOMPARE(root["s"].integer(7), std::int64_t(7));
        QCOMPARE(root["n"].string("d"), std::string("d"));
        QCOMPARE(root["big"].integer(-1), std::int64_t(-1));
        QCOMPARE(root["l"].text(), std::string("[1]"));
        QVERIFY(!document.parse("{\"a\":"));
        QVERIFY(!document.root().exists());
    }
};

QTEST_APPLESS_MAIN(TstObjects)
#include "tst_objects.moc"
