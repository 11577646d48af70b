// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/base64.h"
#include "core/kubernetes/status.h"
#include "tests/core/kubernetes/recordings.h"

#include <QTest>
#include <nlohmann/json.hpp>

using namespace qbm;
using namespace qbm::kubernetes;

namespace {

/// A recorded response as the HTTP client hands it over.
net::Response responseOf(const nlohmann::json& record)
{
    const nlohmann::json& recorded = record["response"];
    net::Response response;
    response.status = recorded["status"];
    for (const auto& [name, value] : recorded["headers"].items()) {
        if (value.is_string())
            response.headers.push_back({name, value.get<std::string>()});
        else
            for (const auto& one : value)
                response.headers.push_back({name, one.get<std::string>()});
    }
    if (const auto body = recorded.find("body"); body != recorded.end() && !body->is_null())
        response.body = body->is_string() ? body->get<std::string>() : body->dump();
    return response;
}

net::Response recorded(const std::string& id, const std::string& file = "errors.ndjson")
{
    return responseOf(test::recordNamed(file, id));
}

Error errorOf(const std::string& id, bool writing)
{
    return toError(parseStatus(recorded(id)), "do it", writing);
}

} // namespace

/// Every failed answer a real API server gave, read back.
class TstStatus : public QObject {
    Q_OBJECT

private slots:
    void allRecordedFailures_keepTheServersOwnMessage()
    {
        QBM_NEEDS_RECORDINGS();
        int failures = 0;
        for (const char* const file : {"errors.ndjson", "auth.ndjson", "apply.ndjson", "scale.ndjson", "v136.ndjson", "discovery.ndjson"}) {
            test::eachRecord(file, [&](const nlohmann::json& record) {
                const net::Response response = responseOf(record);
                if (response.status < 400)
                    return;
                ++failures;
                const ApiStatus status = parseStatus(response);
                QCOMPARE(status.code, response.status);
                QVERIFY2(!status.message.empty(), record["id"].get<std::string>().c_str());
                const nlohmann::json body = record["response"].value("body", nlohmann::json());
                if (body.is_object() && body.contains("message"))
                    QCOMPARE(status.message, body["message"].get<std::string>());
                if (body.is_object() && body.contains("reason"))
                    QCOMPARE(status.reason, body["reason"].get<std::string>());
                if (body.is_object() && body.contains("details") && body["details"].contains("causes"))
                    QCOMPARE(status.causes.size(), body["details"]["causes"].size());
            });
        }
        QVERIFY2(failures > 80, std::to_string(failures).c_str());
    }

    void kinds_sayWhatACallerCanDo_data()
    {
        QBM_NEEDS_RECORDINGS();
        QTest::addColumn<QString>("id");
        QTest::addColumn<bool>("writing");
        QTest::addColumn<int>("kind");
        const auto row = [](const char* id, bool writing, ErrorKind kind) { QTest::newRow(id) << QString(id) << writing << int(kind); };
        row("err-404-object", false, ErrorKind::NotFound);
        row("err-404-group", false, ErrorKind::NotFound);
        row("err-409-already-exists", true, ErrorKind::Conflict);
        row("err-409-conflict-put", true, ErrorKind::Conflict);
        row("err-400-quantity", true, ErrorKind::InvalidInput);
        row("err-405-put-collection", true, ErrorKind::Unsupported);
        row("err-410-list-exact", false, ErrorKind::Conflict);
        row("err-413", true, ErrorKind::InvalidInput);
        row("err-415-patch-json", true, ErrorKind::InvalidInput);
        row("err-422-causes", true, ErrorKind::InvalidInput);
        row("err-429-apf", false, ErrorKind::Exhausted);
        row("err-429-eviction", true, ErrorKind::Exhausted);
        row("err-500-bad-rv", false, ErrorKind::Unreachable);
        row("err-500-webhook", true, ErrorKind::Unreachable); // asked before anything is stored
        row("err-503-metrics", false, ErrorKind::Unreachable);
        row("err-504-rv-too-large", false, ErrorKind::Timeout);
        row("err-504-timeout-param", true, ErrorKind::InDoubt);
    }

    void kinds_sayWhatACallerCanDo()
    {
        QFETCH(QString, id);
        QFETCH(bool, writing);
        QFETCH(int, kind);
        const Error error = errorOf(id.toStdString(), writing);
        QCOMPARE(int(error.kind), kind);
        QVERIFY(error.detail.starts_with("HTTP "));
        QVERIFY(!(error.kind == ErrorKind::InDoubt && error.retryable()));
    }

