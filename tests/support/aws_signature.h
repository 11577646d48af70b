// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/http_server.h"

#include <string>

namespace qbm::test {

/// What an Authorization header of AWS Signature Version 4 says.
struct AwsAuthorization {
    std::string keyId, date, region, service;
    std::vector<std::string> signedHeaders;
    std::string signature;
};

/// Empty fields where the header is not of that form.
AwsAuthorization parseAwsAuthorization(const std::string& header);

/// The signature that a request must carry under `secretKey`, computed from what arrived and independently of libcurl.
/// \source docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
std::string awsSignature(
    const SeenRequest& request, const AwsAuthorization& authorization, const std::string& secretKey);

/// "%24" to "$"
std::string percentDecoded(std::string_view text);

} // namespace qbm::test
