// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/net: one request on one slot.

#include "core/net/curl_slot.h"
#include "core/net/http_client.h"

#include <array>

namespace qbm::net {

/// Sends one request and takes its answer. Lives for one call.
class Transfer {
public:
    /// \param handler null: the body is collected
    Transfer(const HttpOptions& options, const Request& request, const Origin& origin, const StreamHandler* handler);

    Result<Response> perform(const CurlSlot& slot, TaskContext& context);
    /// After a failed perform(): the connection broke, and nothing that was sent can have changed anything.
    bool mayRepeat() const { return m_broken && !writes() && !(m_handler && m_headComplete); }
    /// Use no kept connection.
    void connectAnew() { m_connectAnew = true; }

private:
    void configure(CURL* easy);
    void configureMethod(CURL* easy);
    void configureUpload(CURL* easy);
    void configureSignature(CURL* easy);
    void configureTls(CURL* easy);
    void addHeaders();
    void addSignedHeaders();
    Result<CURLcode> drive(const CurlSlot& slot, const TaskContext& context);
    Result<> checkDeadlines(CURL* easy);
    std::chrono::milliseconds untilNextDeadline() const;
    bool writes() const;

    static std::size_t onHeader(char* bytes, std::size_t size, std::size_t count, void* self);
    static std::size_t onBody(char* bytes, std::size_t size, std::size_t count, void* self);
    static std::size_t onUpload(char* buffer, std::size_t size, std::size_t count, void* self);
    bool takeHeader(std::string_view line);
    bool takeHead();
    bool takeBody(std::string_view chunk);
    std::size_t giveUpload(char* buffer, std::size_t most);
    bool mayHaveBeenCarriedOut(CURL* easy) const;
    std::string withoutSecrets(std::string text) const;

    using SteadyClock = std::chrono::steady_clock;

    const HttpOptions& m_options;
    const Request& m_request;
    const Origin& m_origin;
    const StreamHandler* m_handler;
    std::string m_url;
    std::string m_connectTo;
    HeaderLines m_headers;
    HeaderLines m_connectToLines;
    std::array<char, CURL_ERROR_SIZE> m_said{};
    Response m_response;
    bool m_connectAnew = false;
    bool m_broken = false;
    bool m_headComplete = false;
    bool m_endedByHandler = false;
    bool m_tooLarge = false;
    std::chrono::milliseconds m_stallTimeout;
    SteadyClock::time_point m_begin, m_lastActivity;
    curl_off_t m_movedBytes = 0;
    std::uint64_t m_uploadedBytes = 0;
    std::optional<Error> m_uploadError;
};

} // namespace qbm::net
