// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/postgres/client.h"
#include "core/postgres/errors.h"

#include <QTest>
#include <cmath>

using namespace qbm;
using namespace qbm::postgres;

class TstValues : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void quoteIdentifier_anyName_isOneIdentifier()
    {
        QCOMPARE(quoteIdentifier("model"), std::string("\"model\""));
        QCOMPARE(quoteIdentifier("we\"ird"), std::string("\"we\"\"ird\""));
        QCOMPARE(quoteIdentifier("x\"; DROP TABLE y; --"), std::string("\"x\"\"; DROP TABLE y; --\""));
        QCOMPARE(quoteIdentifier(std::string_view("a\0b", 3)), std::string("\"ab\""));
        QCOMPARE(quoteIdentifier("数据"), std::string("\"数据\""));
        QCOMPARE(quoteQualified("public", "a.b"), std::string("\"public\".\"a.b\""));
    }
    void quoteLiteral_quotesAndBackslashes_areEscaped()
    {
        QCOMPARE(quoteLiteral("it's"), std::string("'it''s'"));
        QCOMPARE(quoteLiteral("a\\'b"), std::string("E'a\\\\''b'"));
    }
    void toInteger_formAndRange_areChecked()
    {
        QCOMPARE(toInteger(Cell("-9223372036854775808")).value(), std::numeric_limits<std::int64_t>::min());
        QVERIFY(toInteger(Cell("9223372036854775808")).error().kind == ErrorKind::BadData);
        QVERIFY(!toInteger(std::nullopt));
        QVERIFY(!toInteger(Cell("")));
        QVERIFY(!toInteger(Cell("12 ")));
        QVERIFY(!toInteger(Cell("1.5")));
    }
    void toNumber_specialValues_areRead()
    {
        QVERIFY(std::isnan(toNumber(Cell("NaN")).value()));
        QCOMPARE(toNumber(Cell("-Infinity")).value(), -std::numeric_limits<double>::infinity());
        QCOMPARE(toNumber(Cell("1e-3")).value(), 0.001);
        QVERIFY(!toNumber(Cell("one")));
    }
    void toTime_serverForms_areUtc()
    {
        QCOMPARE(
            formatRfc3339(toTime(Cell("2026-11-22 02:03:04.5+00")).value()), std::string("2026-11-22T02:03:04.500Z"));
        QCOMPARE(
            formatRfc3339(toTime(Cell("2026-11-22 02:03:04+05:30")).value()), std::string("2026-11-21T20:33:04.000Z"));
        QCOMPARE(formatRfc3339(toTime(Cell("2026-11-22 02:03:04")).value()), std::string("2026-11-22T02:03:04.000Z"));
        QCOMPARE(formatRfc3339(toTime(Cell("2026-11-22")).value()), std::string("2026-11-22T00:00:00.000Z"));
        QVERIFY(!toTime(Cell("infinity")));
        QVERIFY(!toTime(Cell("-infinity")));
        QVERIFY(!toTime(std::nullopt));
    }
    void kindOfSqlState_states_areKindsACallerCanActOn_data()
    {
        QTest::addColumn<QString>("state");
        QTest::addColumn<int>("kind");
        const std::pair<const char*, ErrorKind> cases[] = {{"28P01", ErrorKind::Denied}, {"42501", ErrorKind::Denied},
            {"25006", ErrorKind::Denied}, {"08006", ErrorKind::Unreachable}, {"57P01", ErrorKind::Unreachable},
            {"57P03", ErrorKind::Unreachable}, {"57014", ErrorKind::Timeout}, {"53100", ErrorKind::Exhausted},
            {"53300", ErrorKind::Exhausted}, {"3D000", ErrorKind::NotFound}, {"42P01", ErrorKind::NotFound},
            {"40001", ErrorKind::Conflict}, {"40P01", ErrorKind::Conflict}, {"55P03", ErrorKind::Timeout},
            {"23505", ErrorKind::Conflict}, {"42601", ErrorKind::InvalidInput}, {"22012", ErrorKind::InvalidInput},
            {"0A000", ErrorKind::Unsupported}, {"XX001", ErrorKind::BadData}, {"P0001", ErrorKind::Internal}};
        for (const auto& [state, kind] : cases)
            QTest::addRow("%s", state) << state << static_cast<int>(kind);
    }
    void kindOfSqlState_states_areKindsACallerCanActOn()
    {
        QFETCH(QString, state);
        QFETCH(int, kind);
        QCOMPARE(static_cast<int>(kindOfSqlState(state.toStdString())), kind);
    }
    void connectError_serverInAnotherLanguage_isStillUnderstood()
    {
        ConnectionSettings settings;
        settings.user = "app";
        settings.database = "qbm";
        settings.password = Secret("geheim");
        const Error error = connectError(settings,
            "connection to server at \"db\", port 5432 failed: FATAL:  28P01: Passwort geheim falsch\nLOCATION:  "
            "auth_failed, auth.c:338\n");
        QVERIFY(error.kind == ErrorKind::Denied);
        QVERIFY(error.english().find("app@localhost:5432/qbm") != std::string::npos);
        QVERIFY((error.english() + error.detail).find("geheim") == std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TstValues)
#include "tst_values.moc"
