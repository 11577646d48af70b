// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ctl/backup_walk.h"

#include "core/base/file.h"
#include "core/postgres/client.h"
#include "tests/support/folders.h"

#include <QTest>

using namespace qbm;
using namespace qbm::test;

namespace {

/// A database, how it is filled, and what is changed in it before a restore.
struct Whole {
    std::string options; ///< of CREATE DATABASE
    std::string clientEncoding; ///< of `fill`
    std::string fill, damage;
};

const Whole kLatin1{"ENCODING 'LATIN1' TEMPLATE template0 LOCALE 'C'", "UTF8",
    "CREATE TABLE \"tabé\" (\"clé\" text PRIMARY KEY, \"spé\" int); INSERT INTO \"tabé\" VALUES ('é ñ', 1), (E'\\\\', "
    "2);"
    "CREATE SCHEMA \"über\"; CREATE VIEW \"über\".\"vué\" AS SELECT * FROM \"tabé\" WHERE \"clé\" <> 'ß';"
    "COMMENT ON TABLE \"tabé\" IS 'déjà vu';"
    "SELECT format(wish, current_database()) FROM unnest(ARRAY['COMMENT ON DATABASE %I IS $$à elle$$', "
    "'ALTER DATABASE %I SET work_mem = $$7MB$$', 'REVOKE ALL ON DATABASE %I FROM PUBLIC']) wish \\gexec\n",
    "DELETE FROM \"tabé\" WHERE \"spé\" = 1"};
const Whole kEucJp{"ENCODING 'EUC_JP' TEMPLATE template0 LOCALE 'C'", "UTF8",
    "CREATE TABLE \"表\" (\"列\" text PRIMARY KEY, n int); INSERT INTO \"表\" VALUES ('日本語', 1), ('ｶﾅ', 2);"
    "CREATE TYPE \"気分\" AS ENUM ('良い', '悪い'); CREATE SCHEMA \"別\"; CREATE TABLE \"別\".\"x\" (m \"気分\");"
    "SELECT format('ALTER DATABASE %I SET search_path = public, 別', current_database()) \\gexec\n",
    "DELETE FROM \"表\" WHERE n = 1"};
/// Bytes that are no text of any encoding, in names and in values.
const Whole kAscii{"ENCODING 'SQL_ASCII' TEMPLATE template0 LOCALE 'C'", "SQL_ASCII",
    "CREATE TABLE \"t\xe9\" (a text, \"c\xff\" int); INSERT INTO \"t\xe9\" VALUES (E'\\xe9\\xff\\xfe', 1), ('\xe9', "
    "2), ('ascii', 3);"
    "CREATE TABLE \"t\xc3\xa9\" (a text); INSERT INTO \"t\xc3\xa9\" VALUES ('\xc3\xa9');"
    "COMMENT ON TABLE \"t\xe9\" IS '\xe9\xe8';",
    "DELETE FROM \"t\xe9\" WHERE \"c\xff\" = 1"};
/// One that is sorted by another library than the server's other databases.
const char* const kWords
    = "CREATE TABLE w (t text PRIMARY KEY); INSERT INTO w VALUES ('a'), ('B'), ('c'), ('_x'), ('é'), ('Z');"
      "CREATE INDEX ON w (t text_pattern_ops);";
const Whole kLibc{"LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0 ENCODING 'UTF8'", "UTF8", kWords,
    "DELETE FROM w WHERE t = 'a'"};
const Whole kIcu{"LOCALE_PROVIDER icu ICU_LOCALE 'de-u-co-phonebk' TEMPLATE template0 ENCODING 'UTF8'", "UTF8", kWords,
    "DELETE FROM w WHERE t = 'a'"};

/// Settings of the database that change how a value is read: a restore has to read as the dump was written.
const Whole kReadOtherwise{"TEMPLATE template0", "UTF8",
    "CREATE TABLE t (id int, a text[], b int[]); INSERT INTO t VALUES (1, '{NULL,\"NULL\",x}', '{1,NULL}'), (2, '{}', "
    "NULL);"
    "CREATE VIEW v AS SELECT * FROM t WHERE b IS NULL;"
    "SELECT format('ALTER DATABASE %I SET %s', current_database(), setting) FROM unnest(ARRAY['array_nulls = off', "
    "'transform_null_equals = on', 'IntervalStyle = sql_standard', 'DateStyle = \"SQL, DMY\"', 'search_path = "
    "nowhere', "
    "'default_transaction_read_only = on', 'quote_all_identifiers = on']) setting "
    "\\gexec\n",
    "SET default_transaction_read_only = off; DELETE FROM public.t WHERE id = 1"};
/// Everything of the entry that is not as by default.
const Whole kEntry{"IS_TEMPLATE true CONNECTION LIMIT 7 TEMPLATE template0", "UTF8",
    "CREATE TABLE t (id int); INSERT INTO t VALUES (1), (2);"
    "SELECT format(wish, current_database()) FROM unnest(ARRAY['REVOKE ALL ON DATABASE %I FROM PUBLIC', "
    "'REVOKE ALL ON DATABASE %I FROM postgres', 'COMMENT ON DATABASE %I IS ''of its own''', "
    "'ALTER ROLE postgres IN DATABASE %I SET work_mem = ''5MB''']) wish \\gexec\n",
    "DELETE FROM t WHERE id = 1"};

} // namespace

