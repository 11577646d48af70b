// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/row_order.h"

#include "core/base/ascii.h"
#include "core/postgres/client.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace qbm::backup {

namespace {

using Names = std::set<std::string>; ///< "schema.name", without quotes

bool isNameByte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$'
        || static_cast<unsigned char>(c) >= 0x80;
}

/// Where `name` stands in the text as a whole word, in quotes or without, from `begin` on.
std::size_t findWord(std::string_view text, std::string_view name, std::size_t begin = 0)
{
    for (std::size_t at = text.find(name, begin); at != std::string_view::npos; at = text.find(name, at + 1)) {
        const bool begins = at == 0 || !isNameByte(text[at - 1]);
        const std::size_t end = at + name.size();
        if (begins && (end >= text.size() || !isNameByte(text[end])))
            return at;
    }
    return std::string_view::npos;
}

/// Whether SQL reads a table of that name: behind a schema, FROM, JOIN or a comma. A variable or an alias may be called
/// like a table.
bool reads(std::string_view sql, std::string_view table)
{
    constexpr std::string_view kBlanks = " \n\t\r";
    for (std::size_t at = findWord(sql, table); at != std::string_view::npos; at = findWord(sql, table, at + 1)) {
        std::string_view before = sql.substr(0, at);
        if (before.ends_with('"'))
            before.remove_suffix(1);
        if (before.ends_with('.'))
            return true;
        before = before.substr(0, before.find_last_not_of(kBlanks) + 1);
        const std::size_t word = before.find_last_of(" \n\t\r(;") + 1;
        const std::string last = toAsciiLower(before.substr(word));
        if (last == "from" || last == "join" || last == "only" || last == "table" || last.ends_with(','))
            return true;
    }
    return false;
}

/// pg_dump writes `schema.name(` where an expression calls a function, each part in quotes if it needs them.
bool calls(std::string_view text, const ArchiveItem& function)
{
    const std::string name = function.name.substr(0, function.name.find('('));
    for (const std::string& written : {name, postgres::quoteIdentifier(name)}) {
        for (std::size_t at = findWord(text, written); at != std::string_view::npos;
             at = findWord(text, written, at + 1)) {
            if (text.substr(at + written.size()).starts_with('('))
                return true;
        }
    }
    return false;
}

bool isFunction(const ArchiveItem& item)
{
    return item.kind == "FUNCTION";
}

bool holdsRows(const ArchiveItem& item)
{
    return item.kind == "TABLE" || item.kind == "VIEW" || item.kind == "MATERIALIZED VIEW" || item.kind == "FOREIGN TABLE";
}

std::string fullName(const ArchiveItem& item)
{
    return item.schema + "." + item.name;
}

/// Lines of a table's definition from where they begin to judge or to compute its rows.
struct RowRules {
    std::string all, generated;
};

RowRules rulesOf(std::string_view definition)
{
    RowRules rules;
    while (!definition.empty()) {
        const std::size_t end = std::min(definition.find('\n'), definition.size() - 1) + 1;
        const std::string_view line = definition.substr(0, end);
        const std::size_t computes = line.find(" GENERATED ALWAYS AS ("), judges = line.find("CHECK (");
        if (computes != std::string_view::npos)
            rules.generated += line.substr(computes);
        if (const std::size_t first = std::min(computes, judges); first != std::string_view::npos)
            rules.all += line.substr(first);
        definition.remove_prefix(end);
    }
    return rules;
}

class Ordering {
public:
    explicit Ordering(const std::vector<ArchiveItem>& items)
        : m_items(items)
    {
    }

    RowOrder find()
    {
        RowOrder order;
        if (std::ranges::none_of(m_items, isFunction))
            return order;
        for (const ArchiveItem& item : m_items) {
            if (item.kind == "TABLE")
                noteTable(item, order);
        }
        if (m_reads.empty())
            return order;
        for (const ArchiveItem& item : m_items) {
            if (item.kind == "TABLE DATA" && m_reads.contains(fullName(item)))
                m_data[fullName(item)] = item.id;
        }
        putInRounds(order);
        return order;
    }

private:
    void noteTable(const ArchiveItem& table, RowOrder& order)
    {
        const RowRules rules = rulesOf(table.definition);
        m_called = false;
        Names read = readBy(rules.all);
        for (const ArchiveItem& domain : m_items) { // whose condition is the column's
            if (domain.kind == "DOMAIN" && findWord(table.definition, domain.name) != std::string_view::npos)
                read.merge(readBy(rulesOf(domain.definition).all));
        }
        order.judged = order.judged || m_called;
        if (read.empty())
            return;
        if (!rules.generated.empty() && !readBy(rules.generated).empty())
            order.generated.insert(fullName(table));
        m_reads[fullName(table)] = std::move(read);
    }

