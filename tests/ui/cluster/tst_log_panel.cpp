// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/page_fixture.h"
#include "tests/ui/widget_walk.h"
#include "ui/async/feed.h"
#include "ui/page/cluster/log_bar.h"
#include "ui/page/cluster/log_panel.h"
#include "ui/page/cluster/log_sources.h"
#include "widgets/feedback/dialog.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/feedback/toast.h"
#include "widgets/form/form.h"
#include "widgets/log/log_detail.h"
#include "widgets/log/log_view.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QPushButton>
#include <QScrollBar>
#include <QToolButton>
#include <condition_variable>

using namespace qbm;
using namespace qbm::ui;
using tests::buttonNamed;
using tests::shows;
using widgets::DialogScript;
using widgets::LogModel;
using widgets::LogView;
using widgets::StatePanel;

namespace {

/// A stream that the test feeds while the panel reads it.
class Script {
public:
    void install(fakes::FakeLogs& logs)
    {
        logs.answer
            = [this](const service::LogQuery& query, const service::LogSink& sink, TaskContext& context) -> Result<> {
            std::unique_lock lock(m_mutex);
            m_queries.push_back(query);
            m_sinks.push_back(&sink);
            m_changed.notify_all();
            while (!context.stopRequested() && !m_end)
                m_changed.wait_for(lock, std::chrono::milliseconds(5));
            std::erase(m_sinks, &sink);
            m_changed.notify_all();
            if (context.stopRequested())
                return fail(cancelledError());
            const auto result = std::exchange(m_end, std::nullopt);
            return *result;
        };
    }
    /// Calls the sink of the newest stream; waits until there is one.
    void feed(const std::function<void(const service::LogSink&)>& call)
    {
        std::unique_lock lock(m_mutex);
        QVERIFY(m_changed.wait_for(lock, std::chrono::seconds(5), [this] { return !m_sinks.empty(); }));
        call(*m_sinks.back());
    }
    void sources(const std::vector<service::LogSource>& sources)
    {
        feed([&](const service::LogSink& sink) { sink.onSources(sources); });
    }
    void lines(std::vector<service::LogLine> lines)
    {
        feed([&](const service::LogSink& sink) { sink.onLines(std::move(lines)); });
    }
    void end(Result<> result)
    {
        const std::lock_guard lock(m_mutex);
        m_end = std::move(result);
        m_changed.notify_all();
    }
    std::size_t running()
    {
        const std::lock_guard lock(m_mutex);
        return m_sinks.size();
    }
    std::vector<service::LogQuery> queries()
    {
        const std::lock_guard lock(m_mutex);
        return m_queries;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<const service::LogSink*> m_sinks;
    std::vector<service::LogQuery> m_queries;
    std::optional<Result<>> m_end;
};

service::LogLine line(const std::string& text, std::uint32_t source = 0, std::chrono::milliseconds after = {})
{
    return {parseRfc3339("2026-11-22T10:15:30Z").value() + after, source, text};
}

std::vector<service::LogLine> numbered(int count, int first = 0)
{
    std::vector<service::LogLine> out;
    for (int i = first; i < first + count; ++i)
        out.push_back(
            line("line " + std::to_string(i), static_cast<std::uint32_t>(i % 2), std::chrono::milliseconds(i)));
    return out;
}

const std::vector<service::LogSource> kTwoPods{
    {"backend-7d9f8b6c5-x1k2m", "backend"}, {"backend-7d9f8b6c5-p9q8r", "backend"}};

struct Fixture {
    fakes::Fakes fakes;
    QTemporaryDir folder;
    Script script;
    std::unique_ptr<Session> session;
    std::unique_ptr<LogPanel> panel;

