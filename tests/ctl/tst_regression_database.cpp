// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ctl/backup_walk.h"
#include "tests/support/folders.h"

#include <QProcess>
#include <QTest>

using namespace qbm;
using namespace qbm::test;

namespace {

constexpr int kPatienceMs = 1'800'000;
constexpr int kUnavailable = 77; ///< of tests/support/regression-database

} // namespace

/// PostgreSQL's own regression database through every way of restoring. Asked for by name: filling it takes minutes,
/// and the first time Debian's source package is fetched.
class TstRegressionDatabase : public QObject {
    Q_OBJECT
    std::unique_ptr<PostgresServer> m_server, m_other, m_empty;

    void fill(QProcess& process) const
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("PGPASSWORD", QString::fromStdString(m_server->password().reveal()));
        process.setProcessEnvironment(environment);
        process.start(QBM_SOURCE_DIR "/tests/support/regression-database",
            {"fill", QString::fromStdString((m_server->folder() / "suite").string()), "127.0.0.1",
                QString::number(m_server->port()), "postgres"});
        process.waitForFinished(kPatienceMs);
    }
    /// Roles are the server's, not the database's.
    Result<std::string> copyRoles() const
    {
        QBM_TRY(names,
            m_server->sql(
                "SELECT format('CREATE ROLE %I;', rolname) FROM pg_roles WHERE rolname !~ '^(pg_|postgres$)'"));
        return m_other->sql(names);
    }

private Q_SLOTS:
    void initTestCase()
    {
        const std::vector<std::string> settings{
            "wal_level=logical", "max_prepared_transactions=10", "max_locks_per_transaction=256"};
        auto server = PostgresServer::start({.settings = settings});
        auto other = PostgresServer::start({.settings = settings, .initdb = {"--data-checksums"}});
        auto empty = PostgresServer::start({.settings = settings, .initdb = {"--data-checksums"}});
        QVERIFY(server && other && empty);
        m_server = std::move(*server);
        m_other = std::move(*other);
        m_empty = std::move(*empty);
        QProcess process;
        fill(process);
        const QByteArray said = process.readAllStandardOutput() + process.readAllStandardError();
        if (process.exitCode() == kUnavailable)
            QSKIP(("PostgreSQL's regression suite cannot be had: " + said).constData());
        QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, said.constData());
        qInfo("%s", said.trimmed().constData());
        // A dump holds no rows of materialized views: the suite leaves some behind whose sources have changed since.
        const auto refreshed
            = m_server->sql("\\connect regression\nSELECT format('REFRESH MATERIALIZED VIEW %s', oid::regclass)"
                            " FROM pg_class WHERE relkind = 'm' AND relispopulated ORDER BY oid \\gexec");
        QVERIFY2(refreshed.has_value(), refreshed ? "" : refreshed.error().detail.c_str());
        const auto roles = copyRoles();
        QVERIFY2(roles.has_value(), roles ? "" : roles.error().detail.c_str());
    }

    void regression_everyFormatAndWay_comesBackEqual_data()
    {
        QTest::addColumn<QString>("format");
        QTest::newRow("fast") << "fast";
        QTest::newRow("guide") << "guide";
        QTest::newRow("directory") << "directory";
    }
    void regression_everyFormatAndWay_comesBackEqual()
    {
        QFETCH(QString, format);
        BackupWalk walk(*m_server, m_other.get(), "regression",
            "DELETE FROM public.onek WHERE unique1 < 10; UPDATE public.tenk1 SET even = even + 1 WHERE unique1 = 5");
        QBM_HOLDS(walk.backUp(format));
        QBM_HOLDS(walk.drill());
        QBM_HOLDS(walk.restoreInto());
        QBM_HOLDS(walk.restoreOnOtherServer());
        QBM_HOLDS(walk.restoreOnEmptyServer(*m_empty));
        QBM_HOLDS(walk.restoreBeside());
        QBM_HOLDS(walk.restoreInPlace());
        QBM_HOLDS(walk.restoreWhatIsGone());
    }
};

int main(int argc, char** argv)
{
    if (!qEnvironmentVariableIsSet("QTEST_FUNCTION_TIMEOUT"))
        qputenv("QTEST_FUNCTION_TIMEOUT", "7200000"); // Qt's own is five minutes
    TstRegressionDatabase test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_regression_database.moc"
