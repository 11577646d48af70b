// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/list_item.h"
#include "core/kubernetes/store.h"
#include "tests/core/kubernetes/recordings.h"
#include "tests/support/http_server.h"

#include <QTest>
#include <atomic>
#include <nlohmann/json.hpp>
#include <thread>

using namespace qbm;
using namespace qbm::kubernetes;
using nlohmann::json;
using std::chrono::milliseconds;
using test::HttpServer;
using test::SeenRequest;
using Reply = test::Answer;

namespace {

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

std::shared_ptr<Client> clientOf(const HttpServer& server)
{
    ClusterAccess access;
    access.server = server.url();
    access.credential = makeFixedCredential({});
    return std::make_shared<Client>(access, AccessMode::ReadOnly);
}

const ListWatchTuning kQuick{.firstPause = milliseconds(2),
    .longestPause = milliseconds(20),
    .pageSize = 2,
    .watchTimeout = std::chrono::seconds(30),
    .seed = 7};

bool asks(const SeenRequest& request, const std::string& part)
{
    return request.target.find(part) != std::string::npos;
}

json metadata(const std::string& name, const std::string& version)
{
    return {{"name", name}, {"namespace", "ns"}, {"resourceVersion", version},
        {"creationTimestamp", "2026-01-01T00:00:00Z"}};
}

json row(const std::string& name, const std::string& version, json cells)
{
    return {{"cells", std::move(cells)},
        {"object",
            {{"kind", "PartialObjectMetadata"}, {"apiVersion", "meta.k8s.io/v1"},
                {"metadata", metadata(name, version)}}}};
}

json column(const std::string& name, const std::string& type = "string", int priority = 0)
{
    return {{"name", name}, {"type", type}, {"format", name == "Name" ? "name" : ""}, {"description", "about " + name},
        {"priority", priority}};
}

json table(const std::string& version, json columns, json rows, const std::string& next = {})
{
    json made{{"kind", "Table"}, {"apiVersion", "meta.k8s.io/v1"}, {"metadata", {{"resourceVersion", version}}},
        {"columnDefinitions", std::move(columns)}, {"rows", std::move(rows)}};
    if (!next.empty())
        made["metadata"]["continue"] = next;
    return made;
}

std::string line(const std::string& type, const json& object)
{
    return json{{"type", type}, {"object", object}}.dump() + "\n";
}

/// Sends these lines, then stays open and silent.
Reply streamOf(const std::string& lines)
{
    Reply reply;
    reply.stream = [lines](const std::function<bool(std::string_view)>& write) {
        bool open = write(lines);
        while (open) {
            std::this_thread::sleep_for(milliseconds(10));
            open = write("\n");
        }
    };
    return reply;
}

std::string cellsOf(const LiveTable& live)
{
    std::string out;
    const auto snapshot = live.snapshot();
    for (const auto& shown : snapshot->rows) {
        for (const std::string& cell : shown->cells)
            out += cell + "|";
        out += " ";
    }
    return out;
}

const json kColumns = json::array({column("Name"), column("Data", "integer"), column("Age")});
const Resource kWidgets{"acme.example", "v1", "widgets", "Widget", true};

} // namespace

