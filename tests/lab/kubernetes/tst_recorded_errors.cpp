// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/lab/kubernetes/fixture.h"

#include <set>

using namespace qbm::lab::kubernetes;
using namespace qbm::lab::kubernetes::test;

namespace {

const auto kEarlierServer = "it names versions of the recorded server's own history";
const auto kUnknownFields = "needs the schemas of the kinds, which the simulator does not hold yet";
const auto kAdmission = "pod security, webhooks and admission policies are not simulated";
const auto kEviction = "names pods of the recorded server; tested with those of this one";
const auto kDescribed = "the recording describes its body in words only";

/// Records that are not compared, each with its reason.
const std::map<std::string, const char*>& outOfScope()
{
    static const std::map<std::string, const char*> list
        = {{"err-400-strict-field", kUnknownFields}, {"err-warn-unknown-field", kUnknownFields},
            {"err-warn-default", kUnknownFields}, {"err-422-configmap-too-big", kDescribed}, {"err-413", kDescribed},
            {"err-422-job-template", "its text quotes the whole Job in Go syntax"},
            {"err-warn-deprecated", "ComponentStatus is not simulated"}, {"err-403-podsecurity", kAdmission},
            {"err-500-webhook", kAdmission}, {"err-422-admission-policy", kAdmission},
            {"err-504-timeout-param", "the timeout parameter is not honoured"}, {"err-410-list-exact", kEarlierServer},
            {"err-evict-dryrun", kEviction}, {"err-429-eviction", kEviction}, {"err-evict-201", kEviction},
            {"err-404-eviction", kEviction}, {"err-429-apf", "a fault, tested as such"},
            {"err-404-metrics", "the seeded cluster has metrics"}, {"err-503-metrics", "a fault, tested as such"},
            {"err-discovery-stale-aggregated", "a fault, tested as such"},
            {"err-discovery-stale-classic", "a fault, tested as such"},
            {"err-apiservice-unavailable", "a fault, tested as such"}};
    return list;
}

json withoutVolatile(const json& value)
{
    static const std::set<std::string> names
        = {"uid", "resourceVersion", "creationTimestamp", "deletionTimestamp", "managedFields", "time"};
    if (!value.is_object() && !value.is_array())
        return value;
    json result = value.is_array() ? json::array() : json::object();
    for (const auto& [key, item] : value.items()) {
        if (value.is_array())
            result.push_back(withoutVolatile(item));
        else if (!names.contains(key))
            result[key] = withoutVolatile(item);
    }
    return result;
}

void replaceAll(std::string& text, const std::string& from, const std::string& to)
{
    for (auto at = text.find(from); !from.empty() && at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

std::string bodyText(const json& body)
{
    return body.is_null() ? std::string() : body.is_string() ? body.get<std::string>() : body.dump();
}

} // namespace

/// The simulator answers the recorded requests as the real server did: status and, for refusals, the whole body.
class TstRecordedErrors : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (!recordings())
            QSKIP("no recordings of a real API server: set QBM_RECORDINGS");
        m_fixture = std::make_unique<Fixture>();
        QVERIFY(m_fixture->waitForRollout("backend", 3));
        // What the recorder had made before it sent these requests.
        m_versions["4841"] = create(kNamespacePath + "/configmaps", R"({"metadata":{"name":"e1"},"data":{"a":"1"}})");
        create("/api/v1/namespaces", R"({"metadata":{"name":"going"}})");
        create("/api/v1/namespaces/going/configmaps",
            R"({"metadata":{"name":"held","finalizers":["qbm.example.com/hold"]}})");
    }

    void errors_matchRecordedAnswers_data() { addRecords("errors.ndjson"); }
    void errors_matchRecordedAnswers() { compare(); }

    void scale_matchesRecordedRefusals_data()
    {
        addRecords("scale.ndjson",
            {"scale-put-stale-409", "scale-422-json-patch-test", "scale-negative-422", "scale-404",
                "scale-watchlist-422"});
    }
    void scale_matchesRecordedRefusals() { compare(); }

    void selectors_matchRecordedRefusals_data()
    {
        addRecords("workload.ndjson",
            {"wl-list-fieldselector-bad", "wl-list-labelselector-bad", "wl-406-as-unknown", "wl-406-html"});
    }
    void selectors_matchRecordedRefusals() { compare(); }

    void apply_matchesRecordedRefusals_data()
    {
        addRecords("apply.ndjson",
            {"apply-no-manager-422", "apply-create", "apply-again", "apply-dryrun", "apply-400-managedfields",
                "apply-name-mismatch", "apply-force-without-apply"});
    }
    void apply_matchesRecordedRefusals() { compare(); }

    void rollout_matchesRecordedRefusals_data() { addRecords("rollout.ndjson", {"rollout-sts-forbidden-422"}); }
    void rollout_matchesRecordedRefusals() { compare(); }

    void access_matchesRecordedRefusals_data()
    {
        addRecords("auth.ndjson",
            {"auth-401-bad-token", "auth-403-anonymous", "auth-403-list", "auth-403-get-named",
                "auth-403-cluster-scope", "auth-403-create", "auth-403-subresource", "auth-403-nonresource",
                "auth-ssr-bob", "auth-403-impersonate", "auth-500-impersonate-group-only"});
    }
    void access_matchesRecordedRefusals() { compare(); }

private:
    /// The resource version the new object got.
    std::string create(const std::string& path, const std::string& body)
    {
        const auto answer = m_fixture->call("POST", path, body);
        if (answer.status != 201)
            qFatal("cannot prepare %s: %s", path.c_str(), answer.text.c_str());
        m_uids.push_back(answer.body["metadata"]["uid"]);
        return answer.body["metadata"]["resourceVersion"];
    }

