// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/apply/field_set.h"

#include <nlohmann/json_fwd.hpp>

namespace qbm::lab::kubernetes {

/// How two versions of an object differ, field by field.
struct FieldChanges {
    FieldSet touched; ///< added or changed
    FieldSet removed;
};
FieldChanges compareFields(const nlohmann::json& before, const nlohmann::json& after);

/// Every field of an applied configuration.
FieldSet fieldsOf(const nlohmann::json& applied);

/// The object with the fields of an applied configuration laid over it: lists with keys merge by them, others are
/// replaced.
nlohmann::json overlaid(const nlohmann::json& object, const nlohmann::json& applied);

/// Takes a field out of the object; what holds nothing any more goes with it.
void eraseField(nlohmann::json& object, const FieldPath& path);

/// An object of this kind with nothing in it, as the server's own types serialise: what a create is compared with.
nlohmann::json emptyShell(const std::string& kind);

} // namespace qbm::lab::kubernetes
