// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/service/services.h"

#include <filesystem>
#include <string>

/// Builds the services of a profile out of the clients: the one place that knows both.
namespace qbm::compose {

/// Nothing is connected yet, except that a password kept in a Kubernetes secret is read. A part that cannot be made (an
/// unreadable kubeconfig, an unset variable) gets services that answer with that error; the other parts work.
/// \param program "qbm-console" or "qbmctl": the name servers see
/// \param file the profile's, which scheduled backups open; empty: it is not saved \error Denied, Exhausted if the state
/// folder cannot be made
Result<service::Services> makeServices(const config::Profile& profile, AccessMode access, const std::string& program,
    TaskContext& context, const std::filesystem::path& file = {});

} // namespace qbm::compose
