// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/resource_type.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace qbm::lab::kubernetes {

/// One version of one object; never changes. Its JSON text is made once and shared by every list and watch.
class StoredObject {
public:
    /// `document` has no kind and apiVersion: they are the type's.
    StoredObject(const ResourceType& type, nlohmann::json document);
    ~StoredObject();
    StoredObject(const StoredObject&) = delete;
    StoredObject& operator=(const StoredObject&) = delete;

    const ResourceType& type() const { return m_type; }
    const std::string& nameSpace() const { return m_nameSpace; }
    const std::string& name() const { return m_name; }
    const std::string& uid() const { return m_uid; }
    std::uint64_t resourceVersion() const { return m_resourceVersion; }
    const nlohmann::json& document() const { return *m_document; }
    /// A copy to change.
    nlohmann::json copy() const;
    /// The object without kind and apiVersion, as in the items of a list.
    const std::string& text() const;
    /// The object with kind and apiVersion.
    std::string fullText() const;

private:
    const ResourceType& m_type;
    std::string m_nameSpace;
    std::string m_name;
    std::string m_uid;
    std::uint64_t m_resourceVersion = 0;
    std::unique_ptr<const nlohmann::json> m_document;
    mutable std::once_flag m_textOnce;
    mutable std::string m_text;
};

using ObjectPtr = std::shared_ptr<const StoredObject>;

/// "NAMESPACE/NAME", or "NAME" of a cluster-scoped object: the order of lists.
std::string storeKey(std::string_view nameSpace, std::string_view name);

/// A write, in the order of its resource version.
struct Change {
    enum class Type { Added, Modified, Deleted };
    Type type = Type::Added;
    ObjectPtr object; ///< for Deleted: the last state, under the deletion's resource version
    ObjectPtr previous; ///< null for Added
    std::uint64_t resourceVersion = 0;
};

/// The objects of one kind (in one namespace, or all) at one resource version, in key order.
struct Snapshot {
    std::vector<ObjectPtr> objects;
    std::uint64_t resourceVersion = 0;
};

/// Objects by kind and key under one resource version that every write moves, with a bounded history per kind.
/// \thread any
class Store {
public:
    explicit Store(std::size_t historyPerKind);

    std::uint64_t resourceVersion() const;
    /// Null if it is not there.
    ObjectPtr get(const ResourceType& type, std::string_view nameSpace, std::string_view name) const;
    Snapshot list(const ResourceType& type, std::string_view nameSpace) const;
    /// The state at an older version; nothing if the history no longer reaches back there.
    std::optional<Snapshot> listAt(const ResourceType& type, std::string_view nameSpace, std::uint64_t version) const;

    /// Null if the key is taken.
    ObjectPtr create(const ResourceType& type, nlohmann::json document);
    /// Replaces exactly the version `expected`; null if somebody was faster.
    ObjectPtr replace(const ObjectPtr& expected, nlohmann::json document);
    /// Removes exactly the version `expected`, whose last state is `document`; null if somebody was faster.
    ObjectPtr remove(const ObjectPtr& expected, nlohmann::json document);

    /// The oldest version a watch of this kind can start from.
    std::uint64_t oldestVersion(const ResourceType& type) const;
    /// Appends the changes after `version`; false if they are no longer all known.
    bool changesSince(const ResourceType& type, std::uint64_t version, std::vector<Change>& out) const;

    /// As an API server that was started anew: it knows no version before the present one.
    void forgetHistory();
    /// So many times that was done: a watch from before is over.
    std::uint64_t restarts() const;

    /// Signals an eventfd on every change of a kind while it lives.
    class Watcher {
    public:
        Watcher(Store& store, const ResourceType& type);
        ~Watcher();
        Watcher(const Watcher&) = delete;
        Watcher& operator=(const Watcher&) = delete;
        int fd() const { return m_fd; }
        void drain() const;

    private:
        Store& m_store;
        const ResourceType& m_type;
        int m_fd = -1;
    };

    /// Called for every change, in order, under the store's lock: must be short and not call the store.
    void setListener(std::function<void(const Change&)> listener);

private:
    struct Collection {
        std::map<std::string, ObjectPtr, std::less<>> objects;
        std::deque<Change> history;
        std::uint64_t forgotten = 0; ///< version of the newest change no longer in the history
        std::set<int> watchers;
    };
    ObjectPtr commit(Change::Type type, const ResourceType& kind, const ObjectPtr& previous, nlohmann::json document);
    bool isCurrent(const ObjectPtr& expected) const;
    Snapshot listLocked(const ResourceType& type, std::string_view nameSpace) const;

    mutable std::mutex m_mutex;
    std::size_t m_historyPerKind;
    std::uint64_t m_version = 100; // a real server's first objects are those of its own start
    std::uint64_t m_restarts = 0;
    std::vector<Collection> m_collections;
    std::function<void(const Change&)> m_listener;
};

} // namespace qbm::lab::kubernetes
