// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/json_access.h"
#include "app/lab/kubernetes/list_options.h"
#include "app/lab/kubernetes/reads.h"
#include "app/lab/kubernetes/render.h"
#include "core/base/json_text.h"

#include <nlohmann/json.hpp>

#include <memory>
#include <random>

namespace qbm::lab::kubernetes {

using nlohmann::json;
using namespace std::chrono_literals;

namespace {

constexpr auto kBookmarkInterval = 60s;
constexpr auto kFinalBookmark = 2s; ///< so long before its end a watch gets a last bookmark
constexpr auto kDroppedAfter = 1s; ///< the fault drop-watches
constexpr auto kLongestWait = 500ms; ///< faults are looked at this often
constexpr std::size_t kInitialChunkBytes = 64u << 10; ///< of initial events are sent at once

/// A bookmark's object: an empty shell of the kind that a strict decoder trips on, as a real server sends it.
json bookmarkShell(const ResourceType& type)
{
    const json emptyTemplate = {{"metadata", {{"creationTimestamp", nullptr}}}, {"spec", {{"containers", nullptr}}}};
    if (type.kind == "Pod")
        return {{"spec", {{"containers", nullptr}}}, {"status", json::object()}};
    if (type.kind == "Deployment")
        return {{"spec", {{"selector", nullptr}, {"template", emptyTemplate}, {"strategy", json::object()}}},
            {"status", json::object()}};
    if (type.kind == "ReplicaSet")
        return {{"spec", {{"selector", nullptr}, {"template", emptyTemplate}}}, {"status", {{"replicas", 0}}}};
    if (type.kind == "StatefulSet")
        return {{"spec",
                    {{"replicas", 0}, {"selector", nullptr}, {"template", emptyTemplate}, {"serviceName", ""},
                        {"updateStrategy", json::object()}}},
            {"status", {{"replicas", 0}, {"availableReplicas", 0}}}};
    return json::object();
}

/// One watch, living on its connection's thread.
class WatchStream {
public:
    using Clock = std::chrono::steady_clock;

    WatchStream(Store& store, const Faults& faults, const ResourceType& type, std::string nameSpace,
        ListOptions options, Representation representation, std::string includeObject)
        : m_store(store)
        , m_faults(faults)
        , m_type(type)
        , m_nameSpace(std::move(nameSpace))
        , m_options(std::move(options))
        , m_representation(representation)
        , m_includeObject(std::move(includeObject))
    {
    }

    void run(BodyStream& out)
    {
        const auto started = Clock::now();
        const auto restarts = m_store.restarts();
        const Store::Watcher watcher(m_store, m_type);
        const auto deadline = started + m_options.timeout.value_or(defaultTimeout());
        m_nextBookmark = std::min(started + kBookmarkInterval, deadline - kFinalBookmark);
        if (!begin(out))
            return;
        while (true) {
            watcher.drain();
            if (m_faults.isOn(Fault::Expired)) {
                writeExpired(out);
                return;
            }
            if (m_store.restarts() != restarts)
                return; // with the process it was of
            if (!writeChanges(out) || !writeBookmarks(out, deadline))
                return;
            const auto now = Clock::now();
            if (now >= deadline || (m_faults.isOn(Fault::DropWatches) && now >= started + kDroppedAfter))
                return;
            const auto wake = out.wait(watcher.fd(),
                std::min<std::chrono::milliseconds>(
                    kLongestWait, std::chrono::ceil<std::chrono::milliseconds>(deadline - now)));
            if (wake == BodyStream::Wake::Closed)
                return;
        }
    }

private:
    /// Half an hour to an hour, as a real server chooses, so that its watches do not all end at once.
    static std::chrono::seconds defaultTimeout()
    {
        std::random_device random;
        return std::chrono::seconds(1800 + random() % 1800);
    }

    /// Where the watch starts: after a version, or with everything there is.
    bool begin(BodyStream& out)
    {
        const auto wanted = m_options.resourceVersion.value_or(0);
        if (wanted > 0 && !m_options.sendInitialEvents) {
            m_version = wanted;
            return true;
        }
        const auto snapshot = m_store.list(m_type, m_nameSpace);
        m_version = snapshot.resourceVersion;
        std::string events;
        for (const auto& object : snapshot.objects) {
            if (m_options.matches(*object))
                appendEvent(events, "ADDED", *object);
            if (events.size() < kInitialChunkBytes)
                continue;
            if (!out.write(events))
                return false;
            events.clear();
        }
        if (m_options.sendInitialEvents && m_options.bookmarks)
            events += bookmark(true);
        return events.empty() || out.write(events);
    }

