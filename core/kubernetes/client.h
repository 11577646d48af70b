// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kubernetes/kubeconfig.h"
#include "core/kubernetes/resource.h"
#include "core/kubernetes/status.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qbm::kubernetes {

struct PodLogHandler;
struct PodLogOptions;

/// Stands in every User-Agent and, as field manager, beside every field we set.
inline constexpr std::string_view kFieldManager = "qbm-console";

/// A successful answer: JSON as the server sent it, so nothing unknown is lost, and its warnings.
struct Answer {
    std::string json;
    std::vector<std::string> warnings;
};

struct ServerVersion {
    int major = 0;
    int minor = 0;
    std::string gitVersion; ///< "v1.32.13"
    bool atLeast(int wantedMajor, int wantedMinor) const
    {
        return major > wantedMajor || (major == wantedMajor && minor >= wantedMinor);
    }
};

/// What the server is asked to send.
enum class Representation { Object, Table, Metadata };

struct ListOptions {
    int pageSize = 500;
    Representation representation = Representation::Object;
    std::string resourceVersion; ///< empty: the newest; "0": any age, from the server's cache
    bool wholeObjects = false; ///< the rows of a Table carry their objects, not only the metadata
};

/// What a listing says about itself.
struct ListEnd {
    std::string resourceVersion; ///< watch from here
    std::vector<std::string> warnings;
};

/// Gets a listing page by page.
struct PageHandler {
    /// The List (or Table) object of one page, valid during the call.
    std::function<Result<>(const JsonValue& page)> onPage;
    /// The continue token expired and the listing begins anew: forget the pages so far.
    std::function<void()> onRestart;
};

enum class WatchEventType { Added, Modified, Deleted, Bookmark };

struct WatchOptions {
    std::string resourceVersion; ///< empty: from what there is now
    std::chrono::seconds timeout{300}; ///< after which the server ends the stream by itself
    Representation representation = Representation::Object; ///< a Table event holds one row, the first also the columns
    /// Begin with an Added event for everything there is, ended by a bookmark that endsInitialEvents() knows; without
    /// resourceVersion. Ask offersStreamedLists() first: old servers ignore it without a word.
    bool sendInitialEvents = false;
    /// How long nothing at all may come before the connection counts as dead. Bookmarks come about once a minute.
    std::chrono::milliseconds silence{75'000};
};

/// How a watch ended, when it was no transport error.
struct WatchEnd {
    bool expired = false; ///< 410 in any of its shapes, or a version the server has not reached: list again
    bool refused = false; ///< `error` was the answer to the request itself, no event of the stream
    std::optional<Error> error; ///< any other ERROR event or failed answer
    std::chrono::milliseconds retryAfter{0};
};

/// Gets the events of a watch.
struct WatchHandler {
    std::function<void()> onOpen; ///< the server accepted it; an event may be long in coming
    /// The object is valid during the call. Returning false ends the watch.
    std::function<bool(WatchEventType type, const JsonValue& object)> onEvent;
};

enum class PatchType { Json, Merge, StrategicMerge, Apply };

struct WriteOptions {
    bool dryRun = false;
    bool force = false; ///< server-side apply only: take fields over from other managers
};

struct DeleteOptions {
    std::string propagation = "Background"; ///< or Foreground, Orphan
    std::string uid; ///< only this very object; empty: any of that name
    std::optional<std::chrono::seconds> gracePeriod; ///< a pod's time to end; 0: gone at once; unset: what the pod says
    bool dryRun = false;
};

/// "May I ...?"
struct AccessQuestion {
    std::string verb; ///< "patch"
    Resource resource;
    std::string subresource;
    std::string nameSpace;
    std::string name; ///< empty: any
    /// "patch deployments/scale in qbm-ai-system"; "list nodes in the whole cluster" where the kind knows no namespaces
    std::string toString() const;
};

struct AccessDecision {
    bool allowed = false;
    std::string reason; ///< the server's; often empty where denied
};

/// A typed-enough client of a Kubernetes API server, 1.20 and later: untyped JSON in and out, typed errors.
///
/// Refused writes of a read-only client never leave the process. 429 with Retry-After is waited for and repeated, 401
/// makes it ask its credential source once more. \thread any number of calls at once \error of every call: Denied (401,
/// 403, read-only), NotFound, Conflict (409, 410), InvalidInput (400, 422), Exhausted
///        (429), Unreachable, Timeout, InDoubt (a write whose outcome is unknown), BadData, Cancelled
class Client {
public:
    Client(ClusterAccess access, AccessMode mode);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    const ClusterAccess& access() const;
    AccessMode mode() const;

