// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/store.h"

#include "app/lab/kubernetes/json_access.h"
#include "core/base/json_text.h"

#include <nlohmann/json.hpp>

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

std::uint64_t versionOf(const json& document)
{
    const auto text = stringAt(document, {"metadata", "resourceVersion"});
    std::uint64_t version = 0;
    std::from_chars(text.data(), text.data() + text.size(), version);
    return version;
}

} // namespace

StoredObject::StoredObject(const ResourceType& type, json document)
    : m_type(type)
    , m_nameSpace(stringAt(document, {"metadata", "namespace"}))
    , m_name(stringAt(document, {"metadata", "name"}))
    , m_uid(stringAt(document, {"metadata", "uid"}))
    , m_resourceVersion(versionOf(document))
    , m_document(std::make_unique<const json>(std::move(document)))
{
}

StoredObject::~StoredObject() = default;

json StoredObject::copy() const
{
    return *m_document;
}

const std::string& StoredObject::text() const
{
    std::call_once(m_textOnce, [this] { m_text = writeJson(*m_document); });
    return m_text;
}

std::string StoredObject::fullText() const
{
    const auto& body = text();
    auto head = R"({"kind":")" + m_type.kind + R"(","apiVersion":")" + m_type.apiVersion() + "\"";
    if (body.size() > 2)
        head += ",";
    return head.append(body, 1);
}

std::string storeKey(std::string_view nameSpace, std::string_view name)
{
    auto key = std::string(nameSpace);
    if (!key.empty())
        key += '/';
    return key.append(name);
}

Store::Store(std::size_t historyPerKind)
    : m_historyPerKind(std::max<std::size_t>(historyPerKind, 1))
    , m_collections(resourceTypes().size())
{
}

std::uint64_t Store::resourceVersion() const
{
    const std::lock_guard lock(m_mutex);
    return m_version;
}

ObjectPtr Store::get(const ResourceType& type, std::string_view nameSpace, std::string_view name) const
{
    const std::lock_guard lock(m_mutex);
    const auto& objects = m_collections[type.index].objects;
    const auto it = objects.find(storeKey(nameSpace, name));
    return it == objects.end() ? nullptr : it->second;
}

Snapshot Store::listLocked(const ResourceType& type, std::string_view nameSpace) const
{
    Snapshot snapshot;
    snapshot.resourceVersion = m_version;
    const auto& objects = m_collections[type.index].objects;
    const auto prefix = nameSpace.empty() ? std::string() : storeKey(nameSpace, "");
    if (prefix.empty())
        snapshot.objects.reserve(objects.size());
    for (auto it = objects.lower_bound(prefix); it != objects.end() && it->first.starts_with(prefix); ++it)
        snapshot.objects.push_back(it->second);
    return snapshot;
}

Snapshot Store::list(const ResourceType& type, std::string_view nameSpace) const
{
    const std::lock_guard lock(m_mutex);
    return listLocked(type, nameSpace);
}

std::optional<Snapshot> Store::listAt(
    const ResourceType& type, std::string_view nameSpace, std::uint64_t version) const
{
    const std::lock_guard lock(m_mutex);
    const auto& collection = m_collections[type.index];
    if (version < collection.forgotten || version > m_version)
        return std::nullopt;
    const auto later = std::ranges::upper_bound(collection.history, version, {}, &Change::resourceVersion);
    if (later == collection.history.end()) {
        auto now = listLocked(type, nameSpace);
        now.resourceVersion = version;
        return now;
    }
    std::map<std::string, ObjectPtr> state;
    for (auto& object : listLocked(type, nameSpace).objects)
        state.emplace(storeKey(object->nameSpace(), object->name()), object);
    for (auto it = collection.history.end(); it != later;) { // newest first, each undone
        --it;
        const auto& object = *it->object;
        if (!nameSpace.empty() && object.nameSpace() != nameSpace)
            continue;
        const auto key = storeKey(object.nameSpace(), object.name());
        if (it->previous)
            state[key] = it->previous;
        else
            state.erase(key);
    }
    Snapshot snapshot;
    snapshot.resourceVersion = version;
    for (auto& [key, object] : state)
        snapshot.objects.push_back(std::move(object));
    return snapshot;
}

