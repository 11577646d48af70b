// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/copy/copy_store.h"
#include "core/net/http_client.h"

#include <functional>
#include <optional>

namespace qbm::backup {

/// A bucket of an S3-compatible store, addressed as endpoint/bucket/key. A directory backup is an object for each of
/// its files, NAME/FILE. Its table of contents is written last and removed first, and without it the others are no
/// backup: so it too is there whole or not at all. \source docs.aws.amazon.com/AmazonS3/latest/API
class S3Store final : public CopyStore {
public:
    S3Store(S3Place place, net::HttpOptions options);

    Result<std::vector<File>> list(TaskContext& context) override;
    Result<BackupDigest> write(
        const std::filesystem::path& backup, const std::string& expected, TaskContext& context) override;
    Result<BackupDigest> readBack(const std::string& name, std::uint64_t expectedBytes, TaskContext& context) override;
    Result<BackupDigest> fetch(
        const std::string& name, std::uint64_t expectedBytes, const Unfinished& into, TaskContext& context) override;
    Result<std::string> readText(const std::string& name, TaskContext& context) override;
    Result<> writeText(const std::string& name, const std::string& content, TaskContext& context) override;
    Result<> remove(const std::string& name, TaskContext& context) override;

private:
    using Query = std::vector<std::pair<std::string, std::string>>;

    std::string url(const std::string& key, const Query& query) const;
    Result<net::Request> request(
        const std::string& method, const std::string& key, const Query& query, TaskContext& context) const;
    /// Any answer but a 2xx is an error.
    Result<net::Response> send(const net::Request& request, const std::string& key, TaskContext& context);
    Result<net::Response> sendMade(
        const std::function<Result<net::Request>()>& make, const std::string& key, TaskContext& context);
    Result<BackupDigest> get(const std::string& key, std::uint64_t expectedBytes, const Text& step,
        const ByteSink& sink, TaskContext& context);
    Result<std::optional<BackupDigest>> getOnce(const net::Request& asked, std::uint64_t expectedBytes,
        const Text& step, const ByteSink& sink, net::Response& head, TaskContext& context);
    Error refusal(const net::Request& request, const net::Response& response, const std::string& key) const;

    /// Every object whose key begins so, under the rest of its key.
    Result<std::vector<File>> objects(const std::string& prefix, TaskContext& context);
    /// The files of a directory backup by name, those of an unfinished one too.
    Result<std::vector<File>> filesOf(const std::string& directory, TaskContext& context);
    Result<> removeObject(const std::string& key, TaskContext& context);

    class Upload;
    struct Sending;
    Result<BackupDigest> writeFile(
        const std::filesystem::path& file, const std::string& key, const std::string& expected, Sending& sending);
    Result<BackupDigest> writeDirectory(
        const std::filesystem::path& directory, const std::string& expected, Sending& sending);
    /// Of the object of that key, or of all whose keys begin with it where it ends with a "/".
    Result<> abandonUploads(const std::string& key, TaskContext& context);

    /// The same as far as the key may: not being allowed to look for them is no reason to fail.
    Result<> tidyUploads(const std::string& key, TaskContext& context);

    S3Place m_place;
    net::HttpClient m_http;
    bool m_mayNotListUploads = false;
};

} // namespace qbm::backup
