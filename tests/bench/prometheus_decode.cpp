// SPDX-License-Identifier: GPL-3.0-or-later
// A range answer of 200 series x 5,000 points into flat arrays: ours against nlohmann::json's document model.
#include "core/prometheus/decode.h"
#include "tests/bench/measure.h"

#include <charconv>
#include <nlohmann/json.hpp>
#include <random>

namespace {

using namespace qbm;
using prometheus::Series;

constexpr int kSeries = 200;
constexpr int kPoints = 5000;
constexpr int kPairs = 7;

std::string makeAnswer()
{
    std::mt19937_64 random(7);
    std::uniform_real_distribution<double> value(0, 1);
    std::string body = R"({"status":"success","data":{"resultType":"matrix","result":[)";
    for (int series = 0; series < kSeries; ++series) {
        body += (series ? "," : "") + std::string(R"({"metric":{"__name__":"model_accuracy_score","instance":"127.0.0.1:8000","job":"backend","model_id":"model-)")
            + std::to_string(series) + R"("},"values":[)";
        for (int point = 0; point < kPoints; ++point) {
            char number[32];
            std::snprintf(number, sizeof number, "%.16g", value(random));
            body += (point ? ",[" : "[") + std::to_string(1795342500 + point * 15) + R"(,")" + number + "\"]";
        }
        body += "]}";
    }
    return body + "]}}";
}

std::vector<Series> decodeByDocument(const std::string& body)
{
    const auto document = nlohmann::json::parse(body);
    std::vector<Series> all;
    for (const auto& item : document.at("data").at("result")) {
        Series series;
        for (const auto& [name, value] : item.at("metric").items())
            series.labels.emplace_back(name, value.get<std::string>());
        const auto& points = item.at("values");
        series.times.reserve(points.size());
        series.values.reserve(points.size());
        for (const auto& point : points) {
            series.times.push_back(point[0].get<double>());
            const auto& number = point[1].get_ref<const std::string&>();
            double value = 0;
            std::from_chars(number.data(), number.data() + number.size(), value);
            series.values.push_back(value);
        }
        all.push_back(std::move(series));
    }
    return all;
}

std::vector<Series> decodeOurs(std::string body)
{
    auto result = prometheus::parseQueryAnswer(std::move(body));
    if (!result)
        bench::giveUp(result.error().english());
    return std::move(result->series);
}

void requireSame(const std::vector<Series>& a, const std::vector<Series>& b)
{
    const bool same = std::ranges::equal(a, b, [](const Series& x, const Series& y) {
        return x.labels == y.labels && x.times == y.times && x.values == y.values;
    });
    if (!same || a.size() != kSeries)
        bench::giveUp("The two decoders do not agree.");
}

} // namespace

int main()
{
    const std::string body = makeAnswer();
    requireSame(decodeOurs(body), decodeByDocument(body));
    // The client hands its buffer on, so the copy is made outside the clock.
    const auto ours = [&] {
        std::string copy;
        copy.reserve(body.size() + 64);
        copy = body;
        return bench::secondsOf([&] { decodeOurs(std::move(copy)); });
    };
    const auto took = bench::compareInTurn(kPairs, ours, [&] { return bench::secondsOf([&] { decodeByDocument(body); }); });
    const double megabytes = static_cast<double>(body.size()) / 1e6;
    bench::printFigure("prometheus_decode", megabytes / took.ours, "MB/s", "nlohmann::json document", megabytes / took.peer);
}
