// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/keep/prune_copies.h"
#include "time_zone.h"

#include <QTest>
#include <algorithm>
#include <map>
#include <random>

using namespace qbm;
using namespace qbm::backup;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kMiB = 1u << 20;

TimePoint at(const char* rfc3339)
{
    return parseRfc3339(rfc3339).value();
}

Backup backupAt(TimePoint takenAt, std::uint64_t sizeBytes = kMiB, const std::string& database = "qbm_ai_system")
{
    Backup backup;
    backup.name = "qbm_backup_" + database + "_" + formatRfc3339(takenAt) + ".dump";
    backup.state = BackupState::Complete;
    backup.sizeBytes = sizeBytes;
    backup.takenAt = takenAt;
    backup.sidecar.emplace();
    backup.sidecar->database = database;
    backup.sidecar->snapshotAt = takenAt;
    return backup;
}

Backup stateOf(Backup backup, BackupState state)
{
    backup.state = state;
    if (state == BackupState::WithoutSidecar || state == BackupState::Partial)
        backup.sidecar.reset();
    return backup;
}

Backup safetyDump(Backup backup)
{
    backup.name = "safety_" + backup.name;
    backup.sidecar->safety = true;
    return backup;
}

Backup pinned(Backup backup)
{
    backup.sidecar->pinned = true;
    return backup;
}

/// One at 02:00 UTC on each of `days` days, newest first, the newest two hours before `now`.
std::vector<Backup> nightly(int days, TimePoint now)
{
    std::vector<Backup> backups;
    for (int day = 0; day < days; ++day)
        backups.push_back(backupAt(now - 2h - day * 24h));
    return backups;
}

RetentionPolicy noRule()
{
    RetentionPolicy policy;
    policy.days.reset();
    policy.last = 0;
    return policy;
}

std::vector<std::string> kept(const RetentionPlan& plan)
{
    std::vector<std::string> names;
    for (const RetentionVerdict& verdict : plan.verdicts) {
        if (!verdict.remove)
            names.push_back(verdict.name);
    }
    return names;
}

std::size_t countKept(const RetentionPlan& plan)
{
    return kept(plan).size();
}

const RetentionVerdict& verdictOf(const RetentionPlan& plan, const Backup& backup)
{
    return *std::ranges::find(plan.verdicts, backup.name, &RetentionVerdict::name);
}

std::string reasonOf(const RetentionPlan& plan, const Backup& backup)
{
    const RetentionVerdict& verdict = verdictOf(plan, backup);
    return (verdict.remove ? "removed: " : "kept: ") + verdict.reason.english();
}

const TimePoint kNow = at("2026-11-24T04:00:00Z"); // a Tuesday

} // namespace

