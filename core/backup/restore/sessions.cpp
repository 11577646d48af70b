// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/sessions.h"

#include "core/backup/operation_checks.h"
#include "core/backup/restore/database_exchange.h"
#include "core/backup/restore/live_database.h"
#include "core/backup/restore/restore_request.h"
#include "core/base/json_text.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

namespace qbm::backup {

namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using operation::Check;
using operation::Plan;
using operation::Step;
using operation::StepContext;
using operation::Values;
using operation::Verdict;
using postgres::Session;

constexpr const char* kSessionsKey = "sessions";

// A process number may have been given to another session since; the start time has not.
constexpr const char* kEndSql = R"(
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE pid = $1::int AND (extract(epoch FROM backend_start) * 1000000)::bigint = $2::bigint AND datname = current_database())";

constexpr const char* kMayEndSql = R"(
SELECT me.rolsuper OR coalesce(NOT r.rolsuper
       AND (pg_has_role(r.oid, 'MEMBER') OR pg_has_role('pg_signal_backend', 'MEMBER')), false)
FROM pg_stat_activity LEFT JOIN pg_roles r ON r.oid = usesysid CROSS JOIN pg_roles me
WHERE pid = $1::int AND me.rolname = current_user)";

std::string startMicroseconds(const Session& session)
{
    const auto since = session.startedAt.value_or(TimePoint{}).time_since_epoch();
    return std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(since).count());
}

bool isSame(const Session& a, const Session& b)
{
    return a.pid == b.pid && startMicroseconds(a) == startMicroseconds(b);
}

std::string formatSessions(const std::vector<Session>& sessions)
{
    json list = json::array();
    for (const Session& session : sessions)
        list.push_back({{"pid", session.pid}, {"start", startMicroseconds(session)},
            {"application", session.applicationName}, {"address", session.clientAddress}, {"user", session.user},
            {"kind", session.backendType}, {"slot", session.slot}});
    return writeJson(list);
}

Result<std::vector<Session>> parseSessions(const std::string& written)
{
    try {
        std::vector<Session> sessions;
        for (const json& entry : json::parse(written)) {
            Session session;
            session.pid = entry.at("pid").get<int>();
            session.startedAt = TimePoint(std::chrono::microseconds(std::stoll(entry.at("start").get<std::string>())));
            session.applicationName = entry.at("application").get<std::string>();
            session.clientAddress = entry.at("address").get<std::string>();
            session.user = entry.at("user").get<std::string>();
            session.backendType = entry.value("kind", ""); // absent in journals of earlier versions
            session.slot = entry.value("slot", "");
            sessions.push_back(std::move(session));
        }
        return sessions;
    } catch (const std::exception& exception) {
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "The journal's list of sessions cannot be read.")), exception.what());
    }
}

class EndSessions final : public operation::Operation {
public:
    EndSessions(BackupEnvironment environment, std::vector<Session> sessions)
        : m_environment(std::move(environment))
        , m_sessions(std::move(sessions))
    {
    }

    std::string kind() const override { return kEndSessionsKind; }
    Values parameters() const override
    {
        return {{"target", m_environment.target}, {kSessionsKey, formatSessions(m_sessions)}};
    }
    bool reversible() const override { return false; }
    OnStop onStop() const override { return OnStop::Leave; }

    Result<Plan> plan(TaskContext&) override
    {
        Plan plan;
        plan.title
            = text(QT_TRANSLATE_NOOP("core", "End sessions of %2: %1"), m_sessions.size(), m_environment.database);
        plan.consequence = text(QT_TRANSLATE_NOOP("core",
            "Their programs lose the connection at once; what they have not committed is rolled back. A program that "
            "connects again by itself is not kept away."));
        plan.target = m_environment.database;
        for (const Session& session : m_sessions)
            plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "session %1"), session.pid),
                text(QT_TRANSLATE_NOOP("core", "%1 is ended"), describeSession(session))});
        plan.stopLeaves = text(QT_TRANSLATE_NOOP("core", "Sessions that were ended stay ended; the others go on."));
        plan.undo = text(QT_TRANSLATE_NOOP("core", "Nothing brings a session back; its program has to connect again."));
        plan.destructive = true;
        return plan;
    }

    Result<std::vector<Check>> check(TaskContext& context) override
    {
        std::vector<Check> checks;
        auto client = checkConnection(m_environment, AccessMode::ReadWrite, checks, context);
        if (!client)
            return checks;
        QBM_TRY(left, fetchLeft(*client, context));
        checks.push_back({text(QT_TRANSLATE_NOOP("core", "They are the sessions that were listed")), Verdict::Pass,
            text(QT_TRANSLATE_NOOP("core", "%1 of %2 are still connected"), left.size(), m_sessions.size())});
        for (const Session& session : left)
            QBM_CHECK(checkMayEnd(*client, session, checks, context));
        return checks;
    }

    std::vector<Step> steps() override
    {
        Step end;
        end.id = "end";
        end.title = text(QT_TRANSLATE_NOOP("core", "End the sessions"));
        end.run = [this](StepContext& step) { return endAll(step); };
        end.verify = [this](StepContext& step) { return waitUntilGone(step.task()); };
        return {std::move(end)};
    }

