// SPDX-License-Identifier: GPL-3.0-or-later
// Steps a second of the operations engine, each with its journal lines on the disk, against bare write + fsync of the very
// same lines. bench_journal FOLDER (on the disk that is meant).
#include "core/operation/engine.h"
#include "tests/bench/measure.h"

#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

namespace {

using namespace qbm;
namespace fs = std::filesystem;

constexpr int kSteps = 200;
constexpr int kPairs = 7;

class EmptySteps final : public operation::Operation {
public:
    std::string kind() const override { return "bench.empty"; }
    operation::Values parameters() const override { return {}; }
    Result<operation::Plan> plan(TaskContext&) override
    {
        operation::Plan plan;
        plan.title = text("Do nothing");
        plan.target = "nothing";
        return plan;
    }
    Result<std::vector<operation::Check>> check(TaskContext&) override { return std::vector<operation::Check>{}; }
    std::vector<operation::Step> steps() override
    {
        std::vector<operation::Step> steps(kSteps);
        for (int i = 0; i < kSteps; ++i) {
            auto& step = steps[static_cast<std::size_t>(i)];
            step.id = "step-" + std::to_string(i);
            step.title = text("Step %1", std::to_string(i));
            step.run = [](operation::StepContext&) -> Result<> { return {}; };
        }
        return steps;
    }
};

double runEngine(const fs::path& folder)
{
    fs::remove_all(folder);
    operation::EngineOptions options;
    options.stateFolder = folder;
    options.profile = "bench";
    options.actor = "bench";
    operation::Engine engine(options);
    EmptySteps empty;
    TaskContext context;
    return bench::secondsOf([&] {
        const auto outcome = engine.run(empty, "bench", context);
        if (!outcome || !outcome->succeeded())
            bench::giveUp(outcome ? "The operation did not succeed." : outcome.error().english());
    });
}

/// The lines of the journal that runEngine() left, without their line ends.
std::vector<std::string> journalLines(const fs::path& folder)
{
    std::vector<std::string> lines;
    for (const auto& entry : fs::directory_iterator(folder / "operations")) {
        if (entry.path().extension() != ".journal")
            continue;
        const auto content = readFile(entry.path());
        if (!content)
            bench::giveUp(content.error().english());
        for (std::size_t at = 0; at < content->size();) {
            const std::size_t end = content->find('\n', at);
            lines.push_back(content->substr(at, end - at + 1));
            at = end + 1;
        }
    }
    return lines;
}

double writeRaw(const fs::path& file, const std::vector<std::string>& lines)
{
    fs::remove(file);
    const FileDescriptor fd(::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    return bench::secondsOf([&] {
        for (const std::string& line : lines) {
            if (::write(fd.get(), line.data(), line.size()) != static_cast<ssize_t>(line.size()) || ::fsync(fd.get()) != 0)
                bench::giveUp("Cannot write " + file.string());
        }
    });
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2)
        bench::giveUp("usage: bench_journal FOLDER");
    const fs::path folder(argv[1]);
    runEngine(folder / "state");
    const auto lines = journalLines(folder / "state");
    if (lines.size() < 2 * kSteps)
        bench::giveUp("The journal has fewer lines than its steps demand.");
    const auto took = bench::compareInTurn(
        kPairs, [&] { return runEngine(folder / "state"); }, [&] { return writeRaw(folder / "raw", lines); });
    bench::printFigure("journal", kSteps / took.ours, "steps/s", "write+fsync of the same lines", kSteps / took.peer);
}
