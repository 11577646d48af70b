// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/client.h"
#include "tests/core/kubernetes/recordings.h"
#include "tests/support/http_server.h"

#include <QTest>
#include <atomic>
#include <nlohmann/json.hpp>
#include <thread>

using namespace qbm;
using namespace qbm::kubernetes;
using Reply = test::Answer;
using test::HttpServer;
using test::SeenRequest;

namespace {

const CollectionPath kPods{resource::kPods, "ns", {}, {}};

ClusterAccess accessTo(const HttpServer& server)
{
    ClusterAccess access;
    access.server = server.url();
    access.contextName = "test";
    access.userName = "tester";
    access.credential = makeFixedCredential({.bearerToken = Secret("right")});
    return access;
}

std::string podJson(const std::string& name, const std::string& version)
{
    return R"({"metadata":{"name":")" + name + R"(","namespace":"ns","resourceVersion":")" + version + R"("}})";
}

std::string page(const std::vector<std::string>& names, const std::string& continueToken)
{
    std::string items;
    for (const std::string& name : names)
        items += (items.empty() ? "" : ",") + podJson(name, "5");
    return R"({"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"7")"
        + (continueToken.empty() ? "" : R"(,"continue":")" + continueToken + "\"") + R"(},"items":[)" + items + "]}";
}

std::string statusJson(int code, const std::string& reason)
{
    return R"({"kind":"Status","apiVersion":"v1","status":"Failure","message":"no","reason":")" + reason + R"(","code":)" + std::to_string(code) + "}";
}

/// Lists pods and gives back their names, as a caller that forgets on a restart.
struct Listing {
    std::string names;
    int restarts = 0;
    PageHandler handler()
    {
        PageHandler handler;
        handler.onPage = [this](const JsonValue& answer) -> Result<> {
            for (const JsonValue& item : answer["items"].items())
                names += item["metadata"]["name"].string() + " ";
            return {};
        };
        handler.onRestart = [this] {
            names.clear();
            ++restarts;
        };
        return handler;
    }
};

bool asks(const SeenRequest& request, const std::string& part)
{
    return request.target.find(part) != std::string::npos;
}

} // namespace

/// The client against a scripted server that does what real ones do at their worst.
class TstClient : public QObject {
    Q_OBJECT

private slots:
    void requests_carryTokenAgentAndImpersonation()
    {
        HttpServer server([](const SeenRequest&) { return Reply{.body = podJson("p", "1")}; });
        ClusterAccess access = accessTo(server);
        access.impersonation = {"carol", "42", {"a", "b"}, {{"acme.example/reason", {"ticket 7"}}}};
        Client client(access, AccessMode::ReadWrite);
        TaskContext context;
        QVERIFY(client.get({resource::kPods, "ns", "p", {}}, context));
        const SeenRequest seen = server.seen().front();
        QCOMPARE(seen.target, std::string("/api/v1/namespaces/ns/pods/p"));
        QCOMPARE(seen.header("Authorization"), std::string("Bearer right"));
        QVERIFY(seen.header("User-Agent").starts_with("qbm-console/"));
        QCOMPARE(seen.header("Impersonate-User"), std::string("carol"));
        QCOMPARE(seen.header("Impersonate-Uid"), std::string("42"));
        QCOMPARE(seen.header("Impersonate-Extra-acme.example%2freason"), std::string("ticket 7"));
        int groups = 0;
        for (const auto& [name, value] : seen.headers)
            groups += name == "Impersonate-Group" ? 1 : 0;
        QCOMPARE(groups, 2);
    }