    Result<ServerVersion> fetchVersion(TaskContext& context);
    /// Everything the server serves. A group whose server is down is left out. \cost one call a group version; kept 10
    /// minutes
    Result<std::vector<DiscoveredResource>> fetchResources(TaskContext& context);
    /// A kind has come or gone: what is served is asked anew next time.
    void forgetResources();
    /// By plural, singular, short name or kind, with or without group ("deploy", "Deployment", "deployments.apps").
    /// What is not among the kept is asked for anew. \error NotFound
    Result<DiscoveredResource> findResource(const std::string& name, TaskContext& context);

    Result<Answer> get(
        const ObjectPath& path, TaskContext& context, Representation representation = Representation::Object);
    Result<ListEnd> list(
        const CollectionPath& path, const ListOptions& options, const PageHandler& handler, TaskContext& context);
    /// Whether the server can stream a listing as the beginning of a watch. \cost one call, the first time
    bool offersStreamedLists(const Resource& resource, TaskContext& context);
    /// The server refused to stream a listing of this resource: do not ask it again.
    void rememberNoStreamedLists(const Resource& resource);
    /// Blocks until the stream ends. \error transport only; what the server says is in WatchEnd
    Result<WatchEnd> watch(
        const CollectionPath& path, const WatchOptions& options, const WatchHandler& handler, TaskContext& context);

    Result<Answer> create(
        const CollectionPath& path, const std::string& json, TaskContext& context, const WriteOptions& options = {});
    /// Makes an object of a subresource: "eviction" of a pod, "token" of a service account.
    Result<Answer> createAt(
        const ObjectPath& path, const std::string& json, TaskContext& context, const WriteOptions& options = {});
    /// Puts a whole object in place of the one that is there. Change the text get() gave, so that fields nobody here
    /// knows stay; its metadata.resourceVersion then makes that safe. Without one it overwrites whatever is there.
    /// \error Conflict: it was changed meanwhile
    Result<Answer> replace(
        const ObjectPath& path, const std::string& json, TaskContext& context, const WriteOptions& options = {});
    Result<Answer> patch(const ObjectPath& path, PatchType type, const std::string& body, TaskContext& context,
        const WriteOptions& options = {});
    Result<Answer> remove(const ObjectPath& path, TaskContext& context, const DeleteOptions& options = {});

    /// The log of one container, over one connection; blocks until it ends. PodLogReader survives broken ones.
    /// \error InvalidInput (several containers and none named, one that waits to start), NotFound, Denied
    Result<> streamPodLog(const std::string& nameSpace, const std::string& pod, const PodLogOptions& options,
        const PodLogHandler& handler, TaskContext& context);

    Result<AccessDecision> reviewAccess(const AccessQuestion& question, TaskContext& context);
    /// The name the server knows us by; nullopt where it does not tell (before 1.28).
    Result<std::optional<std::string>> fetchUserName(TaskContext& context);
    /// One key of a Secret, decoded. \error NotFound (secret or key), Denied
    Result<Secret> fetchSecretKey(
        const std::string& nameSpace, const std::string& name, const std::string& key, TaskContext& context);

    /// A GET of any path ("/readyz"), for what has no method here.
    Result<Answer> getPath(const std::string& pathAndQuery, TaskContext& context);

    class Transport; // internal: core/kubernetes/transport.h

private:
    std::unique_ptr<Transport> m_transport;
};

} // namespace qbm::kubernetes
