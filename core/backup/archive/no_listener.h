// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/dump/archive_stream.h"

namespace qbm::backup {

/// For who wants to know an archive's head or table of contents, and nothing of its rows.
class NoListener final : public ArchiveListener {
public:
    void beginTable(const ArchiveItem&) override { }
    void addTableBytes(std::string_view) override { }
    void endTable() override { }
    void beginLargeObject(std::uint32_t) override { }
    void addLargeObjectBytes(std::string_view) override { }
    void endLargeObject() override { }
};

} // namespace qbm::backup
