// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/http2_front.h"

#include "tests/support/raw_server.h"

#include <arpa/inet.h>
#include <csignal>
#include <fstream>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace qbm::test {

namespace {

using namespace std::chrono_literals;

bool listens(int port)
{
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool connected = connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    close(fd);
    return connected;
}

} // namespace

Http2Front::Http2Front(const HttpServer& behind, Options options)
    : m_port(unusedPort())
{
    std::string folder = (std::filesystem::temp_directory_path() / "qbm-http2-XXXXXX").string();
    m_folder = mkdtemp(folder.data());
    const auto file = [&](const char* name, const std::string& content) {
        std::ofstream(m_folder / name) << content;
        return (m_folder / name).string();
    };
    m_command.program = "/usr/sbin/nghttpx";
    m_command.arguments = {"--conf=/dev/null", "--workers=1", "--no-ocsp", "--frontend=127.0.0.1," + std::to_string(m_port),
        "--backend=127.0.0.1," + std::to_string(behind.port())};
    if (options.requestsPerConnection > 0)
        m_command.arguments.push_back("--frontend-max-requests=" + std::to_string(options.requestsPerConnection));
    if (!options.clientCaPem.empty()) {
        m_command.arguments.push_back("--verify-client");
        m_command.arguments.push_back("--verify-client-cacert=" + file("clients.pem", options.clientCaPem));
    }
    m_command.arguments.push_back(file("key.pem", m_identity.keyPem));
    m_command.arguments.push_back(file("certificate.pem", m_identity.certificatePem));
}

Http2Front::~Http2Front()
{
    kill();
    std::error_code ignored;
    std::filesystem::remove_all(m_folder, ignored);
}

bool Http2Front::start()
{
    auto child = ChildProcess::start(m_command, m_folder / "log");
    if (!child)
        return false;
    m_child = std::move(*child);
    const auto until = std::chrono::steady_clock::now() + 10s;
    while (!listens(m_port)) {
        if (std::chrono::steady_clock::now() > until)
            return false;
        std::this_thread::sleep_for(20ms);
    }
    return true;
}

void Http2Front::kill()
{
    m_child.stop(SIGKILL, 1s);
    // The worker that the killed process leaves behind accepts a moment longer, and answers with a reset.
    const auto until = std::chrono::steady_clock::now() + 10s;
    while (listens(m_port) && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(5ms);
}

void Http2Front::endGracefully() const
{
    ::kill(m_child.pid(), SIGQUIT);
}

} // namespace qbm::test
