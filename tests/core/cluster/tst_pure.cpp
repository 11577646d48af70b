// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/image_reference.h"
#include "core/cluster/manifest.h"
#include "core/cluster/pod_need.h"
#include "core/cluster/scale_standing.h"
#include "core/cluster/unready_reasons.h"

#include <QTest>
#include <nlohmann/json.hpp>

using namespace qbm;
using namespace qbm::cluster;
using nlohmann::json;

/// The parts of cluster operations that need no cluster: names of images, what pods need, manifests.
class TstPure : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countStanding_namesWhoMovedIt()
    {
        cluster::CountStanding standing{cluster::subjectOf({"qbm", "backend"}), 7, 6, 5, 3, {}, {}};
        QCOMPARE(cluster::describeCount(standing).english(),
            std::string("Deployment backend asks for 7 replicas now (6 ready); this operation asked for 5, before it there were 3."));
        const TimePoint at = parseRfc3339("2026-12-01T10:00:00Z").value();
        standing.managers = {{"kubectl", "Update", "", at - std::chrono::hours(1), {".spec.replicas"}},
            {"kube-controller-manager", "Update", "scale", at, {".spec.replicas"}}};
        QVERIFY(cluster::describeCount(standing).english().find("kube-controller-manager set that at 2026-12-01T10:00:00") != std::string::npos);
        kubernetes::HorizontalPodAutoscaler autoscaler;
        autoscaler.meta.name = "backend";
        autoscaler.minimum = 2;
        autoscaler.maximum = 10;
        standing.autoscalers = {autoscaler};
        QVERIFY(cluster::describeCount(standing).english().ends_with("HorizontalPodAutoscaler backend moved it; it keeps between 2 and 10."));
        standing.now = 3; // taken back: nobody moved it
        QVERIFY(cluster::describeCount(standing).english().ends_with("before it there were 3."));
    }

    void imageReference_asRegistriesReadIt_data()
    {
        QTest::addColumn<bool>("valid");
        QTest::addColumn<QString>("repository");
        QTest::addColumn<QString>("tag");
        const QString digest = "@sha256:" + QString(64, 'a');
        QTest::newRow("redis") << true << "redis"
                               << "";
        QTest::newRow("redis:7-alpine") << true << "redis"
                                        << "7-alpine";
        QTest::newRow("team/backend:v1.4.2") << true << "team/backend"
                                             << "v1.4.2";
        QTest::newRow("registry.example.com:5000/team/backend") << true << "registry.example.com:5000/team/backend"
                                                                << "";
        QTest::newRow("localhost/a__b:x") << true << "localhost/a__b"
                                          << "x";
        QTest::newRow(qPrintable("redis:7" + digest)) << true << "redis"
                                                      << "7";
        for (const char* invalid : {"", " ", "Redis", "redis:", "redis:a b", "redis@sha256:12", "a//b", "-a", "a/-b",
                 "a:b:c", "a.._b", "https://a/b", "a/b/"})
            QTest::newRow(invalid) << false << ""
                                   << "";
    }
    void imageReference_asRegistriesReadIt()
    {
        QFETCH(bool, valid);
        QFETCH(QString, repository);
        QFETCH(QString, tag);
        const auto reference = parseImageReference(QTest::currentDataTag());
        QCOMPARE(reference.has_value(), valid);
        if (!reference)
            return;
        QCOMPARE(QString::fromStdString(reference->repository), repository);
        QCOMPARE(QString::fromStdString(reference->tag), tag);
    }
    void imageReference_withoutTagOrLatest_moves()
    {
        QVERIFY(parseImageReference("redis")->moves());
        QVERIFY(parseImageReference("redis:latest")->moves());
        QVERIFY(!parseImageReference("redis:7")->moves());
        QVERIFY(!parseImageReference("redis@sha256:" + std::string(64, '0'))->moves());
    }
    void unreadyPods_sameReason_shareALine_andEndingOnesAreLeftOut()
    {
        std::vector<kubernetes::Pod> pods;
        for (int i = 0; i < 498; ++i) {
            kubernetes::Pod pod;
            pod.meta.name = "web-" + std::to_string(i);
            pod.status = "ImagePullBackOff";
            pod.statusMessage = "Back-off " + std::to_string(10 * (i % 4)) + "s pulling image for " + pod.meta.name;
            pod.containers = 1;
            pods.push_back(pod);
        }
        kubernetes::Pod one;
        one.meta.name = "web-a";
        one.status = "Pending";
        one.containers = 2;
        one.readyContainers = 1;
        kubernetes::Pod ending = one, ready = one;
        ending.meta.name = "web-old";
        ending.meta.deletion = TimePoint();
        ready.ready = true;
        pods.insert(pods.end(), {one, ending, ready});
        QCOMPARE(describeUnreadyPods(pods),
            std::string("498 pods: ImagePullBackOff (Back-off 0s pulling image for web-0)\nweb-a: Pending, 1/2"));
        QCOMPARE(describeUnreadyPods({ending, ready}), std::string());
        QCOMPARE(describeEndingPods(pods).english(), std::string("Still ending: web-old"));
        QVERIFY(describeEndingPods({one}).empty());
    }
    void unreadyDeployment_saysWhyNoPodIsMade()
    {
        kubernetes::Deployment deployment;
        const std::string quota = "pods \"web-x\" is forbidden: exceeded quota: small, requested: pods=1, used: pods=2, limited: pods=2";
        deployment.conditions = {{"Progressing", "False", "ProgressDeadlineExceeded", "timed out", {}},
            {"ReplicaFailure", "True", "FailedCreate", quota, {}}, {"Available", "False", "MinimumReplicasUnavailable", "", {}}};
        QCOMPARE(describeUnready(deployment, {}), "FailedCreate: " + quota);
        deployment.conditions = {{"Progressing", "False", "ReplicaSetCreateError", "denied", {}}};
        QCOMPARE(describeUnready(deployment, {}), std::string("ReplicaSetCreateError: denied"));
        deployment.conditions = {{"ReplicaFailure", "False", "FailedCreate", quota, {}}};
        QCOMPARE(describeUnready(deployment, {}), std::string());
    }
    void podNeed_sumsContainers_takesLargerInit_andLimitsForAbsentRequests()
    {
        const PodNeed need = podNeedOf(json::parse(R"({"containers":[
            {"resources":{"requests":{"cpu":"500m","memory":"512Mi"},"limits":{"cpu":"1","memory":"1Gi"}}},
            {"resources":{"limits":{"cpu":"250m"}}}, {}],
            "initContainers":[{"resources":{"requests":{"cpu":"100m","memory":"2Gi"}}}]})"));
        QCOMPARE(need.cpuRequest, 0.75);
        QCOMPARE(need.cpuLimit, 1.25);
        QCOMPARE(need.memoryRequest, 2.0 * (1 << 30));
        QCOMPARE(need.memoryLimit, 1.0 * (1 << 30));
    }
    void fitPods_firstNodeWithRoom_countsProcessorsMemoryAndPods()
    {
        const PodNeed need{0.5, 0, 1e9, 0};
        QCOMPARE(fitPods({{1.2, 8e9, 10}, {4, 1.5e9, 10}, {4, 8e9, 1}}, need, 10), 4);
        QCOMPARE(fitPods({{1.2, 8e9, 10}}, need, 1), 1);
        QCOMPARE(fitPods({}, need, 3), 0);
        QCOMPARE(fitPods({{-1, 8e9, 10}}, need, 3), 0);
    }
    void mayGoTo_cordonedTaintedUnreadyOrOtherLabels_isNo()
    {
        const auto node = [](const char* spec, const char* labels, const char* ready = "True") {
            return json{{"metadata", {{"labels", json::parse(labels)}}}, {"spec", json::parse(spec)},
                {"status", {{"conditions", {{{"type", "Ready"}, {"status", ready}}}}}}};
        };
        const json any = json::object();
        QVERIFY(mayGoTo(any, node("{}", "{}")));
        QVERIFY(!mayGoTo(any, node(R"({"unschedulable":true})", "{}")));
        QVERIFY(!mayGoTo(any, node("{}", "{}", "Unknown")));
        const json tainted = node(R"({"taints":[{"key":"gpu","value":"yes","effect":"NoSchedule"}]})", "{}");
        QVERIFY(!mayGoTo(any, tainted));
        QVERIFY(mayGoTo(json::parse(R"({"tolerations":[{"key":"gpu","operator":"Exists"}]})"), tainted));
        QVERIFY(
            mayGoTo(json::parse(R"({"tolerations":[{"key":"gpu","value":"yes","effect":"NoSchedule"}]})"), tainted));
        QVERIFY(!mayGoTo(json::parse(R"({"tolerations":[{"key":"gpu","value":"no"}]})"), tainted));
        QVERIFY(mayGoTo(any, node(R"({"taints":[{"key":"slow","effect":"PreferNoSchedule"}]})", "{}")));
        const json choosy = json::parse(R"({"nodeSelector":{"disk":"ssd"}})");
        QVERIFY(mayGoTo(choosy, node("{}", R"({"disk":"ssd"})")));
        QVERIFY(!mayGoTo(choosy, node("{}", R"({"disk":"hdd"})")));
    }
    void selectorMatches_labelsAndExpressions()
    {
        const json labels{{"app", "backend"}, {"tier", "api"}};
        QVERIFY(selectorMatches(json::parse(R"({"matchLabels":{"app":"backend"}})"), labels));
        QVERIFY(!selectorMatches(json::parse(R"({"matchLabels":{"app":"redis"}})"), labels));
        QVERIFY(selectorMatches(
            json::parse(R"({"matchExpressions":[{"key":"tier","operator":"In","values":["api","web"]}]})"), labels));
        QVERIFY(!selectorMatches(
            json::parse(R"({"matchExpressions":[{"key":"tier","operator":"NotIn","values":["api"]}]})"), labels));
        QVERIFY(
            selectorMatches(json::parse(R"({"matchExpressions":[{"key":"x","operator":"DoesNotExist"}]})"), labels));
        QVERIFY(selectorMatches(json::object(), labels));
    }
    void parseManifest_ordersNamespacesAndDefinitionsFirst_takesListsApart()
    {
        const auto objects = parseManifest(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: n}\n---\n"
            "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Secret, metadata: {name: s}, data: {k: "
            "YQ==}}\n---\n"
            "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: c}\n---\n"
            "apiVersion: v1\nkind: Namespace\nmetadata: {name: n}\n");
        QVERIFY(objects.has_value());
        std::string order;
        for (const ManifestObject& object : *objects)
            order += object.title() + "|";
        QCOMPARE(order, std::string("Namespace n|CustomResourceDefinition c|ConfigMap a|Secret s|"));
        QCOMPARE(objects->at(2).nameSpace, std::string("n"));
    }
    void parseManifest_withoutKindOrAtAll_saysWhichDocument()
    {
        QVERIFY(parseManifest("").error().kind == ErrorKind::InvalidInput);
        const auto second = parseManifest("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\nkind: X\n");
        QVERIFY2(
            second.error().message.english().find("Document 2") != std::string::npos, second.error().english().c_str());
        QVERIFY(parseManifest("a: [").error().kind == ErrorKind::BadData);
    }
    void manifestText_withoutSecrets_holdsNoValue_andReadsBack()
    {
        const auto objects = parseManifest(
            "{apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {k: hush}, data: {l: aHVzaA==}}");
        const std::string text = manifestText(*objects, true);
        QVERIFY2(text.find("hush") == std::string::npos && text.find("aHVzaA") == std::string::npos, text.c_str());
        const auto again = parseManifest(text);
        QVERIFY(isWithheld(again->front()));
        QVERIFY(!isWithheld(objects->front()));
        QCOMPARE(parseManifest(manifestText(*objects, false))->front().object->at("stringData").value("k", ""),
            std::string("hush"));
    }
    void objectDiff_ofASecret_showsWhichKeyDiffers_notTheValues()
    {
        const json before{
            {"kind", "Secret"}, {"metadata", {{"name", "s"}}}, {"data", {{"same", "YQ=="}, {"other", "Yg=="}}}};
        json after = before;
        after["data"]["other"] = "Yw==";
        const std::string diff = objectDiff(before, after, "secret s");
        QVERIFY2(diff.find("-  other: '*** (present)'") != std::string::npos
                || diff.find("-  other: \"*** (present)\"") != std::string::npos,
            diff.c_str());
        for (const char* value : {"YQ==", "Yg==", "Yw=="})
            QVERIFY2(diff.find(value) == std::string::npos, diff.c_str());
    }
    void withoutServerFields_leavesWhatAManifestSays()
    {
        const json object
            = json::parse(R"({"kind":"X","metadata":{"name":"a","uid":"1","resourceVersion":"2","managedFields":[],
            "annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{}"}},"status":{},"spec":{"a":1}})");
        QCOMPARE(withoutServerFields(object).dump(),
            json::parse(R"({"kind":"X","metadata":{"name":"a"},"spec":{"a":1}})").dump());
    }
};

QTEST_APPLESS_MAIN(TstPure)
#include "tst_pure.moc"
