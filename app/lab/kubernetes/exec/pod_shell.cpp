// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/exec/pod_shell.h"

#include "app/lab/kubernetes/json_access.h"
#include "core/base/ascii.h"

#include <fnmatch.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kDiskKilobytes = 100ll * 1024 * 1024;
constexpr std::int64_t kImageKilobytes = 38ll * 1024 * 1024;

ShellResult failed(std::string errors, int exitCode = 1)
{
    return {{}, std::move(errors), exitCode, {}};
}

/// One simple command of a script: its words, and whether its output goes to the error stream.
struct ScriptCommand {
    std::vector<std::string> words;
    bool toErrors = false;
    bool onlyAfterSuccess = false; ///< after &&
};

/// Words, quotes, ";", "&&" and ">&2"; nothing if there is anything else of a shell in it.
std::optional<std::vector<ScriptCommand>> parseScript(const std::string& script)
{
    std::vector<ScriptCommand> commands(1);
    std::string word;
    bool inWord = false;
    char quote = '\0';
    const auto endWord = [&] {
        if (inWord)
            commands.back().words.push_back(word);
        word.clear();
        inWord = false;
    };
    for (std::size_t i = 0; i < script.size(); ++i) {
        const char c = script[i];
        if (quote != '\0') {
            if (c == quote)
                quote = '\0';
            else
                word += c;
        } else if (c == '\'' || c == '"') {
            quote = c;
            inWord = true;
        } else if (c == '\\' && i + 1 < script.size()) {
            word += script[++i];
            inWord = true;
        } else if (script.compare(i, 3, ">&2") == 0) {
            endWord();
            commands.back().toErrors = true;
            i += 2;
        } else if (script.compare(i, 11, "2>/dev/null") == 0 && !inWord) {
            i += 10;
        } else if (c == ';' || c == '\n' || script.compare(i, 2, "&&") == 0) {
            endWord();
            i += c == '&' ? 1 : 0;
            commands.emplace_back().onlyAfterSuccess = c == '&';
        } else if (c == '|' || c == '&' || c == '>' || c == '<' || c == '`' || c == '$' || c == '(') {
            return std::nullopt;
        } else if (isAsciiSpace(c)) {
            endWord();
        } else {
            word += c;
            inWord = true;
        }
    }
    if (quote != '\0')
        return std::nullopt;
    endWord();
    std::erase_if(commands, [](const ScriptCommand& command) { return command.words.empty(); });
    return commands;
}

std::string normalized(std::string path)
{
    if (!path.starts_with('/'))
        path = "/app/" + path;
    while (path.size() > 1 && path.ends_with('/'))
        path.pop_back();
    return path;
}

bool isBelow(const std::string& path, const std::string& folder)
{
    return folder == "/" ? path.size() > 1 : path.starts_with(folder + "/");
}

std::string baseName(const std::string& path)
{
    return path == "/" ? path : path.substr(path.rfind('/') + 1);
}

std::string longLine(const PodFile& file, const std::string& shownName)
{
    static constexpr const char* months[]
        = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto time = formatTime(file.modified);
    auto size = std::to_string(file.isFolder ? 4096 : file.content.size());
    size.insert(0, 9 - std::min<std::size_t>(9, size.size()), ' ');
    return std::string(file.isFolder ? "drwxr-xr-x" : "-rw-r--r--") + "    1 root     root     " + size + " "
        + months[std::atoi(time.substr(5, 2).c_str()) - 1] + " " + time.substr(8, 2) + " " + time.substr(11, 5) + " "
        + shownName + "\n";
}

/// What a find expression asks of a file.
struct FindExpression {
    std::optional<bool> folders; ///< -type
    std::string name;
    char ageSign = '\0'; ///< '+', '-' or '=' when there is an -mtime
    std::int64_t ageDays = 0;
    bool remove = false;

    bool matches(const PodFile& file) const
    {
        if (folders && *folders != file.isFolder)
            return false;
        if (!name.empty() && fnmatch(name.c_str(), baseName(file.path).c_str(), 0) != 0)
            return false;
        const auto age = (nowSeconds() - file.modified) / kDay;
        return ageSign == '\0' || (ageSign == '+' ? age > ageDays : ageSign == '-' ? age < ageDays : age == ageDays);
    }
};

/// The expression, or the complaint in `fault`.
FindExpression parseFind(const std::vector<std::string>& words, std::size_t index, std::string& fault)
{
    FindExpression expression;
    for (; index < words.size() && fault.empty(); ++index) {
        const auto& word = words[index];
        const bool takesValue = word == "-type" || word == "-name" || word == "-mtime";
        if (word == "-delete") {
            expression.remove = true;
        } else if (takesValue && index + 1 < words.size()) {
            const auto& value = words[++index];
            if (word == "-type") {
                expression.folders = value == "d";
            } else if (word == "-name") {
                expression.name = value;
            } else {
                const bool hasSign = value.starts_with('+') || value.starts_with('-');
                expression.ageSign = hasSign ? value[0] : '=';
                expression.ageDays = std::atoll(value.c_str() + (hasSign ? 1 : 0));
            }
        } else if (word != "-print") {
            fault = takesValue ? "find: missing argument to '" + word + "'\n" : "find: unrecognized: " + word + "\n";
        }
    }
    return expression;
}

} // namespace

