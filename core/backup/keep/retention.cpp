// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/keep/retention.h"

#include "core/base/unit.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <map>

namespace qbm::backup {

namespace {

using namespace std::chrono_literals;

constexpr auto kUnfinishedPatience = 24h;
constexpr auto kSafetyPatience = 7 * 24h;

/// The local calendar day, which a change of the clocks makes 23 or 25 hours long.
std::chrono::sys_days localDay(TimePoint time)
{
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm local{};
    localtime_r(&seconds, &local);
    return std::chrono::sys_days(std::chrono::year(local.tm_year + 1900) / (local.tm_mon + 1) / local.tm_mday);
}

std::chrono::sys_days mondayOf(std::chrono::sys_days day)
{
    return day - (std::chrono::weekday(day) - std::chrono::Monday);
}

std::chrono::sys_days firstOfMonth(std::chrono::sys_days day)
{
    const std::chrono::year_month_day date(day);
    return std::chrono::sys_days(date.year() / date.month() / 1);
}

/// What the rules count on its own. Without a sidecar nobody knows the server, so those of one database count as one.
struct Database {
    std::string server, name;
    friend auto operator<=>(const Database&, const Database&) = default;
};

Database databaseOf(const Backup& backup)
{
    if (!backup.sidecar)
        return {};
    const Origin origin = backup.origin.database.empty() ? backup.sidecar->origin() : backup.origin;
    const std::string address = origin.host.empty() ? std::string() : origin.host + ":" + std::to_string(origin.port);
    return {origin.systemIdentifier.empty() ? address : origin.systemIdentifier, origin.database};
}

Text nameOf(const Database& database)
{
    return database.name.empty() ? text(QT_TRANSLATE_NOOP("core", "the backups without a sidecar"))
                                 : Text(database.name);
}

/// How firmly a verdict stands.
enum class Hold {
    None, ///< goes
    Rule, ///< stays unless the size cap needs its room
    Protected, ///< stays whatever the policy says
};

struct Judged {
    const Backup* backup = nullptr;
    Hold hold = Hold::None;
    Text reason;
};

/// Judges one catalogue. Each function looks only at backups nothing holds yet, so the first reason stands.
class Judge {
public:
    Judge(const std::vector<Backup>& backups, const RetentionPolicy& policy, TimePoint now)
        : m_policy(policy)
        , m_now(now)
    {
        for (const Backup& backup : backups)
            m_all.push_back({&backup, Hold::None, text(QT_TRANSLATE_NOOP("core", "No rule keeps it."))});
        std::ranges::sort(m_all, [](const Judged& a, const Judged& b) {
            return a.backup->takenAt != b.backup->takenAt ? a.backup->takenAt > b.backup->takenAt
                                                          : a.backup->name > b.backup->name;
        });
        for (Judged& judged : m_all) {
            const Backup& backup = *judged.backup;
            const bool aBackup = backup.state == BackupState::Truncated || backup.state == BackupState::Damaged || backup.usable();
            if (isOfOthers(backup))
                continue;
            if (aBackup)
                m_ofDatabase[databaseOf(backup)].push_back(&judged);
            // One dated in the future would stand for "the newest" for as long as the clock is behind it.
            if (backup.usable() && backup.takenAt <= m_now)
                m_series[databaseOf(backup)][backup.isSafetyDump() ? 1 : 0].push_back(&judged);
        }
    }

    void protect(const std::set<std::string>& inUse)
    {
        for (Judged& judged : m_all)
            protectAlone(judged, inUse);
        for (auto& [database, series] : m_series)
            protectNewest(database, series);
        for (auto& [database, backups] : m_ofDatabase) {
            if (backups.size() == 1)
                hold(*backups.front(), Hold::Protected,
                    text(QT_TRANSLATE_NOOP("core", "It is the only backup of %1."), nameOf(database)));
            else if (std::ranges::none_of(backups, [](const Judged* judged) { return judged->backup->usable(); })) {
                for (Judged* judged : backups)
                    hold(*judged, Hold::Protected,
                        text(QT_TRANSLATE_NOOP("core", "No sound backup of %1 is left: a part of it may still be read."), nameOf(database)));
            }
        }
    }

