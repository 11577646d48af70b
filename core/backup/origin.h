// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace qbm::backup {

/// The server and database that a backup is of, or that a profile names.
struct Origin {
    std::string systemIdentifier; ///< pg_control_system(): one number a cluster for life; empty: not known
    std::string host; ///< as the profile names it; empty: not known (an adopted dump)
    std::uint16_t port = 0; ///< 0: not known (records of format 3 and older)
    std::string database;
    friend bool operator==(const Origin&, const Origin&) = default;
};

/// What is known about whose backup it is.
enum class Belonging {
    Ours, ///< the same server, and the same database on it
    OursByName, ///< a database of that name, on a server that nobody wrote down: the guide's dumps, and adopted ones
    Foreign, ///< another server or another database
    Unknown, ///< neither is known
};

/// The server by its identifier where both know it, else by host and port as far as they are known.
/// \param recorded of the backup \param profile what is asked for
Belonging belongs(const Origin& recorded, const Origin& profile);

/// Whether both name the same host and port, as far as both are known.
bool sameAddress(const Origin& a, const Origin& b);

/// What has to be named to use the backup of another database or server: the first of database, host:port and
/// identifier that differs from the profile's.
std::string nameToAccept(const Origin& recorded, const Origin& profile);

/// "accounts on db.example.org:5432", as far as it is known; for lists and sentences.
std::string inWords(const Origin& origin);

} // namespace qbm::backup
