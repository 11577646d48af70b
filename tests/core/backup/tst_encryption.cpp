// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/archive/verify.h"
#include "core/backup/dump/encryption.h"
#include "core/base/file.h"
#include "core/base/sha256.h"
#include "core/process/process.h"
#include "tests/support/child_process.h"

#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <cstring>
#include <fstream>
#include <random>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace std::chrono_literals;
using namespace qbm;
using namespace qbm::backup;

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kPatience = 20s;

/// Its output and messages together.
std::string runProgram(const char* name, std::vector<std::string> arguments,
    std::map<std::string, std::string> environment = {}, const std::string& input = {})
{
    const fs::path program = process::findProgram(name).value();
    return test::runTool({program, std::move(arguments), std::move(environment), {}, {}}, input).value();
}

/// GnuPG's folder for one user, with the agent it starts ended when this goes.
class GpgHome {
public:
    GpgHome() { ::chmod(m_folder.path().toStdString().c_str(), 0700); }
    ~GpgHome() { (void)runProgram("gpgconf", {"--kill", "all"}, environment()); }
    GpgHome(const GpgHome&) = delete;
    GpgHome& operator=(const GpgHome&) = delete;

    std::string run(std::vector<std::string> arguments, const std::string& input = {}) const
    {
        arguments.insert(arguments.begin(), {"--batch", "--no-tty", "--quiet"});
        return runProgram("gpg", std::move(arguments), environment(), input);
    }
    /// Makes a key without a passphrase. \return its fingerprint
    std::string makeKey(const std::string& user, std::vector<std::string> options, const std::string& expires) const
    {
        options.insert(
            options.end(), {"--passphrase", "", "--quick-generate-key", user, "future-default", "default", expires});
        run(options);
        const std::string list = run({"--with-colons", "--list-keys", user});
        const std::size_t at = list.find("fpr:::::::::");
        return list.substr(at + 12, 40);
    }
    void use() const { qputenv("GNUPGHOME", m_folder.path().toUtf8()); }

private:
    std::map<std::string, std::string> environment() const { return {{"GNUPGHOME", m_folder.path().toStdString()}}; }
    QTemporaryDir m_folder;
};

/// Bytes that no program can make shorter, the same in every run.
std::string noise(std::size_t size)
{
    std::mt19937_64 random(20261124);
    std::string bytes(size, '\0');
    for (std::size_t at = 0; at + 8 <= size; at += 8) {
        const std::uint64_t value = random();
        std::memcpy(bytes.data() + at, &value, 8);
    }
    return bytes;
}

ByteSink into(std::string& out)
{
    return [&out](std::string_view bytes) -> Result<> {
        out += bytes;
        return {};
    };
}

/// The programs this process has running, by number.
std::vector<pid_t> childrenOfOurs()
{
    std::vector<pid_t> children;
    for (const auto& thread : fs::directory_iterator("/proc/self/task")) {
        std::ifstream list(thread.path() / "children");
        for (pid_t pid = 0; list >> pid;)
            children.push_back(pid);
    }
    return children;
}

/// The one child there is, once it has become the program.
pid_t waitForChild(const std::string& program)
{
    for (int i = 0; i < 500; ++i) {
        const auto children = childrenOfOurs();
        if (children.size() == 1
            && readFile("/proc/" + std::to_string(children.front()) + "/comm").value_or("") == program + "\n")
            return children.front();
        std::this_thread::sleep_for(10ms);
    }
    return -1;
}

Result<> feed(ByteFilter& filter, std::string_view bytes)
{
    constexpr std::size_t kPiece = 1u << 18;
    for (; !bytes.empty(); bytes.remove_prefix(std::min(kPiece, bytes.size())))
        QBM_CHECK(filter.write(bytes.substr(0, kPiece)));
    return filter.finish();
}

} // namespace

class TstEncryption : public QObject {
    Q_OBJECT
    TaskContext m_task;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<GpgHome> m_reader, m_writer; // with the secret key, and only with the public one
    std::string m_ageKey, m_gpgKey, m_expiredKey;