    void list_follows_continueToTheEnd()
    {
        HttpServer server([](const SeenRequest& request) {
            if (asks(request, "continue=t2"))
                return Reply{.body = page({"c"}, "")};
            if (asks(request, "continue=t1"))
                return Reply{.body = page({}, "t2")}; // a page may be empty and not the last
            return Reply{.body = page({"a", "b"}, "t1"), .headers = {{"Warning", "299 - \"old \\\"thing\\\"\""}}};
        });
        Client client(accessTo(server), AccessMode::ReadWrite);
        TaskContext context;
        Listing listing;
        const auto end = client.list(kPods, {.pageSize = 2}, listing.handler(), context);
        QVERIFY2(end, end ? "" : end.error().english().c_str());
        QCOMPARE(listing.names, std::string("a b c "));
        QCOMPARE(end->resourceVersion, std::string("7"));
        QCOMPARE(end->warnings, std::vector<std::string>{"old \"thing\""});
        QVERIFY(asks(server.seen().front(), "limit=2"));
    }

    void list_expiredContinue_startsOver_andAtLastWithoutPages()
    {
        HttpServer server([](const SeenRequest& request) {
            if (asks(request, "continue="))
                return Reply{.status = 410, .body = statusJson(410, "Expired")};
            if (asks(request, "limit="))
                return Reply{.body = page({"a"}, "t")};
            return Reply{.body = page({"a", "b"}, "")};
        });
        Client client(accessTo(server), AccessMode::ReadWrite);
        TaskContext context;
        Listing listing;
        const auto end = client.list(kPods, {.pageSize = 1}, listing.handler(), context);
        QVERIFY2(end, end ? "" : end.error().english().c_str());
        QCOMPARE(listing.names, std::string("a b "));
        QCOMPARE(listing.restarts, 2);
    }

    void list_inACircle_isBadData()
    {
        HttpServer server([](const SeenRequest&) { return Reply{.body = page({"a"}, "same")}; });
        Client client(accessTo(server), AccessMode::ReadWrite);
        TaskContext context;
        Listing listing;
        const auto end = client.list(kPods, {}, listing.handler(), context);
        QVERIFY(!end);
        QCOMPARE(end.error().kind, ErrorKind::BadData);
    }

    void replace_putsTheWholeText_unknownFieldsAndAll()
    {
        HttpServer server([](const SeenRequest& request) { return Reply{.body = request.method == "PUT" ? request.body : R"({"spec":{"new":{"deep":[1,null]}},"metadata":{"resourceVersion":"5"}})"}; });
        Client client(accessTo(server), AccessMode::ReadWrite);
        TaskContext context;
        const ObjectPath path{resource::kDeployments, "ns", "d", {}};
        auto object = nlohmann::json::parse(client.get(path, context)->json);
        object["spec"]["replicas"] = 3;
        const auto answer = client.replace(path, object.dump(), context, {.dryRun = true});
        QVERIFY2(answer, answer ? "" : answer.error().english().c_str());
        const SeenRequest put = server.seen().back();
        QCOMPARE(put.method, std::string("PUT"));
        QCOMPARE(put.target, std::string("/apis/apps/v1/namespaces/ns/deployments/d?fieldManager=qbm-console&dryRun=All"));
        QCOMPARE(nlohmann::json::parse(put.body).dump(), std::string(R"({"metadata":{"resourceVersion":"5"},"spec":{"new":{"deep":[1,null]},"replicas":3}})"));
    }

    void list_serverThatIgnoresTheLimit_isOnePage()
    {
        HttpServer server([](const SeenRequest&) { return Reply{.body = page({"a", "b", "c"}, "")}; }); // as from a cache, for "0"
        Client client(accessTo(server), AccessMode::ReadWrite);
        TaskContext context;
        Listing listing;
        QVERIFY(client.list(kPods, {.pageSize = 1, .resourceVersion = "0"}, listing.handler(), context));
        QCOMPARE(listing.names, std::string("a b c "));
        QVERIFY(asks(server.seen().front(), "resourceVersion=0"));
    }

