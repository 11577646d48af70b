// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/cluster/cluster_fixture.h"
#include "ui/page/cluster/revision_columns.h"
#include "ui/page/cluster/rollout_progress.h"
#include "ui/page/cluster/rollouts_view.h"
#include "ui/page/cluster/sub_view.h"
#include "widgets/editor/diff_view.h"

#include <QTabWidget>

using namespace qbm;
using namespace qbm::ui;
using tests::buttonNamed;
using tests::ClusterFixture;
using tests::shows;
using widgets::State;

namespace {

service::Revision revision(std::int64_t number, const std::string& tag, bool current)
{
    service::Revision out;
    out.number = number;
    out.replicaSet = "backend-" + tag;
    out.created = systemClock().now() - std::chrono::hours(10 * (5 - number));
    out.images = {{"backend", "qbm/backend:" + tag}};
    out.changeCause = number == 3 ? "release 1.2" : "";
    out.desired = out.ready = current ? 3 : 0;
    out.current = current;
    out.templateYaml = "spec:\n  containers:\n  - name: backend\n    image: qbm/backend:" + tag + "\n    env: []\n";
    return out;
}

service::RevisionEffect effect(std::int64_t number, double p95, double errors, const Reading& accuracy)
{
    service::RevisionEffect out;
    out.number = number;
    out.from = systemClock().now() - std::chrono::hours(10 * (5 - number));
    if (number < 3)
        out.to = out.from + std::chrono::hours(10);
    out.p95 = fakes::reading(p95, Unit::Seconds, "Prometheus", "p95");
    out.errorRatio = fakes::reading(errors, Unit::Ratio, "Prometheus", "errors");
    out.accuracy = accuracy;
    return out;
}

Reading noData()
{
    Reading out;
    out.unit = Unit::Ratio;
    out.source = "PostgreSQL";
    return out;
}

RolloutsView* openRollouts(ClusterFixture& fixture)
{
    fixture.cluster().fakeRollouts->revisions
        = {revision(3, "1.2.0", true), revision(2, "1.1.0", false), revision(1, "1.0.0", false)};
    fixture.cluster().fakeRollouts->effects = {effect(3, 0.42, 0.011, noData()),
        effect(2, 0.18, 0.004, fakes::reading(0.93, Unit::Ratio, "PostgreSQL", "accuracy")),
        effect(1, 0.19, 0.004, fakes::reading(0.93, Unit::Ratio, "PostgreSQL", "accuracy"))};
    fixture.open();
    if (!fixture.settle())
        return nullptr;
    fixture.page->showObject(QStringLiteral("backend"));
    fixture.action("rollouts")->click();
    auto* view = fixture.page->findChild<RolloutsView*>();
    return view != nullptr && QTest::qWaitFor([view] { return view->isSettled(); }) ? view : nullptr;
}

} // namespace