    Fixture()
    {
        DialogScript::clear();
        script.install(*fakes.cluster->fakeLogs);
        const std::filesystem::path state = folder.path().toStdString();
        session = std::make_unique<Session>(fakes.services(state), state / "profile.yaml");
        panel = std::make_unique<LogPanel>(*session, fakes.cluster);
        panel->setAttribute(Qt::WA_StyledBackground);
        panel->resize(1200, 620);
        panel->QWidget::show();
    }
    ~Fixture()
    {
        panel.reset();
        session.reset();
        tests::waitForThreads();
    }
    LogModel& model() const { return *panel->findChild<LogModel*>(); }
    LogView& view() const { return *panel->findChild<LogView*>(); }
    LogBar& bar() const { return *panel->findChild<LogBar*>(); }
    LogSources& sources() const { return *panel->findChild<LogSources*>(); }
    StatePanel& face() const { return *panel->findChild<StatePanel*>(); }
    bool waitForRows(int rows) const
    {
        return QTest::qWaitFor([this, rows] { return model().rowCount() == rows && !model().isScanning(); }, 10'000);
    }
    QComboBox& combo(const QString& name) const
    {
        for (QComboBox* box : panel->findChildren<QComboBox*>()) {
            if (box->accessibleName() == name)
                return *box;
        }
        qFatal("no such combo box");
    }
    QCheckBox& check(const QString& text) const { return *qobject_cast<QCheckBox*>(buttonNamed(panel.get(), text)); }
    void search(const QString& text) const
    {
        auto* field = panel->findChild<widgets::SearchField*>();
        field->setText(text);
        QTest::keyClick(field, Qt::Key_Return);
    }
    void picture(const QString& name) const
    {
        const QString to = qEnvironmentVariable("QBM_TEST_PICTURES");
        QTest::qWait(to.isEmpty() ? 10 : 400);
        QVERIFY(
            panel->grab().save((to.isEmpty() ? folder.path() : to) + QLatin1Char('/') + name + QStringLiteral(".png")));
    }
};

} // namespace

class TstLogPanel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { tests::useTheme(widgets::ThemeChoice::Light); }

