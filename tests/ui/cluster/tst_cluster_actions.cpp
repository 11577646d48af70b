// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/cluster/cluster_fixture.h"
#include "ui/page/cluster/apply_dialog.h"
#include "ui/page/cluster/command_dialog.h"
#include "ui/page/cluster/drain_dialog.h"
#include "ui/page/cluster/image_dialog.h"
#include "ui/page/cluster/log_panel.h"
#include "ui/page/cluster/namespace_dialog.h"
#include "ui/page/cluster/scale_dialog.h"
#include "ui/page/cluster/sub_view.h"
#include "ui/page/cluster/words_dialog.h"
#include "widgets/feedback/dialog.h"

#include <QComboBox>
#include <QFile>
#include <QPlainTextEdit>
#include <QSpinBox>

using namespace qbm;
using namespace qbm::ui;
using tests::buttonNamed;
using tests::ClusterFixture;
using tests::makePod;
using tests::shows;

namespace {

operation::Check check(const char* question, operation::Verdict verdict, const char* reason)
{
    return {text(question), verdict, text(reason)};
}

service::ScalePreview preview()
{
    service::ScalePreview out;
    out.current = 3;
    out.checks = {check("No autoscaler will undo it", operation::Verdict::Warning, "Autoscaler backend keeps 2 to 4."),
        check("Connections fit", operation::Verdict::Pass, "5 × 10 of 200 connections.")};
    out.measuredP95 = fakes::reading(0.184, Unit::Seconds, "Prometheus", "p95");
    out.predictedNow = service::LatencyPrediction{3, true, 0.19, 0.17, 0.212};
    out.predictedThen = service::LatencyPrediction{5, true, 0.121, 0.11, 0.14};
    out.modelWarnings = {text("The model was fitted over 30 minutes only.")};
    return out;
}

/// The plan that was proposed; its text says which.
OperationDialog* proposed(const ClusterFixture& fixture)
{
    auto* plan = fixture.dialog<OperationDialog>();
    return plan != nullptr && QTest::qWaitFor([plan] { return plan->isSettled(); }) ? plan : nullptr;
}

} // namespace

/// What can be done with an object, and the dialogs before the plan.
class TstClusterActions : public QObject {
    Q_OBJECT

    static std::shared_ptr<fakes::FakeTable> tableOf(const char* name)
    {
        auto table = std::make_shared<fakes::FakeTable>();
        table->columnInfos = {{"Name", "string", "name", "", 0}};
        table->set({tests::makeRow(name, {name})});
        return table;
    }
    /// Runs an action that asks for words, and gives them.
    static void answer(ClusterFixture& fixture, const char* action, const char* words)
    {
        fixture.offered(action)->run();
        auto* dialog = fixture.dialog<WordsDialog>();
        QVERIFY(dialog);
        dialog->findChild<QLineEdit*>()->setText(QString::fromLatin1(words));
        auto* next = buttonNamed(dialog, QStringLiteral("Show the plan"));
        QVERIFY(next->isEnabled());
        next->click();
        delete dialog;
    }
    static ClusterFixture& onBackend(ClusterFixture& fixture)
    {
        fixture.open();
        if (fixture.settle())
            fixture.page->showObject(QStringLiteral("backend"));
        return fixture;
    }

private Q_SLOTS:
    void initTestCase() { tests::useTheme(widgets::ThemeChoice::Light); }
    void cleanup() { QCOMPARE(widgets::DialogScript::pending(), 0); }

    void withoutAnObject_eachActionSaysSo()
    {
        ClusterFixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        QVERIFY(!fixture.action("scale")->isEnabled());
        QVERIFY(fixture.action("scale")->toolTip().contains(QLatin1String("Choose an object")));
        fixture.page->showObject(QStringLiteral("backend"));
        QVERIFY(fixture.action("scale")->isEnabled());
        QCOMPARE(fixture.action("scale")->accessibleName(), QStringLiteral("Scale… backend"));
    }

    void kinds_offerWhatFitsThem()
    {
        ClusterFixture fixture;
        onBackend(fixture);
        for (const char* id : {"scale", "rollouts", "logs", "restart", "set-image", "pause", "command", "delete"})
            QVERIFY2(fixture.offered(id) != nullptr, id);
        fixture.choose("Pod");
        for (const char* id : {"logs", "command", "delete"})
            QVERIFY2(fixture.offered(id) != nullptr, id);
        QVERIFY(fixture.offered("scale") == nullptr);
        fixture.choose("Secret");
        QVERIFY(fixture.offered("reveal") != nullptr);
        QVERIFY(fixture.offered("logs") == nullptr);
    }

