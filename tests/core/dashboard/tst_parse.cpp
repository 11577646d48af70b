// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dashboard/library.h"
#include "core/dashboard/parse.h"
#include "tests/support/folders.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

using namespace qbm;
using namespace qbm::dashboard;

namespace {

ParsedDashboard loadFixture(const char* name)
{
    auto parsed = loadDashboardFile(std::string(QBM_SOURCE_DIR "/tests/fixtures/dashboards/") + name);
    if (!parsed)
        qFatal("%s", parsed.error().english().c_str());
    return std::move(*parsed);
}

const Panel& panelTitled(const Dashboard& dashboard, const char* title)
{
    const auto found = std::ranges::find(dashboard.panels, title, &Panel::title);
    if (found == dashboard.panels.end())
        qFatal("no panel %s", title);
    return *found;
}

bool hasProblem(const ParsedDashboard& parsed, const char* where, const char* words)
{
    return std::ranges::any_of(parsed.problems, [&](const Problem& problem) {
        return problem.where.find(where) != std::string::npos && problem.message.english().find(words) != std::string::npos;
    });
}

void write(const QString& file, const char* content)
{
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(content);
}

} // namespace

class TstParse : public QObject {
    Q_OBJECT

private slots:
    void guide_itsTwoPanels_areReadWithoutAProblem();
    void modern_head_isRead();
    void modern_panels_areInReadingOrder();
    void modern_timeseries_isRead();
    void modern_unknownType_isKeptAndSaid();
    void modern_doubleId_becomesUnique();
    void modern_variables_areRead();
    void modern_problems_nameWhatIsLost();
    void modern_gridBeyondTheEdge_isCut();
    void oldRows_becomeAGrid();
    void oldPanels_unitThresholdsAndReducer_areRead();
    void broken_json_saysWhere_data();
    void broken_json_saysWhere();
    void foreign_json_isNoDashboard_data();
    void foreign_json_isNoDashboard();
    void oddTypes_everywhere_doNotThrow();
    void truncated_anywhere_isAnErrorNeverACrash();
    void library_userFileHidesBuiltIn_andBadFilesAreListed();
    void library_unknownId_namesThoseThereAre();
    void library_missingFolders_areEmpty();
};

void TstParse::guide_itsTwoPanels_areReadWithoutAProblem()
{
    const auto parsed = loadDashboardFile(QBM_SOURCE_DIR "/resources/dashboards/qbm.json");
    QVERIFY2(parsed, parsed ? "" : parsed.error().english().c_str());
    QVERIFY(parsed->problems.empty());
    const Dashboard& dashboard = parsed->dashboard;
    QCOMPARE(dashboard.title, std::string("QBM AI System Dashboard"));
    QCOMPARE(dashboard.panels.size(), std::size_t(2));
    QCOMPARE(dashboard.panels[0].title, std::string("API Response Time"));
    QCOMPARE(dashboard.panels[0].kind, PanelKind::TimeSeries);
    QCOMPARE(dashboard.panels[0].targets.at(0).expression,
        std::string("histogram_quantile(0.95, rate(http_request_duration_seconds_bucket[5m]))"));
    QCOMPARE(dashboard.panels[0].targets.at(0).legendFormat, std::string("95th percentile"));
    QCOMPARE(dashboard.panels[1].kind, PanelKind::Stat);
    QCOMPARE(dashboard.panels[1].targets.at(0).expression, std::string("avg(model_accuracy_score)"));
    // Side by side, since the file gives no places.
    QCOMPARE(dashboard.panels[0].grid, (GridPosition{0, 0, 12, 8}));
    QCOMPARE(dashboard.panels[1].grid, (GridPosition{12, 0, 12, 8}));
    QVERIFY(dashboard.panels[0].id != dashboard.panels[1].id);
}

void TstParse::modern_head_isRead()
{
    const auto parsed = loadFixture("modern.json");
    QCOMPARE(parsed.dashboard.uid, std::string("qbm-modern"));
    QCOMPARE(parsed.dashboard.from, std::string("now-1h"));
    QCOMPARE(parsed.dashboard.refresh, std::string("30s"));
    QCOMPARE(parsed.dashboard.tags, (std::vector<std::string>{"qbm", "lab"}));
}

void TstParse::modern_panels_areInReadingOrder()
{
    std::vector<std::string> titles;
    for (const Panel& panel : loadFixture("modern.json").dashboard.panels)
        titles.push_back(panel.title);
    QCOMPARE(titles, (std::vector<std::string>{"Latency", "Uptime", "Spread", "Latency", "Error budget", "No query", ""}));
}

