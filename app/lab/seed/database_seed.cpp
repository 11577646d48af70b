// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/seed/database_seed.h"

#include "app/lab/application/lab_facts.h"
#include "app/lab/seed/embedded_sql.h"
#include "app/lab/services/postgres.h"

#include <fmt/format.h>

namespace qbm::lab {

namespace {

/// How good each model was at noon of each day, as COPY data.
std::string modelTable(const DatabaseSeedOptions& options)
{
    std::string sql = "CREATE UNLOGGED TABLE lab_model (model_id text, day timestamptz, accuracy double precision);\n"
                      "COPY lab_model FROM STDIN;\n";
    const auto today = std::chrono::floor<std::chrono::days>(options.anchor);
    for (std::size_t model = 0; model < kModels.size(); ++model) {
        for (int age = options.days; age >= 0; --age) {
            const TimePoint day = today - std::chrono::days(age);
            sql += fmt::format("{}\t{}\t{:.6f}\n", kModels[model].name, formatRfc3339(day),
                modelAccuracy(model, day + std::chrono::hours(12), options.driftStart));
        }
    }
    return sql + "\\.\n";
}

process::Command psqlCommand(const std::filesystem::path& psql, const DatabaseSeedOptions& options)
{
    process::Command command;
    command.program = psql;
    command.arguments
        = {"--no-psqlrc", "--quiet", "--no-password", "--output", "/dev/null", "--set", "ON_ERROR_STOP=1"};
    for (const std::string& variable : {"anchor=" + formatRfc3339(options.anchor), fmt::format("days={}", options.days),
             fmt::format("per_day={}", options.predictionsPerDay), fmt::format("seed={}", options.seed)}) {
        command.arguments.push_back("--set");
        command.arguments.push_back(variable);
    }
    command.environment = {{"PGHOST", "127.0.0.1"}, {"PGPORT", std::to_string(options.port)}, {"PGUSER", kSuperuser},
        {"PGDATABASE", kDatabase}, {"PGPASSFILE", options.passwordFile.string()}, {"PGSSLMODE", "disable"},
        {"PGTZ", "UTC"}, {"PGCLIENTENCODING", "UTF8"}};
    return command;
}

} // namespace

Result<> seedDatabase(const DatabaseSeedOptions& options, TaskContext& context)
{
    QBM_TRY(psql, findPostgresTool("psql"));
    process::RunOptions run;
    run.input = kSchemaSql + modelTable(options) + kContentSql;
    QBM_TRY(exit, process::run(psqlCommand(psql, options), run, context));
    if (exit.code != 0)
        return fail(ErrorKind::BadData, "The lab's database could not be filled.", exit.errorTail);
    return {};
}

} // namespace qbm::lab
