// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/config/profile.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace qbm;
using namespace qbm::config;
using Kind = SecretReference::Kind;

class TstProfile : public QObject {
    Q_OBJECT

private slots:
    void init();
    void load_everyKey_isRead();
    void load_leastProfile_hasDefaults();
    void load_emptySections_haveDefaults();
    void load_paths_areResolved();
    void load_badFile_saysExactlyWhatIsWrong_data();
    void load_badFile_saysExactlyWhatIsWrong();
    void load_secretInPlace_isRefusedAndNeverShown_data();
    void load_secretInPlace_isRefusedAndNeverShown();
    void load_notYaml_isBadDataWithLine();
    void load_missingFile_isNotFound();
    void load_empty_saysWhatIsExpected();
    void save_thenLoad_givesTheSame_data();
    void save_thenLoad_givesTheSame();
    void save_file_isPrivateAndLeavesNothingBeside();
    void save_unloadableProfile_isRefused();
    void reference_text_roundTrips_data();
    void reference_text_roundTrips();
    void reference_other_isRefusedUnseen_data();
    void reference_other_isRefusedUnseen();
    void folders_followXdg();
    void findProfile_nameOrPath_isFound();
    void effectiveFolders_fillInDefaults();

private:
    std::filesystem::path folder() const { return m_folder->path().toStdString(); }
    std::filesystem::path write(const std::string& name, const std::string& content, unsigned mode = 0600) const
    {
        (void)makeFolder((folder() / name).parent_path());
        (void)writeFileDurably(folder() / name, content, mode);
        return folder() / name;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TstProfile::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    qputenv("HOME", m_folder->path().toUtf8());
    qunsetenv("XDG_CONFIG_HOME");
    qunsetenv("XDG_STATE_HOME");
}

void TstProfile::load_everyKey_isRead()
{
    for (const char* name : {"kube/config", "ca.pem", "token"})
        write(name, "x");
    const auto profile = loadProfile(write("all.yaml", R"(# everything
name: Werk Nord
tier: staging
postgres:
  host: db.example.org
  port: 6543
  database: qbm
  user: ops
  password: pgpass
  sslmode: verify-full
redis: {host: "::1", port: 6380, database: 3, user: cache, password: env:REDIS_PASSWORD, prefix: "q:"}
prometheus:
  url: https://metrics.example.org:9090/prefix/
  token: file:token
  ca: ca.pem
alertmanager:
  url: http://localhost:9093
  token: keyring:qbm/alerts
application:
  url: http://[::1]:8000
  token: kube-secret:qbm/app/token
kubernetes:
  kubeconfig: ~/kube/config
  context: prod
  namespace: qbm-2
backups:
  folder: /var/backups/qbm
objectives: {p95-milliseconds: 500, failed-percent: 0, accuracy-percent: 90}
state:
  folder: state
)"));
    QVERIFY2(profile, profile ? "" : profile.error().english().c_str());
    Profile expected;
    expected.name = "Werk Nord";
    expected.tier = Tier::Staging;
    expected.postgres = PostgresAccess{"db.example.org", 6543, "qbm", "ops", {Kind::PgPass, ""}, "verify-full"};
    expected.redis = RedisAccess{"::1", 6380, 3, "cache", {Kind::Environment, "REDIS_PASSWORD"}, "q:"};
    expected.prometheus = HttpAccess{
        "https://metrics.example.org:9090/prefix", {Kind::File, (folder() / "token").string()}, folder() / "ca.pem"};
    expected.alertmanager = HttpAccess{"http://localhost:9093", {Kind::Keyring, "qbm/alerts"}, {}};
    expected.application = HttpAccess{"http://[::1]:8000", {Kind::KubeSecret, "qbm/app/token"}, {}};
    expected.kubernetes = KubernetesAccess{folder() / "kube/config", "prod", "qbm-2"};
    expected.backups.folder = "/var/backups/qbm";
    expected.objectives = {500, 0, 90};
    expected.stateFolder = folder() / "state";
    QVERIFY(*profile == expected);
}

void TstProfile::load_leastProfile_hasDefaults()
{
    const auto profile = loadProfile(write("least.yaml", "name: x\ntier: lab\n"));
    QVERIFY(profile);
    Profile expected;
    expected.name = "x";
    expected.tier = Tier::Lab;
    QVERIFY(*profile == expected);
}

void TstProfile::load_emptySections_haveDefaults()
{
    const auto profile = loadProfile(write("p.yaml", "name: x\ntier: lab\npostgres: {}\nredis: {}\nkubernetes: {}\n"));
    QVERIFY(profile);
    QVERIFY(*profile->postgres == PostgresAccess());
    QVERIFY(*profile->redis == RedisAccess());
    QVERIFY(*profile->kubernetes == KubernetesAccess());
}

void TstProfile::load_paths_areResolved()
{
    const auto profile = loadProfile(
        write("sub/p.yaml", "name: x\ntier: lab\nbackups: {folder: ../backups}\nstate: {folder: \"~/state\"}\n"));
    QVERIFY(profile);
    QCOMPARE(profile->backups.folder, folder() / "backups");
    QCOMPARE(profile->stateFolder, folder() / "state");
}

void TstProfile::load_badFile_saysExactlyWhatIsWrong_data()
{
    QTest::addColumn<QString>("yaml");
    QTest::addColumn<QString>("message");
    const QString head = "name: x\ntier: lab\n";
    const auto row = [](const char* name, const QString& yaml, const QString& message) { QTest::newRow(name) << yaml << message; };
    row("name missing", "tier: lab\n", "1: name is missing; expected a short name without \"/\" that does not begin with a dot.");
    row("tier missing", "name: x\n", "1: tier is missing; expected lab, development, staging or production.");
    row("tier unknown", "name: x\ntier: prod\n", "2: tier: expected lab, development, staging or production, found \"prod\".");
    row("name a path", "name: ../x\ntier: lab\n",
        "1: name: expected a short name without \"/\" that does not begin with a dot, found \"../x\".");
    row("name a list", "name: [a]\ntier: lab\n", "1: name: expected a text, found a list.");
    row("unknown key, near", head + "postgress: {}\n", "3: postgress is not known; did you mean postgres?");
    row("unknown key, far", head + "zebra: 1\n",
        "3: zebra is not known; expected one of name, tier, postgres, redis, prometheus, alertmanager, application, kubernetes, "
        "backups, objectives or state.");
    row("unknown key below", head + "redis:\n  host: h\n  prot: 6379\n", "5: redis.prot is not known; did you mean redis.port?");
    row("unknown key with other case", head + "kubernetes:\n  nameSpace: q\n",
        "4: kubernetes.nameSpace is not known; did you mean kubernetes.namespace?");
    row("key twice", head + "postgres: {}\ntier: lab\n", "4: tier stands here twice, first on line 2.");
    row("key twice below", head + "postgres:\n  host: a\n  host: b\n", "5: postgres.host stands here twice, first on line 4.");
    row("section a value", head + "postgres: db.example.org\n",
        "3: postgres: expected the keys host, port, database, user, password and sslmode, found a single value.");
    row("section empty", head + "backups:\n", "3: backups: expected the keys folder, format, checksums, jobs, stall-seconds, encrypt-to, identity, maximum-age-hours, "
        "keep, copies and silence, found nothing.");
    row("section a list", head + "state: [a]\n", "3: state: expected the keys folder, found a list.");
    row("port a word", head + "postgres:\n  port: abc\n", "4: postgres.port: expected a number from 1 to 65535, found \"abc\".");
    row("objective beyond", head + "objectives:\n  failed-percent: 101\n",
        "4: objectives.failed-percent: expected a number from 0 to 100, found \"101\".");
    row("port 0", head + "redis:\n  port: 0\n", "4: redis.port: expected a number from 1 to 65535, found \"0\".");
    row("port too large", head + "redis:\n  port: 65536\n", "4: redis.port: expected a number from 1 to 65535, found \"65536\".");
    row("port not whole", head + "redis:\n  port: 1.5\n", "4: redis.port: expected a number from 1 to 65535, found \"1.5\".");
    row("port empty", head + "redis:\n  port:\n", "4: redis.port: expected a number from 1 to 65535, found nothing.");
    row("database number", head + "redis:\n  database: -1\n", "4: redis.database: expected a number from 0 to 65535, found \"-1\".");
    row("host with port", head + "postgres:\n  host: db:5432\n",
        "4: postgres.host: expected a host name or an address, without scheme and port, found \"db:5432\".");
    row("host a url", head + "redis:\n  host: redis://h\n",
        "4: redis.host: expected a host name or an address, without scheme and port, found \"redis://h\".");
    row("sslmode", head + "postgres:\n  sslmode: on\n",
        "4: postgres.sslmode: expected disable, allow, prefer, require, verify-ca or verify-full, found \"on\".");
    row("url missing", head + "prometheus:\n  ca: x\n", "3: prometheus.url is missing; expected an address such as http://host:9090.");
    const QString url = "4: prometheus.url: expected an address such as http://host:9090, without user, password and query, found ";
    row("url without scheme", head + "prometheus:\n  url: localhost:9090\n", url + "\"localhost:9090\".");
    row("url without host", head + "prometheus:\n  url: http://\n", url + "\"http://\".");
    row("url with a bad port", head + "prometheus:\n  url: http://h:0\n", url + "\"http://h:0\".");
    row("url with a space", head + "prometheus:\n  url: http://h x\n", url + "\"http://h x\".");
    row("ca file missing", head + "prometheus:\n  url: http://h\n  ca: /no/such/ca.pem\n",
        "5: prometheus.ca: expected the path of a file, but there is no file /no/such/ca.pem.");
    row("kubeconfig missing", head + "kubernetes:\n  kubeconfig: /no/such/kubeconfig\n",
        "4: kubernetes.kubeconfig: expected the path of a file, but there is no file /no/such/kubeconfig.");
    row("secret file missing", head + "redis:\n  password: file:/no/such/secret\n",
        "4: redis.password: expected the path of a file, but there is no file /no/such/secret.");
    row("pgpass elsewhere", head + "redis:\n  password: pgpass\n",
        "4: redis.password: expected env:, file:, keyring: or kube-secret: (pgpass is for PostgreSQL), found \"pgpass\".");
    row("namespace", head + "kubernetes:\n  namespace: QBM\n",
        "4: kubernetes.namespace: expected a namespace of lower-case letters, digits and \"-\", found \"QBM\".");
    row("folder missing", head + "backups: {}\n", "3: backups.folder is missing; expected a path.");
    row("the first of two mistakes", "name: x\ntier: no\npostgres:\n  port: no\n",
        "2: tier: expected lab, development, staging or production, found \"no\".");
}

void TstProfile::load_badFile_saysExactlyWhatIsWrong()
{
    QFETCH(QString, yaml);
    QFETCH(QString, message);
    const auto file = write("bad.yaml", yaml.toStdString());
    const auto profile = loadProfile(file);
    QVERIFY(!profile);
    QCOMPARE(profile.error().kind, ErrorKind::InvalidInput);
    QCOMPARE(QString::fromStdString(profile.error().message.english()), QString::fromStdString(file.string()) + ":" + message);
}

void TstProfile::load_secretInPlace_isRefusedAndNeverShown_data()
{
    QTest::addColumn<QString>("yaml");
    QTest::newRow("password") << "postgres:\n  password: hunter2\n";
    QTest::newRow("number") << "postgres:\n  password: 48151623\n";
    QTest::newRow("near a reference") << "redis:\n  password: 'file: hunter2'\nstate: [] \n";
    QTest::newRow("wrong prefix") << "redis:\n  password: secret:hunter2\n";
    QTest::newRow("token") << "prometheus:\n  url: http://h\n  token: eyJhbGciOihunter2\n";
    QTest::newRow("list") << "postgres:\n  password: [hunter2]\n";
    QTest::newRow("url with password") << "prometheus:\n  url: http://ops:hunter2@h\n";
    QTest::newRow("url with key") << "prometheus:\n  url: http://h/?key=hunter2\n";
    QTest::newRow("bad variable") << "postgres:\n  password: env:hunter2!\n";
    QTest::newRow("bad kube-secret") << "postgres:\n  password: kube-secret:hunter2\n";
}

void TstProfile::load_secretInPlace_isRefusedAndNeverShown()
{
    QFETCH(QString, yaml);
    const auto profile = loadProfile(write("bad.yaml", ("name: x\ntier: lab\n" + yaml).toStdString()));
    QVERIFY(!profile);
    QCOMPARE(profile.error().kind, ErrorKind::InvalidInput);
    const std::string all = profile.error().english() + profile.error().detail;
    if (!yaml.contains("file: ")) // there it is a file's name, and no such file is the mistake
        QVERIFY2(all.find("hunter2") == std::string::npos && all.find("48151623") == std::string::npos, all.c_str());
    if (yaml.contains("  password: hunter2"))
        QVERIFY2(all.ends_with("bad.yaml:4: postgres.password: expected a reference to the secret (env:NAME, file:PATH, keyring:ITEM, "
                               "pgpass or kube-secret:NAMESPACE/NAME/KEY), never the secret itself. What stands there is not shown here."),
            all.c_str());
}

void TstProfile::load_notYaml_isBadDataWithLine()
{
    const auto file = write("bad.yaml", "name: x\ntier: lab\npostgres: {host: h\n");
    const auto profile = loadProfile(file);
    QVERIFY(!profile);
    QCOMPARE(profile.error().kind, ErrorKind::BadData);
    const std::string message = profile.error().message.english();
    QVERIFY2(message.starts_with(file.string() + ":4: this is not YAML: ") || message.starts_with(file.string() + ":3: this is not YAML: "),
        message.c_str());
}

void TstProfile::load_missingFile_isNotFound()
{
    const auto profile = loadProfile(folder() / "none.yaml");
    QVERIFY(!profile);
    QCOMPARE(profile.error().kind, ErrorKind::NotFound);
}

void TstProfile::load_empty_saysWhatIsExpected()
{
    const auto profile = loadProfile(write("bad.yaml", ""));
    QVERIFY(!profile);
    QCOMPARE(profile.error().kind, ErrorKind::InvalidInput);
    QVERIFY(profile.error().message.english().ends_with(
        "bad.yaml:1: expected the keys name, tier, postgres, redis, prometheus, alertmanager, application, kubernetes, backups, "
        "objectives and state, found nothing."));
}

void TstProfile::save_thenLoad_givesTheSame_data()
{
    QTest::addColumn<int>("variant");
    QTest::newRow("least") << 0;
    QTest::newRow("everything") << 1;
    QTest::newRow("awkward texts") << 2;
}

void TstProfile::save_thenLoad_givesTheSame()
{
    QFETCH(int, variant);
    Profile profile;
    profile.name = "x";
    profile.tier = Tier::Development;
    if (variant == 1) {
        profile.postgres = PostgresAccess{"h", 1, "d", "u", {Kind::File, write("secret", "s").string()}, "require"};
        profile.redis = RedisAccess{"h", 65535, 15, "u", {Kind::Environment, "X"}, ""};
        profile.prometheus = HttpAccess{"http://h:9090", {Kind::Keyring, "a b: c # d"}, write("ca.pem", "x")};
        profile.alertmanager = HttpAccess{"https://h", {}, {}};
        profile.application = HttpAccess{"http://127.0.0.1:8000/api", {Kind::KubeSecret, "a/b/c"}, {}};
        profile.kubernetes = KubernetesAccess{write("kubeconfig", "x"), "c", "n"};
        profile.backups.folder = folder() / "backups";
        profile.objectives = {250, 1, 85};
        profile.stateFolder = folder() / "state";
    } else if (variant == 2) {
        profile.name = "null";
        profile.postgres = PostgresAccess{"yes", 5432, "a: b # c", "'quoted\" - *&!%@`", {}, "prefer"};
        profile.redis = RedisAccess{"1e3", 6379, 0, "~", {}, "  spaces "};
        profile.kubernetes = KubernetesAccess{{}, "中文 [x] {y}", "n"};
        profile.stateFolder = folder() / "a folder: with # signs";
    }
    QVERIFY(saveProfile(profile, folder() / "deep/er/p.yaml"));
    const auto loaded = loadProfile(folder() / "deep/er/p.yaml");
    QVERIFY2(loaded, loaded ? "" : loaded.error().english().c_str());
    QCOMPARE(profileToYaml(*loaded), profileToYaml(profile));
    QVERIFY(*loaded == profile);
}

void TstProfile::save_file_isPrivateAndLeavesNothingBeside()
{
    Profile profile;
    profile.name = "x";
    const auto file = write("here/p.yaml", "old", 0644);
    QVERIFY(saveProfile(profile, file));
    struct stat info{};
    QCOMPARE(::stat(file.c_str(), &info), 0);
    QCOMPARE(info.st_mode & 0777U, 0600U);
    QCOMPARE(std::distance(std::filesystem::directory_iterator(file.parent_path()), {}), std::ptrdiff_t(1));
    QVERIFY(loadProfile(file)->tier == Tier::Production);
}

void TstProfile::save_unloadableProfile_isRefused()
{
    Profile profile;
    profile.name = "../evil";
    const auto saved = saveProfile(profile, folder() / "p.yaml");
    QVERIFY(!saved);
    QCOMPARE(saved.error().kind, ErrorKind::InvalidInput);
    QVERIFY(!std::filesystem::exists(folder() / "p.yaml"));
}

void TstProfile::reference_text_roundTrips_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("location");
    QTest::newRow("none") << "" << int(Kind::None) << "";
    QTest::newRow("env") << "env:PGPASSWORD" << int(Kind::Environment) << "PGPASSWORD";
    QTest::newRow("file") << "file:/run/secret" << int(Kind::File) << "/run/secret";
    QTest::newRow("keyring") << "keyring:qbm/prod" << int(Kind::Keyring) << "qbm/prod";
    QTest::newRow("pgpass") << "pgpass" << int(Kind::PgPass) << "";
    QTest::newRow("kube-secret") << "kube-secret:ns/name/key.txt" << int(Kind::KubeSecret) << "ns/name/key.txt";
}

void TstProfile::reference_text_roundTrips()
{
    QFETCH(QString, written);
    const auto reference = parseSecretReference(written.toStdString());
    QVERIFY(reference);
    QTEST(int(reference->kind), "kind");
    QTEST(QString::fromStdString(reference->location), "location");
    QCOMPARE(QString::fromStdString(reference->toString()), written);
}

void TstProfile::reference_other_isRefusedUnseen_data()
{
    QTest::addColumn<QString>("written");
    for (const char* written : {"hunter2", "env:", "env:1hunter2", "env:a-hunter2", "file:", "keyring:", "kube-secret:", "kube-secret:hunter2",
             "kube-secret:a/hunter2", "kube-secret:a//hunter2", "kube-secret:/a/hunter2", "kube-secret:a/hunter2/", "kube-secret:a/b/c/hunter2",
             "pgpass:hunter2", "ENV:hunter2", " env:hunter2"})
        QTest::newRow(written) << QString(written);
}

void TstProfile::reference_other_isRefusedUnseen()
{
    QFETCH(QString, written);
    const auto reference = parseSecretReference(written.toStdString());
    QVERIFY(!reference);
    QCOMPARE(reference.error().kind, ErrorKind::InvalidInput);
    QVERIFY(reference.error().english().find("hunter2") == std::string::npos);
    QVERIFY(reference.error().english().find("kube-secret:NAMESPACE/NAME/KEY") != std::string::npos);
}

void TstProfile::folders_followXdg()
{
    QCOMPARE(profilesFolder(), folder() / ".config/qbm-console/profiles");
    qputenv("XDG_CONFIG_HOME", "/elsewhere");
    QCOMPARE(profilesFolder(), std::filesystem::path("/elsewhere/qbm-console/profiles"));
    qputenv("XDG_CONFIG_HOME", "relative"); // which the specification says to ignore
    QCOMPARE(profilesFolder(), folder() / ".config/qbm-console/profiles");
}

void TstProfile::findProfile_nameOrPath_isFound()
{
    QVERIFY(listProfiles().empty());
    const auto none = findProfile("lab");
    QCOMPARE(none.error().kind, ErrorKind::NotFound);
    QCOMPARE(none.error().message.english(),
        "There is no profile lab: none is kept in " + (folder() / ".config/qbm-console/profiles").string() + " yet.");

    write(".config/qbm-console/profiles/werk.yaml", "");
    write(".config/qbm-console/profiles/lab.yaml", "");
    write(".config/qbm-console/profiles/notes.txt", "");
    QCOMPARE(listProfiles(), (std::vector<std::string>{"lab", "werk"}));
    QCOMPARE(findProfile("lab").value(), profilesFolder() / "lab.yaml");
    QCOMPARE(findProfile((folder() / ".config/qbm-console/profiles/notes.txt").string()).value(), profilesFolder() / "notes.txt");
    QCOMPARE(findProfile("~/.config/qbm-console/profiles/lab.yaml").value(), profilesFolder() / "lab.yaml");
    QCOMPARE(findProfile("prod").error().message.english(), std::string("There is no profile prod; there are: lab, werk."));
    QCOMPARE(findProfile("/no/such.yaml").error().message.english(), std::string("There is no profile file /no/such.yaml."));
}

void TstProfile::effectiveFolders_fillInDefaults()
{
    Profile profile;
    profile.name = "werk";
    QCOMPARE(effectiveStateFolder(profile), folder() / ".local/state/qbm-console/werk");
    QCOMPARE(effectiveBackupFolder(profile), folder() / ".local/state/qbm-console/werk/backups");
    qputenv("XDG_STATE_HOME", "/state");
    QCOMPARE(effectiveStateFolder(profile), std::filesystem::path("/state/qbm-console/werk"));
    profile.stateFolder = "/a";
    QCOMPARE(effectiveBackupFolder(profile), std::filesystem::path("/a/backups"));
    profile.backups.folder = "/b";
    QCOMPARE(effectiveBackupFolder(profile), std::filesystem::path("/b"));
}

QTEST_APPLESS_MAIN(TstProfile)
#include "tst_profile.moc"