Q_DECLARE_METATYPE(Whole)

/// Whole databases through every way of restoring, compared by PostgreSQL's own means.
class TstWholeDatabases : public QObject {
    Q_OBJECT
    std::unique_ptr<PostgresServer> m_server, m_other, m_empty, m_icu;

    std::string create(PostgresServer& server, const std::string& name, const Whole& whole)
    {
        const std::string quoted = postgres::quoteIdentifier(name);
        const auto made = server.sql("CREATE DATABASE " + quoted + " " + whole.options);
        if (!made)
            return made.error().detail;
        const auto filled
            = runSql(server, name, "SET client_encoding = '" + whole.clientEncoding + "';\n" + whole.fill);
        return filled ? "" : filled.error().english() + filled.error().detail;
    }
    /// Roles are the server's, not the database's.
    std::string copyRoles(const std::string& pattern)
    {
        const auto names = m_server->sql(
            "SELECT format('CREATE ROLE %I;', rolname) FROM pg_roles WHERE rolname ~ '" + pattern + "'");
        const auto made = names ? m_other->sql(*names) : names;
        return made ? "" : made.error().english() + made.error().detail;
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto server = PostgresServer::start({.settings = {"wal_level=logical"}});
        // Other arguments of initdb: a server of its own, where copies of one template have the same identifier.
        auto other = PostgresServer::start({.settings = {}, .initdb = {"--data-checksums"}});
        auto icu = PostgresServer::start({.settings = {}, .initdb = {"--locale-provider=icu", "--icu-locale=en-US"}});
        auto empty = PostgresServer::start({.settings = {}, .initdb = {"--data-checksums"}});
        QVERIFY2(
            server && other && icu && empty, server ? (other ? "icu" : "other") : server.error().english().c_str());
        m_server = std::move(*server);
        m_other = std::move(*other);
        m_icu = std::move(*icu);
        m_empty = std::move(*empty);
        QBM_HOLDS(create(*m_server, "every",
            {"", "UTF8", readFile(QBM_SOURCE_DIR "/tests/fixtures/every_object.sql").value_or(""), ""}));
        QBM_HOLDS(copyRoles("^(every_|odd )"));
    }

    void everyObject_everyFormatAndWay_comesBackEqual_data()
    {
        QTest::addColumn<QString>("format");
        QTest::newRow("fast") << "fast";
        QTest::newRow("guide") << "guide";
        QTest::newRow("directory") << "directory";
    }
    void everyObject_everyFormatAndWay_comesBackEqual()
    {
        QFETCH(QString, format);
        BackupWalk walk(*m_server, m_other.get(), "every",
            "DELETE FROM every.texts WHERE id = 1; DROP VIEW every.counted; TRUNCATE every.felt");
        QBM_HOLDS(walk.backUp(format));
        QBM_HOLDS(walk.drill());
        if (format == "fast") { // the others differ in how they are read, and drills read them
            QBM_HOLDS(walk.restoreInto());
            QBM_HOLDS(walk.restoreOnOtherServer());
            QBM_HOLDS(walk.restoreOnEmptyServer(*m_empty));
        }
        QBM_HOLDS(walk.restoreBeside());
        QBM_HOLDS(walk.restoreInPlace());
        QBM_HOLDS(walk.restoreWhatIsGone());
    }

    void database_ofItsOwnKind_comesBackEqual_data()
    {
        QTest::addColumn<Whole>("whole");
        QTest::addColumn<bool>("onIcuServer");
        QTest::newRow("LATIN1") << kLatin1 << false;
        QTest::newRow("EUC_JP") << kEucJp << false;
        QTest::newRow("SQL_ASCII") << kAscii << false;
        QTest::newRow("libc on an ICU server") << kLibc << true;
        QTest::newRow("ICU on a libc server") << kIcu << false;
        QTest::newRow("another ICU locale") << kIcu << true;
        QTest::newRow("reads otherwise") << kReadOtherwise << false;
        QTest::newRow("template, nobody's") << kEntry << false;
        QTest::newRow("a=\"b\" 'c' $d \\e %f; --") << kLatin1 << false;
    }
    void database_ofItsOwnKind_comesBackEqual()
    {
        QFETCH(Whole, whole);
        QFETCH(bool, onIcuServer);
        PostgresServer& server = onIcuServer ? *m_icu : *m_server;
        const std::string name = std::string("enc ") + QTest::currentDataTag() + " é";
        QBM_HOLDS(create(server, name, whole));
        BackupWalk walk(
            server, m_other.get(), name, "SET client_encoding = '" + whole.clientEncoding + "';\n" + whole.damage);
        QBM_HOLDS(walk.backUp("fast"));
        QBM_HOLDS(walk.restoreInto());
        QBM_HOLDS(walk.restoreOnEmptyServer(*m_empty));
        QBM_HOLDS(walk.restoreBeside());
        QBM_HOLDS(walk.restoreInPlace());
        QBM_HOLDS(walk.restoreWhatIsGone());
    }
};

QTEST_APPLESS_MAIN(TstWholeDatabases)
#include "tst_whole_databases.moc"
