// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/aws_signature.h"

#include <QTest>

using namespace qbm::test;

/// The worked examples of AWS's documentation: the server that the tests of uploads talk to must be a judge itself.
/// \source docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html, "Examples: Signature Calculations"
class TstAwsSignature : public QObject {
    Q_OBJECT
    static constexpr const char* kEmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

private Q_SLOTS:
    void publishedExamples_giveThePublishedSignatures_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("hash");
        QTest::addColumn<QString>("header");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("signature");
        QTest::newRow("get object") << "GET"
                                    << "/test.txt" << kEmptyHash << "range"
                                    << "bytes=0-9"
                                    << "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41";
        QTest::newRow("get bucket lifecycle") << "GET"
                                              << "/?lifecycle" << kEmptyHash << ""
                                              << ""
                                              << "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543";
        QTest::newRow("list objects") << "GET"
                                      << "/?max-keys=2&prefix=J" << kEmptyHash << ""
                                      << ""
                                      << "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7";
        QTest::newRow("list objects, unsorted") << "GET"
                                                << "/?prefix=J&max-keys=2" << kEmptyHash << ""
                                                << ""
                                                << "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7";
    }
    void publishedExamples_giveThePublishedSignatures()
    {
        QFETCH(QString, method);
        QFETCH(QString, target);
        QFETCH(QString, hash);
        QFETCH(QString, header);
        QFETCH(QString, value);
        SeenRequest request{method.toStdString(), target.toStdString(),
            {{"Host", "examplebucket.s3.amazonaws.com"}, {"x-amz-content-sha256", hash.toStdString()},
                {"x-amz-date", "20130524T000000Z"}},
            {}, 0};
        std::string names = "host;";
        if (!header.isEmpty()) {
            request.headers.emplace_back(header.toStdString(), value.toStdString());
            names += header.toStdString() + ";";
        }
        const AwsAuthorization authorization = parseAwsAuthorization(
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=" + names
            + "x-amz-content-sha256;x-amz-date,Signature=x");
        QCOMPARE(authorization.keyId, std::string("AKIAIOSFODNN7EXAMPLE"));
        QTEST(QString::fromStdString(awsSignature(request, authorization, "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")),
            "signature");
    }
    void publishedPut_givesThePublishedSignature()
    {
        const SeenRequest request{"PUT", "/test$file.text",
            {{"Host", "examplebucket.s3.amazonaws.com"}, {"Date", "Fri, 24 May 2013 00:00:00 GMT"},
                {"x-amz-date", "20130524T000000Z"}, {"x-amz-storage-class", "REDUCED_REDUNDANCY"},
                {"x-amz-content-sha256", "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"}},
            "Welcome to Amazon S3.", 0};
        const AwsAuthorization authorization = parseAwsAuthorization(
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=date;"
            "host;x-amz-content-sha256;x-amz-date;x-amz-storage-class,Signature=x");
        QCOMPARE(awsSignature(request, authorization, "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
            std::string("98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"));
    }
};

QTEST_APPLESS_MAIN(TstAwsSignature)
#include "tst_aws_signature.moc"
