// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/store.h"
#include "tests/core/kubernetes/unruly_api.h"

#include <QTest>
#include <atomic>
#include <random>
#include <thread>

using namespace qbm;
using namespace qbm::kubernetes;
using test::UnrulyApi;
using std::chrono::milliseconds;

namespace {

std::shared_ptr<Client> clientOf(const UnrulyApi& api)
{
    ClusterAccess access;
    access.server = api.url();
    access.credential = makeFixedCredential({});
    return std::make_shared<Client>(access, AccessMode::ReadOnly);
}

ListWatchTuning quick(int pageSize = 50)
{
    return {.firstPause = milliseconds(2), .longestPause = milliseconds(20), .pageSize = pageSize, .watchTimeout = std::chrono::seconds(30), .seed = 7};
}

std::map<std::string, std::string> contentsOf(const Live<Pod>& live)
{
    std::map<std::string, std::string> out;
    const auto snapshot = live.snapshot(); // held: a range-for over the temporary's rows would outlive it
    for (const auto& pod : snapshot->rows)
        out[pod->meta.name] = pod->meta.resourceVersion;
    return out;
}

bool eventually(const std::function<bool()>& condition, milliseconds limit = milliseconds(10'000))
{
    const auto until = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > until)
            return false;
        std::this_thread::sleep_for(milliseconds(5));
    }
    return true;
}

} // namespace

