// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/database_exchange.h"
#include "core/backup/restore/holder_names.h"
#include "core/backup/restore/replication.h"
#include "core/backup/restore/restore_application_steps.h"
#include "core/backup/restore/restore_values.h"
#include "core/backup/restore/side_database.h"
#include "core/backup/restore/way_back.h"
#include "core/postgres/shared_names.h"

#include <algorithm>

/// quietStep(): nobody uses the live database, nothing applies changes to it, and nobody comes in again.
namespace qbm::backup {

namespace {

using namespace journal;
using operation::Step;
using operation::StepContext;
using Self = const RestoreRequest&;

/// The database that was live when the operation began, whatever it is called now; nullopt: it is gone.
Result<std::optional<std::string>> formerlyLive(Self self, StepContext& step, postgres::Client& client)
{
    if (const auto oid = recallNumber(step, kLiveOid))
        return databaseName(client, *oid, step.task());
    return std::optional(self.environment.database);
}

/// From where the live database's sessions are seen: from outside where it is exchanged, since it may let nobody in
/// then; restoring in place needs no right to be anywhere else.
Result<postgres::Client> connectAround(Self self, TaskContext& task)
{
    return self.options.way == RestoreWay::Side ? connectBeside(self, AccessMode::ReadWrite, task)
                                                : connectLive(self, AccessMode::ReadWrite, task);
}

Result<postgres::Client> connectTo(Self self, const std::string& database, TaskContext& task)
{
    QBM_TRY(settings, self.environment.connection(AccessMode::ReadWrite, task));
    settings.database = database;
    return postgres::Client::connect(std::move(settings), task);
}

/// A worker that is ended comes back at once; a disabled subscription has none. The one of a database that is set aside
/// must not go on taking the publisher's changes either, which the live one would then never see.
Result<> stopSubscriptions(Self self, StepContext& step, postgres::Client& server)
{
    if (isSet(step, kBegun))
        return {}; // what is live may be the restored database, whose own are disabled
    QBM_TRY(present, fetchSubscriptions(server, self.environment.database, step.task()));
    std::erase_if(present, [](const Subscription& subscription) { return !subscription.enabled; });
    if (present.empty())
        return {};
    QBM_TRY(names, disabledSubscriptions(step));
    for (const Subscription& subscription : present) {
        if (std::ranges::find(names, subscription.name) == names.end())
            names.push_back(subscription.name);
    }
    QBM_CHECK(step.remember(kSubscriptions, formatNames(names)));
    QBM_TRY(live, connectTo(self, self.environment.database, step.task()));
    QBM_CHECK(disableSubscriptions(live, names, step.task()));
    for (const std::string& name : names)
        step.say(text(QT_TRANSLATE_NOOP("core", "The subscription %1 is disabled"), name));
    return {};
}

/// Tables that a restore in place made anew are others to the subscription. The publisher is asked, so it may fail.
void refresh(postgres::Client& client, const std::string& name, StepContext& step)
{
    const auto refreshed = client.exec(
        "ALTER SUBSCRIPTION " + postgres::quoteIdentifier(name) + " REFRESH PUBLICATION WITH (copy_data = false)",
        step.task());
    if (!refreshed)
        step.say(text(QT_TRANSLATE_NOOP("core",
                          "The subscription %1 does not know the tables again: run ALTER SUBSCRIPTION .. REFRESH "
                          "PUBLICATION WITH (copy_data = false) (%2)"),
            name, refreshed.error().message));
}

Result<> startSubscriptions(Self self, StepContext& step, postgres::Client& server)
{
    QBM_TRY(names, disabledSubscriptions(step));
    if (names.empty() || isSet(step, kBegun)) // not into data that may be taken back yet, nor into what is set aside
        return {};
    QBM_TRY(database, formerlyLive(self, step, server));
    if (database) {
        QBM_TRY(client, connectTo(self, *database, step.task()));
        QBM_CHECK(enableSubscriptions(client, names, step.task()));
        for (const std::string& name : names) {
            step.say(text(QT_TRANSLATE_NOOP("core", "The subscription %1 is enabled again"), name));
            if (self.options.way == RestoreWay::InPlace)
                refresh(client, name, step);
        }
    }
    return step.remember(kSubscriptions, "");
}

/// Poolers connect again in the moment they are thrown out. A database that is exchanged lets nobody in at all; one
/// that is restored in place must let us in, so only superusers come in there.
Result<> barDoor(Self self, StepContext& step, postgres::Client& client)
{
    const std::string& database = self.environment.database;
    if (self.options.way == RestoreWay::Side) {
        QBM_CHECK(step.remember(kDoor, kYes));
        return letNobodyIn(client, database, step.task());
    }
    QBM_TRY(answer,
        client.query("SELECT d.datconnlimit, r.rolsuper FROM pg_database d, pg_roles r "
                     "WHERE r.rolname = current_user AND "
                + postgres::isNamed("d.datname"),
            {postgres::nameBytes(database)}, step.task()));
    if (answer.rows.empty() || answer.rows[0][1] != "t") {
        step.say(text(QT_TRANSLATE_NOOP("core",
                          "Who connects again cannot be kept out of %1: only a superuser could still come in himself"),
            database));
        return {};
    }
    if (step.recall(kDoor).value_or("").empty())
        QBM_CHECK(step.remember(kDoor, answer.rows[0][0].value_or("-1")));
    QBM_CHECK(
        client.exec("ALTER DATABASE " + postgres::quoteIdentifier(database) + " CONNECTION LIMIT 0", step.task()));
    return {};
}

Result<> openAgain(Self self, StepContext& step)
{
    QBM_CHECK(openDoor(self, step));
    QBM_TRY(client, connectAround(self, step.task()));
    return startSubscriptions(self, step, client);
}

} // namespace

Result<std::vector<std::string>> disabledSubscriptions(const StepContext& step)
{
    return parseNames(step.recall(kSubscriptions).value_or(""));
}

Result<> openDoor(Self self, StepContext& step)
{
    const std::string door = step.recall(kDoor).value_or("");
    if (door.empty() && !(self.options.way == RestoreWay::Side && isSet(step, kBegun)))
        return {};
    QBM_TRY(client, connectAround(self, step.task()));
    if (self.options.way == RestoreWay::Side) {
        std::vector<std::int64_t> oids;
        for (const char* key : {kLiveOid, kSideOid}) {
            if (const auto oid = recallNumber(step, key))
                oids.push_back(*oid);
        }
        QBM_CHECK(letThemIn(client, oids, step.task()));
    } else if (const auto limit = recallNumber(step, kDoor)) {
        QBM_CHECK(client.exec("ALTER DATABASE " + postgres::quoteIdentifier(self.environment.database)
                + " CONNECTION LIMIT " + std::to_string(*limit),
            step.task()));
    }
    return step.remember(kDoor, "");
}

Result<> waitUntilQuiet(Self self, StepContext& step)
{
    QBM_TRY(client, connectAround(self, step.task()));
    const std::string& database = self.environment.database;
    QBM_CHECK(requireNoPreparedTransactions(client, database, step.task()));
    QBM_CHECK(stopSubscriptions(self, step, client));
    const auto holds = [&self](const postgres::Session& session) { return self.holdsDatabase(session); };
    HolderNames describe(self.environment.workload.get(), step.task());
    const auto timeout = self.environment.timeouts.sessionsGone;
    if (!self.options.endSessions)
        return waitForSessions(client, database, holds, timeout, step.task(), std::ref(describe));
    QBM_CHECK(barDoor(self, step, client));
    QBM_TRY(ended, clearSessions(client, database, holds, timeout, step.task(), std::ref(describe)));
    for (const Text& session : ended)
        step.say(text(QT_TRANSLATE_NOOP("core", "Ended %1"), session));
    return {};
}

Step quietStep(Self self)
{
    Step made{"quiet", text(QT_TRANSLATE_NOOP("core", "Wait until nobody uses the database")),
        untilRestored([&self](StepContext& step) { return waitUntilQuiet(self, step); }), {},
        withPatience(self.environment.timeouts.takeBack, [&self](StepContext& step) { return openAgain(self, step); }),
        true};
    made.undoRegardless = true;
    return made;
}

} // namespace qbm::backup
