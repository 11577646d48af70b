// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/sha256.h"
#include "core/base/unit.h"
#include "core/net/http_error.h"
#include "core/net/transfer.h"

#include <algorithm>
#include <charconv>

namespace qbm::net {

namespace {

constexpr std::size_t kBodyLimitBytes = 512u << 20;
/// Only a guard: a stop wakes the poll, and libcurl knows its own timers.
constexpr std::chrono::milliseconds kLongestPoll{1'000};
/// Linux gives up after nine probes without an answer: two and a half minutes.
constexpr long kKeepaliveSeconds = 15;
constexpr long kUploadBufferBytes = 512L << 10;
constexpr std::string_view kPayloadHash = "x-amz-content-sha256";

bool hasHeader(const std::vector<Header>& headers, std::string_view name)
{
    return std::ranges::any_of(headers, [&](const Header& header) { return equalIgnoringCase(header.name, name); });
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view kBlank = " \t\r\n";
    const std::size_t first = text.find_first_not_of(kBlank);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

/// libcurl reads it where it lies; it outlives the transfer.
curl_blob blobOf(const std::string& pem)
{
    return {const_cast<char*>(pem.data()), pem.size(), CURL_BLOB_NOCOPY};
}

/// An established connection that ended, or a stream of it, before the answer was whole.
bool isBrokenConnection(CURLcode code)
{
    switch (code) {
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_PARTIAL_FILE:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
        return true;
    default:
        return false;
    }
}

std::string inSeconds(std::chrono::milliseconds duration)
{
    return formatQuantity(std::chrono::duration<double>(duration).count(), Unit::Seconds).joined();
}

} // namespace

Transfer::Transfer(const HttpOptions& options, const Request& request, const Origin& origin, const StreamHandler* handler)
    : m_options(options)
    , m_request(request)
    , m_origin(origin)
    , m_handler(handler)
    , m_url(request.url)
    , m_stallTimeout(request.stallTimeout.value_or(options.stallTimeout))
{
}

bool Transfer::writes() const
{
    return m_request.method != "GET" && m_request.method != "HEAD" && !m_request.onlyAsks;
}

Result<Response> Transfer::perform(const CurlSlot& slot, TaskContext& context)
{
    CURL* const easy = slot.easy();
    configure(easy);
    const Result<CURLcode> ended = drive(slot, context);
    if (ended && (*ended == CURLE_OK || m_endedByHandler))
        return std::move(m_response);

    m_broken = ended && !m_tooLarge && isBrokenConnection(*ended);
    Error error = !ended ? ended.error()
        : m_tooLarge
        ? Error{ErrorKind::Exhausted,
              text(QT_TRANSLATE_NOOP("core", "The answer of %1 is larger than %2."), m_origin.toString(), formatBytes(kBodyLimitBytes)), {}, {}}
        : transportError(*ended, easy, m_origin, m_options, m_said.data());
    if (m_uploadError)
        error = *m_uploadError;
    error.detail = withoutSecrets(error.detail);
    if (mayHaveBeenCarriedOut(easy))
        return fail(inDoubtError(m_request.method, m_origin, error));
    return fail(std::move(error));
}

bool Transfer::mayHaveBeenCarriedOut(CURL* easy) const
{
    long sentBytes = 0;
    curl_easy_getinfo(easy, CURLINFO_REQUEST_SIZE, &sentBytes);
    const bool wholeBody = !m_request.upload || m_uploadedBytes == m_request.upload->sizeBytes;
    return writes() && sentBytes > 0 && wholeBody && !m_uploadError;
}

std::string Transfer::withoutSecrets(std::string text) const
{
    if (m_request.bearerToken)
        text = redact(text, *m_request.bearerToken);
    if (m_request.signature)
        text = redact(text, m_request.signature->secretKey);
    return text;
}

// --- settings --------------------------------------------------------------------------------------------------------

void Transfer::configure(CURL* easy)
{
    curl_easy_reset(easy); // keeps the connections
    addHeaders();
    configureTls(easy); // may change m_url
    configureMethod(easy);
    configureSignature(easy);
    curl_easy_setopt(easy, CURLOPT_URL, m_url.c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, m_headers.get());
    curl_easy_setopt(easy, CURLOPT_USERAGENT, m_options.userAgent.c_str());
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L); // a stop does not wait for a resolver that hangs
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L); // notices a dead peer also where silence is allowed
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPIDLE, kKeepaliveSeconds);
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPINTVL, kKeepaliveSeconds);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(m_options.connectTimeout.count()));
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, m_said.data());
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Transfer::onHeader);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Transfer::onBody);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
    if (!m_options.proxyUrl.empty())
        curl_easy_setopt(easy, CURLOPT_PROXY, m_options.proxyUrl.c_str());
    else if (m_origin.isLoopback())
        curl_easy_setopt(easy, CURLOPT_PROXY, ""); // not even the environment's
}

