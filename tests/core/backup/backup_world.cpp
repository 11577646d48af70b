// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup_world.h"

#include "core/backup/restore/create_database.h"
#include "core/backup/restore/side_database.h"
#include "core/base/file.h"

#include <sstream>

namespace qbm::backup {

Result<> createDatabaseLike(
    postgres::Client& maintenance, const std::string& name, const std::string& like, TaskContext& context)
{
    QBM_TRY(wanted, fetchWantedEntry(maintenance, like, {}, {}, context));
    QBM_TRY(server, fetchTargetServer(maintenance, context));
    const PlannedEntry planned = planEntry(wanted, server);
    QBM_TRY(refused, createDatabase(maintenance, name, planned.entry, context));
    QBM_TRY(differences, completeDatabase(maintenance, name, planned.entry, context));
    refused.insert(refused.end(), differences.begin(), differences.end());
    return refused.empty() ? Result<>() : Result<>(fail(ErrorKind::BadData, refused.front()));
}

} // namespace qbm::backup

namespace qbm::test {

std::map<std::string, int> FileWorkload::counts() const
{
    std::map<std::string, int> counts;
    std::istringstream in(readFile(m_file).value_or(""));
    std::string deployment;
    for (int replicas = 0; in >> deployment >> replicas;)
        counts[deployment] = replicas;
    return counts;
}

void FileWorkload::setCounts(const std::map<std::string, int>& counts) const
{
    std::string content;
    for (const auto& [deployment, replicas] : counts)
        content += deployment + " " + std::to_string(replicas) + "\n";
    (void)writeFileDurably(m_file, content);
}

std::map<std::string, std::string> FileWorkload::interferers() const
{
    std::map<std::string, std::string> states;
    std::istringstream in(readFile(m_file.string() + ".interferers").value_or(""));
    for (std::string kind, name, state; in >> kind >> name >> state;)
        states[kind + " " + name] = state;
    return states;
}

void FileWorkload::setInterferers(const std::map<std::string, std::string>& states) const
{
    std::string content;
    for (const auto& [name, state] : states)
        content += name + " " + state + "\n";
    (void)writeFileDurably(m_file.string() + ".interferers", content);
}

Result<> FileWorkload::ask(const std::string& call, TaskContext& context) const
{
    QBM_CHECK(context.checkpoint());
    return before ? before(call) : Result<>();
}

Result<int> FileWorkload::fetchReplicas(const std::string& deployment, TaskContext& context)
{
    QBM_CHECK(ask("read " + deployment, context));
    const auto all = counts();
    const auto found = all.find(deployment);
    if (found == all.end())
        return fail(ErrorKind::NotFound, "There is no deployment " + deployment + ".");
    return found->second;
}

Result<> FileWorkload::checkMayScale(const std::string& deployment, TaskContext&)
{
    return deployment == denied ? Result<>(fail(ErrorKind::Denied, "tester may not scale " + deployment + "."))
                                : Result<>();
}

Result<> FileWorkload::scaleTo(const std::string& deployment, int replicas, TaskContext& context)
{
    QBM_CHECK(ask("scale " + deployment, context));
    auto all = counts();
    all[deployment] = replicas;
    setCounts(all);
    return {};
}

Result<> FileWorkload::waitForPods(
    const std::string& deployment, int replicas, std::chrono::milliseconds timeout, TaskContext& context)
{
    QBM_CHECK(ask("wait for " + deployment, context));
    QBM_TRY(now, fetchReplicas(deployment, context));
    if (now == replicas && (replicas > 0 || deployment != stuck))
        return {};
    QBM_CHECK(context.sleepFor(timeout));
    return fail(ErrorKind::Timeout, "The pods of " + deployment + " are still there.");
}

Result<std::vector<backup::Interferer>> FileWorkload::fetchInterferers(
    const std::vector<std::string>&, TaskContext& context)
{
    QBM_CHECK(ask("list interferers", context));
    std::vector<backup::Interferer> found;
    for (const auto& [key, state] : interferers()) {
        const std::size_t blank = key.find(' ');
        if (state != "paused")
            found.push_back({key.substr(0, blank), key.substr(blank + 1), Text("set to " + state), state});
    }
    return found;
}

Result<> FileWorkload::setInterferer(const backup::Interferer& interferer, const std::string& state) const
{
    auto states = interferers();
    states[interferer.kind + " " + interferer.name] = state;
    setInterferers(states);
    return {};
}

Result<> FileWorkload::pause(const backup::Interferer& interferer, TaskContext& context)
{
    QBM_CHECK(ask("pause " + interferer.name, context));
    return setInterferer(interferer, "paused");
}

Result<> FileWorkload::resume(const backup::Interferer& interferer, TaskContext& context)
{
    QBM_CHECK(ask("resume " + interferer.name, context));
    return setInterferer(interferer, interferer.state);
}

std::map<std::string, std::pair<std::string, std::string>> FileSilencer::silences() const
{
    std::map<std::string, std::pair<std::string, std::string>> silences;
    std::istringstream in(readFile(m_file).value_or(""));
    for (std::string id, state, comment; in >> id >> state && std::getline(in >> std::ws, comment);)
        silences[id] = {state, comment};
    return silences;
}

int FileSilencer::openSilences() const
{
    int open = 0;
    for (const auto& [id, silence] : silences())
        open += silence.first == "open" ? 1 : 0;
    return open;
}

void FileSilencer::write(const std::map<std::string, std::pair<std::string, std::string>>& silences) const
{
    std::string content;
    for (const auto& [id, silence] : silences)
        content += id + " " + silence.first + " " + silence.second + "\n";
    (void)writeFileDurably(m_file, content);
}

Result<> FileSilencer::reach() const
{
    return unreachable ? Result<>(fail(ErrorKind::Unreachable, "Alertmanager does not answer.")) : Result<>();
}

Result<std::string> FileSilencer::open(const std::string& comment, std::chrono::minutes, TaskContext& context)
{
    QBM_CHECK(context.checkpoint());
    QBM_CHECK(reach());
    auto all = silences();
    const std::string id = "silence-" + std::to_string(all.size() + 1);
    all[id] = {"open", comment};
    write(all);
    return id;
}

Result<std::string> FileSilencer::find(const std::string& comment, TaskContext&)
{
    QBM_CHECK(reach());
    for (const auto& [id, silence] : silences()) {
        if (silence.first == "open" && silence.second == comment)
            return id;
    }
    return std::string();
}

Result<> FileSilencer::close(const std::string& id, TaskContext&)
{
    QBM_CHECK(reach());
    auto all = silences();
    if (const auto found = all.find(id); found != all.end())
        found->second.first = "closed";
    write(all);
    return {};
}

Result<backup::SilencedAlerts> FileSilencer::fetchSilenced(const std::string&, TaskContext&)
{
    QBM_CHECK(reach());
    return backup::SilencedAlerts{firing, "Read from the list of the test"};
}

std::string seedSql()
{
    return R"(
CREATE EXTENSION pg_trgm;
CREATE SCHEMA "数据 schema";
CREATE TABLE model (id int PRIMARY KEY, name text NOT NULL, parameters jsonb);
INSERT INTO model SELECT g, 'model ' || g, jsonb_build_object('k', g) FROM generate_series(1, 50) g;
CREATE INDEX model_trgm ON model USING gin (name gin_trgm_ops);
CREATE TABLE "we""ird 'table'; --" (id serial PRIMARY KEY, "Größe" numeric, model_id int REFERENCES model);
INSERT INTO "we""ird 'table'; --" ("Größe", model_id) SELECT g / 7.0, g FROM generate_series(1, 30) g;
CREATE TABLE "数据 schema"."表 table" (a text); INSERT INTO "数据 schema"."表 table" VALUES (E'tab\t \\ newline\n'), (NULL), ('');
CREATE TABLE empty_one (a int);
CREATE TABLE prediction (id bigint, at timestamptz NOT NULL, value float8, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE prediction_2026_01 PARTITION OF prediction FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE prediction_2026_02 PARTITION OF prediction FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
INSERT INTO prediction SELECT g, timestamptz '2026-01-01' + g * interval '1 hour', random() FROM generate_series(1, 1000) g;
CREATE INDEX prediction_value ON prediction (value);
CREATE TABLE outlier (id bigint, at timestamptz, FOREIGN KEY (id, at) REFERENCES prediction (id, at));
INSERT INTO outlier SELECT id, at FROM prediction WHERE id <= 5;
CREATE VIEW prediction_daily AS SELECT date_trunc('day', at) AS day, count(*) FROM prediction GROUP BY 1;
CREATE VIEW large_models AS SELECT * FROM model WHERE id > 40;
CREATE MATERIALIZED VIEW model_count AS SELECT count(*) n FROM model;
CREATE SEQUENCE ticket START 1000; SELECT setval('ticket', 1234);
SELECT lo_from_bytea(4711, decode('00ff10', 'hex'));
)";
}

std::string changeSql()
{
    return R"(
DELETE FROM "we""ird 'table'; --" WHERE id % 2 = 0;
UPDATE model SET name = 'changed' WHERE id < 10;
ALTER TABLE prediction DETACH PARTITION prediction_2026_02; DROP TABLE prediction_2026_02; DROP TABLE empty_one;
INSERT INTO "数据 schema"."表 table" VALUES ('later');
SELECT setval('ticket', 5000);
SELECT lo_put(4711, 0, decode('aaaaaaaa', 'hex'));
CREATE TABLE made_later (a int); INSERT INTO made_later VALUES (1), (2);
)";
}

