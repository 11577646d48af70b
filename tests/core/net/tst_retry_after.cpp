// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/http_client.h"

#include <QTest>

using namespace qbm;
using std::chrono::milliseconds;

class TstRetryAfter : public QObject {
    Q_OBJECT

private slots:
    void header_secondsOrDate_isThePause_data();
    void header_secondsOrDate_isThePause();
};

void TstRetryAfter::header_secondsOrDate_isThePause_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<qint64>("pauseMs"); // -1: none
    QTest::newRow("none") << QByteArray() << qint64(-1);
    QTest::newRow("zero") << QByteArray("0") << qint64(0);
    QTest::newRow("seconds") << QByteArray("17") << qint64(17'000);
    QTest::newRow("negative") << QByteArray("-1") << qint64(-1);
    QTest::newRow("beyond a day") << QByteArray("99999999999") << qint64(86'400'000);
    QTest::newRow("no number") << QByteArray("soon") << qint64(-1);
    QTest::newRow("date ahead") << QByteArray("Tue, 24 Nov 2026 12:00:30 GMT") << qint64(30'000);
    QTest::newRow("date gone by") << QByteArray("Tue, 24 Nov 2026 11:59:00 GMT") << qint64(0);
    QTest::newRow("date in the old form") << QByteArray("Tuesday, 24-Nov-26 12:00:05 GMT") << qint64(5'000);
}

void TstRetryAfter::header_secondsOrDate_isThePause()
{
    QFETCH(QByteArray, value);
    QFETCH(qint64, pauseMs);
    net::Response response;
    if (!value.isEmpty())
        response.headers.push_back({"retry-after", value.toStdString()});
    const auto pause = net::retryAfter(response, *parseRfc3339("2026-11-24T12:00:00Z"));
    QCOMPARE(qint64(pause.value_or(milliseconds(-1)).count()), pauseMs);
}

QTEST_APPLESS_MAIN(TstRetryAfter)
#include "tst_retry_after.moc"
