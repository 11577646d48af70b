// SPDX-License-Identifier: GPL-3.0-or-later
// A new answer of 10,000 rows, 5,000 of them changed, into a table on the screen: TableModel::setRows against filling a
// QStandardItemModel anew.
#include "tests/bench/measure.h"
#include "widgets/table/table_model.h"
#include "widgets/table/table_view.h"
#include "widgets/theme/theme.h"

#include <QApplication>
#include <QHeaderView>
#include <QRandomGenerator>
#include <QStandardItemModel>
#include <QTableView>

namespace {

using namespace qbm;
using namespace qbm::widgets;

constexpr int kRows = 10'000;
constexpr int kPairs = 9;

struct Pod {
    QString name, ns, node, phase;
    double cpu = 0;
    int restarts = 0;
    bool operator==(const Pod&) const = default;
};

std::vector<Pod> makePods()
{
    std::vector<Pod> pods(kRows);
    for (int i = 0; i < kRows; ++i)
        pods[static_cast<std::size_t>(i)] = {QStringLiteral("backend-%1").arg(i, 5, 10, QLatin1Char('0')), QStringLiteral("qbm-ai-system"),
            QStringLiteral("node-%1").arg(i % 40), QStringLiteral("Running"), double(i), 0};
    return pods;
}

std::vector<TableColumn<Pod>> makeColumns()
{
    const auto column = [](const char* title, std::function<QString(const Pod&)> text) {
        TableColumn<Pod> made;
        made.id = QString::fromLatin1(title);
        made.title = [title] { return QString::fromLatin1(title); };
        made.text = std::move(text);
        return made;
    };
    return {column("Name", [](const Pod& p) { return p.name; }), column("Namespace", [](const Pod& p) { return p.ns; }),
        column("Node", [](const Pod& p) { return p.node; }), column("Phase", [](const Pod& p) { return p.phase; }),
        column("CPU", [](const Pod& p) { return QString::number(p.cpu); }), column("Restarts", [](const Pod& p) { return QString::number(p.restarts); })};
}

void refill(QStandardItemModel& model, const std::vector<Pod>& pods)
{
    model.setRowCount(0);
    for (const Pod& pod : pods)
        model.appendRow({new QStandardItem(pod.name), new QStandardItem(pod.ns), new QStandardItem(pod.node), new QStandardItem(pod.phase),
            new QStandardItem(QString::number(pod.cpu)), new QStandardItem(QString::number(pod.restarts))});
}

void show(QWidget& widget)
{
    widget.resize(800, 600);
    widget.show();
    QCoreApplication::processEvents();
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    Theme::current().setReducedMotion(true);
    Theme::current().apply(application, ThemeChoice::Light);
    auto pods = makePods();
    TableModel<Pod> model([](const Pod& pod) { return pod.name; }, makeColumns());
    TableView view;
    view.setModel(&model);
    show(view);
    model.setRows(pods);
    QStandardItemModel plainModel(0, 6);
    QTableView plainView;
    plainView.setModel(&plainModel);
    show(plainView);

    QRandomGenerator random(3);
    const auto ours = [&] {
        for (std::size_t i = 0; i < pods.size(); i += 2)
            pods[i].cpu = random.bounded(1'000'000);
        auto answer = pods;
        const double took = bench::secondsOf([&] { model.setRows(std::move(answer)); });
        QCoreApplication::processEvents();
        return took;
    };
    const auto peer = [&] {
        const double took = bench::secondsOf([&] { refill(plainModel, pods); });
        QCoreApplication::processEvents();
        return took;
    };
    const auto took = bench::compareInTurn(kPairs, ours, peer);
    if (model.rowCount() != kRows || plainModel.rowCount() != kRows)
        bench::giveUp("A table lost rows.");
    bench::printFigure("table_update", took.ours * 1e3, "ms", "QStandardItemModel filled anew", took.peer * 1e3);
}
