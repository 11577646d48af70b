// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/dump/backup_operation.h"
#include "core/backup/keep/cron_time.h"
#include "core/backup/keep/schedule.h"
#include "core/backup/keep/schedule_keeper.h"
#include "core/backup/keep/scheduled_run.h"
#include "time_zone.h"

#include <QTest>

using namespace qbm;
using namespace qbm::backup;
using namespace std::chrono_literals;

namespace {

TimePoint at(const char* rfc3339)
{
    return parseRfc3339(rfc3339).value();
}

Schedule scheduleAt(ScheduleKind kind, int hour, int minute = 0)
{
    Schedule schedule;
    schedule.kind = kind;
    schedule.hour = hour;
    schedule.minute = minute;
    return schedule;
}

operation::Record recordOf(const char* startedAt, operation::RecordState state, const char* reason)
{
    operation::Record record;
    record.kind = kBackupCreateKind;
    record.reason = reason;
    record.state = state;
    record.startedAt = at(startedAt);
    record.changedAt = record.startedAt + 5min;
    return record;
}

} // namespace

class TstSchedule : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nextRun_cases_data()
    {
        QTest::addColumn<QByteArray>("zone");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("time");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<QByteArray>("expected");
        const int systemd = int(ScheduleKind::SystemdUserTimer), cron = int(ScheduleKind::Crontab),
                  kubernetes = int(ScheduleKind::KubernetesCronJob);
        QTest::addRow("later today") << QByteArray("UTC") << systemd << QByteArray("0 2 * * *")
                                     << QByteArray("2026-11-24T01:59:59Z") << QByteArray("2026-11-24T02:00:00.000Z");
        QTest::addRow("exactly now is past")
            << QByteArray("UTC") << systemd << QByteArray("0 2 * * *") << QByteArray("2026-11-24T02:00:00Z")
            << QByteArray("2026-11-25T02:00:00.000Z");
        QTest::addRow("local time") << QByteArray("Asia/Shanghai") << cron << QByteArray("0 2 * * *")
                                    << QByteArray("2026-11-24T12:00:00Z") << QByteArray("2026-11-24T18:00:00.000Z");
        QTest::addRow("the cluster's is UTC")
            << QByteArray("Asia/Shanghai") << kubernetes << QByteArray("0 2 * * *")
            << QByteArray("2026-11-24T12:00:00Z") << QByteArray("2026-11-25T02:00:00.000Z");
        QTest::addRow("only Mondays and Sundays") << QByteArray("UTC") << cron << QByteArray("30 23 * * 0,1")
                                                  << QByteArray("2026-11-24T12:00:00Z") // a Tuesday
                                                  << QByteArray("2026-11-29T23:30:00.000Z");
        // 28 March 2027: 02:00 CET is 03:00 CEST. systemd-analyze calendar gives the 29th.
        QTest::addRow("a time the clocks jump over, systemd")
            << QByteArray("Europe/Berlin") << systemd << QByteArray("30 2 * * *") << QByteArray("2027-03-27T12:00:00Z")
            << QByteArray("2027-03-29T00:30:00.000Z");
        QTest::addRow("a time the clocks jump over, cron")
            << QByteArray("Europe/Berlin") << cron << QByteArray("30 2 * * *") << QByteArray("2027-03-27T12:00:00Z")
            << QByteArray("2027-03-28T01:00:00.000Z");
        QTest::addRow("its only weekday is jumped over")
            << QByteArray("Europe/Berlin") << systemd << QByteArray("30 2 * * 0") << QByteArray("2027-03-22T12:00:00Z")
            << QByteArray("2027-04-04T00:30:00.000Z");
        // 25 October 2026: 02:30 comes twice.
        QTest::addRow("the first of two")
            << QByteArray("Europe/Berlin") << systemd << QByteArray("30 2 * * *") << QByteArray("2026-10-24T12:00:00Z")
            << QByteArray("2026-10-25T00:30:00.000Z");
        QTest::addRow("and not the second")
            << QByteArray("Europe/Berlin") << systemd << QByteArray("30 2 * * *") << QByteArray("2026-10-25T00:30:00Z")
            << QByteArray("2026-10-26T01:30:00.000Z");
        // The clocks jump at midnight there: 5 September 2027, 00:00 becomes 01:00.
        QTest::addRow("midnight that does not come, cron")
            << QByteArray("America/Santiago") << cron << QByteArray("0 0 * * *") << QByteArray("2027-09-04T12:00:00Z")
            << QByteArray("2027-09-05T04:00:00.000Z");
    }
    void nextRun_cases()
    {
        QFETCH(QByteArray, zone);
        QFETCH(int, kind);
        QFETCH(QByteArray, time);
        QFETCH(QByteArray, after);
        QFETCH(QByteArray, expected);
        const test::TimeZone zoneForNow(zone);
        Schedule schedule;
        schedule.kind = ScheduleKind(kind);
        QVERIFY(parseCronTime(time.constData(), schedule));
        const TimePoint next = nextRun(schedule, at(after));
        QCOMPARE(formatRfc3339(next), expected.toStdString());
        // And back again: the newest moment that was due then is the same one.
        QCOMPARE(lastDue(schedule, next), next);
        QVERIFY(lastDue(schedule, next - 1s) <= at(after));
    }
    void nextRun_noWeekday_neverComes()
    {
        Schedule schedule = scheduleAt(ScheduleKind::Crontab, 2);
        schedule.weekdays.fill(false);
        QVERIFY(nextRun(schedule, at("2026-11-24T12:00:00Z")) == TimePoint::max());
        QVERIFY(lastDue(schedule, at("2026-11-24T12:00:00Z")) == TimePoint::min());
    }
    void cronTime_written_readsTheSame_data()
    {
        QTest::addColumn<QByteArray>("fields");
        for (const char* fields : {"0 2 * * *", "59 23 * * 0", "5 0 * * 1,2,3,4,5", "30 4 * * 0,6"})
            QTest::addRow("%s", fields) << QByteArray(fields);
    }
    void cronTime_written_readsTheSame()
    {
        QFETCH(QByteArray, fields);
        Schedule schedule;
        QVERIFY(parseCronTime(fields.constData(), schedule));
        QCOMPARE(formatCronTime(schedule), fields.toStdString());
    }
    void cronTime_writtenByHand_isNotOurs()
    {
        Schedule schedule;
        for (const char* fields : {"", "* * * * *", "*/5 2 * * *", "0 2 1 * *", "0 2 * 1 *", "0 2 * * mon",
                 "0 2 * * 1-5", "60 2 * * *", "0 24 * * *", "-1 2 * * *", "0 2 * * 8", "@daily"})
            QVERIFY2(!parseCronTime(fields, schedule), fields);
        QVERIFY(parseCronTime("0\t2 * *  7 qbmctl", schedule)); // what follows is the command; 7 is Sunday
        QCOMPARE(schedule.weekdays, (std::array<bool, 7>{false, false, false, false, false, false, true}));
    }
    void isMissed_dueAndNotSeen_afterAnHour()
    {
        const test::TimeZone zone("UTC");
        ScheduleState state;
        state.schedule = scheduleAt(ScheduleKind::Crontab, 2);
        const TimePoint since = at("2026-11-20T12:00:00Z");
        QVERIFY(!isMissed(state, since, at("2026-11-20T13:00:00Z"))); // never due yet
        QVERIFY(!isMissed(state, since, at("2026-11-21T02:59:00Z"))); // patience
        QVERIFY(isMissed(state, since, at("2026-11-21T03:00:00Z")));
        state.lastRun = at("2026-11-21T01:59:30Z"); // a timer may fire half a minute early by another clock
        QVERIFY(!isMissed(state, since, at("2026-11-21T03:00:00Z")));
        QVERIFY(!isMissed(state, since, at("2026-11-22T02:30:00Z")));
        QVERIFY(isMissed(state, since, at("2026-11-22T03:30:00Z")));
        state.lastRun = at("2026-11-22T09:00:00Z"); // made up when the machine came back
        QVERIFY(!isMissed(state, since, at("2026-11-22T10:00:00Z")));
    }
    void lastScheduledRun_records_newestOfThatReason()
    {
        using operation::RecordState;
        QVERIFY(!lastScheduledRun({}, "scheduled (cron)").has_value());
        std::vector<operation::Record> records{
            recordOf("2026-11-20T02:00:00Z", RecordState::Done, "scheduled (cron)"),
            recordOf("2026-11-21T02:00:00Z", RecordState::Undone, "scheduled (cron)"),
            recordOf("2026-11-22T02:00:00Z", RecordState::Done, "scheduled (systemd)"),
            recordOf("2026-11-23T02:00:00Z", RecordState::Done, "before the upgrade"),
        };
        records[1].error = Error{ErrorKind::Exhausted, Text("The disk is full."), {}, {}};
        const auto failed = lastScheduledRun(records, "scheduled (cron)");
        QCOMPARE(formatRfc3339(failed->startedAt), std::string("2026-11-21T02:00:00.000Z"));
        QCOMPARE(failed->succeeded, std::optional(false));
        QCOMPARE(failed->message, std::string("The disk is full."));
        records.push_back(recordOf("2026-11-24T02:00:00Z", RecordState::Running, "scheduled (cron)"));
        QVERIFY(!lastScheduledRun(records, "scheduled (cron)")->succeeded.has_value());
        records.back().state = RecordState::Interrupted;
        QCOMPARE(lastScheduledRun(records, "scheduled (cron)")->message, std::string("interrupted"));
        QCOMPARE(lastScheduledRun(records, "scheduled (systemd)")->succeeded, std::optional(true));
    }
};

QTEST_APPLESS_MAIN(TstSchedule)
#include "tst_schedule.moc"
