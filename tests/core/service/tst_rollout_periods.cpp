// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/rollout_periods.h"

#include <QTest>

using namespace qbm;
using namespace qbm::service;
using std::chrono::minutes;

namespace {

const TimePoint kBegin = parseRfc3339("2026-11-22T12:00:00Z").value();

Revision revision(std::int64_t number, const std::string& replicaSet, int createdAt, bool current, std::vector<std::int64_t> earlier = {})
{
    Revision out;
    out.number = number;
    out.replicaSet = replicaSet;
    out.created = kBegin + minutes(createdAt);
    out.current = current;
    out.earlierNumbers = std::move(earlier);
    return out;
}

kubernetes::Event scaled(const std::string& message, int first, int last)
{
    kubernetes::Event event;
    event.reason = "ScalingReplicaSet";
    event.object = {"Deployment", "ns", "backend", "uid"};
    event.message = message;
    event.first = kBegin + minutes(first);
    event.last = kBegin + minutes(last);
    return event;
}

/// "2:10-30 1:0-10": number and minutes of each period, newest first.
std::string textOf(const std::vector<RevisionPeriod>& periods)
{
    const auto minute = [](TimePoint at) { return std::to_string(std::chrono::duration_cast<minutes>(at - kBegin).count()); };
    std::string out;
    for (const RevisionPeriod& period : periods)
        out += std::to_string(period.number) + ":" + minute(period.from) + "-" + (period.to ? minute(*period.to) : "") + " ";
    return out;
}

} // namespace

class TstRolloutPeriods : public QObject {
    Q_OBJECT

private slots:
    void revisionThatNeverGotReady_countsNothing()
    {
        std::vector<Revision> revisions{revision(2, "b", 10, true), revision(1, "a", 0, false)};
        revisions[1].ready = 3;
        auto periods = periodsOf(startsFromRevisions(revisions), revisions, {});
        QCOMPARE(textOf(periods), std::string("2:10- 1:0-10 "));
        countFromReadiness(periods, revisions, std::nullopt);
        QCOMPARE(textOf(periods), std::string("1:0- ")); // the one before goes on serving
        revisions[1].ready = 0; // nothing serves: Recreate
        periods = periodsOf(startsFromRevisions(revisions), revisions, {});
        countFromReadiness(periods, revisions, std::nullopt);
        QCOMPARE(textOf(periods), std::string("1:0-10 "));
    }

    void revision_countsFromItsFirstReadyPod()
    {
        const std::vector<Revision> revisions{revision(2, "b", 10, true), revision(1, "a", 0, false)};
        auto periods = periodsOf(startsFromRevisions(revisions), revisions, {});
        countFromReadiness(periods, revisions, kBegin + minutes(14));
        QCOMPARE(textOf(periods), std::string("2:14- 1:0-14 "));
        QVERIFY(periods.front().evidence.english().find("its first pod was ready at 2026-11-22T12:14:00") != std::string::npos);
        countFromReadiness(periods, revisions, kBegin + minutes(2)); // its pods were ready in an earlier life
        QCOMPARE(textOf(periods), std::string("2:14- 1:0-14 "));
    }

    void revisionThatNeverTookOver_broughtNoPeriod()
    {
        // 2 is stuck beside 1, as 3 is after it; 4 takes over.
        const std::vector<Revision> revisions{revision(4, "d", 30, true), revision(3, "c", 20, false), revision(2, "b", 10, false), revision(1, "a", 0, false)};
        std::vector<kubernetes::Event> events{scaled("Scaled up replica set a from 0 to 3", 0, 0), scaled("Scaled up replica set b from 0 to 1", 10, 10),
            scaled("Scaled down replica set b from 1 to 0", 20, 20), scaled("Scaled up replica set c from 0 to 1", 20, 20),
            scaled("Scaled down replica set c from 1 to 0", 30, 30), scaled("Scaled up replica set d from 0 to 1", 30, 30),
            scaled("Scaled up replica set d from 1 to 3", 31, 31), scaled("Scaled down replica set a from 3 to 0", 31, 31)};
        const auto periods = [&] {
            auto starts = startsFromRevisions(revisions);
            for (RevisionStart& start : startsFromEvents(events, "backend"))
                starts.push_back(std::move(start));
            return textOf(periodsOf(withoutNeverServed(std::move(starts), events, revisions, "backend"), revisions, {}));
        };
        QCOMPARE(periods(), std::string("4:30- 1:0-30 "));
        events.erase(events.begin()); // the server has forgotten how the first one came
        QCOMPARE(periods(), std::string("4:30- 1:0-30 "));
        events = {scaled("Scaled up replica set b from 0 to 3", 10, 10), scaled("Scaled down replica set a from 3 to 0", 11, 11),
            scaled("Scaled up replica set c from 0 to 3", 20, 20), scaled("Scaled down replica set b from 3 to 0", 21, 21)};
        QCOMPARE(periods(), std::string("4:30- 3:20-30 2:10-20 1:0-10 ")); // each took over
        events.clear(); // nothing is known of how it went
        QCOMPARE(periods(), std::string("4:30- 3:20-30 2:10-20 1:0-10 "));
        events = {scaled("Scaled down replica set a from 3 to 0", 10, 10), scaled("Scaled up replica set b from 0 to 3", 10, 10),
            scaled("Scaled down replica set b from 3 to 0", 20, 20), scaled("Scaled up replica set c from 0 to 3", 20, 20)};
        QCOMPARE(periods(), std::string("4:30- 3:20-30 2:10-20 1:0-10 ")); // Recreate
    }

