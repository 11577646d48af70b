// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/tls_identity.h"

#include <memory>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace qbm::test {

namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Memory = std::unique_ptr<BIO, decltype(&BIO_free)>;

Key makeKey()
{
    return {EVP_EC_gen("P-256"), &EVP_PKEY_free};
}

std::string content(BIO* memory)
{
    char* data = nullptr;
    const long size = BIO_get_mem_data(memory, &data);
    return {data, static_cast<std::size_t>(size)};
}

std::string toPem(X509* certificate)
{
    const Memory memory(BIO_new(BIO_s_mem()), &BIO_free);
    PEM_write_bio_X509(memory.get(), certificate);
    return content(memory.get());
}

std::string toPem(EVP_PKEY* key)
{
    const Memory memory(BIO_new(BIO_s_mem()), &BIO_free);
    PEM_write_bio_PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
    return content(memory.get());
}

void addExtension(X509* certificate, X509* issuer, int nid, const std::string& value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

Certificate makeCertificate(const std::string& commonName, long serial, EVP_PKEY* key, long hours = 24)
{
    constexpr long kHour = 3600;
    Certificate certificate(X509_new(), &X509_free);
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -2 * kHour);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), hours * kHour);
    X509_set_pubkey(certificate.get(), key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
        reinterpret_cast<const unsigned char*>(commonName.data()), static_cast<int>(commonName.size()), -1, 0);
    return certificate;
}

} // namespace

TlsIdentity makeTlsIdentity(const std::vector<std::string>& names, long hours)
{
    const Key caKey = makeKey();
    const Certificate ca = makeCertificate("QBM test authority", 1, caKey.get());
    X509_set_issuer_name(ca.get(), X509_get_subject_name(ca.get()));
    addExtension(ca.get(), ca.get(), NID_basic_constraints, "critical,CA:TRUE");
    addExtension(ca.get(), ca.get(), NID_key_usage, "critical,keyCertSign");
    X509_sign(ca.get(), caKey.get(), EVP_sha256());

    const Key key = makeKey();
    const Certificate certificate = makeCertificate(names.front(), 2, key.get(), hours);
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(ca.get()));
    std::string alternatives;
    for (const std::string& name : names) {
        const bool isAddress = name.find_first_not_of("0123456789.") == std::string::npos;
        alternatives += (alternatives.empty() ? "" : ",") + std::string(isAddress ? "IP:" : "DNS:") + name;
    }
    addExtension(certificate.get(), ca.get(), NID_subject_alt_name, alternatives);
    X509_sign(certificate.get(), caKey.get(), EVP_sha256());
    return {toPem(ca.get()), toPem(certificate.get()), toPem(key.get())};
}

} // namespace qbm::test
