// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/drill/large_object_check.h"

#include "core/backup/dump/large_object_digest.h"

#include <algorithm>
#include <charconv>
#include <map>

namespace qbm::backup {

namespace {

using namespace std::chrono_literals;

constexpr auto kStallTimeout = 10min;
/// Read of every object in the one pass over all of them: small ones need no question each.
constexpr std::uint64_t kFirstPieceBytes = 256u << 10;
constexpr std::uint64_t kPieceBytes = 1u << 20; ///< of the rest of a long one

constexpr const char* kCountSql = "SELECT count(*) FROM pg_catalog.pg_largeobject_metadata";

Error unreadable()
{
    return Error{ErrorKind::BadData,
        text(QT_TRANSLATE_NOOP("core", "The server sent a large object in an unknown form.")), {}, {}};
}

int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

Result<> decodeHex(std::string_view hex, std::string& bytes)
{
    if (hex.size() % 2 != 0)
        return fail(unreadable());
    bytes.resize(hex.size() / 2);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const int high = digit(hex[2 * i]), low = digit(hex[2 * i + 1]);
        if (high < 0 || low < 0)
            return fail(unreadable());
        bytes[i] = static_cast<char>(high << 4 | low);
    }
    return {};
}

/// Digests all large objects of a database.
class ObjectReader {
public:
    ObjectReader(postgres::Client& client, std::uint64_t expectedBytes, TaskContext& context)
        : m_client(client)
        , m_context(context)
        , m_expectedBytes(expectedBytes)
    {
    }

    Result<LargeObjectFacts> run()
    {
        const std::string sql = "COPY (SELECT oid, pg_catalog.encode(pg_catalog.lo_get(oid, 0, "
            + std::to_string(kFirstPieceBytes) + "), 'hex') FROM pg_catalog.pg_largeobject_metadata) TO STDOUT";
        QBM_CHECK(m_client.copyOut(
            sql, [this](std::string_view line) { return takeFirstPiece(line); }, kStallTimeout, m_context));
        for (auto& [number, object] : m_long) {
            QBM_CHECK(readRest(number, object));
            m_digest.add(object);
        }
        return m_digest.facts();
    }

private:
    Result<> takeFirstPiece(std::string_view line)
    {
        std::uint32_t number = 0;
        const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), number);
        if (error != std::errc() || end == line.data() + line.size() || *end != '\t')
            return fail(unreadable());
        LargeObjectReading object(number, true);
        QBM_TRY(bytes, take(object, line.substr(static_cast<std::size_t>(end - line.data()) + 1)));
        if (bytes == kFirstPieceBytes)
            m_long.emplace(number, std::move(object));
        else
            m_digest.add(object);
        return {};
    }

    Result<> readRest(std::uint32_t number, LargeObjectReading& object)
    {
        for (std::uint64_t bytes = kPieceBytes; bytes == kPieceBytes;) {
            QBM_TRY(answer,
                m_client.query("SELECT pg_catalog.encode(pg_catalog.lo_get($1::oid, $2::bigint, $3::int), 'hex')",
                    {std::to_string(number), std::to_string(object.sizeBytes()), std::to_string(kPieceBytes)},
                    m_context));
            if (answer.rows.size() != 1 || !answer.rows[0][0])
                return fail(unreadable());
            QBM_TRY(taken, take(object, *answer.rows[0][0]));
            bytes = taken;
        }
        return {};
    }

    /// \return how many bytes it was
    Result<std::uint64_t> take(LargeObjectReading& object, std::string_view hex)
    {
        QBM_CHECK(decodeHex(hex, m_bytes));
        object.add(m_bytes);
        m_readBytes += m_bytes.size();
        m_context.report({std::min(m_readBytes, m_expectedBytes), m_expectedBytes,
            text(QT_TRANSLATE_NOOP("core", "Comparing large objects"))});
        return m_bytes.size();
    }

    postgres::Client& m_client;
    TaskContext& m_context;
    std::uint64_t m_expectedBytes;
    std::uint64_t m_readBytes = 0;
    LargeObjectDigest m_digest;
    std::map<std::uint32_t, LargeObjectReading> m_long; ///< whose end was not in the first pass, by number
    std::string m_bytes;
};

Result<LargeObjectFacts> countObjects(postgres::Client& client, TaskContext& context)
{
    QBM_TRY(answer, client.query(kCountSql, context));
    LargeObjectFacts facts;
    const std::string count = answer.rows.at(0).at(0).value_or("");
    std::from_chars(count.data(), count.data() + count.size(), facts.count);
    return facts;
}

} // namespace

bool LargeObjectComparison::equal() const
{
    if (expected.checksum.empty())
        return found.count == expected.count;
    return found == expected;
}

Result<LargeObjectComparison> compareLargeObjects(
    postgres::Client& client, const LargeObjectFacts& expected, TaskContext& context)
{
    auto found = expected.checksum.empty() ? countObjects(client, context)
                                           : ObjectReader(client, expected.sizeBytes, context).run();
    if (!found)
        return fail(std::move(found).error(), text(QT_TRANSLATE_NOOP("core", "Comparing large objects")));
    return LargeObjectComparison{expected, std::move(*found)};
}

} // namespace qbm::backup
