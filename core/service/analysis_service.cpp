// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/analysis_service.h"

#include <algorithm>
#include <cmath>

namespace qbm::service {

namespace {

/// Fewer requests than this make the means too uncertain to plan by.
constexpr double kFewSamples = 500;
/// A model further off than this at the present replicas is not to be trusted for others.
constexpr double kLargeModelError = 0.5;
constexpr std::chrono::seconds kGuideScrapeInterval{30};

std::string percentText(double ratio)
{
    return formatQuantity(ratio * 100, Unit::Percent).joined();
}

/// The PromQL of one deployment's request histogram over the window.
class CapacityQueries {
public:
    explicit CapacityQueries(const CapacityQuestion& question)
        : m_matchers('{' + (question.selector.empty() ? "job=\"qbm-" + question.deployment + '"' : question.selector) + '}')
        , m_window('[' + prometheus::formatStep(question.window) + ']')
    {
    }

    std::string counter() const { return "http_request_duration_seconds_count" + m_matchers; }
    std::string arrivalRate() const { return "sum(rate(" + counter() + m_window + "))"; }
    std::string sampleCount() const { return "sum(increase(" + counter() + m_window + "))"; }
    std::string meanResponse() const
    {
        return "sum(rate(http_request_duration_seconds_sum" + m_matchers + m_window + ")) / " + arrivalRate();
    }
    std::string p95() const
    {
        return "histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket" + m_matchers + m_window + ")))";
    }

private:
    std::string m_matchers, m_window;
};

class LiveAnalysisService final : public AnalysisService {
public:
    LiveAnalysisService(prometheus::QueryFunction query, ReplicaReader replicas, const Clock& clock)
        : m_query(std::move(query))
        , m_replicas(std::move(replicas))
        , m_clock(clock)
    {
    }

    Result<CapacityAnswer> fetchCapacity(const CapacityQuestion& question, TaskContext& context) override
    {
        QBM_CHECK(check(question));
        CapacityAnswer answer;
        answer.question = question;
        readMeasurements(answer, context);
        answer.replicas = readReplicas(question.deployment, context);
        QBM_CHECK(context.checkpoint());
        warnAboutInputs(answer);
        if (answer.arrivalRate.hasValue() && answer.arrivalRate.value > 0 && answer.meanResponse.hasValue()
            && answer.replicas.hasValue() && answer.replicas.value >= 1)
            QBM_CHECK(predict(answer));
        return answer;
    }

private:
    static Result<> check(const CapacityQuestion& question)
    {
        if (question.window < std::chrono::minutes(1) || question.window > std::chrono::hours(24 * 31))
            return fail(ErrorKind::InvalidInput, text(QT_TRANSLATE_NOOP("core", "The window has to be from 1 minute to 31 days.")));
        if (question.deployment.find_first_of("\"\\\n") != std::string::npos)
            return fail(ErrorKind::InvalidInput, text(QT_TRANSLATE_NOOP("core", "\"%1\" cannot be a deployment's name."), question.deployment));
        if (question.maxReplicas < 1 || question.maxReplicas > 1000)
            return fail(ErrorKind::InvalidInput,
                text(QT_TRANSLATE_NOOP("core", "The largest number of replicas has to be from 1 to %1, not %2."), 1000, question.maxReplicas));
        return {};
    }

    void readMeasurements(CapacityAnswer& answer, TaskContext& context) const
    {
        const CapacityQueries queries(answer.question);
        const auto measure = [&](const std::string& expression, Unit unit, const std::string& eventRate) {
            const prometheus::Measurement what{expression, unit, queries.counter(), eventRate, prometheus::staleAfter(kGuideScrapeInterval)};
            return m_query ? prometheus::measure(what, m_query, m_clock.now(), context)
                           : missing("Prometheus", expression, unit, text(QT_TRANSLATE_NOOP("core", "The profile names no Prometheus.")));
        };
        answer.arrivalRate = measure(queries.arrivalRate(), Unit::PerSecond, "");
        answer.meanResponse = measure(queries.meanResponse(), Unit::Seconds, queries.arrivalRate());
        answer.measuredP95 = measure(queries.p95(), Unit::Seconds, queries.arrivalRate());
        const Reading samples = measure(queries.sampleCount(), Unit::Count, "");
        answer.sampleCount = samples.hasValue() ? std::max(0.0, samples.value) : 0;
    }

    Reading missing(const std::string& source, const std::string& query, Unit unit, Text why) const
    {
        Reading reading;
        reading.unit = unit;
        reading.state = ReadingState::SourceDown;
        reading.source = source;
        reading.query = query;
        reading.at = m_clock.now();
        reading.error = Error{ErrorKind::Unsupported, std::move(why), {}, {}};
        return reading;
    }

