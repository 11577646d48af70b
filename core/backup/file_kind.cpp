// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/file_kind.h"

#include "core/base/file.h"

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <string_view>
#include <unistd.h>

namespace qbm::backup {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kArchiveMagic = "PGDMP";
constexpr std::string_view kZstdMagic = "\x28\xb5\x2f\xfd"; ///< RFC 8878, 3.1.1
constexpr std::string_view kGzipMagic = "\x1f\x8b"; ///< RFC 1952, 2.3.1
constexpr std::string_view kLz4Magic = "\x04\x22\x4d\x18"; ///< LZ4 frame format
constexpr std::string_view kXzMagic = "\xfd" "7zXZ";
constexpr std::string_view kAgeMagic = "age-encryption.org/v1\n";
constexpr std::string_view kTarMagic = "ustar"; ///< POSIX.1, pax: at byte 257
constexpr std::size_t kTarMagicAt = 257;
/// Where a directory's table of contents is.
constexpr const char* kContentsFile = "toc.dat";
constexpr std::size_t kHeadBytes = 512;

std::string headOf(const fs::path& file)
{
    const FileDescriptor fd(::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    std::string head(kHeadBytes, '\0');
    const ssize_t got = fd ? ::read(fd.get(), head.data(), head.size()) : 0;
    head.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return head;
}

/// An OpenPGP message begins with a session key encrypted to a public key: packet tag 1. \source RFC 9580, 4.2 and 5.1
bool isOpenPgp(std::string_view head)
{
    const unsigned char first = head.empty() ? 0 : static_cast<unsigned char>(head[0]);
    return first == 0xC1 || (first & 0xFC) == 0x84;
}

bool isAsPromised(std::string_view head, Format format, Encryption encryption)
{
    switch (encryption) {
    case Encryption::Age:
        return head.starts_with(kAgeMagic);
    case Encryption::Gpg:
        return isOpenPgp(head);
    case Encryption::None:
        break;
    }
    return head.starts_with(format == Format::Fast ? kZstdMagic : kArchiveMagic);
}

/// A script begins with a comment, a setting or psql's own \restrict.
bool isScript(std::string_view head)
{
    constexpr std::array<std::string_view, 6> kBegins{"--\n", "-- PostgreSQL", "SET ", "\\restrict", "\\connect", "COPY "};
    return std::ranges::any_of(kBegins, [&](std::string_view begin) { return head.starts_with(begin); });
}

std::string describe(std::string_view head)
{
    if (head.starts_with(kArchiveMagic))
        return "an archive of pg_dump in the custom format (rename it to end with .dump)";
    if (head.size() > kTarMagicAt && head.substr(kTarMagicAt).starts_with(kTarMagic))
        return "a tar archive of pg_dump (pg_restore of the package postgresql-client reads it)";
    if (isScript(head))
        return "an SQL script (psql of the package postgresql-client runs it)";
    if (head.starts_with(kZstdMagic))
        return "compressed by zstd (zstd -d of the package zstd unpacks it; an archive then ends with .dump.zst)";
    if (head.starts_with(kLz4Magic))
        return "compressed by LZ4 (lz4 -d of the package lz4 unpacks it)";
    if (head.starts_with(kGzipMagic))
        return "compressed by gzip (gunzip unpacks it)";
    if (head.starts_with(kXzMagic))
        return "compressed by xz (xz -d of the package xz-utils unpacks it)";
    if (head.starts_with(kAgeMagic))
        return "encrypted by age (its name would end with .age)";
    return "no archive of pg_dump";
}

} // namespace

std::string otherKind(const fs::path& backup, Format format, Encryption encryption)
{
    const std::string head = headOf(format == Format::Directory ? backup / kContentsFile : backup);
    return isAsPromised(head, format, encryption) ? std::string() : describe(head);
}

} // namespace qbm::backup
