// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/info.h"

#include <QTest>

using namespace qbm;
using namespace qbm::redis;

namespace {

const std::string kMaster = "# Server\r\nredis_version:7.0.15\r\nuptime_in_seconds:3600\r\n\r\n# Clients\r\nconnected_clients:12\r\nblocked_clients:1\r\n\r\n"
                            "# Memory\r\nused_memory:1073741824\r\nmaxmemory:2147483648\r\nmaxmemory_policy:allkeys-lru\r\n\r\n"
                            "# Stats\r\nkeyspace_hits:900\r\nkeyspace_misses:100\r\nevicted_keys:3\r\ninstantaneous_ops_per_sec:250\r\n\r\n"
                            "# Replication\r\nrole:master\r\nconnected_slaves:2\r\nslave0:ip=10.0.0.2,port=6379,state=online,offset=1000,lag=0\r\n"
                            "slave1:ip=::1,port=6380,state=wait_bgsave,offset=400,lag=3\r\nmaster_repl_offset:1000\r\n\r\n# Cluster\r\ncluster_enabled:0\r\n";

} // namespace

class TstInfo : public QObject {
    Q_OBJECT

private slots:
    void info_sections_areSplit();
    void info_emptyOrForeign_isBadData();
    void facts_master_areRead();
    void facts_replica_tellsItsMaster();
    void facts_noLookups_haveNoHitRatio();
    void facts_withoutRole_areBadData();
    void info_valueWithColon_isKeptWhole();
};

void TstInfo::info_sections_areSplit()
{
    const auto info = parseInfo(kMaster);
    QVERIFY(info);
    QCOMPARE(info->value("server", "redis_version"), std::optional<std::string>("7.0.15"));
    QCOMPARE(info->integer("stats", "keyspace_hits"), std::optional<std::int64_t>(900));
    QVERIFY(!info->value("stats", "redis_version"));
    QVERIFY(!info->value("nowhere", "x"));
    QVERIFY(!info->integer("server", "redis_version")); // "7.0.15" is no integer
}

void TstInfo::info_emptyOrForeign_isBadData()
{
    for (const char* text : {"", "\r\n", "hello"}) {
        const auto info = parseInfo(text);
        QVERIFY(!info);
        QCOMPARE(info.error().kind, ErrorKind::BadData);
    }
}

void TstInfo::facts_master_areRead()
{
    const auto facts = factsFromInfo(*parseInfo(kMaster), 20'000);
    QVERIFY(facts);
    QCOMPARE(facts->role, Role::Master);
    QCOMPARE(facts->hitRatio, std::optional(0.9));
    QCOMPARE(facts->usedMemoryBytes, std::uint64_t(1) << 30);
    QCOMPARE(facts->maxMemoryBytes, std::uint64_t(2) << 30);
    QCOMPARE(facts->evictionPolicy, std::string("allkeys-lru"));
    QCOMPARE(facts->keys, std::int64_t(20'000));
    QCOMPARE(facts->replicas.size(), std::size_t(2));
    QCOMPARE(facts->replicas[0].lagBytes, std::int64_t(0));
    QCOMPARE(facts->replicas[1].address, std::string("::1:6380"));
    QCOMPARE(facts->replicas[1].lagBytes, std::int64_t(600));
    QCOMPARE(facts->replicas[1].state, std::string("wait_bgsave"));
}

void TstInfo::facts_replica_tellsItsMaster()
{
    const auto facts = factsFromInfo(*parseInfo("# Memory\r\nused_memory:1\r\n# Replication\r\nrole:slave\r\nmaster_host:10.0.0.1\r\nmaster_port:6379\r\n"
                                                "master_link_status:down\r\nmaster_link_down_since_seconds:95\r\nconnected_slaves:0\r\n"), 0);
    QVERIFY(facts);
    QCOMPARE(facts->role, Role::Replica);
    QCOMPARE(facts->masterAddress, std::string("10.0.0.1:6379"));
    QVERIFY(!facts->masterLinkUp);
    QCOMPARE(facts->masterLinkDownSeconds, std::int64_t(95));
}

void TstInfo::facts_noLookups_haveNoHitRatio()
{
    const auto facts = factsFromInfo(*parseInfo("# Memory\nused_memory:1\n# Stats\nkeyspace_hits:0\nkeyspace_misses:0\n# Replication\nrole:master\n"), 0);
    QVERIFY(facts);
    QVERIFY(!facts->hitRatio);
}

void TstInfo::facts_withoutRole_areBadData()
{
    const auto facts = factsFromInfo(*parseInfo("# Memory\nused_memory:1\n"), 0);
    QVERIFY(!facts);
    QCOMPARE(facts.error().kind, ErrorKind::BadData);
}

void TstInfo::info_valueWithColon_isKeptWhole()
{
    const auto info = parseInfo("# Server\r\nexecutable:/usr/bin:x\r\n");
    QCOMPARE(info->value("server", "executable"), std::optional<std::string>("/usr/bin:x"));
}

QTEST_APPLESS_MAIN(TstInfo)
#include "tst_info.moc"
