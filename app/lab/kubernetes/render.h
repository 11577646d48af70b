// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/request.h"
#include "app/lab/kubernetes/store.h"

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace qbm::lab::kubernetes {

/// The metadata of a list answer.
struct ListMeta {
    std::uint64_t resourceVersion = 0;
    std::string continueToken;
    std::size_t remaining = 0; ///< 0: not told
};

/// One object in the shape asked for, as JSON text.
std::string renderObject(const StoredObject& object, const Representation& as, const std::string& includeObject);
/// A list in the shape asked for, as JSON text. Items are spliced from the objects' cached text.
std::string renderList(const ResourceType& type, const std::vector<ObjectPtr>& objects, const ListMeta& meta,
    const Representation& as, const std::string& includeObject);
/// The object of a watch event. `withColumns`: the first Table of a stream describes its columns, later ones do not.
std::string renderEvent(
    const StoredObject& object, const Representation& as, const std::string& includeObject, bool withColumns);
/// An object and its status as an answer, in YAML if asked for.
HttpResponse renderedResponse(int status, std::string json, const Representation& as);

} // namespace qbm::lab::kubernetes