    /// What the functions read that an expression calls.
    Names readBy(std::string_view expression)
    {
        Names read;
        if (expression.empty())
            return read;
        for (const ArchiveItem& item : m_items) {
            if (isFunction(item) && calls(expression, item)) {
                const Names& more = readByFunction(item);
                read.insert(more.begin(), more.end());
                m_called = true;
            }
        }
        return read;
    }

    const Names& readByFunction(const ArchiveItem& function)
    {
        const auto [known, isNew] = m_readByFunction.try_emplace(function.id);
        if (!isNew)
            return known->second; // or empty, for one that is being looked at: it calls itself
        Names read;
        for (const ArchiveItem& item : m_items) {
            if (holdsRows(item) && reads(function.definition, item.name))
                read.merge(item.kind == "TABLE" ? Names{fullName(item)} : readByView(item));
        }
        const std::size_t body = function.definition.find(" AS ");
        const std::string_view text = std::string_view(function.definition).substr(std::min(body, function.definition.size()));
        for (const ArchiveItem& item : m_items) {
            if (isFunction(item) && item.id != function.id && calls(text, item)) {
                const Names more = readByFunction(item);
                read.insert(more.begin(), more.end());
            }
        }
        return m_readByFunction[function.id] = std::move(read);
    }

    Names readByView(const ArchiveItem& view) const
    {
        Names read;
        for (const ArchiveItem& item : m_items) {
            if (item.kind == "TABLE" && reads(view.definition, item.name))
                read.insert(fullName(item));
        }
        return read;
    }

    /// By itself or by way of others.
    static bool readsItself(const std::string& table, const std::map<std::string, Names>& reads)
    {
        std::vector<std::string> open{table};
        Names seen;
        for (std::size_t i = 0; i < open.size(); ++i) {
            const auto found = reads.find(open[i]);
            if (found == reads.end())
                continue;
            if (found->second.contains(table))
                return true;
            for (const std::string& other : found->second) {
                if (seen.insert(other).second)
                    open.push_back(other);
            }
        }
        return false;
    }

    /// One that reads none that is still to come is ready; where none is, some read in a circle.
    void putInRounds(RowOrder& order)
    {
        std::map<std::string, Names> left = m_reads;
        while (!left.empty()) {
            std::vector<std::string> ready;
            for (const auto& [table, read] : left) {
                if (std::ranges::none_of(read, [&](const std::string& other) { return left.contains(other); }))
                    ready.push_back(table);
            }
            if (ready.empty()) {
                for (const auto& [table, read] : left) {
                    if (readsItself(table, left))
                        ready.push_back(table);
                }
                order.cyclic.insert(ready.begin(), ready.end());
            }
            std::vector<std::int64_t> round;
            for (const std::string& table : ready) {
                left.erase(table);
                if (const auto data = m_data.find(table); data != m_data.end())
                    round.push_back(data->second);
            }
            if (!round.empty())
                order.rounds.push_back(std::move(round));
        }
    }

    const std::vector<ArchiveItem>& m_items;
    std::map<std::string, Names> m_reads; ///< by table
    std::map<std::string, std::int64_t> m_data; ///< TABLE DATA of those tables
    std::map<std::int64_t, Names> m_readByFunction;
    bool m_called = false; ///< by the rules of the table that is looked at
};

} // namespace

RowOrder orderRows(const std::vector<ArchiveItem>& items)
{
    return Ordering(items).find();
}

std::vector<std::int64_t> inRowOrder(
    const std::vector<ArchiveItem>& items, const RowOrder& order, std::vector<std::int64_t> entries)
{
    if (order.empty())
        return entries;
    if (entries.empty())
        std::ranges::transform(items, std::back_inserter(entries), &ArchiveItem::id);
    std::vector<std::int64_t> late;
    for (const std::vector<std::int64_t>& round : order.rounds) {
        for (const std::int64_t id : round) {
            if (std::erase(entries, id) > 0)
                late.push_back(id);
        }
    }
    std::set<std::int64_t> rows;
    for (const ArchiveItem& item : items) {
        if (item.kind == "TABLE DATA")
            rows.insert(item.id);
    }
    // Behind the last rows of others; without any, before what needs rows: they stand where the first of them stood.
    const auto last = std::ranges::find_if(
        entries.rbegin(), entries.rend(), [&](std::int64_t id) { return rows.contains(id); });
    auto place = last.base();
    if (last == entries.rend()) {
        const auto first = std::ranges::find_if(items, [&](const ArchiveItem& item) { return item.kind == "TABLE DATA"; });
        std::set<std::int64_t> before;
        for (auto item = items.begin(); item != first; ++item)
            before.insert(item->id);
        place = std::ranges::find_if(entries, [&](std::int64_t id) { return !before.contains(id); });
    }
    entries.insert(place, late.begin(), late.end());
    return entries;
}

} // namespace qbm::backup
