// SPDX-License-Identifier: GPL-3.0-or-later
// A search through 1,000,000 lines: until all hits are known (against grep -ci on a file of the same lines) and until
// the first ones are. bench_log_search FOLDER, where the file may be written.
#include "tests/bench/log_lines.h"
#include "tests/bench/measure.h"

#include <QEventLoop>
#include <QFile>
#include <QProcess>

namespace {

using namespace qbm;
using namespace qbm::widgets;

constexpr std::size_t kHeld = 1'000'000;
constexpr int kHits = 100;
constexpr int kPairs = 9;

/// Runs the event loop until the model says it is done. \return until the first hits and until all, in seconds
std::pair<double, double> search(LogModel& model, const LogPattern& pattern)
{
    QEventLoop loop;
    const auto begin = std::chrono::steady_clock::now();
    const auto elapsed
        = [begin] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(); };
    double first = 0;
    const auto hits = QObject::connect(&model, &LogModel::hitsChanged, [&] {
        if (first == 0 && model.hitCount() > 0)
            first = elapsed();
    });
    const auto done = QObject::connect(&model, &LogModel::scanningChanged, &loop, [&](bool scanning) {
        if (!scanning)
            loop.quit();
    });
    model.setSearch(pattern, LogSearchMode::OnlyMatches);
    loop.exec();
    const double all = elapsed();
    QObject::disconnect(hits);
    QObject::disconnect(done);
    return {first, all};
}

double grep(const QString& file)
{
    QProcess process;
    const double took = bench::secondsOf([&] {
        process.start(QStringLiteral("grep"), {QStringLiteral("-ciF"), QStringLiteral("DEADLINE"), file});
        process.waitForFinished();
    });
    if (process.readAllStandardOutput().trimmed().toInt() != kHits)
        bench::giveUp("grep did not find the lines.");
    return took;
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    if (argc != 2)
        bench::giveUp("usage: bench_log_search FOLDER");
    bench::LineMaker maker;
    const auto lines = maker.make(kHeld);
    QFile file(QString::fromLocal8Bit(argv[1]) + QStringLiteral("/lines.log"));
    if (!file.open(QIODevice::WriteOnly))
        bench::giveUp("The file of lines cannot be written.");
    for (const std::string& line : lines)
        file.write((line + '\n').c_str());
    file.close();
    LogModel model;
    LogStore news = bench::packed(lines);
    model.append(news);

    std::vector<double> firsts, expressions;
    const auto ours = [&] {
        const auto [first, all] = search(model, LogPattern(QStringLiteral("DEADLINE"), false));
        if (model.hitCount() != kHits)
            bench::giveUp("The search did not find the lines.");
        firsts.push_back(first);
        model.setSearch(
            {}, LogSearchMode::OnlyMatches); // shows everything again, so that the next begins like this one
        return all;
    };
    const auto took = bench::compareInTurn(kPairs, ours, [&] { return grep(file.fileName()); });
    bench::printFigure("log_search", took.ours * 1e3, "ms", "grep -ciF on a file", took.peer * 1e3);
    std::printf("log_search_first\t%.4g\tms\t-\t-\n", bench::median(firsts) * 1e3);
    for (int i = 0; i < 3; ++i)
        expressions.push_back(search(model, LogPattern(QStringLiteral("dead(line|lock) \\w+"), true)).second);
    if (model.hitCount() != kHits)
        bench::giveUp("The expression did not find the lines.");
    std::printf("log_search_regex\t%.4g\tms\t-\t-\n", bench::median(expressions) * 1e3);
    file.remove();
}
