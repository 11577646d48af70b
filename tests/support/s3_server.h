// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/http_server.h"

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace qbm::test {

/// A bucket in memory behind the part of S3's API that copies of backups use: objects put whole or in parts, read,
/// listed and deleted, path-style. Every request's signature is verified, and so is the hash of every body.
class S3Server {
public:
    S3Server();
    /// Over TLS.
    explicit S3Server(const TlsIdentity& identity);

    std::string url() const { return m_server->url(); }
    std::vector<SeenRequest> seen() const { return m_server->seen(); }

    static constexpr const char* kKeyId = "AKIAIOSFODNN7EXAMPLE";
    static constexpr const char* kSecretKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    static constexpr const char* kRegion = "eu-central-1";
    static constexpr const char* kBucket = "backups";

    std::map<std::string, std::string> objects() const;
    void setObject(const std::string& key, const std::string& content);
    /// Uploads in parts that were neither completed nor aborted.
    std::size_t openUploads() const;
    /// Objects a page of a list.
    void setPageSize(std::size_t objects) { m_pageSize = objects; }

    /// Answers in place of the server where it returns something; may wait.
    using Fault = std::function<std::optional<Answer>(const SeenRequest&)>;
    void setFault(Fault fault);
    /// Changes what is stored of an object, behind the client's back.
    using Storage = std::function<std::string(std::string content)>;
    void setStorage(Storage storage);

private:
    Answer answer(const SeenRequest& request);
    Answer object(const SeenRequest& request, const std::string& key, const std::map<std::string, std::string>& query);
    Answer multipart(
        const SeenRequest& request, const std::string& key, const std::map<std::string, std::string>& query);
    Answer complete(const SeenRequest& request, const std::string& key, const std::string& upload);
    Answer listUploads(const std::map<std::string, std::string>& query) const;
    Answer list(const std::map<std::string, std::string>& query) const;

    mutable std::mutex m_mutex;
    std::map<std::string, std::string> m_objects;
    struct Upload {
        std::string key;
        std::map<int, std::string> parts;
    };
    std::map<std::string, Upload> m_uploads;
    int m_lastUpload = 0;
    std::size_t m_pageSize = 1000;
    Fault m_fault;
    Storage m_storage;
    std::unique_ptr<HttpServer> m_server; // last: its threads use all of the above
};

} // namespace qbm::test
