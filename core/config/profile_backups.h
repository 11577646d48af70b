// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/config: the section `backups` of a profile.

#include "core/config/yaml_section.h"

namespace qbm::config {

/// Reads the section where the document has it.
void readBackups(YamlSection& document, Backups& out);
/// Writes `folder` and what differs from the defaults, or nothing where there is nothing to say.
void writeBackups(YAML::Emitter& out, const Backups& backups);

} // namespace qbm::config
