// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/config: what writing the sections of a profile shares.

#include <cstdint>
#include <string>
#include <yaml-cpp/yaml.h>

namespace qbm::config {

/// An empty value is not written: it is what an absent key means.
inline void writeKey(YAML::Emitter& out, const char* key, const std::string& value)
{
    if (!value.empty())
        out << YAML::Key << key << YAML::Value << value;
}

inline void writeKey(YAML::Emitter& out, const char* key, std::int64_t value)
{
    out << YAML::Key << key << YAML::Value << value;
}

template <class Fill> void writeMap(YAML::Emitter& out, const char* key, Fill fill)
{
    out << YAML::Key << key << YAML::Value << YAML::BeginMap;
    fill();
    out << YAML::EndMap;
}

} // namespace qbm::config
