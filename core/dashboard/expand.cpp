// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dashboard/expand.h"

#include "core/base/ascii.h"

#include <algorithm>
#include <optional>

namespace qbm::dashboard {

namespace {

using std::chrono::milliseconds;

constexpr std::string_view kAll = "$__all";

bool isNameStart(char c)
{
    return isAsciiLetter(c) || c == '_';
}

bool isNameChar(char c)
{
    return isNameStart(c) || isAsciiDigit(c);
}

std::string join(const std::vector<std::string>& parts, std::string_view separator)
{
    std::string out;
    for (std::size_t i = 0; i < parts.size(); ++i)
        out += (i == 0 ? "" : std::string(separator)) + parts[i];
    return out;
}

std::string escaped(std::string_view text, std::string_view special, std::string_view escape)
{
    std::string out;
    for (const char c : text) {
        if (special.find(c) != std::string_view::npos)
            out += escape;
        out += c;
    }
    return out;
}

/// For a regular expression inside a PromQL string: a dot becomes \\. there, a backslash four of them.
std::string escapeRegex(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == '\\')
            out += "\\\\\\\\";
        else
            out += escaped(std::string_view(&c, 1), "$^*{}[]'\"+?.()|", "\\\\");
    }
    return out;
}

/// `$name`, `${name:format}` or `[[name:format]]` at the start of a text.
struct Reference {
    std::string name;
    std::string format;
    std::size_t length = 0;
};

std::optional<Reference> readEnclosed(std::string_view text, std::string_view open, std::string_view close)
{
    if (!text.starts_with(open))
        return std::nullopt;
    const std::size_t end = text.find(close, open.size());
    if (end == std::string_view::npos)
        return std::nullopt;
    const std::string_view inner = text.substr(open.size(), end - open.size());
    if (inner.empty() || !isNameStart(inner.front()))
        return std::nullopt;
    const std::size_t colon = inner.find(':');
    Reference reference{std::string(inner.substr(0, colon)), {}, end + close.size()};
    if (colon != std::string_view::npos)
        reference.format = inner.substr(colon + 1);
    return reference;
}

std::optional<Reference> readReference(std::string_view text)
{
    if (auto braced = readEnclosed(text, "${", "}"))
        return braced;
    if (auto bracketed = readEnclosed(text, "[[", "]]"))
        return bracketed;
    if (text.size() < 2 || text[0] != '$' || !isNameStart(text[1]))
        return std::nullopt;
    const auto end = std::find_if_not(text.begin() + 1, text.end(), isNameChar);
    const std::string_view name(text.begin() + 1, end);
    return Reference{std::string(name), {}, name.size() + 1};
}

std::optional<std::string> expandBuiltIn(const std::string& name, const Expansion& expansion)
{
    using prometheus::formatStep;
    const auto range = std::chrono::duration_cast<milliseconds>(expansion.range.to - expansion.range.from);
    const auto epochMs = [](TimePoint time) {
        return std::to_string(std::chrono::duration_cast<milliseconds>(time.time_since_epoch()).count());
    };
    if (name == "__interval")
        return formatStep(expansion.step);
    if (name == "__interval_ms")
        return std::to_string(expansion.step.count());
    if (name == "__rate_interval")
        return formatStep(std::max(expansion.step + expansion.scrapeInterval, 4 * expansion.scrapeInterval));
    if (name == "__range")
        return formatStep(std::chrono::round<std::chrono::seconds>(range));
    if (name == "__range_s")
        return std::to_string(std::chrono::round<std::chrono::seconds>(range).count());
    if (name == "__range_ms")
        return std::to_string(range.count());
    if (name == "__from")
        return epochMs(expansion.range.from);
    if (name == "__to")
        return epochMs(expansion.range.to);
    return std::nullopt;
}

