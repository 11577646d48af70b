// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/timed_application.h"
#include "widgets/log/log_model.h"

/// What the benchmarks of the log view share: lines like those of the application, packed as a worker packs them.
namespace qbm::bench {

/// JSON lines of about 150 bytes, one in a hundred an error, one in 10,000 with the word "deadline".
class LineMaker {
public:
    std::vector<std::string> make(std::size_t count)
    {
        std::vector<std::string> lines;
        lines.reserve(count);
        for (std::size_t i = 0; i < count; ++i, ++m_next) {
            const char* level = m_next % 100 == 0 ? "error" : "info";
            const char* words = m_next % 10'000 == 0 ? "deadline exceeded while waiting for the model"
                                                     : "GET /api/v1/predictions 200 in 18 ms for user";
            lines.push_back(std::string(R"({"level":")") + level + R"(","logger":"qbm.api.requests","request_id":")"
                + std::to_string(10'000'000 + m_next) + R"(","message":")" + words + " " + std::to_string(m_next)
                + R"("})");
        }
        return lines;
    }

private:
    std::size_t m_next = 0;
};

/// Packed as a worker packs them.
inline widgets::LogStore packed(const std::vector<std::string>& lines)
{
    widgets::LogBatch batch;
    std::uint32_t source = 0;
    for (const std::string& raw : lines) {
        const std::string_view text = raw;
        const auto message = text.substr(text.find("\"message\":\"") + 11);
        batch.add(
            {systemClock().now(), source++ % 12, text[10] == 'e' ? widgets::LogLevel::Error : widgets::LogLevel::Info,
                false, "qbm.api.requests", message.substr(0, message.size() - 2), text});
    }
    widgets::LogStore store;
    store.append(batch.take());
    return store;
}

} // namespace qbm::bench
