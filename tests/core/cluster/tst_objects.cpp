// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/cluster/operation_bench.h"

#include "core/base/file.h"
#include "core/base/sha256.h"

#include <QTest>

using namespace qbm;
using namespace qbm::test;
using kubernetes::resource::kConfigMaps;
using kubernetes::resource::kNamespaces;
using kubernetes::resource::kSecrets;
using nlohmann::json;
using operation::RecordState;
using operation::Verdict;

/// Apply, delete, namespaces and secrets on the simulator or a real cluster.
class TstObjects : public QObject {
    Q_OBJECT
    std::unique_ptr<OperationBench> m_bench;

    service::ClusterActions& actions() { return m_bench->actions(); }
    TaskContext& context() { return m_bench->context(); }
    static std::string configMap(const std::string& name, const std::string& value)
    {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\ndata: {level: \"" + value + "\"}\n";
    }
    std::string level(const std::string& name)
    {
        const json map = m_bench->object(kConfigMaps, name);
        return map.is_null() ? std::string("absent") : map["data"].value("level", "");
    }
    Result<> create(const kubernetes::Resource& resource, const json& object)
    {
        QBM_CHECK(m_bench->client().create({resource, m_bench->nameSpace(), {}, {}}, object.dump(), context()));
        return {};
    }
    Result<> createSecret(const std::string& name)
    {
        return create(kSecrets,
            {{"apiVersion", "v1"}, {"kind", "Secret"}, {"metadata", {{"name", name}}},
                {"stringData", {{"user", "qbm"}, {"password", "very-hush"}}}});
    }
    std::string changeOf(const operation::Plan& plan, const std::string& what)
    {
        for (const operation::PlanLine& line : plan.lines) {
            if (line.what.english().find(what) != std::string::npos)
                return line.change.english();
        }
        return "no line";
    }

    std::shared_ptr<service::ClusterService> makeServiceElsewhere()
    {
        return service::makeClusterService(m_bench->cluster().client(), "default");
    }
    /// One operation of each kind.
    std::vector<MadeOperation> begunHere()
    {
        std::vector<MadeOperation> all;
        all.push_back(m_bench->service().makeScaleOperation("web", 2));
        all.push_back(actions().makeSetImage("web", "main", "x:1"));
        all.push_back(actions().makeRestart("web"));
        all.push_back(actions().makePause("web", true));
        all.push_back(actions().makePause("web", false));
        all.push_back(actions().makeRolloutUndo("web", 7));
        all.push_back(actions().makeReveal("s", "k"));
        all.push_back(actions().makeCommand({"p", "c", {"ls", "a b"}, {"rm", "a b"}, true}));
        all.push_back(actions().makeApply(configMap("a", "b"), true));
        all.push_back(actions().makeDelete({kConfigMaps, "a"}));
        all.push_back(actions().makeCreateNamespace("n"));
        return all;
    }

private slots:
    void initTestCase()
    {
        auto bench = OperationBench::start();
        VERIFY_OK(bench);
        m_bench = std::move(*bench);
    }

    void apply_createsConfiguresAndLeaves_asThePlanSaid()
    {
        VERIFY_OK(
            m_bench->run(*actions().makeApply(configMap("kept", "INFO") + "---\n" + configMap("changed", "INFO"))));
        const auto operation = actions().makeApply(
            configMap("kept", "INFO") + "---\n" + configMap("changed", "DEBUG") + "---\n" + configMap("added", "WARN"));
        const auto plan = operation->plan(context());
        VERIFY_OK(plan);
        QCOMPARE(changeOf(*plan, "configmaps/kept"), std::string("unchanged"));
        QCOMPARE(changeOf(*plan, "configmaps/changed"), std::string("configured"));
        QCOMPARE(changeOf(*plan, "configmaps/added"), std::string("created"));
        QVERIFY2(plan->diff.find("-  level: INFO\n+  level: DEBUG\n") != std::string::npos, plan->diff.c_str());
        QVERIFY2(plan->diff.find("managedFields") == std::string::npos, plan->diff.c_str());
        QCOMPARE(level("added"), std::string("absent"));
        const auto outcome = m_bench->run(*operation);
        VERIFY_OK(outcome);
        QCOMPARE(outcome->record.state, RecordState::Done);
        QCOMPARE(level("changed"), std::string("DEBUG"));
        QCOMPARE(level("added"), std::string("WARN"));
    }

    void apply_refusedByTheDryRun_changesNothing()
    {
        const std::string wrong = configMap("first", "INFO")
            + "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: wrong}\nspec: {replicas: -1, selector: "
              "{matchLabels: {a: b}},"
              " template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: x}]}}}\n";
        const auto operation = actions().makeApply(wrong);
        const auto checks = operation->check(context());
        VERIFY_OK(checks);
        const auto* check = checkAbout(*checks, "Deployment wrong: The cluster would accept it");
        QVERIFY2(check && check->verdict == Verdict::Fail, textOf(*checks).c_str());
        QVERIFY(!m_bench->run(*operation));
        QCOMPARE(level("first"), std::string("absent"));
    }

    void apply_unknownKindAndNoManifest_areSaid()
    {
        QCOMPARE(actions().makeApply("nonsense")->plan(context()).error().kind, ErrorKind::InvalidInput);
        const auto unknown
            = actions().makeApply("{apiVersion: qbm.example/v1, kind: Wonder, metadata: {name: x}}")->plan(context());
        QVERIFY2(unknown.error().english().find("knows no Wonder of qbm.example/v1") != std::string::npos,
            unknown.error().english().c_str());
    }

    void apply_killedAnywhere_goesOnOrGoesBack()
    {
        VERIFY_OK(m_bench->run(*actions().makeApply(configMap("old", "INFO"))));
        const auto make = [&]() -> MadeOperation {
            return actions().makeApply(configMap("old", "DEBUG") + "---\n" + configMap("new", "DEBUG"));
        };
        int died = 0;
        for (const bool resume : {false, true}) {
            for (int point = 1;; ++point) {
                const auto outcome = m_bench->killAndGoOn(make, point, resume);
                if (!outcome)
                    break;
                ++died;
                VERIFY_OK(*outcome);
                QCOMPARE((*outcome)->record.state, resume ? RecordState::Done : RecordState::Undone);
                QCOMPARE(level("old"), std::string(resume ? "DEBUG" : "INFO"));
                QCOMPARE(level("new"), std::string(resume ? "DEBUG" : "absent"));
                if (resume) {
                    VERIFY_OK(m_bench->client().remove({kConfigMaps, m_bench->nameSpace(), "new", {}}, context()));
                    VERIFY_OK(m_bench->run(*actions().makeApply(configMap("old", "INFO"))));
                }
            }
            VERIFY_OK(m_bench->client().remove({kConfigMaps, m_bench->nameSpace(), "new", {}}, context()));
            VERIFY_OK(m_bench->run(*actions().makeApply(configMap("old", "INFO"))));
        }
        QVERIFY(died >= 12);
    }

    void apply_ofASecret_keepsItsValuesOutOfPlanAndJournal()
    {
        const std::string manifest
            = "{apiVersion: v1, kind: Secret, metadata: {name: applied}, stringData: {password: very-hush}}";
        const auto operation = actions().makeApply(manifest);
        const auto plan = operation->plan(context());
        VERIFY_OK(plan);
        QVERIFY2(
            plan->diff.find("very-hush") == std::string::npos && plan->diff.find("dmVyeS1odXNo") == std::string::npos,
            plan->diff.c_str());
        QVERIFY(plan->diff.find("***") != std::string::npos);
        const auto outcome = m_bench->run(*operation);
        VERIFY_OK(outcome);
        QCOMPARE(outcome->record.state, RecordState::Done);
        for (const auto& [key, value] : outcome->record.parameters)
            QVERIFY2(value.find("very-hush") == std::string::npos, key.c_str());
        const auto killed = m_bench->killAndGoOn([&] { return actions().makeApply(manifest); }, 2, true);
        QVERIFY(killed.has_value());
        VERIFY_OK(*killed); // begun, but the values are gone with the process
        QCOMPARE((*killed)->record.error->kind, ErrorKind::Unsupported);
    }

    void delete_waitsUntilItIsGone_andCannotBeTakenBack()
    {
        VERIFY_OK(
            create(kConfigMaps, {{"apiVersion", "v1"}, {"kind", "ConfigMap"}, {"metadata", {{"name", "doomed"}}}}));
        const auto operation = actions().makeDelete({kConfigMaps, "doomed"});
        const auto plan = operation->plan(context());
        VERIFY_OK(plan);
        QVERIFY(plan->destructive);
        QCOMPARE(plan->target, std::string("doomed"));
        QVERIFY(plan->undo.english().find("cannot be undone") != std::string::npos);
        const auto outcome = m_bench->run(*operation);
        VERIFY_OK(outcome);
        QCOMPARE(outcome->record.state, RecordState::Done);
        QCOMPARE(level("doomed"), std::string("absent"));
        QCOMPARE(actions().makeDelete({kConfigMaps, "doomed"})->plan(context()).error().kind, ErrorKind::NotFound);
    }

    void delete_heldByAFinalizer_isWaitedFor_andStopLeavesIt()
    {
        VERIFY_OK(create(kConfigMaps,
            {{"apiVersion", "v1"}, {"kind", "ConfigMap"},
                {"metadata", {{"name", "held"}, {"finalizers", {"qbm.example/hold"}}}}}));
        std::stop_source stop;
        TaskContext stoppable(stop.get_token());
        std::string said;
        const auto operation = actions().makeDelete({kConfigMaps, "held"});
        const auto outcome = m_bench->engine().run(*operation, "", stoppable, [&](const operation::Event& event) {
            if (event.kind == operation::Event::Kind::Progressed) {
                said = event.progress.step.english();
                stop.request_stop();
            }
        });
        VERIFY_OK(outcome);
        QCOMPARE(outcome->record.state, RecordState::Stopped);
        QVERIFY2(said.find("qbm.example/hold") != std::string::npos, said.c_str());
        QVERIFY(m_bench->object(kConfigMaps, "held")["metadata"].contains("deletionTimestamp"));
        VERIFY_OK(m_bench->client().patch({kConfigMaps, m_bench->nameSpace(), "held", {}}, kubernetes::PatchType::Merge,
            R"({"metadata":{"finalizers":null}})", context()));
    }

    void delete_killedAndGoneOn_neverTakesALaterOneOfThatName()
    {
        const json map{{"apiVersion", "v1"}, {"kind", "ConfigMap"}, {"metadata", {{"name", "twice"}}}};
        VERIFY_OK(create(kConfigMaps, map));
        struct Kill { };
        std::string id;
        try {
            const auto operation = actions().makeDelete({kConfigMaps, "twice"});
            (void)m_bench
                ->engine([](std::string_view point) {
                    if (point == "delete:done")
                        throw Kill{};
                })
                .run(*operation, "", context());
        } catch (const Kill&) {
            id = m_bench->engine().find("LATEST")->id;
        }
        QVERIFY(!id.empty());
        VERIFY_OK(create(kConfigMaps, map)); // a new one in its place
        operation::Registry registry;
        service::registerClusterOperations(
            registry, service::makeClusterService(m_bench->cluster().client(), m_bench->nameSpace()));
        const auto record = m_bench->engine().find(id);
        const auto again = registry.make(record->kind, record->parameters);
        VERIFY_OK(again);
        const auto outcome = m_bench->engine().resume(id, **again, context());
        VERIFY_OK(outcome);
        QCOMPARE(outcome->record.state, RecordState::Done);
        QVERIFY(!m_bench->object(kConfigMaps, "twice").is_null());
    }

    void createNamespace_isMade_refusedTwice_andCheckedByName()
    {
        const std::string name = m_bench->nameSpace() + "-" + randomHex(2);
        QCOMPARE(actions().makeCreateNamespace("Not_A_Name")->plan(context()).error().kind, ErrorKind::InvalidInput);
        const auto outcome = m_bench->run(*actions().makeCreateNamespace(name));
        VERIFY_OK(outcome);
        QCOMPARE(outcome->record.state, RecordState::Done);
        const auto twice = actions().makeCreateNamespace(name)->check(context());
        VERIFY_OK(twice);
        QCOMPARE(checkAbout(*twice, "exists already")->verdict, Verdict::Fail);
        VERIFY_OK(m_bench->client().remove({kNamespaces, {}, name, {}}, context()));
    }

    void begunInAnotherNamespace_isGoneOnWithThere()
    {
        const auto elsewhere = makeServiceElsewhere();
        operation::Registry registry;
        service::registerClusterOperations(registry, elsewhere);
        VERIFY_OK(m_bench->run(*actions().makeApply(configMap("scoped", "INFO"))));
        for (const MadeOperation& begun : begunHere()) {
            const auto again = registry.make(begun->kind(), begun->parameters());
            VERIFY_OK(again);
            QVERIFY2((*again)->parameters() == begun->parameters(), begun->kind().c_str());
        }
        const auto again = registry.make("object.delete", actions().makeDelete({kConfigMaps, "scoped"})->parameters());
        VERIFY_OK(again);
        VERIFY_OK(m_bench->run(**again));
        QCOMPARE(level("scoped"), std::string("absent"));
        operation::Values lost = actions().makeRestart("web")->parameters();
        lost["context"] = "no-such-context";
        QVERIFY(!registry.make("deployment.restart", lost).has_value());
    }

    void reveal_bringsTheValues_andWritesThemNowhere()
    {
        VERIFY_OK(createSecret("credentials"));
        const auto operation = actions().makeReveal("credentials");
        VERIFY_OK(operation->plan(context()));
        VERIFY_OK(operation->check(context()));
        QVERIFY(operation->revealed() == nullptr);
        const auto outcome = m_bench->run(*operation, "the password is wanted");
        VERIFY_OK(outcome);
        QCOMPARE(outcome->record.state, RecordState::Done);
        QCOMPARE(operation->revealed()->values.at("password").reveal(), std::string("very-hush"));
        QCOMPARE(outcome->record.values.at("keys"), std::string("password, user"));
        const std::filesystem::path state = m_bench->engine().options().stateFolder;
        std::string written = readFile(state / "ledger.jsonl").value_or("");
        QVERIFY(written.find("secret.reveal") != std::string::npos
            && written.find("the password is wanted") != std::string::npos);
        for (const auto& file : std::filesystem::recursive_directory_iterator(state)) {
            if (file.is_regular_file())
                written += readFile(file.path()).value_or("");
        }
        QVERIFY(written.find("very-hush") == std::string::npos && written.find("dmVyeS1odXNo") == std::string::npos);
    }

    void reveal_oneKey_anAbsentOne_andByAStranger()
    {
        VERIFY_OK(createSecret("one"));
        const auto operation = actions().makeReveal("one", "user");
        VERIFY_OK(m_bench->run(*operation));
        QCOMPARE(operation->revealed()->values.size(), std::size_t(1));
        const auto absent = actions().makeReveal("one", "nothing");
        const auto outcome = m_bench->run(*absent);
        VERIFY_OK(outcome);
        QCOMPARE(outcome->record.error->kind, ErrorKind::NotFound);
        const auto checks = m_bench->serviceAs("qbm-stranger")->actions()->makeReveal("one")->check(context());
        VERIFY_OK(checks);
        QVERIFY2(!operation::mayRun(*checks) && checkAbout(*checks, "get secrets one"), textOf(*checks).c_str());
    }
};

QTEST_APPLESS_MAIN(TstObjects)
#include "tst_objects.moc"
