// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compose/program_output.h"

#include "core/base/printable.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <iostream>
#include <mutex>
#include <poll.h>
#include <streambuf>
#include <string>
#include <unistd.h>

namespace qbm::compose {

namespace {

constexpr std::size_t kBufferBytes = 64u << 10;

} // namespace

/// \thread any: progress and log lines come from several
class ProgramOutput::Buffer final : public std::streambuf {
public:
    explicit Buffer(int fd)
        : m_fd(fd)
    {
    }

    /// 0, or why something was not written.
    int finish()
    {
        const std::scoped_lock guard(m_lock);
        m_pending += m_filter.finish();
        writeOut();
        return m_error;
    }

protected:
    int_type overflow(int_type character) override
    {
        if (traits_type::eq_int_type(character, traits_type::eof()))
            return traits_type::not_eof(character);
        const char byte = traits_type::to_char_type(character);
        return take({&byte, 1}) ? character : traits_type::eof();
    }
    std::streamsize xsputn(const char* bytes, std::streamsize count) override
    {
        return take({bytes, static_cast<std::size_t>(count)}) ? count : 0;
    }
    int sync() override
    {
        const std::scoped_lock guard(m_lock);
        return writeOut() ? 0 : -1;
    }

private:
    bool take(std::string_view bytes)
    {
        const std::scoped_lock guard(m_lock);
        m_pending += m_filter.add(bytes);
        return m_pending.size() < kBufferBytes ? m_error == 0 : writeOut();
    }

    bool writeOut()
    {
        std::string_view rest = m_pending;
        while (!rest.empty() && m_error == 0) {
            const ssize_t written = ::write(m_fd, rest.data(), rest.size());
            if (written >= 0)
                rest.remove_prefix(static_cast<std::size_t>(written));
            else if (errno == EAGAIN)
                waitForRoom();
            else if (errno != EINTR)
                m_error = errno;
        }
        m_pending.clear();
        return m_error == 0;
    }

    /// A shell's other program may have made the terminal non-blocking.
    void waitForRoom() const
    {
        pollfd entry{m_fd, POLLOUT, 0};
        ::poll(&entry, 1, -1);
    }

    std::mutex m_lock;
    int m_fd;
    PrintableFilter m_filter;
    std::string m_pending;
    int m_error = 0;
};

ProgramOutput::ProgramOutput()
    : m_out(std::make_unique<Buffer>(STDOUT_FILENO))
    , m_err(std::make_unique<Buffer>(STDERR_FILENO))
    , m_formerOut(std::cout.rdbuf(m_out.get()))
    , m_formerErr(std::cerr.rdbuf(m_err.get()))
{
    std::signal(SIGPIPE, SIG_IGN);
}

ProgramOutput::~ProgramOutput()
{
    m_out->finish();
    m_err->finish();
    std::cout.rdbuf(m_formerOut);
    std::cerr.rdbuf(m_formerErr);
}

int ProgramOutput::finish(int code)
{
    const int why = m_out->finish();
    if (why == 0)
        return code;
    std::cerr << "Standard output could not be written: " << std::strerror(why)
              << ". What was done is done; what should have been printed here is lost.\n";
    m_err->finish();
    return 1;
}

} // namespace qbm::compose
