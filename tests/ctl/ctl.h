// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/lab/lab_under_test.h"
#include "tests/support/lab_fixture.h"

#include <QJsonObject>
#include <QStringList>

namespace qbm::test {

/// What one call of qbmctl gave back.
struct CtlAnswer {
    int code = -1;
    QByteArray output;
    QByteArray messages;
    /// The one document of --json; empty if standard output is anything else.
    QJsonObject json() const;
};

/// Runs qbmctl to its end. \param profile a file or a name; empty: none is given
CtlAnswer ctl(const QString& profile, const QStringList& arguments);
/// The same with --json.
CtlAnswer ctlJson(const QString& profile, const QStringList& arguments);
/// The built program.
QString ctlProgram();

} // namespace qbm::test
