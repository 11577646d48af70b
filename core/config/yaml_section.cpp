// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/user_folders.h"
#include "core/config/yaml_section.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <numeric>

namespace qbm::config {

namespace {

constexpr std::string_view kSecretForms
    = "a reference to the secret (env:NAME, file:PATH, keyring:ITEM, pgpass or kube-secret:NAMESPACE/NAME/KEY), never the secret itself";

std::size_t editDistance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t(0));
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
            diagonal = above;
        }
    }
    return row.back();
}

/// The known key that was probably meant; empty if none is near.
std::string_view nearest(std::string_view key, const std::vector<std::string_view>& known)
{
    std::string_view best;
    std::size_t bestDistance = key.size() / 3 + 2;
    for (const std::string_view candidate : known) {
        if (const std::size_t distance = editDistance(key, candidate); distance < bestDistance) {
            bestDistance = distance;
            best = candidate;
        }
    }
    return best;
}

std::string listed(const std::vector<std::string_view>& words, std::string_view lastSeparator)
{
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0)
            out += i + 1 == words.size() ? lastSeparator : ", ";
        out += words[i];
    }
    return out;
}

std::string_view kindOf(const YAML::Node& node)
{
    switch (node.Type()) {
    case YAML::NodeType::Map: return "a group of keys";
    case YAML::NodeType::Sequence: return "a list";
    case YAML::NodeType::Scalar: return "a single value";
    default: return "nothing";
    }
}

std::optional<int> toNumber(std::string_view text)
{
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

std::optional<std::uint64_t> toByteSize(std::string_view text)
{
    constexpr std::pair<std::string_view, std::uint64_t> kUnits[] = {{"", 1}, {"B", 1}, {"kB", 1'000}, {"MB", 1'000'000},
        {"GB", 1'000'000'000}, {"TB", 1'000'000'000'000}, {"KiB", 1ULL << 10}, {"MiB", 1ULL << 20}, {"GiB", 1ULL << 30},
        {"TiB", 1ULL << 40}};
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
    unit.remove_prefix(std::min(unit.find_first_not_of(' '), unit.size()));
    for (const auto& [name, factor] : kUnits) {
        if (error == std::errc() && unit == name && number > 0
            && number <= std::numeric_limits<std::int64_t>::max() / factor)
            return number * factor;
    }
    return std::nullopt;
}

bool isUrl(std::string_view url)
{
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!url.starts_with(scheme))
            continue;
        url.remove_prefix(scheme.size());
        if (url.find_first_of(" \t\r\n\"<>\\?#@") != std::string_view::npos)
            return false;
        const std::string_view authority = url.substr(0, url.find('/'));
        const std::size_t bracket = authority.rfind(']');
        const std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
        if (authority.substr(0, colon).empty())
            return false;
        if (colon == std::string_view::npos)
            return true;
        const auto port = toNumber(authority.substr(colon + 1));
        return port && *port >= 1 && *port <= 65535;
    }
    return false;
}

} // namespace

std::filesystem::path YamlSource::resolve(const std::string& path) const
{
    return (m_folder / expandHome(path)).lexically_normal();
}

void YamlSource::reject(Text why)
{
    if (!m_error)
        m_error = Error{ErrorKind::InvalidInput, std::move(why), {}, {}};
}

Result<> YamlSource::outcome() const
{
    if (m_error)
        return fail(*m_error);
    return {};
}

YamlSection::YamlSection(
    YamlSource& source, const YAML::Node& node, std::string path, int line, std::vector<std::string_view> known)
    : m_source(source)
    , m_path(std::move(path))
    , m_line(line)
{
    if (!node.IsMap()) {
        const std::string what = m_path.empty() ? "" : m_path + ": ";
        m_source.reject(text(QT_TRANSLATE_NOOP("core", "%1:%2: %3expected the keys %4, found %5."), m_source.file(), m_line, what,
            listed(known, " and "), kindOf(node)));
        return;
    }
    for (const auto& entry : node) {
        const int keyLine = entry.first.Mark().line + 1;
        const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : std::string(kindOf(entry.first));
        if (std::ranges::find(known, std::string_view(key)) == known.end())
            rejectUnknown(key, keyLine, known);
        const auto [at, isNew] = m_fields.try_emplace(key, Field{entry.second, keyLine});
        if (!isNew)
            m_source.reject(text(QT_TRANSLATE_NOOP("core", "%1:%2: %3 stands here twice, first on line %4."), m_source.file(), keyLine,
                pathOf(key), at->second.line));
    }
}

