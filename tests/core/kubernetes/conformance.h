// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Short forms for the conformance tests.

#include "tests/core/kubernetes/cluster_under_test.h"

#include <QTest>
#include <chrono>
#include <functional>
#include <nlohmann/json.hpp>
#include <thread>

#define VERIFY_OK(expression) \
    do { \
        const auto& checkedOutcome = (expression); \
        QVERIFY2(checkedOutcome, checkedOutcome ? "" : (checkedOutcome.error().english() + "\n" + checkedOutcome.error().detail).c_str()); \
    } while (false)

namespace qbm::test {

inline bool eventually(const std::function<bool()>& condition, std::chrono::milliseconds limit = std::chrono::seconds(60))
{
    const auto until = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > until)
            return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return true;
}

inline std::string configMapJson(const std::string& name, const nlohmann::json& data = nlohmann::json::object(), const nlohmann::json& labels = {{"set", "t"}})
{
    return nlohmann::json{{"apiVersion", "v1"}, {"kind", "ConfigMap"}, {"metadata", {{"name", name}, {"labels", labels}}}, {"data", data}}.dump();
}

} // namespace qbm::test
