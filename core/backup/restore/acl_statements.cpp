// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/acl_statements.h"

#include "core/base/ascii.h"
#include "core/postgres/client.h"

#include <algorithm>

namespace qbm::backup {

namespace {

struct Token {
    enum class Kind { Word, Quoted, Text, Sign };
    Kind kind = Kind::Sign;
    std::string text; ///< a word in small letters, a name without its quotes
    std::size_t begin = 0, end = 0; ///< in the SQL
    int depth = 0; ///< of brackets around it

    bool is(std::string_view word) const { return kind == Kind::Word && text == word; }
    bool isSign(char sign) const { return kind == Kind::Sign && text.size() == 1 && text[0] == sign; }
    bool isName() const { return kind == Kind::Word || kind == Kind::Quoted; }
};

bool isWordByte(char c)
{
    return isAsciiAlphanumeric(c) || c == '_' || c == '$' || (c & 0x80) != 0;
}

class Lexer {
public:
    explicit Lexer(std::string_view sql)
        : m_sql(sql)
    {
    }

    std::vector<Token> run()
    {
        while (m_at < m_sql.size()) {
            const char c = m_sql[m_at];
            if (isAsciiSpace(c))
                ++m_at;
            else if (c == '"')
                takeQuoted(Token::Kind::Quoted, '"', false);
            else if (c == '\'')
                takeQuoted(Token::Kind::Text, '\'', false);
            else if ((c == 'E' || c == 'e') && m_at + 1 < m_sql.size() && m_sql[m_at + 1] == '\'') {
                ++m_at;
                takeQuoted(Token::Kind::Text, '\'', true);
            } else if (c == '$' && takeDollarQuoted())
                continue;
            else if (isWordByte(c))
                takeWord();
            else
                takeSign();
        }
        return std::move(m_tokens);
    }

private:
    void add(Token::Kind kind, std::string text, std::size_t begin)
    {
        m_tokens.push_back({kind, std::move(text), begin, m_at, m_depth});
    }

    void takeQuoted(Token::Kind kind, char quote, bool backslashes)
    {
        const std::size_t begin = m_at++;
        std::string text;
        for (; m_at < m_sql.size(); ++m_at) {
            if (backslashes && m_sql[m_at] == '\\' && m_at + 1 < m_sql.size())
                ++m_at;
            else if (m_sql[m_at] == quote) {
                if (m_at + 1 >= m_sql.size() || m_sql[m_at + 1] != quote)
                    break;
                ++m_at;
            }
            text += m_sql[m_at];
        }
        m_at = std::min(m_at + 1, m_sql.size());
        add(kind, std::move(text), begin);
    }

    bool takeDollarQuoted()
    {
        std::size_t tagEnd = m_at + 1;
        while (tagEnd < m_sql.size() && isWordByte(m_sql[tagEnd]) && m_sql[tagEnd] != '$')
            ++tagEnd;
        if (tagEnd >= m_sql.size() || m_sql[tagEnd] != '$')
            return false;
        const std::string_view tag = m_sql.substr(m_at, tagEnd + 1 - m_at);
        const std::size_t end = m_sql.find(tag, tagEnd + 1);
        const std::size_t begin = m_at;
        m_at = end == std::string_view::npos ? m_sql.size() : end + tag.size();
        add(Token::Kind::Text, {}, begin);
        return true;
    }

    void takeWord()
    {
        const std::size_t begin = m_at;
        std::string text;
        for (; m_at < m_sql.size() && isWordByte(m_sql[m_at]); ++m_at)
            text += toAsciiLower(m_sql[m_at]);
        add(Token::Kind::Word, std::move(text), begin);
    }

    void takeSign()
    {
        const std::size_t begin = m_at;
        const char c = m_sql[m_at++];
        if (c == ')')
            --m_depth;
        add(Token::Kind::Sign, std::string(1, c), begin);
        if (c == '(')
            ++m_depth;
    }

