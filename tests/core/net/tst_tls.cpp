// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/http_client.h"
#include "tests/support/http_server.h"

#include <QTest>

#include <set>

using namespace qbm;
using net::HttpClient;
using net::HttpOptions;
using net::Request;
using test::Answer;
using test::HttpServer;
using test::SeenRequest;

namespace {

Result<net::Response> ask(const std::string& url, const HttpOptions& options, const std::string& method = "GET")
{
    HttpClient client(options);
    TaskContext context;
    Request request;
    request.url = url;
    request.method = method;
    return client.send(request, context);
}

} // namespace

class TstTls : public QObject {
    Q_OBJECT

private slots:
    void certificate_unknownAuthority_isRefused();
    void certificate_knownAuthority_isAccepted();
    void certificate_otherAuthority_isRefused();
    void certificate_notTrusted_namesAuthorityAndSetting();
    void certificate_expired_isToBeRenewed();
    void certificate_otherName_isRefused();
    void certificate_unreadableAuthority_isInvalidInput();
    void certificate_notChecked_isAccepted();
    void serverName_override_isExpectedWhileHostStays();
    void serverName_wrong_isRefused();
    void writes_refusedHandshake_isNotInDoubt();
    void connection_overTls_isReused();
    void server_plainHttp_isRefused();
    void clientKey_unreadable_isInvalidInput();

private:
    const test::TlsIdentity m_identity = test::makeTlsIdentity({"127.0.0.1", "api.qbm.test"});
    const test::TlsIdentity m_other = test::makeTlsIdentity({"127.0.0.1"});
    HttpServer m_server{[](const SeenRequest&) { return Answer{200, "safe", "text/plain", {}, {}}; }, m_identity};
};

void TstTls::certificate_unknownAuthority_isRefused()
{
    const auto response = ask(m_server.url(), {});
    QVERIFY(!response);
    QCOMPARE(response.error().kind, ErrorKind::InvalidInput);
    const std::string message = response.error().message.english();
    QVERIFY2(message.starts_with("The certificate of " + m_server.url() + " is not trusted: "), message.c_str());
    QVERIFY2(message.ends_with(". If it is the right server, name its certificate authority."), message.c_str());
    QVERIFY(m_server.seen().empty());
}

void TstTls::certificate_knownAuthority_isAccepted()
{
    HttpOptions options;
    options.tls.caPem = m_identity.caPem;
    const auto response = ask(m_server.url(), options);
    QVERIFY(response);
    QCOMPARE(response->body, std::string("safe"));
}

void TstTls::certificate_otherAuthority_isRefused()
{
    HttpOptions options;
    options.tls.caPem = m_other.caPem;
    const auto response = ask(m_server.url(), options); // of the same name, as that of a cluster made anew
    QVERIFY(!response);
    const std::string message = response.error().message.english();
    QVERIFY2(message.find("is not trusted: its signature is not by the authority's key") != std::string::npos, message.c_str());
    QCOMPARE(response.error().kind, ErrorKind::InvalidInput);
}

void TstTls::certificate_notTrusted_namesAuthorityAndSetting()
{
    HttpOptions options;
    options.tls.caSetting = text(QT_TRANSLATE_NOOP("core", "the profile (%1: ca)"), "prometheus");
    const std::string unnamed = ask(m_server.url(), options).error().english();
    QVERIFY2(unnamed.find("held against the authorities this machine trusts") != std::string::npos, unnamed.c_str());
    QVERIFY2(unnamed.ends_with("name its authority in the profile (prometheus: ca)."), unnamed.c_str());
    options.tls.caPem = m_other.caPem;
    options.tls.caOrigin = "the authority in /etc/qbm/ca.pem";
    const std::string other = ask(m_server.url(), options).error().english();
    QVERIFY2(other.find("held against the authority in /etc/qbm/ca.pem") != std::string::npos, other.c_str());
}

void TstTls::certificate_expired_isToBeRenewed()
{
    const test::TlsIdentity old = test::makeTlsIdentity({"127.0.0.1"}, -1);
    const HttpServer server{[](const SeenRequest&) { return Answer{200, "late", "text/plain", {}, {}}; }, old};
    HttpOptions options;
    options.tls.caPem = old.caPem;
    options.tls.caSetting = "the profile (prometheus: ca)"; // naming another authority would not mend it
    const auto response = ask(server.url(), options);
    QVERIFY(!response);
    QCOMPARE(response.error().kind, ErrorKind::InvalidInput);
    const std::string message = response.error().message.english();
    QVERIFY2(message.find("has expired. Renew it on the server") != std::string::npos, message.c_str());
    QVERIFY2(message.find("(prometheus: ca)") == std::string::npos, message.c_str());
}

