// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/objects.h"
#include "tests/core/kubernetes/conformance.h"

#include <algorithm>

using namespace qbm;
using namespace qbm::kubernetes;
using nlohmann::json;
using test::configMapJson;
using test::eventually;

/// Writes of every kind, and what a server says of those it refuses: on the simulator and on real servers alike.
class TstConformanceWrites : public QObject {
    Q_OBJECT

    std::unique_ptr<test::ClusterUnderTest> m_cluster;
    ServerVersion m_version;
    TaskContext m_context;

    Client& client() const { return *m_cluster->client(); }
    const std::string& ns() const { return m_cluster->nameSpace(); }
    CollectionPath maps() const { return {resource::kConfigMaps, ns(), {}, {}}; }
    ObjectPath map(const std::string& name) const { return {resource::kConfigMaps, ns(), name, {}}; }
    ObjectPath deployment(const std::string& name, const std::string& subresource = {}) const { return {resource::kDeployments, ns(), name, subresource}; }
    json read(const ObjectPath& path)
    {
        const auto answer = client().get(path, m_context);
        return answer ? json::parse(answer->json) : json();
    }

private slots:
    void initTestCase()
    {
        auto cluster = test::ClusterUnderTest::start();
        VERIFY_OK(cluster);
        m_cluster = std::move(*cluster);
        const auto version = client().fetchVersion(m_context);
        VERIFY_OK(version);
        m_version = *version;
    }

    void cleanupTestCase() { m_cluster.reset(); }

    void replace_keepsWhatNobodyHereKnows_andSeesAStaleVersion()
    {
        VERIFY_OK(m_cluster->createDeployment("replaced", 1));
        const json before = read(deployment("replaced"));
        json changed = before;
        changed["metadata"]["annotations"]["acme.example/note"] = "kept";
        changed["spec"]["minReadySeconds"] = 1;
        const auto tried = client().replace(deployment("replaced"), changed.dump(), m_context, {.dryRun = true});
        // Its status moves on by itself, so that the version read may be stale already: then it is read again.
        QVERIFY(tried || tried.error().kind == ErrorKind::Conflict);
        QVERIFY(!read(deployment("replaced"))["spec"].contains("minReadySeconds") || read(deployment("replaced"))["spec"]["minReadySeconds"] == 0);
        const bool replaced = eventually([&] {
            json now = read(deployment("replaced"));
            now["metadata"]["annotations"]["acme.example/note"] = "kept";
            now["spec"]["minReadySeconds"] = 1;
            return client().replace(deployment("replaced"), now.dump(), m_context).has_value();
        });
        QVERIFY(replaced);
        const json after = read(deployment("replaced"));
        QCOMPARE(after["metadata"]["annotations"]["acme.example/note"].get<std::string>(), std::string("kept"));
        QCOMPARE(after["spec"]["template"].dump(), before["spec"]["template"].dump()); // most of which no row holds
        QCOMPARE(after["spec"]["strategy"].dump(), before["spec"]["strategy"].dump());

        const auto stale = client().replace(deployment("replaced"), changed.dump(), m_context);
        QVERIFY(!stale);
        QCOMPARE(stale.error().kind, ErrorKind::Conflict);
    }

    void strategicMerge_findsTheContainerByName_mergeReplacesTheList()
    {
        const json patch{{"spec", {{"template", {{"spec", {{"containers", {{{"name", "main"}, {"env", {{{"name", "A"}, {"value", "1"}}}}}}}}}}}}}};
        VERIFY_OK(m_cluster->createDeployment("merged", 0));
        VERIFY_OK(client().patch(deployment("merged"), PatchType::StrategicMerge, patch.dump(), m_context));
        const json container = read(deployment("merged"))["spec"]["template"]["spec"]["containers"][0];
        QVERIFY(container.contains("image"));
        QCOMPARE(container["env"][0]["value"].get<std::string>(), std::string("1"));
        const auto replaced = client().patch(deployment("merged"), PatchType::Merge, patch.dump(), m_context, {.dryRun = true});
        QVERIFY(!replaced); // a container without an image
        QCOMPARE(replaced.error().kind, ErrorKind::InvalidInput);
        QVERIFY2(replaced.error().detail.find("image") != std::string::npos, replaced.error().detail.c_str());
    }

