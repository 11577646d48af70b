// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kubernetes/json_path.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace qbm::service {

/// Puts objects into the order of what a path finds in each, as `kubectl get --sort-by`: numbers and quantities by size,
/// text with its numbers by size ("pod-9" before "pod-10"), and those that have nothing there first.
class ObjectOrder {
public:
    void add(const kubernetes::JsonPath& path, const kubernetes::JsonValue& object);
    void clear() { m_keys.clear(); }
    /// Which of those added comes first, second and so on; equal ones stay as they came.
    std::vector<std::size_t> places() const;

private:
    struct Key {
        bool there = false;
        std::optional<double> number;
        std::string text;
    };
    static bool isBefore(const Key& left, const Key& right);

    std::vector<Key> m_keys;
};

} // namespace qbm::service
