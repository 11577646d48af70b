// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/file.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace qbm::lab {

/// An OpenMetrics text with time stamps, as `promtool tsdb create-blocks-from` reads it; removed on destruction.
class SampleFile {
public:
    /// \error Denied, Exhausted
    static Result<SampleFile> create(const std::filesystem::path& path);
    SampleFile(SampleFile&& other) noexcept;
    SampleFile(const SampleFile&) = delete;
    SampleFile& operator=(const SampleFile&) = delete;
    ~SampleFile();

    /// Names a series for add(). \param labels `job="a",le="1.0"`
    std::size_t addSeries(std::string_view metric, std::string_view labels);
    /// \param at must not go back within one series \error Exhausted (disk full)
    Result<> add(std::size_t series, double value, TimePoint at);
    /// Ends the text; nothing may be added after that.
    Result<> finish();

    const std::filesystem::path& path() const { return m_path; }

private:
    SampleFile(std::filesystem::path path, FileDescriptor fd);
    Result<> flush();

    std::filesystem::path m_path;
    FileDescriptor m_fd;
    std::vector<std::string> m_series;
    std::string m_buffer;
};

} // namespace qbm::lab
