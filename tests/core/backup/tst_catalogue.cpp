// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive_builder.h"
#include "core/backup/catalogue.h"
#include "core/backup/dump/dump.h"
#include "core/backup/dump/unfinished.h"
#include "core/backup/ours.h"
#include "core/backup/restore/restore_measurement.h"
#include "core/backup/server_identity.h"
#include "core/backup/tools.h"
#include "core/base/file.h"

#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <map>
#include <set>
#include <sys/stat.h>
#include <thread>

using namespace qbm;
using namespace qbm::backup;

class TstCatalogue : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;
    TaskContext m_task;

    std::filesystem::path folder() const { return m_folder->path().toStdString(); }
    void put(const std::string& name, const std::string& content)
    {
        QVERIFY(writeFileDurably(folder() / name, content).has_value());
    }
    static std::string archive(std::size_t size = 200) { return "PGDMP" + std::string(size - 5, 'x'); }
    static Sidecar sidecar(std::uint64_t sizeBytes, const std::string& snapshotAt = "2026-11-22T02:00:00.000Z")
    {
        Sidecar sidecar;
        sidecar.sha256 = std::string(64, 'a');
        sidecar.sizeBytes = sizeBytes;
        sidecar.database = "qbm";
        sidecar.databaseSizeBytes = 1000;
        sidecar.snapshotAt = parseRfc3339(snapshotAt).value();
        sidecar.startedAt = sidecar.snapshotAt;
        sidecar.finishedAt = sidecar.snapshotAt + std::chrono::seconds(4);
        sidecar.counted = true;
        sidecar.tables = {{"public", "we\"ird 数据", 3}, {"public", "b", 4}};
        return sidecar;
    }
    Result<Backup> latest(const std::filesystem::path& folder) const
    {
        BackupEnvironment environment;
        environment.folder = folder;
        environment.database = "qbm";
        TaskContext task;
        return findBackup(environment, "LATEST", task);
    }
    Backup only() const
    {
        TaskContext task;
        const auto list = Catalogue(folder()).list(task).value();
        return list.size() == 1 ? list.front() : Backup{};
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void list_absentFolder_isEmpty()
    {
        QVERIFY(Catalogue(folder() / "none").list(m_task)->empty());
        QVERIFY(latest(folder() / "none").error().kind == ErrorKind::NotFound);
    }
    void list_dumpAndSidecar_isComplete()
    {
        put("qbm_backup_20261122_020000.dump", archive());
        QVERIFY(writeSidecar(folder() / "qbm_backup_20261122_020000.dump", sidecar(200)).has_value());
        QVERIFY(only().state == BackupState::Complete);
        QCOMPARE(formatRfc3339(only().takenAt), std::string("2026-11-22T02:00:00.000Z"));
    }
    void list_dumpOfTheScript_hasNoSidecarAndItsNamesTime()
    {
        put("qbm_backup_20261122_020000.dump", archive());
        QVERIFY(only().state == BackupState::WithoutSidecar);
        QCOMPARE(formatLocalStamp(only().takenAt), std::string("20261122_020000"));
        QVERIFY(only().usable());
    }
    void list_brokenFiles_areShownAsWhatTheyAre_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("sidecarSize");
        QTest::addColumn<int>("state");
        QTest::addRow("empty") << QByteArray() << 0 << int(BackupState::Truncated);
        QTest::addRow("cut off") << QByteArray::fromStdString(archive(100)) << 200 << int(BackupState::Truncated);
        QTest::addRow("grown") << QByteArray::fromStdString(archive(300)) << 200 << int(BackupState::Foreign);
        QTest::addRow("plain SQL") << QByteArray(200, '-') << 0 << int(BackupState::Foreign);
        QTest::addRow("other bytes") << QByteArray(200, 'x') << 200 << int(BackupState::Foreign);
    }
    void list_brokenFiles_areShownAsWhatTheyAre()
    {
        QFETCH(QByteArray, content);
        QFETCH(int, sidecarSize);
        QFETCH(int, state);
        put("a.dump", content.toStdString());
        if (sidecarSize > 0)
            QVERIFY(writeSidecar(folder() / "a.dump", sidecar(std::uint64_t(sidecarSize))).has_value());
        QCOMPARE(int(only().state), state);
        QVERIFY(!only().usable());
        QVERIFY(latest(folder()).error().kind == ErrorKind::NotFound);
    }
    void list_partialAndMissing_areTold()
    {
        put("qbm_backup_20261122_020000.dump.partial", archive());
        QVERIFY(only().state == BackupState::Partial);
        QCOMPARE(only().name, std::string("qbm_backup_20261122_020000.dump.partial"));
        // The moment between sidecar and rename is no missing dump.
        QVERIFY(writeSidecar(folder() / "qbm_backup_20261122_020000.dump", sidecar(200)).has_value());
        QVERIFY(only().state == BackupState::Partial);
        std::filesystem::remove(folder() / "qbm_backup_20261122_020000.dump.partial");
        QVERIFY(only().state == BackupState::Missing);
    }
    void list_unreadableSidecar_keepsTheDumpAndSaysWhy()
    {
        put("a.dump", archive());
        put("a.dump.json", "{\"format\": 1}");
        QVERIFY(only().state == BackupState::RecordDamaged);
        QVERIFY(only().problem.find("sha256") != std::string::npos);
    }
    void find_namesAndLatest_areFound()
    {
        put("old.dump", archive());
        QVERIFY(writeSidecar(folder() / "old.dump", sidecar(200, "2026-01-01T00:00:00Z")).has_value());
        put("new.dump", archive());
        QVERIFY(writeSidecar(folder() / "new.dump", sidecar(200, "2026-02-01T00:00:00Z")).has_value());
        put("broken.dump", archive());
        QVERIFY(writeSidecar(folder() / "broken.dump", sidecar(500, "2026-03-01T00:00:00Z")).has_value());
        const Catalogue catalogue(folder());
        QCOMPARE(latest(folder())->name, std::string("new.dump"));
        QCOMPARE(catalogue.find("old", m_task)->name, std::string("old.dump"));
        QCOMPARE(catalogue.find("old.dump", m_task)->name, std::string("old.dump"));
        QCOMPARE(catalogue.list(m_task)->front().name, std::string("broken.dump"));
        QVERIFY(catalogue.find("nope", m_task).error().kind == ErrorKind::NotFound);
        QVERIFY(catalogue.find("../old.dump", m_task).error().kind == ErrorKind::InvalidInput);
    }
    void list_everyFormat_isKnownByNameAndFirstBytes_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("head");
        QTest::addRow("guide") << QByteArray("a.dump") << QByteArray("PGDMP");
        QTest::addRow("fast") << QByteArray("a.dump.zst") << QByteArray("\x28\xb5\x2f\xfd");
        QTest::addRow("guide, age") << QByteArray("a.dump.age") << QByteArray("age-encryption.org/v1\n");
        QTest::addRow("fast, age") << QByteArray("a.dump.zst.age") << QByteArray("age-encryption.org/v1\n");
        QTest::addRow("fast, gpg") << QByteArray("a.dump.zst.gpg") << QByteArray("\x85\x01\x8c");
        QTest::addRow("fast, gpg, new packets") << QByteArray("a.dump.zst.gpg") << QByteArray("\xc1\xc0\x4c");
        QTest::addRow("directory") << QByteArray("a.dumpdir") << QByteArray("PGDMP");
    }
    void list_everyFormat_isKnownByNameAndFirstBytes()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, head);
        const std::string fileName = name.toStdString();
        const bool directory = fileName.ends_with("dir");
        if (directory)
            std::filesystem::create_directory(folder() / fileName);
        const std::string inside = directory ? fileName + "/toc.dat" : fileName;
        put(inside, std::string(200, 'x'));
        QVERIFY(only().state == BackupState::Foreign);
        put(inside, head.toStdString() + std::string(200, 'x'));
        QVERIFY(only().state == BackupState::WithoutSidecar);
        QCOMPARE(backupName(TimePoint{}, only().format, only().encryption).substr(26), fileName.substr(1));
        const std::uint64_t size = only().sizeBytes;
        QCOMPARE(size, std::uint64_t(200 + head.size()));
        QVERIFY(writeSidecar(folder() / fileName, sidecar(size)).has_value());
        QVERIFY(only().state == BackupState::Complete);
        QVERIFY(writeSidecar(folder() / fileName, sidecar(size + 1)).has_value());
        QVERIFY(only().state == BackupState::Truncated);
        std::filesystem::rename(folder() / fileName, partialPath(folder() / fileName));
        QVERIFY(only().state == BackupState::Partial);
        QCOMPARE(only().sizeBytes, size);
        QCOMPARE(only().name, fileName + ".partial");
    }
    void list_fileNamedLikeADirectoryAndTheOtherWayRound_isForeign()
    {
        put("a.dumpdir", archive());
        QVERIFY(only().state == BackupState::Foreign);
        std::filesystem::remove(folder() / "a.dumpdir");
        std::filesystem::create_directory(folder() / "a.dump");
        put("a.dump/toc.dat", archive());
        QVERIFY(only().state == BackupState::Foreign);
    }
    void find_suffixesLeftOff_areFoundFromTheRight()
    {
        put("one.dump.zst.age", "age-encryption.org/v1\n" + std::string(200, 'x'));
        put("one.dump", archive());
        QVERIFY(writeSidecar(folder() / "one.dump", sidecar(200, "2026-01-01T00:00:00Z")).has_value());
        const Catalogue catalogue(folder());
        QCOMPARE(catalogue.find("one", m_task)->name, std::string("one.dump.zst.age")); // the newer one
        QCOMPARE(catalogue.find("one.dump", m_task)->name, std::string("one.dump")); // the very name
        QCOMPARE(catalogue.find("one.dump.zst", m_task)->name, std::string("one.dump.zst.age"));
        for (const char* wrong : {"on", "one.", "one.dump.z", "one.dump.zst.age.json"})
            QVERIFY(!catalogue.find(wrong, m_task));
    }
    void find_beginningOfOneName_isThatOne()
    {
        for (const char* name : {"qbm_backup_20260101_020000.dump", "qbm_backup_20260102_020000.dump", "other.dump"})
            put(name, archive());
        const Catalogue catalogue(folder());
        QCOMPARE(catalogue.find("qbm_backup_20260102", m_task)->name, std::string("qbm_backup_20260102_020000.dump"));
        QCOMPARE(catalogue.find("o", m_task)->name, std::string("other.dump"));
        const auto several = catalogue.find("qbm_backup_202601", m_task);
        QVERIFY(several.error().kind == ErrorKind::InvalidInput);
        QVERIFY(several.error().english().find("qbm_backup_20260101_020000.dump") != std::string::npos);
        QVERIFY(catalogue.find("", m_task).error().kind == ErrorKind::InvalidInput);
    }
    void name_ofAFileThatIsNoBackup_isNotTheWordForOthersBackups()
    {
        QCOMPARE(name(BackupState::Foreign), std::string_view("not-a-backup"));
    }
    void sidecar_firstFormat_isStillRead()
    {
        const auto old = parseSidecar(R"({"format": 1, "sha256": "ab", "sizeBytes": 200, "serverVersion": "15.4",
            "toolVersion": "15.4", "host": "h", "database": "qbm", "databaseSizeBytes": 1000,
            "startedAt": "2026-01-01T00:00:00Z", "snapshotAt": "2026-01-01T00:00:00Z",
            "finishedAt": "2026-01-01T00:00:09Z", "counted": true,
            "tables": [{"schema": "public", "name": "a", "rows": 3}]})");
        QVERIFY2(old.has_value(), old ? "" : old.error().english().c_str());
        QVERIFY(old->format == Format::Guide && old->encryption == Encryption::None);
        QCOMPARE(old->archiveSizeBytes, std::uint64_t(200));
        QCOMPARE(old->tables, (std::vector<TableRows>{{"public", "a", 3, ""}}));
        QVERIFY(!old->largeObjects.has_value());
    }
    void sidecar_formatTwo_isRead()
    {
        Sidecar full = sidecar(12345);
        full.largeObjects = LargeObjectFacts{2, 77};
        std::string written = formatSidecar(full);
        const std::string present = "\"format\": 4";
        QVERIFY(written.find(present) != std::string::npos);
        written.replace(written.find(present), present.size(), "\"format\": 2");
        full.port = 0; // came with format 4
        QCOMPARE(parseSidecar(written).value(), full);
    }
    void sidecar_writtenAndRead_isTheSame()
    {
        Sidecar full = sidecar(12345);
        full.format = Format::Fast;
        full.encryption = Encryption::Age;
        full.encryptedTo = "age1xyz";
        full.archiveSizeBytes = 99999;
        full.checksumTook = std::chrono::milliseconds(321);
        full.tables[0].checksum = std::string(32, 'c');
        full.largeObjects = LargeObjectFacts{2, 77, std::string(32, 'd')};
        full.adopted = true;
        full.copies = {{"nas", "/mnt/nas", full.finishedAt}};
        full.port = 5432;
        full.systemIdentifier = "7301234567890123456";
        full.outputSettings = {{"lc_monetary", "de_DE.UTF-8"}};
        full.entry = DatabaseEntry{"app", "UTF8", 'i', "C", "C", "en-US", "", "pg_default", true, false, 7, false,
            {{"postgres", "", "CONNECT", false}, {"postgres", "app", "CREATE", true}},
            {{"", "search_path", "a, b"}, {"app", "work_mem", "64MB"}}, "shop \"1\"", {{"selinux", "x"}}};
        full.tables.push_back({"public", "t\xe9\xff", 3, ""}); // a name in SQL_ASCII
        full.label = "before \"upgrade\" 升级";
        full.pinned = true;
        full.safety = true;
        full.verifiedAt = full.finishedAt;
        QCOMPARE(parseSidecar(formatSidecar(full)).value(), full);
        full.entry->grants.clear(); // nobody may anything: not the same as the defaults
        QCOMPARE(parseSidecar(formatSidecar(full)).value(), full);
        for (const char* text : {"", "[]", "{}", "{\"format\": 4}", "nonsense"})
            QVERIFY(parseSidecar(text).error().kind == ErrorKind::BadData);
    }
    void sidecar_changedByHand_isRefused()
    {
        const std::string written = formatSidecar(sidecar(12345));
        QVERIFY(parseSidecar(written).has_value());
        const std::size_t size = written.find("12345");
        std::string changed = written;
        changed[size] = '9';
        QVERIFY(parseSidecar(changed).error().kind == ErrorKind::BadData);
        QVERIFY(parseSidecar(changed).error().english().find("changed") != std::string::npos);
        changed = written;
        changed.erase(changed.find(",\n \"recordSha256\"")).append("\n}\n");
        QVERIFY(parseSidecar(changed).error().kind == ErrorKind::BadData);
    }
    void belongs_everyKnowledge_isJudged_data()
    {
        QTest::addColumn<QString>("recorded"); // identifier, host, port, database
        QTest::addColumn<QString>("profile");
        QTest::addColumn<int>("expected");
        const auto row = [](const char* name, const char* recorded, const char* profile, Belonging expected) {
            QTest::newRow(name) << recorded << profile << static_cast<int>(expected);
        };
        row("same", "1 db 5432 shop", "1 db 5432 shop", Belonging::Ours);
        row("another way to the same server", "1 db 5432 shop", "1 localhost 15432 shop", Belonging::Ours);
        row("another server at the same address", "1 db 5432 shop", "2 db 5432 shop", Belonging::Foreign);
        row("another database", "1 db 5432 shop", "1 db 5432 blog", Belonging::Foreign);
        row("an old record of the same host", "- db 0 shop", "1 db 5432 shop", Belonging::Ours);
        row("an old record of another host", "- other 0 shop", "1 db 5432 shop", Belonging::Foreign);
        row("server down, same address", "1 db 5432 shop", "- db 5432 shop", Belonging::Ours);
        row("server down, another port", "1 db 5433 shop", "- db 5432 shop", Belonging::Foreign);
        row("loopback by another name", "- localhost 0 shop", "- 127.0.0.1 5432 shop", Belonging::Ours);
        row("adopted", "- - 0 shop", "1 db 5432 shop", Belonging::OursByName);
        row("nothing known", "- - 0 -", "1 db 5432 shop", Belonging::Unknown);
    }
    void belongs_everyKnowledge_isJudged()
    {
        const auto origin = [](const QString& words) {
            const QStringList parts = words.split(' ');
            const auto part = [&](int i) { return parts[i] == "-" ? std::string() : parts[i].toStdString(); };
            return Origin{part(0), part(1), static_cast<std::uint16_t>(parts[2].toInt()), part(3)};
        };
        QFETCH(QString, recorded);
        QFETCH(QString, profile);
        QFETCH(int, expected);
        QCOMPARE(static_cast<int>(belongs(origin(recorded), origin(profile))), expected);
    }
    void passFileLine_separatorsInFields_areEscaped()
    {
        postgres::ConnectionSettings settings;
        settings.host = "fe80::1";
        settings.database = "a:b";
        settings.user = "back\\slash";
        settings.password = Secret("p:w\\d");
        QCOMPARE(passFileLine(settings), std::string("fe80\\:\\:1:5432:a\\:b:back\\\\slash:p\\:w\\\\d\n"));
    }
    void findTools_noneNewEnough_namesThePackage()
    {
        const auto tools = findTools(99, m_task);
        QVERIFY(tools.error().kind == ErrorKind::NotFound);
        QVERIFY(tools.error().english().find("postgresql-client-99") != std::string::npos);
        QVERIFY(findTools(15, m_task)->major >= 15);
    }
    void errorLines_verboseOutput_keepsOnlyWhatWentWrong()
    {
        QCOMPARE(errorLines("pg_dump: reading schemas\npg_dump: error: query failed: ERROR:  permission "
                            "denied\nDETAIL:  x\npg_dump: done"),
            std::string("pg_dump: error: query failed: ERROR:  permission denied\nDETAIL:  x"));
        const std::string lost
            = "pg_dump: error: Dumping the contents of table \"a\" failed: PQgetResult() failed.\n"
              "pg_dump: detail: Error message from server: server closed the connection unexpectedly";
        QCOMPARE(errorLines("pg_dump: reading\n" + lost + "\n\tThis probably means"), lost);
        QCOMPARE(errorLines("something else"), std::string("something else"));
    }
    void estimateDump_earlierBackup_scalesWithTheDatabase()
    {
        Backup earlier;
        earlier.state = BackupState::Complete;
        earlier.sidecar = sidecar(100);
        const auto grown = estimateDump(3000, "qbm", Format::Guide, {earlier});
        QVERIFY(grown.measured);
        QCOMPARE(grown.sizeBytes, std::uint64_t(300));
        QCOMPARE(grown.duration.value(), std::chrono::milliseconds(12000));
        QVERIFY(!estimateDump(3000, "qbm", Format::Fast, {earlier}).measured);
        const auto other = estimateDump(3000, "another", Format::Guide, {earlier});
        QVERIFY(!other.measured);
        QVERIFY(!other.duration.has_value());
        QCOMPARE(other.sizeBytes, std::uint64_t(3000));
    }
    void find_otherDatabasesInTheFolder_areNeverTheLatest()
    {
        put("ours.dump", archive());
        QVERIFY(writeSidecar(folder() / "ours.dump", sidecar(200, "2026-01-01T00:00:00Z")).has_value());
        Sidecar other = sidecar(200, "2026-02-01T00:00:00Z");
        other.database = "staging";
        other.host = "db";
        put("theirs.dump", archive());
        QVERIFY(writeSidecar(folder() / "theirs.dump", other).has_value());
        QCOMPARE(latest(folder())->name, std::string("ours.dump"));
        std::filesystem::remove(folder() / "ours.dump");
        const auto none = latest(folder());
        QVERIFY(none.error().kind == ErrorKind::NotFound);
        QVERIFY2(none.error().english().find("theirs.dump") != std::string::npos, none.error().english().c_str());
        QVERIFY(none.error().english().find("staging on db") != std::string::npos);
    }
    void find_latestHasNoRecordButAnOlderOneHas_nobodyGuesses()
    {
        const std::string byName = test::ArchiveBuilder(14).build(); // of a database qbm
        put("qbm_backup_20260301_020000.dump", byName);
        QCOMPARE(latest(folder())->name, std::string("qbm_backup_20260301_020000.dump")); // the guide's, and no other
        Sidecar recorded = sidecar(byName.size(), "2026-02-01T00:00:00Z");
        recorded.host = "";
        put("recorded.dump", byName);
        QVERIFY(writeSidecar(folder() / "recorded.dump", recorded).has_value());
        QCOMPARE(latest(folder())->name, std::string("qbm_backup_20260301_020000.dump")); // nor has that one a server
        recorded.host = "db";
        QVERIFY(writeSidecar(folder() / "recorded.dump", recorded).has_value());
        BackupEnvironment environment;
        environment.folder = folder();
        environment.database = "qbm";
        environment.identity = std::make_shared<ServerIdentity>(
            Origin{{}, "db", 5432, "qbm"},
            [](TaskContext&) -> Result<postgres::Client> { return fail(ErrorKind::Unreachable, "down"); },
            std::filesystem::path());
        TaskContext task;
        const auto doubtful = findBackup(environment, "LATEST", task);
        QVERIFY(doubtful.error().kind == ErrorKind::Conflict);
        for (const char* name : {"qbm_backup_20260301_020000.dump", "recorded.dump"})
            QVERIFY2(doubtful.error().english().find(name) != std::string::npos, doubtful.error().english().c_str());
        QCOMPARE(findBackup(environment, "recorded.dump", task)->name, std::string("recorded.dump"));
    }
    void nameToAccept_firstDifference_isNamed()
    {
        const Origin profile{"1", "db", 5432, "shop"};
        QCOMPARE(nameToAccept({"1", "db", 5432, "blog"}, profile), std::string("blog"));
        QCOMPARE(nameToAccept({"2", "other", 5433, "shop"}, profile), std::string("other:5433"));
        QCOMPARE(nameToAccept({"2", "db", 5432, "shop"}, profile), std::string("2"));
    }
    void list_pipesLinksAndOthersFiles_areNamedAndNotOpened()
    {
        QCOMPARE(::mkfifo((folder() / "pipe.dump").c_str(), 0600), 0); // opening it would wait for ever
        std::filesystem::create_symlink("/nowhere/at/all", folder() / "away.dump");
        QVERIFY(writeSidecar(folder() / "away.dump", sidecar(200)).has_value());
        put("script.dump", "--\n-- PostgreSQL database dump\n--\n" + std::string(100, ' '));
        std::string tar(600, '\0');
        tar.replace(257, 5, "ustar");
        put("tar.dump", tar);
        put("lz4.dump", "\x04\x22\x4d\x18" + std::string(100, 'x'));
        std::map<std::string, Backup> found;
        const auto listed = Catalogue(folder()).list(m_task).value();
        for (const Backup& backup : listed)
            found[backup.name] = backup;
        QVERIFY(found["pipe.dump"].state == BackupState::Foreign);
        QVERIFY(found["away.dump"].state == BackupState::Away);
        QVERIFY(found["away.dump"].sidecar.has_value());
        for (const auto& [name, words] : std::map<std::string, std::string>{
                 {"script.dump", "psql"}, {"tar.dump", "pg_restore"}, {"lz4.dump", "lz4"}}) {
            QVERIFY(found[name].state == BackupState::Foreign);
            QVERIFY2(found[name].kindOfFile.find(words) != std::string::npos, found[name].kindOfFile.c_str());
        }
    }
    void claim_manyAtOnce_everyNameIsGivenOnce()
    {
        constexpr int kThreads = 6;
        std::vector<std::string> names(kThreads);
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < kThreads; ++i)
                threads.emplace_back([&, i] {
                    TaskContext task;
                    auto mine = Unfinished::claim(folder(), Format::Guide, Encryption::None, task);
                    if (!mine || !writeSidecar(mine->target(), sidecar(200)) || !mine->publish())
                        return;
                    names[static_cast<std::size_t>(i)] = mine->target().filename().string();
                });
        }
        const std::set<std::string> different(names.begin(), names.end());
        QCOMPARE(different.size(), std::size_t(kThreads));
        QVERIFY(!different.contains(""));
        for (const std::string& name : names)
            QVERIFY(std::filesystem::exists(folder() / name));
    }
    void removeMade_anotherFileOfTheName_stays()
    {
        TaskContext task;
        std::string mark;
        std::filesystem::path target;
        {
            auto lost = Unfinished::claim(folder(), Format::Guide, Encryption::None, task).value();
            mark = lost.mark();
            target = lost.target();
        } // gone
        QThread::msleep(20); // the kernel dates births by its tick, and the next file may get the number of the lost one
        put(target.filename().string(), archive());
        put(target.filename().string() + ".json", "{}");
        QVERIFY(removeMade(target, mark).has_value());
        QVERIFY(std::filesystem::exists(target) && std::filesystem::exists(sidecarPath(target)));
        QVERIFY(removeMade(target, fileMark(target)).has_value());
        QVERIFY(!std::filesystem::exists(target) && !std::filesystem::exists(sidecarPath(target)));
    }
    void lastRestore_file_isReadFromItsEnd()
    {
        QVERIFY(!lastRestore(folder(), "qbm")->has_value());
        put("restores.jsonl",
            R"({"backup":"a.dump","startedAt":"2026-01-01T00:00:00Z","finishedAt":"2026-01-01T00:10:00Z"})"
            "\n"
            R"({"backup":"b.dump","startedAt":"2026-02-01T00:00:00Z","finishedAt":"2026-02-01T00:05:00Z"})"
            "\n");
        const auto last = lastRestore(folder(), "qbm").value();
        QCOMPARE(last->backup, std::string("b.dump"));
        QVERIFY(last->finishedAt - last->startedAt == std::chrono::minutes(5));
        put("restores.jsonl",
            R"({"backup":"a.dump","startedAt":"2026-01-01T00:00:00Z","finishedAt":"2026-01-01T00:10:00Z","database":"qbm"})"
            "\n"
            R"({"backup":"b.dump","startedAt":"2026-02-01T00:00:00Z","finishedAt":"2026-02-01T00:05:00Z","database":"x"})"
            "\n");
        QCOMPARE(lastRestore(folder(), "qbm").value()->backup, std::string("a.dump")); // not another database's
        put("restores.jsonl", "{\"backup\": \"torn");
        QVERIFY(!lastRestore(folder(), "qbm")->has_value());
    }
};

QTEST_APPLESS_MAIN(TstCatalogue)
#include "tst_catalogue.moc"
