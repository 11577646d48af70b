// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/spawn.h"

#include <charconv>
#include <sys/wait.h>

namespace qbm::process {

namespace {

constexpr int kGroupField = 5;
constexpr int kStartTicksField = 22;

std::string_view fieldAfterName(std::string_view rest, int field)
{
    // `rest` begins with field 3, the state.
    for (int i = 3; i < field; ++i) {
        const std::size_t space = rest.find(' ');
        if (space == std::string_view::npos)
            return {};
        rest.remove_prefix(space + 1);
    }
    return rest.substr(0, rest.find(' '));
}

template <class Number>
Number toNumber(std::string_view digits)
{
    Number value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

} // namespace

std::optional<ProcessStat> readProcessStat(pid_t pid)
{
    if (pid <= 0)
        return std::nullopt;
    const auto content = readFile("/proc/" + std::to_string(pid) + "/stat");
    if (!content)
        return std::nullopt;
    // The name (field 2) stands in parentheses and may itself hold spaces and parentheses.
    const std::size_t nameEnd = content->rfind(')');
    if (nameEnd == std::string::npos || nameEnd + 2 >= content->size())
        return std::nullopt;
    const std::string_view rest = std::string_view(*content).substr(nameEnd + 2);
    return ProcessStat{rest.front(), toNumber<pid_t>(fieldAfterName(rest, kGroupField)),
        toNumber<std::uint64_t>(fieldAfterName(rest, kStartTicksField))};
}

Result<ProcessId> identify(pid_t pid)
{
    const auto stat = readProcessStat(pid);
    if (!stat)
        return fail(ErrorKind::NotFound, text(QT_TRANSLATE_NOOP("core", "There is no process %1."), pid));
    return ProcessId{pid, stat->startTicks};
}

bool isAlive(const ProcessId& id)
{
    const auto stat = readProcessStat(id.pid);
    if (!stat || stat->startTicks != id.startTicks)
        return false;
    if (stat->state != 'Z' && stat->state != 'X')
        return true;
    ::waitpid(id.pid, nullptr, WNOHANG); // ends the zombie where it is our child; no effect on others'
    return false;
}

} // namespace qbm::process
