// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
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
    std::string operator()(std::string_view text) const { return tried(text).value_or(std::string(text)); }
    /// nullopt: it is not of the encoding.
    std::optional<std::string> tried(std::string_view text) const;
    /// SQL, or what else is made of words. Names of roles and tablespaces are not of the database and may be of another
    /// encoding than its own: where the whole is not of the encoding, each word or quoted name is converted by itself.
    std::string words(std::string_view text) const;

private:
    void* m_handle = nullptr; ///< iconv_t
};

/// Whether text in `encoding` can be given as UTF-8, or is that already.
bool isReadableAsUtf8(std::string_view encoding);

/// What a session in a database of `encoding` takes a name of the whole server for, whose bytes are known; nullopt: that
/// encoding cannot write it, so no statement in such a database can name it.
std::optional<std::string> sharedNameIn(const std::string& encoding, const std::string& name);

} // namespace qbm::backup
