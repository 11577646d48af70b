// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string_view>

namespace qbm::lab::kubernetes {

/// The access reviews in Kubernetes' protobuf envelope, as `kubectl auth can-i` sends them, whatever is accepted in the
/// answer. Nothing for other kinds or broken bytes. \source k8s.io/api generated.proto, k8s.io/apimachinery runtime.Unknown
std::optional<nlohmann::json> decodeReview(std::string_view bytes);

} // namespace qbm::lab::kubernetes
