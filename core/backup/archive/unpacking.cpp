// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/archive/unpacking.h"

#include "core/backup/archive/backup_digest.h"
#include "core/backup/dump/zstd_stream.h"

#include <algorithm>
#include <memory>

namespace qbm::backup {

namespace {

constexpr std::chrono::minutes kDecryptionStall{2};

/// What the bytes of a file pass through, one behind the other, until they are a plain archive.
class Unpacking {
public:
    static Result<Unpacking> start(
        const Backup& backup, const std::filesystem::path& identity, const ByteSink& sink, TaskContext& context)
    {
        Unpacking unpacking;
        unpacking.m_first = sink;
        if (backup.format == Format::Fast)
            unpacking.m_decompression = unpacking.prepend(makeZstdDecompressor(unpacking.m_first));
        if (backup.encryption != Encryption::None) {
            QBM_CHECK(checkIdentity(backup.encryption, identity, context));
            QBM_TRY(
                decryption, startDecryption(backup.encryption, identity, unpacking.m_first, kDecryptionStall, context));
            unpacking.m_decryption = unpacking.prepend(std::move(decryption));
        }
        return unpacking;
    }

    Result<> write(std::string_view bytes) { return m_first(bytes); }

    /// From the file's side on: what the first still holds goes through the second.
    Result<> finish()
    {
        if (m_decryption)
            QBM_CHECK(m_decryption->finish());
        if (m_decompression)
            QBM_CHECK(m_decompression->finish());
        return {};
    }

private:
    std::unique_ptr<ByteFilter> prepend(std::unique_ptr<ByteFilter> filter)
    {
        m_first = [raw = filter.get()](std::string_view bytes) { return raw->write(bytes); };
        return filter;
    }

    ByteSink m_first;
    std::unique_ptr<ByteFilter> m_decompression;
    std::unique_ptr<ByteFilter> m_decryption; // last: it hands bytes to the other one until it is gone
};

} // namespace

bool needsUnpacking(const Backup& backup)
{
    return backup.format == Format::Fast || backup.encryption != Encryption::None;
}

Result<> readBackup(const Backup& backup, const std::filesystem::path& identity, const ByteSink& onFile,
    const ByteSink& onArchive, TaskContext& context)
{
    QBM_CHECK(backup.requireMayBeOpened());
    if (backup.format == Format::Directory)
        return fail(ErrorKind::Unsupported,
            text(QT_TRANSLATE_NOOP("core", "%1 is a directory: it is no single stream of bytes."), backup.name));
    QBM_TRY(unpacking, Unpacking::start(backup, identity, onArchive, context));
    const Text step = text(QT_TRANSLATE_NOOP("core", "Reading %1"), backup.name);
    std::uint64_t read = 0;
    const auto take = [&](std::string_view bytes) -> Result<> {
        if (onFile)
            QBM_CHECK(onFile(bytes));
        read += bytes.size();
        context.report({read, std::max(backup.sizeBytes, read), step});
        return unpacking.write(bytes);
    };
    auto outcome = readInPieces(backup.file, take, context);
    if (outcome)
        outcome = unpacking.finish();
    if (!outcome && outcome.error().kind == ErrorKind::BadData)
        return fail(std::move(outcome).error(), text(QT_TRANSLATE_NOOP("core", "%1 is damaged"), backup.name));
    return outcome;
}

} // namespace qbm::backup
