// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/environment.h"
#include "core/base/printable.h"
#include "core/base/terminal_colours.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <cstdlib>

using namespace qbm;

class TstPrintable : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void text_thatActsOnATerminal_isShownAsEscapes_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("shown");
        QTest::newRow("colour") << QByteArray("a\x1b[31mb") << QByteArray("a\\x1b[31mb");
        QTest::newRow("title") << QByteArray("\x1b]0;x\x07") << QByteArray("\\x1b]0;x\\x07");
        QTest::newRow("nul") << QByteArray("a\0b", 3) << QByteArray("a\\x00b");
        QTest::newRow("carriage return, backspace, delete") << QByteArray("\r\b\x7f") << QByteArray("\\x0d\\x08\\x7f");
        QTest::newRow("C1 in UTF-8") << QByteArray("\xc2\x9b"
                                                   "2J")
                                     << QByteArray("\\x9b2J");
        QTest::newRow("C1 as a byte") << QByteArray("\x9b"
                                                    "2J")
                                      << QByteArray("\\x9b2J");
        QTest::newRow("direction") << QByteArray("x\xe2\x80\xaegnp.exe\xe2\x81\xa6") << QByteArray("x\\u202egnp.exe\\u2066");
        QTest::newRow("Latin-1") << QByteArray("caf\xe9") << QByteArray("caf\\xe9");
        QTest::newRow("overlong") << QByteArray("\xc0\x9b") << QByteArray("\\xc0\\x9b");
        QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << QByteArray("\\xed\\xa0\\x80");
        QTest::newRow("begun and left") << QByteArray("\xe4\xbd"
                                                      "a")
                                        << QByteArray("\\xe4\\xbd"
                                                      "a");
        QTest::newRow("words") << QByteArray("数据 é \U0001F600 ✓\n\tb") << QByteArray("数据 é \U0001F600 ✓\n\tb");
    }
    void text_thatActsOnATerminal_isShownAsEscapes()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, shown);
        QCOMPARE(QByteArray::fromStdString(printable(text.toStdString())), shown);
        PrintableFilter filter; // and in pieces of one byte
        std::string out;
        for (const char byte : text.toStdString())
            out += filter.add({&byte, 1});
        out += filter.finish();
        QCOMPARE(QByteArray::fromStdString(out), shown);
    }
    void line_withLineEnds_staysOneLine()
    {
        QCOMPARE(printableLine("a\nb\tc\r"), std::string("a\\nb\\tc\\x0d"));
    }
    void json_withControlCharacters_saysTheSameToAParser()
    {
        const std::string document = printableJson("{\n  \"a\": \"\xc2\x9b x\x7f \xe2\x80\xae \xc3\xa9\"\n}\n");
        QCOMPARE(document, std::string("{\n  \"a\": \"\\u009b x\\u007f \\u202e \xc3\xa9\"\n}\n"));
        const auto parsed = QJsonDocument::fromJson(QByteArray::fromStdString(document));
        QCOMPARE(parsed.object()["a"].toString(), QString::fromUtf8("\xc2\x9b x\x7f \xe2\x80\xae \xc3\xa9"));
    }
    void colours_areLeftOut_whatActsStays()
    {
        QCOMPARE(withoutColours("\x1b[1;31mERROR\x1b[0m \x1b[38;5;196mx\x1b[m"), std::string("ERROR x"));
        for (const char* text : {"", "plain", "\x1b", "\x1b[", "\x1b[31", "\x1b[2J", "\x1b]0;title\x07"})
            QCOMPARE(withoutColours(text), std::string(text));
    }
    void variables_withdrawn_actNoMoreButAreFoundByName()
    {
        ::setenv("QBMTEST_ONE", "1", 1);
        ::setenv("QBMTEST_TWO", "", 1);
        ::setenv("QBMTES", "stays", 1);
        withdrawVariables("QBMTEST_");
        QVERIFY(std::getenv("QBMTEST_ONE") == nullptr);
        QVERIFY(std::getenv("QBMTEST_TWO") == nullptr);
        QCOMPARE(std::getenv("QBMTES"), "stays");
        QCOMPARE(environmentVariable("QBMTEST_ONE"), std::optional<std::string>("1"));
        QCOMPARE(environmentVariable("QBMTEST_TWO"), std::optional<std::string>(""));
        QCOMPARE(environmentVariable("QBMTES"), std::optional<std::string>("stays"));
        QVERIFY(!environmentVariable("QBMTEST_THREE"));
        ::setenv("QBMTEST_ONE", "2", 1);
        QCOMPARE(environmentVariable("QBMTEST_ONE"), std::optional<std::string>("2"));
    }
};

QTEST_APPLESS_MAIN(TstPrintable)
#include "tst_printable.moc"
