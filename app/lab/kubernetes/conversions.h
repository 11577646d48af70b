// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/store.h"

namespace qbm::lab::kubernetes {

/// The type whose objects the store holds: autoscaling/v1 is read from what autoscaling/v2 stored.
const ResourceType& storageType(const ResourceType& type);
/// The object as that type shows it.
ObjectPtr converted(const ObjectPtr& object, const ResourceType& type);

} // namespace qbm::lab::kubernetes
