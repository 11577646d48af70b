// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/base64.h"
#include "core/kubernetes/client.h"
#include "tests/support/http2_front.h"
#include "tests/support/raw_server.h"

#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <nlohmann/json.hpp>

using namespace qbm;
using namespace qbm::kubernetes;
using nlohmann::json;
using test::Http2Front;
using test::HttpServer;
using test::SeenRequest;
using Reply = test::Answer;

namespace {

const ObjectPath kPod{resource::kPods, "ns", "p", {}};
const std::string kPodJson = R"({"metadata":{"name":"p"}})";

std::string write(const QTemporaryDir& folder, const char* name, const std::string& content, bool program = false)
{
    const std::filesystem::path file = folder.filePath(QString::fromLatin1(name)).toStdString();
    std::ofstream(file) << content;
    if (program)
        std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    return file.string();
}

json kubeconfigOf(const json& cluster, const json& user)
{
    return {{"apiVersion", "v1"}, {"kind", "Config"}, {"current-context", "c"}, {"clusters", {{{"name", "k"}, {"cluster", cluster}}}},
        {"users", {{{"name", "u"}, {"user", user}}}}, {"contexts", {{{"name", "c"}, {"context", {{"cluster", "k"}, {"user", "u"}}}}}}};
}

Result<Answer> getBy(const QTemporaryDir& folder, const json& kubeconfig)
{
    QBM_TRY(access, findAccess(write(folder, "config", kubeconfig.dump()), {}));
    TaskContext context;
    return Client(access, AccessMode::ReadOnly).get(kPod, context);
}

} // namespace

/// Credentials from the kubeconfig to the wire: client certificates, plugins, service accounts, proxies.
class TstCredential : public QObject {
    Q_OBJECT

    test::TlsIdentity m_user = test::makeTlsIdentity({"tester"});
    HttpServer m_server{[](const SeenRequest&) { return Reply{.body = kPodJson}; }};
    Http2Front m_front{m_server, {.requestsPerConnection = 0, .clientCaPem = m_user.caPem}};

    json cluster() const { return {{"server", m_front.url()}, {"certificate-authority-data", encodeBase64(m_front.caPem())}}; }
    void requireServed(const Result<Answer>& answer)
    {
        QVERIFY2(answer, answer ? "" : (answer.error().english() + answer.error().detail).c_str());
        QCOMPARE(answer->json, kPodJson);
    }

private slots:
    void initTestCase() { QVERIFY(m_front.start()); }

    void clientCertificate_inlineOrAsFiles_isShown()
    {
        const QTemporaryDir folder;
        requireServed(getBy(folder, kubeconfigOf(cluster(), {{"client-certificate-data", encodeBase64(m_user.certificatePem)}, {"client-key-data", encodeBase64(m_user.keyPem)}})));
        write(folder, "user.crt", m_user.certificatePem);
        write(folder, "user.key", m_user.keyPem);
        requireServed(getBy(folder, kubeconfigOf(cluster(), {{"client-certificate", "user.crt"}, {"client-key", "user.key"}})));
    }

