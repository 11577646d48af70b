// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/objects.h"
#include "core/kubernetes/rollout_status.h"
#include "core/kubernetes/store.h"
#include "tests/core/kubernetes/conformance.h"

#include <algorithm>

using namespace qbm;
using namespace qbm::kubernetes;
using nlohmann::json;
using test::eventually;

namespace {

std::string configMap(const std::string& name, const json& data, const std::string& label = "t")
{
    return test::configMapJson(name, data, {{"set", label}});
}

} // namespace

/// What the client needs of an API server: the same on the lab's simulator and on real ones from 1.20 on.
class TstConformance : public QObject {
    Q_OBJECT

    std::unique_ptr<test::ClusterUnderTest> m_cluster;
    TaskContext m_context;

    Client& client() const { return *m_cluster->client(); }
    const std::string& ns() const { return m_cluster->nameSpace(); }
    ObjectPath map(const std::string& name) const { return {resource::kConfigMaps, ns(), name, {}}; }
    CollectionPath maps(const std::string& selector = {}) const { return {resource::kConfigMaps, ns(), selector, {}}; }
    Result<Answer> createMap(const std::string& name, const json& data = json::object(), const std::string& label = "t")
    {
        return client().create(maps(), configMap(name, data, label), m_context);
    }

private slots:
    void initTestCase()
    {
        auto cluster = test::ClusterUnderTest::start();
        QVERIFY2(cluster, cluster ? "" : (cluster.error().english() + cluster.error().detail).c_str());
        m_cluster = std::move(*cluster);
    }

    void cleanupTestCase() { m_cluster.reset(); }

    void version_isAtLeast120()
    {
        const auto version = client().fetchVersion(m_context);
        VERIFY_OK(version);
        QVERIFY2(version->atLeast(1, 20), version->gitVersion.c_str());
    }

    void discovery_knowsWhatWeUse()
    {
        QCOMPARE(client().findResource("deploy", m_context)->resource, resource::kDeployments);
        QCOMPARE(client().findResource("pods", m_context)->resource, resource::kPods);
        QCOMPARE(client().findResource("ConfigMap", m_context)->resource, resource::kConfigMaps);
        QCOMPARE(client().findResource("nope", m_context).error().kind, ErrorKind::NotFound);
    }

    void object_createGetDelete_andWhatFollows()
    {
        VERIFY_OK(createMap("one", {{"a", "1"}}));
        const auto again = createMap("one");
        QVERIFY(!again);
        QCOMPARE(again.error().kind, ErrorKind::Conflict);
        const auto got = client().get(map("one"), m_context);
        VERIFY_OK(got);
        const json object = json::parse(got->json);
        QCOMPARE(object["data"]["a"].get<std::string>(), std::string("1"));
        const auto wrongUid = client().remove(map("one"), m_context, {.uid = "00000000-0000-0000-0000-000000000000"});
        QVERIFY(!wrongUid);
        QCOMPARE(wrongUid.error().kind, ErrorKind::Conflict);
        VERIFY_OK(client().remove(map("one"), m_context, {.uid = object["metadata"]["uid"]}));
        QCOMPARE(client().get(map("one"), m_context).error().kind, ErrorKind::NotFound);
        QCOMPARE(client().remove(map("one"), m_context).error().kind, ErrorKind::NotFound);
    }

    void patches_ofAllFourKinds()
    {
        VERIFY_OK(createMap("patched", {{"a", "1"}, {"b", "2"}}));
        VERIFY_OK(client().patch(map("patched"), PatchType::Merge, R"({"data":{"a":null,"c":"3"}})", m_context));
        VERIFY_OK(client().patch(map("patched"), PatchType::Json, R"([{"op":"replace","path":"/data/b","value":"4"}])", m_context));
        VERIFY_OK(client().patch(map("patched"), PatchType::StrategicMerge, R"({"data":{"d":"5"}})", m_context));
        const auto applied = client().patch(map("patched"), PatchType::Apply,
            json{{"apiVersion", "v1"}, {"kind", "ConfigMap"}, {"metadata", {{"name", "patched"}}}, {"data", {{"e", "6"}}}}.dump(), m_context);
        VERIFY_OK(applied);
        const json object = json::parse(applied->json);
        QCOMPARE(object["data"].dump(), std::string(R"({"b":"4","c":"3","d":"5","e":"6"})"));
        const auto managed = object["metadata"].value("managedFields", json::array());
        if (managed.empty() && m_cluster->simulator() != nullptr)
            return; // the simulator keeps no field owners
        QVERIFY(std::any_of(managed.begin(), managed.end(), [](const json& entry) { return entry["manager"] == "qbm-console"; }));
        const auto failedTest = client().patch(map("patched"), PatchType::Json, R"([{"op":"test","path":"/data/b","value":"x"}])", m_context);
        QVERIFY(!failedTest);
        QCOMPARE(failedTest.error().kind, ErrorKind::InvalidInput);
    }

