// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_text.h"
#include "core/base/utf8.h"

#include <QTest>
#include <nlohmann/json.hpp>

using namespace qbm;

class TstJsonText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bytesThatAreNoUtf8_areReplaced_keysToo()
    {
        QCOMPARE(writeJson(nlohmann::json{{"caf\xe9", "na\xefve"}}), std::string("{\"caf\xef\xbf\xbd\":\"na\xef\xbf\xbdve\"}"));
        QCOMPARE(writeJson(nlohmann::ordered_json{{"b", "\xff"}, {"a", 1}}), std::string("{\"b\":\"\xef\xbf\xbd\",\"a\":1}"));
    }
    void document_isWrittenAsItIs()
    {
        const nlohmann::json document{{"a", {1, 2.5, "é"}}};
        QCOMPARE(writeJson(document), std::string("{\"a\":[1,2.5,\"é\"]}"));
        QVERIFY(nlohmann::json::parse(writeJson(document, 2)) == document);
        QVERIFY(writeJson(document, 2).find("\n  \"a\"") != std::string::npos);
    }

    void utf8_firstOtherByte_isFound_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("at"); // -1: all is UTF-8
        const auto row = [](const char* name, const char* bytes, int at) { QTest::newRow(name) << QByteArray(bytes) << at; };
        row("empty", "", -1);
        row("ascii", "plain", -1);
        row("twoToFour", "é中😀", -1);
        row("latin1", "caf\xe9", 3);
        row("latin1 within", "a\xe9z", 1);
        row("cut off", "a\xe4\xb8", 1);
        row("continuation alone", "\x80", 0);
        row("overlong", "\xc0\xaf", 0);
        row("overlong of three", "\xe0\x80\xaf", 0);
        row("surrogate", "\xed\xa0\x80", 0);
        row("beyond Unicode", "\xf4\x90\x80\x80", 0);
    }
    void utf8_firstOtherByte_isFound()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, at);
        const std::size_t found = findNoUtf8(bytes.toStdString());
        QCOMPARE(found == std::string_view::npos ? -1 : static_cast<int>(found), at);
        QCOMPARE(isUtf8(bytes.toStdString()), at < 0);
    }
};

QTEST_APPLESS_MAIN(TstJsonText)
#include "tst_json_text.moc"
