// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/verbs.h"

#include "app/compose/compose.h"
#include "core/base/json_text.h"
#include "core/base/printable.h"
#include "core/base/unit.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

namespace qbm::ctl {

namespace {

/// Columns a text takes in a terminal: East Asian wide characters take two (enough of UAX #11 for what we print).
std::size_t displayWidth(const std::string& text)
{
    std::size_t width = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xC0) == 0x80)
            continue; // inside a character
        // Three-byte sequences from U+2E80 on are CJK; four-byte ones are emoji and rare ideographs.
        const bool wide = byte >= 0xF0 || (byte >= 0xE3 && byte <= 0xED) || (byte == 0xE2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) >= 0xBA);
        width += wide ? 2 : 1;
    }
    return width;
}

} // namespace

ExitCode exitCode(const Error& error)
{
    switch (error.kind) {
    case ErrorKind::InvalidInput: return kUsage;
    case ErrorKind::Denied: return kDenied;
    case ErrorKind::Cancelled: return kStopped;
    case ErrorKind::Unreachable:
    case ErrorKind::Timeout:
    case ErrorKind::Exhausted: return kTryLater;
    case ErrorKind::NotFound:
    case ErrorKind::Conflict:
    case ErrorKind::BadData:
    case ErrorKind::InDoubt:
    case ErrorKind::Unsupported:
    case ErrorKind::Internal: return kFailed;
    }
    return kFailed;
}

Invocation::Invocation(const CommonOptions& options, std::ostream& out, std::ostream& err, TaskContext& task)
    : m_options(options)
    , m_out(out)
    , m_err(err)
    , m_task(task)
{
}

Invocation::~Invocation() = default;

Result<service::Services*> Invocation::services()
{
    if (!m_services) {
        if (m_options.profile.empty())
            return fail(ErrorKind::InvalidInput,
                text(QT_TRANSLATE_NOOP("core", "No profile was given: add --profile FILE or --profile NAME.")));
        QBM_TRY(file, config::findProfile(m_options.profile));
        QBM_TRY(profile, config::loadProfile(file));
        QBM_TRY(made, compose::makeServices(profile, m_options.readOnly ? AccessMode::ReadOnly : AccessMode::ReadWrite, "qbmctl", m_task, file));
        m_services = std::make_unique<service::Services>(std::move(made));
    }
    return m_services.get();
}

void Invocation::print(const nlohmann::json& document, const std::function<void(std::ostream&)>& text)
{
    if (m_options.json)
        m_out << jsonText(document) << "\n";
    else
        text(m_out);
}

void Registrar::verb(CLI::App* command, Verb run)
{
    // A verb's own subcommand is called before it: the innermost one is meant.
    command->callback([this, run = std::move(run)] {
        if (!m_chosen)
            m_chosen = run;
    });
}

void printTable(std::ostream& out, const std::vector<Column>& columns, const std::vector<std::vector<std::string>>& cells)
{
    // A name may hold a line end, which must not begin a row of its own; escapes count as they are seen.
    std::vector<std::vector<std::string>> rows = cells;
    for (std::vector<std::string>& row : rows)
        std::ranges::transform(row, row.begin(), [](const std::string& cell) { return printableLine(cell); });
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        std::size_t width = displayWidth(columns[i].title);
        for (const auto& row : rows)
            width = std::max(width, displayWidth(row.at(i)));
        widths.push_back(width);
    }
    const auto line = [&](const auto& cell) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const std::string& value = cell(i);
            const std::string padding(widths[i] - displayWidth(value), ' ');
            const bool last = i + 1 == columns.size();
            out << (columns[i].number ? padding + value : last ? value : value + padding) << (last ? "\n" : "  ");
        }
    };
    if (std::ranges::any_of(columns, [](const Column& column) { return !column.title.empty(); }))
        line([&](std::size_t i) -> const std::string& { return columns[i].title; });
    for (const auto& row : rows)
        line([&](std::size_t i) -> const std::string& { return row[i]; });
}

std::string counted(std::int64_t count, const std::string& singular)
{
    return formatCount(count) + " " + singular + (count == 1 ? "" : "s");
}

std::string jsonText(const nlohmann::json& document)
{
    return printableJson(writeJson(document, 2));
}

nlohmann::json toJson(const Error& error)
{
    nlohmann::json trail = nlohmann::json::array();
    for (const Text& step : error.trail)
        trail.push_back(step.english());
    return {{"kind", name(error.kind)}, {"message", error.message.english()}, {"detail", error.detail}, {"trail", std::move(trail)}};
}

} // namespace qbm::ctl
