// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/apply_manifest.h"
#include "core/operation/engine.h"
#include "tests/support/http_server.h"

#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <mutex>
#include <nlohmann/json.hpp>

using namespace qbm;
using namespace qbm::cluster;
using nlohmann::json;
using test::Answer;
using test::SeenRequest;

namespace {

constexpr const char* kManifest = R"(
apiVersion: example.com/v1
kind: Widget
metadata: {name: w}
spec: {size: 3}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {plural: widgets, singular: widget, kind: Widget}
  versions: [{name: v1, served: true, storage: true}]
)";

/// An API server that takes a definition, and serves its kind only some questions later, as a real one does.
class DefiningApi {
public:
    explicit DefiningApi(bool namesTaken = false)
        : m_namesTaken(namesTaken)
    {
    }
    std::string url() const { return m_server.url(); }
    bool has(const std::string& path) const
    {
        const std::lock_guard lock(m_mutex);
        return m_objects.contains(path);
    }
    int earlyWidgets() const { return m_earlyWidgets; }

private:
    static Answer status(int code, const std::string& reason)
    {
        return {.status = code,
            .body = json{{"kind", "Status"}, {"status", "Failure"}, {"message", reason}, {"reason", reason}, {"code", code}}.dump()};
    }

    static json kind(const char* plural, const char* name, bool namespaced)
    {
        return {{"name", plural}, {"singularName", ""}, {"kind", name}, {"namespaced", namespaced}, {"verbs", {"get", "list", "patch"}}};
    }

    Answer answer(const SeenRequest& request)
    {
        const std::lock_guard lock(m_mutex);
        const std::string path = request.target.substr(0, request.target.find('?'));
        if (path == "/api")
            return {.body = json{{"kind", "APIVersions"}, {"versions", {"v1"}}}.dump()};
        if (path == "/api/v1")
            return {.body = json{{"resources", {kind("configmaps", "ConfigMap", true)}}}.dump()};
        if (path == "/apis")
            return {.body = groups().dump()};
        if (path == "/apis/apiextensions.k8s.io/v1")
            return {.body = json{{"resources", {kind("customresourcedefinitions", "CustomResourceDefinition", false)}}}.dump()};
        if (path == "/apis/example.com/v1" && isServed())
            return {.body = json{{"resources", {kind("widgets", "Widget", true)}}}.dump()};
        if (request.method == "POST") // access reviews
            return {.status = 201, .body = json{{"status", {{"allowed", true}}}}.dump()};
        return object(request, path);
    }

    json groups()
    {
        if (m_objects.contains(kDefinition))
            ++m_asked;
        const auto group = [](const char* name) {
            const json version{{"groupVersion", std::string(name) + "/v1"}, {"version", "v1"}};
            return json{{"name", name}, {"versions", {version}}, {"preferredVersion", version}};
        };
        json all = {group("apiextensions.k8s.io")};
        if (isServed())
            all.push_back(group("example.com"));
        return {{"groups", all}};
    }
    bool isServed() const { return m_asked >= 3; }

    Answer object(const SeenRequest& request, const std::string& path)
    {
        if (path.find("/widgets/") != std::string::npos && !isServed()) {
            ++m_earlyWidgets;
            return status(404, "the server could not find the requested resource");
        }
        if (request.method == "PATCH") {
            json body = json::parse(request.body);
            if (path == kDefinition)
                body["status"]["conditions"] = {condition()};
            if (request.target.find("dryRun=All") == std::string::npos)
                m_objects[path] = body;
            return {.body = body.dump()};
        }
        if (request.method == "DELETE") {
            m_objects.erase(path);
            return {.body = json{{"kind", "Status"}, {"status", "Success"}}.dump()};
        }
        const auto found = m_objects.find(path);
        return found == m_objects.end() ? status(404, "NotFound") : Answer{.body = found->second.dump()};
    }

    json condition() const
    {
        if (m_namesTaken)
            return {{"type", "NamesAccepted"}, {"status", "False"}, {"reason", "PluralConflict"}, {"message", "\"widgets\" is already in use"}};
        return {{"type", "Established"}, {"status", "True"}};
    }

    static constexpr const char* kDefinition = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.example.com";
    const bool m_namesTaken;
    mutable std::mutex m_mutex;
    std::map<std::string, json> m_objects;
    int m_asked = 0; // for groups, since the definition is there
    std::atomic<int> m_earlyWidgets = 0;
    test::HttpServer m_server{[this](const SeenRequest& request) { return answer(request); }}; // last: it uses the rest
};

std::shared_ptr<kubernetes::Client> clientOf(const DefiningApi& api)
{
    kubernetes::ClusterAccess access;
    access.server = api.url();
    access.credential = kubernetes::makeFixedCredential({});
    return std::make_shared<kubernetes::Client>(access, AccessMode::ReadWrite);
}

constexpr const char* kWidget = "/apis/example.com/v1/namespaces/ns/widgets/w";
constexpr const char* kDefinition = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.example.com";

} // namespace

/// A manifest that defines a kind and holds objects of it.
class TstDefinition : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void definitionAndItsObjects_inOneFile_areApplied()
    {
        DefiningApi api;
        ApplyManifest operation(clientOf(api), "ns", kManifest, false);
        TaskContext context;
        const auto plan = operation.plan(context);
        QVERIFY2(plan, plan ? "" : plan.error().english().c_str());
        QCOMPARE(plan->lines.size(), std::size_t(2));
        QVERIFY2(plan->lines[1].change.english().find("not tried") != std::string::npos, plan->lines[1].change.english().c_str());
        const auto checks = operation.check(context);
        QVERIFY(checks);
        QVERIFY(operation::mayRun(*checks));
        QVERIFY(!api.has(kDefinition));
        const auto outcome = run(operation);
        QVERIFY2(outcome && outcome->succeeded(), whyNot(outcome).c_str());
        QVERIFY(api.has(kDefinition) && api.has(kWidget));
        QCOMPARE(api.earlyWidgets(), 0); // nothing was asked of a kind that is not served yet
    }

    void definition_whoseNamesAreTaken_isToldAndTakenBack()
    {
        DefiningApi api(true);
        ApplyManifest operation(clientOf(api), "ns", kManifest, false);
        const auto outcome = run(operation);
        QVERIFY(outcome && !outcome->succeeded());
        QVERIFY2(whyNot(outcome).find("is already in use") != std::string::npos, whyNot(outcome).c_str());
        QCOMPARE(outcome->record.state, operation::RecordState::Undone);
        QVERIFY(!api.has(kDefinition));
    }

    void object_ofAKindThatNobodyDefines_isRefusedBeforehand()
    {
        DefiningApi api;
        ApplyManifest operation(clientOf(api), "ns", "apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\n", false);
        TaskContext context;
        const auto plan = operation.plan(context);
        QVERIFY(!plan);
        QVERIFY2(plan.error().english().find("knows no Widget") != std::string::npos, plan.error().english().c_str());
    }

private:
    Result<operation::Outcome> run(operation::Operation& operation)
    {
        operation::EngineOptions options;
        options.stateFolder = m_folder.path().toStdString();
        options.profile = "test";
        options.actor = "tester";
        TaskContext context;
        return operation::Engine(options).run(operation, "test", context);
    }

    static std::string whyNot(const Result<operation::Outcome>& outcome)
    {
        if (!outcome)
            return outcome.error().english() + outcome.error().detail;
        return outcome->record.error ? outcome->record.error->english() : std::string();
    }

    QTemporaryDir m_folder;
};

QTEST_APPLESS_MAIN(TstDefinition)
#include "tst_definition.moc"