std::string digestSql()
{
    return R"(
SELECT md5(string_agg(line, E'\n' ORDER BY line COLLATE "C")) FROM (
  SELECT 'relation ' || c.relkind::text || ' ' || n.nspname || '.' || c.relname AS line FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  UNION ALL SELECT 'rows ' || schemaname || '.' || tablename || query_to_xml(
    format('SELECT count(*), md5(string_agg(t::text, '','' ORDER BY t::text COLLATE "C")) FROM %I.%I t', schemaname, tablename), true, false, '')::text
    FROM pg_tables WHERE schemaname !~ '^pg_' AND schemaname <> 'information_schema'
  UNION ALL SELECT 'sequence ' || schemaname || '.' || sequencename || coalesce(last_value::text, 'null') FROM pg_sequences
  UNION ALL SELECT 'large object ' || oid || encode(lo_get(oid), 'hex') FROM pg_largeobject_metadata
  UNION ALL SELECT 'extension ' || extname FROM pg_extension) lines;
)";
}

std::string emptySql()
{
    return R"(
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS "数据 schema" CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public;
SELECT lo_unlink(oid) FROM pg_largeobject_metadata;
)";
}

postgres::ConnectionSettings BackupWorld::settings(AccessMode access) const
{
    postgres::ConnectionSettings settings;
    settings.host = "127.0.0.1";
    settings.port = port;
    settings.database = database;
    settings.user = "postgres";
    settings.password = Secret(password);
    settings.access = access;
    settings.applicationName = "qbmctl";
    return settings;
}

