// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/services/process_tree.h"

#include "core/base/file.h"

#include <algorithm>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <string>

namespace qbm::lab {

namespace {

void addChildren(pid_t parent, std::set<pid_t>& tree)
{
    const std::string number = std::to_string(parent);
    const auto children = readFile("/proc/" + number + "/task/" + number + "/children");
    for (const char* at = children ? children->c_str() : ""; *at;) {
        char* end = nullptr;
        const auto child = static_cast<pid_t>(std::strtol(at, &end, 10));
        if (tree.insert(child).second)
            addChildren(child, tree);
        at = end + std::strspn(end, " \n");
    }
}

bool isStoppedThread(const std::filesystem::path& task)
{
    const auto stat = readFile(task / "stat");
    if (!stat)
        return true; // it has ended
    // The name stands in parentheses and may hold any character; the state follows the last one.
    const std::size_t nameEnd = stat->rfind(") ");
    return nameEnd != std::string::npos && (*stat)[nameEnd + 2] == 'T';
}

} // namespace

std::set<pid_t> processTree(pid_t root)
{
    std::set<pid_t> tree;
    if (root > 0) {
        tree.insert(root);
        addChildren(root, tree);
    }
    return tree;
}

void signalTree(pid_t root, int signal)
{
    for (const pid_t pid : processTree(root))
        ::kill(pid, signal);
}

bool isFrozen(pid_t pid)
{
    // Every thread: the others may still be running when the first has heard the signal.
    std::error_code error;
    const std::filesystem::directory_iterator tasks("/proc/" + std::to_string(pid) + "/task", error);
    if (error)
        return false;
    return std::ranges::all_of(tasks, [](const std::filesystem::directory_entry& task) { return isStoppedThread(task.path()); });
}

} // namespace qbm::lab
