// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/log.h"

#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/json_text.h"

#include <mutex>
#include <nlohmann/json.hpp>
#include <spdlog/logger.h>
#include <spdlog/sinks/rotating_file_sink.h>

namespace qbm::log {

namespace {

constexpr std::size_t kFileBytes = 10u << 20;
constexpr std::size_t kOldFiles = 4; // with the one being written: five

std::mutex mutex;
std::shared_ptr<spdlog::logger> sink;
Level threshold = Level::Info;

std::string_view name(Level level)
{
    switch (level) {
    case Level::Debug: return "DEBUG";
    case Level::Info: return "INFO";
    case Level::Warning: return "WARNING";
    case Level::Error: return "ERROR";
    }
    return "INFO";
}

} // namespace

Result<> open(const std::filesystem::path& file, Level level)
{
    QBM_CHECK(makeFolder(file.parent_path(), 0700));
    const std::lock_guard lock(mutex);
    try {
        auto rotating = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(file.string(), kFileBytes, kOldFiles);
        sink = std::make_shared<spdlog::logger>("qbm", std::move(rotating));
    } catch (const spdlog::spdlog_ex& exception) {
        return fail(ErrorKind::Denied, text(QT_TRANSLATE_NOOP("core", "The log %1 cannot be opened."), file.string()), exception.what());
    }
    sink->set_pattern("%v");
    sink->flush_on(spdlog::level::info);
    threshold = level;
    return {};
}

void write(Level level, std::string_view logger, std::string_view message)
{
    const std::lock_guard lock(mutex);
    if (!sink || level < threshold)
        return;
    nlohmann::ordered_json line;
    line["timestamp"] = formatRfc3339(systemClock().now());
    line["level"] = name(level);
    line["logger"] = logger;
    line["message"] = message;
    sink->log(spdlog::level::info, writeJson(line));
}

void write(Level level, std::string_view logger, const Error& error)
{
    std::string message = std::string(qbm::name(error.kind)) + ": " + error.english();
    if (!error.detail.empty())
        message += " [" + error.detail + "]";
    write(level, logger, message);
}

} // namespace qbm::log