std::string BackupWorld::ask(const std::string& sql, const std::string& name) const
{
    TaskContext task;
    auto to = settings();
    if (!name.empty())
        to.database = name;
    auto client = postgres::Client::connect(to, task);
    if (!client)
        return "failed: " + client.error().english();
    const auto answer = client->exec(sql, task);
    if (!answer)
        return "failed: " + answer.error().english() + answer.error().detail;
    std::string out;
    for (const postgres::Row& row : answer->rows) {
        for (const postgres::Cell& cell : row)
            out += (out.empty() || out.ends_with('\n') ? "" : "|") + cell.value_or("null");
        out += "\n";
    }
    return out;
}

Result<backup::Backup> latestBackup(const std::filesystem::path& folder, TaskContext& task)
{
    QBM_TRY(backups, backup::Catalogue(folder).list(task));
    for (backup::Backup& backup : backups) {
        if (backup.usable() && !backup.isSafetyDump())
            return std::move(backup);
    }
    return fail(ErrorKind::NotFound, "There is no usable backup.");
}

backup::BackupEnvironment BackupWorld::environment() const
{
    backup::BackupEnvironment environment;
    environment.folder = backups();
    environment.target = settings().target();
    environment.database = database;
    environment.connection = [world = *this](AccessMode access, TaskContext&) -> Result<postgres::ConnectionSettings> {
        return world.settings(access);
    };
    environment.identity = std::make_shared<backup::ServerIdentity>(
        backup::Origin{{}, settings().host, port, database},
        [world = *this](TaskContext& task) -> Result<postgres::Client> {
            return backup::connectToMaintenance(world.settings(AccessMode::ReadOnly), task);
        },
        std::filesystem::path());
    environment.workload = std::make_shared<FileWorkload>(workloadFile());
    environment.silencer = std::make_shared<FileSilencer>(silenceFile());
    environment.timeouts = {std::chrono::seconds(1), std::chrono::seconds(1), std::chrono::seconds(5),
        std::chrono::seconds(1), std::chrono::seconds(60), std::chrono::seconds(2)};
    return environment;
}

operation::Engine BackupWorld::engine(operation::Journal::PointHook hook) const
{
    return operation::Engine({.stateFolder = folder / "state",
        .profile = "test",
        .actor = "tester@here",
        .onJournalPoint = std::move(hook)});
}

} // namespace qbm::test