class TstRetention : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void plan_noBackups_isEmpty()
    {
        const RetentionPlan plan = planRetention({}, {}, {}, kNow);
        QVERIFY(plan.verdicts.empty());
        QCOMPARE(plan.removedBytes, std::uint64_t(0));
    }
    void plan_theGuidesDefault_keepsThirtyDays()
    {
        const auto backups = nightly(40, kNow);
        const RetentionPlan plan = planRetention(backups, {}, {}, kNow);
        QCOMPARE(countKept(plan), std::size_t(30));
        QCOMPARE(plan.removedBytes, 10 * kMiB);
        QCOMPARE(plan.keptBytes, 30 * kMiB);
        QCOMPARE(reasonOf(plan, backups[0]), std::string("kept: It is the newest good one of qbm_ai_system."));
        QCOMPARE(reasonOf(plan, backups[29]), std::string("kept: It is younger than 30 d."));
        QCOMPARE(reasonOf(plan, backups[30]), std::string("removed: No rule keeps it."));
        QCOMPARE(plan.verdicts.front().name, backups[0].name); // newest first
    }
    void plan_everythingOld_keepsTheLastThree()
    {
        const auto backups = nightly(10, kNow - 100 * 24h);
        const RetentionPlan plan = planRetention(backups, {}, {}, kNow);
        QCOMPARE(kept(plan), (std::vector<std::string>{backups[0].name, backups[1].name, backups[2].name}));
        QCOMPARE(reasonOf(plan, backups[2]), std::string("kept: It is one of the newest 3."));
    }
    void plan_noRuleAtAll_keepsTheNewestGoodOne()
    {
        auto backups = nightly(5, kNow);
        backups[0].state = BackupState::Truncated;
        const RetentionPlan plan = planRetention(backups, noRule(), {}, kNow);
        QCOMPARE(kept(plan), std::vector<std::string>{backups[1].name});
    }
    void plan_pinnedAndInUse_stay()
    {
        auto backups = nightly(5, kNow);
        backups[4] = pinned(backups[4]);
        const RetentionPlan plan = planRetention(backups, noRule(), {backups[3].name}, kNow);
        QCOMPARE(kept(plan), (std::vector<std::string>{backups[0].name, backups[3].name, backups[4].name}));
        QCOMPARE(reasonOf(plan, backups[3]), std::string("kept: A running or unfinished operation uses it."));
        QCOMPARE(reasonOf(plan, backups[4]), std::string("kept: It is pinned."));
    }
    void plan_severalDatabases_eachKeepsItsNewest()
    {
        std::vector<Backup> backups = nightly(3, kNow);
        backups.push_back(backupAt(kNow - 900 * 24h, kMiB, "other"));
        backups.push_back(backupAt(kNow - 901 * 24h, kMiB, "other"));
        backups.push_back(backupAt(kNow - 902 * 24h, kMiB, "qbm_ai_system"));
        backups.back().sidecar->host = "another-server"; // the same name, another database
        const RetentionPlan plan = planRetention(backups, noRule(), {}, kNow);
        QCOMPARE(kept(plan), (std::vector<std::string>{backups[0].name, backups[3].name, backups[5].name}));
        QCOMPARE(reasonOf(plan, backups[3]), std::string("kept: It is the newest good one of other."));
    }
    void plan_backupsOfOthers_areLeftAloneAndNotCounted()
    {
        std::vector<Backup> backups = nightly(5, kNow);
        for (std::size_t i = 1; i < 4; ++i) {
            backups[i].belonging = i == 3 ? Belonging::Unknown : Belonging::Foreign;
            backups[i].origin = {"", "db", 5432, "staging"};
        }
        RetentionPolicy policy = noRule();
        policy.maximumBytes = 2 * kMiB; // the others' bytes are none of this profile's
        const RetentionPlan plan = planRetention(backups, policy, {}, kNow);
        QCOMPARE(kept(plan),
            (std::vector<std::string>{backups[0].name, backups[1].name, backups[2].name, backups[3].name}));
        QCOMPARE(reasonOf(plan, backups[1]),
            std::string("kept: It is of staging on db:5432; this profile's policy is not for it."));
        QCOMPARE(plan.keptBytes, kMiB);
    }
    void plan_damagedRecordsAndLinksToNowhere_areLeftAlone()
    {
        std::vector<Backup> backups = nightly(3, kNow);
        backups[1].state = BackupState::RecordDamaged;
        backups[2].state = BackupState::Away;
        QCOMPARE(kept(planRetention(backups, noRule(), {}, kNow)).size(), std::size_t(3));
    }
    void plan_backupsWithoutSidecar_areOneDatabase()
    {
        std::vector<Backup> backups = nightly(2, kNow);
        for (int day = 0; day < 3; ++day)
            backups.push_back(
                stateOf(backupAt(kNow - 200 * 24h - day * 24h, kMiB, "script"), BackupState::WithoutSidecar));
        const RetentionPlan plan = planRetention(backups, noRule(), {}, kNow);
        QCOMPARE(kept(plan), (std::vector<std::string>{backups[0].name, backups[2].name}));
        QCOMPARE(reasonOf(plan, backups[2]),
            std::string("kept: It is the newest good one of the backups without a sidecar."));
    }
    void plan_onlyBackupOfADatabase_staysEvenIfDamaged()
    {
        const std::vector<Backup> backups{stateOf(backupAt(kNow - 400 * 24h), BackupState::Truncated)};
        const RetentionPlan plan = planRetention(backups, noRule(), {}, kNow);
        QCOMPARE(reasonOf(plan, backups[0]), std::string("kept: It is the only backup of qbm_ai_system."));
    }
    /// What is damaged may be all that is left of the data.
    void plan_noneIsSound_allStay()
    {
        auto backups = nightly(4, kNow - 40 * 24h);
        for (Backup& backup : backups)
            backup.state = BackupState::Damaged;
        RetentionPlan plan = planRetention(backups, noRule(), {}, kNow);
        QCOMPARE(kept(plan).size(), backups.size());
        QCOMPARE(reasonOf(plan, backups[0]),
            std::string("kept: No sound backup of qbm_ai_system is left: a part of it may still be read."));
        backups[3].state = BackupState::Complete;
        plan = planRetention(backups, noRule(), {}, kNow);
        QCOMPARE(kept(plan), (std::vector<std::string>{backups[3].name}));
    }
    void plan_damagedOnes_goByAgeAndTakeNoPlace()
    {
        auto backups = nightly(6, kNow - 40 * 24h);
        backups[1].state = BackupState::Truncated;
        backups[2].state = BackupState::Missing;
        backups[2].sizeBytes = 0;
        const auto recent = stateOf(backupAt(kNow - 24h), BackupState::Truncated);
        backups.push_back(recent);
        const RetentionPlan plan = planRetention(backups, {}, {}, kNow);
        QCOMPARE(
            kept(plan), (std::vector<std::string>{recent.name, backups[0].name, backups[3].name, backups[4].name}));
    }
    void plan_foreignFiles_areNeverTouched()
    {
        auto backups = nightly(3, kNow - 400 * 24h);
        backups[2].state = BackupState::Foreign;
        RetentionPolicy policy = noRule();
        policy.maximumBytes = 0;
        const RetentionPlan plan = planRetention(backups, policy, {}, kNow);
        QCOMPARE(reasonOf(plan, backups[2]), std::string("kept: It is no backup, so it is left alone."));
        QCOMPARE(plan.keptBytes, kMiB); // the foreign one is none of ours
    }
    void plan_partialFiles_goAfterADayUnlessHeld()
    {
        std::vector<Backup> backups = nightly(2, kNow);
        const auto young = stateOf(backupAt(kNow - 23h, kMiB, "young"), BackupState::Partial);
        const auto old = stateOf(backupAt(kNow - 25h, kMiB, "old"), BackupState::Partial);
        const auto held = stateOf(backupAt(kNow - 26h, kMiB, "held"), BackupState::Partial);
        backups.insert(backups.end(), {young, old, held});
        const RetentionPlan plan = planRetention(backups, {}, {held.name}, kNow);
        QVERIFY(!verdictOf(plan, young).remove);
        QVERIFY(verdictOf(plan, old).remove); // although younger than 30 days
        QVERIFY(!verdictOf(plan, held).remove);
        QCOMPARE(reasonOf(plan, old),
            std::string("removed: It was left unfinished more than a day ago and nobody writes it."));
    }
    void plan_safetyDumps_areASeriesOfTheirOwn()
    {
        std::vector<Backup> backups = nightly(2, kNow - 10 * 24h);
        for (const auto age : {1h, 2h, 3h})
            backups.push_back(safetyDump(backupAt(kNow - age)));
        RetentionPolicy policy = noRule();
        RetentionPlan plan = planRetention(backups, policy, {}, kNow);
        QCOMPARE(kept(plan), (std::vector<std::string>{backups[2].name, backups[0].name}));
        QCOMPARE(reasonOf(plan, backups[2]), std::string("kept: It is the newest safety dump of qbm_ai_system."));
        policy.last = 1; // the newest backup counts, not the safety dumps before it
        plan = planRetention(backups, policy, {}, kNow + 8 * 24h);
        QCOMPARE(kept(plan), (std::vector<std::string>{backups[2].name, backups[0].name}));
        policy.last = 0; // after a week nothing keeps the safety dump
        plan = planRetention(backups, policy, {}, kNow + 8 * 24h);
        QCOMPARE(kept(plan), std::vector<std::string>{backups[0].name});
    }
    void plan_onlySafetyDumps_areTheBackups()
    {
        std::vector<Backup> backups;
        for (const auto age : {100, 101})
            backups.push_back(safetyDump(backupAt(kNow - age * 24h)));
        QCOMPARE(kept(planRetention(backups, noRule(), {}, kNow)), std::vector<std::string>{backups[0].name});
    }
    void plan_clockSetBack_keepsWhatIsDatedInTheFuture()
    {
        const auto backups = nightly(10, kNow);
        // The clock jumped five days back: five backups are of the future, and no newer one is known than the sixth.
        const RetentionPlan plan = planRetention(backups, noRule(), {}, kNow - 5 * 24h);
        QCOMPARE(countKept(plan), std::size_t(6));
        QCOMPARE(reasonOf(plan, backups[0]),
            std::string("kept: It is dated in the future: the clock was set back, so its age is unknown."));
        QCOMPARE(reasonOf(plan, backups[5]), std::string("kept: It is the newest good one of qbm_ai_system."));
    }
    void plan_daily_keepsTheNewestOfEachDayThatHasOne()
    {
        const test::TimeZone zone("UTC");
        std::vector<Backup> backups;
        for (const char* time : {"2026-11-23T22:00:00Z", "2026-11-23T10:00:00Z", "2026-11-20T23:59:59Z",
                 "2026-11-20T00:00:00Z", "2026-11-19T23:59:59Z", "2026-11-18T12:00:00Z"})
            backups.push_back(backupAt(at(time)));
        RetentionPolicy policy = noRule();
        policy.daily = 3;
        const RetentionPlan plan = planRetention(backups, policy, {}, kNow);
        QCOMPARE(kept(plan), (std::vector<std::string>{backups[0].name, backups[2].name, backups[4].name}));
        QCOMPARE(reasonOf(plan, backups[2]), std::string("kept: It is the newest of its day."));
    }
    void plan_weekly_beginsOnMonday()
    {
        const test::TimeZone zone("UTC");
        std::vector<Backup> backups;
        for (const char* time : {"2026-11-23T00:00:00Z" /* Monday */, "2026-11-22T23:59:59Z" /* Sunday */,
                 "2026-11-16T00:00:00Z" /* Monday of the same week */, "2026-11-15T12:00:00Z"})
            backups.push_back(backupAt(at(time)));
        RetentionPolicy policy = noRule();
        policy.weekly = 2;
        const RetentionPlan plan = planRetention(backups, policy, {}, kNow);
        QCOMPARE(kept(plan), (std::vector<std::string>{backups[0].name, backups[1].name}));
        policy.weekly = 3;
        QCOMPARE(countKept(planRetention(backups, policy, {}, kNow)), std::size_t(3));
    }
    void plan_monthlyAcrossYears_keepsTheNewestOfEachMonth()
    {
        const test::TimeZone zone("UTC");
        std::vector<Backup> backups;
        for (const char* time : {"2026-11-23T02:00:00Z", "2026-11-01T00:00:00Z", "2026-01-01T00:00:00Z",
                 "2025-12-31T23:59:59Z", "2025-12-01T00:00:00Z", "2025-11-30T02:00:00Z"})
            backups.push_back(backupAt(at(time)));
        RetentionPolicy policy = noRule();
        policy.monthly = 4;
        QCOMPARE(kept(planRetention(backups, policy, {}, kNow)),
            (std::vector<std::string>{backups[0].name, backups[2].name, backups[3].name, backups[5].name}));
    }
    void plan_grandfatherFatherSon_aYearOfNights()
    {
        const test::TimeZone zone("UTC");
        RetentionPolicy policy = noRule();
        policy.daily = 7;
        policy.weekly = 4;
        policy.monthly = 12;
        const auto backups = nightly(400, kNow);
        const RetentionPlan plan = planRetention(backups, policy, {}, kNow);
        // 7 days; of the 4 weeks two end within these 7 days; of the 12 months the present one does.
        QCOMPARE(countKept(plan), std::size_t(7 + 2 + 11));
        QCOMPARE(formatRfc3339(plan.verdicts[std::size_t(std::ranges::find(plan.verdicts.rbegin(), plan.verdicts.rend(),
                                                             false, &RetentionVerdict::remove)
                                                             .base()
                                                 - plan.verdicts.begin() - 1)]
                                   .takenAt),
            std::string("2025-12-31T02:00:00.000Z"));
    }
    void plan_clocksChange_daysAreLocalDays_data()
    {
        QTest::addColumn<QString>("zone");
        QTest::addColumn<QStringList>("times");
        QTest::addColumn<QList<int>>("expected");
        // 25 October 2026 has 25 hours in Berlin: 00:30 CEST and 23:30 CET are 24 h apart and of one day.
        QTest::addRow("a day of 25 hours")
            << "Europe/Berlin" << QStringList{"2026-10-25T22:30:00Z", "2026-10-24T22:30:00Z", "2026-10-24T21:30:00Z"}
            << QList<int>{0, 2};
        // 02:30 comes twice.
        QTest::addRow("an hour that comes twice")
            << "Europe/Berlin" << QStringList{"2026-10-25T01:30:00Z", "2026-10-25T00:30:00Z", "2026-10-24T00:30:00Z"}
            << QList<int>{0, 2};
        // 29 March 2026 has 23 hours: 00:30 CET to 00:30 CEST of the next day.
        QTest::addRow("a day of 23 hours")
            << "Europe/Berlin" << QStringList{"2026-03-29T22:30:00Z", "2026-03-28T23:30:00Z", "2026-03-28T22:30:00Z"}
            << QList<int>{0, 1};
        QTest::addRow("Shanghai, where UTC's evening is tomorrow")
            << "Asia/Shanghai" << QStringList{"2026-10-25T17:00:00Z", "2026-10-25T15:00:00Z", "2026-10-24T17:00:00Z"}
            << QList<int>{0, 1};
    }
    void plan_clocksChange_daysAreLocalDays()
    {
        QFETCH(QString, zone);
        QFETCH(QStringList, times);
        QFETCH(QList<int>, expected);
        const test::TimeZone zoneForNow(zone.toUtf8().constData());
        std::vector<Backup> backups;
        for (const QString& time : times)
            backups.push_back(backupAt(at(time.toUtf8().constData())));
        RetentionPolicy policy = noRule();
        policy.daily = 2;
        std::vector<std::string> wanted;
        for (const int index : expected)
            wanted.push_back(backups[std::size_t(index)].name);
        QCOMPARE(kept(planRetention(backups, policy, {}, kNow)), wanted);
    }
    void plan_sizeCap_takesTheOldestThatMayGo()
    {
        auto backups = nightly(10, kNow);
        backups[9] = pinned(backups[9]);
        RetentionPolicy policy;
        policy.maximumBytes = 4 * kMiB + kMiB / 2;
        const RetentionPlan plan = planRetention(backups, policy, {}, kNow);
        QCOMPARE(
            kept(plan), (std::vector<std::string>{backups[0].name, backups[1].name, backups[2].name, backups[9].name}));
        QCOMPARE(plan.keptBytes, 4 * kMiB);
        QCOMPARE(reasonOf(plan, backups[8]),
            std::string("removed: The backups together are larger than 4.5 MiB, and it is the oldest that may go."));
    }
    void plan_sizeCapOfNothing_keepsWhatIsProtected()
    {
        auto backups = nightly(5, kNow);
        backups[2] = pinned(backups[2]);
        RetentionPolicy policy;
        policy.maximumBytes = 0;
        const RetentionPlan plan = planRetention(backups, policy, {backups[1].name}, kNow);
        QCOMPARE(kept(plan), (std::vector<std::string>{backups[0].name, backups[1].name, backups[2].name}));
        QCOMPARE(plan.keptBytes, 3 * kMiB);
        QCOMPARE(bytesOverLimit(plan, policy), 3 * kMiB);
    }
    void overLimit_saysHowMuchAndWhyNothingMoreGoes()
    {
        auto backups = nightly(6, kNow);
        backups[1] = pinned(backups[1]);
        backups[1].sizeBytes = 4 * kMiB;
        RetentionPolicy policy;
        policy.maximumBytes = 2 * kMiB;
        RetentionPlan plan = planRetention(backups, policy, {}, kNow);
        QCOMPARE(bytesOverLimit(plan, policy), 3 * kMiB);
        QCOMPARE(whyOverLimit(plan, policy)->english(),
            "What stays has 5.0 MiB, 3.0 MiB more than the limit of 2.0 MiB, and none of it may go. " + backups[1].name
                + ": It is pinned. " + backups[0].name + ": It is the newest good one of qbm_ai_system.");
        // Files that are none of ours are no reason.
        backups[5].state = BackupState::Foreign;
        plan = planRetention(backups, policy, {}, kNow);
        QVERIFY(whyOverLimit(plan, policy)->english().find(backups[5].name) == std::string::npos);
        policy.maximumBytes = 5 * kMiB;
        QVERIFY(!whyOverLimit(planRetention(backups, policy, {}, kNow), policy));
        policy.maximumBytes.reset();
        QVERIFY(!whyOverLimit(planRetention(backups, policy, {}, kNow), policy));
    }
    void plan_randomCatalogues_invariantsHold();
};