PodShell::PodShell(const Store& store, PodFiles& files, const StoredObject& pod)
    : m_store(store)
    , m_files(files)
    , m_pod(pod)
{
}

ShellResult PodShell::run(const std::vector<std::string>& arguments, const std::string& input)
{
    if (arguments.empty())
        return {{}, {}, 0, "args must not be empty"};
    const auto program = baseName(arguments[0]);
    if (program == "sh" || program == "bash") {
        if (arguments.size() >= 3 && arguments[1] == "-c")
            return runScript(arguments[2], input);
        return failed(program + ": the simulated pod has no interactive shell\n", 2);
    }
    if (program == "true" || program == "false")
        return {{}, {}, program == "false" ? 1 : 0, {}};
    if (program == "echo") {
        std::string line;
        for (std::size_t i = 1; i < arguments.size(); ++i)
            line += (i > 1 ? " " : "") + arguments[i];
        return {line + "\n", {}, 0, {}};
    }
    if (program == "ls")
        return ls(arguments);
    if (program == "cat")
        return cat(arguments, input);
    if (program == "find")
        return find(arguments);
    if (program == "df")
        return df(arguments);
    if (program == "wget")
        return wget(arguments);
    if ((program == "pip" || program == "pip3") && hasPython())
        return pip(arguments);
    return {{}, {}, 0, "exec: \"" + arguments[0] + "\": executable file not found in $PATH"};
}

ShellResult PodShell::runScript(const std::string& script, const std::string& input)
{
    const auto commands = parseScript(script);
    if (!commands)
        return failed("sh: syntax error: the simulated shell knows no pipes, variables or redirections\n", 2);
    ShellResult all;
    for (const auto& command : *commands) {
        if (command.onlyAfterSuccess && all.exitCode != 0)
            continue;
        if (command.words[0] == "exit") {
            all.exitCode = command.words.size() > 1 ? std::atoi(command.words[1].c_str()) : all.exitCode;
            return all;
        }
        const auto result = run(command.words, input);
        if (!result.notStarted.empty()) {
            all.errors += "sh: 1: " + command.words[0] + ": not found\n";
            all.exitCode = 127;
            continue;
        }
        (command.toErrors ? all.errors : all.output) += result.output;
        all.errors += result.errors;
        all.exitCode = result.exitCode;
    }
    return all;
}

ShellResult PodShell::ls(const std::vector<std::string>& arguments) const
{
    ShellResult result;
    bool detailed = false;
    std::vector<std::string> paths;
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        if (arguments[i].starts_with('-'))
            detailed = detailed || arguments[i].find('l') != std::string::npos;
        else
            paths.push_back(normalized(arguments[i]));
    }
    if (paths.empty())
        paths.emplace_back("/app");
    const auto files = m_files.list(m_pod);
    for (const auto& path : paths) {
        const auto found = std::ranges::find(files, path, &PodFile::path);
        if (found == files.end()) {
            result.errors += "ls: " + path + ": No such file or directory\n";
            result.exitCode = 1;
        } else if (!found->isFolder) {
            result.output += detailed ? longLine(*found, path) : path + "\n";
        } else {
            for (const auto& file : files)
                if (isBelow(file.path, path)
                    && file.path.find('/', path == "/" ? 1 : path.size() + 1) == std::string::npos)
                    result.output += detailed ? longLine(file, baseName(file.path)) : baseName(file.path) + "\n";
        }
    }
    return result;
}

ShellResult PodShell::cat(const std::vector<std::string>& arguments, const std::string& input) const
{
    if (arguments.size() < 2)
        return {input, {}, 0, {}};
    ShellResult result;
    const auto files = m_files.list(m_pod);
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        const auto found = std::ranges::find(files, normalized(arguments[i]), &PodFile::path);
        if (found != files.end() && !found->isFolder) {
            result.output += found->content;
            continue;
        }
        result.errors += found == files.end() ? "cat: can't open '" + arguments[i] + "': No such file or directory\n"
                                              : "cat: read error: Is a directory\n";
        result.exitCode = 1;
    }
    return result;
}

