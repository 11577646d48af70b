// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/yaml.h"
#include "core/kubernetes/kubeconfig.h"
#include "tests/core/kubernetes/recordings.h"

#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <sys/stat.h>

using namespace qbm;
using namespace qbm::kubernetes;

namespace {

std::filesystem::path sample(const char* name)
{
    return test::recordingsFolder() / "kubeconfigs" / name;
}

constexpr const char* kFakeCa = "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n";

} // namespace

/// The sample kubeconfigs, each with the outcome the recordings' README names, and what they cannot show.
class TstKubeconfig : public QObject {
    Q_OBJECT

    /// A folder with a kubeconfig and the CA file most samples name.
    struct Folder {
        QTemporaryDir dir;
        std::filesystem::path path() const { return dir.path().toStdString(); }
        std::filesystem::path write(const std::string& name, const std::string& content) const
        {
            const auto file = path() / name;
            std::filesystem::create_directories(file.parent_path());
            std::ofstream(file) << content;
            return file;
        }
        /// A sample, copied to where its relative paths can be satisfied.
        std::filesystem::path copy(const char* name) const
        {
            write("pki/ca.crt", kFakeCa);
            std::filesystem::copy_file(sample(name), path() / name, std::filesystem::copy_options::overwrite_existing);
            std::filesystem::permissions(path() / name, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
            return path() / name;
        }
    };

    static Result<ClusterAccess> accessOf(const std::filesystem::path& file, const std::string& context = {})
    {
        QBM_TRY(config, Kubeconfig::load({file}));
        return config.access(context);
    }

private slots:
    void samples_load_asKubectl_data()
    {
        QBM_NEEDS_RECORDINGS();
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("inMessage"); // empty: loads
        const std::vector<std::pair<const char*, const char*>> rows{{"01-token.yaml", ""}, {"02-tokenfile.yaml", ""},
            {"03-client-cert-data.yaml", ""}, {"04-exec-v1.yaml", ""}, {"05-auth-provider-legacy.yaml", ""},
            {"06-proxy-sni-insecure.yaml", ""}, {"07-impersonation.yaml", ""}, {"08-several-contexts.yaml", ""}, {"09-json.json", ""},
            {"10-merge-a.yaml", ""}, {"10-merge-b.yaml", ""}, {"90-bad-yaml-tab.yaml", "90-bad-yaml-tab.yaml:6"},
            {"91-bad-types.yaml", "insecure-skip-tls-verify must be true or false"},
            {"92-bad-base64.yaml", "certificate-authority-data is not base64"}, {"93-wrong-kind.yaml", "is no kubeconfig"},
            {"94-empty.yaml", ""}, {"95-missing-current.yaml", ""}, {"96-exec-no-interactive.yaml", ""},
            {"97-duplicate-name.yaml", "duplicate name \"me\""}, {"98-both-data-and-path.yaml", ""}};
        for (const auto& [file, message] : rows)
            QTest::newRow(file) << QString(file) << QString(message);
        int samples = 0;
        for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(test::recordingsFolder() / "kubeconfigs"))
            ++samples;
        QCOMPARE(samples, int(rows.size()));
    }

    void samples_load_asKubectl()
    {
        QFETCH(QString, file);
        QFETCH(QString, inMessage);
        const auto config = Kubeconfig::load({sample(file.toUtf8().constData())});
        if (inMessage.isEmpty()) {
            QVERIFY2(config, config ? "" : config.error().english().c_str());
            return;
        }
        QVERIFY(!config);
        QCOMPARE(config.error().kind, ErrorKind::BadData);
        QVERIFY2(QString::fromStdString(config.error().english()).contains(inMessage), config.error().english().c_str());
    }

