// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/environment.h"
#include "core/base/file.h"
#include "core/config/profile.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace std::chrono_literals;
using namespace qbm;
using namespace qbm::config;
using Kind = SecretReference::Kind;

class TstSecretResolver : public QObject {
    Q_OBJECT

private slots:
    void none_andPgpass_giveNoSecret();
    void environment_variable_isRead();
    void environment_withdrawnVariable_isStillFoundByItsName();
    void environment_unsetOrEmpty_isNotFound();
    void file_private_isReadWithoutLineEnd_data();
    void file_private_isReadWithoutLineEnd();
    void file_readableByOthers_isDenied_data();
    void file_readableByOthers_isDenied();
    void file_unusable_isAnError();
    void kubeSecret_isReadThroughTheGivenFunction();
    void kubeSecret_withoutFunction_isUnsupported();
    void keyring_withoutService_isUnsupportedAtOnce();

private:
    Result<std::optional<Secret>> resolve(Kind kind, const std::string& location)
    {
        return SecretResolver().resolve({kind, location}, m_context);
    }
    std::filesystem::path write(const std::string& content, unsigned mode = 0600) const
    {
        const auto file = std::filesystem::path(m_folder.path().toStdString()) / "secret";
        (void)writeFileDurably(file, content, mode);
        return file;
    }

    QTemporaryDir m_folder;
    TaskContext m_context;
};

void TstSecretResolver::none_andPgpass_giveNoSecret()
{
    QVERIFY(!resolve(Kind::None, "").value());
    QVERIFY(!resolve(Kind::PgPass, "").value());
}

void TstSecretResolver::environment_variable_isRead()
{
    qputenv("QBM_TEST_SECRET", "hunter2\n");
    QCOMPARE(resolve(Kind::Environment, "QBM_TEST_SECRET").value()->reveal(), std::string("hunter2\n"));
}

void TstSecretResolver::environment_withdrawnVariable_isStillFoundByItsName()
{
    qputenv("QBM_TEST_WITHDRAWN", "hunter2");
    withdrawVariable("QBM_TEST_WITHDRAWN");
    QVERIFY(!qEnvironmentVariableIsSet("QBM_TEST_WITHDRAWN"));
    QCOMPARE(resolve(Kind::Environment, "QBM_TEST_WITHDRAWN").value()->reveal(), std::string("hunter2"));
}

void TstSecretResolver::environment_unsetOrEmpty_isNotFound()
{
    qunsetenv("QBM_TEST_SECRET");
    const auto unset = resolve(Kind::Environment, "QBM_TEST_SECRET");
    QCOMPARE(unset.error().kind, ErrorKind::NotFound);
    QCOMPARE(unset.error().message.english(), std::string("The environment variable QBM_TEST_SECRET, which is to hold a secret, is not set."));
    qputenv("QBM_TEST_SECRET", "");
    QCOMPARE(resolve(Kind::Environment, "QBM_TEST_SECRET").error().kind, ErrorKind::NotFound);
}

void TstSecretResolver::file_private_isReadWithoutLineEnd_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("secret");
    QTest::newRow("plain") << QByteArray("hunter2") << QByteArray("hunter2");
    QTest::newRow("line end") << QByteArray("hunter2\n") << QByteArray("hunter2");
    QTest::newRow("dos line end") << QByteArray("hunter2\r\n") << QByteArray("hunter2");
    QTest::newRow("blanks stay") << QByteArray(" hunter 2 \n") << QByteArray(" hunter 2 ");
    QTest::newRow("inner lines stay") << QByteArray("a\nb\n") << QByteArray("a\nb");
    QTest::newRow("largest") << QByteArray(64 * 1024, 'x') << QByteArray(64 * 1024, 'x');
}

void TstSecretResolver::file_private_isReadWithoutLineEnd()
{
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, secret);
    for (const unsigned mode : {0600U, 0400U}) {
        const auto found = resolve(Kind::File, write(content.toStdString(), mode).string());
        QVERIFY(found);
        QCOMPARE((*found)->reveal(), secret.toStdString());
    }
}

