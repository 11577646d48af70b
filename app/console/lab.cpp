// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/lab.h"

#include "core/process/process.h"

#include <QCoreApplication>
#include <pwd.h>
#include <unistd.h>

namespace qbm::console {

namespace {

/// Not below the home folder: run by root, PostgreSQL's own user must be able to enter it.
std::filesystem::path labFolder()
{
    const passwd* user = ::getpwuid(::getuid());
    return "/var/tmp/qbm-lab-" + (user != nullptr ? std::string(user->pw_name) : std::to_string(::getuid()));
}

} // namespace

std::optional<std::filesystem::path> findLab()
{
    const auto found = process::findProgram("qbm-lab", {QCoreApplication::applicationDirPath().toStdString()});
    return found ? std::optional(*found) : std::nullopt;
}

Result<std::filesystem::path> startLab(const std::filesystem::path& program, TaskContext& context)
{
    const std::filesystem::path folder = labFolder();
    QBM_TRY(ended, process::run({.program = program, .arguments = {"up", "--dir", folder.string()}}, {}, context));
    if (ended.code != 0)
        return fail(ErrorKind::Internal,
            text(QT_TRANSLATE_NOOP("core", "The lab in %1 did not start: qbm-lab ended with code %2."), folder.string(), ended.code),
            ended.errorTail);
    return folder / "profile.yaml";
}

} // namespace qbm::console
