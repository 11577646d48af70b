// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ctl/ctl.h"
#include "tests/support/folders.h"

#include <QJsonDocument>
#include <QProcess>

namespace qbm::test {

namespace {
constexpr int kPatienceMs = 600'000;
}

QString ctlProgram()
{
    return QStringLiteral(QBM_BIN_DIR "/qbmctl");
}

QJsonObject CtlAnswer::json() const
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(output, &problem);
    return problem.error == QJsonParseError::NoError ? document.object() : QJsonObject();
}

CtlAnswer ctl(const QString& profile, const QStringList& arguments)
{
    QProcess process;
    process.start(ctlProgram(), (profile.isEmpty() ? QStringList() : QStringList{"--profile", profile}) + arguments);
    CtlAnswer answer;
    if (process.waitForFinished(kPatienceMs) && process.exitStatus() == QProcess::NormalExit)
        answer.code = process.exitCode();
    answer.output = process.readAllStandardOutput();
    answer.messages = process.readAllStandardError();
    return answer;
}

CtlAnswer ctlJson(const QString& profile, const QStringList& arguments)
{
    return ctl(profile, arguments + QStringList{"--json"});
}

} // namespace qbm::test