    void faces_followTheStream()
    {
        Fixture fixture;
        QCOMPARE(fixture.face().face(), StatePanel::Face::Empty);
        QVERIFY(shows(fixture.panel.get(), QStringLiteral("No log chosen")));
        fixture.panel->show(QStringLiteral("deployment/backend"));
        QCOMPARE(fixture.face().face(), StatePanel::Face::Loading);
        fixture.script.sources(kTwoPods);
        QVERIFY(QTest::qWaitFor([&] { return fixture.face().face() == StatePanel::Face::Empty; }));
        QVERIFY(shows(fixture.panel.get(), QStringLiteral("No lines yet")));
        fixture.script.lines(numbered(10));
        QVERIFY(fixture.waitForRows(10));
        QCOMPARE(fixture.face().face(), StatePanel::Face::Content);
        QCOMPARE(fixture.panel->status(), QStringLiteral("10 line(s) · 2 pod(s) · following"));
    }
    void stream_thatFails_saysWhy_andBeginsAgain()
    {
        Fixture fixture;
        fixture.panel->show(QStringLiteral("deployment/backend"));
        fixture.script.end(fail(ErrorKind::Denied, text("get pods/log in qbm-ai-system: denied to user dev.")));
        QVERIFY(QTest::qWaitFor([&] { return fixture.face().face() == StatePanel::Face::Error; }));
        QVERIFY(shows(fixture.panel.get(), QStringLiteral("denied to user dev")));
        QTest::mouseClick(buttonNamed(fixture.panel.get(), QStringLiteral("Retry")), Qt::LeftButton);
        fixture.script.lines(numbered(3));
        QVERIFY(fixture.waitForRows(3));
        QCOMPARE(fixture.face().face(), StatePanel::Face::Content);
    }
    void stream_thatBreaksOff_keepsItsLines()
    {
        Fixture fixture;
        fixture.panel->show(QStringLiteral("deployment/backend"));
        fixture.script.lines(numbered(3));
        fixture.script.end(fail(ErrorKind::Unreachable, text("The cluster does not answer.")));
        QVERIFY(QTest::qWaitFor([&] { return fixture.face().face() == StatePanel::Face::Stale; }));
        QCOMPARE(fixture.model().rowCount(), 3);
        QVERIFY(fixture.panel->status().contains(QStringLiteral("broken off")));
        QVERIFY(!fixture.check(QStringLiteral("Follow")).isChecked());
    }
    void stream_withoutLines_saysSo()
    {
        Fixture fixture;
        fixture.panel->show(QStringLiteral("pod/backend-x"));
        fixture.script.sources({{"backend-x", "backend"}});
        fixture.script.end({});
        QVERIFY(QTest::qWaitFor([&] { return shows(fixture.panel.get(), QStringLiteral("Look further back")); }));
    }
    void query_changed_endsTheStreamBefore()
    {
        Fixture fixture;
        fixture.panel->show(QStringLiteral("deployment/backend"));
        fixture.script.sources({{"backend-1", "backend"}, {"backend-1", "proxy"}});
        fixture.script.lines(numbered(5));
        QVERIFY(fixture.waitForRows(5));
        QComboBox& container = fixture.combo(QStringLiteral("Container"));
        QCOMPARE(container.count(), 3);
        container.setCurrentIndex(2);
        QCOMPARE(fixture.model().rowCount(), 0);
        QVERIFY(QTest::qWaitFor([&] { return fixture.script.queries().size() == 2 && fixture.script.running() == 1; }));
        QCOMPARE(fixture.script.queries().back().container, std::string("proxy"));
        QVERIFY(fixture.script.queries().back().tailLines == 500);
        fixture.combo(QStringLiteral("How far back")).setCurrentIndex(4);
        QVERIFY(QTest::qWaitFor([&] { return fixture.script.queries().size() == 3 && fixture.script.running() == 1; }));
        QVERIFY(!fixture.script.queries().back().tailLines && fixture.script.queries().back().since);
        fixture.check(QStringLiteral("Previous run")).setChecked(true);
        QVERIFY(QTest::qWaitFor([&] { return fixture.script.queries().size() == 4; }));
        QVERIFY(fixture.script.queries().back().previous && !fixture.script.queries().back().follow);
        QVERIFY(!fixture.check(QStringLiteral("Follow")).isEnabled());
        fixture.script.end({});
        QVERIFY(QTest::qWaitFor([&] { return fixture.panel->status().contains(QStringLiteral("read to the end")); }));
        fixture.check(QStringLiteral("Previous run")).setChecked(false);
        QVERIFY(QTest::qWaitFor([&] { return fixture.script.queries().size() == 5 && fixture.script.running() == 1; }));
        QVERIFY(fixture.script.queries().back().follow && fixture.check(QStringLiteral("Follow")).isEnabled());
        fixture.panel->show(QStringLiteral("pod/other"));
        QVERIFY(QTest::qWaitFor([&] { return fixture.script.queries().size() == 6 && fixture.script.running() == 1; }));
        QVERIFY(fixture.script.queries().back().workload == "pod/other" && fixture.script.queries().back().follow
            && fixture.script.queries().back().container.empty());
    }
    void follow_switchedOff_keepsWhatWasRead()
    {
        Fixture fixture;
        fixture.panel->show(QStringLiteral("deployment/backend"));
        fixture.script.lines(numbered(5));
        QVERIFY(fixture.waitForRows(5));
        fixture.check(QStringLiteral("Follow")).setChecked(false);
        QVERIFY(QTest::qWaitFor([&] { return fixture.script.running() == 0; }));
        QCOMPARE(fixture.model().rowCount(), 5);
        QVERIFY(fixture.panel->status().contains(QStringLiteral("stopped")));
        fixture.check(QStringLiteral("Follow")).setChecked(true);
        QVERIFY(QTest::qWaitFor([&] { return fixture.script.running() == 1; }));
        QCOMPARE(fixture.model().rowCount(), 0);
    }
    void sources_areListedWithTheirState_andCanBeHidden()
    {
        Fixture fixture;
        fixture.panel->show(QStringLiteral("deployment/backend"));
        fixture.script.sources(kTwoPods);
        fixture.script.lines(numbered(10));
        fixture.script.feed([](const service::LogSink& sink) { sink.onSourceEnded(0, std::nullopt); });
        fixture.script.feed([](const service::LogSink& sink) {
            sink.onSourceEnded(1, Error{ErrorKind::NotFound, text("The container is gone."), {}, {}});
        });
        QVERIFY(QTest::qWaitFor([&] {
            return fixture.sources().count() == 2
                && fixture.sources().item(1)->text().contains(QStringLiteral("failed"));
        }));
        QVERIFY(fixture.sources().isVisible());
        QCOMPARE(fixture.sources().item(0)->text(), QStringLiteral("x1k2m · ended"));
        QVERIFY(fixture.sources().item(1)->toolTip().contains(QStringLiteral("The container is gone")));
        QVERIFY(fixture.panel->status().contains(QStringLiteral("1 failed")));
        fixture.sources().item(0)->setCheckState(Qt::Unchecked);
        QVERIFY(fixture.waitForRows(5));
        QVERIFY(fixture.panel->status().startsWith(QStringLiteral("5 of 10 lines")));
        fixture.sources().item(1)->setCheckState(Qt::Unchecked);
        QVERIFY(fixture.waitForRows(0));
        QTest::mouseClick(buttonNamed(fixture.panel.get(), QStringLiteral("Show all lines")), Qt::LeftButton);
        QVERIFY(fixture.waitForRows(10));
    }
    void shortNames_tellSourcesApart()
    {
        const auto states = [](const std::vector<service::LogSource>& sources) {
            std::vector<LogSourceState> out;
            for (const auto& one : sources)
                out.push_back({one, false, std::nullopt});
            return out;
        };
        const QString workload = QStringLiteral("deployment/backend");
        QCOMPARE(shortSourceNames(states(kTwoPods), workload),
            (QStringList{QStringLiteral("x1k2m"), QStringLiteral("p9q8r")}));
        QCOMPARE(shortSourceNames(states({{"backend-a-x1k2m", "app"}, {"backend-b-x1k2m", "app"}}), workload),
            (QStringList{QStringLiteral("backend-a-x1k2m"), QStringLiteral("backend-b-x1k2m")}));
        QCOMPARE(shortSourceNames(states({{"postgres-0", "postgres"}, {"postgres-0", "exporter"}}),
                     QStringLiteral("statefulset/postgres")),
            (QStringList{QStringLiteral("postgres-0/postgres"), QStringLiteral("postgres-0/exporter")}));
    }
    void levels_hideLines_butStackTracesStayWithTheirError()
    {
        Fixture fixture;
        fixture.panel->show(QStringLiteral("deployment/backend"));
        fixture.script.lines({line("INFO ready"), line("ERROR no answer"), line("Traceback (most recent call last):"),
            line("  File \"a.py\", line 1"), line("ValueError: no"), line("plain words"), line("INFO on")});
        QVERIFY(fixture.waitForRows(7));
        fixture.combo(QStringLiteral("Lowest level shown")).setCurrentIndex(3);
        QVERIFY(fixture.waitForRows(4));
        QVERIFY(fixture.model().lineAt(3).raw == "ValueError: no");
        QVERIFY(fixture.model().lineAt(3).continued && !fixture.model().lineAt(0).continued);
    }
    void jsonLines_areTakenApart()
    {
        Fixture fixture;
        fixture.panel->show(QStringLiteral("deployment/backend"));
        const std::string json
            = R"({"timestamp":"2026-11-22T10:15:30Z","level":"WARNING","logger":"qbm.api","message":"\u8fde\u63a5 refused"})";
        fixture.script.lines({line(json), line("GET / 200")});
        QVERIFY(fixture.waitForRows(2));
        const widgets::LogLine record = fixture.model().lineAt(0);
        QVERIFY(record.level == widgets::LogLevel::Warning);
        QVERIFY(record.logger == "qbm.api" && record.message == "连接 refused" && record.raw == json);
        fixture.search(QStringLiteral("连接"));
        QVERIFY(QTest::qWaitFor([&] { return shows(fixture.panel.get(), QStringLiteral("1 line(s) match")); }));
    }
    void search_findsGoesOn_andSaysABadPattern()
    {
        Fixture fixture;
        fixture.panel->show(QStringLiteral("deployment/backend"));
        fixture.script.lines(numbered(1000));
        QVERIFY(fixture.waitForRows(1000));
        fixture.search(QStringLiteral("LINE 99"));
        QVERIFY(QTest::qWaitFor([&] { return shows(fixture.panel.get(), QStringLiteral("11 line(s) match")); }));
        QTest::keyClick(&fixture.view(), Qt::Key_F3);
        QVERIFY(shows(fixture.panel.get(), QStringLiteral("1 of 11")));
        fixture.script.lines({line("line 99 again")});
        QVERIFY(QTest::qWaitFor([&] { return shows(fixture.panel.get(), QStringLiteral("1 of 12")); }));
        fixture.check(QStringLiteral("Only matches")).setChecked(true);
        qobject_cast<QToolButton*>(buttonNamed(fixture.panel.get(), QStringLiteral(".*")))->setChecked(true);
        QVERIFY(fixture.waitForRows(12));
        fixture.search(QStringLiteral("(line"));
        QVERIFY(QTest::qWaitFor([&] { return shows(fixture.panel.get(), QStringLiteral("Bad pattern")); }));
        QCOMPARE(fixture.model().rowCount(), 12);
        fixture.search(QStringLiteral("line [12]$"));
        QVERIFY(fixture.waitForRows(2));
    }
    void details_showTheCurrentLine()
    {
        Fixture fixture;
        fixture.panel->show(QStringLiteral("deployment/backend"));
        fixture.script.sources(kTwoPods);
        fixture.script.lines({line("{\"a\":1}"), line("second", 1)});
        QVERIFY(fixture.waitForRows(2));
        auto* detail = fixture.panel->findChild<widgets::LogDetail*>();
        QVERIFY(!detail->isVisible());
        fixture.view().setFocus();
        QTest::keyClick(&fixture.view(), Qt::Key_Home);
        QTest::keyClick(&fixture.view(), Qt::Key_Return);
        QVERIFY(detail->isVisible());
        QCOMPARE(detail->text(), QStringLiteral("{\n  \"a\": 1\n}"));
        QVERIFY(shows(detail, QStringLiteral("backend-7d9f8b6c5-x1k2m/backend")));
        QTest::keyClick(&fixture.view(), Qt::Key_Down);
        QCOMPARE(detail->text(), QStringLiteral("second"));
        QTest::keyClick(detail, Qt::Key_Escape);
        QVERIFY(!detail->isVisible());
    }
    void save_writesWhatIsShown()
    {
        Fixture fixture;
        fixture.panel->show(QStringLiteral("deployment/backend"));
        fixture.script.sources(kTwoPods);
        fixture.script.lines(numbered(100));
        QVERIFY(fixture.waitForRows(100));
        fixture.sources().showOnly(1);
        QVERIFY(fixture.waitForRows(50));
        for (const QString& name : {QStringLiteral("a.log"), QStringLiteral("a.jsonl")}) {
            const QString path = fixture.folder.filePath(name);
            DialogScript::nextAnswer(path);
            QTest::mouseClick(buttonNamed(fixture.panel.get(), QStringLiteral("Save log")), Qt::LeftButton);
            QVERIFY(QTest::qWaitFor([&] { return QFile::exists(path); }));
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray content = file.readAll();
            QCOMPARE(content.count('\n'), 50);
            QCOMPARE(content.contains("\"source\":\"backend-7d9f8b6c5-p9q8r/backend\""),
                name.endsWith(QStringLiteral("jsonl")));
            QVERIFY(QTest::qWaitFor(
                [&] { return buttonNamed(fixture.panel.get(), QStringLiteral("Save log")) != nullptr; }));
        }
        QVERIFY(fixture.panel->findChild<widgets::Toast*>());
    }
    void save_thatFails_saysWhy()
    {
        Fixture fixture;
        fixture.panel->show(QStringLiteral("deployment/backend"));
        fixture.script.lines(numbered(1));
        QVERIFY(fixture.waitForRows(1));
        DialogScript::nextAnswer(fixture.folder.filePath(QStringLiteral("none/a.log")));
        QTest::mouseClick(buttonNamed(fixture.panel.get(), QStringLiteral("Save log")), Qt::LeftButton);
        QVERIFY(QTest::qWaitFor(
            [&] { return DialogScript::lastQuestion().sentence.contains(QStringLiteral("none/a.log")); }));
    }
    void hidden_panel_keepsTheNewestLinesAndHoldsNothingUp()
    {
        Fixture fixture;
        fixture.panel->show(QStringLiteral("deployment/backend"));
        fixture.script.lines(numbered(10));
        QVERIFY(fixture.waitForRows(10));
        fixture.panel->hide();
        for (int i = 0; i < 21; ++i)
            fixture.script.lines(numbered(50'000, i * 50'000));
        QTest::qWait(2 * Feed::kIntervalMs);
        QCOMPARE(fixture.model().rowCount(), 10);
        fixture.panel->QWidget::show();
        QVERIFY(fixture.waitForRows(1'000'000));
        QVERIFY(fixture.model().lineAt(999'999).raw == "line 1049999");
        QVERIFY(fixture.panel->status().contains(QStringLiteral("the oldest 50,010 lines were dropped")));
    }
    void panel_destroyedWhileReading_endsTheStream()
    {
        Fixture fixture;
        fixture.panel->show(QStringLiteral("deployment/backend"));
        fixture.script.lines(numbered(10));
        fixture.panel.reset();
        QVERIFY(QTest::qWaitFor([&] { return fixture.script.running() == 0; }));
    }
    void everything_hasANameAndIsReachedByTab()
    {
        Fixture fixture;
        fixture.panel->show(QStringLiteral("deployment/backend"));
        fixture.script.sources({{"backend-7d9f8b6c5-x1k2m", "backend"}, {"backend-7d9f8b6c5-x1k2m", "proxy"}});
        fixture.script.lines(numbered(10));
        QVERIFY(fixture.waitForRows(10));
        QCOMPARE(tests::unnamed(fixture.panel.get()), QStringList());
        QCOMPARE(tests::unreachable(fixture.panel.get()), QStringList());
    }
    void pictures_bothThemes()
    {
        for (const bool dark : {false, true}) {
            tests::useTheme(dark ? widgets::ThemeChoice::Dark : widgets::ThemeChoice::Light);
            const QString name = dark ? QStringLiteral("logs_dark") : QStringLiteral("logs_light");
            Fixture fixture;
            fixture.panel->show(QStringLiteral("deployment/backend"));
            std::vector<service::LogSource> pods;
            for (int i = 0; i < 12; ++i)
                pods.push_back(
                    {"backend-7d9f8b6c5-" + std::string("x1k2m").replace(1, 1, 1, static_cast<char>('a' + i)),
                        "backend"});
            fixture.script.sources(pods);
            std::vector<service::LogLine> lines;
            const std::vector<std::string> texts{"{\"level\":\"info\",\"logger\":\"qbm.api.requests\",\"message\":"
                                                 "\"GET /api/v1/predictions 200 in 18 ms\",\"request_id\":\"8f3a\"}",
                "{\"level\":\"debug\",\"logger\":\"qbm.cache\",\"message\":\"hit predictions:42\"}",
                "{\"level\":\"warning\",\"logger\":\"qbm.db.pool\",\"message\":\"pool exhausted, waited 1.2 s for a "
                "connection (size 10, overflow 20)\"}",
                "{\"level\":\"error\",\"logger\":\"qbm.inference.worker.batching\",\"message\":\"model server did not "
                "answer within 5 s: "
                    + std::string(260, 'x') + "\"}",
                "Traceback (most recent call last):", "  File \"/app/qbm/inference.py\", line 214, in predict",
                "TimeoutError: model server",
                "{\"level\":\"info\",\"logger\":\"qbm.api.requests\",\"message\":\"用户 42 的预测请求已完成，耗时 18 "
                "毫秒\"}",
                "plain line without any level, tabs\there and \x1b[32mcolour\x1b[0m"};
            for (int i = 0; i < 400; ++i)
                lines.push_back(line(texts[static_cast<std::size_t>(i) % texts.size()],
                    static_cast<std::uint32_t>(i / 9 % 12), std::chrono::milliseconds(i * 137)));
            fixture.script.lines(lines);
            QVERIFY(fixture.waitForRows(400));
            fixture.script.feed([](const service::LogSink& sink) {
                sink.onSourceEnded(2, std::nullopt);
                sink.onSourceEnded(5, Error{ErrorKind::NotFound, text("The container is gone."), {}, {}});
            });
            fixture.search(QStringLiteral("model server"));
            fixture.view().setFocus();
            fixture.view().goToHit(false);
            fixture.picture(name);
            fixture.bar().setWrap(true);
            QTest::keyClick(&fixture.view(), Qt::Key_Return);
            QTest::keyClick(&fixture.view(), Qt::Key_Up, Qt::ShiftModifier);
            fixture.view().verticalScrollBar()->setValue(100);
            fixture.script.lines({line(texts[0], 1, std::chrono::hours(24))});
            fixture.picture(name + QStringLiteral("_wrapped"));
        }
        tests::useTheme(widgets::ThemeChoice::Light);
    }
};

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("qbm-log-panel-test"));
    widgets::Theme::current().setReducedMotion(true);
    TstLogPanel test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_log_panel.moc"
