// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/log.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace qbm;

class TstLog : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::filesystem::path m_file = std::filesystem::path(m_folder.path().toStdString()) / "logs" / "console.log";

private Q_SLOTS:
    void initTestCase() { QVERIFY(log::open(m_file, log::Level::Info).has_value()); }

    void write_line_isJsonWithTheFourKeys()
    {
        log::write(log::Level::Warning, "backup", "said \"no\"\nand 中文");
        log::debug("backup", "below the threshold");
        const QByteArray content = QByteArray::fromStdString(readFile(m_file).value());
        const QList<QByteArray> lines = content.trimmed().split('\n');
        QCOMPARE(lines.size(), 1);
        const QJsonObject line = QJsonDocument::fromJson(lines[0]).object();
        QCOMPARE(line.keys(), (QStringList{"level", "logger", "message", "timestamp"}));
        QCOMPARE(line["level"].toString(), QString("WARNING"));
        QCOMPARE(line["logger"].toString(), QString("backup"));
        QCOMPARE(line["message"].toString(), QString::fromUtf8("said \"no\"\nand 中文"));
        QVERIFY(parseRfc3339(line["timestamp"].toString().toStdString()).has_value());
    }
    void write_manyLines_rotatesAtTenMebibytesAndKeepsFive()
    {
        const std::string message(100'000, 'x');
        for (int i = 0; i < 700; ++i)
            log::info("rotation", message);
        int files = 0;
        for (const auto& entry : std::filesystem::directory_iterator(m_file.parent_path())) {
            ++files;
            QVERIFY(entry.file_size() <= (10u << 20) + 200'000);
        }
        QCOMPARE(files, 5);
    }
    void open_unwritablePlace_isAnErrorNotACrash()
    {
        QVERIFY(!log::open("/proc/nowhere/console.log").has_value());
    }
};

QTEST_APPLESS_MAIN(TstLog)
#include "tst_log.moc"
