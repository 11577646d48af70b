// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/lab_fixture.h"

#include "core/base/file.h"
#include "tests/support/child_process.h"
#include "tests/support/folders.h"

#include <cstdlib>
#include <iostream>

namespace qbm::test {

namespace fs = std::filesystem;

LabFixture::LabFixture(fs::path folder, fs::path program)
    : m_folder(std::move(folder))
    , m_program(std::move(program))
{
}

Result<std::unique_ptr<LabFixture>> LabFixture::start(int days, fs::path program)
{
    std::string folder = (fs::temp_directory_path() / "qbm-lab-XXXXXX").string();
    if (!::mkdtemp(folder.data()))
        return fail(fileError(errno, "Cannot make the folder " + folder));
    fs::permissions(folder, fs::perms(0755)); // PostgreSQL's own user goes through it
    std::unique_ptr<LabFixture> lab(
        new LabFixture(folder, program.empty() ? fs::path(QBM_BIN_DIR) / "qbm-lab" : std::move(program)));
    QBM_CHECK(lab->run("up", {"--days", std::to_string(days)}));
    return lab;
}

LabFixture::~LabFixture()
{
    std::error_code error;
    if (fs::exists(folder(), error)) {
        if (const auto down = run("down"); !down)
            std::cerr << down.error().english() << std::endl;
    }
    fs::remove_all(m_folder, error);
}

Result<> LabFixture::fault(const std::string& name, bool on) const
{
    QBM_CHECK(run("fault", {name, on ? "on" : "off"}));
    return {};
}

Result<> LabFixture::load(int requestsPerSecond) const
{
    QBM_CHECK(run("load", {"--rps", std::to_string(requestsPerSecond)}));
    return {};
}

Result<std::string> LabFixture::run(const std::string& verb, std::vector<std::string> arguments) const
{
    process::Command command;
    command.program = m_program;
    command.arguments = {verb, "--dir", folder().string()};
    command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
    return runTool(command);
}

} // namespace qbm::test
