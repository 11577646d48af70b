// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/store.h"
#include "tests/core/kubernetes/unruly_api.h"

#include <QTest>
#include <atomic>
#include <mutex>
#include <thread>

using namespace qbm;
using namespace qbm::kubernetes;
using test::UnrulyApi;
using std::chrono::milliseconds;

namespace {

std::shared_ptr<Client> clientOf(const std::string& url)
{
    ClusterAccess access;
    access.server = url;
    access.credential = makeFixedCredential({});
    return std::make_shared<Client>(access, AccessMode::ReadOnly);
}

std::shared_ptr<Client> clientOf(const UnrulyApi& api)
{
    return clientOf(api.url());
}

/// An API server that is down for a while. Started anew it has other pods, and knows the versions from before no more: it
/// opens their watches, and then says so or never says anything.
class RestartedApi {
public:
    explicit RestartedApi(bool expires)
        : m_expires(expires)
    {
    }
    ~RestartedApi() { m_closing = true; }

    std::string url() const { return m_server.url(); }
    void setDown(bool down)
    {
        m_restarted = true;
        m_down = down;
    }
    int refusals() const { return m_refusals; }
    int openWatches() const { return m_openWatches; }
    /// Between the old watch being opened anew and the listing that follows.
    milliseconds fromWatchToList() const
    {
        const std::lock_guard lock(m_mutex);
        return std::chrono::duration_cast<milliseconds>(m_listedAt - m_watchedAt);
    }

private:
    using Write = std::function<bool(std::string_view)>;

    test::Answer answer(const test::SeenRequest& request)
    {
        if (m_down) {
            ++m_refusals;
            return {.status = 503, .body = "starting\n", .contentType = "text/plain"};
        }
        if (request.target == "/version")
            return {.body = R"({"major":"1","minor":"20","gitVersion":"v1.20.2"})"};
        const bool old = request.target.find("resourceVersion=5") != std::string::npos;
        const std::lock_guard lock(m_mutex);
        if (request.target.find("watch=true") != std::string::npos) {
            m_watchedAt = std::chrono::steady_clock::now();
            return {.stream = [this, old](const Write& write) { stream(old, write); }};
        }
        m_listedAt = std::chrono::steady_clock::now();
        const std::string name = m_restarted ? "after" : "before", version = m_restarted ? "9" : "5";
        return {.body = R"({"kind":"PodList","metadata":{"resourceVersion":")" + version + R"("},"items":[{"metadata":{"name":")" + name
                + R"(","namespace":"ns","resourceVersion":")" + version + R"("}}]})"};
    }

    void stream(bool old, const Write& write)
    {
        ++m_openWatches;
        const auto opened = std::chrono::steady_clock::now();
        const bool gone = old && m_restarted && m_expires;
        while (!m_closing && !m_down && write("")) {
            std::this_thread::sleep_for(milliseconds(10));
            if (gone && std::chrono::steady_clock::now() - opened > milliseconds(150)) {
                write(R"({"type":"ERROR","object":{"kind":"Status","status":"Failure","message":"too old","reason":"Expired","code":410}})"
                      "\n");
                break;
            }
        }
        --m_openWatches;
    }

    const bool m_expires;
    std::atomic<bool> m_down = false, m_restarted = false, m_closing = false;
    std::atomic<int> m_refusals = 0, m_openWatches = 0;
    mutable std::mutex m_mutex;
    std::chrono::steady_clock::time_point m_watchedAt, m_listedAt;
    test::HttpServer m_server{[this](const test::SeenRequest& request) { return answer(request); }}; // last: it uses the rest
};

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

/// What views of a live store may count on.
class TstStore : public QObject {
    Q_OBJECT

private slots:
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
        QVERIFY(eventually([&] { return api.openWatches() == 1; }));
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