    std::string_view m_sql;
    std::size_t m_at = 0;
    int m_depth = 0;
    std::vector<Token> m_tokens;
};

using Tokens = std::vector<Token>;

/// A list of names: where it begins and ends in the SQL.
struct NameList {
    std::vector<std::string> names;
    std::size_t begin = 0, end = 0;
};

NameList namesAt(const Tokens& tokens, std::size_t at)
{
    NameList list;
    for (; at < tokens.size(); ++at) {
        if (tokens[at].is("group"))
            continue; // as old versions wrote it
        if (!tokens[at].isName())
            break;
        if (list.names.empty())
            list.begin = tokens[at].begin;
        list.end = tokens[at].end;
        list.names.push_back(tokens[at].is("public") ? std::string() : tokens[at].text);
        if (at + 1 >= tokens.size() || !tokens[at + 1].isSign(','))
            break;
        ++at;
    }
    return list;
}

bool isAt(const Tokens& tokens, std::size_t at, std::string_view word)
{
    return at < tokens.size() && tokens[at].is(word);
}

/// Where the last of `words` stands outside of brackets; tokens.size(): nowhere.
std::size_t lastOf(const Tokens& tokens, std::initializer_list<std::string_view> words)
{
    for (std::size_t i = tokens.size(); i-- > 0;) {
        const bool found = std::ranges::any_of(words, [&](std::string_view word) { return tokens[i].is(word); });
        if (found && tokens[i].depth == 0)
            return i;
    }
    return tokens.size();
}

std::size_t firstOf(const Tokens& tokens, std::string_view word)
{
    const auto found
        = std::ranges::find_if(tokens, [&](const Token& token) { return token.depth == 0 && token.is(word); });
    return static_cast<std::size_t>(found - tokens.begin());
}

std::vector<std::string_view> splitStatements(std::string_view sql)
{
    std::vector<std::string_view> statements;
    std::size_t begin = std::string_view::npos;
    for (const Token& token : Lexer(sql).run()) {
        if (token.isSign(';') && token.depth == 0) {
            if (begin != std::string_view::npos)
                statements.push_back(sql.substr(begin, token.begin - begin));
            begin = std::string_view::npos;
        } else if (begin == std::string_view::npos)
            begin = token.begin;
    }
    if (begin != std::string_view::npos)
        statements.push_back(sql.substr(begin));
    return statements;
}

NameList policyRoleList(std::string_view definition)
{
    const Tokens tokens = Lexer(definition).run();
    return namesAt(tokens, firstOf(tokens, "to") + 1);
}

} // namespace

std::vector<AclStatement> parseAclStatements(std::string_view definition)
{
    std::vector<AclStatement> statements;
    std::string actAs;
    for (const std::string_view sql : splitStatements(definition)) {
        const Tokens tokens = Lexer(sql).run();
        if (isAt(tokens, 0, "set") && isAt(tokens, 1, "session") && isAt(tokens, 2, "authorization")) {
            actAs = tokens.size() > 3 ? tokens[3].text : std::string();
            continue;
        }
        if (isAt(tokens, 0, "reset")) {
            actAs.clear();
            continue;
        }
        AclStatement statement{actAs, std::string(sql), {}, firstOf(tokens, "grant") < tokens.size()};
        if (const std::size_t revoke = firstOf(tokens, "revoke"); revoke < tokens.size())
            statement.gives = false; // REVOKE GRANT OPTION FOR ...
        statement.roles = namesAt(tokens, lastOf(tokens, {"to", "from"}) + 1).names;
        for (std::size_t i = 0; i + 2 < tokens.size(); ++i) {
            if (tokens[i].is("for") && (tokens[i + 1].is("role") || tokens[i + 1].is("user")))
                statement.roles.push_back(tokens[i + 2].text);
        }
        std::erase(statement.roles, std::string());
        statements.push_back(std::move(statement));
    }
    return statements;
}

std::vector<std::string> policyRoles(std::string_view definition)
{
    std::vector<std::string> roles = policyRoleList(definition).names;
    std::erase(roles, std::string());
    return roles;
}

std::string policyWithoutRoles(std::string_view definition, const std::set<std::string>& missing)
{
    const NameList list = policyRoleList(definition);
    std::string left;
    for (const std::string& role : list.names) {
        if (!missing.contains(role))
            left += (left.empty() ? "" : ", ") + (role.empty() ? "PUBLIC" : postgres::quoteIdentifier(role));
    }
    return std::string(definition.substr(0, list.begin)) + left + std::string(definition.substr(list.end));
}

std::string userMappingRole(std::string_view definition)
{
    const Tokens tokens = Lexer(definition).run();
    const NameList list = namesAt(tokens, firstOf(tokens, "for") + 1);
    return list.names.empty() ? std::string() : list.names.front();
}

std::string functionLanguage(std::string_view definition)
{
    const Tokens tokens = Lexer(definition).run();
    const std::size_t at = firstOf(tokens, "language") + 1;
    return at < tokens.size() && (tokens[at].isName() || tokens[at].kind == Token::Kind::Text) ? tokens[at].text
                                                                                              : std::string();
}

bool saysOutsideQuotes(std::string_view sql, std::string_view words)
{
    const Tokens tokens = Lexer(sql).run();
    const Tokens wanted = Lexer(words).run();
    return std::ranges::search(tokens, wanted, [](const Token& a, const Token& b) {
        return a.depth == 0 && a.kind == Token::Kind::Word && a.text == b.text;
    }).begin()
        != tokens.end();
}

} // namespace qbm::backup
