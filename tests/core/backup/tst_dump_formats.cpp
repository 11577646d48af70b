// SPDX-License-Identifier: GPL-3.0-or-later
// Every format of a backup: made, read without us, restored, verified, damaged.
#include "core/backup/archive/archive_facts.h"
#include "core/backup/archive/readable_archive.h"
#include "core/backup/archive/verify.h"
#include "core/backup/dump/backup_operation.h"
#include "core/backup/restore/database_restore.h"
#include "core/base/sha256.h"
#include "core/process/process.h"
#include "core/service/backup_service.h"
#include "dump_fixture.h"

#include <algorithm>
#include <fcntl.h>
#include <sys/mount.h>

using namespace qbm;
using namespace qbm::backup;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

struct Kind {
    Format format = Format::Guide;
    bool encrypted = false;
};

void addKinds()
{
    QTest::addColumn<int>("format");
    QTest::addColumn<bool>("encrypted");
    QTest::addRow("guide") << int(Format::Guide) << false;
    QTest::addRow("fast") << int(Format::Fast) << false;
    QTest::addRow("directory") << int(Format::Directory) << false;
    QTest::addRow("guide, encrypted") << int(Format::Guide) << true;
    QTest::addRow("fast, encrypted") << int(Format::Fast) << true;
}

Kind fetchKind()
{
    QFETCH(int, format);
    QFETCH(bool, encrypted);
    return {Format(format), encrypted};
}

std::string run(const char* program, std::vector<std::string> arguments, const fs::path& input = {})
{
    process::Command command{process::findProgram(program).value(), std::move(arguments), {}, {}, {}};
    process::RunOptions options;
    const FileDescriptor fd(input.empty() ? -1 : ::open(input.c_str(), O_RDONLY | O_CLOEXEC));
    options.inputFd = fd.get();
    TaskContext task;
    const auto exit = process::run(command, options, task);
    return exit && exit->code == 0 ? exit->output : "failed";
}

} // namespace

class TstDumpFormats : public QObject {
    Q_OBJECT
    test::DumpFixture m_fixture;
    QTemporaryDir m_keys;
    std::string m_recipient;

    fs::path identity() const { return m_keys.filePath("key.txt").toStdString(); }
    DumpOptions options(const Kind& kind) const
    {
        DumpOptions options;
        options.format = kind.format;
        if (kind.encrypted)
            options.recipient = {Encryption::Age, m_recipient};
        return options;
    }
    /// A file of the backup whose bytes matter.
    static fs::path dataFile(const Backup& backup)
    {
        if (backup.format != Format::Directory)
            return backup.file;
        fs::path largest = backup.file / "toc.dat";
        for (const auto& entry : fs::directory_iterator(backup.file)) {
            if (entry.path().extension() == ".gz" && entry.file_size() > 100)
                largest = entry.path();
        }
        return largest;
    }
    Result<VerifyReport> verify(const Backup& made) { return verifyAs(made, identity()); }
    Result<VerifyReport> verifyAs(const Backup& made, const fs::path& key)
    {
        return verifyBackup(m_fixture.again(made), key, m_fixture.tools(), m_fixture.task());
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_fixture.startServer();
        QVERIFY(run("age-keygen", {"-o", identity().string()}) != "failed");
        m_recipient = run("age-keygen", {"-y", identity().string()});
        m_recipient.erase(m_recipient.find_last_not_of('\n') + 1);
        QVERIFY(m_recipient.starts_with("age1"));
    }
    void init() { m_fixture.begin(); }