std::string YamlSection::pathOf(std::string_view key) const
{
    return m_path.empty() ? std::string(key) : m_path + "." + std::string(key);
}

int YamlSection::lineOf(std::string_view key) const
{
    const auto field = m_fields.find(key);
    return field == m_fields.end() ? m_line : field->second.line;
}

void YamlSection::rejectUnknown(const std::string& key, int line, const std::vector<std::string_view>& known)
{
    if (const std::string_view meant = nearest(key, known); !meant.empty())
        m_source.reject(text(QT_TRANSLATE_NOOP("core", "%1:%2: %3 is not known; did you mean %4?"), m_source.file(), line, pathOf(key),
            pathOf(meant)));
    else
        m_source.reject(text(QT_TRANSLATE_NOOP("core", "%1:%2: %3 is not known; expected one of %4."), m_source.file(), line, pathOf(key),
            listed(known, " or ")));
}

void YamlSection::rejectValue(std::string_view key, std::string_view expected)
{
    const YAML::Node& value = m_fields.at(std::string(key)).value;
    const std::string found = value.IsScalar() ? "\"" + value.Scalar() + "\"" : std::string(kindOf(value));
    m_source.reject(text(
        QT_TRANSLATE_NOOP("core", "%1:%2: %3: expected %4, found %5."), m_source.file(), lineOf(key), pathOf(key), expected, found));
}

void YamlSection::rejectHidden(std::string_view key, std::string_view expected)
{
    m_source.reject(text(QT_TRANSLATE_NOOP("core", "%1:%2: %3: expected %4. What stands there is not shown here."), m_source.file(),
        lineOf(key), pathOf(key), expected));
}

void YamlSection::require(std::string_view key, std::string_view expected)
{
    if (!has(key))
        m_source.reject(text(QT_TRANSLATE_NOOP("core", "%1:%2: %3 is missing; expected %4."), m_source.file(), m_line, pathOf(key), expected));
}

YamlSection YamlSection::section(std::string_view key, std::vector<std::string_view> known)
{
    const Field& field = m_fields.at(std::string(key));
    return {m_source, field.value, pathOf(key), field.line, std::move(known)};
}

std::vector<YamlSection> YamlSection::list(std::string_view key, const std::vector<std::string_view>& known)
{
    std::vector<YamlSection> entries;
    const Field& field = m_fields.at(std::string(key));
    if (!field.value.IsSequence()) {
        rejectValue(key, "a list");
        return entries;
    }
    for (const YAML::Node& entry : field.value) {
        const std::string path = pathOf(key) + "[" + std::to_string(entries.size()) + "]";
        entries.emplace_back(m_source, entry, path, entry.Mark().line + 1, known);
    }
    return entries;
}

std::optional<std::string> YamlSection::scalar(std::string_view key, std::string_view expected)
{
    const auto field = m_fields.find(key);
    if (field == m_fields.end() || m_source.rejected())
        return std::nullopt;
    if (field->second.value.IsScalar())
        return field->second.value.Scalar();
    rejectValue(key, expected);
    return std::nullopt;
}

void YamlSection::readText(std::string_view key, std::string& out)
{
    constexpr std::string_view kExpected = "a text";
    if (auto found = scalar(key, kExpected)) {
        if (std::ranges::any_of(*found, [](char c) { return static_cast<unsigned char>(c) < ' '; }))
            rejectValue(key, "a text on one line");
        out = std::move(*found);
    }
}

void YamlSection::readNumber(std::string_view key, int least, int most, int& out)
{
    const std::string expected = "a number from " + std::to_string(least) + " to " + std::to_string(most);
    if (const auto found = scalar(key, expected)) {
        const auto number = toNumber(*found);
        if (number && *number >= least && *number <= most)
            out = *number;
        else
            rejectValue(key, expected);
    }
}