namespace {

/// A random catalogue with a random policy.
struct Case {
    std::vector<Backup> backups;
    RetentionPolicy policy;
    std::set<std::string> inUse;
};

class CaseMaker {
public:
    explicit CaseMaker(std::mt19937& random)
        : m_random(random)
    {
    }

    Case make()
    {
        Case made;
        const int count = upTo(60);
        for (int i = 0; i < count; ++i) {
            made.backups.push_back(backup(i));
            if (upTo(15) == 0)
                made.inUse.insert(made.backups.back().name);
        }
        made.policy.days = upTo(2) == 0 ? std::nullopt : std::optional(upTo(60));
        made.policy.last = upTo(5);
        made.policy.daily = upTo(9);
        made.policy.weekly = upTo(6);
        made.policy.monthly = upTo(14);
        if (upTo(1) == 0)
            made.policy.maximumBytes = std::uint64_t(upTo(100)) * kMiB;
        return made;
    }

private:
    int upTo(int highest) { return std::uniform_int_distribution(0, highest)(m_random); }

    Backup backup(int index)
    {
        // Some are older than the policy, some of the future, several may be of one moment.
        const auto age
            = std::chrono::minutes(upTo(500 * 24 * 60) / (upTo(3) == 0 ? 60 : 1) - (upTo(9) == 0 ? 5000 : 0));
        Backup backup = backupAt(kNow - age, std::uint64_t(upTo(10)) * kMiB, "database " + std::to_string(upTo(2)));
        backup.name += "." + std::to_string(index);
        backup.sidecar->pinned = upTo(12) == 0;
        backup.sidecar->safety = upTo(4) == 0;
        constexpr std::array kStates{BackupState::Complete, BackupState::Complete, BackupState::Complete,
            BackupState::Complete, BackupState::WithoutSidecar, BackupState::Partial, BackupState::Truncated,
            BackupState::Foreign, BackupState::Missing};
        return stateOf(std::move(backup), kStates[std::size_t(upTo(int(kStates.size()) - 1))]);
    }