    fs::path identity(const std::string& name = "identity") const
    {
        return m_folder->path().toStdString() / fs::path(name);
    }
    Recipient recipient(Encryption encryption) const
    {
        return {encryption, encryption == Encryption::Age ? m_ageKey : m_gpgKey};
    }
    std::string makeAgeIdentity(const std::string& name) const
    {
        const std::string said = runProgram("age-keygen", {"-o", identity(name).string()});
        const std::size_t at = said.find("age1");
        return said.substr(at, said.find_first_of("\r\n", at) - at);
    }
    Result<std::string> encrypt(Encryption encryption, std::string_view plain)
    {
        std::string out;
        QBM_TRY(filter, startEncryption(recipient(encryption), into(out), kPatience, m_task));
        QBM_CHECK(feed(*filter, plain));
        return out;
    }
    Result<std::string> decrypt(Encryption encryption, std::string_view secret, const fs::path& with)
    {
        std::string out;
        QBM_TRY(filter, startDecryption(encryption, with, into(out), kPatience, m_task));
        QBM_CHECK(feed(*filter, secret));
        return out;
    }
    static void addBoth()
    {
        QTest::addColumn<int>("encryption");
        QTest::addRow("age") << int(Encryption::Age);
        QTest::addRow("gpg") << int(Encryption::Gpg);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_reader = std::make_unique<GpgHome>();
        m_writer = std::make_unique<GpgHome>();
        m_ageKey = makeAgeIdentity("identity");
        m_gpgKey = m_reader->makeKey("Backups <backups@example.invalid>", {}, "never");
        m_expiredKey
            = m_reader->makeKey("Old <old@example.invalid>", {"--faked-system-time", "20200101T000000!"}, "1d");
        m_writer->run({"--import"}, m_reader->run({"--export"}));
    }
    void init() { m_reader->use(); }
    void cleanupTestCase()
    {
        m_reader.reset();
        m_writer.reset();
    }

    void parseRecipient_forms()
    {
        QCOMPARE(parseRecipient("").value().encryption, Encryption::None);
        QCOMPARE(parseRecipient(m_ageKey).value().encryption, Encryption::Age);
        const Recipient gpg = parseRecipient("0123 4567 89ab CDEF 0123  4567 89AB CDEF 0123 4567").value();
        QCOMPARE(gpg.encryption, Encryption::Gpg);
        QCOMPARE(gpg.key, std::string("0123456789ABCDEF0123456789ABCDEF01234567"));
        QCOMPARE(parseRecipient("backups@example.invalid").error().kind, ErrorKind::InvalidInput);
        QVERIFY(parseRecipient("0123456789").error().english().find("40 hexadecimal digits") != std::string::npos);
    }
    void parseRecipient_secretKey_isRefusedAndNotShown()
    {
        const std::string key = "AGE-SECRET-KEY-1QQPQQQ";
        const Error error = parseRecipient(key).error();
        QCOMPARE(error.kind, ErrorKind::InvalidInput);
        QVERIFY(error.english().find(key) == std::string::npos);
    }

    void checkRecipient_knownKeys_areUsable_data() { addBoth(); }
    void checkRecipient_knownKeys_areUsable()
    {
        QFETCH(int, encryption);
        m_writer->use();
        QVERIFY(checkRecipient(recipient(Encryption(encryption)), m_task).has_value());
    }
    void checkRecipient_mistypedAgeKey_isRefused()
    {
        Recipient wrong = recipient(Encryption::Age);
        wrong.key.back() = wrong.key.back() == 'q' ? 'p' : 'q';
        QCOMPARE(checkRecipient(wrong, m_task).error().kind, ErrorKind::InvalidInput);
    }
    void checkRecipient_unknownGpgKey_saysHowToImportIt()
    {
        const Error error = checkRecipient({Encryption::Gpg, std::string(40, 'A')}, m_task).error();
        QCOMPARE(error.kind, ErrorKind::NotFound);
        QVERIFY(error.english().find("gpg --import") != std::string::npos);
    }
    void checkRecipient_expiredGpgKey_isRefused()
    {
        const Error error = checkRecipient({Encryption::Gpg, m_expiredKey}, m_task).error();
        QCOMPARE(error.kind, ErrorKind::InvalidInput);
        QVERIFY(error.english().find("has expired") != std::string::npos);
        std::string out;
        const auto filter = startEncryption({Encryption::Gpg, m_expiredKey}, into(out), kPatience, m_task).value();
        QVERIFY(!feed(*filter, "text").has_value());
    }

