// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret.h"
#include "core/base/task_context.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace qbm::backup {

/// A bucket of an S3-compatible store.
struct S3Place {
    std::string endpoint; ///< "https://s3.example.org", addressed as endpoint/bucket/key
    std::string region = "us-east-1";
    std::string bucket;
    std::string prefix; ///< "qbm/production/"; empty: the bucket's top
    std::string keyId;
    /// Resolves the secret key now; nothing keeps it.
    std::function<Result<Secret>(TaskContext& context)> secretKey;
    std::filesystem::path caFile;
    std::uint64_t partBytes = 64u << 20; ///< what is larger goes there in parts of this size, or larger ones where it
                                         ///< would be more than 10000
};

/// A second place for backups. Exactly one of folder and s3 is given.
struct CopyPlace {
    std::string name; ///< "nas", unique in its profile
    std::filesystem::path folder;
    std::optional<S3Place> s3;
    bool retention = false; ///< the retention policy goes for the copies there as well; else none is ever removed

    /// "/mnt/nas/qbm" or "https://s3.example.org/bucket/prefix", for sentences.
    std::string location() const;
};

} // namespace qbm::backup