    std::mt19937& m_random;
};

std::string databaseOf(const Backup& backup)
{
    return backup.sidecar ? backup.sidecar->database : "";
}

bool isPast(const Backup& backup)
{
    return backup.takenAt <= kNow;
}

/// Names that must stay whatever the policy says, found in the plainest way.
std::set<std::string> protectedNames(const Case& given)
{
    std::set<std::string> names;
    std::map<std::string, const Backup*> newest, newestSafety;
    std::map<std::string, std::vector<std::string>> ofDatabase;
    std::set<std::string> withSound; ///< databases that have a backup which can be restored
    for (const Backup& backup : given.backups) {
        if (backup.state == BackupState::Foreign || given.inUse.contains(backup.name) || !isPast(backup)
            || (backup.sidecar && backup.sidecar->pinned && backup.state != BackupState::Missing)
            || (backup.state == BackupState::Partial && kNow - backup.takenAt < 24h))
            names.insert(backup.name);
        if (backup.usable() || backup.state == BackupState::Truncated || backup.state == BackupState::Damaged)
            ofDatabase[databaseOf(backup)].push_back(backup.name);
        if (backup.usable())
            withSound.insert(databaseOf(backup));
        if (!backup.usable() || !isPast(backup))
            continue;
        const Backup*& found = (backup.isSafetyDump() ? newestSafety : newest)[databaseOf(backup)];
        if (found == nullptr || std::pair(backup.takenAt, backup.name) > std::pair(found->takenAt, found->name))
            found = &backup;
    }
    for (const auto& [database, backup] : newest)
        names.insert(backup->name);
    for (const auto& [database, backup] : newestSafety) {
        if (!newest.contains(database) || kNow - backup->takenAt < 7 * 24h)
            names.insert(backup->name);
    }
    for (const auto& [database, all] : ofDatabase) {
        if (all.size() == 1 || !withSound.contains(database))
            names.insert(all.begin(), all.end());
    }
    return names;
}

/// What is wrong with a plan; empty if nothing is.
std::string complaint(const Case& given, const RetentionPlan& plan)
{
    if (plan.verdicts.size() != given.backups.size())
        return "not every file has a verdict";
    const std::set<std::string> mustStay = protectedNames(given);
    std::map<std::string, const Backup*> byName;
    for (const Backup& backup : given.backups)
        byName[backup.name] = &backup;
    std::uint64_t kept = 0, removed = 0;
    bool onlyProtectedLeft = true;
    for (const RetentionVerdict& verdict : plan.verdicts) {
        const Backup& backup = *byName.at(verdict.name);
        if (verdict.reason.empty())
            return verdict.name + " has no reason";
        if (mustStay.contains(verdict.name) && verdict.remove)
            return verdict.name + " is protected and goes";
        const bool young = backup.state != BackupState::Partial && given.policy.days
            && kNow - backup.takenAt < *given.policy.days * 24h;
        if (young && verdict.remove && !given.policy.maximumBytes)
            return verdict.name + " is younger than the policy's days and goes";
        if (backup.state == BackupState::Foreign)
            continue;
        (verdict.remove ? removed : kept) += backup.sizeBytes;
        if (!verdict.remove && backup.sizeBytes > 0 && !mustStay.contains(verdict.name))
            onlyProtectedLeft = false;
    }
    if (kept != plan.keptBytes || removed != plan.removedBytes)
        return "the sums are wrong";
    if (given.policy.maximumBytes && kept > *given.policy.maximumBytes && !onlyProtectedLeft)
        return "over the size cap with something left that may go";
    if (!std::ranges::is_sorted(plan.verdicts, std::greater<>(), &RetentionVerdict::takenAt))
        return "not newest first";
    return {};
}

/// What is wrong with the plan for a place that holds some of the backups, others of which are here; empty if nothing
/// is.
std::string complaintAboutCopies(const Case& given, std::mt19937& random)
{
    std::vector<Backup> here, all;
    Case there = given;
    there.backups.clear();
    for (const Backup& backup : given.backups) {
        if (backup.state != BackupState::Complete && backup.state != BackupState::Truncated)
            continue; // as a place has them
        const auto where = random() % 3;
        if (where != 0)
            there.backups.push_back(backup);
        if (where != 1)
            here.push_back(backup);
        if (backup.usable() || where != 0) // a damaged one that is only here counts for nothing
            all.push_back(backup);
    }
    const RetentionPlan plan = planCopyRetention(here, there.backups, given.policy, given.inUse, kNow);
    const RetentionPlan ofAll = planRetention(all, given.policy, given.inUse, kNow);
    const std::set<std::string> mustStay = protectedNames(there);
    std::uint64_t kept = 0, removed = 0;
    for (const RetentionVerdict& verdict : plan.verdicts) {
        (verdict.remove ? removed : kept) += verdict.sizeBytes;
        if (verdict.remove && mustStay.contains(verdict.name))
            return verdict.name + " is protected in the place and goes";
        const auto backup = std::ranges::find(here, verdict.name, &Backup::name);
        const bool isHere = backup != here.end() && backup->usable();
        const auto whole = std::ranges::find(ofAll.verdicts, verdict.name, &RetentionVerdict::name);
        if (verdict.remove && !isHere && !whole->remove)
            return verdict.name + " is kept by retention, is not here, and its copy goes";
    }
    return kept != plan.keptBytes || removed != plan.removedBytes ? "the sums of the place are wrong" : "";
}

/// Without a size cap at least `last` usable backups of each database stay.
std::string complaintAboutLast(const Case& given, const RetentionPlan& plan)
{
    std::map<std::string, int> there, stayed;
    for (const Backup& backup : given.backups) {
        if (!backup.usable() || backup.isSafetyDump() || !isPast(backup))
            continue;
        ++there[databaseOf(backup)];
        stayed[databaseOf(backup)] += verdictOf(plan, backup).remove ? 0 : 1;
    }
    for (const auto& [database, count] : there) {
        if (!given.policy.maximumBytes && stayed[database] < std::min(count, given.policy.last))
            return database + " keeps fewer than the last " + std::to_string(given.policy.last);
    }
    return {};
}

} // namespace