    void encryption_50Megabytes_comeBackTheSame_data() { addBoth(); }
    void encryption_50Megabytes_comeBackTheSame()
    {
        QFETCH(int, encryption);
        const std::string plain = noise(50u << 20);
        m_writer->use();
        const std::string secret = encrypt(Encryption(encryption), plain).value();
        QVERIFY(secret.size() > plain.size());
        QVERIFY(secret.size() < plain.size() + plain.size() / 100);
        QVERIFY(secret.find(plain.substr(0, 64)) == std::string::npos);
        m_reader->use();
        const std::string back = decrypt(Encryption(encryption), secret, identity()).value();
        QCOMPARE(sha256Hex(back), sha256Hex(plain));
    }
    void encryption_nothing_comesBackAsNothing_data() { addBoth(); }
    void encryption_nothing_comesBackAsNothing()
    {
        QFETCH(int, encryption);
        const std::string secret = encrypt(Encryption(encryption), "").value();
        QVERIFY(!secret.empty());
        QCOMPARE(decrypt(Encryption(encryption), secret, identity()).value(), std::string());
    }
    void encryption_machineWithThePublicKeyOnly_cannotReadItsBackups()
    {
        m_writer->use();
        const std::string secret = encrypt(Encryption::Gpg, "rows").value();
        const Error error = decrypt(Encryption::Gpg, secret, {}).error();
        QCOMPARE(error.kind, ErrorKind::Denied);
        QVERIFY(error.english().find("encrypted for another one") != std::string::npos);
        QCOMPARE(checkIdentity(Encryption::Gpg, {}, m_task).error().kind, ErrorKind::NotFound);
        m_reader->use();
        QVERIFY(checkIdentity(Encryption::Gpg, {}, m_task).has_value());
    }
    void decryption_otherAgeIdentity_isDenied()
    {
        makeAgeIdentity("other");
        const std::string secret = encrypt(Encryption::Age, "rows").value();
        QCOMPARE(decrypt(Encryption::Age, secret, identity("other")).error().kind, ErrorKind::Denied);
    }
    void decryption_lockedGpgKey_isDeniedAtOnce()
    {
        const GpgHome home;
        home.run({"--pinentry-mode", "loopback", "--passphrase", "correct horse", "--quick-generate-key",
            "Locked <locked@example.invalid>", "future-default", "default", "never"});
        const std::string secret = home.run(
            {"--trust-model", "always", "--recipient", "locked@example.invalid", "--output", "-", "--encrypt"}, "rows");
        const GpgHome fresh; // an agent that remembers no passphrase
        fresh.run({"--import"},
            home.run({"--pinentry-mode", "loopback", "--passphrase", "correct horse", "--export-secret-keys"}));
        fresh.use();
        const Error error = decrypt(Encryption::Gpg, secret, {}).error();
        QCOMPARE(error.kind, ErrorKind::Denied);
        QVERIFY2(error.english().find("is locked") != std::string::npos, error.detail.c_str());
    }