    void list_metadataOnly_isAskedForSo()
    {
        HttpServer server([](const SeenRequest&) { return Reply{.body = page({"a"}, "")}; });
        Client client(accessTo(server), AccessMode::ReadWrite);
        TaskContext context;
        Listing listing;
        QVERIFY(client.list(kPods, {.representation = Representation::Metadata}, listing.handler(), context));
        QVERIFY(client.get({resource::kPods, "ns", "a", {}}, context, Representation::Metadata));
        QCOMPARE(server.seen()[0].header("Accept"), std::string("application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json"));
        QCOMPARE(server.seen()[1].header("Accept"), std::string("application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io,application/json"));
    }

    void unauthorized_asksTheCredentialSourceOnceMore()
    {
        struct Rotating : CredentialSource {
            std::atomic<int> refusals = 0;
            Result<Credential> current(TaskContext&) override
            {
                return Credential{.bearerToken = Secret(refusals == 0 ? "stale" : "right")};
            }
            void refused() override { ++refusals; }
        };
        HttpServer server([](const SeenRequest& request) {
            if (request.header("Authorization") != "Bearer right")
                return Reply{.status = 401, .body = statusJson(401, "Unauthorized")};
            return Reply{.body = podJson("p", "1")};
        });
        ClusterAccess access = accessTo(server);
        access.credential = std::make_shared<Rotating>();
        Client client(access, AccessMode::ReadWrite);
        TaskContext context;
        QVERIFY(client.get({resource::kPods, "ns", "p", {}}, context));
        QCOMPARE(server.seen().size(), std::size_t(2));

        access.credential = makeFixedCredential({.bearerToken = Secret("wrong")});
        Client hopeless(access, AccessMode::ReadWrite);
        const auto answer = hopeless.get({resource::kPods, "ns", "p", {}}, context);
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::Denied);
        QVERIFY(answer.error().english().find("wrong") == std::string::npos);
    }

    void readOnly_letsReadsAndReviewsPass_andNoWriteReachTheServer()
    {
        HttpServer server([](const SeenRequest& request) {
            if (request.method == "POST")
                return Reply{.status = 201, .body = R"({"status":{"allowed":false}})"};
            return Reply{.body = podJson("p", "1")};
        });
        Client client(accessTo(server), AccessMode::ReadOnly);
        TaskContext context;
        const ObjectPath pod{resource::kPods, "ns", "p", {}};
        const auto patched = client.patch(pod, PatchType::Merge, "{}", context);
        const auto removed = client.remove(pod, context);
        const auto created = client.create(kPods, "{}", context);
        QVERIFY(!patched && !removed && !created);
        QCOMPARE(patched.error().kind, ErrorKind::Denied);
        QVERIFY(server.seen().empty());
        QVERIFY(client.get(pod, context));
        const auto decision = client.reviewAccess({"patch", resource::kDeployments, "scale", "ns", ""}, context);
        QVERIFY2(decision, decision ? "" : decision.error().english().c_str());
        QVERIFY(!decision->allowed);
        QCOMPARE(server.seen().size(), std::size_t(2));
    }

    void writes_carryFieldManagerTypeAndDryRun()
    {
        HttpServer server([](const SeenRequest&) { return Reply{.body = podJson("p", "1")}; });
        Client client(accessTo(server), AccessMode::ReadWrite);
        TaskContext context;
        const ObjectPath scale{resource::kDeployments, "ns", "backend", "scale"};
        QVERIFY(client.patch(scale, PatchType::Merge, R"({"spec":{"replicas":5}})", context));
        QVERIFY(client.patch(scale, PatchType::Apply, "{}", context, {.dryRun = true, .force = true}));
        QVERIFY(client.remove({resource::kPods, "ns", "p", {}}, context, {.propagation = "Foreground", .uid = "u-1", .gracePeriod = std::chrono::seconds(0)}));
        const auto seen = server.seen();
        QCOMPARE(seen[0].method, std::string("PATCH"));
        QCOMPARE(seen[0].target, std::string("/apis/apps/v1/namespaces/ns/deployments/backend/scale?fieldManager=qbm-console"));
        QCOMPARE(seen[0].header("Content-Type"), std::string("application/merge-patch+json"));
        QVERIFY(asks(seen[1], "dryRun=All") && asks(seen[1], "force=true"));
        QCOMPARE(seen[1].header("Content-Type"), std::string("application/apply-patch+yaml"));
        const auto options = nlohmann::json::parse(seen[2].body);
        QCOMPARE(options["preconditions"]["uid"].get<std::string>(), std::string("u-1"));
        QCOMPARE(options["propagationPolicy"].get<std::string>(), std::string("Foreground"));
        QCOMPARE(options["gracePeriodSeconds"].get<int>(), 0);
    }

    void watch_eventsCutAnywhere_arriveWhole_andErrorEventEnds()
    {
        const std::string stream = R"({"type":"ADDED","object":)" + podJson("a", "10") + "}\n" + R"({"type":"BOOKMARK","object":{"kind":"Pod","metadata":{"resourceVersion":"12"},"spec":{"containers":null}}})" + "\n\n"
            + R"({"type":"ERROR","object":)" + statusJson(410, "Expired") + "}\n";
        for (const std::size_t pieceSize : {std::size_t(1), std::size_t(7), std::size_t(100'000)}) {
            HttpServer server([&](const SeenRequest&) {
                Reply answer;
                answer.stream = [&](const std::function<bool(std::string_view)>& write) {
                    for (std::size_t at = 0; at < stream.size(); at += pieceSize)
                        write(std::string_view(stream).substr(at, pieceSize));
                };
                return answer;
            });
            Client client(accessTo(server), AccessMode::ReadWrite);
            TaskContext context;
            std::string events;
            bool opened = false;
            const auto end = client.watch(kPods, {.resourceVersion = "9"},
                {.onOpen = [&] { opened = true; },
                    .onEvent =
                        [&](WatchEventType type, const JsonValue& object) {
                            events += std::to_string(int(type)) + object["metadata"]["resourceVersion"].string() + " ";
                            return true;
                        }},
                context);
            QVERIFY2(end, end ? "" : end.error().english().c_str());
            QVERIFY(opened && end->expired && !end->error);
            QCOMPARE(events, std::string("010 312 "));
            QVERIFY(asks(server.seen().front(), "watch=true") && asks(server.seen().front(), "resourceVersion=9")
                && asks(server.seen().front(), "allowWatchBookmarks=true"));
        }
    }

    void watch_refusedBeforeTheStream_isAnErrorNotAnEvent()
    {
        HttpServer server([](const SeenRequest&) { return Reply{.status = 403, .body = statusJson(403, "Forbidden")}; });
        Client client(accessTo(server), AccessMode::ReadWrite);
        TaskContext context;
        bool opened = false;
        const auto end = client.watch(kPods, {.resourceVersion = "9"},
            {.onOpen = [&] { opened = true; }, .onEvent = [](WatchEventType, const JsonValue&) { return true; }}, context);
        QVERIFY(end && end->error && !opened);
        QCOMPARE(end->error->kind, ErrorKind::Denied);
    }

    void stop_endsAWaitingWatch()
    {
        HttpServer server([](const SeenRequest&) {
            Reply answer;
            answer.stream = [](const std::function<bool(std::string_view)>& write) {
                while (write("\n"))
                    std::this_thread::sleep_for(std::chrono::milliseconds(20));
            };
            return answer;
        });
        Client client(accessTo(server), AccessMode::ReadWrite);
        std::stop_source stop;
        TaskContext context(stop.get_token());
        std::jthread stopper([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(300));
            stop.request_stop();
        });
        const auto started = std::chrono::steady_clock::now();
        const auto end = client.watch(kPods, {.resourceVersion = "9"}, {.onOpen = {}, .onEvent = [](auto, const auto&) { return true; }}, context);
        QVERIFY(!end);
        QCOMPARE(end.error().kind, ErrorKind::Cancelled);
        QVERIFY(std::chrono::steady_clock::now() - started < std::chrono::seconds(4));
    }

    void discovery_recorded_bothForms_findByAnyName()
    {
        QBM_NEEDS_RECORDINGS();
        const auto body = [](const char* id) {
            return test::recordNamed("discovery.ndjson", id)["response"]["body"].dump();
        };
        const std::string classicApi = body("disc-api-classic"), classicApis = body("disc-apis-classic");
        const std::string core = body("disc-api-v1"), apps = body("disc-apps-v1"), autoscaling = body("disc-autoscaling-v2");
        const std::string aggregatedApi = body("disc-api-aggregated"), aggregatedApis = body("disc-apis-aggregated");
        for (const bool aggregated : {false, true}) {
            HttpServer server([&](const SeenRequest& request) {
                if (request.target == "/api")
                    return Reply{.body = aggregated ? aggregatedApi : classicApi};
                if (request.target == "/apis")
                    return Reply{.body = aggregated ? aggregatedApis : classicApis};
                if (request.target == "/api/v1")
                    return Reply{.body = core};
                if (request.target == "/apis/apps/v1")
                    return Reply{.body = apps};
                if (request.target == "/apis/autoscaling/v2")
                    return Reply{.body = autoscaling};
                return Reply{.status = 503, .body = "service unavailable\n", .contentType = "text/plain"};
            });
            Client client(accessTo(server), AccessMode::ReadWrite);
            TaskContext context;
            for (const char* const name : {"deploy", "deployment", "Deployment", "deployments", "deployments.apps", "deployments.v1.apps"}) {
                const auto found = client.findResource(name, context);
                QVERIFY2(found, found ? "" : found.error().english().c_str());
                QCOMPARE(found->resource, resource::kDeployments);
                QVERIFY(std::find(found->subresources.begin(), found->subresources.end(), "scale") != found->subresources.end());
            }
            QCOMPARE(client.findResource("po", context)->resource, resource::kPods);
            QCOMPARE(client.findResource("no", context)->resource, resource::kNodes);
            QCOMPARE(client.findResource("hpa", context)->resource.plural, std::string("horizontalpodautoscalers"));
            if (aggregated)
                QCOMPARE(server.seen().size(), std::size_t(2)); // kept
            QCOMPARE(client.findResource("Nonsense", context).error().kind, ErrorKind::NotFound);
            if (aggregated)
                QCOMPARE(server.seen().size(), std::size_t(4)); // its definition could have come since
        }
    }

    void version_andSecretKey_areRead()
    {
        HttpServer server([](const SeenRequest& request) {
            if (request.target == "/version")
                return Reply{.body = R"({"major":"1","minor":"21+","gitVersion":"v1.21.5-eks"})"};
            return Reply{.body = R"({"data":{"password":"czNjcmV0","bad":"%"}})"};
        });
        Client client(accessTo(server), AccessMode::ReadWrite);
        TaskContext context;
        const auto version = client.fetchVersion(context);
        QVERIFY(version && version->atLeast(1, 21) && !version->atLeast(1, 22));
        QCOMPARE(client.fetchSecretKey("ns", "s", "password", context)->reveal(), std::string("s3cret"));
        QCOMPARE(client.fetchSecretKey("ns", "s", "none", context).error().kind, ErrorKind::NotFound);
        QCOMPARE(client.fetchSecretKey("ns", "s", "bad", context).error().kind, ErrorKind::BadData);
    }

    void notAnApiServer_isSaid()
    {
        HttpServer server([](const SeenRequest&) { return Reply{.body = "<html>hello</html>", .contentType = "text/html"}; });
        Client client(accessTo(server), AccessMode::ReadWrite);
        TaskContext context;
        Listing listing;
        QCOMPARE(client.fetchVersion(context).error().kind, ErrorKind::BadData);
        QCOMPARE(client.list(kPods, {}, listing.handler(), context).error().kind, ErrorKind::BadData);
    }
};

QTEST_APPLESS_MAIN(TstClient)
#include "tst_client.moc"
