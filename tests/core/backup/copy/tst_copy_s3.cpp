// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/copy/copy_store.h"
#include "core/base/file.h"
#include "tests/core/backup/copy/copy_world.h"
#include "tests/support/s3_server.h"

#include <QTemporaryDir>
#include <QTest>

#include <mutex>
#include <thread>

using namespace qbm;
using namespace qbm::backup;
using namespace qbm::test;
using namespace std::chrono_literals;
using operation::RecordState;
namespace fs = std::filesystem;

namespace {

const std::string kName = "qbm_backup_20261122_020000.dump.zst";
const std::string kPrefix = "qbm/prod 1/";
const std::string kKey = kPrefix + kName;
const std::string kDirectory = "qbm_backup_20261123_020000.dumpdir";
constexpr std::size_t kParted = 20'000'000;

} // namespace

class TstCopyS3 : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_temporary;
    std::unique_ptr<S3Server> m_server;
    CopyWorld m_world;
    TaskContext m_task;

    void expectNothingThere() const
    {
        QVERIFY(m_server->objects().empty());
        QCOMPARE(m_server->openUploads(), std::size_t(0));
        QVERIFY(m_world.sidecar(kName).copies.empty());
    }

private Q_SLOTS:
    void init()
    {
        m_temporary = std::make_unique<QTemporaryDir>();
        m_server = std::make_unique<S3Server>();
        m_world.root = m_temporary->path().toStdString();
        S3Place place;
        place.endpoint = m_server->url();
        place.region = S3Server::kRegion;
        place.bucket = S3Server::kBucket;
        place.prefix = "qbm/prod 1/";
        place.keyId = S3Server::kKeyId;
        place.secretKey = [](TaskContext&) -> Result<Secret> { return Secret(S3Server::kSecretKey); };
        place.partBytes = 6'000'000;
        m_world.place = {"s3", {}, place};
    }

    void copy_backup_isThereWithItsSidecarAndNotedHere_data()
    {
        QTest::addColumn<int>("size");
        QTest::newRow("in one piece") << 1'000'000;
        QTest::newRow("in four parts") << int(kParted);
        QTest::newRow("in whole parts") << 12'000'000;
    }
    void copy_backup_isThereWithItsSidecarAndNotedHere()
    {
        QFETCH(int, size);
        m_world.add(kName, static_cast<std::size_t>(size));
        QCOMPARE(ending(m_world.copy(kName, m_task)), std::string("done"));
        const auto objects = m_server->objects();
        QCOMPARE(objects.size(), std::size_t(2));
        QVERIFY(objects.at(kKey) == m_world.content(kName));
        QCOMPARE(parseSidecar(objects.at(kKey + ".json"))->sha256, m_world.sidecar(kName).sha256);
        QCOMPARE(m_server->openUploads(), std::size_t(0));
        QCOMPARE(m_world.sidecar(kName).copies.at(0).location, m_server->url() + "/backups/qbm/prod 1");
        QVERIFY(m_world.copies().at(0).sidecar);
    }
    void copy_sidecar_isWrittenLast()
    {
        m_world.add(kName, kParted);
        QCOMPARE(ending(m_world.copy(kName, m_task)), std::string("done"));
        std::string lastWrite;
        for (const SeenRequest& seen : m_server->seen()) {
            if (seen.method != "GET")
                lastWrite = seen.target;
        }
        QVERIFY(lastWrite.ends_with(kName + ".json"));
    }
    void copy_storeThatKeepsOtherBytes_isNoticedAndTheCopyRemoved()
    {
        m_world.add(kName, 1'000'000);
        m_server->setStorage([](std::string content) {
            content[content.size() / 2] = static_cast<char>(content[content.size() / 2] ^ 1);
            return content;
        });
        const auto outcome = m_world.copy(kName, m_task);
        QVERIFY2(outcome->record.state == RecordState::Undone, ending(outcome).c_str());
        QVERIFY(ending(outcome).find("does not hold what was written") != std::string::npos);
        expectNothingThere();
    }
    void copy_storeThatLosesTheEnd_isNoticed()
    {
        m_world.add(kName, kParted);
        m_server->setStorage([](const std::string& content) { return content.substr(0, content.size() - 1); });
        const auto outcome = m_world.copy(kName, m_task);
        QVERIFY2(outcome->record.state == RecordState::Undone, ending(outcome).c_str());
        expectNothingThere();
    }
    void copy_failureInTheMiddle_leavesNothing_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("part");
        QTest::newRow("a part") << "PUT"
                                << "partNumber=3";
        QTest::newRow("the completion") << "POST"
                                        << "uploadId=";
        QTest::newRow("reading back") << "GET" << QString::fromStdString(kName);
        QTest::newRow("the sidecar") << "PUT"
                                     << ".json";
    }
    void copy_failureInTheMiddle_leavesNothing()
    {
        QFETCH(QString, method);
        QFETCH(QString, part);
        m_world.add(kName, kParted);
        m_server->setFault([&](const SeenRequest& request) -> std::optional<Answer> {
            if (request.method == method.toStdString() && request.target.find(part.toStdString()) != std::string::npos
                && request.target.find("prefix=") == std::string::npos)
                return Answer{503, "<Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>",
                    "application/xml", {}, {}};
            return std::nullopt;
        });
        const auto outcome = m_world.copy(kName, m_task);
        QVERIFY2(outcome->record.state == RecordState::Undone, ending(outcome).c_str());
        QVERIFY2(ending(outcome).find("answered with HTTP status 503") != std::string::npos, ending(outcome).c_str());
        expectNothingThere();
    }
    void copy_answerCutInTheMiddle_isNoticed()
    {
        m_world.add(kName, 1'000'000);
        m_server->setFault([&](const SeenRequest& request) -> std::optional<Answer> {
            if (request.method != "GET" || request.target.find("dump") == std::string::npos
                || request.target.find("prefix=") != std::string::npos)
                return std::nullopt;
            Answer answer;
            answer.stream = [](const std::function<bool(std::string_view)>& write) { write("PGDMP"); };
            return answer;
        });
        const auto outcome = m_world.copy(kName, m_task);
        QVERIFY2(outcome->record.state == RecordState::Undone, ending(outcome).c_str());
        expectNothingThere();
    }
    void copy_partCompletedWithAnError_isNoSuccess()
    {
        m_world.add(kName, kParted);
        m_server->setFault([](const SeenRequest& request) -> std::optional<Answer> {
            if (request.method != "POST" || request.target.find("uploadId=") == std::string::npos)
                return std::nullopt;
            return Answer{200, "<Error><Code>InternalError</Code><Message>Try again.</Message></Error>",
                "application/xml", {}, {}};
        });
        const auto outcome = m_world.copy(kName, m_task);
        QVERIFY2(outcome->record.state == RecordState::Undone, ending(outcome).c_str());
        expectNothingThere();
    }

    void access_refused_isOneSentence_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("wrong secret") << "secret" << int(ErrorKind::Denied) << "the secret key is not the one of";
        QTest::newRow("unknown key") << "key" << int(ErrorKind::Denied) << "knows no access key";
        QTest::newRow("wrong region") << "region" << int(ErrorKind::InvalidInput) << "is not in the region us-east-1";
        QTest::newRow("no bucket") << "bucket" << int(ErrorKind::NotFound) << "There is no bucket";
    }
    void access_refused_isOneSentence()
    {
        QFETCH(QString, what);
        QFETCH(int, kind);
        QFETCH(QString, sentence);
        S3Place& place = *m_world.place.s3;
        if (what == "secret")
            place.secretKey = [](TaskContext&) -> Result<Secret> { return Secret("hunter2hunter2"); };
        else if (what == "key")
            place.keyId = "AKIAOTHER";
        else if (what == "region")
            place.region = "us-east-1";
        else
            place.bucket = "other";
        const auto listed = listCopies(m_world.place, m_task);
        QVERIFY(!listed);
        QCOMPARE(int(listed.error().kind), kind);
        QVERIFY2(listed.error().english().find(sentence.toStdString()) != std::string::npos,
            listed.error().english().c_str());
        QVERIFY((listed.error().english() + listed.error().detail).find("hunter2") == std::string::npos);
        m_world.add(kName, 1000);
        const auto outcome = m_world.copy(kName, m_task);
        QVERIFY(!outcome); // the check before it
        QVERIFY(ending(outcome).find(sentence.toStdString()) != std::string::npos);
    }
    void copy_withoutTheRightToListUploads_worksAllTheSame()
    {
        m_server->setFault([](const SeenRequest& request) -> std::optional<Answer> {
            if (request.method != "GET" || request.target.find("uploads=") == std::string::npos)
                return std::nullopt;
            return Answer{403, "<Error><Code>AccessDenied</Code><Message>s3:ListBucketMultipartUploads</Message></Error>",
                "application/xml", {}, {}};
        });
        m_world.add(kName, kParted);
        const auto outcome = m_world.copy(kName, m_task);
        QCOMPARE(ending(outcome), std::string("done"));
        QVERIFY(m_server->objects().at(kKey) == m_world.content(kName));
        const auto store = openStore(m_world.place, AccessMode::ReadWrite).value();
        std::string said;
        TaskContext listening({}, [&](const Progress& progress) { said += progress.step.english() + "\n"; });
        QVERIFY(store->remove(kName, listening).has_value());
        QVERIFY(!m_server->objects().contains(kKey));
        QVERIFY2(said.find("needs the right s3:ListBucketMultipartUploads") != std::string::npos, said.c_str());
    }
    void access_withoutARight_isNamedWithTheStoresReason_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("part");
        QTest::addColumn<QString>("right");
        QTest::newRow("list") << "GET" << "list-type=" << "s3:ListBucket";
        QTest::newRow("read") << "GET" << ".zst" << "s3:GetObject";
        QTest::newRow("write") << "PUT" << ".zst" << "s3:PutObject";
        QTest::newRow("begin parts") << "POST" << "uploads=" << "s3:PutObject";
    }
    void access_withoutARight_isNamedWithTheStoresReason()
    {
        QFETCH(QString, method);
        QFETCH(QString, part);
        QFETCH(QString, right);
        m_server->setFault([&](const SeenRequest& request) -> std::optional<Answer> {
            if (request.method != method.toStdString() || request.target.find(part.toStdString()) == std::string::npos
                || (request.target.find("prefix=") != std::string::npos && right != "s3:ListBucket"))
                return std::nullopt;
            return Answer{403,
                "<Error><Code>AccessDenied</Code><Message>not by this policy</Message><RequestId>4442587F</RequestId></Error>",
                "application/xml", {}, {}};
        });
        m_world.add(kName, kParted);
        const std::string said = ending(m_world.copy(kName, m_task));
        for (const std::string& expected : {right.toStdString(), std::string("AccessDenied: not by this policy"),
                 std::string("HTTP status 403"), std::string("request 4442587F")})
            QVERIFY2(said.find(expected) != std::string::npos, said.c_str());
        QVERIFY(m_world.sidecar(kName).copies.empty());
    }
    void store_tooBusy_isAskedAgain()
    {
        std::map<std::string, int> asked;
        std::mutex lock;
        m_server->setFault([&](const SeenRequest& request) -> std::optional<Answer> {
            const std::scoped_lock guard(lock);
            if (++asked[request.method + " " + request.target] > 1)
                return std::nullopt;
            return Answer{503, "<Error><Code>SlowDown</Code></Error>", "application/xml", {}, {}};
        });
        m_world.add(kName, kParted);
        QCOMPARE(ending(m_world.copy(kName, m_task)), std::string("done"));
        QVERIFY(m_server->objects().at(kKey) == m_world.content(kName));
        m_server->setFault({});
    }
    void store_inAnotherRegion_namesIt()
    {
        m_server->setFault([](const SeenRequest&) -> std::optional<Answer> {
            return Answer{301, "<Error><Code>PermanentRedirect</Code><Message>use the endpoint</Message></Error>",
                "application/xml", {{"x-amz-bucket-region", "eu-west-3"}}, {}};
        });
        const Error error = listCopies(m_world.place, m_task).error();
        QVERIFY2(error.english().find("but in eu-west-3") != std::string::npos, error.english().c_str());
        QVERIFY2(error.english().find("use the endpoint") != std::string::npos, error.english().c_str());
    }
    void access_overTls_isVerified()
    {
        const TlsIdentity identity = makeTlsIdentity({"127.0.0.1"});
        const S3Server server(identity);
        S3Place& place = *m_world.place.s3;
        place.endpoint = server.url();
        const Error untrusted = listCopies(m_world.place, m_task).error();
        QCOMPARE(untrusted.kind, ErrorKind::InvalidInput); // trying again does not mend it
        QVERIFY2(untrusted.english().find("ca of the place " + m_world.place.name + " under backups: copies") != std::string::npos,
            untrusted.english().c_str());
        place.caFile = m_world.root / "ca.pem";
        QVERIFY(writeFileDurably(place.caFile, identity.caPem).has_value());
        m_world.add(kName, kParted);
        QCOMPARE(ending(m_world.copy(kName, m_task)), std::string("done"));
        QVERIFY(server.objects().at(kKey) == m_world.content(kName));
    }

    void list_manyPages_areAllRead()
    {
        m_server->setPageSize(3);
        for (int day = 10; day < 30; ++day) {
            m_server->setObject("qbm/prod 1/qbm_backup_202611" + std::to_string(day) + "_020000.dump", "x");
            m_server->setObject("qbm/prod 1/qbm_backup_202611" + std::to_string(day) + "_020000.dump.json", "{}");
        }
        m_server->setObject("qbm/prod 1/notes & <more>.txt", "x");
        m_server->setObject("qbm/prod 1/below/qbm_backup_20261101_020000.dump", "x");
        m_server->setObject("other/qbm_backup_20261101_020000.dump", "x");
        const auto copies = m_world.copies();
        QCOMPARE(copies.size(), std::size_t(20));
        QCOMPARE(copies.front().name, std::string("qbm_backup_20261129_020000.dump"));
        QVERIFY(std::ranges::all_of(copies, &PlacedCopy::sidecar));
    }

    void copy_directory_isAnObjectForEachFileAndComesBack()
    {
        m_world.place.s3->partBytes = 60'000; // each file in two parts
        m_world.addDirectory(kDirectory);
        const std::string contents = m_world.content(kDirectory + "/4002.dat.zst");
        QCOMPARE(ending(m_world.copy(kDirectory, m_task)), std::string("done"));
        QCOMPARE(m_server->objects().size(), std::size_t(4));
        QVERIFY(m_server->objects().at(kPrefix + kDirectory + "/4002.dat.zst") == contents);
        QCOMPARE(m_server->openUploads(), std::size_t(0));
        QCOMPARE(m_world.copies().size(), std::size_t(1));
        QCOMPARE(m_world.copies()[0].sizeBytes, std::uint64_t(300'000));
        QVERIFY(m_world.copies()[0].sidecar);
        QCOMPARE(ending(m_world.copy(kDirectory, m_task)), std::string("done")); // again: equal, nothing is written
        fs::remove_all(m_world.backups());
        QCOMPARE(ending(m_world.fetch(kDirectory, m_task)), std::string("done"));
        QVERIFY(m_world.content(kDirectory + "/4002.dat.zst") == contents);
        QVERIFY(Catalogue(m_world.backups()).find(kDirectory, m_task)->state == BackupState::Complete);
    }
    void copy_directory_contentsAreWrittenLastAndRemovedFirst()
    {
        m_world.addDirectory(kDirectory);
        // What another program left there is no part of it.
        m_server->setObject(kPrefix + kDirectory + "/9999.dat.zst", "old");
        m_server->setFault([&](const SeenRequest& request) -> std::optional<Answer> {
            if (request.method != "PUT" || request.target.find("toc.dat") == std::string::npos)
                return std::nullopt;
            return Answer{503, "<Error><Code>SlowDown</Code></Error>", "application/xml", {}, {}};
        });
        const auto outcome = m_world.copy(kDirectory, m_task);
        QVERIFY2(outcome->record.state == RecordState::Undone, ending(outcome).c_str());
        QVERIFY(m_server->objects().empty());
        const auto seen = m_server->seen();
        const auto last = std::ranges::find_if(seen, [](const SeenRequest& request) {
            return request.method == "PUT" && request.target.find("toc.dat") != std::string::npos;
        });
        QVERIFY(std::ranges::count_if(seen.begin(), last, [](const SeenRequest& request) {
            return request.method == "PUT" && request.target.find(".dat.zst") != std::string::npos;
        }) == 2);
        // Files without a table of contents are no backup.
        m_server->setObject(kPrefix + kDirectory + "/4001.dat.zst", "x");
        QVERIFY(m_world.copies().empty());
    }
    void copy_directoryOfOtherBytes_isNoticed()
    {
        m_world.addDirectory(kDirectory);
        QCOMPARE(ending(m_world.copy(kDirectory, m_task)), std::string("done"));
        m_server->setObject(kPrefix + kDirectory + "/4001.dat.zst", std::string(100'000, 'x'));
        fs::rename(m_world.backups(), m_world.root / "away");
        const auto fetched = m_world.fetch(kDirectory, m_task);
        QVERIFY2(fetched->record.state == RecordState::Undone, ending(fetched).c_str());
        QVERIFY(namesIn(m_world.backups()).empty());
        fs::remove(m_world.backups());
        fs::rename(m_world.root / "away", m_world.backups());
        QCOMPARE(ending(m_world.copy(kDirectory, m_task)), std::string("done")); // replaced
        QVERIFY(m_server->objects().at(kPrefix + kDirectory + "/4001.dat.zst")
            == m_world.content(kDirectory + "/4001.dat.zst"));
    }
    void copy_stopped_leavesNothing()
    {
        m_world.add(kName, kParted);
        std::stop_source stop;
        m_server->setFault([&](const SeenRequest& request) -> std::optional<Answer> {
            if (request.target.find("partNumber=2") != std::string::npos) {
                stop.request_stop();
                std::this_thread::sleep_for(300ms); // a slow store
            }
            return std::nullopt;
        });
        TaskContext task(stop.get_token());
        const auto outcome = m_world.copy(kName, task);
        QVERIFY2(outcome->record.state == RecordState::Undone, ending(outcome).c_str());
        QVERIFY(outcome->record.error->kind == ErrorKind::Cancelled);
        expectNothingThere();
    }
    void copy_killedBetweenParts_isResumedOrUndone_data()
    {
        QTest::addColumn<bool>("resume");
        QTest::newRow("resumed") << true;
        QTest::newRow("undone") << false;
    }
    void copy_killedBetweenParts_isResumedOrUndone()
    {
        QFETCH(bool, resume);
        m_world.add(kName, kParted);
        std::atomic<bool> second = false;
        m_server->setFault([&](const SeenRequest& request) -> std::optional<Answer> {
            if (request.target.find("partNumber=2") != std::string::npos && !second.exchange(true))
                std::this_thread::sleep_for(200ms);
            return std::nullopt;
        });
        QVERIFY(m_world.killCopyAt(kName, 0, [&] { return second.load(); }));
        QTRY_COMPARE(m_server->openUploads(), std::size_t(1)); // the killed program's
        QVERIFY(!m_server->objects().contains(kKey));
        operation::Engine engine = m_world.engine();
        const auto record = engine.find("LATEST").value();
        QVERIFY(record.state == RecordState::Interrupted);
        const auto made = remakeCopyOperation(m_world.environment(), record.parameters).value();
        const auto outcome = resume ? engine.resume(record.id, *made, m_task) : engine.undo(record.id, *made, m_task);
        QCOMPARE(ending(outcome), std::string(resume ? "done" : "undone"));
        QCOMPARE(m_server->openUploads(), std::size_t(0));
        if (resume)
            QVERIFY(m_server->objects().at(kKey) == m_world.content(kName));
        else
            expectNothingThere();
    }

    void fetch_copy_comesBackVerified()
    {
        m_world.add(kName, kParted);
        const std::string content = m_world.content(kName);
        QCOMPARE(ending(m_world.copy(kName, m_task)), std::string("done"));
        fs::remove_all(m_world.backups());
        QCOMPARE(ending(m_world.fetch(kName, m_task)), std::string("done"));
        QVERIFY(m_world.content(kName) == content);
        QVERIFY(Catalogue(m_world.backups()).find(kName, m_task)->state == BackupState::Complete);
    }
    void fetch_damagedCopy_isRefusedAndNotKept()
    {
        m_world.add(kName, 300'000);
        QCOMPARE(ending(m_world.copy(kName, m_task)), std::string("done"));
        std::string damaged = m_server->objects().at(kKey);
        damaged[777] = static_cast<char>(damaged[777] ^ 1);
        m_server->setObject(kKey, damaged);
        fs::remove_all(m_world.backups());
        const auto outcome = m_world.fetch(kName, m_task);
        QVERIFY2(outcome->record.state == RecordState::Undone, ending(outcome).c_str());
        QVERIFY(namesIn(m_world.backups()).empty());
    }
};

QTEST_APPLESS_MAIN(TstCopyS3)
#include "tst_copy_s3.moc"
