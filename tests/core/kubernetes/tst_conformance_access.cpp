// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/kubeconfig.h"
#include "core/kubernetes/store.h"
#include "tests/core/kubernetes/conformance.h"

#include <algorithm>

using namespace qbm;
using namespace qbm::kubernetes;
using nlohmann::json;
using test::configMapJson;
using test::eventually;

/// Who we are, whom we act for, and what of it the server allows: on the simulator and on real servers alike.
class TstConformanceAccess : public QObject {
    Q_OBJECT

    std::unique_ptr<test::ClusterUnderTest> m_cluster;
    ServerVersion m_version;
    TaskContext m_context;

    Client& client() const { return *m_cluster->client(); }
    const std::string& ns() const { return m_cluster->nameSpace(); }
    std::shared_ptr<Client> actingAs(Impersonation whom) const
    {
        ClusterAccess access = m_cluster->access();
        access.impersonation = std::move(whom);
        return std::make_shared<Client>(access, AccessMode::ReadWrite);
    }
    ObjectPath map(const std::string& name) const { return {resource::kConfigMaps, ns(), name, {}}; }
    /// Lets the group read config maps of the namespace.
    void allowReading(const std::string& group)
    {
        const Resource roles{"rbac.authorization.k8s.io", "v1", "roles", "Role", true};
        const Resource bindings{"rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding", true};
        const json role{{"apiVersion", "rbac.authorization.k8s.io/v1"}, {"kind", "Role"}, {"metadata", {{"name", group}}},
            {"rules", {{{"apiGroups", {""}}, {"resources", {"configmaps"}}, {"verbs", {"get", "list", "watch"}}}}}};
        const json binding{{"apiVersion", "rbac.authorization.k8s.io/v1"}, {"kind", "RoleBinding"}, {"metadata", {{"name", group}}},
            {"roleRef", {{"apiGroup", "rbac.authorization.k8s.io"}, {"kind", "Role"}, {"name", group}}},
            {"subjects", {{{"kind", "Group"}, {"apiGroup", "rbac.authorization.k8s.io"}, {"name", group}}}}};
        VERIFY_OK(client().create({roles, ns(), {}, {}}, role.dump(), m_context));
        VERIFY_OK(client().create({bindings, ns(), {}, {}}, binding.dump(), m_context));
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
        VERIFY_OK(client().create({resource::kConfigMaps, ns(), {}, {}}, configMapJson("seen", {{"a", "1"}}), m_context));
        allowReading("qbm-readers");
    }

    void cleanupTestCase() { m_cluster.reset(); }

