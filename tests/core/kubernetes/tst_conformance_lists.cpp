// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/list_item.h"
#include "core/kubernetes/store.h"
#include "tests/core/kubernetes/conformance.h"

#include <algorithm>
#include <set>

using namespace qbm;
using namespace qbm::kubernetes;
using nlohmann::json;
using test::configMapJson;
using test::eventually;

/// Listings in every form a server gives them, and stores that follow them: on the simulator and on real servers alike.
class TstConformanceLists : public QObject {
    Q_OBJECT

    std::unique_ptr<test::ClusterUnderTest> m_cluster;
    ServerVersion m_version;
    TaskContext m_context;

    Client& client() const { return *m_cluster->client(); }
    const std::string& ns() const { return m_cluster->nameSpace(); }
    CollectionPath maps(const std::string& selector) const { return {resource::kConfigMaps, ns(), selector, {}}; }
    ObjectPath map(const std::string& name) const { return {resource::kConfigMaps, ns(), name, {}}; }
    void createMaps(const std::string& set, int count)
    {
        for (int i = 0; i < count; ++i)
            VERIFY_OK(client().create(maps({}), configMapJson(set + "-" + std::to_string(i), {{"key", "value"}}, {{"set", set}}), m_context));
    }
    template <class Row> static std::set<std::string> namesOf(const Live<Row>& live)
    {
        std::set<std::string> names;
        const auto snapshot = live.snapshot();
        for (const auto& row : snapshot->rows)
            names.insert(row->meta.name);
        return names;
    }
    template <class Row> static bool becomes(const Live<Row>& live, const std::set<std::string>& names)
    {
        return eventually([&] { return live.snapshot()->state == LiveState::Live && namesOf(live) == names; });
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

    void pages_ofOneListing_areOfOneVersion_evenWhileThingsChange()
    {
        createMaps("paged", 7);
        std::set<std::string> names, versions;
        int pages = 0;
        PageHandler handler;
        handler.onPage = [&](const JsonValue& page) -> Result<> {
            if (++pages == 1) // seen by no later page of this listing
                QBM_CHECK(client().create(maps({}), configMapJson("paged-late", json::object(), {{"set", "paged"}}), m_context));
            versions.insert(page["metadata"]["resourceVersion"].string());
            for (const ListItem& item : itemsOf(page))
                names.insert(item.object["metadata"]["name"].string());
            return {};
        };
        handler.onRestart = [&] {
            names.clear();
            versions.clear();
        };
        const auto end = client().list(maps("set=paged"), {.pageSize = 2}, handler, m_context);
        VERIFY_OK(end);
        QCOMPARE(versions, std::set<std::string>{end->resourceVersion});
        QVERIFY(names.size() == 7 || names.contains("paged-late")); // the latter only where the listing had to begin anew
        QVERIFY(pages >= 4);
    }

    void continueToken_thatIsNone_isRefused()
    {
        const auto answer = client().getPath("/api/v1/namespaces/" + ns() + "/configmaps?limit=1&continue=nonsense", m_context);
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::InvalidInput);
    }

    void metadataOnly_leavesTheRestAtTheServer()
    {
        createMaps("meta", 2);
        std::set<std::string> names;
        bool anyData = false;
        PageHandler handler;
        handler.onPage = [&](const JsonValue& page) -> Result<> {
            for (const ListItem& item : itemsOf(page)) {
                names.insert(item.object["metadata"]["name"].string());
                anyData = anyData || item.object["data"].exists();
            }
            return {};
        };
        VERIFY_OK(client().list(maps("set=meta"), {.representation = Representation::Metadata}, handler, m_context));
        QCOMPARE(names, (std::set<std::string>{"meta-0", "meta-1"}));
        QVERIFY(!anyData);
        StoreHub hub(m_cluster->client());
        const auto live = hub.metadata(resource::kConfigMaps, ns(), "set=meta");
        const auto subscription = live->subscribe([] {});
        QVERIFY(becomes(*live, names));
        VERIFY_OK(client().remove(map("meta-1"), m_context));
        QVERIFY(becomes(*live, {"meta-0"}));
    }

    void table_ofAnyKind_isLive()
    {
        createMaps("tabled", 2);
        StoreHub hub(m_cluster->client());
        const auto live = hub.table(resource::kConfigMaps, ns(), "set=tabled");
        const auto subscription = live->subscribe([] {});
        QVERIFY(becomes(*live, {"tabled-0", "tabled-1"}));
        const auto columns = live->columns();
        QVERIFY(columns->size() >= 3);
        QCOMPARE(columns->at(0).name, std::string("Name"));
        QVERIFY(columns->at(2).showsAge());
        QCOMPARE(live->snapshot()->rows[0]->cells.at(1), std::string("1"));
        VERIFY_OK(client().patch(map("tabled-0"), PatchType::Merge, R"({"data":{"other":"x"}})", m_context));
        QVERIFY(eventually([&] { return live->snapshot()->rows[0]->cells.at(1) == "2"; }));
        VERIFY_OK(client().patch(map("tabled-1"), PatchType::Merge, R"({"metadata":{"labels":{"set":"left"}}})", m_context));
        QVERIFY(becomes(*live, {"tabled-0"}));
        const auto snapshot = live->snapshot();
        QVERIFY(snapshot->rows[0]->meta.created > TimePoint{});
        QCOMPARE(snapshot->rows[0]->cells.size(), columns->size());
    }

