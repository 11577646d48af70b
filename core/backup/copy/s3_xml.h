// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

/// The little that is read of S3's answers: elements without attributes, as its API documents them.
namespace qbm::backup::s3 {

/// What stands in the first <TAG> of `xml`, as it stands there; empty if there is none.
std::string_view element(std::string_view xml, std::string_view tag);
/// Of every <TAG>, one after the other.
std::vector<std::string_view> elements(std::string_view xml, std::string_view tag);
/// "a &amp; b" to "a & b"
std::string unescaped(std::string_view text);
/// The opposite.
std::string escaped(std::string_view text);

} // namespace qbm::backup::s3