    void clientCertificate_absentOrOfAnotherAuthority_isNotServed()
    {
        const QTemporaryDir folder;
        const auto without = getBy(folder, kubeconfigOf(cluster(), json::object()));
        QVERIFY(!without);
        QCOMPARE(without.error().kind, ErrorKind::Unreachable);
        const test::TlsIdentity stranger = test::makeTlsIdentity({"stranger"});
        const auto wrong = getBy(folder, kubeconfigOf(cluster(), {{"client-certificate-data", encodeBase64(stranger.certificatePem)}, {"client-key-data", encodeBase64(stranger.keyPem)}}));
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().kind, ErrorKind::Unreachable);
        const auto mismatched = getBy(folder, kubeconfigOf(cluster(), {{"client-certificate-data", encodeBase64(m_user.certificatePem)}, {"client-key-data", encodeBase64(stranger.keyPem)}}));
        QVERIFY(!mismatched);
        QCOMPARE(mismatched.error().kind, ErrorKind::InvalidInput);
    }

    void clientCertificate_ofAPlugin_inBothVersions_isShown_data()
    {
        QTest::addColumn<QByteArray>("version");
        QTest::newRow("v1") << QByteArray("client.authentication.k8s.io/v1");
        QTest::newRow("v1beta1") << QByteArray("client.authentication.k8s.io/v1beta1");
    }

    void clientCertificate_ofAPlugin_inBothVersions_isShown()
    {
        QFETCH(QByteArray, version);
        const QTemporaryDir folder;
        const json answer{{"apiVersion", version.toStdString()}, {"kind", "ExecCredential"},
            {"status", {{"clientCertificateData", m_user.certificatePem}, {"clientKeyData", m_user.keyPem}, {"expirationTimestamp", "2099-01-01T00:00:00Z"}}}};
        write(folder, "answer.json", answer.dump());
        write(folder, "login", "#!/bin/sh\necho x >>\"$(dirname \"$0\")/runs\"\ncat \"$(dirname \"$0\")/answer.json\"\n", true);
        json exec{{"apiVersion", version.toStdString()}, {"command", "./login"}};
        if (version.endsWith("/v1"))
            exec["interactiveMode"] = "IfAvailable";
        const auto access = findAccess(write(folder, "config", kubeconfigOf(cluster(), {{"exec", exec}}).dump()), {});
        QVERIFY2(access, access ? "" : access.error().english().c_str());
        Client client(*access, AccessMode::ReadOnly);
        TaskContext context;
        requireServed(client.get(kPod, context));
        requireServed(client.get(kPod, context));
        QCOMPARE(std::filesystem::file_size(folder.filePath("runs").toStdString()), std::uintmax_t(2)); // it ran once
    }

    void plugin_thatMustTalkToAPerson_isRefusedInAClearSentence()
    {
        const QTemporaryDir folder;
        const json exec{{"apiVersion", "client.authentication.k8s.io/v1"}, {"command", "./login"}, {"interactiveMode", "Always"}};
        const auto answer = getBy(folder, kubeconfigOf(cluster(), {{"exec", exec}}));
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::InvalidInput);
        QVERIFY2(answer.error().english().find("must talk to a person") != std::string::npos, answer.error().english().c_str());
    }

    void serviceAccount_ofAPod_isUsed_andItsTokenReadAgain()
    {
        const QTemporaryDir folder;
        std::string right = "first";
        HttpServer server([&](const SeenRequest& request) {
            if (request.header("Authorization") != "Bearer " + right)
                return Reply{.status = 401, .body = "{}"};
            return Reply{.body = kPodJson};
        });
        Http2Front front(server, {});
        QVERIFY(front.start());
        write(folder, "ca.crt", front.caPem());
        write(folder, "token", "first\n");
        write(folder, "namespace", "pod-space\n");
        qputenv("KUBERNETES_SERVICE_HOST", "127.0.0.1");
        qputenv("KUBERNETES_SERVICE_PORT", QByteArray::fromStdString(front.url().substr(front.url().rfind(':') + 1)));
        const auto access = inClusterAccess(folder.path().toStdString());
        qunsetenv("KUBERNETES_SERVICE_HOST");
        qunsetenv("KUBERNETES_SERVICE_PORT");
        QVERIFY2(access, access ? "" : access.error().english().c_str());
        QCOMPARE(access->nameSpace, std::string("pod-space"));
        Client client(*access, AccessMode::ReadOnly);
        TaskContext context;
        requireServed(client.get(kPod, context));
        write(folder, "token", "second\n");
        right = "second"; // the kubelet has renewed it, and the old one has ended
        requireServed(client.get(kPod, context));
        QCOMPARE(inClusterAccess(folder.path().toStdString()).error().kind, ErrorKind::NotFound); // no pod any more
    }

    void clientCertificate_renewedInItsFiles_isShownFromThenOn()
    {
        const QTemporaryDir folder;
        const test::TlsIdentity stranger = test::makeTlsIdentity({"stranger"});
        write(folder, "user.crt", stranger.certificatePem);
        write(folder, "user.key", stranger.keyPem);
        const auto access = findAccess(
            write(folder, "config", kubeconfigOf(cluster(), {{"client-certificate", "user.crt"}, {"client-key", "user.key"}}).dump()), {});
        QVERIFY(access);
        Client client(*access, AccessMode::ReadOnly);
        TaskContext context;
        QVERIFY(!client.get(kPod, context));
        write(folder, "new.crt", m_user.certificatePem);
        write(folder, "new.key", m_user.keyPem);
        std::filesystem::rename(folder.filePath("new.crt").toStdString(), folder.filePath("user.crt").toStdString());
        std::filesystem::rename(folder.filePath("new.key").toStdString(), folder.filePath("user.key").toStdString());
        requireServed(client.get(kPod, context));
    }

    void kubeconfig_writtenAnew_givesItsNewCredential_alsoInTheMidstOfIt()
    {
        const QTemporaryDir folder;
        const auto user = [](const test::TlsIdentity& identity) {
            return json{{"client-certificate-data", encodeBase64(identity.certificatePem)}, {"client-key-data", encodeBase64(identity.keyPem)}};
        };
        const std::string config = write(folder, "config", kubeconfigOf(cluster(), user(test::makeTlsIdentity({"stranger"}))).dump());
        const auto access = findAccess(config, {});
        QVERIFY(access);
        Client client(*access, AccessMode::ReadOnly);
        TaskContext context;
        QVERIFY(!client.get(kPod, context));
        write(folder, "config", kubeconfigOf(cluster(), user(m_user)).dump());
        requireServed(client.get(kPod, context));
        write(folder, "config", "{\"apiVersion\": \"v1\", \"kind\": \"Conf");
        requireServed(client.get(kPod, context));
    }

    void certificateAuthority_renewedInItsFile_isTrustedFromThenOn()
    {
        const QTemporaryDir folder;
        write(folder, "ca.crt", m_user.caPem);
        const json user{{"client-certificate-data", encodeBase64(m_user.certificatePem)}, {"client-key-data", encodeBase64(m_user.keyPem)}};
        const auto access = findAccess(
            write(folder, "config", kubeconfigOf({{"server", m_front.url()}, {"certificate-authority", "ca.crt"}}, user).dump()), {});
        QVERIFY(access);
        Client client(*access, AccessMode::ReadOnly);
        TaskContext context;
        QVERIFY(!client.get(kPod, context));
        write(folder, "ca.crt", m_front.caPem());
        requireServed(client.get(kPod, context));
    }

    void proxyUrl_http_isAskedInsteadOfTheServer()
    {
        const QTemporaryDir folder;
        std::string head;
        test::RawServer proxy([&](test::RawConnection& connection, int) {
            head = connection.readHead();
            connection.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(kPodJson.size()) + "\r\n\r\n" + kPodJson);
        });
        requireServed(getBy(folder, kubeconfigOf({{"server", "http://api.qbm.invalid:8080"}, {"proxy-url", proxy.url()}}, {{"token", "t"}})));
        QVERIFY2(head.starts_with("GET http://api.qbm.invalid:8080/api/v1/namespaces/ns/pods/p HTTP/1.1\r\n"), head.c_str());
    }

    void proxyUrl_https_isATunnelToTheServer()
    {
        const QTemporaryDir folder;
        std::string head;
        test::RawServer proxy([&](test::RawConnection& connection, int) {
            head = connection.readHead();
            connection.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
        });
        const auto answer = getBy(folder, kubeconfigOf({{"server", "https://api.qbm.invalid:6443"}, {"proxy-url", proxy.url()}}, {{"token", "secret-token"}}));
        QVERIFY(!answer);
        QVERIFY2(head.starts_with("CONNECT api.qbm.invalid:6443 HTTP/1.1\r\n"), head.c_str());
        QVERIFY(head.find("secret-token") == std::string::npos); // not for the proxy's eyes
    }
};

QTEST_GUILESS_MAIN(TstCredential)
#include "tst_credential.moc"
