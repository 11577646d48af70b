// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/simulator.h"
#include "tests/core/cluster/operation_bench.h"

#include <QTest>

using namespace qbm;
using namespace qbm::test;
using nlohmann::json;
using operation::RecordState;
using operation::Verdict;

namespace {

constexpr const char* kFirst = "registry.k8s.io/pause:3.9";
constexpr const char* kSecond = "registry.k8s.io/pause:3.10";

/// What a Deployment asks for. An annotation that is gone may leave an empty map.
json specOf(json deployment)
{
    json spec = deployment["spec"];
    json& metadata = spec["template"]["metadata"];
    if (metadata.contains("annotations") && metadata["annotations"].empty())
        metadata.erase("annotations");
    return spec;
}

} // namespace

/// Set image, restart, pause, resume and undo on the simulator or a real cluster: planned, checked, run, failed, taken
/// back, killed and gone on with.
class TstRollouts : public QObject {
    Q_OBJECT
    std::unique_ptr<OperationBench> m_bench;

    service::ClusterActions& actions() { return m_bench->actions(); }
    TaskContext& context() { return m_bench->context(); }
    std::string annotation(const std::string& deployment, const std::string& key)
    {
        return m_bench->deployment(deployment)["metadata"].value("annotations", json::object()).value(key, "");
    }
    bool refuses(operation::Operation& operation, const std::string& words)
    {
        const auto checks = operation.check(context());
        const auto* check = checks ? checkAbout(*checks, words) : nullptr;
        return check != nullptr && check->verdict == Verdict::Fail;
    }
    Result<operation::Outcome> setImage(
        const std::string& deployment, const std::string& image, const std::string& reason = "test")
    {
        const auto operation = actions().makeSetImage(deployment, "", image);
        return m_bench->run(*operation, reason);
    }

private slots:
    void initTestCase()
    {
        auto bench = OperationBench::start();
        VERIFY_OK(bench);
        m_bench = std::move(*bench);
    }

    void setImage_planned_checked_run_rollsOut()
    {
        VERIFY_OK(m_bench->deploy("web", 2));
        const auto operation = actions().makeSetImage("web", "main", kSecond);
        const auto plan = operation->plan(context());
        VERIFY_OK(plan);
        QCOMPARE(
            plan->title.english(), std::string("Give main of deployment web the image registry.k8s.io/pause:3.10"));
        QCOMPARE(plan->target, std::string("web"));
        QVERIFY2(
            plan->diff.find("-      - image: registry.k8s.io/pause:3.9\n+      - image: registry.k8s.io/pause:3.10\n")
                != std::string::npos,
            plan->diff.c_str());
        QVERIFY(!plan->stopLeaves.empty() && !plan->undo.empty() && !plan->consequence.empty());
        const auto checks = operation->check(context());
        VERIFY_OK(checks);
        for (const char* question :
            {"May get deployments.apps web", "May patch deployments.apps web", "The cluster would accept it"})
            QVERIFY2(checkAbout(*checks, question) && checkAbout(*checks, question)->verdict == Verdict::Pass,
                textOf(*checks).c_str());
        QCOMPARE(m_bench->image("web"), std::string(kFirst)); // the dry run changed nothing

        const auto outcome = m_bench->run(*operation, "faster pauses");
        VERIFY_OK(outcome);
        QCOMPARE(outcome->record.state, RecordState::Done);
        QCOMPARE(m_bench->image("web"), std::string(kSecond));
        QCOMPARE(annotation("web", "kubernetes.io/change-cause"), std::string("faster pauses"));
        QCOMPARE(outcome->record.values.at("imageBefore"), std::string(kFirst));
        const auto row = m_bench->service().fetchDeployment("web", context());
        QVERIFY(kubernetes::isSettled(*row));
        const auto now = operation->standing(outcome->record.values, context());
        VERIFY_OK(now);
        const std::string standing = now->english();
        QVERIFY2(standing.starts_with("Deployment web is at revision 2 with " + std::string(kSecond) + " now (2 of 2 replicas ready): "),
            standing.c_str());
        QCOMPARE(actions().makeSetImage("nope", "main", kSecond)->standing({}, context())->english(),
            "There is no deployment nope in " + m_bench->nameSpace() + " any more.");
    }

