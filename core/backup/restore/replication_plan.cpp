// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/replication_plan.h"

#include "core/backup/archive/table_of_contents.h"
#include "core/backup/operation_checks.h"
#include "core/backup/restore/database_exchange.h"
#include "core/backup/restore/holder_names.h"
#include "core/backup/restore/replication.h"
#include "core/postgres/shared_names.h"

#include <algorithm>

namespace qbm::backup {

namespace {

using operation::Check;
using operation::Plan;
using operation::Verdict;

Text slotChange(const RestoreRequest& request)
{
    if (request.options.way == RestoreWay::InPlace)
        return text(QT_TRANSLATE_NOOP(
            "core", "stays: its consumers see the restore as changes, every restored row as a new one"));
    return text(QT_TRANSLATE_NOOP("core",
        "stays with the database that is set aside and so never sees what is written from then on; its consumers must be "
        "set up anew on the live one, and until the slot is dropped the server keeps the log for it"));
}

/// The way on by hand is the same whatever the database is called.
Text subscriptionChange(const RestoreRequest& request, const Subscription& subscription)
{
    const std::string publisher = subscription.publisher.empty() ? "?" : subscription.publisher;
    const std::string slot = subscription.slot.empty() ? "-" : subscription.slot;
    if (request.options.way == RestoreWay::InPlace)
        return text(QT_TRANSLATE_NOOP("core",
                        "of %1, slot %2: is disabled and keeps its slot; ALTER SUBSCRIPTION .. ENABLE and .. REFRESH "
                        "PUBLICATION WITH (copy_data = false) go on where it stood, which the restored data may not "
                        "fit"),
            publisher, slot);
    return text(QT_TRANSLATE_NOOP("core",
                    "of %1, slot %2: is disabled, keeps its slot and stays with the database that is set aside. To go on "
                    "in the live one: there SET (slot_name = NONE), in the live one SET (slot_name = '%2'), ENABLE and "
                    "REFRESH PUBLICATION WITH (copy_data = false), which sends nothing again that was sent before; or "
                    "drop it and make it anew with copy_data"),
        publisher, slot);
}

void addLive(const RestoreRequest& request, const std::vector<LogicalSlot>& slots,
    const std::vector<std::string>& publications, const std::vector<Subscription>& subscriptions, Plan& plan)
{
    for (const LogicalSlot& slot : slots)
        plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "logical slot %1 (%2, %3)"), slot.name, slot.plugin,
                                  slot.active ? text(QT_TRANSLATE_NOOP("core", "being read"))
                                              : text(QT_TRANSLATE_NOOP("core", "nobody reads it"))),
            slotChange(request)});
    for (const std::string& publication : publications)
        plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "publication %1"), publication),
            request.options.way == RestoreWay::InPlace
                ? text(QT_TRANSLATE_NOOP("core", "is as in the backup afterwards, if it is in it; else it stays"))
                : text(QT_TRANSLATE_NOOP("core",
                    "stays with the database that is set aside; the live one has those of the backup afterwards, and "
                    "their subscribers need new slots"))});
    for (const Subscription& subscription : subscriptions)
        plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "subscription %1"), subscription.name),
            subscriptionChange(request, subscription)});
}

/// An archive that cannot be read here is the business of a check.
void addArchive(const RestoreRequest& request, const Backup& backup, const std::vector<Subscription>& present,
    Plan& plan, TaskContext& context)
{
    const auto items = readTableOfContents(backup, request.environment.settings.identity, context);
    if (!items)
        return;
    for (const ArchiveItem& item : *items) {
        const bool stays = request.options.way == RestoreWay::InPlace
            && std::ranges::find(present, item.name, &Subscription::name) != present.end();
        if (item.kind == "PUBLICATION")
            plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "publication %1 of the backup"), item.name),
                text(QT_TRANSLATE_NOOP("core", "comes back, without slots: those are of the server"))});
        else if (item.kind == "SUBSCRIPTION" && !stays)
            plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "subscription %1 of the backup"), item.name),
                text(QT_TRANSLATE_NOOP("core",
                    "comes back disabled and without a slot, so that nothing here can touch the slot of the original"))});
    }
}

