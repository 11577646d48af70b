// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/config/profile_backups.h"
#include "core/config/yaml_emit.h"

#include <algorithm>

namespace qbm::config {

namespace {

const std::vector<std::string_view> kSslModes{"disable", "allow", "prefer", "require", "verify-ca", "verify-full"};
constexpr std::string_view kTiers = "lab, development, staging or production";
constexpr std::string_view kUrlExample = "an address such as http://host:9090";

PostgresAccess readPostgres(YamlSection section)
{
    PostgresAccess access;
    section.readHost("host", access.host);
    section.readPort("port", access.port);
    section.readText("database", access.database);
    section.readText("user", access.user);
    section.readSecret("password", access.password);
    section.readChoice("sslmode", kSslModes, access.sslMode);
    return access;
}

RedisAccess readRedis(YamlSection section)
{
    RedisAccess access;
    section.readHost("host", access.host);
    section.readPort("port", access.port);
    section.readNumber("database", 0, 65535, access.database);
    section.readText("user", access.user);
    section.readSecret("password", access.password);
    section.readText("prefix", access.keyPrefix);
    return access;
}

HttpAccess readHttp(YamlSection section)
{
    HttpAccess access;
    section.require("url", kUrlExample);
    section.readUrl("url", access.url);
    section.readSecret("token", access.bearerToken);
    section.readFilePath("ca", access.caFile);
    return access;
}

KubernetesAccess readKubernetes(YamlSection section)
{
    KubernetesAccess access;
    section.readFilePath("kubeconfig", access.kubeconfig);
    section.readText("context", access.context);
    section.readText("namespace", access.nameSpace);
    const bool isLabel = !access.nameSpace.empty() && access.nameSpace.size() <= 63
        && std::ranges::all_of(access.nameSpace, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; })
        && access.nameSpace.front() != '-' && access.nameSpace.back() != '-';
    if (section.has("namespace") && !isLabel)
        section.rejectValue("namespace", "a namespace of lower-case letters, digits and \"-\"");
    return access;
}

void readNumber(YamlSection& section, std::string_view key, int least, int most, std::optional<int>& out)
{
    int number = 0;
    section.readNumber(key, least, most, number);
    if (section.has(key))
        out = number;
}

Objectives readObjectives(YamlSection section)
{
    Objectives objectives;
    readNumber(section, "p95-milliseconds", 1, 600'000, objectives.p95Milliseconds);
    readNumber(section, "failed-percent", 0, 100, objectives.failedPercent);
    readNumber(section, "accuracy-percent", 0, 100, objectives.accuracyPercent);
    return objectives;
}

std::filesystem::path readFolder(YamlSection section)
{
    std::filesystem::path folder;
    section.require("folder", "a path");
    section.readPath("folder", folder);
    return folder;
}

void readName(YamlSection& document, Profile& profile)
{
    constexpr std::string_view kExpected = "a short name without \"/\" that does not begin with a dot";
    document.require("name", kExpected);
    document.readText("name", profile.name);
    // It becomes a folder's name.
    if (document.has("name")
        && (profile.name.empty() || profile.name.size() > 64 || profile.name.front() == '.' || profile.name.find('/') != std::string::npos))
        document.rejectValue("name", kExpected);
}

void readTier(YamlSection& document, Profile& profile)
{
    document.require("tier", kTiers);
    std::string written;
    document.readText("tier", written);
    if (const auto tier = parseTier(written))
        profile.tier = *tier;
    else if (document.has("tier"))
        document.rejectValue("tier", kTiers);
}

Profile readDocument(YamlSource& source, const YAML::Node& node)
{
    Profile profile;
    YamlSection document(source, node, "", 1,
        {"name", "tier", "postgres", "redis", "prometheus", "alertmanager", "application", "kubernetes", "backups", "objectives", "state"});
    readName(document, profile);
    readTier(document, profile);
    if (source.rejected())
        return profile;
    if (document.has("postgres"))
        profile.postgres = readPostgres(document.section("postgres", {"host", "port", "database", "user", "password", "sslmode"}));
    if (document.has("redis"))
        profile.redis = readRedis(document.section("redis", {"host", "port", "database", "user", "password", "prefix"}));
    for (const auto& [key, access] : {std::pair("prometheus", &profile.prometheus), std::pair("alertmanager", &profile.alertmanager),
             std::pair("application", &profile.application)}) {
        if (document.has(key))
            *access = readHttp(document.section(key, {"url", "token", "ca"}));
    }
    if (document.has("kubernetes"))
        profile.kubernetes = readKubernetes(document.section("kubernetes", {"kubeconfig", "context", "namespace"}));
    readBackups(document, profile.backups);
    if (document.has("objectives"))
        profile.objectives = readObjectives(document.section("objectives", {"p95-milliseconds", "failed-percent", "accuracy-percent"}));
    if (document.has("state"))
        profile.stateFolder = readFolder(document.section("state", {"folder"}));
    return profile;
}

Result<Profile> parseProfile(const std::string& yaml, const std::filesystem::path& file, bool filesMustExist)
{
    YamlSource source(file, std::filesystem::absolute(file).parent_path(), filesMustExist);
    try {
        Profile profile = readDocument(source, YAML::Load(yaml));
        QBM_CHECK(source.outcome());
        return profile;
    } catch (const YAML::Exception& exception) {
        const int line = exception.mark.is_null() ? 1 : exception.mark.line + 1;
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "%1:%2: this is not YAML: %3."), file.string(), line, exception.msg));
    }
}

