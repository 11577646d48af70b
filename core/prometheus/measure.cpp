// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/prometheus/measure.h"

#include <cmath>

namespace qbm::prometheus {

namespace {

/// The first number of an answer; nullopt if there is none at all. NaN is an answer.
std::optional<double> firstValue(const QueryResult& result)
{
    for (const Series& series : result.series) {
        if (!series.values.empty())
            return series.values.back();
    }
    return std::nullopt;
}

/// An instant query is stamped with the moment it was asked; only timestamp() tells when the sample was taken. A series
/// whose target vanished is no longer found by the plain selector, but a subquery still finds where it ended.
std::string newestSampleQuery(const std::string& selector)
{
    const std::string stamp = "timestamp(" + selector + ")";
    return "max(" + stamp + ") or max(max_over_time(" + stamp + "[1h:30s]))";
}

class Measuring {
public:
    Measuring(const Measurement& what, const QueryFunction& query, TimePoint now, TaskContext& context)
        : m_what(what), m_query(query), m_now(now), m_context(context)
    {
        m_reading.unit = what.unit;
        m_reading.source = "Prometheus";
        m_reading.query = what.expression;
        m_reading.at = now;
    }

    Reading run() &&
    {
        if (!dateIt())
            return std::move(m_reading);
        const auto value = ask(m_what.expression, std::nullopt);
        if (m_reading.error)
            return std::move(m_reading);
        if (value && std::isfinite(*value))
            take(*value);
        else if (isOld())
            takeLastKnown();
        else
            explainNothing();
        return std::move(m_reading);
    }

private:
    /// False: the metric is unknown, or the source is down.
    bool dateIt()
    {
        if (m_what.selector.empty())
            return true;
        const auto newest = ask(newestSampleQuery(m_what.selector), std::nullopt);
        if (m_reading.error)
            return false;
        if (!newest) {
            m_reading.state = ReadingState::NoData;
            return false;
        }
        m_reading.at = fromUnixSeconds(*newest);
        return true;
    }

    bool isOld() const
    {
        return m_what.staleAfter > std::chrono::milliseconds::zero() && m_now - m_reading.at > m_what.staleAfter;
    }

    void take(double value)
    {
        m_reading.value = value;
        m_reading.state = isOld() ? ReadingState::Stale : ReadingState::Value;
    }

    void takeLastKnown()
    {
        const auto value = ask(m_what.expression, m_reading.at);
        if (!m_reading.error && value && std::isfinite(*value))
            take(*value);
    }

    void explainNothing()
    {
        if (m_what.eventRate.empty())
            return;
        const auto rate = ask(m_what.eventRate, std::nullopt);
        if (!m_reading.error && rate && *rate == 0)
            m_reading.state = ReadingState::NoTraffic;
    }

    std::optional<double> ask(const std::string& expression, std::optional<TimePoint> at)
    {
        auto answer = m_query(expression, at, m_context);
        if (answer)
            return firstValue(*answer);
        m_reading.state = ReadingState::SourceDown;
        m_reading.error = std::move(answer).error();
        return std::nullopt;
    }

    const Measurement& m_what;
    const QueryFunction& m_query;
    TimePoint m_now;
    TaskContext& m_context;
    Reading m_reading;
};

} // namespace

Reading measure(const Measurement& what, const QueryFunction& query, TimePoint now, TaskContext& context)
{
    return Measuring(what, query, now, context).run();
}

std::chrono::milliseconds staleAfter(std::chrono::milliseconds scrapeInterval)
{
    return scrapeInterval * 5 / 2;
}

} // namespace qbm::prometheus
