// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/managed_fields.h"
#include "core/kubernetes/secret_mask.h"
#include "core/kubernetes/yaml_text.h"
#include "tests/core/kubernetes/recordings.h"

#include <QTest>
#include <nlohmann/json.hpp>
#include <random>
#include <yaml-cpp/yaml.h>

using namespace qbm;
using namespace qbm::kubernetes;
using nlohmann::json;

namespace {

std::string yamlOf(const std::string& text, bool withManagedFields = false)
{
    JsonDocument document;
    return yamlText(document.parse(text).value(), withManagedFields);
}

/// What a YAML reader makes of it: plain scalars typed by their look, quoted ones and blocks always strings.
json readBack(const YAML::Node& node)
{
    if (node.IsSequence()) {
        json out = json::array();
        for (const auto& item : node)
            out.push_back(readBack(item));
        return out;
    }
    if (node.IsMap()) {
        json out = json::object();
        for (const auto& member : node)
            out[member.first.as<std::string>()] = readBack(member.second);
        return out;
    }
    if (node.IsNull())
        return nullptr;
    if (node.Tag() == "!")
        return node.as<std::string>();
    const std::string text = node.as<std::string>();
    const json typed = json::parse(text, nullptr, false);
    return typed.is_primitive() && !typed.is_discarded() && !typed.is_string() ? typed : json(text);
}

void addStrings(const json& value, std::vector<std::string>& out)
{
    if (value.is_string())
        out.push_back(value);
    for (const auto& inner : value.is_structured() ? value : json::array())
        addStrings(inner, out);
}

} // namespace

/// How objects are shown: as YAML, without secrets, and who set what.
class TstYamlText : public QObject {
    Q_OBJECT

private slots:
    void yaml_ofAnObject_isAsPeopleWriteIt()
    {
        const json object{{"status", json::object()}, {"kind", "K"}, {"apiVersion", "v1"}, {"text", "a\nb\n"},
            {"spec", {{"list", {{{"a", 1}, {"b", {"x"}}}, json::array(), json::array({json::array({1, 2})})}}, {"none", nullptr}, {"on", true}}},
            {"metadata", {{"name", "web"}, {"managedFields", {{{"a", 1}}}}}}};
        const std::string expected = "apiVersion: v1\nkind: K\nmetadata:\n  name: web\nspec:\n  list:\n  - a: 1\n    b:\n    - x\n  - []\n"
                                     "  - - - 1\n      - 2\n  none: null\n  'on': true\ntext: |\n  a\n  b\nstatus: {}\n";
        const std::string yaml = yamlOf(object.dump());
        QVERIFY2(yaml == expected, yaml.c_str());
        QVERIFY(yamlOf(R"({"metadata":{"managedFields":[{"a":1}]}})", true).find("managedFields") != std::string::npos);
    }

    void yaml_stringsThatLookLikeSomethingElse_areQuoted()
    {
        for (const char* const text : {"yes", "No", "ON", "off", "y", "N", "true", "null", "~", "", "1", "-1", "+1", "0777", "0o7", "0x1F", "1_000", "1e3", "1.5", ".5",
                 ".inf", "-.INF", ".nan", "12:30:45", "2026-11-22", "2026-11-22T23:13:54Z", "- a", "a: b", "a #b", "#a", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a",
                 "{a", "[a", "a ", " a", "a:", "'a", "\"a", "? a", "---", "=", "<<", "1.2.3.4", "<12 bytes>"}) {
            const std::string yaml = yamlOf(json{{"k", text}}.dump());
            QVERIFY2(yaml.starts_with("k: '"), yaml.c_str());
            QCOMPARE(YAML::Load(yaml)["k"].as<std::string>(), std::string(text));
        }
        for (const char* const text : {"backend", "qbm/backend:1.0.0", "25%", "a-b_c.d", "http://x/y?z=1", "10.0.0.1/8a", "v1.32", "a, b", "100m", "1Gi", "it's", "中文"})
            QCOMPARE(yamlOf(json{{"k", text}}.dump()), "k: " + std::string(text) + "\n");
    }

    void yaml_anyStrings_areReadBackByteByByte()
    {
        const std::string alphabet = "ab\n\n \t:-#'\"\\\r\x01{[0.1|>";
        std::mt19937 random(9);
        for (int round = 0; round < 20'000; ++round) {
            json object = json::object();
            std::string text;
            for (std::size_t length = random() % 9; length > 0; --length)
                text += alphabet[random() % alphabet.size()];
            object["k"]["in"] = json::array({text, json{{"deep", text}}});
            object["top"] = text;
            const std::string yaml = yamlOf(object.dump());
            const YAML::Node node = YAML::Load(yaml);
            const auto failed = yaml + "\nof " + object.dump();
            QVERIFY2(node["top"].as<std::string>() == text, failed.c_str());
            QVERIFY2(node["k"]["in"][0].as<std::string>() == text, failed.c_str());
            QVERIFY2(node["k"]["in"][1]["deep"].as<std::string>() == text, failed.c_str());
        }
    }

