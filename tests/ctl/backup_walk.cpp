// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ctl/backup_walk.h"

#include "core/postgres/client.h"

#include <QRegularExpression>

namespace qbm::test {

namespace {

const QString kCopy = QStringLiteral("copy of it");

bool isGood(const CtlAnswer& answer)
{
    return answer.code == 0;
}

} // namespace

BackupWalk::BackupWalk(PostgresServer& server, PostgresServer* other, std::string database, std::string damage)
    : m_server(server)
    , m_other(other)
    , m_database(std::move(database))
    , m_damage(std::move(damage))
{
    m_profile = writeProfile(m_folder.path(), server, {"walk", QString::fromStdString(m_database), {}, {}});
    if (other)
        m_otherProfile = writeProfile(m_folder.path(), *other, {"elsewhere", "postgres", {}, {}});
}

std::string BackupWalk::run(const QString& profile, const QStringList& arguments) const
{
    const CtlAnswer answer = ctl(profile, arguments);
    return isGood(answer) ? "" : arguments.join(' ').toStdString() + ": " + describe(answer);
}

std::string BackupWalk::ask(const PostgresServer& server, const std::string& database, const std::string& sql) const
{
    const auto answer = runSql(server, database, sql);
    return answer ? *answer : "failed: " + answer.error().english() + answer.error().detail;
}

std::string BackupWalk::compare(const PostgresServer& server, const std::string& database) const
{
    const auto found = readWholeDatabase(server, database);
    if (!found)
        return "cannot read " + database + ": " + found.error().english() + found.error().detail;
    const std::string different = differences(m_wanted, *found);
    return different.empty() ? "" : database + " is not what was backed up:\n" + different;
}

std::string BackupWalk::doDamage() const
{
    const std::string said = ask(m_server, m_database, m_damage);
    if (said.starts_with("failed"))
        return "damage " + said;
    return compare(m_server, m_database).empty() ? "the damage is none" : "";
}

std::string BackupWalk::backUp(const QString& format)
{
    auto facts = readWholeDatabase(m_server, m_database);
    if (!facts)
        return "cannot read " + m_database + ": " + facts.error().english() + facts.error().detail;
    m_wanted = std::move(*facts);
    if (std::string wrong = run({"backup", "create", "--format", format, "--yes"}); !wrong.empty())
        return wrong;
    return run({"backup", "verify", "LATEST"});
}

std::string BackupWalk::drill()
{
    if (std::string wrong = run({"backup", "drill", "LATEST", "--yes"}); !wrong.empty())
        return wrong;
    const QStringList left = databasesBeside();
    return left.isEmpty() ? compare(m_server, m_database) : "the drill left " + left.join(", ").toStdString();
}

std::string BackupWalk::restoreBeside()
{
    if (std::string wrong = doDamage(); !wrong.empty())
        return wrong;
    if (std::string wrong = run({"backup", "restore", "LATEST", "--keep-application", "--yes"}); !wrong.empty())
        return wrong;
    const std::string different = compare(m_server, m_database);
    return different + dropKept();
}

std::string BackupWalk::restoreInPlace()
{
    if (std::string wrong = doDamage(); !wrong.empty())
        return wrong;
    if (std::string wrong = run({"backup", "restore", "LATEST", "--way", "in-place", "--keep-application", "--yes"});
        !wrong.empty())
        return wrong;
    return compare(m_server, m_database);
}

std::string BackupWalk::restoreInto()
{
    if (std::string wrong = run({"backup", "restore", "LATEST", "--into", kCopy, "--yes"}); !wrong.empty())
        return wrong;
    const std::string different = compare(m_server, kCopy.toStdString());
    return different + dropDatabase(m_server, kCopy.toStdString());
}

std::string BackupWalk::restoreOnOtherServer()
{
    if (std::string wrong = run({"backup", "restore", "LATEST", "--into", QString::fromStdString(m_database),
            "--server", m_otherProfile, "--yes"});
        !wrong.empty())
        return wrong;
    const std::string different = compare(*m_other, m_database);
    return different + dropDatabase(*m_other, m_database);
}

std::string BackupWalk::restoreWhatIsGone()
{
    if (std::string wrong = dropDatabase(m_server, m_database); !wrong.empty())
        return wrong;
    if (std::string wrong = run({"backup", "restore", "LATEST", "--keep-application", "--yes"}); !wrong.empty())
        return wrong;
    return compare(m_server, m_database);
}

std::string BackupWalk::restoreOnEmptyServer(PostgresServer& empty)
{
    const QString backups = m_folder.filePath("backups-walk");
    const QString disaster
        = writeProfile(m_folder.path(), empty, {"disaster", QString::fromStdString(m_database), backups, {}});
    const QString name = ctlJson(m_profile, {"backup", "show", "LATEST"}).json()["name"].toString();
    QStringList arguments{"backup", "restore", name, "--keep-application", "--make-roles", "--yes"};
    // It is another server's backup, and has to be accepted by the name that the check gives.
    const CtlAnswer refused = ctl(disaster, arguments);
    static const QRegularExpression kAccept("--foreign \"([^\"]+)\"");
    const QRegularExpressionMatch accept = kAccept.match(QString::fromUtf8(refused.output + refused.messages));
    if (isGood(refused) || !accept.hasMatch())
        return "a foreign backup was not refused by name: " + describe(refused);
    arguments << "--foreign" << accept.captured(1);
    if (std::string wrong = run(disaster, arguments); !wrong.empty())
        return wrong;
    const std::string different = compare(empty, m_database);
    return different + dropDatabase(empty, m_database);
}

QStringList BackupWalk::databasesBeside() const
{
    const std::string names = ask(m_server, "postgres",
        "SELECT datname FROM pg_database WHERE starts_with(datname, " + postgres::quoteLiteral(m_database)
            + ") AND datname <> " + postgres::quoteLiteral(m_database));
    return QString::fromStdString(names).split('\n', Qt::SkipEmptyParts);
}

std::string BackupWalk::dropKept() const
{
    std::string wrong;
    for (const QString& kept : databasesBeside())
        wrong += run({"backup", "drop-kept", kept, "--yes"});
    return wrong;
}

/// As an administrator does it: subscriptions and the template flag bar the way.
std::string BackupWalk::dropDatabase(const PostgresServer& server, const std::string& database) const
{
    const std::string quoted = postgres::quoteIdentifier(database);
    const std::string cut = ask(server, database,
        "SELECT format('ALTER SUBSCRIPTION %1$I DISABLE; ALTER SUBSCRIPTION %1$I SET (slot_name = NONE); "
        "DROP SUBSCRIPTION %1$I', subname) FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid "
        "WHERE datname = current_database() \\gexec\n");
    const std::string said = cut.starts_with("failed")
        ? cut
        : ask(server, "postgres",
            "ALTER DATABASE " + quoted + " IS_TEMPLATE false; DROP DATABASE " + quoted + " WITH (FORCE)");
    return said.starts_with("failed") ? "cannot drop " + database + ": " + said : "";
}

} // namespace qbm::test
