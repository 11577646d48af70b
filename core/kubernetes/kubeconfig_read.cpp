// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/config/yaml.h"
#include "core/kubernetes/base64.h"
#include "core/kubernetes/json.h"
#include "core/kubernetes/kubeconfig.h"

#include <cstdlib>
#include <set>

namespace qbm::kubernetes {

namespace {

constexpr std::uint64_t kMaxFileBytes = 10u << 20;

/// Reads the typed fields of one object; the first fault is kept and the rest is skipped.
class Fields {
public:
    Fields(JsonValue object, std::string where, std::optional<Error>& error)
        : m_object(object)
        , m_where(std::move(where))
        , m_error(error)
    {
        if (!object.empty() && !object.isObject())
            wrongType("", "a map");
    }

    std::string string(std::string_view key)
    {
        const JsonValue value = m_object[key];
        if (!value.empty() && !value.isString())
            wrongType(key, "a text");
        return value.string();
    }

    bool boolean(std::string_view key)
    {
        const JsonValue value = m_object[key];
        if (!value.empty() && !value.isBool())
            wrongType(key, "true or false");
        return value.boolean();
    }

    std::vector<std::string> strings(std::string_view key)
    {
        std::vector<std::string> out;
        for (const JsonValue& item : list(key)) {
            if (!item.isString())
                wrongType(key, "a list of texts");
            out.push_back(item.string());
        }
        return out;
    }

    std::vector<JsonValue> list(std::string_view key)
    {
        const JsonValue value = m_object[key];
        if (!value.empty() && !value.isArray())
            wrongType(key, "a list");
        return value.items();
    }

    std::optional<Error>& errorSlot() { return m_error; }
    Fields object(std::string_view key) { return Fields(m_object[key], path(key), m_error); }
    bool has(std::string_view key) const { return !m_object[key].empty(); }
    JsonValue raw(std::string_view key) const { return m_object[key]; }

    /// A base64 field, decoded.
    std::string data(std::string_view key)
    {
        const std::string encoded = string(key);
        auto decoded = decodeBase64(encoded);
        if (!decoded)
            fault(text(QT_TRANSLATE_NOOP("core", "%1 is not base64."), path(key)));
        return decoded.value_or(std::string());
    }

    void fault(Text message)
    {
        if (!m_error)
            m_error = Error{ErrorKind::BadData, std::move(message), {}, {}};
    }

    std::string path(std::string_view key) const { return key.empty() ? m_where : m_where + "." + std::string(key); }

private:
    void wrongType(std::string_view key, const char* expected)
    {
        fault(text(QT_TRANSLATE_NOOP("core", "%1 must be %2."), path(key), expected));
    }

    JsonValue m_object;
    std::string m_where;
    std::optional<Error>& m_error;
};

std::string resolved(const std::string& path, const std::filesystem::path& file)
{
    if (path.empty() || path.front() == '/')
        return path;
    return (std::filesystem::absolute(file).parent_path() / path).lexically_normal().string();
}

} // namespace

/// Builds a Kubeconfig from one file.
class KubeconfigReader {
public:
    KubeconfigReader(std::filesystem::path file, JsonValue root)
        : m_file(std::move(file))
        , m_root(root)
    {
    }

    Result<Kubeconfig> read()
    {
        Fields root(m_root, m_file.string(), m_error);
        checkKind(root);
        m_config.m_files = m_file.string();
        m_config.m_currentContext = root.string("current-context");
        eachNamed(root, "clusters", "cluster", m_config.m_clusters, [&](Fields fields) { return readCluster(fields); });
        eachNamed(root, "users", "user", m_config.m_users, [&](Fields fields) { return readUser(fields); });
        eachNamed(root, "contexts", "context", m_config.m_contexts, [&](Fields fields) {
            return Kubeconfig::Context{fields.string("cluster"), fields.string("user"), fields.string("namespace")};
        });
        if (m_error)
            return fail(std::move(*m_error));
        return std::move(m_config);
    }

private:
    static void checkKind(Fields& root)
    {
        const std::string kind = root.string("kind");
        const std::string version = root.string("apiVersion");
        if ((!kind.empty() && kind != "Config") || (!version.empty() && version != "v1"))
            root.fault(text(QT_TRANSLATE_NOOP("core", "%1 is no kubeconfig but %2 %3."), root.path(""), version, kind));
    }

    template <class Entry, class Read>
    static void eachNamed(
        Fields& root, const char* listKey, const char* entryKey, std::map<std::string, Entry>& entries, Read read)
    {
        std::size_t index = 0;
        for (const JsonValue& item : root.list(listKey)) {
            Fields fields = Fields(item, root.path(listKey) + "[" + std::to_string(index++) + "]", root.errorSlot());
            const std::string name = fields.string("name");
            if (name.empty())
                fields.fault(text(QT_TRANSLATE_NOOP("core", "%1 has no name."), fields.path("")));
            if (!entries.emplace(name, read(fields.object(entryKey))).second)
                fields.fault(text(QT_TRANSLATE_NOOP("core", "%1: duplicate name \"%2\"."), root.path(listKey), name));
        }
    }