/// Live stores over a server that cuts, expires and refuses: in the end they equal a fresh list, every time.
class TstStore : public QObject {
    Q_OBJECT

private slots:
    void store_afterAnyTrouble_equalsAFreshList_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 4; ++seed)
            QTest::newRow(std::to_string(seed).c_str()) << seed;
    }

    void store_afterAnyTrouble_equalsAFreshList()
    {
        QFETCH(int, seed);
        UnrulyApi api(static_cast<unsigned>(seed));
        StoreHub hub(clientOf(api), quick());
        const auto pods = hub.pods("ns");
        std::atomic<int> told = 0;
        const auto subscription = pods->subscribe([&] { ++told; });
        std::mt19937 random(static_cast<unsigned>(seed));
        for (int i = 0; i < 10'000 || api.troubles() < 100; ++i) {
            api.change();
            if (random() % 1'000 == 0)
                api.compact();
            if (random() % 20 == 0)
                std::this_thread::sleep_for(milliseconds(random() % 4));
            if (random() % 10 == 0)
                (void)pods->snapshot();
        }
        api.behave();
        QVERIFY2(eventually([&] { return contentsOf(*pods) == api.contents(); }),
            ("seed " + std::to_string(seed) + ": " + std::to_string(contentsOf(*pods).size()) + " rows, " + std::to_string(api.contents().size()) + " pods").c_str());
        QVERIFY(eventually([&] { return pods->snapshot()->state == LiveState::Live; }));
        QVERIFY(!pods->snapshot()->error);
        QVERIFY2(api.troubles() >= 100, std::to_string(api.troubles()).c_str());
        QVERIFY(told > 0);
    }

    void views_shareOneWatch_onlyWhileSomebodyLooks()
    {
        UnrulyApi api(1);
        api.behave();
        for (int i = 0; i < 10; ++i)
            api.change();
        StoreHub hub(clientOf(api), quick());
        const auto first = hub.pods("ns");
        QVERIFY(first == hub.pods("ns"));
        QVERIFY(first != hub.pods("other"));
        QCOMPARE(api.lists() + api.watches(), 0); // nobody looks yet
        QCOMPARE(first->snapshot()->state, LiveState::Idle);

        auto one = first->subscribe([] {});
        auto two = hub.pods("ns")->subscribe([] {});
        QVERIFY(eventually([&] { return first->snapshot()->state == LiveState::Live; }));
        QCOMPARE(api.openWatches(), 1);
        one.reset();
        api.change();
        QVERIFY(eventually([&] { return contentsOf(*first) == api.contents(); }));
        QCOMPARE(api.openWatches(), 1);
        two.reset();
        QVERIFY(eventually([&] { return api.openWatches() == 0; }));
        QVERIFY(eventually([&] { return first->snapshot()->state == LiveState::Idle; }));

        // Whoever looks again goes on from the last version instead of listing anew.
        const int lists = api.lists();
        api.change();
        auto three = first->subscribe([] {});
        QVERIFY(eventually([&] { return contentsOf(*first) == api.contents(); }));
        QCOMPARE(api.lists(), lists);
    }

    void firstPage_isShown_whileTheRestLoads()
    {
        UnrulyApi api(1);
        api.behave();
        for (int i = 0; i < 200; ++i)
            api.change();
        api.holdLaterPages(true);
        StoreHub hub(clientOf(api), quick(10));
        const auto pods = hub.pods("ns");
        const auto subscription = pods->subscribe([] {});
        QVERIFY(eventually([&] { return pods->snapshot()->rows.size() == 10; }));
        QCOMPARE(pods->snapshot()->state, LiveState::Loading);
        api.holdLaterPages(false);
        QVERIFY(eventually([&] { return pods->snapshot()->state == LiveState::Live; }));
        QCOMPARE(contentsOf(*pods), api.contents());
    }

    void denied_isShownWithItsError_andMendsItself()
    {
        UnrulyApi api(1);
        api.behave();
        api.change();
        api.deny(true);
        StoreHub hub(clientOf(api), quick());
        const auto pods = hub.pods("ns");
        const auto subscription = pods->subscribe([] {});
        QVERIFY(eventually([&] { return pods->snapshot()->state == LiveState::Interrupted; }));
        QCOMPARE(pods->snapshot()->error->kind, ErrorKind::Denied);
        api.deny(false);
        QVERIFY(eventually([&] { return pods->snapshot()->state == LiveState::Live; }));
        QCOMPARE(contentsOf(*pods), api.contents());
    }

    void bursts_areToldOnce_untilSomebodyLooks()
    {
        UnrulyApi api(1);
        api.behave();
        api.change();
        StoreHub hub(clientOf(api), quick());
        const auto pods = hub.pods("ns");
        std::atomic<int> told = 0;
        const auto subscription = pods->subscribe([&] { ++told; });
        QVERIFY(eventually([&] { return pods->snapshot()->state == LiveState::Live; }));
        std::this_thread::sleep_for(milliseconds(50));
        (void)pods->snapshot();
        const int before = told;
        for (int i = 0; i < 500; ++i)
            api.change();
        QVERIFY(eventually([&] { return told > before; }));
        std::this_thread::sleep_for(milliseconds(200));
        QCOMPARE(told.load(), before + 1);
        QVERIFY(eventually([&] { return contentsOf(*pods) == api.contents(); }));
    }

    void snapshot_onceTaken_neverChanges()
    {
        UnrulyApi api(1);
        api.behave();
        for (int i = 0; i < 50; ++i)
            api.change();
        StoreHub hub(clientOf(api), quick());
        const auto pods = hub.pods("ns");
        const auto subscription = pods->subscribe([] {});
        QVERIFY(eventually([&] { return pods->snapshot()->state == LiveState::Live; }));
        const auto taken = pods->snapshot();
        std::vector<std::string> names;
        for (const auto& pod : taken->rows)
            names.push_back(pod->meta.name);
        QVERIFY(std::is_sorted(names.begin(), names.end()));
        for (int i = 0; i < 300; ++i)
            api.change();
        QVERIFY(eventually([&] { return contentsOf(*pods) == api.contents(); }));
        QCOMPARE(taken->rows.size(), names.size());
        for (std::size_t i = 0; i < names.size(); ++i)
            QCOMPARE(taken->rows[i]->meta.name, names[i]);
        QVERIFY(pods->snapshot()->version != taken->version);
    }

    void autoscalers_ofAnOldServer_areFollowedInItsVersion()
    {
        test::HttpServer server([](const test::SeenRequest& request) {
            test::Answer answer;
            if (request.target.find("/v2/") != std::string::npos)
                return test::Answer{.status = 404, .body = "404 page not found\n", .contentType = "text/plain"};
            if (request.target.find("watch=true") != std::string::npos) {
                answer.stream = [](const std::function<bool(std::string_view)>& write) {
                    for (int i = 0; i < 200 && write("\n"); ++i)
                        std::this_thread::sleep_for(milliseconds(20));
                };
                return answer;
            }
            answer.body = R"({"metadata":{"resourceVersion":"3"},"items":[{"metadata":{"name":"h","namespace":"ns"},"spec":{"maxReplicas":4}}]})";
            return answer;
        });
        ClusterAccess access;
        access.server = server.url();
        access.credential = makeFixedCredential({});
        StoreHub hub(std::make_shared<Client>(access, AccessMode::ReadOnly), quick());
        const auto autoscalers = hub.horizontalPodAutoscalers("ns");
        const auto subscription = autoscalers->subscribe([] {});
        QVERIFY(eventually([&] { return autoscalers->snapshot()->state == LiveState::Live; }));
        QCOMPARE(autoscalers->snapshot()->rows.at(0)->maximum, 4);
    }

    void subscription_andStore_mayGoInAnyOrder()
    {
        UnrulyApi api(1);
        api.behave();
        Subscription left;
        {
            StoreHub hub(clientOf(api), quick());
            left = hub.pods("ns")->subscribe([] {});
            QVERIFY(eventually([&] { return api.openWatches() == 1; }));
        }
        const auto started = std::chrono::steady_clock::now();
        left.reset(); // the last hold on store and client
        QVERIFY(std::chrono::steady_clock::now() - started < milliseconds(1'000));
        QVERIFY(eventually([&] { return api.openWatches() == 0; }));
    }
};

QTEST_APPLESS_MAIN(TstStore)
#include "tst_store.moc"