    void addRecords(const std::string& file, const std::set<std::string>& only = {})
    {
        QTest::addColumn<QString>("record");
        for (const auto& record : readRecords(file)) {
            const auto id = record["id"].get<std::string>();
            if (!only.empty() && !only.contains(id))
                continue;
            if (const auto reason = outOfScope().find(id); reason != outOfScope().end()) {
                qInfo("%s is not compared: %s", id.c_str(), reason->second);
                continue;
            }
            if (!record.contains("stream"))
                QTest::newRow(id.c_str()) << QString::fromStdString(record.dump());
        }
    }

    qbm::Secret tokenFor(const std::string& id, const json& headers) const
    {
        if (!headers.contains("Authorization"))
            return qbm::Secret();
        if (headers["Authorization"].get<std::string>().find("invalid") != std::string::npos)
            return qbm::Secret("no such token");
        // The recordings hide whose token it was; only these were sent by the user without rights.
        const bool limited
            = id.starts_with("auth-403") || id == "auth-ssr-bob" || id == "auth-500-impersonate-group-only";
        return limited ? qbm::Secret("token-of-bob") : m_fixture->simulator().token();
    }

    /// Versions and uids of the recorded server become those of this one.
    std::string translated(std::string text) const
    {
        for (const auto& [theirs, ours] : m_versions) {
            replaceAll(text, "\"" + theirs + "\"", "\"" + ours + "\"");
            replaceAll(text, "(" + theirs + ")", "(" + ours + ")"); // as messages name them
        }
        replaceAll(text, "921ddef5-6920-4015-ba5b-f740bac4da52", m_uids.front());
        return text;
    }

    void compare()
    {
        QFETCH(QString, record);
        const auto wanted = json::parse(record.toStdString());
        const auto id = wanted["id"].get<std::string>();
        const auto& request = wanted["request"];
        auto message = qbm::net::Request();
        message.method = request["method"];
        message.url = m_fixture->url(request["path"]);
        for (const auto& [name, value] : request["headers"].items())
            if (name != "Authorization")
                message.headers.push_back({name, value});
        if (!request["headers"].contains("Content-Type") && request.contains("body"))
            message.headers.push_back({"Content-Type", ""}); // the recorder sent none; libcurl would add its own
        message.body = translated(bodyText(request.value("body", json())));
        if (auto token = tokenFor(id, request["headers"]); !token.empty())
            message.bearerToken = std::move(token);
        qbm::TaskContext context;
        const auto answer = m_fixture->client().send(message, context);
        QVERIFY2(answer.has_value(), answer ? "" : answer.error().english().c_str());
        const auto status = wanted["response"]["status"].get<int>();
        if (answer->status != status)
            qWarning("%s", answer->body.c_str());
        QCOMPARE(answer->status, status);
        rememberVersion(id, answer->body);
        if (status < 400)
            return;
        checkRefusal(wanted["response"], *answer);
    }

    /// "used: count/configmaps=5" is what there happened to be.
    static std::string withoutUsed(std::string text)
    {
        if (const auto at = text.find(", used: "); at != std::string::npos)
            text.erase(at, text.find(", limited: ") - at);
        return text;
    }

    void rememberVersion(const std::string& id, const std::string& body)
    {
        if (id == "err-403-quota") // the recorder took its quota away again
            QCOMPARE(m_fixture->call("DELETE", kNamespacePath + "/resourcequotas/cms").status, 200);
        if (id != "err-conflict-prep")
            return;
        m_versions["4842"] = json::parse(body)["metadata"]["resourceVersion"];
    }

    void checkRefusal(const json& wanted, const qbm::net::Response& answer)
    {
        QCOMPARE(std::string(answer.header("Content-Type")), wanted["headers"]["Content-Type"].get<std::string>());
        if (wanted["headers"].contains("Retry-After"))
            QCOMPARE(std::string(answer.header("Retry-After")), wanted["headers"]["Retry-After"].get<std::string>());
        if (wanted["body"].is_string()) {
            QCOMPARE(answer.body, wanted["body"].get<std::string>());
            return;
        }
        auto theirs = json::parse(translated(withoutVolatile(wanted["body"]).dump()));
        auto ours = withoutVolatile(json::parse(answer.body));
        for (auto* body : {&theirs, &ours}) { // "current: 4892" is the server's own count
            auto text = (*body)["message"].get<std::string>();
            if (const auto at = text.find(", current: "); at != std::string::npos)
                text.resize(at);
            (*body)["message"] = withoutUsed(text);
        }
        if (ours != theirs)
            qWarning("wanted %s\ngot    %s", theirs.dump().c_str(), ours.dump().c_str());
        QCOMPARE(ours, theirs);
    }

    std::unique_ptr<Fixture> m_fixture;
    std::map<std::string, std::string> m_versions; ///< theirs to ours
    std::vector<std::string> m_uids;
};

QTEST_GUILESS_MAIN(TstRecordedErrors)
#include "tst_recorded_errors.moc"
