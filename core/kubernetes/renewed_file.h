// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <tuple>

namespace qbm::kubernetes {

/// A file with a token, certificate or key, which another program renews when it likes: by writing it, by renaming
/// another one over it, or by turning the link it is reached through, as a kubelet does.
/// \thread any
class RenewedFile {
public:
    /// Turns the file's content into what is used of it, or says why it is none.
    using Read = std::function<Result<std::string>(std::string content)>;

    RenewedFile(std::filesystem::path file, Read read);

    /// What the file holds now. While it cannot be read, as in the midst of being renewed, what it held before.
    /// \error as readFile and `read`, before it was readable once \cost one stat, and a reading where it is another file
    Result<Secret> content();
    const std::filesystem::path& file() const { return m_file; }
    /// Reads it again next time even if it looks the same.
    void forget();

private:
    using Stamp = std::tuple<std::uint64_t, std::uint64_t, std::int64_t, std::int64_t, std::int64_t>;
    std::optional<Stamp> stamp() const;
    Result<Secret> readAnew() const;

    const std::filesystem::path m_file;
    const Read m_read;
    std::mutex m_mutex;
    std::optional<Stamp> m_stamp; // of m_content
    std::optional<Secret> m_content;
};

} // namespace qbm::kubernetes
