// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/dump/zstd_stream.h"

#include <algorithm>
#include <string>
#include <thread>
#include <zstd.h>

namespace qbm::backup {

namespace {

constexpr int kMostWorkers = 8;

struct FreeCompression {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};
struct FreeDecompression {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

int workersFor(const ZstdSettings& settings)
{
    if (settings.workers > 0)
        return settings.workers;
    return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, kMostWorkers);
}

class Compressor final : public ByteFilter {
public:
    Compressor(ByteSink sink, const ZstdSettings& settings)
        : m_sink(std::move(sink))
        , m_context(ZSTD_createCCtx())
        , m_buffer(ZSTD_CStreamOutSize(), '\0')
    {
        if (!m_context)
            return;
        ZSTD_CCtx_setParameter(m_context.get(), ZSTD_c_compressionLevel, settings.level);
        ZSTD_CCtx_setParameter(m_context.get(), ZSTD_c_minMatch, settings.minimumMatch);
        ZSTD_CCtx_setParameter(m_context.get(), ZSTD_c_checksumFlag, 1);
        // Refused by a library built without threads: then the caller's thread does the work.
        ZSTD_CCtx_setParameter(m_context.get(), ZSTD_c_nbWorkers, workersFor(settings));
    }

    Result<> write(std::string_view bytes) override { return run(bytes, ZSTD_e_continue); }
    Result<> finish() override { return run({}, ZSTD_e_end); }

private:
    Result<> run(std::string_view bytes, ZSTD_EndDirective directive)
    {
        if (!m_context)
            return fail(ErrorKind::Exhausted, text(QT_TRANSLATE_NOOP("core", "There is no memory for a zstd stream.")));
        ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
        for (;;) {
            ZSTD_outBuffer out{m_buffer.data(), m_buffer.size(), 0};
            const std::size_t left = ZSTD_compressStream2(m_context.get(), &out, &in, directive);
            if (ZSTD_isError(left))
                return fail(ErrorKind::Exhausted,
                    text(QT_TRANSLATE_NOOP("core", "zstd cannot compress: %1."), ZSTD_getErrorName(left)));
            if (out.pos > 0)
                QBM_CHECK(m_sink(std::string_view(m_buffer).substr(0, out.pos)));
            if (directive == ZSTD_e_end ? left == 0 : in.pos == in.size)
                return {};
        }
    }

    ByteSink m_sink;
    std::unique_ptr<ZSTD_CCtx, FreeCompression> m_context;
    std::string m_buffer;
};

class Decompressor final : public ByteFilter {
public:
    explicit Decompressor(ByteSink sink)
        : m_sink(std::move(sink))
        , m_context(ZSTD_createDCtx())
        , m_buffer(ZSTD_DStreamOutSize(), '\0')
    {
    }

    Result<> write(std::string_view bytes) override
    {
        if (!m_context)
            return fail(ErrorKind::Exhausted, text(QT_TRANSLATE_NOOP("core", "There is no memory for a zstd stream.")));
        ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
        bool more = false; // decoded bytes that did not fit into the buffer
        while (in.pos < in.size || more) {
            ZSTD_outBuffer out{m_buffer.data(), m_buffer.size(), 0};
            const std::size_t hint = ZSTD_decompressStream(m_context.get(), &out, &in);
            if (ZSTD_isError(hint))
                return fail(ErrorKind::BadData,
                    text(QT_TRANSLATE_NOOP("core", "The zstd stream is damaged near byte %1: %2."), m_read + in.pos,
                        ZSTD_getErrorName(hint)));
            m_open = hint != 0;
            more = m_open && out.pos == out.size;
            if (out.pos > 0)
                QBM_CHECK(m_sink(std::string_view(m_buffer).substr(0, out.pos)));
        }
        m_read += bytes.size();
        return {};
    }

    Result<> finish() override
    {
        const bool cutOff = std::exchange(m_open, false);
        const std::uint64_t read = std::exchange(m_read, 0);
        if (m_context)
            ZSTD_DCtx_reset(m_context.get(), ZSTD_reset_session_only);
        if (cutOff)
            return fail(ErrorKind::BadData,
                text(QT_TRANSLATE_NOOP("core", "The zstd stream is cut off after %1 bytes."), read));
        return {};
    }

private:
    ByteSink m_sink;
    std::unique_ptr<ZSTD_DCtx, FreeDecompression> m_context;
    std::string m_buffer;
    std::uint64_t m_read = 0;
    bool m_open = false; ///< within a frame
};

} // namespace

std::unique_ptr<ByteFilter> makeZstdCompressor(ByteSink sink, ZstdSettings settings)
{
    return std::make_unique<Compressor>(std::move(sink), settings);
}

std::unique_ptr<ByteFilter> makeZstdDecompressor(ByteSink sink)
{
    return std::make_unique<Decompressor>(std::move(sink));
}

} // namespace qbm::backup