/// What was set aside with a database takes its place again with it, as it is.
Result<> addKept(const RestoreRequest& request, postgres::Client& live, Plan& plan, TaskContext& context)
{
    QBM_TRY(slots, fetchLogicalSlots(live, request.keptDatabase, context));
    for (const LogicalSlot& slot : slots)
        plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "logical slot %1 of %2"), slot.name, request.keptDatabase),
            text(QT_TRANSLATE_NOOP("core", "is of the live database again; its consumers can go on"))});
    QBM_TRY(subscriptions, fetchSubscriptions(live, request.keptDatabase, context));
    for (const Subscription& subscription : subscriptions)
        plan.lines.push_back(
            {text(QT_TRANSLATE_NOOP("core", "subscription %1 of %2"), subscription.name, request.keptDatabase),
                subscription.enabled
                    ? text(QT_TRANSLATE_NOOP("core", "is of the live database again"))
                    : text(QT_TRANSLATE_NOOP("core",
                               "is of the live database again and stays disabled: ALTER SUBSCRIPTION .. ENABLE goes on "
                               "where it stood (slot %1)"),
                          subscription.slot.empty() ? "-" : subscription.slot)});
    return {};
}

Check checkPrepared(postgres::Client& live, TaskContext& context)
{
    Text question
        = text(QT_TRANSLATE_NOOP("core", "No prepared transaction holds %1"), live.settings().database);
    if (const auto none = requireNoPreparedTransactions(live, live.settings().database, context); !none)
        return failedCheck(std::move(question), none.error());
    return {std::move(question), Verdict::Pass, text(QT_TRANSLATE_NOOP("core", "there is none"))};
}

/// Whether its pod is one of those that are stopped.
bool endsWithApplication(const RestoreRequest& request, const postgres::Session& session, TaskContext& context)
{
    if (!request.stopsApplication() || !request.environment.workload)
        return false;
    const std::string pod
        = request.environment.workload->findPodByAddress(session.clientAddress, context).value_or("");
    return std::ranges::any_of(request.environment.deployments,
        [&](const std::string& deployment) { return pod.starts_with(deployment + "-"); });
}

/// Sessions that will still be there when the application is gone: the wait for them would fail while it is down.
Result<std::string> stayingHolders(
    const RestoreRequest& request, postgres::Client& live, TaskContext& context)
{
    QBM_TRY(sessions, postgres::fetchOtherSessions(live, context));
    HolderNames describe(request.environment.workload.get(), context);
    std::string holders;
    for (const postgres::Session& session : sessions) {
        const bool consumer = session.backendType == "walsender" && !endsWithApplication(request, session, context);
        const bool worker = !session.ofClient() && session.backendType != "parallel worker"
            && !session.backendType.starts_with("logical replication"); // ends with its subscription, which is stopped
        if ((consumer || worker) && request.holdsDatabase(session))
            holders += (holders.empty() ? "" : "; ") + describe(session).english();
    }
    return holders;
}

Check checkConsumers(const RestoreRequest& request, postgres::Client& live, TaskContext& context)
{
    Text question = text(
        QT_TRANSLATE_NOOP("core", "No consumer of changes and no worker of the server stays in %1"),
        live.settings().database);
    const auto holders = stayingHolders(request, live, context);
    if (!holders)
        return failedCheck(std::move(question), holders.error());
    if (holders->empty())
        return {std::move(question), Verdict::Pass, text(QT_TRANSLATE_NOOP("core", "none is connected"))};
    return {std::move(question), request.options.endSessions ? Verdict::Warning : Verdict::Fail,
        request.options.endSessions
            ? text(QT_TRANSLATE_NOOP("core", "%1. They are ended before the data is replaced."), *holders)
            : text(QT_TRANSLATE_NOOP("core",
                       "%1. They do not end with the application; stop them, or have sessions ended (--end-sessions)."),
                *holders)};
}

