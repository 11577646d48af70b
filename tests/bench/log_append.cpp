// SPDX-License-Identifier: GPL-3.0-or-later
// A log of 1,000,000 lines on the screen: what it takes to append to it (against QPlainTextEdit), how long the window
// stands still at most while 10,000 lines a second come in and somebody types a search, and its memory.
#include "tests/bench/log_lines.h"
#include "tests/bench/measure.h"
#include "widgets/log/log_view.h"
#include "widgets/theme/theme.h"

#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTimer>

namespace {

using namespace qbm;
using namespace qbm::widgets;

constexpr std::size_t kHeld = 1'000'000;
constexpr std::size_t kBatch = 2'500; // four a second make 10,000 lines a second
constexpr int kPairs = 9;
constexpr int kBusySeconds = 6;

double appendAndPaint(LogModel& model, LogView& view, LogStore news)
{
    return bench::secondsOf([&] {
        model.append(news);
        view.viewport()->repaint();
    });
}

double appendAndPaint(QPlainTextEdit& edit, const QString& text)
{
    return bench::secondsOf([&] {
        edit.appendPlainText(text);
        edit.verticalScrollBar()->setValue(edit.verticalScrollBar()->maximum());
        edit.viewport()->repaint();
    });
}

QString joined(const std::vector<std::string>& lines)
{
    std::string text;
    for (const std::string& line : lines)
        text += line + '\n';
    text.pop_back();
    return QString::fromStdString(text);
}

/// 10,000 lines a second, and a key four times a second, with what they cost the application.
void work(bench::TimedApplication& application, LogModel& model, bench::LineMaker& maker)
{
    static const QStringList kTyped{QStringLiteral("d"), QStringLiteral("de"), QStringLiteral("dead"),
        QStringLiteral("deadline"), QStringLiteral("e"), QStringLiteral("18 ms")};
    // Made before: a worker packs them in the console.
    std::vector<LogStore> waiting;
    for (int i = 0; i < 4 * kBusySeconds; ++i)
        waiting.push_back(bench::packed(maker.make(kBatch)));
    std::size_t step = 0;
    QTimer timer;
    timer.setInterval(250);
    QObject::connect(&timer, &QTimer::timeout, [&] {
        if (step == waiting.size()) {
            QCoreApplication::exit();
            return;
        }
        model.append(waiting[step]);
        model.setSearch(LogPattern(kTyped[static_cast<qsizetype>(step) % kTyped.size()], false),
            step % 12 < 6 ? LogSearchMode::Highlight : LogSearchMode::OnlyMatches);
        ++step;
    });
    timer.start();
    application.longestMs = application.longestCpuMs = 0;
    QApplication::exec();
}

} // namespace

int main(int argc, char** argv)
{
    bench::TimedApplication application(argc, argv);
    Theme::current().setReducedMotion(true);
    Theme::current().apply(application, ThemeChoice::Light);
    bench::LineMaker maker;
    const auto first = maker.make(kHeld);

    LogModel model;
    LogView view(model);
    view.resize(1200, 800);
    view.show();
    LogStore news = bench::packed(first);
    model.append(news);
    QPlainTextEdit edit;
    edit.setMaximumBlockCount(static_cast<int>(kHeld));
    edit.setLineWrapMode(QPlainTextEdit::NoWrap);
    edit.setUndoRedoEnabled(false);
    edit.resize(1200, 800);
    edit.show();
    edit.setPlainText(joined(first));
    QCoreApplication::processEvents();

    const auto took = bench::compareInTurn(
        kPairs, [&] { return appendAndPaint(model, view, bench::packed(maker.make(kBatch))); },
        [&] { return appendAndPaint(edit, joined(maker.make(kBatch))); });
    if (model.rowCount() != static_cast<int>(kHeld) || edit.blockCount() != static_cast<int>(kHeld))
        bench::giveUp("A view does not hold 1,000,000 lines.");
    bench::printFigure("log_append", took.ours * 1e3, "ms", "QPlainTextEdit", took.peer * 1e3);
    edit.clear();
    edit.close();
    QCoreApplication::processEvents();
    work(application, model, maker);
    std::printf("log_block\t%.4g\tms\t-\t-\n", application.longestMs);
    std::printf("log_block_cpu\t%.4g\tms\t-\t-\n", application.longestCpuMs);
    if (model.store().dropped() == 0 || model.hitCount() == 0)
        bench::giveUp("Nothing was appended or found.");
    std::printf("log_memory\t%.4g\tMB\t-\t-\n", static_cast<double>(model.store().memoryBytes()) / 1e6);
}