private:
    Result<postgres::Client> connect(AccessMode access, TaskContext& context) const
    {
        QBM_TRY(settings, m_environment.connection(access, context));
        return postgres::Client::connect(std::move(settings), context);
    }

    /// Those of the list that are still connected.
    Result<std::vector<Session>> fetchLeft(postgres::Client& client, TaskContext& context) const
    {
        QBM_TRY(now, postgres::fetchOtherSessions(client, context));
        std::erase_if(now, [&](const Session& session) {
            return std::ranges::none_of(m_sessions, [&](const Session& listed) { return isSame(listed, session); });
        });
        return now;
    }

    static Result<> checkMayEnd(
        postgres::Client& client, const Session& session, std::vector<Check>& checks, TaskContext& context)
    {
        QBM_TRY(answer, client.query(kMayEndSql, {std::to_string(session.pid)}, context));
        if (answer.rows.empty())
            return {}; // gone meanwhile
        QBM_TRY(may, postgres::toBoolean(answer.rows[0][0]));
        const std::string& role = client.settings().user;
        checks.push_back(
            {text(QT_TRANSLATE_NOOP("core", "%1 may end the session %2 of %3"), role, session.pid,
                 session.user.empty() ? std::string("?") : session.user),
                may ? Verdict::Pass : Verdict::Fail,
                may ? text(QT_TRANSLATE_NOOP("core", "by its roles"))
                    : text(QT_TRANSLATE_NOOP("core",
                               "Only superusers and, unless %1 is one, members of %1 or of pg_signal_backend may."),
                        session.user.empty() ? std::string("?") : session.user)});
        return {};
    }

    Result<> endAll(StepContext& step) const
    {
        QBM_TRY(client, connect(AccessMode::ReadWrite, step.task()));
        for (const Session& session : m_sessions) {
            QBM_TRY(
                ended, client.exec(kEndSql, {std::to_string(session.pid), startMicroseconds(session)}, step.task()));
            if (ended.rows.empty())
                step.say(text(QT_TRANSLATE_NOOP("core", "Session %1 had ended by itself."), session.pid));
        }
        return {};
    }

    Result<> waitUntilGone(TaskContext& context) const
    {
        QBM_TRY(client, connect(AccessMode::ReadOnly, context));
        return waitForSessions(
            client, m_environment.database,
            [this](const Session& session) {
                return std::ranges::any_of(m_sessions, [&](const Session& listed) { return isSame(listed, session); });
            },
            m_environment.timeouts.sessionsGone, context);
    }

    BackupEnvironment m_environment;
    std::vector<Session> m_sessions;
};

} // namespace

Result<std::vector<DatabaseHolder>> fetchHolders(const BackupEnvironment& environment, TaskContext& context)
{
    QBM_TRY(live, connectLiveOrBeside(environment, AccessMode::ReadOnly, context));
    if (live.gone)
        return std::vector<DatabaseHolder>(); // nobody holds what is not there
    QBM_TRY(sessions, postgres::fetchOtherSessions(live.client, context));
    const RestoreRequest request{environment, {}, {}};
    std::map<std::string, std::string> podsByAddress;
    std::vector<DatabaseHolder> holders;
    for (Session& session : sessions) {
        const auto [pod, unknown] = podsByAddress.try_emplace(session.clientAddress);
        // Only a comfort: a cluster that does not answer must not hide who is connected.
        if (unknown && environment.workload)
            pod->second = environment.workload->findPodByAddress(session.clientAddress, context).value_or("");
        const bool holds = request.holdsDatabase(session);
        holders.push_back({std::move(session), holds, pod->second});
    }
    QBM_CHECK(context.checkpoint());
    return holders;
}

std::unique_ptr<operation::Operation> makeEndSessionsOperation(
    BackupEnvironment environment, std::vector<Session> sessions)
{
    return std::make_unique<EndSessions>(std::move(environment), std::move(sessions));
}

Result<std::unique_ptr<operation::Operation>> remakeEndSessionsOperation(
    BackupEnvironment environment, const Values& parameters)
{
    QBM_CHECK(requireSameTarget(environment, parameters));
    const auto found = parameters.find(kSessionsKey);
    QBM_TRY(sessions, parseSessions(found == parameters.end() ? std::string() : found->second));
    return makeEndSessionsOperation(std::move(environment), std::move(sessions));
}

} // namespace qbm::backup
