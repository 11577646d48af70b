// SPDX-License-Identifier: GPL-3.0-or-later
// bench_kubernetes_burst KUBECONFIG COMMANDS: bursts of 5,000 changes of 10,000 pods that a table on the screen shows: how
// long the GUI thread was busy with one event at most.
#include "tests/bench/kubernetes_client.h"
#include "tests/bench/timed_application.h"
#include "ui/async/feed.h"
#include "widgets/table/table_model.h"
#include "widgets/table/table_view.h"
#include "widgets/theme/theme.h"

#include <QElapsedTimer>

namespace {

using namespace qbm;
using namespace qbm::widgets;
using Row = std::shared_ptr<const kubernetes::Pod>;

constexpr int kBursts = 5;
constexpr long kChanges = 5'000;

std::vector<TableColumn<Row>> makeColumns()
{
    const auto column = [](const char* title, std::function<QString(const Row&)> text) {
        TableColumn<Row> made;
        made.id = QString::fromLatin1(title);
        made.title = [title] { return QString::fromLatin1(title); };
        made.text = std::move(text);
        return made;
    };
    const auto utf8 = [](const std::string& text) { return QString::fromStdString(text); };
    return {column("Name", [=](const Row& pod) { return utf8(pod->meta.name); }), column("Namespace", [=](const Row& pod) { return utf8(pod->meta.nameSpace); }),
        column("Status", [=](const Row& pod) { return utf8(pod->status); }), column("Restarts", [](const Row& pod) { return QString::number(pod->restarts); }),
        column("Node", [=](const Row& pod) { return utf8(pod->node); }), column("IP", [=](const Row& pod) { return utf8(pod->ip); })};
}

/// Runs the event loop until the condition holds.
void waitUntil(const std::function<bool()>& condition)
{
    QElapsedTimer waited;
    waited.start();
    while (!condition()) {
        if (waited.hasExpired(60'000))
            bench::giveUp("The table did not follow.");
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 50);
    }
}

} // namespace

int main(int argc, char** argv)
{
    bench::TimedApplication application(argc, argv);
    if (argc != 3)
        bench::giveUp("usage: bench_kubernetes_burst KUBECONFIG COMMANDS");
    Theme::current().setReducedMotion(true);
    Theme::current().apply(application, ThemeChoice::Light);
    kubernetes::StoreHub hub(bench::clientOf(argv[1]));
    const auto pods = hub.pods({});
    TableModel<Row> model([](const Row& pod) { return QString::fromStdString(pod->meta.uid); }, makeColumns());
    TableView view;
    view.setModel(&model);
    view.resize(1000, 700);
    bench::PodSnapshot shown = pods->snapshot();
    new ui::Feed(
        &view, [&](std::function<void()> changed) { return pods->subscribe(std::move(changed)); },
        [&] {
            shown = pods->snapshot();
            model.setRows(shown->rows);
        });
    view.show();
    waitUntil([&] { return shown->state == kubernetes::LiveState::Live; });
    application.longestMs = application.longestCpuMs = 0;
    for (int burst = 0; burst < kBursts; ++burst) {
        const long before = bench::restartsOf(shown);
        std::ofstream(argv[2]) << "churn " << kChanges << " 0" << std::endl;
        waitUntil([&] { return bench::restartsOf(shown) >= before + kChanges; });
    }
    view.hide(); // ends the feed's subscription before what it uses
    std::printf("kubernetes_burst\t%.4g\tms\t-\t-\n", application.longestMs);
    std::printf("kubernetes_burst_cpu\t%.4g\tms\t-\t-\n", application.longestCpuMs);
}
