// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ctl/database_profile.h"

#include <QDir>
#include <QFile>

namespace qbm::test {

namespace {

/// A double-quoted YAML word.
QString quoted(QString word)
{
    return '"' + word.replace('\\', "\\\\").replace('"', "\\\"") + '"';
}

void writeText(const QString& path, const QString& text)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        qFatal("Cannot write %s", qPrintable(path));
    file.write(text.toUtf8());
}

} // namespace

QString writeProfile(const QString& folder, const PostgresServer& server, const DatabaseProfile& profile)
{
    const QString backups = profile.backups.isEmpty() ? folder + "/backups-" + profile.name : profile.backups;
    QDir().mkpath(backups);
    writeText(folder + "/password", QString::fromStdString(server.password().reveal()));
    const QString path = folder + '/' + profile.name + ".yaml";
    writeText(path,
        "name: " + profile.name + "\ntier: lab\npostgres:\n  host: 127.0.0.1\n  port: " + QString::number(server.port())
            + "\n  database: " + quoted(profile.database) + "\n  user: postgres\n  password: "
            + quoted("file:" + folder + "/password") + "\nbackups:\n  folder: " + quoted(backups) + '\n' + profile.rest
            + "state:\n  folder: " + quoted(folder + "/state-" + profile.name) + '\n');
    return path;
}

std::string describe(const CtlAnswer& answer)
{
    constexpr qsizetype kMost = 4000;
    return "exit " + std::to_string(answer.code) + "\n" + answer.output.right(kMost).toStdString() + "\n"
        + answer.messages.right(kMost).toStdString();
}

} // namespace qbm::test
