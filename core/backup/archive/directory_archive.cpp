// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/archive/directory_archive.h"

#include "core/backup/dump/inflate_stream.h"
#include "core/backup/dump/zstd_stream.h"
#include "core/base/file.h"
#include "core/base/sha256.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <condition_variable>
#include <fcntl.h>
#include <mutex>
#include <optional>
#include <thread>
#include <unistd.h>
#include <unordered_map>

namespace qbm::backup {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr const char* kContentsFile = "toc.dat";
constexpr std::string_view kLargeObjectPrefix = "blob_";
constexpr std::string_view kDataSuffix = ".dat";

/// 16385 of "blob_16385.dat"; nullopt for other files.
std::optional<std::uint32_t> largeObjectNumber(std::string_view name)
{
    if (!name.starts_with(kLargeObjectPrefix) || !name.ends_with(kDataSuffix))
        return std::nullopt;
    name.remove_prefix(kLargeObjectPrefix.size());
    name.remove_suffix(kDataSuffix.size());
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    return error == std::errc() && end == name.data() + name.size() ? std::optional(number) : std::nullopt;
}

/// Who decodes a file by the end of its name; `plain` is what is left of the name then.
Result<std::unique_ptr<ByteFilter>> decoderFor(const std::string& name, std::string& plain, ByteSink sink)
{
    plain = name;
    const auto takeOff = [&](std::string_view ending) {
        if (!plain.ends_with(ending))
            return false;
        plain.resize(plain.size() - ending.size());
        return true;
    };
    if (takeOff(".gz"))
        return makeInflater(std::move(sink));
    if (takeOff(".zst"))
        return makeZstdDecompressor(std::move(sink));
    if (takeOff(".lz4"))
        return fail(ErrorKind::Unsupported,
            text(QT_TRANSLATE_NOOP("core", "%1 is compressed by LZ4, which is not known here."), name));
    return nullptr;
}

/// Works through the files of a directory on several threads.
class DirectoryReader {
public:
    DirectoryReader(std::vector<fs::path> files, const DirectoryOptions& options)
        : m_files(std::move(files))
        , m_options(options)
        , m_tally(options.contentChecksums)
        , m_contents(m_tally)
    {
    }

    Result<> readContents(const fs::path& file, TaskContext& context)
    {
        m_understood = readInPieces(
            file, [this](std::string_view bytes) { return m_contents.add(bytes); }, context);
        if (m_understood)
            m_understood = m_contents.finish();
        if (!m_understood && m_understood.error().kind == ErrorKind::Cancelled)
            return m_understood;
        for (const ArchiveItem& item : m_contents.items()) {
            if (item.hasData && item.kind == "TABLE DATA")
                m_tables.emplace(item.file, &item);
        }
        return {};
    }

    Result<> readFiles(TaskContext& context)
    {
        const int jobs = std::clamp(m_options.jobs, 1, 16);
        {
            std::vector<std::jthread> threads;
            for (int job = 0; job < jobs; ++job)
                threads.emplace_back([this, stop = context.stopToken()] { work(TaskContext(stop)); });
            watch(jobs, context);
        }
        return std::move(m_outcome);
    }

    DirectoryReport report()
    {
        const BackupDigest digest = m_manifest.digest();
        return {digest, reading(digest.sizeBytes)};
    }

private:
    void watch(int jobs, TaskContext& context)
    {
        std::uint64_t total = 0;
        std::error_code error;
        for (const fs::path& file : m_files) {
            const auto size = fs::file_size(file, error);
            total += error ? 0 : size;
        }
        std::unique_lock lock(m_mutex);
        while (!m_done.wait_for(lock, 100ms, [&] { return m_finished == jobs; })) {
            lock.unlock();
            context.report({m_read, std::max<std::uint64_t>(total, m_read),
                text(QT_TRANSLATE_NOOP("core", "Reading the backup's files"))});
            lock.lock();
        }
    }

    void work(TaskContext context)
    {
        Result<> outcome;
        for (std::size_t next = m_next++; next < m_files.size() && outcome; next = m_next++)
            outcome = readOne(m_files[next], context);
        const std::scoped_lock lock(m_mutex);
        if (!outcome && m_outcome) {
            m_outcome = std::move(outcome);
            m_next = m_files.size();
        }
        ++m_finished;
        m_done.notify_all();
    }