    void appendEvent(std::string& events, const char* type, const StoredObject& object)
    {
        events.append(R"({"type":")").append(type).append(R"(","object":)");
        events += renderEvent(object, m_representation, m_includeObject, !m_columnsSent);
        m_columnsSent = true;
        events += "}\n";
    }

    std::string bookmark(bool endOfInitialEvents)
    {
        json object = bookmarkShell(m_type);
        object["kind"] = m_type.kind;
        object["apiVersion"] = m_type.apiVersion();
        object["metadata"] = {{"resourceVersion", std::to_string(m_version)}, {"creationTimestamp", nullptr}};
        if (endOfInitialEvents)
            object["metadata"]["annotations"] = {{"k8s.io/initial-events-end", "true"}};
        if (m_representation.shape == Shape::Metadata) {
            object = {{"kind", "PartialObjectMetadata"}, {"apiVersion", "meta.k8s.io/v1"},
                {"metadata", object["metadata"]}};
        } else if (m_representation.shape == Shape::Table) {
            object = {{"kind", "Table"}, {"apiVersion", "meta.k8s.io/v1"}, {"metadata", object["metadata"]},
                {"columnDefinitions", nullptr}, {"rows", json::array()}};
        }
        return writeJson(json{{"type", "BOOKMARK"}, {"object", object}}) + "\n";
    }

    void writeExpired(BodyStream& out)
    {
        const auto error = expired("too old resource version: " + std::to_string(m_version) + " ("
            + std::to_string(m_store.oldestVersion(m_type)) + ")")
                               .value();
        auto status = error.body;
        if (status.ends_with('\n'))
            status.pop_back();
        out.write(R"({"type":"ERROR","object":)" + status + "}\n");
    }

    /// False when the stream is over.
    bool writeChanges(BodyStream& out)
    {
        std::vector<Change> changes;
        if (!m_store.changesSince(m_type, m_version, changes)) {
            writeExpired(out);
            return false;
        }
        std::string events;
        for (const auto& change : changes) {
            m_version = change.resourceVersion;
            if (m_nameSpace.empty() || change.object->nameSpace() == m_nameSpace)
                appendChange(events, change);
        }
        return events.empty() || out.write(events);
    }

    void appendChange(std::string& events, const Change& change)
    {
        const bool before = change.previous && m_options.matches(*change.previous);
        const bool now = change.type != Change::Type::Deleted && m_options.matches(*change.object);
        if (now)
            appendEvent(events, before ? "MODIFIED" : "ADDED", *change.object);
        else if (before && change.type != Change::Type::Deleted)
            appendLeaving(events, change);
        else if (before)
            appendEvent(events, "DELETED", *change.object);
    }

    /// An object that stops matching comes as DELETED: its old content under the new version.
    void appendLeaving(std::string& events, const Change& change)
    {
        auto document = change.previous->copy();
        document["metadata"]["resourceVersion"] = std::to_string(change.resourceVersion);
        appendEvent(events, "DELETED", StoredObject(m_type, std::move(document)));
    }

    bool writeBookmarks(BodyStream& out, Clock::time_point deadline)
    {
        if (!m_options.bookmarks || Clock::now() < m_nextBookmark)
            return true;
        // Everything of this kind up to the version read before the changes has been sent.
        const auto version = m_store.resourceVersion();
        if (!writeChanges(out))
            return false;
        m_version = std::max(m_version, version);
        m_nextBookmark = Clock::now() + kBookmarkInterval;
        if (m_nextBookmark > deadline - kFinalBookmark && Clock::now() < deadline - kFinalBookmark)
            m_nextBookmark = deadline - kFinalBookmark;
        return out.write(bookmark(false));
    }

    Store& m_store;
    const Faults& m_faults;
    const ResourceType& m_type;
    std::string m_nameSpace;
    ListOptions m_options;
    Representation m_representation;
    std::string m_includeObject;
    std::uint64_t m_version = 0; ///< everything up to here has been sent
    bool m_columnsSent = false;
    Clock::time_point m_nextBookmark;
};

} // namespace

ApiResult<HttpResponse> answerWatch(const RequestContext& context, Store& store, const Faults& faults)
{
    auto options = ListOptions::parse(context.http, *context.type, true);
    if (!options)
        return Refusal(std::move(options).error());
    const auto current = store.resourceVersion();
    if (options->resourceVersion.value_or(0) > current)
        return tooLargeVersion(*options->resourceVersion, current);
    auto watch = std::make_shared<WatchStream>(store, faults, *context.type, context.info.nameSpace,
        std::move(*options), context.representation, context.http.parameter("includeObject"));
    HttpResponse response;
    response.headers.emplace_back("Content-Type", "application/json");
    response.stream = [watch](BodyStream& out) { watch->run(out); };
    return response;
}

} // namespace qbm::lab::kubernetes