void TstParse::modern_timeseries_isRead()
{
    const auto parsed = loadFixture("modern.json");
    const Panel& panel = panelTitled(parsed.dashboard, "Latency");
    QCOMPARE(panel.kind, PanelKind::TimeSeries);
    QCOMPARE(panel.unit, std::string("ms"));
    QCOMPARE(panel.decimals, std::optional(1));
    QCOMPARE(panel.fillOpacity, 0.2);
    QVERIFY(panel.stacked);
    QCOMPARE(panel.thresholds.size(), std::size_t(2));
    QCOMPARE(panel.thresholds[0].value, -std::numeric_limits<double>::infinity());
    QCOMPARE(panel.thresholds[1].value, 500.0);
    QCOMPARE(panel.targets.size(), std::size_t(2));
    QCOMPARE(panel.targets[0].interval, std::string("1m"));
    QVERIFY(panel.targets[1].hidden);
    const Panel& stat = panelTitled(parsed.dashboard, "Uptime");
    QCOMPARE(stat.reducer, Reducer::Mean);
    QVERIFY(stat.targets.at(0).instant);
}

void TstParse::modern_unknownType_isKeptAndSaid()
{
    const auto parsed = loadFixture("modern.json");
    const Panel& panel = panelTitled(parsed.dashboard, "Spread");
    QCOMPARE(panel.kind, PanelKind::Unsupported);
    QCOMPARE(panel.type, std::string("heatmap"));
    QVERIFY(hasProblem(parsed, "Spread", "heatmap"));
}

void TstParse::modern_doubleId_becomesUnique()
{
    const auto parsed = loadFixture("modern.json");
    std::vector<int> ids;
    for (const Panel& panel : parsed.dashboard.panels)
        ids.push_back(panel.id);
    std::ranges::sort(ids);
    QVERIFY(std::ranges::adjacent_find(ids) == ids.end());
    QCOMPARE(panelTitled(parsed.dashboard, "Uptime").id, 2);
}

void TstParse::modern_variables_areRead()
{
    const auto variables = loadFixture("modern.json").dashboard.variables;
    QCOMPARE(variables.size(), std::size_t(6));
    QCOMPARE(variables[0].kind, VariableKind::Query);
    QCOMPARE(variables[0].query, std::string("label_values(up, job)"));
    QVERIFY(variables[0].multi && variables[0].includeAll);
    QCOMPARE(variables[0].current, std::vector<std::string>{"$__all"});
    QCOMPARE(variables[1].options, (std::vector<std::string>{"0.5", "0.95", "0.99"}));
    QCOMPARE(variables[1].current, std::vector<std::string>{"0.95"});
    QCOMPARE(variables[2].kind, VariableKind::Interval);
    QCOMPARE(variables[3].current, std::vector<std::string>{"qbm"});
    QCOMPARE(variables[5].current, std::vector<std::string>{"kept"});
}

void TstParse::modern_problems_nameWhatIsLost()
{
    const auto parsed = loadFixture("modern.json");
    QVERIFY(hasProblem(parsed, "No query", "no query"));
    QVERIFY(hasProblem(parsed, "Uptime", "parsecs"));
    QVERIFY(hasProblem(parsed, "filters", "Ad hoc"));
    QVERIFY(hasProblem(parsed, "odd", "snowflake"));
    QCOMPARE(panelTitled(parsed.dashboard, "").text, std::string("# Notes"));
}

void TstParse::modern_gridBeyondTheEdge_isCut()
{
    const auto parsed = loadFixture("modern.json");
    const Panel& panel = panelTitled(parsed.dashboard, "Spread");
    QCOMPARE(panel.grid.x + panel.grid.width, 24);
}

void TstParse::oldRows_becomeAGrid()
{
    const auto parsed = loadFixture("old_rows.json");
    QCOMPARE(parsed.dashboard.panels.at(0).kind, PanelKind::Row);
    QCOMPARE(panelTitled(parsed.dashboard, "A").grid, (GridPosition{0, 1, 12, 7}));
    QCOMPARE(panelTitled(parsed.dashboard, "B").grid, (GridPosition{12, 1, 12, 7}));
    QCOMPARE(panelTitled(parsed.dashboard, "C").grid, (GridPosition{0, 8, 8, 7})); // wrapped to the next line
    QCOMPARE(panelTitled(parsed.dashboard, "D").grid, (GridPosition{0, 15, 24, 10}));
}

void TstParse::oldPanels_unitThresholdsAndReducer_areRead()
{
    const auto parsed = loadFixture("old_rows.json");
    const Panel& graph = panelTitled(parsed.dashboard, "A");
    QCOMPARE(graph.unit, std::string("bytes"));
    QVERIFY(graph.stacked);
    QCOMPARE(graph.fillOpacity, 0.1);
    QCOMPARE(graph.targets.at(0).refId, std::string("A"));
    const Panel& stat = panelTitled(parsed.dashboard, "C");
    QCOMPARE(stat.unit, std::string("percent"));
    QCOMPARE(stat.reducer, Reducer::Mean);
    QCOMPARE(stat.thresholds.size(), std::size_t(3));
    QCOMPARE(stat.thresholds[2].value, 80.0);
    QCOMPARE(stat.thresholds[2].colour, std::string("#d44a3a"));
}

