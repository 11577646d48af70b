// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/json_path.h"

#include "core/base/number.h"

#include <algorithm>

namespace qbm::kubernetes {

namespace {

using Values = std::vector<JsonValue>;

/// Strings as they are, all else as JSON.
std::string printed(const JsonValue& value)
{
    return value.isString() ? value.string() : value.text();
}

Values childrenOf(const JsonValue& value)
{
    if (value.isArray())
        return value.items();
    Values children;
    for (const auto& [key, child] : value.members())
        children.push_back(child);
    return children;
}

/// The value and everything in it.
void descend(const JsonValue& value, Values& out)
{
    out.push_back(value);
    for (const JsonValue& child : childrenOf(value))
        descend(child, out);
}

/// Where an index from either end stands; -1: nowhere.
std::int64_t placeOf(std::int64_t index, std::int64_t count)
{
    const std::int64_t place = index < 0 ? index + count : index;
    return place < 0 || place >= count ? -1 : place;
}

} // namespace

std::vector<JsonValue> JsonPath::walk(const Path& path, const JsonValue& from)
{
    Values now{from};
    for (const Step& step : path) {
        Values next;
        for (const JsonValue& value : now)
            take(step, value, next);
        now.swap(next);
    }
    return now;
}

void JsonPath::take(const Step& step, const JsonValue& value, std::vector<JsonValue>& out)
{
    switch (step.kind) {
    case Step::Kind::Field:
        for (const std::string& name : step.names) {
            if (const JsonValue member = value[name]; member.exists())
                out.push_back(member);
        }
        return;
    case Step::Kind::Items: {
        const Values items = value.items();
        for (const std::int64_t index : step.items) {
            if (const auto place = placeOf(index, static_cast<std::int64_t>(items.size())); place >= 0)
                out.push_back(items[static_cast<std::size_t>(place)]);
        }
        return;
    }
    case Step::Kind::Slice: {
        const Values items = value.items();
        const auto count = static_cast<std::int64_t>(items.size());
        const auto bound = [&](std::int64_t index) { return std::clamp<std::int64_t>(index < 0 ? index + count : index, 0, count); };
        for (std::int64_t i = bound(step.from.value_or(0)); i < bound(step.to.value_or(count)); i += step.stride)
            out.push_back(items[static_cast<std::size_t>(i)]);
        return;
    }
    case Step::Kind::Everything:
        std::ranges::copy(childrenOf(value), std::back_inserter(out));
        return;
    case Step::Kind::Descendants:
        descend(value, out);
        return;
    case Step::Kind::Filter:
        for (const JsonValue& item : childrenOf(value)) {
            if (passes(*step.filter, item))
                out.push_back(item);
        }
        return;
    }
}

bool JsonPath::passes(const Filter& filter, const JsonValue& item)
{
    const auto textOf = [&](const Operand& operand) -> std::optional<std::string> {
        if (!operand.isPath)
            return operand.literal;
        const Values found = walk(operand.path, item);
        return found.empty() ? std::nullopt : std::optional(printed(found.front()));
    };
    const auto left = textOf(filter.left);
    if (filter.comparison == Comparison::Exists || !left)
        return filter.comparison == Comparison::Exists && left.has_value();
    const auto right = textOf(filter.right);
    if (!right)
        return false;
    // Numbers as numbers, unless one of them was written as text.
    const auto leftNumber = readNumber(*left), rightNumber = readNumber(*right);
    const bool numeric = leftNumber && rightNumber && !filter.left.quoted && !filter.right.quoted;
    const auto order = numeric ? *leftNumber <=> *rightNumber : std::partial_ordering(*left <=> *right);
    switch (filter.comparison) {
    case Comparison::Exists: return true;
    case Comparison::Equal: return order == 0;
    case Comparison::NotEqual: return order != 0;
    case Comparison::Less: return order < 0;
    case Comparison::LessOrEqual: return order <= 0;
    case Comparison::Greater: return order > 0;
    case Comparison::GreaterOrEqual: return order >= 0;
    }
    return false;
}

void JsonPath::print(const std::vector<Part>& parts, const JsonValue& object, std::string& out)
{
    for (const Part& part : parts) {
        if (part.kind == Part::Kind::Text) {
            out += part.text;
            continue;
        }
        const Values found = walk(part.path, object);
        for (std::size_t i = 0; i < found.size(); ++i) {
            if (part.kind == Part::Kind::Range)
                print(part.inner, found[i], out);
            else
                out += (i == 0 ? "" : " ") + printed(found[i]);
        }
    }
}

std::string JsonPath::print(const JsonValue& object) const
{
    std::string out;
    print(m_parts, object, out);
    return out;
}

std::vector<JsonValue> JsonPath::find(const JsonValue& object) const
{
    Values out;
    for (const Part& part : m_parts) {
        if (part.kind == Part::Kind::Path)
            std::ranges::copy(walk(part.path, object), std::back_inserter(out));
    }
    return out;
}

} // namespace qbm::kubernetes
