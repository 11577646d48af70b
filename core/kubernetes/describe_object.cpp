// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/description.h"

#include <algorithm>
#include <array>

namespace qbm::kubernetes {

namespace {

// A definition's schema has thousands of fields; the YAML has them all.
constexpr std::size_t kMostFields = 200;

/// Text of several lines as its first one and how many follow.
std::string oneLine(std::string text)
{
    const std::size_t end = text.find('\n');
    if (end == text.npos || end + 1 == text.size())
        return text.substr(0, end);
    const auto lines = std::count(text.begin(), text.end(), '\n') + (text.back() == '\n' ? 0 : 1);
    return text.substr(0, end) + " … (" + std::to_string(lines) + " lines)";
}

/// The fields of a value by path, as a section that ends where it becomes a document.
class FieldWalk {
public:
    explicit FieldWalk(DescribedSection& section)
        : m_section(section)
    {
    }

    void walk(const std::string& path, const JsonValue& value)
    {
        if (value.isObject()) {
            for (const auto& [key, member] : value.members())
                walk(path.empty() ? std::string(key) : path + "." + std::string(key), member);
        } else if (value.isArray()) {
            walkItems(path, value.items());
        } else if (!value.empty()) {
            add(path, oneLine(scalarText(value)));
        }
    }

    void finish()
    {
        if (m_left > 0)
            m_section.facts.push_back({text(QT_TRANSLATE_NOOP("core", "More")),
                text(QT_TRANSLATE_NOOP("core", "%1 fields more; its YAML has them all"), m_left)});
    }

private:
    void walkItems(const std::string& path, const std::vector<JsonValue>& items)
    {
        std::string scalars;
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (items[i].isObject() || items[i].isArray()) {
                const std::string name = items[i]["name"].string(std::to_string(i));
                walk(path + "[" + name + "]", items[i]);
            } else {
                scalars += (scalars.empty() ? "" : ", ") + oneLine(scalarText(items[i]));
            }
        }
        if (!scalars.empty())
            add(path, scalars);
    }

    void add(const std::string& path, const std::string& value)
    {
        if (m_section.facts.size() < kMostFields)
            m_section.facts.push_back({path, value});
        else
            ++m_left;
    }

    DescribedSection& m_section;
    std::size_t m_left = 0;
};

/// The object without its conditions, which are told apart.
void walkStatus(FieldWalk& walk, const JsonValue& status)
{
    for (const auto& [key, member] : status.members()) {
        if (key != "conditions")
            walk.walk(std::string(key), member);
    }
}

void describeFields(const JsonValue& object, std::vector<DescribedSection>& sections)
{
    constexpr std::array<std::string_view, 3> kHead{"apiVersion", "kind", "metadata"};
    DescribedSection loose;
    FieldWalk looseWalk(loose);
    for (const auto& [key, member] : object.members()) {
        if (std::ranges::find(kHead, key) != kHead.end())
            continue;
        if (!member.isObject()) {
            looseWalk.walk(std::string(key), member);
            continue;
        }
        DescribedSection section{std::string(key), {}};
        FieldWalk walk(section);
        if (key == "status")
            walkStatus(walk, member);
        else
            walk.walk({}, member);
        walk.finish();
        if (!section.facts.empty())
            sections.push_back(std::move(section));
    }
    looseWalk.finish();
    if (!loose.facts.empty()) {
        loose.title = text(QT_TRANSLATE_NOOP("core", "Fields"));
        sections.insert(sections.begin(), std::move(loose));
    }
}

std::string joined(const std::vector<JsonValue>& values)
{
    std::string out;
    for (const JsonValue& value : values)
        out += (out.empty() ? "" : ", ") + scalarText(value);
    return out;
}

/// Why a namespace that is being deleted is still there, as its controller tells it.
std::string namespaceCause(const JsonValue& object)
{
    std::string cause;
    for (const JsonValue& condition : object["status"]["conditions"].items()) {
        if (condition["status"].view() != "True" || condition["message"].view().empty())
            continue;
        cause += (cause.empty() ? "" : " ") + condition["message"].string();
        if (cause.back() != '.')
            cause += '.';
    }
    return cause;
}

} // namespace

SectionBuilder& SectionBuilder::fact(Text name, Text value)
{
    if (!value.empty())
        m_section.facts.push_back({std::move(name), std::move(value)});
    return *this;
}

SectionBuilder& SectionBuilder::field(Text name, const JsonValue& value)
{
    return fact(std::move(name), scalarText(value));
}

void SectionBuilder::into(std::vector<DescribedSection>& sections)
{
    if (!m_section.facts.empty())
        sections.push_back(std::move(m_section));
}

std::string scalarText(const JsonValue& value)
{
    if (value.isString())
        return value.string();
    return value.isBool() || value.isNumber() ? value.text() : std::string();
}

std::string pairsText(const JsonValue& object, std::string_view between)
{
    std::string out;
    for (const auto& [key, value] : object.members())
        out += (out.empty() ? "" : ", ") + std::string(key) + std::string(between) + scalarText(value);
    return out;
}

Text describeDeletion(const JsonValue& object)
{
    const JsonValue metadata = object["metadata"];
    if (metadata["deletionTimestamp"].empty())
        return {};
    const std::string name = metadata["name"].string(), since = metadata["deletionTimestamp"].string();
    if (const std::string cause = namespaceCause(object); object["kind"].view() == "Namespace" && !cause.empty())
        return text(QT_TRANSLATE_NOOP("core", "Namespace %1 is being deleted since %2 and does not go: %3"), name, since, cause);
    const std::string finalizers = joined(metadata["finalizers"].items());
    if (!finalizers.empty())
        return text(QT_TRANSLATE_NOOP("core", "%1 is being deleted since %2 and waits for its finalizers: %3."), name, since, finalizers);
    return {};
}

Description describeObject(const JsonValue& object, TimePoint now)
{
    Description description;
    if (object["kind"].view() == "Pod")
        description = describePod(object, now);
    else if (object["spec"]["template"]["spec"]["containers"].isArray())
        description = describeWorkload(object);
    else
        describeFields(object, description.sections);
    if (Text waiting = describeDeletion(object); !waiting.empty())
        description.trouble = std::move(waiting);
    return description;
}

} // namespace qbm::kubernetes