    void deadWatch_isNoticed_andResumed()
    {
        UnrulyApi api(1);
        api.behave();
        api.change();
        ListWatchTuning tuning = quick();
        tuning.silence = milliseconds(300);
        StoreHub hub(clientOf(api), tuning);
        const auto pods = hub.pods("ns");
        const auto subscription = pods->subscribe([] {});
        QVERIFY(eventually([&] { return pods->snapshot()->state == LiveState::Live; }));
        const int watches = api.watches();
        api.freeze(true);
        api.change();
        QVERIFY(eventually([&] { return api.watches() > watches; }));
        QCOMPARE(pods->snapshot()->state, LiveState::Live); // an accepted watch that broke is no alarm
        api.freeze(false);
        QVERIFY(eventually([&] { return contentsOf(*pods) == api.contents(); }));
        QCOMPARE(api.lists(), 1);
    }

    void streamedListing_isOneRequest_whereOffered_elsePages_data()
    {
        QTest::addColumn<int>("how");
        QTest::addColumn<int>("lists");
        QTest::addColumn<int>("watches");
        using How = UnrulyApi::StreamedLists;
        QTest::newRow("1.32") << int(How::Offered) << 0 << 1;
        QTest::newRow("switched off") << int(How::Refused) << 6 << 2;
        QTest::newRow("looks new, ignores it") << int(How::Ignored) << 6 << 3; // a second try tells it from a lagging cache
        QTest::newRow("1.20") << int(How::Unknown) << 6 << 1;
    }

    void streamedListing_isOneRequest_whereOffered_elsePages()
    {
        QFETCH(int, how);
        QFETCH(int, lists);
        QFETCH(int, watches);
        UnrulyApi api(1);
        api.behave();
        api.setStreamedLists(static_cast<UnrulyApi::StreamedLists>(how));
        while (api.contents().size() < 55)
            api.change();
        const auto client = clientOf(api);
        StoreHub hub(client, quick(10));
        const auto pods = hub.pods("ns");
        std::atomic<bool> alarmed = false;
        const auto subscription = pods->subscribe([&] { alarmed = alarmed || pods->snapshot()->error; });
        QVERIFY(eventually([&] { return pods->snapshot()->state == LiveState::Live && api.openWatches() == 1; }));
        QCOMPARE(contentsOf(*pods), api.contents());
        QCOMPARE(api.lists(), lists);
        QCOMPARE(api.watches(), watches);
        for (int i = 0; i < 50; ++i)
            api.change();
        QVERIFY(eventually([&] { return contentsOf(*pods) == api.contents(); }));
        api.compact(); // the next listing: nothing is tried that was refused before
        api.cutWatches();
        for (int i = 0; i < 50; ++i)
            api.change();
        QVERIFY(eventually([&] { return contentsOf(*pods) == api.contents(); }));
        QVERIFY(how == int(UnrulyApi::StreamedLists::Offered) ? api.lists() == 0 : api.streamedLists() == 0);
        QVERIFY(!alarmed);
    }

    void streamedListing_showsItsFirstRows_whileTheRestComes()
    {
        UnrulyApi api(1);
        api.behave();
        api.setStreamedLists(UnrulyApi::StreamedLists::Offered);
        while (api.contents().size() < 200)
            api.change();
        api.holdLaterPages(true);
        StoreHub hub(clientOf(api), quick(500));
        const auto pods = hub.pods("ns");
        const auto subscription = pods->subscribe([] {});
        QVERIFY(eventually([&] { return pods->snapshot()->rows.size() == 50; }));
        QCOMPARE(pods->snapshot()->state, LiveState::Loading);
        api.holdLaterPages(false);
        QVERIFY(eventually([&] { return pods->snapshot()->state == LiveState::Live; }));
        QCOMPARE(contentsOf(*pods), api.contents());
    }

