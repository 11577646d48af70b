// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ctl/ctl.h"
#include "tests/support/servers.h"

#include <QString>

namespace qbm::test {

/// A profile that names one database of a test server, and no application. Profiles may share a backup folder.
struct DatabaseProfile {
    QString name; ///< also its file's: the folder it lies in is where profiles are looked for by name
    QString database;
    QString backups; ///< the folder; empty: one of its own
    QString rest; ///< further lines under "backups:", with their indentation
};

/// Writes FOLDER/NAME.yaml and the password's file beside it. \return the path
QString writeProfile(const QString& folder, const PostgresServer& server, const DatabaseProfile& profile);

/// What qbmctl said, for the message of a failed test.
std::string describe(const CtlAnswer& answer);

} // namespace qbm::test
