// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/s3_server.h"

#include "core/base/sha256.h"
#include "tests/support/aws_signature.h"

#include <chrono>
#include <cstdlib>
#include <ctime>

namespace qbm::test {

namespace {

using Query = std::map<std::string, std::string>;

constexpr int kLongestSkewSeconds = 15 * 60;

Answer errorAnswer(int status, const std::string& code, const std::string& message)
{
    return {status,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code + "</Code><Message>" + message
            + "</Message></Error>",
        "application/xml", {}, {}};
}

std::time_t requestTime(const std::string& stamp)
{
    std::tm time{};
    return ::strptime(stamp.c_str(), "%Y%m%dT%H%M%SZ", &time) ? ::timegm(&time) : 0;
}

std::optional<Answer> refusal(const SeenRequest& request)
{
    const AwsAuthorization authorization = parseAwsAuthorization(request.header("Authorization"));
    if (authorization.keyId.empty())
        return errorAnswer(403, "AccessDenied", "Access Denied");
    if (authorization.keyId != S3Server::kKeyId)
        return errorAnswer(403, "InvalidAccessKeyId", "The key id does not exist in our records.");
    if (authorization.region != S3Server::kRegion)
        return errorAnswer(400, "AuthorizationHeaderMalformed", "The region is wrong; expecting eu-central-1");
    if (std::abs(std::difftime(requestTime(request.header("x-amz-date")), std::time(nullptr))) > kLongestSkewSeconds)
        return errorAnswer(403, "RequestTimeTooSkewed", "The difference between the times is too large.");
    if (awsSignature(request, authorization, S3Server::kSecretKey) != authorization.signature)
        return errorAnswer(403, "SignatureDoesNotMatch", "The signature we calculated does not match.");
    const std::string hash = request.header("x-amz-content-sha256");
    if (hash.empty())
        return errorAnswer(400, "InvalidRequest", "Missing required header x-amz-content-sha256");
    if (hash != "UNSIGNED-PAYLOAD" && hash != sha256Hex(request.body))
        return errorAnswer(400, "XAmzContentSHA256Mismatch", "The provided hash does not match what was computed.");
    return std::nullopt;
}

Query parseQuery(std::string_view text)
{
    Query query;
    while (!text.empty()) {
        const std::string_view part = text.substr(0, text.find('&'));
        const std::size_t equals = std::min(part.find('='), part.size());
        query[percentDecoded(part.substr(0, equals))] = percentDecoded(part.substr(std::min(equals + 1, part.size())));
        text.remove_prefix(std::min(part.size() + 1, text.size()));
    }
    return query;
}

std::string xmlEscaped(const std::string& text)
{
    std::string out;
    for (const char c : text)
        out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '"' ? "&quot;" : std::string(1, c);
    return out;
}

std::string quotedTag(const std::string& content)
{
    return "\"" + sha256Hex(content).substr(0, 32) + "\"";
}

} // namespace

S3Server::S3Server()
    : m_server(std::make_unique<HttpServer>([this](const SeenRequest& request) { return answer(request); }))
{
}

S3Server::S3Server(const TlsIdentity& identity)
    : m_server(std::make_unique<HttpServer>([this](const SeenRequest& request) { return answer(request); }, identity))
{
}

std::map<std::string, std::string> S3Server::objects() const
{
    const std::scoped_lock lock(m_mutex);
    return m_objects;
}

void S3Server::setObject(const std::string& key, const std::string& content)
{
    const std::scoped_lock lock(m_mutex);
    m_objects[key] = content;
}

std::size_t S3Server::openUploads() const
{
    const std::scoped_lock lock(m_mutex);
    return m_uploads.size();
}

void S3Server::setFault(Fault fault)
{
    const std::scoped_lock lock(m_mutex);
    m_fault = std::move(fault);
}

void S3Server::setStorage(Storage storage)
{
    const std::scoped_lock lock(m_mutex);
    m_storage = std::move(storage);
}

Answer S3Server::answer(const SeenRequest& request)
{
    Fault fault;
    {
        const std::scoped_lock lock(m_mutex);
        fault = m_fault;
    }
    if (fault) {
        if (auto instead = fault(request))
            return *instead;
    }
    if (auto refused = refusal(request))
        return *refused;
    const std::size_t mark = std::min(request.target.find('?'), request.target.size());
    const std::string path = percentDecoded(std::string_view(request.target).substr(0, mark));
    const Query query = parseQuery(std::string_view(request.target).substr(std::min(mark + 1, request.target.size())));
    const std::string bucket = std::string("/") + kBucket;
    if (path != bucket && !path.starts_with(bucket + "/"))
        return errorAnswer(404, "NoSuchBucket", "The specified bucket does not exist");
    const std::scoped_lock lock(m_mutex);
    if (path == bucket)
        return query.contains("uploads") ? listUploads(query) : list(query);
    const std::string key = path.substr(bucket.size() + 1);
    return query.contains("uploads") || query.contains("uploadId") ? multipart(request, key, query)
                                                                   : object(request, key, query);
}

Answer S3Server::object(const SeenRequest& request, const std::string& key, const Query&)
{
    if (request.method == "PUT") {
        m_objects[key] = m_storage ? m_storage(request.body) : request.body;
        return {200, "", "application/xml", {{"ETag", quotedTag(request.body)}}, {}};
    }
    if (request.method == "DELETE") {
        m_objects.erase(key);
        return {204, "", "application/xml", {}, {}};
    }
    const auto found = m_objects.find(key);
    if (found == m_objects.end())
        return errorAnswer(404, "NoSuchKey", "The specified key does not exist.");
    return {200, found->second, "application/octet-stream", {}, {}};
}

Answer S3Server::multipart(const SeenRequest& request, const std::string& key, const Query& query)
{
    if (request.method == "POST" && query.contains("uploads")) {
        const std::string upload = "upload/" + std::to_string(++m_lastUpload) + "+=";
        m_uploads[upload].key = key;
        return {200,
            "<InitiateMultipartUploadResult><UploadId>" + upload + "</UploadId></InitiateMultipartUploadResult>",
            "application/xml", {}, {}};
    }
    const std::string& upload = query.at("uploadId");
    if (!m_uploads.contains(upload))
        return errorAnswer(404, "NoSuchUpload", "The specified upload does not exist.");
    if (request.method == "PUT") {
        m_uploads[upload].parts[std::stoi(query.at("partNumber"))] = request.body;
        return {200, "", "application/xml", {{"ETag", quotedTag(request.body)}}, {}};
    }
    if (request.method == "DELETE") {
        m_uploads.erase(upload);
        return {204, "", "application/xml", {}, {}};
    }
    return complete(request, key, upload);
}

Answer S3Server::complete(const SeenRequest& request, const std::string& key, const std::string& upload)
{
    std::string content;
    for (const auto& [number, part] : m_uploads[upload].parts) {
        const std::string named
            = "<PartNumber>" + std::to_string(number) + "</PartNumber><ETag>" + xmlEscaped(quotedTag(part));
        if (request.body.find(named) == std::string::npos)
            return errorAnswer(400, "InvalidPart", "A part was not found or its tag did not match.");
        content += part;
    }
    m_objects[key] = m_storage ? m_storage(content) : content;
    m_uploads.erase(upload);
    return {200, "<CompleteMultipartUploadResult><Key>" + xmlEscaped(key) + "</Key></CompleteMultipartUploadResult>",
        "application/xml", {}, {}};
}

Answer S3Server::listUploads(const Query& query) const
{
    std::string entries;
    for (const auto& [id, upload] : m_uploads) {
        if (upload.key.starts_with(query.contains("prefix") ? query.at("prefix") : std::string()))
            entries += "<Upload><Key>" + xmlEscaped(upload.key) + "</Key><UploadId>" + id + "</UploadId></Upload>";
    }
    return {200, "<ListMultipartUploadsResult>" + entries + "</ListMultipartUploadsResult>", "application/xml", {}, {}};
}

Answer S3Server::list(const Query& query) const
{
    const auto value = [&](const char* key) { return query.contains(key) ? query.at(key) : std::string(); };
    const std::string prefix = value("prefix");
    const std::string after = value("continuation-token");
    std::string entries, next;
    std::size_t count = 0;
    for (const auto& [key, content] : m_objects) {
        if (!key.starts_with(prefix) || key <= after)
            continue;
        if (count == m_pageSize)
            break;
        ++count;
        next = key;
        entries += "<Contents><Key>" + xmlEscaped(key) + "</Key><Size>" + std::to_string(content.size())
            + "</Size></Contents>";
    }
    const bool truncated = count == m_pageSize && !m_objects.empty() && m_objects.rbegin()->first > next;
    return {200,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListBucketResult><Name>backups</Name><IsTruncated>"
            + std::string(truncated ? "true" : "false") + "</IsTruncated>"
            + (truncated ? "<NextContinuationToken>" + xmlEscaped(next) + "</NextContinuationToken>" : "") + entries
            + "</ListBucketResult>",
        "application/xml", {}, {}};
}

} // namespace qbm::test