    void dump_everyFormat_isVerifiedAndRestored_data() { addKinds(); }
    void dump_everyFormat_isVerifiedAndRestored()
    {
        m_fixture.execute(test::seedSql());
        const std::string before = m_fixture.ask(test::digestSql());
        const auto made = m_fixture.dump(options(fetchKind()));
        QVERIFY2(made.has_value(), made ? "" : (made.error().english() + made.error().detail).c_str());
        QVERIFY(made->state == BackupState::Complete);
        const Sidecar& sidecar = *made->sidecar;
        QVERIFY(sidecar.counted);
        QCOMPARE(sidecar.totalRows(), std::int64_t(1088));
        QCOMPARE(sidecar.largeObjects.value(), (LargeObjectFacts{1, 3, sidecar.largeObjects->checksum}));
        QCOMPARE(sidecar.largeObjects->checksum.size(), std::size_t(32));
        QVERIFY(
            std::ranges::none_of(sidecar.tables, [](const TableRows& table) { return table.checksum.size() != 32; }));
        QCOMPARE(sidecar.sizeBytes, made->sizeBytes);
        QCOMPARE(sidecar.encryptedTo, fetchKind().encrypted ? m_recipient : std::string());
        QCOMPARE(test::namesIn(m_fixture.world().backups()).size(), std::size_t(2)); // the backup and its sidecar

        const auto report = verify(*made);
        QVERIFY2(report.has_value(), report ? "" : (report.error().english() + report.error().detail).c_str());
        QVERIFY(report->checksumKnown && report->contentRead);
        QCOMPARE(report->tables, 7);
        QVERIFY(m_fixture.again(*made).sidecar->verifiedAt.has_value());

        const auto facts = readArchiveFacts(*made, identity(), m_fixture.task());
        QVERIFY2(facts.has_value(), facts ? "" : facts.error().english().c_str());
        QCOMPARE(facts->tables, sidecar.tables);
        QCOMPARE(facts->largeObjects, sidecar.largeObjects.value());
        QCOMPARE(facts->database, m_fixture.world().database);
        QCOMPARE(facts->archiveSizeBytes, sidecar.archiveSizeBytes);

        m_fixture.execute(test::changeSql() + "DROP TABLE made_later;");
        const auto archive = openArchive(*made, {m_fixture.world().folder, identity()}, m_fixture.task());
        QVERIFY2(archive.has_value(), archive ? "" : archive.error().english().c_str());
        QVERIFY(
            restoreArchive(m_fixture.world().settings(), m_fixture.tools(), archive->path(), 7, 60s, m_fixture.task())
                .has_value());
        QCOMPARE(m_fixture.ask(test::digestSql()), before);
        // The folder has nothing but what was there: the unpacked file has no name.
        QCOMPARE(test::namesIn(m_fixture.world().folder).size(), std::size_t(1));
    }
    void dump_emptyDatabase_isABackupInEveryFormat_data() { addKinds(); }
    void dump_emptyDatabase_isABackupInEveryFormat()
    {
        const auto made = m_fixture.dump(options(fetchKind()));
        QVERIFY(made.has_value());
        QVERIFY(made->sidecar->counted && made->sidecar->tables.empty());
        QCOMPARE(made->sidecar->largeObjects.value(), LargeObjectFacts{});
        QVERIFY(verify(*made).has_value());
    }
    void verify_oneFlippedByte_isFoundInEveryFormat_data() { addKinds(); }
    void verify_oneFlippedByte_isFoundInEveryFormat()
    {
        m_fixture.execute(test::seedSql());
        const Backup made = m_fixture.dump(options(fetchKind())).value();
        const fs::path file = dataFile(made);
        const std::string good = readFile(file).value();
        for (const std::size_t at : {std::size_t(8), good.size() / 3, good.size() / 2, good.size() - 2}) {
            std::string bad = good;
            bad[at] = static_cast<char>(bad[at] ^ 1);
            QVERIFY(writeFileDurably(file, bad).has_value());
            const auto report = verify(made);
            QVERIFY2(!report, std::to_string(at).c_str());
            QVERIFY2(report.error().kind == ErrorKind::BadData, report.error().english().c_str());
            QVERIFY2(report.error().english().find("SHA-256") != std::string::npos, report.error().english().c_str());
        }
        QVERIFY(writeFileDurably(file, good).has_value());
        QVERIFY(verify(made).has_value());
    }
    void verify_withoutSidecar_decodesToTheEnd_data() { addKinds(); }
    void verify_withoutSidecar_decodesToTheEnd()
    {
        m_fixture.execute(test::seedSql());
        const Backup made = m_fixture.dump(options(fetchKind())).value();
        fs::remove(sidecarPath(made.file));
        const auto report = verify(made);
        QVERIFY2(report.has_value(), report ? "" : report.error().english().c_str());
        QVERIFY(!report->checksumKnown);
        QCOMPARE(report->tables, 7);
        const fs::path file = dataFile(made);
        const std::string good = readFile(file).value();
        for (const std::size_t percent : {50u, 90u, 99u}) {
            QVERIFY(writeFileDurably(file, good.substr(0, good.size() * percent / 100)).has_value());
            QVERIFY(!verify(made));
        }
        if (made.format == Format::Directory) {
            fs::remove(file);
            QVERIFY(verify(made).error().kind == ErrorKind::BadData);
        }
    }
    void verify_truncated_isFoundInEveryFormat_data() { addKinds(); }
    void verify_truncated_isFoundInEveryFormat()
    {
        m_fixture.execute(test::seedSql());
        const Backup made = m_fixture.dump(options(fetchKind())).value();
        const fs::path file = dataFile(made);
        const std::string good = readFile(file).value();
        QVERIFY(writeFileDurably(file, good.substr(0, good.size() - 1)).has_value());
        QVERIFY(m_fixture.again(made).state == BackupState::Truncated);
        const auto report = verify(made);
        QVERIFY2(!report && report.error().english().find("truncated") != std::string::npos,
            report ? "" : report.error().english().c_str());
    }
    void verify_withoutIdentity_comparesTheBytesAndSaysSo()
    {
        m_fixture.execute(test::seedSql());
        const Backup made = m_fixture.dump(options({Format::Fast, true})).value();
        const auto report = verifyAs(made, {});
        QVERIFY2(report.has_value(), report ? "" : report.error().english().c_str());
        QVERIFY(report->checksumKnown && !report->contentRead);
        QVERIFY(!m_fixture.again(made).sidecar->verifiedAt.has_value());
        std::string bytes = readFile(made.file).value();
        bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
        QVERIFY(writeFileDurably(made.file, bytes).has_value());
        QVERIFY(verifyAs(made, {}).error().kind == ErrorKind::BadData);
        fs::remove(sidecarPath(made.file));
        QVERIFY(verifyAs(made, {}).error().kind == ErrorKind::Unsupported);
        QVERIFY(!openArchive(m_fixture.again(made), {m_fixture.world().folder, {}}, m_fixture.task()));
    }
    void fastBackup_isReadByZstdAndPgRestoreWithoutUs()
    {
        m_fixture.execute(test::seedSql());
        const Backup made = m_fixture.dump(options({Format::Fast})).value();
        const std::string plain = (m_fixture.world().folder / "plain.dump").string();
        QVERIFY(run("zstd", {"-q", "-d", made.file.string(), "-o", plain}) != "failed");
        const std::string list = run("pg_restore", {"--list"}, plain);
        QVERIFY(list.find("TABLE DATA public model postgres") != std::string::npos);
        QCOMPARE(fs::file_size(plain), made.sidecar->archiveSizeBytes);
        QVERIFY(run("zstd", {"-l", "-v", made.file.string()}).find("XXH64")
            != std::string::npos); // a frame with a checksum
    }
    void directoryBackup_sha256_isTheOneOfSha256sum()
    {
        m_fixture.execute(test::seedSql());
        const Backup made = m_fixture.dump(options({Format::Directory})).value();
        std::vector<std::string> names = test::namesIn(made.file);
        std::ranges::sort(names);
        std::string lines;
        for (const std::string& name : names)
            lines += sha256Hex(readFile(made.file / name).value()) + "  " + name + "\n";
        QCOMPARE(made.sidecar->sha256, sha256Hex(lines));
        QVERIFY(run("pg_restore", {"--list", made.file.string()}).find("TABLE DATA public model") != std::string::npos);
    }
    void openArchive_noRoom_saysWhatIsNeededAndFree()
    {
        m_fixture.execute("CREATE TABLE big AS SELECT repeat('x', 1000) a FROM generate_series(1, 5000)");
        const Backup made = m_fixture.dump(options({Format::Fast})).value();
        QCOMPARE(unpackedSizeBytes(made), made.sidecar->archiveSizeBytes);
        const fs::path small = m_fixture.world().folder / "small";
        fs::create_directory(small);
        if (::mount("tmpfs", small.c_str(), "tmpfs", 0, "size=64k") != 0)
            QSKIP("mounting a small tmpfs needs root with CAP_SYS_ADMIN");
        const auto archive = openArchive(made, {small, {}}, m_fixture.task());
        Backup unknown = made;
        unknown.sidecar.reset(); // nobody knows how large it will be: found while writing
        const auto later = openArchive(unknown, {small, {}}, m_fixture.task());
        ::umount(small.c_str());
        for (const auto* each : {&archive, &later}) {
            QVERIFY(!*each && each->error().kind == ErrorKind::Exhausted);
            QVERIFY2(
                each->error().english().find("are needed in") != std::string::npos, each->error().english().c_str());
        }
    }
    void dump_encryptedDirectory_isRefused()
    {
        QVERIFY(m_fixture.dump(options({Format::Directory, true})).error().kind == ErrorKind::Unsupported);
        QVERIFY(test::namesIn(m_fixture.world().backups()).empty());
    }
    void fetchCosts_measuredFormats_comeFromEarlierBackups()
    {
        m_fixture.execute("CREATE TABLE many AS SELECT g, repeat('x', 50) FROM generate_series(1, 50000) g");
        const auto service = service::makeBackupService(m_fixture.world().environment());
        const auto unknown = service->fetchCosts(m_fixture.task()).value();
        for (const service::FormatCost& cost : unknown)
            QVERIFY(!cost.sizeBytes && !cost.duration && cost.measuredBy.empty());
        const Backup fast = m_fixture.dump(options({Format::Fast})).value();
        const Backup guide = m_fixture.dump(options({Format::Guide})).value();
        const auto costs = service->fetchCosts(m_fixture.task()).value();
        QCOMPARE(costs.size(), std::size_t(3));
        QCOMPARE(costs[0].measuredBy, guide.name);
        QCOMPARE(costs[1].measuredBy, fast.name);
        QVERIFY(costs[1].sizeBytes.value() > fast.sizeBytes / 2 && costs[1].sizeBytes.value() < fast.sizeBytes * 2);
        QVERIFY(costs[1].duration.value() > 0ms);
        QVERIFY(costs[1].checksumTook.value() > 0ms);
        QVERIFY(!costs[2].sizeBytes.has_value()); // no directory was made yet
    }
    void operation_withPrune_removesOldOnesAfterTheNewOneIsThere()
    {
        auto environment = m_fixture.world().environment();
        environment.settings.retention = {.days = std::nullopt, .last = 1};
        const auto old = makeBackupOperation(environment, {});
        QVERIFY(m_fixture.world().engine().run(*old, "test", m_fixture.task())->succeeded());
        const Backup first = test::latestBackup(environment.folder, m_fixture.task()).value();
        QVERIFY(m_fixture.task().sleepFor(1100ms).has_value()); // names hold seconds
        const auto operation = makeBackupOperation(environment, {.prune = true});
        const auto plan = operation->plan(m_fixture.task()).value();
        QVERIFY(plan.lines.back().change.english().find("retention policy") != std::string::npos);
        const auto outcome = m_fixture.world().engine().run(*operation, "test", m_fixture.task());
        QVERIFY2(outcome && outcome->succeeded(), outcome ? "" : outcome.error().english().c_str());
        const auto list = Catalogue(environment.folder).list(m_fixture.task()).value();
        QCOMPARE(list.size(), std::size_t(1));
        QVERIFY(list[0].name != first.name);
    }
    void operation_everyFormat_isMadeAgainFromItsJournal_data() { addKinds(); }
    void operation_everyFormat_isMadeAgainFromItsJournal()
    {
        const Kind kind = fetchKind();
        auto environment = m_fixture.world().environment();
        environment.settings.encryptTo = m_recipient;
        BackupOptions wanted;
        wanted.format = kind.format;
        wanted.encrypt = kind.encrypted;
        wanted.contentChecksums = false;
        wanted.label = "nightly";
        const auto first = makeBackupOperation(environment, wanted);
        environment.settings.format = Format::Directory; // the profile was changed meanwhile
        const auto again = remakeBackupOperation(environment, first->parameters()).value();
        QCOMPARE(again->parameters(), first->parameters());
        const auto outcome = m_fixture.world().engine().run(*again, "test", m_fixture.task());
        QVERIFY2(outcome && outcome->succeeded(), outcome ? "" : outcome.error().english().c_str());
        const Backup made = test::latestBackup(m_fixture.world().backups(), m_fixture.task()).value();
        QVERIFY(made.format == kind.format);
        QVERIFY((made.encryption == Encryption::Age) == kind.encrypted);
        QVERIFY(made.sidecar->counted);
    }
};

QTEST_GUILESS_MAIN(TstDumpFormats)
#include "tst_dump_formats.moc"
