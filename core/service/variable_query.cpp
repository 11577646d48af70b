// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/variable_query.h"

#include "core/base/number.h"

#include <algorithm>
#include <regex>

namespace qbm::service {

namespace {

std::string trimmed(std::string_view text)
{
    const std::size_t begin = std::min(text.find_first_not_of(" \n\t"), text.size());
    const std::size_t end = text.find_last_not_of(" \n\t");
    return std::string(text.substr(begin, end == std::string_view::npos ? 0 : end - begin + 1));
}

/// What stands between the parentheses of `name(...)`; nullopt if it is another function.
std::optional<std::string> argumentOf(const std::string& query, std::string_view name)
{
    const std::string whole = trimmed(query);
    if (!whole.starts_with(name) || !whole.ends_with(')'))
        return std::nullopt;
    const std::string rest = trimmed(std::string_view(whole).substr(name.size()));
    if (!rest.starts_with('('))
        return std::nullopt;
    return trimmed(std::string_view(rest).substr(1, rest.size() - 2));
}

/// query_result gives lines as Prometheus' own console does: `name{labels} value timestamp`.
std::vector<std::string> resultLines(const prometheus::QueryResult& result)
{
    std::vector<std::string> lines;
    for (const prometheus::Series& series : result.series) {
        if (series.values.empty())
            continue;
        lines.push_back(prometheus::formatLabels(series.labels) + " " + writeGeneral(series.values.back(), 15) + " "
            + writeFixed(series.times.back() * 1000, 0));
    }
    return lines;
}

Result<std::vector<std::string>> ask(const std::string& query, const prometheus::Client& client, const prometheus::TimeRange& range,
    TaskContext& context)
{
    if (const auto argument = argumentOf(query, "label_values")) {
        // The label is the last argument; the selector before it may hold commas of its own.
        const std::size_t comma = argument->rfind(',');
        const std::string label = comma == std::string::npos ? *argument : trimmed(argument->substr(comma + 1));
        const std::string selector = comma == std::string::npos ? "" : trimmed(argument->substr(0, comma));
        return client.fetchLabelValues(label, selector, range, context);
    }
    if (const auto argument = argumentOf(query, "metrics"))
        return client.fetchLabelValues("__name__", "{__name__=~\"" + *argument + "\"}", range, context);
    if (const auto argument = argumentOf(query, "query_result")) {
        QBM_TRY(result, client.query(*argument, range.to, context));
        return resultLines(result);
    }
    return fail(ErrorKind::Unsupported, text(QT_TRANSLATE_NOOP("core", "The variable's query \"%1\" is not supported."), query));
}

Result<std::vector<std::string>> filter(const std::vector<std::string>& values, std::string regex)
{
    if (regex.size() >= 2 && regex.front() == '/' && regex.rfind('/') > 0)
        regex = regex.substr(1, regex.rfind('/') - 1);
    if (regex.empty())
        return values;
    try {
        const std::regex pattern(regex, std::regex::ECMAScript);
        std::vector<std::string> kept;
        for (const std::string& value : values) {
            std::smatch match;
            if (std::regex_search(value, match, pattern))
                kept.push_back(match.size() > 1 && match[1].matched ? match[1].str() : value);
        }
        return kept;
    } catch (const std::regex_error& error) {
        return fail(ErrorKind::InvalidInput, text(QT_TRANSLATE_NOOP("core", "\"%1\" is no regular expression."), regex), error.what());
    }
}

} // namespace

Result<std::vector<std::string>> fetchVariableOptions(const std::string& query, const std::string& regex,
    const prometheus::Client& client, const prometheus::TimeRange& range, TaskContext& context)
{
    QBM_TRY(values, ask(query, client, range, context));
    QBM_TRY(kept, filter(values, regex));
    std::ranges::sort(kept);
    kept.erase(std::ranges::unique(kept).begin(), kept.end());
    return kept;
}

} // namespace qbm::service
