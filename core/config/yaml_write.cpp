// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/yaml.h"

#include "core/base/json_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace qbm::config {

namespace {

using nlohmann::json;

constexpr int kIndent = 2;

std::string quoted(const std::string& text)
{
    return writeJson(json(text));
}

bool hasControlCharacter(std::string_view text)
{
    return std::ranges::any_of(
        text, [](char character) { return static_cast<unsigned char>(character) < 0x20 && character != '\n'; });
}

/// What some reader takes for a number in another base, a time or a date, though Kubernetes' own does not.
bool resemblesNumber(std::string_view text)
{
    const std::size_t sign = text.find_first_not_of("+-.");
    return sign != std::string_view::npos && text[sign] >= '0' && text[sign] <= '9'
        && text.find_first_not_of("0123456789abcdefABCDEFoOxXTZ_:.,+-") == std::string_view::npos;
}

bool mayStandPlain(const std::string& text)
{
    constexpr std::string_view kIndicators = "-?:,[]{}#&*!|>'\"%@`= \t";
    constexpr std::string_view kLetters = "yYnN~";
    if (text.empty() || text.find('\n') != std::string::npos || hasControlCharacter(text))
        return false;
    // An option such as --port begins like a list item but has no space after it.
    const bool option = text.size() > 1 && text[0] == '-' && text[1] != ' ' && !text.starts_with("---");
    if (!option && kIndicators.find(text.front()) != std::string_view::npos)
        return false;
    if (text.starts_with("...") || (text.size() == 1 && kLetters.find(text.front()) != std::string_view::npos))
        return false;
    if (text.back() == ' ' || text.back() == ':' || text.find(": ") != std::string::npos
        || text.find(" #") != std::string::npos)
        return false;
    return !resemblesNumber(text) && plainScalarAsJson(text).starts_with('"');
}

bool mayStandAsBlock(const std::string& text)
{
    return text.find('\n') != std::string::npos && text.front() != ' ' && text.front() != '\n'
        && !hasControlCharacter(text);
}

class Writer {
public:
    std::string write(const json& document)
    {
        value(document, 0);
        return std::move(m_out);
    }

private:
    /// Writes what follows "key:" or "-", its line end included. \param indent of the members of a map or list in it
    void value(const json& node, int indent)
    {
        if (node.is_object() && !node.empty())
            map(node, indent);
        else if (node.is_array() && !node.empty())
            list(node, indent);
        else
            scalar(node, indent);
    }

    void scalar(const json& node, int indent)
    {
        if (!node.is_string()) {
            m_out += writeJson(node) + '\n';
            return;
        }
        const auto& text = node.get_ref<const std::string&>();
        if (mayStandAsBlock(text))
            block(text, std::max(indent, kIndent));
        else
            m_out += (mayStandPlain(text) ? text : quoted(text)) + '\n';
    }

    void block(const std::string& text, int indent)
    {
        const std::size_t last = text.find_last_not_of('\n');
        const std::size_t ends = text.size() - 1 - last;
        m_out += ends == 0 ? "|-" : ends == 1 ? "|" : "|+";
        for (std::size_t begin = 0; begin < text.size();) {
            const std::size_t end = std::min(text.find('\n', begin), text.size());
            m_out += '\n';
            if (end > begin)
                m_out += std::string(static_cast<std::size_t>(indent), ' ') + text.substr(begin, end - begin);
            begin = end + 1;
        }
        m_out += '\n';
    }

    void map(const json& node, int indent)
    {
        bool first = true;
        for (const auto& [key, member] : node.items()) {
            // The first member of a list's item stands behind its dash.
            if (!first || !m_out.ends_with("- "))
                m_out += std::string(static_cast<std::size_t>(indent), ' ');
            first = false;
            m_out += (mayStandPlain(key) ? key : quoted(key)) + ':';
            const bool nested = (member.is_object() || member.is_array()) && !member.empty();
            m_out += nested ? '\n' : ' ';
            // Lists stand under their key without a further indent, as kubectl prints them.
            value(member, member.is_array() ? indent : indent + kIndent);
        }
    }

    void list(const json& node, int indent)
    {
        bool first = true;
        for (const json& item : node) {
            if (!first || !m_out.ends_with("- "))
                m_out += std::string(static_cast<std::size_t>(indent), ' ');
            first = false;
            m_out += "- ";
            value(item, indent + kIndent);
        }
    }

    std::string m_out;
};

} // namespace

Result<std::string> jsonToYaml(std::string_view document)
{
    const json parsed = json::parse(document, nullptr, false);
    if (parsed.is_discarded())
        return fail(
            ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "This is not JSON and cannot be shown as YAML.")));
    return Writer().write(parsed);
}

} // namespace qbm::config
