// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/config/alert_matchers.h"
#include "core/config/profile.h"

#include <QTemporaryDir>
#include <QTest>

using namespace qbm;
using namespace qbm::config;
using Kind = SecretReference::Kind;

namespace {

const std::string kAgeKey = "age1lvd4n0jr7hrasyv9dhs3aujnfasautuddxs2w3rar9j4c280z3ws5mxrdt";

} // namespace

/// The section `backups` of a profile.
class TstProfileBackups : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;

    std::filesystem::path folder() const { return m_folder->path().toStdString(); }
    std::filesystem::path write(const std::string& name, const std::string& content) const
    {
        (void)writeFileDurably(folder() / name, content, 0600);
        return folder() / name;
    }
    Result<Profile> load(const std::string& backups) const
    {
        return loadProfile(write("p.yaml", "name: x\ntier: lab\nbackups:\n" + backups));
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        qputenv("HOME", m_folder->path().toUtf8());
    }

    void load_folderAlone_hasDefaults()
    {
        const auto profile = load("  folder: dumps\n").value();
        Backups expected;
        expected.folder = folder() / "dumps";
        QVERIFY(profile.backups == expected);
        QCOMPARE(profile.backups.format, std::string("fast"));
        QCOMPARE(profile.backups.keep.days, 30);
    }

    void load_everyKey_isRead()
    {
        write("secret", "x");
        write("ca.pem", "x");
        const auto profile = load(R"(  folder: /var/backups/qbm
  format: directory
  checksums: false
  jobs: 4
  stall-seconds: 300
  encrypt-to: )"
            + kAgeKey + R"(
  identity: ~/age/identity
  maximum-age-hours: 50
  keep: {days: 0, last: 5, daily: 7, weekly: 8, monthly: 12, maximum-bytes: 50 GB}
  copies:
    - {name: nas, folder: /mnt/nas/qbm, retention: same}
    - name: s3
      url: https://s3.example.org/
      region: eu-central-1
      bucket: qbm-backups
      prefix: qbm/production
      key-id: AKIAIOSFODNN7EXAMPLE
      secret: file:secret
      ca: ca.pem
)"
            "  silence: cluster=\"a\",namespace=~\"qbm.*\"\n");
        QVERIFY2(profile, profile ? "" : profile.error().english().c_str());
        Backups expected;
        expected.folder = "/var/backups/qbm";
        expected.format = "directory";
        expected.checksums = false;
        expected.jobs = 4;
        expected.stallSeconds = 300;
        expected.encryptTo = kAgeKey;
        expected.identity = folder() / "age/identity";
        expected.maximumAgeHours = 50;
        expected.keep = {0, 5, 7, 8, 12, 50'000'000'000};
        expected.copies.push_back({.name = "nas", .folder = "/mnt/nas/qbm", .retention = "same"});
        expected.copies.push_back({"s3", {}, "https://s3.example.org", "eu-central-1", "qbm-backups", "qbm/production/",
            "AKIAIOSFODNN7EXAMPLE", {Kind::File, (folder() / "secret").string()}, folder() / "ca.pem"});
        expected.silence = "cluster=\"a\",namespace=~\"qbm.*\"";
        QVERIFY(profile->backups == expected);
    }

    void parseAlertMatchers_allOperatorsAndEscapes()
    {
        const auto matchers
            = parseAlertMatchers(" a=\"x,y\" , b_1 != \"\",c=~\"q|r\",_d!~\"\\\\d\\\"\\n\"").value();
        const std::vector<AlertMatcher> expected{{"a", "x,y", false, true}, {"b_1", "", false, false},
            {"c", "q|r", true, true}, {"_d", "\\d\"\n", true, false}};
        QVERIFY(matchers == expected);
    }

    void parseAlertMatchers_wrong_isRefused_data()
    {
        QTest::addColumn<QString>("written");
        QTest::newRow("nothing") << "";
        QTest::newRow("no quotes") << "a=b";
        QTest::newRow("open quotes") << "a=\"b";
        QTest::newRow("label of digits") << "1a=\"b\"";
        QTest::newRow("no label") << "=\"b\"";
        QTest::newRow("no operator") << "a\"b\"";
        QTest::newRow("unknown operator") << "a<\"b\"";
        QTest::newRow("unknown escape") << "a=\"\\d\"";
        QTest::newRow("comma at the end") << "a=\"b\",";
        QTest::newRow("two without comma") << "a=\"b\" c=\"d\"";
        QTest::newRow("nearly everything") << "a!=\"b\",c=\"\"";
    }
    void parseAlertMatchers_wrong_isRefused()
    {
        QFETCH(QString, written);
        const auto matchers = parseAlertMatchers(written.toStdString());
        QVERIFY(!matchers && matchers.error().kind == ErrorKind::InvalidInput);
        const auto profile = load("  folder: /b\n  silence: '" + written.toStdString() + "'\n");
        QVERIFY(!profile);
        const std::string why = profile.error().english();
        QVERIFY2(why.find("p.yaml:5: backups.silence: expected matchers of alerts") != std::string::npos, why.c_str());
    }

    void load_sizes_data()
    {
        QTest::addColumn<QString>("written");
        QTest::addColumn<quint64>("bytes");
        QTest::newRow("number") << "123456789012" << quint64(123'456'789'012);
        QTest::newRow("bytes") << "5 B" << quint64(5);
        QTest::newRow("powers of 1000") << "50 GB" << quint64(50'000'000'000);
        QTest::newRow("powers of 1024") << "2TiB" << quint64(2) * 1024 * 1024 * 1024 * 1024;
    }
    void load_sizes()
    {
        QFETCH(QString, written);
        QFETCH(quint64, bytes);
        const auto profile = load("  folder: /b\n  keep: {maximum-bytes: " + written.toStdString() + "}\n");
        QCOMPARE(quint64(profile.value().backups.keep.maximumBytes.value()), bytes);
    }

    void load_wrongValue_saysExactlyWhatIsWrong_data()
    {
        QTest::addColumn<QString>("yaml");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const QString& yaml, const QString& message) {
            QTest::newRow(name) << "  folder: /b\n" + yaml << message;
        };
        row("unknown key", "  formt: fast\n", "5: backups.formt is not known; did you mean backups.format?");
        row("format", "  format: tar\n", "5: backups.format: expected guide, fast or directory, found \"tar\".");
        row("checksums", "  checksums: maybe\n", "5: backups.checksums: expected true or false, found \"maybe\".");
        row("jobs", "  jobs: 0\n", "5: backups.jobs: expected a number from 1 to 64, found \"0\".");
        row("stall", "  stall-seconds: 1\n",
            "5: backups.stall-seconds: expected a number from 5 to 86400, found \"1\".");
        row("age", "  maximum-age-hours: never\n",
            "5: backups.maximum-age-hours: expected a number from 1 to 8760, found \"never\".");
        row("keep a number", "  keep: 30\n",
            "5: backups.keep: expected the keys days, last, daily, weekly, monthly and maximum-bytes, found a single "
            "value.");
        row("days", "  keep:\n    days: -1\n",
            "6: backups.keep.days: expected a number from 0 to 100000, found \"-1\".");
        const QString size = "6: backups.keep.maximum-bytes: expected a size such as 50 GB, 50 GiB or a number of "
                             "bytes, found ";
        row("size", "  keep:\n    maximum-bytes: 50 gigs\n", size + "\"50 gigs\".");
        row("size 0", "  keep:\n    maximum-bytes: 0\n", size + "\"0\".");
        row("size too large", "  keep:\n    maximum-bytes: 99999999 TB\n", size + "\"99999999 TB\".");
        row("recipient", "  encrypt-to: somebody\n",
            "5: backups.encrypt-to: expected a public key: an age recipient (age1...) or a GnuPG fingerprint of 40 "
            "hexadecimal digits. What stands there is not shown here.");
        row("copies no list", "  copies: nas\n", "5: backups.copies: expected a list, found \"nas\".");
        row("copy no map", "  copies: [nas]\n",
            "5: backups.copies[0]: expected the keys name, folder, url, region, bucket, prefix, key-id, secret, ca and "
            "retention, "
            "found a single value.");
        row("copy without name", "  copies:\n  - folder: /c\n",
            "6: backups.copies[0].name is missing; expected a short name without \"/\" and blanks.");
        row("copy name", "  copies:\n  - {name: a/b, folder: /c}\n",
            "6: backups.copies[0].name: expected a short name without \"/\" and blanks, found \"a/b\".");
        row("copy name twice", "  copies:\n  - {name: a, folder: /c}\n  - {name: a, folder: /d}\n",
            "7: backups.copies[1].name: expected a name that no other copy has, found \"a\".");
        row("copy retention", "  copies:\n  - {name: a, folder: /c, retention: 30}\n",
            "6: backups.copies[0].retention: expected off or same, found \"30\".");
        row("copy to nowhere", "  copies:\n  - name: a\n",
            "6: backups.copies[0].url is missing; expected an address such as https://s3.example.org, or else folder.");
        row("copy to itself", "  copies:\n  - {name: a, folder: /x/../b}\n",
            "6: backups.copies[0].folder: expected another folder than backups.folder, found \"/x/../b\".");
        row("copy to folder and url", "  copies:\n  - {name: a, folder: /c, url: https://h}\n",
            "6: backups.copies[0].url: expected nothing, since this copy goes to a folder. What stands there is not "
            "shown here.");
        row("url", "  copies:\n  - {name: a, url: s3.example.org}\n",
            "6: backups.copies[0].url: expected an address such as http://host:9090, without user, password and "
            "query, found \"s3.example.org\".");
        row("no bucket", "  copies:\n  - {name: a, url: https://h}\n",
            "6: backups.copies[0].bucket is missing; expected a bucket's name of 3 to 63 lower-case letters, digits, "
            "\".\" and \"-\".");
        row("bucket", "  copies:\n  - {name: a, url: https://h, bucket: My_Bucket}\n",
            "6: backups.copies[0].bucket: expected a bucket's name of 3 to 63 lower-case letters, digits, \".\" and "
            "\"-\", found \"My_Bucket\".");
        row("prefix", "  copies:\n  - {name: a, url: https://h, bucket: abc, prefix: /x}\n",
            "6: backups.copies[0].prefix: expected names separated by single \"/\", such as qbm/production/, found "
            "\"/x\".");
        row("no key", "  copies:\n  - {name: a, url: https://h, bucket: abc, secret: env:S}\n",
            "6: backups.copies[0].key-id is missing; expected the public half of an access key.");
        row("no secret", "  copies:\n  - {name: a, url: https://h, bucket: abc, key-id: k}\n",
            "6: backups.copies[0].secret is missing; expected a reference to the secret key (env:NAME, file:PATH or "
            "keyring:ITEM).");
    }
    void load_wrongValue_saysExactlyWhatIsWrong()
    {
        QFETCH(QString, yaml);
        QFETCH(QString, message);
        const auto profile = load(yaml.toStdString());
        QVERIFY(!profile);
        QCOMPARE(profile.error().kind, ErrorKind::InvalidInput);
        QCOMPARE(QString::fromStdString(profile.error().message.english()),
            QString::fromStdString((folder() / "p.yaml").string()) + ":" + message);
    }

    void load_secretInPlace_isNeverShown_data()
    {
        QTest::addColumn<QString>("yaml");
        QTest::newRow("secret key") << "  copies:\n  - {name: a, url: https://h, bucket: abc, key-id: k, secret: "
                                       "hunter2}\n";
        QTest::newRow("secret key beside folder") << "  copies:\n  - {name: a, folder: /c, secret: hunter2}\n";
        QTest::newRow("secret half of an age key") << "  encrypt-to: AGE-SECRET-KEY-1hunter2\n";
    }
    void load_secretInPlace_isNeverShown()
    {
        QFETCH(QString, yaml);
        const auto profile = load("  folder: /b\n" + yaml.toStdString());
        QVERIFY(!profile);
        QVERIFY(profile.error().english().find("hunter2") == std::string::npos);
    }

    void save_thenLoad_givesTheSame()
    {
        Profile profile;
        profile.name = "x";
        profile.backups.folder = folder() / "backups";
        profile.backups.format = "guide";
        profile.backups.checksums = false;
        profile.backups.jobs = 8;
        profile.backups.stallSeconds = 60;
        profile.backups.encryptTo = "0123456789012345678901234567890123456789";
        profile.backups.identity = folder() / "not here";
        profile.backups.maximumAgeHours = 100;
        profile.backups.keep = {0, 1, 2, 3, 4, 5'000'000'000'000};
        profile.backups.copies.push_back({.name = "nas", .folder = "/mnt/n a:s"});
        profile.backups.copies.push_back({"s3", {}, "http://localhost:9000", "us-east-1", "abc", "a b/", "key",
            {Kind::Keyring, "qbm/s3"}, write("ca.pem", "x")});
        QVERIFY(saveProfile(profile, folder() / "p.yaml"));
        const auto loaded = loadProfile(folder() / "p.yaml");
        QVERIFY2(loaded, loaded ? "" : loaded.error().english().c_str());
        QVERIFY(*loaded == profile);
    }
    void save_defaults_areNotWritten()
    {
        Profile profile;
        profile.name = "x";
        QVERIFY(profileToYaml(profile).find("backups") == std::string::npos);
        profile.backups.folder = "/b";
        QVERIFY(profileToYaml(profile).find("backups:\n  folder: /b\n") != std::string::npos);
        QVERIFY(profileToYaml(profile).find("format") == std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TstProfileBackups)
#include "tst_profile_backups.moc"