    void decryption_damagedFile_isBadData_data()
    {
        QTest::addColumn<int>("encryption");
        QTest::addColumn<bool>("cutOff");
        QTest::addRow("age, cut off") << int(Encryption::Age) << true;
        QTest::addRow("age, changed") << int(Encryption::Age) << false;
        QTest::addRow("gpg, cut off") << int(Encryption::Gpg) << true;
        QTest::addRow("gpg, changed") << int(Encryption::Gpg) << false;
    }
    void decryption_damagedFile_isBadData()
    {
        QFETCH(int, encryption);
        QFETCH(bool, cutOff);
        std::string secret = encrypt(Encryption(encryption), noise(1u << 20)).value();
        if (cutOff)
            secret.resize(secret.size() / 2);
        else
            secret[secret.size() / 2] = static_cast<char>(secret[secret.size() / 2] ^ 1);
        const auto back = decrypt(Encryption(encryption), secret, identity());
        QVERIFY(!back.has_value());
        QCOMPARE(back.error().kind, ErrorKind::BadData);
    }

    void encryption_sinkThatFails_tellsItsError_data() { addBoth(); }
    void encryption_sinkThatFails_tellsItsError()
    {
        QFETCH(int, encryption);
        const ByteSink full
            = [](std::string_view) -> Result<> { return fail(ErrorKind::Exhausted, Text("The disk is full.")); };
        const auto filter = startEncryption(recipient(Encryption(encryption)), full, kPatience, m_task).value();
        QCOMPARE(feed(*filter, noise(8u << 20)).error().message.english(), std::string("The disk is full."));
    }
    void encryption_stopRequested_endsTheProgram_data() { addBoth(); }
    void encryption_stopRequested_endsTheProgram()
    {
        QFETCH(int, encryption);
        std::stop_source stop;
        TaskContext task(stop.get_token());
        std::string out;
        {
            const auto filter = startEncryption(recipient(Encryption(encryption)), into(out), kPatience, task).value();
            QVERIFY(filter->write(noise(1u << 20)).has_value());
            QVERIFY(waitForChild(std::string(name(Encryption(encryption)))) > 0);
            stop.request_stop();
            QCOMPARE(filter->write("more").error().kind, ErrorKind::Cancelled);
        }
        QVERIFY(childrenOfOurs().empty());
    }
    void encryption_killedProgram_isAnError_data() { addBoth(); }
    void encryption_killedProgram_isAnError()
    {
        QFETCH(int, encryption);
        std::string out;
        const auto filter = startEncryption(recipient(Encryption(encryption)), into(out), kPatience, m_task).value();
        QVERIFY(filter->write(noise(1u << 20)).has_value());
        const pid_t child = waitForChild(std::string(name(Encryption(encryption))));
        QVERIFY(child > 0);
        ::kill(child, SIGKILL);
        const auto fed = feed(*filter, noise(8u << 20));
        QVERIFY(!fed.has_value());
        QVERIFY(fed.error().english().find("was ended by signal 9") != std::string::npos);
    }
    void encryption_frozenProgram_timesOut()
    {
        std::string out;
        const auto filter = startEncryption(recipient(Encryption::Age), into(out), 300ms, m_task).value();
        const pid_t child = waitForChild("age");
        QVERIFY(child > 0);
        ::kill(child, SIGSTOP);
        QCOMPARE(feed(*filter, noise(8u << 20)).error().kind, ErrorKind::Timeout);
    }

    void missingProgram_namesThePackage_data()
    {
        QTest::addColumn<int>("encryption");
        QTest::addColumn<QString>("package");
        QTest::addRow("age") << int(Encryption::Age) << "install the package age.";
        QTest::addRow("gpg") << int(Encryption::Gpg) << "install the package gnupg.";
    }
    void missingProgram_namesThePackage()
    {
        QFETCH(int, encryption);
        QFETCH(QString, package);
        const QByteArray path = qgetenv("PATH");
        qputenv("PATH", "/nowhere");
        std::string out;
        const auto checked = checkRecipient(recipient(Encryption(encryption)), m_task);
        const auto identified = checkIdentity(Encryption(encryption), identity(), m_task);
        const auto started = startEncryption(recipient(Encryption(encryption)), into(out), kPatience, m_task);
        qputenv("PATH", path);
        for (const Error& error : {checked.error(), identified.error(), started.error()}) {
            QCOMPARE(error.kind, ErrorKind::NotFound);
            QVERIFY(QString::fromStdString(error.english()).endsWith(package));
        }
    }