// --- writing ---------------------------------------------------------------------------------------------------------

void write(YAML::Emitter& out, const PostgresAccess& access)
{
    writeKey(out, "host", access.host);
    writeKey(out, "port", access.port);
    writeKey(out, "database", access.database);
    writeKey(out, "user", access.user);
    writeKey(out, "password", access.password.toString());
    writeKey(out, "sslmode", access.sslMode);
}

void write(YAML::Emitter& out, const RedisAccess& access)
{
    writeKey(out, "host", access.host);
    writeKey(out, "port", access.port);
    writeKey(out, "database", access.database);
    writeKey(out, "user", access.user);
    writeKey(out, "password", access.password.toString());
    out << YAML::Key << "prefix" << YAML::Value << access.keyPrefix; // empty is a choice here, not an absence
}

void write(YAML::Emitter& out, const HttpAccess& access)
{
    writeKey(out, "url", access.url);
    writeKey(out, "token", access.bearerToken.toString());
    writeKey(out, "ca", access.caFile.string());
}

void write(YAML::Emitter& out, const KubernetesAccess& access)
{
    writeKey(out, "kubeconfig", access.kubeconfig.string());
    writeKey(out, "context", access.context);
    writeKey(out, "namespace", access.nameSpace);
}

void write(YAML::Emitter& out, const Objectives& objectives)
{
    for (const auto& [key, value] : {std::pair("p95-milliseconds", objectives.p95Milliseconds), std::pair("failed-percent", objectives.failedPercent),
             std::pair("accuracy-percent", objectives.accuracyPercent)}) {
        if (value)
            writeKey(out, key, *value);
    }
}

template <class Access>
void writeSection(YAML::Emitter& out, const char* key, const std::optional<Access>& access)
{
    if (access)
        writeMap(out, key, [&] { write(out, *access); });
}

void writeFolder(YAML::Emitter& out, const char* key, const std::filesystem::path& folder)
{
    if (!folder.empty())
        writeMap(out, key, [&] { writeKey(out, "folder", folder.string()); });
}

} // namespace

Result<Profile> loadProfile(const std::filesystem::path& file)
{
    QBM_TRY(yaml, readFile(file, 1u << 20));
    return parseProfile(yaml, file, true);
}

std::string profileToYaml(const Profile& profile)
{
    YAML::Emitter out;
    out << YAML::BeginMap;
    writeKey(out, "name", profile.name);
    writeKey(out, "tier", std::string(name(profile.tier)));
    writeSection(out, "postgres", profile.postgres);
    writeSection(out, "redis", profile.redis);
    writeSection(out, "prometheus", profile.prometheus);
    writeSection(out, "alertmanager", profile.alertmanager);
    writeSection(out, "application", profile.application);
    writeSection(out, "kubernetes", profile.kubernetes);
    writeBackups(out, profile.backups);
    if (profile.objectives != Objectives())
        writeMap(out, "objectives", [&] { write(out, profile.objectives); });
    writeFolder(out, "state", profile.stateFolder);
    out << YAML::EndMap;
    return "# A QBM Console profile. Secrets are references (env:, file:, keyring:, pgpass, kube-secret:), never values.\n"
        + std::string(out.c_str()) + "\n";
}

Result<> saveProfile(const Profile& profile, const std::filesystem::path& file)
{
    const std::string yaml = profileToYaml(profile);
    QBM_CHECK(parseProfile(yaml, file, false)); // never leave a file behind that cannot be read again
    QBM_CHECK(makeFolder(std::filesystem::absolute(file).parent_path(), 0700));
    return writeFileDurably(file, yaml, 0600);
}

} // namespace qbm::config