    Result<> readOne(const fs::path& file, TaskContext& context)
    {
        const std::string name = file.filename().string();
        CopyRows rows(m_options.contentChecksums);
        std::optional<LargeObjectReading> largeObject;
        const ByteSink take = [&](std::string_view bytes) -> Result<> {
            if (largeObject)
                largeObject->add(bytes);
            else
                rows.add(bytes);
            return {};
        };
        std::string plain;
        auto decoder = decoderFor(name, plain, take);
        const auto table = m_tables.find(plain);
        if (const auto number = largeObjectNumber(plain))
            largeObject.emplace(*number, m_options.contentChecksums);
        const bool decodes = m_options.rows && (table != m_tables.end() || largeObject);
        Result<> decoded;
        if (decodes && !decoder)
            decoded = fail(decoder.error());
        Sha256 hash;
        std::uint64_t sizeBytes = 0;
        std::chrono::nanoseconds took{0};
        QBM_CHECK(readInPieces(
            file,
            [&](std::string_view bytes) -> Result<> {
                hash.add(bytes);
                sizeBytes += bytes.size();
                m_read += bytes.size();
                if (decodes && decoded) {
                    const auto before = threadProcessorTime();
                    decoded = *decoder ? (*decoder)->write(bytes) : take(bytes);
                    took += threadProcessorTime() - before;
                }
                return {};
            },
            context));
        if (decodes && decoded && *decoder)
            decoded = (*decoder)->finish();
        if (m_options.sync)
            QBM_CHECK(syncFile(file));
        const std::scoped_lock lock(m_mutex);
        m_manifest.add(name, hash.finish(), sizeBytes);
        m_took += took;
        if (!decoded && m_understood)
            m_understood = fail(std::move(decoded).error(), text(QT_TRANSLATE_NOOP("core", "File %1"), name));
        if (!decodes)
            return {};
        if (largeObject)
            m_tally.addLargeObject(*largeObject);
        else
            m_tally.addTable(*table->second, rows);
        m_tablesRead += largeObject ? 0 : 1;
        return {};
    }

    static Result<> syncFile(const fs::path& file)
    {
        const FileDescriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
        if (!fd || ::fsync(fd.get()) != 0)
            return fail(
                fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot write %1 to the disk"), file.string())));
        return {};
    }

    Result<ArchiveReading> reading(std::uint64_t sizeBytes)
    {
        QBM_CHECK(m_understood);
        if (m_options.rows && m_tablesRead != m_tables.size())
            return fail(ErrorKind::BadData,
                text(QT_TRANSLATE_NOOP("core", "The files of %1 of %2 tables are missing."),
                    m_tables.size() - m_tablesRead, m_tables.size()));
        QBM_TRY(tables, m_tally.tables(m_contents.items()));
        return ArchiveReading{m_contents.header(), m_contents.items(), std::move(tables), m_tally.largeObjects(),
            sizeBytes, std::chrono::duration_cast<std::chrono::milliseconds>(m_took)};
    }

    const std::vector<fs::path> m_files;
    const DirectoryOptions m_options;
    ArchiveTally m_tally;
    ArchiveStream m_contents;
    std::unordered_map<std::string, const ArchiveItem*> m_tables; ///< by file
    std::atomic<std::size_t> m_next = 0;
    std::atomic<std::uint64_t> m_read = 0;
    std::mutex m_mutex; ///< for what follows
    std::condition_variable m_done;
    int m_finished = 0;
    Manifest m_manifest;
    std::size_t m_tablesRead = 0;
    std::chrono::nanoseconds m_took{0};
    Result<> m_understood;
    Result<> m_outcome;
};

} // namespace

Result<DirectoryReport> readDirectory(const fs::path& directory, const DirectoryOptions& options, TaskContext& context)
{
    QBM_TRY(files, filesOf(directory));
    DirectoryReader reader(std::move(files), options);
    QBM_CHECK(reader.readContents(directory / kContentsFile, context));
    QBM_CHECK(reader.readFiles(context));
    return reader.report();
}

} // namespace qbm::backup