void TstTls::certificate_otherName_isRefused()
{
    HttpOptions options;
    options.tls.caPem = m_identity.caPem;
    const auto response = ask("https://localhost:" + std::to_string(m_server.port()), options);
    QVERIFY(!response);
    QCOMPARE(response.error().kind, ErrorKind::InvalidInput);
    const std::string message = response.error().message.english();
    QVERIFY2(message.find("localhost") != std::string::npos && message.find("not trusted") != std::string::npos, message.c_str());
    QVERIFY2(message.find("by a name that stands in its certificate") != std::string::npos, message.c_str());
}

void TstTls::certificate_unreadableAuthority_isInvalidInput()
{
    HttpOptions options;
    options.tls.caPem = "this is not PEM";
    const auto response = ask(m_server.url(), options);
    QVERIFY(!response);
    QCOMPARE(response.error().kind, ErrorKind::InvalidInput);
}

void TstTls::certificate_notChecked_isAccepted()
{
    HttpOptions options;
    options.tls.insecureSkipVerify = true;
    QVERIFY(ask(m_server.url(), options));
}

void TstTls::serverName_override_isExpectedWhileHostStays()
{
    HttpOptions options;
    options.tls.caPem = m_identity.caPem;
    options.tls.serverName = "api.qbm.test";
    const std::string host = "localhost:" + std::to_string(m_server.port()); // a name the certificate does not hold
    const auto response = ask("https://" + host + "/path?q=1", options);
    QVERIFY2(response, response ? "" : response.error().english().c_str());
    QCOMPARE(m_server.seen().back().header("Host"), host);
    QCOMPARE(m_server.seen().back().target, std::string("/path?q=1"));
}

void TstTls::serverName_wrong_isRefused()
{
    HttpOptions options;
    options.tls.caPem = m_identity.caPem;
    options.tls.serverName = "other.qbm.test";
    const auto response = ask(m_server.url(), options);
    QVERIFY(!response);
    QCOMPARE(response.error().kind, ErrorKind::InvalidInput);
}

void TstTls::writes_refusedHandshake_isNotInDoubt()
{
    QCOMPARE(ask(m_server.url(), {}, "POST").error().kind, ErrorKind::InvalidInput);
}

void TstTls::connection_overTls_isReused()
{
    HttpOptions options;
    options.tls.caPem = m_identity.caPem;
    HttpClient client(options);
    TaskContext context;
    Request request;
    request.url = m_server.url();
    const std::size_t before = m_server.seen().size();
    for (int i = 0; i < 5; ++i)
        QVERIFY(client.send(request, context));
    std::set<int> ports;
    const auto seen = m_server.seen();
    for (std::size_t i = before; i < seen.size(); ++i)
        ports.insert(seen[i].clientPort);
    QCOMPARE(ports.size(), std::size_t(1));
}

void TstTls::server_plainHttp_isRefused()
{
    HttpServer plain([](const SeenRequest&) { return Answer(); });
    const auto response = ask("https://127.0.0.1:" + std::to_string(plain.port()), {});
    QVERIFY(!response);
    QCOMPARE(response.error().kind, ErrorKind::Unreachable);
    const std::string message = response.error().message.english();
    QVERIFY2(message.starts_with("No TLS connection to https://127.0.0.1:"), message.c_str());
}

void TstTls::clientKey_unreadable_isInvalidInput()
{
    HttpOptions options;
    options.tls.caPem = m_identity.caPem;
    options.tls.clientCertificatePem = m_other.certificatePem;
    options.tls.clientKeyPem = Secret("not a key: hunter2");
    const auto response = ask(m_server.url(), options);
    QVERIFY(!response);
    QCOMPARE(response.error().kind, ErrorKind::InvalidInput);
    QVERIFY(response.error().english().find("hunter2") == std::string::npos);
}

QTEST_APPLESS_MAIN(TstTls)
#include "tst_tls.moc"