    void patch_withAStaleVersion_isConflict_dryRunStoresNothing()
    {
        const auto created = createMap("stale", {{"a", "1"}});
        VERIFY_OK(created);
        const std::string version = json::parse(created->json)["metadata"]["resourceVersion"];
        VERIFY_OK(client().patch(map("stale"), PatchType::Merge, R"({"data":{"a":"2"}})", m_context));
        const json body{{"metadata", {{"resourceVersion", version}}}, {"data", {{"a", "3"}}}};
        const auto conflict = client().patch(map("stale"), PatchType::Merge, body.dump(), m_context);
        QVERIFY(!conflict);
        QCOMPARE(conflict.error().kind, ErrorKind::Conflict);
        VERIFY_OK(client().patch(map("stale"), PatchType::Merge, R"({"data":{"a":"9"}})", m_context, {.dryRun = true}));
        QCOMPARE(json::parse(client().get(map("stale"), m_context)->json)["data"]["a"].get<std::string>(), std::string("2"));
    }

    void invalidInput_tellsTheServersCauses()
    {
        const auto bad = client().create(maps(), configMap("Bad_Name", json::object()), m_context);
        QVERIFY(!bad);
        QCOMPARE(bad.error().kind, ErrorKind::InvalidInput);
        QVERIFY2(bad.error().detail.find("metadata.name") != std::string::npos, bad.error().detail.c_str());
        const auto nowhere = client().create({resource::kConfigMaps, "qbm-no-such-namespace", {}, {}}, configMap("x", json::object()), m_context);
        QVERIFY(!nowhere);
        QCOMPARE(nowhere.error().kind, ErrorKind::NotFound);
    }

    void list_inPages_findsEveryObjectOnce()
    {
        for (int i = 0; i < 7; ++i)
            VERIFY_OK(createMap("page-" + std::to_string(i), json::object(), "paged"));
        std::vector<std::string> names;
        int pages = 0;
        PageHandler handler;
        handler.onPage = [&](const JsonValue& page) -> Result<> {
            ++pages;
            for (const JsonValue& item : page["items"].items())
                names.push_back(item["metadata"]["name"].string());
            return {};
        };
        const auto end = client().list(maps("set=paged"), {.pageSize = 3}, handler, m_context);
        VERIFY_OK(end);
        QCOMPARE(names.size(), std::size_t(7));
        QCOMPARE(pages, 3);
        QVERIFY(!end->resourceVersion.empty());
        names.clear();
        VERIFY_OK(client().list({resource::kConfigMaps, "qbm-no-such-namespace", {}, {}}, {}, handler, m_context));
        QVERIFY(names.empty());
    }

    void table_hasTheServersColumns()
    {
        std::string columns;
        PageHandler handler;
        handler.onPage = [&](const JsonValue& page) -> Result<> {
            for (const JsonValue& column : page["columnDefinitions"].items())
                columns += column["name"].string() + " ";
            return {};
        };
        VERIFY_OK(client().list(maps(), {.representation = Representation::Table}, handler, m_context));
        QVERIFY2(columns.starts_with("Name Data Age"), columns.c_str());
    }

    void watch_fromAList_tellsWhatHappensAfterIt_andResumes()
    {
        PageHandler ignore;
        ignore.onPage = [](const JsonValue&) -> Result<> { return {}; };
        const auto listed = client().list(maps("set=watched"), {}, ignore, m_context);
        VERIFY_OK(listed);
        VERIFY_OK(createMap("w", {{"a", "1"}}, "watched"));
        VERIFY_OK(client().patch(map("w"), PatchType::Merge, R"({"data":{"a":"2"}})", m_context));
        VERIFY_OK(client().patch(map("w"), PatchType::Merge, R"({"metadata":{"labels":{"set":"other"}}})", m_context));
        const auto eventsFrom = [&](const std::string& version, std::size_t count) {
            std::vector<std::pair<WatchEventType, std::string>> events;
            const auto end = client().watch(maps("set=watched"), {.resourceVersion = version, .timeout = std::chrono::seconds(10)},
                {.onOpen = {},
                    .onEvent =
                        [&](WatchEventType type, const JsonValue& object) {
                            if (type != WatchEventType::Bookmark)
                                events.emplace_back(type, object["metadata"]["resourceVersion"].string());
                            return events.size() < count;
                        }},
                m_context);
            return end ? events : decltype(events)();
        };
        const auto all = eventsFrom(listed->resourceVersion, 3);
        QCOMPARE(all.size(), std::size_t(3));
        QVERIFY(all[0].first == WatchEventType::Added && all[1].first == WatchEventType::Modified);
        QVERIFY(all[2].first == WatchEventType::Deleted); // it left the selection
        const auto rest = eventsFrom(all[0].second, 2);
        QCOMPARE(rest.size(), std::size_t(2));
        QVERIFY(rest == std::vector(all.begin() + 1, all.end()));
    }