    Kubeconfig::Cluster readCluster(Fields fields) const
    {
        Kubeconfig::Cluster cluster;
        cluster.server = fields.string("server");
        cluster.caFile = resolved(fields.string("certificate-authority"), m_file);
        cluster.caPem = fields.data("certificate-authority-data");
        cluster.tlsServerName = fields.string("tls-server-name");
        cluster.proxyUrl = fields.string("proxy-url");
        cluster.insecure = fields.boolean("insecure-skip-tls-verify");
        cluster.disableCompression = fields.boolean("disable-compression");
        for (const JsonValue& extension : fields.list("extensions")) {
            if (extension["name"].view() == "client.authentication.k8s.io/exec")
                cluster.execExtensionJson = extension["extension"].text();
        }
        return cluster;
    }

    Kubeconfig::User readUser(Fields fields) const
    {
        Kubeconfig::User user;
        user.certificateFile = resolved(fields.string("client-certificate"), m_file);
        user.certificatePem = fields.data("client-certificate-data");
        user.keyFile = resolved(fields.string("client-key"), m_file);
        user.keyPem = Secret(fields.data("client-key-data"));
        user.token = Secret(fields.string("token"));
        user.tokenFile = resolved(fields.string("tokenFile"), m_file);
        user.userName = fields.string("username");
        user.password = Secret(fields.string("password"));
        user.impersonation.user = fields.string("as");
        user.impersonation.uid = fields.string("as-uid");
        user.impersonation.groups = fields.strings("as-groups");
        Fields extra = fields.object("as-user-extra");
        for (const auto& [key, values] : fields.raw("as-user-extra").members())
            user.impersonation.extra[std::string(key)] = extra.strings(key);
        if (fields.has("auth-provider"))
            user.authProvider = fields.object("auth-provider").string("name");
        if (fields.has("exec"))
            user.exec = readExec(fields.object("exec"));
        return user;
    }

    Kubeconfig::Exec readExec(Fields fields) const
    {
        Kubeconfig::Exec exec;
        exec.apiVersion = fields.string("apiVersion");
        exec.command = fields.string("command");
        if (exec.command.find('/') != std::string::npos)
            exec.command = resolved(exec.command, m_file);
        exec.arguments = fields.strings("args");
        exec.installHint = fields.string("installHint");
        exec.interactiveMode = fields.string("interactiveMode");
        exec.provideClusterInfo = fields.boolean("provideClusterInfo");
        for (const JsonValue& variable : fields.list("env"))
            exec.environment[variable["name"].string()] = variable["value"].string();
        return exec;
    }

    std::filesystem::path m_file;
    JsonValue m_root;
    std::optional<Error> m_error;
    Kubeconfig m_config;
};

Result<Kubeconfig> Kubeconfig::parse(std::string_view content, const std::filesystem::path& file)
{
    QBM_TRY(json, config::yamlToJson(content, file.string()));
    JsonDocument document;
    QBM_TRY(root, document.parse(json));
    return KubeconfigReader(file, root).read();
}

Result<Kubeconfig> Kubeconfig::load(const std::vector<std::filesystem::path>& files)
{
    std::optional<Kubeconfig> merged;
    std::string names;
    for (const std::filesystem::path& file : files) {
        names += (names.empty() ? "" : ", ") + file.string();
        const auto content = readFile(file, kMaxFileBytes);
        if (!content && content.error().kind == ErrorKind::NotFound)
            continue;
        if (!content)
            return fail(content.error());
        QBM_TRY(config, parse(*content, file));
        if (merged)
            merged->merge(std::move(config));
        else
            merged = std::move(config);
    }
    if (!merged)
        return fail(
            ErrorKind::NotFound, text(QT_TRANSLATE_NOOP("core", "There is no kubeconfig: %1 does not exist."), names));
    return std::move(*merged);
}

std::vector<std::filesystem::path> Kubeconfig::defaultFiles(const std::filesystem::path& explicitFile)
{
    if (!explicitFile.empty())
        return {explicitFile};
    std::vector<std::filesystem::path> files;
    const char* const list = std::getenv("KUBECONFIG");
    std::string_view rest = list != nullptr ? list : "";
    std::set<std::string> seen;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(':'), rest.size());
        const std::string file(rest.substr(0, end));
        if (!file.empty() && seen.insert(file).second)
            files.emplace_back(file);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    if (files.empty()) {
        const char* const home = std::getenv("HOME");
        files.emplace_back(std::filesystem::path(home != nullptr ? home : "/") / ".kube" / "config");
    }
    return files;
}

void Kubeconfig::merge(Kubeconfig later)
{
    if (m_currentContext.empty())
        m_currentContext = std::move(later.m_currentContext);
    m_clusters.merge(later.m_clusters);
    m_users.merge(later.m_users);
    m_contexts.merge(later.m_contexts);
    m_files += ", " + later.m_files;
}

} // namespace qbm::kubernetes