    void setImage_sameImage_unknownContainer_nonsense_areRefused()
    {
        VERIFY_OK(m_bench->deploy("refused", 1));
        QVERIFY(refuses(*actions().makeSetImage("refused", "main", kFirst), "already has the image"));
        QVERIFY(refuses(*actions().makeSetImage("refused", "other", kSecond), "has no container other"));
        QCOMPARE(
            actions().makeSetImage("refused", "other", kSecond)->plan(context()).error().kind, ErrorKind::NotFound);
        QCOMPARE(actions().makeSetImage("refused", "main", "Not An Image")->plan(context()).error().kind,
            ErrorKind::InvalidInput);
        QCOMPARE(actions().makeSetImage("nope", "", kSecond)->plan(context()).error().kind, ErrorKind::NotFound);
        const auto latest = actions().makeSetImage("refused", "", "registry.k8s.io/pause:latest")->check(context());
        VERIFY_OK(latest);
        QCOMPARE(checkAbout(*latest, "one image for good")->verdict, Verdict::Warning);
    }

    void everything_bySomebodyWhoMayNot_isDeniedWithTheRight()
    {
        const auto stranger = m_bench->serviceAs("qbm-stranger");
        const auto checks = stranger->actions()->makeSetImage("web", "", kFirst)->check(context());
        VERIFY_OK(checks);
        const auto* check = checkAbout(*checks, "patch deployments.apps web");
        QVERIFY2(check && check->verdict == Verdict::Fail, textOf(*checks).c_str());
        QVERIFY2(check->reason.english().find("denied to user") != std::string::npos, check->reason.english().c_str());
        const auto undo = stranger->actions()->makeRolloutUndo("web", 0)->check(context());
        VERIFY_OK(undo);
        QVERIFY2(checkAbout(*undo, "list replicasets")->verdict == Verdict::Fail, textOf(*undo).c_str());
    }

    void setImage_thatNeverComesUp_failsTruly_andTheFormerComesBack()
    {
        VERIFY_OK(m_bench->deploy("bad", 2));
        VERIFY_OK(m_bench->patchDeployment("bad", {{"spec", {{"progressDeadlineSeconds", 3}}}}));
        const auto outcome = setImage("bad", "registry.invalid/backend:v9");
        VERIFY_OK(outcome);
        QCOMPARE(outcome->record.state, RecordState::Undone);
        const std::string why = outcome->record.error->english();
        QVERIFY2(why.find("did not become ready within the 3 s") != std::string::npos, why.c_str());
        QVERIFY2(why.find("ImagePull") != std::string::npos, why.c_str());
        QCOMPARE(m_bench->image("bad"), std::string(kFirst));
        QVERIFY(kubernetes::isSettled(*m_bench->service().fetchDeployment("bad", context())));
    }

    void webhookThatIsDown_isARefusalInTheServersWords_beforeAnythingIsDone()
    {
        auto* const simulator = m_bench->cluster().simulator();
        if (simulator == nullptr)
            QSKIP("only the simulator can be told to have a webhook that is down");
        VERIFY_OK(m_bench->deploy("guarded", 1));
        VERIFY_OK(simulator->setFault("webhook-down", true));
        for (const auto& operation : {actions().makeSetImage("guarded", "main", kSecond), actions().makeRestart("guarded"),
                 m_bench->service().makeScaleOperation("guarded", 2)}) {
            const auto checks = operation->check(context());
            VERIFY_OK(checks);
            const auto* const check = checkAbout(*checks, "The cluster would accept it");
            QVERIFY2(check && check->verdict == Verdict::Fail, textOf(*checks).c_str());
            QVERIFY2(check->reason.english().find("failed calling webhook") != std::string::npos, check->reason.english().c_str());
            QVERIFY2(check->reason.english().find("not known") == std::string::npos, check->reason.english().c_str());
        }
        VERIFY_OK(simulator->setFault("webhook-down", false));
        QCOMPARE(m_bench->image("guarded"), std::string(kFirst));
    }

