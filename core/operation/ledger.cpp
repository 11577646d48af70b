// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operation/ledger.h"

#include "core/base/file.h"
#include "core/base/json_text.h"
#include "core/base/sha256.h"
#include "core/operation/text_json.h"

#include <nlohmann/json.hpp>
#include <ranges>

namespace qbm::operation {

namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kReadLimitBytes = 1u << 30;
const std::string kNoPredecessor(64, '0');

Json toJson(const LedgerEntry& entry, const std::string& previous)
{
    Json plan = Json::array();
    for (const PlanLine& line : entry.plan)
        plan.push_back({{"what", operation::toJson(line.what)}, {"change", operation::toJson(line.change)}});
    Json json{{"sequence", entry.sequence}, {"at", formatRfc3339(entry.at)}, {"operation", entry.operation},
        {"kind", entry.kind}, {"profile", entry.profile}, {"actor", entry.actor}, {"reason", entry.reason},
        {"title", operation::toJson(entry.title)}, {"plan", std::move(plan)}, {"result", entry.result}, {"previous", previous}};
    if (entry.error)
        json["error"] = operation::toJson(*entry.error);
    return json;
}

/// Throws nlohmann's exceptions; every caller catches them.
LedgerEntry entryFromJson(const Json& json)
{
    LedgerEntry entry;
    entry.sequence = json.at("sequence");
    entry.at = parseRfc3339(json.at("at").get<std::string>()).value_or(TimePoint{});
    entry.operation = json.at("operation");
    entry.kind = json.at("kind");
    entry.profile = json.at("profile");
    entry.actor = json.at("actor");
    entry.reason = json.at("reason");
    entry.title = textFromJson(json.at("title"));
    for (const Json& line : json.at("plan"))
        entry.plan.push_back({textFromJson(line.at("what")), textFromJson(line.at("change"))});
    entry.result = json.at("result");
    if (const auto error = json.find("error"); error != json.end())
        entry.error = errorFromJson(*error);
    return entry;
}

/// The whole file; empty if it is not there yet.
Result<std::string> readLedger(const std::filesystem::path& file)
{
    auto content = readFile(file, kReadLimitBytes);
    if (!content && content.error().kind == ErrorKind::NotFound)
        return std::string();
    return content;
}

/// Complete lines only: a torn last line was never acknowledged to anybody.
std::vector<std::string_view> completeLines(std::string_view content)
{
    std::vector<std::string_view> lines;
    for (std::size_t end = content.find('\n'); end != std::string_view::npos; end = content.find('\n')) {
        lines.push_back(content.substr(0, end));
        content.remove_prefix(end + 1);
    }
    return lines;
}

tl::unexpected<Error> badLine(const std::filesystem::path& file, std::size_t number, const char* what)
{
    return fail(ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "Line %1 of the ledger %2 is not an entry."), number, file.string()), what);
}

} // namespace

Result<> Ledger::append(LedgerEntry entry) const
{
    QBM_CHECK(makeFolder(m_file.parent_path(), 0700));
    std::filesystem::path lockName = m_file;
    lockName += ".lock";
    QBM_TRY(lock, FileLock::acquire(lockName));
    QBM_TRY(content, readLedger(m_file));
    const auto lines = completeLines(content);
    std::string previous = kNoPredecessor;
    entry.sequence = 1;
    if (!lines.empty()) {
        previous = sha256Hex(lines.back());
        try {
            entry.sequence = Json::parse(lines.back()).at("sequence").get<std::uint64_t>() + 1;
        } catch (const Json::exception& exception) {
            return badLine(m_file, lines.size(), exception.what());
        }
    }
    if (!content.empty() && content.back() != '\n') {
        content.resize(lines.empty() ? 0 : static_cast<std::size_t>(lines.back().data() + lines.back().size() + 1 - content.data()));
        QBM_CHECK(writeFileDurably(m_file, content, 0600));
    }
    entry.at = m_clock->now();
    return appendDurably(m_file, writeJson(toJson(entry, previous)) + "\n");
}

Result<std::vector<LedgerEntry>> Ledger::entries() const
{
    QBM_TRY(content, readLedger(m_file));
    std::vector<LedgerEntry> entries;
    for (const std::string_view line : completeLines(content)) {
        try {
            entries.push_back(entryFromJson(Json::parse(line)));
        } catch (const Json::exception& exception) {
            return badLine(m_file, entries.size() + 1, exception.what());
        }
    }
    return entries;
}

Result<LedgerVerification> Ledger::verify() const
{
    QBM_TRY(content, readLedger(m_file));
    LedgerVerification verification;
    std::string previous = kNoPredecessor;
    const auto bad = [&](Text reason) {
        verification.intact = false;
        verification.firstBadLine = verification.entries + 1;
        verification.reason = std::move(reason);
        return verification;
    };
    for (const std::string_view line : completeLines(content)) {
        try {
            const Json json = Json::parse(line);
            const LedgerEntry entry = entryFromJson(json);
            if (json.at("previous") != previous)
                return bad(text(QT_TRANSLATE_NOOP("core", "It does not follow from the line before: that line was changed, removed or inserted.")));
            if (entry.sequence != verification.entries + 1)
                return bad(text(QT_TRANSLATE_NOOP("core", "Its number is %1, not %2."), entry.sequence, verification.entries + 1));
        } catch (const Json::exception&) {
            return bad(text(QT_TRANSLATE_NOOP("core", "It is not an entry.")));
        }
        previous = sha256Hex(line);
        ++verification.entries;
    }
    return verification;
}

} // namespace qbm::operation