    void applyRules()
    {
        for (Judged& judged : m_all) {
            if (judged.backup->state != BackupState::Partial && m_policy.days && !isOfOthers(*judged.backup)
                && isYoungerThan(judged, *m_policy.days * 24h))
                hold(judged, Hold::Rule,
                    text(QT_TRANSLATE_NOOP("core", "It is younger than %1 d."), *m_policy.days));
        }
        for (auto& [database, both] : m_series) {
            for (const std::vector<Judged*>& series : both) {
                keepLast(series);
                keepNewestOfEach(
                    series, m_policy.daily, [](auto day) { return day; },
                    text(QT_TRANSLATE_NOOP("core", "It is the newest of its day.")));
                keepNewestOfEach(series, m_policy.weekly, mondayOf,
                    text(QT_TRANSLATE_NOOP("core", "It is the newest of its week.")));
                keepNewestOfEach(series, m_policy.monthly, firstOfMonth,
                    text(QT_TRANSLATE_NOOP("core", "It is the newest of its month.")));
            }
        }
    }

    void applySizeCap()
    {
        if (!m_policy.maximumBytes)
            return;
        std::uint64_t kept = keptBytes();
        for (auto judged = m_all.rbegin(); judged != m_all.rend() && kept > *m_policy.maximumBytes; ++judged) {
            if (judged->hold != Hold::Rule || judged->backup->sizeBytes == 0)
                continue;
            judged->hold = Hold::None;
            judged->reason = text(
                QT_TRANSLATE_NOOP("core", "The backups together are larger than %1, and it is the oldest that may go."),
                formatBytes(*m_policy.maximumBytes));
            kept -= judged->backup->sizeBytes;
        }
    }

    RetentionPlan plan() const
    {
        RetentionPlan plan;
        plan.keptBytes = keptBytes();
        for (const Judged& judged : m_all) {
            const Backup& backup = *judged.backup;
            const bool remove = judged.hold == Hold::None;
            plan.verdicts.push_back(
                {backup.name, backup.takenAt, backup.sizeBytes, remove, judged.reason, isCounted(backup)});
            plan.removedBytes += remove ? backup.sizeBytes : 0;
        }
        return plan;
    }

private:
    /// A database's own backups, and the safety dumps that restores made of it.
    using Series = std::array<std::vector<Judged*>, 2>;

    static void hold(Judged& judged, Hold hold, Text reason)
    {
        if (judged.hold >= hold)
            return;
        judged.hold = hold;
        judged.reason = std::move(reason);
    }

    bool isYoungerThan(const Judged& judged, std::chrono::hours age) const
    {
        return m_now - judged.backup->takenAt < age;
    }

    /// An unfinished file has no owner: it goes after a day, whoever looks.
    static bool isOfOthers(const Backup& backup)
    {
        const bool known = backup.belonging == Belonging::Ours || backup.belonging == Belonging::OursByName;
        return !known && backup.state != BackupState::Partial;
    }

    static bool isCounted(const Backup& backup)
    {
        return backup.state != BackupState::Foreign && !isOfOthers(backup);
    }

    /// What a file itself tells, whatever else there is.
    void protectAlone(Judged& judged, const std::set<std::string>& inUse) const
    {
        const Backup& backup = *judged.backup;
        if (backup.state == BackupState::Foreign)
            hold(judged, Hold::Protected, text(QT_TRANSLATE_NOOP("core", "It is no backup, so it is left alone.")));
        else if (backup.state == BackupState::RecordDamaged)
            hold(judged, Hold::Protected,
                text(QT_TRANSLATE_NOOP("core", "Its record cannot be relied on, so nobody knows what would go.")));
        else if (backup.state == BackupState::Away)
            hold(judged, Hold::Protected,
                text(QT_TRANSLATE_NOOP("core", "It is a link to a place that cannot be reached now.")));
        else if (isOfOthers(backup))
            hold(judged, Hold::Protected,
                backup.belonging == Belonging::Foreign
                    ? text(QT_TRANSLATE_NOOP("core", "It is of %1; this profile's policy is not for it."),
                        inWords(backup.origin))
                    : text(QT_TRANSLATE_NOOP("core", "Nobody recorded whose it is, so it is left alone.")));
        else if (inUse.contains(backup.name))
            hold(
                judged, Hold::Protected, text(QT_TRANSLATE_NOOP("core", "A running or unfinished operation uses it.")));
        else if (backup.sidecar && backup.sidecar->pinned && backup.state != BackupState::Missing)
            hold(judged, Hold::Protected, text(QT_TRANSLATE_NOOP("core", "It is pinned.")));
        else if (backup.takenAt > m_now)
            hold(judged, Hold::Protected,
                text(QT_TRANSLATE_NOOP(
                    "core", "It is dated in the future: the clock was set back, so its age is unknown.")));
        else if (backup.state == BackupState::Partial && isYoungerThan(judged, kUnfinishedPatience))
            hold(judged, Hold::Protected,
                text(QT_TRANSLATE_NOOP("core", "It is unfinished and younger than a day: it may still be written.")));
        else if (backup.state == BackupState::Partial)
            judged.reason
                = text(QT_TRANSLATE_NOOP("core", "It was left unfinished more than a day ago and nobody writes it."));
    }