    void setImage_stopped_putsTheFormerBack()
    {
        VERIFY_OK(m_bench->deploy("stopped", 1));
        std::stop_source stop;
        TaskContext stoppable(stop.get_token());
        const auto operation = actions().makeSetImage("stopped", "", kSecond);
        const auto outcome = m_bench->engine().run(*operation, "", stoppable, [&](const operation::Event& event) {
            if (event.kind == operation::Event::Kind::StepState && event.step == 1
                && event.state == operation::StepState::Running)
                stop.request_stop();
        });
        VERIFY_OK(outcome);
        QCOMPARE(outcome->record.state, RecordState::Undone);
        QCOMPARE(m_bench->image("stopped"), std::string(kFirst));
    }

    void setImage_changedBySomebodyElse_isLeftAlone()
    {
        VERIFY_OK(m_bench->deploy("contested", 1));
        const auto operation = actions().makeSetImage("contested", "", kSecond);
        const std::string theirs = "registry.k8s.io/pause:3.8";
        const auto outcome = m_bench->engine().run(*operation, "", context(), [&](const operation::Event& event) {
            if (event.kind == operation::Event::Kind::StepState && event.step == 1
                && event.state == operation::StepState::Running)
                (void)m_bench->patchDeployment("contested",
                    {{"spec", {{"template", {{"spec", {{"containers", {{{"name", "main"}, {"image", theirs}}}}}}}}}}});
        });
        VERIFY_OK(outcome);
        QVERIFY(outcome->record.state != RecordState::Done);
        QCOMPARE(outcome->record.error->kind, ErrorKind::Conflict);
        QCOMPARE(m_bench->image("contested"), theirs);
    }

    void restart_replacesThePods_andNothingElse()
    {
        VERIFY_OK(m_bench->deploy("again", 1));
        const auto operation = actions().makeRestart("again");
        const auto plan = operation->plan(context());
        VERIFY_OK(plan);
        QVERIFY2(plan->diff.find("kubectl.kubernetes.io/restartedAt") != std::string::npos, plan->diff.c_str());
        const json before = m_bench->deployment("again");
        const auto outcome = m_bench->run(*operation);
        VERIFY_OK(outcome);
        QCOMPARE(outcome->record.state, RecordState::Done);
        const json after = m_bench->deployment("again");
        QVERIFY(after["spec"]["template"]["metadata"]["annotations"].contains("kubectl.kubernetes.io/restartedAt"));
        QVERIFY(before["spec"]["template"]["spec"] == after["spec"]["template"]["spec"]);
    }

    void pause_holdsChanges_resumeRollsThemOut()
    {
        VERIFY_OK(m_bench->deploy("held", 1));
        QVERIFY(refuses(*actions().makePause("held", false), "is not paused; there is nothing to do"));
        const auto pausing = actions().makePause("held", true);
        const auto plan = pausing->plan(context());
        VERIFY_OK(plan);
        QVERIFY2(plan->diff.find("+  paused: true") != std::string::npos, plan->diff.c_str());
        VERIFY_OK(m_bench->run(*pausing));
        QVERIFY(m_bench->deployment("held")["spec"].value("paused", false));
        QVERIFY(refuses(*actions().makePause("held", true), "already paused"));
        QVERIFY(refuses(*actions().makeRestart("held"), "is paused: resume it first"));
        QVERIFY(refuses(*actions().makeRolloutUndo("held", 0), "is paused: resume it first"));

        const auto changed = setImage("held", kSecond);
        VERIFY_OK(changed);
        QCOMPARE(changed->record.state, RecordState::Done);
        QCOMPARE(m_bench->service().fetchDeployment("held", context())->updated, 0); // it waits

        const auto resumed = m_bench->run(*actions().makePause("held", false));
        VERIFY_OK(resumed);
        QCOMPARE(resumed->record.state, RecordState::Done);
        QVERIFY(kubernetes::isSettled(*m_bench->service().fetchDeployment("held", context())));
    }

