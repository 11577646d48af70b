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

constexpr int kChanges = 10'000;
constexpr int kLeastCuts = 100;

std::shared_ptr<Client> clientOf(const UnrulyApi& api)
{
    ClusterAccess access;
    access.server = api.url();
    access.credential = makeFixedCredential({});
    return std::make_shared<Client>(access, AccessMode::ReadOnly);
}

std::map<std::string, std::string> contentsOf(const Live<Pod>& live)
{
    std::map<std::string, std::string> out;
    const auto snapshot = live.snapshot();
    for (const auto& pod : snapshot->rows)
        out[pod->meta.name] = pod->meta.resourceVersion;
    return out;
}

/// What the server has by a listing of its own, from a client that has seen no trouble.
std::map<std::string, std::string> freshList(const UnrulyApi& api)
{
    std::map<std::string, std::string> out;
    PageHandler handler;
    handler.onPage = [&](const JsonValue& page) -> Result<> {
        for (const JsonValue& item : page["items"].items())
            out[item["metadata"]["name"].string()] = item["metadata"]["resourceVersion"].string();
        return {};
    };
    TaskContext context;
    (void)clientOf(api)->list({resource::kPods, "ns", {}, {}}, {}, handler, context);
    return out;
}

bool eventually(const std::function<bool()>& condition, milliseconds limit = std::chrono::seconds(20))
{
    const auto until = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > until)
            return false;
        std::this_thread::sleep_for(milliseconds(1));
    }
    return true;
}

/// Cuts the watches and answers 429 until the client has come back some times.
void rage(UnrulyApi& api)
{
    const int before = api.refusals();
    api.storm(true);
    api.cutWatches();
    (void)eventually([&] { return api.refusals() >= before + 3; });
    api.storm(false);
}

} // namespace

/// A store over a server that cuts watches in the middle of lines, forgets its history and refuses in storms ends equal
/// to a fresh list, every time. Each run is seeded.
class TstFaultRun : public QObject {
    Q_OBJECT

private slots:
    void store_afterAllTrouble_equalsAFreshList_data()
    {
        QTest::addColumn<int>("seed");
        QTest::addColumn<bool>("streamed");
        for (int seed = 1; seed <= QBM_FAULT_RUNS; ++seed) {
            QTest::newRow(("paged, seed " + std::to_string(seed)).c_str()) << seed << false;
            QTest::newRow(("streamed, seed " + std::to_string(seed)).c_str()) << seed << true;
        }
    }

    void store_afterAllTrouble_equalsAFreshList()
    {
        QFETCH(int, seed);
        QFETCH(bool, streamed);
        UnrulyApi api(static_cast<unsigned>(seed));
        api.setStreamedLists(streamed ? UnrulyApi::StreamedLists::Offered : UnrulyApi::StreamedLists::Unknown);
        const ListWatchTuning tuning{.firstPause = milliseconds(2),
            .longestPause = milliseconds(8),
            .pageSize = 50,
            .watchTimeout = std::chrono::seconds(30),
            .seed = static_cast<std::uint32_t>(seed)};
        StoreHub hub(clientOf(api), tuning);
        const auto pods = hub.pods("ns");
        std::atomic<int> told = 0;
        const auto subscription = pods->subscribe([&] { ++told; });
        std::mt19937 random(static_cast<unsigned>(seed));
        for (int i = 0; i < kChanges; ++i) {
            api.change();
            if (i % 95 == 0) {
                (void)eventually([&] { return api.openWatches() > 0; }, milliseconds(200));
                api.cutWatches();
            }
            if (random() % 1'000 == 0)
                api.compact();
            if (i % 2'500 == 150)
                rage(api);
            if (random() % 20 == 0)
                std::this_thread::sleep_for(milliseconds(random() % 4));
            if (random() % 10 == 0)
                (void)pods->snapshot();
        }
        api.behave();
        const bool equal = eventually([&] { return contentsOf(*pods) == api.contents(); });
        QVERIFY2(equal, (std::to_string(contentsOf(*pods).size()) + " rows, " + std::to_string(api.contents().size()) + " pods").c_str());
        QVERIFY(eventually([&] { return pods->snapshot()->state == LiveState::Live; }));
        QCOMPARE(contentsOf(*pods), freshList(api));
        QVERIFY(!pods->snapshot()->error);
        QVERIFY(told > 0);
        QVERIFY2(api.cuts() >= kLeastCuts, std::to_string(api.cuts()).c_str());
        QVERIFY2(api.expirations() >= 3, std::to_string(api.expirations()).c_str());
        QVERIFY2(api.refusals() >= 12, std::to_string(api.refusals()).c_str());
        QVERIFY(streamed ? api.streamedLists() >= 1 : api.lists() >= 1);
        qInfo("%d cuts, %d expirations, %d refusals, %d other troubles", api.cuts(), api.expirations(), api.refusals(), api.troubles());
    }
};

QTEST_APPLESS_MAIN(TstFaultRun)
#include "tst_fault_run.moc"