    void use_ofBrokenSamples_saysWhatIsWrong_data()
    {
        QBM_NEEDS_RECORDINGS();
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("context");
        QTest::addColumn<QString>("inMessage");
        QTest::newRow("fake certificate") << "03-client-cert-data.yaml" << "" << "user \"admin\"";
        QTest::newRow("fake CA") << "04-exec-v1.yaml" << "" << "cluster \"qbm-cloud\"";
        QTest::newRow("gcp") << "05-auth-provider-legacy.yaml" << "" << "auth-provider \"gcp\"";
        QTest::newRow("insecure and CA") << "06-proxy-sni-insecure.yaml" << "contradictory" << "insecure-skip-tls-verify";
        QTest::newRow("no current") << "08-several-contexts.yaml" << "" << "no current context; name one of: broken, dev";
        QTest::newRow("cluster missing") << "08-several-contexts.yaml" << "broken" << "names the cluster \"not-there\"";
        QTest::newRow("empty file") << "94-empty.yaml" << "" << "no current context";
        QTest::newRow("current missing") << "95-missing-current.yaml" << "" << "The context \"gone\" is not in";
        QTest::newRow("no interactiveMode") << "96-exec-no-interactive.yaml" << "x" << "interactiveMode must be specified for v1";
        QTest::newRow("v1alpha1") << "96-exec-no-interactive.yaml" << "alpha" << "invalid apiVersion";
        QTest::newRow("data and path") << "98-both-data-and-path.yaml" << "" << "both as data and as a file";
        QTest::newRow("CA file missing") << "01-token.yaml" << "" << "pki/ca.crt";
    }

    void use_ofBrokenSamples_saysWhatIsWrong()
    {
        QFETCH(QString, file);
        QFETCH(QString, context);
        QFETCH(QString, inMessage);
        const auto access = accessOf(sample(file.toUtf8().constData()), context.toStdString());
        QVERIFY(!access);
        QVERIFY2(QString::fromStdString(access.error().english()).contains(inMessage), access.error().english().c_str());
    }

    void token_relativeCaFile_resolvesBesideTheFile()
    {
        QBM_NEEDS_RECORDINGS();
        const Folder folder;
        const auto access = accessOf(folder.copy("01-token.yaml"));
        QVERIFY2(access, access ? "" : access.error().english().c_str());
        QCOMPARE(access->server, std::string("https://k8s.qbm.example.com:6443"));
        QCOMPARE(access->nameSpace, std::string("qbm-ai-system"));
        QCOMPARE(access->tls.caPem, std::string(kFakeCa));
        QVERIFY(access->warnings.empty());
        TaskContext context;
        const auto credential = access->credential->current(context);
        QVERIFY(credential && credential->bearerToken);
        QCOMPARE(credential->bearerToken->reveal(), std::string("fake-token-for-tests"));
    }

    void json_readsLikeYaml()
    {
        QBM_NEEDS_RECORDINGS();
        const Folder folder;
        const auto access = accessOf(folder.copy("09-json.json"));
        QVERIFY(access);
        QCOMPARE(access->contextName, std::string("qbm"));
    }

    void tokenFile_beatsToken_andIsReadAgainWhenItChanges()
    {
        QBM_NEEDS_RECORDINGS();
        const Folder folder;
        folder.write("secrets/token", "  first\n");
        const auto ca = folder.write("ca.crt", kFakeCa);
        std::string content;
        std::getline(std::ifstream(sample("02-tokenfile.yaml")), content, '\0');
        content.replace(content.find("/var/run/secrets/example/ca.crt"), 31, ca.string());
        const auto access = accessOf(folder.write("config", content));
        QVERIFY2(access, access ? "" : access.error().english().c_str());
        QCOMPARE(access->nameSpace, std::string("default"));
        TaskContext context;
        QCOMPARE(access->credential->current(context)->bearerToken->reveal(), std::string("first"));
        folder.write("secrets/token", "second");
        QCOMPARE(access->credential->current(context)->bearerToken->reveal(), std::string("second"));
        folder.write("secrets/token", "\n"); // in the midst of being renewed
        QCOMPARE(access->credential->current(context)->bearerToken->reveal(), std::string("second"));
        access->credential->refused();
        QCOMPARE(access->credential->current(context)->bearerToken->reveal(), std::string("second"));
        const auto another = accessOf(folder.path() / "config");
        QVERIFY(another);
        QVERIFY(!another->credential->current(context)); // it never held one
    }

