// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/yaml.h"

#include <QTest>
#include <nlohmann/json.hpp>

using namespace qbm;
using namespace qbm::config;
using nlohmann::json;

/// YAML read and written: what is written reads back as the same document.
class TstYaml : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void jsonToYaml_objectOfTheApi_readsAsKubectlPrintsIt()
    {
        const auto yaml = jsonToYaml(
            R"({"kind":"Pod","spec":{"containers":[{"name":"a","args":["--port","80","-v"],"env":[]}],"hostNetwork":true},
                "metadata":{"labels":{"app.kubernetes.io/name":"web"},"annotations":{"note":"one\ntwo\n","number":"17"}}})");
        QVERIFY(yaml.has_value());
        QCOMPARE(QString::fromStdString(*yaml),
            QStringLiteral("kind: Pod\n"
                           "metadata:\n"
                           "  annotations:\n"
                           "    note: |\n"
                           "      one\n"
                           "      two\n"
                           "    number: \"17\"\n"
                           "  labels:\n"
                           "    app.kubernetes.io/name: web\n"
                           "spec:\n"
                           "  containers:\n"
                           "  - args:\n"
                           "    - --port\n"
                           "    - \"80\"\n"
                           "    - -v\n"
                           "    env: []\n"
                           "    name: a\n"
                           "  hostNetwork: true\n"));
    }
    void jsonToYaml_anyString_readsBackAsItself_data()
    {
        QTest::addColumn<QString>("value");
        for (const char* value : {"", " ", "plain", "with: colon", "a #comment", "# hash", "true", "No", "y", "~",
                 "null", "1", "1.5", "1e3", "0x1f", "0755", "12:30:45", "2026-11-24", "1_000", "-", "- item", "--flag",
                 "---", "...", "a\nb", "a\nb\n", "a\n\nb\n\n", "\nfirst", " first\nsecond", "tab\there", "a\t\nb",
                 "quote\"s", "it's", "[list]", "{map}", "&anchor", "*alias", "!tag", "|", ">", "%x", "@at", "`tick",
                 "ends:", "trailing ", "\xC3\xA9\xE4\xB8\xAD", "=", "<<", "key: |\n  x", "\n", "\n\n", "a\n ", "?"})
            QTest::newRow(value) << QString::fromUtf8(value);
    }
    void jsonToYaml_anyString_readsBackAsItself()
    {
        QFETCH(QString, value);
        const std::string text = value.toStdString();
        for (const json& document : {json(text), json{{"k", text}}, json{{"k", {{"l", text}}}}, json::array({text}),
                 json::array({{{"k", text}, {"z", 1}}}), json::array({json::array({text, "x"})})}) {
            const auto yaml = jsonToYaml(document.dump());
            QVERIFY(yaml.has_value());
            const auto back = yamlToJson(*yaml, "test");
            QVERIFY2(back.has_value(), (*yaml + (back ? "" : back.error().english())).c_str());
            QVERIFY2(json::parse(*back) == document, (*yaml + *back).c_str());
        }
    }
    void jsonToYaml_keysThatLookLikeOtherThings_readBack()
    {
        const json document{{"true", 1}, {"1", 2}, {"a: b", 3}, {"", 4}, {"null", {{"~", json::array()}}}};
        const auto yaml = jsonToYaml(document.dump());
        const auto back = yamlToJson(*yaml, "test");
        QVERIFY2(back.has_value(), yaml->c_str());
        QVERIFY(json::parse(*back) == document);
    }
    void jsonToYaml_notJson_isBadData() { QVERIFY(jsonToYaml("{").error().kind == ErrorKind::BadData); }
    void yamlDocumentsToJson_several_leavesOutEmptyOnes()
    {
        const auto documents = yamlDocumentsToJson("---\n# nothing\n---\na: 1\n---\n---\n{\"b\": [2]}\n", "test");
        QVERIFY(documents.has_value());
        QCOMPARE(documents->size(), std::size_t(2));
        QVERIFY(json::parse(documents->at(1)) == json::parse(R"({"b":[2]})"));
    }
    void yamlToJson_bytesThatAreNoUtf8_areRefusedWithTheirLine()
    {
        for (const char* yaml : {"a: 1\nb: caf\xe9\n", "a: 1\ncaf\xe9: 1\n", "a: 1\nb: \"caf\xe9\"\n"}) {
            const auto document = yamlToJson(yaml, "file.yaml");
            QVERIFY(!document.has_value());
            QVERIFY2(document.error().message.english().starts_with("file.yaml:2: "), document.error().english().c_str());
        }
        QVERIFY(yamlToJson("a: caf\u00e9\n", "file.yaml").has_value());
    }
    void yamlDocumentsToJson_brokenSecond_namesFileAndLine()
    {
        const auto documents = yamlDocumentsToJson("a: 1\n---\nb: [\n", "file.yaml");
        QVERIFY(!documents.has_value());
        QVERIFY2(documents.error().message.english().starts_with("file.yaml:"), documents.error().english().c_str());
    }
};

QTEST_APPLESS_MAIN(TstYaml)
#include "tst_yaml.moc"
