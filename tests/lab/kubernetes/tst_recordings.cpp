// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/lab/kubernetes/fixture.h"
#include "tests/lab/kubernetes/recorded_differences.h"

#include <set>

using namespace qbm::lab::kubernetes;
using namespace qbm::lab::kubernetes::test;

namespace {

void replaceAll(std::string& text, const std::string& from, const std::string& to)
{
    for (auto at = text.find(from); !from.empty() && at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

/// The ways to every value, list places left out: what two answers must have in common whatever the values are.
void collectPaths(const json& value, const std::string& prefix, std::set<std::string>& out)
{
    if (value.is_array()) {
        for (const auto& item : value)
            collectPaths(item, prefix + "[]", out);
        return;
    }
    if (!value.is_object()) {
        if (!prefix.ends_with(
                ".status.hostIPs[].ip")) // the recorder's stand-in node agent does not set it; a kubelet does
            out.insert(prefix);
        return;
    }
    for (const auto& [key, item] : value.items())
        if (key != "managedFields")
            collectPaths(item, prefix + "." + key, out);
}

std::string listed(const std::set<std::string>& these, const std::set<std::string>& thanThose)
{
    std::string text;
    for (const auto& path : these)
        if (!thanThose.contains(path))
            text += " " + path;
    return text;
}

std::string mediaType(std::string contentType)
{
    return contentType.substr(0, contentType.find_first_of(";, "));
}

/// Who owns which fields, in any order and at any time.
std::set<std::string> owners(const json& object)
{
    std::set<std::string> result;
    if (!object.is_object() || !object.contains("metadata") || !object["metadata"].contains("managedFields"))
        return result;
    for (auto entry : object["metadata"]["managedFields"]) {
        entry.erase("time");
        if (entry.value("manager", "") != "kube-controller-manager") // its own entry depends on when one looks
            result.insert(entry.dump());
    }
    return result;
}

} // namespace

/// The recorded calls, file by file and in their order, sent to a fresh simulator that has been brought to the recorded
/// state: every difference from the real server's answers is listed with its reason in recorded_differences.h.
class TstRecordings : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (!recordings())
            QSKIP("no recordings of a real API server: set QBM_RECORDINGS");
    }

    void file_isAnsweredAlike_data()
    {
        QTest::addColumn<QString>("file");
        for (const auto* file :
            {"discovery", "auth", "workload", "scale", "rollout", "errors", "apply", "delete", "events"})
            QTest::newRow(file) << QString(file);
    }
    void file_isAnsweredAlike()
    {
        QFETCH(QString, file);
        const auto name = file.toStdString();
        prepare(name);
        std::string scenario;
        for (const auto& record : readRecords(name + ".ndjson")) {
            if (record.contains("stream") || notAsked().contains(record["id"]))
                continue;
            arrange(record["id"]);
            // Deletions are looked at while they go on, everything else when it has come to rest.
            if (record.value("scenario", "") != scenario || (record["request"]["method"] == "GET" && name != "delete"))
                settle();
            scenario = record.value("scenario", "");
            const auto difference = replay(record, name == "apply");
            const auto id = record["id"].get<std::string>();
            if (momentary().contains(id))
                continue;
            const bool known = knownDifferences().contains(id);
            if (!difference.empty() && !known)
                QTest::qFail((id + ": " + difference).c_str(), __FILE__, __LINE__);
            if (difference.empty() && known)
                QTest::qFail((id + " is listed as different and is not").c_str(), __FILE__, __LINE__);
        }
    }

private:
    /// A cluster of two nodes with the recorded workload, as the recorder had it before it went on to the other files.
    void prepare(const std::string& file)
    {
        m_fixture.reset();
        m_ours.clear();
        m_fixture = std::make_unique<Fixture>(Seed::Bare);
        if (file == "workload")
            return;
        for (const auto& record : readRecords("workload.ndjson"))
            if (record["request"]["method"] == "POST" && !record.contains("stream")
                && record["id"].get<std::string>().starts_with("wl-create-")
                && (record["id"] != "wl-create-job" || file == "errors")
                && (record["id"] != "wl-create-rolebinding" || file != "auth"))
                replay(record, false);
        if (file == "errors")
            arrangeErrors();
        if (file == "delete")
            arrangeDeletions();
        settle();
    }

