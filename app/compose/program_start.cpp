// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compose/program_start.h"

#include "core/base/environment.h"

#include <cerrno>
#include <clocale>
#include <ctime>
#include <fcntl.h>
#include <unistd.h>

namespace qbm::compose {

namespace {

/// Opened the wrong way round, so that to use it fails as it would have; messages may be lost.
void occupyIfClosed(int fd, int flags)
{
    if (::fcntl(fd, F_GETFD) >= 0 || errno != EBADF)
        return;
    const int opened = ::open("/dev/null", flags);
    if (opened >= 0 && opened != fd) {
        ::dup2(opened, fd);
        ::close(opened);
    }
}

} // namespace

void settleProgram()
{
    occupyIfClosed(STDIN_FILENO, O_WRONLY);
    occupyIfClosed(STDOUT_FILENO, O_RDONLY);
    occupyIfClosed(STDERR_FILENO, O_WRONLY);
    withdrawVariables("PG");
    withdrawVariable("TZ");
    ::tzset();
    settleNumbers();
}

void settleNumbers()
{
    std::setlocale(LC_NUMERIC, "C");
}

} // namespace qbm::compose
