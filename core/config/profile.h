// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret.h"
#include "core/base/task_context.h"
#include "core/base/tier.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace qbm::config {

/// Where a secret is kept. Profiles hold references, never values.
struct SecretReference {
    enum class Kind { None, Environment, File, Keyring, PgPass, KubeSecret };
    Kind kind = Kind::None;
    std::string location; ///< variable, path, keyring item, or NAMESPACE/NAME/KEY; empty for pgpass

    /// "env:PGPASSWORD", "file:/run/secret", "keyring:qbm/prod", "pgpass", "kube-secret:NS/NAME/KEY", "" for None.
    std::string toString() const;
    friend bool operator==(const SecretReference&, const SecretReference&) = default;
};

/// \error InvalidInput names the forms that are understood
Result<SecretReference> parseSecretReference(const std::string& text);

struct PostgresAccess {
    std::string host = "localhost";
    std::uint16_t port = 5432;
    std::string database = "qbm_ai_system";
    std::string user = "postgres";
    SecretReference password;
    std::string sslMode = "prefer"; ///< libpq's sslmode
    friend bool operator==(const PostgresAccess&, const PostgresAccess&) = default;
};

struct RedisAccess {
    std::string host = "localhost";
    std::uint16_t port = 6379;
    int database = 0;
    std::string user; ///< ACL user; empty: default
    SecretReference password;
    std::string keyPrefix = "qbm:";
    friend bool operator==(const RedisAccess&, const RedisAccess&) = default;
};

struct HttpAccess {
    std::string url; ///< http:// or https://, without a trailing slash
    SecretReference bearerToken;
    std::filesystem::path caFile;
    friend bool operator==(const HttpAccess&, const HttpAccess&) = default;
};

struct KubernetesAccess {
    std::filesystem::path kubeconfig; ///< empty: KUBECONFIG or ~/.kube/config
    std::string context; ///< empty: the file's current-context
    std::string nameSpace = "qbm-ai-system";
    friend bool operator==(const KubernetesAccess&, const KubernetesAccess&) = default;
};

/// Which backups stay. A backup stays if any of the numbers wants it; 0 wants none.
struct BackupRetention {
    int days = 30; ///< younger than this many days
    int last = 3; ///< the newest N
    int daily = 0, weekly = 0, monthly = 0; ///< the newest of each of the last N days, weeks, months that have one
    std::optional<std::uint64_t> maximumBytes; ///< of all backups together; this alone takes from what the others want
    friend bool operator==(const BackupRetention&, const BackupRetention&) = default;
};

/// A second place for each backup: either a folder, or a bucket of an S3-compatible store.
struct BackupCopy {
    std::string name; ///< "nas": unique in its profile
    std::filesystem::path folder;
    std::string url; ///< of the store, without bucket: "https://s3.example.org"
    std::string region = "us-east-1";
    std::string bucket;
    std::string prefix; ///< "qbm/production/"; empty: the bucket's top
    std::string keyId;
    SecretReference secret;
    std::filesystem::path caFile;
    std::string retention = "off"; ///< "same": old copies go there by the rules of Backups::keep; "off": none goes
    friend bool operator==(const BackupCopy&, const BackupCopy&) = default;
};

/// How backups of the system are made and kept.
struct Backups {
    std::filesystem::path folder; ///< empty: STATE/backups
    std::string format = "fast"; ///< "guide", "fast" or "directory"
    bool checksums = true; ///< of every table's content
    int jobs = 2; ///< parallel work of pg_dump and pg_restore
    int stallSeconds = 120; ///< without a byte from the server for this long a dump ends
    std::string encryptTo; ///< a public key: age recipient or GnuPG fingerprint; empty: not encrypted
    std::filesystem::path identity; ///< age's identity file, which reads encrypted backups
    int maximumAgeHours = 26; ///< of the newest backup before it is an alarm: a nightly run and two hours of patience
    BackupRetention keep;
    std::vector<BackupCopy> copies;
    std::string silence; ///< parseAlertMatchers(): the alerts kept quiet during a restore; empty: those of the namespace
    friend bool operator==(const Backups&, const Backups&) = default;
};

/// What the application's numbers should be. A number without an objective is shown and not judged.
struct Objectives {
    std::optional<int> p95Milliseconds; ///< at most
    std::optional<int> failedPercent; ///< of the requests, at most; unset: 5
    std::optional<int> accuracyPercent; ///< mean of the models, at least
    friend bool operator==(const Objectives&, const Objectives&) = default;
};