void checkSubscriptions(const RestoreRequest&, postgres::Client& live, std::vector<Check>& checks, TaskContext& context)
{
    Text question = text(
        QT_TRANSLATE_NOOP("core", "%1 may stop the subscriptions of %2"), live.settings().user, live.settings().database);
    const auto answer = live.query("SELECT s.subname, " + postgres::sharedName("pg_get_userbyid(s.subowner)")
            + ", pg_has_role(s.subowner, 'USAGE') FROM pg_subscription s "
              "JOIN pg_database d ON d.oid = s.subdbid "
              "WHERE d.datname = current_database() AND s.subenabled ORDER BY 1",
        context);
    if (!answer) {
        checks.push_back(failedCheck(std::move(question), answer.error()));
        return;
    }
    for (const postgres::Row& row : answer->rows) {
        const bool may = row[2] == "t";
        checks.push_back({question, may ? Verdict::Pass : Verdict::Fail,
            may ? text(QT_TRANSLATE_NOOP("core", "%1 is disabled before the data is replaced"), *row[0])
                : text(QT_TRANSLATE_NOOP("core", "%1 belongs to %2: connect as that role or disable it first."),
                    *row[0], postgres::sharedNameOf(row[1]))});
    }
}

Check checkSlots(postgres::Client& maintenance, const std::string& database, bool dropSlots, TaskContext& context)
{
    Text question = text(QT_TRANSLATE_NOOP("core", "No logical slot goes with %1"), database);
    const auto slots = fetchLogicalSlots(maintenance, database, context);
    if (!slots)
        return failedCheck(std::move(question), slots.error());
    std::vector<std::string> names, read;
    for (const LogicalSlot& slot : *slots)
        (slot.active ? read : names).push_back(slot.name);
    if (!read.empty())
        return {std::move(question), Verdict::Fail,
            text(QT_TRANSLATE_NOOP(
                     "core", "%1 is being read: the database cannot be dropped. Stop the consumer first."),
                listed(read))};
    if (names.empty())
        return {std::move(question), Verdict::Pass, text(QT_TRANSLATE_NOOP("core", "it has none"))};
    if (dropSlots)
        return {std::move(question), Verdict::Warning,
            text(QT_TRANSLATE_NOOP("core", "%1 is dropped with it, as was asked for"), listed(names))};
    return {std::move(question), Verdict::Fail,
        text(QT_TRANSLATE_NOOP("core",
                 "The server would drop %1 with it, and its consumer could not go on: drop the slot yourself "
                 "(pg_drop_replication_slot), or allow that (the menu of kept databases, or --drop-slots)."),
            listed(names))};
}

} // namespace

Result<> addReplicationLines(const RestoreRequest& request, postgres::Client& live, const Backup* backup,
    operation::Plan& plan, TaskContext& context)
{
    const std::string& database = live.settings().database;
    QBM_TRY(slots, fetchLogicalSlots(live, database, context));
    QBM_TRY(publications, fetchPublications(live, context));
    QBM_TRY(subscriptions, fetchSubscriptions(live, database, context));
    addLive(request, slots, publications, subscriptions, plan);
    if (request.swapsBack())
        QBM_CHECK(addKept(request, live, plan, context));
    if (backup)
        addArchive(request, *backup, subscriptions, plan, context);
    return {};
}

void checkHolders(const RestoreRequest& request, postgres::Client& live, std::vector<operation::Check>& checks,
    TaskContext& context)
{
    checks.push_back(checkPrepared(live, context));
    checks.push_back(checkConsumers(request, live, context));
    checkSubscriptions(request, live, checks, context);
}

void checkDroppable(postgres::Client& maintenance, const std::string& database, bool dropSlots,
    std::vector<operation::Check>& checks, TaskContext& context)
{
    Text question = text(QT_TRANSLATE_NOOP("core", "No prepared transaction holds %1"), database);
    if (const auto none = requireNoPreparedTransactions(maintenance, database, context); !none)
        checks.push_back(failedCheck(std::move(question), none.error()));
    checks.push_back(checkSlots(maintenance, database, dropSlots, context));
}

} // namespace qbm::backup
