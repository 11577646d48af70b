// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/store.h"

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace qbm::lab::kubernetes {

/// columnDefinitions of a kind.
nlohmann::json tableColumns(const ResourceType& type);
/// The cells of one row, computed as the server's printers do.
nlohmann::json tableCells(const StoredObject& object);
/// "3s", "2m15s", "11m", "5h30m", "7d": client-go's HumanDuration.
std::string humanDuration(std::int64_t seconds);

} // namespace qbm::lab::kubernetes
