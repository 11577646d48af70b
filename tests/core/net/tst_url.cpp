// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/http_client.h"

#include <QTest>

using namespace qbm;

class TstUrl : public QObject {
    Q_OBJECT

private slots:
    void urlEncode_text_isPercentEncoded_data();
    void urlEncode_text_isPercentEncoded();
    void queryString_parameters_areJoined();
};

void TstUrl::urlEncode_text_isPercentEncoded_data()
{
    QTest::addColumn<QByteArray>("plain");
    QTest::addColumn<QByteArray>("encoded");
    QTest::newRow("empty") << QByteArray() << QByteArray();
    QTest::newRow("unreserved") << QByteArray("AZaz09-._~") << QByteArray("AZaz09-._~");
    QTest::newRow("reserved") << QByteArray(":/?#[]@!$&'()*+,;=") << QByteArray("%3A%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D");
    QTest::newRow("space and percent") << QByteArray("a b%c") << QByteArray("a%20b%25c");
    QTest::newRow("promql") << QByteArray("rate(x{a=\"b\"}[5m])") << QByteArray("rate%28x%7Ba%3D%22b%22%7D%5B5m%5D%29");
    QTest::newRow("utf-8") << QByteArray("é中") << QByteArray("%C3%A9%E4%B8%AD");
    QTest::newRow("control and zero bytes") << QByteArray("\0\n\x7f", 3) << QByteArray("%00%0A%7F");
}

void TstUrl::urlEncode_text_isPercentEncoded()
{
    QFETCH(QByteArray, plain);
    QFETCH(QByteArray, encoded);
    QCOMPARE(net::urlEncode(plain.toStdString()), encoded.toStdString());
}

void TstUrl::queryString_parameters_areJoined()
{
    QCOMPARE(net::queryString({}), std::string());
    QCOMPARE(net::queryString({{"a", "1"}}), std::string("a=1"));
    QCOMPARE(net::queryString({{"a", "1"}, {"b", "x y"}, {"match[]", "up&down=1"}, {"match[]", ""}}),
        std::string("a=1&b=x%20y&match%5B%5D=up%26down%3D1&match%5B%5D="));
}

QTEST_APPLESS_MAIN(TstUrl)
#include "tst_url.moc"
