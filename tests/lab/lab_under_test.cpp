// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/lab/lab_under_test.h"

#include "app/lab/services/postgres.h"
#include "core/base/file.h"
#include "core/net/http_client.h"
#include "tests/support/child_process.h"

#include <nlohmann/json.hpp>
#include <sstream>

namespace qbm::test {

namespace fs = std::filesystem;

namespace {

bool isZombie(const std::string& pid)
{
    const std::string stat = readFile("/proc/" + pid + "/stat").value_or("");
    const std::size_t nameEnd = stat.rfind(") ");
    return nameEnd == std::string::npos || stat[nameEnd + 2] == 'Z';
}

nlohmann::json partOf(const fs::path& lab, std::string_view name)
{
    const auto state = nlohmann::json::parse(readFile(lab / "lab.json").value_or("{}"), nullptr, false);
    if (!state.is_object() || !state.contains("parts"))
        return nlohmann::json::object();
    for (const auto& part : state["parts"]) {
        if (part["name"] == name)
            return part;
    }
    return nlohmann::json::object();
}

net::Response ask(net::HttpClient& client, const net::Request& request)
{
    TaskContext context;
    return client.send(request, context).value_or(net::Response{});
}

} // namespace

std::vector<pid_t> processesNaming(const fs::path& folder)
{
    std::vector<pid_t> found;
    for (const auto& entry : fs::directory_iterator("/proc")) {
        const std::string pid = entry.path().filename();
        if (pid.find_first_not_of("0123456789") != std::string::npos)
            continue;
        const std::string names
            = readFile(entry.path() / "cmdline").value_or("") + readFile(entry.path() / "environ").value_or("");
        if (names.find(folder.string()) != std::string::npos && !isZombie(pid))
            found.push_back(static_cast<pid_t>(std::stol(pid)));
    }
    return found;
}

std::uint16_t portOf(const fs::path& lab, std::string_view part)
{
    return partOf(lab, part).value("port", std::uint16_t{0});
}

pid_t pidOf(const fs::path& lab, std::string_view part)
{
    return partOf(lab, part).value("pid", pid_t{0});
}

Result<std::string> query(const fs::path& lab, const std::string& sql)
{
    process::Command psql;
    QBM_TRY(program, lab::findPostgresTool("psql"));
    psql.program = program;
    psql.arguments = {"--no-psqlrc", "--quiet", "--no-password", "--tuples-only", "--no-align", "--host", "127.0.0.1",
        "--port", std::to_string(portOf(lab, "postgres")), "--username", lab::kSuperuser, "--dbname", lab::kDatabase,
        "--command", sql};
    psql.environment = {{"PGPASSFILE", (lab / "secrets/pgpass").string()}, {"PGCONNECT_TIMEOUT", "2"}};
    QBM_TRY(output, runTool(psql));
    return output.substr(0, output.find_last_not_of('\n') + 1);
}

int kubernetesStatus(const fs::path& lab, const std::string& method, const std::string& path, const std::string& body)
{
    net::HttpOptions options;
    options.tls.caPem = readFile(lab / "kubernetes/ca.crt").value_or("");
    net::HttpClient client(options);
    net::Request request;
    request.method = method;
    request.url = "https://127.0.0.1:" + std::to_string(portOf(lab, "kubernetes")) + path;
    request.body = body;
    if (!body.empty())
        request.headers = {{"Content-Type", "application/merge-patch+json"}};
    request.bearerToken = Secret(readFile(lab / "secrets/kubernetes-token").value_or(""));
    request.totalTimeout = std::chrono::seconds(2);
    return ask(client, request).status;
}

double metricSum(const fs::path& lab, std::string_view prefix)
{
    net::HttpClient client({});
    net::Request request;
    request.url = "http://127.0.0.1:" + std::to_string(portOf(lab, "application")) + "/metrics";
    request.totalTimeout = std::chrono::seconds(2);
    std::istringstream lines(ask(client, request).body);
    double sum = 0;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with(prefix))
            sum += std::stod(line.substr(line.rfind(' ')));
    }
    return sum;
}

} // namespace qbm::test