    /// What the recorder did between two recorded calls.
    void arrange(const std::string& next)
    {
        const auto budget = [&](int least) {
            const json patch = {{"spec", {{"minAvailable", least}}}};
            const auto path = "/apis/policy/v1/namespaces/qbm-ai-system/poddisruptionbudgets/backend-pdb";
            QCOMPARE(m_fixture->call("PATCH", path, patch.dump(), "application/merge-patch+json").status, 200);
            QTest::qWait(100);
        };
        if (next == "auth-ssar-allowed")
            for (const auto& record : readRecords("workload.ndjson"))
                if (record["id"] == "wl-create-rolebinding")
                    replay(record, false);
        if (next == "err-500-webhook")
            QCOMPARE(m_fixture->call("DELETE", kNamespacePath + "/resourcequotas/cms").status, 200);
        if (next == "err-429-eviction")
            budget(3);
        if (next == "err-evict-201")
            budget(2);
        if (next == "delete-orphan-replicasets") // the recorder had watched the deployment go, which it does once its
                                                 // children are free
            QTRY_COMPARE_WITH_TIMEOUT(m_fixture->call("GET", kDeploymentsPath + "/del-orphan").status, 404, 20'000);
    }

    json make(const std::string& path, const std::string& body)
    {
        const auto answer = m_fixture->call("POST", path, body);
        if (answer.status != 201)
            qFatal("cannot prepare %s: %s", path.c_str(), answer.text.c_str());
        return answer.body["metadata"];
    }

    void arrangeErrors()
    {
        const auto first = make(kNamespacePath + "/configmaps", R"({"metadata":{"name":"e1"},"data":{"a":"1"}})");
        m_ours["\"4841\""] = "\"" + first["resourceVersion"].get<std::string>() + "\"";
        m_ours["921ddef5-6920-4015-ba5b-f740bac4da52"] = first["uid"];
        make("/api/v1/namespaces", R"({"metadata":{"name":"going"}})");
        make("/api/v1/namespaces/going/configmaps",
            R"({"metadata":{"name":"held","finalizers":["qbm.example.com/hold"]}})");
    }

    void arrangeDeletions()
    {
        for (const auto* policy : {"background", "foreground", "orphan"}) {
            auto deployment = m_fixture->get(kDeploymentsPath + "/frontend");
            const json labels = {{"app", std::string("del-") + policy}};
            deployment["metadata"] = {{"name", labels["app"]}};
            deployment["spec"]["selector"]["matchLabels"] = labels;
            deployment["spec"]["template"]["metadata"]["labels"] = labels;
            make(kDeploymentsPath, deployment.dump());
        }
        const auto map = [&](const char* name, const json& metadata) {
            json document = {{"metadata", metadata}, {"data", {{"a", "1"}}}};
            document["metadata"]["name"] = name;
            make(kNamespacePath + "/configmaps", document.dump());
        };
        map("fin", {{"finalizers", json::array({"qbm.example.com/hold"})}});
        map("coll0", {{"labels", {{"coll", "x"}}}});
        map("coll1", {{"labels", {{"coll", "x"}}}});
    }

    /// Until every workload is as its spec wants it, or will not be.
    void settle()
    {
        (void)QTest::qWaitFor(
            [&] {
                for (const auto* resource : {"deployments.apps", "statefulsets.apps"})
                    for (const auto& workload : m_fixture->simulator().list(resource, "qbm-ai-system")) {
                        const auto& status = workload["status"];
                        const auto wanted = workload["spec"].value("replicas", 1);
                        if (status.value("observedGeneration", 0) < workload["metadata"]["generation"].get<int>()
                            || status.value("replicas", 0) != wanted || status.value("readyReplicas", 0) != wanted
                            || status.value("updatedReplicas", 0) != wanted)
                            return false;
                    }
                for (const auto& job : m_fixture->simulator().list("jobs.batch", "qbm-ai-system"))
                    if (!job["status"].contains("completionTime"))
                        return false;
                return true;
            },
            3000);
    }

    /// What differs, or nothing.
    std::string replay(const json& record, bool compareOwners)
    {
        const auto& request = record["request"];
        const auto& wanted = record["response"];
        knowPod(request["path"]);
        qbm::net::Request message;
        message.method = request["method"];
        message.url = m_fixture->url(translated(request["path"]));
        for (const auto& [name, value] : request["headers"].items())
            if (name != "Authorization" && name != "Accept-Encoding")
                message.headers.push_back({name, translated(value)});
        const auto body = request.value("body", json());
        if (!body.is_null() && !request["headers"].contains("Content-Type"))
            message.headers.push_back({"Content-Type", ""});
        message.headers.push_back({"User-Agent", ""}); // the recorder sent none
        message.body = translated(body.is_null() ? std::string()
                : body.is_string()               ? body.get<std::string>()
                                                 : body.dump());
        if (auto token = tokenFor(record["id"], request["headers"]); !token.empty())
            message.bearerToken = std::move(token);
        qbm::TaskContext context;
        const auto answer = m_fixture->client().send(message, context);
        if (!answer)
            return answer.error().english();
        if (answer->status != wanted["status"].get<int>())
            return "status " + std::to_string(answer->status) + " " + answer->body.substr(0, 300);
        const auto ours = json::parse(answer->body, nullptr, false);
        learn(wanted.value("body", json()), ours);
        if (wanted["headers"].contains("Etag"))
            m_ours[wanted["headers"]["Etag"]] = std::string(answer->header("Etag"));
        const auto theirType = mediaType(wanted["headers"].value("Content-Type", ""));
        if (mediaType(std::string(answer->header("Content-Type"))) != theirType)
            return "content type " + std::string(answer->header("Content-Type"));
        return compareBodies(wanted.value("body", json()), ours, answer->body, compareOwners);
    }

    std::string compareBodies(const json& theirs, const json& ours, const std::string& text, bool compareOwners) const
    {
        if (theirs.is_string()) // plain text: the length of an answer in words says nothing
            return {};
        if (theirs.is_object() && ours.is_discarded())
            return "no JSON: " + text.substr(0, 200);
        if (!theirs.is_object())
            return {};
        for (const auto* key : {"kind", "apiVersion", "status", "reason"})
            if (theirs.value("kind", "") == "Status" && theirs.value(key, json()) != ours.value(key, json()))
                return std::string(key) + " " + ours.value(key, json()).dump();
        std::set<std::string> theirPaths;
        std::set<std::string> ourPaths;
        collectPaths(theirs, "", theirPaths);
        collectPaths(ours, "", ourPaths);
        const auto missing = listed(theirPaths, ourPaths);
        const auto extra = listed(ourPaths, theirPaths);
        if (!missing.empty() || !extra.empty())
            return "missing:" + missing + " extra:" + extra;
        if (compareOwners && owners(theirs) != owners(ours))
            return "owners " + ours["metadata"]["managedFields"].dump();
        return {};
    }

    /// The recorded server's uids, versions, generated names and tokens stand for ours from now on.
    void learn(const json& theirs, const json& ours, const std::string& key = {}, bool ofObject = false)
    {
        if (theirs.is_object() && ours.is_object()) {
            for (const auto& [name, value] : theirs.items())
                if (ours.contains(name))
                    learn(value, ours[name], name, theirs.contains("uid"));
        } else if (theirs.is_array() && ours.is_array()) {
            for (std::size_t i = 0; i < std::min(theirs.size(), ours.size()); ++i)
                learn(theirs[i], ours[i], key, ofObject);
        } else if (theirs.is_string() && ours.is_string() && theirs != ours) {
            const auto text = theirs.get<std::string>();
            if (key == "uid" || key == "continue" || key == "pod-template-hash" || (key == "name" && ofObject))
                m_ours[text] = ours.get<std::string>();
            else if (key == "resourceVersion") // in quotes: a short number may stand anywhere
                m_ours["\"" + text + "\""] = "\"" + ours.get<std::string>() + "\"";
        }
    }

    std::string translated(std::string text) const
    {
        for (const auto& [theirs, ours] : m_ours)
            replaceAll(text, theirs, ours);
        return text;
    }

    /// A pod or ReplicaSet of the recorded server that no answer has named becomes any of ours of its workload.
    void knowPod(const std::string& path)
    {
        for (const std::string resource : {"pods", "replicasets"})
            for (const std::string app : {"backend", "frontend", "redis"}) {
                const auto mark = "/" + resource + "/" + app + "-";
                const auto at = path.find(mark);
                if (at == std::string::npos)
                    continue;
                const auto start = at + resource.size() + 2;
                const auto name = path.substr(start, std::min(path.find_first_of("/?", start), path.size()) - start);
                for (const auto& object :
                    m_fixture->simulator().list(resource == "pods" ? "pods" : "replicasets.apps", "qbm-ai-system"))
                    if (object["metadata"].value("labels", json::object()).value("app", "") == app
                        && !object["metadata"].contains("deletionTimestamp") && !m_ours.contains(name))
                        m_ours[name] = object["metadata"]["name"];
            }
    }

    qbm::Secret tokenFor(const std::string& id, const json& headers) const
    {
        const auto credentials = headers.value("Authorization", "");
        if (credentials.empty() || !credentials.starts_with("Bearer "))
            return qbm::Secret();
        if (credentials.find("invalid") != std::string::npos)
            return qbm::Secret("no such token");
        return limitedUserSent(id) ? qbm::Secret("token-of-bob") : m_fixture->simulator().token();
    }

    std::unique_ptr<Fixture> m_fixture;
    /// A name that begins another one must not be translated before it.
    struct LongestFirst {
        bool operator()(const std::string& a, const std::string& b) const
        {
            return a.size() != b.size() ? a.size() > b.size() : a < b;
        }
    };
    std::map<std::string, std::string, LongestFirst> m_ours; ///< theirs to ours
};

QTEST_GUILESS_MAIN(TstRecordings)
#include "tst_recordings.moc"
