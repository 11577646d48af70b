// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compose/backup_settings.h"

#include <QTest>

using namespace qbm;

class TstBackupSettings : public QObject {
    Q_OBJECT
    std::shared_ptr<const config::SecretResolver> m_secrets = std::make_shared<config::SecretResolver>();

private Q_SLOTS:
    void defaults_areTheSameOnBothSides()
    {
        const backup::BackupSettings made = compose::backupSettings({}, m_secrets);
        const backup::BackupSettings standard;
        QCOMPARE(made.format, standard.format);
        QCOMPARE(made.contentChecksums, standard.contentChecksums);
        QCOMPARE(made.jobs, standard.jobs);
        QVERIFY(made.stallTimeout == standard.stallTimeout);
        QVERIFY(made.maximumAge == standard.maximumAge);
        QVERIFY(made.retention == standard.retention);
        QVERIFY(made.encryptTo.empty() && made.identity.empty() && made.copies.empty());
    }

    void everyValue_arrives()
    {
        config::Backups backups;
        backups.format = "directory";
        backups.checksums = false;
        backups.jobs = 5;
        backups.stallSeconds = 7;
        backups.encryptTo = "age1x";
        backups.identity = "/id";
        backups.maximumAgeHours = 50;
        backups.keep = {0, 1, 2, 3, 4, 5};
        backups.copies.push_back({.name = "nas", .folder = "/mnt"});
        backups.copies.push_back({"s3", {}, "https://h", "r", "bucket", "p/q/", "id", {}, "/ca.pem"});
        const backup::BackupSettings made = compose::backupSettings(backups, m_secrets);
        QCOMPARE(made.format, backup::Format::Directory);
        QVERIFY(!made.contentChecksums);
        QCOMPARE(made.jobs, 5);
        QVERIFY(made.stallTimeout == std::chrono::seconds(7));
        QCOMPARE(made.encryptTo, std::string("age1x"));
        QCOMPARE(made.identity, std::filesystem::path("/id"));
        QVERIFY(made.maximumAge == std::chrono::hours(50));
        QVERIFY((made.retention == backup::RetentionPolicy{std::nullopt, 1, 2, 3, 4, 5}));
        QCOMPARE(made.copies.size(), std::size_t(2));
        QCOMPARE(made.copies[0].location(), std::string("/mnt"));
        QVERIFY(!made.copies[0].s3.has_value());
        const backup::S3Place& place = *made.copies[1].s3;
        QCOMPARE(made.copies[1].location(), std::string("https://h/bucket/p/q"));
        QCOMPARE(place.region + place.keyId + place.caFile.string(), std::string("rid/ca.pem"));
    }

    void secretKey_isResolvedWhenAsked()
    {
        config::Backups backups;
        backups.copies.push_back({.name = "s3", .url = "https://h", .bucket = "abc"});
        backups.copies.front().secret = config::parseSecretReference("env:QBM_TEST_S3_SECRET").value();
        const backup::BackupSettings made = compose::backupSettings(backups, m_secrets);
        TaskContext task;
        QCOMPARE(made.copies.front().s3->secretKey(task).error().kind, ErrorKind::NotFound);
        qputenv("QBM_TEST_S3_SECRET", "one");
        QCOMPARE(made.copies.front().s3->secretKey(task)->reveal(), std::string("one"));
        qputenv("QBM_TEST_S3_SECRET", "two");
        QCOMPARE(made.copies.front().s3->secretKey(task)->reveal(), std::string("two"));
    }
};

QTEST_APPLESS_MAIN(TstBackupSettings)
#include "tst_backup_settings.moc"