std::string formatValues(const Variable& variable, const std::vector<std::string>& values, const std::string& format)
{
    const auto each = [&values](auto change) {
        std::vector<std::string> changed;
        std::ranges::transform(values, std::back_inserter(changed), change);
        return changed;
    };
    if (format == "raw" || format == "csv")
        return join(values, ",");
    if (format == "pipe")
        return join(values, "|");
    if (format == "glob")
        return values.size() == 1 ? values.front() : "{" + join(values, ",") + "}";
    if (format == "doublequote")
        return join(each([](const std::string& v) { return '"' + escaped(v, "\\\"", "\\") + '"'; }), ",");
    if (format == "singlequote")
        return join(each([](const std::string& v) { return '\'' + escaped(v, "\\'", "\\") + '\''; }), ",");
    if (!variable.multi && !variable.includeAll && format != "regex")
        return escaped(values.front(), "\\\"", "\\");
    const auto quoted = each(escapeRegex);
    return quoted.size() == 1 ? quoted.front() : "(" + join(quoted, "|") + ")";
}

std::string expandVariable(const Variable& variable, const std::vector<std::string>& chosen, const std::string& format,
    const Expansion& expansion)
{
    if (std::ranges::find(chosen, kAll) != chosen.end()) {
        if (!variable.allValue.empty())
            return variable.allValue;
        std::vector<std::string> options;
        std::ranges::copy_if(variable.options, std::back_inserter(options), [](const std::string& o) { return o != kAll; });
        return options.empty() ? ".*" : formatValues(variable, options, format);
    }
    if (variable.kind == VariableKind::Interval)
        return chosen.front().starts_with("$__auto") || chosen.front() == "auto" ? prometheus::formatStep(expansion.step) : chosen.front();
    return formatValues(variable, chosen, format);
}

} // namespace

VariableValues effectiveValues(const Dashboard& dashboard, const VariableValues& chosen)
{
    VariableValues values;
    for (const Variable& variable : dashboard.variables) {
        const auto own = chosen.find(variable.name);
        values[variable.name] = own != chosen.end() && !own->second.empty() ? own->second : variable.current;
    }
    return values;
}

ExpandedQuery expandQuery(std::string_view expression, const Dashboard& dashboard, const Expansion& expansion)
{
    const VariableValues values = effectiveValues(dashboard, expansion.values);
    ExpandedQuery out;
    for (std::size_t at = 0; at < expression.size();) {
        const auto reference = readReference(expression.substr(at));
        if (!reference) {
            out.expression += expression[at++];
            continue;
        }
        const auto variable = std::ranges::find(dashboard.variables, reference->name, &Variable::name);
        const auto chosen = values.find(reference->name);
        const auto builtIn = expandBuiltIn(reference->name, expansion);
        if (builtIn)
            out.expression += *builtIn;
        else if (variable != dashboard.variables.end() && !chosen->second.empty())
            out.expression += expandVariable(*variable, chosen->second, reference->format, expansion);
        else {
            out.expression += expression.substr(at, reference->length);
            if (std::ranges::find(out.unknownVariables, reference->name) == out.unknownVariables.end())
                out.unknownVariables.push_back(reference->name);
        }
        at += reference->length;
    }
    return out;
}

std::string formatLegend(std::string_view format, const prometheus::Labels& labels, std::string_view expression)
{
    if (format.empty() || format == "__auto") {
        const std::string own = prometheus::formatLabels(labels);
        return own == "{}" ? std::string(expression) : own;
    }
    std::string out;
    while (!format.empty()) {
        const std::size_t open = format.find("{{");
        const std::size_t close = open == std::string_view::npos ? open : format.find("}}", open);
        if (close == std::string_view::npos)
            return out + std::string(format);
        std::string_view name = format.substr(open + 2, close - open - 2);
        name.remove_prefix(std::min(name.find_first_not_of(' '), name.size()));
        name = name.substr(0, name.find_last_not_of(' ') + 1);
        out += format.substr(0, open);
        out += prometheus::labelValue(labels, name);
        format.remove_prefix(close + 2);
    }
    return out;
}

} // namespace qbm::dashboard
