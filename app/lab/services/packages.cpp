// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/services/packages.h"

#include "app/lab/services/postgres.h"

#include <array>
#include <cstdlib>
#include <set>
#include <string>
#include <unistd.h>

namespace qbm::lab {

namespace {

struct Tool {
    std::string_view program;
    std::string_view package;
};

constexpr std::array kTools{
    Tool{"redis-server", "redis-server"},
    Tool{"redis-cli", "redis-tools"},
    Tool{"prometheus", "prometheus"},
    Tool{"promtool", "prometheus"},
    Tool{"prometheus-alertmanager", "prometheus-alertmanager"},
    Tool{"prometheus-postgres-exporter", "prometheus-postgres-exporter"},
    Tool{"prometheus-redis-exporter", "prometheus-redis-exporter"},
};

std::filesystem::path lookUp(std::string_view program)
{
    // Debian's folders: the PATH of a cron job or a desktop session may lack one of them, or hold another build first.
    for (const std::filesystem::path folder : {"/usr/bin", "/usr/sbin", "/usr/local/bin"}) {
        if (auto file = folder / program; ::access(file.c_str(), X_OK) == 0)
            return file;
    }
    return {};
}

} // namespace

Result<std::filesystem::path> findTool(std::string_view program)
{
    if (auto file = lookUp(program); !file.empty())
        return file;
    std::string_view package = program;
    for (const Tool& tool : kTools) {
        if (tool.program == program)
            package = tool.package;
    }
    return fail(
        ErrorKind::NotFound, text("The program %1 is not installed; install the package %2.", program, package));
}

Result<> checkPackages()
{
    std::set<std::string> missing;
    for (const Tool& tool : kTools) {
        if (lookUp(tool.program).empty())
            missing.insert(std::string(tool.package));
    }
    if (!findPostgresTool("initdb") || !findPostgresTool("psql"))
        missing.insert("postgresql-15");
    if (missing.empty())
        return {};
    std::string list;
    for (const std::string& package : missing)
        list += (list.empty() ? "" : " ") + package;
    return fail(ErrorKind::NotFound,
        text("The lab needs packages that are not installed: apt-get install --no-install-recommends %1", list));
}

} // namespace qbm::lab