/// Live tables of any kind, as the server itself tabulates them.
class TstTable : public QObject {
    Q_OBJECT

private slots:
    void table_listedAndWatched_isAsTheServerTellsIt()
    {
        std::atomic<bool> gone = false;
        HttpServer server([&](const SeenRequest& request) {
            if (asks(request, "watch=true"))
                return asks(request, "resourceVersion=9&")
                    ? streamOf(line("ADDED", table("10", kColumns, {row("d", "10", {"d", 4, "1s"})}))
                        + line("MODIFIED", table("11", nullptr, {row("a", "11", {"a", 7, "5m"})}))
                        + line("BOOKMARK", table("12", nullptr, json::array()))
                        + line("DELETED", table("13", nullptr, {row("b", "13", {"b", 2, "5m"})})))
                    : streamOf("\n");
            if (asks(request, "continue=more"))
                return Reply{.body = table("9", kColumns, {row("c", "3", {"c", nullptr, "5m"})}).dump()};
            return Reply{.body
                = table("9", kColumns, {row("a", "1", {"a", 1, "5m"}), row("b", "2", {"b\nrest", 2, "5m"})}, "more")
                      .dump()};
        });
        StoreHub hub(clientOf(server), kQuick);
        const auto live = hub.table(kWidgets, "ns", "app=x", "metadata.name!=y");
        QVERIFY(live == hub.table(kWidgets, "ns", "app=x", "metadata.name!=y"));
        QVERIFY(live->columns()->empty());
        const auto subscription = live->subscribe([] {});
        QVERIFY2(eventually([&] { return cellsOf(*live) == "a|7|5m| c||5m| d|4|1s| "; }), cellsOf(*live).c_str());
        const auto columns = live->columns();
        QCOMPARE(columns->size(), std::size_t(3));
        QCOMPARE(columns->at(1).name, std::string("Data"));
        QCOMPARE(columns->at(1).type, std::string("integer"));
        QCOMPARE(columns->at(1).description, std::string("about Data"));
        QVERIFY(columns->at(2).showsAge() && !columns->at(1).showsAge());
        const auto snapshot = live->snapshot();
        QCOMPARE(snapshot->rows.at(0)->meta.resourceVersion, std::string("11"));
        QCOMPARE(kubectlAge(
                     snapshot->rows.at(0)->meta.created, snapshot->rows.at(0)->meta.created + std::chrono::minutes(20)),
            std::string("20m"));
        for (const SeenRequest& request : server.seen()) {
            QVERIFY(request.header("Accept").starts_with("application/json;as=Table;v=v1;g=meta.k8s.io"));
            QVERIFY(asks(request, "labelSelector=app%3Dx") && asks(request, "fieldSelector="));
        }
        QCOMPARE(server.seen().size(), std::size_t(3)); // two pages and one watch
    }

    void aRowOfManyLines_showsTheFirst()
    {
        JsonDocument document;
        const auto cells = document.parse(R"(["a\nb","plain",12,1.5,true,null])")->items();
        std::string texts;
        for (const JsonValue& cell : cells)
            texts += tableCellText(cell) + "|";
        QCOMPARE(texts, std::string("a...|plain|12|1.5|true||"));
    }

    void serverWithoutTables_isShownByNameAndAge()
    {
        HttpServer server([&](const SeenRequest& request) {
            const auto object = [](const std::string& name, const std::string& version) {
                return json{{"kind", "Widget"}, {"apiVersion", "acme.example/v1"},
                    {"metadata", metadata(name, version)}, {"cells", {"no", "row"}}};
            };
            if (asks(request, "watch=true"))
                return streamOf(line("ADDED", object("b", "6")));
            return Reply{.body = json{{"kind", "WidgetList"}, {"apiVersion", "acme.example/v1"},
                             {"metadata", {{"resourceVersion", "5"}}}, {"items", {object("a", "4")}}}
                                     .dump()};
        });
        StoreHub hub(clientOf(server), kQuick);
        const auto live = hub.table(kWidgets, "ns");
        const auto subscription = live->subscribe([] {});
        QVERIFY(eventually([&] { return live->snapshot()->rows.size() == 2; }));
        QCOMPARE(live->columns()->size(), std::size_t(2));
        QCOMPARE(live->columns()->at(0).name, std::string("Name"));
        QVERIFY(live->columns()->at(1).showsAge());
        const auto snapshot = live->snapshot();
        QCOMPARE(snapshot->rows[1]->cells.at(0), std::string("b"));
        QVERIFY(snapshot->rows[1]->cells.at(1).ends_with("d"));
    }

    void columnsThatChange_listEverythingAnew()
    {
        std::atomic<int> lists = 0;
        const json wider = json::array({column("Name"), column("Data", "integer"), column("Owner"), column("Age")});
        HttpServer server([&](const SeenRequest& request) {
            if (asks(request, "watch=true"))
                return asks(request, "resourceVersion=9&")
                    ? streamOf(line("ADDED", table("10", wider, {row("d", "10", {"d", 4, "me", "1s"})})))
                    : streamOf("\n");
            if (++lists == 1)
                return Reply{.body = table("9", kColumns, {row("a", "1", {"a", 1, "5m"})}).dump()};
            return Reply{
                .body = table("10", wider, {row("a", "1", {"a", 1, "you", "5m"}), row("d", "10", {"d", 4, "me", "1s"})})
                            .dump()};
        });
        StoreHub hub(clientOf(server), kQuick);
        const auto live = hub.table(kWidgets, "ns");
        const auto subscription = live->subscribe([] {});
        QVERIFY2(eventually([&] { return cellsOf(*live) == "a|1|you|5m| d|4|me|1s| "; }), cellsOf(*live).c_str());
        QCOMPARE(live->columns()->at(2).name, std::string("Owner"));
        QCOMPARE(lists.load(), 2);
    }

