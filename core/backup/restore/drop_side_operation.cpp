// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/operation_checks.h"
#include "core/backup/restore/database_exchange.h"
#include "core/backup/restore/live_database.h"
#include "core/backup/restore/replication.h"
#include "core/backup/restore/replication_plan.h"
#include "core/backup/restore/restore_operation.h"
#include "core/backup/restore/side_database.h"
#include "core/base/unit.h"
#include "core/postgres/shared_names.h"

#include <algorithm>

namespace qbm::backup {

namespace {

using operation::Check;
using operation::Plan;
using operation::Step;
using operation::StepContext;
using operation::Values;
using operation::Verdict;

constexpr const char* kOid = "oid";
constexpr const char* kDropSlots = "dropSlots";

class DropSideOperation final : public operation::Operation {
public:
    DropSideOperation(BackupEnvironment environment, std::string database, DropSideOptions options)
        : m_environment(std::move(environment))
        , m_database(std::move(database))
        , m_options(options)
    {
    }

    std::string kind() const override { return kDropSideKind; }
    Values parameters() const override
    {
        return {{"target", m_environment.target}, {"database", m_database},
            {kDropSlots, m_options.dropSlots ? "true" : "false"}};
    }
    OnStop onStop() const override { return OnStop::Leave; }
    bool reversible() const override { return false; }

    Result<Plan> plan(TaskContext& context) override
    {
        QBM_TRY(side, fetchSide(context));
        Plan plan;
        plan.title = text(QT_TRANSLATE_NOOP("core", "Drop the database %1"), side.name);
        plan.consequence = side.role == SideRole::Before
            ? text(QT_TRANSLATE_NOOP(
                       "core", "The data that %1 held before %2 is gone for good; the live database is not touched."),
                m_environment.database, formatRfc3339(side.stamp))
            : text(QT_TRANSLATE_NOOP(
                "core", "What a restore or a drill left behind is removed; the live database is not touched."));
        plan.target = side.name;
        plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "database %1"), side.name),
            text(QT_TRANSLATE_NOOP("core", "is dropped (%1); sessions in it that are ended: %2"), formatBytes(side.sizeBytes),
                side.sessions)});
        QBM_CHECK(addReplicationLines(plan, context));
        plan.stopLeaves = text(QT_TRANSLATE_NOOP("core", "It is dropped, or it is there as before."));
        plan.undo = text(QT_TRANSLATE_NOOP("core", "Nothing brings it back."));
        plan.destructive = true;
        return plan;
    }

    Result<std::vector<Check>> check(TaskContext& context) override
    {
        std::vector<Check> checks;
        auto live = checkServer(m_environment,
            text(QT_TRANSLATE_NOOP("core",
                "The server has no database of this name: what is dropped may be the last of its data.")),
            checks, context);
        if (!live)
            return checks;
        checks.push_back(checkUnused());
        checks.push_back(checkOwner(live->client, context));
        checkDroppable(live->client, m_database, m_options.dropSlots, checks, context);
        return checks;
    }

    std::vector<Step> steps() override
    {
        Step drop;
        drop.id = "drop";
        drop.title = text(QT_TRANSLATE_NOOP("core", "Drop %1"), m_database);
        drop.run = [this](StepContext& step) { return runDrop(step); };
        drop.verify = [this](StepContext& step) { return verifyDropped(step); };
        return {std::move(drop)};
    }

