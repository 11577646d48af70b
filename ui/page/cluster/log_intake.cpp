// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/log_intake.h"

#include "core/kubernetes/log_record.h"

namespace qbm::ui {

using widgets::LogLevel;

namespace {

LogLevel levelOf(kubernetes::LogLevel level)
{
    switch (level) {
    case kubernetes::LogLevel::Unknown:
        return LogLevel::Unknown;
    case kubernetes::LogLevel::Debug:
        return LogLevel::Debug;
    case kubernetes::LogLevel::Info:
        return LogLevel::Info;
    case kubernetes::LogLevel::Warning:
        return LogLevel::Warning;
    case kubernetes::LogLevel::Error:
        return LogLevel::Error;
    case kubernetes::LogLevel::Critical:
        return LogLevel::Critical;
    }
    return LogLevel::Unknown;
}

} // namespace

service::LogSink LogIntake::sink()
{
    auto self = shared_from_this();
    service::LogSink sink;
    sink.onSources = [self](const std::vector<service::LogSource>& sources) {
        {
            const std::lock_guard lock(self->m_mutex);
            for (std::size_t i = self->m_sources.size(); i < sources.size(); ++i)
                self->m_sources.push_back({sources[i], false, std::nullopt});
        }
        self->changed();
    };
    sink.onLines = [self](const std::vector<service::LogLine>& lines) { self->addLines(lines); };
    sink.onSourceEnded = [self](std::uint32_t source, const std::optional<Error>& error) {
        {
            const std::lock_guard lock(self->m_mutex);
            if (source < self->m_sources.size()) {
                self->m_sources[source].ended = true;
                self->m_sources[source].error = error;
            }
        }
        self->changed();
    };
    sink.onSourceInterrupted = [self](std::uint32_t source, const Error& error) {
        {
            const std::lock_guard lock(self->m_mutex);
            if (source < self->m_sources.size())
                self->m_sources[source].error = error;
        }
        self->changed();
    };
    return sink;
}

void LogIntake::addLines(const std::vector<service::LogLine>& lines)
{
    widgets::LogBatch batch;
    for (const service::LogLine& line : lines) {
        const kubernetes::LogRecord record = kubernetes::parseLogRecord(line.text);
        const kubernetes::LogTrace::Place place = m_traces[line.source].next(record);
        batch.add({line.time, line.source, levelOf(place.level), place.continued, record.logger, record.message, line.text});
    }
    const auto chunks = batch.take();
    {
        const std::lock_guard lock(m_mutex);
        m_lines.append(chunks);
        m_heardAt = systemClock().now();
        for (const service::LogLine& line : lines) {
            if (line.source < m_sources.size() && !m_sources[line.source].ended)
                m_sources[line.source].error.reset(); // it is back
        }
    }
    changed();
}

void LogIntake::changed()
{
    const std::lock_guard lock(m_subscriberMutex); // while it is held, nobody unsubscribes
    if (m_subscriber)
        m_subscriber();
}

Subscription LogIntake::subscribe(std::function<void()> changed)
{
    const std::lock_guard lock(m_subscriberMutex);
    m_subscriber = std::move(changed);
    return Subscription([self = shared_from_this()] {
        const std::lock_guard ending(self->m_subscriberMutex);
        self->m_subscriber = nullptr;
    });
}

LogIntake::News LogIntake::take()
{
    const std::lock_guard lock(m_mutex);
    News news{std::exchange(m_lines, widgets::LogStore()), m_sources, m_heardAt};
    return news;
}

} // namespace qbm::ui
