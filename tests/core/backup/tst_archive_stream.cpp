// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive_builder.h"
#include "core/backup/dump/archive_reading.h"
#include "core/backup/dump/inflate_stream.h"
#include "core/backup/dump/large_object_digest.h"
#include "core/backup/dump/row_digest.h"
#include "core/backup/dump/zstd_stream.h"

#include <QTest>
#include <random>

using namespace qbm;
using namespace qbm::backup;
using Compression = test::ArchiveBuilder::Compression;

namespace {

std::string digestOf(const std::vector<std::string>& lines)
{
    RowDigest digest;
    for (const std::string& line : lines)
        digest.add(line);
    return digest.text();
}

/// What is in an archive of the builder, each object taken in whole.
LargeObjectFacts objectsOf(const std::vector<std::string>& contents)
{
    LargeObjectDigest digest;
    std::uint32_t number = 5000;
    for (const std::string& content : contents) {
        LargeObjectReading object(++number, true);
        object.add(content);
        digest.add(object);
    }
    return digest.facts();
}

std::string manyRows()
{
    std::string rows;
    for (int i = 0; i < 3000; ++i)
        rows += std::to_string(i) + "\tname " + std::to_string(i * 7919 % 1000) + "\n";
    return rows;
}

test::ArchiveBuilder example(int minor, Compression compression)
{
    test::ArchiveBuilder builder(minor, compression);
    builder.definition("ENCODING", "SET client_encoding = 'UTF8';\n")
        .table("public", "model", manyRows())
        .table("public", "a\nb", "x\\ny\t\\N\n\\\\.\n\n") // a line "\\." is a row; so is an empty one
        .table("数据", "empty", "")
        .tableData("public", "of_an_extension", "1\n\\.\n\n\n")
        .largeObjects({"", "abc", std::string(100'000, '\n')});
    return builder;
}

/// Feeds it in pieces of at most `longest` bytes.
Result<ArchiveReading> read(
    const std::string& archive, std::size_t longest, std::mt19937& random, bool checksums = true)
{
    ArchiveReader reader(checksums);
    for (std::size_t at = 0; at < archive.size();) {
        const std::size_t count = 1 + random() % longest;
        QBM_CHECK(reader.add(std::string_view(archive).substr(at, count)));
        at += count;
    }
    return reader.finish();
}

std::string through(
    const std::function<std::unique_ptr<ByteFilter>(ByteSink)>& make, std::string_view bytes, Result<>& outcome)
{
    std::string out;
    const auto filter = make([&](std::string_view piece) -> Result<> {
        out += piece;
        return {};
    });
    outcome = filter->write(bytes);
    if (outcome)
        outcome = filter->finish();
    return out;
}

} // namespace

class TstArchiveStream : public QObject {
    Q_OBJECT
    std::mt19937 m_random;

private Q_SLOTS:
    void initTestCase()
    {
        const char* given = std::getenv("QBM_TEST_SEED");
        const unsigned seed = given ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : std::random_device{}();
        qInfo("seed %u", seed);
        m_random.seed(seed);
    }

    void read_everyVersionAndCompression_countsRowsAndObjects_data()
    {
        QTest::addColumn<int>("minor");
        QTest::addColumn<int>("compression");
        for (int minor = 12; minor <= 16; ++minor) {
            for (const auto compression : {Compression::None, Compression::Zlib, Compression::Zstd}) {
                if (minor >= 15 || compression != Compression::Zstd)
                    QTest::addRow("1.%d, compression %d", minor, int(compression)) << minor << int(compression);
            }
        }
    }
    void read_everyVersionAndCompression_countsRowsAndObjects()
    {
        QFETCH(int, minor);
        QFETCH(int, compression);
        const std::string archive = example(minor, Compression(compression)).build();
        for (const std::size_t longest : {std::size_t(1), std::size_t(100), std::size_t(10'000), archive.size()}) {
            const auto reading = read(archive, longest, m_random);
            QVERIFY2(reading.has_value(), reading ? "" : reading.error().english().c_str());
            const std::vector<TableRows> expected{{"public", "a\nb", 3, digestOf({"x\\ny\t\\N", "\\\\.", ""})},
                {"public", "model", 3000, reading->tables.at(1).checksum}, {"数据", "empty", 0, digestOf({})}};
            QCOMPARE(reading->tables, expected);
            QVERIFY(reading->tables[1].checksum != digestOf({}));
            QCOMPARE(reading->largeObjects, objectsOf({"", "abc", std::string(100'000, '\n')}));
            QCOMPARE(reading->header.minorVersion, minor);
            QCOMPARE(reading->header.database, std::string("qbm"));
            QCOMPARE(reading->header.toolVersion, std::string("16.1"));
            QCOMPARE(reading->archiveSizeBytes, std::uint64_t(archive.size()));
        }
    }
    void read_withoutChecksums_countsRowsOnly()
    {
        const auto reading = read(example(14, Compression::Zlib).build(), 5000, m_random, false).value();
        QCOMPARE(reading.tables.at(1).rows, std::int64_t(3000));
        QVERIFY(reading.tables.at(1).checksum.empty());
    }
    void read_otherEncoding_namesAreUtf8AndRowsAreBytes()
    {
        test::ArchiveBuilder builder(14);
        builder.definition("ENCODING", "SET client_encoding = 'LATIN1';\n").table("public", "tab\xe9", "\xe4\n");
        const auto reading = read(builder.build(), 7, m_random).value();
        RowDigest digest;
        digest.add("\xe4");
        QCOMPARE(reading.tables, (std::vector<TableRows>{{"public", "tabé", 1, digest.text()}}));
        QCOMPARE(encodingOf(reading.items), std::string("LATIN1"));
    }
    void read_unknownEncoding_namesAreBytes()
    {
        test::ArchiveBuilder builder(14);
        builder.definition("ENCODING", "SET client_encoding = 'SQL_ASCII';\n").table("public", "tab\xe9", "\xe4\n");
        QCOMPARE(read(builder.build(), 7, m_random).value().tables.at(0).name, std::string("tab\xe9"));
    }
    void rows_inAnotherOrder_haveTheSameChecksum()
    {
        CopyRows forward(true), backward(true), twice(true);
        forward.add("a\nb\n\\.\n");
        backward.add("b\na\n\\.\n");
        twice.add("a\nb\nb\n\\.\n");
        QCOMPARE(forward.checksum(), backward.checksum());
        QVERIFY(forward.checksum() != twice.checksum());
    }
    void contents_ofAPassingArchive_endWhereTheDataBegins()
    {
        ArchiveReader whole(false);
        const std::string archive = example(15, Compression::None).build();
        QVERIFY(whole.add(archive).has_value());
        QVERIFY(archive.starts_with(whole.contents()));
        QVERIFY(whole.contents().size() < archive.size());
        QCOMPARE(archive[whole.contents().size()], '\1'); // the first block of data
    }
    void read_whatIsNotKnown_isRefusedNotMisread()
    {
        for (const std::string& archive : {test::ArchiveBuilder(11).build(), test::ArchiveBuilder(17).build(),
                 test::ArchiveBuilder(16, Compression::Lz4).build()})
            QVERIFY(read(archive, 10, m_random).error().kind == ErrorKind::Unsupported);
        test::ArchiveBuilder inserts(14);
        inserts.definition("TABLE", "")
            .table("public", "a", "")
            .tableData("public", "b", "INSERT INTO b VALUES (1);\n");
        QVERIFY(read(inserts.build(), 10, m_random).error().kind == ErrorKind::Unsupported);
    }
    void read_cutOff_isNeverTakenForWhole()
    {
        for (const auto compression : {Compression::None, Compression::Zlib}) {
            const std::string archive = example(14, compression).build();
            for (int i = 0; i < 300; ++i) {
                const std::size_t length = m_random() % archive.size();
                const auto reading = read(archive.substr(0, length), 5000, m_random);
                QVERIFY2(!reading, std::to_string(length).c_str());
            }
            QVERIFY(!read(archive.substr(0, archive.size() - 1), 5000, m_random));
        }
    }
    void read_garbage_neverCrashesAndNeverGrows()
    {
        const std::string good = example(15, Compression::Zlib).build();
        for (int i = 0; i < 3000; ++i) {
            std::string bad = good;
            const int changes = 1 + static_cast<int>(m_random() % 5);
            for (int change = 0; change < changes; ++change)
                bad[m_random() % (i % 2 ? bad.size() : 600)] = static_cast<char>(m_random());
            (void)read(bad, 1 + m_random() % 5000, m_random);
        }
        for (int i = 0; i < 1000; ++i) {
            std::string noise = i % 2 ? "PGDMP\1\16\0\4\10\1" : "";
            for (int byte = 0; byte < 500; ++byte)
                noise += static_cast<char>(m_random());
            QVERIFY(!read(noise, 100, m_random));
        }
    }
    void zstd_thereAndBack_isTheSameAndEveryFlippedByteIsFound()
    {
        std::string plain = manyRows();
        for (int i = 0; i < 300'000; ++i)
            plain += static_cast<char>(m_random());
        Result<> outcome;
        const auto compress = [](ByteSink sink) { return makeZstdCompressor(std::move(sink)); };
        const auto decompress = [](ByteSink sink) { return makeZstdDecompressor(std::move(sink)); };
        const std::string packed = through(compress, plain, outcome);
        QVERIFY(outcome.has_value());
        QCOMPARE(through(decompress, packed, outcome), plain);
        QVERIFY(outcome.has_value());
        for (int i = 0; i < 200; ++i) {
            std::string damaged = packed;
            damaged[m_random() % damaged.size()] ^= static_cast<char>(1u << m_random() % 8);
            const std::string back = through(decompress, damaged, outcome);
            QVERIFY(!outcome || back == plain); // a reserved bit of the header may change without a meaning
            through(decompress, std::string_view(packed).substr(0, m_random() % (packed.size() - 1) + 1), outcome);
            QVERIFY(!outcome && outcome.error().kind == ErrorKind::BadData);
        }
    }
    void filter_sinkThatFails_handsItsErrorOn()
    {
        const auto full = [](std::string_view) -> Result<> { return fail(ErrorKind::Exhausted, Text("full")); };
        const auto compressor = makeZstdCompressor(full);
        QVERIFY(compressor->write("abc").has_value());
        QVERIFY(compressor->finish().error().kind == ErrorKind::Exhausted);
        const auto inflater = makeInflater(full);
        QVERIFY(inflater->write("plainly no zlib").error().kind == ErrorKind::BadData);
    }
};

QTEST_APPLESS_MAIN(TstArchiveStream)
#include "tst_archive_stream.moc"
