// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/credential.h"

#include "core/kubernetes/renewed_file.h"

#include <list>
#include <mutex>

namespace qbm::kubernetes {

namespace {

constexpr const char* kSpaces = " \t\r\n";

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

Result<std::string> tokenIn(const std::string& content, const std::filesystem::path& file)
{
    const std::size_t first = content.find_first_not_of(kSpaces);
    if (first == std::string::npos)
        return fail(ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "The token file %1 is empty."), file.string()));
    return content.substr(first, content.find_last_not_of(kSpaces) - first + 1);
}

/// A file that is only half written holds no whole PEM yet.
Result<std::string> pemIn(std::string content, const std::filesystem::path& file)
{
    const std::size_t begin = content.find("-----BEGIN"), end = content.rfind("-----END");
    if (begin == std::string::npos || end == std::string::npos || end < begin)
        return fail(ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "%1 holds no PEM text."), file.string()));
    return content;
}

class FileCredential : public CredentialSource {
public:
    FileCredential(const CredentialFiles& files, std::shared_ptr<CredentialSource> rest)
        : m_rest(std::move(rest))
    {
        if (!files.token.empty())
            m_token.emplace(files.token, [file = files.token](const std::string& content) { return tokenIn(content, file); });
        for (auto& [file, into] : {std::pair(files.clientCertificate, &m_certificate), std::pair(files.clientKey, &m_key)}) {
            if (!file.empty())
                into->emplace(file, [file](std::string content) { return pemIn(std::move(content), file); });
        }
    }

    Result<Credential> current(TaskContext& context) override
    {
        QBM_TRY(credential, m_rest->current(context));
        if (m_token && !credential.bearerToken) {
            auto token = m_token->content();
            if (!token)
                return fail(std::move(token).error(),
                    text(QT_TRANSLATE_NOOP("core", "Reading the token of the kubeconfig's user")));
            credential.bearerToken = std::move(*token);
        }
        if (m_certificate && credential.clientCertificatePem.empty()) {
            QBM_TRY(pem, m_certificate->content());
            credential.clientCertificatePem = pem.reveal();
        }
        if (m_key && credential.clientKeyPem.empty()) {
            QBM_TRY(pem, m_key->content());
            credential.clientKeyPem = std::move(pem);
        }
        return credential;
    }

    void refused() override
    {
        m_rest->refused();
        for (auto* file : {&m_token, &m_certificate, &m_key}) {
            if (*file)
                (*file)->forget();
        }
    }

private:
    const std::shared_ptr<CredentialSource> m_rest;
    std::optional<RenewedFile> m_token, m_certificate, m_key;
};

class ReloadedCredential : public CredentialSource {
public:
    using Load = std::function<Result<std::shared_ptr<CredentialSource>>()>;

    ReloadedCredential(
        const std::vector<std::filesystem::path>& files, Load load, std::shared_ptr<CredentialSource> first)
        : m_load(std::move(load))
        , m_source(std::move(first))
    {
        for (const std::filesystem::path& file : files)
            m_files.emplace_back(file, [](std::string content) -> Result<std::string> { return content; });
        m_loaded = contents();
    }

    Result<Credential> current(TaskContext& context) override { return newest()->current(context); }

    void refused() override
    {
        for (RenewedFile& file : m_files)
            file.forget();
        newest()->refused();
    }

private:
    std::shared_ptr<CredentialSource> newest()
    {
        const std::lock_guard lock(m_mutex);
        std::string now = contents().reveal();
        if (now == m_loaded.reveal())
            return m_source;
        // While it is being written it may be nonsense: what was good before is tried until then.
        if (auto source = m_load()) {
            m_source = std::move(*source);
            m_loaded = Secret(std::move(now));
        }
        return m_source;
    }

    Secret contents()
    {
        std::string all;
        for (RenewedFile& file : m_files) {
            if (const auto content = file.content())
                all += content->reveal();
        }
        return Secret(std::move(all));
    }

    const Load m_load;
    std::list<RenewedFile> m_files;
    std::mutex m_mutex; // guards what follows
    std::shared_ptr<CredentialSource> m_source;
    Secret m_loaded; // m_files as m_source was made of
};

} // namespace

bool Credential::isSame(const Credential& other) const
{
    const auto revealed = [](const std::optional<Secret>& secret) { return secret ? secret->reveal() : std::string(); };
    return revealed(bearerToken) == revealed(other.bearerToken) && revealed(basic) == revealed(other.basic)
        && clientCertificatePem == other.clientCertificatePem
        && clientKeyPem.reveal() == other.clientKeyPem.reveal();
}

std::shared_ptr<CredentialSource> makeFixedCredential(Credential credential)
{
    return std::make_shared<FixedCredential>(std::move(credential));
}

std::shared_ptr<CredentialSource> makeFileCredential(
    const CredentialFiles& files, std::shared_ptr<CredentialSource> rest)
{
    return std::make_shared<FileCredential>(files, std::move(rest));
}

std::shared_ptr<CredentialSource> makeReloadedCredential(const std::vector<std::filesystem::path>& files,
    std::function<Result<std::shared_ptr<CredentialSource>>()> load, std::shared_ptr<CredentialSource> first)
{
    return std::make_shared<ReloadedCredential>(files, std::move(load), std::move(first));
}

} // namespace qbm::kubernetes