void TstRetention::plan_randomCatalogues_invariantsHold()
{
    const unsigned seed = qEnvironmentVariableIsSet("QBM_TEST_SEED") ? qEnvironmentVariable("QBM_TEST_SEED").toUInt()
                                                                     : std::random_device{}();
    qInfo("QBM_TEST_SEED=%u", seed);
    std::mt19937 random(seed);
    const test::TimeZone zone("Europe/Berlin");
    CaseMaker maker(random);
    constexpr int kCases = 3000;
    for (int i = 0; i < kCases; ++i) {
        Case given = maker.make();
        const RetentionPlan plan = planRetention(given.backups, given.policy, given.inUse, kNow);
        const std::string wrong
            = complaint(given, plan) + complaintAboutLast(given, plan) + complaintAboutCopies(given, random);
        QVERIFY2(wrong.empty(), qPrintable(QString("case %1: %2").arg(i).arg(QString::fromStdString(wrong))));

        const std::vector<std::string> stay = kept(plan);
        std::ranges::shuffle(given.backups, random);
        QVERIFY2(kept(planRetention(given.backups, given.policy, given.inUse, kNow)) == stay,
            qPrintable(QString("case %1: the order of the files makes a difference").arg(i)));
        // What a plan keeps, the next one at the same moment keeps too: pruning twice is pruning once.
        std::erase_if(given.backups, [&](const Backup& backup) { return verdictOf(plan, backup).remove; });
        QVERIFY2(kept(planRetention(given.backups, given.policy, given.inUse, kNow)) == stay,
            qPrintable(QString("case %1: a second prune removes more").arg(i)));
    }
}

QTEST_APPLESS_MAIN(TstRetention)
#include "tst_retention.moc"
