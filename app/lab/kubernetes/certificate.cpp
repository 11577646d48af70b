// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/certificate.h"

#include "core/base/file.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <memory>

namespace qbm::lab::kubernetes {

namespace {

template <class T, auto Free>
struct Freer {
    void operator()(T* pointer) const { Free(pointer); }
};
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY, EVP_PKEY_free>>;
using Cert = std::unique_ptr<X509, Freer<X509, X509_free>>;
using Bio = std::unique_ptr<BIO, Freer<BIO, BIO_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freer<X509_EXTENSION, X509_EXTENSION_free>>;

constexpr long kTenYearsSeconds = 3650L * 24 * 3600;
constexpr long kClockSkewSeconds = 3600;

Key makeKey()
{
    return Key(EVP_EC_gen("P-256"));
}

bool addExtension(X509* certificate, X509* issuer, int nid, const std::string& value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool setSerial(X509* certificate)
{
    unsigned char bytes[16];
    if (RAND_bytes(bytes, sizeof bytes) != 1)
        return false;
    bytes[0] &= 0x7f; // serial numbers are positive
    const std::unique_ptr<BIGNUM, Freer<BIGNUM, BN_free>> number(BN_bin2bn(bytes, sizeof bytes, nullptr));
    return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

Cert makeUnsigned(EVP_PKEY* key, const char* commonName)
{
    Cert certificate(X509_new());
    if (!certificate || X509_set_version(certificate.get(), X509_VERSION_3) != 1 || !setSerial(certificate.get())
        || X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -kClockSkewSeconds) == nullptr
        || X509_gmtime_adj(X509_getm_notAfter(certificate.get()), kTenYearsSeconds) == nullptr
        || X509_set_pubkey(certificate.get(), key) != 1
        || X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
               reinterpret_cast<const unsigned char*>(commonName), -1, -1, 0)
            != 1)
        return nullptr;
    return certificate;
}

Cert makeAuthority(EVP_PKEY* key)
{
    auto authority = makeUnsigned(key, "qbm-lab-kubernetes-ca");
    if (!authority || X509_set_issuer_name(authority.get(), X509_get_subject_name(authority.get())) != 1
        || !addExtension(authority.get(), authority.get(), NID_basic_constraints, "critical,CA:TRUE")
        || !addExtension(authority.get(), authority.get(), NID_key_usage, "critical,keyCertSign,cRLSign")
        || !addExtension(authority.get(), authority.get(), NID_subject_key_identifier, "hash")
        || X509_sign(authority.get(), key, EVP_sha256()) == 0)
        return nullptr;
    return authority;
}

Cert makeServer(EVP_PKEY* key, X509* authority, EVP_PKEY* authorityKey, const std::string& address)
{
    auto names = std::string("DNS:localhost,DNS:kubernetes,DNS:kubernetes.default.svc,IP:127.0.0.1,IP:::1");
    if (address != "127.0.0.1")
        names += ",IP:" + address;
    auto server = makeUnsigned(key, "kube-apiserver");
    if (!server || X509_set_issuer_name(server.get(), X509_get_subject_name(authority)) != 1
        || !addExtension(server.get(), authority, NID_basic_constraints, "critical,CA:FALSE")
        || !addExtension(server.get(), authority, NID_key_usage, "critical,digitalSignature")
        || !addExtension(server.get(), authority, NID_ext_key_usage, "serverAuth")
        || !addExtension(server.get(), authority, NID_authority_key_identifier, "keyid")
        || !addExtension(server.get(), authority, NID_subject_alt_name, names)
        || X509_sign(server.get(), authorityKey, EVP_sha256()) == 0)
        return nullptr;
    return server;
}

std::string contentOf(BIO* bio)
{
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return std::string(data, static_cast<std::size_t>(size));
}

std::string pemOf(X509* certificate)
{
    const Bio bio(BIO_new(BIO_s_mem()));
    return bio && PEM_write_bio_X509(bio.get(), certificate) == 1 ? contentOf(bio.get()) : std::string();
}

std::string pemOf(EVP_PKEY* key)
{
    const Bio bio(BIO_new(BIO_s_mem()));
    return bio && PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1
        ? contentOf(bio.get())
        : std::string();
}

} // namespace

Result<Certificate> makeCertificate(const std::string& address)
{
    const auto authorityKey = makeKey();
    const auto serverKey = makeKey();
    const auto authority = authorityKey ? makeAuthority(authorityKey.get()) : nullptr;
    const auto server
        = authority && serverKey ? makeServer(serverKey.get(), authority.get(), authorityKey.get(), address) : nullptr;
    if (!server)
        return fail(ErrorKind::Internal,
            text(QT_TRANSLATE_NOOP("core", "OpenSSL could not make a certificate for %1"), address));
    return Certificate{pemOf(authority.get()), pemOf(server.get()), pemOf(serverKey.get())};
}

Result<Certificate> loadOrMakeCertificate(const std::filesystem::path& folder, const std::string& address)
{
    const auto authority = readFile(folder / "ca.crt");
    const auto certificate = readFile(folder / "server.crt");
    const auto key = readFile(folder / "server.key");
    if (authority && certificate && key)
        return Certificate{*authority, *certificate, *key};
    QBM_TRY(made, makeCertificate(address));
    QBM_CHECK(writeFileDurably(folder / "server.key", made.privateKeyPem, 0600));
    QBM_CHECK(writeFileDurably(folder / "server.crt", made.certificatePem));
    QBM_CHECK(writeFileDurably(folder / "ca.crt", made.authorityPem));
    return made;
}

} // namespace qbm::lab::kubernetes
