// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/ascii.h"
#include "core/base/number.h"

#include <QTest>
#include <cmath>
#include <limits>

using namespace qbm;

/// Runs under locales with a decimal comma and with the Turkish i as well.
class TstNumber : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void numbers_haveAPoint_inEveryLocale()
    {
        QCOMPARE(writeNumber(0.1), std::string("0.1"));
        QCOMPARE(writeNumber(1796047020.25), std::string("1796047020.25"));
        QCOMPARE(writeNumber(-3), std::string("-3"));
        QCOMPARE(writeFixed(1796047020, 3), std::string("1796047020.000"));
        QCOMPARE(writeFixed(0.8834, 3), std::string("0.883"));
        QCOMPARE(writeFixed(2.5, 0), std::string("2"));
        QCOMPARE(writeGeneral(0.00012345, 2), std::string("0.00012"));
        QCOMPARE(writeGeneral(0.0000012345, 2), std::string("1.2e-06"));
        QCOMPARE(writeGeneral(1e20, 15), std::string("1e+20"));
    }
    void numbers_ofAnySize_areWritten()
    {
        constexpr double kLargest = std::numeric_limits<double>::max();
        QCOMPARE(writeFixed(kLargest, 3).size(), std::size_t(309 + 4));
        QCOMPARE(*readNumber(writeNumber(kLargest)), kLargest);
        QCOMPARE(*readNumber(writeNumber(0.1 + 0.2)), 0.1 + 0.2);
        QCOMPARE(writeNumber(std::nan("")), std::string("nan"));
    }
    void numbers_areReadWhole()
    {
        QCOMPARE(readNumber("1.5"), std::optional(1.5));
        QCOMPARE(readNumber(" +1.5e3"), std::optional(1500.0));
        for (const char* text : {"", " ", "1,5", "1.5 ", "x", "+", "+-1", "1.5%"})
            QVERIFY2(!readNumber(text), text);
        QCOMPARE(readLeadingNumber("50%"), std::optional(50.0));
        QCOMPARE(readLeadingNumber("1,5"), std::optional(1.0));
        QVERIFY(!readLeadingNumber("%"));
    }
    void wholeNumbers_arePadded()
    {
        QCOMPARE(writePadded(7, 2), std::string("07"));
        QCOMPARE(writePadded(2026, 2), std::string("2026"));
        QCOMPARE(writeHex(0xab, 2), std::string("ab"));
        QCOMPARE(writeHex(0xab, 4), std::string("00ab"));
        QCOMPARE(writeHex(~std::uint64_t{0}, 16), std::string(16, 'f'));
    }
    void letters_areThoseOfAscii_inEveryLocale()
    {
        QCOMPARE(toAsciiLower(std::string_view("TITLE İI")), std::string("title İi"));
        QCOMPARE(toAsciiUpper(std::string_view("title ıi")), std::string("TITLE ıI"));
        for (int byte = 0x80; byte < 0x100; ++byte) {
            const char c = static_cast<char>(byte);
            QVERIFY(!isAsciiAlphanumeric(c) && !isAsciiSpace(c) && toAsciiLower(c) == c && toAsciiUpper(c) == c);
        }
        QVERIFY(isAsciiSpace('\v') && !isAsciiSpace('\b') && isAsciiDigit('0') && !isAsciiDigit('a'));
    }
};

QTEST_APPLESS_MAIN(TstNumber)
#include "tst_number.moc"