    void table_ofSecrets_holdsNoValue()
    {
        const json secret{{"apiVersion", "v1"}, {"kind", "Secret"}, {"metadata", {{"name", "hidden"}, {"labels", {{"set", "hidden"}}}}}, {"stringData", {{"password", "hunter2"}}}};
        VERIFY_OK(client().create({resource::kSecrets, ns(), {}, {}}, secret.dump(), m_context));
        std::string page;
        PageHandler handler;
        handler.onPage = [&](const JsonValue& answer) -> Result<> {
            page += answer.text();
            return {};
        };
        VERIFY_OK(client().list({resource::kSecrets, ns(), "set=hidden", {}}, {.representation = Representation::Table}, handler, m_context));
        QVERIFY(page.find("hidden") != std::string::npos);
        QVERIFY(page.find("aHVudGVyMg") == std::string::npos); // in base64
    }

    void table_ofEveryKindTheConsoleShows_isListed_alsoInOlderVersions_data()
    {
        QTest::addColumn<int>("kind");
        for (int i = 0; i < 10; ++i)
            QTest::newRow(kinds()[static_cast<std::size_t>(i)].plural.c_str()) << i;
    }

    void table_ofEveryKindTheConsoleShows_isListed_alsoInOlderVersions()
    {
        QFETCH(int, kind);
        const Resource wanted = kinds()[static_cast<std::size_t>(kind)];
        StoreHub hub(m_cluster->client());
        const auto live = hub.table(wanted, ns());
        const auto subscription = live->subscribe([] {});
        QVERIFY2(eventually([&] { return live->snapshot()->state == LiveState::Live; }), live->snapshot()->error ? live->snapshot()->error->english().c_str() : "");
        const auto columns = live->columns();
        QVERIFY(!columns->empty());
        QCOMPARE(columns->at(0).name, std::string("Name"));
    }

    void store_listedInPagesOrStreamed_holdsTheSame_data()
    {
        QTest::addColumn<bool>("streamed");
        QTest::newRow("in pages") << false;
        QTest::newRow("streamed where offered") << true;
    }

    void store_listedInPagesOrStreamed_holdsTheSame()
    {
        QFETCH(bool, streamed);
        const std::string set = streamed ? "streamed" : "inpages";
        createMaps(set, 5);
        StoreHub hub(m_cluster->client(), {.pageSize = 2, .streamedLists = streamed});
        const auto live = hub.metadata(resource::kConfigMaps, ns(), "set=" + set);
        const auto subscription = live->subscribe([] {});
        std::set<std::string> names;
        for (int i = 0; i < 5; ++i)
            names.insert(set + "-" + std::to_string(i));
        QVERIFY(becomes(*live, names));
        VERIFY_OK(client().create(maps({}), configMapJson(set + "-new", json::object(), {{"set", set}}), m_context));
        VERIFY_OK(client().remove(map(set + "-0"), m_context));
        names.insert(set + "-new");
        names.erase(set + "-0");
        QVERIFY(becomes(*live, names));
    }

    void streamedListing_whereOffered_endsWithItsBookmark()
    {
        createMaps("initial", 3);
        if (!client().offersStreamedLists(resource::kConfigMaps, m_context)) {
            QVERIFY2(!m_version.atLeast(1, 27), m_version.gitVersion.c_str());
            return;
        }
        int added = 0;
        std::string version;
        const auto end = client().watch(maps("set=initial"), {.timeout = std::chrono::seconds(20), .sendInitialEvents = true},
            {.onOpen = {},
                .onEvent =
                    [&](WatchEventType type, const JsonValue& object) {
                        added += type == WatchEventType::Added ? 1 : 0;
                        if (type == WatchEventType::Bookmark && endsInitialEvents(object))
                            version = resourceVersionOf(object);
                        return version.empty();
                    }},
            m_context);
        VERIFY_OK(end);
        if (end->refused) // the server knows it and has it switched off: that it says so is what we count on
            QCOMPARE(end->error->kind, ErrorKind::InvalidInput);
        else
            QVERIFY(added == 3 && !version.empty());
    }

    void watch_ofAnAncientVersion_isExpired_orServed()
    {
        const auto end = client().watch(maps("set=none"), {.resourceVersion = "1", .timeout = std::chrono::seconds(2)},
            {.onOpen = {}, .onEvent = [](auto, const auto&) { return true; }}, m_context);
        VERIFY_OK(end);
        QVERIFY(end->expired || !end->error);
    }

    void namespaceThatIsNotThere_listsAsEmpty()
    {
        StoreHub hub(m_cluster->client());
        const auto live = hub.pods("qbm-no-such-namespace");
        const auto subscription = live->subscribe([] {});
        QVERIFY(becomes(*live, {}));
    }

private:
    static std::vector<Resource> kinds()
    {
        return {resource::kServices, resource::kIngresses, resource::kConfigMaps, resource::kSecrets, resource::kJobs, resource::kCronJobs, resource::kStatefulSets,
            resource::kDaemonSets, resource::kPodDisruptionBudgets, resource::kHorizontalPodAutoscalers};
    }
};

QTEST_APPLESS_MAIN(TstConformanceLists)
#include "tst_conformance_lists.moc"