void Transfer::addHeaders()
{
    for (const Header& header : m_request.headers)
        m_headers.add(header.value.empty() ? header.name + ";" : header.name + ": " + header.value); // libcurl's form of an empty one
    if (m_request.bearerToken)
        m_headers.add("Authorization: Bearer " + m_request.bearerToken->reveal());
    if (m_request.signature)
        return addSignedHeaders();
    if (!hasHeader(m_request.headers, "Content-Type"))
        m_headers.add("Content-Type:"); // nothing, rather than libcurl's guess that every body is a form
    m_headers.add("Expect:"); // no pause of a second before bodies
}

/// libcurl 7.88 signs every line of the list, also those that only tell it to leave a header out, so here there are none
/// of these; that it asks the server first whether to send a large body (Expect) suits uploads.
void Transfer::addSignedHeaders()
{
    if (!hasHeader(m_request.headers, "Content-Type"))
        m_headers.add("Content-Type: application/octet-stream");
    // Left to itself it would not always send this header, which S3 requires, nor know the hash of an upload.
    if (!hasHeader(m_request.headers, kPayloadHash))
        m_headers.add(std::string(kPayloadHash) + ": "
            + (m_request.upload ? std::string("UNSIGNED-PAYLOAD") : sha256Hex(m_request.body)));
}

void Transfer::configureMethod(CURL* easy)
{
    if (m_request.method == "HEAD") {
        curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
        return;
    }
    if (m_request.upload)
        configureUpload(easy);
    const bool mayHaveBody = !m_request.upload
        && (m_request.method == "POST" || m_request.method == "PUT" || m_request.method == "PATCH");
    if (mayHaveBody || !m_request.body.empty()) {
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(m_request.body.size()));
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, m_request.body.c_str());
    }
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, m_request.method.c_str());
    // On a kept connection that turns out dead, libcurl sends the request once more by itself: a write might happen twice.
    if (writes() || m_connectAnew)
        curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
}

void Transfer::configureUpload(CURL* easy)
{
    curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, kUploadBufferBytes);
    curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(m_request.upload->sizeBytes));
    curl_easy_setopt(easy, CURLOPT_READFUNCTION, &Transfer::onUpload);
    curl_easy_setopt(easy, CURLOPT_READDATA, this);
}

void Transfer::configureSignature(CURL* easy)
{
    if (!m_request.signature)
        return;
    const AwsSignature& signature = *m_request.signature;
    const std::string who = "aws:amz:" + signature.region + ":" + signature.service;
    curl_easy_setopt(easy, CURLOPT_AWS_SIGV4, who.c_str());
    curl_easy_setopt(easy, CURLOPT_USERNAME, signature.keyId.c_str());
    curl_easy_setopt(easy, CURLOPT_PASSWORD, signature.secretKey.reveal().c_str());
}

void Transfer::configureTls(CURL* easy)
{
    if (m_origin.scheme != "https")
        return;
    const TlsOptions& tls = m_options.tls;
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (tls.insecureSkipVerify) {
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
    }
    if (!tls.caPem.empty()) {
        const curl_blob blob = blobOf(tls.caPem);
        curl_easy_setopt(easy, CURLOPT_CAINFO_BLOB, &blob);
        curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr); // these, and not the system's beside them
    }
    if (!tls.clientCertificatePem.empty()) {
        const curl_blob certificate = blobOf(tls.clientCertificatePem);
        const curl_blob key = blobOf(tls.clientKeyPem.reveal());
        curl_easy_setopt(easy, CURLOPT_SSLCERTTYPE, "PEM");
        curl_easy_setopt(easy, CURLOPT_SSLCERT_BLOB, &certificate);
        curl_easy_setopt(easy, CURLOPT_SSLKEYTYPE, "PEM");
        curl_easy_setopt(easy, CURLOPT_SSLKEY_BLOB, &key);
    }
    if (!tls.serverName.empty() && tls.serverName != m_origin.host) {
        // libcurl verifies the name in the URL: ask for the expected name there, connect to the real address, and keep
        // the Host header that the server would have seen.
        m_url = withHost(m_request.url, tls.serverName);
        m_connectToLines.add("::" + m_origin.host + ":" + m_origin.port);
        curl_easy_setopt(easy, CURLOPT_CONNECT_TO, m_connectToLines.get());
        if (!hasHeader(m_request.headers, "Host"))
            m_headers.add("Host: " + m_origin.host + (m_origin.port == "443" ? "" : ":" + m_origin.port));
    }
}

// --- the transfer ----------------------------------------------------------------------------------------------------

Result<CURLcode> Transfer::drive(const CurlSlot& slot, const TaskContext& context)
{
    m_begin = m_lastActivity = SteadyClock::now();
    CURLM* const multi = slot.multi();
    struct Added {
        CURLM* multi;
        CURL* easy;
        Added(CURLM* m, CURL* e) : multi(m), easy(e) { curl_multi_add_handle(multi, easy); }
        ~Added() { curl_multi_remove_handle(multi, easy); }
    } const added(multi, slot.easy());
    const std::stop_callback wake(context.stopToken(), [multi] { curl_multi_wakeup(multi); });

    for (;;) {
        int running = 0;
        if (const CURLMcode code = curl_multi_perform(multi, &running); code != CURLM_OK)
            return fail(ErrorKind::Internal,
                text(QT_TRANSLATE_NOOP("core", "The request to %1 could not be made: %2."), m_origin.toString(), curl_multi_strerror(code)));
        if (running == 0) {
            int left = 0;
            const CURLMsg* const message = curl_multi_info_read(multi, &left);
            return message ? message->data.result : CURLE_FAILED_INIT;
        }
        QBM_CHECK(context.checkpoint());
        QBM_CHECK(checkDeadlines(slot.easy()));
        curl_multi_poll(multi, nullptr, 0, static_cast<int>(untilNextDeadline().count()), nullptr);
    }
}