    void checkIdentity_absentFile_isNotFound()
    {
        QCOMPARE(checkIdentity(Encryption::Age, identity("none"), m_task).error().kind, ErrorKind::NotFound);
        QCOMPARE(checkIdentity(Encryption::Age, {}, m_task).error().kind, ErrorKind::NotFound);
        QVERIFY(checkIdentity(Encryption::None, {}, m_task).has_value());
    }
    void checkIdentity_readableByOthers_isDenied()
    {
        makeAgeIdentity("open");
        ::chmod(identity("open").c_str(), 0644);
        QCOMPARE(checkIdentity(Encryption::Age, identity("open"), m_task).error().kind, ErrorKind::Denied);
        QVERIFY(!decrypt(Encryption::Age, "", identity("open")).has_value());
        ::chmod(identity("open").c_str(), 0600);
        QVERIFY(checkIdentity(Encryption::Age, identity("open"), m_task).has_value());
    }
    void checkIdentity_fileWithoutAKey_isNoDamagedBackup_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("sentence");
        QTest::newRow("empty") << QByteArray() << QByteArray("is empty");
        QTest::newRow("blank") << QByteArray("\n \n") << QByteArray("is empty");
        QTest::newRow("comment") << QByteArray("# created: 2026\n") << QByteArray("holds no secret key of age");
        QTest::newRow("public key") << QByteArray("age1abc\n") << QByteArray("holds a public key only");
        QTest::newRow("other") << QByteArray("hunter2\n") << QByteArray("holds no secret key of age");
        QTest::newRow("cut") << QByteArray("AGE-SECRET-KEY-1ABC\n") << QByteArray("cannot be used");
    }
    void checkIdentity_fileWithoutAKey_isNoDamagedBackup()
    {
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, sentence);
        QVERIFY(writeFileDurably(identity("odd"), content.toStdString(), 0600).has_value());
        std::string secret;
        const auto filter = startEncryption(recipient(Encryption::Age), into(secret), kPatience, m_task);
        QVERIFY((*filter)->write("words").has_value());
        QVERIFY((*filter)->finish().has_value());
        const auto back = decrypt(Encryption::Age, secret, identity("odd"));
        QVERIFY(!back.has_value());
        QVERIFY2(back.error().kind == ErrorKind::InvalidInput, (back.error().english() + back.error().detail).c_str());
        QVERIFY2(back.error().english().find(sentence.toStdString()) != std::string::npos, back.error().english().c_str());
        QVERIFY(back.error().english().find("damaged") == std::string::npos);
        QVERIFY((back.error().english() + back.error().detail).find("hunter2") == std::string::npos);
    }
    void verify_identityWithoutAKey_isNeitherSoundNorDamaged()
    {
        QVERIFY(writeFileDurably(identity("hollow"), "", 0600).has_value());
        Backup backup;
        backup.name = "qbm_backup_20261124_120000.dump.zst.age";
        backup.file = identity("hollow");
        backup.encryption = Encryption::Age;
        backup.state = BackupState::Complete;
        const auto verified = verifyBackup(backup, identity("hollow"), Tools(), m_task);
        QVERIFY(!verified.has_value());
        QVERIFY2(verified.error().kind == ErrorKind::InvalidInput, verified.error().english().c_str());
        QVERIFY(verified.error().english().find("is empty") != std::string::npos);
    }
    void checkIdentity_lockedFile_isUnsupported()
    {
        QVERIFY(writeFileDurably(identity("locked"), "age-encryption.org/v1\n-> scrypt ...", 0600).has_value());
        QCOMPARE(checkIdentity(Encryption::Age, identity("locked"), m_task).error().kind, ErrorKind::Unsupported);
    }
};

QTEST_APPLESS_MAIN(TstEncryption)
#include "tst_encryption.moc"