private:
    Result<postgres::Client> connect(AccessMode access, TaskContext& context) const
    {
        QBM_TRY(settings, m_environment.connection(access, context));
        return connectToMaintenance(std::move(settings), context);
    }

    Result<SideDatabase> fetchSide(TaskContext& context) const
    {
        QBM_TRY(client, connect(AccessMode::ReadOnly, context));
        QBM_TRY(sides, fetchSideDatabases(client, m_environment.database, context));
        const auto found = std::ranges::find(sides, m_database, &SideDatabase::name);
        if (found == sides.end())
            return fail(ErrorKind::NotFound,
                text(QT_TRANSLATE_NOOP("core", "There is no database %1 beside %2."), m_database,
                    m_environment.database));
        return *found;
    }

    Result<> addReplicationLines(Plan& plan, TaskContext& context) const
    {
        QBM_TRY(client, connect(AccessMode::ReadOnly, context));
        QBM_TRY(slots, fetchLogicalSlots(client, m_database, context));
        for (const LogicalSlot& slot : slots)
            plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "logical slot %1"), slot.name),
                text(QT_TRANSLATE_NOOP("core", "is dropped with the database; its consumer cannot go on"))});
        QBM_TRY(subscriptions, fetchSubscriptions(client, m_database, context));
        for (const Subscription& subscription : subscriptions)
            plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "subscription %1"), subscription.name),
                subscription.slot.empty()
                    ? text(QT_TRANSLATE_NOOP("core", "is dropped with the database"))
                    : text(QT_TRANSLATE_NOOP("core",
                               "is cut from its slot %1 and dropped with the database; the slot stays on the publisher "
                               "(%2), which keeps its log until the slot is dropped there or used again"),
                        subscription.slot, subscription.publisher.empty() ? "?" : subscription.publisher)});
        return {};
    }

    Check checkUnused() const
    {
        Text question = text(QT_TRANSLATE_NOOP("core", "No unfinished operation needs %1"), m_database);
        if (!m_environment.databasesOfUnfinishedOperations)
            return {std::move(question), Verdict::Warning,
                text(QT_TRANSLATE_NOOP("core", "The operations of this system cannot be listed here."))};
        const auto used = m_environment.databasesOfUnfinishedOperations();
        if (!used)
            return failedCheck(std::move(question), used.error());
        if (std::ranges::find(*used, m_database) != used->end())
            return {std::move(question), Verdict::Fail,
                text(QT_TRANSLATE_NOOP(
                    "core", "An operation that was interrupted needs it: continue or undo that one."))};
        return {std::move(question), Verdict::Pass, text(QT_TRANSLATE_NOOP("core", "none names it"))};
    }

    Check checkOwner(postgres::Client& client, TaskContext& context) const
    {
        Text question = text(QT_TRANSLATE_NOOP("core", "%1 may drop %2"), client.settings().user, m_database);
        auto answer
            = client.query("SELECT pg_has_role(datdba, 'USAGE') OR (SELECT rolsuper FROM pg_roles WHERE rolname "
                           "= current_user) FROM pg_database WHERE "
                    + postgres::isNamed("datname"),
                {postgres::nameBytes(m_database)}, context);
        if (!answer)
            return failedCheck(std::move(question), answer.error());
        if (answer->rows.empty() || answer->rows[0][0] != "t")
            return {std::move(question), Verdict::Fail,
                text(QT_TRANSLATE_NOOP("core", "Only its owner or a superuser can; connect as one of them."))};
        return {
            std::move(question), Verdict::Pass, text(QT_TRANSLATE_NOOP("core", "owner of the database, or superuser"))};
    }

    Result<> runDrop(StepContext& step) const
    {
        TaskContext& task = step.task();
        QBM_TRY(client, connect(AccessMode::ReadWrite, task));
        QBM_CHECK(lockSideDatabases(client, task));
        QBM_TRY(oid, databaseOid(client, m_database, task));
        if (!oid)
            return {};
        const std::string number = std::to_string(*oid);
        const auto recorded = step.recall(kOid);
        if (recorded && *recorded != number)
            return fail(ErrorKind::Conflict,
                text(QT_TRANSLATE_NOOP("core", "%1 is another database by now; look at it before you drop it."),
                    m_database));
        QBM_CHECK(step.remember(kOid, number));
        if (!m_options.dropSlots)
            QBM_CHECK(requireNoSlots(client, task)); // one may have been made since the checks
        return dropDatabase(client, m_database, task);
    }

    Result<> requireNoSlots(postgres::Client& client, TaskContext& context) const
    {
        QBM_TRY(slots, fetchLogicalSlots(client, m_database, context));
        if (!slots.empty())
            return fail(ErrorKind::Conflict,
                text(QT_TRANSLATE_NOOP("core",
                         "The logical slot %1 would be dropped with %2: drop it yourself, or allow that "
                         "(the menu of kept databases, or --drop-slots)."),
                    slots.front().name, m_database));
        return {};
    }

    Result<> verifyDropped(StepContext& step) const
    {
        QBM_TRY(client, connect(AccessMode::ReadOnly, step.task()));
        QBM_TRY(oid, databaseOid(client, m_database, step.task()));
        if (oid)
            return fail(ErrorKind::Conflict, text(QT_TRANSLATE_NOOP("core", "%1 is still there."), m_database));
        return {};
    }

    BackupEnvironment m_environment;
    std::string m_database;
    DropSideOptions m_options;
};

Result<std::unique_ptr<operation::Operation>> make(
    BackupEnvironment environment, const std::string& database, DropSideOptions options)
{
    if (database == environment.database)
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "%1 is the live database; it is not dropped here."), database));
    // One that somebody named himself carries no mark of ours: it may be anybody's by now.
    if (!parseSideName(database, environment.database))
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core",
                     "%1 is not dropped here: only databases that restores of %2 set aside or left behind are, which "
                     "\"backup kept\" lists. One that you named yourself is dropped with SQL."),
                database, environment.database));
    return std::make_unique<DropSideOperation>(std::move(environment), database, options);
}

} // namespace

Result<std::unique_ptr<operation::Operation>> makeDropSideOperation(
    BackupEnvironment environment, const std::string& sideDatabase, TaskContext& context, DropSideOptions options)
{
    QBM_TRY(made, make(environment, sideDatabase, options));
    QBM_TRY(settings, environment.connection(AccessMode::ReadOnly, context));
    QBM_TRY(client, connectToMaintenance(std::move(settings), context));
    QBM_TRY(oid, databaseOid(client, sideDatabase, context));
    if (!oid)
        return fail(
            ErrorKind::NotFound, text(QT_TRANSLATE_NOOP("core", "There is no database %1 any more."), sideDatabase));
    return made;
}

Result<std::unique_ptr<operation::Operation>> remakeDropSideOperation(
    BackupEnvironment environment, const Values& parameters)
{
    QBM_CHECK(requireSameTarget(environment, parameters));
    const auto database = parameters.find("database");
    const auto slots = parameters.find(kDropSlots);
    return make(std::move(environment), database == parameters.end() ? std::string() : database->second,
        {slots != parameters.end() && slots->second == "true"});
}

std::vector<std::string> databasesNamedBy(const Values& parameters, const Values& values)
{
    std::vector<std::string> names;
    for (const Values* source : {&parameters, &values}) {
        for (const char* key : {"keptDatabase", "sideDatabase"}) {
            const auto found = source->find(key);
            if (found != source->end() && !found->second.empty())
                names.push_back(found->second);
        }
    }
    return names;
}

} // namespace qbm::backup