    void apply_fieldsOfAnotherOwner_areAConflict_unlessForced()
    {
        VERIFY_OK(client().create(maps(), configMapJson("applied", {{"a", "1"}}), m_context));
        // Set by a create, which counts as another owner than an apply of the same name.
        const std::string wanted = json{{"apiVersion", "v1"}, {"kind", "ConfigMap"}, {"metadata", {{"name", "applied"}}}, {"data", {{"a", "2"}}}}.dump();
        const auto refused = client().patch(map("applied"), PatchType::Apply, wanted, m_context);
        if (refused && m_cluster->simulator() != nullptr) {
            QCOMPARE(read(map("applied"))["data"]["a"].get<std::string>(), std::string("2"));
            return; // the simulator keeps no field owners
        }
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::Conflict);
        QVERIFY2(refused.error().detail.find("FieldManagerConflict") != std::string::npos, refused.error().detail.c_str());
        VERIFY_OK(client().patch(map("applied"), PatchType::Apply, wanted, m_context, {.dryRun = true, .force = true}));
        QCOMPARE(read(map("applied"))["data"]["a"].get<std::string>(), std::string("1"));
        VERIFY_OK(client().patch(map("applied"), PatchType::Apply, wanted, m_context, {.force = true}));
        const json after = read(map("applied"));
        QCOMPARE(after["data"]["a"].get<std::string>(), std::string("2"));
        const auto& owners = after["metadata"]["managedFields"];
        QVERIFY(std::any_of(owners.begin(), owners.end(), [](const json& owner) { return owner["manager"] == "qbm-console" && owner["operation"] == "Apply"; }));
    }

    void apply_makesWhatIsNotThere()
    {
        const std::string wanted = json{{"apiVersion", "v1"}, {"kind", "ConfigMap"}, {"metadata", {{"name", "made"}}}, {"data", {{"a", "1"}}}}.dump();
        VERIFY_OK(client().patch(map("made"), PatchType::Apply, wanted, m_context));
        const std::string version = read(map("made"))["metadata"]["resourceVersion"];
        VERIFY_OK(client().patch(map("made"), PatchType::Apply, wanted, m_context)); // again: nothing changes
        QCOMPARE(read(map("made"))["metadata"]["resourceVersion"].get<std::string>(), version);
    }

    void create_dryRun_storesNothing()
    {
        VERIFY_OK(client().create(maps(), configMapJson("dry"), m_context, {.dryRun = true}));
        QCOMPARE(client().get(map("dry"), m_context).error().kind, ErrorKind::NotFound);
    }

    void finalizer_holdsTheObject_untilItIsTakenOff()
    {
        VERIFY_OK(client().create(maps(), configMapJson("held"), m_context));
        VERIFY_OK(client().patch(map("held"), PatchType::Merge, R"({"metadata":{"finalizers":["acme.example/wait"]}})", m_context));
        VERIFY_OK(client().remove(map("held"), m_context));
        QVERIFY(read(map("held"))["metadata"].contains("deletionTimestamp")); // 200 is not "gone"
        VERIFY_OK(client().patch(map("held"), PatchType::Merge, R"({"metadata":{"finalizers":null}})", m_context));
        QVERIFY(eventually([&] { return !client().get(map("held"), m_context); }));
        QCOMPARE(client().get(map("held"), m_context).error().kind, ErrorKind::NotFound);
    }

    void remove_orphaning_leavesTheReplicaSet()
    {
        VERIFY_OK(m_cluster->createDeployment("orphaned", 0));
        const auto replicaSets = [&] {
            int count = 0;
            PageHandler handler;
            handler.onPage = [&](const JsonValue& page) -> Result<> {
                count += static_cast<int>(page["items"].items().size());
                return {};
            };
            (void)client().list({resource::kReplicaSets, ns(), "app=orphaned", {}}, {}, handler, m_context);
            return count;
        };
        QVERIFY(eventually([&] { return replicaSets() == 1; }));
        VERIFY_OK(client().remove(deployment("orphaned"), m_context, {.propagation = "Orphan"}));
        QVERIFY(eventually([&] { return !client().get(deployment("orphaned"), m_context); }));
        QCOMPARE(replicaSets(), 1);
    }

    void scale_isReadAndWrittenByItsSubresource()
    {
        VERIFY_OK(m_cluster->createDeployment("scaled", 1));
        const auto scale = [&] {
            JsonDocument document;
            const auto answer = client().get(deployment("scaled", "scale"), m_context);
            return answer ? decodeScale(*document.parse(answer->json)) : Scale{};
        };
        QCOMPARE(scale().desired, 1);
        QCOMPARE(scale().selector, std::string("app=scaled"));
        VERIFY_OK(client().patch(deployment("scaled", "scale"), PatchType::Merge, R"({"spec":{"replicas":0}})", m_context));
        QCOMPARE(scale().desired, 0);
        const auto negative = client().patch(deployment("scaled", "scale"), PatchType::Merge, R"({"spec":{"replicas":-1}})", m_context);
        QVERIFY(!negative);
        QCOMPARE(negative.error().kind, ErrorKind::InvalidInput);
        const auto nowhere = client().patch(deployment("no-such", "scale"), PatchType::Merge, R"({"spec":{"replicas":1}})", m_context);
        QCOMPARE(nowhere.error().kind, ErrorKind::NotFound);
    }

    void unknownField_isAWarning()
    {
        if (!m_version.atLeast(1, 27))
            return; // older servers drop it in silence
        json object = json::parse(configMapJson("warned"));
        object["typo"] = 1;
        const auto answer = client().create(maps(), object.dump(), m_context);
        VERIFY_OK(answer);
        if (m_cluster->simulator() != nullptr && answer->warnings.empty())
            return; // the simulator knows no schema of its kinds
        QVERIFY(std::any_of(answer->warnings.begin(), answer->warnings.end(), [](const std::string& warning) { return warning.find("typo") != std::string::npos; }));
    }

    void eviction_againstABudget_isExhausted_andSentOnce()
    {
        const std::string version = m_version.atLeast(1, 22) ? "policy/v1" : "policy/v1beta1";
        VERIFY_OK(m_cluster->createDeployment("guarded", 1));
        Resource budgets = resource::kPodDisruptionBudgets;
        budgets.version = version.substr(version.find('/') + 1);
        const json budget{{"apiVersion", version}, {"kind", "PodDisruptionBudget"}, {"metadata", {{"name", "guarded"}}},
            {"spec", {{"minAvailable", 1}, {"selector", {{"matchLabels", {{"app", "guarded"}}}}}}}};
        VERIFY_OK(client().create({budgets, ns(), {}, {}}, budget.dump(), m_context));
        std::string pod;
        PageHandler handler;
        handler.onPage = [&](const JsonValue& page) -> Result<> {
            for (const JsonValue& item : page["items"].items()) {
                const Pod found = decodePod(item);
                pod = found.ready ? found.meta.name : std::string();
            }
            return {};
        };
        const ObjectPath budgetPath{budgets, ns(), "guarded", {}};
        const bool running = eventually([&] {
            (void)client().list({resource::kPods, ns(), "app=guarded", {}}, {}, handler, m_context);
            return !pod.empty();
        });
        if (!running && m_cluster->simulator() == nullptr)
            QSKIP("no node of this cluster could start the test's pod: a budget does not guard what never ran");
        QVERIFY(running);
        QVERIFY(eventually([&] { return read(budgetPath)["status"].value("currentHealthy", 0) == 1; }));
        const json eviction{{"apiVersion", version}, {"kind", "Eviction"}, {"metadata", {{"name", pod}, {"namespace", ns()}}}};
        const auto refused = client().createAt({resource::kPods, ns(), pod, "eviction"}, eviction.dump(), m_context);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::Exhausted);
        QVERIFY2(refused.error().english().find("disruption budget") != std::string::npos, refused.error().english().c_str());
        VERIFY_OK(client().remove(budgetPath, m_context));
        QVERIFY(eventually([&] { return client().createAt({resource::kPods, ns(), pod, "eviction"}, eviction.dump(), m_context).has_value(); }));
    }

    void readOnlyClient_changesNothing()
    {
        Client reader(m_cluster->access(), AccessMode::ReadOnly);
        QCOMPARE(reader.create(maps(), configMapJson("never"), m_context).error().kind, ErrorKind::Denied);
        QCOMPARE(reader.replace(map("never"), configMapJson("never"), m_context).error().kind, ErrorKind::Denied);
        VERIFY_OK(reader.reviewAccess({"create", resource::kConfigMaps, {}, ns(), {}}, m_context));
        QCOMPARE(reader.get(map("never"), m_context).error().kind, ErrorKind::NotFound);
    }
};

QTEST_APPLESS_MAIN(TstConformanceWrites)
#include "tst_conformance_writes.moc"