Result<> Transfer::checkDeadlines(CURL* easy)
{
    curl_off_t sent = 0;
    curl_off_t received = 0;
    curl_easy_getinfo(easy, CURLINFO_SIZE_UPLOAD_T, &sent);
    curl_easy_getinfo(easy, CURLINFO_SIZE_DOWNLOAD_T, &received);
    const auto now = SteadyClock::now();
    if (sent + received != m_movedBytes) {
        m_movedBytes = sent + received;
        m_lastActivity = now;
    }
    if (m_request.totalTimeout && now - m_begin >= *m_request.totalTimeout)
        return fail(ErrorKind::Timeout,
            text(QT_TRANSLATE_NOOP("core", "%1 gave no complete answer within %2."), m_origin.toString(), inSeconds(*m_request.totalTimeout)));
    if (m_stallTimeout.count() > 0 && now - m_lastActivity >= m_stallTimeout)
        return fail(ErrorKind::Timeout,
            text(QT_TRANSLATE_NOOP("core", "%1 sent nothing for %2."), m_origin.toString(), inSeconds(m_stallTimeout)));
    return {};
}

std::chrono::milliseconds Transfer::untilNextDeadline() const
{
    const auto now = SteadyClock::now();
    SteadyClock::time_point next = now + kLongestPoll;
    if (m_request.totalTimeout)
        next = std::min(next, m_begin + *m_request.totalTimeout);
    if (m_stallTimeout.count() > 0)
        next = std::min(next, m_lastActivity + m_stallTimeout);
    return std::max(std::chrono::ceil<std::chrono::milliseconds>(next - now), std::chrono::milliseconds(0));
}

// --- the answer ------------------------------------------------------------------------------------------------------

std::size_t Transfer::onHeader(char* bytes, std::size_t size, std::size_t count, void* self)
{
    return static_cast<Transfer*>(self)->takeHeader({bytes, size * count}) ? size * count : 0;
}

std::size_t Transfer::onBody(char* bytes, std::size_t size, std::size_t count, void* self)
{
    // Fewer bytes taken than given ends the transfer; for an empty chunk there is no such number.
    return static_cast<Transfer*>(self)->takeBody({bytes, size * count}) ? size * count : size * count + 1;
}

std::size_t Transfer::onUpload(char* buffer, std::size_t size, std::size_t count, void* self)
{
    return static_cast<Transfer*>(self)->giveUpload(buffer, size * count);
}

std::size_t Transfer::giveUpload(char* buffer, std::size_t most)
{
    const UploadBody& upload = *m_request.upload;
    const std::uint64_t left = upload.sizeBytes - m_uploadedBytes;
    auto given = upload.read(buffer, static_cast<std::size_t>(std::min<std::uint64_t>(most, left)));
    m_lastActivity = SteadyClock::now(); // the time it took was not the server's
    if (given && *given == 0 && left > 0)
        given = fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "What was to be sent to %1 ended %2 too early."), m_origin.toString(),
                formatBytes(left)));
    if (!given) {
        m_uploadError = std::move(given).error();
        return CURL_READFUNC_ABORT;
    }
    m_uploadedBytes += *given;
    return *given;
}

bool Transfer::takeHeader(std::string_view line)
{
    m_lastActivity = SteadyClock::now();
    if (m_headComplete)
        return true; // trailers
    if (line.starts_with("HTTP/")) { // also after an interim answer such as 100 or 103
        m_response = {};
        const std::string_view rest = trimmed(line.substr(std::min(line.find(' '), line.size())));
        std::from_chars(rest.data(), rest.data() + rest.size(), m_response.status);
        return true;
    }
    if (trimmed(line).empty())
        return m_response.status < 200 || takeHead();
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos)
        m_response.headers.push_back({std::string(line.substr(0, colon)), std::string(trimmed(line.substr(colon + 1)))});
    return true;
}

bool Transfer::takeHead()
{
    m_headComplete = true;
    if (m_handler && m_handler->onHead && !m_handler->onHead(m_response))
        m_endedByHandler = true;
    m_lastActivity = SteadyClock::now();
    return !m_endedByHandler;
}

bool Transfer::takeBody(std::string_view chunk)
{
    if (m_handler) {
        if (m_handler->onData && !m_handler->onData(chunk))
            m_endedByHandler = true;
        m_lastActivity = SteadyClock::now(); // the time the handler took was not the server's
        return !m_endedByHandler;
    }
    m_tooLarge = m_response.body.size() + chunk.size() > kBodyLimitBytes;
    if (!m_tooLarge)
        m_response.body += chunk;
    return !m_tooLarge;
}

} // namespace qbm::net