    void protectNewest(const Database& database, Series& series) const
    {
        auto& [own, safety] = series;
        if (!own.empty())
            hold(*own.front(), Hold::Protected,
                text(QT_TRANSLATE_NOOP("core", "It is the newest good one of %1."), nameOf(database)));
        // Where a restore's safety dumps are all there is, they are the backups.
        if (!safety.empty() && (own.empty() || isYoungerThan(*safety.front(), kSafetyPatience)))
            hold(*safety.front(), Hold::Protected,
                text(QT_TRANSLATE_NOOP("core", "It is the newest safety dump of %1."), nameOf(database)));
    }

    void keepLast(const std::vector<Judged*>& series) const
    {
        const std::size_t count = std::min(series.size(), static_cast<std::size_t>(std::max(0, m_policy.last)));
        for (std::size_t i = 0; i < count; ++i)
            hold(*series[i], Hold::Rule, text(QT_TRANSLATE_NOOP("core", "It is one of the newest %1."), m_policy.last));
    }

    template <class PeriodOf>
    static void keepNewestOfEach(const std::vector<Judged*>& series, int periods, PeriodOf periodOf, const Text& reason)
    {
        std::optional<std::chrono::sys_days> last;
        for (Judged* judged : series) { // newest first
            const std::chrono::sys_days period = periodOf(localDay(judged->backup->takenAt));
            if (period == last)
                continue;
            if (periods-- <= 0)
                return;
            last = period;
            hold(*judged, Hold::Rule, reason);
        }
    }

    std::uint64_t keptBytes() const
    {
        std::uint64_t sum = 0;
        for (const Judged& judged : m_all) {
            if (judged.hold != Hold::None && isCounted(*judged.backup))
                sum += judged.backup->sizeBytes;
        }
        return sum;
    }

    const RetentionPolicy& m_policy;
    TimePoint m_now;
    std::vector<Judged> m_all; ///< newest first; never grows once the maps point into it
    std::map<Database, Series> m_series; ///< usable ones, newest first
    std::map<Database, std::vector<Judged*>> m_ofDatabase; ///< damaged ones too
};

/// "a.dump: It is pinned. b.dump: It is the newest good one of qbm. And 3 more.", the largest first: a decision would be
/// about them.
Text keptInWords(const RetentionPlan& plan)
{
    constexpr std::size_t kNamed = 3;
    std::vector<const RetentionVerdict*> kept;
    for (const RetentionVerdict& verdict : plan.verdicts) {
        if (!verdict.remove && verdict.counted && verdict.sizeBytes > 0)
            kept.push_back(&verdict);
    }
    std::ranges::stable_sort(kept, std::greater<>(), &RetentionVerdict::sizeBytes);
    Text words;
    for (std::size_t i = 0; i < std::min(kept.size(), kNamed); ++i) {
        Text one = text(QT_TRANSLATE_NOOP("core", "%1: %2"), kept[i]->name, kept[i]->reason);
        words = words.empty() ? std::move(one) : text("%1 %2", std::move(words), std::move(one));
    }
    return kept.size() <= kNamed
        ? words
        : text(QT_TRANSLATE_NOOP("core", "%1 And %2 more."), std::move(words), kept.size() - kNamed);
}

} // namespace

std::uint64_t bytesOverLimit(const RetentionPlan& plan, const RetentionPolicy& policy)
{
    return policy.maximumBytes && plan.keptBytes > *policy.maximumBytes ? plan.keptBytes - *policy.maximumBytes : 0;
}

std::optional<Text> whyOverLimit(const RetentionPlan& plan, const RetentionPolicy& policy)
{
    const std::uint64_t over = bytesOverLimit(plan, policy);
    if (over == 0)
        return std::nullopt;
    return text(QT_TRANSLATE_NOOP("core", "What stays has %1, %2 more than the limit of %3, and none of it may go. %4"),
        formatBytes(plan.keptBytes), formatBytes(over), formatBytes(*policy.maximumBytes), keptInWords(plan));
}

RetentionPlan planRetention(const std::vector<Backup>& backups, const RetentionPolicy& policy,
    const std::set<std::string>& inUse, TimePoint now)
{
    Judge judge(backups, policy, now);
    judge.protect(inUse);
    judge.applyRules();
    judge.applySizeCap();
    return judge.plan();
}

} // namespace qbm::backup
