// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/store.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace qbm::lab::kubernetes {

/// A file or folder in a pod.
struct PodFile {
    std::string path;
    bool isFolder = false;
    std::int64_t modified = 0; ///< seconds since the epoch
    std::string content;
};

/// The few files a simulated pod has: in backend pods /app/logs with the log of today and rotated ones of different
/// ages. What is deleted stays deleted as long as the pod lives. \thread any
class PodFiles {
public:
    /// All of them, in the order of paths.
    std::vector<PodFile> list(const StoredObject& pod) const;
    /// False if there is no such file.
    bool remove(const StoredObject& pod, const std::string& path);

private:
    mutable std::mutex m_mutex;
    std::map<std::string, std::set<std::string>> m_removed; ///< by pod uid
};

} // namespace qbm::lab::kubernetes