    void versionTheServerDoesNotKnow_theOlderIsAskedFor()
    {
        HttpServer server([&](const SeenRequest& request) {
            if (asks(request, "/policy/v1/"))
                return Reply{.status = 404, .body = "404 page not found\n", .contentType = "text/plain"};
            if (asks(request, "watch=true"))
                return streamOf("\n");
            return Reply{.body = table("9", kColumns, {row("a", "1", {"a", 1, "5m"})}).dump()};
        });
        StoreHub hub(clientOf(server), kQuick);
        const auto live = hub.table(resource::kPodDisruptionBudgets, "ns");
        const auto subscription = live->subscribe([] {});
        QVERIFY(eventually([&] { return live->snapshot()->state == LiveState::Live; }));
        QVERIFY(asks(server.seen().back(), "/apis/policy/v1beta1/namespaces/ns/poddisruptionbudgets?watch=true"));
    }

    void recordedTables_haveACellForEachColumn()
    {
        QBM_NEEDS_RECORDINGS();
        int tables = 0, rows = 0;
        for (const char* const file : {"workload.ndjson", "scale.ndjson", "events.ndjson", "v136.ndjson"}) {
            test::eachRecord(file, [&](const json& record) {
                const json& body = record["response"].value("body", json());
                if (!body.is_object() || body.value("kind", "") != "Table")
                    return;
                ++tables;
                JsonDocument document;
                const JsonValue page = *document.parse(body.dump());
                QVERIFY(isTable(page));
                const TableColumns columns = decodeTableColumns(page["columnDefinitions"]);
                for (const ListItem& item : itemsOf(page)) {
                    ++rows;
                    QCOMPARE(item.cells.items().size(), columns.size());
                }
            });
        }
        QVERIFY(tables >= 15 && rows >= 30);
        // A watch: columns with the first event alone, and a version beside each row.
        const json watch = test::recordNamed("scale.ndjson", "scale-watch-table");
        JsonDocument document;
        const JsonValue second = *document.parse(watch["stream"][1]["event"]["object"].dump());
        QVERIFY(decodeTableColumns(second["columnDefinitions"]).empty());
        QCOMPARE(std::string(resourceVersionOf(second)), std::string("1114"));
        QCOMPARE(tableCellText(itemOf(second).cells.items().at(0)), std::string("backend-5dbb55b46b-c2t8l"));
    }

    void age_isWrittenAsKubectlWritesIt()
    {
        const TimePoint now = *parseRfc3339("2026-11-24T12:00:00Z");
        const auto age = [&](std::int64_t seconds) { return kubectlAge(now - std::chrono::seconds(seconds), now); };
        // Expected values: what kubectl 1.32 prints for such ages.
        QCOMPARE(age(-5), std::string("<invalid>"));
        QCOMPARE(age(0), std::string("0s"));
        QCOMPARE(age(119), std::string("119s"));
        QCOMPARE(age(120), std::string("2m"));
        QCOMPARE(age(135), std::string("2m15s"));
        QCOMPARE(age(660), std::string("11m"));
        QCOMPARE(age(179 * 60), std::string("179m"));
        QCOMPARE(age(5 * 3600 + 1800), std::string("5h30m"));
        QCOMPARE(age(47 * 3600), std::string("47h"));
        QCOMPARE(age(48 * 3600), std::string("2d"));
        QCOMPARE(age(51 * 3600), std::string("2d3h"));
        QCOMPARE(age(100 * 86400), std::string("100d"));
        QCOMPARE(age(800 * 86400), std::string("2y70d"));
        QCOMPARE(age(9 * 365 * 86400), std::string("9y"));
    }
};

QTEST_APPLESS_MAIN(TstTable)
#include "tst_table.moc"
