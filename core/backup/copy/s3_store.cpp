// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/copy/s3_store.h"

#include "core/backup/copy/file_range.h"
#include "core/backup/copy/s3_refusal.h"
#include "core/backup/copy/s3_xml.h"
#include "core/base/file.h"
#include "core/base/log.h"
#include "core/base/sha256.h"
#include "core/base/unit.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <map>
#include <set>

namespace qbm::backup {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMostParts = 10'000; ///< S3's limit
constexpr int kReadingTries = 2;
constexpr std::size_t kErrorBytes = 64u << 10;
/// Where a directory backup's table of contents is: pg_restore reads nothing without it.
constexpr const char* kContentsFile = "toc.dat";

bool isDirectory(const std::string& name)
{
    const auto parts = parseName(name);
    return parts && parts->format == Format::Directory;
}

/// A name from a bucket becomes the name of a file here.
bool isFileName(const std::string& name)
{
    return !name.empty() && name != "." && name != ".." && name.find('/') == std::string::npos;
}

std::string encodedPath(std::string_view key)
{
    std::string out;
    while (!key.empty()) {
        const std::size_t end = std::min(key.find('/'), key.size());
        out += net::urlEncode(key.substr(0, end)) + (end < key.size() ? "/" : "");
        key.remove_prefix(std::min(end + 1, key.size()));
    }
    return out;
}

std::uint64_t toSize(std::string_view digits)
{
    std::uint64_t size = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), size);
    return size;
}

} // namespace

// --- requests --------------------------------------------------------------------------------------------------------

S3Store::S3Store(S3Place place, net::HttpOptions options)
    : m_place(std::move(place))
    , m_http(std::move(options))
{
}

std::string S3Store::url(const std::string& key, const Query& query) const
{
    std::string out = m_place.endpoint + "/" + m_place.bucket;
    if (!key.empty())
        out += "/" + encodedPath(key);
    // The signature is over the names in order, and libcurl signs them as they stand.
    Query sorted = query;
    std::ranges::sort(sorted);
    return sorted.empty() ? out : out + "?" + net::queryString(sorted);
}

Result<net::Request> S3Store::request(
    const std::string& method, const std::string& key, const Query& query, TaskContext& context) const
{
    QBM_TRY(secret, m_place.secretKey(context));
    net::Request made;
    made.method = method;
    made.url = url(key, query);
    made.signature = {m_place.region, "s3", m_place.keyId, std::move(secret)};
    made.retriesWhenBroken = kReadingTries; // of what only reads; nothing else is sent twice
    return made;
}

Error S3Store::refusal(const net::Request& request, const net::Response& response, const std::string& key) const
{
    return s3::refusal(m_place, {request.method, request.url, key}, response, request.signature->secretKey);
}

Result<net::Response> S3Store::send(const net::Request& request, const std::string& key, TaskContext& context)
{
    return sendMade([&]() -> Result<net::Request> { return request; }, key, context);
}

/// What a store is too busy for it has not done, so it is asked again; for that a body that streams is made anew.
Result<net::Response> S3Store::sendMade(
    const std::function<Result<net::Request>()>& make, const std::string& key, TaskContext& context)
{
    s3::Patience patience;
    for (;;) {
        QBM_TRY(request, make());
        QBM_TRY(response, m_http.send(request, context));
        // That the parts cannot be put together is told after the status has been sent.
        if (response.ok() && (request.method != "POST" || response.body.find("<Error>") == std::string::npos))
            return response;
        QBM_TRY(again, patience.waitAfter(response, context));
        if (!again)
            return fail(refusal(request, response, key));
    }
}

// --- reading ---------------------------------------------------------------------------------------------------------

Result<std::vector<CopyStore::File>> S3Store::list(TaskContext& context)
{
    QBM_TRY(all, objects(m_place.prefix, context));
    std::vector<File> files;
    std::map<std::string, std::uint64_t> directories;
    std::set<std::string> whole;
    for (File& object : all) {
        const std::size_t slash = object.name.find('/');
        if (slash == std::string::npos) {
            files.push_back(std::move(object));
            continue;
        }
        const std::string directory = object.name.substr(0, slash), file = object.name.substr(slash + 1);
        if (!isDirectory(directory) || !isFileName(file))
            continue;
        directories[directory] += object.sizeBytes;
        if (file == kContentsFile)
            whole.insert(directory);
    }
    for (const std::string& directory : whole)
        files.push_back({directory, directories[directory]});
    return files;
}

Result<std::vector<CopyStore::File>> S3Store::filesOf(const std::string& directory, TaskContext& context)
{
    QBM_TRY(files, objects(m_place.prefix + directory + "/", context));
    std::erase_if(files, [](const File& file) { return !isFileName(file.name); });
    std::ranges::sort(files, {}, &File::name);
    return files;
}

