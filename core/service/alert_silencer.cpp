// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/alert_silencer.h"

#include "core/base/unit.h"

#include <algorithm>
#include <ranges>

namespace qbm::service {

namespace {

using backup::SilencedAlert;
using backup::SilencedAlerts;
using prometheus::Alert;
using prometheus::Labels;
using prometheus::Matcher;
using prometheus::Series;
using prometheus::Silence;
using prometheus::TimeRange;

constexpr std::string_view kExpired = "expired";
/// Alertmanager begins a silence from the past now; one from its future would keep nothing quiet until then.
constexpr std::chrono::minutes kClockDifference{10};

std::string quoted(std::string_view value)
{
    std::string out = "\"";
    for (const char c : value) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c == '\n' ? std::string("\\n") : std::string(1, c);
    }
    return out + "\"";
}

/// As PromQL and Alertmanager write it: both take a missing label for an empty one and anchor an expression at both
/// ends.
std::string formatMatchers(const std::vector<Matcher>& matchers)
{
    std::string out;
    for (const Matcher& matcher : matchers) {
        out += out.empty() ? "" : ",";
        out += matcher.label + (matcher.isEqual ? "=" : "!");
        out += matcher.isRegex ? "~" : matcher.isEqual ? "" : "=";
        out += quoted(matcher.value);
    }
    return out;
}

/// When silences of that comment were open, by Alertmanager's clock, until now.
struct Silences {
    std::vector<std::string> ids;
    std::vector<TimeRange> periods;

    bool keepsQuiet(const Alert& alert) const { return std::ranges::find_first_of(ids, alert.silencedBy) != ids.end(); }
    std::chrono::milliseconds length() const
    {
        std::chrono::milliseconds sum{0};
        for (const TimeRange& period : periods)
            sum += std::chrono::duration_cast<std::chrono::milliseconds>(period.to - period.from);
        return sum;
    }
};

/// An alert as Prometheus saw it during the silence.
struct SeenAlert {
    Labels labels; ///< those of the alert alone
    TimePoint first, last;

    /// Alertmanager's alert may have labels more: those that Prometheus adds to all it sends.
    bool is(const Alert& alert) const
    {
        return std::ranges::all_of(labels,
            [&](const auto& label) { return prometheus::labelValue(alert.labels, label.first) == label.second; });
    }
};

void note(const Series& series, std::vector<SeenAlert>& seen)
{
    if (series.times.empty())
        return;
    Labels labels = series.labels;
    std::erase_if(labels, [](const auto& label) { return label.first == "__name__" || label.first == "alertstate"; });
    const TimePoint first = prometheus::fromUnixSeconds(series.times.front());
    const TimePoint last = prometheus::fromUnixSeconds(series.times.back());
    const auto known = std::ranges::find(seen, labels, &SeenAlert::labels);
    if (known == seen.end())
        seen.push_back({std::move(labels), first, last});
    else
        known->last = last;
}

SilencedAlert describe(const Alert& alert)
{
    return {std::string(alert.alertName()), std::string(alert.severity()),
        std::string(prometheus::labelValue(alert.annotations, "summary")), alert.startsAt, std::nullopt};
}

SilencedAlert describe(const SeenAlert& alert)
{
    Labels others = alert.labels;
    std::erase_if(others, [](const auto& label) { return label.first == "alertname" || label.first == "severity"; });
    return {std::string(prometheus::labelValue(alert.labels, "alertname")),
        std::string(prometheus::labelValue(alert.labels, "severity")), prometheus::formatLabels(others), alert.first,
        alert.last};
}

class MatchingAlertsSilencer final : public backup::AlertSilencer {
public:
    MatchingAlertsSilencer(std::shared_ptr<const prometheus::AlertmanagerClient> alertmanager,
        std::shared_ptr<const prometheus::Client> prometheus, std::vector<Matcher> matchers, std::string actor)
        : m_alertmanager(std::move(alertmanager))
        , m_prometheus(std::move(prometheus))
        , m_matchers(std::move(matchers))
        , m_actor(std::move(actor))
    {
    }

    std::string scope() const override { return formatMatchers(m_matchers); }

    Result<std::string> open(const std::string& comment, std::chrono::minutes longest, TaskContext& context) override
    {
        const TimePoint now = systemClock().now();
        Silence silence;
        silence.matchers = m_matchers;
        silence.startsAt = now - kClockDifference;
        silence.endsAt = now + longest;
        silence.createdBy = m_actor;
        silence.comment = comment;
        return m_alertmanager->writeSilence(silence, context);
    }