ObjectPtr Store::commit(Change::Type type, const ResourceType& kind, const ObjectPtr& previous, json document)
{
    auto& collection = m_collections[kind.index];
    document["metadata"]["resourceVersion"] = std::to_string(++m_version);
    auto object = std::make_shared<const StoredObject>(kind, std::move(document));
    const auto key = storeKey(object->nameSpace(), object->name());
    if (type == Change::Type::Deleted)
        collection.objects.erase(key);
    else
        collection.objects[key] = object;
    collection.history.push_back({type, object, previous, m_version});
    if (collection.history.size() > m_historyPerKind) {
        collection.forgotten = collection.history.front().resourceVersion;
        collection.history.pop_front();
    }
    if (m_listener)
        m_listener(collection.history.back());
    for (const int fd : collection.watchers)
        eventfd_write(fd, 1);
    return object;
}

bool Store::isCurrent(const ObjectPtr& expected) const
{
    const auto& objects = m_collections[expected->type().index].objects;
    const auto it = objects.find(storeKey(expected->nameSpace(), expected->name()));
    return it != objects.end() && it->second == expected;
}

ObjectPtr Store::create(const ResourceType& type, json document)
{
    const std::lock_guard lock(m_mutex);
    const auto key = storeKey(stringAt(document, {"metadata", "namespace"}), stringAt(document, {"metadata", "name"}));
    if (m_collections[type.index].objects.contains(key))
        return nullptr;
    return commit(Change::Type::Added, type, nullptr, std::move(document));
}

ObjectPtr Store::replace(const ObjectPtr& expected, json document)
{
    const std::lock_guard lock(m_mutex);
    if (!isCurrent(expected))
        return nullptr;
    return commit(Change::Type::Modified, expected->type(), expected, std::move(document));
}

ObjectPtr Store::remove(const ObjectPtr& expected, json document)
{
    const std::lock_guard lock(m_mutex);
    if (!isCurrent(expected))
        return nullptr;
    return commit(Change::Type::Deleted, expected->type(), expected, std::move(document));
}

std::uint64_t Store::oldestVersion(const ResourceType& type) const
{
    const std::lock_guard lock(m_mutex);
    return m_collections[type.index].forgotten;
}

bool Store::changesSince(const ResourceType& type, std::uint64_t version, std::vector<Change>& out) const
{
    const std::lock_guard lock(m_mutex);
    const auto& collection = m_collections[type.index];
    if (version < collection.forgotten)
        return false;
    const auto first = std::ranges::upper_bound(collection.history, version, {}, &Change::resourceVersion);
    out.insert(out.end(), first, collection.history.end());
    return true;
}

void Store::forgetHistory()
{
    const std::lock_guard lock(m_mutex);
    ++m_version; // even the newest version from before is too old
    ++m_restarts;
    for (Collection& collection : m_collections) {
        collection.history.clear();
        collection.forgotten = m_version;
    }
}

std::uint64_t Store::restarts() const
{
    const std::lock_guard lock(m_mutex);
    return m_restarts;
}

void Store::setListener(std::function<void(const Change&)> listener)
{
    const std::lock_guard lock(m_mutex);
    m_listener = std::move(listener);
}

Store::Watcher::Watcher(Store& store, const ResourceType& type)
    : m_store(store)
    , m_type(type)
    , m_fd(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))
{
    if (m_fd < 0)
        throw std::runtime_error("no file descriptor left for a watch");
    const std::lock_guard lock(m_store.m_mutex);
    m_store.m_collections[m_type.index].watchers.insert(m_fd);
}

Store::Watcher::~Watcher()
{
    {
        const std::lock_guard lock(m_store.m_mutex);
        m_store.m_collections[m_type.index].watchers.erase(m_fd);
    }
    close(m_fd);
}

void Store::Watcher::drain() const
{
    eventfd_t count = 0;
    eventfd_read(m_fd, &count);
}

} // namespace qbm::lab::kubernetes