void YamlSection::readBoolean(std::string_view key, bool& out)
{
    constexpr std::string_view kExpected = "true or false";
    if (const auto found = scalar(key, kExpected)) {
        if (*found == "true" || *found == "false")
            out = *found == "true";
        else
            rejectValue(key, kExpected);
    }
}

void YamlSection::readByteSize(std::string_view key, std::optional<std::uint64_t>& out)
{
    constexpr std::string_view kExpected = "a size such as 50 GB, 50 GiB or a number of bytes";
    if (const auto found = scalar(key, kExpected)) {
        out = toByteSize(*found);
        if (!out)
            rejectValue(key, kExpected);
    }
}

void YamlSection::readPort(std::string_view key, std::uint16_t& out)
{
    int port = out;
    readNumber(key, 1, 65535, port);
    out = static_cast<std::uint16_t>(port);
}

void YamlSection::readHost(std::string_view key, std::string& out)
{
    constexpr std::string_view kExpected = "a host name or an address, without scheme and port";
    if (auto found = scalar(key, kExpected)) {
        const bool isSocketFolder = found->starts_with('/');
        const bool isAddress6 = std::ranges::count(*found, ':') > 1;
        if (found->empty() || found->find_first_of(" \t\r\n@") != std::string::npos
            || (!isSocketFolder && (found->find('/') != std::string::npos || (!isAddress6 && found->find(':') != std::string::npos))))
            rejectValue(key, kExpected);
        out = std::move(*found);
    }
}

void YamlSection::readChoice(std::string_view key, const std::vector<std::string_view>& choices, std::string& out)
{
    const std::string expected = listed(choices, " or ");
    if (auto found = scalar(key, expected)) {
        if (std::ranges::find(choices, std::string_view(*found)) == choices.end())
            rejectValue(key, expected);
        out = std::move(*found);
    }
}

void YamlSection::readUrl(std::string_view key, std::string& out)
{
    constexpr std::string_view kExpected = "an address such as http://host:9090, without user, password and query";
    if (auto found = scalar(key, kExpected)) {
        while (found->ends_with('/') && !found->ends_with("://"))
            found->pop_back();
        if (!isUrl(*found)) {
            if (found->find_first_of("@?") != std::string::npos)
                rejectHidden(key, kExpected); // a password or a key may stand there
            else
                rejectValue(key, kExpected);
        }
        out = std::move(*found);
    }
}

void YamlSection::readPath(std::string_view key, std::filesystem::path& out)
{
    constexpr std::string_view kExpected = "a path";
    if (const auto found = scalar(key, kExpected)) {
        if (found->empty())
            rejectValue(key, kExpected);
        out = m_source.resolve(*found);
    }
}

void YamlSection::readFilePath(std::string_view key, std::filesystem::path& out)
{
    readPath(key, out);
    if (has(key) && !m_source.rejected())
        requireFile(key, out);
}

void YamlSection::requireFile(std::string_view key, const std::filesystem::path& file)
{
    std::error_code error;
    if (m_source.filesMustExist() && !std::filesystem::is_regular_file(file, error))
        m_source.reject(text(QT_TRANSLATE_NOOP("core", "%1:%2: %3: expected the path of a file, but there is no file %4."), m_source.file(),
            lineOf(key), pathOf(key), file.string()));
}

void YamlSection::readSecret(std::string_view key, SecretReference& out)
{
    const auto field = m_fields.find(key);
    if (field == m_fields.end() || m_source.rejected())
        return;
    auto reference = field->second.value.IsScalar() ? parseSecretReference(field->second.value.Scalar())
                                                    : Result<SecretReference>(fail(ErrorKind::InvalidInput, ""));
    if (!reference)
        return rejectHidden(key, kSecretForms);
    if (reference->kind == SecretReference::Kind::PgPass && m_path != "postgres")
        return rejectValue(key, "env:, file:, keyring: or kube-secret: (pgpass is for PostgreSQL)");
    if (reference->kind == SecretReference::Kind::File) {
        const std::filesystem::path file = m_source.resolve(reference->location);
        reference->location = file.string();
        requireFile(key, file);
    }
    out = std::move(*reference);
}

} // namespace qbm::config
