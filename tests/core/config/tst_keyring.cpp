// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/config/profile.h"
#include "core/process/process.h"
#include "tests/core/config/secret_service.h"

#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace std::chrono_literals;
using namespace qbm;
using namespace qbm::config;

/// libsecret against a Secret Service on a private bus. libsecret keeps one connection for the process's life, so these
/// tests share bus and service, and the one that silences the service comes last.
class TstKeyring : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void stored_secret_isFoundAgain();
    void stored_again_replaces();
    void absent_item_isNotFound();
    void silentService_stop_endsTheWait();

private:
    static Result<std::optional<Secret>> lookUp(const std::string& item, TaskContext context = {})
    {
        return SecretResolver().resolve({SecretReference::Kind::Keyring, item}, context);
    }

    QTemporaryDir m_folder;
    process::ProcessId m_bus;
    std::unique_ptr<test::SecretService> m_service;
};

void TstKeyring::initTestCase()
{
    if (!process::findProgram("dbus-daemon"))
        QSKIP("dbus-daemon is not installed (package dbus-daemon)");
    const std::filesystem::path log = (m_folder.path() + "/address").toStdString();
    const auto bus = process::startDetached({"dbus-daemon", {"--session", "--nofork", "--nopidfile", "--print-address"}, {}, {}, {}}, log);
    QVERIFY(bus);
    m_bus = *bus;
    std::string address;
    QTRY_VERIFY((address = readFile(log).value_or("")).ends_with('\n'));
    address.pop_back();
    qputenv("DBUS_SESSION_BUS_ADDRESS", address.c_str());
    m_service = std::make_unique<test::SecretService>(address);
}

void TstKeyring::cleanupTestCase()
{
    m_service.reset();
    TaskContext context;
    QVERIFY(process::stop(m_bus, 2s, context));
}

void TstKeyring::stored_secret_isFoundAgain()
{
    const auto stored = storeInKeyring("qbm/prod", Secret("hunter2 \"中\""));
    QVERIFY2(stored, stored ? "" : (stored.error().english() + stored.error().detail).c_str());
    QVERIFY(storeInKeyring("qbm/other", Secret("other")));
    const auto found = lookUp("qbm/prod");
    QVERIFY2(found, found ? "" : (found.error().english() + found.error().detail).c_str());
    QCOMPARE((*found)->reveal(), std::string("hunter2 \"中\""));
}

void TstKeyring::stored_again_replaces()
{
    QVERIFY(storeInKeyring("qbm/twice", Secret("one")));
    QVERIFY(storeInKeyring("qbm/twice", Secret("two")));
    QCOMPARE(lookUp("qbm/twice").value()->reveal(), std::string("two"));
}

void TstKeyring::absent_item_isNotFound()
{
    const auto found = lookUp("qbm/absent");
    QVERIFY(!found);
    QCOMPARE(found.error().kind, ErrorKind::NotFound);
    QCOMPARE(found.error().message.english(), std::string("The keyring holds no item qbm/absent."));
}

void TstKeyring::silentService_stop_endsTheWait()
{
    m_service->fallSilent();
    std::stop_source source;
    std::jthread stopper([&] {
        std::this_thread::sleep_for(200ms);
        source.request_stop();
    });
    const auto begin = std::chrono::steady_clock::now();
    const auto found = lookUp("qbm/prod", TaskContext(source.get_token()));
    QVERIFY(!found);
    QCOMPARE(found.error().kind, ErrorKind::Cancelled);
    QVERIFY(std::chrono::steady_clock::now() - begin < 5s);
}

QTEST_APPLESS_MAIN(TstKeyring)
#include "tst_keyring.moc"