    void tls_options_followTheCluster()
    {
        QBM_NEEDS_RECORDINGS();
        const Folder folder;
        const auto file = folder.copy("06-proxy-sni-insecure.yaml");
        const auto byIp = accessOf(file);
        QVERIFY(byIp);
        QCOMPARE(byIp->tls.serverName, std::string("k8s.qbm.example.com"));
        QCOMPARE(accessOf(file, "via-proxy")->proxyUrl, std::string("http://proxy.example:3128"));
        QCOMPARE(accessOf(file, "socks")->proxyUrl, std::string("socks5://127.0.0.1:1080"));
        QCOMPARE(accessOf(file, "behind-path")->server, std::string("https://rancher.example.com/k8s/clusters/c-abc12"));
        const auto lab = accessOf(file, "lab");
        QVERIFY(lab->tls.insecureSkipVerify);
        QCOMPARE(lab->warnings.size(), std::size_t(1));
        QVERIFY(byIp->warnings.empty());
    }

    void impersonation_isRead_andNeedsAUser()
    {
        QBM_NEEDS_RECORDINGS();
        const Folder folder;
        const auto file = folder.copy("07-impersonation.yaml");
        const auto access = accessOf(file);
        QVERIFY(access);
        QCOMPARE(access->impersonation.user, std::string("carol"));
        QCOMPARE(access->impersonation.uid, std::string("42"));
        QCOMPARE(access->impersonation.groups, (std::vector<std::string>{"developers", "system:authenticated"}));
        QCOMPARE(access->impersonation.extra.at("scopes"), (std::vector<std::string>{"view", "debug"}));

        std::string content;
        std::getline(std::ifstream(file), content, '\0');
        content.replace(content.find("    as: carol\n"), 14, "");
        const auto without = accessOf(folder.write("without", content));
        QVERIFY(!without);
        QCOMPARE(without.error().kind, ErrorKind::InvalidInput);
    }

    void contexts_areOfferedWithoutACurrentOne()
    {
        QBM_NEEDS_RECORDINGS();
        const auto config = Kubeconfig::load({sample("08-several-contexts.yaml")});
        QVERIFY(config);
        QCOMPARE(config->contexts().size(), std::size_t(4));
        const auto dev = config->access("dev");
        QVERIFY(dev);
        QCOMPARE(dev->contexts.size(), std::size_t(4));
        QCOMPARE(dev->nameSpace, std::string("qbm-ai-system"));
    }

    void merge_firstFileWins_pathsStayWithTheirFile()
    {
        QBM_NEEDS_RECORDINGS();
        const Folder folder;
        const auto a = folder.copy("10-merge-a.yaml");
        const auto b = folder.copy("10-merge-b.yaml");
        folder.write("a-ca.crt", kFakeCa);
        folder.write("b.token", "from b");
        const auto config = Kubeconfig::load({folder.path() / "absent", a, b});
        QVERIFY2(config, config ? "" : config.error().english().c_str());
        QCOMPARE(config->currentContext(), std::string("a"));
        const auto access = config->access();
        QVERIFY2(access, access ? "" : access.error().english().c_str());
        QCOMPARE(access->server, std::string("https://a.example.com:6443"));
        TaskContext context;
        QCOMPARE(access->credential->current(context)->bearerToken->reveal(), std::string("from b"));
        QVERIFY(config->access("b"));
    }

    void load_noFileAtAll_isNotFound()
    {
        const auto config = Kubeconfig::load({"/nonexistent/config"});
        QVERIFY(!config);
        QCOMPARE(config.error().kind, ErrorKind::NotFound);
    }

