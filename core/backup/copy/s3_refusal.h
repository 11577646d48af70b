// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/copy/copy_place.h"
#include "core/net/http_client.h"

#include <string>

/// What a store says when it does not do what it was asked.
namespace qbm::backup::s3 {

struct Asked {
    std::string method;
    std::string url;
    std::string key; ///< of the object, or the beginning of keys
};

/// One sentence with the store's own reason in it: code, message and the number by which its operator finds the request.
/// A missing right is named as policies name it. \source docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
Error refusal(const S3Place& place, const Asked& asked, const net::Response& response, const Secret& secret);

/// How long a store that is too busy (503 SlowDown, 429, 500) is asked again.
class Patience {
public:
    Patience();
    /// Sleeps before the next try. \return false: that was no such answer, or there were enough of them \error Cancelled
    Result<bool> waitAfter(const net::Response& response, TaskContext& context);

private:
    net::Backoff m_backoff;
    int m_tries = 0;
};

} // namespace qbm::backup::s3