void TstParse::broken_json_saysWhere_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("where");
    QTest::newRow("empty") << QByteArray("") << QByteArray("line 1");
    QTest::newRow("third line") << QByteArray("{\n  \"title\": \"x\",\n  \"panels\": [,]\n}") << QByteArray("line 3, column 14");
    QTest::newRow("cut off") << QByteArray("{\"title\": \"x\",\n\"panels\": [") << QByteArray("line 2");
    QTest::newRow("not utf-8") << QByteArray("{\"title\": \"\xff\xfe\"}") << QByteArray("line 1");
}

void TstParse::broken_json_saysWhere()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, where);
    const auto parsed = parseDashboard(text.toStdString());
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().kind, ErrorKind::BadData);
    QVERIFY2(QByteArray::fromStdString(parsed.error().english()).contains(where), parsed.error().english().c_str());
}

void TstParse::foreign_json_isNoDashboard_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"[]", "null", "3", "{}", R"({"kind":"Deployment"})", R"({"dashboard":null})"})
        QTest::newRow(text) << QByteArray(text);
}

void TstParse::foreign_json_isNoDashboard()
{
    QFETCH(QByteArray, text);
    const auto parsed = parseDashboard(text.toStdString());
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().kind, ErrorKind::BadData);
}

void TstParse::oddTypes_everywhere_doNotThrow()
{
    const auto parsed = parseDashboard(
        R"({"title":5,"uid":{},"tags":"x","time":[],"templating":{"list":[5,{"name":"v","type":"custom","options":[{"value":{}},{"value":null},7],"current":{"value":{}}}]},)"
        R"("panels":[3,null,{"type":7,"id":"x","gridPos":{"x":-5,"y":"3","w":0,"h":1e9},"targets":[9,{"expr":{}}],"fieldConfig":{"defaults":{"decimals":"many","thresholds":{"steps":[1,{"value":"9"}]}}},"datasource":null}]})");
    QVERIFY2(parsed, parsed ? "" : parsed.error().english().c_str());
    QCOMPARE(parsed->dashboard.title, std::string("5"));
    QCOMPARE(parsed->dashboard.panels.size(), std::size_t(1));
    QVERIFY(parsed->dashboard.panels[0].grid.width >= 1);
    QVERIFY(parsed->dashboard.panels[0].grid.x >= 0);
    QVERIFY(parsed->problems.size() >= 3);
}

void TstParse::truncated_anywhere_isAnErrorNeverACrash()
{
    QFile file(QBM_SOURCE_DIR "/tests/fixtures/dashboards/modern.json");
    QVERIFY(file.open(QIODevice::ReadOnly));
    const std::string whole = file.readAll().trimmed().toStdString();
    for (std::size_t length = 0; length < whole.size(); length += 7)
        QVERIFY(!parseDashboard(std::string_view(whole).substr(0, length)));
}

void TstParse::library_userFileHidesBuiltIn_andBadFilesAreListed()
{
    QTemporaryDir builtIn, own;
    write(builtIn.filePath("qbm.json"), R"({"title":"Built in","panels":[]})");
    write(builtIn.filePath("other.json"), R"({"title":"Other","panels":[]})");
    write(own.filePath("qbm.json"), R"({"title":"Mine","panels":[]})");
    write(own.filePath("bad.json"), "{");
    write(own.filePath("notes.txt"), "no dashboard");
    const Library library(builtIn.path().toStdString(), own.path().toStdString());
    const auto entries = library.list();
    QCOMPARE(entries.size(), std::size_t(3));
    QCOMPARE(entries[0].title, std::string("Other"));
    QVERIFY(entries[0].builtIn);
    QVERIFY(entries[1].error);
    QCOMPARE(entries[1].id, std::string("bad"));
    QCOMPARE(entries[2].title, std::string("Mine"));
    QCOMPARE(library.load("qbm")->dashboard.title, std::string("Mine"));
    QVERIFY(!library.load("bad"));
}

void TstParse::library_unknownId_namesThoseThereAre()
{
    const Library library(QBM_SOURCE_DIR "/resources/dashboards", "/nowhere");
    const auto parsed = library.load("none");
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().kind, ErrorKind::NotFound);
    QVERIFY(parsed.error().english().find("qbm") != std::string::npos);
}

void TstParse::library_missingFolders_areEmpty()
{
    QVERIFY(Library("/nowhere/a", "/nowhere/b").list().empty());
}

QTEST_APPLESS_MAIN(TstParse)
#include "tst_parse.moc"
