// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/sql_pipe.h"

#include "core/process/fed_process.h"

namespace qbm::backup {

Result<SqlPipeExit> runSqlPipe(const SqlPipe& pipe, TaskContext& context)
{
    process::RunOptions feeding;
    feeding.grace = std::chrono::seconds(1);
    feeding.onOutput = [](std::string_view) -> Result<> { return {}; }; // rows of set_config, setval, lo_open
    QBM_TRY(feed, process::FedProcess::start(pipe.psql, std::move(feeding), pipe.stallTimeout));
    process::RunOptions options;
    options.onErrorLine = pipe.onProducerLine;
    options.onOutput = [&](std::string_view chunk) { return feed->write(chunk, context); };
    Result<process::Exit> producer;
    auto begun = feed->write("BEGIN;\n" + pipe.prelude + "\n", context);
    if (begun)
        producer = process::run(pipe.producer, options, context);
    const bool psqlGaveUp = feed->ended() || !begun;
    if (begun && producer && producer->code == 0)
        (void)feed->write("\nCOMMIT;\n", context); // a psql that is gone by now tells so in its exit
    else if (!psqlGaveUp) {
        feed->abandon();
        if (!producer)
            return fail(std::move(producer).error());
        return SqlPipeExit{std::move(*producer), {1, {}, {}}};
    }
    QBM_TRY(psql, feed->finish(context));
    SqlPipeExit exit;
    exit.psql = std::move(psql);
    if (begun && producer)
        exit.producer = std::move(*producer);
    else
        exit.producer.code = 1;
    return exit;
}

} // namespace qbm::backup
