// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/holder_names.h"

#include "core/backup/restore/database_exchange.h"

namespace qbm::backup {

const std::string& HolderNames::podAt(const std::string& address)
{
    const auto [pod, isNew] = m_pods.try_emplace(address);
    if (isNew && m_workload)
        pod->second = m_workload->findPodByAddress(address, *m_context).value_or("");
    return pod->second;
}

Text HolderNames::operator()(const postgres::Session& session)
{
    const std::string& pod = podAt(session.clientAddress);
    if (pod.empty())
        return describeSession(session);
    return text(QT_TRANSLATE_NOOP("core", "%1 from %2, pod %3, as %4 (%5, process %6)"),
        session.applicationName.empty() ? std::string("?") : session.applicationName, session.clientAddress, pod,
        session.user, describeActivity(session), session.pid);
}

} // namespace qbm::backup
