// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operation/operation.h"
#include "core/service/services.h"

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}
namespace qbm::operation {
struct Outcome;
}

/// qbmctl: one file per verb group; each registers its verbs here and knows nothing of the others.
namespace qbm::ctl {

/// Exit codes that scripts rely on.
enum ExitCode {
    kOk = 0,
    kFailed = 1,
    kUsage = 2,
    kPartial = 3,
    kTryLater = 75,
    kDenied = 77,
    kStopped = 130,
};
ExitCode exitCode(const Error& error);

/// Options before or after any verb.
struct CommonOptions {
    std::string profile;
    bool json = false;
    bool dryRun = false;
    bool yes = false;
    bool readOnly = false;
    bool verbose = false; ///< everything that an operation tells
    std::string confirm; ///< the target's name, where the tier asks for it
    std::string reason;
};

/// What a verb runs with.
class Invocation {
public:
    Invocation(const CommonOptions& options, std::ostream& out, std::ostream& err, TaskContext& task);
    ~Invocation();

    const CommonOptions& options() const { return m_options; }
    std::ostream& out() { return m_out; }
    std::ostream& err() { return m_err; } ///< messages and progress
    TaskContext& task() { return m_task; }

    /// The services of the profile, made at the first call. \error what loading the profile says
    Result<service::Services*> services();

    /// With --json prints the document (and nothing else goes to standard output), else calls `text`.
    void print(const nlohmann::json& document, const std::function<void(std::ostream&)>& text);

private:
    const CommonOptions& m_options;
    std::ostream& m_out;
    std::ostream& m_err;
    TaskContext& m_task;
    std::unique_ptr<service::Services> m_services;
};

/// A verb's work: the exit code, or an error that main prints and turns into one.
using Verb = std::function<Result<int>(Invocation&)>;

/// Collects the verb that the command line chose.
class Registrar {
public:
    /// `run` is what `command` does.
    void verb(CLI::App* command, Verb run);
    const Verb& chosen() const { return m_chosen; }

private:
    Verb m_chosen;
};

/// What an operation brought besides its record joins the outcome: `json` the document, `text` the end of the output.
struct OutcomeExtra {
    std::function<void(nlohmann::json& document, const operation::Outcome& outcome)> json;
    std::function<void(std::ostream& out, const operation::Outcome& outcome)> text;
};
/// Plan, checks, confirmation, run with progress on standard error, outcome: how every verb that writes ends.
///
/// Without --yes (or --confirm TARGET in production) the plan and the checks are printed and nothing is touched.
Result<int> runOperation(Invocation& invocation, operation::Operation& operation, const OutcomeExtra& extra = {});

/// The table every listing uses: columns padded to their widest cell (Chinese counts two), numbers to the right.
struct Column {
    std::string title;
    bool number = false;
};
void printTable(std::ostream& out, const std::vector<Column>& columns, const std::vector<std::vector<std::string>>& rows);

/// "1 backup", "2 backups". \param singular its plural has an s more
std::string counted(std::int64_t count, const std::string& singular);

/// A document as it is printed: indented, and without a character that would act on a terminal.
std::string jsonText(const nlohmann::json& document);

/// {"kind", "message", "detail", "trail"}: how --json shows an error.
nlohmann::json toJson(const Error& error);

// One function a file NAME_verbs.cpp.
void addAnalyzeVerbs(CLI::App& app, Registrar& registrar);
void addBackupVerbs(CLI::App& app, Registrar& registrar);
void addClusterVerbs(CLI::App& app, Registrar& registrar);
void addDashboardVerbs(CLI::App& app, Registrar& registrar);
void addMetricsVerbs(CLI::App& app, Registrar& registrar);
void addOperationVerbs(CLI::App& app, Registrar& registrar);
void addStatusVerbs(CLI::App& app, Registrar& registrar);

} // namespace qbm::ctl
