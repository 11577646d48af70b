// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/task_context.h"
#include "widgets/log/log_store.h"

#include <QStringList>
#include <optional>

namespace qbm::widgets {

/// Lines to be written: those of a model at one moment. Holds the chunks, so the model may go on.
struct LogSnapshot {
    std::vector<LogStore::Span> spans;
    std::optional<std::vector<std::uint64_t>> rows; ///< only these, in order; unset: all

    std::uint64_t size() const;
};

enum class LogFormat {
    Raw, ///< the lines as they were written
    JsonLines, ///< one object a line: time, source, level, logger, message, and the line's own object as "record"
};

/// Writes to a file of another name first, so that `path` is whole or untouched. \param sources full names by source
/// \return how many lines were written \thread a worker \error Denied, Exhausted, NotFound (folder), Cancelled
Result<std::uint64_t> exportLog(
    const LogSnapshot& lines, LogFormat format, const QStringList& sources, const QString& path, TaskContext& context);

} // namespace qbm::widgets
