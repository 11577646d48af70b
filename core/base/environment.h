// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace qbm {

/// Takes every variable whose name begins with `prefix` ("PG") out of our environment, so that neither a library in this
/// process nor a child acts on it. What a profile asks for by name (env:PGPASSWORD) is still found by
/// environmentVariable().
/// \thread the first call before any other thread; later ones only find what tests have set since
void withdrawVariables(std::string_view prefix);
/// The same of one name.
void withdrawVariable(const std::string& name);

/// A variable of our environment, or as it was when it was withdrawn; nullopt: not set.
std::optional<std::string> environmentVariable(const std::string& name);

} // namespace qbm
