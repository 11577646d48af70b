// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace qbm::backup {

/// Turns text in one of PostgreSQL's encodings into UTF-8. What an archive names is in the encoding of its database;
/// here, names are UTF-8 wherever that encoding is known, as they are in our sessions. In SQL_ASCII nobody knows what
/// the bytes mean: names and rows stay bytes, and our sessions with such a database do not convert either.
/// \thread one call at a time
class ToUtf8 {
public:
    /// \param encoding as PostgreSQL calls it: "LATIN1", "EUC_JP"
    explicit ToUtf8(std::string_view encoding);
    ToUtf8(const ToUtf8&) = delete;
    ToUtf8& operator=(const ToUtf8&) = delete;
    ~ToUtf8();

    /// False where text stays as it is: UTF8, SQL_ASCII, and encodings that this machine does not know.
    bool converts() const { return m_handle != nullptr; }
    /// Text that is not of the encoding stays as it is.
    std::string operator()(std::string_view text) const;

private:
    void* m_handle = nullptr; ///< iconv_t
};

/// Whether text in `encoding` can be given as UTF-8, or is that already.
bool isReadableAsUtf8(std::string_view encoding);

} // namespace qbm::backup