    void changeThatWasTakenBack_broughtNoPeriod()
    {
        const std::vector<Revision> revisions{revision(2, "b", 10, false), revision(3, "a", 0, true, {1})};
        operation::Record record;
        record.kind = "deployment.set-image";
        record.parameters = {{"deployment", "backend"}, {"namespace", "ns"}};
        record.state = operation::RecordState::Undone;
        record.startedAt = kBegin + minutes(10) + std::chrono::milliseconds(400); // the cluster tells whole seconds
        record.changedAt = kBegin + minutes(16);
        const auto starts = withoutTakenBack(startsFromRevisions(revisions), {record}, "ns", "backend");
        QCOMPARE(textOf(periodsOf(starts, revisions, kBegin + minutes(16))), std::string("3:0- "));
        record.state = operation::RecordState::Done;
        QCOMPARE(withoutTakenBack(startsFromRevisions(revisions), {record}, "ns", "backend").size(), std::size_t(2));
    }

    void revisionsAlone_followEachOther()
    {
        const std::vector<Revision> revisions{revision(3, "c", 30, true), revision(2, "b", 10, false), revision(1, "a", 0, false)};
        QCOMPARE(textOf(periodsOf(startsFromRevisions(revisions), revisions, {})), std::string("3:30- 2:10-30 1:0-10 "));
    }

    void undo_isKnownFromTheLedgerOrEvents_elseFromTheCondition()
    {
        // Revision 1 came back as 3.
        const std::vector<Revision> revisions{revision(3, "a", 0, true, {1}), revision(2, "b", 10, false)};
        auto starts = startsFromRevisions(revisions);
        QCOMPARE(textOf(periodsOf(starts, revisions, {})), std::string("2:10- 3:0-10 "));
        QCOMPARE(textOf(periodsOf(starts, revisions, kBegin + minutes(25))), std::string("3:25- 2:10-25 3:0-10 "));

        operation::Record record;
        record.kind = "deployment.undo";
        record.id = "op-1";
        record.actor = "ops";
        record.state = operation::RecordState::Done;
        record.startedAt = kBegin + minutes(20);
        record.parameters = {{"namespace", "ns"}, {"deployment", "backend"}, {"revision", "1"}};
        auto told = startsFromRecords({record}, "ns", "backend", revisions);
        QCOMPARE(told.size(), std::size_t(1));
        QCOMPARE(startsFromRecords({record}, "other", "backend", revisions).size(), std::size_t(0));
        auto withRecord = starts;
        withRecord.push_back(told[0]);
        const auto periods = periodsOf(withRecord, revisions, kBegin + minutes(25));
        QCOMPARE(textOf(periods), std::string("3:20- 2:10-20 3:0-10 "));
        QVERIFY(periods[0].evidence.english().find("op-1") != std::string::npos);

        auto fromEvents = startsFromEvents({scaled("Scaled up replica set a from 0 to 1", 0, 21), scaled("Scaled down replica set b from 3 to 2", 21, 21)}, "backend");
        QCOMPARE(fromEvents.size(), std::size_t(2));
        fromEvents.insert(fromEvents.end(), starts.begin(), starts.end());
        QCOMPARE(textOf(periodsOf(fromEvents, revisions, {})), std::string("3:21- 2:10-21 3:0-10 "));
    }

    void scaling_isNoChangeOfRevision()
    {
        const std::vector<Revision> revisions{revision(2, "b", 10, true), revision(1, "a", 0, false)};
        auto starts = startsFromRevisions(revisions);
        for (const auto& more : startsFromEvents({scaled("Scaled up replica set b to 5", 40, 50), scaled("Scaled up replica set gone to 5", 41, 41),
                                                     scaled("Scaled up replica set a to 4", 11, 11)},
                 "backend"))
            starts.push_back(more);
        QCOMPARE(textOf(periodsOf(starts, revisions, {})), std::string("2:10- 1:0-10 "));
    }
};

QTEST_APPLESS_MAIN(TstRolloutPeriods)
#include "tst_rollout_periods.moc"