    void streamedListing_thatNeverEnds_isReadInPages()
    {
        UnrulyApi api(1);
        api.behave();
        api.setStreamedLists(UnrulyApi::StreamedLists::Offered);
        while (api.contents().size() < 200)
            api.change();
        api.holdLaterPages(true);
        ListWatchTuning tuning = quick(500);
        tuning.silence = milliseconds(300);
        StoreHub hub(clientOf(api), tuning);
        const auto pods = hub.pods("ns");
        const auto subscription = pods->subscribe([] {});
        QVERIFY(eventually([&] { return pods->snapshot()->state == LiveState::Live; }));
        QCOMPARE(contentsOf(*pods), api.contents());
        QCOMPARE(api.streamedLists(), 1);
        QCOMPARE(api.lists(), 1);
    }

    void watchedVersion_theServerHasNotReached_isListedAnew()
    {
        std::atomic<int> lists = 0;
        test::HttpServer server([&](const test::SeenRequest& request) {
            if (request.target.find("watch=true") == std::string::npos) {
                ++lists;
                return test::Answer{.body = R"({"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":")" + std::string(lists == 1 ? "900" : "7") + R"("},"items":[]})"};
            }
            if (request.target.find("resourceVersion=900") != std::string::npos)
                return test::Answer{.status = 504,
                    .body = R"({"kind":"Status","status":"Failure","message":"Timeout: Too large resource version: 900, current: 7","reason":"Timeout",)"
                            R"("details":{"causes":[{"reason":"ResourceVersionTooLarge","message":"Too large resource version"}]},"code":504})"};
            test::Answer answer;
            answer.stream = [](const std::function<bool(std::string_view)>& write) {
                while (write("\n"))
                    std::this_thread::sleep_for(milliseconds(10));
            };
            return answer;
        });
        ClusterAccess access;
        access.server = server.url();
        access.credential = makeFixedCredential({});
        StoreHub hub(std::make_shared<Client>(access, AccessMode::ReadOnly), quick());
        const auto pods = hub.pods("ns");
        const auto subscription = pods->subscribe([] {});
        QVERIFY(eventually([&] { return lists == 2 && pods->snapshot()->state == LiveState::Live; }));
    }

    void serverStartedAnew_rowsAreLiveOnlyAfterItsWord_data()
    {
        QTest::addColumn<bool>("expires");
        QTest::newRow("the watch opens, and then says that the version is gone") << true;
        QTest::newRow("the watch opens and stays silent") << false;
    }

    void serverStartedAnew_rowsAreLiveOnlyAfterItsWord()
    {
        QFETCH(bool, expires);
        RestartedApi api(expires);
        ListWatchTuning tuning = quick();
        tuning.firstPause = milliseconds(20);
        tuning.longestPause = std::chrono::seconds(60); // a back-off that has grown must not outlive the outage
        StoreHub hub(clientOf(api.url()), tuning);
        const auto pods = hub.pods("ns");
        const auto subscription = pods->subscribe([] {});
        QVERIFY(eventually([&] { return pods->snapshot()->state == LiveState::Live && api.openWatches() == 1; }));
        QVERIFY(contentsOf(*pods).contains("before"));

        api.setDown(true);
        QVERIFY(eventually([&] { return api.refusals() >= 7; }));
        QCOMPARE(pods->snapshot()->state, LiveState::Interrupted);
        api.setDown(false);
        bool staleWasLive = false;
        QVERIFY(eventually([&] {
            const auto seen = pods->snapshot();
            staleWasLive = staleWasLive || (seen->state == LiveState::Live && seen->rows.front()->meta.name == "before");
            return seen->state == LiveState::Live;
        }));
        QVERIFY(!staleWasLive);
        QVERIFY(contentsOf(*pods).contains("after"));
        const milliseconds waited = api.fromWatchToList();
        QVERIFY2(waited < (expires ? milliseconds(400) : milliseconds(2'000)), std::to_string(waited.count()).c_str());
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
        QVERIFY(std::chrono::steady_clock::now() - started < milliseconds(5'000));
        QVERIFY(eventually([&] { return api.openWatches() == 0; }));
    }
};

QTEST_APPLESS_MAIN(TstStore)
#include "tst_store.moc"
