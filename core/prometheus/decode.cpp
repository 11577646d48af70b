// SPDX-License-Identifier: GPL-3.0-or-later
// The hot part of the API: query results, decoded on demand straight into flat arrays.
#include "core/prometheus/decode.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <simdjson.h>

namespace qbm::prometheus {

namespace {

namespace ondemand = simdjson::ondemand;

Error badAnswer(std::string why)
{
    return Error{ErrorKind::BadData,
        text(QT_TRANSLATE_NOOP("core", "The answer is not what Prometheus' query API promises; is this a Prometheus server?")),
        std::move(why), {}};
}

/// A sample's value, which the API writes as a string so that NaN and infinity fit. Quiet failure is a thrown INCORRECT_TYPE.
double parseSample(std::string_view digits)
{
    std::string_view rest = digits;
    if (rest.starts_with('+'))
        rest.remove_prefix(1);
    double value = 0;
    const auto [end, code] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    // Prometheus writes denormals and huge values that from_chars calls out of range; they are still numbers.
    if (code == std::errc::result_out_of_range)
        return rest.find("e-") != std::string_view::npos ? 0.0 : std::numeric_limits<double>::infinity();
    if (code != std::errc() || end != rest.data() + rest.size())
        throw simdjson::simdjson_error(simdjson::NUMBER_ERROR);
    return value;
}

void readSample(ondemand::array pair, Series& out)
{
    int index = 0;
    for (auto element : pair) {
        if (index == 0)
            out.times.push_back(element.get_double());
        else if (index == 1)
            out.values.push_back(parseSample(element.get_string()));
        ++index;
    }
    if (index != 2 || out.times.size() != out.values.size())
        throw simdjson::simdjson_error(simdjson::INCORRECT_TYPE);
}

Labels readLabels(ondemand::object object)
{
    Labels labels;
    for (auto field : object) {
        const std::string_view key = field.unescaped_key();
        const std::string_view value = field.value().get_string();
        labels.emplace_back(std::string(key), std::string(value));
    }
    std::ranges::sort(labels);
    return labels;
}

Series readSeries(ondemand::object object, std::size_t expectedPoints)
{
    Series series;
    for (auto field : object) {
        const std::string_view key = field.unescaped_key();
        if (key == "metric") {
            series.labels = readLabels(field.value().get_object());
        } else if (key == "value") {
            readSample(field.value().get_array(), series);
        } else if (key == "values") {
            series.times.reserve(expectedPoints);
            series.values.reserve(expectedPoints);
            for (auto sample : field.value().get_array())
                readSample(sample.get_array(), series);
        }
    }
    return series;
}

void readData(ondemand::object data, QueryResult& out)
{
    const std::string_view type = data["resultType"].get_string();
    if (type == "vector" || type == "matrix") {
        out.type = type == "vector" ? ResultType::Vector : ResultType::Matrix;
        std::size_t expectedPoints = 0;
        for (auto element : data["result"].get_array()) {
            out.series.push_back(readSeries(element.get_object(), expectedPoints));
            expectedPoints = out.series.back().times.size();
        }
    } else if (type == "scalar") {
        out.type = ResultType::Scalar;
        readSample(data["result"].get_array(), out.series.emplace_back());
    } else if (type == "string") {
        out.type = ResultType::String;
        int index = 0;
        for (auto element : data["result"].get_array()) {
            if (index++ == 1)
                out.text = std::string(std::string_view(element.get_string()));
        }
    } else {
        throw simdjson::simdjson_error(simdjson::INCORRECT_TYPE);
    }
}

Error queryError(std::string_view errorType, std::string words)
{
    const auto kind = errorType == "timeout" ? ErrorKind::Timeout
        : errorType == "unavailable"         ? ErrorKind::Unreachable
                                             : ErrorKind::InvalidInput;
    return Error{kind, text(QT_TRANSLATE_NOOP("core", "Prometheus refused the query: %1"), words), std::string(errorType), {}};
}

Result<QueryResult> readAnswer(ondemand::document& document)
{
    QueryResult result;
    bool hasData = false;
    std::string status, errorType, words;
    for (auto field : document.get_object()) {
        const std::string_view key = field.unescaped_key();
        if (key == "status") {
            status = std::string_view(field.value().get_string());
        } else if (key == "errorType") {
            errorType = std::string_view(field.value().get_string());
        } else if (key == "error") {
            words = std::string_view(field.value().get_string());
        } else if (key == "warnings" || key == "infos") {
            for (auto warning : field.value().get_array())
                result.warnings.emplace_back(std::string_view(warning.get_string()));
        } else if (key == "data") {
            readData(field.value().get_object(), result);
            hasData = true;
        }
    }
    if (status == "error")
        return fail(queryError(errorType, std::move(words)));
    if (status != "success" || !hasData)
        return fail(badAnswer("no status or no data"));
    if (document.current_location().error() == simdjson::SUCCESS)
        return fail(badAnswer("text after the end of the document"));
    return result;
}

} // namespace

Result<QueryResult> parseQueryAnswer(std::string body)
{
    body.reserve(body.size() + simdjson::SIMDJSON_PADDING);
    try {
        ondemand::parser parser;
        auto document = parser.iterate(body).value();
        return readAnswer(document);
    } catch (const simdjson::simdjson_error& error) {
        return fail(badAnswer(error.what()));
    }
}

} // namespace qbm::prometheus