    void unknownField_ofAnApply_isARefusalInTheServersWords()
    {
        QBM_NEEDS_RECORDINGS();
        const Error error = toError(parseStatus(recorded("apply-unknown-field-500", "apply.ndjson")), "change x", true);
        QCOMPARE(error.kind, ErrorKind::InvalidInput);
        QVERIFY2(error.english().find(".spec.replica: field not declared in schema") != std::string::npos, error.english().c_str());
        QVERIFY(error.english().find("not known whether") == std::string::npos);
    }

    void denials_areDenied_notFoundElsewhere()
    {
        QBM_NEEDS_RECORDINGS();
        for (const char* const id : {"auth-401-bad-token", "auth-403-anonymous", "auth-403-list", "auth-403-watch"}) {
            const Error error = toError(parseStatus(recorded(id, "auth.ndjson")), "list pods", false);
            QCOMPARE(error.kind, ErrorKind::Denied);
        }
    }

    void causes_standInTheDetail_eachWithItsField()
    {
        QBM_NEEDS_RECORDINGS();
        const Error error = errorOf("err-422-causes", true);
        QVERIFY2(error.detail.find("HTTP 422 Invalid") == 0, error.detail.c_str());
        QVERIFY(error.detail.find("metadata.name: ") != std::string::npos);
    }

    void retryAfter_isToldByHeaderAndDetails()
    {
        QBM_NEEDS_RECORDINGS();
        const ApiStatus fairness = parseStatus(recorded("err-429-apf"));
        QCOMPARE(fairness.retryAfter, std::chrono::milliseconds(1000));
        QVERIFY(fairness.retryAfterInHeader);
        const ApiStatus eviction = parseStatus(recorded("err-429-eviction"));
        QVERIFY(!eviction.retryAfterInHeader);
        QVERIFY(eviction.hasCause("DisruptionBudget"));
        QCOMPARE(parseStatus(recorded("err-504-rv-too-large")).retryAfter, std::chrono::milliseconds(1000));
    }

    void expired_inAllThreeShapes()
    {
        QBM_NEEDS_RECORDINGS();
        QVERIFY(parseStatus(recorded("err-410-list-exact")).expired());
        const ApiStatus continued = parseStatus(recorded("err-410-continue-expired"));
        QVERIFY(continued.expired());
        QVERIFY(!continued.continueToken.empty());
        JsonDocument document;
        const auto event = document.parse(test::recordNamed("errors.ndjson", "err-410-watch")["stream"][0]["event"].dump());
        QVERIFY(event);
        QVERIFY(parseStatus((*event)["object"]).expired());
        QVERIFY(!parseStatus(recorded("err-404-object")).expired());
    }

    void warnings_severalWithQuotes_areUnquoted()
    {
        QBM_NEEDS_RECORDINGS();
        const auto several = warningsOf(recorded("err-warn-several"));
        QCOMPARE(several.size(), std::size_t(2));
        QCOMPARE(several[0],
            std::string("spec.template.spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use \"kubernetes.io/os\" instead"));
        QCOMPARE(warningsOf(recorded("err-warn-unknown-field")), std::vector<std::string>{"unknown field \"spec.replica\""});
        QVERIFY(warningsOf(recorded("err-404-object")).empty());
    }

    void garbage_isKeptAsText()
    {
        net::Response response;
        response.status = 502;
        response.body = "<html>Bad Gateway</html>\n";
        QCOMPARE(parseStatus(response).message, std::string("<html>Bad Gateway</html>"));
        response.body.clear();
        QCOMPARE(parseStatus(response).message, std::string("HTTP 502"));
        response.body = "[1,2";
        QCOMPARE(parseStatus(response).message, std::string("[1,2"));
    }

    void base64_roundTrips_andRefusesWhatIsNone()
    {
        for (std::size_t length = 0; length < 70; ++length) {
            std::string bytes;
            for (std::size_t i = 0; i < length; ++i)
                bytes += static_cast<char>(i * 37 + length);
            QCOMPARE(decodeBase64(encodeBase64(bytes)).value(), bytes);
        }
        QCOMPARE(encodeBase64("foobar"), std::string("Zm9vYmFy"));
        QCOMPARE(decodeBase64("Zm9v\nYg==").value(), std::string("foob"));
        for (const char* const bad : {"Z", "Zm9", "Zm9v=", "Zm9vY===", "Zg==Zg==", "Zm 9", "%%%"})
            QVERIFY2(!decodeBase64(bad), bad);
    }
};

QTEST_APPLESS_MAIN(TstStatus)
#include "tst_status.moc"