    Reading readReplicas(const std::string& deployment, TaskContext& context) const
    {
        const std::string query = "deployment " + deployment + ", status.readyReplicas";
        Reading reading = missing("Kubernetes API", query, Unit::Count, text(QT_TRANSLATE_NOOP("core", "The profile names no Kubernetes cluster.")));
        if (!m_replicas)
            return reading;
        auto ready = m_replicas(deployment, context);
        if (!ready) {
            reading.error = std::move(ready).error();
            return reading;
        }
        reading.error.reset();
        reading.state = ReadingState::Value;
        reading.value = *ready;
        return reading;
    }

    static void warnAboutInputs(CapacityAnswer& answer)
    {
        auto& warnings = answer.warnings;
        for (const Reading* reading : {&answer.arrivalRate, &answer.replicas}) {
            if (reading->state != ReadingState::SourceDown)
                continue;
            if (reading->error->kind == ErrorKind::Unsupported) // there is none to ask
                warnings.push_back(reading->error->message);
            else
                warnings.push_back(text(QT_TRANSLATE_NOOP("core", "%1 did not answer: %2"), reading->source, reading->error->message));
        }
        if (answer.arrivalRate.state == ReadingState::NoData)
            warnings.push_back(text(QT_TRANSLATE_NOOP("core", "Prometheus knows no request durations of %1, so there is nothing to predict from."),
                answer.question.deployment));
        else if (answer.arrivalRate.hasValue() && answer.arrivalRate.value <= 0)
            warnings.push_back(text(QT_TRANSLATE_NOOP("core", "%1 had no requests in the window, so there is nothing to predict from."),
                answer.question.deployment));
        else if (answer.arrivalRate.hasValue() && answer.sampleCount < kFewSamples)
            warnings.push_back(text(QT_TRANSLATE_NOOP("core", "Only %1 requests in the window: the prediction is rough."),
                std::llround(answer.sampleCount)));
        if (answer.arrivalRate.state == ReadingState::Stale)
            warnings.push_back(text(QT_TRANSLATE_NOOP("core", "The newest sample is old: the prediction is about the load at that time.")));
        if (answer.replicas.hasValue() && answer.replicas.value < 1)
            warnings.push_back(text(QT_TRANSLATE_NOOP("core", "%1 has no ready replica, so nothing was served that could be measured."),
                answer.question.deployment));
    }

    static Result<> predict(CapacityAnswer& answer)
    {
        const CapacityQuestion& question = answer.question;
        analysis::CapacityInput input;
        input.arrivalRate = answer.arrivalRate.value;
        input.meanResponseSeconds = answer.meanResponse.value;
        input.replicas = static_cast<int>(answer.replicas.value);
        input.serversPerReplica = question.serversPerReplica;
        input.sampleCount = answer.sampleCount;
        input.variability = question.variability;
        input.maxReplicas = std::max(question.maxReplicas, input.replicas);
        input.targetSeconds = question.targetSeconds;
        QBM_TRY(table, analysis::predictCapacity(input));
        const analysis::CapacityRow& now = table.rows[static_cast<std::size_t>(input.replicas) - 1];
        answer.predictedP95Now = now.quantileSeconds;
        if (answer.measuredP95.hasValue() && answer.measuredP95.value > 0)
            answer.modelErrorRatio = now.quantileSeconds / answer.measuredP95.value - 1;
        warnAboutModel(answer, now);
        if (question.targetSeconds && !table.smallestMeetingTarget)
            answer.warnings.push_back(text(QT_TRANSLATE_NOOP("core", "No number of replicas up to %1 meets the target; one request alone takes %2 on average."),
                input.maxReplicas, formatQuantity(table.serviceSeconds, Unit::Seconds).joined()));
        answer.table = std::move(table);
        answer.input = input;
        return {};
    }

    static void warnAboutModel(CapacityAnswer& answer, const analysis::CapacityRow& now)
    {
        constexpr double kNearSaturation = 0.9;
        if (now.utilisation > kNearSaturation)
            answer.warnings.push_back(text(QT_TRANSLATE_NOOP("core", "At %1 of capacity the queue is close to unstable: small changes of load change p95 a lot."),
                percentText(now.utilisation)));
        if (answer.modelErrorRatio && std::fabs(*answer.modelErrorRatio) > kLargeModelError)
            answer.warnings.push_back(text(QT_TRANSLATE_NOOP("core", "The model is off by %1 at the present replicas; take its other rows as a direction, not as numbers."),
                percentText(*answer.modelErrorRatio)));
    }

    prometheus::QueryFunction m_query;
    ReplicaReader m_replicas;
    const Clock& m_clock;
};

} // namespace

std::shared_ptr<AnalysisService> makeAnalysisService(prometheus::QueryFunction query, ReplicaReader replicas, const Clock& clock)
{
    return std::make_shared<LiveAnalysisService>(std::move(query), std::move(replicas), clock);
}

} // namespace qbm::service
