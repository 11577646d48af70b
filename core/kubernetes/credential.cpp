// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/credential.h"

#include "core/base/file.h"

#include <chrono>
#include <mutex>

namespace qbm::kubernetes {

namespace {

constexpr std::chrono::minutes kTokenFileAge{1};
constexpr std::uint64_t kMaxTokenBytes = 1u << 20;

class FixedCredential : public CredentialSource {
public:
    explicit FixedCredential(Credential credential)
        : m_credential(std::move(credential))
    {
    }
    Result<Credential> current(TaskContext&) override { return m_credential; }

private:
    Credential m_credential;
};

class TokenFileCredential : public CredentialSource {
public:
    TokenFileCredential(std::filesystem::path file, Credential rest)
        : m_file(std::move(file))
        , m_credential(std::move(rest))
    {
    }

    Result<Credential> current(TaskContext&) override
    {
        const std::lock_guard lock(m_mutex);
        const auto now = std::chrono::steady_clock::now();
        if (m_credential.bearerToken && now - m_readAt < kTokenFileAge)
            return m_credential;
        auto content = readFile(m_file, kMaxTokenBytes);
        if (!content)
            return fail(std::move(content).error(),
                text(QT_TRANSLATE_NOOP("core", "Reading the token of the kubeconfig's user")));
        const std::size_t first = content->find_first_not_of(" \t\r\n");
        if (first == std::string::npos)
            return fail(
                ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "The token file %1 is empty."), m_file.string()));
        m_credential.bearerToken = Secret(content->substr(first, content->find_last_not_of(" \t\r\n") - first + 1));
        m_readAt = now;
        return m_credential;
    }

    bool refused() override
    {
        const std::lock_guard lock(m_mutex);
        m_readAt = {};
        m_credential.bearerToken.reset();
        return true;
    }

private:
    std::mutex m_mutex;
    std::filesystem::path m_file;
    Credential m_credential;
    std::chrono::steady_clock::time_point m_readAt{};
};

} // namespace

std::shared_ptr<CredentialSource> makeFixedCredential(Credential credential)
{
    return std::make_shared<FixedCredential>(std::move(credential));
}

std::shared_ptr<CredentialSource> makeTokenFileCredential(std::filesystem::path file, Credential rest)
{
    return std::make_shared<TokenFileCredential>(std::move(file), std::move(rest));
}

} // namespace qbm::kubernetes