void TstSecretResolver::file_readableByOthers_isDenied_data()
{
    QTest::addColumn<unsigned>("mode");
    for (const unsigned mode : {0640U, 0604U, 0620U, 0602U, 0610U, 0644U, 0666U, 0777U})
        QTest::addRow("%o", mode) << mode;
}

void TstSecretResolver::file_readableByOthers_isDenied()
{
    QFETCH(unsigned, mode);
    const auto file = write("hunter2", mode);
    const auto found = resolve(Kind::File, file.string());
    QVERIFY(!found);
    QCOMPARE(found.error().kind, ErrorKind::Denied);
    QCOMPARE(found.error().message.english(),
        "Other users have rights on the secret in " + file.string() + "; take them away with: chmod 600 " + file.string());
}

void TstSecretResolver::file_unusable_isAnError()
{
    QCOMPARE(resolve(Kind::File, "/no/such/secret").error().kind, ErrorKind::NotFound);
    QCOMPARE(resolve(Kind::File, m_folder.path().toStdString()).error().kind, ErrorKind::InvalidInput);
    QCOMPARE(resolve(Kind::File, write("").string()).error().kind, ErrorKind::BadData);
    QCOMPARE(resolve(Kind::File, write("\n").string()).error().kind, ErrorKind::BadData);
    QCOMPARE(resolve(Kind::File, write(std::string(64 * 1024 + 1, 'x')).string()).error().kind, ErrorKind::BadData);
    const std::string fifo = (m_folder.path() + "/fifo").toStdString();
    QCOMPARE(::mkfifo(fifo.c_str(), 0600), 0);
    QCOMPARE(resolve(Kind::File, fifo).error().kind, ErrorKind::InvalidInput); // and does not hang
}

void TstSecretResolver::kubeSecret_isReadThroughTheGivenFunction()
{
    const SecretResolver resolver([](const std::string& nameSpace, const std::string& name, const std::string& key, TaskContext&) {
        return Result<Secret>(Secret(nameSpace + "|" + name + "|" + key));
    });
    QCOMPARE(resolver.resolve({Kind::KubeSecret, "ns/app/pass.txt"}, m_context).value()->reveal(), std::string("ns|app|pass.txt"));

    const SecretResolver failing([](const std::string&, const std::string&, const std::string&, TaskContext&) -> Result<Secret> {
        return fail(ErrorKind::Denied, "forbidden");
    });
    QCOMPARE(failing.resolve({Kind::KubeSecret, "ns/app/key"}, m_context).error().kind, ErrorKind::Denied);
}

void TstSecretResolver::kubeSecret_withoutFunction_isUnsupported()
{
    const auto found = resolve(Kind::KubeSecret, "ns/app/key");
    QCOMPARE(found.error().kind, ErrorKind::Unsupported);
    QCOMPARE(found.error().message.english(), std::string("The secret ns/app/key is kept in a cluster, but the profile names none."));
}

void TstSecretResolver::keyring_withoutService_isUnsupportedAtOnce()
{
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/no/such/bus");
    const auto begin = std::chrono::steady_clock::now();
    const auto found = resolve(Kind::Keyring, "qbm/test");
    QVERIFY(!found);
    QCOMPARE(found.error().kind, ErrorKind::Unsupported);
    QVERIFY(found.error().message.english().find("file:PATH") != std::string::npos);
    QCOMPARE(storeInKeyring("qbm/test", Secret("hunter2")).error().kind, ErrorKind::Unsupported);
    QVERIFY(std::chrono::steady_clock::now() - begin < 5s);

    std::stop_source source;
    source.request_stop();
    TaskContext stopped(source.get_token());
    QCOMPARE(SecretResolver().resolve({Kind::Keyring, "qbm/test"}, stopped).error().kind, ErrorKind::Cancelled);
}

QTEST_APPLESS_MAIN(TstSecretResolver)
#include "tst_secret_resolver.moc"