Result<std::vector<CopyStore::File>> S3Store::objects(const std::string& prefix, TaskContext& context)
{
    std::vector<File> files;
    Query query{{"list-type", "2"}, {"prefix", prefix}};
    for (;;) {
        QBM_TRY(asked, request("GET", "", query, context));
        QBM_TRY(page, send(asked, prefix, context));
        for (const std::string_view entry : s3::elements(page.body, "Contents")) {
            const std::string key = s3::unescaped(s3::element(entry, "Key"));
            if (const std::string name = key.substr(std::min(prefix.size(), key.size())); !name.empty())
                files.push_back({name, toSize(s3::element(entry, "Size"))});
        }
        const std::string next = s3::unescaped(s3::element(page.body, "NextContinuationToken"));
        if (s3::element(page.body, "IsTruncated") != "true" || next.empty())
            return files;
        query = {{"list-type", "2"}, {"prefix", prefix}, {"continuation-token", next}};
    }
}

Result<BackupDigest> S3Store::get(
    const std::string& key, std::uint64_t expectedBytes, const Text& step, const ByteSink& sink, TaskContext& context)
{
    s3::Patience patience;
    for (;;) {
        QBM_TRY(asked, request("GET", key, {}, context));
        net::Response refused;
        QBM_TRY(digest, getOnce(asked, expectedBytes, step, sink, refused, context));
        if (digest)
            return std::move(*digest);
        QBM_TRY(again, patience.waitAfter(refused, context));
        if (!again)
            return fail(refusal(asked, refused, key));
    }
}

/// \return nullopt: refused, nothing was handed on
Result<std::optional<BackupDigest>> S3Store::getOnce(const net::Request& asked, std::uint64_t expectedBytes,
    const Text& step, const ByteSink& sink, net::Response& head, TaskContext& context)
{
    Sha256 hash;
    std::uint64_t got = 0;
    Result<> taken;
    net::StreamHandler handler;
    handler.onHead = [&](const net::Response& response) {
        head = response;
        return true;
    };
    handler.onData = [&](std::string_view bytes) {
        if (!head.ok()) { // the reason, in a few lines
            head.body += bytes.substr(0, kErrorBytes - std::min(kErrorBytes, head.body.size()));
            return true;
        }
        hash.add(bytes);
        got += bytes.size();
        context.report({got, std::max(expectedBytes, got), step});
        taken = sink(bytes);
        return taken.has_value();
    };
    QBM_TRY(response, m_http.stream(asked, handler, context));
    QBM_CHECK(taken);
    if (!head.ok())
        return std::optional<BackupDigest>();
    return std::optional(BackupDigest{hash.finish(), got});
}

Result<BackupDigest> S3Store::readBack(const std::string& name, std::uint64_t expectedBytes, TaskContext& context)
{
    const Text step = text(QT_TRANSLATE_NOOP("core", "Reading %1 back"), name);
    const auto readOne = [&](const std::string& key) {
        return get(
            key, expectedBytes, step, [](std::string_view) -> Result<> { return {}; }, context);
    };
    if (!isDirectory(name))
        return readOne(m_place.prefix + name);
    QBM_TRY(files, filesOf(name, context));
    Manifest manifest;
    for (const File& file : files) {
        QBM_TRY(digest, readOne(m_place.prefix + name + "/" + file.name));
        manifest.add(file.name, digest.sha256, digest.sizeBytes);
    }
    return manifest.digest();
}