    void sets_scaleRestartImageAndUndo()
    {
        ClusterFixture fixture;
        fixture.cluster().tables["statefulsets"] = tableOf("postgres");
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.choose("StatefulSet");
        QTRY_COMPARE(fixture.rows(), 1);
        fixture.page->showObject(QStringLiteral("StatefulSet/postgres"));
        QTRY_VERIFY(fixture.offered("scale") != nullptr && fixture.offered("scale")->whyNot.isEmpty());
        fixture.offered("restart")->run();
        QCOMPARE(fixture.cluster().fakeActions->made.back(), std::string("statefulset.restart postgres"));
        fixture.offered("undo")->run();
        QCOMPARE(fixture.cluster().fakeActions->made.back(), std::string("statefulset.undo postgres 0"));
        answer(fixture, "set-image", "db=postgres:16");
        QCOMPARE(fixture.cluster().fakeActions->made.back(), std::string("statefulset.set-image postgres postgres:16"));
        fixture.choose("DaemonSet");
        QVERIFY(fixture.offered("scale") == nullptr);
        QVERIFY(fixture.offered("restart") != nullptr);
    }

    void nodes_cordonDrainAndTaint()
    {
        ClusterFixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        kubernetes::Node node;
        node.meta.name = "worker-1";
        node.ready = true;
        fixture.cluster().liveNodes->set({node});
        fixture.choose("Node");
        QTRY_COMPARE(fixture.rows(), 1);
        fixture.page->showObject(QStringLiteral("Node/worker-1"));
        QTRY_VERIFY(fixture.offered("cordon") != nullptr && fixture.offered("cordon")->whyNot.isEmpty());
        fixture.offered("cordon")->run();
        QCOMPARE(fixture.cluster().fakeActions->made.back(), std::string("action 0"));
        fixture.offered("drain")->run();
        auto* drain = fixture.dialog<DrainDialog>();
        QVERIFY(drain);
        buttonNamed(drain, QStringLiteral("Show the plan"))->click();
        QCOMPARE(fixture.cluster().fakeActions->made.back(), std::string("action 1"));
        answer(fixture, "taint", "gone=yes:NoSchedule old-");
        QCOMPARE(fixture.cluster().fakeActions->made.back(), std::string("action 2"));
    }

    void cronJobs_runNow_andAnyObjectHasLabels()
    {
        ClusterFixture fixture;
        fixture.cluster().tables["cronjobs"] = tableOf("qbm-backup");
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.choose("CronJob");
        QTRY_COMPARE(fixture.rows(), 1);
        fixture.page->showObject(QStringLiteral("CronJob/qbm-backup"));
        QTRY_VERIFY(fixture.offered("run-now") != nullptr && fixture.offered("run-now")->whyNot.isEmpty());
        fixture.offered("run-now")->run();
        QCOMPARE(fixture.cluster().fakeActions->made.back(), std::string("action 4"));
        answer(fixture, "label", "team=ops old-");
        QCOMPARE(fixture.cluster().fakeActions->made.back(), std::string("action 3"));
        QVERIFY(fixture.offered("force-delete") == nullptr); // nobody deletes it
    }

