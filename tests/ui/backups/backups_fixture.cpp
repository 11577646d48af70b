// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/backups/backups_fixture.h"

namespace qbm::tests {

using namespace backup;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

TimePoint ago(std::chrono::seconds time)
{
    return systemClock().now() - time;
}

std::string nameOf(TimePoint at)
{
    const auto local = QDateTime::fromSecsSinceEpoch(std::chrono::floor<seconds>(at.time_since_epoch()).count());
    return "qbm_backup_" + local.toString(QStringLiteral("yyyyMMdd_HHmmss")).toStdString();
}

Sidecar record(const Backup& of)
{
    Sidecar out;
    out.sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    out.sizeBytes = of.sizeBytes;
    out.archiveSizeBytes = of.sizeBytes * 4;
    out.serverVersion = "15.14 (Debian 15.14-0+deb12u1)";
    out.toolVersion = "pg_dump (PostgreSQL) 15.14";
    out.host = "db.example.org";
    out.database = "qbm_ai_system";
    out.databaseSizeBytes = of.sizeBytes * 5;
    out.startedAt = out.snapshotAt = of.takenAt;
    out.finishedAt = of.takenAt + seconds(130);
    out.counted = true;
    for (int i = 1; i <= 12; ++i)
        out.tables.push_back({"public", "model_predictions_2026_" + std::to_string(100 + i).substr(1),
            348'120 + 977 * i, "b6a1c0d5e" + std::to_string(100 + i)});
    out.tables.push_back({"public", "quality_checks", 9'840, "77b0ea12c901"});
    out.tables.push_back({"audit", "changes", 619, "1f02cd44aa10"});
    out.largeObjects = LargeObjectFacts{12, 4'800'000};
    out.checksumTook = std::chrono::milliseconds(9'400);
    out.consoleVersion = "1.0.0";
    out.verifiedAt = of.takenAt + minutes(5);
    return out;
}

void addBackups(fakes::FakeBackups& fake)
{
    fake.rows = makeCatalogue(60);
    fake.alarms = {{BackupAlarm::Kind::TooOld, text("The newest backup is 31 h old; it should be younger than 26 h.")},
        {BackupAlarm::Kind::TooSmall,
            text("The newest backup has 1.2 MiB, less than half of the 31.6 MiB of the one before it.")}};
    DrillReport drill;
    drill.backup = fake.rows.front().name;
    drill.startedAt = ago(hours(50));
    drill.finishedAt = ago(hours(50) - seconds(840));
    drill.dataOf = drill.startedAt - hours(5) - minutes(10);
    drill.restoreTook = seconds(760);
    drill.compareTook = seconds(80);
    drill.passed = drill.checksums = true;
    drill.tables = 14;
    drill.rows = 4'264'105;
    fake.drill = drill;
    fake.costs = {{Format::Fast, 1'503'238'553, seconds(130), seconds(9), fake.rows.front().name},
        {Format::Guide, 1'610'612'736, seconds(611), seconds(9), fake.rows[3].name},
        {Format::Directory, {}, {}, {}, {}}};
}

DrillReport earlierDrill(const Backup& of, int hoursOld)
{
    DrillReport drill;
    drill.backup = of.name;
    drill.startedAt = ago(hours(hoursOld));
    drill.finishedAt = drill.startedAt + seconds(700);
    drill.dataOf = of.takenAt;
    drill.restoreTook = seconds(620);
    drill.compareTook = seconds(71);
    drill.passed = true;
    drill.tables = 14;
    drill.rows = 4'102'880;
    return drill;
}

/// After the last one: one that found a difference, one whose restore failed, and one that an older version ran.
void addEarlierDrills(fakes::FakeBackups& fake)
{
    DrillReport differed = earlierDrill(fake.rows[4], 98);
    differed.passed = false;
    differed.checksums = true;
    differed.problem = "public.quality_checks has 9,838 rows, but the record of the backup says 9,840.";
    DrillReport broken = earlierDrill(fake.rows[10], 240);
    broken.passed = false;
    broken.restoreTook = broken.compareTook = {};
    broken.tables = 0;
    broken.rows = 0;
    broken.problem = "pg_restore: error: could not read from input file: end of file";
    DrillReport old = earlierDrill(fake.rows[35], 840);
    old.dataOf.reset();
    old.compareTook = std::chrono::milliseconds(640);
    fake.earlierDrills = {differed, broken, old};
}

void addContents(fakes::FakeBackups& fake)
{
    int id = 3;
    for (const char* schema : {"public", "audit"}) {
        for (const char* table : {"model_predictions_2026_11", "quality_checks", "changes", "users"}) {
            fake.contents.push_back({++id, "TABLE", schema, table, "qbm"});
            fake.contents.push_back({++id, "TABLE DATA", schema, table, "qbm"});
            fake.contents.push_back({++id, "INDEX", schema, std::string(table) + "_pkey", "qbm"});
        }
        fake.contents.push_back({++id, "SEQUENCE", schema, "users_id_seq", "qbm"});
    }
    fake.contents.push_back({++id, "EXTENSION", "-", "pg_trgm", ""});
    fake.extracted = {348'120, 52'000'000};
}

void addRetention(fakes::FakeBackups& fake)
{
    for (std::size_t i = 0; i < fake.rows.size(); ++i) {
        const Backup& row = fake.rows[i];
        RetentionVerdict verdict{row.name, row.takenAt, row.sizeBytes, false, text("younger than 30 days")};
        if (i == 0)
            verdict.reason = text("the newest good one of qbm_ai_system");
        else if (row.sidecar && row.sidecar->pinned)
            verdict.reason = text("pinned");
        else if (i > 30) {
            verdict.remove = true;
            verdict.reason = text("no rule keeps it");
        }
        (verdict.remove ? fake.retention.removedBytes : fake.retention.keptBytes) += row.sizeBytes;
        fake.retention.verdicts.push_back(verdict);
    }
}

void addSchedules(fakes::FakeBackups& fake)
{
    ScheduleState timer;
    timer.where = "qbm-backup-production.timer";
    timer.nextRun = systemClock().now() + hours(6) + minutes(20);
    timer.lastRun = ago(hours(18));
    timer.lastSucceeded = true;
    ScheduleState job;
    job.schedule.kind = ScheduleKind::KubernetesCronJob;
    job.schedule.weekdays = {true, false, false, true, false, false, false};
    job.schedule.claim = "qbm-backups";
    job.schedule.secret = "qbm-secrets";
    job.where = "qbm-ai-system/qbm-backup";
    job.nextRun = systemClock().now() + hours(40);
    job.lastRun = ago(hours(90));
    job.lastSucceeded = false;
    job.lastMessage = "pg_dump: error: connection to server at \"postgres\" (10.43.0.12), port 5432 failed: "
                      "FATAL:  password authentication failed for user \"qbm\"";
    job.missed = true;
    fake.scheduleStates = {timer, job};
    fake.described = "# ~/.config/systemd/user/qbm-backup-production.timer\n[Timer]\nOnCalendar=*-*-* 02:00:00\n"
                     "Persistent=true\n\n[Install]\nWantedBy=timers.target\n";
}

void addDatabase(fakes::FakeBackups& fake)
{
    fake.sides = {{"qbm_ai_system_before_20261124_181500", SideRole::Before, ago(hours(5)), 7'516'192'768, 0},
        {"qbm_ai_system_restore_20261119_093000", SideRole::Restore, ago(hours(130)), 3'221'225'472, 1}};
    const auto session = [](int pid, const char* program, const char* user, const char* state, int minutesOld) {
        postgres::Session out;
        out.pid = pid;
        out.applicationName = program;
        out.clientAddress = "10.42.0." + std::to_string(pid % 100);
        out.user = user;
        out.state = state;
        out.startedAt = ago(minutes(minutesOld));
        return out;
    };
    fake.whoHolds = {{session(4711, "qbm-backend", "qbm", "idle in transaction", 192), true, "backend-7d9f8c6b5-x2x4z"},
        {session(4815, "psql", "alice", "active", 3), true, {}},
        {session(1623, "postgres_exporter", "metrics", "idle", 9'000), false, {}}};
}

void addPlaces(fakes::FakeBackups& fake)
{
    CopyPlace nas;
    nas.name = "nas";
    nas.folder = "/mnt/nas/backups/qbm";
    CopyPlace bucket;
    bucket.name = "offsite";
    bucket.s3 = S3Place{"https://s3.example.org", "eu-central-1", "qbm-backups", "production/", "AKIA", {}, {}};
    fake.backupSettings.copies = {nas, bucket};
    fake.backupSettings.encryptTo = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kudyqsr8x9";
    fake.placed = {{"qbm_backup_20250101_020000.dump.zst.age", 1'288'490'188, true}};
    for (std::size_t i = 1; i < 9; ++i)
        fake.placed.push_back({fake.rows[i].name, fake.rows[i].sizeBytes, i % 4 != 0});
}

} // namespace

Backup makeBackup(int hoursOld, std::uint64_t sizeBytes)
{
    Backup out;
    out.takenAt = ago(hours(hoursOld));
    out.name = nameOf(out.takenAt) + ".dump.zst";
    out.file = "/var/backups/qbm/" + out.name;
    out.state = BackupState::Complete;
    out.sizeBytes = sizeBytes;
    out.sidecar = record(out);
    out.format = out.sidecar->format = Format::Fast;
    return out;
}

std::vector<Backup> makeCatalogue(int count)
{
    std::vector<Backup> rows;
    for (int i = 0; i < count; ++i) {
        Backup row = makeBackup(7 + 24 * i, 1'400'000'000 + static_cast<std::uint64_t>(i) * 7'300'000);
        Sidecar& sidecar = *row.sidecar;
        const auto rename = [&row](const char* suffix) { row.name = nameOf(row.takenAt) + suffix; };
        if (i % 3 == 0) {
            sidecar.encryption = Encryption::Age;
            sidecar.encryptedTo = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kudyqsr8x9";
            rename(".dump.zst.age");
        }
        if (i % 4 < 2)
            sidecar.copies = {{"nas", "/mnt/nas/backups/qbm", row.takenAt + minutes(9)}};
        if (i % 7 == 2) {
            sidecar.pinned = true;
            sidecar.label = "before the upgrade to 2.4";
        }
        if (i % 11 == 3) {
            sidecar.format = Format::Guide;
            for (TableRows& table : sidecar.tables)
                table.checksum.clear();
            rename(".dump");
        }
        if (i % 9 == 4)
            sidecar.verifiedAt.reset();
        if (i % 13 == 5) {
            row.state = BackupState::WithoutSidecar;
            row.sidecar.reset();
            rename(".dump");
        } else if (i % 17 == 6) {
            row.state = BackupState::Truncated;
            row.sizeBytes /= 9;
        } else if (i % 19 == 8) {
            sidecar.safety = true;
            rename(".dump");
        }
        const auto parts = parseName(row.name);
        row.format = parts->format;
        row.encryption = parts->encryption;
        row.file = "/var/backups/qbm/" + row.name;
        rows.push_back(std::move(row));
    }
    return rows;
}

void fillRich(fakes::FakeBackups& backups)
{
    addBackups(backups);
    addEarlierDrills(backups);
    addContents(backups);
    addRetention(backups);
    addSchedules(backups);
    addDatabase(backups);
    addPlaces(backups);
}

} // namespace qbm::tests
