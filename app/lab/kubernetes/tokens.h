// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/simulator.h"

#include <filesystem>
#include <string>
#include <vector>

namespace qbm::lab::kubernetes {

/// Reads tokens.csv (kube-apiserver's token file: token,user,uid,"group,group"); makes it (0600) with random tokens for
/// the admin and the QBM service account if it is not there. A given `adminToken` takes the place of the random one.
Result<std::vector<StaticToken>> loadOrMakeTokens(const std::filesystem::path& file, const std::string& adminToken);

inline constexpr const char* kAdminUser = "qbm-lab-admin";
inline constexpr const char* kServiceAccountUser = "system:serviceaccount:qbm-ai-system:qbm-service-account";

} // namespace qbm::lab::kubernetes
