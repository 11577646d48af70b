// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/dump/inflate_stream.h"

#include <string>
#include <zlib.h>

namespace qbm::backup {

namespace {

constexpr std::size_t kBufferBytes = 128 * 1024;
/// The largest window, and zlib finds out itself whether the header is its own or gzip's.
constexpr int kAnyHeader = 15 + 32;

class Inflater final : public ByteFilter {
public:
    explicit Inflater(ByteSink sink)
        : m_sink(std::move(sink))
        , m_buffer(kBufferBytes, '\0')
    {
        m_ready = ::inflateInit2(&m_stream, kAnyHeader) == Z_OK;
    }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;
    ~Inflater() override { ::inflateEnd(&m_stream); }

    Result<> write(std::string_view bytes) override
    {
        if (!m_ready)
            return fail(ErrorKind::Exhausted, text(QT_TRANSLATE_NOOP("core", "There is no memory for a zlib stream.")));
        // zlib's interface takes no const pointer, but does not write through it.
        m_stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data())); // NOLINT
        m_stream.avail_in = static_cast<uInt>(bytes.size());
        bool full = false;
        while (m_stream.avail_in > 0 || full) {
            if (m_state == State::Ended)
                return fail(ErrorKind::BadData,
                    text(QT_TRANSLATE_NOOP("core", "There is something behind the end of a zlib stream.")));
            m_state = State::Open;
            m_stream.next_out = reinterpret_cast<Bytef*>(m_buffer.data());
            m_stream.avail_out = static_cast<uInt>(m_buffer.size());
            const int outcome = ::inflate(&m_stream, Z_NO_FLUSH);
            if (outcome == Z_BUF_ERROR) // nothing left to decode without more input
                break;
            if (outcome != Z_OK && outcome != Z_STREAM_END)
                return fail(ErrorKind::BadData,
                    text(QT_TRANSLATE_NOOP("core", "A zlib stream is damaged: %1."),
                        m_stream.msg ? m_stream.msg : "unknown error"));
            if (outcome == Z_STREAM_END)
                m_state = State::Ended;
            full = m_stream.avail_out == 0 && m_state == State::Open;
            const std::size_t got = m_buffer.size() - m_stream.avail_out;
            if (got > 0)
                QBM_CHECK(m_sink(std::string_view(m_buffer).substr(0, got)));
        }
        return {};
    }

    Result<> finish() override
    {
        const bool cutOff = m_state == State::Open;
        m_state = State::Fresh;
        ::inflateReset(&m_stream);
        if (cutOff)
            return fail(ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "A zlib stream is cut off.")));
        return {};
    }

private:
    enum class State { Fresh, Open, Ended };

    ByteSink m_sink;
    std::string m_buffer;
    z_stream m_stream{};
    State m_state = State::Fresh;
    bool m_ready = false;
};

} // namespace

std::unique_ptr<ByteFilter> makeInflater(ByteSink sink)
{
    return std::make_unique<Inflater>(std::move(sink));
}

} // namespace qbm::backup
