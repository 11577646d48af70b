// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/sha256.h"
#include "tests/core/net/requests.h"
#include "tests/support/raw_server.h"
#include "tests/support/s3_server.h"

#include <QTest>

#include <algorithm>
#include <cstring>

using namespace qbm;
using namespace qbm::test;
using net::Request;

namespace {

net::UploadBody uploadOf(const std::string& content)
{
    return {
        content.size(), [&content, at = std::size_t(0)](char* buffer, std::size_t most) mutable -> Result<std::size_t> {
            const std::size_t size = std::min(most, content.size() - at);
            std::memcpy(buffer, content.data() + at, size);
            at += size;
            return size;
        }};
}

} // namespace

/// Requests signed by libcurl against a server that computes the signature by itself.
class TstSignedUpload : public QObject {
    Q_OBJECT
    S3Server m_server;

    Request request(const std::string& method, const std::string& pathAndQuery) const
    {
        Request made;
        made.method = method;
        made.url = m_server.url() + "/backups" + pathAndQuery;
        made.signature = {S3Server::kRegion, "s3", S3Server::kKeyId, Secret(S3Server::kSecretKey)};
        return made;
    }

private Q_SLOTS:
    void signature_everyKindOfRequest_isAccepted_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("target");
        QTest::addColumn<int>("status");
        QTest::newRow("get, absent") << "GET"
                                     << "/none" << 404;
        QTest::newRow("head, absent") << "HEAD"
                                      << "/none" << 404;
        QTest::newRow("delete") << "DELETE"
                                << "/none" << 204;
        QTest::newRow("list") << "GET"
                              << "?list-type=2&prefix=a%2Fb%20c" << 200;
        QTest::newRow("list with awkward signs") << "GET"
                                                 << "?continuation-token=a%2B%3D%3D%2F&list-type=2" << 200;
        QTest::newRow("empty value") << "POST"
                                     << "/key?uploads=" << 200;
        QTest::newRow("encoded path") << "PUT"
                                      << "/%E4%B8%AD%20a%2Bb%3D%24/x~y_z-1.dump" << 200;
    }
    void signature_everyKindOfRequest_isAccepted()
    {
        QFETCH(QString, method);
        QFETCH(QString, target);
        const auto response = sendOnce(request(method.toStdString(), target.toStdString()));
        QVERIFY2(response, response ? "" : response.error().english().c_str());
        QVERIFY2(response->status != 403 && response->status != 400, response->body.c_str());
        QTEST(response->status, "status");
    }
    void signature_headersOfTheCaller_areSigned()
    {
        Request put = request("PUT", "/key");
        put.body = "text";
        put.headers = {{"Content-Type", "application/xml"}, {"x-amz-storage-class", "STANDARD_IA"}};
        QCOMPARE(sendOnce(put)->status, 200);
        QVERIFY(m_server.seen().back().header("Authorization").find("x-amz-storage-class") != std::string::npos);
    }

    void upload_stream_arrivesWhole_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<bool>("hashGiven");
        QTest::newRow("nothing") << 0 << true;
        QTest::newRow("some") << 1000 << true;
        QTest::newRow("20 MB") << 20'000'000 << true;
        QTest::newRow("20 MB, hash not known") << 20'000'000 << false;
    }
    void upload_stream_arrivesWhole()
    {
        QFETCH(int, size);
        QFETCH(bool, hashGiven);
        std::string content(static_cast<std::size_t>(size), 'x');
        for (std::size_t i = 0; i < content.size(); i += 997)
            content[i] = static_cast<char>(i);
        Request put = request("PUT", "/prefix/object.dump");
        put.upload = uploadOf(content);
        if (hashGiven)
            put.headers = {{"x-amz-content-sha256", sha256Hex(content)}};
        const auto response = sendOnce(put);
        QVERIFY2(response && response->status == 200, response ? response->body.c_str() : "");
        QVERIFY(m_server.objects().at("prefix/object.dump") == content);
    }
    void upload_otherThanItsHash_isRefusedByTheServer()
    {
        const std::string content = "not what was promised";
        Request put = request("PUT", "/other.dump");
        put.upload = uploadOf(content);
        put.headers = {{"x-amz-content-sha256", sha256Hex("promised")}};
        QCOMPARE(sendOnce(put)->status, 400);
        QVERIFY(!m_server.objects().contains("other.dump"));
    }
    void upload_sourceThatFails_givesItsError()
    {
        Request put = request("PUT", "/broken.dump");
        put.upload = {1'000'000, [](char*, std::size_t) -> Result<std::size_t> {
                          return fail(ErrorKind::Denied, Text("The file cannot be read."));
                      }};
        const auto response = sendOnce(put);
        QVERIFY(!response);
        QCOMPARE(response.error().kind, ErrorKind::Denied);
        QVERIFY(!m_server.objects().contains("broken.dump"));
    }
    void upload_sourceThatEndsEarly_isBadData()
    {
        const std::string content(1000, 'x');
        Request put = request("PUT", "/short.dump");
        put.upload = uploadOf(content);
        put.upload->sizeBytes = 5000;
        const auto response = sendOnce(put);
        QVERIFY(!response);
        QCOMPARE(response.error().kind, ErrorKind::BadData);
    }
    void upload_connectionCutInTheMiddle_isNotInDoubt()
    {
        RawServer server([](RawConnection& connection, int) {
            connection.readHead();
            connection.write("HTTP/1.1 100 Continue\r\n\r\n");
        });
        const std::string content(30'000'000, 'x');
        Request put = request("PUT", "/key");
        put.url = server.url() + "/backups/key";
        put.upload = uploadOf(content);
        const auto response = sendOnce(put);
        QVERIFY(!response);
        QCOMPARE(response.error().kind, ErrorKind::Unreachable);
        QCOMPARE(server.connections(), 1); // never sent again
    }
    void upload_readOnlyClient_isRefusedBeforeItLeaves()
    {
        const std::size_t before = m_server.seen().size();
        const std::string content = "x";
        Request put = request("PUT", "/key");
        put.upload = uploadOf(content);
        net::HttpOptions options;
        options.access = AccessMode::ReadOnly;
        QCOMPARE(sendOnce(put, options).error().kind, ErrorKind::Denied);
        QCOMPARE(m_server.seen().size(), before);
    }

    void secret_wrong_isRefusedByTheServerAndNeverSent()
    {
        Request get = request("GET", "/none");
        get.signature->secretKey = Secret("hunter2hunter2");
        const auto response = sendOnce(get);
        QCOMPARE(response->status, 403);
        QVERIFY(response->body.find("SignatureDoesNotMatch") != std::string::npos);
        for (const auto& [name, value] : m_server.seen().back().headers)
            QVERIFY(value.find("hunter2") == std::string::npos);
    }
    void secret_unreachableServer_isNotInTheError()
    {
        Request get = request("GET", "/none");
        get.url = "http://127.0.0.1:" + std::to_string(unusedPort()) + "/backups/x";
        const auto response = sendOnce(get);
        QVERIFY(!response);
        QVERIFY(!mentions(response.error(), S3Server::kSecretKey));
    }
    void signature_lineBreakInTheKeyId_isInvalidInput()
    {
        Request get = request("GET", "/none");
        get.signature->keyId = "a\r\nX-Evil: 1";
        QCOMPARE(sendOnce(get).error().kind, ErrorKind::InvalidInput);
    }
};

QTEST_APPLESS_MAIN(TstSignedUpload)
#include "tst_signed_upload.moc"
