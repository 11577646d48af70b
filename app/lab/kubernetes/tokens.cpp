// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/tokens.h"

#include "core/base/file.h"
#include "core/base/sha256.h"

#include <sstream>

namespace qbm::lab::kubernetes {

namespace {

constexpr std::size_t kTokenBytes = 24;

std::vector<std::string> split(const std::string& text, char separator)
{
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, separator);)
        parts.push_back(part);
    return parts;
}

StaticToken parseLine(const std::string& line)
{
    StaticToken token;
    const auto quote = line.find('"');
    const auto fields = split(line.substr(0, quote), ',');
    if (fields.size() >= 3) {
        token.token = Secret(fields[0]);
        token.user = fields[1];
        token.uid = fields[2];
    }
    if (quote != std::string::npos && line.size() > quote + 1)
        token.groups = split(line.substr(quote + 1, line.rfind('"') - quote - 1), ',');
    return token;
}

} // namespace

Result<std::vector<StaticToken>> loadOrMakeTokens(const std::filesystem::path& file, const std::string& adminToken)
{
    std::vector<StaticToken> tokens;
    if (const auto content = readFile(file); content) {
        for (const auto& line : split(*content, '\n'))
            if (auto token = parseLine(line); !token.token.empty())
                tokens.push_back(std::move(token));
    } else if (content.error().kind != ErrorKind::NotFound) {
        return fail(content.error());
    }
    if (tokens.empty())
        tokens = {{Secret(randomHex(kTokenBytes)), kAdminUser, "1000", {"system:masters"}},
            {Secret(randomHex(kTokenBytes)), kServiceAccountUser, "", {}}};
    if (!adminToken.empty())
        for (auto& token : tokens)
            if (token.user == kAdminUser)
                token.token = Secret(adminToken);
    std::string content;
    for (const auto& token : tokens) {
        content += token.token.reveal() + "," + token.user + "," + token.uid + ",\"";
        for (const auto& group : token.groups)
            content += (&group == &token.groups.front() ? "" : ",") + group;
        content += "\"\n";
    }
    QBM_CHECK(writeFileDurably(file, content, 0600));
    return tokens;
}

} // namespace qbm::lab::kubernetes