    Result<std::string> find(const std::string& comment, TaskContext& context) override
    {
        QBM_TRY(silences, m_alertmanager->fetchSilences(context));
        const auto found = std::ranges::find_if(
            silences, [&](const Silence& silence) { return silence.comment == comment && silence.state != kExpired; });
        return found == silences.end() ? std::string() : found->id;
    }

    Result<> close(const std::string& id, TaskContext& context) override
    {
        // Alertmanager answers an error about a silence that has ended.
        QBM_TRY(silences, m_alertmanager->fetchSilences(context));
        const auto found = std::ranges::find(silences, id, &Silence::id);
        if (found == silences.end() || found->state == kExpired)
            return {};
        return m_alertmanager->expireSilence(id, context);
    }

    /// When the silences were open is asked of Alertmanager, which knows it also for a program that was killed
    /// meanwhile.
    Result<SilencedAlerts> fetchSilenced(const std::string& comment, TaskContext& context) override
    {
        QBM_TRY(silences, fetchSilencesOf(comment, context));
        QBM_TRY(alerts, m_alertmanager->fetchAlerts(context));
        std::erase_if(alerts, [&](const Alert& alert) { return !silences.keepsQuiet(alert); });
        SilencedAlerts silenced;
        std::ranges::transform(alerts, std::back_inserter(silenced.alerts), [](const Alert& a) { return describe(a); });
        if (!m_prometheus) {
            silenced.source = text(QT_TRANSLATE_NOOP("core",
                "Read from Alertmanager at the end; what was over by then is not known, as the profile names no "
                "Prometheus"));
            return silenced;
        }
        auto seen = fetchSeen(silences.periods, context);
        if (!seen) {
            QBM_CHECK(context.checkpoint());
            silenced.source = text(
                QT_TRANSLATE_NOOP("core", "Read from Alertmanager at the end; what was over by then is not known: %1"),
                seen.error().message);
            return silenced;
        }
        for (const SeenAlert& alert : *seen) {
            if (std::ranges::none_of(alerts, [&](const Alert& present) { return alert.is(present); }))
                silenced.alerts.push_back(describe(alert));
        }
        silenced.source
            = text(QT_TRANSLATE_NOOP("core", "Read from Alertmanager and, for the %1 of the silence, from Prometheus"),
                durationText(silences.length()));
        return silenced;
    }

private:
    Result<Silences> fetchSilencesOf(const std::string& comment, TaskContext& context) const
    {
        QBM_TRY(all, m_alertmanager->fetchSilences(context));
        const TimePoint now = systemClock().now();
        Silences silences;
        for (const Silence& silence : all) {
            if (silence.comment != comment)
                continue;
            silences.ids.push_back(silence.id);
            silences.periods.push_back(
                {silence.startsAt, silence.state == kExpired ? silence.endsAt : std::max(now, silence.startsAt)});
        }
        if (silences.ids.empty())
            return fail(ErrorKind::NotFound,
                text(QT_TRANSLATE_NOOP("core", "Alertmanager knows of no silence \"%1\"."), comment));
        std::ranges::sort(silences.periods, {}, &TimeRange::from);
        return silences;
    }

    /// Every sample is asked for, not one a step: an alert of a single evaluation would fall between two steps.
    Result<std::vector<SeenAlert>> fetchSeen(const std::vector<TimeRange>& periods, TaskContext& context) const
    {
        std::vector<SeenAlert> seen;
        for (const TimeRange& period : periods) {
            const auto length = std::chrono::ceil<std::chrono::seconds>(period.to - period.from);
            if (length.count() <= 0)
                continue;
            QBM_TRY(answer,
                m_prometheus->query("ALERTS{alertstate=\"firing\"," + formatMatchers(m_matchers) + "}["
                        + std::to_string(length.count()) + "s]",
                    period.to, context));
            for (const Series& series : answer.series)
                note(series, seen);
        }
        return seen;
    }

    std::shared_ptr<const prometheus::AlertmanagerClient> m_alertmanager;
    std::shared_ptr<const prometheus::Client> m_prometheus;
    std::vector<Matcher> m_matchers;
    std::string m_actor;
};

} // namespace

std::shared_ptr<backup::AlertSilencer> makeAlertSilencer(
    std::shared_ptr<const prometheus::AlertmanagerClient> alertmanager,
    std::shared_ptr<const prometheus::Client> prometheus, std::vector<prometheus::Matcher> matchers, std::string actor)
{
    return std::make_shared<MatchingAlertsSilencer>(
        std::move(alertmanager), std::move(prometheus), std::move(matchers), std::move(actor));
}

} // namespace qbm::service