    void impersonation_carriesUserGroupsAndExtras()
    {
        const auto reader = actingAs({"qbm-reader", {}, {"qbm-readers"}, {{"acme.example/reason", {"ticket 7", "again"}}}});
        // What was allowed a moment ago reaches the authorizer a moment later.
        QVERIFY(eventually([&] { return reader->get(map("seen"), m_context).has_value(); }));
        const auto refused = reader->patch(map("seen"), PatchType::Merge, R"({"data":{"a":"2"}})", m_context);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::Denied);
        QVERIFY2(refused.error().english().find("qbm-reader") != std::string::npos, refused.error().english().c_str());
        const auto name = reader->fetchUserName(m_context);
        VERIFY_OK(name);
        if (*name) // servers before 1.28 cannot tell
            QCOMPARE(**name, std::string("qbm-reader"));
        else
            QVERIFY2(!m_version.atLeast(1, 28), m_version.gitVersion.c_str());
    }

    void review_ofWhatIsAllowedAndNot_tellsSo()
    {
        const auto reader = actingAs({"qbm-reader", {}, {"qbm-readers"}, {}});
        QVERIFY(eventually([&] {
            const auto mayRead = reader->reviewAccess({"get", resource::kConfigMaps, {}, ns(), {}}, m_context);
            return mayRead && mayRead->allowed;
        }));
        for (const AccessQuestion& question : {AccessQuestion{"patch", resource::kDeployments, "scale", ns(), {}}, AccessQuestion{"get", resource::kConfigMaps, {}, "default", {}},
                 AccessQuestion{"list", resource::kNodes, {}, {}, {}}}) {
            const auto decision = reader->reviewAccess(question, m_context);
            VERIFY_OK(decision);
            QVERIFY2(!decision->allowed, question.toString().c_str());
        }
    }

    void store_ofWhatIsDenied_saysSo_andMendsItselfOnceAllowed()
    {
        const auto stranger = actingAs({"qbm-late", {}, {"qbm-late"}, {}});
        StoreHub hub(stranger, {.firstPause = std::chrono::milliseconds(100), .longestPause = std::chrono::milliseconds(500)});
        const auto live = hub.metadata(resource::kConfigMaps, ns(), "set=t");
        const auto subscription = live->subscribe([] {});
        QVERIFY(eventually([&] { return live->snapshot()->state == LiveState::Interrupted; }));
        QCOMPARE(live->snapshot()->error->kind, ErrorKind::Denied);
        allowReading("qbm-late");
        QVERIFY(eventually([&] { return live->snapshot()->state == LiveState::Live; }));
        QCOMPARE(live->snapshot()->rows.size(), std::size_t(1));
    }

    void token_thatIsWrong_isDenied_andNeverShown()
    {
        ClusterAccess access = m_cluster->access();
        access.credential = makeFixedCredential({.bearerToken = Secret("certainly-wrong-token")});
        const auto answer = Client(access, AccessMode::ReadWrite).get(map("seen"), m_context);
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::Denied);
        QVERIFY((answer.error().english() + answer.error().detail).find("certainly-wrong-token") == std::string::npos);
    }

    void authority_thatDidNotSign_isRefused()
    {
        ClusterAccess access = m_cluster->access();
        if (access.tls.insecureSkipVerify || access.server.starts_with("http://"))
            return; // this cluster's certificate is not looked at
        access.tls.caPem.clear(); // the system's authorities do not know a cluster
        const auto answer = Client(access, AccessMode::ReadOnly).fetchVersion(m_context);
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::InvalidInput); // trying again does not mend it
        const std::string sentence = answer.error().english();
        for (const char* words : {"not trusted", access.server.c_str(), "held against", "certificate-authority"})
            QVERIFY2(sentence.find(words) != std::string::npos, sentence.c_str());
    }

    void serviceAccountToken_isWhoItIs()
    {
        const Resource accounts{"", "v1", "serviceaccounts", "ServiceAccount", true};
        const json account{{"apiVersion", "v1"}, {"kind", "ServiceAccount"}, {"metadata", {{"name", "robot"}}}};
        VERIFY_OK(client().create({accounts, ns(), {}, {}}, account.dump(), m_context));
        const json request{{"apiVersion", "authentication.k8s.io/v1"}, {"kind", "TokenRequest"}, {"spec", {{"expirationSeconds", 3600}}}};
        const auto token = client().createAt({accounts, ns(), "robot", "token"}, request.dump(), m_context);
        if (!token && m_cluster->simulator() != nullptr) {
            QCOMPARE(token.error().kind, ErrorKind::NotFound); // it gives out none
            return;
        }
        VERIFY_OK(token);
        ClusterAccess access = m_cluster->access();
        access.impersonation = {};
        access.credential = makeFixedCredential({.bearerToken = Secret(json::parse(token->json)["status"]["token"].get<std::string>())});
        const auto answer = Client(access, AccessMode::ReadOnly).get(map("seen"), m_context);
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::Denied);
        QVERIFY2(answer.error().english().find("system:serviceaccount:" + ns() + ":robot") != std::string::npos, answer.error().english().c_str());
    }
};

QTEST_APPLESS_MAIN(TstConformanceAccess)
#include "tst_conformance_access.moc"
