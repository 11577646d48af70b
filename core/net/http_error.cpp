// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/unit.h"
#include "core/net/http_error.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

namespace qbm::net {

namespace {

std::string systemReason(CURL* easy, const std::string& said)
{
    long number = 0;
    curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &number);
    return number != 0 ? std::strerror(static_cast<int>(number)) : said;
}

std::string withoutEnd(std::string sentence)
{
    while (!sentence.empty() && (sentence.back() == '.' || sentence.back() == '\n' || sentence.back() == ' '))
        sentence.pop_back();
    return sentence;
}

/// Whether the server's certificate was refused. One whose authority has the same name and another key, as that of a
/// cluster made anew, ends as a broken handshake in OpenSSL's words about padding, ASN.1 or the signature.
bool isUntrusted(CURLcode code, const std::string& words)
{
    if (code == CURLE_PEER_FAILED_VERIFICATION)
        return true;
    constexpr std::array<std::string_view, 5> kWords{
        "bad signature", "signature failure", "verify failed", "rsa routines", "asn1 encoding routines"};
    return code == CURLE_SSL_CONNECT_ERROR
        && std::ranges::any_of(kWords, [&](std::string_view word) { return words.find(word) != words.npos; });
}

/// A certificate that is not trusted: what is wrong with it, what it was held against, and what mends that.
Text untrustedSentence(CURLcode code, const Origin& origin, const TlsOptions& tls, const std::string& words)
{
    const std::string at = origin.toString();
    const auto says = [&words](std::string_view part) { return words.find(part) != words.npos; };
    const Text why = code == CURLE_PEER_FAILED_VERIFICATION && !says("signature failure")
        ? Text(withoutEnd(words))
        : text(QT_TRANSLATE_NOOP("core", "its signature is not by the authority's key, though the names agree"));
    if (says("has expired") || says("not yet valid"))
        return text(QT_TRANSLATE_NOOP("core",
                        "The certificate of %1 is not trusted: %2. Renew it on the server, and see whether this machine's "
                        "clock is right."),
            at, why);
    if (says("subject name"))
        return text(QT_TRANSLATE_NOOP("core",
                        "The certificate of %1 is not trusted: %2. Reach the server by a name that stands in its "
                        "certificate, or have this name put into it."),
            at, why);
    const Text origins = tls.caPem.empty() ? text(QT_TRANSLATE_NOOP("core", "the authorities this machine trusts")) : tls.caOrigin;
    if (tls.caSetting.empty() || origins.empty())
        return text(QT_TRANSLATE_NOOP("core", "The certificate of %1 is not trusted: %2. If it is the right server, name its certificate authority."),
            at, why);
    return text(QT_TRANSLATE_NOOP("core",
                    "The certificate of %1 is not trusted: %2. It was held against %3. If it is the right server, name its "
                    "authority in %4."),
        at, why, origins, tls.caSetting);
}

Text connectionSentence(CURLcode code, CURL* easy, const Origin& origin, std::chrono::milliseconds connectTimeout,
    const std::string& said)
{
    const std::string at = origin.toString();
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return text(QT_TRANSLATE_NOOP("core", "Cannot reach %1: the name %2 is not known to DNS."), at, origin.host);
    case CURLE_COULDNT_RESOLVE_PROXY:
        return text(QT_TRANSLATE_NOOP("core", "Cannot reach %1: the proxy's name is not known to DNS."), at);
    case CURLE_COULDNT_CONNECT:
        return text(QT_TRANSLATE_NOOP("core", "Cannot connect to %1: %2."), at, withoutEnd(systemReason(easy, said)));
    case CURLE_OPERATION_TIMEDOUT:
        return text(QT_TRANSLATE_NOOP("core", "Cannot connect to %1: no connection within %2."), at,
            formatQuantity(std::chrono::duration<double>(connectTimeout).count(), Unit::Seconds).joined());
    case CURLE_SSL_CONNECT_ERROR:
        return text(QT_TRANSLATE_NOOP("core", "No TLS connection to %1: %2."), at, withoutEnd(said));
    default:
        return text(QT_TRANSLATE_NOOP("core", "The connection to %1 broke: %2."), at, withoutEnd(said));
    }
}

} // namespace

Error transportError(CURLcode code, CURL* easy, const Origin& origin, const HttpOptions& options, const std::string& said)
{
    const std::string words = said.empty() ? curl_easy_strerror(code) : said;
    const std::string evidence = "curl " + std::to_string(static_cast<int>(code)) + ": " + words;
    if (isUntrusted(code, words)) // trying again does not mend it
        return {ErrorKind::InvalidInput, untrustedSentence(code, origin, options.tls, words), evidence, {}};
    switch (code) {
    case CURLE_SSL_CERTPROBLEM:
        return {ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "The client certificate or key for %1 cannot be used: %2."), origin.toString(),
                withoutEnd(words)),
            evidence, {}};
    case CURLE_SSL_CACERT_BADFILE:
        return {ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "The trusted certificates for %1 cannot be read: %2."), origin.toString(),
                withoutEnd(words)),
            evidence, {}};
    case CURLE_UNSUPPORTED_PROTOCOL: // also what libcurl says of an answer that does not begin with a status line
    case CURLE_WEIRD_SERVER_REPLY:
        return {ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "%1 does not answer in HTTP; another service may be listening there."), origin.toString()),
            evidence, {}};
    case CURLE_OUT_OF_MEMORY:
        return {ErrorKind::Exhausted, text(QT_TRANSLATE_NOOP("core", "Out of memory while asking %1."), origin.toString()), evidence, {}};
    default:
        return {ErrorKind::Unreachable, connectionSentence(code, easy, origin, options.connectTimeout, words), evidence, {}};
    }
}

Error inDoubtError(const std::string& method, const Origin& origin, const Error& cause)
{
    return {ErrorKind::InDoubt,
        text(QT_TRANSLATE_NOOP("core", "%1 to %2 was sent but not answered: it may or may not have been carried out. Look before trying again."),
            method, origin.toString()),
        cause.message.english() + (cause.detail.empty() ? "" : "\n" + cause.detail), {}};
}

} // namespace qbm::net