    void watch_timeout_endsWithoutAWord()
    {
        PageHandler ignore;
        ignore.onPage = [](const JsonValue&) -> Result<> { return {}; };
        const auto listed = client().list(maps("set=none"), {}, ignore, m_context);
        const auto started = std::chrono::steady_clock::now();
        const auto end = client().watch(maps("set=none"), {.resourceVersion = listed->resourceVersion, .timeout = std::chrono::seconds(2)},
            {.onOpen = {}, .onEvent = [](auto, const auto&) { return true; }}, m_context);
        VERIFY_OK(end);
        QVERIFY(!end->expired && !end->error);
        QVERIFY(std::chrono::steady_clock::now() - started < std::chrono::seconds(8));
    }

    void access_isReviewed_andDeniedToStrangers()
    {
        const AccessQuestion question{"patch", resource::kDeployments, "scale", ns(), {}};
        const auto allowed = client().reviewAccess(question, m_context);
        VERIFY_OK(allowed);
        QVERIFY(allowed->allowed);
        ClusterAccess access = m_cluster->access();
        access.impersonation.user = "qbm-stranger";
        Client stranger(access, AccessMode::ReadWrite);
        const auto denied = stranger.reviewAccess(question, m_context);
        VERIFY_OK(denied);
        QVERIFY(!denied->allowed);
        const auto got = stranger.get(map("patched"), m_context);
        QVERIFY(!got);
        QCOMPARE(got.error().kind, ErrorKind::Denied);
        QVERIFY2(got.error().english().find("qbm-stranger") != std::string::npos, got.error().english().c_str());
        ClusterAccess nobody = m_cluster->access();
        nobody.credential = makeFixedCredential({.bearerToken = Secret("certainly-wrong")});
        QCOMPARE(Client(nobody, AccessMode::ReadWrite).get(map("patched"), m_context).error().kind, ErrorKind::Denied);
    }

    void secretKey_isReadDecoded()
    {
        const json secret{{"apiVersion", "v1"}, {"kind", "Secret"}, {"metadata", {{"name", "s"}}}, {"stringData", {{"password", "päss"}}}};
        VERIFY_OK(client().create({resource::kSecrets, ns(), {}, {}}, secret.dump(), m_context));
        QCOMPARE(client().fetchSecretKey(ns(), "s", "password", m_context)->reveal(), std::string("päss"));
    }

    void deployment_followedLive_whileItScales()
    {
        VERIFY_OK(m_cluster->createDeployment("live", 2));
        StoreHub hub(m_cluster->client());
        const auto deployments = hub.deployments(ns());
        const auto pods = hub.pods(ns(), "app=live");
        const auto watchDeployments = deployments->subscribe([] {});
        const auto watchPods = pods->subscribe([] {});
        const auto settledAt = [&](int replicas) {
            return eventually([&] {
                const auto snapshot = deployments->snapshot();
                return snapshot->rows.size() == 1 && snapshot->rows[0]->desired == replicas && isSettled(*snapshot->rows[0]);
            });
        };
        QVERIFY(settledAt(2));
        const ObjectPath scale{resource::kDeployments, ns(), "live", "scale"};
        VERIFY_OK(client().patch(scale, PatchType::Merge, R"({"spec":{"replicas":4}})", m_context));
        QVERIFY(settledAt(4));
        QVERIFY(eventually([&] { return pods->snapshot()->rows.size() == 4; }));
        const auto snapshot = pods->snapshot();
        QVERIFY(std::all_of(snapshot->rows.begin(), snapshot->rows.end(),
            [](const auto& pod) { return pod->status == "Running" && pod->meta.controller.kind == "ReplicaSet"; }));
        VERIFY_OK(client().patch(scale, PatchType::Merge, R"({"spec":{"replicas":0}})", m_context));
        QVERIFY(settledAt(0));
        QVERIFY(eventually([&] { return pods->snapshot()->rows.empty(); }));
        QCOMPARE(pods->snapshot()->state, LiveState::Live);
    }

    void pod_whoseImageCannotBePulled_tellsTheReason_andGoesWithoutGrace()
    {
        VERIFY_OK(m_cluster->createDeployment("unpulled", 1, "registry.invalid/main:1"));
        StoreHub hub(m_cluster->client());
        const auto pods = hub.pods(ns(), "app=unpulled");
        const auto watchPods = pods->subscribe([] {});
        QVERIFY(eventually([&] {
            const auto snapshot = pods->snapshot();
            return snapshot->rows.size() == 1 && QByteArray::fromStdString(snapshot->rows[0]->status).contains("ImagePull");
        }));
        const auto pod = pods->snapshot()->rows[0];
        QVERIFY(!pod->ready && !pod->node.empty());
        VERIFY_OK(client().remove({resource::kDeployments, ns(), "unpulled", {}}, m_context, {.propagation = "Orphan"}));
        VERIFY_OK(client().remove({resource::kReplicaSets, ns(), pod->meta.controller.name, {}}, m_context, {.propagation = "Orphan"}));
        VERIFY_OK(client().remove({resource::kPods, ns(), pod->meta.name, {}}, m_context, {.gracePeriod = std::chrono::seconds(0)}));
        QCOMPARE(client().get({resource::kPods, ns(), pod->meta.name, {}}, m_context).error().kind, ErrorKind::NotFound);
    }
};

QTEST_APPLESS_MAIN(TstConformance)
#include "tst_conformance.moc"
