// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/page_fixture.h"
#include "tests/ui/selection_rules.h"
#include "tests/ui/widget_walk.h"
#include "ui/page/alerts/alerts_page.h"
#include "widgets/feedback/side_panel.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/table/table_view.h"

#include <QSignalSpy>
#include <mutex>

using namespace qbm;
using namespace qbm::ui;
using tests::PageFixture;
using tests::shows;
using widgets::StatePanel;

namespace {

prometheus::Alert alert(const std::string& fingerprint, const std::string& name, const std::string& severity, const std::string& state = "active")
{
    prometheus::Alert out;
    out.fingerprint = fingerprint;
    out.labels = {{"alertname", name}, {"instance", "backend-" + fingerprint}, {"severity", severity}};
    out.annotations = {{"runbook", "https://wiki.example/" + name}, {"summary", name + " since a while"}};
    out.state = state;
    out.startsAt = systemClock().now() - std::chrono::seconds(234);
    out.receivers = {"ops"};
    return out;
}

struct Fixture : PageFixture<AlertsPage> {
    std::mutex mutex;
    Result<std::vector<prometheus::Alert>> alerts = std::vector<prometheus::Alert>{alert("1", "SlowAnswers", "warning"),
        alert("2", "DiskFull", "critical", "suppressed"), alert("3", "HighErrorRate", "critical"), alert("4", "Watchdog", "none")};
    std::atomic<int> silencesAsked = 0;

    Fixture()
    {
        (*alerts)[1].silencedBy = {"s-1"};
        fakes.metrics->alerts = [this] {
            const std::scoped_lock lock(mutex);
            return alerts;
        };
        fakes.metrics->silences = [this]() -> Result<std::vector<prometheus::Silence>> {
            ++silencesAsked;
            const TimePoint now = systemClock().now();
            return std::vector<prometheus::Silence>{{"s-1", {{"alertname", "Disk.*", true, true}}, now, now + std::chrono::hours(2), "li.wei", "disk is being replaced", "active"},
                {"s-2", {}, now, now, "somebody else", "", "expired"}};
        };
    }
    ~Fixture() { page.reset(); }
    void answer(Result<std::vector<prometheus::Alert>> next)
    {
        const std::scoped_lock lock(mutex);
        alerts = std::move(next);
    }
    widgets::TableView* table() const { return page->findChild<widgets::TableView*>(); }
    widgets::SidePanel* panel() const { return page->findChild<widgets::SidePanel*>(); }
    QStringList order() const
    {
        QStringList out;
        for (int row = 0; row < table()->model()->rowCount(); ++row)
            out << table()->model()->keyOfRow(row);
        return out;
    }
    QString cell(const QString& key, int column) const
    {
        auto* model = table()->model();
        return model->data(model->index(model->rowOfKey(key), column)).toString();
    }
};

} // namespace

class TstAlertsPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { tests::useTheme(widgets::ThemeChoice::Light); }

    void alerts_firingAndWorstFirst()
    {
        Fixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        QCOMPARE(fixture.order(), QStringList({"3", "1", "4", "2"}));
        QCOMPARE(fixture.cell("3", 0), QString("firing"));
        QCOMPARE(fixture.cell("2", 0), QString("silenced"));
        QCOMPARE(fixture.cell("1", 3), QString("3 min"));
        QCOMPARE(fixture.cell("2", 6), QString("li.wei"));
        QVERIFY(shows(fixture.page.get(), "3 alert(s) firing. 1 kept quiet by silences or other alerts."));
        QCOMPARE(fixture.page->attention(), std::optional(widgets::State::Danger));
        fixture.picture("alerts");
    }

    void details_labelsAnnotationsAndWhoSilencedIt()
    {
        Fixture fixture;
        fixture.open();
        fixture.page->showObject("DiskFull"); // before there is an answer
        QVERIFY(fixture.settle());
        QVERIFY(fixture.panel()->isOpen());
        QCOMPARE(fixture.table()->currentKey(), QString("2"));
        const auto shown = [&](const QString& text) {
            for (QLabel* label : fixture.panel()->findChildren<QLabel*>()) {
                if (label->text().remove(QChar(0x200B)).contains(text))
                    return true;
            }
            return false;
        };
        for (const char* text : {"DiskFull since a while", "li.wei", "disk is being replaced", "alertname=~\"Disk.*\"", "backend-2", "https://wiki.example/DiskFull", "ops"})
            QVERIFY2(shown(QString::fromLatin1(text)), text);
        QVERIFY(!shown("somebody else"));
        fixture.picture("alert-details");
    }

    void silences_areAskedForOnlyWhereThereAreSome()
    {
        Fixture fixture;
        fixture.answer(std::vector{alert("1", "SlowAnswers", "warning")});
        fixture.open();
        QVERIFY(fixture.settle());
        QCOMPARE(fixture.silencesAsked.load(), 0);
        QCOMPARE(fixture.page->attention(), std::optional(widgets::State::Warning));
    }

    void nothing_isSaid()
    {
        Fixture fixture;
        fixture.answer(std::vector<prometheus::Alert>{});
        fixture.open();
        QVERIFY(fixture.settle());
        QCOMPARE(fixture.table()->statePanel()->face(), StatePanel::Face::Empty);
        QVERIFY(shows(fixture.page.get(), "No alert is firing."));
        QVERIFY(!fixture.page->attention());
    }

    void notConfigured_isNoError()
    {
        Fixture fixture;
        fixture.answer(fail(ErrorKind::Unsupported, text("no Alertmanager")));
        fixture.open();
        QVERIFY(fixture.settle());
        QCOMPARE(fixture.table()->statePanel()->face(), StatePanel::Face::Empty);
        QVERIFY(shows(fixture.page.get(), "This profile names no Alertmanager"));
    }

    void sourceDown_keepsWhatWasKnown_withItsAge()
    {
        Fixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.answer(fail(ErrorKind::Unreachable, text("Alertmanager cannot be reached.")));
        fixture.page->refresh();
        QTRY_COMPARE(fixture.table()->statePanel()->face(), StatePanel::Face::Stale);
        QCOMPARE(fixture.order().size(), 4);
    }

    void sourceDown_fromTheStart_isAnError()
    {
        Fixture fixture;
        fixture.answer(fail(ErrorKind::Unreachable, text("Alertmanager cannot be reached.")));
        fixture.open();
        QVERIFY(fixture.settle());
        QCOMPARE(fixture.table()->statePanel()->face(), StatePanel::Face::Error);
    }

    void panel_followsTheSelection()
    {
        Fixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.page->showObject("1");
        tests::SelectionRules rules;
        rules.table = fixture.table();
        rules.key = "1";
        rules.armed = [&] { return fixture.panel()->isOpen() && !fixture.table()->currentKey().isEmpty(); };
        rules.reorder = [&] { fixture.answer(std::vector{alert("5", "Another", "critical"), alert("1", "SlowAnswers", "warning"), alert("4", "Watchdog", "none"), alert("3", "HighErrorRate", "critical"), alert("2", "DiskFull", "critical")}); };
        rules.remove = [&] { fixture.answer(std::vector{alert("3", "HighErrorRate", "critical")}); };
        rules.refresh = [&] { fixture.page->refresh(); };
        // A panel that was closed stays closed: opened again for every choice, as Return does.
        connect(rules.table, &widgets::TableView::currentKeyChanged, fixture.page.get(), [&](const QString& key) {
            if (!key.isEmpty())
                fixture.page->showObject(key);
        });
        QCOMPARE(tests::brokenSelectionRule(rules), QString());
    }

    void palette_knowsTheAlerts()
    {
        Fixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        const auto commands = fixture.page->commands();
        QCOMPARE(commands.size(), std::size_t(4));
        QSignalSpy went(fixture.page.get(), &Page::navigationRequested);
        commands[0].run();
        QCOMPARE(went.last()[0].toString(), QString("alerts"));
        QCOMPARE(fixture.table()->currentKey(), QString("3"));
    }

    void widgets_haveNames()
    {
        Fixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        QCOMPARE(tests::unnamed(fixture.page.get()), QStringList());
    }
};

QTEST_MAIN(TstAlertsPage)
#include "tst_alerts_page.moc"