    void defaultFiles_followKubeconfigList()
    {
        qputenv("KUBECONFIG", "/a::/b:/a");
        const std::vector<std::filesystem::path> expected{"/a", "/b"};
        QCOMPARE(Kubeconfig::defaultFiles(), expected);
        QCOMPARE(Kubeconfig::defaultFiles("/only").size(), std::size_t(1));
        qunsetenv("KUBECONFIG");
        QVERIFY(Kubeconfig::defaultFiles().front().string().ends_with(".kube/config"));
    }

    void serverWithoutScheme_isHttpsWhereTlsIsMeant()
    {
        const Folder folder;
        const char* const base = "clusters: [{name: c, cluster: {server: 'host:1'%1}}]\ncontexts: [{name: x, context: {cluster: c}}]\ncurrent-context: x\n";
        const auto plain = accessOf(folder.write("plain", QString(base).arg("").toStdString()));
        QVERIFY2(plain, plain ? "" : plain.error().english().c_str());
        QCOMPARE(plain->server, std::string("http://host:1"));
        QCOMPARE(plain->warnings.size(), std::size_t(1));
        const auto tls = accessOf(folder.write("tls", QString(base).arg(", insecure-skip-tls-verify: true").toStdString()));
        QCOMPARE(tls->server, std::string("https://host:1"));
    }

    void exec_runsOnce_untilExpiryOr401()
    {
        const Folder folder;
        const auto program = folder.write("bin/login",
            "#!/bin/sh\n"
            "echo run >> \"$LOG\"\n"
            "printf '%s' \"$KUBERNETES_EXEC_INFO\" > \"$LOG.info\"\n"
            "echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\",\"status\":{\"token\":\"t-'\"$1\"'\",\"expirationTimestamp\":\"2030-01-01T00:00:00Z\"}}'\n");
        ::chmod(program.c_str(), 0755);
        const auto log = folder.path() / "log";
        const auto config = folder.write("config",
            "clusters: [{name: c, cluster: {server: 'https://host:1', insecure-skip-tls-verify: true}}]\n"
            "users:\n- name: u\n  user:\n    exec:\n      apiVersion: client.authentication.k8s.io/v1\n      command: bin/login\n"
            "      args: [abc]\n      interactiveMode: Never\n      provideClusterInfo: true\n      env: [{name: LOG, value: '" + log.string() + "'}]\n"
            "contexts: [{name: x, context: {cluster: c, user: u}}]\ncurrent-context: x\n");
        const auto access = accessOf(config);
        QVERIFY2(access, access ? "" : access.error().english().c_str());
        TaskContext context;
        for (int i = 0; i < 3; ++i) {
            const auto credential = access->credential->current(context);
            QVERIFY2(credential, credential ? "" : credential.error().english().c_str());
            QCOMPARE(credential->bearerToken->reveal(), std::string("t-abc"));
        }
        QCOMPARE(std::filesystem::file_size(log), std::uintmax_t(4));
        std::string info;
        std::getline(std::ifstream(log.string() + ".info"), info);
        QVERIFY2(info.find("\"server\":\"https://host:1\"") != std::string::npos, info.c_str());
        QVERIFY(info.find("\"interactive\":false") != std::string::npos);
        access->credential->refused();
        QVERIFY(access->credential->current(context));
        QCOMPARE(std::filesystem::file_size(log), std::uintmax_t(8));
    }

    void exec_expired_runsAgain()
    {
        struct HeldClock : Clock {
            TimePoint time = *parseRfc3339("2029-12-31T23:00:00Z");
            TimePoint now() const override { return time; }
        } clock;
        const Folder folder;
        const auto program = folder.write("login",
            "#!/bin/sh\necho run >> \"$LOG\"\n"
            "echo '{\"apiVersion\":\"client.authentication.k8s.io/v1beta1\",\"kind\":\"ExecCredential\",\"status\":{\"token\":\"t\",\"expirationTimestamp\":\"2030-01-01T00:00:00Z\"}}'\n");
        ::chmod(program.c_str(), 0755);
        const auto log = folder.path() / "log";
        const auto source = makeExecCredential(
            {"client.authentication.k8s.io/v1beta1", program.string(), {}, {{"LOG", log.string()}}, {}, "u", {}}, {}, clock);
        TaskContext context;
        QVERIFY(source->current(context));
        QVERIFY(source->current(context));
        QCOMPARE(std::filesystem::file_size(log), std::uintmax_t(4));
        clock.time = *parseRfc3339("2029-12-31T23:59:55Z"); // within the margin
        QVERIFY(source->current(context));
        QCOMPARE(std::filesystem::file_size(log), std::uintmax_t(8));
    }