/// One deployed QBM system: where its parts answer.
///
/// As YAML (only `name` and `tier` are required, and `url` and `folder` within their sections; the rest has the defaults
/// below; all keys of `backups` stand in the manual):
/// \code
/// name: production
/// tier: production                # lab, development, staging, production
/// postgres:     {host: db.example.org, port: 5432, database: qbm_ai_system, user: postgres, password: pgpass, sslmode: prefer}
/// redis:        {host: cache.example.org, port: 6379, database: 0, user: ops, password: env:REDIS_PASSWORD, prefix: "qbm:"}
/// prometheus:   {url: "https://metrics.example.org", token: keyring:qbm/metrics, ca: ca.pem}
/// alertmanager: {url: "http://localhost:9093", token: file:~/token, ca: ca.pem}
/// application:  {url: "http://localhost:8000", token: env:QBM_TOKEN, ca: ca.pem}
/// kubernetes:   {kubeconfig: ~/.kube/config, context: prod, namespace: qbm-ai-system}
/// backups:      {folder: /var/backups/qbm, encrypt-to: age1..., copies: [{name: nas, folder: /mnt/nas/qbm}]}
/// objectives:   {p95-milliseconds: 500, failed-percent: 2, accuracy-percent: 90}
/// state:        {folder: /var/lib/qbm-console}
/// \endcode
/// `~` at the beginning of a path is the home folder; a relative path is relative to the file.
///
/// A part that is not given is not asked for and shown as "not configured".
struct Profile {
    std::string name;
    Tier tier = Tier::Production; ///< what is not said is treated as dangerous
    std::optional<PostgresAccess> postgres;
    std::optional<RedisAccess> redis;
    std::optional<HttpAccess> prometheus;
    std::optional<HttpAccess> alertmanager;
    std::optional<HttpAccess> application; ///< the backend: /health, /api/v1
    std::optional<KubernetesAccess> kubernetes;
    Backups backups;
    Objectives objectives;
    std::filesystem::path stateFolder; ///< journals and ledger; empty: $XDG_STATE_HOME/qbm-console/NAME
    friend bool operator==(const Profile&, const Profile&) = default;
};

/// Reads a profile. Files that it names (kubeconfig, ca, file: secrets) must exist.
/// \error InvalidInput / BadData: file, line, key and what is expected ("lab.yaml:7: postgres.port: expected a number from
///        1 to 65535, found \"abc\"."); unknown and repeated keys are errors too, and so is a secret where a reference
///        belongs (which is not repeated in the error); NotFound, Denied
Result<Profile> loadProfile(const std::filesystem::path& file);
/// Writes it, mode 0600, durably; makes the folder. \error InvalidInput (it could not be loaded again), Denied, Exhausted
Result<> saveProfile(const Profile& profile, const std::filesystem::path& file);
/// The YAML that saveProfile writes.
std::string profileToYaml(const Profile& profile);

/// $XDG_CONFIG_HOME/qbm-console/profiles
std::filesystem::path profilesFolder();
/// Names (file names without .yaml) in profilesFolder(), sorted.
std::vector<std::string> listProfiles();
/// A path as given, or NAME looked up in profilesFolder(). \error NotFound lists the names there are
Result<std::filesystem::path> findProfile(const std::string& fileOrName);

/// With the defaults filled in.
std::filesystem::path effectiveStateFolder(const Profile& profile);
std::filesystem::path effectiveBackupFolder(const Profile& profile);

/// Turns references into secrets. `kube-secret` is read through a function given in, since config knows no client.
class SecretResolver {
public:
    using KubeSecretReader = std::function<Result<Secret>(
        const std::string& nameSpace, const std::string& name, const std::string& key, TaskContext&)>;

    explicit SecretResolver(KubeSecretReader readKubeSecret = {}) : m_readKubeSecret(std::move(readKubeSecret)) {}

    /// The secret; nullopt for None and for pgpass (libpq reads that file itself).
    /// \error NotFound (variable unset, file or item absent), Denied (file readable by others), BadData (file empty),
    ///        Unsupported (no keyring here, no reader for kube-secret), or what that reader returned
    Result<std::optional<Secret>> resolve(const SecretReference& reference, TaskContext& context) const;

private:
    KubeSecretReader m_readKubeSecret;
};

/// Stores a secret in the desktop's keyring (libsecret). \error Unsupported without a keyring service
Result<> storeInKeyring(const std::string& item, const Secret& secret);

} // namespace qbm::config
