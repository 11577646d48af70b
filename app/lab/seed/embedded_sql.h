// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace qbm::lab {

extern const char* const kSchemaSql; ///< schema.sql
extern const char* const kContentSql; ///< content.sql

} // namespace qbm::lab