    void exec_badAnswers_areNamed_andNeverQuoted()
    {
        const Folder folder;
        TaskContext context;
        const auto answerOf = [&](const std::string& script) {
            const auto program = folder.write("login", "#!/bin/sh\n" + script + "\n");
            ::chmod(program.c_str(), 0755);
            const auto source = makeExecCredential(
                {"client.authentication.k8s.io/v1", program.string(), {}, {}, "Get it from IT.", "cloud", {}});
            return source->current(context);
        };
        const auto other = answerOf(R"(echo '{"apiVersion":"client.authentication.k8s.io/v1beta1","kind":"ExecCredential","status":{"token":"topsecret"}}')");
        QVERIFY(!other);
        QCOMPARE(other.error().kind, ErrorKind::BadData);
        QVERIFY((other.error().english() + other.error().detail).find("topsecret") == std::string::npos);
        QVERIFY(!answerOf("echo topsecret"));
        QVERIFY(!answerOf(R"(echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{}}')"));
        const auto failed = answerOf("echo no entry >&2; exit 3");
        QVERIFY(!failed);
        QCOMPARE(failed.error().kind, ErrorKind::Denied);
        QVERIFY(failed.error().detail.find("no entry") != std::string::npos);
        const auto absent = makeExecCredential({"client.authentication.k8s.io/v1", "/nonexistent/login", {}, {}, "Get it from IT.", "cloud", {}})
                                ->current(context);
        QVERIFY(!absent);
        QCOMPARE(absent.error().kind, ErrorKind::NotFound);
        QVERIFY(absent.error().english().find("Get it from IT.") != std::string::npos);
    }

    void yaml_scalars_resolveAsInKubernetes()
    {
        const auto json = config::yamlToJson("a: yes\nb: 'yes'\nc: 012\nd: 1.5\ne: ~\nf: 1.2.3\ng: 0x1F\nh: |\n  two\n  lines\n", "f");
        QVERIFY2(json, json ? "" : json.error().english().c_str());
        QCOMPARE(*json, std::string(R"({"a":true,"b":"yes","c":10,"d":1.5,"e":null,"f":"1.2.3","g":31,"h":"two\nlines\n"})"));
        QCOMPARE(*config::yamlToJson("", "f"), std::string("null"));
        QCOMPARE(*config::yamlToJson("x: &a {p: 1, q: 2}\ny: {<<: *a, q: 3}\n", "f"), std::string(R"({"x":{"p":1,"q":2},"y":{"q":3,"p":1}})"));
    }

    void yaml_faults_nameFileAndLine()
    {
        const auto duplicate = config::yamlToJson("a: 1\nb: 2\na: 3\n", "file.yaml");
        QVERIFY(!duplicate);
        QVERIFY2(duplicate.error().english().starts_with("file.yaml:3: "), duplicate.error().english().c_str());
        QVERIFY(!config::yamlToJson("a: [1, 2\nb: 3", "f"));
        // A small text that would expand to 10^9 values.
        std::string bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
        for (int i = 1; i < 9; ++i) {
            const std::string before = "*a" + std::to_string(i - 1);
            bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
            for (int k = 0; k < 9; ++k)
                bomb += "," + before;
            bomb += "]\n";
        }
        QVERIFY(!config::yamlToJson(bomb, "f"));
    }
};

QTEST_APPLESS_MAIN(TstKubeconfig)
#include "tst_kubeconfig.moc"