class TstRolloutsView : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { tests::useTheme(widgets::ThemeChoice::Light); }

    void revisions_standNewestFirst_withImagesCauseAndWhichIsCurrent()
    {
        ClusterFixture fixture;
        RolloutsView* view = openRollouts(fixture);
        QVERIFY(view);
        auto* model = view->revisions()->model();
        QCOMPARE(model->rowCount(), 3);
        QCOMPARE(model->index(0, 0).data().toString(), QStringLiteral("current"));
        QCOMPARE(model->index(0, 1).data().toString(), QStringLiteral("3"));
        QCOMPARE(model->index(0, 2).data().toString(), QStringLiteral("qbm/backend:1.2.0"));
        QCOMPARE(model->index(0, 4).data().toString(), QStringLiteral("release 1.2"));
        QCOMPARE(model->index(1, 4).data().toString(), QStringLiteral("–"));
        fixture.picture(QStringLiteral("cluster-rollouts"));
        QCOMPARE(tests::unnamed(fixture.page.get()).join(QLatin1Char('\n')), QString());
    }

    void difference_isWhatTheNewestRolloutChanged_thenWhatIsChosen()
    {
        ClusterFixture fixture;
        RolloutsView* view = openRollouts(fixture);
        QVERIFY(view);
        view->findChild<QTabWidget*>()->setCurrentIndex(1);
        auto* diff = view->difference();
        QCOMPARE(diff->removedLines(), 1);
        QCOMPARE(diff->addedLines(), 1);
        QVERIFY(diff->unifiedText().contains(QStringLiteral("−     image: qbm/backend:1.1.0")));
        QVERIFY(diff->unifiedText().contains(QStringLiteral("+     image: qbm/backend:1.2.0")));
        fixture.picture(QStringLiteral("cluster-rollouts-difference"));
        view->revisions()->selectKey(QStringLiteral("1"));
        QVERIFY(diff->unifiedText().contains(QStringLiteral("−     image: qbm/backend:1.0.0")));
        diff->setMode(widgets::DiffView::Mode::Unified);
        QVERIFY(shows(view, QStringLiteral("1 line")));
    }

    void advisor_marksWhatGotWorse_andDashesWhatIsNotKnown()
    {
        ClusterFixture fixture;
        RolloutsView* view = openRollouts(fixture);
        QVERIFY(view);
        auto* model = view->effects()->model();
        QCOMPARE(model->rowCount(), 3);
        QCOMPARE(model->index(0, 0).data().toString(), QStringLiteral("much worse"));
        QCOMPARE(model->index(0, 4).data().toString(), QStringLiteral("420"));
        QCOMPARE(model->index(0, 4).data(widgets::TableModelBase::StateRole).toInt(), static_cast<int>(State::Danger));
        QCOMPARE(model->index(0, 5).data().toString(), QStringLiteral("1.10"));
        QCOMPARE(model->index(0, 5).data(widgets::TableModelBase::StateRole).toInt(), static_cast<int>(State::Warning));
        QCOMPARE(model->index(0, 6).data().toString(), QStringLiteral("–"));
        QVERIFY(model->index(0, 6).data(Qt::ToolTipRole).toString().contains(QLatin1String("no data")));
        QCOMPARE(model->index(1, 0).data().toString(), QStringLiteral("no worse"));
        QCOMPARE(model->index(2, 0).data().toString(), QStringLiteral("first known"));
    }

    void verdicts_data()
    {
        QTest::addColumn<int>("quantity");
        QTest::addColumn<double>("now");
        QTest::addColumn<double>("before");
        QTest::addColumn<int>("expected");
        const auto row = [](const char* name, EffectQuantity quantity, double now, double before, State expected) {
            QTest::newRow(name) << static_cast<int>(quantity) << now << before << static_cast<int>(expected);
        };
        row("p95 a little longer", EffectQuantity::P95, 0.119, 0.1, State::Ok);
        row("p95 a quarter longer", EffectQuantity::P95, 0.125, 0.1, State::Warning);
        row("p95 three times", EffectQuantity::P95, 0.3, 0.1, State::Danger);
        row("fewer errors", EffectQuantity::ErrorRatio, 0.001, 0.02, State::Ok);
        row("one percent more", EffectQuantity::ErrorRatio, 0.02, 0.01, State::Warning);
        row("ten percent more", EffectQuantity::ErrorRatio, 0.11, 0.01, State::Danger);
        row("accuracy kept", EffectQuantity::Accuracy, 0.92, 0.93, State::Ok);
        row("accuracy lower", EffectQuantity::Accuracy, 0.90, 0.93, State::Warning);
        row("accuracy lost", EffectQuantity::Accuracy, 0.70, 0.93, State::Danger);
    }
    void verdicts()
    {
        QFETCH(int, quantity);
        QFETCH(double, now);
        QFETCH(double, before);
        QFETCH(int, expected);
        const auto verdict = judgeEffect(static_cast<EffectQuantity>(quantity), fakes::reading(now, Unit::None, "", ""),
            fakes::reading(before, Unit::None, "", ""));
        QVERIFY(verdict);
        QCOMPARE(static_cast<int>(*verdict), expected);
        QVERIFY(!judgeEffect(static_cast<EffectQuantity>(quantity), fakes::reading(now, Unit::None, "", ""), noData()));
    }

    void undo_isOfferedForAnOlderRevision()
    {
        ClusterFixture fixture;
        RolloutsView* view = openRollouts(fixture);
        QVERIFY(view);
        auto* bar = view->actionBar();
        QVERIFY(!bar->button(QStringLiteral("undo"))->isEnabled());
        view->revisions()->selectKey(QStringLiteral("3"));
        QVERIFY(!bar->button(QStringLiteral("undo"))->isEnabled()); // it is the current one
        view->revisions()->selectKey(QStringLiteral("2"));
        QCOMPARE(bar->button(QStringLiteral("undo"))->text(), QStringLiteral("Undo to revision 2…"));
        bar->button(QStringLiteral("undo"))->click();
        QCOMPARE(fixture.cluster().fakeActions->made.back(), std::string("deployment.undo backend 2"));
        QVERIFY(fixture.dialog<OperationDialog>());
    }

    void rolloutThatDoesNotComeOn_saysWhy_andOffersTheWayBackFirst()
    {
        ClusterFixture fixture;
        RolloutsView* view = openRollouts(fixture);
        QVERIFY(view);
        QPushButton* undo = view->actionBar()->button(QStringLiteral("undo"));
        QCOMPARE(undo->property("kind").toString(), QStringLiteral("default"));
        fixture.cluster().fakeRollouts->revisions[1].ready = 2; // the one before goes on serving
        view->refresh();
        QTRY_VERIFY(view->isSettled());
        auto pod = tests::makePod("backend-1.2.0-x", "CrashLoopBackOff");
        pod.meta.controller = {"ReplicaSet", "backend-1.2.0", "uid"};
        fixture.cluster().livePods->set({pod});
        auto row = fixture.backend(3, 2);
        row.meta.resourceVersion = "9";
        row.updated = 1;
        row.current = 3;
        row.conditions = {{"Progressing", "True", "ReplicaSetUpdated", "", std::nullopt}};
        fixture.cluster().liveDeployments->set({row});
        auto* progress = view->findChild<RolloutProgress*>();
        QTRY_COMPARE(progress->state(), State::Danger);
        QVERIFY(!progress->sentence().contains(QLatin1String("Progressing")));
        QVERIFY(shows(view, QStringLiteral("Container backend of backend-1.2.0-x crashes again and again")));
        QTRY_COMPARE(undo->text(), QStringLiteral("Undo to revision 2 (last that was ready)…"));
        QCOMPARE(undo->property("kind").toString(), QStringLiteral("primary"));
        QVERIFY(undo->isEnabled());
        fixture.picture(QStringLiteral("cluster-rollouts-crash"));
        undo->click();
        QCOMPARE(fixture.cluster().fakeActions->made.back(), std::string("deployment.undo backend 2"));
    }

    void progress_isJudgedAsKubernetesDoes_andLive()
    {
        ClusterFixture fixture;
        RolloutsView* view = openRollouts(fixture);
        QVERIFY(view);
        auto* progress = view->findChild<RolloutProgress*>();
        QVERIFY(progress->sentence().contains(QLatin1String("successfully rolled out")));
        QCOMPARE(progress->state(), State::Ok);
        auto row = fixture.backend(3, 3);
        row.meta.resourceVersion = "9";
        row.updated = 1;
        row.current = 4;
        fixture.cluster().liveDeployments->set({row});
        QTRY_VERIFY(progress->sentence().contains(QLatin1String("1 out of 3 new replicas have been updated")));
        QCOMPARE(progress->state(), State::Warning);
        row.meta.resourceVersion = "10";
        row.conditions = {{"Progressing", "False", "ProgressDeadlineExceeded", "", std::nullopt}};
        fixture.cluster().liveDeployments->set({row});
        QTRY_COMPARE(progress->state(), State::Danger);
        QVERIFY(shows(view, QStringLiteral("exceeded its progress deadline")));
        fixture.picture(QStringLiteral("cluster-rollouts-stuck"));
    }

    void failure_isAnErrorWithRetry_andBackGoesToTheTable()
    {
        ClusterFixture fixture;
        fixture.cluster().fakeRollouts->error = fakes::refused("Kubernetes API");
        RolloutsView* view = openRollouts(fixture);
        QVERIFY(view);
        QCOMPARE(view->revisions()->statePanel()->face(), widgets::StatePanel::Face::Error);
        fixture.cluster().fakeRollouts->error.reset();
        Q_EMIT view->revisions()->statePanel()->retryRequested();
        QTRY_COMPARE(view->revisions()->model()->rowCount(), 3);
        QTest::keyClick(fixture.page->subView(), Qt::Key_Escape);
        QVERIFY(fixture.page->subView() == nullptr);
        QVERIFY(fixture.table()->isVisible());
        QCOMPARE(fixture.table()->currentKey(), QStringLiteral("qbm-ai-system/backend"));
    }
};

QTEST_MAIN(TstRolloutsView)
#include "tst_rollouts_view.moc"
