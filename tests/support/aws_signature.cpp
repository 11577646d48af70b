// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/aws_signature.h"

#include <algorithm>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace qbm::test {

namespace {

constexpr std::string_view kHexUpper = "0123456789ABCDEF";
constexpr std::string_view kHexLower = "0123456789abcdef";

std::string hex(std::string_view bytes)
{
    std::string out;
    for (const char c : bytes) {
        out += kHexLower[static_cast<unsigned char>(c) >> 4];
        out += kHexLower[static_cast<unsigned char>(c) & 15];
    }
    return out;
}

std::string sha256(std::string_view text)
{
    std::string out(EVP_MAX_MD_SIZE, '\0');
    unsigned size = 0;
    EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(out.data()), &size, EVP_sha256(), nullptr);
    out.resize(size);
    return out;
}

std::string hmac(const std::string& key, std::string_view text)
{
    std::string out(EVP_MAX_MD_SIZE, '\0');
    unsigned size = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()),
        text.size(), reinterpret_cast<unsigned char*>(out.data()), &size);
    out.resize(size);
    return out;
}

std::vector<std::string> split(std::string_view text, char at)
{
    std::vector<std::string> parts;
    for (;;) {
        const std::size_t end = text.find(at);
        parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos)
            return parts;
        text.remove_prefix(end + 1);
    }
}

std::string encoded(std::string_view text, bool keepSlash)
{
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
            || c == '.' || c == '_' || c == '~' || (keepSlash && c == '/');
        if (plain) {
            out += c;
            continue;
        }
        out += '%';
        out += kHexUpper[static_cast<unsigned char>(c) >> 4];
        out += kHexUpper[static_cast<unsigned char>(c) & 15];
    }
    return out;
}

std::string canonicalQuery(std::string_view query)
{
    if (query.empty())
        return {};
    std::vector<std::string> parameters;
    for (const std::string& part : split(query, '&')) {
        const std::size_t equals = part.find('=');
        const std::string value = equals == std::string::npos ? "" : part.substr(equals + 1);
        parameters.push_back(
            encoded(percentDecoded(part.substr(0, equals)), false) + "=" + encoded(percentDecoded(value), false));
    }
    std::ranges::sort(parameters);
    std::string out;
    for (const std::string& parameter : parameters)
        out += (out.empty() ? "" : "&") + parameter;
    return out;
}

std::string trimmed(std::string text)
{
    text.erase(0, std::min(text.find_first_not_of(' '), text.size()));
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

std::string after(const std::string& text, const std::string& label, char end)
{
    const std::size_t at = text.find(label);
    return at == std::string::npos ? "" : trimmed(split(text.substr(at + label.size()), end).front());
}

} // namespace

std::string percentDecoded(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size()) {
            out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
            i += 2;
        } else
            out += text[i];
    }
    return out;
}

AwsAuthorization parseAwsAuthorization(const std::string& header)
{
    AwsAuthorization out;
    if (!header.starts_with("AWS4-HMAC-SHA256 "))
        return out;
    const std::vector<std::string> scope = split(after(header, "Credential=", ','), '/');
    if (scope.size() != 5 || scope[4] != "aws4_request")
        return out;
    out.keyId = scope[0];
    out.date = scope[1];
    out.region = scope[2];
    out.service = scope[3];
    out.signedHeaders = split(after(header, "SignedHeaders=", ','), ';');
    out.signature = after(header, "Signature=", ',');
    return out;
}

std::string awsSignature(
    const SeenRequest& request, const AwsAuthorization& authorization, const std::string& secretKey)
{
    const std::size_t mark = std::min(request.target.find('?'), request.target.size());
    std::string canonical = request.method + "\n" + encoded(percentDecoded(request.target.substr(0, mark)), true) + "\n"
        + canonicalQuery(std::string_view(request.target).substr(std::min(mark + 1, request.target.size()))) + "\n";
    std::string names;
    for (const std::string& name : authorization.signedHeaders) {
        canonical += name + ":" + trimmed(request.header(name)) + "\n";
        names += (names.empty() ? "" : ";") + name;
    }
    canonical += "\n" + names + "\n" + request.header("x-amz-content-sha256");

    const std::string scope
        = authorization.date + "/" + authorization.region + "/" + authorization.service + "/aws4_request";
    const std::string toSign
        = "AWS4-HMAC-SHA256\n" + request.header("x-amz-date") + "\n" + scope + "\n" + hex(sha256(canonical));
    std::string key = hmac("AWS4" + secretKey, authorization.date);
    for (const std::string& part : {authorization.region, authorization.service, std::string("aws4_request")})
        key = hmac(key, part);
    return hex(hmac(key, toSign));
}

} // namespace qbm::test
