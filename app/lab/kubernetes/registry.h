// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/api_error.h"
#include "app/lab/kubernetes/apply/field_manager.h"
#include "app/lab/kubernetes/store.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace qbm::lab::kubernetes {

/// Which part of an object a write may touch.
enum class Part {
    Main, ///< everything but status
    Status, ///< status and annotations: what the status subresource takes
};

/// The body of a DELETE and its query parameters, checked.
struct DeleteOptions {
    std::optional<std::int64_t> gracePeriodSeconds;
    std::string propagationPolicy; ///< Background, Foreground, Orphan or empty
    std::string uid; ///< preconditions
    std::string resourceVersion;
    bool dryRun = false;
};

/// What a DELETE did.
struct Deletion {
    ObjectPtr object; ///< the last or current state
    bool gone = false;
};

/// How a write is made, and by whom.
struct WriteOptions {
    bool dryRun = false;
    FieldManager manager;
};

/// The rules every write obeys, between the requests and controllers above and the store below: names, uids, defaults,
/// validation, generation, no-op writes, graceful deletion and finalizers. \thread any
class Registry {
public:
    Registry(Store& store, std::uint32_t seed);

    Store& store() const { return m_store; }

    /// \error 404 or 403 (namespace), 409, 422
    ApiResult<ObjectPtr> create(const ResourceType& type, const std::string& nameSpace, nlohmann::json document,
        const WriteOptions& options = {});
    /// Writes `desired` over exactly `current`; equal content changes nothing. Taking off the last finalizer of an
    /// object under deletion removes it. \error 409 if somebody was faster, 422
    ApiResult<ObjectPtr> update(
        const ObjectPtr& current, nlohmann::json desired, Part part, const WriteOptions& options = {});
    /// \error 409 (preconditions, or somebody was faster)
    ApiResult<Deletion> remove(const ObjectPtr& current, const DeleteOptions& options);
    /// Read, change, write, again on conflict: the controllers' way. Null if it is gone or the change is refused.
    ObjectPtr modify(const ResourceType& type, const std::string& nameSpace, const std::string& name, Part part,
        const std::function<void(nlohmann::json&)>& change, const WriteOptions& options = {});

    /// The scheduler's write: node and conditions in one. Null if somebody was faster.
    ObjectPtr bindPod(const ObjectPtr& current, nlohmann::json document);

    /// A number that never comes twice in this process: names, addresses.
    std::uint32_t nextNumber() { return m_number++; }

private:
    ApiResult<> checkNamespace(const ResourceType& type, const std::string& nameSpace, const std::string& name) const;
    ApiResult<Deletion> removePod(const ObjectPtr& current, const DeleteOptions& options);
    ApiResult<Deletion> removeNamespace(const ObjectPtr& current, const DeleteOptions& options);
    ApiResult<Deletion> finish(const ObjectPtr& current, nlohmann::json last, bool dryRun);

    Store& m_store;
    std::atomic<std::uint32_t> m_number;
};

} // namespace qbm::lab::kubernetes
