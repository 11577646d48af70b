// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ctl/database_profile.h"
#include "tests/support/whole_database.h"

#include <QTemporaryDir>
#include <string>

/// Fails the test with what a step of a walk says is wrong.
#define QBM_HOLDS(step)                                                                                                \
    do {                                                                                                               \
        const std::string wrong = (step);                                                                              \
        QVERIFY2(wrong.empty(), wrong.c_str());                                                                        \
    } while (false)

namespace qbm::test {

/// Backs a database up and restores it on every way there is, by qbmctl alone, and holds what comes back against what
/// was there with PostgreSQL's own means. Every function returns what is wrong, and nothing if all is well.
class BackupWalk {
public:
    /// \param damage SQL that changes data; a restore must undo it \param other a server to restore on; null: none
    BackupWalk(PostgresServer& server, PostgresServer* other, std::string database, std::string damage);

    /// Makes a backup in that format ("fast", "guide", "directory"), verifies it, and remembers the database as it is.
    std::string backUp(const QString& format);
    /// A drill, whose database must be gone afterwards.
    std::string drill();
    /// A restore beside the live database; drops what it set aside.
    std::string restoreBeside();
    std::string restoreInPlace();
    /// Into another database of the same server, and drops it.
    std::string restoreInto();
    /// Into a database of that name on the other server.
    std::string restoreOnOtherServer();
    /// After the live database was dropped.
    std::string restoreWhatIsGone();
    /// On an empty server that knows neither the database nor its roles, by a profile of its own.
    std::string restoreOnEmptyServer(PostgresServer& empty);

    const QString& profile() const { return m_profile; }

private:
    std::string run(const QStringList& arguments) const { return run(m_profile, arguments); }
    std::string run(const QString& profile, const QStringList& arguments) const;
    std::string ask(const PostgresServer& server, const std::string& database, const std::string& sql) const;
    /// Whether it is what was backed up.
    std::string compare(const PostgresServer& server, const std::string& database) const;
    std::string doDamage() const;
    /// Databases of the server whose names begin with the live one's name and more.
    QStringList databasesBeside() const;
    std::string dropKept() const;
    std::string dropDatabase(const PostgresServer& server, const std::string& database) const;

    PostgresServer& m_server;
    PostgresServer* m_other;
    std::string m_database, m_damage;
    QTemporaryDir m_folder;
    QString m_profile, m_otherProfile;
    WholeDatabase m_wanted;
};

} // namespace qbm::test
