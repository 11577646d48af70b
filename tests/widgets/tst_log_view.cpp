// SPDX-License-Identifier: GPL-3.0-or-later
#include "test_application.h"
#include "widgets/log/log_detail.h"
#include "widgets/log/log_model.h"
#include "widgets/log/log_view.h"

#include <QClipboard>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>

using namespace qbm::widgets;
using qbm::TimePoint;

namespace {

void append(LogModel& model, const std::vector<LogLine>& lines)
{
    LogBatch batch;
    for (const LogLine& line : lines)
        batch.add(line);
    LogStore news;
    news.append(batch.take());
    model.append(news);
}

LogLine plain(std::string_view text, LogLevel level = LogLevel::Info, std::uint32_t source = 0)
{
    return {TimePoint(std::chrono::seconds(1'764'000'000)), source, level, false, {}, text, text};
}

/// "line N": an error each tenth, sources 0 to 2 in turn.
void appendNumbered(LogModel& model, int first, int count)
{
    std::vector<std::string> texts;
    std::vector<LogLine> lines;
    for (int i = first; i < first + count; ++i)
        texts.push_back("line " + std::to_string(i));
    for (int i = 0; i < count; ++i)
        lines.push_back(plain(texts[static_cast<std::size_t>(i)],
            (first + i) % 10 == 0 ? LogLevel::Error : LogLevel::Info, static_cast<std::uint32_t>((first + i) % 3)));
    append(model, lines);
}

QString textOf(const LogModel& model, int row)
{
    return QString::fromStdString(std::string(model.lineAt(row).raw));
}

bool scanned(const LogModel& model)
{
    return QTest::qWaitFor([&] { return !model.isScanning(); }, 10'000);
}

struct Window {
    LogModel model;
    LogView view{model};
    Window()
    {
        view.resize(900, 400);
        view.show();
    }
    QScrollBar* bar() const { return view.verticalScrollBar(); }
    QPushButton* newest() const { return view.findChild<QPushButton*>(); }
    bool atEnd() const { return bar()->value() == bar()->maximum(); }
    QString current() const { return view.current() ? textOf(model, model.rowOf(*view.current())) : QString(); }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&view, key, modifiers); }
};

} // namespace

class TstLogView : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void model_withoutCriteria_showsEverything()
    {
        LogModel model(nullptr, 1000);
        QSignalSpy appended(&model, &LogModel::rowsAppended);
        appendNumbered(model, 0, 600);
        QCOMPARE(model.rowCount(), 600);
        QCOMPARE(textOf(model, 599), QStringLiteral("line 599"));
        appendNumbered(model, 600, 600);
        QCOMPARE(appended.count(), 2);
        QCOMPARE(model.rowCount(), 1000);
        QCOMPARE(textOf(model, 0), QStringLiteral("line 200"));
        QCOMPARE(model.rowOf(0), 0); // gone: the oldest there is
        QCOMPARE(model.rowOf(700), 500);
        QCOMPARE(model.store().dropped(), std::uint64_t{200});
    }
    void model_levelFilter_keepsUpWithNewLines()
    {
        LogModel model;
        appendNumbered(model, 0, 1000);
        LogFilter filter;
        filter.minimum = LogLevel::Error;
        model.setFilter(filter);
        QVERIFY(model.isScanning());
        QCOMPARE(model.rowCount(), 1000); // what was shown stays until there is something else
        QVERIFY(scanned(model));
        QCOMPARE(model.rowCount(), 100);
        QCOMPARE(textOf(model, 1), QStringLiteral("line 10"));
        appendNumbered(model, 1000, 100);
        QVERIFY(scanned(model));
        QCOMPARE(model.rowCount(), 110);
        QCOMPARE(textOf(model, 109), QStringLiteral("line 1090"));
        model.setFilter({});
        QCOMPARE(model.rowCount(), 1100);
    }
    void model_filterWithoutMatch_showsNothing()
    {
        LogModel model;
        appendNumbered(model, 1, 5);
        LogFilter filter;
        filter.minimum = LogLevel::Critical;
        model.setFilter(filter);
        QVERIFY(scanned(model));
        QCOMPARE(model.rowCount(), 0);
    }
    void model_search_highlightsOrFilters()
    {
        LogModel model;
        appendNumbered(model, 0, 1000);
        model.setSearch(LogPattern(QStringLiteral("LINE 99"), false), LogSearchMode::Highlight);
        QVERIFY(scanned(model));
        QCOMPARE(model.rowCount(), 1000);
        QCOMPARE(model.hitCount(), 11); // 99 and 990 to 999
        QVERIFY(model.isHit(99) && !model.isHit(100));
        QCOMPARE(model.nextHit(99, true).value(), std::uint64_t{990});
        QCOMPARE(model.nextHit(99, false).value(), std::uint64_t{999}); // round
        QCOMPARE(model.nextHit(999, true).value(), std::uint64_t{99});
        QCOMPARE(model.hitIndex(990), 1);
        model.setSearch(LogPattern(QStringLiteral("line 99"), false), LogSearchMode::OnlyMatches);
        QVERIFY(scanned(model));
        QCOMPARE(model.rowCount(), 11);
        appendNumbered(model, 1000, 1);
        appendNumbered(model, 9900, 10);
        QVERIFY(scanned(model));
        QCOMPARE(model.rowCount(), 21);
        model.setSearch({}, LogSearchMode::OnlyMatches);
        QCOMPARE(model.rowCount(), 1011);
        QCOMPARE(model.hitCount(), 0);
    }
    void model_searchAndFilter_hitsAreWhatCanBeSeen()
    {
        LogModel model;
        appendNumbered(model, 0, 1000);
        model.setSearch(LogPattern(QStringLiteral("^line 9\\d\\d$"), true), LogSearchMode::Highlight);
        LogFilter filter;
        filter.minimum = LogLevel::Error;
        filter.hidden = {false, true, true};
        model.setFilter(filter);
        QVERIFY(scanned(model));
        QCOMPARE(model.hitCount(), 4); // 900, 930, 960, 990
        QCOMPARE(model.rowCount(), 34);
    }
    void model_badExpression_losesNothing()
    {
        LogModel model;
        appendNumbered(model, 0, 100);
        model.setSearch(LogPattern(QStringLiteral("line 5$"), true), LogSearchMode::OnlyMatches);
        QVERIFY(scanned(model));
        QCOMPARE(model.rowCount(), 1);
        model.setSearch(LogPattern(QStringLiteral("(line"), true), LogSearchMode::OnlyMatches);
        QCOMPARE(model.rowCount(), 1);
        QVERIFY(model.isHit(5));
    }
    void model_nextKeystroke_endsTheSearchBefore()
    {
        LogModel model;
        appendNumbered(model, 0, 200'000);
        for (const char* text : {"l", "li", "lin", "line", "line 1", "line 12", "line 123", "line 12345"})
            model.setSearch(LogPattern(QString::fromLatin1(text), true), LogSearchMode::OnlyMatches);
        QVERIFY(scanned(model));
        QCOMPARE(model.rowCount(), 11); // 12345 and 123450 to 123459
        QCOMPARE(model.hitCount(), 11);
    }
    void model_searchWhileFilterIsStillLookedAt_endsComplete()
    {
        LogModel model;
        appendNumbered(model, 0, 200'000);
        LogFilter filter;
        filter.minimum = LogLevel::Error;
        model.setFilter(filter);
        model.setSearch(LogPattern(QStringLiteral("0"), false), LogSearchMode::Highlight);
        appendNumbered(model, 200'000, 10);
        QVERIFY(scanned(model));
        QCOMPARE(model.rowCount(), 20'001);
        QCOMPARE(model.hitCount(), 20'001);
    }
    void model_destroyedWhileSearching_endsAtOnce()
    {
        auto model = std::make_unique<LogModel>();
        appendNumbered(*model, 0, 100'000);
        model->setSearch(LogPattern(QStringLiteral("(a+)+b"), true), LogSearchMode::Highlight);
        model.reset();
        QCoreApplication::processEvents();
        QVERIFY(!model);
    }
    void model_cleared_startsAfresh()
    {
        LogModel model;
        appendNumbered(model, 0, 100);
        model.setSearch(LogPattern(QStringLiteral("line"), false), LogSearchMode::OnlyMatches);
        model.clear();
        QCOMPARE(model.rowCount(), 0);
        appendNumbered(model, 0, 7);
        QVERIFY(scanned(model));
        QCOMPARE(model.rowCount(), 7);
        QCOMPARE(model.hitCount(), 7);
    }

    void view_follows_untilTheUserScrollsUp()
    {
        Window window;
        appendNumbered(window.model, 0, 1000);
        QVERIFY(window.view.isAtNewest() && window.atEnd());
        QVERIFY(window.bar()->maximum() > 900);
        appendNumbered(window.model, 1000, 50);
        QVERIFY(window.atEnd());
        QVERIFY(!window.newest()->isVisible());

        window.bar()->setValue(500);
        QVERIFY(!window.view.isAtNewest());
        appendNumbered(window.model, 1050, 1234);
        QCOMPARE(window.bar()->value(), 500);
        QVERIFY(window.newest()->isVisible());
        QCOMPARE(window.newest()->text(), QStringLiteral("1,234 new"));
        QTest::mouseClick(window.newest(), Qt::LeftButton);
        QVERIFY(window.view.isAtNewest() && window.atEnd());
        QVERIFY(!window.newest()->isVisible());
    }
    void view_scrolledUp_keepsItsLinesWhenOldOnesGo()
    {
        LogModel model(nullptr, 1000);
        LogView view(model);
        view.resize(900, 400);
        view.show();
        appendNumbered(model, 0, 1000);
        view.verticalScrollBar()->setValue(500);
        appendNumbered(model, 1000, 200);
        QCOMPARE(textOf(model, view.verticalScrollBar()->value()), QStringLiteral("line 500"));
        appendNumbered(model, 1200, 900);
        QCOMPARE(view.verticalScrollBar()->value(), 0); // that line is gone
    }
    void view_filterChanges_keepTheLineAtTheTop()
    {
        Window window;
        appendNumbered(window.model, 0, 5000);
        window.bar()->setValue(2500);
        LogFilter filter;
        filter.minimum = LogLevel::Error;
        window.model.setFilter(filter);
        QVERIFY(scanned(window.model));
        QCOMPARE(textOf(window.model, window.bar()->value()), QStringLiteral("line 2500"));
        window.model.setFilter({});
        QCOMPARE(window.bar()->value(), 2500);
    }
    void view_keys_moveAndSelect()
    {
        Window window;
        appendNumbered(window.model, 0, 1000);
        window.key(Qt::Key_Home);
        QCOMPARE(window.current(), QStringLiteral("line 0"));
        QCOMPARE(window.bar()->value(), 0);
        QVERIFY(!window.view.isAtNewest());
        window.key(Qt::Key_Down);
        window.key(Qt::Key_Down, Qt::ShiftModifier);
        window.key(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(window.current(), QStringLiteral("line 3"));
        QCOMPARE(window.view.selectedCount(), 3);
        window.key(Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("line 1\nline 2\nline 3\n"));
        window.key(Qt::Key_PageDown);
        QVERIFY(window.current() > QStringLiteral("line 1"));
        QCOMPARE(window.view.selectedCount(), 1);
        window.key(Qt::Key_End);
        QCOMPARE(window.current(), QStringLiteral("line 999"));
        QVERIFY(window.view.isAtNewest());
        window.key(Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(window.view.selectedCount(), 1000);
        QSignalSpy details(&window.view, &LogView::detailsRequested);
        window.key(Qt::Key_Return);
        QCOMPARE(details.count(), 1);
    }
    void view_copyOfTooMuch_isCutAndSaysSo()
    {
        Window window;
        appendNumbered(window.model, 0, LogView::kMaxCopied + 10);
        window.view.selectAll();
        QSignalSpy copied(&window.view, &LogView::copied);
        QCOMPARE(window.view.copySelection(), LogView::kMaxCopied);
        QCOMPARE(copied.first().at(1).toInt(), LogView::kMaxCopied + 10);
    }
    void view_mouse_selectsAndOpens()
    {
        Window window;
        appendNumbered(window.model, 0, 5);
        const auto at = [&](int row) { return QPoint(400, window.view.viewport()->height() > 0 ? 30 + row * 24 : 0); };
        QTest::mouseClick(window.view.viewport(), Qt::LeftButton, {}, at(0));
        const QString first = window.current();
        QTest::mouseClick(window.view.viewport(), Qt::LeftButton, Qt::ShiftModifier, at(2));
        QVERIFY(!first.isEmpty() && window.current() > first);
        QVERIFY(window.view.selectedCount() >= 2);
        QSignalSpy details(&window.view, &LogView::detailsRequested);
        QTest::mouseDClick(window.view.viewport(), Qt::LeftButton, {}, at(1));
        QCOMPARE(details.count(), 1);
        QTest::mouseClick(window.view.viewport(), Qt::LeftButton, {}, QPoint(400, 390)); // below the lines
        QVERIFY(window.view.selectedCount() >= 1);
    }
    void view_f3_goesFromHitToHit()
    {
        Window window;
        appendNumbered(window.model, 0, 1000);
        window.model.setSearch(LogPattern(QStringLiteral("line 77"), false), LogSearchMode::Highlight);
        QVERIFY(scanned(window.model));
        window.key(Qt::Key_F3);
        QCOMPARE(window.current(), QStringLiteral("line 77"));
        window.key(Qt::Key_F3);
        QCOMPARE(window.current(), QStringLiteral("line 770"));
        window.key(Qt::Key_F3, Qt::ShiftModifier);
        QCOMPARE(window.current(), QStringLiteral("line 77"));
        QVERIFY(window.bar()->value() <= 77 && window.bar()->value() > 60);
    }
    void view_longLines_scrollSidewaysOrWrap()
    {
        Window window;
        const std::string text(600, 'w');
        append(window.model, std::vector<LogLine>(200, plain(text)));
        QVERIFY(window.view.horizontalScrollBar()->maximum() > 0);
        const int rows = window.bar()->maximum();
        window.view.setWrap(true);
        QCOMPARE(window.view.horizontalScrollBar()->maximum(), 0);
        QVERIFY(window.bar()->maximum() > rows); // fewer of them fit
        QVERIFY(window.atEnd());
        window.key(Qt::Key_Home);
        window.key(Qt::Key_End);
        QVERIFY(window.atEnd());
        QVERIFY(!window.view.grab().isNull());
    }
    void view_currentLine_reachesScreenReaders()
    {
        Window window;
        append(window.model, {plain("disk is full", LogLevel::Error)});
        window.key(Qt::Key_Home);
        QCOMPARE(window.view.accessibleName(), QStringLiteral("Log lines"));
        QCOMPARE(window.view.accessibleDescription(), QStringLiteral("error  disk is full"));
    }
    void view_emptyModel_survivesEveryKey()
    {
        Window window;
        for (const Qt::Key key : {Qt::Key_Up, Qt::Key_Down, Qt::Key_Home, Qt::Key_End, Qt::Key_PageUp, Qt::Key_PageDown,
                 Qt::Key_Return, Qt::Key_F3})
            window.key(key);
        window.key(Qt::Key_A, Qt::ControlModifier);
        window.key(Qt::Key_C, Qt::ControlModifier);
        QVERIFY(!window.view.current());
        appendNumbered(window.model, 0, 100);
        window.key(Qt::Key_End);
        window.model.clear();
        QVERIFY(!window.view.grab().isNull());
        QCOMPARE(window.view.selectedCount(), 0);
    }
    void detail_json_isSpreadOut()
    {
        LogDetail detail;
        const std::string raw = R"({"level":"info","n":1})";
        detail.setLine(plain(raw), QStringLiteral("backend-1/app"));
        QCOMPARE(detail.text(), QStringLiteral("{\n  \"level\": \"info\",\n  \"n\": 1\n}"));
        detail.setLine(plain("no json"), {});
        QCOMPARE(detail.text(), QStringLiteral("no json"));
        const std::string huge(600'000, 'x');
        detail.setLine(plain(huge), {});
        QVERIFY(detail.text().contains(QStringLiteral("all 600,000 bytes")));
        QVERIFY(detail.text().size() < 300'000);
    }
};

QBM_WIDGET_TEST_MAIN(TstLogView)
#include "tst_log_view.moc"