ShellResult PodShell::find(const std::vector<std::string>& arguments)
{
    std::size_t index = 1;
    std::vector<std::string> roots;
    for (; index < arguments.size() && !arguments[index].starts_with('-'); ++index)
        roots.push_back(normalized(arguments[index]));
    if (roots.empty())
        roots.emplace_back("/app");
    std::string fault;
    const auto expression = parseFind(arguments, index, fault);
    if (!fault.empty())
        return failed(std::move(fault));
    ShellResult result;
    const auto files = m_files.list(m_pod);
    for (const auto& root : roots) {
        if (std::ranges::find(files, root, &PodFile::path) == files.end()) {
            result.errors += "find: " + root + ": No such file or directory\n";
            result.exitCode = 1;
        }
        for (const auto& file : files) {
            if ((file.path != root && !isBelow(file.path, root)) || !expression.matches(file))
                continue;
            if (!expression.remove) {
                result.output += file.path + "\n";
            } else if (!m_files.remove(m_pod, file.path)) {
                result.errors += "find: " + file.path + ": Is a directory\n";
                result.exitCode = 1;
            }
        }
    }
    return result;
}

ShellResult PodShell::df(const std::vector<std::string>& arguments) const
{
    std::int64_t used = kImageKilobytes;
    for (const auto& file : m_files.list(m_pod))
        used += static_cast<std::int64_t>(file.content.size()) / 1024;
    const bool human = std::ranges::any_of(arguments, [](const auto& word) { return word == "-h"; });
    const auto amount = [&](std::int64_t kilobytes) {
        return human
            ? std::to_string(kilobytes / 1024 / 1024) + "." + std::to_string(kilobytes / 1024 % 1024 * 10 / 1024) + "G"
            : std::to_string(kilobytes);
    };
    const auto pad = [](std::string text) { return std::string(text.size() < 12 ? 12 - text.size() : 1, ' ') + text; };
    return {"Filesystem" + pad(human ? "Size" : "1K-blocks") + pad("Used") + pad("Available")
            + " Use% Mounted on\noverlay   " + pad(amount(kDiskKilobytes)) + pad(amount(used))
            + pad(amount(kDiskKilobytes - used)) + "  " + std::to_string(used * 100 / kDiskKilobytes) + "% /\n",
        {}, 0, {}};
}

bool PodShell::hasPython() const
{
    return std::ranges::any_of(m_files.list(m_pod), [](const PodFile& file) { return file.path.ends_with(".py"); });
}

ShellResult PodShell::pip(const std::vector<std::string>& arguments) const
{
    std::vector<std::string> packages;
    for (std::size_t i = 2; i < arguments.size(); ++i)
        if (!arguments[i].starts_with('-'))
            packages.push_back(arguments[i]);
    if (arguments.size() < 2 || arguments[1] != "install")
        return failed("ERROR: unknown command \"" + (arguments.size() < 2 ? std::string() : arguments[1]) + "\"\n");
    if (packages.empty())
        return failed("ERROR: You must give at least one requirement to install (see \"pip help install\")\n");
    ShellResult result;
    std::string installed;
    for (const auto& package : packages) {
        const auto equals = package.find("==");
        const auto name = package.substr(0, equals);
        const auto version = equals == std::string::npos
            ? std::to_string(1 + name.size() % 4) + "." + std::to_string(name.size()) + ".2"
            : package.substr(equals + 2);
        result.output
            += "Collecting " + package + "\n  Downloading " + name + "-" + version + "-py3-none-any.whl (62 kB)\n";
        installed += " " + name + "-" + version;
    }
    result.output += "Installing collected packages:";
    for (const auto& package : packages)
        result.output += (&package == packages.data() ? " " : ", ") + package.substr(0, package.find("=="));
    result.output += "\nSuccessfully installed" + installed + "\n";
    return result;
}

ShellResult PodShell::wget(const std::vector<std::string>& arguments) const
{
    std::string url;
    for (std::size_t i = 1; i < arguments.size(); ++i)
        if (!arguments[i].starts_with('-') && arguments[i] != "-")
            url = arguments[i];
    if (url.starts_with("http://"))
        url.erase(0, 7);
    const auto hostEnd = std::min(url.find_first_of(":/"), url.size());
    const auto host = url.substr(0, hostEnd);
    const auto path = url.find('/') == std::string::npos ? std::string("/") : url.substr(url.find('/'));
    const auto name = host.substr(0, host.find('.'));
    if (host.empty())
        return failed("wget: missing URL\n");
    const auto endpoints = m_store.get(typeOf("Endpoints"), m_pod.nameSpace(), name);
    if (host != "localhost" && host != "127.0.0.1" && !endpoints)
        return failed("wget: bad address '" + host + "'\n");
    const bool serves = !endpoints
        || std::ranges::any_of(arrayAt(endpoints->document(), {"subsets"}),
            [](const json& subset) { return !arrayAt(subset, {"addresses"}).empty(); });
    if (!serves)
        return failed("wget: can't connect to remote host (" + host + "): Connection refused\n");
    if (path != "/health")
        return failed("wget: server returned error: HTTP/1.1 404 Not Found\n");
    return {"{\"status\":\"healthy\"}", {}, 0, {}};
}

} // namespace qbm::lab::kubernetes
