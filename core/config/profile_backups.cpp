// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/profile_backups.h"

#include "core/config/alert_matchers.h"
#include "core/config/yaml_emit.h"

#include <algorithm>
#include <array>
#include <set>

namespace qbm::config {

namespace {

constexpr int kLongestStallSeconds = 24 * 60 * 60;
constexpr int kOldestHours = 365 * 24;
constexpr int kMostKept = 100'000;
constexpr std::string_view kUrlExample = "an address such as https://s3.example.org";
constexpr std::array<const char*, 7> kOfUrlOnly{"url", "region", "bucket", "prefix", "key-id", "secret", "ca"};

bool isLowerOrDigit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool isHexadecimal(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// The form only: whether there is such a key is found out where the backup is made.
bool isRecipient(const std::string& text)
{
    if (text.starts_with("age1"))
        return std::ranges::all_of(text, isLowerOrDigit);
    std::string digits = text;
    std::erase(digits, ' ');
    return digits.size() == 40 && std::ranges::all_of(digits, isHexadecimal);
}

void readRecipient(YamlSection& section, std::string& out)
{
    section.readText("encrypt-to", out);
    if (!section.has("encrypt-to") || isRecipient(out))
        return;
    // The secret half of a key may stand there by mistake.
    section.rejectHidden(
        "encrypt-to", "a public key: an age recipient (age1...) or a GnuPG fingerprint of 40 hexadecimal digits");
}

void readSilence(YamlSection& section, std::string& out)
{
    section.readText("silence", out);
    if (section.has("silence") && !parseAlertMatchers(out))
        section.rejectValue("silence",
            R"(matchers of alerts such as namespace="qbm",severity!="info", at least one with = or =~ and a value)");
}

BackupRetention readRetention(YamlSection section)
{
    BackupRetention keep;
    section.readNumber("days", 0, kMostKept, keep.days);
    section.readNumber("last", 0, kMostKept, keep.last);
    section.readNumber("daily", 0, kMostKept, keep.daily);
    section.readNumber("weekly", 0, kMostKept, keep.weekly);
    section.readNumber("monthly", 0, kMostKept, keep.monthly);
    section.readByteSize("maximum-bytes", keep.maximumBytes);
    return keep;
}

void readBucket(YamlSection& section, std::string& out)
{
    constexpr std::string_view kExpected = "a bucket's name of 3 to 63 lower-case letters, digits, \".\" and \"-\"";
    section.require("bucket", kExpected);
    section.readText("bucket", out);
    const bool isBucket = out.size() >= 3 && out.size() <= 63 && isLowerOrDigit(out.front())
        && isLowerOrDigit(out.back())
        && std::ranges::all_of(out, [](char c) { return isLowerOrDigit(c) || c == '.' || c == '-'; });
    if (section.has("bucket") && !isBucket)
        section.rejectValue("bucket", kExpected);
}

/// A prefix is written with or without the "/" at its end and always used with it.
void readPrefix(YamlSection& section, std::string& out)
{
    section.readText("prefix", out);
    if (out.starts_with('/') || out.find("//") != std::string::npos)
        section.rejectValue("prefix", "names separated by single \"/\", such as qbm/production/");
    if (!out.empty() && !out.ends_with('/'))
        out += '/';
}

void readWord(YamlSection& section, const char* key, std::string_view expected, std::string& out)
{
    section.readText(key, out);
    if (section.has(key) && (out.empty() || out.find_first_of(" /") != std::string::npos))
        section.rejectValue(key, expected);
}

void readBucketCopy(YamlSection& section, BackupCopy& copy)
{
    section.readUrl("url", copy.url);
    readWord(section, "region", "a region such as us-east-1", copy.region);
    readBucket(section, copy.bucket);
    readPrefix(section, copy.prefix);
    section.require("key-id", "the public half of an access key");
    readWord(section, "key-id", "the public half of an access key", copy.keyId);
    constexpr std::string_view kSecret = "a reference to the secret key (env:NAME, file:PATH or keyring:ITEM)";
    section.require("secret", kSecret);
    section.readSecret("secret", copy.secret);
    if (section.has("secret") && copy.secret.kind == SecretReference::Kind::None)
        section.rejectHidden("secret", kSecret);
    section.readFilePath("ca", copy.caFile);
}

void readFolderCopy(YamlSection& section, const Backups& backups, BackupCopy& copy)
{
    for (const char* key : kOfUrlOnly) {
        if (section.has(key))
            section.rejectHidden(key, "nothing, since this copy goes to a folder");
    }
    section.readPath("folder", copy.folder);
    if (copy.folder == backups.folder)
        section.rejectValue("folder", "another folder than backups.folder");
}

BackupCopy readCopy(YamlSection& section, const Backups& backups)
{
    BackupCopy copy;
    constexpr std::string_view kName = "a short name without \"/\" and blanks";
    section.require("name", kName);
    readWord(section, "name", kName, copy.name);
    if (section.has("folder"))
        readFolderCopy(section, backups, copy);
    else {
        section.require("url", "an address such as https://s3.example.org, or else folder");
        readBucketCopy(section, copy);
    }
    section.readChoice("retention", {"off", "same"}, copy.retention);
    return copy;
}

void readCopies(YamlSection& section, Backups& out)
{
    std::set<std::string> names;
    for (YamlSection& entry :
        section.list("copies", {"name", "folder", "url", "region", "bucket", "prefix", "key-id", "secret", "ca", "retention"})) {
        BackupCopy copy = readCopy(entry, out);
        if (entry.has("name") && !names.insert(copy.name).second)
            entry.rejectValue("name", "a name that no other copy has");
        out.copies.push_back(std::move(copy));
    }
}

// --- writing ---------------------------------------------------------------------------------------------------------

/// Only what was chosen is written, so that a better default reaches whoever has not chosen.
template <class Value> void writeChosen(YAML::Emitter& out, const char* key, const Value& value, const Value& standard)
{
    if (value != standard)
        writeKey(out, key, value);
}

void writeRetention(YAML::Emitter& out, const BackupRetention& keep)
{
    const BackupRetention standard;
    if (keep == standard)
        return;
    writeMap(out, "keep", [&] {
        writeChosen(out, "days", keep.days, standard.days);
        writeChosen(out, "last", keep.last, standard.last);
        writeChosen(out, "daily", keep.daily, standard.daily);
        writeChosen(out, "weekly", keep.weekly, standard.weekly);
        writeChosen(out, "monthly", keep.monthly, standard.monthly);
        if (keep.maximumBytes)
            writeKey(out, "maximum-bytes", static_cast<std::int64_t>(*keep.maximumBytes));
    });
}

void writeCopy(YAML::Emitter& out, const BackupCopy& copy)
{
    out << YAML::BeginMap;
    writeKey(out, "name", copy.name);
    writeKey(out, "folder", copy.folder.string());
    writeKey(out, "url", copy.url);
    writeChosen(out, "region", copy.region, BackupCopy().region);
    writeKey(out, "bucket", copy.bucket);
    writeKey(out, "prefix", copy.prefix);
    writeKey(out, "key-id", copy.keyId);
    writeKey(out, "secret", copy.secret.toString());
    writeKey(out, "ca", copy.caFile.string());
    writeChosen(out, "retention", copy.retention, BackupCopy().retention);
    out << YAML::EndMap;
}

void writeCopies(YAML::Emitter& out, const std::vector<BackupCopy>& copies)
{
    if (copies.empty())
        return;
    out << YAML::Key << "copies" << YAML::Value << YAML::BeginSeq;
    for (const BackupCopy& copy : copies)
        writeCopy(out, copy);
    out << YAML::EndSeq;
}

} // namespace

void readBackups(YamlSection& document, Backups& out)
{
    if (!document.has("backups"))
        return;
    YamlSection section = document.section("backups",
        {"folder", "format", "checksums", "jobs", "stall-seconds", "encrypt-to", "identity", "maximum-age-hours",
            "keep", "copies", "silence"});
    section.require("folder", "a path");
    section.readPath("folder", out.folder);
    section.readChoice("format", {"guide", "fast", "directory"}, out.format);
    section.readBoolean("checksums", out.checksums);
    section.readNumber("jobs", 1, 64, out.jobs);
    section.readNumber("stall-seconds", 5, kLongestStallSeconds, out.stallSeconds);
    readRecipient(section, out.encryptTo);
    section.readPath("identity", out.identity); // kept elsewhere until it is needed, so it need not exist now
    section.readNumber("maximum-age-hours", 1, kOldestHours, out.maximumAgeHours);
    if (section.has("keep"))
        out.keep
            = readRetention(section.section("keep", {"days", "last", "daily", "weekly", "monthly", "maximum-bytes"}));
    if (section.has("copies"))
        readCopies(section, out);
    readSilence(section, out.silence);
}

void writeBackups(YAML::Emitter& out, const Backups& backups)
{
    const Backups standard;
    if (backups == standard)
        return;
    writeMap(out, "backups", [&] {
        writeKey(out, "folder", backups.folder.string());
        writeChosen(out, "format", backups.format, standard.format);
        if (backups.checksums != standard.checksums)
            out << YAML::Key << "checksums" << YAML::Value << backups.checksums;
        writeChosen(out, "jobs", backups.jobs, standard.jobs);
        writeChosen(out, "stall-seconds", backups.stallSeconds, standard.stallSeconds);
        writeKey(out, "encrypt-to", backups.encryptTo);
        writeKey(out, "identity", backups.identity.string());
        writeChosen(out, "maximum-age-hours", backups.maximumAgeHours, standard.maximumAgeHours);
        writeRetention(out, backups.keep);
        writeCopies(out, backups.copies);
        writeKey(out, "silence", backups.silence);
    });
}

} // namespace qbm::config
