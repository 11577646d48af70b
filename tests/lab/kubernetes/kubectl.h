// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/lab/kubernetes/fixture.h"

namespace qbm::lab::kubernetes::test {

/// How a kubectl command ended.
struct KubectlResult {
    int code = -1;
    QString output;
    QString errors;
};

/// The kubectl to test with: QBM_TEST_KUBECTL, or the one on the path; empty: there is none.
std::string kubectlProgram();
/// Its minor version: 20 of Debian 12's, 32 of a newer one; 0 if it does not say.
int kubectlMinorVersion();

/// Runs kubectl on the fixture's simulator as its admin.
KubectlResult kubectl(Fixture& fixture, const std::vector<std::string>& arguments, const std::string& input = {});

} // namespace qbm::lab::kubernetes::test
