// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/renewed_file.h"

#include "core/base/file.h"

#include <sys/stat.h>

namespace qbm::kubernetes {

namespace {

constexpr std::uint64_t kMaxBytes = 1u << 20;
constexpr std::int64_t kNanoseconds = 1'000'000'000;

std::int64_t nanoseconds(const timespec& time)
{
    return static_cast<std::int64_t>(time.tv_sec) * kNanoseconds + time.tv_nsec;
}

} // namespace

RenewedFile::RenewedFile(std::filesystem::path file, Read read)
    : m_file(std::move(file))
    , m_read(std::move(read))
{
}

std::optional<RenewedFile::Stamp> RenewedFile::stamp() const
{
    struct stat found{};
    if (::stat(m_file.c_str(), &found) != 0)
        return std::nullopt;
    return Stamp(found.st_dev, found.st_ino, found.st_size, nanoseconds(found.st_mtim), nanoseconds(found.st_ctim));
}

Result<Secret> RenewedFile::readAnew() const
{
    QBM_TRY(text, readFile(m_file, kMaxBytes));
    QBM_TRY(content, m_read(std::move(text)));
    return Secret(std::move(content));
}

Result<Secret> RenewedFile::content()
{
    const std::lock_guard lock(m_mutex);
    const auto seen = stamp(); // before the reading: what is written meanwhile is read next time
    if (m_content && m_stamp && seen == m_stamp)
        return *m_content;
    auto content = readAnew();
    if (!content && m_content)
        return *m_content;
    QBM_CHECK(content);
    m_content = std::move(*content);
    m_stamp = seen;
    return *m_content;
}

void RenewedFile::forget()
{
    const std::lock_guard lock(m_mutex);
    m_stamp.reset();
}

} // namespace qbm::kubernetes