    void undo_goesToTheRevisionBefore_orToANumber_withItsChangeCause()
    {
        VERIFY_OK(m_bench->deploy("back", 1));
        VERIFY_OK(setImage("back", kSecond, "to 3.10"));
        VERIFY_OK(setImage("back", "registry.k8s.io/pause:3.8", "to 3.8"));
        QVERIFY(refuses(*actions().makeRolloutUndo("back", 3), "same template as now"));
        QVERIFY(refuses(*actions().makeRolloutUndo("back", 17), "keeps no revision 17; it has 1, 2, 3"));
        const auto operation = actions().makeRolloutUndo("back", 0);
        const auto plan = operation->plan(context());
        VERIFY_OK(plan);
        QCOMPARE(plan->title.english(), std::string("Take deployment back back to revision 2"));
        QVERIFY2(
            plan->diff.find("+      - image: registry.k8s.io/pause:3.10") != std::string::npos, plan->diff.c_str());
        const auto outcome = m_bench->run(*operation);
        VERIFY_OK(outcome);
        QCOMPARE(outcome->record.state, RecordState::Done);
        QCOMPARE(m_bench->image("back"), std::string(kSecond));
        QCOMPARE(annotation("back", "kubernetes.io/change-cause"), std::string("to 3.10"));
        QCOMPARE(annotation("back", "deployment.kubernetes.io/revision"), std::string("4")); // 2 has moved
        QVERIFY(!m_bench->deployment("back")["spec"]["template"]["metadata"]["labels"].contains("pod-template-hash"));

        VERIFY_OK(m_bench->run(*actions().makeRolloutUndo("back", 1)));
        QCOMPARE(m_bench->image("back"), std::string(kFirst));
        QCOMPARE(annotation("back", "kubernetes.io/change-cause"), std::string()); // the first had none
    }

    void undo_ofADeploymentWithoutHistory_saysSo()
    {
        VERIFY_OK(m_bench->deploy("fresh", 0));
        QVERIFY(refuses(*actions().makeRolloutUndo("fresh", 0), "keeps no earlier revision"));
        QCOMPARE(actions().makeRolloutUndo("fresh", -1)->plan(context()).error().kind, ErrorKind::InvalidInput);
    }

    void killedAnywhere_goesOnOrGoesBack_data()
    {
        QTest::addColumn<QString>("kind");
        for (const char* kind : {"set-image", "restart", "pause", "undo"})
            QTest::newRow(kind) << kind;
    }
    void killedAnywhere_goesOnOrGoesBack()
    {
        QFETCH(QString, kind);
        const std::string name = "killed-" + kind.toStdString();
        VERIFY_OK(m_bench->deploy(name, 0)); // no pods: every rollout is done at once
        VERIFY_OK(setImage(name, kSecond));
        const json before = specOf(m_bench->deployment(name));
        const auto make = [&]() -> MadeOperation {
            if (kind == "set-image")
                return actions().makeSetImage(name, "", "registry.k8s.io/pause:3.8");
            if (kind == "restart")
                return actions().makeRestart(name);
            if (kind == "pause")
                return actions().makePause(name, true);
            return actions().makeRolloutUndo(name, 0);
        };
        int died = 0;
        for (const bool resume : {false, true}) {
            for (int point = 1;; ++point) {
                const auto outcome = m_bench->killAndGoOn(make, point, resume);
                const bool changed = specOf(m_bench->deployment(name)) != before;
                if (outcome) {
                    ++died;
                    VERIFY_OK(*outcome);
                    const auto& record = (*outcome)->record;
                    QVERIFY2(record.state == (resume ? RecordState::Done : RecordState::Undone),
                        (std::to_string(point) + ": " + (record.error ? record.error->english() : "no error")).c_str());
                    QCOMPARE(changed, resume);
                }
                if (changed) { // as it was, for the next death
                    const json patch = json::array({{{"op", "replace"}, {"path", "/spec"}, {"value", before}}});
                    VERIFY_OK(
                        m_bench->client().patch({kubernetes::resource::kDeployments, m_bench->nameSpace(), name, {}},
                            kubernetes::PatchType::Json, patch.dump(), context()));
                    VERIFY_OK(m_bench->service().followRollout(name, std::chrono::seconds(30), context()));
                }
                if (!outcome)
                    break;
            }
        }
        QVERIFY2(died >= 8, "begin, running, remembered, done: it must have died at each");
    }
};

QTEST_APPLESS_MAIN(TstRollouts)
#include "tst_rollouts.moc"