    void yaml_ofRecordedObjects_isReadBackAsTheSame()
    {
        QBM_NEEDS_RECORDINGS();
        int objects = 0;
        for (const char* const file : {"workload.ndjson", "apply.ndjson", "discovery.ndjson", "scale.ndjson"}) {
            test::eachRecord(file, [&](const json& record) {
                const json& body = record["response"].contains("body") ? record["response"]["body"] : json();
                if (!body.is_object() || body.dump().size() > 300'000)
                    return;
                ++objects;
                const std::string yaml = yamlOf(body.dump(), true);
                QVERIFY2(readBack(YAML::Load(yaml)) == body, record["id"].get<std::string>().c_str());
            });
        }
        QVERIFY(objects > 100);
    }

    void secrets_noValueIsLeft()
    {
        const std::string lastApplied = R"({"apiVersion":"v1","kind":"Secret","data":{"password":"cGFzc3dvcmQxMjM="},"stringData":{"plain":"open-sesame"},"metadata":{"annotations":{"x":"cGFzc3dvcmQxMjM="},"name":"s"}})";
        const json secret{{"kind", "Secret"}, {"data", {{"password", "cGFzc3dvcmQxMjM="}, {"empty", ""}, {"odd", 7}}}, {"stringData", {{"plain", "open-sesame"}}},
            {"metadata",
                {{"name", "s"},
                    {"annotations",
                        {{"kubectl.kubernetes.io/last-applied-configuration", lastApplied}, {"note", "for the backend"}, {"copy", "it is password123"},
                            {"gzip", std::string(200, 'A')}}}}}};
        const json list{{"kind", "List"}, {"items", {secret, secret}}};
        for (const json& given : {secret, list}) {
            const auto masked = maskSecrets(given.dump());
            QVERIFY(masked);
            for (const char* const leak : {"cGFzc3dvcmQxMjM", "password123", "open-sesame", "AAAA", ":7"})
                QVERIFY2(masked->find(leak) == std::string::npos, (*masked + " has " + leak).c_str());
            const json one = json::parse(*masked).value("items", json::array({json::parse(*masked)}))[0];
            QCOMPARE(one["data"]["password"].get<std::string>(), std::string("<11 bytes>"));
            QCOMPARE(one["data"]["empty"].get<std::string>(), std::string("<0 bytes>"));
            QCOMPARE(one["stringData"]["plain"].get<std::string>(), std::string("<11 bytes>"));
            QCOMPARE(one["metadata"]["annotations"]["note"].get<std::string>(), std::string("for the backend"));
            QVERIFY(one["metadata"]["annotations"]["kubectl.kubernetes.io/last-applied-configuration"].get<std::string>().find("<11 bytes>") != std::string::npos);
        }
        QVERIFY(!maskSecrets("{\"data\": {\"password\": \"cGFz"));
        QVERIFY(holdsSecrets(resource::kSecrets));
        QVERIFY(!holdsSecrets(resource::kConfigMaps));
    }

    void managedFields_areSpelledOut()
    {
        JsonDocument document;
        const auto object = document.parse(
            "{\"metadata\":{\"managedFields\":[{\"manager\":\"m\",\"operation\":\"Update\",\"subresource\":\"status\",\"time\":\"2026-11-22T23:15:47Z\",\"fieldsV1\":"
            "{\"f:metadata\":{\"f:annotations\":{\".\":{},\"f:a.b/c\":{}},\"f:finalizers\":{\"v:\\\"x\\\"\":{}}},"
            "\"f:spec\":{\"f:ports\":{\".\":{},\"k:{\\\"containerPort\\\":3000,\\\"protocol\\\":\\\"TCP\\\"}\":{\".\":{},\"f:name\":{}},\"i:2\":{}},\"f:empty\":{\".\":{}}}}}]}}");
        const auto owners = decodeManagedFields(object.value());
        QCOMPARE(owners.size(), std::size_t(1));
        QCOMPARE(owners[0].manager + owners[0].operation + owners[0].subresource, std::string("mUpdatestatus"));
        QCOMPARE(formatRfc3339(*owners[0].at), std::string("2026-11-22T23:15:47.000Z"));
        QCOMPARE(owners[0].fields,
            (std::vector<std::string>{".metadata.annotations[\"a.b/c\"]", ".metadata.finalizers[=\"x\"]",
                ".spec.ports[containerPort=3000,protocol=TCP].name", ".spec.ports[2]", ".spec.empty"}));
    }

    void managedFields_ofRecordings_nameFieldsThatAreThere()
    {
        QBM_NEEDS_RECORDINGS();
        const json body = test::recordNamed("apply.ndjson", "apply-deployment-get")["response"]["body"];
        JsonDocument document;
        const auto owners = decodeManagedFields(document.parse(body.dump()).value());
        QCOMPARE(owners.size(), std::size_t(3));
        QCOMPARE(owners[1].fields, std::vector<std::string>{".spec.replicas"});
        QCOMPARE(owners[1].subresource, std::string("scale"));
        const auto& applied = owners[0].fields;
        QVERIFY(std::ranges::find(applied, ".spec.template.spec.containers[name=frontend].image") != applied.end());
        int entries = 0;
        for (const char* const file : {"apply.ndjson", "workload.ndjson", "rollout.ndjson"}) {
            test::eachRecord(file, [&](const json& record) {
                if (!record["response"].contains("body") || !record["response"]["body"].is_object())
                    return;
                JsonDocument each;
                for (const ManagedFields& entry : decodeManagedFields(each.parse(record["response"]["body"].dump()).value())) {
                    ++entries;
                    QVERIFY(!entry.manager.empty());
                    for (const std::string& field : entry.fields)
                        QVERIFY2(field.starts_with("."), field.c_str());
                }
            });
        }
        QVERIFY(entries > 20);
    }
};

QTEST_APPLESS_MAIN(TstYamlText)
#include "tst_yaml_text.moc"
