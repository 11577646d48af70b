// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/alert_silencer.h"

#include <algorithm>

namespace qbm::service {

namespace {

using backup::SilencedAlert;
using prometheus::Alert;
using prometheus::Silence;

constexpr const char* kLabel = "namespace";
constexpr std::string_view kExpired = "expired";
/// Alertmanager begins a silence from the past now; one from its future would keep nothing quiet until then.
constexpr std::chrono::minutes kClockDifference{10};

class NamespaceSilencer final : public backup::AlertSilencer {
public:
    NamespaceSilencer(
        std::shared_ptr<const prometheus::AlertmanagerClient> alertmanager, std::string nameSpace, std::string actor)
        : m_alertmanager(std::move(alertmanager))
        , m_nameSpace(std::move(nameSpace))
        , m_actor(std::move(actor))
    {
    }

    std::string scope() const override { return std::string(kLabel) + "=\"" + m_nameSpace + "\""; }

    Result<std::string> open(const std::string& comment, std::chrono::minutes longest, TaskContext& context) override
    {
        const TimePoint now = systemClock().now();
        Silence silence;
        silence.matchers = {{kLabel, m_nameSpace, false, true}};
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

    Result<std::vector<SilencedAlert>> fetchSilenced(const std::string& id, TaskContext& context) override
    {
        QBM_TRY(alerts, m_alertmanager->fetchAlerts(context));
        std::vector<SilencedAlert> silenced;
        for (const Alert& alert : alerts) {
            if (std::ranges::find(alert.silencedBy, id) == alert.silencedBy.end())
                continue;
            silenced.push_back({std::string(alert.alertName()), std::string(alert.severity()),
                std::string(prometheus::labelValue(alert.annotations, "summary")), alert.startsAt});
        }
        return silenced;
    }

private:
    std::shared_ptr<const prometheus::AlertmanagerClient> m_alertmanager;
    std::string m_nameSpace;
    std::string m_actor;
};

} // namespace

std::shared_ptr<backup::AlertSilencer> makeAlertSilencer(
    std::shared_ptr<const prometheus::AlertmanagerClient> alertmanager, std::string nameSpace, std::string actor)
{
    return std::make_shared<NamespaceSilencer>(std::move(alertmanager), std::move(nameSpace), std::move(actor));
}

} // namespace qbm::service
