// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/json_path.h"

#include <QTest>

using namespace qbm;
using namespace qbm::kubernetes;

namespace {

constexpr const char* kPods = R"({"kind":"List","items":[
 {"metadata":{"name":"a","labels":{"app":"x","kubernetes.io/arch":"amd64"}},
  "status":{"phase":"Running","restarts":2,"conditions":[{"type":"Ready","status":"True"},{"type":"Initialized","status":"False"}]}},
 {"metadata":{"name":"b"},"status":{"phase":"Pending","restarts":10,"conditions":[]}},
 {"metadata":{"name":"c"},"status":{"phase":"Running","restarts":0,"ip":null,"conditions":[{"type":"Ready","status":"False"}]}}]})";

std::string filled(const QByteArray& words)
{
    JsonDocument document;
    const auto path = JsonPath::parse(words.toStdString());
    return path ? path->print(document.parse(kPods).value()) : "! " + path.error().english();
}

} // namespace

/// Templates as kubectl fills them, held against what kubectl 1.32 printed for the same object.
class TstJsonPath : public QObject {
    Q_OBJECT

private slots:
    void template_isFilledAsKubectlFillsIt_data()
    {
        QTest::addColumn<QByteArray>("words");
        QTest::addColumn<QByteArray>("result");
        const auto row = [](const char* words, const char* result) { QTest::newRow(words) << QByteArray(words) << QByteArray(result); };
        row("{.kind}", "List");
        row("kind: {.kind}!", "kind: List!");
        row("{.items[*].metadata.name}", "a b c");
        row("{.items[0].metadata.name}", "a");
        row("{.items[-1].metadata.name}", "c");
        row("{.items[0,2].metadata.name}", "a c");
        row("{.items[1:].metadata.name}", "b c");
        row("{.items[0:2].metadata.name}", "a b");
        row("{.items[*]['metadata'].name}", "a b c");
        row("{.items[0].metadata.labels.kubernetes\\.io/arch}", "amd64");
        row("{.items[0].metadata.labels['kubernetes\\.io/arch']}", "amd64");
        row("{..name}", "a b c");
        row("{.items[?(@.status.phase==\"Running\")].metadata.name}", "a c");
        row("{.items[?(@.status.phase!='Running')].metadata.name}", "b");
        row("{.items[?(@.status.restarts>1)].metadata.name}", "a b");
        row("{.items[?(@.metadata.labels)].metadata.name}", "a");
        row("{.items[0].status.conditions[?(@.type==\"Ready\")].status}", "True");
        row("{range .items[*]}{.metadata.name}{\"\\t\"}{.status.phase}{\"\\n\"}{end}", "a\tRunning\nb\tPending\nc\tRunning\n");
        row("{range .items[*]}{.metadata.name}:{range .status.conditions[*]}{.type},{end};{end}", "a:Ready,Initialized,;b:;c:Ready,;");
        row("{.items[0].metadata.labels}", "{\"app\":\"x\",\"kubernetes.io/arch\":\"amd64\"}");
        row("{.items[0].nothing.there}", "");
        row("{$.kind}", "List");
        row("{.items[1].status.restarts}", "10");
        row("", "");
    }
    void template_isFilledAsKubectlFillsIt()
    {
        QFETCH(QByteArray, words);
        QFETCH(QByteArray, result);
        QCOMPARE(filled(words), result.toStdString());
    }

    void whatIsNotSupported_isNamed_data()
    {
        QTest::addColumn<QByteArray>("words");
        QTest::addColumn<QByteArray>("named");
        const auto row = [](const char* words, const char* named) { QTest::newRow(words) << QByteArray(words) << QByteArray(named); };
        row("{.items[?(@.a=~\"x\")]}", "=~");
        row("{.items[?(@.a==\"x\" && @.b==\"y\")]}", "&&");
        row("{.items[?(@.a==1||@.b==2)]}", "||");
        row("{.items.length()}", "length()");
        row("{.items[(@.length-1)]}", "script");
        row("{.items[2:0:-1]}", "does not go forward");
        row("{range .items[*]}{.a}", "without its {end}");
        row("{.a}{end}", "without a {range}");
        row("{.a", "ends in the middle");
        row("{.items[}", "cannot be read");
        row("{.a .b}", "cannot be read");
        row("{\"open}", "ends in the middle");
        row("{}", "cannot be read");
    }
    void whatIsNotSupported_isNamed()
    {
        QFETCH(QByteArray, words);
        QFETCH(QByteArray, named);
        const std::string said = filled(words);
        QVERIFY2(said.starts_with("! ") && said.find(named.toStdString()) != std::string::npos, said.c_str());
    }

    void onePath_withAndWithoutBraces()
    {
        JsonDocument document;
        const JsonValue root = document.parse(kPods).value();
        for (const char* words : {".items[2].metadata.name", "{.items[2].metadata.name}", "items[2].metadata.name"}) {
            const auto path = JsonPath::parsePath(words);
            QVERIFY2(path.has_value(), words);
            const auto found = path->find(root);
            QCOMPARE(found.size(), std::size_t(1));
            QCOMPARE(found.front().string(), std::string("c"));
        }
        QVERIFY(!JsonPath::parsePath("").has_value());
        QVERIFY(!JsonPath::parsePath(".a}{.b").has_value());
    }
};

QTEST_APPLESS_MAIN(TstJsonPath)
#include "tst_json_path.moc"
