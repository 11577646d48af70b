// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/history/sample_file.h"

#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <iterator>
#include <utility>

namespace qbm::lab {

namespace {
constexpr std::size_t kBufferSizeBytes = 1 << 20;
}

Result<SampleFile> SampleFile::create(const std::filesystem::path& path)
{
    FileDescriptor fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (!fd)
        return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot create %1"), path.string())));
    return SampleFile(path, std::move(fd));
}

SampleFile::SampleFile(std::filesystem::path path, FileDescriptor fd)
    : m_path(std::move(path))
    , m_fd(std::move(fd))
{
    m_buffer.reserve(kBufferSizeBytes + 4096);
}

SampleFile::SampleFile(SampleFile&& other) noexcept
    : m_path(std::exchange(other.m_path, {}))
    , m_fd(std::move(other.m_fd))
    , m_series(std::move(other.m_series))
    , m_buffer(std::move(other.m_buffer))
{
}

SampleFile::~SampleFile()
{
    if (m_path.empty())
        return;
    std::error_code ignored; // a text left behind does no harm: its folder goes with the lab
    std::filesystem::remove(m_path, ignored);
}

std::size_t SampleFile::addSeries(std::string_view metric, std::string_view labels)
{
    m_series.push_back(fmt::format("{}{{{}}} ", metric, labels));
    return m_series.size() - 1;
}

Result<> SampleFile::add(std::size_t series, double value, TimePoint at)
{
    const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(at).time_since_epoch().count();
    m_buffer += m_series[series];
    fmt::format_to(std::back_inserter(m_buffer), "{} {}.{:03}\n", value, milliseconds / 1000, milliseconds % 1000);
    return m_buffer.size() < kBufferSizeBytes ? Result<>{} : flush();
}

Result<> SampleFile::finish()
{
    m_buffer += "# EOF\n";
    return flush();
}

Result<> SampleFile::flush()
{
    QBM_CHECK(writeAll(m_fd.get(), m_buffer, m_path));
    m_buffer.clear();
    return {};
}

} // namespace qbm::lab