Result<BackupDigest> S3Store::fetch(
    const std::string& name, std::uint64_t expectedBytes, const Unfinished& into, TaskContext& context)
{
    const Text step = text(QT_TRANSLATE_NOOP("core", "Copying %1"), name);
    const auto fetchOne = [&](const std::string& key, int fd, const fs::path& file) {
        return get(
            key, expectedBytes, step, [&](std::string_view bytes) { return writeAll(fd, bytes, file); }, context);
    };
    if (!isDirectory(name))
        return fetchOne(m_place.prefix + name, into.fd(), into.path());
    QBM_TRY(files, filesOf(name, context));
    Manifest manifest;
    for (const File& file : files) {
        const fs::path target = into.path() / file.name;
        const FileDescriptor fd(::open(target.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
        if (!fd)
            return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot create %1"), target.string())));
        QBM_TRY(digest, fetchOne(m_place.prefix + name + "/" + file.name, fd.get(), target));
        manifest.add(file.name, digest.sha256, digest.sizeBytes);
    }
    return manifest.digest();
}

Result<std::string> S3Store::readText(const std::string& name, TaskContext& context)
{
    QBM_TRY(asked, request("GET", m_place.prefix + name, {}, context));
    QBM_TRY(response, send(asked, m_place.prefix + name, context));
    return std::move(response.body);
}

// --- writing ---------------------------------------------------------------------------------------------------------

/// What is on its way, as its progress is told.
struct S3Store::Sending {
    std::string name;
    std::uint64_t totalBytes = 0;
    TaskContext& context;
    std::uint64_t sentBytes = 0;

    void add(std::size_t bytes)
    {
        sentBytes += bytes;
        context.report(
            {sentBytes, std::max(totalBytes, sentBytes), text(QT_TRANSLATE_NOOP("core", "Copying %1"), name)});
    }
};

/// One file on its way into one object. Every body's hash is signed, so that the store itself refuses what changed on
/// the way; nothing has a name there before the last byte is in.
class S3Store::Upload {
public:
    Upload(S3Store& store, std::string key, const FileRange& range, Sending& sending)
        : m_store(store)
        , m_key(std::move(key))
        , m_range(range)
        , m_sending(sending)
        , m_context(sending.context)
    {
    }

    Result<BackupDigest> whole(const std::string& expected)
    {
        const std::uint64_t size = m_range.sizeBytes();
        QBM_TRY(sha256, hashOf(0, size));
        if (!expected.empty() && sha256 != expected)
            return fail(notAsItsSidecarSays(m_sending.name));
        QBM_CHECK(put({}, 0, size, sha256));
        return BackupDigest{sha256, size};
    }

    Result<BackupDigest> inParts(const std::string& expected)
    {
        QBM_CHECK(m_store.tidyUploads(m_key, m_context)); // a killed program's
        QBM_TRY(begin, m_store.request("POST", m_key, {{"uploads", ""}}, m_context));
        QBM_TRY(begun, m_store.send(begin, m_key, m_context));
        const std::string upload = s3::unescaped(s3::element(begun.body, "UploadId"));
        auto digest = sendParts(upload, expected);
        if (!digest) { // its parts would be kept, and paid for
            TaskContext always;
            auto asked = m_store.request("DELETE", m_key, {{"uploadId", upload}}, always);
            auto gone = asked ? m_store.send(*asked, m_key, always) : Result<net::Response>(fail(asked.error()));
            if (!gone && gone.error().kind != ErrorKind::NotFound)
                digest.error().detail += "\n" + gone.error().english();
        }
        return digest;
    }

private:
    Result<BackupDigest> sendParts(const std::string& upload, const std::string& expected)
    {
        const std::uint64_t size = m_range.sizeBytes();
        const std::uint64_t part = std::max(m_store.m_place.partBytes, (size + kMostParts - 1) / kMostParts);
        std::string list = "<CompleteMultipartUpload>";
        int number = 0;
        for (std::uint64_t offset = 0; offset < size; offset += part) {
            const std::uint64_t length = std::min(part, size - offset);
            const std::string position = std::to_string(++number);
            QBM_TRY(sha256, hashOf(offset, length));
            QBM_TRY(response, put({{"partNumber", position}, {"uploadId", upload}}, offset, length, sha256));
            list += "<Part><PartNumber>" + position + "</PartNumber><ETag>" + s3::escaped(response.header("ETag"))
                + "</ETag></Part>";
        }
        const std::string sha256 = m_whole.finish();
        if (!expected.empty() && sha256 != expected)
            return fail(notAsItsSidecarSays(m_sending.name));
        QBM_TRY(complete, m_store.request("POST", m_key, {{"uploadId", upload}}, m_context));
        complete.headers.push_back({"Content-Type", "application/xml"});
        complete.body = list + "</CompleteMultipartUpload>";
        QBM_CHECK(m_store.send(complete, m_key, m_context));
        return BackupDigest{sha256, size};
    }

    /// Of a piece; what was hashed before it and it together are the whole file's.
    Result<std::string> hashOf(std::uint64_t offset, std::uint64_t length)
    {
        Sha256 hash;
        const auto add = [&](std::string_view bytes) -> Result<> {
            hash.add(bytes);
            m_whole.add(bytes);
            return {};
        };
        QBM_CHECK(m_range.read(offset, length, add, m_context));
        return hash.finish();
    }

    Result<net::Response> put(const Query& query, std::uint64_t offset, std::uint64_t length, const std::string& sha256)
    {
        const std::uint64_t sentBefore = m_sending.sentBytes;
        const auto make = [&]() -> Result<net::Request> {
            m_sending.sentBytes = sentBefore;
            QBM_TRY(request, m_store.request("PUT", m_key, query, m_context));
            request.headers.push_back({"x-amz-content-sha256", sha256});
            request.upload = m_range.body(
                offset, length, [this](std::size_t bytes) { m_sending.add(bytes); }, m_context);
            return request;
        };
        return m_store.sendMade(make, m_key, m_context);
    }

    S3Store& m_store;
    std::string m_key;
    const FileRange& m_range;
    Sending& m_sending;
    TaskContext& m_context;
    Sha256 m_whole;
};

Result<BackupDigest> S3Store::write(const fs::path& backup, const std::string& expected, TaskContext& context)
{
    const std::string name = backup.filename().string();
    Sending sending{name, 0, context};
    if (!isDirectory(name))
        return writeFile(backup, m_place.prefix + name, expected, sending);
    QBM_CHECK(remove(name, context)); // a killed program's; a file of it must not be taken for one of this
    auto digest = writeDirectory(backup, expected, sending);
    if (!digest) {
        TaskContext always;
        (void)remove(name, always);
    }
    return digest;
}

Result<BackupDigest> S3Store::writeFile(
    const fs::path& file, const std::string& key, const std::string& expected, Sending& sending)
{
    QBM_TRY(range, FileRange::open(file));
    sending.totalBytes = std::max(sending.totalBytes, range.sizeBytes());
    Upload upload(*this, key, range, sending);
    return range.sizeBytes() <= m_place.partBytes ? upload.whole(expected) : upload.inParts(expected);
}

Result<BackupDigest> S3Store::writeDirectory(const fs::path& directory, const std::string& expected, Sending& sending)
{
    QBM_TRY(files, backup::filesOf(directory));
    for (const fs::path& file : files)
        sending.totalBytes += fs::file_size(file);
    const std::string prefix = m_place.prefix + sending.name + "/";
    const fs::path contents = directory / kContentsFile;
    Manifest manifest;
    for (const fs::path& file : files) {
        if (file == contents)
            continue;
        QBM_TRY(digest, writeFile(file, prefix + file.filename().string(), {}, sending));
        manifest.add(file.filename().string(), digest.sha256, digest.sizeBytes);
    }
    QBM_TRY(last, digestBackup(contents, 0, sending.context));
    manifest.add(kContentsFile, last.sha256, last.sizeBytes);
    if (!expected.empty() && manifest.digest().sha256 != expected)
        return fail(notAsItsSidecarSays(sending.name));
    QBM_CHECK(writeFile(contents, prefix + kContentsFile, last.sha256, sending));
    return manifest.digest();
}

/// Only parts of interrupted uploads would be left, which cost space and are no backup: the work goes on without.
Result<> S3Store::tidyUploads(const std::string& key, TaskContext& context)
{
    if (m_mayNotListUploads)
        return {};
    const auto tidied = abandonUploads(key, context);
    QBM_CHECK(context.checkpoint());
    if (tidied)
        return {};
    const Text left = text(
        QT_TRANSLATE_NOOP("core", "What interrupted uploads may have left in %1 was not looked for: %2"),
        m_place.endpoint + "/" + m_place.bucket, tidied.error().message);
    context.report({0, 0, left});
    log::warning("backup", left.english());
    m_mayNotListUploads = tidied.error().kind == ErrorKind::Denied;
    return {};
}

Result<> S3Store::abandonUploads(const std::string& key, TaskContext& context)
{
    QBM_TRY(asked, request("GET", "", {{"prefix", key}, {"uploads", ""}}, context));
    QBM_TRY(listed, send(asked, key, context));
    for (const std::string_view entry : s3::elements(listed.body, "Upload")) {
        const std::string found = s3::unescaped(s3::element(entry, "Key"));
        if (found != key && !(key.ends_with('/') && found.starts_with(key)))
            continue;
        QBM_TRY(
            abort, request("DELETE", found, {{"uploadId", s3::unescaped(s3::element(entry, "UploadId"))}}, context));
        QBM_CHECK(send(abort, key, context));
    }
    return {};
}

Result<> S3Store::writeText(const std::string& name, const std::string& content, TaskContext& context)
{
    QBM_TRY(put, request("PUT", m_place.prefix + name, {}, context));
    put.headers.push_back({"Content-Type", "application/json"});
    put.body = content;
    QBM_CHECK(send(put, m_place.prefix + name, context));
    return {};
}

Result<> S3Store::remove(const std::string& name, TaskContext& context)
{
    if (!isDirectory(name))
        return removeObject(m_place.prefix + name, context);
    QBM_CHECK(tidyUploads(m_place.prefix + name + "/", context));
    QBM_TRY(files, filesOf(name, context));
    std::ranges::stable_partition(files, [](const File& file) { return file.name == kContentsFile; });
    for (const File& file : files)
        QBM_CHECK(removeObject(m_place.prefix + name + "/" + file.name, context));
    return {};
}

Result<> S3Store::removeObject(const std::string& key, TaskContext& context)
{
    QBM_CHECK(tidyUploads(key, context));
    QBM_TRY(asked, request("DELETE", key, {}, context));
    auto removed = send(asked, key, context);
    if (!removed && removed.error().kind != ErrorKind::NotFound)
        return fail(std::move(removed).error());
    return {};
}

} // namespace qbm::backup
