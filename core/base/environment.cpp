// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/environment.h"

#include <cstdlib>
#include <map>
#include <mutex>
#include <unistd.h>
#include <vector>

namespace qbm {

namespace {

struct Withdrawn {
    std::mutex lock;
    std::map<std::string, std::string> values;
};

Withdrawn& withdrawn()
{
    static Withdrawn kept;
    return kept;
}

} // namespace

void withdrawVariables(std::string_view prefix)
{
    std::vector<std::string> names;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view line(*entry);
        if (line.starts_with(prefix))
            names.emplace_back(line.substr(0, line.find('=')));
    }
    for (const std::string& name : names)
        withdrawVariable(name);
}

void withdrawVariable(const std::string& name)
{
    Withdrawn& kept = withdrawn();
    const std::scoped_lock guard(kept.lock);
    if (const char* value = std::getenv(name.c_str()))
        kept.values.insert_or_assign(name, value);
    ::unsetenv(name.c_str());
}

std::optional<std::string> environmentVariable(const std::string& name)
{
    if (const char* value = std::getenv(name.c_str()))
        return value;
    Withdrawn& kept = withdrawn();
    const std::scoped_lock guard(kept.lock);
    const auto found = kept.values.find(name);
    return found == kept.values.end() ? std::nullopt : std::optional(found->second);
}

} // namespace qbm
