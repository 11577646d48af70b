// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/base/sha256.h"
#include "core/base/tier.h"

#include <QTest>

using namespace qbm;

namespace {

Result<int> parsePositive(int value)
{
    if (value <= 0)
        return fail(ErrorKind::InvalidInput, text("%1 is not positive", value), "evidence");
    return value;
}

Result<int> twice(int value)
{
    QBM_TRY(parsed, parsePositive(value));
    return parsed * 2;
}

Result<> only(int value)
{
    QBM_CHECK(parsePositive(value).map([](int) {}));
    return {};
}

} // namespace

class TstText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fillTemplate_placeholders_areReplaced_data()
    {
        QTest::addColumn<QString>("templ");
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("expected");
        QTest::newRow("in order") << "Scale %1 to %2" << QStringList{"backend", "5"} << "Scale backend to 5";
        QTest::newRow("other order") << "%2 before %1" << QStringList{"a", "b"} << "b before a";
        QTest::newRow("twice") << "%1 and %1" << QStringList{"x"} << "x and x";
        QTest::newRow("missing argument stays") << "%1 %2" << QStringList{"x"} << "x %2";
        QTest::newRow("percent sign alone") << "100 %" << QStringList{"x"} << "100 %";
        QTest::newRow("argument with a placeholder is not filled again") << "%1 %2" << QStringList{"%2", "y"} << "%2 y";
        QTest::newRow("no arguments leaves all") << "50%1" << QStringList{} << "50%1";
    }
    void fillTemplate_placeholders_areReplaced()
    {
        QFETCH(QString, templ);
        QFETCH(QStringList, arguments);
        QFETCH(QString, expected);
        std::vector<std::string> filled;
        for (const QString& argument : arguments)
            filled.push_back(argument.toStdString());
        QCOMPARE(QString::fromStdString(fillTemplate(templ.toStdString(), filled)), expected);
    }
    void text_argumentKinds_becomeStrings()
    {
        QCOMPARE(text("%1|%2|%3|%4", "a", std::string("b"), 3, text("<%1>", 4)).english(), std::string("a|b|3|<4>"));
    }
    void text_sentenceAsArgument_staysASentence()
    {
        const Text outer = text("%1 did not answer: %2", "Redis", text("%1 is full", "/backups"));
        QCOMPARE(outer.english(), std::string("Redis did not answer: /backups is full"));
        QVERIFY(std::holds_alternative<std::string>(outer.arguments().at(0)));
        QVERIFY(std::get<Text>(outer.arguments().at(1)) == text("%1 is full", "/backups"));
        QVERIFY(!(outer == text("%1 did not answer: %2", "Redis", "/backups is full")));
    }
    void try_error_isHandedOn()
    {
        QCOMPARE(twice(3).value(), 6);
        const auto failed = twice(-1);
        QVERIFY(!failed);
        QVERIFY(failed.error().kind == ErrorKind::InvalidInput);
        QCOMPARE(failed.error().message.english(), std::string("-1 is not positive"));
        QVERIFY(only(1).has_value());
        QVERIFY(!only(0).has_value());
    }
    void error_trail_readsFromOutsideIn()
    {
        Error error{ErrorKind::Unreachable, text("connection refused"), {}, {}};
        error = std::move(error).within(text("connect db")).within(text("restore orders"));
        QCOMPARE(error.english(), std::string("restore orders: connect db: connection refused"));
    }
    void error_inDoubt_isNeverRetryable()
    {
        QVERIFY((!Error{ErrorKind::InDoubt, {}, {}, {}}.retryable()));
        QVERIFY((!Error{ErrorKind::Denied, {}, {}, {}}.retryable()));
        QVERIFY((Error{ErrorKind::Timeout, {}, {}, {}}.retryable()));
    }
    void secret_moveAndCopy_keepTheValueAndEmptyTheSource()
    {
        Secret first("hunter2-hunter2-hunter2-hunter2");
        Secret second = std::move(first);
        QVERIFY(first.empty()); // NOLINT(bugprone-use-after-move): that is the point
        QCOMPARE(second.reveal(), std::string("hunter2-hunter2-hunter2-hunter2"));
        Secret third = second;
        QCOMPARE(third.reveal(), second.reveal());
        third = Secret("short");
        QCOMPARE(third.reveal(), std::string("short"));
        Secret& alias = third;
        third = alias;
        QCOMPARE(third.reveal(), std::string("short"));
    }
    void redact_everyOccurrence_isReplaced()
    {
        QCOMPARE(redact("pw=abc; again abc", Secret("abc")), std::string("pw=***; again ***"));
        QCOMPARE(redact("nothing here", Secret("abc")), std::string("nothing here"));
        QCOMPARE(redact("text", Secret()), std::string("text"));
        QCOMPARE(redact("xgeheimx", Secret("geheim")), std::string("x***x"));
    }
    void redact_shortOnes_spoilNoWord()
    {
        QCOMPARE(redact("The database password=e is wrong", Secret("e")), std::string("The database password=*** is wrong"));
        QCOMPARE(redact("\"e\": e; (e) e", Secret("e")), std::string("\"***\": ***; (***) ***"));
        QCOMPARE(redact("über e_1 e2", Secret("e")), std::string("über e_1 e2"));
        QCOMPARE(redact("It is full-text. pw='-'", Secret("-")), std::string("It is full-text. pw='***'"));
        QCOMPARE(redact("Ends here.", Secret(".")), std::string("Ends here."));
    }
    void sha256_publishedVectors_match()
    {
        // FIPS 180-2, appendix B
        QCOMPARE(sha256Hex("abc"), std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        QCOMPARE(sha256Hex(""), std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        Sha256 pieces;
        pieces.add("abcdbcdecdefdefgefghfghighij");
        pieces.add("hijkijkljklmklmnlmnomnopnopq");
        QCOMPARE(pieces.finish(), std::string("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"));
    }
    void randomHex_twoCalls_differAndHaveTheLength()
    {
        QCOMPARE(randomHex(16).size(), std::size_t(32));
        QVERIFY(randomHex(16) != randomHex(16));
    }
    void tier_names_roundTrip()
    {
        for (const Tier tier : {Tier::Lab, Tier::Development, Tier::Staging, Tier::Production})
            QVERIFY(parseTier(name(tier)) == tier);
        QVERIFY(!parseTier("Production").has_value());
        QVERIFY(!parseTier("").has_value());
    }
};

QTEST_APPLESS_MAIN(TstText)
#include "tst_text.moc"