    void words_whatIsWrongIsSaidBeforeThePlan_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<bool>("taint");
        QTest::addColumn<bool>("fits");
        QTest::addRow("label") << "team=ops" << false << true;
        QTest::addRow("empty value") << "team=" << false << true;
        QTest::addRow("removal") << "team-" << false << true;
        QTest::addRow("no value") << "team" << false << false;
        QTest::addRow("taint") << "a=b:NoExecute" << true << true;
        QTest::addRow("taint without value") << "a:NoSchedule" << true << true;
        QTest::addRow("taint of one effect removed") << "a:NoSchedule-" << true << true;
        QTest::addRow("no effect") << "a=b" << true << false;
        QTest::addRow("no such effect") << "a:Never" << true << false;
    }
    void words_whatIsWrongIsSaidBeforeThePlan()
    {
        QFETCH(QString, typed);
        QFETCH(bool, taint);
        QFETCH(bool, fits);
        QCOMPARE((taint ? problemOfTaint(typed) : problemOfEntry(typed)).isEmpty(), fits);
    }

    void denied_isTheReasonOnTheActionAndUnderTheBar()
    {
        ClusterFixture fixture;
        fixture.cluster().denied = {"patch deployments/scale", "delete deployments.apps"};
        onBackend(fixture);
        QTRY_VERIFY(!fixture.action("scale")->isEnabled());
        QVERIFY(fixture.action("scale")->toolTip().contains(
            QLatin1String("patch deployments/scale in qbm-ai-system: denied to user viewer")));
        QVERIFY(!fixture.offered("delete")->whyNot.isEmpty());
        QVERIFY(fixture.offered("restart")->whyNot.isEmpty());
        QVERIFY(shows(fixture.page.get(),
            QStringLiteral("Scale…: patch deployments/scale in qbm-ai-system: denied to user viewer")));
        fixture.picture(QStringLiteral("cluster-denied"));
    }

    void readOnly_isTheReasonOfEverythingThatWrites()
    {
        ClusterFixture fixture;
        fixture.fakes.access = AccessMode::ReadOnly;
        onBackend(fixture);
        for (const char* id : {"scale", "restart", "set-image", "pause", "command", "delete"})
            QVERIFY2(fixture.offered(id)->whyNot.contains(QLatin1String("read-only")), id);
        QVERIFY(fixture.offered("logs")->whyNot.isEmpty());
        QVERIFY(fixture.offered("rollouts")->whyNot.isEmpty());
        auto* scope = fixture.page->findChild<ActionBar*>(QStringLiteral("scopeActions"));
        QVERIFY(!ClusterFixture::offeredBy(scope, "apply")->whyNot.isEmpty());
    }

    void contextMenu_hasTheSameActions()
    {
        ClusterFixture fixture;
        onBackend(fixture);
        Q_EMIT fixture.table()->contextMenuRequested(QStringLiteral("qbm-ai-system/backend"), QPoint());
        QMenu* menu = nullptr;
        for (QMenu* one : fixture.page->findChildren<QMenu*>()) {
            if (one->isVisible() && one->actions().size() > 5)
                menu = one;
        }
        QVERIFY(menu);
        auto* restart = menu->findChild<QAction*>(QStringLiteral("restart"));
        QVERIFY(restart && restart->isEnabled());
        restart->trigger();
        menu->close();
        QCOMPARE(fixture.cluster().fakeActions->made.back(), std::string("deployment.restart backend"));
        QVERIFY(proposed(fixture));
    }

    void scale_previewsTheNumberWhileItChanges_thenShowsThePlan()
    {
        ClusterFixture fixture;
        fixture.cluster().fakeActions->preview = preview();
        onBackend(fixture).action("scale")->click();
        auto* dialog = fixture.dialog<ScaleDialog>();
        QVERIFY(dialog);
        auto* replicas = dialog->findChild<QSpinBox*>();
        QAbstractButton* next = buttonNamed(dialog, QStringLiteral("Show the plan"));
        QCOMPARE(replicas->value(), 3);
        QVERIFY(!next->isEnabled()); // the same number changes nothing
        QTRY_VERIFY(shows(dialog, QStringLiteral("184 ms")));
        replicas->setValue(4);
        replicas->setValue(5); // typed on: only the last is asked for
        QVERIFY(!dialog->isSettled());
        QTRY_VERIFY(dialog->isSettled());
        QCOMPARE(fixture.cluster().fakeActions->previewed, (std::vector<int>{3, 5}));
        for (const char* expected : {"3 → 5 replicas", "Autoscaler backend keeps 2 to 4.", "121 ms", "110 ms to 140 ms",
                 "Model at 5 then", "fitted over 30 minutes"})
            QVERIFY2(shows(dialog, QString::fromUtf8(expected)), expected);
        QCOMPARE(tests::unnamed(dialog).join(QLatin1Char('\n')), QString());
        fixture.dialogPicture(dialog, QStringLiteral("cluster-scale-dialog"));
        next->click();
        OperationDialog* plan = proposed(fixture);
        QVERIFY(plan);
        QVERIFY(shows(plan, QStringLiteral("Scale backend to 5")));
    }

    void scale_withoutAModel_showsDashesAndWhy()
    {
        ClusterFixture fixture;
        auto unknown = preview();
        unknown.predictedNow.reset();
        unknown.predictedThen = service::LatencyPrediction{1, false, 0, 0, 0};
        unknown.measuredP95 = fakes::downReading(Unit::Seconds, "Prometheus");
        fixture.cluster().fakeActions->preview = unknown;
        onBackend(fixture).action("scale")->click();
        auto* dialog = fixture.dialog<ScaleDialog>();
        QTRY_VERIFY(shows(dialog, QStringLiteral("the queue would grow without end")));
        QVERIFY(shows(dialog, QStringLiteral("no prediction")));
        QVERIFY(shows(dialog, QStringLiteral("source down")));
    }

    void scale_previewThatFails_isAnErrorAndThePlanCanStillBeAsked()
    {
        ClusterFixture fixture;
        fixture.cluster().fakeActions->error = fakes::refused("Kubernetes API");
        onBackend(fixture).action("scale")->click();
        auto* dialog = fixture.dialog<ScaleDialog>();
        QTRY_VERIFY(dialog->isSettled());
        QCOMPARE(dialog->findChild<widgets::StatePanel*>()->face(), widgets::StatePanel::Face::Error);
        dialog->findChild<QSpinBox*>()->setValue(4);
        QVERIFY(buttonNamed(dialog, QStringLiteral("Show the plan"))->isEnabled());
    }

    void setImage_asksForContainerAndImage()
    {
        ClusterFixture fixture;
        onBackend(fixture).offered("set-image")->run();
        auto* dialog = fixture.dialog<ImageDialog>();
        QVERIFY(dialog);
        auto* image = dialog->findChildren<QLineEdit*>().back();
        QCOMPARE(image->selectedText(), QStringLiteral("1.0.0")); // what changes most often
        QVERIFY(!buttonNamed(dialog, QStringLiteral("Show the plan"))->isEnabled());
        image->setText(QStringLiteral("qbm/backend:1.1.0"));
        fixture.dialogPicture(dialog, QStringLiteral("cluster-image-dialog"));
        buttonNamed(dialog, QStringLiteral("Show the plan"))->click();
        QCOMPARE(
            fixture.cluster().fakeActions->made.back(), std::string("deployment.set-image backend qbm/backend:1.1.0"));
        QVERIFY(proposed(fixture));
    }

    void pause_ofAPausedOne_resumes()
    {
        ClusterFixture fixture;
        auto row = fixture.backend(3, 3);
        row.paused = true;
        fixture.cluster().liveDeployments->set({row});
        onBackend(fixture);
        QCOMPARE(fixture.offered("pause")->label, QStringLiteral("Resume rollout…"));
        fixture.offered("pause")->run();
        QCOMPARE(fixture.cluster().fakeActions->made.back(), std::string("deployment.resume backend"));
    }

    void remove_proposesTheDeletion()
    {
        ClusterFixture fixture;
        fixture.cluster().livePods->set({makePod("backend-1", "Running")});
        fixture.open();
        fixture.choose("Pod");
        fixture.table()->selectKey(QStringLiteral("qbm-ai-system/backend-1"));
        fixture.offered("delete")->run();
        QCOMPARE(fixture.cluster().fakeActions->made.back(), std::string("object.delete pods/backend-1"));
        QVERIFY(proposed(fixture));
    }

    void command_ofADeployment_offersItsPodsAndThePresets()
    {
        ClusterFixture fixture;
        fixture.cluster().livePods->set(
            {makePod("backend-7d9f8c6b5-x2x4z", "Running"), makePod("frontend-7d9f8c6b5-x2x4z", "Running")});
        onBackend(fixture).offered("command")->run();
        auto* dialog = fixture.dialog<CommandDialog>();
        QVERIFY(dialog);
        auto combos = dialog->findChildren<QComboBox*>();
        QTRY_COMPARE(combos[0]->count(), 1);
        QCOMPARE(combos[0]->currentText(), QStringLiteral("backend-7d9f8c6b5-x2x4z"));
        QCOMPARE(combos[1]->currentText(), QStringLiteral("backend"));
        dialog->findChild<QSpinBox*>()->setValue(14);
        const auto find = dialog->command();
        QVERIFY(find);
        QCOMPARE(find->command,
            (std::vector<std::string>{
                "find", "/app/logs", "-type", "f", "-name", "*.log*", "-mtime", "+14", "-delete"}));
        QCOMPARE(find->preview.back(), std::string("-print")); // the same files, only looked at
        QCOMPARE(tests::unnamed(dialog).join(QLatin1Char('\n')), QString());
        fixture.dialogPicture(dialog, QStringLiteral("cluster-command-dialog"));
        combos[2]->setCurrentIndex(CommandDialog::UpgradePackages);
        QVERIFY(dialog->command()->goneWithPod);
        combos[2]->setCurrentIndex(CommandDialog::OwnCommand);
        QVERIFY(!dialog->command());
        for (QLineEdit* field : dialog->findChildren<QLineEdit*>()) {
            if (field->isVisible() && qobject_cast<QSpinBox*>(field->parentWidget()) == nullptr)
                field->setText(QStringLiteral("python -c \"print('a b')\""));
        }
        QCOMPARE(dialog->command()->command, (std::vector<std::string>{"python", "-c", "print('a b')"}));
        buttonNamed(dialog, QStringLiteral("Show the plan"))->click();
        QCOMPARE(fixture.cluster().fakeActions->command->pod, std::string("backend-7d9f8c6b5-x2x4z"));
        QVERIFY(proposed(fixture));
    }

    void apply_takesTextOrAFile()
    {
        ClusterFixture fixture;
        onBackend(fixture);
        auto* scope = fixture.page->findChild<ActionBar*>(QStringLiteral("scopeActions"));
        ClusterFixture::offeredBy(scope, "apply")->run();
        auto* dialog = fixture.dialog<ApplyDialog>();
        QVERIFY(dialog);
        QVERIFY(!buttonNamed(dialog, QStringLiteral("Show the plan"))->isEnabled());
        QFile file(fixture.folder.filePath(QStringLiteral("map.yaml")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("kind: ConfigMap");
        file.close();
        widgets::DialogScript::nextAnswer(file.fileName());
        buttonNamed(dialog, QStringLiteral("Open a file…"))->click();
        QTRY_COMPARE(dialog->findChild<QPlainTextEdit*>()->toPlainText(), QStringLiteral("kind: ConfigMap"));
        fixture.dialogPicture(dialog, QStringLiteral("cluster-apply-dialog"));
        buttonNamed(dialog, QStringLiteral("Show the plan"))->click();
        QCOMPARE(fixture.cluster().fakeActions->made.back(), std::string("manifest.apply kind: ConfigMap"));
        QVERIFY(proposed(fixture));
    }

    void createNamespace_wantsANameTheServerTakes()
    {
        ClusterFixture fixture;
        onBackend(fixture);
        auto* scope = fixture.page->findChild<ActionBar*>(QStringLiteral("scopeActions"));
        ClusterFixture::offeredBy(scope, "create-namespace")->run();
        auto* dialog = fixture.dialog<NamespaceDialog>();
        QVERIFY(dialog);
        auto* name = dialog->findChild<QLineEdit*>();
        QAbstractButton* next = buttonNamed(dialog, QStringLiteral("Show the plan"));
        for (const char* wrong : {"", "Upper", "-dash", "dash-", "a_b"}) {
            name->setText(QString::fromLatin1(wrong));
            QVERIFY2(!next->isEnabled(), wrong);
        }
        name->setText(QStringLiteral("qbm-trial"));
        next->click();
        QCOMPARE(fixture.cluster().fakeActions->made.back(), std::string("namespace.create qbm-trial"));
    }

    void logs_openTheWorkloadsLog_andEscGoesBack()
    {
        ClusterFixture fixture;
        fixture.cluster().fakeLogs->sources = {{"backend-1", "backend"}};
        fixture.cluster().fakeLogs->lines = {{systemClock().now(), 0, "hello from the backend"}};
        onBackend(fixture).action("logs")->click();
        QVERIFY(fixture.page->findChild<LogPanel*>());
        QVERIFY(shows(fixture.page.get(), QStringLiteral("deployment/backend")));
        QTRY_VERIFY(fixture.page->findChild<LogPanel*>()->status().contains(QLatin1String("1 line")));
        fixture.picture(QStringLiteral("cluster-log"));
        QTest::keyClick(fixture.page->subView(), Qt::Key_Escape);
        QVERIFY(fixture.page->subView() == nullptr);
    }

    void tabIntoTheTable_marksTheRowTheButtonsActOn()
    {
        ClusterFixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.page->activateWindow();
        fixture.table()->view()->setFocus(Qt::TabFocusReason);
        QCOMPARE(fixture.action("scale")->isEnabled(), !fixture.table()->selectedKeys().isEmpty());
        QTest::keyClick(fixture.table()->view(), Qt::Key_Down);
        QVERIFY(fixture.action("scale")->isEnabled());
        QCOMPARE(fixture.table()->selectedKeys(), QStringList{fixture.table()->currentKey()});
    }
};

QTEST_MAIN(TstClusterActions)
#include "tst_cluster_actions.moc"
